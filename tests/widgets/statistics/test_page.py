"""统计 by its keys, over a real record: what is counted, said, drawn, printed and handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import Qt

from app.base import spreadsheet
from app.base.clock import local_day
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.records import Count, EventClass, Level
from app.incidents.said import Said
from app.incidents.statistics import By, Counted, Statistics, year_to
from app.paper.fonts import Fonts
from app.paper.statistics_sheet import statistics_pdf
from db.stores.statistics import StatisticsRows
from tests.deskroom import DeskRoom
from widgets.statistics.page import StatisticsPage
from widgets.statistics.plots import ticks

KINDS = ("火灾", "道路交通事故", "山体滑坡")


def fill(office: DeskRoom) -> None:
    """Three of this year, one of the last, and a drill that must not be counted."""
    room = office.room
    for n, kind in enumerate(KINDS):
        counts = {Count.DEAD: (n, False)} if n else {}
        said = Said(course=kind, kind=kind, event_class=EventClass.ACCIDENT, township="云洛镇",
                    counts=counts)  # fmt: skip
        made = room.intake.register(room.watch, room.shift.id, new_id(), said)
    before = replace(
        made, id=new_id(), no="OLD", received_at=made.received_at - timedelta(days=370)
    )
    drill = replace(made, id=new_id(), no="DRILL", mark=Mark.DRILL)
    with room.db.change("system", "test", ("incident", "others")) as change:
        for one in (before, drill):
            change.put("incident", one)


@pytest.fixture
def page(qtbot, office: DeskRoom) -> Iterator[StatisticsPage]:
    room, fonts = office.room, Fonts()
    fill(office)

    def paper(look):
        return statistics_pdf(fonts, "示范县应急管理局", Mark.TEST, look, room.clock.now())

    made = StatisticsPage(office.desk, Statistics(StatisticsRows(room.db)), paper)
    qtbot.addWidget(made)
    made.resize(1516, 808)
    assert made.plots is None
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def rows(page: StatisticsPage) -> list[tuple[str, ...]]:
    return [tuple(c.text(one) for c in page.table.model.columns) for one in page.table.records]


def test_the_year_is_beside_the_last_and_unknown_is_not_none(page: StatisticsPage) -> None:
    assert rows(page) == [
        ("事故灾难", "3", "1", "+2", "3", "不详", "不详"),
        ("合计", "3", "1", "+2", "3", "不详", "不详"),
    ]
    (first, *_), dead = page.table.records, page.table.model.columns[4]
    assert dead.second is not None
    assert dead.second(first) == "1 unknown"
    assert "3 incidents, a year before 1, +2 (+200.0%)" in page._sum.text()


def test_divisions_are_a_key_away_and_drawn(qtbot, page: StatisticsPage) -> None:
    page.by.segments.setFocus()
    qtbot.keyClick(page.by.segments, Qt.Key.Key_Right)
    assert page.by.value() == By.KIND
    assert {row[0] for row in rows(page)} == {*KINDS, "合计"}
    assert page.plots.look is page.look
    (names,) = page.plots.bars.getPlotItem().getAxis("left")._tickLevels
    assert {name for _, name in names} == set(KINDS)
    qtbot.waitUntil(lambda: len(page.plots.lines.getPlotItem().listDataItems()) == 2)


def test_two_days_are_typed_and_refused_at_their_field(qtbot, page: StatisticsPage) -> None:
    page.which.set_value("typed")
    page.which.changed.emit()
    for first, last, field in (
        ("2026-06-24", "2026-06-25", page.last),
        ("2026-06-24", "6-1", page.last),
        ("昨天", "", page.first),
        ("2024-01-01", "", page.last),
    ):
        page.first.set_value(first)
        page.last.set_value(last)
        page.read()
        assert field.error()
    page.first.set_value("2025-06-01")
    page.last.set_value("2025-06-30")
    qtbot.keyClick(page.last.edit, Qt.Key.Key_Return)
    assert not page.first.error()
    assert not page.last.error()
    assert rows(page)[-1][:3] == ("合计", "1", "0")
    assert rows(page)[-1][4] == "不详"


def test_only_quarters_that_have_begun_are_offered(page: StatisticsPage) -> None:
    values = [page.which.combo.itemData(n) for n in range(page.which.combo.count())]
    assert values == ["year", "month", "Q1", "Q2", "before", "typed"]
    page.which.set_value("Q1")
    page.read()
    assert page.table.records == ()


def test_a_new_incident_is_counted_at_once(office: DeskRoom, page: StatisticsPage) -> None:
    said = Said(course="内涝", kind="洪涝", event_class=EventClass.NATURAL)
    office.room.intake.register(office.room.watch, office.room.shift.id, new_id(), said)
    assert rows(page)[-1][1] == "4"


def test_it_is_printed_and_handed_out(
    office: DeskRoom, page: StatisticsPage, tmp_path: Path
) -> None:
    assert page.print_page()
    assert page.preview.paper is not None
    assert page.preview.paper.pages == 1
    assert not page.preview.paper.missing
    page.print_page()
    assert not page.preview.isVisible()
    to = tmp_path / "年度.xlsx"
    page.hand_out(str(to))
    read = spreadsheet.read(to)
    assert read[0][:4] == ["类别", "本期起数", "上年同期起数", "增减"]
    assert read[-1][:3] == ["合计", "3", "1"]


def test_day_and_night_are_worn_by_the_plots(qapp, theme, page: StatisticsPage) -> None:
    for mode in ("night", "day"):
        theme.apply(qapp, mode)
        assert page.plots.bars.backgroundBrush().color() == theme.colour("panel")


def test_ticks_are_few_whole_and_reach_the_top() -> None:
    for most in (0, 1, 4, 9, 37, 999, 10_001):
        shown = ticks(most)
        assert shown[0] == 0
        assert shown[-1] >= most
        assert len(shown) <= 7


def test_ten_thousand_incidents_a_year_do_not_hold_up_the_windows(page: StatisticsPage) -> None:
    """What is counted is counted on the store thread; the Qt thread only shows some rows."""
    end = page._desk.clock.now()
    towns, classes = [f"{n}镇" for n in range(25)], list(EventClass)
    held = [
        Counted(end - timedelta(minutes=50 * n), classes[n % 5], KINDS[n % 3], Level.IV,
                towns[n % 25], {Count.DEAD: n % 3} if n % 2 else {})
        for n in range(20_000)
    ]  # fmt: skip

    class Many:
        def counted(self, start: datetime, end: datetime) -> list[Counted]:
            return [one for one in held if start <= one.received_at < end]

    look = Statistics(Many()).look(year_to(local_day(end)), By.TOWNSHIP)
    assert look.whole.now.incidents + look.whole.before.incidents > 9_000
    spent = min(_time_of(lambda: page._show(look)) for _ in range(3))
    assert spent < 0.05


def _time_of(call: Callable[[], None]) -> float:
    begun = thread_time()
    call()
    return thread_time() - begun
