"""Who to ring at the telecom, power, tower and UAV firms, and from when until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.written import words
from app.people.contacts import PointKind
from app.people.numbers import checked_number
from app.people.records import Officer
from app.people.rights import Act, demand


class Trade(StrEnum):
    TELECOM = "通信"
    POWER = "电力"
    TOWER = "铁塔"
    UAV = "无人机"
    OTHER = "其他"


NEEDED = (Trade.TELECOM, Trade.POWER, Trade.TOWER, Trade.UAV)
"""Of each of these somebody should be on the list at any time. [source 004 Wucheng: 技术保障]"""


class When(StrEnum):
    NOW = "在值"
    LATER = "未到"
    OVER = "已过"


@dataclass(frozen=True, slots=True)
class SupportTurn:
    """Somebody of a firm who is rung from `begins` (inclusive) until `ends` (exclusive), aware UTC.

    `phones` in the order to dial. Not `active`: entered by mistake, in no list any more.
    """

    id: UUID
    trade: Trade
    firm: str
    name: str
    phones: tuple[str, ...]
    begins: datetime
    ends: datetime
    note: str
    active: bool
    mark: Mark

    def when(self, now: datetime) -> When:
        if now < self.begins:
            return When.LATER
        return When.NOW if now < self.ends else When.OVER


@dataclass(frozen=True, slots=True)
class SupportList:
    """As it stands at `at`: who is rung now first, then who comes, then who was. `nobody`: trades that
    have nobody now."""

    at: datetime
    turns: tuple[SupportTurn, ...]
    nobody: tuple[Trade, ...]


class SupportStore(Protocol):
    def turns(self) -> list[SupportTurn]:
        """All that are active, by trade and beginning."""
        ...


class Support:
    """Runs on the store thread."""

    def __init__(self, ledger: Ledger, store: SupportStore, clock: Clock, mark: Mark) -> None:
        self._ledger, self._store, self._clock, self._mark = ledger, store, clock, mark

    def listed(self) -> SupportList:
        now = self._clock.now()
        order = list(When)
        turns = sorted(self._store.turns(), key=lambda one: order.index(one.when(now)))
        there = {one.trade for one in turns if one.when(now) is When.NOW}
        return SupportList(now, tuple(turns), tuple(one for one in NEEDED if one not in there))

    def enter(
        self,
        by: Officer,
        seen: SupportTurn | None,
        trade: Trade,
        firm: str,
        name: str,
        phones: Sequence[str],
        begins: datetime,
        ends: datetime,
        note: str,
    ) -> SupportTurn:
        """A new turn, or `seen` as it should read. `Refused`: firm, name, phones, ends (ends_before)."""
        demand(by, Act.CONTACTS)
        made = SupportTurn(
            seen.id if seen else new_id(),
            trade,
            words("firm", firm),
            words("name", name),
            _checked(phones),
            begins,
            ends,
            words("note", note, needed=False),
            True,
            seen.mark if seen else self._mark,
        )
        if ends <= begins:
            raise Refused("ends", "ends_before")
        self._put(by, "support.change" if seen else "support.enter", made, seen)
        return made

    def take_out(self, by: Officer, seen: SupportTurn) -> None:
        """Entered by mistake; a turn that ended stays."""
        demand(by, Act.CONTACTS)
        self._put(by, "support.take_out", replace(seen, active=False), seen)

    def _put(self, by: Officer, what: str, made: SupportTurn, seen: SupportTurn | None) -> None:
        with self._ledger.change(str(by.id), what, ("support_turn", str(made.id))) as change:
            change.put("support_turn", made, seen=seen)


def _checked(phones: Sequence[str]) -> tuple[str, ...]:
    told = [one for one in phones if one.strip()]
    if not told:
        raise Refused("phones", "missing")
    try:
        return tuple(checked_number(PointKind.OFFICE, one) for one in told)
    except Refused as no:
        raise Refused("phones", no.code, **no.figures) from None
