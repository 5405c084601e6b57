"""Incidents, their headquarters and radios as live marks on the map."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QObject

from app.atlas.layers import OFF_THE_AIR, Layer, MapItem, MapModel
from app.base.bus import Changed
from app.base.errors import Refused
from app.incidents.acts import Headquarters
from app.incidents.intake import Intake
from app.incidents.records import Incident
from app.radio.facts import (
    RadioAlarmAnswered,
    RadioAlarmPlaced,
    RadioAlarmRaised,
    RadioOffline,
    RadioOnline,
    RadioPositionHeard,
    RadioRemembered,
)
from app.radio.roster import Presence
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen

_log = logging.getLogger(__name__)
HEADQUARTERS = "现场指挥部"
"""Its kind on the map, with a sign of its own."""
OVERTAKEN = timedelta(minutes=1)
"""So long a place may have waited behind an emergency; an older one comes after the clock was set back."""


class Marks(QObject):
    """Writes the map's model; the map itself may be closed, and finds all of it when it opens."""

    def __init__(
        self,
        desk: Desk,
        model: MapModel,
        intake: Intake,
        radio: RadioService,
        headquarters: Callable[[UUID], list[Headquarters]] = lambda _: [],
    ) -> None:
        """`headquarters` of an incident, on the store thread."""
        super().__init__()
        self._headquarters = headquarters
        self._desk = desk
        self._model = model
        self._intake = intake
        self._radio = radio
        hears = (
            (Changed, self._changed),
            (RadioRemembered, self._remembered),
            (RadioPositionHeard, self._position),
            (RadioOnline, self._presence),
            (RadioOffline, self._presence),
            (RadioAlarmRaised, self._alarm),
            (RadioAlarmPlaced, self._placed),
            (RadioAlarmAnswered, self._quiet),
        )
        for kind, method in hears:
            listen(self, desk.bus, kind, method)
        self._remembered(None)
        self._read()

    def _remembered(self, _fact: object) -> None:
        """Where each radio was last, from this run or an earlier one."""
        for seen in self._radio.roster():
            if seen.place is not None:
                label = f"{seen.unit} {seen.holder or seen.number}".strip()
                place = seen.place
                off = seen.presence is Presence.OFFLINE
                self._put_radio(seen.number, place.lat, place.lon, label, place.at, off)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("incident", "headquarters"):
            self._read()

    def _read(self) -> None:
        ask(self, self._desk.store, self._look, then=self._show, fail=self._kept)

    def _look(self) -> tuple[list[Headquarters], list[Incident]]:
        """Of open incidents; headquarters only while they stand."""
        incidents = self._intake.open()
        held = [one for incident in incidents for one in self._headquarters(incident.id)]
        return [one for one in held if one.ended_at is None], incidents

    def incident_of(self, key: UUID) -> Incident | None:
        """Whose mark it is: of the incident itself or of its headquarters. On the store thread."""
        held = (
            one
            for one in self._intake.open()
            if any(key == headquarters.id for headquarters in self._headquarters(one.id))
        )
        return self._intake.incident(key) or next(held, None)

    def _show(self, seen: tuple[list[Headquarters], list[Incident]]) -> None:
        """Incidents last: of two at one place theirs is the mark on top."""
        headquarters, incidents = seen
        items = [
            *(_item(one.id, one.lat, one.lon, one.name, HEADQUARTERS) for one in headquarters),
            *(
                _item(one.id, one.lat, one.lon, one.title, one.event_class.value)
                for one in incidents
            ),
        ]
        self._model.replace(Layer.INCIDENT, [item for item in items if item is not None])

    def _kept(self, error: Exception) -> None:
        """The store does not answer: what stands on the map stays there."""
        if isinstance(error, Refused):
            raise error

    def _presence(self, fact: RadioOnline | RadioOffline) -> None:
        known = self._model.item(Layer.RADIO, str(fact.radio))
        if known is not None:
            off = isinstance(fact, RadioOffline)
            self._put_radio(fact.radio, known.lat, known.lon, known.label, known.at, off)

    def _position(self, fact: RadioPositionHeard) -> None:
        label = f"{fact.unit} {fact.holder or fact.radio}".strip()
        self._put_radio(fact.radio, fact.lat, fact.lon, label, fact.at)

    def _alarm(self, fact: RadioAlarmRaised) -> None:
        if fact.lat is not None and fact.lon is not None:
            label = f"{fact.unit} {fact.holder or fact.radio}".strip()
            self._put_radio(fact.radio, fact.lat, fact.lon, label, fact.placed_at or fact.at)
        self._model.pulse(str(fact.radio))

    def _placed(self, fact: RadioAlarmPlaced) -> None:
        known = self._model.item(Layer.RADIO, str(fact.radio))
        label = known.label if known else f"{fact.unit} {fact.radio}".strip()
        self._put_radio(fact.radio, fact.lat, fact.lon, label, fact.at)

    def _quiet(self, fact: RadioAlarmAnswered) -> None:
        """Another alarm of the same radio may still wait; one that was cleared waits all the same."""
        waits = any(
            one.radio == fact.radio and one.answered_at is None for one in self._radio.alarms()
        )
        self._model.pulse(str(fact.radio), waits)

    def _put_radio(
        self, radio: int, lat: float, lon: float, label: str, at: datetime | None, off: bool = False
    ) -> None:
        """One that says where it is, is on the air. A gateway may send what is no place on any map; a place
        that an alarm has overtaken is an older one."""
        known = self._model.item(Layer.RADIO, str(radio))
        if known and known.at and at and known.at - OVERTAKEN < at < known.at:
            return
        kind = OFF_THE_AIR if off else ""
        with suppress(ValueError):
            self._model.put(Layer.RADIO, str(radio), lat, lon, label, kind, at)


def _item(key: UUID, lat: float | None, lon: float | None, label: str, kind: str) -> MapItem | None:
    """None where nobody knows the place, or where it cannot be drawn: the others stand all the same."""
    if lat is None or lon is None:
        return None
    try:
        return MapItem(Layer.INCIDENT, str(key), lat, lon, label, kind)
    except ValueError as error:
        _log.warning("%s has no mark on the map: %s", label, error)
        return None
