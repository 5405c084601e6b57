"""Real tiles on a real engine, and an observer who knows what the cameras really sent."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event, Thread, get_ident
from traceback import format_stack

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from app.base.clock import Clock
from app.base.ids import new_id
from app.base.marks import Mark
from app.video.records import Camera, CameraKind
from app.video.simulator.brush import FPS, LOOP
from app.video.simulator.remote import FakeCameras, Sent
from app.video.simulator.scenes import MARK_BITS
from app.video.states import Reason, State
from app.video.wall import Wall
from widgets.kit.theme import Theme
from widgets.video.badges import Badges
from widgets.video.tile import Tile

WIDE, HIGH = 240, 136
TICK_MS = 16
ASK_EVERY_S = 0.03
LIVE_MAX_S = 1.1
"""The age from which a picture must not be called live."""
UI_GAP_MAX_S = 2.0
GUARD_EVERY_S = 0.05
TOKENS = Path(__file__).parents[2] / "resources" / "theme" / "tokens.toml"
STALL_S = 0.3
WARM = ("marked", "marked/hd")


@dataclass(eq=False, slots=True)
class Seat:
    """One tile, the path it looks at, and everything it has said: (monotonic s, state, reason)."""

    tile: Tile
    path: str
    server: Server
    said: list[tuple[float, State, Reason]] = field(default_factory=list)
    shown: deque[tuple[float, int | None]] = field(default_factory=deque)
    """What it called live and is not yet judged: when, and the number in the picture."""
    unreadable: bool = False
    stale_s: float = 0.0
    false_live: int = 0
    worst: str = ""
    age_s: float = 0.0
    """Of the picture on the tile, as the tile itself has it."""

    @property
    def code(self) -> str:
        return self.path.partition("/")[0]


class Server:
    """One process of fake cameras, asked thirty times a second what it has sent."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder, self._clock = folder, clock
        self.cameras = FakeCameras(folder, warm=WARM)
        self.sent: dict[str, Sent] = {}
        self._asked_s = 0.0
        self._stopped_s = 0.0
        self._ended = Event()
        Thread(target=self._ask, daemon=True).start()

    def reborn(self) -> None:
        """After it was killed: another process on the same port."""
        port = self.cameras.port
        self.cameras.close()
        self.cameras = FakeCameras(self._folder, port=port, warm=WARM)

    def signal(self, number: int) -> float:
        """SIGSTOP or SIGKILL; from now on nothing more is sent."""
        os.kill(self.cameras.pid, number)
        self._stopped_s = self._clock.monotonic_s()
        return self._stopped_s

    def known(self, at_s: float) -> bool:
        """Whether it is known by now what had been sent at that moment."""
        return self._asked_s > at_s or self._asked_s < self._stopped_s < at_s

    def silence_s(self, path: str, at_s: float) -> float:
        """How long nothing had been sent at that moment; 0.0 when more has been sent since."""
        told = self.sent.get(path)
        return max(0.0, at_s - max(self._stopped_s, told.last_s if told is not None else at_s))

    def age_of(self, path: str, n: int, at_s: float) -> float:
        """How long ago picture `n` of the film had been sent at that moment."""
        told = self.sent.get(path)
        if told is None or not told.pictures or self._asked_s < self._stopped_s:
            return 0.0
        behind = (told.last_n - n) % LOOP
        if behind > LOOP * 2 // 3:
            behind -= LOOP  # a camera that begins anew goes back to its last key frame
        return behind / FPS + at_s - told.last_s

    def close(self) -> None:
        self._ended.set()
        self.cameras.close()

    def _ask(self) -> None:
        while not self._ended.wait(ASK_EVERY_S):
            asked_s = self._clock.monotonic_s()
            try:
                self.sent = self.cameras.sent()
            except (OSError, ValueError):
                continue  # it has been killed
            self._asked_s = asked_s


class Hall:
    """The window and its observer, on the Qt thread; `until` may be called by others."""

    def __init__(self, clock: Clock, wall: Wall) -> None:
        self.clock, self.wall = clock, wall
        self.seats: list[Seat] = []
        self.hangs: list[str] = []
        self.stalls = 0
        self._news = Condition()
        self._window = QWidget()
        self._window.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme, self._badges = Theme.load(TOKENS, "wall"), Badges()
        self._ticked_s = 0.0
        self._late = 0
        self._timer = QTimer(self._window)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def seat(self, server: Server, code: str, shape: str = "sub") -> Seat:
        number = len(self.seats) + 1
        tile = Tile(self._theme, self.clock, self.wall, self._badges, number, self._window)
        tile.setGeometry((number - 1) % 6 * WIDE, (number - 1) // 6 * HIGH, WIDE, HIGH)
        tile.hang(
            Camera(
                new_id(), code, code, CameraKind.FIXED, "云洛镇", server.cameras.url(code, shape), "",
                None, None, Mark.TEST,
            )
        )  # fmt: skip
        made = Seat(tile, f"{code}/{shape}", server)
        self.seats.append(made)
        return made

    def open(self) -> None:
        """On the Qt thread."""
        self._window.resize(6 * WIDE, 5 * HIGH)
        self._window.show()
        self._timer.start(TICK_MS)
        self._ticked_s = self.clock.monotonic_s()
        Thread(target=self._guard, args=(get_ident(),), daemon=True).start()

    def _guard(self, ident: int) -> None:
        """Notes where the Qt thread is when it does not come round. A stop of the whole process, this
        thread included, is the machine's and counted apart."""
        before_s = self.clock.monotonic_s()
        told_s = 0.0
        while not Event().wait(GUARD_EVERY_S):
            now_s = self.clock.monotonic_s()
            self.stalls += now_s - before_s > STALL_S
            if now_s - before_s < 2 * GUARD_EVERY_S:
                self._late += 1 if now_s - self._ticked_s > GUARD_EVERY_S else -self._late
            before_s = now_s
            if self._late * GUARD_EVERY_S > UI_GAP_MAX_S and told_s != self._ticked_s:
                told_s = self._ticked_s
                self.hangs.append("".join(format_stack(sys._current_frames()[ident])[-4:]))

    def empty(self) -> None:
        for seat in self.seats:
            seat.tile.hang(None)
        self.seats = []

    def until(self, done: Callable[[], bool], wait_s: float) -> bool:
        """Looks after every tick; False when it did not come about in time."""
        end_s = self.clock.monotonic_s() + wait_s
        with self._news:
            while not done():
                left_s = end_s - self.clock.monotonic_s()
                if left_s <= 0:
                    return False
                self._news.wait(left_s)
        return True

    def _tick(self) -> None:
        for seat in self.seats:
            seat.tile.poll()
            self._look(seat)
            self._look_back(seat)
        self._ticked_s = self.clock.monotonic_s()
        with self._news:
            self._news.notify_all()

    def _look(self, seat: Seat) -> None:
        seen = seat.tile.seen()
        now_s = seen.now_s
        seat.age_s = seen.age_s or 0.0
        status = seen.status
        reason = status.reason if status is not None else Reason.NONE
        if not seat.said or seat.said[-1][1:] != (seen.state, reason):
            seat.said.append((now_s, seen.state, reason))
        if seen.state is not State.LIVE:
            return
        seat.shown.append((now_s, None if seat.unreadable else _mark(seat.tile)))

    def _look_back(self, seat: Seat) -> None:
        """Judge what was called live as soon as it is known what had been sent by then."""
        server = seat.server
        while seat.shown and server.known(seat.shown[0][0]):
            at_s, n = seat.shown.popleft()
            self._judge(seat, server.silence_s(seat.path, at_s), "no packet")
            if n is not None and not seat.unreadable:
                self._judge(seat, server.age_of(seat.path, n, at_s), f"picture {n}")

    def _judge(self, seat: Seat, age_s: float, why: str) -> None:
        if age_s > seat.stale_s:
            seat.stale_s = age_s
            seat.worst = f"{seat.path}: {why} for {age_s:.2f} s, {seat.said[-3:]}"
        seat.false_live += age_s > LIVE_MAX_S


def _mark(tile: Tile) -> int | None:
    """The place in its film of the picture that the tile shows, as burnt into it."""
    picture = tile._picture
    if picture is None:
        return None
    pixels = memoryview(picture.pixels)
    row = picture.height // 10 * picture.stride
    n = 0
    for bit in range(MARK_BITS):
        x = picture.width * (2 * bit + 1) // (2 * MARK_BITS)
        n |= (pixels[row + 4 * x + 1] > 128) << bit
    return n if n < LOOP else None


def application() -> QApplication:
    held = QApplication.instance()
    return held if isinstance(held, QApplication) else QApplication([])
