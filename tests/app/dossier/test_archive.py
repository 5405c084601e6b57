"""An archive proves itself on a machine that has nothing but the file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Unreachable
from app.base.saving import safe
from app.base.wanted import read
from app.dossier.archive import (
    MANIFEST,
    Cancelled,
    Head,
    Piece,
    Verdict,
    examine,
    write,
)
from db.tasks import do

AT = datetime(2026, 6, 25, 9, 30, tzinfo=SHANGHAI)
HEAD = Head(
    "2026-0624-01", "内涝", "示范县应急管理局", AT, "向示月", "演示", False, "desk-1 200 ab"
)


def piece(folder: str, name: str, content: bytes) -> Piece:
    return Piece(folder, name, name, len(content), lambda: iter([content]), AT)


def made(to: Path, *pieces: Piece) -> Path:
    write(to, HEAD, pieces, lambda done, name: None, lambda: False)
    return to


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return made(
        tmp_path / "d.zip",
        piece("02 接报记录", "接报单.txt", "六个人爬到屋顶上去了".encode()),
        piece("10 现场影像", "截图.png", bytes(range(256))),
        piece("10 现场影像", "截图.PNG", b"another"),
        piece("15 其他", "空.txt", b""),
    )


def test_a_whole_archive_says_whose_it_is_and_how_many_files(archive: Path) -> None:
    told = examine(archive)
    assert told.verdict is Verdict.WHOLE
    assert any("2026-0624-01" in line for line in told.lines)
    assert "共 4 件" in told.lines
    with zipfile.ZipFile(archive) as held:
        assert held.read("10 现场影像/截图.png") == bytes(range(256))
        assert "10 现场影像/截图-2.PNG" in held.namelist()
        assert held.testzip() is None


def test_one_byte_changed_anywhere_is_told(archive: Path) -> None:
    whole = archive.read_bytes()
    for place in range(len(whole)):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert examine(archive).verdict is not Verdict.WHOLE, place
    archive.write_bytes(whole)
    assert examine(archive).verdict is Verdict.WHOLE


@pytest.mark.parametrize("cut", [1, 64, 300])
def test_a_shorter_or_longer_file_is_told(archive: Path, cut: int) -> None:
    whole = archive.read_bytes()
    for other in (whole[:-cut], whole + b"x" * cut, whole[cut:]):
        archive.write_bytes(other)
        assert examine(archive).verdict is not Verdict.WHOLE


def test_a_file_put_in_taken_out_or_exchanged_is_told_by_name_even_with_a_new_seal(
    archive: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(archive) as held:
        members = {name: held.read(name) for name in held.namelist()}
    changed = {
        "缺少文件": {name: held for name, held in members.items() if "接报单" not in name},
        "文件被改动": members | {"02 接报记录/接报单.txt": b"nobody"},
        "目录里没有的文件": members | {"15 其他/more.txt": b"x"},
    }
    for words, files in changed.items():
        forged = tmp_path / "forged.zip"
        _forge(forged, files)
        told = examine(forged)
        assert told.verdict is Verdict.CHANGED
        assert any(words in line for line in told.lines), told.lines


@pytest.mark.parametrize(
    "manifest",
    [
        [],
        {"form": "dutyroom-dossier/1"},
        {"form": "dutyroom-dossier/1", "files": 5},
        {"form": "dutyroom-dossier/1", "files": [{"path": 7}]},
        {"form": "dutyroom-dossier/1", "files": [{"path": "a", "sha256": 1}]},
        "deep",
    ],
    ids=str,
)
def test_a_manifest_of_any_shape_is_told_and_never_a_fault(tmp_path: Path, manifest) -> None:
    head = {"unit": "", "no": "", "title": "", "made_at": "", "made_by": "", "mark": ""}
    if isinstance(manifest, dict):
        manifest = head | manifest
    content = b"[" * 100_000 if manifest == "deep" else json.dumps(manifest).encode()
    _forge(tmp_path / "f.zip", {MANIFEST: content, "a": b"x"})
    assert examine(tmp_path / "f.zip").verdict is Verdict.CHANGED


def test_a_file_under_a_name_left_out_or_there_already_is_told(
    archive: Path, tmp_path: Path
) -> None:
    def gone() -> Iterator[bytes]:
        raise Unreachable("file", "missing")

    file = tmp_path / "left.zip"
    write(file, HEAD, [Piece("10", "a", "a", 0, gone)], lambda *_: None, lambda: False)
    with zipfile.ZipFile(file) as held:
        manifest = held.read(MANIFEST)
    _forge(file, {MANIFEST: manifest, "10/a": b"slipped in"})
    assert any("写明未收入" in line for line in examine(file).lines)
    assert examine(file).verdict is Verdict.CHANGED
    with pytest.warns(UserWarning, match="Duplicate"):
        _forge(file, {MANIFEST: manifest}, twice=True)
    assert any("同名文件有 2 件" in line for line in examine(file).lines)


def test_packed_pieces_that_do_not_unpack_are_told(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "packed.zip"
    _forge(file, {MANIFEST: b"{" + b"x" * 5000}, zipfile.ZIP_DEFLATED)
    whole = bytearray(file.read_bytes())
    whole[60:70] = b"\xff" * 10
    file.write_bytes(whole)
    assert examine(file).verdict is Verdict.CHANGED


def _forge(
    to: Path, files: dict[str, bytes], how: int = zipfile.ZIP_STORED, *, twice: bool = False
) -> None:
    """An archive with a seal that is right and files that are not those of its manifest."""
    import hashlib

    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as archive:
        archive.comment = b"sha256:" + b"0" * 64
        for name, content in [*files.items()] * (2 if twice else 1):
            archive.writestr(name, content)
    whole = held.getvalue()[:-64]
    to.write_bytes(whole + hashlib.sha256(whole).hexdigest().encode())


@pytest.mark.parametrize("content", [b"", b"x" * 10, b"x" * 500, b"PK\x05\x06" + b"\0" * 200])
def test_what_is_no_archive_cannot_be_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "other.zip"
    file.write_bytes(content)
    assert examine(file).verdict is Verdict.CANNOT_TELL
    assert examine(tmp_path / "none.zip").verdict is Verdict.CANNOT_TELL


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    pieces = (piece("02", "a.txt", b"one"), piece("03", "b.txt", b"two"))
    one, two = made(tmp_path / "1.zip", *pieces), made(tmp_path / "2.zip", *pieces)
    assert one.read_bytes() == two.read_bytes()


def test_what_cannot_be_read_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    def gone() -> Iterator[bytes]:
        raise Unreachable("file", "missing")

    lost = Piece("10 现场影像", "录像.mp4", "录像", 5, gone)
    file = tmp_path / "d.zip"
    result = write(file, HEAD, [lost, piece("02", "a", b"x")], lambda *_: None, lambda: False)
    assert result.left_out == ("10 现场影像/录像.mp4",)
    told = examine(file)
    assert told.verdict is Verdict.WHOLE
    assert any(line.startswith("未收入　10 现场影像/录像.mp4") for line in told.lines)


def test_cancelled_leaves_nothing_and_the_former_archive_stays(archive: Path) -> None:
    whole = archive.read_bytes()
    asked = iter([False, False, True])

    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 100

    with pytest.raises(Cancelled):
        write(
            archive,
            HEAD,
            [Piece("10", "film", "film", 0, endless)],
            lambda *_: None,
            lambda: next(asked),
        )
    assert archive.read_bytes() == whole
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


def test_a_disk_that_fails_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unreachable) as failed:
        made(tmp_path / "no" / "d.zip", piece("02", "a", b"x"))
    assert failed.value.what == "disk"


def test_progress_counts_bytes(tmp_path: Path) -> None:
    seen: list[tuple[int, str]] = []
    parts = [b"a" * 10, b"b" * 5]
    film = Piece("10", "film.mp4", "录像", 15, lambda: iter(parts))
    write(tmp_path / "d.zip", HEAD, [film], lambda *now: seen.append(now), lambda: False)
    assert seen == [(10, "录像"), (15, "录像")]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("<script>.txt", "_script_.txt"),
        ("", "未命名"),
        ("\ud800.png", "_.png"),
        ("a" * 200 + ".jpeg", "a" * 75 + ".jpeg"),
        ("㙟㵪峂.png", "㙟㵪峂.png"),
    ],
)
def test_names_are_such_as_every_system_keeps(name: str, kept: str) -> None:
    assert safe(name) == kept


def test_the_command_needs_no_record(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "nowhere")
    assert do(read(["--data", nowhere, "verify-dossier", str(archive)])) == 0
    assert "归档完整" in capsys.readouterr().out
    whole = bytearray(archive.read_bytes())
    whole[len(whole) // 2] ^= 4
    archive.write_bytes(whole)
    assert do(read(["verify-dossier", str(archive)])) == 1
    assert do(read(["verify-dossier", nowhere])) == 2


def test_the_manifest_says_where_the_record_stood(archive: Path) -> None:
    with zipfile.ZipFile(archive) as held:
        manifest = json.loads(held.read(MANIFEST))
    assert (manifest["chain"], manifest["mark"], manifest["masked"]) == (
        "desk-1 200 ab",
        "演示",
        False,
    )
