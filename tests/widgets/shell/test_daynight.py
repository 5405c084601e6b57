"""The look follows the hour, and waits for a pause in typing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from app.base.clock import SHANGHAI
from widgets.shell.daynight import DayNight
from widgets.shell.touches import Touches


@pytest.fixture
def touches(qapp):
    return Touches()


@pytest.fixture
def day_night(qapp, theme, clock, touches):
    return DayNight(qapp, theme, clock, touches, "21:00", "07:00")


@pytest.mark.parametrize(
    ("hour", "look"), [("20:59", "day"), ("21:00", "night"), ("06:59", "night"), ("07:00", "day")]
)
def test_the_night_begins_and_ends_at_its_hours(day_night, clock, hour, look):
    day = clock.now().astimezone(SHANGHAI).date() + timedelta(days=1)
    clock.forward_to(datetime.fromisoformat(f"{day} {hour}:00+08:00"))
    assert day_night.due() == look


def test_the_look_does_not_change_under_the_hands_of_somebody_typing(
    day_night, touches, theme, clock, qtbot
):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    touches.watch(field)
    native = field.windowHandle()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    clock.forward(timedelta(hours=1))
    for _ in range(5):
        QApplication.sendEvent(native, key)
        clock.forward(timedelta(seconds=8))
        day_night.look()
        assert theme.mode == "day"
    clock.forward(timedelta(seconds=10))
    day_night.look()
    assert theme.mode == "night"


def test_a_look_that_was_chosen_stays(day_night, theme, clock):
    day_night.choose("day")
    clock.forward(timedelta(hours=3))
    day_night.look()
    assert theme.mode == "day"
    day_night.choose("")
    assert theme.mode == "night"
