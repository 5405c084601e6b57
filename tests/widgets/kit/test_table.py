"""Tables show records and leave the rows where the officer's hand is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.kit.columns import Column
from widgets.kit.memory import ScreenMemory
from widgets.kit.table import RecordTable


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    state: str = "在办"


COLUMNS = (
    Column("编号", lambda r: str(r.id), 80, right=True),
    Column("事件", lambda r: r.name, stretch=True, strong=True),
    Column("状态", lambda r: r.state, 90, tone="text2"),
)


def rows(*numbers: int) -> tuple[Row, ...]:
    return tuple(Row(n, f"事件 {n}") for n in numbers)


@pytest.fixture
def table(qtbot, theme):
    table = RecordTable(theme, COLUMNS, empty="没有事件")
    qtbot.addWidget(table)
    table.resize(600, 400)
    table.show()
    return table


def test_rows_have_one_fixed_height(table, theme):
    table.show_records(rows(*range(500)))
    assert {table.view.rowHeight(n) for n in (0, 7, 499)} == {theme.px("row.table")}


def test_an_empty_table_says_what_would_come_here(table):
    table.show_records(())
    assert table._empty.isVisible()
    assert table._empty.text() == "没有事件"


def test_new_rows_wait_while_the_officer_is_further_down(table):
    table.show_records(rows(*range(100)))
    table.select(50)
    table.view.scrollTo(table.view.currentIndex())
    table.show_records((*rows(200, 201, 202), *rows(*range(100))))
    assert table.records == rows(*range(100))
    assert table._notice.isVisible()
    assert table._notice.text().startswith("3")
    table.show_held()
    assert len(table.records) == 103
    assert table.current().id == 50
    assert not table._notice.isVisible()


def test_changes_of_shown_rows_come_through_while_new_ones_wait(table):
    table.show_records(rows(*range(100)))
    table.select(50)
    table.view.scrollTo(table.view.currentIndex())
    ended = tuple(replace(r, state="办结") if r.id == 50 else r for r in rows(*range(100)))
    table.show_records((*rows(200), *ended))
    assert table.current().state == "办结"


def test_the_current_record_stays_current_when_rows_come(table, qtbot):
    table.show_records(rows(1, 2, 3))
    table.select(2)
    with qtbot.assertNotEmitted(table.chosen):
        table.show_records(rows(0, 1, 2, 3), now=True)
    assert table.current() == Row(2, "事件 2")


def test_enter_opens_and_space_ticks(table, qtbot):
    table.show_records(rows(1, 2))
    table.select(2)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.ticked) as ticked:
        qtbot.keyClick(table.view, Qt.Key.Key_Space)
    assert opened.args == ticked.args == [Row(2, "事件 2")]


def test_column_widths_are_remembered(qtbot, theme):
    memory = ScreenMemory()
    first = RecordTable(theme, COLUMNS, name="incidents", memory=memory)
    qtbot.addWidget(first)
    first.resize(600, 300)
    first.show()
    first.view.horizontalHeader().resizeSection(2, 133)
    second = RecordTable(theme, COLUMNS, name="incidents", memory=memory)
    qtbot.addWidget(second)
    second.resize(600, 300)
    second.show()
    assert second.view.columnWidth(2) == 133


def test_a_window_made_smaller_leaves_no_bar_below_columns_that_fit(qtbot, theme):
    columns = (*COLUMNS, *(Column(f"列{n}", lambda r: r.state, 90) for n in range(7)))
    box = QWidget()
    qtbot.addWidget(box)
    theme.dress(box)
    table = RecordTable(theme, columns, row="table_compact", empty=" ")
    QVBoxLayout(box).addWidget(table)
    box.resize(1800, 320)
    box.show()
    for wide, high in ((1800, 320), (1280, 180), (1800, 320), (1280, 200)):
        box.resize(wide, high)
        qtbot.wait(1)
        table.show_records(rows(*range(6)), now=True)
        qtbot.wait(1)
        assert not table.view.horizontalScrollBar().isVisible(), (wide, high)


def test_a_narrow_table_folds_first_and_then_narrows_and_never_overflows(qtbot, theme):
    columns = (*COLUMNS[:2], replace(COLUMNS[2], fold=True))
    table = RecordTable(theme, columns)
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    assert not table.view.isColumnHidden(2)
    assert sum(table.view.columnWidth(n) for n in range(3)) == table.view.viewport().width()
    table.resize(300, 300)
    assert table.view.isColumnHidden(2)
    assert table.view.columnWidth(0) + table.view.columnWidth(1) <= table.view.viewport().width()
