"""What a handover reads."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa

from app.base.errors import Refused
from app.duty.records import InstructionState, Shift
from app.handover.records import (
    Handover,
    HandoverItem,
    HandoverNote,
    HandoverReminder,
    HandoverState,
    NoteKind,
    Section,
    Signature,
)
from app.handover.snapshot import CarriedOn, Sides, Snapshot
from app.incidents.records import IncidentStatus
from db.change import record_of
from db.stores.log import OPEN
from db.stores.reader import Reader
from db.tables.checks import relay
from db.tables.duty import crew_place, instruction, log_entry, shift
from db.tables.handover import (
    handover,
    handover_item,
    handover_note,
    handover_reminder,
    handover_signature,
)
from db.tables.incidents import deadline, incident

_OVER = (IncidentStatus.CLOSED, IncidentStatus.FILED)
_correcting = log_entry.alias("correcting")
_PLACE = {section: number for number, section in enumerate(Section)}


class HandoverRows(Reader):
    """Answers `app.handover.service.HandoverStore`."""

    def snapshot(self, shift_id: UUID, at: datetime, next_shift_id: UUID | None = None) -> Snapshot:
        with self._db.read() as connection:
            sides = _sides(connection, shift_id, next_shift_id)
            own = sides.shift
            open_incident = sa.select(incident.c.id).where(incident.c.status.not_in(_OVER))
            replaced = sa.exists().where(_correcting.c.corrects == log_entry.c.id)
            return Snapshot(
                at=at,
                shift=own,
                next_shift=sides.next_shift,
                crew_out=sides.crew_out,
                crew_in=sides.crew_in,
                incidents=_rows(
                    connection,
                    incident,
                    incident.c.status.not_in(_OVER) | (incident.c.closed_at >= own.starts_at),
                    incident.c.received_at,
                ),
                deadlines=_rows(
                    connection,
                    deadline,
                    deadline.c.met_at.is_(None) & deadline.c.incident_id.in_(open_incident),
                    deadline.c.due_at,
                ),
                log=_rows(connection, log_entry, log_entry.c.shift_id == shift_id, log_entry.c.seq),
                unfinished=_rows(
                    connection,
                    log_entry,
                    log_entry.c.status.in_(OPEN) & ~replaced,
                    log_entry.c.written_at,
                ),
                instructions=_rows(
                    connection,
                    instruction,
                    instruction.c.state != InstructionState.CLOSED,
                    instruction.c.at,
                ),
                carried=_carried(connection, own.id),
                relays=_rows(
                    connection,
                    relay,
                    relay.c.instruction_id.in_(
                        sa.select(instruction.c.id).where(
                            instruction.c.state != InstructionState.CLOSED
                        )
                    ),
                    relay.c.told_at,
                ),
            )

    def sides(self, shift_id: UUID, next_shift_id: UUID) -> Sides:
        with self._db.read() as connection:
            return _sides(connection, shift_id, next_shift_id)

    def handover(self, key: UUID) -> Handover | None:
        return self._one("handover", sa.select(handover).where(handover.c.id == key))

    def handover_of(self, shift_id: UUID) -> Handover | None:
        return self._one("handover", sa.select(handover).where(handover.c.shift_id == shift_id))

    def items(self, handover_id: UUID) -> list[HandoverItem]:
        query = sa.select(handover_item).where(handover_item.c.handover_id == handover_id)
        held: list[HandoverItem] = self._all("handover_item", query)
        return sorted(held, key=lambda item: (_PLACE[item.section], item.seq))

    def signatures(self, handover_id: UUID) -> list[Signature]:
        mine = handover_signature.c.handover_id == handover_id
        query = sa.select(handover_signature).where(mine)
        given = query.order_by(handover_signature.c.at, handover_signature.c.id)
        return self._all("handover_signature", given)

    def notes(self, handover_id: UUID) -> list[HandoverNote]:
        mine = handover_note.c.handover_id == handover_id
        query = sa.select(handover_note).where(mine)
        return self._all("handover_note", query.order_by(handover_note.c.at, handover_note.c.id))

    def next_shift(self, own: Shift) -> Shift | None:
        with self._db.read() as connection:
            return _next_shift(connection, own, None)

    def last_reminder(self, shift_id: UUID) -> HandoverReminder | None:
        query = sa.select(handover_reminder).where(handover_reminder.c.shift_id == shift_id)
        return self._one("handover_reminder", query.order_by(handover_reminder.c.step.desc()))

    def last_no(self, begin: datetime, end: datetime) -> int:
        highest = sa.func.coalesce(sa.func.max(handover.c.no), 0)
        made = (handover.c.created_at >= begin) & (handover.c.created_at < end)
        return self._number(sa.select(highest).where(made))


def _sides(connection: sa.Connection, shift_id: UUID, next_shift_id: UUID | None) -> Sides:
    found = _rows(connection, shift, shift.c.id == shift_id)
    if not found:
        raise Refused("shift", "unknown_shift")
    own: Shift = found[0]
    following = _next_shift(connection, own, next_shift_id)
    if following is None:
        raise Refused("shift", "no_next_shift")
    crews = (_crew(connection, one.id) for one in (own, following))
    return Sides(own, following, *crews)


def _next_shift(connection: sa.Connection, own: Shift, key: UUID | None) -> Shift | None:
    wanted = shift.c.starts_at >= own.ends_at if key is None else shift.c.id == key
    asked = sa.select(shift).where(wanted).order_by(shift.c.starts_at).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else cast("Shift", record_of("shift", row._mapping))


def _carried(connection: sa.Connection, shift_id: UUID) -> tuple[CarriedOn, ...]:
    """What was carried on into this shift: the last reason of each item."""
    into = (handover.c.next_shift_id == shift_id) & (handover.c.state == HandoverState.IN_FORCE)
    sheets = sa.select(handover.c.id).where(into)
    why = handover_note.c.handover_id.in_(sheets) & (handover_note.c.kind == NoteKind.CARRIED)
    notes = {
        note.item_id: note for note in _rows(connection, handover_note, why, handover_note.c.at)
    }
    held = handover_item.c.handover_id.in_(sheets)
    items = [item for item in _rows(connection, handover_item, held) if item.id in notes]
    items.sort(key=lambda item: (_PLACE[item.section], item.seq))
    return tuple(CarriedOn(item, notes[item.id]) for item in items)


def _crew(connection: sa.Connection, shift_id: UUID) -> tuple[Any, ...]:
    held = (crew_place.c.shift_id == shift_id) & crew_place.c.active
    return _rows(connection, crew_place, held, crew_place.c.sort)


def _rows(
    connection: sa.Connection, table: sa.Table, where: Any, *order: sa.Column[Any]
) -> tuple[Any, ...]:
    rows = connection.execute(sa.select(table).where(where).order_by(*order, table.c.id))
    return tuple(record_of(table.name, row._mapping) for row in rows)
