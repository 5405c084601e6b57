"""Clocks on the page of reports: explained, met by hand, chosen by rule book, and cheap to look at."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt

from app.base.ids import new_id
from app.incidents.records import Deadline, Incident, Level, ReportWay
from app.reports.clocks import Running
from tests.widgets.reports.conftest import Scene, press
from widgets.reports.board import BoardList


def test_a_late_clock_is_explained_from_the_board(qtbot, scene: Scene) -> None:
    page = scene.page
    scene.office.room.clock.forward(timedelta(hours=1))
    page.read()
    late = [row for row in page.board.rows if row.late(scene.office.desk.clock.now())]
    assert late
    page.board.select(late[0])
    press(qtbot, scene, Qt.Key.Key_E)
    page.clock_acts.reason.fill(reason="现场断网")
    page.clock_acts.reason.submit()
    row = next(row for row in page.board.rows if row.clock.id == late[0].clock.id)
    assert row.reason == "现场断网"


def test_a_rule_book_is_chosen_with_a_reason(qtbot, scene: Scene) -> None:
    page, room = scene.page, scene.office.room
    scene.sit(room.chief)
    page.clock_acts.rules()
    card = page.clock_acts.rules_card
    key = card.text("profile")
    was = key in {one.key for one in room.clocks.profiles().in_force()}
    card.submit()
    assert card.fields["reason"].error() != ""
    card.fill(reason="本县规定")
    card.submit()
    assert (key in {one.key for one in room.clocks.profiles().in_force()}) is not was


def crowd(fire: Incident) -> list[Running]:
    """50 events with 20 clocks each."""
    rows = []
    for n in range(50):
        incident = replace(fire, id=new_id(), title=f"事件{n}")
        for m in range(20):
            due = fire.received_at + timedelta(minutes=m * 7 - 30, seconds=n)
            clock = Deadline(
                id=new_id(), incident_id=incident.id, rule=f"r{m}", name="书面报告",
                source="某规定", starts_at=fire.received_at - timedelta(hours=1), due_at=due,
                met_at=None, mark=fire.mark, way=ReportWay.WRITTEN, profile="p",
                to="市应急管理局", level=Level.IV,
            )  # fmt: skip
            rows.append(Running(clock, incident, ""))
    return rows


def test_a_second_of_a_thousand_clocks_is_short_and_paints_only_what_changed(
    qtbot, scene: Scene
) -> None:
    office, rows = scene.office, crowd(scene.fire)
    board = BoardList(office.desk.theme, office.desk.clock)
    qtbot.addWidget(board)
    board.resize(400, 700)
    board.show()
    begun = time.perf_counter()
    board.show_rows(rows)
    board.grab()
    shown_s = time.perf_counter() - begun
    board.tick()
    before = board.painted
    begun = time.perf_counter()
    board.tick()
    assert board.painted == before
    office.room.clock.forward(timedelta(seconds=1))
    board.tick()
    tick_s = time.perf_counter() - begun
    assert 0 < board.painted - before <= 8
    assert tick_s < 0.05
    assert shown_s < 0.2


def test_a_clock_is_met_by_hand_at_the_second_press(qtbot, scene: Scene) -> None:
    page, room = scene.page, scene.office.room
    phone = next(row for row in page.board.rows if row.clock.rule == "phone")
    page.board.select(phone)
    said = dict(page.duties.rows)
    assert said["To"] == "市应急管理局"
    assert "县→市" in said["Level by level"]
    assert "本级人民政府" in said["Tell as well"]
    room.clock.forward(timedelta(minutes=34))
    press(qtbot, scene, Qt.Key.Key_M)
    card = page.clock_acts.met_card
    assert card.text("to") == "市应急管理局"
    assert card.fields["reason"].isVisible()
    card.submit()
    assert card.fields["person"].error() != ""
    card.fill(person="龙示河", words="手机")
    card.submit()
    assert card.fields["reason"].error() != ""
    card.fill(reason="座机占线")
    card.submit()
    assert card.isVisible()  # it says what will be written
    card.submit()
    assert not card.isVisible()
    row = next(row for row in page.board.rows if row.clock.id == phone.clock.id)
    assert row.reason == "座机占线"
    assert row.clock.met_by.startswith("line:")
