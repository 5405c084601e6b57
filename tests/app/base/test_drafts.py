"""Half-typed forms survive: kill -9, a damaged file, a folder that cannot be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.clock import SteeredClock
from app.base.drafts import Drafts
from app.base.errors import Unreachable
from tests.quarters import as_a_plain_user, open_folder, small_disk

ROOT = Path(__file__).parents[3]


@pytest.fixture
def drafts(tmp_path: Path, clock: SteeredClock) -> Drafts:
    return Drafts(tmp_path / "drafts", clock)


def test_a_draft_comes_back_as_it_was_typed(drafts: Drafts, clock: SteeredClock) -> None:
    fields = {"place": "丁山镇 𠮷家湾", "people": 3, "hurt": None, "odd": "\ud800", "list": ["a"]}
    saved = drafts.save("intake-1", "officer-1", fields)
    assert drafts.load("intake-1") == saved
    assert saved.saved_at == clock.now()
    assert saved.fields == fields


def test_the_newest_words_hold(drafts: Drafts) -> None:
    drafts.save("intake-1", "a", {"text": "水"})
    drafts.save("intake-1", "a", {"text": "水位上涨"})
    found = drafts.load("intake-1")
    assert found is not None
    assert found.fields == {"text": "水位上涨"}


def test_all_drafts_are_listed_oldest_first(drafts: Drafts, clock: SteeredClock) -> None:
    assert drafts.all() == []
    for key in ("b", "a", "c"):
        drafts.save(key, "officer", {})
        clock.forward(timedelta(seconds=1))
    assert [draft.key for draft in drafts.all()] == ["b", "a", "c"]


def test_a_dropped_draft_is_gone_and_dropping_twice_is_no_fault(drafts: Drafts) -> None:
    drafts.save("intake-1", "a", {})
    drafts.drop("intake-1")
    drafts.drop("intake-1")
    assert drafts.load("intake-1") is None
    assert drafts.all() == []


@pytest.mark.faults
@pytest.mark.parametrize("held", ["", "{", "[]", '{"by": 1}', '{"by":"a","saved_at":"x"}', "\xff"])
def test_a_damaged_draft_is_set_aside_and_not_lost(
    held: str, drafts: Drafts, tmp_path: Path
) -> None:
    drafts.save("intake-1", "a", {})
    place = tmp_path / "drafts" / "intake-1.json"
    place.write_text(held, encoding="latin-1")
    assert drafts.all() == []
    assert not place.exists()
    assert place.with_suffix(".damaged").read_text(encoding="latin-1") == held


@pytest.mark.parametrize("key", ["", "../log", "a/b", "a b", "a.json"])
def test_a_key_cannot_lead_out_of_the_folder(key: str, drafts: Drafts) -> None:
    with pytest.raises(ValueError, match="not a draft key"):
        drafts.save(key, "a", {})


@pytest.mark.faults
def test_a_folder_that_cannot_be_written_is_told(clock: SteeredClock) -> None:
    with open_folder() as folder:
        kept = Drafts(folder, clock)
        kept.save("intake-1", "a", {"text": "水"})
        folder.chmod(0o555)
        with as_a_plain_user():
            with pytest.raises(Unreachable, match="drafts: read_only"):
                kept.save("intake-2", "a", {})
            with pytest.raises(Unreachable, match="drafts: read_only"):
                kept.drop("intake-1")
        assert [draft.key for draft in kept.all()] == ["intake-1"]
        folder.chmod(0o755)


@pytest.mark.faults
def test_a_full_disk_is_told_and_the_draft_before_it_stays(clock: SteeredClock) -> None:
    with small_disk(64 * 1024) as folder:
        kept = Drafts(folder, clock)
        kept.save("intake-1", "a", {"text": "水"})
        with pytest.raises(Unreachable, match="drafts: disk_full"):
            kept.save("intake-1", "a", {"text": "水" * 100_000})
        found = kept.load("intake-1")
        assert found is not None
        assert found.fields == {"text": "水"}


def test_the_draft_before_stays_whole_until_the_new_one_is(
    drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.save("intake-1", "a", {"text": "水"})

    def torn(*_names: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "replace", torn)
    with pytest.raises(Unreachable, match="drafts: disk_error"):
        drafts.save("intake-1", "a", {"text": "水位"})
    found = drafts.load("intake-1")
    assert found is not None
    assert found.fields == {"text": "水"}


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.base.clock import SteeredClock
from app.base.drafts import Drafts

drafts = Drafts(Path(sys.argv[1]), SteeredClock(datetime(2026, 6, 24, tzinfo=UTC)))
number = 0
while True:
    number += 1
    drafts.save("intake-1", "a", {"number": number, "text": "水" * 5000})
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.faults
def test_what_was_said_to_be_saved_is_there_after_kill_9(tmp_path: Path, drafts: Drafts) -> None:
    for _ in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path / "drafts")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(20)][-1]
        os.kill(writer.pid, signal.SIGKILL)
        said = max(said, *(int(line) for line in writer.stdout.read().split()), 0)
        writer.wait(5)
        writer.stdout.close()
        found = drafts.load("intake-1")
        assert found is not None
        assert found.fields["number"] >= said
