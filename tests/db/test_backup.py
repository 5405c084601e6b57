"""A backup is good only when it was restored and found whole; a half or damaged one never looks good."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import main
from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.duty.log import Line
from app.keeping.records import FilmsLeft, Stage
from app.video.clips import ClipPart, ClipState, Wish
from app.video.clips_sealing import clip_of
from app.video.records import Which
from db import backup, films
from db.apart import look_into, look_into_apart
from db.attachments import Files, hash_of
from db.backup import MANIFEST, NotGood, Source, dated, make, newest, read_manifest
from db.films import bring_back
from db.restore import held_still, prove_only, restore
from db.tables import SCHEMA_NO
from db.verify import check
from tests.app.video.conftest import a_camera
from tests.db import old_store
from tests.quarters import small_disk
from tests.rooms import Room, open_room

ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Desk:
    """A record with lines and files, and a place for its backups."""

    room: Room
    files: Files
    source: Source
    to: Path

    @property
    def place(self) -> Path:
        return self.to / "desk-a"

    @property
    def recordings(self) -> Path:
        return self.source.record.parent / "recordings"

    def now(self) -> datetime:
        self.room.clock.forward(timedelta(seconds=1))
        return self.room.clock.now()

    def make(self) -> Path:
        return make(self.source, self.to, self.now()).folder


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    home = tmp_path / "home"
    room, files = open_room(home / "duty.db"), Files(home / "blobs")
    for n in range(3):
        filed = files.keep(b"picture %d" % (n % 2), f"{n}.jpg")
        room.log.write(room.watch, room.shift.id, Line(f"水位 41.{n} 米"), [filed])
    (home / "settings.toml").write_text('desk = "desk-a"\n', encoding="utf-8")
    (home / "gateways.toml").write_text("", encoding="utf-8")
    source = Source(home / "duty.db", files, home / "settings.toml", "desk-a")
    return Desk(room, files, source, tmp_path / "backups")


def rows(record: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table of a record, for comparing two of them; of the index those it is kept in."""
    kept = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    with closing(sqlite3.connect(record)) as held:
        names = held.execute(kept).fetchall()
        found = {n: held.execute(f'SELECT * FROM "{n}"').fetchall() for (n,) in names}
        return {name: sorted(rows, key=repr) for name, rows in found.items()}


def flip(place: Path, at: int) -> None:
    content = bytearray(place.read_bytes())
    content[at] ^= 0x10
    place.write_bytes(bytes(content))


def test_a_backup_holds_all_and_is_proven(desk: Desk) -> None:
    kept = make(desk.source, desk.to, desk.now())
    assert (kept.entries, kept.files, kept.missing) == (desk.room.db.verify().entries, 2, 0)
    assert kept.folder.parent == desk.place
    assert prove_only(desk.to) == kept
    assert prove_only(kept.folder) == kept
    assert rows(kept.folder / "duty.db") == rows(desk.source.record)
    assert sorted(p.name for p in desk.place.iterdir()) == [kept.folder.name, "blobs"]
    assert not list(desk.source.record.parent.glob(".restored-*")), "the scratch place is gone"


def test_files_are_copied_once_and_kept_for_all_backups(desk: Desk) -> None:
    desk.make()
    before = {p: p.stat().st_mtime_ns for p in (desk.place / "blobs").rglob("*") if p.is_file()}
    new = desk.files.keep(b"one more", "3.jpg")
    second = desk.make()
    after = {p: p.stat().st_mtime_ns for p in (desk.place / "blobs").rglob("*") if p.is_file()}
    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
    assert (new.sha256, new.size) in read_manifest(second).blobs, "with no row yet, it is kept too"


def test_a_backup_may_be_made_while_the_desk_writes(desk: Desk) -> None:
    room, stop = desk.room, threading.Event()

    def write() -> None:
        while not stop.is_set():
            room.log.write(room.watch, room.shift.id, Line("平安"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        entries = [prove_only(desk.make()).entries for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    assert entries == sorted(entries)
    assert entries[0] <= room.db.verify().entries


def test_a_restored_record_is_the_one_that_was_backed_up(desk: Desk, tmp_path: Path) -> None:
    folder = desk.make()
    before = rows(desk.source.record)
    desk.room.log.write(desk.room.watch, desk.room.shift.id, Line("备份之后"))
    desk.room.db.close()
    home = desk.source.record.parent
    desk.files.place(read_manifest(folder).blobs[0][0]).write_bytes(b"damaged")
    done = restore(desk.to, desk.source.record, desk.files, desk.now())
    assert rows(desk.source.record) == before
    assert check(desk.source.record).whole
    assert [desk.files.holds(sha256) for sha256, _ in read_manifest(folder).blobs] == [True, True]
    assert done.aside is not None
    assert "备份之后" in str(rows(done.aside / "duty.db")["log_entry"]), "moved aside, not removed"
    room = open_room(desk.source.record)
    room.log.write(room.watch, room.shift.id, Line("恢复之后"))
    assert room.db.verify().bad is None
    room.db.close()
    elsewhere = tmp_path / "elsewhere"
    new = restore(folder, elsewhere / "duty.db", Files(elsewhere / "blobs"), desk.now())
    assert new.aside is None
    assert rows(elsewhere / "duty.db") == before
    assert (elsewhere / "settings.toml").read_bytes() == (home / "settings.toml").read_bytes()
    assert (elsewhere / "gateways.toml").read_bytes() == b""


def test_a_running_desk_is_left_alone(desk: Desk, qapp: object) -> None:
    from PySide6.QtCore import QLockFile

    desk.make()
    home = desk.source.record.parent
    lock = QLockFile(str(home / "desk.lock"))
    assert lock.tryLock(0)
    before = desk.source.record.read_bytes()
    with pytest.raises(Refused, match="running"):
        restore(desk.to, desk.source.record, desk.files, desk.now())
    assert desk.source.record.read_bytes() == before
    lock.unlock()
    with held_still(home):
        assert not lock.tryLock(0), "no desk begins while the record is exchanged"
    assert lock.tryLock(0)
    lock.unlock()


def test_a_demonstration_never_becomes_the_record(desk: Desk) -> None:
    desk.make()
    with pytest.raises(Refused, match="other_record"):
        restore(desk.to, desk.source.record.with_name("demo.db"), desk.files, desk.now())


@pytest.mark.parametrize("part", ["duty.db", "settings.toml", MANIFEST, "blob"])
def test_one_flipped_bit_and_it_is_not_good(desk: Desk, part: str) -> None:
    folder = desk.make()
    where = folder / part
    if part == "blob":
        where = next(p for p in (desk.place / "blobs").rglob("*") if p.is_file())
    size = where.stat().st_size
    for at in {0, size // 3, size // 2, size - 3}:
        flip(where, at)
        with pytest.raises(NotGood):
            prove_only(folder)
        flip(where, at)
    assert prove_only(folder).folder == folder


def test_a_missing_part_is_not_good(desk: Desk) -> None:
    folder = desk.make()
    (folder / "settings.toml").unlink()
    with pytest.raises(Unreachable):
        prove_only(folder)
    (folder / MANIFEST).unlink()
    with pytest.raises(NotGood, match="no_manifest"):
        prove_only(folder)
    with pytest.raises(NotGood, match="no_backup"):
        prove_only(desk.to)


def test_a_record_changed_behind_its_journal_gives_no_good_backup(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.source.record)) as raw:
        raw.execute("UPDATE log_entry SET text = '水位 40 米' WHERE seq = 1")
        raw.commit()
    with pytest.raises(NotGood) as told:
        desk.make()
    assert told.value.why == "not_whole"
    assert "与记录不符的行：log_entry" in told.value.lines[1]
    assert list(desk.place.iterdir()) == [desk.place / "blobs"], "nothing that looks like a backup"


def test_a_file_lost_on_the_desk_is_counted_and_one_kept_before_stays_good(desk: Desk) -> None:
    desk.make()
    gone = read_manifest(newest(desk.place)[0]).blobs[0][0]
    desk.files.place(gone).unlink()
    assert make(desk.source, desk.to, desk.now()).missing == 0, "it lies with the backups"
    other = desk.to / "other"
    assert make(desk.source, other, desk.now()).missing == 1


def test_a_backup_may_be_stopped_and_leaves_nothing(desk: Desk) -> None:
    for last in Stage:
        with pytest.raises(Refused, match="cancelled"):
            make(desk.source, desk.to, desk.now(), lambda stage, *_, last=last: stage is not last)
    assert [p.name for p in desk.place.iterdir()] == ["blobs"]


def test_one_a_day_and_one_a_week_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "DAYS", 3)
    monkeypatch.setattr(backup, "WEEKS", 2)
    made = []
    for _ in range(10):
        desk.room.clock.forward(timedelta(days=1))
        made.append(desk.make())
    left = dated(desk.place)
    assert left[-1] == made[-1]
    assert len(left) == 4, "three days, and the Sunday of the week before"
    assert [f.name[:8] for f in left] == ["20260628", "20260702", "20260703", "20260704"]
    assert not list(desk.place.glob(".half-*"))
    assert all(prove_only(folder) for folder in left)


@pytest.mark.faults
def test_a_full_disk_is_told_and_the_backup_of_before_stays_good(desk: Desk) -> None:
    with small_disk(2 * desk.source.record.stat().st_size) as disk:
        first = make(desk.source, disk, desk.now())
        for _ in range(30):
            desk.room.log.write(desk.room.watch, desk.room.shift.id, Line("水" * 9000))
        with pytest.raises(Unreachable, match="disk_full"):
            make(desk.source, disk, desk.now())
        assert prove_only(disk) == first
        assert sorted(p.name for p in (disk / "desk-a").iterdir()) == [first.folder.name, "blobs"]


_KILLED = """
import os, sys
from pathlib import Path
from app.base.clock import SystemClock
from db.apart import look_into, look_into_apart
from db.attachments import Files
from db.backup import Source, make
home, stop = Path(sys.argv[1]), sys.argv[3]
source = Source(home / "duty.db", Files(home / "blobs"), home / "settings.toml", "desk-a")
make(source, Path(sys.argv[2]), SystemClock().now(),
     lambda stage, done, of: os.kill(os.getpid(), 9) if stage == stop else True)
"""


@pytest.mark.faults
@pytest.mark.parametrize("stage", list(Stage))
def test_a_backup_torn_by_kill_9_never_looks_good(desk: Desk, stage: Stage) -> None:
    command = [sys.executable, "-c", _KILLED, str(desk.source.record.parent), str(desk.to), stage]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    halves = list(desk.place.glob(".half-*"))
    assert len(halves) == 1
    with pytest.raises(NotGood):
        prove_only(desk.to)
    with pytest.raises(NotGood, match="no_backup"):
        prove_only(halves[0])
    os.utime(halves[0], (0, 0))
    desk.make()
    assert not list(desk.place.glob(".half-*")), "swept away when it is a day old"


def filmed(desk: Desk, content: bytes, **about: Any) -> ClipPart:
    """A sealed clip of one file, in the record and on the disk."""
    room, day = desk.room, desk.recordings / "20260624"
    camera = a_camera("rtsp://127.0.0.1/x")
    wish = Wish(new_id(), camera.id, camera.code, camera.name, Which.MAIN, room.clock.now(), "", "x", "x",
                None, Mark.TEST)  # fmt: skip
    clip = replace(
        clip_of(wish, "desk-a-2026-0001", "desk-a"), state=ClipState.SEALED, size=len(content)
    )
    part = ClipPart(
        new_id(), clip.id, 1, Which.MAIN, f"{day.name}/{clip.id.hex}.mp4", clip.asked_at, clip.asked_at, 1.0,
        len(content), "h264", 16, 16, 1, hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    with room.db.change("system", "clip.seal", ("clip", str(clip.id))) as change:
        change.put("camera", camera)
        change.put("clip", replace(clip, **about))
        change.put("clip_part", part)
    day.mkdir(parents=True, exist_ok=True)
    (desk.recordings / part.file).write_bytes(content)
    return part


def test_films_are_left_out_and_told_or_evidence_goes_along(desk: Desk) -> None:
    proof = filmed(desk, b"proof" * 100, protected=True)
    filmed(desk, b"other")
    filmed(desk, b"gone", purged_at=desk.room.clock.now())
    (desk.recordings / filmed(desk, b"lost", protected=True).file).unlink()
    source = replace(desk.source, recordings=desk.recordings)
    plain = make(source, desk.to, desk.now())
    assert (plain.films, plain.left) == (0, FilmsLeft(2, 505, 1, 500))
    assert prove_only(plain.folder) == plain
    assert make(desk.source, desk.to, desk.now()).left is None
    kept = make(replace(source, evidence=True), desk.to, desk.now())
    assert (kept.films, kept.left) == (1, FilmsLeft(1, 5, 0, 0))
    assert prove_only(kept.folder) == kept

    place, pool = desk.recordings / proof.file, Files(desk.place / "blobs")
    place.write_bytes(b"another")
    desk.room.db.close()
    restore(kept.folder, source.record, desk.files, desk.now(), desk.recordings)
    assert hash_of(place) == proof.sha256
    assert place.with_name(f"{place.name}.replaced").read_bytes() == b"another"
    place.unlink()
    restore(kept.folder, source.record, desk.files, desk.now(), desk.recordings)
    assert hash_of(place) == proof.sha256
    assert not bring_back(pool, desk.recordings, "../outside.mp4", proof.sha256)
    flip(pool.place(proof.sha256), 3)
    with pytest.raises(NotGood) as told:
        prove_only(kept.folder)
    assert told.value.lines == (f"录像缺失或被改动：{proof.sha256}",)


def test_evidence_that_finds_no_room_beside_the_backup_is_left_and_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    filmed(desk, b"proof", protected=True)
    room = shutil.disk_usage(desk.to.parent)
    monkeypatch.setattr(films.shutil, "disk_usage", lambda _: room._replace(free=films.ROOM))
    kept = make(
        replace(desk.source, recordings=desk.recordings, evidence=True), desk.to, desk.now()
    )
    assert (kept.films, kept.left) == (0, FilmsLeft(1, 5, 1, 5))


def test_the_command_line_backs_up_proves_and_restores(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(desk.source.record.parent)
    filmed(desk, b"proof" * 2_000_000, protected=True)
    desk.room.db.close()
    assert main.main(["--data", home, "backup"]) == 0
    assert "录像 1 个（0.01 GB）不在备份内，其中证据 1 个（0.01 GB）" in capsys.readouterr().out
    assert main.main(["--data", home, "backup", "--films", "--to", str(tmp_path / "nas")]) == 0
    assert "证据录像 1 段在备份内" in capsys.readouterr().out
    assert main.main(["--data", home, "restore", str(tmp_path / "nas"), "--check"]) == 0
    assert "只作核对" in capsys.readouterr().out
    shutil.rmtree(tmp_path / "nas" / "desk-a" / "blobs")
    assert main.main(["--data", home, "restore", str(tmp_path / "nas"), "--check"]) == 1
    assert "备份不可用：核对不符，不可靠\n附件缺失或被改动" in capsys.readouterr().out
    assert main.main(["--data", home, "restore", f"{home}/backups"]) == 0
    assert "原记录未删除，已移到" in capsys.readouterr().out
    assert main.main(["--data", home, "verify"]) == 0
    assert "附件 3 个，齐全" in capsys.readouterr().out
    with held_still(Path(home)):
        assert main.main(["--data", home, "restore", f"{home}/backups"]) == 1
    assert "请先关闭值守台" in capsys.readouterr().out


def test_the_command_line_says_what_it_cannot_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(tmp_path / "home")
    assert main.main(["--data", home, "backup"]) == 1
    assert main.main(["--data", home, "restore", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr().out
    assert "没有可备份的记录" in said
    assert "没有找到完成的备份" in said


def test_verify_names_lost_and_changed_files(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    home = desk.source.record.parent
    one, two = desk.files.here()
    desk.files.place(one).unlink()
    assert main.main(["--data", str(home), "verify"]) == 1
    assert f"缺失的附件：{one}" in capsys.readouterr().out
    for content in (b"picture 0", b"picture 1"):
        desk.files.keep(content, "again")
    desk.files.place(two).write_bytes(b"other")
    assert main.main(["--data", str(home), "verify"]) == 1
    assert f"被改动的附件：{two}" in capsys.readouterr().out


def test_an_edited_manifest_is_none(desk: Desk) -> None:
    folder = desk.make()
    held = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    held["entries"] += 1
    (folder / MANIFEST).write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(NotGood, match="bad_manifest"):
        prove_only(folder)


def test_the_check_in_a_process_of_its_own_says_the_same_and_may_be_stopped(desk: Desk) -> None:
    desk.room.db.close()
    flip(desk.source.record, desk.source.record.stat().st_size // 2)
    here = look_into(desk.source.record)
    assert here.lines
    assert look_into_apart(desk.source.record, lambda: True) == here
    with pytest.raises(Refused, match="cancelled"):
        look_into_apart(desk.source.record, lambda: False)


def test_a_record_of_an_older_schema_is_proven_as_a_desk_would_open_it(tmp_path: Path) -> None:
    home = tmp_path / "old"
    home.mkdir()
    old_store.make(home / "duty.db")
    source = Source(home / "duty.db", Files(home / "blobs"), home / "settings.toml", "desk-a")
    kept = make(source, tmp_path / "backups", datetime(2026, 6, 24, tzinfo=UTC))
    assert kept.entries == len(old_store.ROWS)
    before = rows(home / "duty.db")
    restore(kept.folder, home / "duty.db", source.files, datetime(2026, 6, 25, tzinfo=UTC))
    assert rows(home / "duty.db") == before, "as it was: the desk upgrades a copy of its own"


def test_a_record_of_a_newer_program_is_not_called_good(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.source.record)) as raw:
        raw.execute(f"PRAGMA user_version = {SCHEMA_NO + 1}")
    with pytest.raises(NotGood) as told:
        desk.make()
    assert told.value.lines == ("由更新版本的程序写成，请先安装新版本",)
