"""Forms are filled without the mouse and never show unknown as nought."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from widgets.kit.fields import AreaField, ComboField, NumberField, SegmentField, TextField
from widgets.kit.form import Form


@pytest.fixture
def form(qtbot, theme):
    form = Form(theme)
    form.section("谁来报", "已认出", "1")
    form.row(unit=TextField(theme, "单位", required=True), dead=NumberField(theme, "死亡"))
    form.row(course=AreaField(theme, "经过"))
    form.row(
        trend=SegmentField(theme, "趋势", [("减弱", "减弱"), ("持续", "持续")]),
        dangers=SegmentField(theme, "危险", [("危化品", "危化品"), ("人群", "人群")], many=True),
    )
    form.row(kind=ComboField(theme, "类型", [("", "—"), ("火灾", "火灾")]))
    qtbot.addWidget(form)
    form.show()
    with qtbot.waitActive(form):
        form.activateWindow()
    return form


def test_what_is_filled_in_comes_out(form):
    given = {
        "unit": "己塘镇值班室",
        "dead": 0,
        "course": "厂房起火",
        "trend": "持续",
        "dangers": ["危化品", "人群"],
        "kind": "火灾",
    }
    form.fill({**given, "field_of_an_older_version": "x"})
    assert form.values() == given


def test_an_empty_number_is_unknown_and_not_nought(form):
    assert form.values()["dead"] is None
    assert form.fields["dead"].edit.placeholderText()


def test_enter_goes_to_the_next_field(form, qtbot):
    form.fields["unit"].edit.setFocus()
    qtbot.keyClick(form.fields["unit"].edit, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.fields["dead"].edit


def test_enter_while_an_input_method_composes_stays_in_the_field(form, qtbot):
    edit = form.fields["unit"].edit
    edit.setFocus()
    QApplication.sendEvent(edit, QInputMethodEvent("jitang", []))
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is edit
    done = QInputMethodEvent()
    done.setCommitString("己塘")
    QApplication.sendEvent(edit, done)
    assert form.values()["unit"] == "己塘"
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is form.fields["dead"].edit


def test_an_error_stands_under_its_field_and_leaves_the_cursor_alone(form, qtbot):
    form.fields["course"].edit.setFocus()
    assert form.show_error("unit", "请写来报单位")
    assert form.fields["unit"].error() == "请写来报单位"
    assert QApplication.focusWidget() is form.fields["course"].edit
    qtbot.keyClicks(form.fields["unit"].edit, "x")
    assert form.fields["unit"].error() == ""


def test_a_number_that_is_none_is_told_at_the_field(form, qtbot):
    qtbot.keyClicks(form.fields["dead"].edit, "2x")
    assert form.fields["dead"].error()
    assert form.values()["dead"] is None


def test_setting_values_is_no_edit_by_hand(form, qtbot):
    with qtbot.assertNotEmitted(form.changed):
        form.fill({"unit": "a", "course": "b", "trend": "持续", "kind": "火灾"})
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(form.fields["course"].edit, "c")


def test_segments_are_moved_with_arrows_and_many_are_ticked_with_space(form, qtbot):
    one, many = form.fields["trend"].segments, form.fields["dangers"].segments
    form.fill({"trend": "减弱"})
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert form.values()["trend"] == "持续"
    qtbot.keyClick(many, Qt.Key.Key_Space)
    qtbot.keyClick(many, Qt.Key.Key_Right)
    qtbot.keyClick(many, Qt.Key.Key_Space)
    assert form.values()["dangers"] == ["危化品", "人群"]


def test_required_fields_that_are_empty_are_named(form):
    assert form.missing() == ["unit"]
