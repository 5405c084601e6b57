"""What the fake cameras can be told to do wrong, seen by who looks at them."""

from __future__ import annotations

import struct
from threading import Event

import av
import numpy as np

from app.video.simulator.brush import LOOP
from app.video.simulator.faults import VERBS, Moods
from app.video.simulator.nal import Codec, Unit
from app.video.simulator.remote import FakeCameras
from app.video.simulator.rtp import packets, parts
from app.video.simulator.scenes import MARK_BITS, VARIANTS, frame, variant_of
from app.video.slot import Picture
from app.video.states import Reason, State
from tests.app.video.conftest import PASSWORD, USER, Watched, a_camera, next_picture


def until(watched: Watched, done, wait_s: float = 5.0) -> None:
    end_s = watched.clock.monotonic_s() + wait_s
    while not done():
        assert watched.clock.monotonic_s() < end_s, "did not come about"
        Event().wait(0.02)


def test_pictures_come_over_udp_too(well: FakeCameras) -> None:
    url = well.url("01-F-07", "sub").replace("//", f"//{USER}:{PASSWORD.replace('/', '%2F')}@")
    url = url.replace("p@ss", "p%40ss")
    with av.open(url, options={"rtsp_transport": "udp"}, timeout=(3, 3)) as box:
        shown = [picture for _, picture in zip(range(12), box.decode(video=0), strict=False)]
    assert {(one.width, one.height) for one in shown} == {(480, 270)}
    stamps = [one.pts for one in shown if one.pts is not None]
    assert set(np.diff(stamps)) == {3600}, "none was lost on the way"
    sent = well.sent()["01-F-07/sub"]
    assert sent.pictures >= 12


def test_a_running_camera_changes_and_damages_its_stream_and_stays_live(
    well: FakeCameras, watched: Watched
) -> None:
    camera = a_camera(well.url("01-F-07", "main"))
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    well.say("switch", camera.code, "sub")

    def width() -> int:
        still = watched.wall.still(camera.id)
        return int(still.frame.width) if still else 0

    until(watched, lambda: width() == 480)
    well.say("clear", camera.code)
    until(watched, lambda: width() == 640)
    well.say("damage", camera.code, 0.1)
    well.say("burst", camera.code, 300)
    before = well.sent()["01-F-07/main"].pictures
    until(watched, lambda: well.sent()["01-F-07/main"].pictures > before + 20)
    next_picture(view, watched)
    assert view.status.state is State.LIVE
    assert [f.state for f in watched.heard if hasattr(f, "state")][-1] is State.LIVE


def test_a_picture_that_is_too_large_and_a_second_session_are_told(
    well: FakeCameras, watched: Watched
) -> None:
    well.say("huge", "05-F-05/sub", 20_000)
    large = a_camera(well.url("05-F-05", "sub"), code="05-F-05")
    watched.wall.watch(large, 480, 270)
    assert watched.until_state(large.id, State.LOST).reason is Reason.TOO_LARGE
    well.say("453", "01-F-07", 1)
    first, second = (a_camera(well.url("01-F-07", "sub"), code=code) for code in "ab")
    watched.wall.watch(first, 480, 270)
    watched.until_state(first.id, State.LIVE)
    watched.wall.watch(second, 480, 270)
    assert watched.until_state(second.id, State.LOST).reason is Reason.BUSY


def test_every_verb_has_words_and_refuses_what_it_cannot_do() -> None:
    moods = Moods()
    assert all(verb.words for verb in VERBS.values())
    assert moods.tell("slow", "*", "4") == ""
    assert moods.tell("slow", "01-F-07", "quickly") == "slow cannot be quickly"
    assert moods.tell("freeze", "*", "3") == "freeze takes a path only"
    assert moods.tell("picture", "*", "upside-down") == "picture cannot be upside-down"
    assert moods.of("01-F-07/main").fps == 4.0
    assert moods.of("01-F-07/main") is moods.of("01-F-07/main")


def test_packets_are_stamped_one_after_the_other() -> None:
    made = packets(Codec.H264, Unit((b"\x67sps", b"\x65" + bytes(4000)), key=True))
    stamped = made.stamped(0xFFFF, 2**32 + 7, 99)
    heads = [struct.unpack("!BBHII", part[:12]) for part in parts(stamped, made.starts)]
    assert [head[2] for head in heads] == [0xFFFF, 0, 1, 2]
    assert {head[3:] for head in heads} == {(7, 99)}
    assert [bool(head[1] & 0x80) for head in heads] == [False, False, False, True]
    lengths = [struct.unpack_from("!H", stamped, at + 2)[0] for at in made.starts]
    assert lengths == [len(part) for part in parts(stamped, made.starts)]


def test_every_picture_that_turns_bad_can_be_painted_and_a_mark_read() -> None:
    for variant in VARIANTS:
        assert frame(variant_of("road", variant), 3).shape == (360, 640, 3)
    assert (frame("road~still", 3) == frame("road~still", 90)).all()
    row = frame("marked", 0b1010_0110 % 150)[20, :: 640 // MARK_BITS, 0] > 128
    assert sum(1 << bit for bit, light in enumerate(row) if light) == 0b1010_0110 % 150


def test_the_key_frame_with_which_a_camera_begins_is_shown(
    well: FakeCameras, watched: Watched
) -> None:
    well.say("slow", "01-F-07", 2)  # the next key frame comes after six seconds
    camera = a_camera(well.url("01-F-07", "main"))
    view = watched.wall.watch(camera, 480, 270)
    until(watched, lambda: view.slot.number > 0, 4.0)


def test_after_pictures_were_lost_the_next_one_shown_is_a_whole_one(
    well: FakeCameras, watched: Watched
) -> None:
    camera = a_camera(well.url("01-M-01", "main"), code="01-M-01")
    view = watched.wall.watch(camera, 480, 270)
    watched.until_state(camera.id, State.LIVE)
    well.say("freeze", camera.code)
    watched.until_state(camera.id, State.STALE, 3.0)
    given: list[Picture] = []
    view.slot.put = given.append  # type: ignore[method-assign]
    well.say("resume", camera.code)
    until(watched, lambda: bool(given), 6.0)
    picture, sent = given[0], well.sent()["01-M-01/main"]
    row = memoryview(picture.pixels)[picture.height // 10 * picture.stride :]
    bits = (row[4 * (picture.width * (2 * bit + 1) // 16) + 1] > 128 for bit in range(MARK_BITS))
    behind = (sent.last_n - sum(light << bit for bit, light in enumerate(bits))) % LOOP
    assert behind < 20, "painted over a picture from before the silence"
