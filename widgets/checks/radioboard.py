"""The calling by radio as it stands, on the screen: band, matrix, who is called now, the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm, span
from app.radio.events import Linked
from app.radio.rollcall import RollBook
from app.radio.rollcall_engine import RollEngine
from app.radio.rollcall_records import Means, RadioList
from widgets.checks.radiomatrix import RadioMatrix, RadioProgress
from widgets.checks.radiorows import RadioRollRooms, Row, result_words, rows_of
from widgets.checks.radiosaid import found_of, main_words, paused_words, state_words
from widgets.checks.radioside import RadioSide
from widgets.handover.preview import Paper, PaperPreview
from widgets.kit.chips import Pill
from widgets.kit.desk import Desk
from widgets.kit.scroll import column


class RadioRollBoard(QWidget):
    """Asks nothing and does nothing: who holds it connects `progress`, `matrix` and `side`, and calls
    `show_book` and `show_calling`. `room` is the duty room's name as it is read out."""

    def __init__(self, desk: Desk, rooms: RadioRollRooms, room: str) -> None:
        super().__init__()
        self._desk, self._rooms, self._room = desk, rooms, room
        self.book: RollBook | None = None
        self.rows: list[Row] = []
        self._entered: RadioList | None = None
        self.progress = RadioProgress(desk)
        self.matrix = RadioMatrix(desk, self.result)
        self.table = self.matrix.table
        self.side = RadioSide(desk, rooms.rolls.rules.source)
        self.preview = PaperPreview(desk.theme, self)
        self.preview.allow_print(desk)
        self.preview.hide()
        self._lay()

    def _lay(self) -> None:
        gap = self._desk.theme.px("space.m")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        page.addWidget(self.progress)
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(self.matrix, 1136)
        self._beside = column(self._desk.theme, self.side)
        row.addWidget(self._beside, 372)
        row.addWidget(self.preview, 640)
        page.addLayout(row, 1)

    @property
    def engine(self) -> RollEngine | None:
        """That of the calling shown, when this desk calls it."""
        book, runner = self.book, self._rooms.runner
        if book is None or book.roll is None or runner.roll is None:
            return None
        return runner.engine if runner.roll.id == book.roll.id and book.running else None

    def now(self) -> Row | None:
        """Who is called by voice; else who is chosen."""
        engine = self.engine
        if engine is not None and engine.calling is not None and self.side.by is Means.RADIO:
            post = engine.calling.post
            return next((row for row in self.rows if row.post == post), None)
        return self.table.current()

    def result(self, row: Row) -> str:
        engine = self.engine
        called = engine.calling.post if engine is not None and engine.calling else None
        return result_words(row, engine is not None, called)

    def show_book(self, lists: Sequence[RadioList], book: RollBook | None) -> None:
        self.book = book
        combo = self.progress.chosen.combo
        wanted = [(str(one.id), one.name) for one in lists]
        if [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())] != wanted:
            combo.clear()
            for value, words in wanted:
                combo.addItem(words, value)
        running = book is not None and book.running
        if book is not None:
            one, roll = book.one, book.roll
            self.progress.chosen.set_value(str(one.id))
            if running or self._entered != one:
                self._entered = one
                mode = roll.mode if roll and running else one.mode
                self.progress.mode.set_value(mode.value)
        self.progress.chosen.setEnabled(not running)
        self.progress.mode.setEnabled(not running)

    def show_calling(self, *, own: bool) -> None:
        """From the record and from the calling under way. `own`: by an act of this desk."""
        book, engine = self.book, self.engine
        turns = engine.turns if engine is not None else {}
        self.rows = rows_of(book, turns) if book is not None else []
        self.table.show_records(self.rows, now=own)
        self.table.set_empty(self.tr("No list of posts yet: Alt+N opens the lists."))
        if self.table.current() is None and self.rows:
            self.table.select(self.rows[0].post)
        found = found_of(book, self.rows)
        self.progress.done.setText(f"{found.called}/{found.total}" if found.total else "—")
        self.progress.rate.setText(found.rate(self._rooms.rolls.rules))
        now = self._desk.clock.now()
        self.matrix.told.setText(state_words(book, found, now, here=engine is not None))
        running = book is not None and book.running
        self.side.open_keys(running)
        self.progress.end.setEnabled(running)
        self.progress.pause.setEnabled(engine is not None)
        self.matrix.paper.setEnabled(book is not None and book.roll is not None)
        self.progress.main.setText(main_words(book, engine))
        self._show_paused(engine)
        self.show_side()

    def _show_paused(self, engine: RollEngine | None) -> None:
        why = engine.paused if engine is not None else ""
        words = paused_words(why)
        state = "now" if why == "emergency" else "soon"
        self.matrix.paused.show_mark(Pill(words, state, "small") if words else None)
        self.matrix.paused.setVisible(bool(words))
        self.progress.pause.setText(self.tr("Go on") if why else self.tr("Pause calling"))

    def show_side(self) -> None:
        row, rules = self.now(), self._rooms.rolls.rules
        name = row.name if row else "—"
        script = [
            line.format(post=name, room=self._room, time=hhmm(self._desk.clock.now()))
            for line in rules.script
        ]
        self.side.show_row(row, "\n".join(f"{n}. {line}" for n, line in enumerate(script, 1)))
        engine = self.engine
        voices = engine.by_voice if engine is not None else []
        names = [
            r.name for r in self.rows if r.post in voices and (row is None or r.post != row.post)
        ]
        self.side.following.setText(
            self.tr("After it {name}, {n} in all").format(name=names[0], n=len(names))
            if names
            else ""
        )

    def show_times(self, *, talking: bool) -> None:
        """How long the calling takes or took, how long the post is called, and how the gateways are."""
        engine, roll = self.engine, self.book.roll if self.book else None
        until = None if roll is None else roll.ended_at or self._desk.clock.now()
        took = span(until - roll.started_at) if roll and until else "—"
        self.progress.elapsed.setText(took)
        gateways = self._rooms.radio.gateways()
        up = sum(one.state is Linked.UP for one in gateways)
        self.progress.gateways.setText(f"{up}/{len(gateways)}" if gateways else "—")
        self.progress.gateways.set_tone("text" if up == len(gateways) else "now")
        words, tone = "", "text2"
        if engine is not None and engine.calling is not None:
            calling, now_s = engine.calling, self._desk.clock.monotonic_s()
            passed = int(now_s - calling.begun_s)
            words = self.tr("Calling {n} s").format(n=passed)
            if calling.heard_s is not None:
                heard = int(calling.heard_s - calling.begun_s)
                words = self.tr("Heard after {n} s").format(n=heard)
            elif passed >= self._rooms.rolls.rules.voice_s:
                tone = "now"
        elif engine is not None and engine.outstanding:
            words = self.tr("{n} asked, no answer yet").format(n=engine.outstanding)
        if talking:
            words, tone = self.tr("Talking: let go of F12 to end"), "accent"
        self.side.elapsed.setText(words)
        self.side.elapsed.set_tone(tone)

    def show_paper(self, paper: Paper | None) -> None:
        """Beside the matrix; None: taken away."""
        if paper is not None:
            self.preview.show_paper(paper)
        self._beside.setVisible(paper is None)
        self.preview.setVisible(paper is not None)
