"""点名 over the radio: lists of posts, one calling of a list, and what became of each post in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class RollMode(StrEnum):
    """How a list is called. MIXED: by data first, then by voice those that stayed silent."""

    VOICE = "语音"
    DATA = "数据"
    MIXED = "混合"


class RollResult(StrEnum):
    """What was found of a post. NOT_CALLED is no silence: nobody asked, or nobody could."""

    NOT_CALLED = "未呼"
    OK = "正常"
    WEAK = "信号差"
    SILENT = "未应答"
    STAND_IN = "代答"
    FAULTY = "故障"
    LEAVE = "请假"


class Means(StrEnum):
    """By what a post was called. The first round is by radio, the second by anything else."""

    RADIO = "370M"
    PHONE = "电话"
    POC = "公网对讲"
    SATELLITE = "卫星电话"
    OTHER = "其他"


SECOND_MEANS = (Means.PHONE, Means.POC, Means.SATELLITE, Means.OTHER)


@dataclass(frozen=True, slots=True)
class RadioList:
    """A list that is called: 值守点, 村级, 抢险队. `times` of day as 08:30; `extra_at` is one calling more,
    before a typhoon; not `active`: no list any more."""

    id: UUID
    name: str
    mode: RollMode
    times: tuple[str, ...]
    extra_at: datetime | None
    sort: int
    active: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class RadioPost:
    """One post of a list, in its order. `radio` None: it has none, and is called by voice or telephone.

    On leave until `leave_until`, which ends by itself. The three numbers are what else it is called by.
    """

    id: UUID
    list_id: UUID
    sort: int
    name: str
    unit: str
    radio: int | None
    talkgroup: int | None
    phone: str
    poc: str
    satellite: str
    leave_until: datetime | None
    leave_why: str
    active: bool
    mark: Mark

    def on_leave(self, at: datetime) -> bool:
        return self.leave_until is not None and at < self.leave_until

    def number(self, means: Means) -> str:
        """What is dialled by these means; empty when none is known."""
        numbers = {Means.PHONE: self.phone, Means.POC: self.poc, Means.SATELLITE: self.satellite}
        return numbers.get(means, "")


@dataclass(frozen=True, slots=True)
class RadioRoll:
    """One calling of a list. `desk` is the one that calls; `total` how many posts stood in the list."""

    id: UUID
    shift_id: UUID
    list_id: UUID
    list_name: str
    mode: RollMode
    desk: str
    started_at: datetime
    ended_at: datetime | None
    total: int
    by: str
    by_name: str
    ended_by: str
    ended_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class RadioRollAnswer:
    """A post in a calling; of the second round (`turn` 2) there is one more row. Name and numbers as the
    list had them then.

    `seconds` to answer, None = not measured; `why` says why it was not called: link_down, no_way,
    no_radio, or "" when its turn had not come. `by` is "system" for what the machine found.
    """

    id: UUID
    roll_id: UUID
    post_id: UUID
    sort: int
    name: str
    unit: str
    radio: int | None
    turn: int
    means: Means
    result: RollResult
    why: str
    at: datetime | None
    seconds: float | None
    rssi_dbm: int | None
    gateway: str
    tries: int
    remark: str
    by: str
    by_name: str
    mark: Mark
