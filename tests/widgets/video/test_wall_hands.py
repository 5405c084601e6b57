"""What an officer does at the wall: keys and mouse, tours, scenes, zoom, several screens."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.base.ids import new_id
from app.video.address import NoLogins
from app.video.crop import WHOLE
from app.video.records import Which
from app.video.sight import Sight, wide_mm
from app.video.states import State
from app.video.tour import Going
from widgets.tour.hands import write
from widgets.video.header import Notice
from widgets.video.turning import Turner
from widgets.video.wall_keys import acts
from widgets.video.walls import Spot, Walls

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
CONSOLE = Spot("DP-1", QRect(0, 0, 1600, 900), QRect(0, 0, 1600, 860))
LARGE = Spot("HDMI-1", QRect(1600, 0, 1920, 1080), QRect(1600, 0, 1920, 1080))


@pytest.fixture
def screens() -> list[Spot]:
    return [CONSOLE, LARGE]


@pytest.fixture
def walls(desk, wall, board, screens, qtbot):
    made = Walls(desk, wall, board, lambda: screens)
    yield made
    for window in made.windows.values():
        qtbot.addWidget(window)
    made.close()


@pytest.fixture
def window(walls):
    made = walls.window(1)
    made.resize(1280, 720)
    made.show()
    return made


def keys(window, *pressed) -> None:
    for one in pressed:
        key, modifiers = one if isinstance(one, tuple) else (one, Qt.KeyboardModifier.NoModifier)
        QTest.keyClick(window, key, modifiers)


def codes(board) -> list[str]:
    return [camera.code if camera else "" for camera in board.chosen.shown]


def test_tiles_are_chosen_moved_taken_down_and_brought_back_by_keys(window, board, four):
    for number, camera in enumerate(four, 1):
        board.hang(number, camera)
    first = codes(board)
    keys(window, Qt.Key.Key_Right)
    assert window.chosen == 1
    assert window.tiles[0].ringed
    keys(window, Qt.Key.Key_Right, (Qt.Key.Key_Down, CTRL))
    assert codes(board) == [first[0], first[3], first[2], first[1]]
    assert window.chosen == 4
    keys(window, Qt.Key.Key_Delete)
    assert codes(board)[3] == ""
    keys(window, Qt.Key.Key_U, Qt.Key.Key_U)
    assert codes(board) == first
    board.show_layout(16)
    keys(window, Qt.Key.Key_1, Qt.Key.Key_2)
    assert window.chosen == 12
    keys(window, Qt.Key.Key_C)
    keys(window._list, Qt.Key.Key_0, Qt.Key.Key_4, Qt.Key.Key_Return)
    assert board.place_of(four[3].id) == 12, "found by its number"
    keys(window, Qt.Key.Key_Return)
    assert window.enlarged == 12
    keys(window, Qt.Key.Key_Escape, Qt.Key.Key_L)
    keys(window._list, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert board.layout == 25
    keys(window, Qt.Key.Key_F1)
    assert window.card.isVisible()
    keys(window, Qt.Key.Key_Escape)
    assert not window.card.isVisible()
    assert window.enlarged == 0
    heard = [key for key, _ in acts()]
    assert len(heard) == len(set(heard))


def test_keys_work_on_the_tile_that_is_seen_and_a_menu_goes_with_its_camera(window, board, four):
    board.hang(1, four[0])
    board.hang(3, four[2])
    window.choose(1)
    keys(window, (Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier), Qt.Key.Key_Delete)
    assert codes(board)[0] == four[0].code, "it is not even seen"
    assert codes(board)[2] == ""
    tile = window.tiles[0]
    tile._menu = QWidget(window)  # no menu pops up without a screen
    tile._menu.show()
    assert tile.asked
    assert window._worked_at(), "a tour waits for it"
    board.hang(1, four[1])
    assert not tile.asked
    keys(window, Qt.Key.Key_L)
    assert window._worked_at()
    keys(window._list, Qt.Key.Key_Escape)
    assert not window._worked_at()


def test_a_tile_that_does_not_change_asks_for_figures_only(window, board, four, monkeypatch):
    board.hang(1, four[3])
    tile = window.tiles[0]
    monkeypatch.setattr(tile, "seen", lambda: pytest.fail("made sixty times a second"))
    assert tile._what_changes() == tile._what_changes()
    monkeypatch.undo()


def test_a_tile_is_drawn_to_another_one(window, board, four):
    board.hang(1, four[0])
    from_, to = (window.tiles[n].rect().center() for n in (0, 3))
    there = window.tiles[0].mapFrom(window, window.tiles[3].mapTo(window, to))
    QTest.mousePress(window.tiles[0], LEFT, pos=from_)
    QTest.mouseMove(window.tiles[0], there)
    assert window.tiles[3].ringed
    QTest.mouseRelease(window.tiles[0], LEFT, pos=there)
    assert board.place_of(four[0].id) == 4
    assert window.chosen == 4


def test_the_enlarged_camera_is_turned_by_hand_and_by_keys(
    desk, wall, board, four, directory, screens, qtbot
):
    told: list[tuple] = []
    turned = SimpleNamespace(
        turn=lambda *order: told.append(order[1:]),
        stop=lambda profile: told.append("stop"),
        close=lambda: told.append("close"),
    )
    turns = replace(four[0], id=new_id(), code="20-F-01", onvif_url="http://127.0.0.1:1/onvif")
    directory.enter("system", [turns])
    board.load()
    board.hang(1, turns)
    board.hang(2, four[1])
    made = Walls(desk, wall, board, lambda: screens,
                 lambda: Turner(desk, desk.disk, NoLogins(), lambda *_: turned))  # fmt: skip
    window = made.window(1)
    qtbot.addWidget(window)
    window.show()
    keys(window, Qt.Key.Key_A)
    assert "Choose a tile" in window.said.words
    keys(window, Qt.Key.Key_2, Qt.Key.Key_A)
    assert "ONVIF" in window.said.words
    assert not window.turning.on
    keys(window, Qt.Key.Key_Escape, Qt.Key.Key_1, Qt.Key.Key_A)
    assert window.enlarged == 1
    tile = window.tiles[0]
    middle = tile.rect().center()
    QTest.mousePress(tile, LEFT, pos=middle)
    QTest.mouseMove(tile, middle + QPoint(0, tile.height() // 4))
    QTest.mouseRelease(tile, LEFT, pos=middle)
    assert told == [(0.0, -0.5, 0.0), "stop"]
    QTest.mouseDClick(tile, LEFT, pos=middle)
    assert window.enlarged == 1, "the double click was of the hand that turns"
    QTest.keyPress(window, Qt.Key.Key_PageUp)
    QTest.keyRelease(window, Qt.Key.Key_PageUp)
    assert told[2:] == [(0.0, 0.0, 0.5), "stop"]
    QTest.keyPress(window, Qt.Key.Key_Left)
    window.setEnabled(False)  # the desk is locked
    assert told[4:] == [(-0.5, 0.0, 0.0), "stop", "close"]
    window.setEnabled(True)
    window.setFocus()
    keys(window, Qt.Key.Key_A)
    assert window.turning.on
    keys(window, Qt.Key.Key_Escape)
    assert (window.turning.on, window.enlarged) == (False, 1), "one step back"
    keys(window, Qt.Key.Key_A)
    board.hang(1, four[2])
    assert not window.turning.on, "another camera"
    made.close()


def test_a_tour_starts_by_hand_stands_for_a_red_warning_and_says_so(
    well, window, walls, board, four, directory
):
    more = [replace(four[0], id=new_id(), code=f"1{n}-F-01") for n in range(6)]
    directory.enter("system", more)
    board.load()
    for number, camera in enumerate(more, 1):
        board.hang(number, camera)
    board.show_layout(4)
    one = board.chosen
    keys(window, Qt.Key.Key_Space)
    keys(window._list, Qt.Key.Key_Return)
    assert one.dwell_s == 20
    assert one.tour.going is Going.READY
    assert "1 / 2" in window.header.tour
    keys(window, Qt.Key.Key_Space)
    window.look_around()
    assert one.tour.going is Going.RUNNING
    keys(window, Qt.Key.Key_N)
    assert codes(board)[:2] == ["14-F-01", "15-F-01"]
    assert [tile.camera.code for tile in window.tiles[:2]] == ["14-F-01", "15-F-01"]
    walls.head.show_notices([Notice("red", "暴雨红 03:10"), Notice("blue", "大风蓝 02:00")])
    window.look_around()
    assert one.tour.going is Going.ALERT
    assert "暴雨红 03:10" in window.header.tour
    assert "大风蓝" not in window.header.tour
    assert "暴雨红 03:10" in window.said.words
    keys(window, Qt.Key.Key_Space)
    window.look_around()
    assert one.tour.going is Going.RUNNING


def test_scenes_are_kept_opened_renamed_ordered_and_taken_off_by_keys(window, board, four):
    board.hang(2, four[1])
    lists = window._scenes
    for name in ("林火", "汛期 / 防汛预案"):
        keys(window, Qt.Key.Key_O)
        keys(lists, Qt.Key.Key_N)
        write(lists.edit, name)
        keys(lists.edit, Qt.Key.Key_Return)
        keys(lists, Qt.Key.Key_Escape)
    assert [(one.name, one.occasion) for one in board.scenes] == [
        ("林火", ""),
        ("汛期", "防汛预案"),
    ]
    keys(window, Qt.Key.Key_O)
    keys(lists, Qt.Key.Key_N)
    paper = lists.edit.grab().toImage().pixelColor(lists.edit.width() - 6, 6)
    assert paper.lightness() < 60, "black as the wall"
    write(lists.edit, "林火")
    keys(lists.edit, Qt.Key.Key_Return)
    assert lists.edit.isVisible(), "the name is taken: it is mended, not lost"
    assert len(board.scenes) == 2
    keys(lists.edit, Qt.Key.Key_Escape)
    keys(lists, Qt.Key.Key_Down, (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier))
    assert [one.name for one in board.scenes] == ["汛期", "林火"]
    keys(lists, Qt.Key.Key_Delete)
    assert [one.name for one in board.scenes] == ["林火"]
    keys(lists, Qt.Key.Key_U)
    assert [one.name for one in board.scenes] == ["汛期", "林火"]
    keys(lists, Qt.Key.Key_Escape)
    board.show_layout(9)
    board.hang(2, None)
    keys(window, Qt.Key.Key_O)
    keys(lists, Qt.Key.Key_Return)
    assert (board.layout, board.chosen.scene) == (4, "汛期")
    assert codes(board)[1] == four[1].code


def test_a_zoomed_picture_is_cut_from_the_main_stream_and_never_old(
    well, window, board, four, qtbot
):
    board.hang(1, four[0])
    tile = window.tiles[0]
    qtbot.waitUntil(lambda: tile.seen().state is State.LIVE, timeout=8000)
    assert tile.seen().status.which is Which.SUB
    keys(window, Qt.Key.Key_1, Qt.Key.Key_Z, Qt.Key.Key_Right)
    part = tile.crop
    assert (part.side, part.x) == (0.5, 0.35)
    qtbot.waitUntil(
        lambda: (
            tile._picture is not None
            and tile._picture.crop == part
            and tile.seen().status.which is Which.MAIN
        ),
        timeout=8000,
    )
    assert window.chosen == 1, "arrows move the part, not the choice"
    keys(window, Qt.Key.Key_0)
    assert tile.crop == WHOLE
    window.hide()
    assert tile._picture is None
    window.show()
    assert tile.seen().state is not State.LIVE, "what was seen before is not live"
    qtbot.waitUntil(lambda: tile.seen().state is State.LIVE, timeout=8000)


def test_words_grow_for_people_far_away_but_never_hide_the_pictures(window, board):
    window.resize(1920, 1080)
    wide = window.screen().geometry().width()
    usual = window.look.font("caption").pixelSize()
    window.show_sight(Sight(wide_mm(55) * wide / 1920, 3.5))
    assert window.look.font("caption").pixelSize() > usual
    assert "20.4" in window.sight_words()
    board.show_layout(25)
    band = window.look.px("wall.tile_band_h")
    assert band <= 0.32 * window.tiles[24].height()


def test_a_full_wall_survives_its_screen_and_never_covers_the_console_unasked(
    walls, window, screens, said, monkeypatch
):
    monkeypatch.setattr(window, "screen", lambda: type("S", (), {
        "name": lambda _: "HDMI-1", "geometry": lambda _: LARGE.whole})())  # fmt: skip
    walls.move_to(1, "HDMI-1")
    assert window.isFullScreen()
    screens.remove(LARGE)
    walls.screens_changed()
    assert not window.isFullScreen()
    assert CONSOLE.free.contains(window.geometry())
    assert len(said) == 1
    walls.screens_changed()
    assert len(said) == 1
    screens.append(LARGE)
    walls.screens_changed()
    assert window.isFullScreen()
    assert window.geometry().topLeft() == QPoint(1600, 0)
    walls.close()
    window.showNormal()
    walls._homes.clear()
    walls._recall(1)
    assert window.isFullScreen(), "remembered for these screens"
