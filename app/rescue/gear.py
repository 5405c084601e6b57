"""通信装备台账: what there is to speak through when lines fail, who keeps it, where it is, its tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.people.records import Officer
from app.people.rights import Act, demand

MOST_DAYS = 3660
MOST_LISTED = 100


class GearKind(StrEnum):
    """requirements E2, E3, E5 to E8."""

    SATPHONE = "卫星电话"
    PORTABLE = "卫星便携站"
    BASE = "便携式基站"
    CAR = "通信指挥车"
    RELAY = "固定中继站"
    MOBILE_RELAY = "移动中继站"
    SENDER = "5G图传仪"
    BODY = "单兵"
    UAV = "无人机"
    OTHER = "其他"


class GearState(StrEnum):
    READY = "可用"
    OUT = "外出"
    STOPPED = "停用"


class Result(StrEnum):
    GOOD = "通"
    WEAK = "时断时续"
    NONE = "不通"


@dataclass(frozen=True, slots=True)
class Gear:
    """One piece. `number` is what it is told apart by: number to dial, plate, code of the camera it carries.

    `test_days` None: no interval was set, so none is ever due. Of `stopped` (why) and `stopped_at` either
    both or none hold; not `active`: entered by mistake, in no list any more.
    """

    id: UUID
    kind: GearKind
    name: str
    number: str
    holder: str
    township: str
    keeper: str
    phone: str
    place: str
    test_days: int | None
    remark: str
    stopped: str
    stopped_at: datetime | None
    active: bool
    sort: int
    mark: Mark

    @property
    def told(self) -> str:
        """As the log calls it: 卫星电话 000-0009-0001."""
        return f"{self.kind} {self.number or self.name}"


@dataclass(frozen=True, slots=True)
class GearTest:
    """Somebody tried it. `words`: with whom, charge, what was wrong."""

    id: UUID
    gear_id: UUID
    shift_id: UUID
    at: datetime
    result: Result
    words: str
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class GearOuting:
    """It was sent somewhere. `taken_by` is who carries it; `back_at` None: still out."""

    id: UUID
    gear_id: UUID
    shift_id: UUID
    to: str
    purpose: str
    asked_by: str
    taken_by: str
    incident_id: UUID | None
    out_at: datetime
    back_at: datetime | None
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a piece when it is entered or changed."""

    kind: GearKind
    name: str = ""
    number: str = ""
    holder: str = ""
    township: str = ""
    keeper: str = ""
    phone: str = ""
    place: str = ""
    test_days: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is said when a piece goes."""

    to: str
    purpose: str
    asked_by: str = ""
    taken_by: str = ""
    incident_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A piece as it stands: where it is out to, and how it was when last tried (None: never)."""

    gear: Gear
    outing: GearOuting | None
    last: GearTest | None

    @property
    def id(self) -> UUID:
        return self.gear.id

    @property
    def state(self) -> GearState:
        """Out goes before 停用: what failed on the way is still to be brought back."""
        if self.outing is not None:
            return GearState.OUT
        return GearState.STOPPED if self.gear.stopped_at else GearState.READY

    @property
    def since(self) -> datetime | None:
        """Of what the state says; None while it is ready."""
        return self.outing.out_at if self.outing is not None else self.gear.stopped_at

    def overdue(self, now: datetime) -> bool:
        """Never tried although an interval is set counts; a piece that is 停用 does not."""
        if self.gear.test_days is None or self.gear.stopped_at is not None:
            return False
        due = self.due
        return due is None or due <= now

    @property
    def due(self) -> datetime | None:
        """None: no interval, or never tried."""
        if self.gear.test_days is None or self.last is None:
            return None
        return self.last.at + timedelta(days=self.gear.test_days)


@dataclass(frozen=True, slots=True)
class History:
    """Of one piece, newest first. `owner` is who has its number in the contact book; "" = nobody."""

    gear_id: UUID
    tests: tuple[GearTest, ...] = ()
    outings: tuple[GearOuting, ...] = ()
    owner: str = ""


class GearStore(Protocol):
    def listed(self) -> list[Standing]:
        """All that are active, by kind, township and number."""
        ...

    def standing(self, key: UUID) -> Standing | None: ...

    def tests(self, gear_id: UUID, most: int) -> list[GearTest]: ...

    def outings(self, gear_id: UUID, most: int) -> list[GearOuting]: ...

    def towns(self) -> list[str]: ...

    def next_sort(self) -> int: ...


Owner = Callable[[str], tuple[str, str] | None]
"""(unit, name) of who has a number in the contact book."""
Note = Callable[[Change, Officer, str, UUID | None], None]
"""Puts a line into the log of the shift, about an incident or none."""


class GearBook:
    """Runs on the store thread. The register is kept by who keeps devices; trying a piece and putting it
    out of service is also for 技术保障; sending it out is a matter of the log."""

    def __init__(
        self, ledger: Ledger, store: GearStore, clock: Clock, mark: Mark, note: Note, owner: Owner
    ) -> None:
        self._ledger, self._store = ledger, store
        self._clock, self._mark = clock, mark
        self._note, self._owner = note, owner

    def listed(self, by: Officer) -> list[Standing]:
        demand(by, Act.READ)
        return self._store.listed()

    def history(self, by: Officer, gear: Gear) -> History:
        demand(by, Act.READ)
        owner = self._owner(gear.number) if gear.number else None
        return History(
            gear.id,
            tuple(self._store.tests(gear.id, MOST_LISTED)),
            tuple(self._store.outings(gear.id, MOST_LISTED)),
            " ".join(owner).strip() if owner else "",
        )

    def towns(self) -> list[str]:
        return self._store.towns()

    def overdue(self) -> list[Standing]:
        now = self._clock.now()
        return [one for one in self._store.listed() if one.overdue(now)]

    def outside(self) -> list[Standing]:
        """What is not back, whatever the shift, the longest away first."""
        out = [one for one in self._store.listed() if one.outing is not None]
        return sorted(out, key=lambda one: one.since or self._clock.now())

    def enter(self, by: Officer, seen: Gear | None, told: Told) -> Gear:
        """A new piece, or `seen` as it should read. `Refused`: holder (empty), number (empty: neither number
        nor name; entered_twice), test_days (absurd_number)."""
        demand(by, Act.DEVICES)
        said = _clean(told)
        self._check(seen, said)
        words = {one.name: getattr(said, one.name) for one in fields(Told)}
        if seen is not None:
            made = replace(seen, **words)
        else:
            sort = self._store.next_sort()
            made = Gear(new_id(), **words, stopped="", stopped_at=None, active=True, sort=sort,
                        mark=self._mark)  # fmt: skip
        self._put(by, "gear.change" if seen else "gear.enter", "gear", made, seen)
        return made

    def take_out(self, by: Officer, seen: Gear) -> None:
        """Entered by mistake; what is no longer used is put out of service. `Refused`: gear (is_out)."""
        demand(by, Act.DEVICES)
        self._at_home(seen)
        self._put(by, "gear.take_out", "gear", replace(seen, active=False), seen)

    def stop(self, by: Officer, seen: Gear, why: str) -> Gear:
        """`Refused`: why (empty), gear (wrong_step)."""
        demand(by, Act.TICKET)
        if not why.strip():
            raise Refused("why", "empty")
        if seen.stopped_at is not None:
            raise Refused("gear", "wrong_step")
        made = replace(seen, stopped=why.strip(), stopped_at=self._clock.now())
        line = f"通信装备停用：{made.told}（{made.holder}），{made.stopped}。"
        self._put(by, "gear.stop", "gear", made, seen, line)
        return made

    def resume(self, by: Officer, seen: Gear) -> Gear:
        """`Refused`: gear (wrong_step)."""
        demand(by, Act.TICKET)
        if seen.stopped_at is None:
            raise Refused("gear", "wrong_step")
        made = replace(seen, stopped="", stopped_at=None)
        line = f"通信装备恢复使用：{made.told}（{made.holder}）。"
        self._put(by, "gear.resume", "gear", made, seen, line)
        return made

    def test(
        self, by: Officer, shift_id: UUID, gear: Gear, result: Result, words: str = ""
    ) -> GearTest:
        """It was tried just now. `Refused`: words (empty: what is wrong must be said)."""
        demand(by, Act.TICKET)
        if result is not Result.GOOD and not words.strip():
            raise Refused("words", "empty")
        made = GearTest(
            new_id(), gear.id, shift_id, self._clock.now(), result, words.strip(), str(by.id),
            by.name, self._mark,
        )  # fmt: skip
        self._put(by, "gear.test", "gear_test", made, None)
        return made

    def send(self, by: Officer, shift_id: UUID, gear: Gear, told: Errand) -> GearOuting:
        """It goes. `Refused`: to, purpose (empty), gear (is_out, is_stopped)."""
        demand(by, Act.LOG)
        for field in ("to", "purpose"):
            if not getattr(told, field).strip():
                raise Refused(field, "empty")
        standing = self._at_home(gear)
        if standing.gear.stopped_at is not None:
            raise Refused("gear", "is_stopped")
        made = GearOuting(
            new_id(), gear.id, shift_id, told.to.strip(), told.purpose.strip(),
            told.asked_by.strip(), told.taken_by.strip(), told.incident_id, self._clock.now(),
            None, str(by.id), by.name, self._mark,
        )  # fmt: skip
        self._put(by, "gear.send", "gear_outing", made, None, out_said(gear, made),
                  told.incident_id)  # fmt: skip
        return made

    def back(self, by: Officer, gear: Gear) -> GearOuting:
        """It is here again. `Refused`: gear (not_out)."""
        demand(by, Act.LOG)
        standing = self._store.standing(gear.id)
        seen = standing.outing if standing is not None else None
        if seen is None:
            raise Refused("gear", "not_out")
        made = replace(seen, back_at=self._clock.now())
        line = f"通信装备归队：{gear.told}（{gear.holder}），自{seen.to}。"
        self._put(by, "gear.back", "gear_outing", made, seen, line, seen.incident_id)
        return made

    def _at_home(self, gear: Gear) -> Standing:
        standing = self._store.standing(gear.id)
        if standing is None:
            raise Refused("gear", "wrong_step")
        if standing.outing is not None:
            raise Refused("gear", "is_out")
        return standing

    def _check(self, seen: Gear | None, said: Told) -> None:
        if not said.holder:
            raise Refused("holder", "empty")
        if not said.number and not said.name:
            raise Refused("number", "empty")
        if said.test_days is not None and not 1 <= said.test_days <= MOST_DAYS:
            raise Refused("test_days", "absurd_number", number=said.test_days)
        twice = _same(self._store.listed(), seen, said)
        if twice is not None:
            raise Refused("number", "entered_twice", title=f"{twice.told} {twice.holder}")

    def _put(
        self, by: Officer, what: str, table: str, made: Any, seen: Any, line: str = "",
        incident_id: UUID | None = None,
    ) -> None:  # fmt: skip
        with self._ledger.change(str(by.id), what, (table, str(made.id))) as change:
            change.put(table, made, seen=seen)
            if line:
                self._note(change, by, line, incident_id)


def out_said(gear: Gear, one: GearOuting) -> str:
    """The line of the log."""
    more = [f"{one.asked_by}派"] if one.asked_by else []
    more += [f"{one.taken_by}携带"] if one.taken_by else []
    return f"通信装备外出：{gear.told}（{gear.holder}），往{one.to}，{'，'.join([one.purpose, *more])}。"


def _same(there: Sequence[Standing], seen: Gear | None, said: Told) -> Gear | None:
    """Another piece of the kind with the same number."""
    held = (one.gear for one in there if seen is None or one.id != seen.id)
    of_kind = (one for one in held if one.kind is said.kind and said.number)
    return next((one for one in of_kind if one.number == said.number), None)


def _clean(told: Told) -> Told:
    words = {
        one.name: " ".join(value.split())
        for one in fields(Told)
        if one.name != "kind" and isinstance(value := getattr(told, one.name), str)
    }
    return replace(told, **words)  # type: ignore[arg-type]
