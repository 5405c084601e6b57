"""The conversation with a gateway that a table describes, without I/O."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from app.radio.driver import Out, Reopen, Send
from app.radio.events import (
    Command,
    ControlReply,
    Event,
    Groups,
    Heard,
    Linked,
    OwnTalk,
    PressTalk,
    RawUnknown,
    SendText,
    Talking,
    TextState,
    TextStep,
)
from app.radio.saying import LinkSaid, failed
from app.radio.table.asking import Waiting, asked, by_air, ends, fits, line_of
from app.radio.table.framer import written
from app.radio.table.hearing import Hearing
from app.radio.table.layout import PRESSES, Asking, Does, Order, Table

ROOM = 64
_DEAF_S = 6.0
"""A begin that nobody answers for so long makes the line degraded. [choice]"""
_STRANGE_S = 1.0
"""Lines that nobody knows are told this seldom at most."""
_AGAIN_S = 2.0
"""Pause before the lines of the begin are tried anew."""


@dataclass(slots=True)
class _Job:
    """One line on its way out: a command, or one of our own."""

    data: bytes
    asking: Asking | Order
    command: Command | None = None
    ref: int = 0
    radio: int = 0
    until_s: float = 0.0


class TableSession:
    """One line waits for its answer at a time; the release of the key goes out at once, whatever waits.

    Nothing is written twice by itself. A text on a gateway that never tells of its arrival ends with `SENT`.
    Texts wait for the line; nothing else does, for it would be done later than it was wanted. A key that may
    be down still is let go first of all when the line is back.
    """

    def __init__(self, gateway: str, table: Table) -> None:
        self.gateway = gateway
        self._table = table
        self._hearing = Hearing(table)
        self._queue: deque[_Job] = deque()
        self._begin: deque[Asking] = deque()
        self._flight: _Job | None = None
        self._later: list[Waiting] = []
        self._ref = 0
        self._target = 0
        self._keyed = False
        """A press was written and no release after it."""
        self._owed = Does.RELEASE in table.orders
        """A release goes first when the line is there: it went while the key was down, or a console was
        killed meanwhile."""
        self._open = self._ready = self._connected = False
        self._heard_s = self._free_s = self._beat_s = self._again_s = 0.0
        self._strange_s = float("-inf")
        self._link = LinkSaid(gateway)

    @property
    def connected(self) -> bool:
        """The gateway has said something known since the port was opened."""
        return self._connected

    @property
    def busy(self) -> bool:
        """Something waits to be written or answered: tick soon."""
        waits = bool(self._queue or self._begin or self._later)
        return waits or self._flight is not None or self._hearing.talking

    # --- the port -----------------------------------------------------------------------

    def opened(self, now_s: float, at: datetime) -> list[Out]:
        self._open = True
        self._heard_s = self._beat_s = now_s
        self._free_s = self._again_s = now_s
        self._begin = deque(self._table.init)
        self._ready = not self._begin
        out: list[Out] = []
        if self._silent_by_nature:
            out += self._up(at)
        elif self._link.silent:
            out += self._link.say(Linked.OPENING, "", at)
        return [*out, *self._pump(now_s, at)]

    @property
    def _silent_by_nature(self) -> bool:
        """Nothing that must be heard: the line is up as soon as its port is open."""
        table = self._table
        asks = [*table.init, *([table.heartbeat] if table.heartbeat else [])]
        return not table.times.patience_s and not any(one.ok for one in asks)

    def lost(self, why: str, at: datetime) -> list[Out]:
        """The port is closed or could not be opened; texts that wait are written when it comes back."""
        self._open = self._ready = self._connected = False
        self._begin.clear()
        heard = Heard(self.gateway, at)
        out: list[Out] = []
        job, self._flight = self._flight, None
        if job is not None and job.command is not None:
            out.append(failed(job.command, "unconfirmed", heard))
        waited, self._queue = self._queue, deque()
        for waiting in waited:
            if isinstance(waiting.command, SendText):
                self._queue.append(waiting)
            elif waiting.command is not None:
                out.append(failed(waiting.command, "down", heard))
        released = job is not None and job.asking is self._table.orders.get(Does.RELEASE)
        self._owed = self._owed or self._keyed or released
        state = Linked.DEGRADED if why == "silent" else Linked.DOWN
        return [*out, *self._hearing.lost(heard), *self._link.say(state, why, at)]

    # --- from the line ------------------------------------------------------------------

    def on_frame(self, frame: str, raw: bytes, now_s: float, at: datetime) -> list[Out]:
        heard = Heard(self.gateway, at, raw.hex())
        told = self._hearing.hear(frame, heard, now_s)
        answered = self._answered(frame, heard, now_s)
        ignored = any(one.fullmatch(frame) for one in self._table.ignore)
        if told is None and answered is None and not ignored:
            return self._strange(heard, now_s)
        self._heard_s = now_s
        out: list[Out] = [*(self._up(at) if self._ready else []), *(told or [])]
        for event in told or []:
            out += self._met(event)
        return [*out, *(answered or []), *self._pump(now_s, at)]

    def _strange(self, heard: Heard, now_s: float) -> list[Out]:
        """A gateway that chatters must not fill the record; the raw record has every line."""
        if now_s < self._strange_s:
            return []
        self._strange_s = now_s + _STRANGE_S
        return [RawUnknown(heard)]

    def _up(self, at: datetime) -> list[Event]:
        self._connected = True
        up: list[Event] = [*self._link.say(Linked.UP, "", at)]
        if up and self._table.groups:
            up.append(Groups(Heard(self.gateway, at), self._table.groups, None))
        return up

    def _answered(self, text: str, heard: Heard, now_s: float) -> list[Event] | None:
        """What an answer of the gateway ends; None when it is none."""
        job = self._flight
        if job is not None:
            if fits(job.asking.ok, text, job.ref, job.radio):
                self._flight = None
                return self._taken(job, heard, now_s)
            refused = job.asking.fail if isinstance(job.asking, Order) else None
            if job.command is not None and fits(refused, text, job.ref, job.radio):
                self._flight = None
                return [failed(job.command, "refused", heard)]
        for waiting in self._later:
            order = waiting.order
            arrived = fits(order.done, text, waiting.ref, waiting.radio)
            if arrived or fits(order.undone, text, waiting.ref, waiting.radio):
                self._later.remove(waiting)
                step = TextStep.DELIVERED if arrived else TextStep.FAILED
                code = "" if arrived else "unreached"
                return [TextState(heard, waiting.command.id, step, code)]
        return None

    def _taken(self, job: _Job, heard: Heard, now_s: float) -> list[Event]:
        """The gateway has taken a line; or it gives no answer, and the line is written."""
        if job.command is None:
            return self._begun(job, heard)
        assert isinstance(job.asking, Order)
        order, command, times = job.asking, job.command, self._table.times
        if isinstance(command, SendText):
            if order.done is None:
                return [TextState(heard, command.id, TextStep.SENT)]
            until_s = now_s + times.delivery_s
            self._later.append(Waiting(command, order, job.ref, job.radio, until_s))
            return [TextState(heard, command.id, TextStep.ACCEPTED)] if order.ok else []
        if by_air(self._table, order.does):
            until_s = now_s + times.air_s
            self._later.append(Waiting(command, order, job.ref, job.radio, until_s))
            return []
        result = "ok" if order.ok else "unconfirmed"
        return [*self._talked(order.does, heard), ControlReply(heard, command.id, result)]

    def _begun(self, job: _Job, heard: Heard) -> list[Event]:
        if self._begin and job.asking is self._begin[0]:
            self._begin.popleft()
            self._ready = not self._begin
            if self._ready and any(one.ok for one in self._table.init):
                return self._up(heard.at)
        return []

    def _talked(self, does: Does, heard: Heard) -> list[Event]:
        """What our own call has become by it."""
        if does in PRESSES:
            return [OwnTalk(heard, Talking.ON_AIR, self._target)]
        if does == Does.HANG_UP or does == Does.RELEASE:
            stands = does == Does.RELEASE and Does.HANG_UP in self._table.orders
            return [OwnTalk(heard, Talking.HANG if stands else Talking.ENDED, self._target)]
        return []

    def _met(self, event: Event) -> list[Event]:
        """A radio has said what it was asked for; it may come before the gateway's own answer."""
        for waiting in self._later:
            if ends(event, waiting):
                self._later.remove(waiting)
                return [ControlReply(event.heard, waiting.command.id, "ok")]
        job = self._flight
        if job is None or job.command is None or not isinstance(job.asking, Order):
            return []
        if not ends(event, Waiting(job.command, job.asking, job.ref, job.radio, 0.0)):
            return []
        self._flight = None
        return [ControlReply(event.heard, job.command.id, "ok")]

    # --- commands -----------------------------------------------------------------------

    def submit(self, command: Command, now_s: float, at: datetime) -> list[Out]:
        heard = Heard(self.gateway, at)
        does, values = asked(command)
        order = self._table.orders.get(does)
        if order is None:
            return [failed(command, "unsupported", heard)]
        if not self._ready and not isinstance(command, SendText):
            return [failed(command, "down", heard)]
        urgent = does in (Does.RELEASE, Does.HANG_UP)
        if len(self._queue) >= ROOM and not urgent:
            return [failed(command, "queue_full", heard)]
        ref = self._ref % self._table.refs + 1
        try:
            data = line_of(self._table, order, values, ref)
        except ValueError:
            return [failed(command, "bad_parameter", heard)]
        self._ref = ref
        radio = int(values.get("radio", values.get("group", 0)))
        job = _Job(data, order, command, ref, radio)
        if isinstance(command, PressTalk):
            self._target = command.target
        if does != Does.RELEASE:
            self._queue.append(job)
            return self._pump(now_s, at)
        return self._let_go(job, now_s, at)

    def _let_go(self, job: _Job, now_s: float, at: datetime) -> list[Out]:
        """Also a press that was not written yet is not written any more."""
        heard = Heard(self.gateway, at)
        out: list[Out] = []
        for waiting in [one for one in self._queue if isinstance(one.command, PressTalk)]:
            self._queue.remove(waiting)
            assert waiting.command is not None
            out.append(failed(waiting.command, "unconfirmed", heard))
        self._keyed = False
        out.append(Send(job.data))
        if self._flight is None:
            return [*out, *self._flies(job, now_s, at)]
        assert job.command is not None
        told = self._talked(Does.RELEASE, heard)
        return [*out, *told, ControlReply(heard, job.command.id, "unconfirmed")]

    def _pump(self, now_s: float, at: datetime) -> list[Out]:
        """What the begin needs goes first; commands wait until it is over."""
        out: list[Out] = []
        while self._open and self._flight is None and now_s >= self._free_s:
            job = self._next(now_s)
            if job is None:
                break
            self._free_s = now_s + self._table.times.gap_s
            self._keyed |= isinstance(job.asking, Order) and job.asking.does in PRESSES
            out += [Send(job.data), *self._flies(job, now_s, at)]
        return out

    def _next(self, now_s: float) -> _Job | None:
        times, line = self._table.times, self._table.line
        if self._begin:
            if now_s < self._again_s:
                return None
            return _Job(written(line, self._begin[0].send), self._begin[0])
        if self._owed:
            self._owed = self._keyed = False
            release = self._table.orders[Does.RELEASE]
            return _Job(line_of(self._table, release, {}, 1), release)
        if self._queue:
            return self._queue.popleft()
        beat = self._table.heartbeat
        if beat is not None and now_s - self._beat_s >= times.heartbeat_s:
            self._beat_s = now_s
            return _Job(written(line, beat.send), beat)
        return None

    def _flies(self, job: _Job, now_s: float, at: datetime) -> list[Event]:
        if job.asking.ok is None:
            return self._taken(job, Heard(self.gateway, at), now_s)
        job.until_s = now_s + self._table.times.answer_s
        self._flight = job
        return []

    # --- time ---------------------------------------------------------------------------

    def tick(self, now_s: float, at: datetime) -> list[Out]:
        heard = Heard(self.gateway, at)
        out: list[Out] = [*self._hearing.due(now_s, heard)]
        late = [waiting for waiting in self._later if now_s >= waiting.until_s]
        for waiting in late:
            self._later.remove(waiting)
            out.append(failed(waiting.command, "no_answer", heard))
        job = self._flight
        if job is not None and now_s >= job.until_s:
            self._flight = None
            if job.command is not None:
                out.append(failed(job.command, "no_answer", heard))
            else:
                self._again_s = now_s + _AGAIN_S
        return [*out, *self._watch(now_s, at), *self._pump(now_s, at)]

    def _watch(self, now_s: float, at: datetime) -> list[Out]:
        """Nothing heard for longer than the table has patience; a begin without answer counts too."""
        times = self._table.times
        patience_s = times.patience_s or (_DEAF_S if self._begin else 0.0)
        quiet_s = now_s - self._heard_s
        if not self._open or not patience_s or quiet_s < patience_s:
            return []
        self._connected = False
        out: list[Out] = [*self._link.say(Linked.DEGRADED, "silent", at)]
        if quiet_s >= max(times.reopen_s, patience_s):
            out.append(Reopen("silent"))
        return out
