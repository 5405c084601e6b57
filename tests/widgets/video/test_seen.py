"""What a tile says of its picture, whatever the engine thinks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from app.video.policy import Rung
from app.video.records import Which
from app.video.states import Reason, State
from app.video.view import Status
from widgets.video.seen import Seen


def test_live_is_said_of_a_young_picture_that_was_made_since_somebody_looks() -> None:
    live = Status(State.LIVE, Reason.NONE, datetime(2026, 6, 24, tzinfo=UTC), 0.0)

    def said(status: Status, age_s: float | None) -> State:
        return Seen(1, None, status, age_s, 100.0).state

    assert said(live, 0.9) is State.LIVE
    assert said(live, 1.1) is State.STALE
    assert said(live, None) is State.CONNECTING
    assert said(replace(live, awaiting=True), 0.2) is State.CONNECTING, "a picture of before"
    keys_only = replace(live, fresh_s=5.0)
    assert said(keys_only, 4.0) is State.LIVE
    assert said(keys_only, 5.1) is State.STALE


def test_a_tile_says_why_it_shows_less() -> None:
    live = Status(State.LIVE, Reason.NONE, datetime(2026, 6, 24, tzinfo=UTC), 0.0)

    def said(status: Status) -> str:
        return Seen(1, None, status, 0.1, 100.0).lessened()

    assert said(live) == said(replace(live, degraded=Rung.NO_FILTER)) == ""
    assert said(replace(live, degraded=Rung.KEYS_ON_SMALL)) == "less, because of the load"
    assert said(replace(live, refused=Which.MAIN)) == "the camera gives one stream only"
