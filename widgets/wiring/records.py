"""What the sheet of the radio's record asks of the other rooms."""

from __future__ import annotations

from uuid import UUID

from app.base.clock import day_hhmm
from app.office import Office
from widgets.radio.record_rooms import PrintRadio, RecordRooms


def records_of(office: Office, print_list: PrintRadio) -> RecordRooms:
    def shift(key: UUID) -> str:
        found = office.shifts.shift(key)
        if found is None:
            return ""
        return f"{day_hhmm(found.starts_at)} – {day_hhmm(found.ends_at)}"

    return RecordRooms(
        office.radio,
        office.radio_history,
        office.intake.open,
        office.intake.incident,
        shift,
        print_list,
    )
