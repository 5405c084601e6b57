"""What a shift asks and checks, built together: zero reports, roll calls, self-check, papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.base.clock import SHANGHAI, Clock, local_day
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty import papers, rollcall, selfcheck, zero, zero_hours
from app.duty.log import DutyLog
from app.duty.records import Shift


class CheckStore(
    zero.ZeroStore, rollcall.RollStore, selfcheck.SelfCheckStore, papers.PaperStore, Protocol
):
    """All that the four ask of the store."""


class Owed(StrEnum):
    """What of the routine of a shift is to be done now."""

    ZERO = "零报告"
    ROLL = "点名"
    EQUIPMENT = "设备自检"
    PAPER = "公文"


@dataclass(frozen=True, slots=True)
class Due:
    """`at` is the limit, `since` when it began to run; `about` names the towns or the paper, `count` how
    many they are. `key` is the same for the same matter."""

    owed: Owed
    key: str
    since: datetime
    at: datetime
    about: str
    count: int


class Checking:
    """`zero`, `rolls`, `equipment`, `papers`: each over one file of rules in the folder `rules`."""

    def __init__(
        self,
        ledger: Ledger,
        store: CheckStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        rules: Path,
        room: str,
        disasters: Callable[[], Sequence[zero_hours.Disaster]],
        special: Callable[[date], bool] = lambda _: False,
    ) -> None:
        self._clock = clock
        around = (ledger, store, log, clock, mark)
        self.zero = zero.ZeroReports(
            *around, zero_hours.load_rules(rules / "zero.toml"), disasters, special
        )
        self.rolls = rollcall.RollCalls(*around, rollcall.load_rules(rules / "rollcall.toml"), room)
        self.equipment = selfcheck.SelfChecks(
            *around, selfcheck.load_list(rules / "selfcheck.toml")
        )
        self.papers = papers.Papers(*around, papers.load_rules(rules / "papers.toml"))

    def due(self, shift: Shift | None) -> list[Due]:
        """On the store thread: what is to be done now, in `shift` and whatever the shift."""
        now = self._clock.now()
        found = [*self._zero_due(), *self._roll_due(now), *self._papers_due(shift, now)]
        if shift is not None:
            found += self._equipment_due(shift, now)
        return found

    def _zero_due(self) -> Iterator[Due]:
        look = self.zero.look()
        slot, silent = look.current.slot, look.current.silent
        if silent and look.at >= slot.at:
            names = "、".join(cell.town.name for cell in silent)
            limit = slot.at + self.zero.rules.chase_after
            yield Due(Owed.ZERO, f"zero {slot.at}", slot.at, limit, names, len(silent))

    def _roll_due(self, now: datetime) -> Iterator[Due]:
        rules, look = self.rolls.rules, self.rolls.look(None)
        days = (local_day(now) - timedelta(days=1), local_day(now))
        hours = [datetime.combine(day, at, SHANGHAI) for day in days for at in rules.times]
        begun = [hour for hour in hours if hour - rules.early <= now < hour + rules.stale]
        if not begun or not look.towns:
            return
        since = begun[-1] - rules.early
        if look.call is None or look.call.started_at < since:
            yield Due(Owed.ROLL, f"roll {since}", since, begun[-1], "", len(look.towns))

    def _equipment_due(self, shift: Shift, now: datetime) -> Iterator[Due]:
        items = self.equipment.list
        if shift.opened_at is None or now >= shift.starts_at + items.stale:
            return
        look = self.equipment.look(shift.id)
        if look.done < len(look.rows):
            left, limit = len(look.rows) - look.done, shift.starts_at + items.within
            yield Due(
                Owed.EQUIPMENT, f"equipment {shift.id}", shift.starts_at, limit, look.words(), left
            )

    def _papers_due(self, shift: Shift | None, now: datetime) -> Iterator[Due]:
        """Those overdue, and those whose limit falls into this shift: the others are the next one's."""
        until = now if shift is None else max(now, shift.ends_at)
        for paper in self.papers.waiting():
            limit = self.papers.limit(paper)
            if limit is not None and (limit <= now or limit < until):
                yield Due(Owed.PAPER, f"paper {paper.id}", paper.at, limit, paper.title, 1)
