"""点名: one town after the other by keys, with the seconds to answer; the script stands beside it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmm, span
from app.base.errors import Refused
from app.duty.attendance import attendance, holding
from app.duty.checks import Presence, RollCall, SpotCheck, Town, YesNo
from app.duty.records import Channel
from app.duty.rollcall import Answer, RollCalls, RollLook
from app.people.records import Officer
from app.people.rights import Act
from widgets.checks.rollrows import Call, Row, alarm, called, of, seconds_of
from widgets.checks.view import CheckView
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.chips import Pill, mark_cell
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable

LABEL_W = 72
YES_NO = [(one.value, one.value) for one in YesNo]


class RollView(CheckView):
    """Ctrl+Enter starts, then calls the next; Alt+1 there, Alt+2 silent, Alt+3 a stand-in, Alt+C again."""

    kinds = ("roll_call", "spot_check", "org", "contact_point")

    def __init__(self, desk: Desk, rolls: RollCalls, room: str) -> None:
        super().__init__(desk)
        self._rolls = rolls
        self._room = room
        self._look: RollLook | None = None
        self._call: Call | None = None
        self._build()
        self._tick = QTimer(self, interval=int(desk.theme.number("duration_ms.tick")))
        self._tick.timeout.connect(self._show_times)
        self._tick.start()
        self.begin()

    def first_focus(self) -> QWidget:
        return self.table.view

    def look(self) -> RollLook:
        return self._rolls.look(self.desk.session.shift_id)

    # -- what the officer does -----------------------------------------------------------------

    def go_on(self) -> None:
        """Ctrl+Enter: start the round, call the next town, or end the round when all were called."""
        if self._look is None or not self._look.running:
            channel = Channel(self._channel.value() or Channel.PHONE)
            self.act(lambda by, shift: self._rolls.start(by, shift, channel), self._started)
        elif self._call is not None:
            self.refuse(Refused("call", "call_first"))
        else:
            following = self._next()
            if following is None:
                self.end()
            else:
                self._ring(following)

    def answered(self) -> None:
        """Alt+T: somebody took the call; the seconds to answer stand still."""
        if self._call is not None and self._call.answered_s is None:
            self._call.answered_s = self.desk.clock.monotonic_s()
            self._show_times()

    def note(self, presence: Presence) -> None:
        """Alt+1, 2, 3: the result of the town chosen."""
        row, call = self.table.current(), self._look.call if self._look else None
        if row is None or call is None:
            self.refuse(Refused("town", "choose"))
            return
        answer = self._answer(presence, row.town)

        def work(by: Officer, _shift: UUID) -> SpotCheck:
            return self._rolls.answer(by, call, row.town, answer)

        self.act(work, self._noted)

    def again(self) -> None:
        """Alt+C: call one more time who is chosen, or the first who was silent."""
        row = self.table.current()
        if row is None or row.check is None or row.check.presence is not Presence.SILENT:
            row = next(
                (r for r in self._rows() if r.check and r.check.presence is Presence.SILENT), row
            )
        if row is not None and self._look is not None and self._look.running:
            self._ring(row)

    def end(self) -> None:
        call = self._look.call if self._look else None
        if call is not None:
            self._call = None
            self.act(lambda by, _: self._rolls.end(by, call), self._ended)

    # -- what is shown -------------------------------------------------------------------------

    def show_look(self, look: RollLook) -> None:
        self._look = look
        self.table.show_records(self._rows(), now=self.own)
        if self.table.current() is None and self.table.records:
            self.table.select(self.table.records[0].town.id)
        found = attendance(look.checks)
        total = look.call.total if look.call else len(look.towns)
        self._done.setText(f"{found.called}/{total}")
        self._rate.setText(found.rate(self._rolls.rules))
        self._said.setText(self._state(look))
        self.table.set_empty(self.tr("No township is in the contact book yet."))
        for button in self._results:
            button.setEnabled(look.running)
        self._show_next()
        self._show_times()

    def _rows(self) -> list[Row]:
        if self._look is None:
            return []
        held = {one.org_id: one for one in holding(self._look.checks)}
        tries = [one.org_id for one in self._look.checks]
        return [Row(t, held.get(t.id), tries.count(t.id)) for t in self._look.towns]

    def _state(self, look: RollLook) -> str:
        if look.call is None:
            times = "、".join(f"{at:%H:%M}" for at in self._rolls.rules.times)
            return self.tr("No round yet. Every day at {times}").format(times=times)
        when, who = day_hhmm(look.call.started_at), look.call.by_name
        if look.running:
            return self.tr("Round of {when}, {who}, {channel}").format(
                when=when, who=who, channel=look.call.channel.value
            )
        silent = "、".join(attendance(look.checks).silent)
        told = self.tr("Last round {when}, {who}").format(when=when, who=who)
        told += self.tr("; silent: {names}").format(names=silent) if silent else ""
        following = self._rolls.rules.next_after(self.desk.clock.now())
        if following is not None:
            told += self.tr("; next {time}").format(time=hhmm(following))
        return told

    def _show_next(self) -> None:
        """The main button says what Ctrl+Enter does now; the card shows who is spoken to."""
        running = self._look is not None and self._look.running
        following = self._next() if running else None
        if not running:
            self._main.setText(self.tr("Start the roll call"))
        elif following is None:
            self._main.setText(self.tr("End the roll call"))
        else:
            self._main.setText(self.tr("Call {unit}").format(unit=following.town.name))
        self._end.setEnabled(running)
        self._again_button.setEnabled(running)
        self._show_town()

    def _show_town(self) -> None:
        row = self.table.current()
        self._unit.setText(row.town.name if row else "—")
        phone = self.desk.session.covered(row.town.phone) if row else ""
        self._phone.setText((phone or self.tr("no number known")) if row else "")
        script = [
            line.format(room=self._room, time=hhmm(self.desk.clock.now()))
            for line in self._rolls.rules.script
        ]
        self._script.setText("\n".join(f"{n}. {line}" for n, line in enumerate(script, 1)))

    def _show_times(self) -> None:
        """How long the round takes or took, and how long it has been ringing."""
        call = self._look.call if self._look else None
        running = self._look is not None and self._look.running
        until = self.desk.clock.now() if running else call.ended_at if call else None
        passed = until - call.started_at if call and until else None
        late = bool(passed and passed > timedelta(minutes=self._rolls.rules.minutes))
        self._elapsed.set_tone("now" if late and running else "text")
        self._elapsed.setText("—" if passed is None else span(passed))
        self._ringing.setText(self._seconds_words())

    def _seconds_words(self) -> str:
        if self._call is None:
            return self.tr("No call under way")
        seconds = self._seconds()
        if self._call.answered_s is not None:
            return self.tr("Answered after {n} s").format(n=seconds)
        return self.tr("Ringing {n} s").format(n=seconds)

    def _presence(self, row: Row) -> str:
        if row.check is None:
            return self.tr("not yet called")
        words = row.check.presence.value
        if row.attempts < 2:
            return words
        return self.tr("{words}, {n} calls").format(words=words, n=row.attempts)

    # -- the call under way --------------------------------------------------------------------

    def _next(self) -> Row | None:
        """The chosen town when nobody called it yet, else the first such from there on."""
        rows = self._rows()
        chosen = self.table.current()
        start = next((n for n, r in enumerate(rows) if chosen and r.town.id == chosen.town.id), 0)
        return next((r for r in rows[start:] + rows[:start] if r.check is None), None)

    def _ring(self, row: Row) -> None:
        self.clear_refusal()
        self.table.select(row.town.id)
        self._call = Call(row.town.id, self.desk.clock.monotonic_s())
        self._show_town()
        self._show_times()

    def _seconds(self) -> int | None:
        if self._call is None:
            return None
        until = self._call.answered_s
        now = self.desk.clock.monotonic_s() if until is None else until
        return int(now - self._call.begun_s)

    def _answer(self, presence: Presence, town: Town) -> Answer:
        values = self._form.values()
        own = self._call is not None and self._call.town == town.id
        return Answer(
            presence,
            values["person"],
            self._seconds() if own else None,
            YesNo(values["crew"] or YesNo.UNKNOWN),
            YesNo(values["leader"] or YesNo.UNKNOWN),
            values["problem"],
        )

    def _started(self, _call: RollCall) -> None:
        self._look = self._look and RollLook(self._look.towns, _call, (), running=True)
        following = self._next()
        if following is not None:
            self._ring(following)

    def _noted(self, made: SpotCheck) -> None:
        self._call = None
        self._form.clear()
        rows = self._rows()
        here = next((n for n, row in enumerate(rows) if row.town.id == made.org_id), 0)
        for row in rows[here + 1 :] + rows[:here]:
            if row.check is None:
                self.table.select(row.town.id)
                break

    def _ended(self, _call: RollCall) -> None:
        self.desk.say(self.tr("Roll call ended and written into the log"))

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(gap)
        page.addWidget(self._build_progress())
        row = QHBoxLayout()
        row.setSpacing(gap)
        matrix = Panel(self.theme, self.tr("Towns and subdistricts"), flush=True)
        matrix.add(self._build_table(), 1)
        row.addWidget(matrix, 1136)
        row.addWidget(column(self.theme, self._build_side()), 372)
        page.addLayout(row, 1)

    def _build_progress(self) -> Panel:
        theme = self.theme
        panel = Panel(theme)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.l"))
        self._done, self._rate, self._elapsed = (
            Label(theme, "—", "title", strong=True) for _ in range(3)
        )
        for words, value in (
            (self.tr("Called"), self._done),
            (self.tr("Present"), self._rate),
            (self.tr("Elapsed"), self._elapsed),
        ):
            row.addWidget(Label(theme, words, "small", tone="text2"))
            row.addWidget(value)
        self._said = ElidedLabel(theme, "", "small", tone="text2")
        row.addWidget(self._said, 1)
        channels = [(one.value, one.value) for one in self._rolls.rules.channels]
        self._channel = ComboField(theme, "", channels)
        self._channel.setFixedWidth(120)
        self._channel.combo.setAccessibleName(self.tr("Channel"))
        row.addWidget(self._channel)
        self._end = PlainButton(theme, self.tr("End the roll call"), "Alt+E")
        self._end.clicked.connect(self.end)
        row.addWidget(self._end)
        self._main = MainButton(theme, self.tr("Start the roll call"), "Ctrl+Enter")
        self._main.clicked.connect(self.go_on)
        gates(self.desk, Act.RELAY, self._end, self._main)
        row.addWidget(self._main)
        panel.body.addLayout(row)
        return panel

    def _build_table(self) -> RecordTable:
        columns = (
            Column(self.tr("Unit"), lambda r: r.town.name, 140, strong=True),
            Column(self.tr("Called at"), called, 90, tone="text2"),
            Column(
                self.tr("Answer"),
                self._presence,
                110,
                paint=mark_cell(lambda r: Pill(self._presence(r), alarm(r), "small")),
            ),
            Column(self.tr("Seconds"), seconds_of, 76, right=True),
            Column(self.tr("Who answered"), lambda r: of(r, "person"), 120),
            Column(self.tr("Crew as rostered"), lambda r: of(r, "crew_right"), 112),
            Column(self.tr("Leader there"), lambda r: of(r, "leader_there"), 96),
            Column(self.tr("Problem"), lambda r: of(r, "problem"), stretch=True),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            key=lambda row: row.town.id,
            row="table_compact",
            name="roll-call",
            memory=self.desk.memory,
        )
        self.table.chosen.connect(lambda _: self._show_next())
        return self.table

    def _build_side(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Now speaking to"))
        self._unit = Label(theme, "—", "title", strong=True)
        self._phone = Label(theme, "", "lead", tone="text2")
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._ringing = Label(theme, "", "body", tone="text2")
        for label in (self._unit, self._phone, self._ringing):
            panel.add(label)
        self._form = self.form = Form(theme)
        look = {"label_w": LABEL_W}
        self._form.row(person=TextField(theme, self.tr("Who answered"), **look))
        self._form.row(crew=SegmentField(theme, self.tr("As rostered"), YES_NO, **look))
        self._form.row(leader=SegmentField(theme, self.tr("Leader there"), YES_NO, **look))
        self._form.row(problem=TextField(theme, self.tr("Problem"), **look))
        panel.add(self._form)
        panel.body.addLayout(self._build_keys())
        panel.add(self.trouble)
        self._script = Label(theme, "", "small", tone="text2")
        self._script.setWordWrap(True)
        self._script.setAlignment(Qt.AlignmentFlag.AlignTop)
        panel.add(self._script)
        source = Label(theme, self._rolls.rules.source, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)
        return panel

    def _build_keys(self) -> QVBoxLayout:
        theme = self.theme
        gap = theme.px("space.s")
        box, upper, lower = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (box, upper, lower):
            row.setSpacing(gap)
        self._results: list[PlainButton] = []
        for words, key, presence in (
            (self.tr("There"), "Alt+1", Presence.PRESENT),
            (self.tr("Silent"), "Alt+2", Presence.SILENT),
            (self.tr("Stand-in"), "Alt+3", Presence.STAND_IN),
        ):
            button = PlainButton(theme, words, key)
            button.clicked.connect(lambda _=False, presence=presence: self.note(presence))
            self._results.append(button)
            upper.addWidget(button, 1)
        taken = PlainButton(theme, self.tr("Call taken"), "Alt+T")
        taken.clicked.connect(self.answered)
        self._again_button = PlainButton(theme, self.tr("Call again"), "Alt+C")
        self._again_button.clicked.connect(self.again)
        gates(self.desk, Act.RELAY, *self._results, taken, self._again_button)
        lower.addWidget(taken, 1)
        lower.addWidget(self._again_button, 1)
        box.addLayout(upper)
        box.addLayout(lower)
        return box
