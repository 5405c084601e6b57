"""Moving a thousand points: our canvas fed by a channel, against the page that folium writes anew.

`python -m bench.map_layers [POINTS]` prints both in milliseconds and their ratio as JSON, from one run on
one machine; only the ratio is worth comparing. Exit code 1 when the ratio is under the budget.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import folium
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.atlas.ground import Ground
from app.atlas.layers import Layer, MapItem, MapModel
from app.base.clock import SystemClock
from widgets.atlas.engine import Engine
from widgets.atlas.map_view import MapView
from widgets.atlas.page_source import page_answers
from widgets.atlas.scheme import START, Answers, register_scheme
from widgets.kit.theme import Theme

ROUNDS = 5
BUDGET = 10.0
RESOURCES = Path(__file__).parents[1] / "resources"


def points(count: int, seed: int) -> list[MapItem]:
    draw = random.Random(seed)
    return [
        MapItem(Layer.RADIO, f"r{n}", draw.uniform(28.5, 28.9), draw.uniform(109.3, 109.8), str(n))
        for n in range(count)
    ]


class Bench:
    """Runs one way after the other and leaves the application with the verdict."""

    def __init__(self, app: QApplication, count: int) -> None:
        self._app, self._count = app, count
        self._clock = SystemClock()
        self._theme = Theme.load(RESOURCES / "theme" / "tokens.toml")
        self._model = MapModel()
        self._answers = page_answers(RESOURCES / "map", Ground())
        self._canvas_ms: list[float] = []
        self._folium_ms: list[float] = []
        self._since = 0.0

    def _took(self, into: list[float]) -> None:
        into.append((self._clock.monotonic_s() - self._since) * 1000)

    def canvas(self) -> None:
        self._view = MapView(
            self._theme, self._clock, self._model, RESOURCES / "map" / "marks.toml"
        )
        self._view.resize(900, 700)
        drawn = self._view._courier.done

        def done(layer: str) -> None:
            drawn(layer)
            if layer == Layer.RADIO:
                self._took(self._canvas_ms)
                following = self._move if len(self._canvas_ms) <= ROUNDS + 1 else self.folium
                QTimer.singleShot(400, following)

        self._view._courier.done = done  # type: ignore[method-assign]
        self._view.show()
        self._view.open(self._answers, Ground())

    def _move(self) -> None:
        fresh = points(self._count, len(self._canvas_ms))
        self._since = self._clock.monotonic_s()
        self._model.replace(Layer.RADIO, fresh)

    def folium(self) -> None:
        self._view.close_page()
        self._page: dict[str, Any] = dict(self._answers.by_name)
        self._page.pop("page/map.js")
        self._engine = Engine(Answers(self._page), lambda *_: None, self._view)
        self._engine.view.resize(900, 700)
        self._engine.view.show()
        self._write()

    def _write(self) -> None:
        fresh = points(self._count, len(self._folium_ms))
        self._since = self._clock.monotonic_s()
        drawn = folium.Map(location=(28.7, 109.5), zoom_start=10, tiles=None, prefer_canvas=True)
        for item in fresh:
            folium.CircleMarker((item.lat, item.lon), radius=6, tooltip=item.label).add_to(drawn)
        figure = drawn.get_root()
        figure.render()
        script = f"page/map{len(self._folium_ms)}.js"  # a new name: the engine keeps old scripts
        self._page[script] = figure.script.render().encode()
        self._page["page/index.html"] = (
            '<link rel="stylesheet" href="duty://map/assets/leaflet.css">'
            f"{figure.html.render()}"
            '<script src="duty://map/assets/leaflet.js"></script>'
            f'<script src="duty://map/{script}"></script>'
        ).encode()
        page = self._engine.view.page()
        page.loadFinished.connect(lambda _: self._loaded())
        page.load(START)

    def _loaded(self) -> None:
        self._engine.view.page().loadFinished.disconnect()
        self._took(self._folium_ms)
        if len(self._folium_ms) <= ROUNDS:
            QTimer.singleShot(400, self._write)
        else:
            self._engine.close()
            self._app.exit(self._verdict())

    def _verdict(self) -> int:
        ours, theirs = _middle(self._canvas_ms[2:]), _middle(self._folium_ms[1:])
        told = {
            "bench": "map_layers",
            "points": self._count,
            "canvas_ms": round(ours),
            "folium_ms": round(theirs),
            "times": round(theirs / ours, 1),
            "budget": BUDGET,
        }
        sys.stdout.write(json.dumps(told) + "\n")
        return int(theirs / ours < BUDGET)


def _middle(times: list[float]) -> float:
    return sorted(times)[len(times) // 2]


def main() -> int:
    register_scheme()
    app = QApplication(sys.argv[:1])
    bench = Bench(app, int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    QTimer.singleShot(0, bench.canvas)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
