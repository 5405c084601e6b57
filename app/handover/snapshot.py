"""The room at one moment, as a handover looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.duty.checks import Relay
from app.duty.records import CrewPlace, Instruction, LogEntry, Shift
from app.handover.records import HandoverItem, HandoverNote, Need, Section, SourceKind
from app.incidents.records import Deadline, Incident


@dataclass(frozen=True, slots=True)
class WarningInForce:
    """`severe` = red or orange: may not be taken in the lump."""

    key: str
    text: str
    detail: str
    severe: bool


@dataclass(frozen=True, slots=True)
class DeviceState:
    """What the desk knows of a device: `well` None = 不详."""

    key: str
    name: str
    well: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What a room has to say on the sheet, before it has its place there.

    `key` names the source within `kind`: the same one always makes the same item. An `owner` left empty
    is whoever takes over, when the matter asks for somebody.
    """

    section: Section
    text: str
    kind: SourceKind
    key: str
    detail: str = ""
    owner: str = ""
    due: datetime | None = None
    urgent: bool = False
    need: Need = Need.EACH


Matters = Callable[[Shift, datetime], Iterable[Matter]]
"""What another room says of this shift at this moment."""


@dataclass(frozen=True, slots=True)
class CarriedOn:
    """An item of the sheet before that went on unfinished, and why."""

    item: HandoverItem
    note: HandoverNote


@dataclass(frozen=True, slots=True)
class Sides:
    """The two shifts of a handover and who holds them: all that a signed sheet shows of the room."""

    shift: Shift
    next_shift: Shift
    crew_out: tuple[CrewPlace, ...]
    crew_in: tuple[CrewPlace, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`log` is this shift's; `unfinished` may come from earlier shifts.

    `incidents` are the open ones and those closed during the shift; `deadlines` the unmet ones;
    `relays` to whom the
    instructions were told; `carried` what the last sheet left; `matters` what other rooms say.
    """

    at: datetime
    shift: Shift
    next_shift: Shift
    crew_out: tuple[CrewPlace, ...]
    crew_in: tuple[CrewPlace, ...]
    incidents: tuple[Incident, ...]
    deadlines: tuple[Deadline, ...]
    log: tuple[LogEntry, ...]
    unfinished: tuple[LogEntry, ...]
    instructions: tuple[Instruction, ...]
    carried: tuple[CarriedOn, ...] = ()
    warnings: tuple[WarningInForce, ...] = ()
    devices: tuple[DeviceState, ...] = ()
    relays: tuple[Relay, ...] = ()
    matters: tuple[Matter, ...] = ()
