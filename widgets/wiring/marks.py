"""Incidents and radios as live marks on the map."""

from __future__ import annotations

import logging
from datetime import datetime

from PySide6.QtCore import QObject

from app.atlas.layers import Layer, MapItem, MapModel
from app.base.bus import Changed
from app.base.errors import Refused
from app.incidents.intake import Intake
from app.incidents.records import Incident
from app.radio.facts import (
    RadioAlarmAnswered,
    RadioAlarmCleared,
    RadioAlarmPlaced,
    RadioAlarmRaised,
    RadioPositionHeard,
    RadioRemembered,
)
from app.radio.service import RadioService
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen

_log = logging.getLogger(__name__)


class Marks(QObject):
    """Writes the map's model; the map itself may be closed, and finds all of it when it opens."""

    def __init__(self, desk: Desk, model: MapModel, intake: Intake, radio: RadioService) -> None:
        super().__init__()
        self._desk = desk
        self._model = model
        self._intake = intake
        self._radio = radio
        hears = (
            (Changed, self._changed),
            (RadioRemembered, self._remembered),
            (RadioPositionHeard, self._position),
            (RadioAlarmRaised, self._alarm),
            (RadioAlarmPlaced, self._placed),
            (RadioAlarmAnswered, self._quiet),
            (RadioAlarmCleared, self._quiet),
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
                self._put_radio(seen.number, place.lat, place.lon, label, place.at)

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "incident":
            self._read()

    def _read(self) -> None:
        ask(self, self._desk.store, self._intake.open, then=self._show, fail=self._kept)

    def _show(self, incidents: list[Incident]) -> None:
        items = [_item(incident) for incident in incidents]
        self._model.replace(Layer.INCIDENT, [item for item in items if item is not None])

    def _kept(self, error: Exception) -> None:
        """The store does not answer: what stands on the map stays there."""
        if isinstance(error, Refused):
            raise error

    def _position(self, fact: RadioPositionHeard) -> None:
        label = f"{fact.unit} {fact.holder or fact.radio}".strip()
        self._put_radio(fact.radio, fact.lat, fact.lon, label, fact.at)

    def _alarm(self, fact: RadioAlarmRaised) -> None:
        if fact.lat is not None and fact.lon is not None:
            label = f"{fact.unit} {fact.holder or fact.radio}".strip()
            self._put_radio(fact.radio, fact.lat, fact.lon, label, fact.at)
        self._model.pulse(str(fact.radio))

    def _placed(self, fact: RadioAlarmPlaced) -> None:
        known = self._model.item(Layer.RADIO, str(fact.radio))
        label = known.label if known else str(fact.radio)
        self._put_radio(fact.radio, fact.lat, fact.lon, label, fact.at)

    def _quiet(self, fact: RadioAlarmAnswered | RadioAlarmCleared) -> None:
        self._model.pulse(str(fact.radio), False)

    def _put_radio(self, radio: int, lat: float, lon: float, label: str, at: datetime) -> None:
        self._model.put(Layer.RADIO, str(radio), lat, lon, label, "", at)


def _item(incident: Incident) -> MapItem | None:
    """None where nobody knows the place, or where it cannot be drawn: the others stand all the same."""
    if incident.lat is None or incident.lon is None:
        return None
    key, kind = str(incident.id), incident.event_class.value
    try:
        return MapItem(Layer.INCIDENT, key, incident.lat, incident.lon, incident.title, kind)
    except ValueError as error:
        _log.warning("%s has no mark on the map: %s", incident.no, error)
        return None
