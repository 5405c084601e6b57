"""An emergency in a storm, and signals without end: tests 13 and 16 of radio.md 10, on real windows."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.base.clock import Clock, SystemClock
from app.radio import facts
from tests.desktops import ROOT
from tests.faults.radio_hall import Hall, hall
from tests.faults.radio_test import Figures, Missed, Plant, Test, demand
from widgets.kit.picture import PictureWindow
from widgets.kit.sound import QtSpeaker, Sounds
from widgets.kit.theme import Theme
from widgets.kit.tones import samples
from widgets.shell.banner import Banner
from widgets.shell.messages import Message, Messages
from widgets.shell.window import DutyWindow
from widgets.video.wall_band import WallBand
from widgets.video.wall_window import WallWindow

NUMBERS = range(370001, 370301)
STORM_PER_S, STORM_S = 500, 40
EMERGENCIES = (370011, 370101, 370222)
BANNER_S = 1.0
WAIT_S = 15.0
OWN_WINDOWS = ("log", "incidents")
WALLS = (1, 2)
EMITS = 5_000
HEARD = (
    facts.RadioPositionHeard,
    facts.RadioTextHeard,
    facts.RadioTalking,
    facts.RadioTalked,
)


# --- 13 -----------------------------------------------------------------------------------


class Witness:
    """When each window had painted an emergency, and when its sound was asked of the loudspeaker. Made
    before the windows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._number = ""
        self.painted_s: dict[QWidget, float] = {}
        self.sounded_s: list[float] = []
        for kind in (Banner, WallBand):
            kind.paintEvent = self._noted(kind.paintEvent)  # type: ignore[method-assign]
        self._watch_loudspeaker()

    def attend(self, number: int) -> None:
        """From now on this radio's emergency."""
        self._number = str(number)
        self.painted_s.clear()
        self.sounded_s.clear()

    def _noted(self, paint: Callable[[Any, QPaintEvent], None]) -> Callable[..., None]:
        def painted(band: Any, event: QPaintEvent) -> None:
            paint(band, event)
            message = band.message
            if message is not None and self._number in message.title + message.text:
                self.painted_s.setdefault(band.window(), self._clock.monotonic_s())

        return painted

    def _watch_loudspeaker(self) -> None:
        play = QtSpeaker.play
        tokens = Theme.load(ROOT / "resources" / "theme" / "tokens.toml").tokens["sound"]
        emergency = samples(tokens, "emergency")

        def played(speaker: QtSpeaker, pcm: bytes, gain_db: float) -> None:
            if pcm == emergency:
                self.sounded_s.append(self._clock.monotonic_s())
            play(speaker, pcm, gain_db)

        QtSpeaker.play = played  # type: ignore[method-assign]


def emergency() -> Figures:
    """From the order to the simulator until the last window of a whole desk has painted it and its sound
    is asked of the loudspeaker, while 500 things a second happen."""
    figures: Figures = {"events_per_s": STORM_PER_S}
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    witness = Witness(SystemClock())
    with TemporaryDirectory() as folder, hall(app, Path(folder), NUMBERS) as made:
        picture = _whole_desk(made)
        made.simulator.say("window 64")
        made.simulator.say("patient on")
        made.run_for(2)
        heard = [0]
        for kind in HEARD:
            made.bus.listen(kind, lambda _: heard.__setitem__(0, heard[0] + 1))
        begun_s = made.clock.monotonic_s()
        made.simulator.say(f"storm {STORM_PER_S} {STORM_S}")
        made.run_for(5)
        took = [_told_s(made, witness, number) for number in EMERGENCIES]
        made.run_for(1)
        per_s = heard[0] / (made.clock.monotonic_s() - begun_s)
        windows = [type(one).__name__ for one in _windows()]
        picture.close()
    painted_s, sounded_s = (max(one) for one in zip(*took, strict=True))
    figures |= {
        "painted_last_s": round(painted_s, 3),
        "sounded_last_s": round(sounded_s, 3),
        "windows": {name: windows.count(name) for name in sorted(set(windows))},
        "heard_per_s": round(per_s),
    }
    wanted = 1 + len(OWN_WINDOWS) + len(WALLS) + 1
    demand(len(windows) == wanted, "a window of the desk is not there", figures)
    demand(painted_s <= BANNER_S, "the banner comes too late", figures)
    demand(sounded_s <= BANNER_S, "the sound comes too late", figures)
    demand(per_s >= STORM_PER_S * 0.9, "the load was not carried", figures)
    return figures


def _whole_desk(made: Hall) -> PictureWindow:
    """The main window, pages in windows of their own, walls, one of them full, and a picture seen large."""
    desktop = made.opened.desktop
    for key in OWN_WINDOWS:
        desktop.shell.tear_off(key)
    for number in WALLS:
        desktop.walls.show(number)
    desktop.walls.window(WALLS[-1]).showFullScreen()
    main, image = desktop.shell.main, QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(0)
    picture = PictureWindow(desktop.desk.theme, image, "图片", "", main)
    picture.show()
    return picture


def _told_s(made: Hall, witness: Witness, number: int) -> tuple[float, float]:
    """Seconds until all windows have painted it, and until its sound is asked for; then it is answered."""
    desktop, windows = made.opened.desktop, _windows()
    witness.attend(number)
    begun_s = made.clock.monotonic_s()
    made.simulator.say(f"emergency {number} 28.5011 109.7342")
    try:
        made.until(lambda: witness.painted_s.keys() >= windows and bool(witness.sounded_s), WAIT_S)
    except AssertionError:
        blind = sorted(type(one).__name__ for one in windows - witness.painted_s.keys())
        silent = [] if witness.sounded_s else ["the loudspeaker"]
        raise Missed(f"not told in {WAIT_S:g} s: {', '.join([*blind, *silent])}") from None
    for message in desktop.messages.unanswered():
        desktop.shell.answer(message.key)
    made.until(lambda: not desktop.sounds.repeating, WAIT_S)
    return max(witness.painted_s.values()) - begun_s, witness.sounded_s[0] - begun_s


def _windows() -> set[QWidget]:
    kinds = DutyWindow, WallWindow, PictureWindow
    return {
        one for one in QApplication.topLevelWidgets() if one.isVisible() and isinstance(one, kinds)
    }


# --- 16 -----------------------------------------------------------------------------------


class _Teller(QObject):
    told = Signal(bool)
    named = Signal(object)

    def emit_named(self, what: object) -> None:
        self.named.emit(what)


def signals() -> Figures:
    """5,000 emits at once and through the loop: PySide6 6.12.0 dies after some 570 on Python 3.11."""
    app = QApplication.instance() or QApplication([])
    teller, heard = _Teller(), [0]

    def hear(_what: object) -> None:
        heard[0] += 1

    teller.told.connect(hear)
    teller.named.connect(hear, Qt.ConnectionType.QueuedConnection)
    for n in range(EMITS):
        teller.told.emit(n % 2 == 0)
        teller.emit_named(("radio", n))
    QTimer.singleShot(0, app.quit)
    app.exec()
    figures: Figures = {"emits": 2 * EMITS, "heard": heard[0], "qt": qVersion()}
    demand(heard[0] == 2 * EMITS, "signals were lost", figures)
    return figures


# --- guards taken away --------------------------------------------------------------------


def _slow_alarm() -> None:
    """What the banners are told waits two seconds."""
    put = Messages._put

    def later(messages: Messages, message: Message) -> None:
        if message.emergency:
            QTimer.singleShot(2000, lambda: put(messages, message))
        else:
            put(messages, message)

    Messages._put = later  # type: ignore[method-assign]


def _walls_see_nothing() -> None:
    """The bands of the walls are never told."""
    WallBand._see = lambda band: None  # type: ignore[method-assign]


def _slow_sound() -> None:
    """The windows are told at once, the loudspeaker two seconds later."""
    repeat = Sounds.repeat

    def later(sounds: Sounds, name: str) -> None:
        QTimer.singleShot(2000, lambda: repeat(sounds, name))

    Sounds.repeat = later  # type: ignore[method-assign]


def _lost_signals() -> None:
    """Every thousandth signal is not emitted."""
    emit, count = _Teller.emit_named, [0]

    def losing(teller: Any, what: object) -> None:
        count[0] += 1
        if count[0] % 1000:
            emit(teller, what)

    _Teller.emit_named = losing  # type: ignore[method-assign]


TESTS = (
    Test(13, "emergency under load", emergency, (
        Plant("slow alarm", _slow_alarm),
        Plant("walls see nothing", _walls_see_nothing),
        Plant("slow sound", _slow_sound),
    )),
    Test(16, "signals", signals, (Plant("lost signals", _lost_signals),)),
)  # fmt: skip
