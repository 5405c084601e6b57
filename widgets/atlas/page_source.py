"""The page of the map: a static frame by folium, and the list of everything it may read.

folium never sees a text from the store: it builds the empty map, and live.js does the rest.
"""

from __future__ import annotations

import importlib.resources
import re
from pathlib import Path

from app.atlas.ground import Ground
from widgets.atlas.scheme import Answer, Answers

MAX_ZOOM = 18
_CHINA = (35.0, 104.0)
_CHINA_ZOOM = 4

_STYLES = ("assets/leaflet.css", "live/live.css")
_SCRIPTS = ("assets/leaflet.js", "assets/qwebchannel.js", "page/map.js")
_ENTRY = "live/live.js"


def page_answers(resources: Path, ground: Ground) -> Answers:
    """Everything the page may read. `resources` is the folder with live.js. Not for the Qt thread."""
    html, script = _frame()
    leaflet = Path(str(importlib.resources.files("js_lib_leaflet"))) / "static" / "js_lib_leaflet"
    answers: dict[str, Answer] = {
        "page/index.html": html.encode("utf-8"),
        "page/map.js": script.encode("utf-8"),
        "assets/leaflet.js": leaflet / "leaflet.js",
        "assets/leaflet.css": leaflet / "leaflet.css",
        "assets/qwebchannel.js": ":/qtwebchannel/qwebchannel.js",
    }
    for own in sorted(resources.iterdir()):
        if own.suffix in (".js", ".css"):
            answers[f"live/{own.name}"] = own
    answers |= {f"data/{name}": path for name, path in ground.files.items()}
    return Answers(answers)


def _frame() -> tuple[str, str]:
    """HTML without any script in it, and the script; folium is slow to import, so only here."""
    import folium

    class Frame(folium.Map):
        """Names no host: the scripts and styles of the page are ours."""

        default_js: list[tuple[str, str]] = []  # noqa: RUF012
        default_css: list[tuple[str, str]] = []  # noqa: RUF012

    frame = Frame(
        location=_CHINA,
        zoom_start=_CHINA_ZOOM,
        tiles=None,
        prefer_canvas=True,
        zoom_animation=False,
        fade_animation=False,
        marker_zoom_animation=False,
        inertia=False,
        zoom_snap=0.25,
        max_zoom=MAX_ZOOM,
        maxZoom=MAX_ZOOM,
        minZoom=3,
    )
    frame._id = "duty"  # a fixed name: the same page every time
    figure = frame.get_root()
    figure.render()
    head, inline = _without_scripts(figure.header.render())
    body = figure.html.render()
    script = "\n".join(
        [
            *inline,
            figure.script.render(),
            f"window.dutyMap = {frame.get_name()};",
            "window.dutyMap.attributionControl.setPrefix('');",
        ]
    )
    links = "\n".join(f'<link rel="stylesheet" href="duty://map/{name}">' for name in _STYLES)
    loads = "\n".join(f'<script src="duty://map/{name}"></script>' for name in _SCRIPTS)
    entry = f'<script type="module" src="duty://map/{_ENTRY}"></script>'
    html = (
        f"<!DOCTYPE html>\n<html>\n<head>\n{links}\n{head}\n</head>\n"
        f"<body>\n{body}\n{loads}\n{entry}\n</body>\n</html>\n"
    )
    return html, script


def _without_scripts(html: str) -> tuple[str, list[str]]:
    """The policy refuses inline scripts, so they are cut out and put into map.js."""
    found = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    return re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL), found
