"""The radio room's rows; answers `app.radio.remembered.RadioStore`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.radio.board import QUIET, LogLine
from app.radio.events import TextStep
from app.radio.history import Sieve
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
_PLACED = (HeardKind.POSITION, HeardKind.EMERGENCY)
_MANY = QUIET | {HeardKind.TALK}
_LATEST = 2000
Fits = list[sa.ColumnElement[bool]]
_UNDER_WAY = (TextStep.QUEUED, TextStep.ACCEPTED)
"""A text that was sent out stays so: for a group, and on gateways without receipts, that is its end."""


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

    def at_hand(self, said: int, quiet: int) -> list[RadioEvent]:
        newest = (radio_event.c.at.desc(), radio_event.c.id.desc())
        query, itself = sa.select(radio_event).order_by(*newest), radio_event.c.kind.in_(QUIET)
        lines = self._all("radio_event", query.where(sa.not_(itself)).limit(said))
        query = query.where(_in_order_of_time(itself, QUIET))
        lines += self._all("radio_event", query.limit(quiet))
        return sorted(lines, key=lambda line: (line.at, line.id))

    def latest_texts(self, count: int) -> list[RadioText]:
        query = sa.select(radio_text).order_by(radio_text.c.at.desc()).limit(count)
        return self._all("radio_text", query)[::-1]

    def last_heard(self) -> dict[int, datetime]:
        known, held = _radios(), radio_event.alias()
        last = (
            sa.select(held.c.at)
            .where(held.c.radio == known.c.radio, held.c.kind != HeardKind.OFFLINE)
            .order_by(held.c.at.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = sa.select(known.c.radio, last).where(known.c.radio.is_not(None))
        with self._db.read() as connection:
            rows = connection.execute(query)
            return {row[0]: row[1] for row in rows if row[1] is not None}

    def positions(
        self, since: datetime, until: datetime, radio_no: int | None = None
    ) -> list[Went]:
        held = radio_event.c
        query = sa.select(held.radio, held.at, held.lat, held.lon).where(
            held.at >= since,
            held.at < until,
            held.kind.in_(_PLACED),
            held.radio.is_not(None),
            held.lat.is_not(None),
            held.lon.is_not(None),
        )
        if radio_no is not None:
            query = query.where(held.radio == radio_no)
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(held.at))
            return [Went(row[0], TrackPoint(row[1], row[2], row[3])) for row in rows]

    def history(self, sieve: Sieve, count: int, before: LogLine | None = None) -> list[LogLine]:
        """Each table gives its newest; of both together the newest are kept."""
        lines: list[LogLine] = []
        if sieve.kinds is None or sieve.kinds:
            lines += self._newest("radio_event", radio_event, _heard(sieve), count, before)
        if sieve.texts:
            lines += self._newest("radio_text", radio_text, _sent(sieve), count, before)
        return sorted(lines, key=lambda line: (line.at, line.id), reverse=True)[:count]

    def _newest(
        self,
        name: str,
        table: sa.Table,
        fits: list[sa.ColumnElement[bool]],
        count: int,
        before: LogLine | None,
    ) -> list[LogLine]:
        held = table.c
        if before is not None:
            same = sa.and_(held.at == before.at, held.id < before.id)
            fits = [*fits, held.at <= before.at, sa.or_(held.at < before.at, same)]
        query = sa.select(table).where(*fits).order_by(held.at.desc(), held.id.desc())
        return self._all(name, query.limit(count))

    def last_places(self) -> list[RadioEvent]:
        """One of each radio, oldest first."""
        known, held = _radios(), radio_event.alias()
        last = (
            sa.select(held.c.id)
            .where(held.c.radio == known.c.radio, held.c.kind == kind, held.c.lat.is_not(None))
            .order_by(held.c.at.desc())
            .limit(1)
            .scalar_subquery()
            for kind in _PLACED
        )
        with self._db.read() as connection:
            keys = {
                key
                for row in connection.execute(sa.select(*last).select_from(known))
                for key in row
                if key
            }
        found = self._all("radio_event", sa.select(radio_event).where(radio_event.c.id.in_(keys)))
        newest = {one.radio: one for one in sorted(found, key=lambda one: one.at)}
        return list(newest.values())

    def last_talks(self) -> list[RadioEvent]:
        """One of each group among the latest; who talked on a group before these nobody remembers."""
        talks = sa.and_(radio_event.c.kind.in_(_TALKS), radio_event.c.talkgroup.is_not(None))
        query = sa.select(radio_event).where(talks.is_(sa.true()))
        found = self._all("radio_event", query.order_by(radio_event.c.at.desc()).limit(_LATEST))
        return list({one.talkgroup: one for one in reversed(found)}.values())

    def latest_controls(self, count: int) -> list[RadioControl]:
        query = sa.select(radio_control).order_by(radio_control.c.at.desc()).limit(count)
        return self._all("radio_control", query)

    def controls_of(self, keys: Sequence[UUID]) -> list[RadioControl]:
        query = sa.select(radio_control).where(radio_control.c.id.in_(keys))
        return self._all("radio_control", query)

    def radio_groups(self) -> list[RadioGroup]:
        order = (radio_group.c.sort, radio_group.c.number, radio_group.c.id)
        query = sa.select(radio_group).where(radio_group.c.active).order_by(*order)
        return self._all("radio_group", query)

    def radio_statuses(self) -> list[RadioStatus]:
        return self._all("radio_status", sa.select(radio_status).order_by(radio_status.c.id))


def _radios() -> sa.CTE:
    """Every radio of the record, the last row None: from one to the next by the index: to look at
    each row of years would take minutes."""
    held = radio_event.alias()
    known = sa.select(sa.func.min(held.c.radio).label("radio")).cte("known", recursive=True)
    held = radio_event.alias()
    following = sa.select(sa.func.min(held.c.radio)).where(held.c.radio > known.c.radio)
    return known.union_all(sa.select(following.scalar_subquery()).where(known.c.radio.is_not(None)))


def _in_order_of_time(
    fits: sa.ColumnElement[bool], kinds: frozenset[HeardKind]
) -> sa.ColumnElement[bool]:
    """Of kinds that are many, the index of kinds would sort nearly all rows for the newest few."""
    return fits.is_(sa.true()) if kinds & _MANY else fits


def _both(sieve: Sieve, held: sa.ColumnCollection[str, sa.Column[Any]]) -> Fits:
    fits: Fits = []
    if sieve.shift_id is not None:
        fits.append(held.shift_id == sieve.shift_id)
    if sieve.incident_id is not None:
        fits.append(held.incident_id == sieve.incident_id)
    if sieve.since is not None:
        fits.append(held.at >= sieve.since)
    if sieve.until is not None:
        fits.append(held.at < sieve.until)
    return fits


def _heard(sieve: Sieve) -> Fits:
    held = radio_event.c
    fits = _both(sieve, held)
    if sieve.kinds is not None:
        fits.append(_in_order_of_time(held.kind.in_(sieve.kinds), sieve.kinds))
    if sieve.radio is not None:
        fits.append(held.radio == sieve.radio)
    if sieve.talkgroup is not None:
        fits.append(held.talkgroup == sieve.talkgroup)
    if sieve.words:
        columns = (held.text, held.unit, held.holder)
        fits.append(sa.or_(*(one.contains(sieve.words, autoescape=True) for one in columns)))
    return fits


def _sent(sieve: Sieve) -> Fits:
    held = radio_text.c
    fits = _both(sieve, held)
    if sieve.radio is not None:
        fits.append(sa.and_(held.target == sieve.radio, sa.not_(held.to_group)))
    if sieve.talkgroup is not None:
        fits.append(sa.and_(held.target == sieve.talkgroup, held.to_group))
    if sieve.words:
        columns = (held.text, held.unit)
        fits.append(sa.or_(*(one.contains(sieve.words, autoescape=True) for one in columns)))
    return fits
