"""What the radio room and the record tell each other: ties to incidents, the shift, what other desks did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import RLock
from typing import Protocol
from uuid import UUID

from app.radio import facts
from app.radio.alarm_facts import followed
from app.radio.alarms import Step
from app.radio.board import LINES, SYSTEM, Board, LogLine
from app.radio.controls import Controls
from app.radio.records import RadioAlarm, RadioControl, RadioEvent, RadioText
from app.radio.seeking import Seeking
from app.radio.texts import Texts


class RecordStore(Protocol):
    """Read on the store thread."""

    def open_alarms(self) -> list[RadioAlarm]:
        """Not answered, or not cleared."""
        ...

    def alarms_of(self, keys: Sequence[UUID]) -> list[RadioAlarm]:
        """These alarms, open or over."""
        ...

    def lines_of(self, keys: Sequence[UUID]) -> list[LogLine]:
        """These events and texts."""
        ...

    def latest_texts(self, count: int) -> list[RadioText]:
        """Oldest of them first."""
        ...

    def latest_controls(self, count: int) -> list[RadioControl]:
        """Newest first."""
        ...

    def controls_of(self, keys: Sequence[UUID]) -> list[RadioControl]: ...

    def alarm_lines(self, alarm: RadioAlarm) -> list[RadioEvent]:
        """The frames that raised it and cleared it."""
        ...


class Recorded:
    """Safe for threads: shares the lock of the service."""

    def __init__(
        self,
        store: RecordStore,
        board: Board,
        lock: RLock,
        publish: Callable[[object], None],
        texts: Texts,
        controls: Controls,
    ) -> None:
        self._store, self._board, self._lock = store, board, lock
        self._publish = publish
        self._texts, self._controls = texts, controls
        self._seeking = Seeking()

    def drafted(self, incident_id: UUID) -> None:
        """On the store thread: an incident was registered. The draft of an alarm bears the alarm's own key:
        such an incident gets the alarm and the frames that raised it."""
        for alarm in self._store.alarms_of([incident_id]):
            frames = self._store.alarm_lines(alarm)
            with self._lock:
                if alarm.incident_id is None:
                    held = self._board.alarms.tied(alarm.id, incident_id)
                    step = held or Step(alarm, replace(alarm, incident_id=incident_id))
                    self._board.keep_alarm(step, SYSTEM, "radio.alarm.tie")
                for line in frames:
                    self._tie(line, incident_id, SYSTEM)

    def tie(self, keys: Sequence[UUID], incident_id: UUID | None, by: str) -> int:
        """On the store thread: lines to an incident, None takes them off. How many were not there before."""
        kept = {line.id: line for line in self._store.lines_of(keys)}
        with self._lock:
            kept |= {key: self._board.lines[key] for key in keys if key in self._board.lines}
            return sum(self._tie(line, incident_id, by) for line in kept.values())

    def enter_shift(self, shift_id: UUID | None) -> None:
        """What comes from now on belongs to this shift."""
        with self._lock:
            self._board.shift = shift_id

    def follow(self) -> None:
        """On the store thread: another desk raised, placed, answered or cleared an alarm."""
        with self._lock:
            known = [alarm.id for alarm in self._board.alarms.open()]
        kept = {one.id: one for one in self._store.open_alarms()}
        kept |= {one.id: one for one in self._store.alarms_of(known)}
        with self._lock:
            steps = self._board.alarms.follow(list(kept.values()))
        for step in steps:
            for fact in followed(step):
                self._publish(fact)

    def is_ours(self, text: UUID) -> bool:
        """A text that this desk has written: its row has nothing to tell here."""
        with self._lock:
            line = self._board.lines.get(text)
            return isinstance(line, RadioText) and self._board.ours(line)

    def follow_texts(self, key: UUID | None) -> None:
        """On the store thread: another desk wrote a text, or it has come further there. None: many did."""
        rows = self._store.lines_of([key]) if key else self._store.latest_texts(LINES)
        for fact in self._texts.followed([row for row in rows if isinstance(row, RadioText)]):
            self._publish(fact)

    def follow_controls(self, key: UUID | None) -> None:
        """On the store thread: another desk proposed or confirmed one, or tells what came of it; None: many
        did. What this desk proposed and another confirmed is sent."""
        rows = self._store.controls_of([key]) if key else self._store.latest_controls(LINES)
        for row in rows:
            control = self._controls.follow(row)
            if control is not None:
                elsewhere = not self._board.ours(control)
                self._publish(facts.RadioControlChanged(control, elsewhere))

    def desks_meet(self, now: bool) -> None:
        """Whether this desk and the others hear of each other."""
        self._controls.desks_meet = now

    def _tie(self, line: LogLine, incident_id: UUID | None, by: str) -> bool:
        line = self._board.lines.get(line.id, line)
        if line.incident_id == incident_id:
            return False
        tied = replace(line, incident_id=incident_id)
        table = "radio_text" if isinstance(line, RadioText) else "radio_event"
        if line.id in self._board.lines:
            self._board.lines[line.id] = tied
        if isinstance(tied, RadioText) and line.id in self._board.texts:
            self._board.texts[line.id] = tied
        self._board.keep(by, "radio.tie", table, tied, line)
        return True

    def sought(self, now_s: float) -> list[int]:
        """Radios in an emergency that are to be asked now where they are. Those that no gateway reaches are
        asked as soon as one does."""
        with self._lock:
            sought = (one.radio for one in self._board.alarms.sought())
            return self._seeking.due((one for one in sought if self._board.locates(one)), now_s)
