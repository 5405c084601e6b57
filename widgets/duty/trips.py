"""签到出车: who signed that they are there; each vehicle that went out. A driver sees what is his."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmm
from app.base.drafts import Drafts
from app.base.errors import Refused
from app.base.said import moment_said
from app.duty.trips import Arrival, Leaving, Trip, Trips
from app.people.records import Officer
from app.people.rights import Act, may
from app.people.signin import SignedIn
from app.rescue.gear import GearBook
from widgets.checks.sheets import SheetsPage
from widgets.checks.view import CheckView
from widgets.duty.gear import GearView
from widgets.duty.sorties import SortieRooms, SortieView
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, NumberField, TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.lines import Line, LineList
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable

LABEL_W = 80
Incidents = Callable[[], list[tuple[UUID, str]]]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Read for one person: nothing of it may be shown to another."""

    who: Officer | None
    trips: tuple[Trip, ...] = ()
    there: tuple[Arrival, ...] = ()
    incidents: tuple[tuple[UUID, str], ...] = ()


class TripsPage(SheetsPage):
    """Vehicles and presence; communication gear; flights of drones. Open to who may sign presence, and to
    who reads the record. `badge` counts vehicles that are out and drones in the air; `open("gear")` goes to
    a sheet, `open({"camera_id": …})` to the form of a take-off, `open(key)` to a flight."""

    key = "trips"
    rights = (Act.READ, Act.PRESENCE)

    def __init__(
        self, desk: Desk, trips: Trips, gear: GearBook, sorties: SortieRooms, drafts: Drafts
    ) -> None:
        super().__init__()
        self._out: dict[str, int] = {}
        incidents = sorties.incidents
        self.view = TripsView(desk, trips, incidents)
        self.view.keep_drafts(drafts, "trip")
        self.view.shown.append(lambda out: self._count("trips", out))
        self.gear = GearView(desk, gear, incidents)
        self.gear.keep_drafts(drafts, "gear")
        self.sorties = SortieView(desk, sorties, drafts)
        self.sorties.shown.append(lambda out: self._count("sorties", out))
        words = {
            "trips": self.tr("Presence and trips  Alt+5"),
            "gear": self.tr("Communication gear  Alt+6"),
            "sorties": self.tr("Flights of drones  Alt+7"),
        }
        sheets = {"trips": self.view, "gear": self.gear, "sorties": self.sorties}
        self.lay_sheets(desk.theme, sheets, words, 39)

    def open(self, subject: Any) -> None:
        if isinstance(subject, str) and subject in self.sheets:
            self.turn(subject)
        elif isinstance(subject, dict):
            self.turn("sorties")
            self.sorties.begin_flight(**subject)
        elif isinstance(subject, UUID):
            self.turn("sorties")
            self.sorties.show_flight(subject)

    def print_page(self) -> bool:
        return self.turned == "sorties" and self.sorties.print_page()

    def _count(self, sheet: str, out: int) -> None:
        self._out[sheet] = out
        self.badge.emit(sum(self._out.values()))


class TripsView(CheckView):
    """Alt+1 signs that one is there, Alt+2 that one goes; Ctrl+Enter a vehicle goes, Alt+B it is back."""

    kinds = ("trip", "arrival", "incident")

    def __init__(self, desk: Desk, trips: Trips, incidents: Incidents) -> None:
        super().__init__(desk)
        self._trips, self._incidents = trips, incidents
        self.shown: list[Callable[[int], None]] = []
        self._build()
        listen(self, desk.bus, SignedIn, self._signed_in)
        self.begin()

    def first_focus(self) -> QWidget:
        return self._form.fields["vehicle"].editor

    # -- what the officer does -----------------------------------------------------------------

    def sign(self) -> None:
        self.act(self._trips.sign, self._signed)

    def leave(self) -> None:
        self.act(self._trips.leave, lambda _: self.desk.say(self.tr("Signed: gone")))

    def out(self) -> None:
        values, now = self._form.values(), self.desk.clock.now()
        if not self._whole(self._form, "km_out", "passengers"):
            return
        try:
            at = moment_said("out_at", values["out_at"], now).at if values["out_at"] else None
        except Refused as refused:
            self.refuse(refused)
            return
        told = Leaving(
            values["vehicle"], values["driver"], values["purpose"], values["destination"],
            values["asked_by"], at, values["km_out"], values["passengers"],
            UUID(values["incident"]) if values["incident"] else None,
        )  # fmt: skip
        self.act(lambda by, shift: self._trips.out(by, shift, told), self._went)

    def back(self) -> None:
        one, values, now = self.table.current(), self._back.values(), self.desk.clock.now()
        if one is None:
            self.refuse(Refused("trip", "choose"))
            return
        if not self._whole(self._back, "km_back"):
            return
        try:
            at = moment_said("back_at", values["back_at"], now).at if values["back_at"] else None
        except Refused as refused:
            self.refuse(refused)
            return
        km = values["km_back"]
        self.act(lambda by, _: self._trips.back(by, one, at, km), lambda _: self._back.clear())

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field in self._back.fields:
            self.form = self._back
            super().refuse(error)
            self.form = self._form
        else:
            super().refuse(error)

    @staticmethod
    def _whole(form: Form, *names: str) -> bool:
        wrong = [name for name in names if not form.fields[name].demand_valid()]  # type: ignore[attr-defined]
        return not wrong

    def _signed(self, made: Arrival) -> None:
        words = self.tr("Signed: {kind} {time}")
        self.desk.say(words.format(kind=made.kind.value, time=hhmm(made.at)))

    def _went(self, made: Trip) -> None:
        self._form.clear()
        self.desk.say(self.tr("Trip entered: {vehicle}").format(vehicle=made.vehicle))

    # -- what comes back -----------------------------------------------------------------------

    def look(self) -> _Seen:
        who, shift = self.desk.session.officer, self.desk.session.shift_id
        if who is None or not any(may(who, act) for act in TripsPage.rights):
            return _Seen(who)
        reads = may(who, Act.READ)
        trips = self._trips.listed(who) if reads or may(who, Act.TRIP) else []
        there = self._trips.arrivals(who, shift) if shift is not None else []
        return _Seen(who, tuple(trips), tuple(there), tuple(self._incidents()) if reads else ())

    def show_look(self, look: _Seen) -> None:
        if look.who != self.desk.session.officer:
            return
        self.table.show_records(look.trips, now=True)
        out = sum(one.back_at is None for one in look.trips)
        self._panel.set_note(self.tr("{n} out").format(n=out) if out else "")
        self.there.show_lines([self._line(one) for one in look.there])
        here = sum(one.left_at is None for one in look.there)
        self._presence.set_note(self.tr("{n} there").format(n=here))
        self._offer_incidents(look.incidents)
        for tell in self.shown:
            tell(out)

    def _offer_incidents(self, incidents: tuple[tuple[UUID, str], ...]) -> None:
        """What was chosen stays chosen, while it is offered."""
        field: ComboField = self._form.fields["incident"]  # type: ignore[assignment]
        chosen = field.value()
        field.combo.clear()
        for key, title in (("", "—"), *incidents):
            field.combo.addItem(title, str(key))
        field.combo.setCurrentIndex(max(0, field.combo.findData(chosen)))

    def _line(self, one: Arrival) -> Line:
        name = self.desk.session.covered_name(one.name)
        until = self.tr("gone {time}").format(time=hhmm(one.left_at)) if one.left_at else ""
        look = "read" if one.left_at else "new"
        return Line(str(one.id), f"{name}  {one.post}", until, lead=hhmm(one.at),
                    right=one.kind.value, look=look)  # fmt: skip

    def _signed_in(self, _fact: SignedIn) -> None:
        """What was read for one is gone before another looks."""
        self.show_look(_Seen(self.desk.session.officer))
        self.clear_refusal()
        self._show_driver()
        self.read()

    def _show_driver(self) -> None:
        """A driver enters his own trips only."""
        who, field = self.desk.session.officer, self._form.fields["driver"]
        own = who is not None and may(who, Act.TRIP) and not may(who, Act.LOG)
        field.setEnabled(not own)
        field.editor.setPlaceholderText(who.name if own and who is not None else "")

    # -- parts ---------------------------------------------------------------------------------

    def _build(self) -> None:
        gap = self.theme.px("space.m")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        self._panel = Panel(self.theme, self.tr("Trips of vehicles"), flush=True)
        self._panel.add(self._build_table(), 1)
        row.addWidget(self._panel, 1060)
        parts = (self._build_presence(), self._build_form(), self._build_back())
        row.addWidget(column(self.theme, *parts), 448)
        self._show_driver()

    def _build_table(self) -> RecordTable:
        cover = self.desk.session.covered_name

        def km(one: Trip) -> str:
            return "—" if one.km is None else f"{one.km} km"

        def people(one: Trip) -> str:
            return "不详" if one.passengers is None else str(one.passengers)

        columns = (
            Column(self.tr("Out at"), lambda t: day_hhmm(t.out_at), 112, strong=True),
            Column(self.tr("Vehicle"), lambda t: t.vehicle, 168,
                   second=lambda t: cover(t.driver)),
            Column(self.tr("Destination"), lambda t: t.destination, stretch=True,
                   second=lambda t: t.purpose),
            Column(self.tr("Sent by"), lambda t: cover(t.asked_by) or "—", 104, tone="text2"),
            Column(self.tr("Passengers"), people, 64, right=True, tone="text2"),
            Column(self.tr("Distance"), km, 72, right=True, tone="text2"),
            Column(self.tr("Back at"), self._returned, 112, right=True,
                   strong=lambda t: t.back_at is None),
        )  # fmt: skip
        self.table = RecordTable(
            self.theme,
            columns,
            row="list_two_line",
            empty=self.tr("No vehicle went out yet. The form at the right enters a trip."),
            name="trips",
            memory=self.desk.memory,
        )
        return self.table

    def _returned(self, one: Trip) -> str:
        return self.tr("still out") if one.back_at is None else day_hhmm(one.back_at)

    def _build_presence(self) -> Panel:
        theme = self.theme
        self._presence = Panel(theme, self.tr("Presence of this shift"), flush=True)
        self.there = LineList(theme, lead_w=56, empty=self.tr("Nobody has signed yet"), folds=True)
        self.there.setAccessibleName(self.tr("Presence of this shift"))
        self.there.setFixedHeight(theme.px("row.table_compact") * 5)
        self._presence.add(self.there)
        here = MainButton(theme, self.tr("I am here"), "Alt+1")
        here.clicked.connect(self.sign)
        gone = PlainButton(theme, self.tr("I am going"), "Alt+2")
        gone.clicked.connect(self.leave)
        gates(self.desk, Act.PRESENCE, here, gone)
        self._presence.body.addLayout(self._line_of(here, gone, edge=True))
        return self._presence

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("A vehicle goes"))
        self._form = self.form = Form(theme)
        text = partial(TextField, theme, label_w=LABEL_W)
        number = partial(NumberField, theme, label_w=LABEL_W)
        form, now = self._form, self.tr("now")
        form.row(vehicle=text(self.tr("Vehicle"), required=True))
        form.row(driver=text(self.tr("Driver"), required=True))
        form.row(destination=text(self.tr("Destination"), required=True))
        form.row(purpose=text(self.tr("Purpose"), required=True))
        form.row(asked_by=text(self.tr("Sent by")), out_at=text(self.tr("Out at"), placeholder=now))
        form.row(km_out=number(self.tr("Km out")), passengers=number(self.tr("Passengers")))
        form.row(incident=ComboField(theme, self.tr("Incident"), [("", "—")], label_w=LABEL_W))
        panel.add(form)
        panel.add(self.trouble)
        go = MainButton(theme, self.tr("Enter the trip"), "Ctrl+Enter")
        go.clicked.connect(self.out)
        gates(self.desk, Act.TRIP, go)
        panel.body.addLayout(self._line_of(go))
        return panel

    def _build_back(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("The chosen one is back"))
        self._back = Form(theme)
        self._back.row(
            back_at=TextField(
                theme, self.tr("Back at"), placeholder=self.tr("now"), label_w=LABEL_W
            ),
            km_back=NumberField(theme, self.tr("Km back"), label_w=LABEL_W),
        )
        panel.add(self._back)
        back = PlainButton(theme, self.tr("It is back"), "Alt+B")
        back.clicked.connect(self.back)
        gates(self.desk, Act.TRIP, back)
        panel.body.addLayout(self._line_of(back))
        return panel

    def _line_of(self, *buttons: QWidget, edge: bool = False) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(self.theme.px("space.s"))
        if edge:
            line.setContentsMargins(*(self.theme.px("space.m"),) * 4)
        else:
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        for button in buttons:
            line.addWidget(button, 1 if edge else 0)
        return line
