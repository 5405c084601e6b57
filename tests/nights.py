"""A night to be handed over, for tests: both crews, log lines, an incident, an instruction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.base.drafts import Drafts
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.log import Line
from app.duty.records import (
    Category,
    Channel,
    CrewPlace,
    Handling,
    Instruction,
    InstructionState,
    Shift,
)
from app.handover.around import Surroundings
from app.handover.records import Handover, Need, Side
from app.handover.rules import load_rules
from app.handover.service import Handovers
from app.handover.sheet import HandoverSheet
from app.handover.snapshot import DeviceState, Matter, Matters, WarningInForce
from app.handover.states import unacknowledged
from app.incidents.records import (
    Deadline,
    EventClass,
    Incident,
    IncidentStatus,
    Level,
    Source,
    Trend,
)
from app.people.records import Officer, Role
from db.stores.handover import HandoverRows
from tests.rooms import PIN, Room, officer

RULES = load_rules(Path(__file__).parents[1] / "resources" / "rules" / "handover.toml")
UNIT = "示范县应急管理局"


@dataclass(slots=True)
class Night:
    """`out` and `into` are the crews by post; the lists are what the room reports."""

    room: Room
    out: dict[Role, Officer]
    into: dict[Role, Officer]
    warnings: list[WarningInForce] = field(default_factory=list)
    devices: list[DeviceState] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    telling: tuple[Matters, ...] = ()
    drafts: Drafts | None = None
    service: Handovers = field(init=False)

    def __post_init__(self) -> None:
        self.service = Handovers(
            self.room.db,
            HandoverRows(self.room.db),
            self.room.clock,
            self.room.facts.append,
            Surroundings(
                self.room.sign_in.check,
                self.room.db.head,
                lambda: self.warnings,
                lambda: self.devices,
                (self._told,),
            ),
            RULES,
            UNIT,
        )

    def _told(self, shift: Shift, at: datetime) -> list[Matter]:
        return [*self.matters, *(one for tell in self.telling for one in tell(shift, at))]

    def prepare(self) -> HandoverSheet:
        return self.service.prepare(self.room.shift.id, self.out[Role.CHIEF])

    def sign(self, sheet: HandoverSheet, side: Side, who: Officer, pin: str = PIN) -> Handover:
        return self.service.sign(sheet.handover.id, side, who.id, pin)

    def acknowledge_all(self, sheet: HandoverSheet) -> None:
        """Each item that asks for it one by one, the others together."""
        new = self.into[Role.CHIEF]
        for item in unacknowledged(self.service.sheet(sheet.handover.id).items):
            if item.need is Need.EACH:
                self.service.acknowledge(sheet.handover.id, item.id, new)
        self.service.acknowledge_rest(sheet.handover.id, new)

    def incident(
        self, title: str, due_in: timedelta | None = None, level: Level = Level.NONE
    ) -> Incident:
        """An open incident, with a report that is due after `due_in`."""
        now = self.room.clock.now()
        made = Incident(
            id=new_id(),
            no="2026-0001",
            title=title,
            event_class=EventClass.NATURAL,
            kind="",
            status=IncidentStatus.HANDLING,
            level=level,
            level_possible=level,
            happened_at=None,
            happened_about=False,
            received_at=now,
            place="",
            township="",
            lat=None,
            lon=None,
            source=Source.TOWNSHIP,
            reporter_unit="",
            reporter_name="",
            reporter_phone="",
            callback="",
            course="",
            commander="",
            commander_phone="",
            trend=Trend.UNKNOWN,
            dangers=(),
            measures="",
            needs="",
            told="",
            repeated=False,
            called_back=False,
            by="test",
            by_name="",
            closed_at=None,
            mark=Mark.TEST,
        )
        with self.room.db.change("test", "incident.register", ("incident", str(made.id))) as change:
            change.put("incident", made)
            if due_in is not None:
                due = now + due_in
                change.put(
                    "deadline",
                    Deadline(new_id(), made.id, "r", "续报", "", now, due, None, Mark.TEST),
                )
        return made

    def instruction(self, text: str, due_in: timedelta | None = None) -> Instruction:
        now = self.room.clock.now()
        made = Instruction(
            id=new_id(),
            shift_id=self.room.shift.id,
            leader="田演平",
            post="带班领导",
            at=now,
            channel=Channel.FACE,
            text=text,
            receiver="各乡镇",
            due=now + due_in if due_in else None,
            state=InstructionState.RELAYED,
            relayed_at=now,
            feedback="",
            feedback_at=None,
            incident_id=None,
            by="test",
            by_name="",
            mark=Mark.TEST,
        )
        with self.room.db.change("test", "instruction", ("instruction", str(made.id))) as change:
            change.put("instruction", made)
        return made

    def line(
        self,
        text: str,
        status: Handling = Handling.DONE,
        category: Category = Category.OTHER,
        incident_id: UUID | None = None,
    ) -> UUID:
        written = Line(text, status=status, category=category, incident_id=incident_id)
        entry = self.room.log.write(self.out[Role.CHIEF], self.room.shift.id, written)
        return entry.id


def night(room: Room) -> Night:
    """The crew of the room is filled up, the next shift is planned."""
    leader = officer("田演平", Role.LEADER, 10)
    relief = [
        officer("石例峰", Role.LEADER, 11),
        officer("翟示梅", Role.CHIEF, 12),
        officer("单演达", Role.PROFESSIONAL, 13),
        officer("龙演海", Role.DRIVER, 14),
    ]
    with room.db.change("system", "officer.add", ("officer", "all")) as change:
        for one in (leader, *relief):
            change.put("officer", one)
        for sort, one in enumerate((leader, room.chief), -2):
            change.put(
                "crew_place",
                CrewPlace(
                    new_id(), room.shift.id, one.role, one.id, one.name, sort, room.shift.mark
                ),
            )
    room.shifts.plan(room.chief, room.shift.ends_at, [(one.role, one) for one in relief])
    out = {one.role: one for one in (leader, room.chief, room.watch)}
    return Night(room, out, {one.role: one for one in relief})
