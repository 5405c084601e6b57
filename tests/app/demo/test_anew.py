"""A tour played before leaves nothing behind; a real record is never touched."""

from __future__ import annotations

from pathlib import Path

from app.demo.anew import begin_anew


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("x", encoding="utf-8")
    return folder


def test_what_a_tour_left_goes_and_lock_log_and_settings_stay(tmp_path: Path) -> None:
    left = ("demo.db", "demo.db-wal", "blobs/ab/cd", "drafts/intake-1.json", "screens.json")
    folder = filled(tmp_path / "data", *left, "desk.lock", "logs/dutyroom.log", "settings.toml")
    begin_anew(folder)
    assert {one.name for one in folder.iterdir()} == {"desk.lock", "logs", "settings.toml"}
    begin_anew(tmp_path / "nothing")


def test_a_folder_with_a_real_record_is_left_as_it_is(tmp_path: Path) -> None:
    folder = filled(tmp_path, "duty.db", "demo.db", "blobs/ab/cd")
    begin_anew(folder)
    assert (folder / "demo.db").exists()
    assert (folder / "blobs" / "ab" / "cd").exists()
