"""A real desk with its radio page open, offscreen, and what a simulated gateway brings it.

`python -m bench.radio_screen PER_S SECONDS`. The simulator is a process of its own on a pty. A stamp is a
text that says when it was written on the line (the monotonic clock is one for the whole machine); it is
seen when a paint of the list that shows it is over. While frames come without end, a hand that turns on the
page asks to be painted sixty times a second: its paints are the frames of the screen. The last line is JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sqlalchemy as sa
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.base.clock import SystemClock
from app.radio import facts
from app.radio.records import HeardKind
from db.tables.radio import radio_event
from tests.faults.radio_hall import Hall, hall
from tests.faults.video_wall import application

NUMBERS = range(370001, 370301)
STAMPS, STAMP_MS = 250, 150
LOADED_STAMP_MS = 500
MIX = "position=0.93 text=0.05 talk=0.02"
"""Of 1,000 frames a second fifty are texts: more than all officers of a province could read."""
REPAINT_MS = 16
REST_S = 60.0
STORM_ENDS_S = 1.0
"""The gateway begins it a little later than it is told to."""
COUNTED = (
    facts.RadioPositionHeard,
    facts.RadioTextHeard,
    facts.RadioTalking,
    facts.RadioTalked,
)


ROWS = (HeardKind.POSITION, HeardKind.TEXT, HeardKind.TALK)


class Watch(QObject):
    """The stamps that were seen in paints of the list of what was heard."""

    def __init__(self, made: Hall) -> None:
        super().__init__()
        self._lines = made.opened.desktop.radio.lines
        self._view = self._lines.view.viewport()
        self._clock = made.clock
        self.seen: dict[str, float] = {}
        self._before: set[str] = set()
        self._view.installEventFilter(self)

    def again(self) -> None:
        """From here on only stamps that were not seen before."""
        self._before |= set(self.seen)
        self.seen.clear()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self, self._painted)
        return False

    def _painted(self) -> None:
        now_s = self._clock.monotonic_s()
        for row in self._lines.records[:30]:
            words = getattr(row, "text", "")
            if words in self.seen or words in self._before:
                continue
            if words.replace(".", "", 1).isdigit():
                self.seen[words] = now_s - float(words)


class Hand(QWidget):
    """Turns as often as Qt lets it."""

    def __init__(self, page: QWidget, clock: SystemClock) -> None:
        super().__init__(page)
        self._clock = clock
        self.paints: Counter[int] = Counter()
        self.setGeometry(page.width() - 24, page.height() - 24, 20, 20)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.update)
        self._timer.start(REPAINT_MS)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now_s = self._clock.monotonic_s()
        painter = QPainter(self)
        painter.drawPie(0, 0, 19, 19, int(now_s * 5760) % 5760, 360)
        self.paints[int(now_s)] += 1


class Flow:
    """Facts of traffic, and when the first and the last came to the screen. A talk has two: one row."""

    def __init__(self, made: Hall) -> None:
        self.count = self.rows = 0
        self.first_s = self.last_s = 0.0
        self._clock = made.clock
        for kind in COUNTED:
            made.bus.listen(kind, self._hear)

    def _hear(self, fact: object) -> None:
        self.rows += not isinstance(fact, facts.RadioTalking)
        self.last_s = self._clock.monotonic_s()
        self.first_s = self.first_s or self.last_s
        self.count += 1


def stamps(made: Hall, watch: Watch) -> list[float]:
    """One after the other, each awaited by nobody."""
    watch.again()
    left = [STAMPS]

    def send() -> None:
        if left[0]:
            left[0] -= 1
            made.simulator.say(f"stamp {NUMBERS[left[0] % len(NUMBERS)]}")

    timer = QTimer()
    timer.timeout.connect(send)
    timer.start(STAMP_MS)
    made.until(lambda: len(watch.seen) >= STAMPS, REST_S)
    timer.stop()
    return sorted(watch.seen.values())


def sustained(made: Hall, watch: Watch, per_s: float, seconds: float) -> dict[str, float]:
    simulator, flow = made.simulator, Flow(made)
    stored = _rows(made)
    before = _happened(made)
    stamping = QTimer()
    stamping.timeout.connect(lambda: simulator.say(f"stamp {NUMBERS[0]}"))
    watch.again()
    hand = Hand(made.opened.desktop.radio, made.clock)
    simulator.say(f"storm {per_s:g} {seconds:g} {MIX}")
    stamping.start(LOADED_STAMP_MS)
    begun_s = made.clock.monotonic_s()
    made.run_for(seconds)
    stamping.stop()
    took_s = made.clock.monotonic_s() - begun_s
    painted = sum(hand.paints.values())
    each = sorted(count for _, count in sorted(hand.paints.items())[1:-1]) or [0]
    hand.hide()
    made.run_for(STORM_ENDS_S)
    sent = _happened(made) - before
    made.until(lambda: flow.count >= sent or _quiet(made, flow), REST_S)
    made.until(lambda: made.service._keeper.waiting == 0, REST_S)
    late = sorted(watch.seen.values())
    return {
        "frames": sent,
        "frames_lost": sent - flow.count,
        "rows_lost": flow.rows - (_rows(made) - stored),
        "frames_per_s": flow.count / max(flow.last_s - flow.first_s, 1e-9),
        "fps": painted / took_s,
        "fps_worst_second": each[0],
        "loaded_p50_ms": median(late) * 1000 if late else -1,
        "loaded_p99_ms": late[int(len(late) * 0.99)] * 1000 if late else -1,
    }


def _quiet(made: Hall, flow: Flow) -> bool:
    return made.clock.monotonic_s() - flow.last_s > 5


def _happened(made: Hall) -> int:
    made.simulator.say("count")
    while "happened" not in (news := made.simulator.news.get(timeout=10)):
        pass
    return int(news["happened"])


def _rows(made: Hall) -> int:
    with made.opened.room.room.db.read() as connection:
        count = sa.select(sa.func.count()).where(radio_event.c.kind.in_(ROWS))
        return int(connection.execute(count).scalar_one())


def _plant(made: Hall, cost_ms: float) -> None:
    """Each thing heard costs so much more on the Qt thread."""

    def waste(_fact: object) -> None:
        begun_s = made.clock.monotonic_s()
        while made.clock.monotonic_s() - begun_s < cost_ms / 1000:
            pass

    for kind in COUNTED if cost_ms else ():
        made.bus.listen(kind, waste)


def main(per_s: float, seconds: float) -> None:
    app = application()
    with TemporaryDirectory() as folder, hall(app, Path(folder), NUMBERS) as made:
        simulator = made.simulator
        _plant(made, float(os.environ.get("RADIO_PLANT_MS", "0")))
        simulator.say("window 64")
        simulator.say("patient on")
        watch = Watch(made)
        made.run_for(2)
        alone = stamps(made, watch)
        told = sustained(made, watch, per_s, seconds)
        told |= {
            "stamps": len(alone),
            "p50_ms": median(alone) * 1000,
            "p99_ms": alone[int(len(alone) * 0.99)] * 1000,
        }
        line = json.dumps({key: round(value, 2) for key, value in told.items()})
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main(float(sys.argv[1]), float(sys.argv[2]))
