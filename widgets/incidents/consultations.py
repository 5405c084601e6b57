"""会商: minutes of consultations, what they charged somebody with, and when the next is."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from app.base.clock import day_hhmm, hhmm
from app.base.errors import Refused
from app.base.said import moment_to_come
from app.incidents.acts import Consultation, ConsultationKind, ConsultationTask
from app.incidents.consulting import Minutes, minutes_text
from app.people.rights import Act
from widgets.incidents.refused import at_said
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps, due_column
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.fields import AreaField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.lines import Line, LineList
from widgets.kit.saving import place_for

LABEL_W = 60
AT_FIRST = {"kind": ConsultationKind.HANDLING.value}
LINES = ("place", "chair", "signed_by", "attending", "materials", "opinions", "conclusions")


class Consultations(Steps):
    """Ctrl+Enter puts the minutes down: new ones, or those taken up with Alt+E. Alt+F charges somebody,
    Alt+O a charge is done, Alt+T the minutes as a file, Alt+M as a draft of a 会商纪要."""

    def show_seen(self, seen: Seen | None) -> None:
        self.table.show_records(seen.case.consultations[::-1] if seen else (), now=True)
        self._show_tasks()
        if self._about is not None and (
            seen is None or self._about.incident_id != seen.incident.id
        ):
            self._about = None
            self._say()
        self.setEnabled(seen is not None)

    def put_down(self) -> None:
        try:
            minutes = self._minutes()
        except Refused as refused:
            self.refuse(self._new, refused)
            return
        about = self._about
        if about is None:
            self.act(
                self._new,
                lambda who, shift, one: self.services.consulting.consult(who, shift, one, minutes),
                self._written,
            )
        else:
            self.act(
                self._new,
                lambda who, shift, one: self.services.consulting.write_up(
                    who, shift, one, about, minutes
                ),
                self._written,
            )

    def take_up(self) -> None:
        """Alt+E: the minutes of the chosen one come into the form; what was half typed there goes first."""
        one = self.chosen(self._new)
        if one is None:
            return
        self._about = one
        self._new.clear()
        self._new.fill(_shown(one))
        self._say()

    def leave(self) -> None:
        self._about = None
        self._new.clear()
        self._new.fill(AT_FIRST)
        self._say()
        self.done.emit()

    def charge(self) -> None:
        one = self.chosen(self._task)
        if one is None:
            return
        values = self._task.values()
        try:
            due = moment_to_come("due", values["due"], self.desk.clock.now())
        except Refused as refused:
            self.refuse(self._task, refused)
            return
        self.act(
            self._task,
            lambda who, _shift, _one: self.services.consulting.charge(
                who, one, values["what"], values["who"], due
            ),
            lambda _: self._task.clear(),
        )

    def finish(self) -> None:
        """Alt+O: the chosen charge is done; what came of it is typed as its result."""
        line = self.tasks.current()
        held = {str(one.id): one for one in self._tasks()}
        one = held.get(line.key) if line is not None else None
        if one is None:
            self.refuse(self._task, Refused("row", "choose"))
            return
        words = self._task.fields["what"].value()
        self.act(
            self._task,
            lambda who, _shift, _one: self.services.consulting.finish(who, one, words),
            lambda _: self._task.clear(),
            lambda error: self.refuse(self._task, _of_result(error)),
        )

    def export(self) -> None:
        """Alt+T: the minutes as a text file."""
        one = self.chosen(self._new)
        if one is None or self.seen is None:
            return
        text = minutes_text(one, self._tasks(), self.seen.incident)
        name = f"{one.kind.value} {one.no}.txt"
        fail = partial(self.refuse, None)
        to = place_for(self, self.desk, self.tr("Save the minutes"), name, fail)
        if to is not None:
            done = self.tr("Minutes saved")
            ask(
                self,
                self.desk.disk,
                self.desk.saving.write,
                to,
                text.encode("utf-8"),
                then=lambda _: self.desk.say(done),
                fail=fail,
            )

    def draft(self) -> None:
        """Alt+M: the minutes as a 会商纪要, drafted on the page of reports and issued there."""
        one, minutes = self.chosen(self._new), self.services.minutes
        if one is None or minutes is None:
            return
        self.act(
            self._new,
            lambda who, shift, incident: minutes(who, shift, incident, one.id),
            lambda report: self.services.go("reports", report.id),
        )

    def _minutes(self) -> Minutes:
        values, now = self._new.values(), self.desk.clock.now()
        about = self._about
        shown = _shown(about) if about else {}

        def said(name: str, words: datetime | None) -> datetime | None:
            """As it was, to the second, where the field says what it said."""
            same = about is not None and values[name] == shown[name]
            return getattr(about, name) if same else words

        begins = said("begins_at", at_said("begins_at", values["begins_at"], now)) or now
        next_at = said("next_at", None)
        if next_at is None:
            next_at = moment_to_come("next_at", values["next_at"], now)
        return Minutes(
            ConsultationKind(values["kind"] or ConsultationKind.HANDLING),
            begins,
            values["chair"],
            place=values["place"],
            ends_at=said("ends_at", at_said("ends_at", values["ends_at"], now)),
            attending=values["attending"],
            materials=values["materials"],
            opinions=values["opinions"],
            conclusions=values["conclusions"],
            next_at=next_at,
            signed_by=values["signed_by"],
        )

    def _written(self, one: Consultation) -> None:
        self.leave()
        self.desk.say(self.tr("Minutes {no} put down").format(no=one.no))

    def _say(self) -> None:
        about = self._about
        words = self.tr("Minutes of {no}").format(no=about.no) if about else self.tr("New minutes")
        self._form_panel.set_title(words)
        self._back.setVisible(about is not None)

    def _next(self, one: Consultation) -> tuple[datetime, datetime] | None:
        """None once a later one was held."""
        held = self.seen.case.consultations if self.seen else ()
        if one.next_at is None or any(other.begins_at > one.begins_at for other in held):
            return None
        return one.begins_at, one.next_at

    def _tasks(self) -> list[ConsultationTask]:
        """Of the consultation chosen, of all where none is."""
        held = list(self.seen.case.tasks) if self.seen else []
        one = self.table.current()
        return [t for t in held if one is None or t.consultation_id == one.id]

    def _show_tasks(self) -> None:
        tasks = self._tasks()
        self.tasks.show_lines([self._line(one) for one in tasks])
        row = self.theme.px("row.list_two_line") + 4
        self.tasks.setFixedHeight(row * min(max(1, len(tasks)), 3) + 2)

    def _line(self, one: ConsultationTask) -> Line:
        due = one.due is not None and one.done_at is None and one.due <= self.desk.clock.now()
        right = self.tr("done") if one.done_at else self.tr("open")
        return Line(
            str(one.id),
            f"{one.who}：{one.what}",
            one.result or self.tr("no result yet"),
            lead=hhmm(one.due) if one.due else "—",
            lead2=day_hhmm(one.due)[:5] if one.due else self.tr("no limit"),
            right=right,
            look="now" if due else "plain",
        )

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self._about: Consultation | None = None
        panel = self.list_panel(
            box,
            self.tr("Consultations"),
            (
                Column(
                    self.tr("Consultation"), lambda one: f"{one.kind.value} {one.no}", 150,
                    strong=True, second=_when,
                ),
                Column(
                    self.tr("Conclusions"), lambda one: one.conclusions.replace("\n", " ") or "—",
                    200, stretch=True, second=_chair,
                ),
                due_column(self.desk.clock, self.tr("Next one"), self._next),
            ),
            self.tr("Nobody consulted yet."),
            "incident-consultations",
        )  # fmt: skip
        self.table.chosen.connect(lambda _: self._show_tasks())
        take_up = PlainButton(theme, self.tr("Take up"), "Alt+E")
        take_up.clicked.connect(self.take_up)
        export = PlainButton(theme, self.tr("Save as text"), "Alt+T")
        export.clicked.connect(self.export)
        draft = PlainButton(theme, self.tr("Draft the minutes"), "Alt+M")
        draft.clicked.connect(self.draft)
        gates(self.desk, Act.CONVENE, take_up)
        gates(self.desk, Act.INTAKE, draft)
        gates(self.desk, Act.UNCOVERED, export)
        for button in (export, draft, take_up):
            panel.tools.addWidget(button)
        self.tasks = LineList(theme, lead_w=52, empty=self.tr("Nobody was charged with anything."))
        panel.add(self.tasks)
        self._build_task(panel)
        self._build_new(box)

    def _build_task(self, panel: object) -> None:
        theme = self.theme
        form = self._task = self.forms["task"] = Form(theme)
        form.row(
            what=TextField(theme, self.tr("Task charged"), label_w=LABEL_W),
            who=TextField(theme, self.tr("By whom"), label_w=LABEL_W),
            due=TextField(theme, self.tr("Due"), label_w=40),
        )
        charge = PlainButton(theme, self.tr("Charge with it"), "Alt+F")
        charge.clicked.connect(self.charge)
        finish = PlainButton(theme, self.tr("It is done, with this result"), "Alt+O")
        finish.clicked.connect(self.finish)
        gates(self.desk, Act.CONVENE, charge)
        gates(self.desk, Act.INTAKE, finish)
        self.step_row(panel, form, (charge, finish))

    def _build_new(self, box: QVBoxLayout) -> None:
        theme = self.theme
        form = self._new = self.forms["minutes"] = Form(theme)
        kinds = [(one.value, one.value) for one in ConsultationKind]
        form.row(kind=SegmentField(theme, "", kinds))
        form.fill(AT_FIRST)
        now = self.tr("empty = now")
        form.row(
            begins_at=TextField(theme, self.tr("Begins"), placeholder=now, label_w=LABEL_W),
            ends_at=TextField(theme, self.tr("Ends"), label_w=LABEL_W),
            next_at=TextField(theme, self.tr("Next one"), label_w=LABEL_W),
        )
        form.row(
            chair=TextField(theme, self.tr("In the chair"), required=True, label_w=LABEL_W),
            place=TextField(theme, self.tr("Place"), label_w=LABEL_W),
            signed_by=TextField(theme, self.tr("Signed by"), label_w=LABEL_W),
        )
        one_each = self.tr("one to a line, Shift+Enter")
        form.row(
            attending=AreaField(theme, self.tr("Attending"), lines=2, placeholder=one_each,
                                label_w=LABEL_W),
            materials=AreaField(theme, self.tr("Materials"), lines=2, label_w=LABEL_W),
        )  # fmt: skip
        form.row(
            opinions=AreaField(theme, self.tr("Opinions"), lines=3, label_w=LABEL_W),
            conclusions=AreaField(theme, self.tr("Conclusions"), lines=3, label_w=LABEL_W),
        )
        put = MainButton(theme, self.tr("Put the minutes down"), "Ctrl+Enter")
        put.clicked.connect(self.put_down)
        gates(self.desk, Act.CONVENE, put)
        self._form_panel = self.form_panel(box, self.tr("New minutes"), form, put)
        self._back = PlainButton(theme, self.tr("Back"), "Esc")
        self._back.clicked.connect(self.leave)
        self._back.hide()
        self._form_panel.tools.insertWidget(0, self._back)


def _of_result(error: Exception) -> Exception:
    """What came of it is typed where the charge itself is."""
    if isinstance(error, Refused) and error.field == "result":
        return Refused("what", error.code, **error.figures)
    return error


def _shown(one: Consultation) -> dict[str, object]:
    return {
        "kind": one.kind.value,
        "begins_at": day_hhmm(one.begins_at),
        "ends_at": day_hhmm(one.ends_at) if one.ends_at else "",
        "next_at": day_hhmm(one.next_at) if one.next_at else "",
        **{name: getattr(one, name) for name in LINES},
    }


def _when(one: Consultation) -> str:
    ends = hhmm(one.ends_at) if one.ends_at else "…"
    return f"{day_hhmm(one.begins_at)}–{ends}"


def _chair(one: Consultation) -> str:
    return " ".join(word for word in (f"主持 {one.chair}", one.place) if word)
