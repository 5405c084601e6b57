"""The page dies, hangs, dies again; the map goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.atlas.ground import Ground, Site
from app.atlas.layers import Layer, MapModel
from tests.widgets.atlas.conftest import RESOURCES, FewPlaces, Watched
from widgets.atlas import engine as engine_module
from widgets.atlas import map_view
from widgets.atlas.page import MapPage
from widgets.atlas.scheme import Answers

ROOT = Path(__file__).parents[3]


def fill(watched: Watched, clock) -> None:
    watched.model.put(Layer.INCIDENT, "i1", 28.75, 109.55, "涵洞积水", "自然灾害", clock.now())
    watched.model.put(Layer.RADIO, "r1", 28.80, 109.47, "落溪坝 01", "", clock.now())
    watched.model.pulse("r1")
    watched.until(lambda s: s["pulsing"] == ["r1"] and len(s["items"]["radio"]) == 1)


def kill_renderer(watched: Watched, qtbot) -> None:
    with qtbot.waitSignal(watched.view.engine.died, timeout=10_000):
        os.kill(watched.view.engine.renderer(), signal.SIGKILL)


def test_a_killed_renderer_comes_back_with_everything(watched: Watched, qtbot, clock) -> None:
    fill(watched, clock)
    watched.view.go_to(28.80, 109.47)
    watched.page._rows[Layer.VILLAGE].click()
    watched.until(lambda s: s["zoom"] >= 12 and "village" not in s["visible"])
    qtbot.waitUntil(lambda: watched.view._seen is not None and watched.view._seen[2] >= 12)
    before = watched.view.engine.renderer()
    with qtbot.waitSignal(watched.view.ready, timeout=20_000):
        kill_renderer(watched, qtbot)
        watched.model.put(Layer.RADIO, "r2", 28.81, 109.48, "落溪坝 02", "", clock.now())
    assert watched.view.engine.renderer() not in (0, before)
    watched.until(lambda s: len(s["items"]["radio"]) == 2 and s["pulsing"] == ["r1"])
    state = watched.state()
    assert [item["label"] for item in state["items"]["incident"]] == ["涵洞积水"]
    assert len(state["items"]["township"]) == 2
    assert "village" not in state["visible"]
    assert state["zoom"] >= 12


def test_a_page_that_hangs_is_ended_and_comes_back(
    watched: Watched, qtbot, clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(watched, clock)
    watched.view.engine._watch._timer.setInterval(150)
    watched.view.engine._watch.begin()
    with qtbot.waitSignals([watched.view.engine.died, watched.view.ready], timeout=20_000):
        watched.view.engine.ask("(() => { for (;;); })()", lambda _: None)
    watched.view.engine._watch._timer.setInterval(engine_module.PING_MS)
    watched.until(lambda s: len(s["items"]["incident"]) == 1)


def test_three_deaths_in_ten_minutes_leave_a_plain_list(watched: Watched, qtbot, clock) -> None:
    fill(watched, clock)
    for _ in range(2):
        with qtbot.waitSignal(watched.view.ready, timeout=20_000):
            kill_renderer(watched, qtbot)
    kill_renderer(watched, qtbot)
    table = watched.view._list.table
    assert watched.view._list.isVisible()
    assert [item.id for item in table.records] == ["r1", "i1"]  # the alarm on top
    texts = [table.model.index(row, 1).data() for row in range(2)]
    assert texts == ["28.80000, 109.47000", "28.75000, 109.55000"]
    with qtbot.waitSignal(watched.view.ready, timeout=20_000):
        watched.view._list.again.emit()
    assert not watched.view._list.isVisible()
    watched.until(lambda s: len(s["items"]["incident"]) == 1)


def test_deaths_far_apart_are_no_reason_to_give_up(watched: Watched, qtbot, clock) -> None:
    for _ in range(3):
        with qtbot.waitSignal(watched.view.ready, timeout=20_000):
            kill_renderer(watched, qtbot)
        clock.forward(timedelta(minutes=6))
    assert not watched.view._list.isVisible()


PROGRAM = """
import sys
from pathlib import Path
from widgets.atlas.scheme import register_scheme
register_scheme()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.atlas.ground import Ground
from app.atlas.layers import MapModel
from app.base.clock import SystemClock
from widgets.atlas.map_view import MapView
from widgets.atlas.page_source import page_answers
from widgets.kit.theme import Theme

app = QApplication(sys.argv)
theme = Theme.load(Path("resources/theme/tokens.toml"))
resources = Path("resources/map")
view = MapView(theme, SystemClock(), MapModel(), resources / "marks.toml")
view.ready.connect(lambda: (print("ready"), QTimer.singleShot(0, app.quit)))
view.show()
view.open(page_answers(resources, Ground()), Ground())
QTimer.singleShot(30_000, lambda: app.exit(9))
code = app.exec()
view.close_page()
sys.exit(code)
"""


def test_a_program_that_opened_the_map_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout.strip()) == (0, "ready"), done.stderr
    assert "Release of profile" not in done.stderr


def test_a_part_missing_on_the_disk_leaves_the_list_and_the_map_comes_when_it_is_back(
    qtbot, desk, model: MapModel, site: Site, tmp_path: Path
) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(RESOURCES, resources)
    page = MapPage(desk, model, FewPlaces(), site, resources)
    qtbot.addWidget(page)
    model.put(Layer.INCIDENT, "i1", 28.75, 109.55, "涵洞积水", "自然灾害", None)
    resources.rename(tmp_path / "away")
    page.show()
    table = page.view._list.table
    assert table.isVisible()
    assert [item.id for item in table.records] == ["i1"]
    (tmp_path / "away").rename(resources)
    assert page.show_item(Layer.INCIDENT, "i1")  # before there is a page: it will begin there
    with qtbot.waitSignal(page.view.ready, timeout=30_000):
        page.view._list.again.emit()
    Watched(page, model, FewPlaces(), qtbot).until(lambda s: s["selected"] == "i1")
    assert page.view._seen == pytest.approx((28.75, 109.55, 12), abs=1e-2)
    page.close_page()


def test_a_page_that_never_gets_ready_is_given_up(
    qtbot, theme, clock, model: MapModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_view, "READY_MS", 500)
    empty = Answers({"page/index.html": b"<!DOCTYPE html><title>x</title>"})
    view = map_view.MapView(theme, clock, model, RESOURCES / "marks.toml")
    qtbot.addWidget(view)
    view.show()
    view.open(empty, Ground())
    qtbot.waitUntil(view._list.isVisible, timeout=10_000)
    view.close_page()
