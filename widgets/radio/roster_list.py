"""The roster: presence, unit, number, last heard, a pin where a position is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import hhmm, span
from app.people.session import Session
from app.radio.roster import Presence, RadioSeen
from widgets.kit.columns import Column
from widgets.kit.fields import TextField
from widgets.kit.icons import paint_icon
from widgets.kit.panel import inset
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.lamp import presence_sign
from widgets.radio.rowpicks import RowPicks, marked_sign
from widgets.radio.who import seen_who
from widgets.radio.words import tr

ICON_W = 40
STALE = timedelta(minutes=10)
"""A position older than this is greyed. radio.md 7"""


class RosterList(QWidget):
    """`picked(RadioSeen)` on a click, `opened(RadioSeen)` on Enter or double click; never by the cursor that
    only passes: who is meant does not change by itself. `picks` when several are meant."""

    picked = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, now: Callable[[], datetime], session: Session) -> None:
        super().__init__()
        self._seen: list[RadioSeen] = []
        self._marked: frozenset[int] = frozenset()
        self.filter = TextField(theme, "", placeholder=tr("Unit, holder or number"), icon="search")
        self.filter.editor.setAccessibleName(tr("Find in the roster"))
        self.filter.changed.connect(self._sieve)
        self.table = RecordTable(
            theme,
            (
                Column(
                    "",
                    lambda seen: words.presence(seen.presence),
                    ICON_W,
                    paint=marked_sign(_paint_presence, self._is_marked),
                ),
                Column(
                    tr("Terminal"),
                    lambda seen: seen_who(seen) if session.uncovered else seen.unit,
                    stretch=True,
                    strong=lambda seen: seen.talking or self._is_marked(seen),
                    tone=lambda seen: "text" if seen.presence == Presence.ONLINE else "text2",
                    second=_second,
                    ends=True,
                ),
                Column(
                    "",
                    lambda seen: _position(seen, now()),
                    ICON_W,
                    paint=lambda *given: _paint_pin(*given, now()),
                ),
            ),
            key=lambda seen: seen.number,
            row="list_two_line",
            empty=tr("The roster is empty: enter the radios above."),
        )
        self.table.view.horizontalHeader().hide()
        self.picks = RowPicks(self.table)
        self.picks.one.connect(self.picked)
        self.table.opened.connect(self.opened)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        box.addLayout(inset(theme, self.filter))
        box.addWidget(self.table, 1)

    def show_roster(self, seen: list[RadioSeen]) -> None:
        self._seen = seen
        self._sieve()

    def repaint_pins(self) -> None:
        """A position grows stale by itself."""
        self.table.repaint_column(len(self.table.model.columns) - 1)

    def show_marked(self, numbers: frozenset[int]) -> None:
        """Those that are meant together."""
        self._marked = numbers
        self.table.view.viewport().update()

    def _is_marked(self, seen: RadioSeen) -> bool:
        return seen.number in self._marked

    def _sieve(self) -> None:
        wanted = self.filter.value()
        self.table.show_records(
            [one for one in self._seen if not wanted or wanted in f"{one.number} {seen_who(one)}"],
            now=True,
        )


def _second(seen: RadioSeen) -> str:
    if seen.talking:
        return f"{seen.number} " + tr("is talking")
    state = tr("stunned") if seen.disabled else words.presence(seen.presence)
    parts = [str(seen.number), state]
    if seen.last_heard is not None:
        parts.append(hhmm(seen.last_heard))
    if seen.place is not None and seen.place.rssi_dbm is not None:
        parts.append(f"{seen.place.rssi_dbm} dBm")
    return " ".join(parts)


def _position(seen: RadioSeen, now: datetime) -> str:
    if seen.place is None:
        return ""
    return tr("position {span} ago").format(span=span(now - seen.place.at))


def _paint_pin(
    painter: QPainter, rect: QRect, theme: Theme, seen: RadioSeen, now: datetime
) -> None:
    """A pin where a position is known, greyed when it is old; its age is the tooltip."""
    if seen.place is None:
        return
    tone = "text3" if now - seen.place.at > STALE else "text"
    name = "map-pin-off" if now - seen.place.at > STALE else "map-pin"
    size = theme.px("icon.small")
    paint_icon(painter, name, theme.colour(tone), rect.x(), rect.center().y() - size / 2, size)


def _paint_presence(painter: QPainter, rect: QRect, theme: Theme, seen: RadioSeen) -> None:
    size = theme.px("icon.small")
    x, y = rect.x() - 2, rect.center().y() - size / 2
    if seen.talking:
        paint_icon(painter, "mic", theme.colour("accent"), x, y, size)
        return
    if seen.disabled:
        paint_icon(painter, "ban", theme.colour("ink"), x, y, size)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    presence_sign(painter, QRectF(x, y, size, size), theme, seen.presence)
