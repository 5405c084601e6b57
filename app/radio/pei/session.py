"""The conversation with one radio over its PEI, without I/O: frames and time in, bytes and events out.

One command is in flight; jobs of several commands take turns between them, and the key goes first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.radio.driver import Out, Reopen, Send
from app.radio.events import (
    ChooseGroup,
    Command,
    EndCall,
    Linked,
    LinkState,
    OwnTalk,
    PressTalk,
    RawUnknown,
    ReleaseTalk,
    SendStatus,
    SendText,
    Talking,
)
from app.radio.pei.answers import Answer, SendState, Unknown
from app.radio.pei.calls import Calls
from app.radio.pei.dialog import Dialog
from app.radio.pei.exchange import Ask, Exchange, Reply, Steps
from app.radio.pei.framer import Frame, Line, Prompt
from app.radio.pei.hearing import Hearing
from app.radio.pei.outbox import Outbox
from app.radio.pei.profile import PeiProfile
from app.radio.pei.teller import Teller

_URGENT_ROOM = 16
_KEYS = (PressTalk, ReleaseTalk, EndCall)
_NOW_OR_NEVER = (SendStatus, ChooseGroup)
"""They do not wait for the line: a status may be false when it is back."""


@dataclass(slots=True)
class _Job:
    """`command` None: our own housekeeping. `steps` None: nothing of it is written yet. `ask` is what it
    writes next. `urgent`: it goes between the commands of another."""

    make: Callable[[], Steps]
    command: Command | None = None
    urgent: bool = False
    steps: Steps | None = None
    ask: Ask | None = None


@dataclass(slots=True)
class _State:
    """Of the open port."""

    open: bool = False
    answered: bool = False
    ready: bool = False
    probing: bool = False
    given_up: bool = False
    misses: int = 0
    heard_s: float = 0.0
    polled_s: float = 0.0


class PeiSession:
    """Lives as long as its gateway; the port may come and go under it (`opened`, `lost`).

    Texts still waiting when the port goes are sent once after it comes back; one that the radio may have
    had ends as failed, because nobody can tell. Nothing else waits for the port: no key, no status.
    """

    def __init__(self, gateway: str, profile: PeiProfile | None = None, first_ref: int = 0) -> None:
        self.gateway = gateway
        self._profile = profile or PeiProfile()
        self._teller = Teller(gateway)
        self._exchange = Exchange(self._profile)
        self._calls = Calls(self._teller, self._profile)
        self._outbox = Outbox(self._teller, self._profile, first_ref)
        self._hearing = Hearing(self._teller, self._profile, self._outbox)
        self._dialog = Dialog(self._teller, self._profile)
        self._urgent: deque[_Job] = deque()
        self._queue: deque[_Job] = deque()
        self._receipts: deque[_Job] = deque(maxlen=64)
        self._own: deque[_Job] = deque()
        self._begun: list[_Job] = []
        self._flying: _Job | None = None
        self._is = _State()
        self._told: tuple[Linked, str] | None = None

    @property
    def connected(self) -> bool:
        """The radio has answered since the port was opened."""
        return self._is.answered

    @property
    def busy(self) -> bool:
        """Something waits to be written or answered: tick soon."""
        waiting = self._urgent or self._queue or self._receipts or self._own or self._begun
        return self._exchange.flying is not None or bool(waiting) or self._is.probing

    # --- the port -----------------------------------------------------------------------

    def opened(self, now_s: float, at: datetime) -> list[Out]:
        self._now(now_s, at)
        self._is = _State(open=True, heard_s=now_s, polled_s=now_s)
        self._dialog.opened()
        self._exchange.forget(now_s)
        self._own.clear()
        self._begun, self._flying = [_Job(self._opening)], None
        if self._told is None:
            self._say(Linked.OPENING, "")
        self._teller.say(Send(self._profile.line_end.encode("ascii")))
        return self._pumped()

    def lost(self, why: str, at: datetime) -> list[Out]:
        """The port is closed or could not be opened. A fault stays told until the link is up."""
        self._now(self._teller.now_s, at)
        self._is = _State()
        self._exchange.forget(0.0)
        begun, self._begun, self._flying = self._begun, [], None
        keys, self._urgent = self._urgent, deque()
        self._own.clear()
        for job in (*begun, *keys):
            if job.steps is not None:
                job.steps.close()
            if job.command is not None:
                self._lost_job(job, job.command)
        for command in (*self._waiting_now(), *self._outbox.statuses_waiting()):
            self._teller.end(command, "down")
        self._calls.lost()
        self._say(Linked.DEGRADED if why == "silent" else Linked.DOWN, why)
        return self._teller.taken()

    def _waiting_now(self) -> list[Command]:
        """Those that are worth nothing later; they wait no more."""
        gone = [job for job in self._queue if isinstance(job.command, _NOW_OR_NEVER)]
        self._queue = deque(job for job in self._queue if job not in gone)
        return [job.command for job in gone if job.command is not None]

    def _lost_job(self, job: _Job, command: Command) -> None:
        begun = job.steps is not None
        if isinstance(command, SendText) and not self._outbox.begun(command):
            self._queue.appendleft(_Job(job.make, command))
        elif isinstance(command, SendText):
            self._outbox.drop(command, "unconfirmed")
        else:
            self._teller.end(command, "unconfirmed" if begun else "down")

    # --- from the line ------------------------------------------------------------------

    def on_frame(self, frame: Frame, raw: bytes, now_s: float, at: datetime) -> list[Out]:
        self._now(now_s, at, raw)
        self._is.heard_s = now_s
        if isinstance(frame, Prompt):
            self._teller.say(*self._exchange.prompt())
        elif isinstance(frame, Line):
            taken = self._exchange.take(frame.text, raw, now_s)
            if isinstance(taken, Reply):
                self._answered(taken)
            elif taken is not None:
                self._news(taken)
        else:
            self._hearing.hear(frame)
        return self._pumped()

    def _news(self, answer: Answer) -> None:
        """What the radio says by itself."""
        if isinstance(answer, SendState):
            self._outbox.hear(answer)
        elif isinstance(answer, Unknown):
            if answer.line.lstrip().startswith("+"):
                self._teller.say(RawUnknown(self._teller.heard()))
        elif not self._calls.hear(answer) and self._dialog.hear(answer):
            self._learn()
            self._judge()

    def _answered(self, reply: Reply) -> None:
        state = self._is
        self._teller.raw = reply.raw
        state.misses = 0
        state.answered = True
        if state.probing:
            state.probing = False
            self._exchange.hold(self._teller.now_s + self._profile.settle_s)
        else:
            self._go_on(reply)
        self._judge()

    # --- commands -----------------------------------------------------------------------

    def submit(self, command: Command, now_s: float, at: datetime) -> list[Out]:
        """Every command ends in exactly one last `TextState` or `ControlReply`."""
        self._now(now_s, at)
        self._teller.begin(command)
        if isinstance(command, _KEYS):
            self._press(command)
        else:
            self._queued(command)
        return self._pumped()

    def _queued(self, command: Command) -> None:
        if isinstance(command, _NOW_OR_NEVER) and not self._is.open:
            self._teller.end(command, "down")
            return
        if len(self._queue) >= self._profile.room:
            self._teller.end(command, "queue_full")
            return
        try:
            make = self._job(command)
        except (ValueError, OverflowError):
            self._teller.end(command, "bad_parameter")
            return
        if make is None:
            self._teller.end(command, "unsupported")
        else:
            self._queue.append(_Job(make, command))

    def _job(self, command: Command) -> Callable[[], Steps] | None:
        """None: a PEI has no words for it. Raises `ValueError`."""
        if isinstance(command, SendText | SendStatus) and not 0 < command.target < 1 << 24:
            raise ValueError("no number of a radio")
        match command:
            case SendText():
                return self._outbox.text(command)
            case SendStatus():
                return self._outbox.status(command)
            case ChooseGroup():
                return lambda: self._dialog.choose(command)
        return None

    def _press(self, command: PressTalk | ReleaseTalk | EndCall) -> None:
        """The key goes before everything that waits, and only while the radio is there."""
        if isinstance(command, ReleaseTalk | EndCall):
            self._calls.key_up()
            waiting = [job for job in self._urgent if isinstance(job.command, PressTalk)]
            for job in waiting:
                self._urgent.remove(job)
                if isinstance(job.command, PressTalk):
                    self._calls.unpress(job.command)
        if not self._is.ready or len(self._urgent) >= _URGENT_ROOM:
            self._teller.end(command, "queue_full" if self._is.ready else "down")
            if isinstance(command, PressTalk):
                heard = self._teller.heard()
                self._teller.say(OwnTalk(heard, Talking.REFUSED, command.target, "down"))
            return
        self._urgent.append(_Job(lambda: self._keyed(command), command, urgent=True))

    def _keyed(self, command: PressTalk | ReleaseTalk | EndCall) -> Steps:
        if isinstance(command, PressTalk):
            return self._calls.press(command)
        if isinstance(command, ReleaseTalk):
            return self._calls.release(command)
        return self._calls.end_call(command)

    # --- time ---------------------------------------------------------------------------

    def tick(self, now_s: float, at: datetime) -> list[Out]:
        self._now(now_s, at)
        self._outbox.overdue(now_s)
        self._hearing.tick(now_s)
        if not self._is.open:
            return self._teller.taken()
        late = self._exchange.late(now_s)
        if late is not None:
            self._teller.say(*late)
            self._missed()
        self._keep_alive(now_s)
        return self._pumped()

    def _missed(self) -> None:
        """Nobody answered: one `AT` after the other until somebody does."""
        state, profile = self._is, self._profile
        state.misses += 1
        if not state.probing:
            state.probing = True
            self._go_on(Reply(None))
        if state.misses >= profile.misses_reopen and not state.given_up:
            state.given_up = True
            self._teller.say(Reopen("silent"))
        self._judge()

    def _keep_alive(self, now_s: float) -> None:
        state, profile = self._is, self._profile
        if not state.ready or self._own:
            return
        if now_s - state.polled_s >= profile.poll_s:
            state.polled_s = now_s
            self._own.append(_Job(self._dialog.poll))
        elif now_s - state.heard_s >= profile.keep_alive_s and not self.busy:
            self._own.append(_Job(_attention))

    # --- jobs ---------------------------------------------------------------------------

    def _opening(self) -> Steps:
        yield from self._dialog.attention()
        yield from self._calls.let_go()
        yield from self._dialog.opening()
        self._is.ready = True
        self._learn()
        self._judge()
        self._own.append(_Job(self._dialog.groups))
        self._own.append(_Job(self._dialog.poll))

    def _learn(self) -> None:
        known = self._dialog.known
        self._calls.own_radio = self._hearing.own_radio = known.own_radio
        self._calls.group = known.chosen
        self._outbox.pdu_bits = known.pdu_bits
        self._hearing.groups = frozenset(known.written)

    def _pumped(self) -> list[Out]:
        """Writes what is next, if the radio is free for it."""
        self._learn()
        now_s = self._teller.now_s
        while self._is.open and not self._is.given_up and self._exchange.free(now_s, self._hurries):
            if self._is.probing:
                self._write(Ask("AT", wait_s=self._profile.probe_s))
                break
            job = self._chosen()
            if job is None:
                break
            if job.steps is None:
                job.steps = job.make()
                self._advance(job, None)
            if job.ask is not None:
                self._flying = job
                self._write(job.ask)
        return self._teller.taken()

    @property
    def _hurries(self) -> bool:
        """What is next is about the key."""
        begun = bool(self._begun) and self._begun[-1].urgent
        return self._is.ready and (begun or bool(self._urgent or self._calls.wanted))

    def _write(self, ask: Ask) -> None:
        self._teller.say(*self._exchange.write(ask, self._teller.now_s))

    def _go_on(self, reply: Reply) -> None:
        job, self._flying = self._flying, None
        if job is not None:
            self._advance(job, reply)

    def _advance(self, job: _Job, reply: Reply | None) -> None:
        """To its next command, or to its end."""
        assert job.steps is not None
        try:
            job.ask = next(job.steps) if reply is None else job.steps.send(reply)
        except StopIteration:
            job.ask = None
            self._begun.remove(job)

    def _chosen(self) -> _Job | None:
        """The key before all; then what is begun, what officers want, what we want."""
        if self._is.ready:
            self._gather()
            if self._urgent and not (self._begun and self._begun[-1].urgent):
                self._begun.append(self._urgent.popleft())
        if not self._begun and self._is.ready:
            waiting = next(
                (jobs for jobs in (self._queue, self._receipts, self._own) if jobs), None
            )
            if waiting is not None:
                self._begun.append(waiting.popleft())
        return self._begun[-1] if self._begun else None

    def _gather(self) -> None:
        """What was heard, or time, asks for."""
        while self._calls.wanted:
            self._urgent.append(_Job(self._calls.wanted.popleft(), urgent=True))
        while self._outbox.receipts:
            self._receipts.append(_Job(self._outbox.receipts.popleft()))
        for command, make in self._outbox.due(self._teller.now_s):
            self._queue.appendleft(_Job(make, command))

    # --- what is told -------------------------------------------------------------------

    def _now(self, now_s: float, at: datetime, raw: bytes = b"") -> None:
        self._teller.now_s, self._teller.at, self._teller.raw = now_s, at, raw

    def _judge(self) -> None:
        """How the link stands, as far as it is known."""
        state, known = self._is, self._dialog.known
        if state.misses >= self._profile.misses_degraded:
            self._say(Linked.DEGRADED, "silent")
        elif not state.ready:
            return
        elif known.pin_wanted:
            self._say(Linked.DEGRADED, "pin_wanted")
        elif known.networked and not known.registered:
            self._say(Linked.DEGRADED, "no_network")
        else:
            self._say(Linked.UP, "")

    def _say(self, state: Linked, why: str) -> None:
        if self._told != (state, why):
            self._told = (state, why)
            self._teller.say(LinkState(self._teller.heard(), state, why))


def _attention() -> Steps:
    yield Ask("AT")
