"""Alt+R, the badge, the list of clips and the replay, over real cameras, files and a real store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from app.base.clock import hhmm
from app.base.marks import Mark
from app.duty.log import DutyLog
from app.incidents.filming import ClipBook
from app.incidents.filmroom import FilmRoom, QuotaLooked
from app.video.clips import ClipState, Why
from app.video.quota import Quota, Verdict
from app.video.recorder import Doing, Progress
from app.video.recorder_notes import Note
from app.video.recorders import Recorders, RecordingEnded
from app.video.ring import Rings
from app.video.snapshot import Snapshots
from app.video.states import State
from db.attachments import Files
from db.stores.attachments import AttachmentRows
from db.stores.clips import ClipRows
from db.stores.drills import DrillRows
from db.stores.log import LogRows
from db.stores.search import SearchRows
from tests.app.incidents.test_filming import a_run
from tests.app.video.test_recorder import a_wish
from tests.jobs import JobsInOrder
from widgets.kit.lamps import ACT, KNOWN, NORMAL
from widgets.shell.bridge import Bridge
from widgets.shell.messages import Messages
from widgets.shell.status import Status
from widgets.video.clips_view import ClipRooms
from widgets.video.page import VideoPage
from widgets.wiring.filming import LAMP, Filming
from widgets.wiring.snapshots import SnapshotLines


@dataclass
class Shown:
    page: VideoPage
    filming: Filming
    films: FilmRoom
    status: Status
    messages: Messages
    files: Files


@pytest.fixture
def shown(desk, wall, board, room, clock, tmp_path, qtbot):
    bridge, jobs = Bridge(), JobsInOrder()
    rings = Rings(clock)
    wall.tap_all(rings.tap)
    recorders = Recorders(
        tmp_path / "录像", clock, lambda fact: bridge.post(lambda: desk.bus.publish(fact)),
        wall.listen, rings.recent,
    )  # fmt: skip
    log = DutyLog(room.db, LogRows(room.db), SearchRows(room.db), clock, Mark.TEST)
    book = ClipBook(room.db, ClipRows(room.db), log, clock, Mark.TEST, "desk-a")
    desk.session.enter(room.shift.id)
    films = FilmRoom(
        recorders,
        book,
        desk.bus,
        jobs,
        jobs,
        clock,
        Mark.TEST,
        lambda: room.shift.id,
        Quota(),
        rings,
    )
    files = Files(tmp_path / "blobs")
    snapshots = Snapshots(files, clock, wall)
    lines = SnapshotLines(desk, log, files, lambda: page.incident_id)
    page = VideoPage(desk, wall, board, snapshots.take, lines.keep, None, room.intake.open)
    qtbot.addWidget(page)
    status, messages = Status("示范县"), Messages(desk.clock)
    rooms = ClipRooms(lambda: room.intake.latest(9), lambda: room.log.latest(9),
                      lambda: DrillRows(room.db).latest(9))  # fmt: skip
    filming = Filming(
        desk, status, messages, films, wall, board, page, snapshots, lines, rooms
    )  # fmt: skip
    page.resize(1366, 768)
    page.show()
    yield Shown(page, filming, films, status, messages, files)
    filming.view.let_go()
    page.preview.hang(None)
    films.close()
    bridge.close()


def lamp(shown: Shown) -> Any:
    return next(one for one in shown.status.lamps if one.key == LAMP)


def test_a_camera_is_recorded_kept_played_and_handed_out(
    well, shown: Shown, wall, board, four, room, desk, qtbot, tmp_path: Path
) -> None:
    page, filming, films = shown.page, shown.filming, shown.films
    page.list.table.select(four[0].id)
    qtbot.waitUntil(lambda: page.preview.seen().state is State.LIVE, timeout=8000)
    assert [wall.looked_at(one.id) for one in four[:2]] == [True, False]
    qtbot.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(
        lambda: any(one.packets > 20 for one in films.recorders.going()), timeout=10_000
    )
    filming._show()
    (badge,) = board.badges.of(four[0].id)
    assert badge.words.startswith("recorded")
    assert (lamp(shown).state, lamp(shown).figure) == (NORMAL, "1")

    qtbot.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    view = filming.view
    assert view.isVisible()
    qtbot.waitUntil(lambda: view.player.still is not None, timeout=5000)
    view.shoot()
    qtbot.waitUntil(lambda: "SHA-256" in view.said.text())
    line = room.log.latest(1)[0]
    assert "回放截图（" in line.text
    original, copy = AttachmentRows(room.db).of_entry(line.id)
    assert copy.name == original.name.replace(".jpg", "_标注.jpg")
    content = shown.files.read(original.sha256)
    assert hashlib.sha256(content).hexdigest() == original.sha256
    plain, told = (QImage.fromData(shown.files.read(one.sha256)) for one in (original, copy))
    assert (told.width(), told.height() > plain.height()) == (plain.width(), True)
    view.save()
    qtbot.waitUntil(lambda: any(one.state is ClipState.SEALED for one in films.book.clips()))
    assert not view.player.state.running, "it stood still for the snapshot"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert view.player is None, "what is not shown is not decoded"
    assert view.canvas._image is None
    assert "closed" in view.canvas._words, "who comes back by another way finds no old picture"

    desk.session.sign_in(None)
    assert len(films.recorders.going()) == 1, "signing out ends no recording"
    desk.session.sign_in(room.chief)
    filming.record(four[0])
    qtbot.waitUntil(lambda: all(one.state is ClipState.SEALED for one in films.book.clips()))
    assert board.badges.of(four[0].id) == ()
    clips = filming.clips
    page.show_view(clips)
    assert [one.no[-4:] for one in clips.table.records] == ["0002", "0001"]
    clips.table.select(clips.table.records[1].id)
    assert "SHA-256" in clips.facts.toPlainText()
    clips._films.films.hold = True
    clips.verify()
    last, first = (one.id for one in clips.table.records)
    clips._desk = replace(desk, store=(store := JobsInOrder()))
    store.hold = True
    clips.table.select(last)
    assert clips._footage is None, "the other clip is not played in its place"
    clips._films.films.finish()
    assert clips.said.text().startswith(f"clip {films.book.clip(first).no}：")
    assert "whole" in clips.said.text()
    clips.table.select(first)
    store.finish()
    assert clips._footage.clip.id == first
    clips._desk = desk
    clips.hand_out(str(tmp_path / "给县委.mp4"))
    assert (tmp_path / "给县委.mp4").is_file()
    run = a_run(room)
    page.show_view(clips)
    clips.read()
    clips.drill.set_value(str(run.id))
    clips.tie()
    clips.protect()
    found = films.book.clip(clips.table.records[1].id)
    assert found is not None
    assert (found.drill_id, found.drill, found.protected) == (run.id, run.title, True)
    clips.play()
    qtbot.waitUntil(lambda: view.player is not None and view.player.still is not None)
    assert films.played == {found.id}
    assert view.canvas.streams == "、".join(
        dict.fromkeys(part.which.value for part in films.book.footage(found.id).parts)
    )
    view.left.emit()
    assert films.played == set()
    footage = films.book.footage(found.id)
    assert footage is not None
    films.place(footage.parts[0]).write_bytes(b"x")
    page.show_view(clips)
    clips.verify()
    assert "CHANGED" in clips.said.text()
    clips.hand_out(str(tmp_path / "b.mp4"))
    assert not (tmp_path / "b.mp4").exists()


def test_what_goes_wrong_is_said(shown: Shown, four, room, desk, qtbot) -> None:
    filming = shown.filming
    filming.replay(four[3])
    assert filming.view.player is None
    filming.record(four[3])  # where nobody answers
    filming._show()
    assert lamp(shown).state == ACT
    filming.record(four[3])
    qtbot.waitUntil(lambda: shown.page._board.badges.of(four[3].id) == ())
    wish = replace(a_wish(), camera_id=four[0].id)
    desk.bus.publish(RecordingEnded(Note(wish), Progress(wish, Doing.ENDED, why=Why.DISK_FULL)))
    clip = shown.films.book.clips()[0]
    told_at = room.clock.now()
    desk.bus.publish(QuotaLooked(Verdict((), (clip,), 9, 9, True), Quota(5), told_at))
    assert hhmm(told_at) in filming.clips.room.text()
    assert clip.no in filming.clips.room.text()
    desk.bus.publish(QuotaLooked(Verdict((), (), 9, 9, True), Quota(5)))
    assert "evidence never" in filming.clips.room.text()
    told = [one.key for one in shown.messages.all()]
    assert sorted(one.partition("-")[0] for one in told) == [
        "clip",
        "clip",
        "recording",
        "recording",
        "recording",
    ]
    filming._show()
    assert lamp(shown).state == KNOWN
    filming.tie(four[0])
    assert room.log.latest(1) == [] or "截图" not in room.log.latest(1)[0].text
