"""Calls that ring: told at once, then who it is and what that number has called about before."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import Protocol
from uuid import UUID

from app.base.bus import Bus
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.jobs import Jobs
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.phone.modem import ModemLink, ModemState, PhoneEvent, Rang, RingEnded, Told
from app.phone.records import Heard, PhoneRing

_log = logging.getLogger(__name__)

SYSTEM = "system"
EARLIER = 5
"""Earlier calls that are told."""
KEPT = 64
"""Rings at hand; older ones are in the store."""


class EarlierKind(StrEnum):
    INCIDENT = "事件"
    LOG = "日志"
    RING = "来电"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the record holds of this number: an event, a line of the log, or that it rang."""

    kind: EarlierKind
    key: UUID
    at: datetime
    words: str


class PhoneStore(Protocol):
    """Read on the store thread."""

    def earlier(self, number: str, before: datetime, count: int) -> list[Earlier]:
        """Newest first."""
        ...

    def latest_rings(self, count: int) -> list[PhoneRing]:
        """Newest first."""
        ...


@dataclass(frozen=True, slots=True)
class Caller:
    """One ring as it stands now. `known` False: the number may still come, or is still looked up."""

    ring: PhoneRing
    known: bool = False
    earlier: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class PhoneRang:
    """The telephone rings; more of it comes by `CallerKnown`."""

    ring_id: UUID
    line: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallerKnown:
    """The number is there (or will not come), and what is known of it was looked up."""

    ring_id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class PhoneQuiet:
    """It rings no more."""

    ring_id: UUID
    taken: bool


@dataclass(frozen=True, slots=True)
class PhoneLineChanged:
    """`why` as in `ModemLink`."""

    line: str
    state: ModemState
    why: str
    at: datetime


class PhoneBook:
    """Safe for threads: the modem's thread calls `hear`, windows read and take, the store thread looks up.

    `who` gives (unit, name) of a number. What could not be written is written at the next `retry`.
    """

    def __init__(
        self,
        store: PhoneStore,
        ledger: Ledger,
        jobs: Jobs,
        bus: Bus,
        mark: Mark,
        who: Callable[[str], tuple[str, str] | None],
    ) -> None:
        self._store, self._ledger, self._jobs, self._bus = store, ledger, jobs, bus
        self._mark, self._who = mark, who
        self._lock = Lock()
        self._calls: OrderedDict[UUID, Caller] = OrderedDict()
        self._ringing: dict[tuple[str, int], UUID] = {}
        self._written: dict[UUID, PhoneRing] = {}
        self._unwritten: OrderedDict[UUID, None] = OrderedDict()
        self._lines: dict[str, PhoneLineChanged] = {}

    # --- what the windows ask -----------------------------------------------------------

    def caller(self, ring_id: UUID) -> Caller | None:
        with self._lock:
            return self._calls.get(ring_id)

    def lines(self) -> list[PhoneLineChanged]:
        with self._lock:
            return list(self._lines.values())

    def latest(self, count: int = 50) -> list[PhoneRing]:
        """On the store thread, newest first."""
        return self._store.latest_rings(count)

    def take(self, ring_id: UUID, by: str, by_name: str, at: datetime) -> Caller:
        """An officer begins an intake from it. `Refused("ring", …)`: unknown, already_answered (name)."""
        with self._lock:
            held = self._calls.get(ring_id)
            if held is None:
                raise Refused("ring", "unknown")
            if held.ring.taken_at is not None:
                raise Refused("ring", "already_answered", name=held.ring.taken_name)
            ring = replace(held.ring, taken_by=by, taken_name=by_name, taken_at=at)
            taken = self._calls[ring_id] = replace(held, ring=ring)
        self._keep(ring_id)
        return taken

    # --- what comes from the modem ------------------------------------------------------

    def hear(self, line: str, event: PhoneEvent) -> None:
        """On the thread of the line; returns at once."""
        match event:
            case Rang(no, at):
                self._rang(line, no, at)
            case Told(no, _, number, heard):
                self._told(line, no, number, heard)
            case RingEnded(no, at, rings):
                self._ended(line, no, at, rings)
            case ModemLink(at, state, why):
                fact = PhoneLineChanged(line, state, why, at)
                with self._lock:
                    self._lines[line] = fact
                self._bus.publish(fact)

    def retry(self) -> None:
        """Write what waits for a store that was away."""
        with self._lock:
            waiting = list(self._unwritten)
        for key in waiting:
            self._jobs.run(self._write, key, fail=_not_written)

    def _rang(self, line: str, no: int, at: datetime) -> None:
        ring = PhoneRing(
            new_id(), line, at, None, 0, Heard.NOT_SENT, "", "", "", "", "", None, self._mark
        )
        with self._lock:
            self._ringing[line, no] = ring.id
            self._calls[ring.id] = Caller(ring)
            self._let_go()
        self._bus.publish(PhoneRang(ring.id, line, at))

    def _let_go(self) -> None:
        """The oldest that stand in the record; what waits for the store stays."""
        kept = [key for key in self._calls if key not in self._unwritten and key in self._written]
        for key in kept[: max(0, len(self._calls) - KEPT)]:
            del self._calls[key]
            del self._written[key]

    def _told(self, line: str, no: int, number: str, heard: Heard) -> None:
        key = self._change(line, no, number=number, heard=heard)
        if key is not None:
            self._jobs.run(self._look_up, key, fail=lambda error: self._unknown(key, error))

    def _ended(self, line: str, no: int, at: datetime, rings: int) -> None:
        key = self._change(line, no, ended_at=at, rings=rings)
        if key is None:
            return
        with self._lock:
            del self._ringing[line, no]
            taken = self._calls[key].ring.taken_at is not None
        self._keep(key)
        self._bus.publish(PhoneQuiet(key, taken))

    def _change(self, line: str, no: int, **news: object) -> UUID | None:
        with self._lock:
            key = self._ringing.get((line, no))
            held = self._calls.get(key) if key is not None else None
            if key is None or held is None:
                return None
            self._calls[key] = replace(held, ring=replace(held.ring, **news))  # type: ignore[arg-type]
        return key

    # --- on the store thread ------------------------------------------------------------

    def _look_up(self, key: UUID) -> None:
        held = self.caller(key)
        if held is None:
            return
        number = held.ring.number
        found = self._who(number) if number else None
        before = self._store.earlier(number, held.ring.at, EARLIER) if number else []
        unit, person = found or ("", "")
        with self._lock:
            now = self._calls[key]
            ring = replace(now.ring, unit=unit, person=person)
            self._calls[key] = Caller(ring, True, tuple(before))
        self._keep(key)
        self._bus.publish(CallerKnown(key, number))

    def _unknown(self, key: UUID, error: Exception) -> None:
        """The store is away: the number alone must do."""
        _log.warning("a caller could not be looked up: %s", type(error).__name__)
        with self._lock:
            held = self._calls.get(key)
            if held is None:
                return
            self._calls[key] = replace(held, known=True)
        self._keep(key)
        self._bus.publish(CallerKnown(key, held.ring.number))

    def _keep(self, key: UUID) -> None:
        with self._lock:
            self._unwritten[key] = None
        self._jobs.run(self._write, key, fail=_not_written)

    def _write(self, key: UUID) -> None:
        """Whoever asks for it, and however late: an officer's taking is kept as hers."""
        with self._lock:
            held, seen = self._calls.get(key), self._written.get(key)
        if held is not None and held.ring != seen:
            taken = held.ring.taken_at is not None and (seen is None or seen.taken_at is None)
            by, what = (held.ring.taken_by, "phone.take") if taken else (SYSTEM, "phone.ring")
            with self._ledger.change(by, what, ("phone_ring", str(key))) as change:
                change.put("phone_ring", held.ring, seen=seen)
        with self._lock:
            if held is not None:
                self._written[key] = held.ring
            now = self._calls.get(key)
            if now is held:
                self._unwritten.pop(key, None)


def _not_written(error: Exception) -> None:
    _log.warning("a ring waits for the store: %s", type(error).__name__)
