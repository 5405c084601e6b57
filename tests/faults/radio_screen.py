"""An emergency in a storm, and signals without end: tests 13 and 16 of radio.md 10, on real windows."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer, Signal, qVersion
from PySide6.QtWidgets import QApplication

from app.radio import facts
from tests.faults.radio_hall import Hall, hall
from tests.faults.radio_test import Figures, Plant, Test, demand

NUMBERS = range(370001, 370301)
STORM_PER_S, STORM_S = 500, 30
EMERGENCIES = (370011, 370101, 370222)
BANNER_S = 1.0
EMITS = 5_000
HEARD = (
    facts.RadioPositionHeard,
    facts.RadioTextHeard,
    facts.RadioTalking,
    facts.RadioTalked,
)


# --- 13 -----------------------------------------------------------------------------------


def emergency() -> Figures:
    """From the order to the simulator to the banner on every window, while 500 things a second happen."""
    figures: Figures = {"events_per_s": STORM_PER_S}
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with TemporaryDirectory() as folder, hall(app, Path(folder), NUMBERS) as made:
        made.simulator.say("window 64")
        made.simulator.say("patient on")
        made.run_for(2)
        heard = [0]
        for kind in HEARD:
            made.bus.listen(kind, lambda _: heard.__setitem__(0, heard[0] + 1))
        begun_s = made.clock.monotonic_s()
        made.simulator.say(f"storm {STORM_PER_S} {STORM_S}")
        made.run_for(5)
        took = [_shown_s(made, number) for number in EMERGENCIES]
        made.run_for(1)
        per_s = heard[0] / (made.clock.monotonic_s() - begun_s)
        figures |= {
            "banner_max_s": round(max(took), 3),
            "windows": len(_windows(made)),
            "heard_per_s": round(per_s),
        }
        demand(max(took) <= BANNER_S, "the banner comes too late", figures)
        demand(per_s >= STORM_PER_S * 0.9, "the load was not carried", figures)
    return figures


def _shown_s(made: Hall, number: int) -> float:
    """Until it stands on every window, over the page; then it is answered."""
    windows = _windows(made)
    made.simulator.say(f"emergency {number} 28.5011 109.7342")
    took_s = made.until(lambda: all(_told(one.banner, number) for one in windows), 30)
    made.opened.desktop.shell.answer(windows[0].banner.message.key)
    made.until(lambda: not any(one.banner.isVisible() for one in windows), 30)
    return took_s


def _windows(made: Hall) -> list[Any]:
    return [one for one in made.opened.desktop.shell.windows.values() if one.isVisible()]


def _told(banner: Any, number: int) -> bool:
    message = banner.message
    return (
        banner.isVisible() and message is not None and str(number) in message.title + message.text
    )


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
    """What the banner is told waits two seconds."""
    from widgets.shell.messages import Messages

    put = Messages._put

    def later(messages: Any, message: Any) -> None:
        if message.emergency:
            QTimer.singleShot(2000, lambda: put(messages, message))
        else:
            put(messages, message)

    Messages._put = later  # type: ignore[method-assign]


def _lost_signals() -> None:
    """Every thousandth signal is not emitted."""
    emit, count = _Teller.emit_named, [0]

    def losing(teller: Any, what: object) -> None:
        count[0] += 1
        if count[0] % 1000:
            emit(teller, what)

    _Teller.emit_named = losing  # type: ignore[method-assign]


TESTS = (
    Test(13, "emergency under load", emergency, (Plant("slow alarm", _slow_alarm),)),
    Test(16, "signals", signals, (Plant("lost signals", _lost_signals),)),
)
