"""查岗: single checks up and down beside those of the rounds, what was wrong and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.duty.attendance import UnitFigures, attendance, said
from app.duty.checks import Asked, Presence, SpotCheck, YesNo
from app.duty.records import Channel
from app.duty.rollcall import Answer, RollCalls
from app.people.rights import Act
from widgets.checks.rollview import LABEL_W, YES_NO
from widgets.checks.view import CheckView, own_words
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.fields import ComboField, NumberField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable

MOST = 300
DAYS = 30


@dataclass(frozen=True, slots=True)
class _Seen:
    """The latest of the record, all of this shift, and how each unit answered of late."""

    latest: list[SpotCheck]
    of_shift: list[SpotCheck]
    figures: list[UnitFigures]


class SpotView(CheckView):
    """Ctrl+Enter writes a check down, Alt+R what was done about the chosen one."""

    kinds = ("spot_check",)

    def __init__(self, desk: Desk, rolls: RollCalls) -> None:
        super().__init__(desk)
        self._rolls = rolls
        self._build()
        self.begin()

    def first_focus(self) -> QWidget:
        return self._form.fields["unit"].editor

    def look(self) -> _Seen:
        shift = self.desk.session.shift_id
        of_shift = self._rolls.of_shift(shift) if shift is not None else []
        return _Seen(self._rolls.latest(MOST), of_shift, self._rolls.figures(DAYS))

    def show_look(self, look: _Seen) -> None:
        of_shift = look.of_shift
        self.table.show_records(look.latest, now=self.own)
        self.figures.show_records(look.figures, now=self.own)
        ours = [one for one in of_shift if one.asked is Asked.BY_US]
        theirs = len(of_shift) - len(ours)
        rate = attendance(ours).rate(self._rolls.rules)
        note = self.tr("This shift: present {rate}, checked by the superior {n} times")
        self._panel.set_note(note.format(rate=rate, n=theirs))
        self._choose(self.table.current())

    def enter(self) -> None:
        values = self._form.values()
        seconds: NumberField = self._form.fields["seconds"]  # type: ignore[assignment]
        if not seconds.demand_valid():
            return
        answer = Answer(
            Presence(values["presence"] or Presence.PRESENT),
            values["person"],
            values["seconds"],
            YesNo(values["crew"] or YesNo.UNKNOWN),
            YesNo(values["leader"] or YesNo.UNKNOWN),
            values["problem"],
        )
        asked = Asked(values["asked"] or Asked.BY_SUPERIOR)
        channel = Channel(values["channel"] or Channel.PHONE)

        def work(by: Any, shift: UUID) -> SpotCheck:
            return self._rolls.enter(by, shift, asked, values["unit"], channel, answer)

        self.act(work, self._entered)

    def rectify(self) -> None:
        chosen, words = self.table.current(), self._done.value()
        if chosen is None:
            self.refuse(Refused("check", "choose"))
            return
        self.act(lambda by, _: self._rolls.rectify(by, chosen, words), lambda _: self._done.clear())

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field == "rectified":
            self._done_form.show_error("rectified", explain(error, own_words()))
        else:
            super().refuse(error)

    def _entered(self, made: SpotCheck) -> None:
        self._form.clear()
        self._form.fields["asked"].set_value(made.asked.value)
        self._form.fields["presence"].set_value(Presence.PRESENT.value)
        self.desk.say(self.tr("Check written down"))

    def _choose(self, one: SpotCheck | None) -> None:
        self._done_form.clear_errors()
        if one is None:
            self._chosen.setText(self.tr("Choose a check to see it in full."))
            return
        parts = [f"{day_hhmm(one.at)}  {one.asked.value}  {one.checker} → {one.unit}", said(one)]
        if one.rectified and one.rectified_at is not None:
            done = self.tr("Rectified {time}: {words}")
            parts.append(done.format(time=day_hhmm(one.rectified_at), words=one.rectified))
        self._chosen.setText("\n".join(parts))

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._panel = Panel(self.theme, self.tr("Spot checks"), flush=True)
        self._turned = SegmentField(
            self.theme,
            "",
            [
                ("checks", self.tr("Checks")),
                ("figures", self.tr("Last {n} days").format(n=DAYS)),
            ],
        )
        self._turned.set_value("checks")
        self._turned.setFixedWidth(self.theme.px("size.body") * 15)
        self._turned.changed.connect(self._turn)
        self._panel.tools.addWidget(self._turned)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_table())
        self._stack.addWidget(self._build_figures())
        self._panel.add(self._stack, 1)
        row.addWidget(self._panel, 1060)
        row.addWidget(column(self.theme, self._build_form(), self._build_chosen()), 448)

    def _build_table(self) -> RecordTable:
        columns = (
            Column(self.tr("Time"), lambda c: day_hhmm(c.at), 112, strong=True),
            Column(self.tr("Direction"), lambda c: c.asked.value, 96),
            Column(
                self.tr("Other side"),
                lambda c: c.checker if c.asked is Asked.BY_SUPERIOR else c.unit,
                stretch=True,
            ),
            Column(self.tr("Channel"), lambda c: c.channel.value, 96, tone="text2", fold=True),
            Column(
                self.tr("Answer"),
                lambda c: c.presence.value,
                72,
                strong=lambda c: c.presence is not Presence.PRESENT,
            ),
            Column(
                self.tr("Seconds"),
                lambda c: "—" if c.seconds is None else str(c.seconds),
                64,
                right=True,
            ),
            Column(self.tr("Crew as rostered"), lambda c: c.crew_right.value, 104, fold=True),
            Column(self.tr("Leader there"), lambda c: c.leader_there.value, 96, fold=True),
            Column(self.tr("Problem"), _problem, 200),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            row="table_compact",
            empty=self.tr("No check yet. The form at the right writes one down."),
            name="spot-checks",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(self._choose)
        return self.table

    def _turn(self) -> None:
        self._stack.setCurrentIndex(int(self._turned.value() == "figures"))

    def _build_figures(self) -> RecordTable:
        rules = self._rolls.rules

        def silent(one: UnitFigures) -> str:
            return str(len(one.found.silent))

        columns = (
            Column(self.tr("Unit"), lambda f: f.unit, stretch=True, strong=True),
            Column(self.tr("Present"), lambda f: f.found.rate(rules), 140, right=True),
            Column(self.tr("Stand-in"), lambda f: str(f.found.stand_in), 84, right=True),
            Column(
                self.tr("Silent"), silent, 84, right=True, strong=lambda f: bool(f.found.silent)
            ),
            Column(
                self.tr("Median seconds"),
                lambda f: "—" if f.median_s is None else str(f.median_s),
                120,
                right=True,
            ),
            Column(self.tr("Not rectified"), lambda f: str(f.problems), 120, right=True),
        )
        self.figures = RecordTable(
            self.theme,
            columns,
            key=lambda one: one.unit,
            row="table_compact",
            empty=self.tr("Nobody was asked in these days."),
            name="spot-figures",
            memory=self.desk.memory,
        )
        return self.figures

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Write a check down"))
        self._form = self.form = Form(theme)
        look = {"label_w": LABEL_W}
        asked = [(one.value, one.value) for one in Asked]
        presence = [(one.value, one.value) for one in Presence]
        channels = [(one.value, one.value) for one in self._rolls.rules.channels]
        hint = self.tr("who checks us, or whom we check")
        rows = (
            {"asked": SegmentField(theme, self.tr("Direction"), asked, **look)},
            {
                "unit": TextField(
                    theme, self.tr("Other side"), required=True, placeholder=hint, **look
                )
            },
            {
                "channel": ComboField(theme, self.tr("Channel"), channels, share=3, **look),
                "seconds": NumberField(theme, self.tr("Seconds"), label_w=44, share=2),
            },
            {"presence": SegmentField(theme, self.tr("Answer"), presence, **look)},
            {"person": TextField(theme, self.tr("Who answered"), **look)},
            {"crew": SegmentField(theme, self.tr("As rostered"), YES_NO, **look)},
            {"leader": SegmentField(theme, self.tr("Leader there"), YES_NO, **look)},
            {"problem": TextField(theme, self.tr("Problem"), **look)},
        )
        for fields in rows:
            self._form.row(**fields)
        self._form.fields["asked"].set_value(Asked.BY_SUPERIOR.value)
        self._form.fields["presence"].set_value(Presence.PRESENT.value)
        panel.add(self._form)
        panel.add(self.trouble)
        line = QHBoxLayout()
        line.addStretch(1)
        enter = MainButton(theme, self.tr("Write down"), "Ctrl+Enter")
        enter.clicked.connect(self.enter)
        gates(self.desk, Act.RELAY, enter)
        line.addWidget(enter)
        panel.body.addLayout(line)
        return panel

    def _build_chosen(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("This check"))
        self._chosen = Label(theme, "")
        self._chosen.setWordWrap(True)
        self._chosen.setAlignment(Qt.AlignmentFlag.AlignTop)
        panel.add(self._chosen)
        self._done_form = Form(theme)
        self._done = TextField(theme, self.tr("Rectified"), label_w=LABEL_W)
        self._done_form.row(rectified=self._done)
        panel.add(self._done_form)
        rectify = PlainButton(theme, self.tr("Rectified"), "Alt+R")
        rectify.clicked.connect(self.rectify)
        gates(self.desk, Act.RELAY, rectify)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(rectify)
        panel.body.addLayout(line)
        return panel


def _problem(check: SpotCheck) -> str:
    words = check.problem or ("" if check.presence is Presence.PRESENT else check.presence.value)
    return f"{words} → {check.rectified}" if check.rectified else (words or "—")
