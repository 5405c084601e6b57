"""What was is played again: its times, steps, jumps, speeds, holes and missing files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from app.base.clock import SystemClock
from app.base.errors import Unreachable
from app.video.policy import Size
from app.video.recorder_parts import PartFile, seal
from app.video.replay import Player, Playing
from app.video.replay_reel import FileReel, Reel, RingReel, Strip
from app.video.ring import Ring
from app.video.states import Reason
from tests.app.video.films import BEGUN, FPS, a_track, packets


def a_ring(count: int = 4 * FPS) -> Ring:
    ring = Ring()
    ring.opened(a_track())
    for packet in packets(count):
        ring.packet(packet)
    return ring


def until(player: Player, fits: Callable[[Playing], bool]) -> Playing:
    for _ in range(500):
        if fits(player.state):
            return player.state
        Event().wait(0.01)
    raise AssertionError(player.state)


def test_a_ring_is_played_from_the_key_frame_before_any_moment_with_its_own_times() -> None:
    reel = RingReel(a_ring().since())
    assert (reel.begins, reel.length_s) == (BEGUN, pytest.approx(4 - 1 / FPS))
    times = [at_s for at_s, _ in reel.frames(2.5)]
    assert times[0] == pytest.approx(2.0)
    assert times[-1] == pytest.approx(reel.length_s)
    with pytest.raises(Unreachable, match="nothing_yet"):
        RingReel([])


def test_over_an_outage_the_other_size_is_decoded_and_the_hole_keeps_its_times() -> None:
    ring = a_ring(2 * FPS)
    ring.ended(Reason.CUT)
    ring.opened(a_track(2, size=(320, 180)))
    for packet in packets(FPS, from_n=2 * FPS, size=(320, 180), late_s=5.0):
        ring.packet(packet)
    shown = list(RingReel(ring.since()).frames(0.0))
    assert [frame.width for _, frame in shown].count(320) == FPS
    assert shown[2 * FPS][0] - shown[2 * FPS - 1][0] == pytest.approx(5.04)


@pytest.mark.parametrize("kind", ["ring", "file"])
def test_a_replay_steps_jumps_and_plays_to_its_end(kind: str, tmp_path: Path) -> None:
    reel: Reel = RingReel(a_ring().since())
    if kind == "file":
        part = PartFile(tmp_path / "录像.mkv", a_track())
        for packet in packets(4 * FPS):
            part.write(packet)
        part.close()
        reel = FileReel([Strip(seal(part.file).file, BEGUN, 4.0)])
    player = Player(reel, SystemClock(), Size(80, 46))
    player.pause()
    player.seek(1.5)
    now = until(player, lambda one: not one.running and one.at_s > 1)
    assert now.at_s == pytest.approx(1.48)
    assert now.at == BEGUN + timedelta(seconds=now.at_s)
    player.step(True)
    until(player, lambda one: one.at_s == pytest.approx(1.52))
    for at_s in (1.48, 1.44):
        player.step(False)
        until(player, lambda one, at_s=at_s: one.at_s == pytest.approx(at_s))  # type: ignore[misc]
    player.seek(1.0)
    until(player, lambda one: one.at_s == pytest.approx(1.0))
    player.step(False)
    until(player, lambda one: one.at_s == pytest.approx(0.96))
    player.jump(-10.0)
    until(player, lambda one: one.at_s == 0.0)
    picture = player.slot.take()
    assert picture is not None
    assert picture.width == 80
    assert player.still is not None
    assert player.still[0].width == 160
    player.hasten(4.0)
    player.seek(3.5)
    player.play()
    end = until(player, lambda one: one.over)
    assert (end.running, end.trouble) == (False, "")
    assert end.at_s == pytest.approx(3.96)
    player.play()
    until(player, lambda one: one.running and one.at_s < 3)
    player.close()


def test_a_film_that_is_gone_says_so(tmp_path: Path) -> None:
    player = Player(FileReel([Strip(tmp_path / "x.mp4", BEGUN, 3.0)]), SystemClock(), Size(8, 8))
    assert until(player, lambda one: one.over).trouble == "missing"
    player.close()
    (tmp_path / "y.mp4").write_bytes(b"no film")
    player = Player(FileReel([Strip(tmp_path / "y.mp4", BEGUN, 3.0)]), SystemClock(), Size(8, 8))
    assert until(player, lambda one: one.over).trouble == "changed"
    player.close()
