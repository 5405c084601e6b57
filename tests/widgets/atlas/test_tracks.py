"""Where radios went, and one track walked again: never mistaken for the present."""

from __future__ import annotations

from datetime import timedelta

from app.atlas.layers import OFF_THE_AIR, Layer
from app.base.clock import hhmmss
from app.radio.facts import RadioPositionHeard
from app.radio.tracks import TrackPoint, Went
from tests.widgets.atlas.conftest import Walked, Watched
from widgets.atlas.replay_bar import ReplayBar


def walk(walked: Walked, clock, radio: int, minutes: range, lat: float) -> None:
    now = clock.now()
    for n, minute in enumerate(minutes):
        at = now - timedelta(minutes=minutes.stop - minute)
        walked.went.append(Went(radio, TrackPoint(at, lat + n * 0.002, 109.5 + n * 0.003)))


def test_tracks_fade_with_age_break_in_gaps_grow_are_walked_again_and_stay_quick(
    watched: Watched, walked: Walked, clock, bus, qtbot
) -> None:
    walk(walked, clock, 371105, range(0, 230, 5), 28.55)
    walk(walked, clock, 371106, range(0, 50, 2), 28.75)
    page, now = watched.page, clock.now()
    assert page.tracks is not None
    page.tracks.hours.pick("4")
    watched.until(lambda s: len(s["tracks"]) == 2)
    parts = [until - since for since, until, _ in walked.asked[-4:]]
    assert parts == [timedelta(hours=1)] * 4, "no long read holds up who wants to write"
    state = watched.state()
    assert len(set(state["bands"])) == 4, "the newest quarter is the strongest"
    assert state["tracks_shown"]
    before = state["tracks"]["371105"]

    watched.model.put(Layer.RADIO, "371105", 28.6, 109.6, "云洛镇 甲", OFF_THE_AIR, now)
    bus.publish(RadioPositionHeard(371105, "", "", 28.7, 109.7, now, None, None, None))
    watched.until(lambda s: s["tracks"]["371105"] == before + 1)
    assert page.tracks.layer.track(371105)[-1].lat == 28.7
    watched.until(lambda s: any("云洛镇 甲" in n["text"] for n in s["names"]))
    (name,) = [n for n in watched.state()["names"] if n["id"] == "371105"]
    assert len(name["text"]) > len("云洛镇 甲"), "off the air is said"

    page.show_item(Layer.RADIO, "371105")
    page.selection.replay.click()
    bar: ReplayBar = page.bar
    assert bar.isVisible()
    assert bar.running
    watched.until(lambda s: s["replay"] is not None and not s["replay"]["hidden"])
    clock.forward(timedelta(seconds=3))
    bar._step()
    assert bar.at == walked.went[0].point.at + timedelta(minutes=3), "sixty times as fast"
    bar.play_button.click()
    assert not bar.running
    bar.slider.setValue(bar.slider.maximum())
    assert bar.at == max(one.point.at for one in walked.went if one.radio == 371105)
    words = hhmmss(bar.at)
    watched.until(lambda s: words in s["replay"]["text"])
    assert bar._mark.text() in watched.state()["replay"]["text"]
    at = watched.state()["replay"]["at"]
    assert (at["lat"], at["lng"]) == (walked.went[45].point.lat, walked.went[45].point.lon)
    live = {one["id"]: one for one in watched.state()["items"]["radio"]}
    assert live["371105"]["lat"] == 28.6, "the present stays where it is"

    watched.view.engine.load()  # a new page is told all of it
    watched.until(lambda s: s["replay"] is not None and len(s["tracks"]) == 2)
    bar.leave()
    watched.until(lambda s: s["replay"] is None)
    page.tracks.hours.pick("0")
    watched.until(lambda s: not s["tracks"] and not s["tracks_shown"])

    # five hundred of them
    for radio in range(500):
        lat, lon = 28.45 + (radio % 25) * 0.02, 109.25 + (radio // 25) * 0.03
        watched.model.put(Layer.RADIO, str(radio), lat, lon, f"电台 {radio}", "", now)
        walked.went += [
            Went(radio, TrackPoint(now - timedelta(minutes=60 - n), lat + n * 3e-4, lon + n * 3e-4))
            for n in range(60)
        ]
    page.tracks.hours.pick("4")
    watched.until(lambda s: len(s["tracks"]) == 502)
    took = watched.ask(
        "(() => { const begin = performance.now();"
        " dutyMap.setView([28.6, 109.5], 11, {animate: false});"
        " return performance.now() - begin; })()"
    )
    assert took < 5000, "one move of the map: 0.2 s on a busy machine"
