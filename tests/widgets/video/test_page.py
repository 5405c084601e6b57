"""The camera directory: find, look, hang, shoot."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.base.bus import Changed
from app.base.errors import Unreachable
from app.base.ids import new_id
from app.video.facts import CameraStateChanged
from app.video.snapshot import Snapshots
from app.video.states import Reason, State
from db.attachments import Files
from tests.app.video.conftest import a_camera
from tests.jobs import JobsInOrder
from widgets.video.page import VideoPage
from widgets.video.reasons import reason_words, state_words, trouble_words


@pytest.fixture
def shots() -> list:
    return []


@pytest.fixture
def page(desk, wall, board, clock, tmp_path, shots, qtbot):
    snapshots = Snapshots(Files(tmp_path / "blobs"), clock, wall)
    made = VideoPage(
        desk, wall, board, snapshots.take, lambda camera, shot: shots.append((camera, shot))
    )
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.preview.hang(None)


def choose(page: VideoPage, camera) -> None:
    assert page.list.table.select(camera.id)


def test_all_cameras_are_listed_and_unknown_is_shown_as_unknown(page, four):
    assert [row.code for row in page.list.table.records] == [camera.code for camera in four]
    assert {(row.state_words, row.age) for row in page.list.table.records} == {("—", "—")}


def test_in_a_low_window_nothing_lies_over_the_preview(page, qtbot) -> None:
    """1366 x 768 without strip, rail and lamps."""
    for wide, high in ((1258, 652), (1800, 960)):
        page.resize(wide, high)
        beside = page.beside
        parts = beside.tile, beside._said, beside.about
        qtbot.waitUntil(lambda p=parts: _stand_below_each_other(p))
        below = beside.height() - beside.about.geometry().bottom()
        assert below > 10, "room below the field"


def _stand_below_each_other(parts) -> bool:
    boxes = [one.geometry() for one in parts]
    return all(a.bottom() < b.top() for a, b in pairwise(boxes))


def test_a_search_finds_by_number_name_township_and_kind(page):
    for words, count in (("03-F", 1), ("涵洞", 4), ("云洛", 4), ("固定", 4), ("没有", 0)):
        page.list.find.setText(words)
        assert len(page.list.table.records) == count, words


def test_the_chosen_camera_is_shown_and_its_state_stands_in_the_list(well, page, four, qtbot):
    choose(page, four[1])
    qtbot.waitUntil(lambda: page.preview.seen().state is State.LIVE, timeout=8000)
    qtbot.waitUntil(lambda: page.list.table.records[1].state is State.LIVE, timeout=3000)
    assert page.list.table.records[1].age.endswith(" s")
    assert page.list.table.records[0].state is None


def test_a_camera_that_does_not_answer_says_so_in_words(page, four, qtbot):
    choose(page, four[3])
    qtbot.waitUntil(lambda: reason_words(Reason.REFUSED) in page.beside.said, timeout=6000)
    assert "127.0.0.1" not in page.beside.said


def test_alt_and_a_figure_put_the_chosen_camera_on_the_wall(page, board, four, qtbot):
    choose(page, four[0])
    page.list.table.view.setFocus()
    QTest.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert board.tiles[2] == four[0]
    assert page.list.table.records[0].place == "3"
    page.hanging.sketch.picked.emit(1)
    assert board.place_of(four[0].id) == 1
    page._take_down()
    assert board.place_of(four[0].id) == 0


def test_enter_hangs_on_the_first_empty_tile_and_never_moves_another(page, board, four, qtbot):
    board.hang(1, four[1])
    choose(page, four[0])
    QTest.keyClick(page.list.table.view, Qt.Key.Key_Return)
    assert board.tiles[:2] == [four[1], four[0]]
    choose(page, four[1])
    QTest.keyClick(page.list.table.view, Qt.Key.Key_Return)
    assert board.tiles[:2] == [four[1], four[0]]


def test_a_snapshot_is_handed_on_with_a_file_that_holds_its_hash(
    well, page, four, shots, qtbot, tmp_path
):
    choose(page, four[0])
    qtbot.waitUntil(lambda: page.preview.seen().state is State.LIVE, timeout=8000)
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(shots), timeout=5000)
    camera, shot = shots[0]
    assert camera == four[0]
    assert Files(tmp_path / "blobs").read(shot.file.sha256)
    assert shot.file.sha256[:12] in page.beside.said


def test_a_snapshot_that_fails_says_why(page, four, shots, desk):
    page._desk = replace(desk, disk=(disk := JobsInOrder()), stills=JobsInOrder())
    disk.hold = True  # who waits for a camera does not wait for the disk's thread
    page.snapshot(four[3])
    assert shots == []
    assert reason_words(Reason.REFUSED) in page.beside.said


def test_the_menu_of_the_picture_is_of_the_camera_that_is_seen_in_it(page, four, monkeypatch):
    choose(page, four[0])
    page._settle.stop()
    page._open_preview()
    page.list.table.select(four[1].id)  # its picture is not there yet
    taken = []
    monkeypatch.setattr(page, "_shoot", lambda camera: taken.append(camera.id))
    monkeypatch.setattr(page, "_have_snapshot", lambda camera, shot: None)
    page.preview.shot.emit()
    page.preview.noted.emit()
    assert taken == [four[0].id] * 2


def test_a_snapshot_of_nothing_asks_for_a_choice(page, shots):
    page.snapshot()
    assert shots == []
    assert page.beside.said


def test_a_new_camera_appears_by_itself(page, desk, directory):
    directory.enter("system", [a_camera("rtsp://127.0.0.1:1/x", code="09-F-09")])
    desk.bus.publish(Changed("camera", ""))
    assert [row.code for row in page.list.table.records][-1] == "09-F-09"


def test_a_hidden_page_lets_go_of_its_preview(well, page, four, qtbot):
    choose(page, four[0])
    qtbot.waitUntil(lambda: page.preview.camera is not None, timeout=2000)
    page.hide()
    assert page.preview.camera is None


def test_the_page_fits_the_smallest_window(page, four):
    page.resize(1196, 628)
    assert page.height() == 628
    boxes = [page.hanging.sketch, page.preview]
    assert all(
        page.rect().contains(box.rect().translated(box.mapTo(page, box.rect().topLeft())))
        for box in boxes
    )


def test_a_destroyed_page_listens_no_more(desk, wall, board, tmp_path, clock, qtbot):
    page = VideoPage(desk, wall, board, lambda camera: None, lambda camera, shot: None)
    assert desk.bus.listeners(CameraStateChanged) == 1
    page.deleteLater()
    qtbot.waitUntil(lambda: desk.bus.listeners(CameraStateChanged) == 0, timeout=2000)


def test_every_state_and_reason_has_words():
    assert all(reason_words(reason) for reason in Reason)
    shown = (
        State.CONNECTING,
        State.LIVE,
        State.STALE,
        State.LOST,
        State.AUTH_FAILED,
        State.NOT_FOUND,
    )
    assert len({state_words(state) for state in shown}) == len(shown)
    assert state_words(None) == state_words(State.IDLE) == "—"
    assert "the disk is full" in trouble_words(Unreachable("disk", "disk_full"))


def test_a_snapshot_is_for_the_incident_that_is_chosen_while_it_is_open(desk, wall, board, qtbot):
    fire, flood = (
        SimpleNamespace(id=new_id(), no=f"2026-0624-0{n}", title=title)
        for n, title in enumerate(("火灾", "山洪"), 1)
    )
    opened = [fire, flood]
    page = VideoPage(
        desk, wall, board, lambda camera: None, lambda camera, shot: None, None, lambda: opened
    )
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.beside.about.combo.count() == 3)
    assert page.incident_id is None
    page.tie(flood.id)
    assert page.incident_id == flood.id
    opened.remove(fire)
    desk.bus.publish(Changed("incident", str(fire.id)))
    qtbot.waitUntil(lambda: page.beside.about.combo.count() == 2)
    assert page.incident_id == flood.id
    opened.remove(flood)
    desk.bus.publish(Changed("incident", str(flood.id)))
    qtbot.waitUntil(lambda: page.beside.about.combo.count() == 1)
    assert page.incident_id is None
