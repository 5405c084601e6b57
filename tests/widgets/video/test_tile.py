"""A live tile is laid out once and painted many times, and shows no word that is no longer true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.base.clock import SteeredClock
from app.video.feed import Feed, Still
from app.video.slot import Picture
from app.video.states import State
from app.video.wall import Wall
from tests.app.video.conftest import a_camera
from widgets.kit.theme import Theme
from widgets.video.badges import Badges, TileBadge
from widgets.video.look import TileLook
from widgets.video.tile import Tile

TOKENS = Path(__file__).parents[3] / "resources" / "theme" / "tokens.toml"
WIDE, HIGH = 480, 270


class Stage:
    """A tile on an engine whose streams the test plays by hand."""

    def __init__(self, theme: Theme, qtbot) -> None:
        self.clock = SteeredClock(datetime(2026, 6, 24, 12, 0, tzinfo=UTC))
        self.feeds: list[Feed] = []
        self.wall = Wall(self.clock, lambda _fact: None, self.feeds.append)
        self.badges = Badges()
        self.camera = a_camera("rtsp://127.0.0.1:1/x")
        self.tile = Tile(theme, self.clock, self.wall, self.badges, 1)
        qtbot.addWidget(self.tile)
        self.tile.resize(WIDE, HIGH)
        self.tile.hang(self.camera)
        self.tile.show()
        self.feeds[0].opened = True
        self.feeds[0].hearer.opened(self.feeds[0])

    def picture(self, shade: int) -> None:
        feed, now, now_s = self.feeds[0], self.clock.now(), self.clock.monotonic_s()
        feed.dog.beat(now_s)
        feed.still = Still(None, now, now_s, feed.which)
        pixels = bytes((shade, shade, shade, 255)) * (WIDE * HIGH)
        assert self.tile._view is not None
        self.tile._view.slot.put(Picture(WIDE, HIGH, WIDE * 4, pixels, now, now_s))
        feed.hearer.arrived(feed)

    def seen(self) -> QImage:
        self.tile.poll()
        return self.tile.grab().toImage()


@pytest.fixture
def stage(desk, qtbot):
    made = Stage(Theme.load(TOKENS, "wall"), qtbot)
    yield made
    made.wall.close()


def band(image: QImage) -> QImage:
    return image.copy(0, HIGH - 40, WIDE, 40)


def test_pictures_follow_each_other_without_a_new_layout(stage, monkeypatch) -> None:
    laid = []
    live = TileLook.live
    monkeypatch.setattr(TileLook, "live", lambda *a: laid.append(1) or live(*a))
    shades = []
    for shade in (40, 90, 140):
        stage.picture(shade)
        shades.append(stage.seen().pixelColor(WIDE // 2, HIGH // 2).red())
    assert shades == [40, 90, 140]
    assert len(laid) == 1


def test_what_lies_on_a_live_picture_is_never_of_before(stage) -> None:
    stage.picture(60)
    first = stage.seen()
    stage.badges.put(stage.camera.id, "recording", TileBadge("circle-dot", "录像 00′12″"))
    badged = stage.seen()
    assert badged.copy(0, 0, WIDE, 40) != first.copy(0, 0, WIDE, 40)
    stage.badges.put(stage.camera.id, "recording", None)
    assert stage.seen() == first
    stage.wall.watch(replace(stage.camera, name="上梨坡隧道口"), 2, 2).close()
    assert band(stage.seen()) != band(first), "another name in the directory"
    stage.tile.ringed = True
    stage.tile.update()
    assert stage.seen().pixelColor(1, HIGH // 2) != first.pixelColor(1, HIGH // 2)
    stage.tile.ringed = False
    stage.tile.detailed = True
    assert stage.seen().copy(0, 0, WIDE, 40) != first.copy(0, 0, WIDE, 40), "its figures"
    stage.tile.detailed = False
    stage.tile.zoom(2.0)
    assert stage.seen() != first


def test_at_the_second_a_picture_is_old_whatever_the_engine_says(stage) -> None:
    stage.picture(120)
    live = stage.seen()
    stage.clock.forward(timedelta(seconds=0.99))
    assert stage.tile.seen().state is State.LIVE
    stage.clock.forward(timedelta(seconds=0.02))
    assert stage.tile.seen().state is State.STALE
    assert stage.seen().pixelColor(WIDE // 2, 20) != live.pixelColor(WIDE // 2, 20)
