"""The model behind the map."""

from __future__ import annotations

import math

import pytest

from app.atlas.layers import Layer, MapItem, MapModel


class Eye:
    """Notes what the model tells."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    def touched(self, layer: Layer, ids: frozenset[str] | None) -> None:
        self.seen.append((layer, ids))

    def marked(self) -> None:
        self.seen.append("marked")


@pytest.fixture
def model() -> MapModel:
    return MapModel()


@pytest.fixture
def eye(model: MapModel) -> Eye:
    eye = Eye()
    model.watch(eye)
    return eye


def test_put_move_and_drop_are_told_once_each(model: MapModel, eye: Eye) -> None:
    model.put(Layer.RADIO, "a", 28.7, 109.5, "云洛 01")
    model.put(Layer.RADIO, "a", 28.7, 109.5, "云洛 01")  # nothing new
    model.put(Layer.RADIO, "a", 28.8, 109.5, "云洛 01")
    model.drop(Layer.RADIO, "a")
    model.drop(Layer.RADIO, "a")
    assert eye.seen == [(Layer.RADIO, frozenset({"a"}))] * 3
    assert model.items(Layer.RADIO) == []


def test_replace_makes_the_layer_exactly_this(model: MapModel, eye: Eye) -> None:
    model.put(Layer.VILLAGE, "gone", 28.7, 109.5, "x")
    kept = MapItem(Layer.VILLAGE, "kept", 28.7, 109.5, "y")
    model.replace(Layer.VILLAGE, [kept])
    model.replace(Layer.VILLAGE, [kept])
    assert model.items(Layer.VILLAGE) == [kept]
    assert eye.seen[1:] == [(Layer.VILLAGE, None)]
    with pytest.raises(ValueError, match="another layer"):
        model.replace(Layer.RADIO, [kept])


@pytest.mark.parametrize("lat", [math.nan, math.inf, 91.0])
def test_what_is_no_position_is_refused_and_changes_nothing(model: MapModel, lat: float) -> None:
    model.put(Layer.RADIO, "a", 28.7, 109.5, "云洛 01")
    with pytest.raises(ValueError, match="radio a"):
        model.put(Layer.RADIO, "a", lat, 109.5, "云洛 01")
    held = model.item(Layer.RADIO, "a")
    assert held is not None
    assert held.lat == 28.7


def test_an_alarm_may_come_before_its_position_and_the_newest_is_last(
    model: MapModel, eye: Eye
) -> None:
    model.pulse("a")
    model.pulse("b")
    model.pulse("a")
    assert model.pulsing == ("b", "a")
    assert model.find("a") is None
    model.put(Layer.RADIO, "a", 28.7, 109.5, "云洛 01")
    assert model.find("a") is model.item(Layer.RADIO, "a")
    model.pulse("a", on=False)
    assert model.pulsing == ("b",)
    before = len(eye.seen)
    model.pulse("a", on=False)
    assert len(eye.seen) == before


def test_selection_is_told_when_it_changes(model: MapModel, eye: Eye) -> None:
    model.select("a")
    model.select("a")
    model.select(None)
    assert eye.seen == ["marked", "marked"]


def test_who_no_longer_watches_hears_nothing(model: MapModel, eye: Eye) -> None:
    model.unwatch(eye)
    model.put(Layer.RADIO, "a", 28.7, 109.5, "x")
    assert eye.seen == []
