"""A line by a clock that stands still: what it opens, keeps, judges and gives up, without any device."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest

from app.base.clock import SteeredClock
from app.video.address import NoLogins
from app.video.facts import CameraStateChanged
from app.video.feed import Feed, Still
from app.video.line import ABANDON_S, Line, Parts
from app.video.policy import Level, Rung, Size
from app.video.records import Camera, Which
from app.video.route import Route, RoutedLogins
from app.video.states import Reason, State
from app.video.streams import KEEP_S, STAY_S
from app.video.view import View
from tests.app.video.conftest import a_camera

SMALL, LARGE = Size(480, 270), Size(1280, 720)


class Stage:
    """A line, the feeds it has started, and a hand on the clock."""

    def __init__(self, camera: Camera) -> None:
        self.clock = SteeredClock(datetime(2026, 6, 24, 12, tzinfo=UTC))
        self.feeds: list[Feed] = []
        self.told: list[Any] = []
        logins = RoutedLogins(Route(), NoLogins())
        parts = Parts(
            self.clock, logins, self.feeds.append, lambda: 0.0, self.told.append, 30.0, [], []
        )
        self.line = Line(camera, parts)

    @property
    def feed(self) -> Feed:
        return self.feeds[-1]

    @property
    def state(self) -> State:
        return self.line.status.state

    def states(self) -> list[State]:
        return [fact.state for fact in self.told if isinstance(fact, CameraStateChanged)]

    def open(self, feed: Feed | None = None) -> Feed:
        feed = feed or self.feed
        feed.opened = True
        self.line.opened(feed)
        return feed

    def packet(self, feed: Feed) -> None:
        """As a stream thread does: a picture when one is wanted, else only a sign of life."""
        now_s = self.clock.monotonic_s()
        if feed.dog.beat(now_s) and feed.level is not Level.PACKETS:
            feed.still = Still(None, self.clock.now(), now_s, feed.which)
            self.line.arrived(feed)

    def run(self, seconds: float, *feeds: Feed) -> None:
        """Ten packets and ten looks of the watchman a second."""
        for _ in range(round(seconds * 10)):
            self.clock.forward(timedelta(seconds=0.1))
            for feed in feeds:
                if not feed.closed:
                    self.packet(feed)
            self.line.tick()

    def live(self, size: Size = SMALL) -> tuple[View, Feed]:
        view = self.line.join(size, False)
        feed = self.open()
        self.run(0.3, feed)
        assert self.state is State.LIVE
        return view, feed


@pytest.fixture
def stage() -> Stage:
    return Stage(a_camera("rtsp://10.0.0.1/main", "rtsp://10.0.0.1/sub"))


def test_stale_is_told_within_a_tenth_more_than_a_second_and_one_packet_does_not_end_it(
    stage: Stage,
) -> None:
    _, feed = stage.live()
    stage.run(0.9)
    assert stage.state is State.LIVE
    stage.run(0.1)
    assert stage.state is State.STALE
    stage.packet(feed)
    assert stage.state is State.STALE
    stage.run(0.1, feed)
    assert stage.state is State.LIVE
    assert len(stage.feeds) == 1


def test_hidden_tiles_live_by_their_packets_and_wait_for_a_picture_when_seen_again(
    stage: Stage,
) -> None:
    view, feed = stage.live()
    view.look(False)
    assert (feed.level, feed.places) == (Level.PACKETS, ())
    stage.run(60.0, feed)
    assert stage.states()[-1] is State.LIVE
    assert stage.line.lag_frames == 0.0
    view.look(True)
    assert stage.line.status.awaiting, "packets came, but no picture of now was seen"
    stage.run(0.1, feed)
    assert not stage.line.status.awaiting
    view.look(False)
    stage.run(30.0, feed)
    at = stage.clock.now()
    stage.run(1.0)
    assert stage.state is State.STALE
    assert abs(stage.line.status.since - at) < timedelta(milliseconds=1), "the last packet's time"


def test_a_camera_that_nobody_ever_saw_is_live_by_its_packets(stage: Stage) -> None:
    view = stage.line.join(SMALL, False)
    view.look(False)
    feed = stage.open()
    stage.run(0.3, feed)
    assert stage.states() == [State.CONNECTING, State.LIVE]
    assert stage.line.still is None


def test_a_slow_camera_may_be_silent_longer() -> None:
    stage = Stage(a_camera("rtsp://10.0.0.1/main"))
    object.__setattr__(stage.line.camera, "interval_s", 4.0)
    _, feed = stage.live()
    stage.run(9.8)
    assert stage.state is State.LIVE
    assert stage.line.status.fresh_s == 10.0
    stage.run(0.3)
    assert stage.state is State.STALE
    stage.run(12.0)
    assert not feed.closed, "it is not given up before it could have sent two pictures"


def test_a_thread_that_hangs_is_left_to_itself_and_what_it_says_later_is_not_heard(
    stage: Stage,
) -> None:
    stage.line.join(SMALL, False)
    hung = stage.feed
    stage.run(ABANDON_S + 0.4)
    assert hung.closed
    assert stage.feed is not hung
    second = stage.open()
    stage.run(0.2, second)
    still = stage.line.still
    hung.level = Level.PICTURES
    stage.line.opened(hung)
    hung.still = Still(None, stage.clock.now(), stage.clock.monotonic_s(), hung.which)
    stage.line.arrived(hung)
    stage.line.ended(hung, Reason.DENIED)
    assert stage.state is State.LIVE
    assert stage.line.still is still


def test_main_comes_beside_sub_and_each_is_kept_a_while_after_it_was_shown(stage: Stage) -> None:
    view, sub = stage.live()
    view.resize(*(LARGE.width, LARGE.height))
    main = stage.open()
    assert (main.which, sub.closed, view.status.which) == (Which.MAIN, False, Which.SUB)
    stage.run(0.1, sub, main)
    assert view.status.which is Which.MAIN
    assert (sub.level, main.level) == (Level.PACKETS, Level.PICTURES)
    view.resize(480, 270)
    stage.run(STAY_S - 0.3, sub, main)
    assert view.status.which is Which.MAIN, "not back at once"
    stage.run(0.5, sub, main)
    assert view.status.which is Which.SUB
    assert (main.closed, main.level) == (False, Level.PACKETS)
    view.resize(1280, 720)
    stage.run(0.1, sub, main)
    assert view.status.which is Which.MAIN, "it was kept: no new connection"
    stage.run(KEEP_S + 0.1, sub, main)
    assert sub.closed
    assert len(stage.feeds) == 2
    assert stage.states() == [State.CONNECTING, State.LIVE]


def test_a_camera_that_refuses_a_second_session_stays_on_sub_and_is_asked_again_later(
    stage: Stage,
) -> None:
    view, sub = stage.live()
    view.resize(1280, 720)
    stage.line.ended(stage.feed, Reason.BUSY)
    stage.run(29.0, sub)
    assert (view.status.which, view.status.refused) == (Which.SUB, Which.MAIN)
    assert len(stage.feeds) == 2
    stage.run(1.2, sub)
    assert (len(stage.feeds), view.status.refused) == (3, Which.MAIN)
    main = stage.open()
    stage.run(0.1, sub, main)
    assert (view.status.which, view.status.refused) == (Which.MAIN, None)


def test_when_the_shown_stream_is_cut_the_one_that_is_recorded_takes_its_place(
    stage: Stage,
) -> None:
    view, sub = stage.live()
    held = stage.line.listen(None, Which.MAIN)
    main = stage.open()
    stage.run(0.5, sub, main)
    stage.line.ended(sub, Reason.CUT)
    stage.run(0.2, main)
    assert (view.status.state, view.status.which) == (State.LIVE, Which.MAIN)
    stage.run(2.0, main)
    again = stage.feed
    assert again.which is Which.SUB
    stage.open(again)
    stage.run(0.3, main, again)
    assert view.status.which is Which.SUB
    assert not main.closed, "it is recorded"
    held.close()
    stage.run(KEEP_S + 0.2, main, again)
    assert main.closed
    assert stage.states() == [State.CONNECTING, State.LIVE]


def test_load_takes_from_the_tiles_what_the_rung_says_and_gives_it_back(stage: Stage) -> None:
    view, feed = stage.live()
    stage.line.degrade(Rung.KEYS_ON_SMALL)
    assert (feed.level, feed.thrift) == (Level.KEYS, True)
    assert view.status.degraded is Rung.KEYS_ON_SMALL
    stage.line.degrade(Rung.FULL)
    assert (feed.level, feed.thrift, view.status.degraded) == (
        Level.PICTURES, False, Rung.FULL
    )  # fmt: skip


def test_a_new_address_in_the_directory_is_opened_at_once(stage: Stage) -> None:
    view, feed = stage.live()
    moved = a_camera("rtsp://10.0.0.2/main")
    stage.line.adopt(moved)
    assert feed.closed
    assert (stage.feed.url, stage.state) == ("rtsp://10.0.0.2/main", State.CONNECTING)
    assert view.camera is moved


def test_reconnects_of_the_last_hour_are_counted(stage: Stage) -> None:
    _, feed = stage.live()
    for _ in range(3):
        stage.line.ended(feed, Reason.CUT)
        stage.run(0.4)
        feed = stage.open()
        stage.run(0.2, feed)
    assert stage.line.status.reconnects == 3
    stage.run(1.0, feed)
    stage.clock.forward(timedelta(hours=1))
    stage.packet(feed)
    stage.run(0.2, feed)
    assert stage.line.status.reconnects == 0


def test_a_device_that_answers_and_stays_silent_is_not_hurried_without_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        stage = Stage(a_camera(f"rtsp://127.0.0.1:{server.getsockname()[1]}/x"))
        stage.live()
        stage.line.ended(stage.feed, Reason.CUT)
        stage.clock.forward(timedelta(seconds=60))
        stage.line.tick()
        tries = []
        for _ in range(3):
            tries.append(len(stage.feeds))
            stage.line.ended(stage.feed, Reason.SILENT)
            stage.line.tick()
            server.settimeout(2.0)
            line, _ = server.accept()
            with line:
                line.sendall(b"RTSP/1.0 401 Unauthorized\r\n\r\n")
                for _ in range(20):
                    stage.line.tick()
                    Event().wait(0.002)
            hurried = len(stage.feeds) > tries[-1]
            assert hurried is (len(tries) != 2), "the second attempt was made because it answered"
            if not hurried:
                stage.clock.forward(timedelta(seconds=11))
                stage.line.tick()
        stage.line.hang_up()
