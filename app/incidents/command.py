"""Orders, forces, the headquarters and help for an incident: each step with its line in the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import Clock, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Way
from app.incidents.acts import (
    CommandOrder,
    Force,
    ForceStep,
    Headquarters,
    HelpKind,
    HelpRequest,
    OrderStep,
)
from app.incidents.records import Incident
from app.incidents.traced import Traced, counted, filled, settled
from app.people.records import Officer
from app.people.rights import Act, demand
from app.plans.records import DutyOrdered


class CommandStore(Protocol):
    def orders(self, incident_id: UUID) -> list[CommandOrder]:
        """Oldest first, as all of these."""
        ...

    def open_orders(self) -> list[CommandOrder]:
        """Of all open incidents, earliest due first."""
        ...

    def forces(self, incident_id: UUID) -> list[Force]: ...

    def headquarters(self, incident_id: UUID) -> list[Headquarters]: ...

    def requests(self, incident_id: UUID) -> list[HelpRequest]: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a force when it is called."""

    team: str
    unit: str = ""
    people: int | None = None
    vehicles: int | None = None
    gear: str = ""
    leader: str = ""
    phone: str = ""
    called_at: datetime | None = None
    note: str = ""


class Command(Traced):
    """Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, store: CommandStore, log: DutyLog, clock: Clock, mark: Mark
    ) -> None:
        super().__init__(ledger, log, clock, mark)
        self.store = store

    # orders

    def order(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        giver: str,
        unit: str,
        text: str,
        *,
        person: str = "",
        channel: Channel = Channel.PHONE,
        urgent: bool = False,
        due: datetime | None = None,
        sent_at: datetime | None = None,
        duties: Sequence[UUID] = (),
    ) -> CommandOrder:
        """An order of a leader or a headquarters, passed on; `duties` of a plan go out with it."""
        demand(by, Act.RELAY)
        filled(giver=giver, unit=unit, text=text)
        at = self._past("sent_at", sent_at or self._clock.now())
        held = self.store.orders(incident.id)
        made = CommandOrder(
            id=new_id(),
            incident_id=incident.id,
            no=f"{incident.no}-令{len(held) + 1}",
            giver=giver.strip(),
            unit=unit.strip(),
            person=person.strip(),
            text=text.strip(),
            channel=channel,
            urgent=urgent,
            due=due,
            sent_at=at,
            received_at=None,
            started_at=None,
            feedback="",
            feedback_at=None,
            done_at=None,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        words = f"指令（{made.no}）{made.giver}→{made.unit} {made.person}：{made.text}"
        line = Line(
            words,
            Way.OUT,
            channel,
            unit=made.unit,
            person=made.person,
            category=Category.INCIDENT,
            incident_id=incident.id,
            due=due,
        )
        rows: dict[str, Any] = {"command_order": made}
        if duties:
            rows["duty_ordered"] = [
                DutyOrdered(new_id(), incident.id, duty, made.id, self._mark) for duty in duties
            ]
        self._put(by, shift_id, incident, "order.give", rows, line)
        return made

    def move_order(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        seen: CommandOrder,
        step: OrderStep,
        at: datetime | None = None,
        feedback: str = "",
    ) -> CommandOrder:
        """The next thing that is known of it; 反馈 needs its words, and a later step fills no earlier one."""
        demand(by, Act.RELAY)
        when = settled(self._past("at", at or self._clock.now()), seen.sent_at)
        if when < seen.sent_at:
            raise Refused("at", "before_the_order")
        if seen.done_at is not None:
            raise Refused("step", "done_already")
        changed: dict[str, Any]
        if step is OrderStep.ANSWERED:
            filled(feedback=feedback)
            changed = {"feedback": feedback.strip(), "feedback_at": when}
        else:
            name = {
                OrderStep.RECEIVED: "received_at",
                OrderStep.STARTED: "started_at",
                OrderStep.DONE: "done_at",
            }.get(step)
            if name is None or getattr(seen, name) is not None:
                raise Refused("step", "done_already")
            earlier = {
                "started_at": [seen.received_at],
                "done_at": [seen.received_at, seen.started_at],
            }
            when = settled(when, *earlier.get(name, ()))
            changed = {name: when}
        new = replace(seen, **changed)
        steps = [at for at in (new.received_at, new.started_at, new.done_at) if at is not None]
        if steps != sorted(steps):
            raise Refused("at", "wrong_order")
        told = f"：{feedback.strip()}" if step is OrderStep.ANSWERED else ""
        words = f"指令（{seen.no}）{seen.unit} {hhmm(when)} {step.value}{told}"
        self._put(by, shift_id, incident, "order.move", {"command_order": (new, seen)}, words)
        return new

    # forces

    def send(self, by: Officer, shift_id: UUID, incident: Incident, sent: Sent) -> Force:
        demand(by, Act.INTAKE)
        filled(team=sent.team)
        counted(people=sent.people, vehicles=sent.vehicles)
        made = Force(
            id=new_id(),
            incident_id=incident.id,
            team=sent.team.strip(),
            unit=sent.unit.strip(),
            people=sent.people,
            vehicles=sent.vehicles,
            gear=sent.gear.strip(),
            leader=sent.leader.strip(),
            phone=sent.phone.strip(),
            called_at=self._past("called_at", sent.called_at or self._clock.now()),
            left_at=None,
            arrived_at=None,
            returned_at=None,
            note=sent.note.strip(),
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        words = f"调派 {made.team}{_strength(made)}"
        self._put(by, shift_id, incident, "force.call", {"force": made}, words)
        return made

    def move_force(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        seen: Force,
        step: ForceStep,
        at: datetime | None = None,
    ) -> Force:
        """出发, 到达, 归队: in this order of time; a step between that nobody told stays 不详."""
        demand(by, Act.INTAKE)
        names = {
            ForceStep.LEFT: "left_at",
            ForceStep.ARRIVED: "arrived_at",
            ForceStep.RETURNED: "returned_at",
        }
        name = names.get(step)
        if name is None or getattr(seen, name) is not None:
            raise Refused("step", "done_already")
        earlier = [seen.called_at, seen.left_at, seen.arrived_at][: list(names).index(step) + 1]
        when = settled(self._past("at", at or self._clock.now()), *earlier)
        moved: dict[str, Any] = {name: when}
        new = replace(seen, **moved)
        times = [new.called_at, new.left_at, new.arrived_at, new.returned_at]
        known = [one for one in times if one is not None]
        if known != sorted(known):
            raise Refused("at", "wrong_order")
        words = f"{seen.team} {hhmm(when)} {step.value}"
        self._put(by, shift_id, incident, "force.move", {"force": (new, seen)}, words)
        return new

    # the headquarters, and help

    def set_up(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        name: str,
        commander: str,
        *,
        place: str = "",
        lat: float | None = None,
        lon: float | None = None,
        commander_phone: str = "",
        deputy: str = "",
        members: str = "",
        set_up_at: datetime | None = None,
    ) -> Headquarters:
        """One at a time: a second is refused while the first stands."""
        demand(by, Act.CONVENE)
        filled(name=name, commander=commander)
        if any(one.ended_at is None for one in self.store.headquarters(incident.id)):
            raise Refused("name", "stands_already")
        made = Headquarters(
            id=new_id(),
            incident_id=incident.id,
            name=name.strip(),
            place=place.strip(),
            lat=lat,
            lon=lon,
            commander=commander.strip(),
            commander_phone=commander_phone.strip(),
            deputy=deputy.strip(),
            members=members.strip(),
            set_up_at=self._past("set_up_at", set_up_at or self._clock.now()),
            ended_at=None,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        words = f"成立{made.name}，指挥长 {made.commander}"
        self._put(by, shift_id, incident, "headquarters.set_up", {"headquarters": made}, words)
        return made

    def end(
        self, by: Officer, shift_id: UUID, incident: Incident, seen: Headquarters
    ) -> Headquarters:
        demand(by, Act.CONVENE)
        if seen.ended_at is not None:
            raise Refused("step", "done_already")
        new = replace(seen, ended_at=self._clock.now())
        words = f"撤销{seen.name}"
        self._put(by, shift_id, incident, "headquarters.end", {"headquarters": (new, seen)}, words)
        return new

    def ask_for_help(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident,
        kind: HelpKind,
        to: str,
        text: str,
    ) -> HelpRequest:
        """超出本地处置能力: experts, teams or supplies of the level above."""
        demand(by, Act.INTAKE)
        filled(to=to, text=text)
        held = self.store.requests(incident.id)
        made = HelpRequest(
            id=new_id(),
            incident_id=incident.id,
            no=f"{incident.no}-援{len(held) + 1}",
            kind=kind,
            to=to.strip(),
            text=text.strip(),
            asked_at=self._clock.now(),
            reply="",
            reply_at=None,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )
        words = f"请求支援（{made.no}）{made.to} {made.kind.value}：{made.text}"
        self._put(by, shift_id, incident, "help.ask", {"help_request": made}, words)
        return made

    def answered(
        self, by: Officer, shift_id: UUID, incident: Incident, seen: HelpRequest, reply: str
    ) -> HelpRequest:
        demand(by, Act.INTAKE)
        filled(reply=reply)
        new = replace(seen, reply=reply.strip(), reply_at=self._clock.now())
        words = f"请求支援（{seen.no}）{seen.to}答复：{new.reply}"
        self._put(by, shift_id, incident, "help.answer", {"help_request": (new, seen)}, words)
        return new


def _strength(force: Force) -> str:
    parts = [
        f"{number} {word}"
        for number, word in ((force.people, "人"), (force.vehicles, "车"))
        if number is not None
    ]
    return f"（{'、'.join(parts)}）" if parts else ""
