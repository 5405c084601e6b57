"""One camera's line: its state, its attempts, and who looks at it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from app.base.clock import Clock
from app.base.errors import Unreachable
from app.video import knock, policy
from app.video.address import with_login
from app.video.facts import CameraStateChanged
from app.video.feed import Feed, Play, Still
from app.video.knock import Knock
from app.video.lost import Lost
from app.video.meter import Meter
from app.video.outage import Outage
from app.video.policy import Draw, Level, Rung, Size
from app.video.records import Camera, Which
from app.video.route import RoutedLogins
from app.video.sink import FrameSink
from app.video.states import Reason, State, Step, after, shown
from app.video.streams import Streams
from app.video.taps import Outlet, Sampler, Tap, made
from app.video.turns import Turns
from app.video.view import Guest, Listening, Status, View
from app.video.watchdog import Watchdog, quiet_after_s

__all__ = ["Line", "Parts", "Status", "View"]

ABANDON_S = 6.0
"""After this a thread that hangs in FFmpeg is left to itself and another one is tried."""

NO_KEY_S = 12.0
"""Some cameras send a key frame every ten seconds only."""

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Parts:
    """What all lines of a wall share."""

    clock: Clock
    logins: RoutedLogins
    play: Play
    draw: Draw
    tell: Callable[[object], None]
    lasting_s: float
    taps: list[Callable[[Camera, Which], Tap | None]]
    samplers: list[Callable[[Camera, Which], Sampler | None]]
    turns: Turns = field(default_factory=Turns)


class Line:
    """Every public method may be called from any thread and never waits for the device."""

    def __init__(self, camera: Camera, parts: Parts) -> None:
        clock = parts.clock
        self._streams = Streams(camera, clock, self._open)
        self._parts = parts
        self._turn = parts.turns.next()
        self._clock = clock
        self._lock = RLock()
        self._state = State.IDLE
        self._reason = Reason.NONE
        self._told: tuple[State, Reason] = (State.IDLE, Reason.NONE)
        self._since = (clock.now(), clock.monotonic_s())
        self._step_s = clock.monotonic_s()
        self._generation = 0
        self._slow = False
        self._tries = 0
        self._due_s: float | None = None
        self._long_pause = self._found_shut = self._hurried = False
        self._knock: Knock | None = None
        self._outage = Outage(clock, parts.tell, parts.lasting_s)
        self._awaiting = False
        self._ever_up = False
        self._reconnects: deque[float] = deque()
        self._lost = Lost()
        self._still: Still | None = None
        self._status: Status | None = None

    @property
    def camera(self) -> Camera:
        return self._streams.camera

    @property
    def status(self) -> Status:
        with self._lock:
            return self._now_status()

    @property
    def glance(self) -> Status:
        """The status but for the time of the last picture, which may be an older one while it is live.
        Asked for sixty times a second by each tile: made anew only when something else has changed."""
        held, lead = self._status, self._streams.lead
        fps = lead.meter.fps if lead is not None else None
        if held is None or held.fps is not fps:
            with self._lock:
                held = self._status = self._now_status()
        return held

    @property
    def still(self) -> Still | None:
        """The newest full-size picture, kept after the line is lost."""
        return self._still

    @property
    def looked_at(self) -> bool:
        return bool(self._streams.wishes)

    @property
    def lag_frames(self) -> float:
        """How far decoding is behind the camera; 0 while nothing is decoded."""
        with self._lock:
            feed = self._streams.lead
            decoding = feed is not None and feed.level is not Level.PACKETS
            return feed.meter.lag_frames if feed is not None and decoding else 0.0

    def join(self, size: Size, whole: bool, sink: FrameSink | None = None) -> View:
        view = View(self, size, whole, sink)
        with self._lock:
            self._streams.views.append(view)
            self._begin()
        return view

    def listen(self, tap: Tap | None, which: Which | None) -> Listening:
        listening = Listening(self, tap, which)
        with self._lock:
            self._streams.listenings.append(listening)
            self._begin()
        return listening

    def leave(self, guest: Guest) -> None:
        with self._lock:
            if self._streams.leave(guest):
                if self._streams.used:
                    self.retune()
                else:
                    self.hang_up()

    def hang_up(self) -> None:
        """Nobody looks any more."""
        with self._lock:
            self._streams.views, self._streams.listenings = [], []
            self._streams.close()
            self._tries, self._due_s = 0, None
            self._outage.forget()
            self._awaiting = False
            self._step(Step.LEFT, Reason.NONE)

    def adopt(self, camera: Camera) -> None:
        """The directory's record has changed: a new address is opened at once."""
        with self._lock:
            streams = self._streams
            before, streams.camera = streams.camera, camera
            if streams.used and _access(before) != _access(camera):
                streams.close()
                streams.forgive()
                self._tries, self._slow = 0, False
                self._step(Step.LEFT, Reason.NONE)
                self._begin()

    def degrade(self, rung: Rung) -> None:
        """What the load allows now."""
        with self._lock:
            if rung is not self._streams.rung:
                self._streams.rung = rung
                self.retune()

    def hurry(self) -> None:
        """Something was corrected: what waits for its next attempt makes it now."""
        with self._lock:
            self._streams.forgive()
            if self._due_s is not None:
                self._due_s = self._clock.monotonic_s()
            self.retune()

    def retune(self) -> None:
        """Bring streams, levels and sizes in line with who looks and listens now."""
        with self._lock:
            self._status = None
            live = self._state is State.LIVE
            wakes = self._streams.tune(live or self._state is State.STALE)
            self._awaiting = (self._awaiting or (wakes and live)) and bool(self._streams.wishes)

    def tick(self) -> None:
        """Called often: what is due, what has gone quiet, what hangs."""
        with self._lock:
            feed, now_s = self._streams.lead, self._clock.monotonic_s()
            waited_s = now_s - self._step_s
            patience_s = ABANDON_S if feed is None else max(ABANDON_S, 2 * feed.dog.quiet_s)
            match self._state:
                case State.LIVE if feed is not None and feed.dog.is_quiet():
                    self._outage.begin(self._still, feed)
                    self._step(Step.QUIET, Reason.FROZEN)
                case State.WAIT_KEY | State.STALE if self._lives_unseen():
                    self._come_up()
                case State.STALE if waited_s >= patience_s:
                    self._lose(Reason.FROZEN)
                case State.CONNECTING if waited_s >= ABANDON_S:
                    probing = feed is not None and feed.probing
                    self._lose(Reason.GARBAGE if probing else Reason.SILENT)
                case State.CONNECTING if waited_s >= knock.EVERY_S and self._answers(now_s):
                    self._lose(Reason.SILENT)
                    self._hurry_after_knock(now_s)
                case State.WAIT_KEY if waited_s >= max(NO_KEY_S, 2 * patience_s):
                    self._lose(Reason.NO_KEY)
                case State.BACKOFF | State.AUTH_FAILED | State.NOT_FOUND:
                    if self._due_s is not None and now_s >= self._due_s:
                        self._start(Step.DUE)
                    elif self._long_pause and self._answers(now_s):
                        self._hurry_after_knock(now_s)
            if self._streams.due(now_s):
                self.retune()
            if self._outage.look(self.camera, self._reason, now_s):
                self._status = None

    # -- heard from stream threads -------------------------------------------------------------

    def opened(self, feed: Feed) -> None:
        parts = self._parts
        taps = made(parts.taps, self.camera, feed.which)
        feed.own = feed.outlets = tuple(Outlet(tap, feed) for tap in taps)
        feed.samplers = tuple(made(parts.samplers, self.camera, feed.which))
        with self._lock:
            self._slow = self._slow or feed.slow
            if feed is self._streams.lead:
                self._step(Step.OPENED, self._reason)
            self.retune()

    def arrived(self, feed: Feed) -> None:
        with self._lock:
            if self._streams.swap(feed):
                self.retune()
            if feed is not self._streams.lead:
                return
            self._still = feed.still
            if self._awaiting:
                self._awaiting, self._status = False, None
            if self._state is not State.LIVE:
                self._come_up()

    def ended(self, feed: Feed, reason: Reason) -> None:
        with self._lock:
            if feed is self._streams.side:
                self._streams.refuse(feed, reason)
                self.retune()
            elif feed is self._streams.lead and not feed.closed:
                if reason is Reason.BUSY:
                    self._streams.refuse(feed, reason)
                self._lose(reason)

    # -- attempts, inside the lock -------------------------------------------------------------

    def _begin(self) -> None:
        if self._state is State.IDLE:
            self._outage.begin()
            self._start(Step.ASKED)
        else:
            self.retune()

    def _start(self, step: Step) -> None:
        self._due_s = None
        self._step(step, self._reason)
        self._streams.begin()
        self.retune()

    def _lose(self, reason: Reason) -> None:
        if self._streams.promote():
            self._lead_anew()
            return
        if self._outage.since is None:
            self._outage.begin(self._still, self._streams.lead)
        self._streams.close()
        now_s = self._clock.monotonic_s()
        lost_for_s = self._outage.lasted_s(now_s)
        pause_s = policy.pause_s(self._tries, lost_for_s, reason, self._parts.draw)
        self._tries += 1
        self._due_s = now_s + pause_s
        self._found_shut = policy.found_shut(reason, self._hurried)
        self._hurried = False
        self._long_pause = pause_s > knock.EVERY_S and reason in policy.AWAY
        connecting = self._state is State.CONNECTING
        if connecting and reason is Reason.DENIED:
            self._step(Step.DENIED, reason)
        elif connecting and reason is Reason.MISSING:
            self._step(Step.MISSING, reason)
        else:
            self._step(Step.ENDED, reason)
            self._step(Step.PAUSED, reason)

    def _answers(self, now_s: float) -> bool:
        """The device was silent or gone and is there again, before its next attempt is due."""
        if self._knock is None:
            camera = self.camera
            shut = self._state is State.BACKOFF and self._found_shut
            self._knock = Knock(camera.url_main or camera.url_sub, shut)
        return self._knock.answers(now_s)

    def _hurry_after_knock(self, now_s: float) -> None:
        self._due_s, self._hurried = now_s, True

    def _lead_anew(self) -> None:
        """The other stream took over: its packets come, its pictures are still to be decoded."""
        if self._state is State.CONNECTING:
            self._step(Step.OPENED, self._reason)
        self._step_s = self._clock.monotonic_s()
        self.retune()

    def _open(self, which: Which) -> Feed:
        self._generation += 1
        camera, parts = self.camera, self._parts
        url = camera.url_sub if which is Which.SUB else camera.url_main
        barred = Reason.NONE
        try:
            url = with_login(url, parts.logins.of(camera, url))
        except Unreachable:
            barred = Reason.SEALED
        feed = Feed(
            generation=self._generation,
            camera=camera,
            url=url,
            which=which,
            clock=self._clock,
            hearer=self,
            dog=Watchdog(self._clock, quiet_after_s(camera.interval_s)),
            meter=Meter(self._lost),
            slow=camera.slow_start or self._slow,
            barred=barred,
            turn=self._turn,
        )
        parts.play(feed)
        return feed

    # -- state, inside the lock -----------------------------------------------------------------------

    def _lives_unseen(self) -> bool:
        """Nobody looks: the packets alone tell that the camera is well."""
        feed = self._streams.lead
        return feed is not None and feed.level is Level.PACKETS and feed.dog.is_steady()

    def _come_up(self) -> None:
        self._outage.end(self.camera)
        if self._tries and self._ever_up:
            self._reconnects.append(self._clock.monotonic_s())
        self._ever_up = True
        self._tries = 0
        self._step(Step.PICTURE, Reason.NONE)

    def _step(self, step: Step, reason: Reason) -> None:
        self._state = after(self._state, step)
        if self._knock is not None:
            self._knock.close()
            self._knock = None
        self._reason, self._status = reason, None
        self._step_s = self._clock.monotonic_s()
        if self._state is State.LOST:
            return
        told = (shown(self._state, self._tries, reason), reason)
        if told != self._told:
            if told[0] is not self._told[0]:
                self._since = self._since_of(told[0])
            self._told = told
            self._parts.tell(CameraStateChanged(self.camera.id, *told, self._since[0]))

    def _since_of(self, state: State) -> tuple[datetime, float]:
        """An outage began with the last picture, not when it was noticed."""
        if state in (State.STALE, State.LOST) and self._outage.since is not None:
            return self._outage.since
        return self._clock.now(), self._clock.monotonic_s()

    def _now_status(self) -> Status:
        state, reason = self._told
        still, streams = self._still, self._streams
        status = Status(
            state=state,
            reason=reason,
            since=self._since[0],
            since_s=self._since[1],
            tries=self._tries,
            next_try_s=self._due_s,
            last_at=still.at if still else None,
            last_s=still.at_s if still else None,
            recorded=self._outage.told,
            awaiting=self._awaiting,
            reconnects=self._recent_reconnects(),
            lost=self._lost.in_hour(self._clock.monotonic_s()),
            refused=streams.missed if streams.lead is not None else None,
        )
        return streams.told(status)

    def _recent_reconnects(self) -> int:
        since_s = self._clock.monotonic_s() - HOUR_S
        while self._reconnects and self._reconnects[0] < since_s:
            self._reconnects.popleft()
        return len(self._reconnects)


def _access(camera: Camera) -> tuple[object, ...]:
    """What of a record matters to a connection."""
    return camera.url_main, camera.url_sub, camera.slow_start, camera.interval_s
