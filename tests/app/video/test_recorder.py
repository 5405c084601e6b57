"""Packets become files that survive: parts, gaps, a disk that fails, a kill."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import av
import pytest

from app.base.clock import Clock, SystemClock
from app.base.errors import Unreachable
from app.base.ids import new_id
from app.base.marks import Mark
from app.video.clips import ClipState, Why, Wish
from app.video.clips_sealing import gaps_of, sealed, state_of
from app.video.recorder import Doing, Limits, Progress, Recorder
from app.video.recorder_notes import drop, keep, left, place_of
from app.video.recorder_parts import Timeline, hash_of, seal
from app.video.records import Which
from app.video.ring import Ring
from app.video.states import Reason
from app.video.taps import Packet, Track
from tests.app.video.films import BEGUN, CAMERA, FPS, TICKS, a_track, packets


def a_wish() -> Wish:
    return Wish(new_id(), CAMERA, "01-F-07", "下梨坡社区铁路涵洞", Which.MAIN, BEGUN, "洪水上涨",
                "system", "值守台", None, Mark.TEST)  # fmt: skip


class Hurrying(SystemClock):
    """A second passes each time it is asked."""

    asked = 0

    def monotonic_s(self) -> float:
        self.asked += 1
        return float(self.asked)


class Told:
    """A recorder and all that it told."""

    def __init__(
        self,
        folder: Path,
        pre: Ring | None = None,
        limits: Limits | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.heard: list[Progress] = []
        self.folder = folder
        clock = clock or SystemClock()
        self.recorder = Recorder(
            folder, a_wish(), clock, lambda one: self.heard.append(one.progress), pre, limits
        )

    def feed(self, track: Track, held: Iterable[Packet]) -> None:
        self.recorder.opened(track)
        for packet in held:
            self.recorder.packet(packet)

    def end(self) -> Progress:
        self.recorder.stop()
        assert self.recorder.done.wait(10.0)
        return self.recorder.progress


def readable(file: Path) -> int:
    """Pictures that decode without an error."""
    with av.open(str(file)) as box:
        return sum(1 for _ in box.decode(video=0))


def test_ring_first_then_live_without_a_hole_into_one_part_that_is_sealed_with_its_hash(
    tmp_path: Path,
) -> None:
    ring, folder = Ring(2.0), tmp_path / "录像 一"
    track = a_track()
    ring.opened(track)
    for packet in packets(5 * FPS):
        ring.packet(packet)
    pre = len(ring.since())
    told = Told(folder, ring)
    told.recorder.opened(track)
    for n, packet in enumerate(packets(3 * FPS, from_n=5 * FPS)):
        ring.packet(packet)
        if n >= 6:  # the stream was asked for a moment later
            told.recorder.packet(packet)
    end = told.end()
    assert (end.doing, end.why, end.parts, end.gaps) == (Doing.ENDED, None, 1, 0)
    note = told.recorder.note
    assert end.begun_at == ring_begin(pre)
    parts = sealed(folder, note)
    assert state_of(note, parts) is ClipState.SEALED
    (part,) = parts
    kept = folder / part.file
    assert (part.packets, readable(kept)) == (pre + 3 * FPS, pre + 3 * FPS)
    assert (part.sha256, part.size) == (hash_of(kept), kept.stat().st_size)
    assert (part.codec, part.width, part.height) == ("h264", 160, 90)
    assert part.seconds == pytest.approx(part.packets / FPS, abs=0.05)
    assert kept.read_bytes().index(b"moov") < kept.read_bytes().index(b"mdat"), "faststart"
    assert list(left(folder)) == [note], "until the record has it"
    assert sealed(folder, note)[0].sha256 == part.sha256, "done again, the same"
    drop(folder, note)
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def ring_begin(pre: int):  # type: ignore[no-untyped-def]
    return BEGUN + timedelta(seconds=5 - pre / FPS)


def test_an_outage_and_another_size_begin_new_parts_with_the_gap_told(tmp_path: Path) -> None:
    told = Told(tmp_path, limits=Limits(part_s=2.0))
    told.feed(a_track(), packets(3 * FPS))
    told.recorder.ended(Reason.CUT)
    told.feed(a_track(generation=2), packets(FPS, from_n=3 * FPS, late_s=7.0, first_dts=1))
    told.feed(
        a_track(2, size=(320, 180)), packets(2 * FPS, from_n=4 * FPS, late_s=7.0, size=(320, 180))
    )
    told.end()
    note = told.recorder.note
    parts = sealed(tmp_path, note)
    assert [one.packets for one in parts] == [2 * FPS, FPS, FPS, 2 * FPS], "length, outage, size"
    assert [one.width for one in parts] == [160, 160, 160, 320]
    (gap,) = gaps_of(note, parts)
    assert gap.why is Why.LOST
    assert gap.until is not None
    assert (gap.until - gap.since).total_seconds() == pytest.approx(7.04)
    assert any(one.doing is Doing.WAITING and one.why is Why.LOST for one in told.heard)


def test_pictures_before_from_the_sub_stream_then_main_from_its_first_key_frame(
    tmp_path: Path,
) -> None:
    ring = Ring(30.0)
    ring.opened(a_track(1, Which.SUB))
    sub = list(packets(6 * FPS))
    for packet in sub[: 4 * FPS]:
        ring.packet(packet)
    told = Told(tmp_path, ring)
    main = list(packets(4 * FPS, from_n=4 * FPS, size=(320, 180)))
    told.recorder.opened(a_track(2, Which.MAIN, (320, 180)))
    for n in range(5, 2 * FPS):  # main begins within a group
        ring.packet(sub[4 * FPS + n])
        told.recorder.packet(main[n])
    told.end()
    parts = sealed(tmp_path, told.recorder.note)
    assert [(one.which, one.packets) for one in parts] == [
        (Which.SUB, 4 * FPS + 21), (Which.MAIN, FPS)]  # fmt: skip
    assert told.recorder.note.gaps == ()


def test_a_camera_that_never_comes_is_a_clip_without_pictures_that_says_so(tmp_path: Path) -> None:
    told = Told(tmp_path)
    assert told.recorder.progress.doing is Doing.WAITING
    end = told.end()
    note = told.recorder.note
    assert (end.begun_at, end.packets, sealed(tmp_path, note)) == (None, 0, [])
    assert state_of(note, []) is ClipState.DAMAGED
    assert [(one.until, one.why) for one in gaps_of(note, [])] == [(None, Why.LOST)]


def test_a_stream_let_go_and_not_followed_by_another_is_missing_and_says_so(tmp_path: Path) -> None:
    told = Told(tmp_path, clock=Hurrying())
    told.feed(a_track(), packets(50))
    told.recorder.ended(Reason.NONE)  # another address, at which nothing answers
    waited = Event()
    for _ in range(100):
        if told.recorder.progress.why is not None:
            break
        waited.wait(0.1)
    assert told.recorder.progress.why is Why.LOST
    told.end()
    assert [(gap.until, gap.why) for gap in told.recorder.note.gaps] == [(None, Why.LOST)]


def test_a_disk_that_does_not_take_the_sealed_film_says_nothing_of_the_film(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.feed(a_track(), packets(FPS))
    told.end()
    note = told.recorder.note
    day = place_of(tmp_path, note).parent
    in_the_way = (day / note.parts[0].file).with_suffix(".mp4.part")
    in_the_way.mkdir()
    with pytest.raises(Unreachable, match="disk"):
        sealed(tmp_path, note)
    in_the_way.rmdir()
    away = day.rename(tmp_path / "away")
    with pytest.raises(Unreachable, match="disk"):
        sealed(tmp_path, note)
    away.rename(day)
    assert state_of(note, sealed(tmp_path, note)) is ClipState.SEALED


def test_a_disk_almost_full_ends_it_before_and_keeps_what_there_is(tmp_path: Path) -> None:
    free = iter([*[10] * 30, *[5] * 100])
    told = Told(tmp_path, limits=Limits(reserve=6, free=lambda _: next(free)), clock=Hurrying())
    told.feed(a_track(), packets(4 * FPS))
    assert told.recorder.done.wait(10.0)
    end = told.recorder.progress
    assert (end.doing, end.why) == (Doing.ENDED, Why.DISK_FULL)
    assert [one.packets for one in sealed(tmp_path, told.recorder.note)] == [30]
    with pytest.raises(Unreachable, match="disk"):
        seal(tmp_path / "nothing.mkv")


def test_a_folder_that_goes_away_is_made_anew_and_one_that_cannot_be_ends_it(
    tmp_path: Path,
) -> None:
    told = Told(tmp_path / "gone")
    told.feed(a_track(), packets(2 * FPS))
    wait_for(told, 1)
    shutil.rmtree(tmp_path / "gone")
    told.feed(a_track(), packets(4 * FPS, from_n=2 * FPS))
    told.end()
    note = told.recorder.note
    parts = sealed(told.folder, note)
    assert [bool(one.sha256) for one in parts] == [False, True]
    assert [one.why for one in note.gaps] == [Why.DISK]
    (tmp_path / "file").write_text("no folder")
    barred = Told(tmp_path / "file")
    assert barred.recorder.done.wait(10.0)
    assert barred.recorder.progress.why is Why.DISK


def wait_for(told: Told, parts: int) -> None:
    from threading import Event

    for _ in range(500):
        if told.recorder.progress.packets >= FPS and told.recorder.progress.parts >= parts:
            return
        Event().wait(0.01)
    raise AssertionError(told.recorder.progress)


def test_a_disk_that_cannot_follow_loses_whole_groups_and_says_so(tmp_path: Path) -> None:
    told = Told(tmp_path, limits=Limits(queue=1))
    told.feed(a_track(), packets(2 * FPS))
    told.end()
    assert told.recorder.progress.packets == 0
    assert any(one.why is Why.SLOW for one in told.heard)


def test_times_that_leap_or_wrap_go_on_where_the_packets_arrived_and_doubles_are_left_out() -> None:
    held = list(packets(6))
    times = Timeline(held[0].time_base)
    wrapped = [held[0], held[1], held[1]]
    wrapped += [replace_times(one, one.dts - 2**32) for one in held[2:4]]
    wrapped += [replace_times(one, one.dts + 10**12) for one in held[4:]]
    made = [times.of(one) for one in wrapped]
    assert made[2] is None
    dts = [one[1] for one in made if one is not None]
    assert dts == [n * TICKS for n in range(6)]


def replace_times(packet: Packet, dts: int) -> Packet:
    return packet._replace(dts=dts, pts=dts)


def test_what_a_kill_left_is_read_sealed_and_told(tmp_path: Path) -> None:
    told = Told(tmp_path)
    told.feed(a_track(), packets(3 * FPS))
    told.end()
    note = replace(told.recorder.note, ended_at=None)
    taken = replace(note.parts[0], ended_at=None, packets=0)
    note = note.with_part(taken)
    keep(tmp_path, note)
    file = place_of(tmp_path, note).with_name(taken.file)
    file.write_bytes(file.read_bytes()[:-700])
    place_of(tmp_path, note).with_name("other.recording").write_text("{half")
    (found,) = left(tmp_path)
    assert found == note
    parts = sealed(tmp_path, found)
    assert state_of(found, parts) is ClipState.RECOVERED
    assert 2 * FPS < parts[0].packets <= 3 * FPS
    assert [one.why for one in gaps_of(found, parts)] == [Why.KILLED]
    assert parts[0].ended_at > parts[0].begun_at
    if shutil.which("ffmpeg"):
        said = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", tmp_path / parts[0].file, "-f", "null", "-"],
            capture_output=True, check=True,
        )  # fmt: skip
        assert said.stderr == b""
    file.write_bytes(b"nothing that is a film")
    (tmp_path / parts[0].file).unlink()
    assert state_of(found, broken := sealed(tmp_path, found)) is ClipState.DAMAGED
    assert (broken[0].sha256, broken[0].size) == ("", file.stat().st_size)
    assert file.exists()
