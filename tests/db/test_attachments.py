"""Files beside the record: durable before the row, checked when read, never removed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.base import attachments
from app.base.attachments import Attachment
from app.base.errors import Refused, Unreachable
from app.duty.log import Line
from db.attachments import Files, inventory
from db.stores.attachments import AttachmentRows
from tests.quarters import small_disk
from tests.rooms import Room, open_room

ROOT = Path(__file__).parents[2]
PICTURE = b"\xff\xd8" + bytes(range(256)) * 40


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path / "duty.db")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "blobs")


def of_all(room: Room, files: Files) -> tuple[int, int, int, int]:
    """(rows, missing, changed, nobody's)."""
    with room.db.read() as connection:
        held = inventory(connection, files)
    return held.rows, len(held.missing), len(held.changed), len(held.nobodys)


def test_a_file_lies_under_its_own_hash_and_is_read_back(files: Files) -> None:
    filed = files.keep(PICTURE, "现场.jpg")
    assert filed.sha256 == hashlib.sha256(PICTURE).hexdigest()
    assert (filed.size, filed.mime, filed.name) == (len(PICTURE), "image/jpeg", "现场.jpg")
    assert files.place(filed.sha256) == files.folder / filed.sha256[:2] / filed.sha256
    assert files.read(filed.sha256) == PICTURE


def test_the_same_file_twice_is_one_file_and_two_rows(room: Room, files: Files) -> None:
    first, second = files.keep(PICTURE, "a.jpg"), files.keep(PICTURE, "b.jpg")
    entry = room.log.write(room.watch, room.shift.id, Line("现场照片"), [first, second])
    rows = AttachmentRows(room.db).of_entry(entry.id)
    assert [(row.name, row.sha256) for row in rows] == [
        ("a.jpg", first.sha256),
        ("b.jpg", first.sha256),
    ]
    assert list(files.here()) == [first.sha256]
    assert (rows[0].by, rows[0].by_name) == (str(room.watch.id), room.watch.name)
    assert of_all(room, files) == (2, 0, 0, 0)


def test_a_file_may_be_attached_to_a_line_of_before(room: Room, files: Files) -> None:
    entry = room.log.write(room.watch, room.shift.id, Line("收到传真"))
    room.log.attach(room.watch, entry, [files.keep(b"fax", "传真.pdf")])
    (row,) = AttachmentRows(room.db).of_entry(entry.id)
    assert (row.mime, row.size) == ("application/pdf", 3)
    assert isinstance(row, Attachment)
    assert room.db.verify().bad is None


def test_a_changed_or_missing_file_is_told_and_never_given_out(
    files: Files, tmp_path: Path
) -> None:
    filed = files.keep(PICTURE, "a.jpg")
    place = files.place(filed.sha256)
    place.write_bytes(PICTURE[:-1] + b"!")
    for take in (files.read, lambda key: files.hand_out(key, tmp_path / "copy.jpg")):
        with pytest.raises(Unreachable, match="changed"):
            take(filed.sha256)
    assert not (tmp_path / "copy.jpg").exists()
    place.unlink()
    with pytest.raises(Unreachable, match="missing"):
        files.read(filed.sha256)


def test_a_good_copy_that_comes_again_takes_the_place_of_a_damaged_file(files: Files) -> None:
    filed = files.keep(PICTURE, "a.jpg")
    files.place(filed.sha256).write_bytes(b"damaged")
    files.keep(PICTURE, "a.jpg")
    assert files.read(filed.sha256) == PICTURE


def test_too_large_or_empty_files_are_refused_and_leave_nothing(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.attachments.LARGEST", 5000)
    large = tmp_path / "film.mp4"
    large.write_bytes(PICTURE)
    with pytest.raises(Refused, match="too_large"):
        files.bring(large)
    with pytest.raises(Refused, match="empty"):
        files.keep(b"", "nothing.txt")
    assert list(files.folder.rglob("*")) == []
    assert attachments.SHARED_MOST < attachments.LARGEST


def test_a_chosen_file_is_brought_and_handed_out_as_it_was(files: Files, tmp_path: Path) -> None:
    source = tmp_path / "方案.docx"
    source.write_bytes(PICTURE * 300)
    filed = files.bring(source)
    files.hand_out(filed.sha256, tmp_path / "copy.docx")
    assert (tmp_path / "copy.docx").read_bytes() == source.read_bytes()
    with pytest.raises(Unreachable, match="disk"):
        files.bring(tmp_path / "gone.docx")


def test_a_full_disk_is_told_and_no_half_file_is_left() -> None:
    with small_disk(300_000) as disk:
        files = Files(disk / "blobs")
        filed = files.keep(PICTURE, "a.jpg")
        with pytest.raises(Unreachable, match="disk_full"):
            files.keep(os.urandom(400_000), "b.jpg")
        assert list(files.here()) == [filed.sha256]
        assert sum(1 for found in files.folder.rglob("*") if found.is_file()) == 1


_CRASH = """
import os, sys
from pathlib import Path
from app.duty.log import Line
from db.attachments import Files
from tests.rooms import open_room
room = open_room(Path(sys.argv[1]) / "duty.db")
filed = Files(Path(sys.argv[1]) / "blobs").keep(b"picture", "a.jpg")
with room.db.change("x", "log.write", ("log_entry", "1")) as change:
    entry = room.log.make(room.shift.id, Line("现场"), "x", "x")
    room.log.put(change, entry)
    os._exit(9)
"""


def test_a_crash_between_file_and_row_leaves_a_file_that_is_listed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _CRASH, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    room, files = open_room(tmp_path / "duty.db"), Files(tmp_path / "blobs")
    assert of_all(room, files) == (0, 0, 0, 1)
    assert len(list(files.here())) == 1, "the sweep only lists"


def test_the_inventory_names_what_is_missing_and_what_was_changed(room: Room, files: Files) -> None:
    two = [files.keep(b"one", "1"), files.keep(b"two", "2")]
    room.log.write(room.watch, room.shift.id, Line("两件"), two)
    files.place(two[0].sha256).unlink()
    files.place(two[1].sha256).write_bytes(b"TWO")
    with room.db.read() as connection:
        held = inventory(connection, files)
    assert (held.missing, held.changed, held.nobodys) == ((two[0].sha256,), (two[1].sha256,), ())


@pytest.mark.skipif(os.name != "posix", reason="names there are texts")
def test_a_file_whose_name_is_no_text_is_attached_all_the_same(
    room: Room, files: Files, tmp_path: Path
) -> None:
    place = os.fsencode(tmp_path) + b"/\xcf\xd6\xb3\xa1.jpg"  # a name of a Chinese Windows
    with open(place, "wb") as out:
        out.write(b"picture")
    filed = files.bring(Path(os.fsdecode(place)))
    assert filed.name == "现场.jpg"
    assert files.read(filed.sha256) == b"picture"
