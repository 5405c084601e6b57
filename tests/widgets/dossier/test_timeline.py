"""The time axis: walked, zoomed and played with the keyboard; nothing shown that had not happened yet."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.base.clock import SHANGHAI
from app.base.ids import new_id
from app.dossier.timeline import Lane, Moment
from widgets.dossier.axis import Axis, whole_of
from widgets.dossier.timeline import TimelineView

START = datetime(2026, 6, 24, 21, 50, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)


def moment(minutes: float, lane: Lane, words: str = "x") -> Moment:
    return Moment(START + MINUTE * minutes, lane, words, "向示月", "log_entry", new_id())


MOMENTS = (
    moment(0, Lane.SOURCES, "下梨坡社区：进水"),
    moment(0, Lane.LOG, "接报"),
    moment(4, Lane.FORCES, "调派消防"),
    moment(9, Lane.LOG, "叫应云洛镇"),
    moment(31, Lane.FORCES, "消防到达"),
    moment(200, Lane.PEOPLE, "被困 6→0"),
)


@pytest.fixture
def view(qtbot, theme) -> TimelineView:
    made = TimelineView(theme)
    qtbot.addWidget(made)
    made.resize(1000, 320)
    made.show_moments(MOMENTS)
    made.show()
    return made


def press(view: TimelineView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view, key)


def test_arrows_walk_through_time_and_between_lanes(view: TimelineView) -> None:
    press(view, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert view.current is MOMENTS[2]
    press(view, Qt.Key.Key_Left)
    assert view.current is MOMENTS[1]
    press(view, Qt.Key.Key_Down)
    assert view.current is MOMENTS[5], "the next lane is that of people"
    press(view, Qt.Key.Key_Up)
    assert view.current is MOMENTS[3], "the nearest in time of the lane above"
    press(view, Qt.Key.Key_End, Qt.Key.Key_Right)
    assert view.current is MOMENTS[-1]


def test_zoom_keeps_what_is_chosen_in_its_place_and_never_shows_more_than_all(
    view: TimelineView,
) -> None:
    whole = view.axis
    assert whole is not None
    view.choose(MOMENTS[4])
    before = view.axis.x(MOMENTS[4].at)
    press(view, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert view.axis.length < whole.length
    assert view.axis.x(MOMENTS[4].at) == pytest.approx(before, abs=2)
    press(view, Qt.Key.Key_0)
    assert view.axis == whole
    press(view, Qt.Key.Key_Minus)
    assert view.axis == whole


def test_while_it_is_played_nothing_later_is_shown(view: TimelineView) -> None:
    view.choose(MOMENTS[0])
    view.play(60)
    assert view.playing
    assert view.seen() == list(MOMENTS[:2])
    for _ in range(80):
        view._step()
    assert MOMENTS[2] in view.seen()
    assert MOMENTS[-1] not in view.seen()
    press(view, Qt.Key.Key_Space)
    assert not view.playing
    press(view, Qt.Key.Key_Space)
    for _ in range(5_000):
        view._step()
    assert not view.playing
    assert view.seen() == list(MOMENTS)


def test_more_moments_leave_the_stretch_and_the_choice_alone(view: TimelineView) -> None:
    view.choose(MOMENTS[2])
    view.zoom(8)
    held = view.axis
    view.show_moments((*MOMENTS, moment(230, Lane.REPORTS)))
    assert view.axis is not None
    assert held is not None
    assert (view.axis.start, view.axis.length) == (held.start, held.length)
    assert view.current is not None
    assert view.current.words == "调派消防"


def test_a_click_chooses_and_a_double_click_opens(qtbot, view: TimelineView) -> None:
    assert view.axis is not None
    x = int(view._head() + view.axis.x(MOMENTS[5].at))
    row = view.lanes.index(Lane.PEOPLE)
    point = QPoint(x + 3, view._top() + row * view._row() + view._row() // 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert view.current is MOMENTS[5]
    with qtbot.waitSignal(view.opened) as opened:
        press(view, Qt.Key.Key_Return)
    assert opened.args == [MOMENTS[5]]
    view.choose(None)
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x + 120, view._top() + 5)
    )
    assert view.current is None


def test_an_empty_axis_says_what_would_come(qtbot, theme) -> None:
    made = TimelineView(theme)
    qtbot.addWidget(made)
    made.show_moments(())
    press(made, Qt.Key.Key_Right, Qt.Key.Key_Plus, Qt.Key.Key_Space)
    assert made.current is None
    assert not made.playing


def test_markup_is_shown_as_text(view: TimelineView) -> None:
    view.show_moments((moment(0, Lane.LOG, "<script>alert(1)</script>\ud800"),))
    assert not view.grab().isNull()
    QApplication.sendPostedEvents()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.integers(50, 3000))
def test_every_time_stands_within_the_whole(minutes: list[float], width: int) -> None:
    times = [START + MINUTE * one for one in minutes]
    axis = whole_of(times, width)
    assert all(0 <= axis.x(at) <= width for at in times)
    assert all(0 <= axis.x(at) <= width for at in axis.ticks(90))
    assert abs(axis.at(axis.x(times[0])) - times[0]) < axis.length / 1000


@pytest.mark.parametrize("hours", [0.01, 1, 9, 100, 9000])
def test_ticks_are_round_times_here_and_not_too_near(hours: float) -> None:
    axis = Axis(START, timedelta(hours=hours), 1000)
    ticks = axis.ticks(100)
    assert len(ticks) <= 11
    for at in ticks:
        assert at.second % 5 == 0
    places = [axis.x(at) for at in ticks]
    assert all(b - a >= 99 for a, b in itertools.pairwise(places))
