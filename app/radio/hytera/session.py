"""The HRNP conversation with one gateway, without I/O: frames and time in, bytes and events out."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.radio.driver import Out, Reopen, Send
from app.radio.events import Command, Event, Heard, Linked, SendText, TextState, TextStep
from app.radio.hytera import hdap, hrnp, messages
from app.radio.hytera.asked import Asked
from app.radio.hytera.calling import CALL_COMMANDS, Calling, Step, Urgent
from app.radio.hytera.hearing import Hearing
from app.radio.hytera.hrnp import Frame, Op
from app.radio.hytera.profile import Profile
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import RadioIp
from app.radio.saying import LinkSaid, failed

_PC, _RADIO = 0x20, 0x10
_RECEIPTS = 512
"""More are not owed at a time: the oldest is let go, and its radio says it again."""


@dataclass(slots=True)
class _Job:
    """One message on its way out. `command` None: our own housekeeping. `keys`: see `Urgent`."""

    body: hdap.Body
    reliable: bool = False
    command: Command | None = None
    keys: bool = False
    raw: bytes = b""
    pn: int = 0
    tries: int = 0
    sent_s: float = 0.0


@dataclass(slots=True)
class _State:
    connected: bool = False
    open_s: float = 0.0
    heard_s: float = 0.0
    beat_s: float = 0.0
    connect_s: float = 0.0
    nameless_s: float = 0.0
    write_s: float = 0.0
    address: int = _PC
    seen: deque[tuple[int, bytes, float]] = field(default_factory=lambda: deque(maxlen=8))


class HrnpSession:
    """Lives as long as its gateway; the port may come and go under it (`opened`, `lost`).

    Texts still waiting when the port goes are sent once after it comes back; one that was on the
    line without an answer ends as failed, because nobody can tell whether it was taken. Nothing else waits
    for the line: no question is worth its answer later, and nothing is done to a radio later than it was
    wanted. What is about the
    key of our own call waits for nothing: no pause, no acknowledgement of another message.
    """

    def __init__(self, gateway: str, profile: Profile | None = None, first_ref: int = 1) -> None:
        self.gateway = gateway
        self._profile = profile or Profile()
        self._hearing = Hearing(self._profile.valid_s)
        self._asked = Asked(self._profile, first_ref)
        self._queue: deque[_Job] = deque()
        self._receipts: deque[_Job] = deque(
            maxlen=_RECEIPTS
        )  # when nothing else waits: officers go first
        self._flight: _Job | None = None
        self._calling = Calling(self._profile)
        self._urgent: list[_Job] = []
        self._is = _State()
        self._pn = 0
        self._link = LinkSaid(gateway)
        self._texts: deque[tuple[int, int, str, float]] = deque(maxlen=64)
        self._open = False

    @property
    def connected(self) -> bool:
        """The gateway has accepted us since the port was opened."""
        return self._is.connected

    @property
    def busy(self) -> bool:
        """Something waits to be written or answered: tick soon."""
        waiting = self._queue or self._receipts
        own = self._calling.busy or bool(self._urgent)
        return self._flight is not None or bool(waiting) or own or not self._is.connected

    # --- the port -----------------------------------------------------------------------

    def opened(self, now_s: float, at: datetime) -> list[Out]:
        self._open = True
        self._is = _State(open_s=now_s, heard_s=now_s, beat_s=now_s, connect_s=now_s)
        first = self._link.say(Linked.OPENING, "", at) if self._link.silent else []
        return [*first, *self.tick(now_s, at)]

    def lost(self, why: str, at: datetime) -> list[Out]:
        """The port is closed or could not be opened. A fault stays told until the link is up."""
        self._open = False
        state = Linked.DEGRADED if why == "silent" else Linked.DOWN
        return [*self._disconnect("unconfirmed", at), *self._link.say(state, why, at)]

    # --- from the line ------------------------------------------------------------------

    def on_frame(self, frame: Frame, raw: bytes, now_s: float, at: datetime) -> list[Out]:
        self._is.heard_s = now_s
        if frame.op == Op.ACCEPT:
            return self._accepted(frame, now_s, at)
        if frame.op == Op.DATA:
            return self._data(frame, raw, now_s, at)
        if frame.op == Op.DATA_ACK:
            return self._acknowledged(frame, now_s, at)
        if frame.op == Op.CLOSE:
            closing = Frame(Op.CLOSE_ACK, self._is.address, frame.src, frame.pn)
            self._is.connect_s = now_s + self._profile.connect_s
            return [Send(hrnp.encode(closing)), *self._fall("closed", at)]
        if frame.op == Op.REJECT:
            self._is.connect_s = now_s + self._profile.connect_s
            return self._fall("rejected", at)
        return []

    def _accepted(self, frame: Frame, now_s: float, at: datetime) -> list[Out]:
        if self._is.connected:
            return []
        self._is.connected = True
        self._is.nameless_s = now_s + self._profile.own_s
        self._is.address = frame.dst
        self._is.beat_s = now_s
        hello = (
            *self._calling.came(),
            messages.OwnQuery(0),
            messages.BroadcastConfig(
                ((0, 1), (1, 1), (2, 1))[: 3 if self._profile.repeater else 2]
            ),
            messages.MessageConfig(1 | 2),
        )
        self._queue.extendleft(_Job(body) for body in reversed(hello))
        return [*self._link.say(Linked.UP, "", at), *self._pump(now_s)]

    def _data(self, frame: Frame, raw: bytes, now_s: float, at: datetime) -> list[Out]:
        """Acknowledged at once, even before CONNECT: an emergency may come first."""
        ack = Frame(Op.DATA_ACK, self._is.address, frame.src, frame.pn)
        out: list[Out] = [Send(hrnp.encode(ack))]
        seen = self._is.seen
        window_s = self._profile.ack_s * (self._profile.tries + 1)
        if any(p == frame.pn and b == frame.body and now_s - s < window_s for p, b, s in seen):
            return out
        seen.append((frame.pn, frame.body, now_s))
        packet = hdap.read(frame.body)
        heard = Heard(self.gateway, at, raw.hex())
        if not self._repeated(packet.body, now_s):
            out += self._hearing.hear(packet.body, heard)
            out += self._steps(self._calling.hear(packet.body, heard), now_s)
        match packet.body:
            case messages.Registration(ip):
                answer = messages.RegistrationAck(ip, 0, self._profile.valid_s)
                self._receipts.append(_Job(answer, reliable=True))
            case messages.OwnReply(0):
                self._hearing.own_radio = packet.body.radio
            case TextMessage() if not packet.body.group:
                self._thank(packet.body)
            case _:
                out += self._answered(packet.body, heard)
        return [*out, *self._pump(now_s)]

    def _repeated(self, body: hdap.Body, now_s: float) -> bool:
        """A radio that missed our receipt sends its text again, with the same number."""
        if not isinstance(body, TextMessage):
            return False
        sign = (body.src.radio, body.request, body.text)
        if any((r, n, t) == sign and now_s < until_s for r, n, t, until_s in self._texts):
            return True
        self._texts.append((*sign, now_s + self._profile.repeat_s))
        return False

    def _thank(self, text: TextMessage) -> None:
        """Tell the sending radio that its text has arrived."""
        if text.flag == self._profile.flag_wants_ack:
            to = RadioIp(text.dest >> 24, text.dest & 0xFFFFFF)
            sender = text.src.subnet << 24 | text.src.radio
            self._receipts.append(_Job(TextAck(False, text.request, sender, to, 0, text.flag)))

    def _acknowledged(self, frame: Frame, now_s: float, at: datetime) -> list[Out]:
        self._urgent = [job for job in self._urgent if job.pn != frame.pn]
        job = self._flight
        if job is None or job.pn != frame.pn:
            return []
        self._flight = None
        self._is.beat_s = now_s
        out: list[Out] = []
        if isinstance(job.command, SendText):
            out.append(self._text(job.command, TextStep.ACCEPTED, at))
        if job.command is not None:
            self._asked.await_answer(job.command, job.body, job.sent_s)
        return [*out, *self._pump(now_s)]

    # --- commands -----------------------------------------------------------------------

    def submit(self, command: Command, now_s: float, at: datetime) -> list[Out]:
        """Every command ends in exactly one last `TextState` or `ControlReply`."""
        if isinstance(command, CALL_COMMANDS):
            heard = Heard(self.gateway, at)
            if not self._is.connected:
                return self._steps(self._calling.away(command, heard), now_s)
            return self._steps(self._calling.submit(command, now_s, heard), now_s)
        if not isinstance(command, SendText) and not self._is.connected:
            return [self._end(command, "down", at)]
        if sum(job.command is not None for job in self._queue) >= self._profile.room:
            return [self._end(command, "queue_full", at)]
        try:
            body = self._asked.body(command, self._hearing.own_radio)
            if body is None:
                return [self._end(command, "unsupported", at)]
            hdap.encode(hdap.Packet(body))
        except (ValueError, OverflowError):
            return [self._end(command, "bad_parameter", at)]
        self._queue.append(_Job(body, command=command))
        return self._pump(now_s)

    def _answered(self, body: hdap.Body, heard: Heard) -> list[Out]:
        """An answer by air; it may come before the gateway's own acknowledgement."""
        job = self._flight
        flying = None
        if job is not None and job.command is not None:
            flying = self._asked.awaited(job.command, job.body, job.sent_s)
        told, ended = self._asked.answer(body, heard, flying)
        if ended is not None and ended is flying:
            self._flight = None
        return list(told)

    # --- time ---------------------------------------------------------------------------

    def tick(self, now_s: float, at: datetime) -> list[Out]:
        out: list[Out] = [self._end(late, "no_answer", at) for late in self._asked.overdue(now_s)]
        if not self._open:
            return out
        profile, state = self._profile, self._is
        if state.connected:
            heard = Heard(self.gateway, at)
            out += self._steps(self._calling.tick(now_s, heard), now_s)
            out += self._watch_urgent(now_s, at)
        if state.connected:
            out += self._watch(now_s, at)
        if not state.connected and now_s >= state.connect_s:
            state.connect_s = now_s + profile.connect_s
            out.append(Send(hrnp.encode(Frame(Op.CONNECT, _PC, _RADIO, 0))))
        quiet_s = now_s - max(state.open_s, state.heard_s)
        if not state.connected and quiet_s >= profile.deaf_s:
            out += self._link.say(Linked.DEGRADED, "silent", at)
        if not state.connected and quiet_s >= profile.reopen_s:
            out.append(Reopen("silent"))
        return [*out, *self._pump(now_s)]

    def _watch(self, now_s: float, at: datetime) -> list[Out]:
        profile, state, job = self._profile, self._is, self._flight
        if job is not None:
            if now_s - job.sent_s < profile.ack_s:
                return []
            if job.tries >= profile.tries:
                state.connect_s = now_s
                return self._fall("silent", at)
            return [self._write(job, now_s)]
        beat = now_s - state.beat_s >= profile.heartbeat_s
        quiet = now_s - max(state.heard_s, state.beat_s) >= profile.quiet_s
        if (beat or quiet) and not self._queue:
            self._queue.append(_Job(messages.OwnQuery(0)))
        return []

    def _watch_urgent(self, now_s: float, at: datetime) -> list[Out]:
        out: list[Out] = []
        for job in self._urgent:
            if now_s - job.sent_s < self._profile.urgent_s:
                continue
            if job.tries >= self._profile.tries:
                self._is.connect_s = now_s
                return self._fall("silent", at)
            out.append(self._write(job, now_s))
        return out

    # --- to the line --------------------------------------------------------------------

    def _steps(self, steps: Sequence[Step], now_s: float) -> list[Out]:
        """What is about the key goes out at once, past everything that waits."""
        if self._calling.dropped:
            self._calling.dropped = False
            self._urgent = [job for job in self._urgent if not job.keys]
        out: list[Out] = []
        for step in steps:
            if isinstance(step, Urgent):
                job = _Job(step.body, keys=step.keys)
                self._urgent.append(job)
                out.append(self._begin(job, now_s))
            else:
                out.append(step)
        return out

    def _begin(self, job: _Job, now_s: float) -> Send:
        self._pn = (self._pn + 1) & 0xFFFF
        job.pn = self._pn
        body = hdap.encode(hdap.Packet(job.body, job.reliable))
        job.raw = hrnp.encode(Frame(Op.DATA, self._is.address, _RADIO, job.pn, body))
        return self._write(job, now_s)

    def _pump(self, now_s: float) -> list[Out]:
        """One message in flight, and a pause between two that we begin."""
        if not self._open or not self._is.connected or self._flight is not None:
            return []
        job = None if now_s < self._is.write_s else self._next(now_s)
        if job is None:
            return []
        if job.command is not None:  # written while we did not know our own number yet
            job.body = self._asked.body(job.command, self._hearing.own_radio)
        self._flight = job
        return [self._begin(job, now_s)]

    def _next(self, now_s: float) -> _Job | None:
        """A text bears the number of the gateway's own radio, so it waits until that has been told, for a
        while."""
        nameless = not self._hearing.own_radio and now_s < self._is.nameless_s
        for waiting in (self._queue, self._receipts):
            for job in waiting:
                if not (nameless and isinstance(job.command, SendText)):
                    waiting.remove(job)
                    return job
        return None

    def _write(self, job: _Job, now_s: float) -> Send:
        job.tries += 1
        job.sent_s = now_s
        self._is.write_s = now_s + self._profile.gap_s
        return Send(job.raw)

    # --- ends ---------------------------------------------------------------------------

    def _fall(self, why: str, at: datetime) -> list[Out]:
        return [*self._disconnect("no_ack", at), *self._link.say(Linked.DEGRADED, why, at)]

    def _disconnect(self, code: str, at: datetime) -> list[Out]:
        self._is.connected = False
        job, self._flight = self._flight, None
        self._receipts.clear()
        self._urgent.clear()
        out: list[Out] = [*self._calling.lost(Heard(self.gateway, at))]
        waited, self._queue = self._queue, deque()
        for waiting in waited:
            if isinstance(waiting.command, SendText):
                self._queue.append(waiting)
            elif waiting.command is not None:
                out.append(self._end(waiting.command, "down", at))
        if job is not None and job.command is not None:
            out.append(self._end(job.command, code, at))
        return [*out, *self._hearing.lost(Heard(self.gateway, at))]

    def _end(self, command: Command, code: str, at: datetime) -> Event:
        return failed(command, code, Heard(self.gateway, at))

    def _text(self, command: SendText, step: TextStep, at: datetime, code: str = "") -> TextState:
        return TextState(Heard(self.gateway, at), command.id, step, code)
