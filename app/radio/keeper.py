"""Writes what was heard, in order, behind the alarm: the store may be away and comes back."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from itertools import groupby, islice, takewhile
from threading import Lock
from typing import Any

from app.base.errors import Unreachable
from app.base.jobs import Jobs
from app.base.ledger import Ledger, Subject

_log = logging.getLogger(__name__)
_BATCH = 500
ROOM = 20_000
"""Lines that may wait for the store before plain new ones are let go. Alarms never are."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to what: one change of the journal."""

    by: str
    what: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class _Entry:
    act: Act
    table: str
    record: Any
    seen: Any | None


class Keeper:
    """`keep` from any thread, never waits. Entries of one act that follow each other are one change."""

    def __init__(self, ledger: Ledger, jobs: Jobs) -> None:
        self._ledger = ledger
        self._jobs = jobs
        self._lock = Lock()
        self._waiting: deque[_Entry] = deque()
        self._running = False
        self._alone = False
        self._let_go = 0
        self.away = False

    @property
    def waiting(self) -> int:
        """How many lines are not in the store yet; a few always are while `away` is False."""
        return len(self._waiting)

    def keep(
        self, act: Act, table: str, record: Any, seen: Any | None = None, *, vital: bool = True
    ) -> None:
        with self._lock:
            if not vital and len(self._waiting) >= ROOM:
                self._let_go += 1
                return
            self._waiting.append(_Entry(act, table, record, seen))
        self.retry()

    def retry(self) -> None:
        """Try again what is waiting; does nothing while a try is under way."""
        with self._lock:
            if self._running or not self._waiting:
                return
            self._running = True
        self._jobs.run(self._write, then=self._done, fail=self._failed)

    def _write(self) -> None:
        """On the store thread: everything that waits, change by change."""
        while group := self._next():
            try:
                self._change(group)
            except Unreachable:
                raise
            except Exception:  # noqa: BLE001  one bad line must not hold up the others
                if len(group) > 1:
                    self._alone = True  # find the one that cannot be kept
                    continue
                _log.exception("%s could not be kept: %r", group[0].table, group[0].record)
            with self._lock:
                for _ in group:
                    self._waiting.popleft()

    def _change(self, group: list[_Entry]) -> None:
        act = group[0].act
        with self._ledger.change(act.by, act.what, act.subject) as change:
            for (table, new), run in groupby(
                group, lambda entry: (entry.table, entry.seen is None)
            ):
                entries = list(run)
                if new and len(entries) > 1:
                    change.put_many(table, [entry.record for entry in entries])
                    continue
                for entry in entries:
                    change.put(table, entry.record, seen=entry.seen)

    def _next(self) -> list[_Entry]:
        with self._lock:
            if not self._waiting:
                self._alone = False
                return []
            act = self._waiting[0].act
            same = takewhile(lambda entry: entry.act == act, self._waiting)
            return list(islice(same, 1 if self._alone else _BATCH))

    def _done(self, _nothing: None) -> None:
        with self._lock:
            self._running = self.away = False
            let_go, self._let_go = self._let_go, 0
        if let_go:
            _log.error("%d radio lines were let go while the store was away", let_go)
        self.retry()

    def _failed(self, error: Exception) -> None:
        with self._lock:
            self._running, self.away = False, True
        _log.warning("%d radio lines wait for the store: %s", self.waiting, error)
