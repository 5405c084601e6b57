"""Shifts, the log, instructions, read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.duty.checks import Relay
from app.duty.records import CrewPlace, Instruction, InstructionState, LogEntry, Shift
from db.change import record_of
from db.stores.reader import Reader
from db.tables.checks import relay
from db.tables.duty import crew_place, instruction, log_entry, shift

_HOLDING = (
    sa.select(shift)
    .where(shift.c.opened_at.is_not(None), shift.c.closed_at.is_(None))
    .order_by(shift.c.starts_at.desc())
)
"""Opened and not signed over; the newest when there are more."""


class ShiftRows(Reader):
    """Answers `app.duty.shifts.ShiftStore`."""

    def shift(self, key: UUID) -> Shift | None:
        return self._one("shift", sa.select(shift).where(shift.c.id == key))

    def shift_at(self, instant: datetime) -> Shift | None:
        held = (shift.c.starts_at <= instant) & (shift.c.ends_at > instant)
        return self._one("shift", sa.select(shift).where(held).order_by(shift.c.starts_at.desc()))

    def responsible(self) -> Shift | None:
        return self._one("shift", _HOLDING)

    def crew(self, shift_id: UUID) -> list[CrewPlace]:
        held = crew_place.c.shift_id == shift_id
        return self._all(
            "crew_place", sa.select(crew_place).where(held).order_by(crew_place.c.sort)
        )


class LogRows(Reader):
    """Answers `app.duty.log.LogStore`."""

    _numbered = (log_entry.c.seq.desc(), log_entry.c.written_at.desc(), log_entry.c.id.desc())
    """By the number, not the time: a clock that ran ahead and was put back must not mix the lines."""
    _newest = sa.select(log_entry).join(shift).order_by(shift.c.starts_at.desc(), *_numbered)

    def next_seq(self, shift_id: UUID) -> int:
        highest = sa.func.coalesce(sa.func.max(log_entry.c.seq), 0)
        return self._number(sa.select(highest + 1).where(log_entry.c.shift_id == shift_id))

    def entry(self, key: UUID) -> LogEntry | None:
        return self._one("log_entry", sa.select(log_entry).where(log_entry.c.id == key))

    def latest(self, count: int, shift_id: UUID | None = None) -> list[LogEntry]:
        """Shift by shift, so that a long record is not sorted for its newest lines."""
        shifts = sa.select(shift.c.id).order_by(shift.c.starts_at.desc())
        newest: list[LogEntry] = []
        with self._db.read() as connection:
            for held in [shift_id] if shift_id else connection.execute(shifts).scalars():
                query = sa.select(log_entry).where(log_entry.c.shift_id == held)
                query = query.order_by(*self._numbered).limit(count - len(newest))
                newest += [
                    record_of("log_entry", row._mapping) for row in connection.execute(query)
                ]
                if len(newest) >= count:
                    break
        return newest

    def of_incident(self, incident_id: UUID) -> list[LogEntry]:
        return self._all("log_entry", self._newest.where(log_entry.c.incident_id == incident_id))

    def count(self, shift_id: UUID) -> int:
        return self._number(
            sa.select(sa.func.count())
            .select_from(log_entry)
            .where(log_entry.c.shift_id == shift_id)
        )

    def closed(self, shift_id: UUID) -> bool:
        held = (shift.c.id == shift_id) & shift.c.closed_at.is_not(None)
        return bool(self._number(sa.select(sa.func.count()).where(held)))

    def holding(self) -> UUID | None:
        found: Shift | None = self._one("shift", _HOLDING)
        return None if found is None else found.id


class InstructionRows(Reader):
    """Answers `app.duty.instructions.InstructionStore`."""

    def open_instructions(self) -> list[Instruction]:
        query = (
            sa.select(instruction)
            .where(instruction.c.state != InstructionState.CLOSED)
            .order_by(instruction.c.due.is_(None), instruction.c.due, instruction.c.at)
        )
        return self._all("instruction", query)

    def of_shift(self, shift_id: UUID) -> list[Instruction]:
        held = instruction.c.shift_id == shift_id
        return self._all(
            "instruction", sa.select(instruction).where(held).order_by(instruction.c.at)
        )

    def relays(self, instructions: Sequence[UUID]) -> list[Relay]:
        held = relay.c.instruction_id.in_(list(instructions))
        return self._all(
            "relay", sa.select(relay).where(held).order_by(relay.c.told_at, relay.c.id)
        )
