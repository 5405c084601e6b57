"""What no caller says and what a clipboard may hold: every field of the intake against every bad input.

Either it is refused at its field, with the words still there, or it is kept letter for letter and shown
as the text it is. Nothing is lost, nothing is carried out.
"""

from __future__ import annotations

from datetime import timedelta
from time import thread_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from app.incidents.form import TEXTS
from app.incidents.records import Count
from tests import hostile
from tests.deskroom import DeskRoom
from tests.hostile import HALF, HTML, NUL
from widgets.incidents.intake import IntakePage
from widgets.kit.fields import MOST_AREA, MOST_LINE
from widgets.kit.labels import ElidedLabel
from widgets.kit.text import tip
from widgets.tour.hands import write

CTRL = Qt.KeyboardModifier.ControlModifier
KEPT = {one: hostile.KEPT[one] for one in ("markup", "rare", "beyond", "overrides", "quotes")}
FIELDS = tuple(name for name in TEXTS if name != "title")
NUMBERS = (
    "-5",
    "−3",
    "1.5",
    "1e9",
    "999999999",
    "10000001",
    "∞",
    "٣٤x",
    "0x10",
    "几个",
    HTML,
    "甲\x00",
)
TIMES = (
    "25:00",
    "12:61",
    "2027-01-01 10:00",
    "06-25 09:00",
    "明年",
    "99999",
    "-1:30",
    HTML,
    "13月40日 9:00",
)


def editor(page: IntakePage, name: str):
    field = page.form.fields[name]
    return getattr(field, "edit", None) or field.combo.lineEdit()


def register(qtbot, page: IntakePage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Return, CTRL)


def held(office, one, name: str) -> str:
    """What the record holds of a field: the alarm's number is the contact's, all else the incident's."""
    (contact,) = office.room.intake.contacts(one.id)
    return str(getattr(contact if name == "alarm_no" else one, name))


def begin(page: IntakePage, but: str = "") -> None:
    if but != "place":
        write(editor(page, "place"), "石垭口镇街上")


def test_words_are_kept_letter_for_letter_in_every_field(qtbot, office, page) -> None:
    for said in KEPT.values():
        for name in FIELDS:
            write(editor(page, name), said)
        register(qtbot, page)
        (one,) = office.room.intake.latest(1)
        assert {held(office, one, name) for name in FIELDS} == {said}
        (line,) = office.room.log.of_incident(one.id)
        assert said in line.text
        office.room.clock.forward(timedelta(minutes=1))


@pytest.mark.parametrize("said", [NUL, HALF], ids=["nul", "half"])
def test_what_no_record_can_hold_is_refused_at_its_field_or_never_gets_in(
    qtbot, office, page, said
) -> None:
    for name in FIELDS:
        begin(page, name)
        write(editor(page, name), said)
        typed, count = page.form.fields[name].value(), len(office.room.intake.latest(99))
        register(qtbot, page)
        if page.form.fields[name].error():
            assert page.form.fields[name].value() == typed
            assert len(office.room.intake.latest(99)) == count
            page.form.clear()
        else:
            (one,) = office.room.intake.latest(1)
            assert held(office, one, name) == "甲乙", name
        office.room.clock.forward(timedelta(minutes=1))


def test_a_number_that_cannot_be_is_refused_at_its_field(qtbot, office, page) -> None:
    begin(page)
    names = [kind.name.lower() for kind in Count]
    for n, said in enumerate(NUMBERS):
        name = names[n % len(names)]
        write(editor(page, name), said)
        register(qtbot, page)
        assert office.room.intake.latest(9) == []
        assert page.form.fields[name].error(), said
        assert page.form.fields[name].value() == said
        page.form.fields[name].clear()


def test_a_time_that_cannot_be_is_refused_at_its_field(qtbot, office, page) -> None:
    begin(page)
    for said in TIMES:
        write(editor(page, "happened"), said)
        register(qtbot, page)
        assert office.room.intake.latest(9) == []
        assert page.form.fields["happened"].error(), said
        assert page.form.fields["happened"].value() == said
        page.form.fields["happened"].clear()


def paste(qtbot, widget, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_V, CTRL)


def test_a_megabyte_is_refused_at_once_and_stays_in_the_clipboard(qtbot, page) -> None:
    said = "洪水" * 175_000
    for name in (*FIELDS, "dead"):
        write(editor(page, name), "先前")
        spent = thread_time()
        paste(qtbot, editor(page, name), said)
        assert thread_time() - spent < 0.5
        assert page.form.fields[name].value() == "先前"
        assert page.form.fields[name].error()
    kind = page.form.fields["kind"]
    kind.set_value("火灾")
    paste(qtbot, kind.combo.lineEdit(), said)
    assert kind.combo.currentText() == "火灾"
    assert kind.error()
    assert QGuiApplication.clipboard().text() == said
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("name", ["place", "course"])
def test_the_longest_that_is_taken_is_kept_whole(qtbot, office: DeskRoom, page, name) -> None:
    most = MOST_AREA if name == "course" else MOST_LINE
    begin(page, name)
    paste(qtbot, editor(page, name), "洪" * most)
    register(qtbot, page)
    (one,) = office.room.intake.latest(9)
    assert len(getattr(one, name)) == most


def test_markup_is_text_wherever_an_incident_is_shown(qtbot, office: DeskRoom, page) -> None:
    from tests.widgets.incidents.conftest import services
    from widgets.incidents.page import IncidentsPage

    for name in FIELDS:
        write(editor(page, name), HTML)
    register(qtbot, page)
    shown = IncidentsPage(office.desk, services(office))
    qtbot.addWidget(shown)
    shown.resize(1516, 808)
    shown.show()
    shown.open(office.room.intake.latest(1)[0].id)
    labels = [*page.findChildren(QLabel), *shown.findChildren(QLabel)]
    assert any(HTML in label.text() for label in labels)
    for label in labels:
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "<b>" not in label.toolTip()
        assert "<img" not in label.toolTip()


def test_a_tooltip_shows_markup_as_text(qtbot, theme) -> None:
    label = ElidedLabel(theme, HTML * 9)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert "<img" not in label.toolTip()
    assert "&lt;img" in label.toolTip()
    assert tip("甲\n乙") == "甲\n乙"


def test_times_in_the_wrong_order_are_told(qtbot, office: DeskRoom, page) -> None:
    """The call of the line lies before what is said to have happened: it is refused, the words stay."""
    begin(page)
    page.sheet.fields["received_at"] = (office.room.clock.now() - timedelta(hours=3)).isoformat()
    write(editor(page, "happened"), "19:59")
    register(qtbot, page)
    assert office.room.intake.latest(9) == []
    assert page.form.fields["happened"].error()
