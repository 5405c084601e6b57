"""What roll calls and spot checks come to: who was there, at what rate, how soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median

from app.base.clock import SHANGHAI, local_day
from app.duty.checks import Presence, SpotCheck, YesNo
from app.duty.records import Channel


@dataclass(frozen=True, slots=True)
class RollRules:
    """`stand_in_counts`: whether a stand-in counts as present; `script` is what is read out.

    `minutes` is how long a round should take, `times` when rounds are held every day; one that began
    `early` counts for its hour, and `stale` after it nobody is reminded any more.
    """

    stand_in_counts: bool
    minutes: int
    channels: tuple[Channel, ...]
    times: tuple[time, ...]
    early: timedelta
    stale: timedelta
    script: tuple[str, ...]
    source: str

    def next_after(self, now: datetime) -> datetime | None:
        """When the next round is held."""
        days = (local_day(now), local_day(now) + timedelta(days=1))
        hours = (datetime.combine(day, at, SHANGHAI) for day in days for at in self.times)
        return next((hour for hour in hours if hour > now), None)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Figures of some checks, each unit once."""

    called: int
    present: int
    stand_in: int
    silent: tuple[str, ...]

    def there(self, rules: RollRules) -> int:
        return self.present + (self.stand_in if rules.stand_in_counts else 0)

    def share(self, rules: RollRules) -> float:
        """Present among the called; nobody called counts as all of them there."""
        return self.there(rules) / self.called if self.called else 1.0

    def rate(self, rules: RollRules) -> str:
        """在岗率: "11/12 91%", floored; "—" when nobody was called."""
        if not self.called:
            return "—"
        there = self.there(rules)
        return f"{there}/{self.called} {there * 100 // self.called}%"

    def words(self, rules: RollRules) -> str:
        """在岗率 91% and who is behind it, in one line of Chinese."""
        parts = [f"已呼{self.called}个", f"在岗{self.present}个"]
        if self.stand_in:
            counted = "计入在岗" if rules.stand_in_counts else "不计入在岗"
            parts.append(f"替岗{self.stand_in}个（{counted}）")
        if self.silent:
            parts.append(f"未答{len(self.silent)}个（{'、'.join(self.silent)}）")
        return "，".join(parts) + f"；在岗率 {self.rate(rules)}"


def holding(checks: Iterable[SpotCheck]) -> list[SpotCheck]:
    """Of each unit in a round the last check; single checks all. In the order first made."""
    held: dict[object, SpotCheck] = {}
    for one in sorted(checks, key=lambda check: (check.at, check.id)):
        single = one.roll_call_id is None
        held[one.id if single else (one.roll_call_id, one.org_id, one.unit)] = one
    return list(held.values())


def attendance(checks: Iterable[SpotCheck]) -> Attendance:
    """Each unit of a round once."""
    return _counted(holding(checks))


def _counted(held: list[SpotCheck]) -> Attendance:
    there = [one.presence for one in held]
    return Attendance(
        called=len(held),
        present=there.count(Presence.PRESENT),
        stand_in=there.count(Presence.STAND_IN),
        silent=tuple(one.unit for one in held if one.presence is Presence.SILENT),
    )


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """How one unit answered over some time. `median_s` None = no call of it was measured."""

    unit: str
    found: Attendance
    median_s: int | None
    problems: int
    """Found and not yet rectified."""


def by_unit(checks: Iterable[SpotCheck]) -> list[UnitFigures]:
    """Every unit that was asked, in the order first met; each round counts once."""
    units: dict[str, list[SpotCheck]] = {}
    for one in holding(checks):
        units.setdefault(one.unit, []).append(one)
    return [
        UnitFigures(
            unit,
            _counted(held),
            int(median(seconds)) if (seconds := [c.seconds for c in held if c.seconds is not None])
            else None,
            sum(bool(c.problem) and not c.rectified for c in held),
        )
        for unit, held in units.items()
    ]  # fmt: skip


def said(check: SpotCheck) -> str:
    """What was found, in words: "在岗，应答 周试用，接通 8 秒，与值班表一致"."""
    parts = [check.presence.value]
    if check.person:
        parts.append(f"应答 {check.person}")
    if check.seconds is not None:
        parts.append(f"接通 {check.seconds} 秒")
    agree = {YesNo.YES: "与值班表一致", YesNo.NO: "与值班表不一致"}
    leader = {YesNo.YES: "带班领导在岗", YesNo.NO: "带班领导不在岗"}
    parts += [words[value] for words, value in ((agree, check.crew_right), (leader, check.leader_there))
              if value in words]  # fmt: skip
    if check.problem:
        parts.append(f"问题：{check.problem}")
    return "，".join(parts)
