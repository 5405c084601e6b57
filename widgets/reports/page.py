"""报告: nothing late. The board left, the texts in the middle, the paper right, the way out below."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.drafts import Drafts
from app.incidents.records import Incident
from app.people.rights import Act
from app.people.signin import SignedIn
from app.reports.clocks import Running
from app.reports.desk import Look, ReportDesk
from app.reports.records import (
    ISSUED,
    WITH_DRAFTER,
    Report,
    ReportKind,
)
from app.reports.texts import compared
from widgets.handover.preview import PaperPreview
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.reports.acts import Acts
from widgets.reports.clockacts import ClockActs
from widgets.reports.clockside import ClockSide
from widgets.reports.editor import COMPARE, Editor
from widgets.reports.flowbar import FlowBar
from widgets.reports.papering import Papering, PrintReport
from widgets.reports.reading import Asked, Seen, read_page, sent_words
from widgets.reports.signing import Signers, Signing, signs
from widgets.reports.words import flow_steps, named, why
from widgets.shell.page import Page

_KINDS = frozenset(
    {"report", "report_step", "sending", "urging", "statement", "deadline", "lateness",
     "rule_choice", "incident", "figure", "grading", "incident_contact", "force", "command_order",
     "headquarters"}
)  # fmt: skip
SETTLE_MS = 150
NARROW = 1300
"""A page narrower than this shows the paper instead of the texts when asked, not beside them."""


class ReportsPage(Page):
    """`open(id)` shows a report or the newest one of an incident."""

    key = "reports"
    rights = (Act.UNCOVERED,)

    def __init__(
        self,
        desk: Desk,
        reports: ReportDesk,
        drafts: Drafts,
        print_report: PrintReport,
        signers: Signers,
    ) -> None:
        super().__init__()
        self._desk = desk
        self.reports = reports
        self.seen: Seen | None = None
        self._incident: UUID | None = None
        self._report: UUID | None = None
        self._loose = self._comparing = self._unread = False
        self._asked: Asked = (None, None, False)
        self._wanted: Callable[[], None] | None = None
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self.editor = Editor(desk, drafts)
        self.acts = Acts(desk, self, reports, signers.officers)
        self.signing = Signing(desk, self, reports, signers)
        self.clock_acts = ClockActs(desk, self, reports)
        self._build()
        self._papering = Papering(desk, self.preview, print_report, self._on_paper)
        self.editor.edited.connect(self._papering.want)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(SETTLE_MS)
        self._later.timeout.connect(self.read)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, self._seated)
        self.read()

    def first_focus(self) -> QWidget:
        return self.board if self.look is None else self.editor.text

    @property
    def look(self) -> Look | None:
        return self.seen.look if self.seen is not None else None

    @property
    def incident(self) -> Incident | None:
        return self.seen.incident if self.seen is not None else None

    def open(self, subject: UUID | None) -> None:
        """The record that was asked for: a report, or an incident with its newest report."""
        if subject is None:
            return
        self._unread, self._wanted = True, None
        ask(self, self._desk.store, self._find, subject, then=self._go, fail=self._not_read)

    def read(self) -> None:
        self._asked = (self._incident, self._report, self._loose)
        self._again.ask(read_page, self.reports, self._asked)

    def when_read(self, act: Callable[[], None]) -> None:
        """An act on what was chosen: a key pressed before the page has read waits for it, and is never
        done to what still stands on the screen."""
        if self._unread:
            self._wanted = act
        else:
            act()

    def print_page(self) -> bool:
        return self.preview.print_out()

    def show_report(self, report: Report | None) -> None:
        """After an act: the report it gave, wherever the choice stood."""
        if report is not None:
            self._choose(report.incident_id, report.id)
        self.read()

    # reading

    def _find(self, subject: UUID) -> tuple[UUID | None, UUID | None]:
        found = self.reports.store.report(subject)
        return (found.incident_id, found.id) if found is not None else (subject, None)

    def _go(self, where: tuple[UUID | None, UUID | None]) -> None:
        self._choose(*where)
        self.read()

    def _show(self, seen: Seen) -> None:
        if seen.asked != self._asked:
            return  # something else was chosen meanwhile
        before = self.look
        self.seen = seen
        self._incident = seen.incident.id if seen.incident is not None else None
        look = seen.look
        self._report = look.report.id if look is not None else None
        self.badge.emit(self._left.show_rows(seen.overview.board))
        self._show_choices(seen)
        if before is None or look is None or before.report.id != look.report.id:
            self._comparing = False
            self.preview.clear()
            if self.editor.tabs.value() == COMPARE:
                self.editor.go_to(self.editor.form.value)
        self.editor.show_report(look.report if look is not None else None)
        self._show_banner(look)
        self._show_flow(seen)
        self._show_duties()
        self._papering.want()
        self._unread = False
        if self._wanted is not None:
            act, self._wanted = self._wanted, None
            act()

    def _show_duties(self) -> None:
        seen = self.seen
        row = self.board.current()
        if seen is None or (row is not None and row.incident.id != self._incident):
            return
        self.duties.show_duties(row, seen.duties)

    def _show_choices(self, seen: Seen) -> None:
        incidents = list(seen.overview.incidents)
        if seen.incident is not None and seen.incident.id not in {one.id for one in incidents}:
            incidents.append(seen.incident)
        loose = ("", self.tr("Of no event"))
        _fill(self.which, [*((str(one.id), f"{one.no} {one.title}") for one in incidents), loose])
        self.which.set_value(str(self._incident or ""))
        _fill(self.chain, [(str(one.id), named(one)) for one in seen.reports])
        self.chain.set_value(str(self._report or ""))
        if self.kind.value() == "" or not self.kind.combo.hasFocus():
            self.kind.set_value(seen.next_kind.value)

    def _show_banner(self, look: Look | None) -> None:
        said = []
        if look is not None:
            if look.missing and look.report.stage not in ISSUED:
                said.append(look.missing)
            if look.unfounded:
                numbers = "、".join(look.unfounded)
                said.append(self.tr("Not in the record: {numbers}").format(numbers=numbers))
            if look.stale:
                said.append(self.tr("The record says more by now: Alt+R drafts anew"))
        self.banner.setText("\n".join(said))
        self.banner.setVisible(bool(said))

    def _show_flow(self, seen: Seen) -> None:
        look = seen.look
        sent = min((one.sent_at for one in look.sendings), default=None) if look else None
        report = look.report if look else None
        self.flow.rail.show_steps(flow_steps(report, look.steps if look else (), sent))
        signed = signs(self._desk.session.officer, look)
        self.flow.show_stage(report, bool(seen.incident), signed)
        self.flow.tell(sent_words(look))

    # texts

    def _compare(self, name: str) -> None:
        look = self.look
        if name != COMPARE or look is None:
            return
        if look.previous is None:
            self.editor.difference.setPlainText(self.tr("There is no earlier report to compare."))
            self.editor.compare([])
            return
        old, new = look.previous.text(self.editor.form), self.editor.shown_text()
        self.editor.compare(compared(old, new))

    def draft_anew(self) -> None:
        """Alt+R: texts nobody wrote himself follow the record; of the one shown, the difference first."""
        look = self.look
        if look is None or look.incident is None or look.report.stage not in WITH_DRAFTER:
            return
        if not look.report.facts:
            self.acts.redraft(frozenset())  # refused, with the reason
            return
        form = self.editor.form
        own = look.report.own(form) or form in self.editor.words()
        if not own or self._comparing:
            take = frozenset({form}) if self._comparing else frozenset()
            self._comparing = False
            self.acts.redraft(take)
            return
        work = self.reports.writing.fresh
        ask(self, self._desk.store, work, look.report, then=self._offer, fail=self._failed)

    def _offer(self, fresh: Any) -> None:
        _, told = fresh
        self._comparing = True
        self.editor.compare(compared(self.editor.shown_text(), told.of(self.editor.form)))
        self._desk.say(self.tr("Yours against the new draft: Alt+R again takes the new one"))

    def _on_paper(self) -> tuple[Report, str] | None:
        look = self.look
        return None if look is None else (look.report, self.editor.full_text())

    # plumbing

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self._later.start()

    def _seated(self, _fact: SignedIn) -> None:
        if self.seen is not None:
            self._show_flow(self.seen)

    def _failed(self, error: Exception) -> None:
        self._desk.say(why(error))

    def _not_read(self, error: Exception) -> None:
        """What waited for the page is not done."""
        self._unread, self._wanted = False, None
        self._failed(error)

    def _row_chosen(self, row: Running | None) -> None:
        if row is not None and row.incident.id != self._incident:
            self._leave_report()
            self._choose(row.incident.id, None)
            self.read()
        self._show_duties()

    def _incident_chosen(self) -> None:
        self._leave_report()
        chosen = str(self.which.value())
        self._choose(UUID(chosen) if chosen else None, None)
        self.read()

    def _report_chosen(self) -> None:
        self._leave_report()
        chosen = str(self.chain.value())
        self._report = UUID(chosen) if chosen else None
        self._unread = True
        self.read()

    def _choose(self, incident_id: UUID | None, report_id: UUID | None) -> None:
        """`_loose`: the bulletins that belong to no event."""
        self._incident, self._report = incident_id, report_id
        self._loose = incident_id is None
        self._unread = True

    def _leave_report(self) -> None:
        """What was typed goes into the record before another report is shown; what waited is not done."""
        self._wanted = None
        self.acts.keep()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._fold()
        self._left.setFixedWidth(min(420, max(300, self.width() * 28 // 100)))

    def _fold(self) -> None:
        """A narrow page shows the texts or the paper."""
        narrow = self.width() < NARROW
        paper = self.paper_key.isChecked()
        self.paper_key.setVisible(narrow)
        beside = not narrow or paper
        if beside and self._across.indexOf(self.preview) < 0:
            self._across.addWidget(self.preview, 2)
        elif not beside:
            self._across.removeWidget(self.preview)  # hidden only, it would keep its room
        self.preview.setVisible(beside)
        self.editor.setVisible(not narrow or not paper)

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        self._left = ClockSide(self._desk, self.tr("Clocks"), self.clock_acts)
        self.board, self.duties = self._left.board, self._left.duties
        self.board.chosen.connect(self._row_chosen)
        self.which = ComboField(theme, "", [])
        self.chain = ComboField(theme, "", [])
        kinds = [(kind.value, kind.value) for kind in ReportKind if kind is not ReportKind.PHONE]
        self.kind = ComboField(theme, "", kinds)
        self.which.changed.connect(self._incident_chosen)
        self.chain.changed.connect(self._report_chosen)
        for field, name in (
            (self.which, self.tr("Incident")),
            (self.chain, self.tr("Report")),
            (self.kind, self.tr("Kind of report")),
        ):
            field.editor.setAccessibleName(name)
        self.draft = PlainButton(theme, self.tr("Draft it"), "Alt+D")
        self.draft.clicked.connect(lambda: self.when_read(self.acts.draft))
        self.paper_key = PlainButton(theme, self.tr("Paper"))
        self.paper_key.setCheckable(True)
        self.paper_key.toggled.connect(self._fold)
        self.banner = Label(theme, "", "small", strong=True)
        self.banner.setWordWrap(True)
        self._middle = Panel(theme)
        choice = QHBoxLayout()
        choice.addWidget(self.which, 3)
        choice.addWidget(self.chain, 2)
        making = QHBoxLayout()
        making.addWidget(self.kind, 1)
        making.addWidget(self.draft)
        self.state = PlainButton(theme, self.tr("Add a fact"), "Alt+N")
        self.state.clicked.connect(lambda: self.when_read(self.acts.state))
        anew = PlainButton(theme, self.tr("Draft anew"), "Alt+R")
        anew.clicked.connect(lambda: self.when_read(self.draft_anew))
        making.addWidget(self.state)
        making.addWidget(anew)
        making.addWidget(self.paper_key)
        self._middle.body.addLayout(choice)
        self._middle.body.addLayout(making)
        self._middle.add(self.banner)
        self._middle.add(self.editor, 1)
        self.editor.tab_changed.connect(self._compare)
        self.editor.show_sources(self.reports.wording.source, self.reports.rules.source)
        self.preview = PaperPreview(theme)
        self.preview.allow_print(self._desk)
        self.flow = FlowBar(self._desk)
        self.acts.tie(self.flow)
        for button in (self.flow.review_here, self.flow.issue_here):
            button.clicked.connect(lambda: self.when_read(self.signing.sign_here))
        self.acts.gate_middle(self.draft, self.state, anew)
        self._across = columns = QHBoxLayout()
        columns.setSpacing(gap)
        columns.addWidget(self._left)
        columns.addWidget(self._middle, 3)
        columns.addWidget(self.preview, 2)
        self.columns = QWidget()
        right = QVBoxLayout()
        right.setSpacing(gap)
        right.addLayout(columns, 1)
        right.addWidget(self.flow)
        self.columns.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.columns, 1)


def _fill(field: ComboField, options: list[tuple[str, str]]) -> None:
    combo = field.combo
    held = [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())]
    if held != options:
        combo.clear()
        for value, words in options:
            combo.addItem(words, value)
