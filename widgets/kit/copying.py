"""A number goes to the clipboard, and the officer is told which."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from app.people.rights import MASKED
from widgets.kit.desk import Desk


def hidden(desk: Desk) -> bool:
    """Whoever sits here sees numbers of people covered."""
    officer = desk.session.officer
    return officer is None or officer.role in MASKED


def copy_number(desk: Desk, value: str, whose: str) -> None:
    if hidden(desk):
        desk.say(QCoreApplication.translate("Contacts", "Numbers are covered for this role"))
        return
    QGuiApplication.clipboard().setText(value)
    words = QCoreApplication.translate("Contacts", "Copied: {number}  {whose}")
    desk.say(words.format(number=value, whose=whose).strip())
