"""The columns of what was heard and sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.base.clock import hhmm, span
from app.people.session import Session
from app.radio.board import LogLine, waits
from app.radio.events import TextStep
from app.radio.records import HeardKind, RadioEvent, RadioText
from widgets.kit.columns import Column
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.who import event_who, who
from widgets.radio.words import tr

TRAFFIC = frozenset(
    {
        HeardKind.TEXT,
        HeardKind.TALK,
        HeardKind.EMERGENCY,
        HeardKind.CLEARED,
        HeardKind.LINK,
        HeardKind.STATUS,
        HeardKind.OWN_TALK,
        HeardKind.OWN_STATUS,
        HeardKind.CHECK,
        HeardKind.LOCATE,
        HeardKind.MONITOR,
        HeardKind.DISABLED,
    }
)
"""What an officer listens for; presence and positions stand in the roster and on the map."""


def is_traffic(line: LogLine) -> bool:
    return isinstance(line, RadioText) or line.kind in TRAFFIC


def is_call(line: LogLine) -> bool:
    return isinstance(line, RadioEvent) and line.kind in (HeardKind.TALK, HeardKind.OWN_TALK)


def found(line: LogLine, wanted: str) -> bool:
    """By radio, talk-group, unit, holder or what was said."""
    if isinstance(line, RadioText):
        told = (str(line.target), line.unit, line.text, line.by_name)
    else:
        numbers = ("" if one is None else str(one) for one in (line.radio, line.talkgroup))
        told = (*numbers, line.unit, line.holder, line.text)
    return any(wanted in one for one in told)


def columns(now: Callable[[], datetime], session: Session) -> tuple[Column, ...]:
    """`now` gives the time that waiting is counted to; `session` who reads."""

    def unit(row: LogLine) -> str:
        covered = isinstance(row, RadioEvent) and not session.uncovered
        return row.unit if covered else _unit(row)

    def said(row: LogLine) -> str:
        return session.covered(what(row))

    return (
        Column(tr("Heard at"), lambda row: hhmm(row.at), 92, strong=_bold, second=_kind),
        Column(tr("Terminal"), _terminal, 152, strong=_bold, second=unit),
        Column(tr("What was said"), said, stretch=True, strong=_bold, second=_how),
        Column(
            tr("Taken"),
            lambda row: _state(row, now()),
            124,
            right=True,
            paint=lambda *given: _paint_state(*given, now()),
        ),
    )


def _bold(row: LogLine) -> bool:
    return waits(row)


def _kind(row: LogLine) -> str:
    """Short enough for the narrow column."""
    if isinstance(row, RadioText):
        return tr("our text")
    short = {
        HeardKind.EMERGENCY: tr("emergency"),
        HeardKind.CLEARED: tr("all clear"),
        HeardKind.OWN_TALK: tr("our call"),
        HeardKind.OWN_STATUS: tr("our status"),
        HeardKind.CHECK: tr("a check"),
        HeardKind.LOCATE: tr("where it is"),
        HeardKind.MONITOR: tr("listened in"),
        HeardKind.DISABLED: tr("put out"),
    }
    return short.get(row.kind, row.kind.value)


def _terminal(row: LogLine) -> str:
    if isinstance(row, RadioText):
        return tr("to {target}").format(target=row.target)
    if row.radio is None:
        return "—" if row.talkgroup is None else tr("group {n}").format(n=row.talkgroup)
    return str(row.radio)


def _unit(row: LogLine) -> str:
    if isinstance(row, RadioText):
        return tr("group") if row.to_group else who(row.unit, "")
    return event_who(row)


def what(row: LogLine) -> str:
    if isinstance(row, RadioText):
        return row.text
    if row.kind == HeardKind.TALK:
        return tr("Call, {n} s").format(n=row.seconds)
    if row.kind == HeardKind.OWN_TALK:
        return f"{row.text}  " + tr("{n} s").format(n=row.seconds)
    if row.kind == HeardKind.POSITION and row.lat is not None and row.lon is not None:
        return f"{row.lat:.5f}, {row.lon:.5f}"
    if row.kind == HeardKind.LOCATE and row.lat is not None and row.lon is not None:
        return f"{row.lat:.5f}, {row.lon:.5f}  {row.text}"
    return row.text or row.kind.value


def _how(row: LogLine) -> str:
    if isinstance(row, RadioText):
        return tr("by {name}").format(name=row.by_name)
    parts = []
    if row.talkgroup is not None:
        parts.append(tr("group {n}").format(n=row.talkgroup))
    if row.kind == HeardKind.EMERGENCY:
        known = row.lat is not None and row.lon is not None
        parts.append(f"{row.lat:.5f}, {row.lon:.5f}" if known else tr("position not known"))
    if row.speed_kmh is not None:
        parts.append(f"{row.speed_kmh:.0f} km/h")
    if row.rssi_dbm is not None:
        parts.append(f"{row.rssi_dbm} dBm")
    parts.append(words.gateway(row.gateway))
    return " · ".join(parts)


def _state(row: LogLine, now: datetime) -> str:
    if isinstance(row, RadioText):
        if row.step == TextStep.FAILED:
            return f"{words.step(row.step)}: {words.failure(row.code)}"
        return words.step(row.step)
    if row.answered_at is not None:
        return row.answered_name
    return tr("waits {span}").format(span=span(now - row.at)) if waits(row) else ""


def _paint_state(painter: QPainter, rect: QRect, theme: Theme, row: LogLine, now: datetime) -> None:
    """Outlined in the alarm hue while it waits; a failed text is told in ink with a cross."""
    text = _state(row, now)
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    if isinstance(row, RadioEvent) and waits(row):
        painter.setFont(theme.font("small", strong=True))
        width = painter.fontMetrics().horizontalAdvance(text) + theme.px("space.xl")
        height = theme.px("space.xl") + theme.px("space.xs")
        pill = QRectF(rect.right() - width, rect.center().y() - height / 2, width, height)
        painter.setPen(QPen(theme.colour("now"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return
    failed = isinstance(row, RadioText) and row.step == TextStep.FAILED
    painter.setFont(theme.font("small", strong=failed))
    painter.setPen(theme.colour("ink" if failed else "text2"))
    if failed:
        assert isinstance(row, RadioText)
        _two(painter, rect, theme, f"✕ {words.step(row.step)}", words.failure(row.code))
        return
    painter.drawText(rect, middle, text)


def _two(painter: QPainter, rect: QRect, theme: Theme, upper: str, lower: str) -> None:
    half = rect.height() // 2
    right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(QRect(rect.x(), rect.y() + 4, rect.width(), half - 4), right, upper)
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.colour("text2"))
    words_left = painter.fontMetrics().elidedText(lower, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(QRect(rect.x(), rect.y() + half, rect.width(), half - 4), right, words_left)
