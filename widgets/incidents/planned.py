"""预案: which plans fit, who commands under one, and its duties as a checklist that becomes orders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.errors import Refused
from app.incidents.offered import Offered
from app.people.contacts import Card
from app.people.rights import Act
from app.plans.fitting import Fit
from app.plans.headquarters import number_of
from app.plans.planbook import Charged
from app.plans.records import PlanTaken
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.copying import copy_number, hidden
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable

KINDS = frozenset({"plan", "plan_duty", "membership", "post", "person", "contact_point", "org"})
FITS, DUTIES = 3, 4
"""So many rows are seen without scrolling."""


class PlanPart(Tab):
    """Alt+R takes the chosen plan, Alt+O leaves it. Space ticks a duty, Ctrl+Enter makes an order of those
    ticked, of one unit. Alt+C copies the number of who commands, Alt+Z notes that they sit in command,
    Alt+V goes to the form that starts a response.

    `ordered(values)` for the form of orders; `seated(values)` for that of who sits in command; `known`
    when it was read what the plans offer.
    """

    ordered = Signal(object)
    seated = Signal(object)
    known = Signal(object)

    def show_seen(self, seen: Seen | None) -> None:
        wanted = _key(seen)
        if seen is None:
            self._ask_key, self.offered = None, Offered(())
            self._show(self.offered)
        elif wanted != self._ask_key:
            if self._ask_key is None or wanted[0] != self._ask_key[0]:
                self._wanted, self._ticked = None, set()
            self._ask_key = wanted
            self.read()
        else:
            self._show(self.offered)
        self.setEnabled(seen is not None)

    def first_focus(self) -> QWidget:
        return self.fits.view

    def read(self) -> None:
        if self.seen is not None and self.services.plans is not None:
            case, offer = self.seen.case, self.services.plans.offering.offer
            wanted = self._wanted
            self._again.ask(lambda: (case.incident.id, offer(case.incident, case.taken, wanted)))

    def take_plan(self) -> None:
        fit: Fit | None = self.fits.current()
        if fit is None:
            self.refuse(None, Refused("row", "choose"))
            return
        plans = self.services.plans
        assert plans is not None
        self.act(None, lambda who, shift, one: plans.planned.take(who, shift, one, fit.plan))

    def leave_plan(self) -> None:
        fit: Fit | None = self.fits.current()
        held = self._held(fit.id) if fit is not None else None
        if held is None:
            self.refuse(None, Refused("row", "choose_taken"))
            return
        plans = self.services.plans
        assert plans is not None
        self.act(None, lambda who, shift, one: plans.planned.leave(who, shift, one, held))

    def tick(self, one: Charged | None) -> None:
        if one is not None:
            self._ticked ^= {one.id}
            self._show_duties()
            self.duties.select(one.id)

    def order(self) -> None:
        """The form of orders filled with the lines ticked, else with the line the cursor is on."""
        lines = [one for one in self.offered.duties if one.id in self._ticked]
        current: Charged | None = self.duties.current()
        lines = lines or ([current] if current is not None else [])
        if not lines:
            self.refuse(None, Refused("row", "choose"))
            return
        if len({one.duty.unit for one in lines}) > 1:
            self.refuse(None, Refused("row", "one_unit"))
            return
        self.clear_refusal(None)
        led = self.offered.headquarters
        unit = lines[0].duty.unit
        self.ordered.emit(
            {
                "giver": led.org.full_name if led else "",
                "unit": unit,
                "text": "；".join(one.duty.what for one in lines),
                "duties": "|".join([unit, *(str(one.id) for one in lines)]),
            }
        )
        self._ticked = set()
        self._show_duties()

    def respond(self) -> None:
        """To the form that starts a response under this plan: a document with somebody's word. Its reason
        names the incident, so that the review finds it."""
        plan = self.offered.plan
        if plan is None or self.seen is None:
            self.refuse(None, Refused("row", "choose"))
            return
        one = self.seen.incident
        self.services.go("study", ("response", plan.name, f"{one.no} {one.title}"))

    def copy(self) -> None:
        acting, led = self._who_acts(), self.offered.headquarters
        if led is None or acting is None or not number_of(acting):
            self.desk.say(self.tr("No number is known of who commands there."))
            return
        copy_number(self.desk, number_of(acting), f"{led.org.name} {acting.name}")

    def sit(self) -> None:
        """Who acts as commander, as they should stand in the form."""
        acting, led = self._who_acts(), self.offered.headquarters
        if led is None:
            self.refuse(None, Refused("row", "no_headquarters"))
            return
        duty = acting.person.duty if acting and acting.person else ""
        duty = duty.removesuffix("A角").removesuffix("B角")
        name = acting.name if acting else ""
        self.seated.emit({"headquarters": led.org.full_name, "name": name, "duty": duty})

    # -- what comes back -----------------------------------------------------------------------

    def _answered(self, answer: tuple[UUID, Offered]) -> None:
        """Not shown when another incident is looked at by now."""
        about, offered = answer
        if self.seen is not None and self.seen.incident.id == about:
            self._show(offered)

    def _show(self, offered: Offered) -> None:
        self.offered = offered
        self.fits.show_records(offered.fits, now=True)
        if offered.plan is not None and self._current_fit() != offered.plan.id:
            self.fits.view.selectionModel().blockSignals(True)
            self.fits.select(offered.plan.id)
            self.fits.view.selectionModel().blockSignals(False)
        self._commander.setText(self._commander_words())
        self._show_duties()
        self.known.emit(offered)

    def _current_fit(self) -> UUID | None:
        current = self.fits.current()
        return None if current is None else current.id

    def _show_duties(self) -> None:
        duties = self.offered.duties
        self.duties.show_records(duties, now=True)
        orders = self._orders()
        done = sum(bool(orders.get(one.id)) for one in duties)
        plan = self.offered.plan
        self._panel.set_title(plan.name if plan else self.tr("Who does what"))
        words = self.tr("{n} duties, {done} ordered, {ticked} ticked")
        told = words.format(n=len(duties), done=done, ticked=len(self._ticked))
        self._panel.set_note(told if duties else "")

    def _choose(self, fit: Fit | None) -> None:
        """The duties of the plan the cursor is on."""
        plan = self.offered.plan
        if fit is not None and (plan is None or fit.id != plan.id):
            self._wanted, self._ticked = fit.id, set()
            self.read()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in KINDS and self.isVisible():
            self.read()

    def _held(self, plan: UUID) -> PlanTaken | None:
        taken = self.seen.case.taken if self.seen else ()
        return next((t for t in taken if t.plan_id == plan and t.left_at is None), None)

    def _orders(self) -> dict[UUID, str]:
        """Duty -> the order that holds it: 令3 已复述."""
        if self.seen is None:
            return {}
        orders = {one.id: one for one in self.seen.case.orders}
        return {
            row.duty_id: f"{order.no.split('-')[-1]} {order.step.value}"
            for row in self.seen.case.ordered
            if (order := orders.get(row.order_id)) is not None
        }

    def _who_acts(self) -> Card | None:
        led = self.offered.headquarters
        held = led.commander if led else None
        return held.acting(self.desk.clock.now()) if held else None

    def _commander_words(self) -> str:
        led = self.offered.headquarters
        if led is None:
            return (
                self.tr("No special headquarters is named by this plan.")
                if self.offered.plan
                else ""
            )
        held, acting = led.commander, self._who_acts()
        if held is None:
            who = self.tr("nobody entered")
        elif acting is None:
            who = self.tr("A and B are both away")
        else:
            name = self.desk.session.covered_name(acting.name)
            number = "•••" if hidden(self.desk) else number_of(acting) or "—"
            told = self.tr("{name} (acting)").format(name=name) if acting is held.b else name
            who = f"{held.post.name} {told}　{number}"
        return f"{led.org.full_name}　{who}"

    # -- building ------------------------------------------------------------------------------

    def build(self, box: QVBoxLayout) -> None:
        self.offered = Offered(())
        self._wanted: UUID | None = None
        self._ask_key: tuple[Any, ...] | None = None
        self._ticked: set[UUID] = set()
        self._again: Reread[tuple[UUID, Offered]] = Reread(
            self, self.desk.store, self._answered, lambda error: self.refuse(None, error)
        )
        listen(self, self.desk.bus, Changed, self._changed)
        box.addWidget(self._build_fits())
        box.addWidget(self._build_duties(), 1)

    def _build_fits(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Plans that fit"), flush=True)
        self.fits = RecordTable(
            theme,
            (
                Column(
                    self.tr("Plan"), lambda f: f.plan.name, 240, stretch=True,
                    strong=lambda f: self._held(f.id) is not None,
                ),
                Column(
                    self.tr("Kept by"), lambda f: f.owner.full_name, 130, tone="text2", fold=True
                ),
                Column(
                    self.tr("Fits by"), lambda f: f.ground.value if f.ground else "—", 110,
                    tone="text2",
                ),
                Column(self.tr("State"), self._state, 76, right=True),
            ),
            row="table_compact",
            empty=self.tr("No plan of the library fits. Enter class and kind of the event first."),
        )  # fmt: skip
        row, head = theme.px("row.table_compact"), theme.px("row.header")
        self.fits.view.setMinimumHeight(head + FITS * row)
        self.fits.setFixedHeight(head + FITS * row + 4)
        self.fits.chosen.connect(self._choose)
        panel.add(self.fits)
        take = PlainButton(theme, self.tr("Work by it"), "Alt+R")
        leave = PlainButton(theme, self.tr("No longer by it"), "Alt+O")
        copy = PlainButton(theme, self.tr("Copy the number"), "Alt+C")
        sit = PlainButton(theme, self.tr("Sits in command"), "Alt+Z")
        respond = PlainButton(theme, self.tr("Start a response"), "Alt+V")
        self._commander = Label(theme, "", strong=True)
        self._commander.setWordWrap(True)
        holder = QWidget()
        lines = QVBoxLayout(holder)
        edge, gap = theme.px("space.l"), theme.px("space.s")
        lines.setContentsMargins(edge, gap, edge, gap)
        lines.setSpacing(gap)
        lines.addWidget(self._commander)
        row_of = QHBoxLayout()
        row_of.setSpacing(gap)
        for button, act in (
            (take, self.take_plan),
            (leave, self.leave_plan),
            (copy, self.copy),
            (sit, self.sit),
            (respond, self.respond),
        ):
            button.clicked.connect(act)
            row_of.addWidget(button)
        row_of.addStretch(1)
        lines.addLayout(row_of)
        lines.addWidget(self.trouble)
        gates(self.desk, Act.INTAKE, take, leave)
        gates(self.desk, Act.RELAY, sit)
        gates(self.desk, Act.RESPOND, respond)
        panel.add(holder)
        return panel

    def _build_duties(self) -> Panel:
        theme = self.theme
        panel = self._panel = Panel(theme, self.tr("Who does what"), flush=True)
        self.duties = RecordTable(
            theme,
            (
                Column("", lambda c: "✓" if c.id in self._ticked else "", 40, strong=True),
                Column(
                    self.tr("Unit"), lambda c: c.duty.unit, 176,
                    strong=lambda c: c.duty.is_lead, second=self._second,
                ),
                Column(
                    self.tr("What is to be done"), lambda c: c.duty.what, 140, stretch=True,
                    second=lambda c: c.duty.phase,
                ),
                Column(
                    self.tr("Ordered"), lambda c: self._orders().get(c.id, "—"), 100, right=True
                ),
            ),
            row="list_two_line",
            empty=self.tr("The plan lists no duty of any unit."),
            name="incident-plan-duties",
            memory=self.desk.memory,
        )  # fmt: skip
        self.duties.view.setMinimumHeight(
            theme.px("row.header") + DUTIES * theme.px("row.list_two_line")
        )
        self.duties.ticked.connect(self.tick)
        self.duties.opened.connect(lambda _: self.order())
        panel.add(self.duties, 1)
        order = MainButton(theme, self.tr("Make an order of it"), "Ctrl+Enter")
        order.clicked.connect(self.order)
        gates(self.desk, Act.RELAY, order)
        panel.tools.addWidget(Label(theme, self.tr("Space ticks a line"), "small", tone="text2"))
        panel.tools.addWidget(order)
        return panel

    def _second(self, one: Charged) -> str:
        number = "•••" if one.number and hidden(self.desk) else one.number or "—"
        return f"{self.tr('leads')}　{number}" if one.duty.is_lead else number

    def _state(self, fit: Fit) -> str:
        return self.tr("in use") if self._held(fit.id) is not None else "—"


def _key(seen: Seen | None) -> tuple[Any, ...]:
    """What of an incident decides which plans are offered."""
    if seen is None:
        return ()
    one = seen.incident
    held = tuple(row.plan_id for row in seen.case.taken if row.left_at is None)
    return one.id, one.event_class, one.kind, one.township, one.place, held
