"""Zero reports: every town says at fixed hours that nothing happened, or what did. Silence says nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, hhmm, local
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.checks import Town, ZeroChase, ZeroReport, ZeroState
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, Way
from app.duty.zero_hours import Disaster, Slot, ZeroRules, asks_daily, slots_between
from app.people.records import Officer
from app.people.rights import Act, demand


@dataclass(frozen=True, slots=True)
class Cell:
    """One town and one slot. `report` None = silent, which is never a zero report."""

    town: Town
    report: ZeroReport | None
    chases: tuple[ZeroChase, ...] = ()

    @property
    def chased_at(self) -> datetime | None:
        return self.chases[-1].at if self.chases else None


@dataclass(frozen=True, slots=True)
class SlotLook:
    """How all towns stand at one slot."""

    slot: Slot
    cells: tuple[Cell, ...]

    @property
    def silent(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.report is None)

    @property
    def told(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.report is not None)

    @property
    def events(self) -> tuple[Cell, ...]:
        return tuple(
            cell for cell in self.cells if cell.report and cell.report.state is ZeroState.EVENT
        )

    @property
    def may_issue(self) -> bool:
        """Whether the room may say upwards that nothing happened: all told, and none of them 有事."""
        return bool(self.cells) and not self.silent and not self.events

    def words(self, rules: ZeroRules) -> str:
        """The text of domain.md B4: what may be said, and who has not yet spoken."""
        words, there = rules.words, local(self.slot.at)
        opening = words["opening"].format(
            day=f"{there.month}月{there.day}日",
            time=f"{there:%H时%M分}",
            total=len(self.cells),
            units=words["units"],
        )
        parts = [opening + self._who(words)]
        if self.may_issue:
            parts.append(
                words["nothing_new" if self.slot.name == rules.disaster_name else "nothing"]
            )
        parts += [
            words["event"].format(unit=cell.town.name, note=cell.report.note)
            for cell in self.events
            if cell.report is not None
        ]
        return "，".join(parts) + "。"

    def _who(self, words: Mapping[str, str]) -> str:
        if not self.silent:
            return words["all"]
        silent = "、".join(
            words["silent"].format(
                unit=cell.town.name,
                chased=words["chased"].format(times=len(cell.chases)) if cell.chases else "",
            )
            for cell in self.silent
        )
        return words["some"].format(told=len(self.told), silent=silent)


@dataclass(frozen=True, slots=True)
class ZeroLook:
    """The matrix: `slots` earliest first. `current` is the slot reports are taken for now."""

    at: datetime
    slots: tuple[SlotLook, ...]
    current: SlotLook
    disasters: tuple[Disaster, ...]
    rules: ZeroRules

    def to_chase(self) -> tuple[Cell, ...]:
        """Who is silent although the hour of the current slot is past, and the grace with it."""
        if self.at < self.current.slot.at + self.rules.chase_after:
            return ()
        return self.current.silent


class ZeroStore(Protocol):
    def towns(self) -> list[Town]:
        """All townships in official order."""
        ...

    def zero_reports(self, since: datetime, until: datetime) -> list[ZeroReport]:
        """Of the slots in [since, until), oldest first."""
        ...

    def zero_chases(self, since: datetime, until: datetime) -> list[ZeroChase]: ...


SHOWN_BEFORE, SHOWN_AFTER = timedelta(hours=24), timedelta(hours=14)


class ZeroReports:
    """Runs on the store thread. Each act writes its log line in the same change."""

    def __init__(
        self,
        ledger: Ledger,
        store: ZeroStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        rules: ZeroRules,
        disasters: Callable[[], Sequence[Disaster]],
        special: Callable[[date], bool] = lambda _: False,
    ) -> None:
        """`special` tells on the store thread whether a special period asks for reports that day."""
        self._ledger, self._store, self._log = ledger, store, log
        self._clock, self._mark = clock, mark
        self.rules = rules
        self._disasters = disasters
        self._special = special

    def look(self) -> ZeroLook:
        """How it stands now. The current slot: the next within `early`, else the last one passed."""
        now = self._clock.now()
        disasters = self._daily()
        looks = self._looks(now - SHOWN_BEFORE, now + SHOWN_AFTER, bool(disasters))
        looks = looks or [SlotLook(Slot(now), ())]  # a place that asks for no zero reports
        begun = list(takewhile(lambda one: one.slot.at - self.rules.early <= now, looks))
        return ZeroLook(now, tuple(looks), (begun or looks)[-1], disasters, self.rules)

    def between(self, since: datetime, until: datetime) -> list[SlotLook]:
        """How all towns stand at the slots in [since, until), however long ago."""
        return self._looks(since, until, bool(self._daily()))

    def _daily(self) -> tuple[Disaster, ...]:
        return tuple(one for one in self._disasters() if asks_daily(one, self.rules))

    def _looks(self, since: datetime, until: datetime, daily: bool) -> list[SlotLook]:
        slots = slots_between(since, until, self.rules, daily=daily, special=self._special)
        return self._at(slots, since, until)

    def _at(self, slots: Sequence[Slot], since: datetime, until: datetime) -> list[SlotLook]:
        towns = self._store.towns()
        reports = {(one.org_id, one.slot_at): one for one in self._store.zero_reports(since, until)}
        chases: dict[tuple[UUID, datetime], list[ZeroChase]] = defaultdict(list)
        for one in self._store.zero_chases(since, until):
            chases[one.org_id, one.slot_at].append(one)
        return [
            SlotLook(
                slot,
                tuple(
                    Cell(
                        town,
                        reports.get((town.id, slot.at)),
                        tuple(chases[town.id, slot.at]),
                    )
                    for town in towns
                ),
            )
            for slot in slots
        ]

    def nothing(
        self,
        by: Officer,
        shift_id: UUID,
        slot: Slot,
        towns: Sequence[Town],
        channel: Channel = Channel.PHONE,
    ) -> list[ZeroReport]:
        """These towns report that nothing happened: one line for all of them.

        Who has reported is refused: 有事 is followed in its line, never taken back by a key.
        """
        demand(by, Act.RELAY)
        if not towns:
            raise Refused("town", "empty")
        self._begun(slot)
        told = self._store.zero_reports(slot.at, slot.at + timedelta(seconds=1))
        twice = [one for one in told if one.org_id in {town.id for town in towns}]
        if twice:
            raise Refused("town", "has_reported", who=twice[-1].unit, what=twice[-1].state.value)
        names = "、".join(town.name for town in towns)
        one = towns[0] if len(towns) == 1 else None
        line = Line(
            f"{slot.title} 零报告：{names}无突发事件",
            Way.IN,
            channel,
            unit=f"{one.name}值班室" if one else "",
            person=one.person if one else "",
            phone=one.phone if one and channel is Channel.PHONE else "",
            handling="已登记",
        )
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        made = [
            self._report(by, shift_id, slot, town, ZeroState.NOTHING, channel, "", None, entry.id)
            for town in towns
        ]
        with self._ledger.change(str(by.id), "zero.nothing", ("zero_report", "")) as change:
            self._log.put(change, entry)
            for report in made:
                change.put("zero_report", report)
        return made

    def event(
        self,
        by: Officer,
        shift_id: UUID,
        slot: Slot,
        town: Town,
        words: str,
        channel: Channel = Channel.PHONE,
        incident_id: UUID | None = None,
    ) -> ZeroReport:
        """有事: taken down in a log line, which stays open until somebody deals with it."""
        demand(by, Act.RELAY)
        if not words.strip():
            raise Refused("note", "empty")
        self._begun(slot)
        line = Line(
            f"{slot.title} 零报告：{town.name}报告有情况：{words.strip()}",
            Way.IN,
            channel,
            unit=f"{town.name}值班室",
            person=town.person,
            phone=town.phone if channel is Channel.PHONE else "",
            category=Category.INCIDENT,
            status=Handling.DOING if incident_id else Handling.TODO,
            incident_id=incident_id,
        )
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        made = self._report(
            by, shift_id, slot, town, ZeroState.EVENT, channel, words.strip(), incident_id, entry.id
        )
        subject = ("zero_report", str(made.id))
        with self._ledger.change(str(by.id), "zero.event", subject) as change:
            self._log.put(change, entry)
            change.put("zero_report", made)
        return made

    def chase(
        self,
        by: Officer,
        shift_id: UUID,
        slot: Slot,
        cells: Sequence[Cell],
        channel: Channel = Channel.PHONE,
        note: str = "",
    ) -> list[ZeroChase]:
        """催报: who is silent is asked again. Those who have reported, at whatever desk, are left alone."""
        demand(by, Act.RELAY)
        asked = {cell.town.id for cell in cells}
        silent = [cell for cell in self._cells(slot) if cell.town.id in asked and not cell.report]
        if not silent:
            raise Refused("town", "none_silent")
        now = self._clock.now()
        told = "、".join(f"{cell.town.name}（第{len(cell.chases) + 1}次）" for cell in silent)
        line = Line(
            f"{slot.title} 零报告催报：{told}" + (f"，{note.strip()}" if note.strip() else ""),
            Way.OUT,
            channel,
            unit=f"{silent[0].town.name}值班室" if len(silent) == 1 else "",
        )
        entry = self._log.make(shift_id, line, str(by.id), by.name)
        made = [
            ZeroChase(
                new_id(), shift_id, cell.town.id, cell.town.name, slot.at, now, channel,
                note.strip(), str(by.id), by.name, self._mark,
            )
            for cell in silent
        ]  # fmt: skip
        with self._ledger.change(str(by.id), "zero.chase", ("zero_chase", "")) as change:
            self._log.put(change, entry)
            for chase in made:
                change.put("zero_chase", chase)
        return made

    def _cells(self, slot: Slot) -> tuple[Cell, ...]:
        """How the towns stand at this slot in the record, whatever a page still shows."""
        (found,) = self._at([slot], slot.at, slot.at + timedelta(seconds=1))
        return found.cells

    def _begun(self, slot: Slot) -> None:
        opens = slot.at - self.rules.early
        if self._clock.now() < opens:
            raise Refused("slot", "too_early", slot=slot.title, opens=hhmm(opens))

    def _report(
        self,
        by: Officer,
        shift_id: UUID,
        slot: Slot,
        town: Town,
        state: ZeroState,
        channel: Channel,
        note: str,
        incident_id: UUID | None,
        entry_id: UUID,
    ) -> ZeroReport:
        return ZeroReport(
            new_id(), shift_id, town.id, town.name, slot.at, state, self._clock.now(), town.person,
            channel, note, incident_id, entry_id, str(by.id), by.name, self._mark,
        )  # fmt: skip
