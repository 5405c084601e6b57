"""One camera's line: its state, its attempts, and who looks at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import RLock

from app.base.clock import Clock
from app.base.errors import Unreachable
from app.video import policy
from app.video.address import Logins, with_login
from app.video.facts import CameraOutageEnded, CameraOutageLasted, CameraStateChanged
from app.video.feed import Feed, Place, Play, Still
from app.video.policy import Draw, Size
from app.video.records import Camera, Which
from app.video.slot import Slot
from app.video.states import Reason, State, Step, after, shown
from app.video.watchdog import Watchdog

ABANDON_S = 6.0
"""After this a thread that hangs in FFmpeg is left to itself and another one is tried."""

REFUSED_S = 30.0
"""How long a stream that a camera did not give is left alone while the other one runs."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a camera is, at one moment. Times aware UTC; `_s` are the clock's monotonic seconds.

    `state` as the officer is told it. `tries` counts attempts since the last picture; `next_try_s` is
    None while none is planned. `recorded`: the outage has lasted long enough to go into the log.
    """

    state: State
    reason: Reason
    since: datetime
    since_s: float
    tries: int = 0
    next_try_s: float | None = None
    last_at: datetime | None = None
    last_s: float | None = None
    which: Which | None = None
    recorded: bool = False


class View:
    """One place where a camera is shown. Owned by a tile; close it when the tile goes."""

    def __init__(self, line: Line, size: Size, whole: bool) -> None:
        self.slot = Slot()
        self._line = line
        self.size = size
        self.whole = whole
        self.looking = True

    @property
    def camera(self) -> Camera:
        return self._line.camera

    @property
    def status(self) -> Status:
        return self._line.status

    def resize(self, width_px: int, height_px: int, whole: bool = False) -> None:
        """Device pixels. The old stream goes on until the better one has its first picture."""
        size = Size(width_px, height_px)
        if (size, whole) != (self.size, self.whole):
            self.size, self.whole = size, whole
            self._line.retune()

    def look(self, looking: bool) -> None:
        """False while the tile is hidden: the connection stays, only key frames are decoded."""
        if looking != self.looking:
            self.looking = looking
            self._line.retune()

    def close(self) -> None:
        self._line.leave(self)


class Line:
    """Every public method may be called from any thread and never waits for the device."""

    def __init__(
        self,
        camera: Camera,
        clock: Clock,
        logins: Logins,
        play: Play,
        draw: Draw,
        tell: Callable[[object], None],
        lasting_s: float,
    ) -> None:
        self.camera = camera
        self._clock = clock
        self._logins = logins
        self._play = play
        self._draw = draw
        self._tell = tell
        self._lasting_s = lasting_s
        self._lock = RLock()
        self._views: list[View] = []
        self._state = State.IDLE
        self._reason = Reason.NONE
        self._told: tuple[State, Reason] = (State.IDLE, Reason.NONE)
        self._since = (clock.now(), clock.monotonic_s())
        self._step_s = clock.monotonic_s()
        self._generation = 0
        self._feed: Feed | None = None
        self._next: Feed | None = None
        self._refused: dict[Which, float] = {}
        self._tries = 0
        self._due_s: float | None = None
        self._down: tuple[datetime, float] | None = None
        self._recorded = False
        self._still: Still | None = None

    @property
    def status(self) -> Status:
        with self._lock:
            state, reason = self._told
            still = self._still
            return Status(
                state=state,
                reason=reason,
                since=self._since[0],
                since_s=self._since[1],
                tries=self._tries,
                next_try_s=self._due_s,
                last_at=still.at if still else None,
                last_s=still.at_s if still else None,
                which=self._feed.which if self._feed else None,
                recorded=self._recorded,
            )

    @property
    def still(self) -> Still | None:
        """The newest full-size picture, kept after the line is lost."""
        return self._still

    @property
    def watched(self) -> bool:
        return bool(self._views)

    def join(self, size: Size, whole: bool) -> View:
        with self._lock:
            view = View(self, size, whole)
            self._views.append(view)
            if self._state is State.IDLE:
                self._down = (self._clock.now(), self._clock.monotonic_s())
                self._start(Step.ASKED)
            else:
                self.retune()
            return view

    def leave(self, view: View) -> None:
        with self._lock:
            if view in self._views:
                self._views.remove(view)
                if self._views:
                    self.retune()
                else:
                    self.hang_up()

    def hang_up(self) -> None:
        """Nobody looks any more."""
        with self._lock:
            self._views.clear()
            self._close_feeds()
            self._tries, self._due_s = 0, None
            self._down, self._recorded = None, False
            self._step(Step.LEFT, Reason.NONE)

    def retune(self) -> None:
        """Bring stream, level and sizes in line with who looks now."""
        with self._lock:
            if self._feed is None:
                return
            places = tuple(
                Place(view.slot, view.size, view.whole) for view in self._views if view.looking
            )
            self._feed.places = places
            self._feed.level = policy.level(bool(places))
            want = self._wanted()
            if self._next is not None and self._next.which is not want:
                self._next.closed = True
                self._next = None
            if (
                places
                and self._next is None
                and self._feed.which is not want
                and self._state in (State.LIVE, State.STALE)
            ):
                self._next = self._open(want)

    def hurry(self) -> None:
        """Something was corrected: what waits for its next attempt makes it now."""
        with self._lock:
            if self._due_s is not None:
                self._due_s = self._clock.monotonic_s()

    def tick(self) -> None:
        """Called ten times a second: what is due, what has gone quiet, what hangs."""
        with self._lock:
            now_s = self._clock.monotonic_s()
            waited_s = now_s - self._step_s
            match self._state:
                case State.LIVE if self._feed is not None and self._feed.dog.is_quiet():
                    self._go_down()
                    self._step(Step.QUIET, Reason.FROZEN)
                case State.STALE if waited_s >= ABANDON_S:
                    self._lose(Reason.FROZEN)
                case State.CONNECTING if waited_s >= ABANDON_S:
                    self._lose(Reason.SILENT)
                case State.WAIT_KEY if waited_s >= ABANDON_S:
                    self._lose(Reason.NO_KEY)
                case State.BACKOFF | State.AUTH_FAILED | State.NOT_FOUND:
                    if self._due_s is not None and now_s >= self._due_s:
                        self._start(Step.DUE)
            if self._refused:
                self._refused = {k: until for k, until in self._refused.items() if until > now_s}
                self.retune()
            self._record_outage(now_s)

    # -- heard from stream threads -------------------------------------------------------------

    def opened(self, feed: Feed) -> None:
        with self._lock:
            if feed is self._feed:
                self._step(Step.OPENED, self._reason)

    def arrived(self, feed: Feed) -> None:
        with self._lock:
            if feed is self._next:
                if self._feed is not None:
                    self._feed.closed = True
                self._feed, self._next = feed, None
                self.retune()
            if feed is not self._feed:
                return
            self._still = feed.still
            if self._state is not State.LIVE:
                self._come_up()

    def ended(self, feed: Feed, reason: Reason) -> None:
        with self._lock:
            if feed is self._next:
                self._next = None
                self._refuse(feed.which)
            elif feed is self._feed and not feed.closed:
                if reason is Reason.BUSY:
                    self._refuse(feed.which)
                self._lose(reason)

    # -- inside the lock -----------------------------------------------------------------------

    def _wanted(self) -> Which:
        widest = max((view.size.width for view in self._views if view.looking), default=0)
        want = policy.which(widest, bool(self.camera.url_sub))
        other = Which.SUB if want is Which.MAIN else Which.MAIN
        if want in self._refused and other not in self._refused and self.camera.url_sub:
            return other
        return want

    def _refuse(self, which: Which) -> None:
        self._refused[which] = self._clock.monotonic_s() + REFUSED_S

    def _open(self, which: Which) -> Feed:
        self._generation += 1
        url = self.camera.url_sub if which is Which.SUB else self.camera.url_main
        barred = Reason.NONE
        try:
            url = with_login(url, self._logins.of(self.camera.id))
        except Unreachable:
            barred = Reason.SEALED
        feed = Feed(
            generation=self._generation,
            name=self.camera.code,
            url=url,
            which=which,
            clock=self._clock,
            hearer=self,
            dog=Watchdog(self._clock),
            barred=barred,
        )
        self._play(feed)
        return feed

    def _start(self, step: Step) -> None:
        self._due_s = None
        self._step(step, self._reason)
        self._feed = self._open(self._wanted())
        self.retune()

    def _lose(self, reason: Reason) -> None:
        self._close_feeds()
        if self._down is None:
            self._go_down()
        assert self._down is not None
        now_s = self._clock.monotonic_s()
        pause_s = policy.pause_s(self._tries, now_s - self._down[1], reason, self._draw)
        self._tries += 1
        self._due_s = now_s + pause_s
        connecting = self._state is State.CONNECTING
        if connecting and reason is Reason.DENIED:
            self._step(Step.DENIED, reason)
        elif connecting and reason is Reason.MISSING:
            self._step(Step.MISSING, reason)
        else:
            self._step(Step.ENDED, reason)
            self._step(Step.PAUSED, reason)

    def _close_feeds(self) -> None:
        for feed in (self._feed, self._next):
            if feed is not None:
                feed.closed = True
        self._feed = self._next = None

    def _go_down(self) -> None:
        still = self._still
        self._down = (still.at, still.at_s) if still else (
            self._clock.now(), self._clock.monotonic_s())  # fmt: skip

    def _come_up(self) -> None:
        if self._recorded and self._down is not None:
            camera = self.camera
            self._tell(
                CameraOutageEnded(
                    camera.id, camera.code, camera.name, self._down[0], self._clock.now()
                )
            )
        self._down, self._recorded, self._tries = None, False, 0
        self._step(Step.PICTURE, Reason.NONE)

    def _record_outage(self, now_s: float) -> None:
        if self._down is None or self._recorded or now_s - self._down[1] < self._lasting_s:
            return
        self._recorded = True
        camera = self.camera
        self._tell(
            CameraOutageLasted(camera.id, camera.code, camera.name, self._reason, self._down[0])
        )

    def _step(self, step: Step, reason: Reason) -> None:
        self._state = after(self._state, step)
        self._reason = reason
        self._step_s = self._clock.monotonic_s()
        if self._state is State.LOST:
            return
        told = (shown(self._state, self._tries, reason), reason)
        if told != self._told:
            if told[0] is not self._told[0]:
                self._since = self._since_of(told[0])
            self._told = told
            self._tell(CameraStateChanged(self.camera.id, *told, self._since[0]))

    def _since_of(self, state: State) -> tuple[datetime, float]:
        """An outage began with the last picture, not when it was noticed."""
        if state in (State.STALE, State.LOST) and self._down is not None:
            return self._down
        return self._clock.now(), self._clock.monotonic_s()
