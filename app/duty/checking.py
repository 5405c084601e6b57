"""What a shift asks and checks, built together: zero reports, roll calls, self-check, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty import papers, rollcall, selfcheck, zero
from app.duty.checks import Asked, Paper, SpotCheck
from app.duty.log import DutyLog


class CheckStore(
    zero.ZeroStore, rollcall.RollStore, selfcheck.SelfCheckStore, papers.PaperStore, Protocol
):
    """All that the four ask of the store."""


@dataclass(frozen=True, slots=True)
class ShiftChecks:
    """All that a shift asked and checked, for the sheet of its handover.

    `zero` is how the towns stand at the slot that is due, `zero_words` the text of it; `waiting` the
    papers not done, of whatever shift; `checks` the spot checks of this shift, each unit of a round once,
    and `attendance` what they come to, "" when nobody was called.
    """

    zero: zero.SlotLook
    zero_words: str
    equipment: selfcheck.ListLook
    waiting: tuple[Paper, ...]
    checks: tuple[SpotCheck, ...]
    attendance: str


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
        disasters: Callable[[], Sequence[zero.Disaster]],
    ) -> None:
        around = (ledger, store, log, clock, mark)
        self.zero = zero.ZeroReports(*around, zero.load_rules(rules / "zero.toml"), disasters)
        self.rolls = rollcall.RollCalls(*around, rollcall.load_rules(rules / "rollcall.toml"), room)
        self.equipment = selfcheck.SelfChecks(
            *around, selfcheck.load_list(rules / "selfcheck.toml")
        )
        self.papers = papers.Papers(*around, papers.load_rules(rules / "papers.toml"))

    def of_shift(self, shift_id: UUID) -> ShiftChecks:
        """On the store thread."""
        look = self.zero.look()
        checks = rollcall.holding(self.rolls.of_shift(shift_id))
        ours = [one for one in checks if one.asked is Asked.BY_US]
        found = rollcall.attendance(ours)
        return ShiftChecks(
            zero=look.current,
            zero_words=look.current.words(self.zero.rules) if look.current.cells else "",
            equipment=self.equipment.look(shift_id),
            waiting=tuple(self.papers.waiting()),
            checks=tuple(checks),
            attendance=found.words(self.rolls.rules) if ours else "",
        )
