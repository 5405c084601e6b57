"""The raw record: bounded, whole after a kill, never in the way of the line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.base.clock import SteeredClock, SystemClock
from app.base.ports import record as recording
from app.base.ports.around import Around, look_around
from app.base.ports.raw import Raw, Way, line_of, read_lines
from app.base.ports.record import RawRecord, RawRecords

AT = datetime(2026, 6, 24, 7, 22, 3, 123456, UTC)


def raw_record(folder: Path, limit: int = 1_000_000) -> RawRecord:
    return RawRecord(folder, "A", SteeredClock(AT), limit, threading.Event())


def kept(record: RawRecord) -> list[Raw]:
    whole = b"".join(record.whole()).decode("utf-8")
    return list(read_lines(whole.splitlines(keepends=True)))


def test_a_line_of_the_record_can_be_read_by_people_and_again() -> None:
    one = Raw(AT, Way.IN, bytes(range(256)))
    assert line_of(one).startswith("2026-06-24T07:22:03.123456Z < 000102")
    note = Raw(AT, Way.NOTE, b"opened")
    torn = line_of(one)[:-1]
    lines = [line_of(one), "# head\n", "\n", "x y z\n", line_of(note), torn]
    assert list(read_lines(lines)) == [one, note]


def test_old_parts_go_first_and_all_stay_within_the_bound(tmp_path: Path) -> None:
    record = raw_record(tmp_path / "A", limit=20_000)
    for n in range(400):
        record.keep(Way.IN, b"%04d" % n * 10)
        assert record.write()
    record.close()
    assert record.size() <= 21_000
    assert len(record.parts()) >= 2
    numbers = [int(one.data[:4]) for one in kept(record)]
    assert numbers == list(range(numbers[0], 400))
    again = raw_record(tmp_path / "A", limit=20_000)
    again.keep(Way.NOTE, b"opened")
    again.close()
    assert kept(again)[-1].data == b"opened"


def test_a_file_of_somebody_else_is_left_alone_and_holds_nothing_up(tmp_path: Path) -> None:
    folder = tmp_path / "A"
    folder.mkdir()
    copied = folder / "zz 证据.raw"
    copied.write_text("copied by hand", encoding="utf-8")
    record = raw_record(folder, limit=20_000)
    for n in range(200):
        record.keep(Way.IN, b"%04d" % n * 10)
        assert record.write()
    record.close()
    assert copied.read_text(encoding="utf-8") == "copied by hand"
    assert kept(record)[-1].data == b"0199" * 10


def test_one_record_that_cannot_be_kept_does_not_end_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = RawRecords(tmp_path, SystemClock(), 1_000_000)
    bad, good = records.of("A"), records.of("B")
    monkeypatch.setattr(recording, "_AGAIN_S", 0.05)
    tried = threading.Semaphore(0)

    def fall() -> bool:
        tried.release()
        raise ValueError("of whatever kind")

    monkeypatch.setattr(bad, "write", fall)
    records.start()
    bad.keep(Way.IN, b"1")
    assert tried.acquire(timeout=5)
    assert tried.acquire(timeout=5), "it is tried again"
    assert bad.trouble == "disk_error"
    good.keep(Way.IN, b"2")
    monkeypatch.undo()
    assert records.stop()
    assert [one.data for one in kept(good)] == [b"2"]


def test_a_full_disk_is_told_and_what_waited_is_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = raw_record(tmp_path / "A", limit=100_000_000)
    monkeypatch.setattr(recording, "FREE_BYTES", 1 << 62)
    record.keep(Way.IN, b"first")
    assert not record.write()
    assert record.trouble == "disk_full"
    for _ in range(50):
        record.keep(Way.OUT, bytes(100_000))  # more than may wait: counted, not kept
    monkeypatch.setattr(recording, "FREE_BYTES", 0)
    assert record.write()
    record.keep(Way.IN, b"last")
    record.close()
    assert record.trouble == ""
    told = kept(record)
    assert (told[0].data, told[-1].data) == (b"first", b"last")
    lost = 50 - sum(one.way is Way.OUT for one in told)
    assert [one.data for one in told if one.way is Way.NOTE] == [b"lost %d" % (lost * 100_000)]


def test_what_was_heard_stands_in_the_file_when_the_program_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from app.base.clock import SystemClock\n"
        "from app.base.ports.raw import Way\n"
        "from app.base.ports.record import RawRecords\n"
        "records = RawRecords(Path(sys.argv[1]), SystemClock(), 10_000_000)\n"
        "record = records.of('A')\n"
        "records.start()\n"
        "for line in sys.stdin:\n"
        "    record.keep(Way.IN, line.strip().encode())\n"
        "    print(flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        begun_s = SystemClock().monotonic_s()
        said = 0
        while SystemClock().monotonic_s() - begun_s < 0.8:
            running.stdin.write(f"{said}\n")
            running.stdin.flush()
            running.stdout.readline()
            if said == 0:
                begun_s = SystemClock().monotonic_s()
            said += 1
            threading.Event().wait(0.002)  # a busy line
        os.kill(running.pid, signal.SIGKILL)
    told = kept(raw_record(tmp_path / "A"))
    assert [int(one.data) for one in told] == list(range(len(told)))
    missing_s = 0.8 - (told[-1].at - told[0].at).total_seconds()
    assert missing_s < 0.6


def test_names_of_gateways_make_folders_that_every_system_can_keep(tmp_path: Path) -> None:
    records = RawRecords(tmp_path, SystemClock(), 1_000_000)
    record = records.of("../值班室 / 1", "hrnp 115200")
    record.keep(Way.IN, b"x")
    records.start()
    assert records.stop()
    assert record.folder.parent == tmp_path
    assert kept(record)[0].data == b"x"


def test_a_name_that_changes_and_programs_that_take_ports_are_seen(tmp_path: Path) -> None:
    by_id, proc = tmp_path / "by-id", tmp_path / "proc"
    by_id.mkdir()
    (by_id / "usb-radio-0").symlink_to("/dev/ttyUSB0")
    for number, name in ((11, "ModemManager\n"), (12, "brltty\n"), (13, "bash\n")):
        (proc / str(number)).mkdir(parents=True)
        (proc / str(number) / "comm").write_text(name)
    both = ("ModemManager", "brltty")
    assert look_around("/dev/ttyUSB0", by_id, proc) == Around(
        True, str(by_id / "usb-radio-0"), both
    )
    assert look_around("/dev/ttyACM7", by_id, proc) == Around(True, "", both)
    assert look_around(str(by_id / "usb-radio-0"), by_id, proc) == Around(False, "", both)
    assert look_around("/dev/ttyS0", by_id, proc) == Around()
    assert look_around("socket://10.0.0.1:4001", by_id, proc) == Around()
