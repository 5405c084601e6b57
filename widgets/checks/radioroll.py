"""370 MHz 点名: what the officer does in a calling by data, by voice or by both, and its keys."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act
from app.radio.events import CallKind
from app.radio.facts import RadioLinkChanged
from app.radio.rollcall import RollBook
from app.radio.rollcall_engine import Stage
from app.radio.rollcall_records import (
    Means,
    RadioList,
    RadioRoll,
    RadioRollAnswer,
    RollMode,
    RollResult,
)
from app.radio.rollcall_runner import RadioRollMoved
from widgets.checks.radioboard import RadioRollBoard
from widgets.checks.radiorows import RadioRollRooms, first_means, following_silent
from widgets.checks.radiosaid import asking
from widgets.checks.view import CheckView
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.radio.talkkey import TalkKey
from widgets.radio.words import refusals


@dataclass(frozen=True, slots=True)
class Look:
    """All lists, and the one that is shown: that of the calling under way, else the chosen one."""

    lists: tuple[RadioList, ...]
    book: RollBook | None


class RadioRollView(CheckView):
    """Ctrl+Enter starts, goes on, calls the next by voice, and signs the end; a key for each answer.

    `lists_wanted` when the officer wants the lists.
    """

    lists_wanted = Signal()
    kinds = ("radio_list", "radio_post", "radio_roll", "radio_roll_answer")

    def __init__(self, desk: Desk, rooms: RadioRollRooms, room: str) -> None:
        super().__init__(desk)
        self._rooms = rooms
        self._chosen: UUID | None = None
        self._warned: UUID | None = None
        """The list of which was said that not all can be asked by data."""
        self.board = RadioRollBoard(desk, rooms, room)
        self._side = self.board.side
        self._connect()
        self._tick = QTimer(self, interval=int(desk.theme.number("duration_ms.tick")))
        self._tick.timeout.connect(self._show_times)
        self._tick.start()
        listen(self, desk.bus, RadioRollMoved, lambda _: self._moved())
        listen(self, desk.bus, RadioLinkChanged, lambda _: self._show_times())
        self.talk = TalkKey(desk, self, rooms.radio, self._talk_to)
        self.talk.refused.connect(self.refuse)
        self.talk.changed.connect(lambda _: self._show_times())
        self.begin()

    def _connect(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.board)
        progress, matrix, side = self.board.progress, self.board.matrix, self._side
        progress.chosen.changed.connect(self.choose)
        progress.pause.clicked.connect(self.pause)
        progress.end.clicked.connect(self.end)
        progress.main.clicked.connect(self.go_on)
        matrix.lists.clicked.connect(self.lists_wanted)
        matrix.paper.clicked.connect(self.print_page)
        matrix.table.chosen.connect(lambda _: self._picked())
        side.said.connect(self.note)
        side.again.connect(self.again)
        side.means.changed.connect(self.board.show_side)
        side.body.insertWidget(side.trouble_at, self.trouble)
        self.form = side.form

    def first_focus(self) -> QWidget:
        return self.board.table.view

    def words(self) -> dict[str, str]:
        return (
            super().words()
            | refusals()
            | {
                "running": self.tr("“{name}” is being called already, on desk {desk}."),
                "no_posts": self.tr("There is no post in this list yet: Alt+N opens the lists."),
                "no_radio": self.tr("This post has neither talk-group nor radio."),
                "none_by_data": self.tr(
                    "{gateways} cannot ask by data: no check, no place, no status. Set to voice: "
                    "Ctrl+Enter once more begins."
                ),
                "some_by_data": self.tr(
                    "{n} radios cannot be asked by data ({gateways}) and would stay uncalled. Set to mixed, "
                    "they come by voice: Ctrl+Enter once more begins. By data all the same: set it back."
                ),
                "by_data": self.tr("Radios are being asked by data; voice comes after them."),
            }
        )

    # -- what is shown -------------------------------------------------------------------------

    def look(self) -> Look:
        """On the store thread."""
        rolls = self._rooms.rolls
        lists = rolls.lists()
        going = rolls.store.open_rolls()
        wanted = going[0].list_id if going else self._chosen or (lists[0].id if lists else None)
        book = rolls.book(wanted) if wanted is not None else None
        if book is None and lists:
            book = rolls.book(lists[0].id)
        return Look(tuple(lists), book)

    def show_look(self, look: Look) -> None:
        self.board.show_book(look.lists, look.book)
        self._moved()

    def _moved(self) -> None:
        self.board.show_calling(own=self.own)
        self._show_times()

    def _show_times(self) -> None:
        self.board.show_times(talking=self.talk.down)

    def choose(self) -> None:
        chosen = self.board.progress.chosen.value()
        self._chosen = UUID(chosen) if chosen else None
        self.own = True
        self.read()

    def print_page(self) -> bool:
        """Ctrl+P: the sheet beside the matrix; again takes it away."""
        book, paper = self.board.book, self._rooms.print_roll
        if self.board.preview.isVisible():
            self.board.show_paper(None)
        elif book is None or book.roll is None or paper is None:
            return False
        else:
            try:
                self.desk.session.demand(Act.UNCOVERED)
            except Refused as refused:
                self.refuse(refused)
                return True
            ask(self, self.desk.paper, paper, book, self._rooms.rolls.rules,
                then=self.board.show_paper, fail=self.refuse)  # fmt: skip
        return True

    # -- what the officer does -----------------------------------------------------------------

    def go_on(self) -> None:
        """Ctrl+Enter."""
        engine, book = self.board.engine, self.board.book
        if book is None:
            self.refuse(Refused("list", "no_posts"))
        elif not book.running:
            self._start(book)
        elif engine is None:
            self.end()  # begun on another desk
        elif engine.paused:
            self._rooms.runner.resume()
        elif engine.calling is not None:
            self.refuse(Refused("call", "call_first"))
        elif asking(engine):
            self.refuse(Refused("call", "by_data"))
        elif engine.by_voice:
            self._call(engine.by_voice[0])
        else:
            self.end()

    def _start(self, book: RollBook) -> None:
        mode, one = RollMode(self.board.progress.mode.value() or book.one.mode), book.one.id
        rolls, better = self._rooms.rolls, self._better(book, mode)
        if better is not None:
            self.board.progress.mode.set_value(better[0].value)
            self.refuse(better[1])
            return

        def work(by: Officer, shift: UUID) -> tuple[RadioRoll, list[RadioRollAnswer]]:
            roll = rolls.start(by, shift, one, mode)
            return roll, rolls.store.answers(roll.id)

        self.act(work, lambda made: self._rooms.runner.begin(*made))

    def _better(self, book: RollBook, mode: RollMode) -> tuple[RollMode, Refused] | None:
        """Before anybody is called: the mode to offer where gateways lack what asking by data needs, and why.
        A list of which some can be asked is called by data all the same when the officer says so again."""
        now = self.desk.clock.now()
        radios = [one.radio for one in book.posts if one.radio and not one.on_leave(now)]
        if mode is RollMode.VOICE or not radios:
            return None
        unable = self._rooms.runner.unable(radios)
        gateways = "、".join(dict.fromkeys(unable.values()))
        if len(unable) == len(set(radios)):
            return RollMode.VOICE, Refused("mode", "none_by_data", gateways=gateways)
        if not unable or mode is RollMode.MIXED or self._warned == book.one.id:
            return None
        self._warned = book.one.id
        return RollMode.MIXED, Refused("mode", "some_by_data", gateways=gateways, n=len(unable))

    def pause(self) -> None:
        """Alt+P: nobody is asked; once more goes on."""
        engine = self.board.engine
        if engine is not None and engine.paused:
            self._rooms.runner.resume()
        else:
            self._rooms.runner.pause()

    def end(self) -> None:
        """Alt+E: signed into the log, at any time; who was not called is said so."""
        book = self.board.book
        if book is None or book.roll is None:
            return
        key = book.roll.id
        turns = self._rooms.runner.snapshot(key)
        rolls = self._rooms.rolls
        self.act(lambda by, _: rolls.end(by, key, turns), self._ended)

    def note(self, result: RollResult) -> None:
        """A key for each answer: by radio the first round, by anything else the second."""
        row, book = self.board.now(), self.board.book
        if row is None or book is None or book.roll is None or not book.running:
            self.refuse(Refused("town", "choose"))
            return
        words, means, key = self._side.remark.value(), self._side.by, book.roll.id
        if means is not Means.RADIO:
            rolls = self._rooms.rolls
            self.act(
                lambda by, _: rolls.second(by, key, row.post, means, result, words), self._seconded
            )
            return
        try:
            by = self.desk.session.demand(Act.RADIO)
        except Refused as refused:
            self.refuse(refused)
            return
        called = self.board.engine
        voice = called is not None and called.calling is not None
        self._rooms.runner.say(row.post, result, words.strip(), str(by.id), by.name)
        self._side.form.clear()
        self._side.means.set_value(Means.RADIO.value)
        if called is not None and voice and called.by_voice and not called.paused:
            self._call(called.by_voice[0])

    def again(self) -> None:
        """Alt+C: the chosen one, or the first who was silent: by data it is asked again, by voice called."""
        engine, row = self.board.engine, self.board.table.current()
        if row is None or not row.silent:
            row = next((one for one in self.board.rows if one.silent), row)
        if engine is None or row is None:
            return
        self.board.table.select(row.post)
        self._rooms.runner.again(row.post)
        if engine.turns[row.post].stage is Stage.VOICE:
            self._call(row.post)

    def _call(self, post: UUID) -> None:
        self.clear_refusal()
        self._side.means.set_value(Means.RADIO.value)
        self.board.table.select(post)
        self._rooms.runner.call(post)

    def _seconded(self, made: RadioRollAnswer) -> None:
        self._side.form.clear()
        following = following_silent(self.board.rows, made.post_id)
        self._side.means.set_value(Means.RADIO.value)
        if following is not None:
            self._side.means.set_value(first_means(following.known).value)
            self.board.table.select(following.post)

    def _ended(self, _roll: RadioRoll) -> None:
        self._side.means.set_value(Means.RADIO.value)
        self.desk.say(self.tr("Roll call signed and written into the log"))

    def _talk_to(self) -> tuple[CallKind, int]:
        """F12 held: to the talk-group of who is called now, else to its radio."""
        row = self.board.now()
        if row is not None and row.known is not None and row.known.talkgroup:
            return CallKind.GROUP, row.known.talkgroup
        if row is None or row.radio is None:
            raise Refused("radio", "no_radio")
        return CallKind.PRIVATE, row.radio

    def _picked(self) -> None:
        """Another row: a silent one is tried by other means, once the radio is through."""
        engine, row = self.board.engine, self.board.table.current()
        if engine is not None and row is not None and engine.calling is None:
            done = engine.turns[row.post].stage is Stage.DONE
            means = first_means(row.known) if done and row.silent else Means.RADIO
            self._side.means.set_value(means.value)
        self.board.show_side()
