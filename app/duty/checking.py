"""What a shift asks and checks, built together: zero reports, roll calls, self-check, papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from app.base.clock import Clock
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty import papers, rollcall, selfcheck, zero
from app.duty.log import DutyLog


class CheckStore(
    zero.ZeroStore, rollcall.RollStore, selfcheck.SelfCheckStore, papers.PaperStore, Protocol
):
    """All that the four ask of the store."""


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
