"""What the radio room tells the others: facts of the bus, each with all a listener needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.base.bus import Urgent
from app.radio.events import AlarmKind, Linked, TextStep
from app.radio.records import RadioControl
from app.radio.talk import OwnCall


@dataclass(frozen=True, slots=True)
class RadioLinkChanged:
    """`why` is a reason code of the link, empty when it is well."""

    gateway: str
    name: str
    state: Linked
    why: str
    at: datetime
    lost_at: datetime | None = None
    """When it is up again: since when it was away."""


@dataclass(frozen=True, slots=True)
class RadioRemembered:
    """The record of earlier runs was read: roster, places and lines are there to be asked for."""


@dataclass(frozen=True, slots=True)
class RadioOnline:
    radio: int
    unit: str
    gateway: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioOffline:
    """`why`: told (it signed off) or expired (it was not heard in time)."""

    radio: int
    unit: str
    gateway: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class RadioChecked:
    """A radio, or the net for it, answered whether it is there."""

    radio: int
    ok: bool
    rssi_dbm: int | None
    gateway: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioAskEnded:
    """The one end of a command that is not a text. `result` as in `ControlReply`."""

    command: UUID
    result: str
    gateway: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioPositionHeard:
    """WGS-84; only positions with a fix. None = not said."""

    radio: int
    unit: str
    holder: str
    lat: float
    lon: float
    at: datetime
    speed_kmh: float | None
    course_deg: int | None
    rssi_dbm: int | None


@dataclass(frozen=True, slots=True)
class RadioLocated:
    """What an officer asked of the place of a radio has ended: `event_id` keeps who asked, where it is or why
    not, and how long that took."""

    event_id: UUID
    radio: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioTextHeard:
    """`event_id` is the `RadioEvent` that keeps it."""

    event_id: UUID
    radio: int
    unit: str
    holder: str
    text: str
    target: int
    group: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioTextStateChanged:
    text_id: UUID
    target: int
    step: TextStep
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioTalking:
    """Somebody has begun to talk."""

    radio: int
    unit: str
    holder: str
    target: int
    group: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioTalked:
    """And has ended. `at` is the end."""

    event_id: UUID
    radio: int
    unit: str
    holder: str
    target: int
    group: bool
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioBumped:
    """Of one who had begun to talk: nobody spoke, and nothing is kept of it."""

    radio: int
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioAlarmRaised(Urgent):
    """Sound and banner until `RadioAlarmAnswered`. `restored`: it was open when we started."""

    alarm_id: UUID
    radio: int
    unit: str
    holder: str
    kind: AlarmKind
    gateway: str
    at: datetime
    lat: float | None
    lon: float | None
    restored: bool
    placed_at: datetime | None = None
    """When the place was heard: before `at` it is where the radio was last known to be."""
    shift_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RadioAlarmPlaced(Urgent):
    """A later frame brought the position of an open alarm."""

    alarm_id: UUID
    radio: int
    lat: float
    lon: float
    at: datetime
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RadioAlarmAnswered(Urgent):
    alarm_id: UUID
    radio: int
    unit: str
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioAlarmCleared(Urgent):
    """The radio said so, twice."""

    alarm_id: UUID
    radio: int
    unit: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioOwnTalk:
    """Our own call stands otherwise than before; `call.state` ENDED or REFUSED is its end."""

    call: OwnCall
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioSpoke:
    """We were heard for `seconds`, until `at`; `event_id` keeps it."""

    event_id: UUID
    call: OwnCall
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RadioStatusHeard:
    """`words` as the table had them then; the number alone where it had none."""

    event_id: UUID
    radio: int
    unit: str
    holder: str
    code: int
    words: str
    urgent: bool
    target: int
    group: bool
    at: datetime
    asked: bool = False
    """The room had asked for it: it is an answer, and nobody has to take it."""


@dataclass(frozen=True, slots=True)
class RadioControlChanged:
    """A stun or revive was proposed, confirmed, answered, or is over; `elsewhere`: another desk's."""

    control: RadioControl
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class RadioGroupsChanged:
    """The talk-groups, the chosen one, or the county's lists of groups and statuses."""
