"""The wall: honest pictures, and nothing that moves by itself."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from app.base.marks import Mark
from app.video.layouts import LAYOUTS, tiles_of
from app.video.policy import Override
from app.video.records import Which
from app.video.states import State
from widgets.video.boards import Boards
from widgets.video.header import Head, Notice
from widgets.video.tile import Tile
from widgets.video.wall_window import WallWindow


@pytest.fixture
def window(desk, wall, board, qtbot):
    made = WallWindow(desk, wall, board, board.boards[0], Head())
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.take_down()


def painted(tile: Tile) -> np.ndarray:
    """What is painted: rows of blue, green, red."""
    image = tile.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    area = rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4)
    return area[:, :, :3].astype(int)


def redness(tile: Tile) -> float:
    """How red the red marks of the water gauge are, at the right of the plate with the words."""
    area = painted(tile)
    high, wide, _ = area.shape
    gauge = area[int(high * 0.4) : int(high * 0.7), int(wide * 0.79) : int(wide * 0.84)]
    return float(np.percentile(gauge[:, :, 2] - gauge[:, :, 0], 95))


def is_live(tile: Tile) -> bool:
    return tile.seen().state is State.LIVE


def test_four_cameras_come_up_and_the_missing_one_says_why(well, window, board, four, qtbot):
    for number, camera in enumerate(four, 1):
        board.hang(number, camera)
    qtbot.waitUntil(lambda: all(is_live(tile) for tile in window.tiles[:3]), timeout=8000)
    qtbot.waitUntil(lambda: window.tiles[3].seen().state is State.LOST, timeout=4000)
    assert [tile.isVisible() for tile in window.tiles] == [True] * 4 + [False] * 21
    assert 15 < painted(window.tiles[0]).mean() < 120


def test_a_killed_camera_greys_with_its_age_and_comes_back_by_itself(
    well, window, board, four, clock, qtbot
):
    board.hang(1, four[0])
    tile = window.tiles[0]
    qtbot.waitUntil(lambda: is_live(tile), timeout=8000)
    assert redness(tile) > 60
    killed_s = clock.monotonic_s()
    well.say("kill")
    qtbot.waitUntil(lambda: not tile.seen().fresh, timeout=3000)
    assert clock.monotonic_s() - killed_s <= 1.5
    assert redness(tile) < 25, "grey"
    assert tile.seen().age_s is not None
    assert tile.seen().age_words() == "00′00″"
    well.say("start")
    qtbot.waitUntil(lambda: is_live(tile), timeout=8000)


def test_a_frozen_camera_is_never_shown_as_live(well, window, board, four, qtbot):
    board.hang(1, four[0])
    tile = window.tiles[0]
    qtbot.waitUntil(lambda: is_live(tile), timeout=8000)
    well.say("freeze", "01-F-07")
    looks = []

    def stands() -> bool:
        looks.append(tile.seen())
        return looks[-1].standing

    qtbot.waitUntil(stands, timeout=8000)
    assert redness(tile) < 25, "grey at once"
    assert all(seen.age_s <= 1.5 for seen in looks if seen.fresh), (
        "however late the simulator heard it"
    )
    assert looks[-1].alarming(4.0) is (looks[-1].age_s >= 4.0), "magenta only from four seconds on"
    qtbot.waitUntil(lambda: not tile.seen().fresh and tile.seen().age_s >= 4.0, timeout=8000)
    assert tile.seen().standing, "lost or not: the device is there, the picture stands"
    assert tile.seen().alarming(4.0)


def test_a_double_click_enlarges_with_the_main_stream_and_brings_back(
    well, window, board, four, qtbot
):
    board.hang(1, four[0])
    board.hang(2, four[1])
    tile = window.tiles[1]
    qtbot.waitUntil(lambda: is_live(tile), timeout=8000)
    assert tile.seen().status.which is Which.SUB
    QTest.mouseDClick(tile, Qt.MouseButton.LeftButton)
    assert window.enlarged == 2
    assert [t.number for t in window.tiles if t.isVisible()] == [2]
    qtbot.waitUntil(lambda: tile.seen().status.which is Which.MAIN, timeout=6000)
    assert is_live(tile)
    window.step_back()
    assert window.enlarged == 0
    assert [t.number for t in window.tiles if t.isVisible()] == [1, 2, 3, 4]


def test_an_empty_tile_is_not_enlarged(window):
    window.enlarge(3)
    assert window.enlarged == 0


def test_the_wall_belongs_to_nobody_and_takes_no_focus(window):
    assert window.parent() is None
    assert window.isWindow()
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.toggle_full_screen()
    assert window.isFullScreen()
    assert window.cursor().shape() is Qt.CursorShape.BlankCursor
    window.step_back()
    assert not window.isFullScreen()


def test_a_hidden_wall_asks_for_no_pictures(well, window, board, four, qtbot):
    board.hang(1, four[0])
    tile = window.tiles[0]
    qtbot.waitUntil(lambda: is_live(tile), timeout=8000)
    window.hide()
    assert not tile._view.looking
    assert not window._timer.isActive()
    window.show()
    assert tile._view.looking
    assert window._timer.isActive()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tiles_fill_the_wall_without_overlap(window, board, layout):
    board.show_layout(layout)
    shown = [tile.geometry() for tile in window.tiles if tile.isVisible()]
    assert len(shown) == tiles_of(layout)
    assert not any(a.intersects(b) for n, a in enumerate(shown) for b in shown[:n])
    assert all(window.rect().contains(box) for box in shown)
    assert not any(box.intersects(window.header.geometry()) for box in shown)


def test_the_header_shows_what_it_is_told(window, desk):
    bare, head = window.header.grab().toImage(), window._head
    head.show_notices([Notice("orange", "暴雨橙 01:58"), Notice("red", "暴雨红 03:10")])
    head.show_response("防汛 Ⅲ 级响应")
    head.show_figures("叫应 9 / 12")
    head.show_mark(Mark.DEMO)
    image = window.header.grab().toImage()
    orange = desk.theme.in_mode("wall").colour("orange").rgb()
    found = {image.pixel(x, image.height() // 3) for x in range(0, image.width(), 2)}
    assert orange in found
    assert image != bare


def test_the_menu_of_a_tile_offers_what_can_be_done(well, window, board, four, qtbot):
    board.hang(1, four[0])
    menu = window.tiles[0].menu()
    with qtbot.waitSignal(window.note_wanted) as told:
        menu.actions()[0].trigger()
    assert told.args == [four[0]]
    with qtbot.waitSignal(window.snapshot_wanted) as told:
        menu.actions()[1].trigger()
    assert told.args == [four[0]]
    streams = next(action.menu() for action in menu.actions() if action.menu() is not None)
    assert [action.isChecked() for action in streams.actions()] == [True, False, False, False]
    streams.actions()[1].trigger()
    assert window.tiles[0]._view.override is Override.KEYS
    menu.actions()[3].trigger()
    assert board.tiles[0] is None
    assert window.tiles[0].camera is None


def test_what_hangs_is_there_again_after_a_restart(desk, directory, scenes, board, four):
    board.hang(3, four[1])
    board.show_layout(9)
    again = Boards(desk, directory, scenes)
    again.load()
    assert again.layout == 9
    assert again.tiles == [None, None, four[1]] + [None] * 22


def test_a_camera_hangs_once_and_the_layout_grows_to_its_tile(board, four):
    board.hang(1, four[0])
    board.hang(7, four[0])
    assert board.place_of(four[0].id) == 7
    assert board.tiles[0] is None
    assert board.layout == 9


def test_without_an_officer_the_wall_obeys_and_says_that_it_is_not_kept(
    desk, directory, scenes, four, said
):
    board = Boards(desk, directory, scenes)
    board.load()
    desk.session.sign_in(None)
    board.hang(1, four[0])
    assert board.tiles[0] == four[0]
    assert len(said) == 1
    assert scenes.now() is None
