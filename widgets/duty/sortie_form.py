"""What is typed of a flight: the drone, who flies it, for what, from where, how its airspace was reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

from app.base.clock import local
from app.base.errors import Refused
from app.base.said import moment_said
from app.incidents.sortie import Sortie, SortieEnd, SortieKind
from app.incidents.sortie_drones import Drone
from app.incidents.sortie_told import UNKNOWN, Look, Rules
from app.incidents.sorties import Flight
from widgets.kit.fields import ComboBox, ComboField, Field, SegmentField, TextField, typable
from widgets.kit.form import Form
from widgets.kit.theme import Theme

LABEL_W = 64
INCIDENT, DRILL = "incident", "drill"
_WORDS = (
    "drone", "unit", "pilot", "pilot_phone", "observer", "observer_phone", "purpose", "place",
    "airspace", "airspace_to", "airspace_no", "airspace_by", "weather", "battery", "remark",
)  # fmt: skip
_TIMES = ("took_off_at", "airspace_at", "landed_at")


class WordsField(Field):
    """Chosen from a list or typed freely; its value is the words."""

    def __init__(self, theme: Theme, label: str, words: Sequence[str] = (), **look: Any) -> None:
        self.combo = ComboBox(theme)
        super().__init__(theme, label, self.combo, **look)
        typable(self.combo, self)
        self.combo.setFixedHeight(theme.px("control.field_h"))
        self.offer(words)
        self.combo.activated.connect(lambda _: self._edited())
        self.combo.lineEdit().textEdited.connect(lambda _: self._edited())

    def offer(self, words: Sequence[str]) -> None:
        """What is typed stays."""
        held = self.value()
        self.combo.clear()
        self.combo.addItems(list(words))
        self.set_value(held)

    def value(self) -> str:
        return self.combo.currentText().strip()

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.combo.findText(value or ""))
        self.combo.setEditText(value or "")


class SortieForm(Form):
    """`flight(now)` is what was typed; `show_flight` fills it from one that is to be changed."""

    def __init__(self, theme: Theme, rules: Rules) -> None:
        super().__init__(theme)
        self._drones: dict[str, Drone] = {}
        self._pilots: dict[str, str] = {}
        text = partial(TextField, theme, label_w=LABEL_W)
        short = partial(TextField, theme, label_w=36, share=2)
        combo = partial(ComboField, theme, label_w=LABEL_W)
        drone = self._drone = WordsField(theme, tr("Drone"), label_w=LABEL_W, required=True)
        drone.combo.activated.connect(lambda _: self._fill_unit())
        self.row(drone=drone)
        self.row(
            purpose=WordsField(
                theme, tr("What it flies for"), rules.tasks, label_w=LABEL_W, required=True
            )
        )
        self._tied = combo(tr("Incident or drill"), [("", "—")])
        self._tied.changed.connect(self._drill_chosen)
        self.row(tied=self._tied)
        kinds = [(kind.value, kind.value) for kind in SortieKind]
        self.row(kind=SegmentField(theme, tr("Flown as"), kinds, label_w=LABEL_W))
        self.row(
            place=text(tr("Takes off from"), share=3),
            lat=short(tr("Point"), placeholder="28.50, 109.60"),
        )
        self.row(
            took_off_at=text(tr("Took off"), placeholder=tr("now; or: unknown"), share=3),
            weather=short(tr("Weather")),
        )
        self.row(landed_at=text(tr("Landed"), placeholder=tr("unknown")))
        self.row(unit=text(tr("Unit"), share=3), battery=short(tr("Battery")))
        pilot = self._pilot = WordsField(theme, tr("Pilot"), label_w=LABEL_W)
        pilot.combo.activated.connect(lambda _: self._fill_phone())
        self.row(pilot=pilot, pilot_phone=text(tr("Phone")))
        self.row(observer=text(tr("Observer")), observer_phone=text(tr("Phone")))
        states = [("", UNKNOWN), *((word, word) for word in rules.airspace)]
        self.row(airspace=combo(tr("Airspace"), states), airspace_to=text(tr("Airspace told to")))
        self.row(airspace_no=text(tr("Its number")), airspace_by=text(tr("Airspace told by")))
        self.row(
            airspace_at=text(tr("Airspace told at"), placeholder=tr("unknown"), share=3),
            remark=short(tr("Remark")),
        )
        self.blank()

    def blank(self) -> None:
        self.clear()
        self.fields["kind"].set_value(SortieKind.TASK.value)
        self._tied.set_value("")
        self.fields["airspace"].set_value("")
        self.ask_landing(False)

    def ask_landing(self, on: bool) -> None:
        """When it landed is asked of one that is down."""
        self.fields["landed_at"].setVisible(on)

    def offer_pilots(self, pilots: Mapping[str, str]) -> None:
        """Name -> telephone of those who flew before."""
        self._pilots = dict(pilots)
        self._pilot.offer(list(self._pilots))

    def offer(self, drones: Sequence[Drone], tied: Sequence[tuple[str, str]]) -> None:
        """What was chosen stays chosen, while it is offered."""
        self._drones = {one.words: one for one in drones}
        self._drone.offer(list(self._drones))
        held = self._tied.value()
        self._tied.combo.clear()
        for key, words in (("", "—"), *tied):
            self._tied.combo.addItem(words, key)
        self._tied.combo.setCurrentIndex(max(0, self._tied.combo.findData(held)))

    def take_drone(self, *, gear_id: UUID | None = None, camera_id: UUID | None = None) -> bool:
        """As if it had been chosen; False when it is not among those offered."""
        for words, one in self._drones.items():
            if (gear_id and one.gear_id == gear_id) or (camera_id and one.camera_id == camera_id):
                self._drone.set_value(words)
                self._fill_unit()
                self.changed.emit()
                return True
        return False

    def show_flight(self, look: Look) -> None:
        one = look.sortie
        self.blank()
        self.fill({name: getattr(one, name) for name in _WORDS})
        for name in _TIMES:
            at = getattr(one, name)
            unknown = UNKNOWN if name == "took_off_at" else ""
            self.fields[name].set_value(_typed(at) if at else unknown)
        tied = _key(one)
        if tied and self._tied.combo.findData(tied) < 0:
            self._tied.combo.addItem(look.tied, tied)
        self._tied.set_value(tied)
        self.fields["kind"].set_value(one.kind.value)
        self.fields["lat"].set_value("" if one.lat is None else f"{one.lat:.6f}, {one.lon:.6f}")
        self.ask_landing(one.ended is SortieEnd.LANDED)
        for field in self.fields.values():  # the head of long words is seen, not their end
            if isinstance(field.editor, QLineEdit):
                field.editor.setCursorPosition(0)

    def flight(self, now: datetime, before: Sortie | None = None) -> Flight:
        """An empty take-off is now, of one that is changed 不详. Raises `Refused(field, …)`."""
        said = self.values()
        words = {name: said[name] for name in _WORDS}
        kind, _, key = said["tied"].partition(":")
        lat, lon = point(said["lat"])
        off = self.time("took_off_at", now, before and before.took_off_at)
        if not said["took_off_at"] and before is None:
            off = now
        made = Flight(
            **words, took_off_at=off, kind=SortieKind(said["kind"] or SortieKind.TASK), lat=lat,
            lon=lon, airspace_at=self.time("airspace_at", now, before and before.airspace_at),
            incident_id=UUID(key) if kind == INCIDENT else None,
            drill_id=UUID(key) if kind == DRILL else None,
        )  # fmt: skip
        drone = self._drones.get(made.drone)
        if drone is not None:
            return replace(made, gear_id=drone.gear_id, camera_id=drone.camera_id)
        if before is not None and made.drone == before.drone:
            return replace(made, gear_id=before.gear_id, camera_id=before.camera_id)
        return made

    def time(self, name: str, now: datetime, before: datetime | None) -> datetime | None:
        """None = 不详. What stands there unchanged is the moment it was, to the last fraction."""
        typed = str(self.fields[name].value())
        if before is not None and typed == _typed(before):
            return before
        return when(name, typed, now)

    def _fill_unit(self) -> None:
        one = self._drones.get(self._drone.value())
        unit = self.fields["unit"]
        if one is not None and one.unit and not unit.value():
            unit.set_value(one.unit)

    def _fill_phone(self) -> None:
        known, phone = self._pilots.get(self._pilot.value(), ""), self.fields["pilot_phone"]
        if known and not phone.value():
            phone.set_value(known)

    def _drill_chosen(self) -> None:
        if str(self._tied.value()).startswith(DRILL):
            self.fields["kind"].set_value(SortieKind.DRILL.value)


def when(field: str, typed: str, now: datetime) -> datetime | None:
    """A time as it is typed, None for 不详 and nothing. Raises `Refused(field, …)`."""
    moment = moment_said(field, typed, now)
    if moment.vague:
        raise Refused(field, "vague_time")
    return moment.at


def point(typed: str) -> tuple[float, float] | tuple[None, None]:
    """Latitude and longitude in degrees, WGS-84. Raises `Refused("lat", "not_a_point")`."""
    if not typed:
        return None, None
    try:
        lat, lon = (float(part) for part in typed.replace("，", ",").replace(",", " ").split())
    except ValueError:
        raise Refused("lat", "not_a_point") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused("lat", "not_a_point")
    return lat, lon


def _typed(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M:%S}"


def _key(one: Sortie) -> str:
    if one.incident_id is not None:
        return f"{INCIDENT}:{one.incident_id}"
    return f"{DRILL}:{one.drill_id}" if one.drill_id is not None else ""


def tr(words: str) -> str:
    return QCoreApplication.translate("Sorties", words)
