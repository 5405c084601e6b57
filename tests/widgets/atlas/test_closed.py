"""Nothing leaves the page, and no text of the store ever runs in it."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Iterator

import pytest

from app.atlas.ground import Ground
from app.atlas.layers import Layer
from tests.widgets.atlas.conftest import RESOURCES, Watched
from widgets.atlas.map_view import MapView
from widgets.atlas.page_source import page_answers

PAYLOADS = {
    "img": "<img src=x onerror=window.PWN='img'>",
    "script": "<script>window.PWN='script'</script>",
    "closed": "</script><script>window.PWN='closed'</script>",
    "backtick": "`;window.PWN='backtick';`",
    "template": "${window.PWN='template'}",
    "svg": "<svg onload=window.PWN='svg'>",
}


@pytest.fixture
def outside() -> Iterator[socket.socket]:
    """A listener that nobody may ever reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def knock(watched_ask, server: socket.socket) -> None:
    port = server.getsockname()[1]
    watched_ask(
        f"""(() => {{
        fetch("http://127.0.0.1:{port}/fetch?secret=1").catch(() => 0);
        new Image().src = "http://127.0.0.1:{port}/img";
        try {{ new WebSocket("ws://127.0.0.1:{port}/ws"); }} catch (error) {{ }}
        return 1;
    }})()"""
    )


def paths(blocked) -> set[str]:
    return {address.rsplit("/", 1)[1] for address in blocked}


def nobody_came(server: socket.socket) -> bool:
    try:
        server.accept()
    except BlockingIOError:
        return True
    return False


def test_a_page_at_work_asks_nothing_of_the_world(watched: Watched) -> None:
    watched.until(lambda s: bool(s["ground"]) and len(s["items"]["township"]) == 2)
    assert list(watched.view.engine.gate.blocked) == []
    wanted = watched.ask(
        "[...document.querySelectorAll('script, link')].map((e) => e.src || e.href)"
    )
    assert len(wanted) == 6
    assert all(address.startswith("duty://map/") for address in wanted)


def test_what_would_leave_is_refused_by_the_policy_and_written_down(
    watched: Watched, qtbot, outside: socket.socket
) -> None:
    gate = watched.view.engine.gate
    knock(watched.ask, outside)
    qtbot.waitUntil(lambda: {"fetch", "img", "ws"} <= paths(gate.blocked), timeout=10_000)
    assert not any("secret" in address for address in gate.blocked)
    assert nobody_came(outside)


def test_without_the_policy_the_gate_alone_holds(
    qtbot, theme, clock, model, outside: socket.socket
) -> None:
    answers = dataclasses.replace(
        page_answers(RESOURCES, Ground()), policy="default-src * 'unsafe-inline'"
    )
    view = MapView(theme, clock, model, RESOURCES / "marks.toml")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    try:
        with qtbot.waitSignal(view.ready, timeout=30_000):
            view.open(answers, Ground())
        gate = view.engine.gate
        knock(lambda code: view.engine.ask(code, lambda _: None), outside)
        qtbot.waitUntil(lambda: {"fetch", "img", "ws"} <= paths(gate.blocked), timeout=10_000)
        assert nobody_came(outside)
    finally:
        view.close_page()


def test_the_page_goes_nowhere_and_opens_nothing(watched: Watched, qtbot) -> None:
    address = watched.ask("location.href")
    watched.ask("(window.open('http://example.invalid/'), location.assign('data:text/html,x'), 1)")
    watched.ask("1")
    assert watched.ask("location.href") == address


def test_texts_that_would_run_stay_texts(watched: Watched, clock) -> None:
    for layer in (Layer.INCIDENT, Layer.RADIO, Layer.TOWNSHIP, Layer.VILLAGE):
        for n, (name, text) in enumerate(PAYLOADS.items()):
            lat, lon = 28.5 + 0.06 * n, 109.3 + 0.1 * list(Layer).index(layer)
            watched.model.put(layer, f"{layer}-{name}", lat, lon, text, text, clock.now())
            watched.model.pulse(f"{layer}-{name}")
    watched.view.go_to(28.45, 109.9)  # far enough away for the chip to show one of them
    watched.until(lambda s: s["chip"] is not None and len(s["items"]["incident"]) == len(PAYLOADS))
    shown = {item["label"] for item in watched.state()["items"]["incident"]}
    assert shown == set(PAYLOADS.values())
    for layer in ("incident", "radio"):  # the tooltip too
        watched.ask(f"(window.dutyLive.hover('{layer}', '{layer}-img'), 1)")
        tip = watched.ask("document.querySelector('.leaflet-tooltip').innerText")
        assert "onerror" in tip or tip.endswith("…")
    assert watched.ask("typeof window.PWN") == "undefined"
    assert watched.ask("document.querySelectorAll('img, svg, .leaflet-tooltip script').length") == 0
