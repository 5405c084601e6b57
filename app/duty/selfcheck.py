"""Equipment self-check of a shift: a list that is data, ticked item by item; faults stay open."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.checks import Condition, SelfCheck
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, LogEntry, Way
from app.people.records import Officer
from app.people.rights import Act, demand


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `how` says what to do; `lamp` names the lamp of the desk that knows it too,
    "" when no program can know. `until_seen`: what the console says of it until somebody has looked in
    this shift; "" when it says nothing."""

    key: str
    name: str
    group: str
    how: str
    lamp: str
    until_seen: str = ""


@dataclass(frozen=True, slots=True)
class CheckList:
    """`within` so long after the shift began the list should be through; `stale` after that nobody is
    reminded any more."""

    within: timedelta
    stale: timedelta
    items: tuple[Item, ...]
    source: str


def load_list(path: Path) -> CheckList:
    """Reads `resources/rules/selfcheck.toml`. Raises `ValueError` when it does not hold the list."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        items = tuple(
            Item(
                row["key"],
                row["name"],
                group["name"],
                row.get("how", ""),
                row.get("lamp", ""),
                row.get("until_seen", ""),
            )
            for group in held["group"]
            for row in group["items"]
        )
        source = str(held["source"])
        within, stale = (
            timedelta(minutes=float(held[name])) for name in ("within_minutes", "stale_minutes")
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    if len({item.key for item in items}) < len(items):
        raise ValueError(f"{path.name}: two items of one key")
    return CheckList(within, stale, items, source)


@dataclass(frozen=True, slots=True)
class Looked:
    """An item and how it stands: `check` None = not looked at in this shift.

    `before` is the last check of any shift: a fault that nobody has ended yet. `followed`: a line of the
    log keeps the fault open; somebody may have settled that line by hand.
    """

    item: Item
    check: SelfCheck | None
    before: SelfCheck | None
    followed: bool = False

    @property
    def fault(self) -> bool:
        held = self.check or self.before
        return held is not None and held.condition is Condition.FAULT


@dataclass(frozen=True, slots=True)
class ListLook:
    """The list of one shift."""

    rows: tuple[Looked, ...]

    @property
    def done(self) -> int:
        return sum(row.check is not None for row in self.rows)

    @property
    def watched(self) -> tuple[tuple[Item, str], ...]:
        """What the console shows all the shift long, and how it stands."""
        return tuple((row.item, _stands(row)) for row in self.rows if row.item.until_seen)

    @property
    def faults(self) -> tuple[Looked, ...]:
        return tuple(row for row in self.rows if row.fault)

    def words(self) -> str:
        """ "20/22 项已查，故障 1 项（UPS）"; what was not looked at is said, never taken for well."""
        faults = "、".join(row.item.name for row in self.faults)
        told = f"{self.done}/{len(self.rows)} 项已查"
        if faults:
            return f"{told}，故障 {len(self.faults)} 项（{faults}）"
        if not self.done:
            return told
        return told + ("，无故障" if self.done == len(self.rows) else "，已查的无故障")


class SelfCheckStore(Protocol):
    def self_checks(self, shift_id: UUID) -> list[SelfCheck]:
        """Of a shift, oldest first."""
        ...

    def last_self_checks(self) -> list[SelfCheck]:
        """The last of every item, of whatever shift."""
        ...


class SelfChecks:
    """Runs on the store thread. A fault writes an open log line, its end settles that line."""

    def __init__(
        self,
        ledger: Ledger,
        store: SelfCheckStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        items: CheckList,
    ) -> None:
        self._ledger, self._store, self._log = ledger, store, log
        self._clock, self._mark = clock, mark
        self.list = items

    def look(self, shift_id: UUID) -> ListLook:
        held = {one.item: one for one in self._store.self_checks(shift_id)}
        before = {one.item: one for one in self._store.last_self_checks()}
        return ListLook(
            tuple(
                self._looked(item, held.get(item.key), before.get(item.key))
                for item in self.list.items
            )
        )

    def _looked(self, item: Item, check: SelfCheck | None, before: SelfCheck | None) -> Looked:
        return Looked(item, check, before, self._open_line(check or before) is not None)

    def tick(
        self, by: Officer, shift_id: UUID, item: Item, condition: Condition, remark: str = ""
    ) -> SelfCheck:
        """An item was looked at. A fault (报修) needs a word on what is wrong; 技术保障 reports those too."""
        demand(by, Act.TICKET if condition is Condition.FAULT else Act.LOG)
        if condition is Condition.FAULT and not remark.strip():
            raise Refused("remark", "empty")
        seen = self.look(shift_id)
        before = next(row.before for row in seen.rows if row.item == item)
        open_line = self._open_line(before)
        lines: list[tuple[LogEntry, LogEntry | None]] = []
        key: UUID | None = None
        if condition is Condition.FAULT:
            key = open_line.id if open_line else None
            if key is None:
                entry = self._fault(by, shift_id, item, remark.strip())
                key, lines = entry.id, [(entry, None)]
        elif open_line is not None:
            ended = replace(open_line, status=Handling.DONE, handling=_ended(remark))
            lines = [(ended, open_line)]
        made = SelfCheck(
            new_id(), shift_id, item.key, item.name, condition, remark.strip(), self._clock.now(),
            key, str(by.id), by.name, self._mark,
        )  # fmt: skip
        last = next(row for row in seen.rows if row.item == item).check is None
        if last and seen.done == len(seen.rows) - 1:
            lines.append((self._all_done(by, shift_id, seen, made, len(lines)), None))
        subject = ("self_check", str(made.id))
        with self._ledger.change(str(by.id), "selfcheck.tick", subject) as change:
            change.put("self_check", made)
            for line, was in lines:
                if was is None:
                    self._log.put(change, line)
                else:
                    change.put("log_entry", line, seen=was)
        return made

    def report(self, by: Officer, shift_id: UUID, device: str, words: str) -> LogEntry:
        """报修 of a device that is on no list, a camera or a gateway: an open line of its own."""
        demand(by, Act.TICKET)
        for field, said in (("device", device), ("words", words)):
            if not said.strip():
                raise Refused(field, "empty")
        line = Line(
            f"报修：{device.strip()}，{words.strip()}",
            Way.INSIDE,
            Channel.FACE,
            category=Category.DEVICE,
            status=Handling.TODO,
        )
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        subject = ("log_entry", str(entry.id))
        with self._ledger.change(str(by.id), "device.report", subject) as change:
            self._log.put(change, entry)
        return entry

    def _open_line(self, before: SelfCheck | None) -> LogEntry | None:
        """The line that keeps an earlier fault of the item open."""
        if before is None or before.log_entry_id is None or before.condition is Condition.OK:
            return None
        return self._log.open_line(before.log_entry_id)

    def _fault(self, by: Officer, shift_id: UUID, item: Item, remark: str) -> LogEntry:
        line = Line(
            f"设备自检：{item.name}故障，{remark}",
            Way.INSIDE,
            Channel.FACE,
            category=Category.DEVICE,
            status=Handling.TODO,
        )
        return self._log.make(shift_id, line, str(by.id), by.name)

    def _all_done(
        self, by: Officer, shift_id: UUID, seen: ListLook, made: SelfCheck, ahead: int
    ) -> LogEntry:
        """The list is through. `ahead` new lines of the same change may stand before this one."""
        rows = tuple(
            replace(row, check=made) if row.item.key == made.item else row for row in seen.rows
        )
        words = f"设备自检完成：{ListLook(rows).words()}"
        line = Line(words, Way.INSIDE, Channel.FACE, category=Category.DEVICE)
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        fault_line = ahead and made.condition is Condition.FAULT
        return replace(entry, seq=entry.seq + 1) if fault_line else entry


def _stands(row: Looked) -> str:
    """A fault of before is one until somebody has looked again."""
    held = row.check or row.before
    if held is not None and row.fault:
        return f"{held.condition} {hhmm(held.at)}"
    return f"{row.check.condition} {hhmm(row.check.at)}" if row.check else row.item.until_seen


def _ended(remark: str) -> str:
    return f"已恢复：{remark.strip()}" if remark.strip() else "已恢复"
