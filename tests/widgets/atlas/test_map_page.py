"""The map as the officer sees it, on the real engine."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from app.atlas.layers import Layer
from app.base.bus import Changed
from tests.widgets.atlas.conftest import SEATS, Watched


def click(watched: Watched, lat: float, lon: float) -> None:
    at = watched.ask(f"window.dutyLive.pixel({lat}, {lon})")
    target = watched.view.engine.view.focusProxy()
    point = QPoint(round(at["x"]), round(at["y"]))
    QTest.mouseMove(target, point)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, pos=point)


def test_incidents_radios_and_seats_stand_where_they_are(watched: Watched, clock) -> None:
    model, now = watched.model, clock.now()
    model.put(Layer.INCIDENT, "i1", 28.75, 109.55, "涵洞积水", "自然灾害", now)
    model.put(Layer.RADIO, "r1", 28.80, 109.47, "落溪坝 01", "", now)
    model.put(Layer.RADIO, "r2", 28.60, 109.60, "高望坪 01", "", now - timedelta(minutes=8))
    model.put(Layer.RADIO, "r3", 28.60, 109.40, "竹瓦溪 01", "", now - timedelta(hours=2))
    watched.until(lambda s: len(s["items"]["radio"]) == 3 and len(s["items"]["incident"]) == 1)
    state = watched.state()
    incident = state["items"]["incident"][0]
    assert (incident["id"], incident["lat"], incident["lon"]) == ("i1", 28.75, 109.55)
    ages = {item["id"]: item["age"] for item in state["items"]["radio"]}
    assert ages == {"r1": "fresh", "r2": "older", "r3": "stale"}
    assert {item["label"] for item in state["items"]["township"]} == set(SEATS)

    model.put(Layer.RADIO, "r1", 28.81, 109.48, "落溪坝 01", "", now)
    model.drop(Layer.RADIO, "r3")
    watched.until(lambda s: len(s["items"]["radio"]) == 2)
    moved = {item["id"]: item["lat"] for item in watched.state()["items"]["radio"]}
    assert moved == {"r1": 28.81, "r2": 28.60}


def test_names_do_not_overlap_and_the_alarm_has_its_name(watched: Watched, clock) -> None:
    for n in range(12):
        lat, lon = 28.70 + 0.004 * (n % 4), 109.55 + 0.01 * (n // 4)
        watched.model.put(Layer.RADIO, f"r{n}", lat, lon, f"云洛 {n:02}", "", clock.now())
    watched.model.pulse("r5")
    watched.until(lambda s: s["pulsing"] == ["r5"] and any(n["id"] == "r5" for n in s["names"]))
    boxes = [name["box"] for name in watched.state()["names"]]
    assert len(boxes) > 3
    boxes.append(
        watched.ask(
            "(({left, top, right, bottom}) => [left, top, right, bottom])"
            "(document.querySelector('.leaflet-control-zoom').getBoundingClientRect())"
        )
    )
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)


def test_the_base_map_is_there_and_the_county_is_named_by_us(watched: Watched) -> None:
    watched.until(lambda s: "district/43.json" in s["ground"] and s["border"] == 1)
    assert watched.ask("document.body.innerText.includes('真名县')") is False
    assert watched.ask("window.dutyMap.attributionControl.options.prefix") == ""
    assert watched.ask("document.querySelector('.leaflet-control-attribution').innerText") == ""
    scale = watched.ask("document.querySelector('.leaflet-control-scale').innerText")
    assert "km" in scale
    assert "mi" not in scale


def test_a_click_gives_the_place_of_a_draft(watched: Watched, qtbot) -> None:
    with qtbot.waitSignal(watched.view.clicked, timeout=10_000) as clicked:
        click(watched, 28.76, 109.54)
    assert clicked.args == pytest.approx([28.76, 109.54], abs=1e-3)
    selection = watched.page.selection
    assert selection.text("wgs").startswith("28.7")
    assert selection.text("gcj") != selection.text("wgs")
    assert "云洛镇" in selection.text("village")
    with qtbot.waitSignal(watched.page.place_picked) as picked:
        selection.use.click()
    lat, lon, township, words = picked.args
    assert (lat, lon) == pytest.approx((28.76, 109.54), abs=1e-3)
    assert township == "云洛镇"
    assert words.startswith("云洛镇上桐溪社区")
    selection.copy.click()
    assert QGuiApplication.clipboard().text() == selection.text("wgs")


def test_a_click_on_a_sign_selects_it(watched: Watched, qtbot, clock) -> None:
    watched.model.put(Layer.INCIDENT, "i1", 28.62, 109.45, "山体滑坡", "自然灾害", clock.now())
    watched.until(lambda s: len(s["items"]["incident"]) == 1)
    with qtbot.waitSignal(watched.view.chosen, timeout=10_000) as chosen:
        click(watched, 28.62, 109.45)
    assert chosen.args == ["incident", "i1"]
    watched.until(lambda s: s["selected"] == "i1")
    assert watched.page.selection.text("kind") == "自然灾害"
    assert watched.page.selection.text("wgs") == "28.62000, 109.45000"


def test_of_two_signs_the_nearer_one_is_meant_unless_one_is_an_alarm(
    watched: Watched, qtbot, clock
) -> None:
    lat, lon = SEATS["云洛镇"]
    watched.model.put(Layer.RADIO, "r1", lat, lon + 0.004, "云洛 01", "", clock.now())
    watched.until(lambda s: len(s["items"]["radio"]) == 1 and len(s["items"]["township"]) == 2)
    with qtbot.waitSignal(watched.view.chosen, timeout=10_000) as chosen:
        click(watched, lat, lon + 0.004)
    assert chosen.args == ["radio", "r1"]
    with qtbot.waitSignal(watched.view.chosen, timeout=10_000) as chosen:
        click(watched, lat, lon)
    assert chosen.args[0] == "township"
    watched.model.pulse("r1")
    watched.until(lambda s: s["pulsing"] == ["r1"])
    with qtbot.waitSignal(watched.view.chosen, timeout=10_000) as chosen:
        click(watched, lat, lon)
    assert chosen.args == ["radio", "r1"]


def test_an_alarm_out_of_sight_shows_a_chip_and_the_view_stays(watched: Watched, clock) -> None:
    watched.view.go_to(28.45, 109.25)
    watched.until(lambda s: s["zoom"] >= 12)
    before = watched.ask("window.dutyMap.getCenter()")
    watched.model.put(Layer.RADIO, "r1", 28.95, 109.85, "青岩渡 03", "", clock.now())
    watched.model.pulse("r1")
    watched.until(lambda s: s["chip"] is not None)
    assert watched.state()["chip"] == "↗青岩渡 03Alt+J"
    assert watched.ask("window.dutyMap.getCenter()") == before
    QTest.keyClick(watched.page, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    watched.until(lambda s: s["chip"] is None)
    there = watched.ask("window.dutyMap.getCenter()")
    assert (there["lat"], there["lng"]) == pytest.approx((28.95, 109.85), abs=1e-3)


def test_night_is_told_without_a_reload(watched: Watched, qapp, theme) -> None:
    watched.ask("(window.sameDocument = true)")
    day = theme.colour("raised").name()
    watched.until(lambda s: s["colours"]["raised"] == day)
    theme.apply(qapp, "night")
    watched.until(lambda s: s["colours"]["raised"] == theme.colour("raised").name() != day)
    background = watched.ask("getComputedStyle(document.body).backgroundColor")
    base = theme.colour("base")
    assert background == f"rgb({base.red()}, {base.green()}, {base.blue()})"
    assert watched.ask("window.sameDocument") is True


def test_a_layer_can_be_switched_off(watched: Watched) -> None:
    assert "township" in watched.state()["visible"]
    watched.page._rows[Layer.TOWNSHIP].click()
    watched.until(lambda s: "township" not in s["visible"])


def test_an_alarm_is_seen_on_a_layer_that_is_switched_off(watched: Watched, clock) -> None:
    watched.page._rows[Layer.RADIO].click()
    watched.model.put(Layer.RADIO, "r1", 28.7, 109.5, "云洛 01", "", clock.now())
    watched.model.put(Layer.RADIO, "r2", 28.6, 109.5, "云洛 02", "", clock.now())
    watched.model.pulse("r1")
    watched.until(lambda s: "radio" not in s["visible"] and s["pulsing"] == ["r1"])
    watched.until(lambda s: [n["id"] for n in s["names"] if n["layer"] == "radio"] == ["r1"])


def test_the_map_takes_no_focus_and_enter_picks_its_middle(watched: Watched, qtbot) -> None:
    qtbot.waitUntil(lambda: watched.page.find.edit.hasFocus())
    assert watched.ask("document.hasFocus()") is False
    watched.view.engine.view.setFocus()
    watched.ask("(window.dutyMap.getContainer().focus(), 1)")
    with qtbot.waitSignal(watched.view.clicked, timeout=10_000) as clicked:
        QTest.keyClick(watched.view.engine.view.focusProxy(), Qt.Key.Key_Return)
    middle = watched.ask("window.dutyMap.getCenter()")
    assert clicked.args == pytest.approx([middle["lat"], middle["lng"]])


def test_a_place_is_found_by_name(watched: Watched) -> None:
    watched.page.find.edit.insert("落溪")
    assert [place.name for place in watched.page.found.records] == ["落溪坝镇"]
    QTest.keyClick(watched.page.find.edit, Qt.Key.Key_Return)
    assert watched.page.selection.text("wgs") == "28.80420, 109.46040"
    watched.until(lambda s: s["selected"] is not None and s["zoom"] >= 12)


def test_a_page_out_of_sight_catches_up(watched: Watched, qtbot, clock) -> None:
    watched.page.hide()
    for n in range(50):
        watched.model.put(Layer.RADIO, "r1", 28.6 + n / 1000, 109.5, "云洛 01", "", clock.now())
    watched.page.show()
    watched.until(lambda s: [i["lat"] for i in s["items"]["radio"]] == [28.649])


def test_a_torn_off_page_stays_the_same_page(watched: Watched, qtbot) -> None:
    before = watched.view.engine.renderer()
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(watched.page)
    window.resize(900, 600)
    window.show()
    watched.until(lambda s: len(s["items"]["township"]) == 2)
    assert watched.view.engine.renderer() == before
    window.takeCentralWidget().show()
    watched.until(lambda s: len(s["items"]["township"]) == 2)
    assert watched.view.engine.renderer() == before


def test_a_changed_contact_book_is_read_once(watched: Watched, qtbot, bus) -> None:
    assert watched.places.asked == 1
    for n in range(300):
        bus.publish(Changed("org", str(n)))
    bus.publish(Changed("incident", "x"))
    qtbot.waitUntil(lambda: watched.places.asked == 2)
    assert len(watched.model.items(Layer.TOWNSHIP)) == 2
