"""What a line of the radio says: answers, news, final codes. radio.md 4.3, 4.4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CallIn:
    """`+CTICN`: a call comes in. Empty or None: the radio left it out."""

    cc: int
    call_status: int
    ai_service: int
    calling_type: int | None = None
    calling: str = ""
    hook: int | None = None
    simplex: int | None = None
    e2ee: int | None = None
    comms_type: int | None = None
    slots: int | None = None
    called_type: int | None = None
    called: str = ""
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class CallOut:
    """`+CTOCP`: how our call gets on. The fields after `ai_service` are not verified."""

    cc: int
    call_status: int
    ai_service: int
    hook: int | None = None
    simplex: int | None = None
    e2ee: int | None = None
    comms_type: int | None = None
    slots: int | None = None
    called_type: int | None = None
    called: str = ""


@dataclass(frozen=True, slots=True)
class Connected:
    """`+CTCC`. Only the first of its numbers is certain."""

    cc: int
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """`+CTXG`: who may talk. `tpi` is the talker."""

    cc: int
    tx_grant: int
    tx_req_permission: int
    e2ee: int | None = None
    tpi_type: int | None = None
    tpi: str = ""


@dataclass(frozen=True, slots=True)
class Ceased:
    """`+CDTXC`: the talker is silent."""

    cc: int
    tx_req_permission: int | None = None


@dataclass(frozen=True, slots=True)
class Demanded:
    """`+CTXD`"""

    cc: int
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Interrupted:
    """`+CTXI`: somebody of higher priority talks."""

    cc: int
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """`+CTXW`: talk will be granted later."""

    cc: int
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Released:
    """`+CTCR`"""

    cc: int
    disconnect_cause: int


@dataclass(frozen=True, slots=True)
class SendState:
    """`+CMGS`: the answer to a message (its instance), and later what became of it."""

    instance: int
    sds_status: int | None = None
    message_ref: int | None = None


@dataclass(frozen=True, slots=True)
class SdsLimits:
    """`+CMGS: (…),(8-1184)`: the answer to `AT+CMGS=?`, as it was written."""

    ranges: str
    max_pdu_bits: int


@dataclass(frozen=True, slots=True)
class Registration:
    """`+CREG`"""

    reg_stat: int
    la: int | None = None
    mni: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """`+CSQ`"""

    rssi: int
    ber: int | None = None

    @property
    def dbm(self) -> int | None:
        """None: the radio does not know."""
        return -113 + 2 * self.rssi if 0 <= self.rssi <= 31 else None


@dataclass(frozen=True, slots=True)
class Charge:
    """`+CBC`"""

    state: int
    percent: int


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """`+CNUMF`"""

    num_type: int
    number: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """`+CTGS`: type 0 none, 1 selected, 2 to 7 scanned with priority 1 to 6."""

    group_type: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """`+CTOM`"""

    mode: int


@dataclass(frozen=True, slots=True)
class Volume:
    """`+CLVL`"""

    level: int


@dataclass(frozen=True, slots=True)
class Gate:
    """`+CTDGR`: a gateway of direct mode was seen."""

    kind: int
    address: str
    mni: str = ""
    presence: int | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of a list; the first line of a list carries the code, the others may not."""

    index: int
    group: str
    name: str
    code: str = "+CNUMS"


@dataclass(frozen=True, slots=True)
class GroupRange:
    """`+CNUMS: (0),(1-200),(1-200)`: which indexes a list has."""

    first: int
    last: int
    code: str = "+CNUMS"


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """`+GPSPOS`, an extension of Motorola's: hours, minutes and seconds are UTC of the day."""

    time: str
    lat_deg: int
    lat_min: float
    north: bool
    lon_deg: int
    lon_min: float
    east: bool
    satellites: int

    @property
    def lat(self) -> float:
        return (self.lat_deg + self.lat_min / 60) * (1 if self.north else -1)

    @property
    def lon(self) -> float:
        return (self.lon_deg + self.lon_min / 60) * (1 if self.east else -1)


@dataclass(frozen=True, slots=True)
class Identity:
    """`+GMI`, `+GMM`, `+GMR`: maker, model, version."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Final:
    """The end of a command: ok, error, cme, cms, or a word of dialling. `code` -1: none was told."""

    word: str
    code: int = -1

    @property
    def ok(self) -> bool:
        return self.word in ("ok", "connect")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A line that begins as an answer does and is none we know, or has a number that cannot be."""

    line: str


Answer = Any
