"""The rules of a roll call by radio, and what its results come to: rates floored, the silent by name."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from app.base.clock import SHANGHAI, local_day
from app.radio.driver import Capability
from app.radio.rollcall_records import RadioList, RadioRollAnswer, RollResult

THERE = (RollResult.OK, RollResult.WEAK)


@dataclass(frozen=True, slots=True)
class RadioRollRules:
    """`timeout_s` for one answer by data, `retries` after it, `gap_s` between two questions of one gateway;
    `outstanding` at once when the list has `overlap_from` radios. Below `weak_dbm` the signal is 差. A place
    is waited for `locate_s`, a status `status_s`; so many statuses are waited for at once as `hands` says.

    `asking` is by what a radio is asked: the first that its gateway can. `voice_s` is how long a post is
    called by voice. A calling that began `early` counts for its hour, `stale` after it nobody is reminded.
    Silent in `missed` callings in a row is a reminder.
    """

    timeout_s: float
    retries: int
    gap_s: float
    outstanding: int
    overlap_from: int
    weak_dbm: int
    voice_s: int
    asking: tuple[Capability, ...]
    locate_s: float
    status_code: int
    status_s: float
    hands: int
    stand_in_counts: bool
    early: timedelta
    stale: timedelta
    missed: int
    times: tuple[str, ...]
    script: tuple[str, ...]
    source: str

    def limit_s(self, asking: Capability) -> float:
        """A status is given by a person's hand, the rest by the radio itself. Whether a radio tells its
        place the driver says; this is longer than any of them waits."""
        if asking is Capability.STATUS:
            return self.status_s
        return self.locate_s if asking is Capability.LOCATE else self.timeout_s

    def at_once(self, radios: int, asking: Capability) -> int:
        """How many questions may be outstanding at one gateway: while a hand goes to a key the net is free;
        polls for a place are answered without a name, so there is one in the air."""
        if asking is Capability.STATUS:
            return self.hands
        if asking is Capability.LOCATE:
            return 1
        return self.outstanding if radios >= self.overlap_from else 1


def load_rules(path: Path) -> RadioRollRules:
    """Reads `resources/rules/radio_roll.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return RadioRollRules(
            timeout_s=float(held["timeout_s"]),
            retries=int(held["retries"]),
            gap_s=float(held["gap_s"]),
            outstanding=int(held["outstanding"]),
            overlap_from=int(held["overlap_from"]),
            weak_dbm=int(held["weak_dbm"]),
            voice_s=int(held["voice_s"]),
            asking=tuple(Capability(one) for one in held["asking"]),
            locate_s=float(held["locate_s"]),
            status_code=int(held["status_code"]),
            status_s=float(held["status_s"]),
            hands=int(held["hands"]),
            stand_in_counts=bool(held["stand_in_counts"]),
            early=timedelta(minutes=float(held["early_minutes"])),
            stale=timedelta(minutes=float(held["stale_minutes"])),
            missed=int(held["missed"]),
            times=tuple(f"{time.fromisoformat(one):%H:%M}" for one in held["times"]),
            script=tuple(str(line) for line in held["script"]),
            source=str(held["source"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def hours_of(one: RadioList, days: Iterable[datetime]) -> list[datetime]:
    """When a list is called on these days, its extra calling among them, in order. What another desk wrote
    and is no time of day calls nobody."""
    hours = []
    for day in days:
        for at in one.times:
            with suppress(ValueError):
                hours.append(datetime.combine(local_day(day), time.fromisoformat(at), SHANGHAI))
    return sorted(hours + ([one.extra_at] if one.extra_at else []))


def next_after(one: RadioList, now: datetime) -> datetime | None:
    """When a list is called next; None when it has no times."""
    hours = hours_of(one, (now, now + timedelta(days=1)))
    return next((hour for hour in hours if hour > now), None)


def due_hour(one: RadioList, now: datetime, rules: RadioRollRules) -> datetime | None:
    """The hour whose calling is due now, whether it was called or not; None between the hours."""
    hours = hours_of(one, (now - timedelta(days=1), now))
    begun = [hour for hour in hours if hour - rules.early <= now < hour + rules.stale]
    return begun[-1] if begun else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the answers of one calling come to. The first round, by radio; `reached` are the posts that were
    silent by radio and answered in the second round, with the means."""

    total: int
    counts: dict[RollResult, int]
    silent: tuple[str, ...]
    faulty: tuple[str, ...]
    not_called: tuple[str, ...]
    cut_off: tuple[str, ...]
    """Of the not called those whose gateway was down."""
    reached: tuple[str, ...]
    still_silent: tuple[str, ...]
    """Called in the second round too, and silent there."""

    @property
    def called(self) -> int:
        """Those somebody asked: neither on leave nor not called."""
        return self.total - self.counts[RollResult.NOT_CALLED] - self.counts[RollResult.LEAVE]

    def there(self, rules: RadioRollRules) -> int:
        stand_in = self.counts[RollResult.STAND_IN] if rules.stand_in_counts else 0
        return sum(self.counts[one] for one in THERE) + stand_in

    def rate(self, rules: RadioRollRules) -> str:
        """应答率: "158/196 80%" of the called, floored; "—" when nobody was called."""
        if not self.called:
            return "—"
        there = self.there(rules)
        return f"{there}/{self.called} {there * 100 // self.called}%"

    def words(self, rules: RadioRollRules) -> str:
        """Everything in one line of Chinese, as the log and the sheet say it."""
        counts = self.counts
        parts = [f"应点{self.total}个", f"已呼{self.called}个"]
        parts += [
            f"{one}{counts[one]}个"
            for one in (*THERE, RollResult.STAND_IN, RollResult.FAULTY, RollResult.LEAVE)
            if counts[one]
        ]
        told = [f"{'，'.join(parts)}；应答率 {self.rate(rules)}"]
        told += _named("未应答", self.silent)
        told += _named("网关中断未呼", self.cut_off)
        other = tuple(name for name in self.not_called if name not in self.cut_off)
        told += _named("未呼", other)
        if self.reached or self.still_silent:
            told.append(f"二轮补呼通{len(self.reached)}个（{'、'.join(self.reached)}）"
                        if self.reached else "二轮补呼无应答")  # fmt: skip
            told += _named("二轮仍未应答", self.still_silent)
        return "；".join(told)


def figures(answers: Sequence[RadioRollAnswer]) -> Figures:
    """Of all rows of one calling, both rounds."""
    first = sorted((one for one in answers if one.turn == 1), key=lambda one: one.sort)
    results = [one.result for one in first]
    second = {one.post_id: one for one in _in_time(a for a in answers if a.turn == 2)}

    def names(result: RollResult) -> tuple[str, ...]:
        return tuple(one.name for one in first if one.result is result)

    good = (*THERE, RollResult.STAND_IN)
    back = [one for one in second.values() if one.result in good]
    gone = [one for one in second.values() if one.result is RollResult.SILENT]
    return Figures(
        total=len(first),
        counts={one: results.count(one) for one in RollResult},
        silent=names(RollResult.SILENT),
        faulty=names(RollResult.FAULTY),
        not_called=names(RollResult.NOT_CALLED),
        cut_off=tuple(
            one.name
            for one in first
            if one.result is RollResult.NOT_CALLED and one.why == "link_down"
        ),
        reached=tuple(f"{one.name} {one.means}" for one in sorted(back, key=lambda a: a.sort)),
        still_silent=tuple(one.name for one in sorted(gone, key=lambda a: a.sort)),
    )


def _in_time(answers: Iterable[RadioRollAnswer]) -> list[RadioRollAnswer]:
    return sorted(answers, key=lambda one: (one.at is not None, one.at, one.id))


def _named(word: str, names: Sequence[str]) -> list[str]:
    return [f"{word}{len(names)}个（{'、'.join(names)}）"] if names else []
