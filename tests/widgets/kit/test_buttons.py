"""A button and its key are one thing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from widgets.kit.buttons import MainButton, PlainButton

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, theme):
    window = QWidget()
    box = QVBoxLayout(window)
    window.field = QLineEdit()
    window.main = MainButton(theme, "登记", "Ctrl+Enter")
    window.plain = PlainButton(theme, "合并", "Alt+M")
    for part in (window.field, window.main, window.plain):
        box.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    window.field.setFocus()
    return window


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_either_enter_with_control_does_the_main_act_from_a_field(window, qtbot, enter):
    with qtbot.waitSignal(window.main.clicked):
        qtbot.keyClick(window.field, enter, CTRL)


def test_a_disabled_button_has_a_dead_key(window, qtbot):
    window.main.setEnabled(False)
    with qtbot.assertNotEmitted(window.main.clicked):
        qtbot.keyClick(window.field, Qt.Key.Key_Return, CTRL)


def test_enter_presses_the_button_that_has_the_focus(window, qtbot):
    window.plain.setFocus()
    with qtbot.waitSignal(window.plain.clicked):
        qtbot.keyClick(window.plain, Qt.Key.Key_Return)


def test_word_and_key_fit_into_the_smallest_size(window, theme):
    wide = PlainButton(theme, "登记并开始计时", "Ctrl+Enter", "phone")
    assert wide.minimumSizeHint().width() > window.plain.minimumSizeHint().width()
    assert wide.accessibleName() == "登记并开始计时"
    wide.deleteLater()


def test_a_key_that_is_held_does_its_act_once(window):
    assert [key.autoRepeat() for key in window.main.findChildren(QShortcut)] == [False, False]
