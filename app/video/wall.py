"""The engine of the wall: one line per camera that anybody looks at, one watchman for all."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from threading import Event, Lock, Thread
from uuid import UUID

from app.base.clock import Clock
from app.video.address import Logins, NoLogins
from app.video.feed import Play, Still
from app.video.line import Line, Status, View
from app.video.policy import Draw, Size
from app.video.records import Camera

TICK_S = 0.1
LASTING_S = 30.0


class Wall:
    """Starts a stream when the first place looks at a camera and ends it when the last one leaves.

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
    ) -> None:
        self._clock = clock
        self._publish = publish
        self._play = play
        self._logins = logins or NoLogins()
        self._draw = draw or Random().random
        self._lasting_s = lasting_s
        self._lock = Lock()
        self._lines: dict[UUID, Line] = {}
        self._closing = Event()
        self._watchman = Thread(target=self._watch, name="video-watch", daemon=True)
        self._watchman.start()

    def watch(self, camera: Camera, width_px: int, height_px: int, whole: bool = False) -> View:
        """Look at a camera in a place of this size (device pixels). Close the view when done."""
        return self._line(camera).join(Size(width_px, height_px), whole)

    def status(self, camera_id: UUID) -> Status | None:
        """None for a camera that nobody has looked at since the start: its state is unknown."""
        line = self._lines.get(camera_id)
        return line.status if line is not None else None

    def still(self, camera_id: UUID) -> Still | None:
        line = self._lines.get(camera_id)
        return line.still if line is not None else None

    def try_again(self) -> None:
        """A password was entered: nobody waits for the next attempt."""
        with self._lock:
            lines = list(self._lines.values())
        for line in lines:
            line.hurry()

    def close(self) -> None:
        """Tell all streams to end. They leave by themselves; nobody waits for them."""
        self._closing.set()
        with self._lock:
            lines = list(self._lines.values())
        for line in lines:
            line.hang_up()

    def _line(self, camera: Camera) -> Line:
        """The camera's line; a new one when the directory's record has changed since."""
        with self._lock:
            line = self._lines.get(camera.id)
            if line is None or (line.camera != camera and not line.watched):
                line = Line(
                    camera,
                    self._clock,
                    self._logins,
                    self._play,
                    self._draw,
                    self._publish,
                    self._lasting_s,
                )
                self._lines[camera.id] = line
            return line

    def _watch(self) -> None:
        while not self._closing.wait(TICK_S):
            with self._lock:
                lines = list(self._lines.values())
            for line in lines:
                line.tick()
