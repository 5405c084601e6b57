"""Shifts and instructions, read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.duty.checks import Relay
from app.duty.records import CrewPlace, Instruction, InstructionState, Shift
from db.stores.reader import Reader
from db.tables.checks import relay
from db.tables.duty import crew_place, instruction, shift

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
        held = (crew_place.c.shift_id == shift_id) & crew_place.c.active
        return self._all(
            "crew_place", sa.select(crew_place).where(held).order_by(crew_place.c.sort)
        )


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

    def last_instructions(self, count: int) -> list[Instruction]:
        newest = sa.select(instruction).order_by(instruction.c.at.desc(), instruction.c.id)
        return self._all("instruction", newest.limit(count))

    def relays(self, instructions: Sequence[UUID]) -> list[Relay]:
        held = relay.c.instruction_id.in_(list(instructions))
        return self._all(
            "relay", sa.select(relay).where(held).order_by(relay.c.told_at, relay.c.id)
        )
