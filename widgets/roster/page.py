"""排班: the month on one page, what stands in the way of it, and how evenly it is shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import local_day
from app.duty.holidays import last_seeded
from app.duty.roster.amending import Amending
from app.duty.roster.keeping import Keeping
from app.duty.roster.records import Absence, PlanState, RosterChange
from app.duty.roster.service import Roster
from app.duty.roster.view import MonthView
from app.people.records import Officer
from app.people.rights import Act
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.flow import Flow
from widgets.kit.gate import Gate, gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.text import tip
from widgets.roster.acts import RosterActs
from widgets.roster.fairness import FairnessPanel
from widgets.roster.grid import MonthGrid
from widgets.roster.office_acts import OfficeActs
from widgets.roster.sheets import Sheets
from widgets.roster.side import Side
from widgets.roster.strip import FairnessStrip
from widgets.roster.words import refusals
from widgets.shell.page import Page

_KINDS = frozenset(
    {
        "roster_month",
        "roster_slot",
        "roster_change",
        "absence",
        "deputy",
        "calendar_day",
        "special_period",
        "crew_post",
        "duty_hours",
        "group_member",
        "officer",
    }
)
SIDE_W = 320
LOW, NARROW = 600, 1500
"""Lower than this the strip keeps its acts only; narrower than this the figures take the whole page."""


PrintMonth = Callable[[MonthView, Mapping[str, str]], Paper]


@dataclass(frozen=True, slots=True)
class Rota:
    """The services of the page. `phones` on the store thread: name -> number; `print_month` on the paper
    thread."""

    roster: Roster
    amending: Amending
    keeping: Keeping
    phones: Callable[[Iterable[Officer]], Mapping[str, str]]
    print_month: PrintMonth


class RosterPage(Page):
    """Enter puts somebody into a place of a draft; a published month is changed by Alt+W and Alt+D."""

    key = "roster"

    def __init__(self, desk: Desk, rota: Rota) -> None:
        super().__init__()
        self._desk = desk
        self._rota = rota
        self.view: MonthView | None = None
        self.first = local_day(desk.clock.now()).replace(day=1)
        self._again: Reread[MonthView] = Reread(self, desk.store, self._show, self.tell_error)
        self._build()
        self.acts = RosterActs(desk, self, self._inside, (rota.roster, rota.amending))
        self.office = OfficeActs(desk, self, self._inside, rota.keeping)
        self.sheets = Sheets(desk, rota, self, self._inside)
        self.acts.said.connect(self.tell)
        self.office.said.connect(self.tell)
        self._connect()
        listen(self, desk.bus, Changed, self._changed)
        self.read()

    def first_focus(self) -> QWidget:
        return self.grid

    def offer(self, button: QWidget) -> None:
        """A button of another room, before those of the month."""
        self._panel.tools.insertWidget(0, button)

    def read(self) -> None:
        self._again.ask(self._rota.roster.view, self.first)

    def go_month(self, by: int) -> None:
        """The next month, or the one before."""
        self.first = (self.first + timedelta(days=32 if by > 0 else -1)).replace(day=1)
        self.tell("")
        self.read()

    def print_page(self) -> bool:
        """The month as it hangs on the wall, beside the grid; again, or Esc, takes it away."""
        if self.preview.isVisible():
            self._close_beside()
        else:
            self.sheets.print_month()
        return True

    def show_shares(self) -> None:
        """The figures of everybody beside the grid; again, or Esc, takes them away."""
        if self.shares.isVisible():
            self._close_beside()
        else:
            self.show_beside(self.shares)

    def show_beside(self, what: QWidget) -> None:
        """Instead of conflicts and changes."""
        for one in (self.side, self.preview, self.shares):
            one.setVisible(one is what)
        alone = what is self.shares and self.width() < NARROW
        self._panel.setVisible(not alone)
        (self.shares.table.view if alone else self.grid).setFocus()

    def tell(self, words: str) -> None:
        """Under the grid; "" takes it away."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def tell_error(self, error: Exception) -> None:
        self.tell(explain(error, refusals()))

    # -- what comes back -----------------------------------------------------------------------

    def _show(self, view: MonthView) -> None:
        if view.first != self.first:
            return
        self.view = view
        self.grid.show_view(view, self._desk.clock.now())
        self.side.show_view(view)
        self.strip.show_view(view)
        self.shares.show_view(view)
        self._chosen()
        month = view.month
        self._panel.set_title(f"{view.first.year}年{view.first.month}月")
        published = month is not None and month.state is PlanState.PUBLISHED
        if not view.known:
            note = refusals()["year_unknown"].format(year=view.first.year, last=last_seeded())
        elif month is None:
            note = self.tr("No roster yet: Alt+G draws one up")
        elif published and month.published_at is not None:
            note = self.tr("Published {day} by {name}").format(
                day=f"{local_day(month.published_at):%m-%d}", name=month.published_by
            )
        else:
            note = self.tr("Draft")
        self._panel.set_note("  ".join(one for one in (note, self._today(view)) if one))
        self._panel.setToolTip(tip("\n".join(view.sources)))
        self._reopen.setVisible(published)
        self._publish.setVisible(not published)
        self._may_publish.allow(month is not None)
        self.badge.emit(sum(1 for conflict in view.conflicts if conflict.error))

    def _today(self, view: MonthView) -> str:
        """Whether the crew of the hour is complete."""
        now = self._desk.clock.now()
        for row in view.rows:
            if row.span.starts_at <= now < row.span.ends_at and row.served:
                held = sum(1 for one in row.served if one.slot.officer_id is not None)
                return self.tr("now on duty {n} of {of}").format(n=held, of=len(row.served))
        return ""

    def _chosen(self) -> None:
        served = self.grid.served()
        if self.view is not None:
            who = served.slot.officer_id if served else None
            self.strip.show_person(self.view, who)

    def _close_beside(self) -> None:
        self.show_beside(self.side)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.read()

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.strip.be_short(self.height() < LOW)

    def showEvent(self, event) -> None:
        super().showEvent(event)
        self.read()

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self._desk.theme
        gap = theme.px("space.m")
        self._inside = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._inside)
        box = QVBoxLayout(self._inside)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(gap)
        top = QHBoxLayout()
        top.setSpacing(gap)
        self._panel = Panel(theme, " ", flush=True)
        self._tools()
        self.grid = MonthGrid(theme, self.tr("Day of the month"))
        self.grid.setAccessibleName(self.tr("Month"))
        self._panel.add(self.grid, 1)
        self._said = Label(theme, "", "small", tone="now")
        self._said.setWordWrap(True)
        self._said.setContentsMargins(*(theme.px("space.s"),) * 4)
        self._said.hide()
        self._panel.add(self._said)
        self.side = Side(theme)
        self.side.setFixedWidth(theme.px("size.body") * SIDE_W // 15)
        self.preview = PaperPreview(theme, self)
        self.preview.allow_print(self._desk)
        self.preview.hide()
        top.addWidget(self._panel, 1)
        top.addWidget(self.side)
        self.shares = FairnessPanel(theme, self._desk.memory, self)
        self.shares.hide()
        top.addWidget(self.preview, 1)
        top.addWidget(self.shares, 1)
        box.addLayout(top, 1)
        self.strip = FairnessStrip(theme)
        self._office_tools()
        box.addWidget(self.strip)

    def _tools(self) -> None:
        theme = self._desk.theme
        for words, key, act in (
            ("‹", "Alt+Left", partial(self.go_month, -1)),
            ("›", "Alt+Right", partial(self.go_month, 1)),
        ):
            button = PlainButton(theme, words, key)
            button.setAccessibleName(
                self.tr("Month before") if key == "Alt+Left" else self.tr("Next month")
            )
            button.clicked.connect(act)
            self._panel.tools.addWidget(button)
        self._publish = MainButton(theme, self.tr("Publish the month"), "Ctrl+Enter")
        self._publish.clicked.connect(lambda: self._with_view(self.acts.publish))
        self._reopen = PlainButton(theme, self.tr("Make it a draft"), "Alt+T")
        self._reopen.clicked.connect(lambda: self._with_view(self.acts.reopen))
        self._may_publish = Gate(self._desk, self._publish, Act.ROSTER)
        Gate(self._desk, self._reopen, Act.ROSTER)
        self._panel.tools.addWidget(self._reopen)
        self._panel.tools.addWidget(self._publish)
        row = Flow(theme.px("space.s"))
        row.setContentsMargins(theme.px("space.l"), 0, theme.px("space.m"), 0)
        for words, key, act, right in (
            (self.tr("Draw up"), "Alt+G", self._generate, Act.ROSTER),
            (self.tr("Draw anew"), "Alt+R", lambda: self._with_view(self._anew), Act.ROSTER),
            (self.tr("Swap"), "Alt+W", lambda: self._with_slot(self.acts.swap), None),
            (self.tr("Stand in"), "Alt+D", lambda: self._with_slot(self.acts.substitute), None),
            (self.tr("B acts"), "Alt+B", lambda: self._with_slot(self.acts.deputise), None),
            (self.tr("Absence"), "Alt+E", self._absent, Act.ROSTER),
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda *_, act=act: act())
            self._guard(button, right)
            row.addWidget(button)
        self._panel.body.addLayout(row)

    def _office_tools(self) -> None:
        """What the office needs once in a while."""
        for words, key, act, right in (
            (self.tr("Copy the shift"), "Alt+C", lambda: self.sheets.copy_shift(), Act.UNCOVERED),
            (self.tr("As text"), "Alt+M", lambda: self.sheets.offer_texts(), Act.UNCOVERED),
            (self.tr("Shares"), "Alt+F", self.show_shares, None),
            (self.tr("Crews"), "Alt+S", lambda: self._with_view(self.office.set_crew), Act.ROSTER),
            (self.tr("Hours"), "Alt+A", self._hours, Act.ROSTER),
            (self.tr("Rotation"), "Alt+J", self._group, Act.ROSTER),
            (self.tr("A and B"), "Alt+P", self._pair, Act.ROSTER),
            (self.tr("Kind of day"), "Alt+K", self._day, Act.ROSTER),
            (self.tr("Take in"), "Alt+O", lambda: self.sheets.take_in(), Act.ROSTER),
            (self.tr("Hand out"), "Alt+X", lambda: self.sheets.hand_out(), Act.UNCOVERED),
        ):
            button = PlainButton(self._desk.theme, words, key)
            button.clicked.connect(lambda *_, act=act: act())
            self._guard(button, right)
            self.strip.acts.addWidget(button)

    def _guard(self, button: QWidget, right: Act | None) -> None:
        if right is not None:
            Gate(self._desk, button, right)

    def _connect(self) -> None:
        self.grid.chosen.connect(self._chosen)
        self.grid.opened.connect(lambda: self._with_slot(self.acts.assign))
        self.grid.emptied.connect(lambda: self._with_slot(self.acts.empty))
        gates(self._desk, Act.APPROVE_SWAP, *self.side.deciders)
        Gate(self._desk, self.side.hearer, Act.RELAY, Act.ROSTER)
        self.side.went.connect(self._go_to)
        self.side.agreed.connect(lambda change: self.acts.decide(change, True))
        self.side.turned_down.connect(lambda change: self.acts.decide(change, False))
        self.side.heard.connect(lambda change: self._with_view(partial(self._heard, change)))
        self.side.told.connect(self.tell)
        self.side.undone.connect(self._undone)
        for owner in (self.grid, self.shares.table.view):
            away = QShortcut(QKeySequence(Qt.Key.Key_Escape), owner)
            away.setContext(Qt.ShortcutContext.WidgetShortcut)
            away.activated.connect(self._close_beside)

    def _with_view(self, act: Callable[[MonthView], object]) -> None:
        if self.view is not None:
            act(self.view)

    def _with_slot(self, act: Callable[..., object]) -> None:
        served = self.grid.served()
        if self.view is None or served is None:
            self.tell(self.tr("Choose a place first"))
            return
        self.tell("")
        act(self.view, served.slot)

    def _generate(self) -> None:
        """What is empty is filled; what somebody chose stays."""
        if self.view is None:
            return
        slots = self.view.slots.values()
        if slots and all(slot.officer_id is not None for slot in slots):
            self.tell(self.tr("Every place is filled: Alt+R draws anew what lies ahead"))
            return
        self.acts.generate(self.view)

    def _anew(self, view: MonthView) -> None:
        row = self.grid.row()
        self.acts.redraw(view, row.span.day if row else view.first)

    def _heard(self, change: RosterChange | Absence | None, view: MonthView) -> None:
        self.acts.hear(view, change)

    def _undone(self, chosen: RosterChange | Absence | None) -> None:
        if isinstance(chosen, Absence):
            self.office.undo(chosen)
        else:
            self.acts.undo(chosen)

    def _absent(self) -> None:
        row, served = self.grid.row(), self.grid.served()
        if self.view is not None:
            day = row.span.day if row else self.view.first
            self.office.absent(self.view, served.slot.officer_id if served else None, day)

    def _pair(self) -> None:
        served = self.grid.served()
        if self.view is not None:
            self.office.name_deputy(self.view, served.slot.officer_id if served else None)

    def _group(self) -> None:
        served = self.grid.served()
        if self.view is None or served is None:
            self.tell(self.tr("Choose a place first"))
            return
        self.office.set_group(self.view, served.slot.post)

    def _day(self) -> None:
        row = self.grid.row()
        if row is not None:
            self.office.set_day(row)

    def _hours(self) -> None:
        row = self.grid.row()
        if self.view is not None and row is not None:
            self.office.set_hours(self.view, row.span.day)

    def _go_to(self, slot_id: object) -> None:
        if self.grid.go_to(slot_id):
            self.grid.setFocus()
