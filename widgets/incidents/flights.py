"""无人机架次 of an incident: who is in the air, what was seen; they are entered on the sheet of flights."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.incidents.sortie import NoteKind, SortieKind
from app.incidents.sortie_told import UNKNOWN, Look, by_kind, looks_of, minutes_said
from app.people.rights import Act
from widgets.duty.sortie_words import state_words
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps, time_column
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.gate import gates

PAGE = "trips"


class Flights(Steps):
    """Ctrl+Enter enters a take-off for this incident, Enter or Alt+O goes to the chosen flight."""

    def show_seen(self, seen: Seen | None) -> None:
        looks = looks_of(seen.case.sorties, seen.case.sortie_notes) if seen else []
        self.table.show_records(looks[::-1], now=True)
        told = "　".join(f"{kind}：{sum_.words()}" for kind, sum_ in by_kind(looks))
        self._panel.set_note(told if looks else "")
        self.setEnabled(seen is not None)

    def take_off(self) -> None:
        if self.seen is not None:
            self.services.go(PAGE, {"incident_id": self.seen.incident.id})

    def open_flight(self) -> None:
        one: Look | None = self.table.current()
        if one is not None:
            self.services.go(PAGE, one.sortie.id)

    def build(self, box: QVBoxLayout) -> None:
        self._panel = self.list_panel(
            box,
            self.tr("Flights of drones"),
            (
                Column(self.tr("Drone"), lambda s: s.sortie.drone, 180, strong=True, second=_crew),
                Column(self.tr("What it flies for"), lambda s: s.sortie.purpose, stretch=True,
                       second=_seen),
                Column(self.tr("State"), self._state, 136, strong=lambda s: s.sortie.open,
                       second=lambda s: s.sortie.ended_why),
                time_column(self.desk.clock, self.tr("Took off"), lambda s: s.sortie.took_off_at),
                time_column(self.desk.clock, self.tr("Landed"), lambda s: s.sortie.landed_at),
                Column(self.tr("Airspace"), lambda s: s.sortie.airspace or UNKNOWN, 116, fold=True,
                       second=lambda s: s.sortie.airspace_to),
            ),
            self.tr("No drone has flown for this incident."),
            "incident-flights",
        )  # fmt: skip
        self.table.opened.connect(lambda _: self.open_flight())
        there = PlainButton(self.theme, self.tr("Go to the flight"), "Alt+O")
        there.clicked.connect(self.open_flight)
        off = MainButton(self.theme, self.tr("A drone takes off"), "Ctrl+Enter")
        off.clicked.connect(self.take_off)
        gates(self.desk, Act.LOG, off)
        line = QHBoxLayout()
        edge = self.theme.px("space.m")
        line.setContentsMargins(edge, 0, edge, edge)
        line.addWidget(there)
        line.addStretch(1)
        line.addWidget(off)
        self._panel.body.addLayout(line)

    def _state(self, look: Look) -> str:
        told, minutes = state_words(look, self.desk.clock.now()), minutes_said(look.sortie)
        return f"{told} {minutes} 分钟" if minutes.isdecimal() else told


def _crew(look: Look) -> str:
    return " ".join(part for part in (look.sortie.unit, look.sortie.pilot) if part)


def _seen(look: Look) -> str:
    kind = look.sortie.kind
    told = look.said(NoteKind.SEEN, NoteKind.FAULT, NoteKind.LOST, NoteKind.FOUND)
    drill = "" if kind is SortieKind.TASK else f"【{kind}】"
    return drill + (told or look.sortie.place)
