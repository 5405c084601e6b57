"""Files of a line: shown with size and hash, opened when they are what was filed, attached by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from app.base.attachments import FileArrived
from app.duty.log import Line
from app.duty.records import LogEntry
from db.attachments import Files
from tests.deskroom import DeskRoom, attached
from tests.rooms import reword
from widgets.duty.files import FileList, size_words
from widgets.duty.logpage import LogPage
from widgets.tour.film import Film


@pytest.fixture
def files(office: DeskRoom) -> Files:
    door = attached(office).door
    assert isinstance(door, Files)
    return door


@pytest.fixture
def page(qtbot, office: DeskRoom) -> LogPage:
    log, instructions = office.room.log, office.room.instructions
    made = LogPage(office.desk, log, instructions, office.drafts, office.go, attached(office))
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    return made


def photo(folder: Path, name: str = "溃口现场.jpg") -> Path:
    picture = QImage(640, 360, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for x in range(0, 640, 8):
        for y in range(0, 360, 3):
            painter.fillRect(x, y, 8, 3, QColor(40 + y // 3, 60 + x // 8, 120))
    painter.end()
    picture.save(str(folder / name))
    return folder / name


def line(office: DeskRoom, page: LogPage, *files: object) -> LogEntry:
    entry = office.room.log.write(
        office.room.watch, office.room.shift.id, Line("溃口处已堵，附照片"), files
    )
    page.table.show_held()
    page.table.select(entry.id)
    return entry


def rows(listed: FileList) -> list[tuple[str, str]]:
    return [(row.title, row.text) for row in listed.list.lines]


def test_the_files_of_the_chosen_line_are_shown(office, page, files, tmp_path):
    filed = files.bring(photo(tmp_path))
    first = line(office, page, filed)
    listed = page.entry.files
    assert rows(listed) == [
        ("溃口现场.jpg", f"{size_words(filed.size)}  sha256 {filed.sha256[:12]}…")
    ]
    assert listed.list.isVisible()
    line(office, page)
    assert rows(listed) == []
    assert not listed.list.isVisible()
    assert page.list._with_files == {first.id}, "marked in the table"


def test_a_picture_opens_and_a_changed_or_missing_one_is_said(office, page, files, tmp_path, qtbot):
    filed = files.bring(photo(tmp_path))
    line(office, page, filed)
    listed = page.entry.files
    listed.list.opened.emit(listed.list.lines[0])
    shown = listed.picture
    assert shown is not None
    assert shown.isVisible()
    assert shown.windowTitle() == "溃口现场.jpg"
    shown.close()
    files.place(filed.sha256).write_bytes(b"something else")
    listed.open(listed.list.lines[0].key)
    assert listed.picture is shown, "nothing new was shown"
    assert "not the one that was filed" in listed._note.text()
    files.place(filed.sha256).unlink()
    listed.open(listed.list.lines[0].key)
    assert "not on this desk" in listed._note.text()
    office.desk.bus.publish(FileArrived(filed.sha256))
    assert "has come from another desk" in listed._note.text()


def test_files_are_attached_by_choosing_and_come_with_the_line(office, page, files, tmp_path):
    line(office, page)
    paper = tmp_path / "请示.pdf"
    paper.write_bytes(b"%PDF-1.4 words")
    page.entry.files.take([paper, photo(tmp_path)])
    assert [name for name, _ in rows(page.entry.files)] == ["请示.pdf", "溃口现场.jpg"]
    assert page.entry.files._note.text() == "2 attached"
    assert page.list._with_files == {page.entry.shown.id}
    kept = attached(office).rows.of_entry(page.entry.shown.id)
    assert files.read(kept[0].sha256) == b"%PDF-1.4 words"
    assert kept[0].by_name == office.room.watch.name


def test_a_picture_or_a_file_is_pasted(office, page, tmp_path):
    line(office, page)
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(QImage(str(photo(tmp_path))))
    page.entry.files.paste()
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(tmp_path / "溃口现场.jpg"))])
    clipboard.setMimeData(held)
    page.entry.files.paste()
    names = [name for name, _ in rows(page.entry.files)]
    assert names == ["粘贴_20260624_200000.png", "溃口现场.jpg"]
    clipboard.setText("only words")
    page.entry.files.paste()
    assert "no file and no picture" in page.entry.files._note.text()


def test_a_file_stays_with_the_line_it_was_chosen_for(office, page, tmp_path):
    first = line(office, page)
    office.disk.hold = True
    page.entry.files.take([photo(tmp_path)])
    second = line(office, page)
    office.disk.finish()
    store = attached(office).rows
    assert [len(store.of_entry(one.id)) for one in (first, second)] == [1, 0]


def test_only_lines_that_are_shown_are_asked_for_their_files(office, page, files, tmp_path):
    store = attached(office).rows
    first = line(office, page, files.bring(photo(tmp_path)))
    second = line(office, page, files.bring(photo(tmp_path)))
    bare = line(office, page)
    assert store.entries_with_files([second.id, bare.id]) == {second.id}
    assert page.list._with_files == {first.id, second.id}


def test_a_correction_shows_the_files_of_the_line_it_corrects(office, page, files, tmp_path):
    old = line(office, page, files.bring(photo(tmp_path)))
    new = reword(office.room.log, office.room.watch, old.id, "溃口处未堵", "听错")
    page.table.show_held()
    page.table.select(new.id)
    assert [name for name, _ in rows(page.entry.files)] == ["溃口现场.jpg"]


def test_nobody_signed_in_and_refused_files_are_told(office, page, tmp_path):
    line(office, page)
    nothing = tmp_path / "空.txt"
    nothing.write_bytes(b"")
    page.entry.files.take([nothing])
    assert page.entry.files._note.text() == "This file is empty."
    page.entry.files.take([tmp_path / "gone.txt"])
    assert "Not written or read" in page.entry.files._note.text()
    office.desk.session.sign_in(None)
    page.entry.files.take([photo(tmp_path)])
    assert "Sign in" in page.entry.files._note.text()
    assert rows(page.entry.files) == []


def test_a_copy_is_handed_out(office, page, files, tmp_path):
    filed = files.bring(photo(tmp_path))
    line(office, page, filed)
    listed = page.entry.files
    listed.hand_out(listed.files[0], str(tmp_path / "copy.jpg"))
    assert (tmp_path / "copy.jpg").read_bytes() == files.read(filed.sha256)


@pytest.mark.parametrize(
    ("size", "words"),
    [(87, "87 B"), (1024, "1.0 KB"), (310 * 1024, "310 KB"), (1_500_000, "1.4 MB")],
)
def test_a_size_is_said_in_few_figures(size: int, words: str) -> None:
    assert size_words(size) == words


@pytest.mark.parametrize("mode", ["day", "night"])
def test_it_is_looked_at(office, page, files, theme, qapp, qtbot, tmp_path, mode):
    theme.apply(qapp, mode)
    line(office, page, *(files.bring(photo(tmp_path, f"现场{n}.jpg")) for n in range(2)))
    listed = page.entry.files
    listed.open(listed.list.lines[0].key)
    film = Film(tmp_path)
    film.take("log", page)
    film.take("picture", listed.picture)
    listed.picture.close()
