"""Alarms passed on, with keys: copied text becomes calls beside the one that is being written."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.base import spreadsheet
from app.incidents.alarms import Alarms, Verdict, load_alarm_rules
from app.incidents.records import Source
from tests.rooms import RULES
from widgets.incidents.intake import IntakePage
from widgets.tour.hands import write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
COPIED = (
    "警情编号\t接警时间\t警情类型\t地址\n"
    "119-07\t09:55\t火灾\t石垭口镇街上12号\n"
    "119-08\t09:58\t溺水\t己塘镇河边\n"
    "119-09\t何时\t火灾\t何处\n"
)


@pytest.fixture
def page(qtbot, office) -> IntakePage:
    rules = load_alarm_rules(RULES.parent / "alarms.toml")
    alarms = Alarms(office.room.intake, rules, office.room.clock)
    page = IntakePage(
        office.desk, office.room.intake, office.room.log, office.drafts, alarms=alarms
    )
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def test_copied_alarms_become_calls_and_the_typed_words_stay(qtbot, office, page) -> None:
    write(page.form.fields["place"].edit, "半句话")
    qtbot.keyClick(page, Qt.Key.Key_I, ALT)
    QGuiApplication.clipboard().setText(COPIED)
    qtbot.keyClick(page, Qt.Key.Key_V, ALT)
    view = page.alarms
    assert [one.verdict for one in view.found] == [Verdict.NEW, Verdict.NEW, Verdict.REFUSED]
    who = office.desk.session.officer
    office.desk.session.sign_in(None)
    view.take_in()
    assert len(view.found) == 3, "what was looked at stays while somebody signs in"
    office.desk.session.sign_in(who)
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    assert page.form.isVisible()
    assert page.form.values()["place"] == "半句话"
    assert [sheet.fields.get("alarm_no") for sheet in page.calls.sheets] == [
        "119-07",
        "119-08",
        None,
    ]
    page.show_call(str(page.calls.sheets[0].key))
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)
    (made,) = office.room.intake.latest(9)
    (contact,) = office.room.intake.contacts(made.id)
    assert (contact.alarm_no, contact.source) == ("119-07", Source.FIRE)
    page.show_alarms()
    page.alarms.take_copied()
    assert [one.verdict for one in view.found] == [Verdict.KNOWN, Verdict.WRITING, Verdict.REFUSED]
    assert not view.main.isEnabled()


def test_a_table_is_read_and_what_is_none_is_told(qtbot, office, page, tmp_path) -> None:
    page.show_alarms()
    rows = [line.split("\t") for line in COPIED.splitlines()]
    file = tmp_path / "警情.xlsx"
    file.write_bytes(spreadsheet.xlsx(rows, "警情"))
    page.alarms.open_file(str(file))
    assert [one.no for one in page.alarms.found] == ["119-07", "119-08", "119-09"]
    file.write_bytes(b"no table")
    page.alarms.open_file(str(file))
    assert page.alarms.found == []
    assert page.alarms._said.text()
    QGuiApplication.clipboard().setText("今天没有")
    page.alarms.take_copied()
    assert "剪贴板" in page.alarms._said.text() or "clipboard" in page.alarms._said.text()
    qtbot.keyClick(page.alarms, Qt.Key.Key_Escape)
    assert page.form.isVisible()
