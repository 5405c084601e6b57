"""A card over a page gives the cursor back to where it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from widgets.kit.fields import TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

RESOURCES = Path(__file__).parents[3] / "resources"


def test_the_cursor_goes_back_to_where_it_was(qtbot) -> None:
    theme = Theme.load(RESOURCES / "theme" / "tokens.toml")
    page, below = QWidget(), QWidget()
    first, second = QPushButton("first"), QLineEdit()
    box = QVBoxLayout(page)
    box.addWidget(first)
    box.addWidget(below)
    QVBoxLayout(below).addWidget(second)
    card = OverCard(theme, page, {"why": TextField(theme, "why")})
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    second.setFocus()
    card.ask_for("A question", "", "Answer", below)
    assert card.fields["why"].edit.hasFocus()
    card.close_card()
    assert second.hasFocus()
    card.ask_for("Another", "", "Answer", below)
    second.hide()
    card.close_card()
    assert not second.hasFocus()


def test_without_a_note_it_is_as_high_as_what_it_holds(qtbot) -> None:
    theme = Theme.load(RESOURCES / "theme" / "tokens.toml")
    page, below = QWidget(), QWidget()
    card = OverCard(theme, page, {"why": TextField(theme, "why")})
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    card.ask_for("A question", "", "Answer", below)
    whole = card.card.rect()
    for one in (card.fields["why"], card.go):
        assert whole.contains(QRect(one.mapTo(card.card, QPoint(0, 0)), one.size()))
