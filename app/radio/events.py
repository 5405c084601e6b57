"""What a gateway tells and what it may be asked, whatever protocol it speaks. radio.md 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Linked(StrEnum):
    """State of a gateway's link."""

    OPENING = "opening"
    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


class TextStep(StrEnum):
    """How far a text has come, as the record keeps it; `said` is what the officer and the log read."""

    QUEUED = "排队"
    ACCEPTED = "电台已收"
    SENT = "已发出"
    DELIVERED = "已送达"
    FAILED = "失败"

    @property
    def said(self) -> str:
        """The kept word of `ACCEPTED` could be taken for the radio that is written to."""
        return "网关已收" if self is TextStep.ACCEPTED else self.value


_ORDER = tuple(TextStep)


def follows(new: TextStep, old: TextStep) -> bool:
    """States never go back, and the two ends are final."""
    if old in (TextStep.DELIVERED, TextStep.FAILED):
        return False
    return _ORDER.index(new) > _ORDER.index(old)


class AlarmKind(StrEnum):
    """What raised an emergency."""

    BUTTON = "紧急报警"
    CALL = "紧急呼叫"
    MAN_DOWN = "倒地报警"
    STATUS = "状态报警"
    """An emergency told by a status code, or by the reason of a position report."""
    LONE_WORKER = "单人作业报警"


@dataclass(frozen=True, slots=True)
class Heard:
    """Where and when (aware UTC) something arrived, and its bytes in hex for the record."""

    gateway: str
    at: datetime
    raw: str = ""


@dataclass(frozen=True, slots=True)
class LinkState:
    """`why` is a code: those of a port (`app.base.ports.transport.Closed`), silent, rejected, closed,
    stopped, failed; empty when all is well."""

    heard: Heard
    state: Linked
    why: str = ""


@dataclass(frozen=True, slots=True)
class Online:
    """`valid_s`: it must be heard again within this many seconds."""

    heard: Heard
    radio: int
    valid_s: int


@dataclass(frozen=True, slots=True)
class Offline:
    heard: Heard
    radio: int


@dataclass(frozen=True, slots=True)
class TalkerStart:
    """`radio` talks to `target` (a talk-group when `group`). One call has one `call`."""

    heard: Heard
    call: int
    radio: int
    target: int
    group: bool


@dataclass(frozen=True, slots=True)
class TalkerEnd:
    """`bump`: nobody spoke, a microphone was only bumped. Its begin was told; no line is kept of it."""

    heard: Heard
    call: int
    radio: int
    bump: bool = False


@dataclass(frozen=True, slots=True)
class CallEnd:
    heard: Heard
    call: int


@dataclass(frozen=True, slots=True)
class TextIn:
    """`target` is a talk-group when `group`, else a radio."""

    heard: Heard
    radio: int
    target: int
    group: bool
    text: str
    ref: int


@dataclass(frozen=True, slots=True)
class TextState:
    """`command` is the id of the `SendText`; `code` says why it failed."""

    heard: Heard
    command: UUID
    step: TextStep
    code: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """WGS-84 degrees as received; `fixed_at` the radio's own time. `valid` False = no fix now.

    None = the radio did not say.
    """

    heard: Heard
    radio: int
    lat: float | None
    lon: float | None
    fixed_at: datetime | None
    valid: bool
    speed_kmh: float | None
    course_deg: int | None
    rssi_dbm: int | None = None


@dataclass(frozen=True, slots=True)
class Emergency:
    """Raised on one frame. `code` is the protocol's own number of the kind."""

    heard: Heard
    radio: int
    kind: AlarmKind
    code: int
    position: Position | None


@dataclass(frozen=True, slots=True)
class EmergencyCleared:
    """One frame that says so. The service believes the second identical one."""

    heard: Heard
    radio: int


@dataclass(frozen=True, slots=True)
class CheckReply:
    heard: Heard
    radio: int
    ok: bool
    rssi_dbm: int | None = None


class Talking(StrEnum):
    """How it stands with our own call."""

    CALLING = "calling"
    QUEUED = "queued"
    """The net is busy and will grant it."""
    ON_AIR = "on_air"
    """We are heard now."""
    HANG = "hang"
    """The call stands, nobody talks."""
    ENDING = "ending"
    """The radio ends our talk in a moment: its time is over."""
    ENDED = "ended"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """What the gateway says of our own call. `code` is its reason, empty when there is none.

    A driver tells nothing of a call that is over once another was asked for.
    """

    heard: Heard
    state: Talking
    target: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class StatusIn:
    """A radio reported by number; what the number means is a table of the county."""

    heard: Heard
    radio: int
    target: int
    group: bool
    code: int


@dataclass(frozen=True, slots=True)
class Battery:
    """Of the gateway's own radio, 0 to 100."""

    heard: Heard
    percent: int


@dataclass(frozen=True, slots=True)
class Groups:
    """The talk-groups the gateway tells: number and name. `chosen` None: it did not say."""

    heard: Heard
    groups: tuple[tuple[int, str], ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class ControlReply:
    """The one end of a command that is not a text. `result` is a code: ok, refused, no_answer, no_ack,
    unconfirmed, queue_full, bad_parameter, unsupported; of a call also released (before it stood), busy,
    down (no link: a key is never pressed later)."""

    heard: Heard
    command: UUID
    result: str


@dataclass(frozen=True, slots=True)
class Rssi:
    """Of the gateway's own radio: bars 0 to 4, and dBm where it says them."""

    heard: Heard
    bars: int
    dbm: int | None = None


@dataclass(frozen=True, slots=True)
class Disabled:
    """A radio says that it was put out of use (`off`), or into use again. Believed when it comes twice."""

    heard: Heard
    radio: int
    off: bool


@dataclass(frozen=True, slots=True)
class RawUnknown:
    heard: Heard


Event = (
    LinkState
    | Online
    | Offline
    | TalkerStart
    | TalkerEnd
    | CallEnd
    | TextIn
    | TextState
    | Position
    | Emergency
    | EmergencyCleared
    | CheckReply
    | ControlReply
    | Rssi
    | Battery
    | Groups
    | OwnTalk
    | StatusIn
    | Disabled
    | RawUnknown
)


# --- what a gateway may be asked --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SendText:
    id: UUID
    target: int
    group: bool
    text: str


@dataclass(frozen=True, slots=True)
class AskPosition:
    id: UUID
    radio: int


@dataclass(frozen=True, slots=True)
class CheckOnline:
    id: UUID
    radio: int


@dataclass(frozen=True, slots=True)
class StopEmergency:
    """Ask the radio to end its emergency report."""

    id: UUID
    radio: int


class CallKind(StrEnum):
    PRIVATE = "单呼"
    GROUP = "组呼"
    ALL = "全呼"


@dataclass(frozen=True, slots=True)
class PressTalk:
    """Set up the call when it does not stand yet, and talk. `target` is 0 for all."""

    id: UUID
    kind: CallKind
    target: int


@dataclass(frozen=True, slots=True)
class ReleaseTalk:
    """Talk no more; the call may stand on. Goes before everything that waits."""

    id: UUID


@dataclass(frozen=True, slots=True)
class EndCall:
    id: UUID


@dataclass(frozen=True, slots=True)
class SendStatus:
    id: UUID
    target: int
    group: bool
    code: int


@dataclass(frozen=True, slots=True)
class CheckRadio:
    """Ask the radio itself, by air; answered by `CheckReply` too."""

    id: UUID
    radio: int


@dataclass(frozen=True, slots=True)
class AskPositions:
    """Report the position every so many seconds; 0 ends that."""

    id: UUID
    radio: int
    every_s: int


@dataclass(frozen=True, slots=True)
class Stun:
    """Put a radio out of use by air (遥晕)."""

    id: UUID
    radio: int


@dataclass(frozen=True, slots=True)
class Revive:
    id: UUID
    radio: int


@dataclass(frozen=True, slots=True)
class Monitor:
    """Make a radio send what its microphone hears."""

    id: UUID
    radio: int


@dataclass(frozen=True, slots=True)
class ChooseGroup:
    """The talk-group of the gateway's own radio."""

    id: UUID
    group: int


Command = (
    SendText
    | SendStatus
    | AskPosition
    | AskPositions
    | CheckOnline
    | CheckRadio
    | StopEmergency
    | PressTalk
    | ReleaseTalk
    | EndCall
    | Stun
    | Revive
    | Monitor
    | ChooseGroup
)
