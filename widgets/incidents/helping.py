"""请求支援: what was asked of the level above, and what it answered."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from app.base.clock import hhmm
from app.incidents.acts import HelpKind, HelpRequest
from app.people.rights import Act
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.fields import AreaField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates

LABEL_W = 60
AT_FIRST = {"kind": HelpKind.TEAMS.value}


class Helping(Steps):
    """Ctrl+Enter asks; Alt+F puts down the reply to the chosen one."""

    def show_seen(self, seen: Seen | None) -> None:
        self.table.show_records(seen.case.requests[::-1] if seen else (), now=True)
        self.setEnabled(seen is not None)

    def ask_for(self) -> None:
        values = self._new.values()
        kind = HelpKind(values["kind"] or HelpKind.TEAMS)
        self.act(
            self._new,
            lambda who, shift, one: self.services.command.ask_for_help(
                who, shift, one, kind, values["to"], values["text"]
            ),
            self._asked,
        )

    def _asked(self, _request: HelpRequest) -> None:
        self._new.clear()
        self._new.fill(AT_FIRST)

    def reply(self) -> None:
        one = self.chosen(self._steps)
        if one is None:
            return
        words = self._steps.fields["reply"].value()
        self.act(
            self._steps,
            lambda who, shift, about: self.services.command.answered(who, shift, about, one, words),
            lambda _: self._steps.clear(),
        )

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        panel = self.list_panel(
            box,
            self.tr("Help asked for"),
            (
                Column(
                    self.tr("Of whom"),
                    lambda one: one.to,
                    140,
                    strong=True,
                    second=lambda one: f"{hhmm(one.asked_at)} {one.no}",
                ),
                Column(
                    self.tr("What is needed"),
                    lambda one: f"{one.kind.value}：{one.text}",
                    220,
                    stretch=True,
                    second=self._answer,
                ),
            ),
            self.tr("No help was asked for. Where the county cannot cope, ask here."),
            "incident-help",
        )
        self._steps = self.forms["help-reply"] = Form(theme)
        reply = TextField(theme, self.tr("Reply"), label_w=LABEL_W)
        self._steps.row(reply=reply)
        put = PlainButton(theme, self.tr("Put the reply down"), "Alt+F")
        put.clicked.connect(self.reply)
        gates(self.desk, Act.INTAKE, put)
        reply.line.addWidget(put)
        self.step_row(panel, self._steps, ())
        form = self._new = self.forms["help"] = Form(theme)
        kinds = [(one.value, one.value) for one in HelpKind]
        form.row(
            to=TextField(theme, self.tr("Of whom"), required=True, label_w=LABEL_W),
            kind=SegmentField(theme, "", kinds),
        )
        form.fill(AT_FIRST)
        form.row(
            text=AreaField(
                theme, self.tr("What is needed"), lines=2, required=True, label_w=LABEL_W
            )
        )
        send = MainButton(theme, self.tr("Ask for help"), "Ctrl+Enter")
        send.clicked.connect(self.ask_for)
        gates(self.desk, Act.INTAKE, send)
        self.form_panel(box, self.tr("New request"), form, send)

    def _answer(self, one: HelpRequest) -> str:
        if one.reply_at is None:
            return self.tr("no reply yet")
        return self.tr("{time} replied: {words}").format(time=hhmm(one.reply_at), words=one.reply)
