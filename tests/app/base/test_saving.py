"""Exports: whole or not at all, under a name every system can keep, never over the program's own files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base.errors import Refused, Unreachable
from app.base.saving import Saving, named


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "data" / "blobs").mkdir(parents=True)
    (tmp_path / "data" / "duty.db").write_bytes(b"record")
    (tmp_path / "out").mkdir()
    return tmp_path


def test_nothing_is_written_over_what_the_program_keeps(home: Path, monkeypatch) -> None:
    data, out = home / "data", home / "out"
    key = out / "key"
    key.write_bytes(b"secret")
    (out / "shortcut").symlink_to(data)
    (out / "archive.zip").symlink_to(data / "duty.db")
    saving = Saving((data, key))
    monkeypatch.chdir(data)
    for place in (
        data / "duty.db", data / "new.xlsx", data / "blobs" / "a.pdf", out / "shortcut" / "x.zip",
        out / ".." / "data" / "x.zip", out / "archive.zip", key, Path("duty.db"), data,
    ):  # fmt: skip
        with pytest.raises(Refused, match="own_place"):
            saving.write(place, b"export")
    assert (data / "duty.db").read_bytes() == b"record"
    assert key.read_bytes() == b"secret"
    assert sorted(path.name for path in data.iterdir()) == ["blobs", "duty.db"]
    saving.write(home / "database" / ".." / "out" / "x.zip", b"export")
    assert (out / "x.zip").read_bytes() == b"export"


def test_what_stood_there_is_replaced_whole_or_stays(home: Path) -> None:
    there = home / "out" / "月表.xlsx"
    there.write_bytes(b"before")
    Saving().write(there, b"after")
    assert there.read_bytes() == b"after"
    (home / "out" / "folder").mkdir()
    with pytest.raises(Unreachable):
        Saving().write(home / "out" / "folder", b"x")
    with pytest.raises(Unreachable):
        Saving().write(home / "nowhere" / "x", b"x")
    assert sorted(path.name for path in (home / "out").iterdir()) == ["folder", "月表.xlsx"]


def test_an_ending_is_added_but_nothing_is_replaced_by_it_unasked(home: Path) -> None:
    out = home / "out"
    assert named(out / "通讯录.2026", (".xlsx", ".csv")) == out / "通讯录.2026.xlsx"
    assert named(out / "a.CSV", (".xlsx", ".csv")) == out / "a.CSV"
    assert named(out / "附件", ()) == out / "附件"
    (out / "名册.xlsx").write_bytes(b"")
    with pytest.raises(Refused, match="exists"):
        named(out / "名册", (".xlsx",))
