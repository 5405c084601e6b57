"""复盘: intervals against their limits, what people say of it, and what is to be mended by whom."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import day_hhmm, span
from app.base.errors import Refused
from app.base.said import moment_to_come
from app.dossier.folders import Item, Part
from app.dossier.review import Interval, ReviewAction
from app.dossier.service import Look
from app.people.rights import Act
from widgets.dossier.cabinet import Cabinet
from widgets.duty.refused import words_for
from widgets.handover.preview import Paper
from widgets.kit.ask import ask
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.fields import AreaField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import Gate, gates
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.printing import PrintOut
from widgets.kit.table import RecordTable

NARROW = 700
"""px: below this the texts stand under the tables."""
TEXTS = ("planned", "happened", "why", "plan_changes")


class ReviewSheet(QWidget):
    """`left` when the officer goes back to the folders; `written` after a word became a record."""

    left = Signal()
    written = Signal()

    def __init__(self, desk: Desk, cabinet: Cabinet) -> None:
        super().__init__()
        self._desk = desk
        self._cabinet = cabinet
        self.look: Look | None = None
        self.printing = PrintOut(desk.paper, desk.say, self)
        self._build()
        self._draft = FormDraft(desk, cabinet.drafts, self.form, "review")

    def show_look(self, look: Look) -> None:
        """Words half typed stay; those of another incident are put away as its draft."""
        self.look = look
        one = look.case.incident
        self._draft.turn_to(f"review-{one.id}")
        self._times.set_note(f"{one.no} {self._desk.session.covered(one.title)}")
        self.intervals.show_records(look.intervals, now=True)
        self.actions.show_records(look.actions, now=True)
        last = look.review
        words = self.tr("Nobody has written one yet")
        if last is not None:
            words = self.tr("Newest of {time} by {who}").format(
                time=day_hhmm(last.at), who=last.by_name
            )
        self._texts.set_note(words)
        for name in TEXTS:  # what was written is read where a further version would be
            told = "" if last is None else self._desk.session.covered(getattr(last, name))
            self.form.fields[name].editor.setPlaceholderText(told)
        self._take.setEnabled(last is not None)
        self._plan.setEnabled(bool(look.case.taken))

    def take_last(self) -> None:
        """The newest version into the fields, to be written on."""
        if self.look is not None and self.look.review is not None:
            self.form.fill({name: getattr(self.look.review, name) for name in TEXTS})

    def take_plan(self) -> None:
        """Alt+P: what the plans that were taken say, below what stands in the field."""
        if self.look is None:
            return
        about = self.look.case.incident.id

        def told(words: str) -> None:
            if self.look is None or self.look.case.incident.id != about:
                return  # another dossier is open by now
            if not words:
                self._say(self.tr("No plan of the library was taken for this incident."))
                return
            field = self.form.fields["planned"]
            field.set_value("\n".join(part for part in (field.value(), words) if part))
            self.form.changed.emit()

        ask(self, self._desk.store, self._cabinet.planned, self.look.case.taken, then=told,
            fail=self._failed)  # fmt: skip

    def keep(self) -> None:
        """Ctrl+Enter: a further version; those before stay."""
        values = [str(self.form.fields[name].value()) for name in TEXTS]
        self._write(self.form, self._cabinet.dossiers.write_review, *values, then=self._kept)

    def charge(self) -> None:
        """Alt+K: somebody is to mend something until then."""
        values = self.charging.values()
        try:
            due = moment_to_come("due", values["due"], self._desk.clock.now())
        except Refused as refused:
            self.charging.show_error("due", words_for(refused))
            return
        args = values["what"], values["owner"], due
        self._write(self.charging, self._cabinet.dossiers.charge, *args, then=self._charged)

    def finish(self) -> None:
        """Alt+U: the action chosen is done."""
        action = self.actions.current()
        if action is not None:
            self._write(None, self._cabinet.dossiers.finish, action)

    def print_out(self) -> None:
        """The sheet as it stands in the record, through the system's dialog."""
        look = self.look
        if look is None:
            return
        folder = self._cabinet.dossiers.folders.named(Part.REVIEW.value)
        item = Item(folder, folder.name, None, part=Part.REVIEW)
        args = look, item, self._desk.clock.now(), False
        ask(self, self._desk.paper, self._cabinet.archive.draw, *args, then=self._print,
            fail=self._failed)  # fmt: skip

    def _print(self, paper: Paper) -> None:
        self.printing.open(paper.pdf, paper.pages, self.tr("After-action review"))

    def _write(self, form: Form | None, work: Any, *args: Any, then: Any = None) -> None:
        look = self.look
        if look is None:
            return
        self._say("")
        if form is not None:
            form.clear_errors()
        try:
            officer = self._desk.session.demand()
        except Refused as refused:
            self._failed(refused)
            return

        def done(_row: object) -> None:
            now = self.look.case.incident.id if self.look is not None else None
            if then is not None and now == look.case.incident.id:
                then()  # of another dossier the words half typed stay
            self.written.emit()

        def refused(error: Exception) -> None:
            field = error.field if isinstance(error, Refused) else ""
            if form is None or not form.show_error(field, words_for(error)):
                self._failed(error)

        ask(self, self._desk.store, work, officer, look.case.incident, *args, then=done,
            fail=refused)  # fmt: skip

    def _kept(self) -> None:
        self.form.clear()
        self._draft.settle()
        self._desk.say(self.tr("The review is kept"))

    def _charged(self) -> None:
        self.charging.clear()

    def _failed(self, error: Exception) -> None:
        self._say(words_for(error))

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        ways = QBoxLayout.Direction
        self._columns.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    # building

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        row = self._columns = QHBoxLayout()
        row.setSpacing(gap)
        left = QVBoxLayout()
        left.setSpacing(gap)
        left.addWidget(self._build_intervals(), 1)
        left.addWidget(self._build_actions(), 1)
        row.addLayout(left, 3)
        row.addWidget(self._build_texts(), 2)
        box.addLayout(row, 1)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        box.addWidget(self._trouble)
        box.addLayout(self._build_acts())

    def _build_intervals(self) -> Panel:
        theme = self._desk.theme
        self._times = Panel(theme, self.tr("Intervals against limits"), " ", flush=True)
        columns = (
            Column(self.tr("Interval"), lambda one: one.name, 168, stretch=True),
            Column(self.tr("When"), lambda one: day_hhmm(one.at) if one.at else "—", 104),
            Column(self.tr("Took"), self._took, 76, right=True),
            Column(self.tr("Limit"), _limit, 76, right=True),
            Column(self.tr("Compared"), self._compared, 96, strong=True),
        )
        self.intervals = RecordTable(theme, columns, key=lambda one: one.name, row="table_compact")
        self.intervals.view.setAccessibleName(self.tr("Intervals against limits"))
        self.intervals.setMinimumHeight(theme.px("row.table_compact") * 5)
        self._times.add(self.intervals, 1)
        return self._times

    def _took(self, one: Interval) -> str:
        return self.tr("unknown") if one.took is None else span(one.took)

    def _compared(self, one: Interval) -> str:
        if one.took is None or one.limit is None:
            return "—"
        if one.over is None:
            return self.tr("within it")
        return self.tr("{length} longer").format(length=span(one.over))

    def _build_actions(self) -> Panel:
        theme = self._desk.theme
        panel = Panel(theme, self.tr("To be mended"), flush=True)
        columns = (
            Column(self.tr("Matter to mend"), lambda one: one.what, 200, stretch=True),
            Column(self.tr("Owner"), lambda one: one.owner, 110),
            Column(self.tr("Until"), lambda one: day_hhmm(one.due) if one.due else "—", 104),
            Column(self.tr("Done"), self._done, 104, tone="text2"),
        )
        self.actions = RecordTable(
            theme, columns, row="table_compact", empty=self.tr("Nothing to be mended yet.")
        )
        panel.add(self.actions, 1)
        self.charging = Form(theme)
        self.charging.row(what=TextField(theme, self.tr("Matter to mend"), label_w=44))
        self.charging.row(
            owner=TextField(theme, self.tr("Owner"), label_w=44),
            due=TextField(theme, self.tr("Until"), placeholder=self.tr("06-30 17:00"), label_w=44),
        )
        side = theme.px("space.m")
        self.charging.setContentsMargins(side, 0, side, theme.px("space.s"))
        charge = PlainButton(theme, self.tr("Charge"), "Alt+K")
        charge.clicked.connect(self.charge)
        gates(self._desk, Act.REVIEW, charge, self.charging)
        self.charging.fields["what"].line.addWidget(charge)
        panel.add(self.charging)
        finish = PlainButton(theme, self.tr("Done now"), "Alt+U")
        finish.clicked.connect(self.finish)
        Gate(self._desk, finish, Act.INTAKE)
        panel.tools.addWidget(finish)
        return panel

    def _done(self, one: ReviewAction) -> str:
        return day_hhmm(one.done_at) if one.done_at else self.tr("open")

    def _build_texts(self) -> Panel:
        theme = self._desk.theme
        self._texts = Panel(theme, self.tr("After-action review"), " ")
        self.form = Form(theme)
        words = (
            self.tr("Planned"),
            self.tr("Happened so"),
            self.tr("Why"),
            self.tr("Changes of the plan"),
        )
        for name, label in zip(TEXTS, words, strict=True):
            self.form.add(Label(theme, label, "small", tone="text2"))
            field = AreaField(theme, "", lines=3)
            field.editor.setAccessibleName(label)
            self.form.row(**{name: field})
        self.form.stretch()
        self._texts.add(self.form, 1)
        self._take = PlainButton(theme, self.tr("Take the newest"))
        self._take.clicked.connect(self.take_last)
        self._plan = PlainButton(theme, self.tr("As the plan says"), "Alt+P")
        self._plan.clicked.connect(self.take_plan)
        self._texts.tools.addWidget(self._plan)
        self._texts.tools.addWidget(self._take)
        return self._texts

    def _build_acts(self) -> QHBoxLayout:
        theme = self._desk.theme
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        back = PlainButton(theme, self.tr("Back to the folders"), "Alt+R")
        back.clicked.connect(self.left)
        printed = PlainButton(theme, self.tr("Print …"))
        printed.clicked.connect(self.print_out)
        keep = MainButton(theme, self.tr("Keep the review"), "Ctrl+Enter")
        keep.clicked.connect(self.keep)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(printed)
        row.addWidget(keep)
        Gate(self._desk, printed, Act.UNCOVERED)
        gates(self._desk, Act.REVIEW, keep, self.form, self._take, self._plan)
        return row


def _limit(one: Interval) -> str:
    return "—" if one.limit is None else span(one.limit)
