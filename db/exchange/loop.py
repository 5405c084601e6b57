"""The exchange thread: meets the hub whenever there is something to bring or to fetch, until it ends."""

from __future__ import annotations

import logging
import select
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol

import sqlalchemy as sa

from app.audit.facts import HubChanged, HubReturned
from app.audit.records import HubState, Phase
from app.base.clock import Clock
from app.base.errors import Unreachable
from db.exchange.line import Line, Watched, told

_log = logging.getLogger(__name__)

PULL_S = 5.0
"""A notice of the hub is only a hint: so often is asked without one."""
GATHER_S = 0.05
"""Exchanges begin no faster than this one after another: what is written in a burst goes together."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 2.0
STOPPED_S = 30.0
"""So often is looked whether what a person has to decide was decided."""
STOPS = frozenset({"other_county", "other_hub", "newer_schema", "older_schema", "not_set_up"})
"""Codes that no waiting mends."""


class Meeting(Protocol):
    """What is done at the hub, and what is known without it."""

    def arrive(self) -> None:
        """The hub answers, again or for the first time: it may have been put back meanwhile."""
        ...

    def exchange(self, hub: sa.Engine) -> None:
        """Until nothing moves any more. `Unreachable("hub", code)` when it cannot be done."""
        ...

    def aside(self, hub: sa.Engine) -> bool:
        """One step of what must never hold up the record; True: there is more of it."""
        ...

    def standing(self) -> tuple[int, int]:
        """(entries on this desk only, number of the last one that has its place)."""
        ...


class Exchange:
    """One thread with the only connections to the hub. `wake` may be called from any thread."""

    def __init__(
        self, line: Line, meeting: Meeting, clock: Clock, publish: Callable[[object], None]
    ) -> None:
        self._line = line
        self._meeting = meeting
        self._clock = clock
        self._publish = publish
        self._ended = threading.Event()
        self._bell, self._heard = socket.socketpair()
        self._bell.setblocking(False)
        self._heard.setblocking(False)
        self._pause_s = FIRST_PAUSE_S
        self._away_since: datetime | None = None
        self._hurry = False
        self.state = HubState(Phase.CONNECTING, since=clock.now())
        self.settled = threading.Event()
        """Set once the hub was met, or could not be: before a desk's first write."""
        self._thread = threading.Thread(target=self._run, name="exchange", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """Something was written, or somebody decided."""
        with suppress(OSError):  # a full bell has rung, a closed one has nobody to hear it
            self._bell.send(b"!")

    def try_now(self) -> None:
        """A person decided what was in the way."""
        self._hurry = True
        self.wake()

    def stop(self, wait_s: float = 0.5) -> bool:
        """End soon. A call that hangs is left behind: whatever it was about is done anew at the next start.

        False: the thread is still in such a call.
        """
        self._ended.set()
        self.wake()
        if self._thread.ident is None:
            self._close()
            return True
        self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        hub = self._line.engine()
        while not self._ended.is_set():
            try:
                with told(), closing(self._line.listen()) as ears:
                    self._stay(hub, ears)
            except Unreachable as error:
                self._lost(error.why if error.what == "hub" else "own_store")
            except Exception:  # noqa: BLE001  a bug must not end the exchange for good
                _log.exception("the exchange with the hub failed")
                self._lost("failed")
            hub.dispose()
            self.settled.set()
            if not self._ended.is_set():
                self._rest()
        self._close()

    def _close(self) -> None:
        self._bell.close()
        self._heard.close()

    def _stay(self, hub: sa.Engine, ears: Watched) -> None:
        self._meeting.arrive()
        while not self._ended.is_set():
            begun_s = self._clock.monotonic_s()
            self._meeting.exchange(hub)
            self._met()
            if not self._meeting.aside(hub):
                self._await(ears)
                self._ended.wait(max(0.0, begun_s + GATHER_S - self._clock.monotonic_s()))

    def _met(self) -> None:
        self._pause_s = FIRST_PAUSE_S
        waited = self.state.pending
        self._tell(Phase.UP)
        self.settled.set()
        since, self._away_since = self._away_since, None
        if since is not None:
            returned = HubReturned(since, self._clock.now(), waited)
            _log.info("the hub is back: away since %s, %d entries waited", since, waited)
            self._publish(returned)

    def _lost(self, why: str) -> None:
        if self._away_since is None:
            self._away_since = self._clock.now()
            _log.info("the hub is away: %s", why)
        self._tell(Phase.STOPPED if why in STOPS else Phase.AWAY, why)

    def _tell(self, phase: Phase, why: str = "") -> None:
        held = self.state
        pending, cursor = held.pending, held.cursor
        with suppress(Unreachable):
            pending, cursor = self._meeting.standing()
        since = held.since if phase is held.phase else self._clock.now()
        self.state = HubState(phase, why, since, pending, cursor)
        if replace(self.state, cursor=held.cursor) != held:
            self._publish(HubChanged(self.state))

    def _rest(self) -> None:
        """Writes made meanwhile are counted, but do not hurry the next attempt."""
        pause_s = STOPPED_S if self.state.phase is Phase.STOPPED else self._pause_s
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
        until = self._clock.monotonic_s() + pause_s
        while not self._ended.is_set() and (left := until - self._clock.monotonic_s()) > 0:
            if self._wait(left):
                self._tell(self.state.phase, self.state.why)
            if self._hurry:
                break
        self._hurry = False

    def _await(self, ears: Watched) -> None:
        """Until a wake, the notice of another desk's entries, or `PULL_S`."""
        until = self._clock.monotonic_s() + PULL_S
        while not self._ended.is_set() and (left := until - self._clock.monotonic_s()) > 0:
            if self._wait(left, ears):
                return
            if any(notice.pid != self._line.own_pid for notice in ears.notifies(timeout=0)):
                return

    def _wait(self, longest_s: float, *ears: Watched) -> bool:
        """Until a wake, until something is heard, or `longest_s`. True: it was a wake."""
        sources: list[socket.socket | Watched] = [self._heard, *ears]
        ready, _, _ = select.select(sources, [], [], longest_s)
        with suppress(BlockingIOError):
            while self._heard.recv(4096):
                pass
        return self._heard in ready
