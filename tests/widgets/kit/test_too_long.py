"""What is too long or no number is refused at its field, whichever way it came; nothing is taken in part."""

from __future__ import annotations

from time import thread_time

from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.base.errors import Refused
from widgets.duty.pasting import pasted
from widgets.kit.explain import explain
from widgets.kit.fields import MOST_LINE, AreaField, NumberField, TextField
from widgets.tour.hands import write

COPY, LEFT, NONE = (
    Qt.DropAction.CopyAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
)
MEGABYTE = "洪水" * 175_000


def by_key(qtbot, edit: QLineEdit) -> None:
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def by_menu(qtbot, edit: QLineEdit) -> None:
    menu = edit.createStandardContextMenu()
    next(act for act in menu.actions() if act.objectName() == "edit-paste").trigger()
    menu.deleteLater()


def by_drop(qtbot, edit: QLineEdit) -> None:
    held = QMimeData()
    held.setText(MEGABYTE)
    edit.dropEvent(QDropEvent(QPointF(5, 5), COPY, held, LEFT, NONE))


def by_input_method(qtbot, edit: QLineEdit) -> None:
    write(edit, MEGABYTE)


def test_a_megabyte_is_refused_whole_whichever_way_it_comes(qtbot, theme) -> None:
    field = TextField(theme, "place")
    qtbot.addWidget(field)
    field.show()
    QGuiApplication.clipboard().setText(MEGABYTE)
    for way in (by_key, by_menu, by_drop, by_input_method):
        field.set_value("先前")
        spent = thread_time()
        way(qtbot, field.edit)
        assert thread_time() - spent < 0.5, way
        assert field.value() == "先前", way
        assert "3500" in field.error(), way
        field.show_error("")
    assert QGuiApplication.clipboard().text() == MEGABYTE
    QGuiApplication.clipboard().clear()


def test_what_the_record_holds_is_shown_whole_and_may_be_shortened(qtbot, theme) -> None:
    field = TextField(theme, "place")
    qtbot.addWidget(field)
    held = "洪" * (MOST_LINE + 50)
    field.set_value(held)
    assert (field.value(), field.error()) == (held, "")
    field.edit.setCursorPosition(0)
    qtbot.keyClick(field.edit, Qt.Key.Key_A)
    assert field.value() == held
    assert field.error()
    field.edit.setCursorPosition(0)
    qtbot.keyClick(field.edit, Qt.Key.Key_Delete)
    assert field.value() == held[1:]


def test_several_lines_too(qtbot, theme) -> None:
    area = AreaField(theme, "course")
    qtbot.addWidget(area)
    area.set_value("先前")
    QGuiApplication.clipboard().setText(MEGABYTE)
    area.edit.paste()
    assert area.value() == "先前"
    assert area.error()
    QGuiApplication.clipboard().clear()


def test_a_number_is_one_a_county_can_have(qtbot, theme) -> None:
    field = NumberField(theme, "km")
    qtbot.addWidget(field)
    for said in ("-5", "-0", "1e9", "1000000000", "9" * 4000, "三十", "1.5", "²", "甲\x00"):
        write(field.edit, said)
        assert field.value() is None, said
        assert field.error(), said
        assert field.edit.text() == said
        field.clear()
    for said, number in (("\uff11\uff12", 12), ("007", 7), ("9999999", 9_999_999), ("", None)):
        field.set_value(said)
        assert field.demand_valid()
        assert field.value() == number


def test_what_no_record_can_hold_is_told_in_a_sentence(qapp) -> None:
    """On every page: none of them has to know these codes itself."""
    for error in (
        Refused("text", "nul_character"),
        Refused("text", "lone_surrogate", place=2),
        Refused("km", "out_of_range", number=2**70),
        Refused("file", "own_place", name="duty.db"),
        Refused("file", "exists", name="a.xlsx"),
    ):
        assert error.code not in explain(error)


def test_an_empty_clipboard_holds_nothing_to_attach(clock) -> None:
    assert pasted(None, None, clock.now()) is None  # type: ignore[arg-type]
