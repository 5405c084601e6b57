"""The style sheet, generated from the tokens: the plain controls of Qt in our dress."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.kit.theme import Theme

_SHEET = Template(
    """
QWidget { color: $text; }
QMainWindow, QDialog { background: $base; }
QLabel { background: transparent; }
QLabel[tone="text2"] { color: $text2; }
QLabel[tone="text3"] { color: $text3; }
QLabel[tone="now"] { color: $now; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="ink"] { color: $ink; }
QLabel[role="key"] { color: $text2; background: $raised; border: 1px solid $line;
    border-radius: ${badge}px; padding: 1px 6px; }
QFrame[role="panel"] { background: $panel; border: 1px solid $line; border-radius: ${panel_r}px; }
QFrame[role="bar"] { background: $panel; border: 1px solid $line; border-radius: ${panel_r}px; }
QFrame[role="card"] { background: $raised; border: 1px solid $line; border-radius: ${button_r}px; }
QListWidget[role="offered"] { background: $raised; border: 1px solid $accent; }
QFrame[role="focus-card"] { background: $panel; border: 2px solid $accent;
    border-radius: ${panel_r}px; }
QFrame[role="hairline"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[role="strip"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="lampbar"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="rail"] { background: $panel; border: none; border-right: 1px solid $line; }

QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QDateTimeEdit {
    background: $raised; color: $text; border: 1px solid $line_strong;
    border-radius: ${field_r}px; padding: 0 10px; selection-background-color: $select;
    selection-color: $text; }
QPlainTextEdit { padding: 4px 8px; }
QComboBox { padding: 0 12px; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 0 9px; }
QPlainTextEdit:focus { padding: 3px 7px; }
QComboBox:focus, QComboBox:on { padding: 0 11px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
    border: 2px solid $now; padding: 0 9px; }
QPlainTextEdit[wrong="true"] { padding: 3px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {
    color: $text3; background: $panel; border-color: $line; }
QLineEdit[role="quiet"] { border: none; background: transparent; padding: 0; }
QLineEdit[role="quiet"]:focus { border: none; padding: 0; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $line_strong;
    selection-background-color: $select; selection-color: $text; outline: none; }

QPushButton { background: $raised; color: $text; border: 1px solid $line_strong;
    border-radius: ${button_r}px; padding: 0 14px; }
QPushButton:hover { background: $select; }
QPushButton:pressed { background: $sunken; }
QPushButton:disabled { color: $text3; background: $panel; border-color: $line; }
QToolButton { background: transparent; border: none; border-radius: ${button_r}px; }
QToolButton:hover { background: $select; }

QAbstractItemView { background: transparent; border: none; outline: none;
    selection-background-color: $select; selection-color: $text; }
QHeaderView { background: $sunken; border: none; }
QHeaderView::section { background: $sunken; color: $text2; border: none; padding: 0 8px; }
QHeaderView::section:first { padding-left: 16px; }
QHeaderView::section:last { padding-right: 16px; }
QHeaderView::section:only-one { padding: 0 16px; }
QTableCornerButton::section { background: $sunken; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] { background: transparent; border: none; }

QScrollBar:vertical { background: transparent; width: ${scrollbar}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${scrollbar}px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 3px; min-height: 32px;
    min-width: 32px; }
QScrollBar::handle:vertical { margin: 2px 3px; }
QScrollBar::handle:horizontal { margin: 3px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QMenu { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 20px; border-radius: ${field_r}px; }
QMenu::item:selected { background: $select; color: $text; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 6px; }
QTabWidget::pane { border: none; }
QProgressBar { background: $sunken; border: none; border-radius: 3px; text-align: right; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
"""
)


def sheet(theme: Theme) -> str:
    """QSS of the present look."""
    return _SHEET.substitute(
        theme.tokens["color"][theme.mode],
        badge=theme.px("radius.badge"),
        panel_r=theme.px("radius.panel"),
        field_r=theme.px("radius.field"),
        button_r=theme.px("radius.button"),
        scrollbar=theme.px("control.scrollbar_w"),
    )
