"""Zero reports, roll calls, self-checks and papers of the demonstration: three days back from the log,
and what the shift of the night did before the night."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.base.clock import local
from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import key
from app.demo.units import Units
from app.demo.watch import DAYS, Watch
from app.duty.checks import (
    Asked,
    Condition,
    Paper,
    PaperState,
    PaperWay,
    Presence,
    RollCall,
    SelfCheck,
    SpotCheck,
    Urgency,
    YesNo,
    ZeroReport,
    ZeroState,
)
from app.duty.records import Channel, LogEntry
from app.duty.selfcheck import load_list
from app.people.contacts import Org
from app.people.records import Officer, Role

BACK = 3
"""So many shifts before that of the night have their zero reports and roll calls as records."""
ROOM = "示范县应急管理局值班室"


@dataclass(frozen=True, slots=True)
class _Maker:
    """`plan` is resources/demo/checks.toml."""

    plan: dict[str, Any]
    units: Units
    book: Book
    watch: Watch

    def at(self, day: int, minute: float) -> datetime:
        return self.watch.shifts[DAYS + day].starts_at + timedelta(minutes=minute)

    def chief(self, day: int) -> Officer:
        return self.watch.crews[DAYS + day][Role.CHIEF]

    def hand(self, day: int) -> tuple[str, str, Mark]:
        chief = self.chief(day)
        return str(chief.id), chief.name, Mark.DEMO

    def desk(self, town: Org) -> str:
        return self.book.at(town, "值班室")[0].name

    def past_zero(self, log: list[LogEntry]) -> Iterator[ZeroReport]:
        """Each line of the log that is a zero report is one as a record too."""
        towns = {f"{town.name}值班室": town for town in self.units.towns}
        for line in self._lines(log):
            town = towns.get(line.unit)
            if town is None or "时零报告：未接到" not in line.text:
                continue
            hour = 17 if "17时" in line.text else 8
            slot = local(line.at).replace(hour=hour, minute=0, second=0, microsecond=0)
            yield ZeroReport(
                key("zero_report", line.id), line.shift_id, town.id, town.name, slot,
                ZeroState.NOTHING, line.at, line.person, line.channel, "", None, line.id,
                line.by, line.by_name, Mark.DEMO,
            )  # fmt: skip

    def past_rolls(self, log: list[LogEntry]) -> Iterator[RollCall | SpotCheck]:
        """The morning round of each shift, and in it the towns as the log has them."""
        towns = {f"{town.name}值班室": town for town in self.units.towns}
        calls: dict[object, RollCall] = {}
        for line in self._lines(log):
            town = towns.get(line.unit)
            if town is None or "点名：" not in line.text:
                continue
            call = calls.get(line.shift_id)
            if call is None:
                call = calls[line.shift_id] = RollCall(
                    key("roll_call", line.shift_id), line.shift_id, line.at,
                    line.at + timedelta(minutes=12), Channel.PHONE, len(towns),
                    line.by, line.by_name, Mark.DEMO,
                )  # fmt: skip
                yield call
            yield self._called(
                line.id, call, town, line.at, Presence.PRESENT, line.seq * 7 % 13 + 3
            )

    def zero(self) -> Iterator[ZeroReport]:
        """17:00 of the shift of the night: all towns, none with anything to tell."""
        slot = local(self.at(0, 0)).replace(hour=17, minute=0)
        for n, town in enumerate(self.units.towns):
            at = self.at(0, self.plan["zero"]["minute"] + 1.5 * n)
            yield ZeroReport(
                key("zero_report", f"0/{n}"), self.watch.shifts[DAYS].id, town.id, town.name, slot,
                ZeroState.NOTHING, at, self.desk(town), Channel.PHONE, "", None, None, *self.hand(0),
            )  # fmt: skip

    def roll(self) -> Iterator[RollCall | SpotCheck]:
        """The round of 16:00; one town answered at the second call only."""
        minute, again = self.plan["roll"]["minute"], self.plan["roll"]["again"]
        shift = self.watch.shifts[DAYS].id
        call = RollCall(
            key("roll_call", "0"), shift, self.at(0, minute), self.at(0, minute + 8), Channel.PHONE,
            len(self.units.towns), *self.hand(0),
        )  # fmt: skip
        yield call
        for n, town in enumerate(self.units.towns):
            at = self.at(0, minute + 0.6 * n)
            if town.name == again:
                yield self._called(f"0/{n}/silent", call, town, at, Presence.SILENT, None)
                at = self.at(0, minute + 7.5)
            yield self._called(f"0/{n}", call, town, at, Presence.PRESENT, 4 + n * 5 % 11)

    def _called(
        self,
        label: object,
        call: RollCall,
        town: Org,
        at: datetime,
        presence: Presence,
        seconds: int | None,
    ) -> SpotCheck:
        there = presence is not Presence.SILENT
        known = YesNo.YES if there else YesNo.UNKNOWN
        return SpotCheck(
            key("spot_check", label), call.shift_id, call.id, Asked.BY_US, at, ROOM, call.channel,
            town.id, town.name, presence, self.desk(town) if there else "", seconds, known, known,
            "", "", None, call.by, call.by_name, Mark.DEMO,
        )  # fmt: skip

    def spots(self) -> Iterator[SpotCheck]:
        for n, row in enumerate(self.plan["spot"]):
            asked, at = Asked(row["asked"]), self.at(row["day"], row["minute"])
            up = asked is Asked.BY_SUPERIOR
            town = next((t for t in self.units.towns if t.name == row["other"]), None)
            yield SpotCheck(
                key("spot_check", f"single/{n}"), self.watch.shifts[DAYS + row["day"]].id, None,
                asked, at, row["other"] if up else ROOM, Channel(row["channel"]),
                town.id if town else None, ROOM if up else row["other"], Presence(row["presence"]),
                self.chief(row["day"]).name if up else "", row["seconds"], YesNo(row["crew"]),
                YesNo(row["leader"]), row["problem"], row["rectified"],
                at + timedelta(minutes=15) if row["rectified"] else None, *self.hand(row["day"]),
            )  # fmt: skip

    def equipment(self, rules: Path) -> Iterator[SelfCheck]:
        for n, item in enumerate(load_list(rules / "selfcheck.toml").items):
            remark = self.plan["equipment"]["remark"].get(item.key, "")
            at = self.at(0, self.plan["equipment"]["minute"] + 0.2 * n)
            yield SelfCheck(
                key("self_check", item.key), self.watch.shifts[DAYS].id, item.key, item.name,
                Condition.OK, remark, at, None, *self.hand(0),
            )  # fmt: skip

    def papers(self) -> Iterator[Paper]:
        leader = self.watch.crews[DAYS][Role.LEADER].name
        for n, row in enumerate(self.plan["paper"]):
            state, at = PaperState(row["state"]), self.at(row["day"], row["minute"])
            waits = state is PaperState.WAITING
            yield Paper(
                key("paper", n), self.watch.shifts[DAYS + row["day"]].id, PaperWay(row["way"]),
                row["no"], row["title"], row["unit"], Urgency(row["urgency"]), at, None, state,
                leader if waits else row["holder"], leader if waits else "", row["note"],
                at + timedelta(hours=1) if state is PaperState.DONE else None,
                *self.hand(row["day"]),
            )  # fmt: skip

    def _lines(self, log: list[LogEntry]) -> list[LogEntry]:
        shifts = {shift.id for shift in self.watch.shifts[DAYS - BACK : DAYS]}
        return [line for line in log if line.shift_id in shifts]


def make_checks(
    folder: Path, units: Units, book: Book, watch: Watch, log: list[LogEntry]
) -> dict[str, list[Any]]:
    """`folder` is resources/demo; the list of equipment is that of resources/rules."""
    plan = tomllib.loads((folder / "checks.toml").read_text(encoding="utf-8"))
    made = _Maker(plan, units, book, watch)
    rounds = [*made.past_rolls(log), *made.roll()]
    return {
        "zero_report": [*made.past_zero(log), *made.zero()],
        "roll_call": [one for one in rounds if isinstance(one, RollCall)],
        "spot_check": [*(one for one in rounds if isinstance(one, SpotCheck)), *made.spots()],
        "self_check": [*made.equipment(folder.parent / "rules")],
        "paper": [*made.papers()],
    }
