"""What a message says at this moment: its words, and how old the position in them is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.base.clock import span
from widgets.shell.messages import Message


def said(message: Message, now: datetime) -> str:
    """A position is never shown without its age."""
    if message.aged_at is None:
        return message.text
    words = QCoreApplication.translate("Messages", "{text} (position {span} ago)")
    return words.format(text=message.text, span=span(now - message.aged_at))
