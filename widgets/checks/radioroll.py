"""370 MHz 点名: a list called by data, by voice or both; the matrix fills by itself and by keys."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm, span
from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act
from app.radio.events import CallKind, Linked
from app.radio.facts import RadioLinkChanged
from app.radio.rollcall import RollBook
from app.radio.rollcall_engine import RollEngine, Stage
from app.radio.rollcall_records import (
    Means,
    RadioList,
    RadioRoll,
    RadioRollAnswer,
    RollMode,
    RollResult,
)
from app.radio.rollcall_runner import RadioRollMoved
from widgets.checks.radiomatrix import RadioMatrix, RadioProgress
from widgets.checks.radiorows import (
    RadioRollRooms,
    Row,
    first_means,
    following_silent,
    result_words,
    rows_of,
)
from widgets.checks.radiosaid import asking, found_of, main_words, paused_words, state_words
from widgets.checks.radioside import RadioSide
from widgets.checks.view import CheckView
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.ask import ask
from widgets.kit.chips import Pill
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.scroll import column
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
        self._rooms, self._room = rooms, room
        self._look: Look | None = None
        self._rows: list[Row] = []
        self._chosen: UUID | None = None
        self._shown: RadioList | None = None
        self._build()
        self._tick = QTimer(self, interval=int(desk.theme.number("duration_ms.tick")))
        self._tick.timeout.connect(self._show_times)
        self._tick.start()
        listen(self, desk.bus, RadioRollMoved, lambda _: self._moved())
        listen(self, desk.bus, RadioLinkChanged, lambda _: self._show_times())
        self.talk = TalkKey(desk, self, rooms.radio, self._talk_to)
        self.talk.refused.connect(self.refuse)
        self.talk.changed.connect(lambda _: self._show_times())
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view

    def words(self) -> dict[str, str]:
        return (
            super().words()
            | refusals()
            | {
                "running": self.tr("“{name}” is being called already, on desk {desk}."),
                "no_posts": self.tr("There is no post in this list yet: Alt+N opens the lists."),
                "no_radio": self.tr("This post has neither talk-group nor radio."),
                "by_data": self.tr("Radios are being asked by data; voice comes after them."),
            }
        )

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

    # -- what the officer does -----------------------------------------------------------------

    def go_on(self) -> None:
        """Ctrl+Enter."""
        engine, book = self._engine(), self._look.book if self._look else None
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
        mode, one = RollMode(self.progress.mode.value() or book.one.mode), book.one.id
        rolls = self._rooms.rolls

        def work(by: Officer, shift: UUID) -> tuple[RadioRoll, list[RadioRollAnswer]]:
            roll = rolls.start(by, shift, one, mode)
            return roll, rolls.store.answers(roll.id)

        self.act(work, lambda made: self._rooms.runner.begin(*made))

    def pause(self) -> None:
        """Alt+P: nobody is asked; once more goes on."""
        engine = self._engine()
        if engine is not None and engine.paused:
            self._rooms.runner.resume()
        else:
            self._rooms.runner.pause()

    def end(self) -> None:
        """Alt+E: signed into the log, at any time; who was not called is said so."""
        book = self._look.book if self._look else None
        if book is None or book.roll is None:
            return
        key = book.roll.id
        turns = self._rooms.runner.snapshot(key)
        rolls = self._rooms.rolls
        self.act(lambda by, _: rolls.end(by, key, turns), self._ended)

    def note(self, result: RollResult) -> None:
        """A key for each answer: by radio the first round, by anything else the second."""
        row, book = self._now(), self._look.book if self._look else None
        if row is None or book is None or book.roll is None or not book.running:
            self.refuse(Refused("town", "choose"))
            return
        words, means, key = self.side.remark.value(), self.side.by, book.roll.id
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
        called = self._engine()
        voice = called is not None and called.calling is not None
        self._rooms.runner.say(row.post, result, words.strip(), str(by.id), by.name)
        self.side.form.clear()
        self.side.means.set_value(Means.RADIO.value)
        if called is not None and voice and called.by_voice and not called.paused:
            self._call(called.by_voice[0])

    def again(self) -> None:
        """Alt+C: the chosen one, or the first who was silent: by data it is asked again, by voice called."""
        engine, row = self._engine(), self.table.current()
        if row is None or not row.silent:
            row = next((one for one in self._rows if one.silent), row)
        if engine is None or row is None:
            return
        self.table.select(row.post)
        self._rooms.runner.again(row.post)
        if engine.turns[row.post].stage is Stage.VOICE:
            self._call(row.post)

    def choose(self) -> None:
        self._chosen = UUID(self.progress.chosen.value()) if self.progress.chosen.value() else None
        self.own = True
        self.read()

    def print_page(self) -> bool:
        """Ctrl+P: the sheet beside the matrix; again takes it away."""
        book, paper = self._look.book if self._look else None, self._rooms.print_roll
        if self.preview.isVisible():
            self._show_paper(None)
        elif book is None or book.roll is None or paper is None:
            return False
        else:
            try:
                self.desk.session.demand(Act.UNCOVERED)
            except Refused as refused:
                self.refuse(refused)
                return True
            ask(self, self.desk.paper, paper, book, self._rooms.rolls.rules,
                then=self._show_paper, fail=self.refuse)  # fmt: skip
        return True

    def _show_paper(self, paper: Paper | None) -> None:
        if paper is not None:
            self.preview.show_paper(paper)
        self._beside.setVisible(paper is None)
        self.preview.setVisible(paper is not None)

    def _call(self, post: UUID) -> None:
        self.clear_refusal()
        self.side.means.set_value(Means.RADIO.value)
        self.table.select(post)
        self._rooms.runner.call(post)

    def _seconded(self, made: RadioRollAnswer) -> None:
        self.side.form.clear()
        following = following_silent(self._rows, made.post_id)
        self.side.means.set_value(Means.RADIO.value)
        if following is not None:
            self.side.means.set_value(first_means(following.known).value)
            self.table.select(following.post)

    def _ended(self, _roll: RadioRoll) -> None:
        self.side.means.set_value(Means.RADIO.value)
        self.desk.say(self.tr("Roll call signed and written into the log"))

    # -- what is shown -------------------------------------------------------------------------

    def show_look(self, look: Look) -> None:
        self._look = look
        self._show_lists(look)
        self._moved()

    def _show_lists(self, look: Look) -> None:
        combo = self.progress.chosen.combo
        wanted = [(str(one.id), one.name) for one in look.lists]
        if [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())] != wanted:
            combo.clear()
            for value, words in wanted:
                combo.addItem(words, value)
        running = look.book is not None and look.book.running
        if look.book is not None:
            one, roll = look.book.one, look.book.roll
            self.progress.chosen.set_value(str(one.id))
            if running or self._shown != one:
                self._shown = one
                mode = roll.mode if roll and running else one.mode
                self.progress.mode.set_value(mode.value)
        self.progress.chosen.setEnabled(not running)
        self.progress.mode.setEnabled(not running)

    def _moved(self) -> None:
        """From the record and from the calling under way."""
        book = self._look.book if self._look else None
        engine = self._engine()
        turns = engine.turns if engine is not None else {}
        self._rows = rows_of(book, turns) if book is not None else []
        self.table.show_records(self._rows, now=self.own)
        self.table.set_empty(self.tr("No list of posts yet: Alt+N opens the lists."))
        if self.table.current() is None and self._rows:
            self.table.select(self._rows[0].post)
        found = found_of(book, self._rows)
        self.progress.done.setText(f"{found.called}/{found.total}" if found.total else "—")
        self.progress.rate.setText(found.rate(self._rooms.rolls.rules))
        now = self.desk.clock.now()
        self.matrix.told.setText(state_words(book, found, now, here=engine is not None))
        running = book is not None and book.running
        self.side.open_keys(running)
        self.progress.end.setEnabled(running)
        self.progress.pause.setEnabled(engine is not None)
        self.matrix.paper.setEnabled(book is not None and book.roll is not None)
        self.progress.main.setText(main_words(book, engine, self._rows))
        self._show_paused(engine)
        self._show_side()
        self._show_times()

    def _show_paused(self, engine: RollEngine | None) -> None:
        why = engine.paused if engine is not None else ""
        words = paused_words(why)
        state = "now" if why == "emergency" else "soon"
        self.matrix.paused.show_mark(Pill(words, state, "small") if words else None)
        self.matrix.paused.setVisible(bool(words))
        self.progress.pause.setText(self.tr("Go on") if why else self.tr("Pause calling"))

    def _now(self) -> Row | None:
        """Who is called by voice; else who is chosen."""
        engine = self._engine()
        if engine is not None and engine.calling is not None and self.side.by is Means.RADIO:
            post = engine.calling.post
            return next((row for row in self._rows if row.post == post), None)
        return self.table.current()

    def _show_side(self) -> None:
        row, rules = self._now(), self._rooms.rolls.rules
        name = row.name if row else "—"
        script = [
            line.format(post=name, room=self._room, time=hhmm(self.desk.clock.now()))
            for line in rules.script
        ]
        self.side.show_row(row, "\n".join(f"{n}. {line}" for n, line in enumerate(script, 1)))
        engine = self._engine()
        voices = engine.by_voice if engine is not None else []
        names = [
            r.name for r in self._rows if r.post in voices and (row is None or r.post != row.post)
        ]
        self.side.following.setText(
            self.tr("After it {name}, {n} in all").format(name=names[0], n=len(names))
            if names
            else ""
        )

    def _show_times(self) -> None:
        """How long the calling takes or took, how long the post is called, and how the gateways are."""
        book, engine = self._look.book if self._look else None, self._engine()
        roll = book.roll if book else None
        until = None if roll is None else roll.ended_at or self.desk.clock.now()
        took = span(until - roll.started_at) if roll and until else "—"
        self.progress.elapsed.setText(took)
        gateways = self._rooms.radio.gateways()
        up = sum(one.state is Linked.UP for one in gateways)
        self.progress.gateways.setText(f"{up}/{len(gateways)}" if gateways else "—")
        self.progress.gateways.set_tone("text" if up == len(gateways) else "now")
        words, tone = "", "text2"
        if engine is not None and engine.calling is not None:
            calling, now_s = engine.calling, self.desk.clock.monotonic_s()
            passed = int(now_s - calling.begun_s)
            words = self.tr("Calling {n} s").format(n=passed)
            if calling.heard_s is not None:
                heard = int(calling.heard_s - calling.begun_s)
                words = self.tr("Heard after {n} s").format(n=heard)
            elif passed >= self._rooms.rolls.rules.voice_s:
                tone = "now"
        elif engine is not None and engine.outstanding:
            words = self.tr("{n} asked, no answer yet").format(n=engine.outstanding)
        if self.talk.down:
            words, tone = self.tr("Talking: let go of F12 to end"), "accent"
        self.side.elapsed.setText(words)
        self.side.elapsed.set_tone(tone)

    def _talk_to(self) -> tuple[CallKind, int]:
        """F12 held: to the talk-group of who is called now, else to its radio."""
        row = self._now()
        if row is not None and row.known is not None and row.known.talkgroup:
            return CallKind.GROUP, row.known.talkgroup
        if row is None or row.radio is None:
            raise Refused("radio", "no_radio")
        return CallKind.PRIVATE, row.radio

    def _engine(self) -> RollEngine | None:
        """That of the calling shown, when this desk calls it."""
        book, runner = self._look.book if self._look else None, self._rooms.runner
        if book is None or book.roll is None or runner.roll is None:
            return None
        return runner.engine if runner.roll.id == book.roll.id and book.running else None

    def _picked(self) -> None:
        """Another row: a silent one is tried by other means, once the radio is through."""
        engine, row = self._engine(), self.table.current()
        if engine is not None and row is not None and engine.calling is None:
            done = engine.turns[row.post].stage is Stage.DONE
            means = first_means(row.known) if done and row.silent else Means.RADIO
            self.side.means.set_value(means.value)
        self._show_side()

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        self.progress = RadioProgress(self.desk)
        self.progress.chosen.changed.connect(self.choose)
        self.progress.pause.clicked.connect(self.pause)
        self.progress.end.clicked.connect(self.end)
        self.progress.main.clicked.connect(self.go_on)
        page.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(gap)
        self.matrix = RadioMatrix(self.desk, self._result)
        self.matrix.lists.clicked.connect(self.lists_wanted)
        self.matrix.paper.clicked.connect(self.print_page)
        self.table = self.matrix.table
        self.table.chosen.connect(lambda _: self._picked())
        row.addWidget(self.matrix, 1136)
        self.side = RadioSide(self.desk, self._rooms.rolls.rules.source)
        self.side.said.connect(self.note)
        self.side.again.connect(self.again)
        self.side.means.changed.connect(self._show_side)
        self.side.body.insertWidget(self.side.trouble_at, self.trouble)
        self.form = self.side.form
        self._beside = column(self.theme, self.side)
        row.addWidget(self._beside, 372)
        self.preview = PaperPreview(self.theme, self)
        self.preview.allow_print(self.desk)
        self.preview.hide()
        row.addWidget(self.preview, 640)
        page.addLayout(row, 1)

    def _result(self, row: Row) -> str:
        engine = self._engine()
        called = engine.calling.post if engine is not None and engine.calling else None
        return result_words(row, engine is not None, called)
