"""The map page on a real browser engine, with a small county of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.atlas.ground import Site
from app.atlas.layers import MapModel
from app.atlas.places import Place, PlaceKind
from app.base.ids import new_id
from app.base.marks import Mark
from app.radio.tracks import Went
from widgets.atlas.map_view import MapView
from widgets.atlas.page import MapPage
from widgets.atlas.scheme import register_scheme

register_scheme()  # must come before any QApplication

RESOURCES = Path(__file__).parents[3] / "resources" / "map"
COUNTY = "156433125"
SEATS = {"云洛镇": (28.7428, 109.5642), "落溪坝镇": (28.8042, 109.4604)}


def place(name: str, kind: PlaceKind, township: str, lat: float, lon: float) -> Place:
    return Place(new_id(), name, kind, township, lat, lon, Mark.TEST)


class FewPlaces:
    """Two seats and a village."""

    asked = 0

    def places(self) -> list[Place]:
        self.asked += 1
        seats = [place(n, PlaceKind.TOWNSHIP, n, lat, lon) for n, (lat, lon) in SEATS.items()]
        return [*seats, place("上桐溪社区", PlaceKind.COMMUNITY, "云洛镇", 28.7458, 109.5491)]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A base map of one square county in one square province."""
    base = tmp_path / "map"
    (base / "district").mkdir(parents=True)
    square = [[109.2, 28.4], [109.9, 28.4], [109.9, 29.0], [109.2, 29.0], [109.2, 28.4]]
    held = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"gb": COUNTY, "name": "真名县"},
                "geometry": {"type": "MultiPolygon", "coordinates": [[square]]},
            }
        ],
    }
    for name in ("province.json", "city.json", "district/43.json", "district/lines.json"):
        (base / name).write_text(json.dumps(held), encoding="utf-8")
    meta = {
        "source": "test 1",
        "licence": "MIT",
        "districts": {"43": [109.2, 28.4, 109.9, 29.0]},
    }
    (base / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    return Site(base, COUNTY, "示范县")


class Watched:
    """A page and what can be seen in it."""

    def __init__(self, page: MapPage, model: MapModel, places: FewPlaces, qtbot: Any) -> None:
        self.page = page
        self.model = model
        self.places = places
        self._qtbot = qtbot

    @property
    def view(self) -> MapView:
        return self.page.view

    def ask(self, code: str) -> Any:
        """The value of an expression in the page."""
        answers: list[Any] = []
        engine = self.view.engine
        assert engine is not None
        engine.ask(code, answers.append)
        self._qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return answers[0]

    def state(self) -> dict[str, Any]:
        return self.ask("window.dutyLive.state()")

    def until(self, seen: Callable[[dict[str, Any]], bool], timeout: int = 10_000) -> None:
        """Wait until the page's own account of itself is like this."""
        answers: list[dict[str, Any] | None] = [None]

        def look() -> bool:
            engine = self.view.engine
            if engine is not None:
                engine.ask("window.dutyLive && window.dutyLive.state()", answers.append)
            newest = answers[-1]
            return newest is not None and seen(newest)

        self._qtbot.waitUntil(look, timeout=timeout)


class Walked:
    """What two radios did, as the record tells it."""

    def __init__(self) -> None:
        self.went: list[Went] = []
        self.asked: list[tuple[datetime, datetime, int | None]] = []

    def positions(
        self, since: datetime, until: datetime, radio_no: int | None = None
    ) -> list[Went]:
        self.asked.append((since, until, radio_no))
        return [
            one
            for one in self.went
            if since <= one.point.at < until and radio_no in (None, one.radio)
        ]


@pytest.fixture
def walked() -> Walked:
    return Walked()


@pytest.fixture
def model() -> MapModel:
    return MapModel()


@pytest.fixture
def watched(qtbot, desk, model: MapModel, site: Site, walked: Walked) -> Iterator[Watched]:
    """Shown, ready, and taken down in its right order."""
    places = FewPlaces()
    page = MapPage(desk, model, places, site, RESOURCES, walked)
    qtbot.addWidget(page)
    page.resize(1300, 700)
    with qtbot.waitSignal(page.view.ready, timeout=30_000):
        page.show()
    yield Watched(page, model, places, qtbot)
    page.close_page()
