"""The ballast: there while there is room, gone when what was written would not be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base.bus import Bus
from app.base.errors import Unreachable
from app.base.ledger import StoreFailed
from app.duty.log import Line
from app.duty.records import LogEntry
from app.keeping import disk
from app.keeping.disk import DiskWatch
from app.keeping.facts import DiskSeen
from tests.conftest import DirectJobs
from tests.quarters import small_disk
from tests.rooms import Room, open_room


def fill(place: Path) -> None:
    with open(place, "wb", buffering=0) as out:
        while True:
            out.write(bytes(4096))


def write(room: Room, entry: LogEntry) -> None:
    with room.db.change("x", "log.write", ("log_entry", str(entry.id))) as change:
        change.put("log_entry", entry)


@pytest.fixture
def seen(bus: Bus) -> list[DiskSeen]:
    heard: list[DiskSeen] = []
    bus.listen(DiskSeen, heard.append)
    return heard


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures of a disk of 8 MB."""
    monkeypatch.setattr(disk, "LOW", 2_000_000)
    monkeypatch.setattr(disk, "BALLAST", 1_000_000)
    monkeypatch.setattr(disk, "SCANT", 50_000)


def test_the_ballast_takes_real_room(tmp_path: Path, bus: Bus, seen: list[DiskSeen]) -> None:
    watch = DiskWatch(bus, DirectJobs(), tmp_path)
    watch.tick()
    held = (tmp_path / disk.NAME).stat()
    assert held.st_size == disk.BALLAST == 64 * 2**20
    assert held.st_blocks * 512 >= disk.BALLAST
    assert not seen[-1].low
    watch.close()
    bus.publish(StoreFailed("disk_full"))
    assert (tmp_path / disk.NAME).exists(), "closed"


@pytest.mark.faults
def test_a_full_disk_takes_what_the_officer_wrote(
    bus: Bus, seen: list[DiskSeen], small: None
) -> None:
    with small_disk(8_000_000) as place:
        watch = DiskWatch(bus, DirectJobs(), place)
        room = open_room(place / "duty.db")
        room.db._publish = bus.publish
        watch.tick()
        assert (place / disk.NAME).exists()
        other = place / "other"
        with pytest.raises(OSError, match="No space"):
            fill(other)
        entry = room.log.make(room.shift.id, Line("水" * 19_000), "x", "x")
        with pytest.raises(Unreachable, match="disk_full"):
            write(room, entry)
        assert not (place / disk.NAME).exists(), "thrown at once"
        write(room, entry)
        assert room.log.latest(1) == [entry]
        watch.tick()
        assert seen[-1].low
        assert not (place / disk.NAME).exists(), "not made again while room is short"
        other.unlink()
        watch.tick()
        assert (place / disk.NAME).exists()
        assert not seen[-1].low
        room.db.close()
        watch.close()


@pytest.mark.faults
def test_the_ballast_goes_before_a_write_has_to_fail(
    bus: Bus, seen: list[DiskSeen], small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_disk(8_000_000) as place:
        watch = DiskWatch(bus, DirectJobs(), place)
        watch.tick()
        monkeypatch.setattr(disk, "SCANT", 8_000_000)
        watch.tick()
        assert not (place / disk.NAME).exists()
        watch.close()


def test_a_disk_that_cannot_be_asked_is_left_alone(
    tmp_path: Path, bus: Bus, seen: list[DiskSeen]
) -> None:
    gone = tmp_path / "gone"
    watch = DiskWatch(bus, DirectJobs(), gone)
    watch.tick()
    watch.throw()
    watch.close()
    assert seen == [], "how much room there is is not known, and not said"
    assert not gone.exists(), "a folder that went is not made anew"
