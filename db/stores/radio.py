"""The radio room's rows; answers `app.radio.service.RadioStore`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.radio.events import TextStep
from app.radio.records import (
    HeardKind,
    Radio,
    RadioAlarm,
    RadioControl,
    RadioEvent,
    RadioGroup,
    RadioStatus,
    RadioText,
)
from app.radio.tracks import TrackPoint, Went
from db.stores.reader import Reader
from db.tables.radio import (
    radio,
    radio_alarm,
    radio_control,
    radio_event,
    radio_group,
    radio_status,
    radio_text,
)

_TALKS = (HeardKind.TALK, HeardKind.OWN_TALK)
_UNDER_WAY = (TextStep.QUEUED, TextStep.ACCEPTED, TextStep.SENT)


class RadioRows(Reader):
    """Reads on the store thread."""

    def radios(self) -> list[Radio]:
        return self._all("radio", sa.select(radio).where(radio.c.active).order_by(radio.c.sort))

    def open_alarms(self) -> list[RadioAlarm]:
        still_open = sa.or_(radio_alarm.c.answered_at.is_(None), radio_alarm.c.cleared_at.is_(None))
        query = sa.select(radio_alarm).where(still_open).order_by(radio_alarm.c.raised_at)
        return self._all("radio_alarm", query)

    def alarms_of(self, keys: Sequence[UUID]) -> list[RadioAlarm]:
        return self._all("radio_alarm", sa.select(radio_alarm).where(radio_alarm.c.id.in_(keys)))

    def lines_of(self, keys: Sequence[UUID]) -> list[RadioEvent | RadioText]:
        events = self._all("radio_event", sa.select(radio_event).where(radio_event.c.id.in_(keys)))
        texts = self._all("radio_text", sa.select(radio_text).where(radio_text.c.id.in_(keys)))
        return [*events, *texts]

    def alarm_lines(self, alarm: RadioAlarm) -> list[RadioEvent]:
        until = alarm.cleared_at if alarm.answered_at is not None else None
        query = sa.select(radio_event).where(
            radio_event.c.radio == alarm.radio,
            radio_event.c.kind.in_((HeardKind.EMERGENCY, HeardKind.CLEARED)),
            radio_event.c.at >= alarm.raised_at,
            radio_event.c.at <= (until or alarm.last_at),
        )
        return self._all("radio_event", query.order_by(radio_event.c.at))

    def open_texts(self) -> list[RadioText]:
        query = sa.select(radio_text).where(radio_text.c.step.in_(_UNDER_WAY))
        return self._all("radio_text", query.order_by(radio_text.c.at))

    def latest_events(self, count: int) -> list[RadioEvent]:
        newest = (radio_event.c.at.desc(), radio_event.c.id.desc())
        query = sa.select(radio_event).order_by(*newest).limit(count)
        return self._all("radio_event", query)[::-1]

    def latest_texts(self, count: int) -> list[RadioText]:
        query = sa.select(radio_text).order_by(radio_text.c.at.desc()).limit(count)
        return self._all("radio_text", query)[::-1]

    def last_heard(self) -> dict[int, datetime]:
        query = (
            sa.select(radio_event.c.radio, sa.func.max(radio_event.c.at))
            .where(radio_event.c.radio.is_not(None), radio_event.c.kind != HeardKind.OFFLINE)
            .group_by(radio_event.c.radio)
        )
        with self._db.read() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def positions(
        self, since: datetime, until: datetime, radio_no: int | None = None
    ) -> list[Went]:
        held = radio_event.c
        query = sa.select(held.radio, held.at, held.lat, held.lon).where(
            held.at >= since,
            held.at < until,
            held.kind.in_((HeardKind.POSITION, HeardKind.EMERGENCY)),
            held.radio.is_not(None),
            held.lat.is_not(None),
            held.lon.is_not(None),
        )
        if radio_no is not None:
            query = query.where(held.radio == radio_no)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(held.at))
            return [Went(row[0], TrackPoint(row[1], row[2], row[3])) for row in rows]

    def last_places(self) -> list[RadioEvent]:
        newest = (
            sa.select(radio_event.c.radio, sa.func.max(radio_event.c.at).label("at"))
            .where(radio_event.c.radio.is_not(None), radio_event.c.lat.is_not(None))
            .group_by(radio_event.c.radio)
            .subquery()
        )
        same = sa.and_(radio_event.c.radio == newest.c.radio, radio_event.c.at == newest.c.at)
        query = sa.select(radio_event).join(newest, same).where(radio_event.c.lat.is_not(None))
        return self._all("radio_event", query)

    def last_talks(self) -> list[RadioEvent]:
        talks = sa.and_(radio_event.c.kind.in_(_TALKS), radio_event.c.talkgroup.is_not(None))
        newest = (
            sa.select(radio_event.c.talkgroup, sa.func.max(radio_event.c.at).label("at"))
            .where(talks)
            .group_by(radio_event.c.talkgroup)
            .subquery()
        )
        same = sa.and_(
            radio_event.c.talkgroup == newest.c.talkgroup, radio_event.c.at == newest.c.at
        )
        return self._all("radio_event", sa.select(radio_event).join(newest, same).where(talks))

    def latest_controls(self, count: int) -> list[RadioControl]:
        query = sa.select(radio_control).order_by(radio_control.c.at.desc()).limit(count)
        return self._all("radio_control", query)

    def radio_groups(self) -> list[RadioGroup]:
        order = (radio_group.c.sort, radio_group.c.number, radio_group.c.id)
        query = sa.select(radio_group).where(radio_group.c.active).order_by(*order)
        return self._all("radio_group", query)

    def radio_statuses(self) -> list[RadioStatus]:
        return self._all("radio_status", sa.select(radio_status).order_by(radio_status.c.id))
