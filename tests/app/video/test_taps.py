"""Packets and small grey pictures for others, beside the tiles, from one connection."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import av

from app.video.carrier import _template
from app.video.policy import Override
from app.video.records import Camera, Which
from app.video.simulator.remote import FakeCameras
from app.video.sink import Form, Picture
from app.video.states import Reason, State
from app.video.taps import Packet, Sample, Track
from tests.app.video.conftest import Watched, a_camera, next_picture
from tests.app.video.films import _coded
from tests.app.video.test_wall import camera_threads, wait_for


@dataclass
class Notes:
    """A tap and a sampler that write down what they get."""

    said: list[str] = field(default_factory=list)
    tracks: list[Track] = field(default_factory=list)
    packets: list[Packet] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def opened(self, track: Track) -> None:
        self.said.append("opened")
        self.tracks.append(track)

    def packet(self, packet: Packet) -> None:
        self.packets.append(packet)

    def ended(self, reason: Reason) -> None:
        self.said.append("ended")
        self.reasons.append(reason)

    def sample(self, sample: Sample) -> None:
        self.samples.append(sample)


class Broken(Notes):
    def packet(self, packet: Packet) -> None:
        self.packets.append(packet)
        raise ValueError("full")


class Card:
    """What a sink for a graphics card would ask for."""

    form = Form.YUV420

    def __init__(self) -> None:
        self.got: list[Picture] = []

    def put(self, picture: Picture) -> None:
        self.got.append(picture)


def remuxed(notes: Notes) -> int:
    """How many pictures a file made of the packets has, written after the connection is gone."""
    file, first = io.BytesIO(), None
    with av.open(file, "w", format="matroska") as out:
        stream = out.add_stream_from_template(notes.tracks[0].template)
        for told in notes.packets:
            if first is None and not told.key:
                continue
            first = told.dts if first is None else first
            packet = av.Packet(told.data)
            packet.stream, packet.time_base = stream, told.time_base
            packet.pts, packet.dts = told.pts - first, told.dts - first
            packet.is_keyframe = told.key
            out.mux_one(packet)
    file.seek(0)
    with av.open(file) as again:
        return sum(1 for _ in again.decode(video=0))


def test_a_tile_two_taps_a_sampler_and_a_card_share_one_connection(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    wait_for(watched, lambda: not camera_threads(), 5.0)
    wall, first, second, broken, card = watched.wall, Notes(), Notes(), Broken(), Card()
    every: list[Notes] = []

    def make(_: Camera, __: Which) -> Notes:
        every.append(Notes())
        return every[-1]

    wall.tap_all(make)
    wall.sample_all(lambda _, which: first if which is Which.SUB else None)
    held = wall.listen(camera, first, Which.SUB)
    wait_for(watched, lambda: len(first.packets) > 15, 4.0)
    assert wall.status(camera.id).state is State.LIVE  # type: ignore[union-attr]
    view = wall.watch(camera, 480, 270)
    wall.watch(camera, 320, 180, sink=card)
    holds = [wall.listen(camera, tap) for tap in (second, broken)]
    next_picture(view, watched, 1.0)
    wait_for(watched, lambda: len(second.packets) > 5 and card.got, 2.0)
    assert len(camera_threads()) == 1
    assert len(broken.packets) == 1, "a tap that raised is left alone, the pictures go on"
    assert (card.got[-1].width, len(card.got[-1].chroma)) == (320, 2)
    wait_for(watched, lambda: first.samples, 2.0)
    sample = first.samples[-1]
    assert sample.luma.shape == (180, 320)
    assert sample.luma.flags.c_contiguous
    assert 20 < sample.luma.mean() < 100
    for hold in holds:
        hold.close()
        hold.close()
    wait_for(watched, lambda: second.said == ["opened", "ended"], 2.0)
    well.say("drop", camera.code)
    wait_for(watched, lambda: first.said == ["opened", "ended", "opened"], 4.0)
    assert [notes.reasons for notes in every] == [[Reason.CUT], []]
    held.close()
    wall.close()
    wait_for(watched, lambda: first.said.count("ended") == 2, 3.0)
    track = first.tracks[0]
    assert (track.codec, track.width, track.height, track.which) == ("h264", 480, 270, Which.SUB)
    times = [packet.at_s for packet in first.packets]
    assert times == sorted(times)
    until = next(n for n, p in enumerate(first.packets) if p.at_s >= first.tracks[1].at_s)
    first.packets = first.packets[:until]
    assert remuxed(first) >= until - 13, "all from the first key frame on"


def test_a_recorder_holds_main_beside_the_tile_and_a_hand_overrides_the_size(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    notes = Notes()
    view = watched.wall.watch(camera, 480, 270)
    held = watched.wall.listen(camera, notes, Which.MAIN)
    watched.until_state(camera.id, State.LIVE)
    wait_for(watched, lambda: notes.packets, 4.0)
    assert view.status.which is Which.SUB
    assert len(camera_threads(camera.code)) == 2
    view.choose(Override.MAIN)
    wait_for(watched, lambda: view.status.which is Which.MAIN, 1.0)
    wait_for(watched, lambda: view.status.fps and view.status.kbit_s, 3.0)
    status = view.status
    assert (status.codec, status.width, status.height) == ("h264", 640, 360)
    assert 20 < (status.fps or 0) < 30
    assert notes.said == ["opened"], "the recording goes on while the tile changes"
    view.choose(Override.KEYS)
    wait_for(watched, lambda: view.status.which is Which.SUB, 4.0)
    number, begun_s = view.slot.number, watched.clock.monotonic_s()
    wait_for(watched, lambda: view.slot.number >= number + 3, 4.0)
    assert watched.clock.monotonic_s() - begun_s > 0.8, "two key frames a second, no more"
    assert view.status.state is State.LIVE
    assert notes.said == ["opened"]
    held.close()


def test_a_recorder_takes_the_stream_it_can_get(
    well: FakeCameras, watched: Watched, camera: Camera
) -> None:
    notes = Notes()
    well.say("453", f"{camera.code}/main")
    watched.wall.watch(camera, 480, 270)
    watched.wall.listen(camera, notes, Which.MAIN)
    wait_for(watched, lambda: notes.packets, 5.0)
    assert notes.tracks[0].which is Which.SUB


def test_a_new_picture_size_in_mid_stream_begins_a_new_track_and_damage_does_not(
    well: FakeCameras, watched: Watched
) -> None:
    shapes = {"switch": "main", "damage": "sub"}
    cameras = {verb: a_camera(well.url("01-F-07", shape)) for verb, shape in shapes.items()}
    notes = {verb: Notes() for verb in cameras}
    well.say("bare", "01-F-07")
    views = {verb: watched.wall.watch(camera, 480, 270) for verb, camera in cameras.items()}
    for verb, camera in cameras.items():
        watched.wall.listen(camera, notes[verb])
    wait_for(watched, lambda: all(len(told.packets) > 5 for told in notes.values()), 6.0)
    assert notes["damage"].tracks[0].template is not None, "its description told nothing"
    well.say("switch", "01-F-07/main", "sub")
    well.say("damage", "01-F-07/sub", 0.3)
    wait_for(watched, lambda: len(notes["switch"].tracks) == 2, 4.0)
    assert [track.width for track in notes["switch"].tracks] == [640, 480]
    assert notes["switch"].said == ["opened", "ended", "opened"]
    wait_for(watched, lambda: views["switch"].status.width == 480, 2.0)
    assert views["switch"].status.state is State.LIVE
    packets = len(notes["damage"].packets)
    wait_for(watched, lambda: len(notes["damage"].packets) > packets + 30, 4.0)
    assert Reason.CUT not in notes["damage"].reasons, "errors of the decoder end nothing"


def test_connections_alike_share_one_description() -> None:
    """Made anew for each, it would be left to the collector with each cut."""
    one, two = (_coded.__wrapped__(160, 90)[1] for _ in range(2))
    small = _coded.__wrapped__(96, 64)[1]
    assert one is not two
    assert _template(one) is _template(two)
    assert _template(small) is not _template(one)
