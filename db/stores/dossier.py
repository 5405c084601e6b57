"""Everything of one incident, read in one consistent view."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.dossier.case_file import CaseFile
from app.dossier.records import DossierExported, FiledByHand, PaperPlace
from app.dossier.review import Review, ReviewAction
from app.incidents.records import Incident
from db.change import record_of
from db.stores.reader import Reader
from db.tables import metadata
from db.tables.checks import relay
from db.tables.clips import clip_part
from db.tables.command import consultation_task
from db.tables.dossier import review_action
from db.tables.duty import crew_place, shift
from db.tables.sorties import sortie_note
from db.tables.study import response, response_turn

_LISTS = {
    "contacts": ("incident_contact", "at"),
    "lines": ("log_entry", "at"),
    "figures": ("figure", "at"),
    "gradings": ("grading", "at"),
    "deadlines": ("deadline", "due_at"),
    "lateness": ("lateness", "at"),
    "instructions": ("instruction", "at"),
    "reports": ("report", "drafted_at"),
    "steps": ("report_step", "at"),
    "sendings": ("sending", "sent_at"),
    "urgings": ("urging", "at"),
    "statements": ("statement", "at"),
    "consultations": ("consultation", "begins_at"),
    "orders": ("command_order", "sent_at"),
    "forces": ("force", "called_at"),
    "headquarters": ("headquarters", "set_up_at"),
    "requests": ("help_request", "asked_at"),
    "taken": ("plan_taken", "at"),
    "ordered": ("duty_ordered", "id"),
    "sittings": ("sitting", "since"),
    "heard": ("radio_event", "at"),
    "texts": ("radio_text", "at"),
    "alarms": ("radio_alarm", "raised_at"),
    "files": ("attachment", "at"),
    "clips": ("clip", "asked_at"),
    "sorties": ("sortie", "opened_at"),
}
"""Part of the file -> its table and the time by which it is ordered."""


class DossierRows(Reader):
    """Answers `app.dossier.service.DossierStore`."""

    def case_file(self, incident_id: UUID) -> CaseFile | None:
        with self._db.read() as connection:
            found = _rows(connection, "incident", metadata.tables["incident"].c.id == incident_id)
            if not found:
                return None
            one: Incident = found[0]
            parts: dict[str, Any] = {}
            for part, (name, at) in _LISTS.items():
                table = metadata.tables[name]
                held = table.c.incident_id == incident_id
                parts[part] = _rows(connection, name, held, table.c[at], table.c.id)
            given = [row.id for row in parts["instructions"]]
            parts["relays"] = _rows(
                connection, "relay", relay.c.instruction_id.in_(given), relay.c.told_at
            )
            sat = [row.id for row in parts["consultations"]]
            table = consultation_task
            parts["tasks"] = _rows(
                connection, "consultation_task", table.c.consultation_id.in_(sat), table.c.id
            )
            during = (shift.c.starts_at <= one.received_at) & (shift.c.ends_at > one.received_at)
            shifts = sa.select(shift.c.id).where(during)
            parts["crew"] = _rows(
                connection, "crew_place", crew_place.c.shift_id.in_(shifts), crew_place.c.sort
            )
            filmed = [row.id for row in parts["clips"]]
            parts["films"] = _rows(
                connection, "clip_part", clip_part.c.clip_id.in_(filmed), clip_part.c.begun_at
            )
            flown = [row.id for row in parts["sorties"]]
            parts["sortie_notes"] = _rows(
                connection, "sortie_note", sortie_note.c.sortie_id.in_(flown), sortie_note.c.at
            )
            parts |= _responses(connection, one)
            return CaseFile(incident=one, **parts)

    def reviews(self, incident_id: UUID) -> list[Review]:
        return self._of("review", incident_id)

    def actions(self, incident_id: UUID) -> list[ReviewAction]:
        return self._of("review_action", incident_id)

    def open_actions(self) -> list[ReviewAction]:
        open_ones = sa.select(review_action).where(review_action.c.done_at.is_(None))
        due = review_action.c.due
        return self._all(
            "review_action", open_ones.order_by(due.is_(None), due, review_action.c.id)
        )

    def by_hand(self, incident_id: UUID) -> list[FiledByHand]:
        return self._of("filed_by_hand", incident_id)

    def places(self, incident_id: UUID) -> list[PaperPlace]:
        return self._of("paper_place", incident_id)

    def exports(self, incident_id: UUID) -> list[DossierExported]:
        return self._of("dossier_export", incident_id)

    def exported_as(self, seal: str) -> DossierExported | None:
        table = metadata.tables["dossier_export"]
        found = self._all("dossier_export", sa.select(table).where(table.c.seal == seal))
        return found[0] if found else None

    def _of(self, name: str, incident_id: UUID) -> list[Any]:
        """Oldest first: keys are drawn in the order of time."""
        table = metadata.tables[name]
        held = table.c.incident_id == incident_id
        return self._all(name, sa.select(table).where(held).order_by(table.c.id))


def _responses(connection: sa.Connection, one: Incident) -> dict[str, Any]:
    """Turns of responses while the incident was open, and the responses they turned."""
    held = response_turn.c.at >= one.received_at
    if one.closed_at is not None:
        held &= response_turn.c.at <= one.closed_at
    turns = _rows(connection, "response_turn", held, response_turn.c.at, response_turn.c.id)
    turned = response.c.id.in_({turn.response_id for turn in turns})
    return {"turns": turns, "responses": _rows(connection, "response", turned, response.c.id)}


def _rows(
    connection: sa.Connection, name: str, held: sa.ColumnElement[bool], *by: sa.Column[Any]
) -> tuple[Any, ...]:
    query = sa.select(metadata.tables[name]).where(held).order_by(*by)
    return tuple(record_of(name, row._mapping) for row in connection.execute(query))
