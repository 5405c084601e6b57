"""主控台: the shift on one page — what is due, what is open, what was said."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import hhmm
from app.base.drafts import Drafts
from app.duty.instructions import Instructions
from app.duty.log import DutyLog
from app.people.rights import Act
from app.people.session import ShiftEntered
from app.people.signin import SignedIn
from app.reports.board import Board, Look, summary
from widgets.duty.lines import rows_of_log
from widgets.duty.quickline import QuickEntry
from widgets.duty.refused import words_for
from widgets.duty.todo import Task, calls_of, in_order, tasks_of
from widgets.incidents.look import Row, columns, rows_of
from widgets.kit.buttons import PlainButton
from widgets.kit.card import Card
from widgets.kit.cards import CardList
from widgets.kit.desk import Desk
from widgets.kit.facts import Fact, FactList
from widgets.kit.gate import Gate
from widgets.kit.labels import Label, key_hint
from widgets.kit.lines import LineList
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.shell.messages import Messages
from widgets.shell.page import Page
from widgets.shell.stack import MessageStack

Go = Callable[[str, Any], None]
"""`go(place, subject)`: the officer asked for another page."""

_KINDS = frozenset({"log_entry", "incident", "deadline", "instruction", "shift", "crew_place"})
_SHOWN = 60
KEYS = 9
"""Cards that have a key of their own: Alt+1 to Alt+9."""


class ConsolePage(Page):
    """Cards are running clocks, open instructions and unanswered `messages` that need an answer.

    Reads the store once per burst of changes; the second's tick only repaints.
    """

    key = "console"

    def __init__(
        self,
        desk: Desk,
        board: Board,
        log: DutyLog,
        instructions: Instructions,
        drafts: Drafts,
        go: Go,
        messages: Messages,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._board = board
        self._go = go
        self._look: Look | None = None
        self._messages = messages
        self._more: tuple[Fact, ...] = ()
        self._routine: tuple[Task, ...] = ()
        self._watched: tuple[Fact, ...] = ()
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self.quick = QuickEntry(desk, log, instructions, drafts, "quick-console")
        Gate(desk, self.quick, Act.LOG)
        self._tasks: dict[str, Task] = {}
        self.cards = CardList(desk.theme, desk.clock)
        self.cards.acted.connect(self._act)
        nothing = self.tr("Nothing written in this shift yet.")
        self.lines = LineList(desk.theme, lead_w=84, empty=nothing)
        self.lines.opened.connect(lambda line: go("log", UUID(line.key)))
        self.facts = FactList(desk.theme)
        self.stack = MessageStack(desk.theme, desk.clock, messages)
        self.stack.opened.connect(lambda message: go(message.place, None))
        self._build()
        self._order()
        self._second = QTimer(self)
        self._second.setInterval(int(desk.theme.number("duration_ms.tick")))
        self._second.timeout.connect(self.tick)
        self._second.start()
        messages.waiting_changed.connect(self._show_tasks)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, self._entered)
        listen(self, desk.bus, SignedIn, lambda _: self._show_lines())
        self.read()

    def first_focus(self) -> QWidget:
        return self.quick.edit

    def messages(self) -> QWidget:
        return self.stack

    def show_facts(self, facts: tuple[Fact, ...]) -> None:
        """Facts of other rooms (radios, cameras), under those of the shift."""
        self._more = facts
        self._show_shift()

    def show_routine(self, tasks: tuple[Task, ...], watched: tuple[Fact, ...] = ()) -> None:
        """What of the shift's routine is to be done now (roll call, zero reports), among the cards;
        `watched` stands among the facts of the shift, done or not."""
        if watched != self._watched:
            self._watched = watched
            self._show_shift()
        if tasks != self._routine:
            self._routine = tasks
            self._show_tasks()

    def read(self) -> None:
        self._again.ask(self._board.look)

    def tick(self) -> None:
        """A second went by: clocks move on, nothing is read."""
        if self.isVisible():
            self.incidents.repaint_column(len(self.incidents.model.columns) - 1)
        self._show_notes()

    def _entered(self, _fact: ShiftEntered) -> None:
        self.read()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.read()

    def _show(self, look: Look) -> None:
        self._look = look
        self._trouble.hide()
        self._show_tasks()
        self._show_lines()
        self.incidents.show_records(rows_of(look.incidents, look.running))
        self._show_shift()

    def _not_read(self, error: Exception) -> None:
        self._trouble.setText(words_for(error))
        self._trouble.show()

    def _show_tasks(self) -> None:
        share = self._desk.theme.number("clock.soon_at_share_left")
        tasks = tasks_of(self._look, share) if self._look else []
        calls = calls_of(self._messages.unanswered())
        ordered = in_order([*calls, *tasks, *self._routine])
        self._tasks = {task.card.key: task for task in ordered}
        self.cards.set_empty(self._nothing_due())
        self.cards.show_cards([task.card for task in ordered])
        self._show_notes()

    def _act(self, card: Card) -> None:
        task = self._tasks[card.key]
        self._go(task.place, task.subject)

    def _nothing_due(self) -> str:
        nothing = self.tr("Nothing to be done now.")
        shift = self._look.shift if self._look else None
        if shift is None:
            return nothing
        due = self.tr("Next: handover at {time}").format(time=hhmm(shift.ends_at))
        return f"{nothing}\n{due}"

    def _show_notes(self) -> None:
        late, soon = self.cards.counts()
        words = self.tr("{late} overdue, {soon} soon").format(late=late, soon=soon)
        count = min(len(self.cards.cards), KEYS)
        self._todo.set_note(words if late or soon else "")
        self._todo_key.setText("Alt+1" if count == 1 else f"Alt+1…{count}")
        self._todo_key.setVisible(count > 0)
        self.badge.emit(late)
        look = self._look
        if look is not None and look.shift is not None:
            self._shift.set_note(self._left(look))

    def _left(self, look: Look) -> str:
        assert look.shift is not None
        seconds = (look.shift.ends_at - self._desk.clock.now()).total_seconds()
        hours, minutes = divmod(int(abs(seconds)) // 60, 60)
        form = (
            self.tr("{hours} h {minutes} min left")
            if seconds >= 0
            else self.tr("{hours} h {minutes} min over, not handed over")
        )
        return form.format(hours=hours, minutes=f"{minutes:02d}")

    def _show_shift(self) -> None:
        look = self._look
        if look is None:
            return
        self._journal.set_note(self.tr("{n} lines this shift").format(n=len(look.lines)))
        new = self.tr("{n} open").format(n=len(look.incidents))
        self._open.set_note(new if look.incidents else "")
        posts = " ".join(place.post.value for place in look.crew)
        own = (
            Fact(
                "calls",
                self.tr("Incidents / calls in"),
                f"{look.received} / {look.calls}",
                "phone-incoming",
            ),
            Fact(
                "instructions",
                self.tr("Instructions not closed"),
                str(len(look.instructions)),
                "message-square-quote",
            ),
            Fact(
                "unfinished", self.tr("Unfinished entries"), str(len(look.unfinished)), "list-todo"
            ),
            Fact("crew", self.tr("On duty"), posts or "—", "users-round"),
        )
        self.facts.show_facts((*own[:3], *self._watched, *self._more, own[3]))

    def _show_lines(self) -> None:
        """Names and numbers as whoever sits here may see them."""
        lines = self._look.lines[:_SHOWN] if self._look is not None else ()
        self.lines.show_lines(rows_of_log(lines, self._desk.session))

    def _copy_summary(self) -> None:
        if self._look is not None:
            QGuiApplication.clipboard().setText(summary(self._look, self._desk.clock))
            self._desk.say(self.tr("Summary of the shift copied"))

    def _opened(self, row: Row | None) -> None:
        if row is not None:
            self._go("incidents", row.incident.id)

    def _build(self) -> None:
        gap = self._desk.theme.px("space.m")
        left, middle, right = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column in (left, middle, right):
            column.setSpacing(gap)
        left.addWidget(self._build_todo(), 420)
        left.addWidget(self._build_open(), 352)
        middle.addWidget(self._build_journal())
        right.addWidget(self.stack, 420)
        right.addWidget(self._build_shift(), 352)
        body = QHBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(gap)
        body.addLayout(left, 620)
        body.addLayout(middle, 470)
        body.addLayout(right, 350)

    def _order(self) -> None:
        """Tab goes as the eye does: what is to be done, what is open, the log, the messages, the shift."""
        stops = (
            self.cards,
            self.incidents.view,
            self.quick.edit,
            self.lines,
            self.stack,
            self.facts,
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _build_todo(self) -> Panel:
        theme = self._desk.theme
        self._todo = Panel(theme, self.tr("To do now"), flush=True)
        self._todo_key = key_hint(theme, "")
        self._todo.tools.addWidget(self._todo_key)
        self._trouble = Label(theme, "", "small", tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.setContentsMargins(theme.px("space.l"), 0, theme.px("space.l"), 0)
        self._trouble.hide()
        self._todo.add(self._trouble)
        self._todo.add(self.cards, 1)
        self.cards.setAccessibleName(self.tr("To do now"))
        return self._todo

    def _build_open(self) -> Panel:
        desk = self._desk
        self._open = Panel(desk.theme, self.tr("Open incidents"), key="Ctrl+E", flush=True)
        titles = (
            self.tr("No."),
            self.tr("Incident"),
            self.tr("Judged"),
            self.tr("State"),
            self.tr("Next limit"),
        )
        self.incidents = RecordTable(
            desk.theme,
            columns(desk.clock, titles),
            empty=self.tr("No open incident. Ctrl+N takes one in."),
            name="console-incidents",
            memory=desk.memory,
        )
        self.incidents.opened.connect(self._opened)
        self.incidents.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._open.add(self.incidents, 1)
        return self._open

    def _build_journal(self) -> Panel:
        theme = self._desk.theme
        self._journal = Panel(theme, self.tr("Duty log"), key="Ctrl+L", flush=True)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(theme.px("space.m"), 0, theme.px("space.m"), 0)
        inner.addWidget(self.quick)
        self._journal.add(holder)
        self._journal.add(self.lines, 1)
        self.lines.setAccessibleName(self.tr("Duty log"))
        return self._journal

    def _build_shift(self) -> Panel:
        theme = self._desk.theme
        self._shift = Panel(theme, self.tr("This shift"), key="Ctrl+H", flush=True)
        self._shift.add(self.facts, 1)
        buttons = QHBoxLayout()
        edge = theme.px("space.l")
        buttons.setSpacing(theme.px("space.m"))
        buttons.setContentsMargins(edge, 0, edge, theme.px("space.s"))
        prepare = PlainButton(theme, self.tr("Prepare handover"), icon="handshake")
        prepare.clicked.connect(lambda: self._go("handover", None))
        copy = PlainButton(theme, self.tr("Copy summary"), icon="copy")
        copy.clicked.connect(self._copy_summary)
        buttons.addWidget(prepare, 1)
        buttons.addWidget(copy, 1)
        self._shift.body.addLayout(buttons)
        return self._shift
