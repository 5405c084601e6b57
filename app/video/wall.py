"""The engine of the wall: one line per camera that anybody looks at, one watchman for all."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from random import Random
from threading import Event, Lock, Thread
from uuid import UUID

from app.base.clock import Clock
from app.base.memory import give_back, keep_for_pictures
from app.base.trace import masked
from app.video.address import Logins, NoLogins
from app.video.feed import Feed, Play, Still
from app.video.ladder import Ladder
from app.video.line import Line, Parts
from app.video.policy import Draw, Size
from app.video.records import Camera, Which
from app.video.route import Route, RoutedLogins
from app.video.sink import FrameSink
from app.video.taps import Sampler, Tap
from app.video.view import Listening, Status, View

_log = logging.getLogger(__name__)

TICK_S = 0.05
LOAD_EVERY_S = 0.5
LASTING_S = 30.0
STREAMS_PER_TRIM = 20
"""After so many streams that began, what the ended ones left is given back to the machine."""


class Wall:
    """Starts a stream when the first guest comes to a camera and ends it when the last one leaves.

    `play` starts a stream thread (`app.video.stream.play`); `publish` gets the facts of `facts.py`,
    from any thread. No method waits for a device, so all may be called on the UI thread.
    """

    def __init__(
        self,
        clock: Clock,
        publish: Callable[[object], None],
        play: Play,
        logins: Logins | None = None,
        draw: Draw | None = None,
        lasting_s: float = LASTING_S,
        route: Route | None = None,
    ) -> None:
        keep_for_pictures()
        self.route = route or Route()
        self.logins = RoutedLogins(self.route, logins or NoLogins())
        self._entered: dict[UUID, Camera] = {}
        self._clock = clock
        self._play_out = play
        self._begun = 0
        self._taps: list[Callable[[Camera, Which], Tap | None]] = []
        self._samplers: list[Callable[[Camera, Which], Sampler | None]] = []
        self._parts = Parts(
            clock,
            self.logins,
            self._play,
            draw or Random().random,
            publish,
            lasting_s,
            self._taps,
            self._samplers,
        )
        self._lock = Lock()
        self._lines: dict[UUID, Line] = {}
        self._ladder = Ladder()
        self._load_s = 0.0
        self._closing = Event()
        self._watchman = Thread(target=self._watch, name="video-watch", daemon=True)
        self._watchman.start()

    def watch(
        self,
        camera: Camera,
        width_px: int,
        height_px: int,
        whole: bool = False,
        sink: FrameSink | None = None,
    ) -> View:
        """Look at a camera in a place of this size (device pixels). Close the view when done.

        Its pictures go to `sink`, else to the view's own slot.
        """
        return self._line(camera).join(Size(width_px, height_px), whole, sink)

    def listen(
        self, camera: Camera, tap: Tap | None = None, which: Which | None = None
    ) -> Listening:
        """Hold a stream open without a tile, and hand its packets to `tap`. Close it when done.

        `which` opens that stream beside the one that is shown; the one that is shown already is
        shared. When the camera does not give it, the tap hears the other one (`Track.which` says).
        None: whatever is shown, the sub-stream while nothing is.
        """
        return self._line(camera).listen(tap, which)

    def tap_all(self, make: Callable[[Camera, Which], Tap | None]) -> None:
        """`make` a tap (or None) for each connection that opens from now on, on its thread."""
        self._taps.append(make)

    def sample_all(self, make: Callable[[Camera, Which], Sampler | None]) -> None:
        """`make` a sampler (or None) for each connection that opens from now on, on its thread."""
        self._samplers.append(make)

    def status(self, camera_id: UUID) -> Status | None:
        """None for a camera that nobody has looked at since the start: its state is unknown."""
        line = self._lines.get(camera_id)
        return line.status if line is not None else None

    def still(self, camera_id: UUID) -> Still | None:
        line = self._lines.get(camera_id)
        return line.still if line is not None else None

    def looked_at(self, camera_id: UUID) -> bool:
        """Its picture is in a place that is seen now."""
        line = self._lines.get(camera_id)
        return line is not None and line.looked_at

    def try_again(self) -> None:
        """A password was entered: nobody waits for the next attempt."""
        for line in self._all():
            line.hurry()

    def close(self) -> None:
        """Tell all streams to end. They leave by themselves; nobody waits for them."""
        self._closing.set()
        for line in self._all():
            line.hang_up()

    def _all(self) -> list[Line]:
        with self._lock:
            return list(self._lines.values())

    def _line(self, camera: Camera) -> Line:
        """The camera's line, which follows the newest record of the directory."""
        with self._lock:
            self._entered[camera.id] = camera
            camera = self.route.camera(camera)
            line = self._lines.get(camera.id)
            if line is None:
                line = self._lines[camera.id] = Line(camera, self._parts)
        if line.camera != camera:
            line.adopt(camera)
        return line

    def reroute(self) -> None:
        """The media server was switched on or off: what is open is opened anew."""
        with self._lock:
            held = [(self._lines[key], camera) for key, camera in self._entered.items()]
        for line, camera in held:
            line.adopt(self.route.camera(camera))

    def _play(self, feed: Feed) -> None:
        self._begun += 1
        self._play_out(feed)

    def _watch(self) -> None:
        while not self._closing.wait(TICK_S):
            lines = self._all()
            for line in lines:
                _guarded(line.tick)
            _guarded(self._weigh, lines)
            if self._begun >= STREAMS_PER_TRIM:
                self._begun = 0
                give_back()

    def _weigh(self, lines: list[Line]) -> None:
        """The load of all streams decides together what each may show."""
        now_s = self._clock.monotonic_s()
        if now_s - self._load_s < LOAD_EVERY_S:
            return
        self._load_s = now_s
        rung = self._ladder.look(now_s, max((line.lag_frames for line in lines), default=0.0))
        for line in lines:
            line.degrade(rung)


def _guarded(do: Callable[..., None], *args: object) -> None:
    """What fails for one camera must not end the watch over all: who is not watched stays live."""
    try:
        do(*args)
    except Exception:  # noqa: BLE001  it is tried again at the next turn
        _log.error("watch: %s", masked(traceback.format_exc()))
