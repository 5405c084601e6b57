"""来电: the card of a ringing telephone. It comes by itself and takes no focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmmss
from app.people.rights import Act
from app.phone.book import Caller, Earlier
from app.phone.records import Heard
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.laid import KEPT_FREE, lie_over
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel

CARD_W = 372
"""At a body size of 15."""
SHOWN = 3
"""Earlier calls shown at once; the rest is scrolled to."""
EDGE, BAR_W = 12, 4
BAR_H = 72
"""Left free below the card: there the pages have what ends their work."""
ASIDE_MS = 250
"""So soon it is out of the way when the officer begins to type under it."""


class RingCard(Panel):
    """`show_caller` as often as something new is known; `taken` on F5, `left` on Shift+F5."""

    taken = Signal()
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, self.tr("A call comes in"), flush=True)
        self._desk = desk
        theme = desk.theme
        self.number = Label(theme, "", "title", strong=True)
        self.who = ElidedLabel(theme, "", strong=True)
        self.state = ElidedLabel(theme, "", "small", tone="text2")
        self.earlier = LineList(theme, lead_w=112, row="table_compact",
                                empty=self.tr("Nothing was noted of this number before"))  # fmt: skip
        self.earlier.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.earlier.setAccessibleName(self.tr("Earlier calls of this number"))
        self.take = MainButton(theme, self.tr("Begin the intake"), "F5", icon="phone-incoming")
        self.aside = PlainButton(theme, self.tr("Not now"), "Shift+F5")
        for button in (self.take, self.aside):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(self.taken)
        self.aside.clicked.connect(self.left)
        gates(desk, Act.INTAKE, self.take)
        self._aside = QTimer(self)
        self._aside.setInterval(ASIDE_MS)
        self._aside.timeout.connect(self.place)
        self._build()
        theme.dress(self)
        self.hide()

    def show_caller(self, caller: Caller, more: int) -> None:
        """`more` calls wait behind this one."""
        ring, covered = caller.ring, hidden(self._desk)
        self.number.setText("•••" if covered and ring.number else _number(caller))
        who = " ".join(filter(None, (ring.unit, "" if covered else ring.person)))
        if not who and caller.known and ring.number:
            who = self.tr("Not in the contact book")
        self.who.setText(who)
        self.who.setVisible(bool(who))
        ends = self.tr("ringing since {at}").format(at=hhmmss(ring.at))
        if ring.ended_at is not None:
            ends = self.tr("rang {at}, quiet since {end}").format(
                at=hhmmss(ring.at), end=hhmmss(ring.ended_at)
            )
        self.state.setText(" · ".join((ring.line, ends)))
        self.set_note(self.tr("{n} more wait").format(n=more) if more else "")
        looked_up = caller.known and bool(ring.number)
        self.earlier.setVisible(looked_up)
        self.earlier.show_lines([] if covered else [_line(one) for one in caller.earlier])
        self.setAccessibleDescription(f"{self.number.text()} {who} {self.state.text()}")

    def come(self, over: QWidget) -> None:
        """Into a corner of `over` where nobody types."""
        lie_over(self, over)
        self.place()
        self.show()
        self.place()
        self.raise_()
        self._aside.start()

    def place(self) -> None:
        """The first free corner from the lower right on; where none is, the upper right."""
        over = self.parentWidget()
        if over is None:
            return
        wide = min(round(self._desk.theme.px("size.body") * CARD_W / 15), over.width() - 2 * EDGE)
        self.setFixedWidth(wide)
        self.layout().activate()
        high = min(self.sizeHint().height(), over.height() - 2 * EDGE)
        self.resize(wide, high)
        right, low = over.width() - wide - EDGE, max(EDGE, over.height() - high - BAR_H)
        corners = (QPoint(right, low), QPoint(right, EDGE), QPoint(EDGE, low), QPoint(EDGE, EDGE))
        taken = [_typed_into(over), *_kept_free(over)]
        free = [
            at for at in corners if not any(QRect(at, self.size()).intersects(one) for one in taken)
        ]
        self.move(free[0] if free else corners[1])

    def come_off(self) -> None:
        """The window goes away under it."""
        over = self.parentWidget()
        if over is not None:
            over.removeEventFilter(self)
        self._aside.stop()
        self.hide()
        self.setParent(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = self._desk.theme.px("radius.panel")
        with QPainter(self) as painter:
            bar = QRect(0, edge, BAR_W, self.height() - 2 * edge)
            painter.fillRect(bar, self._desk.theme.colour("accent"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        theme = self._desk.theme
        edge = theme.px("space.l")
        for widget in (self.number, self.who, self.state):
            row = QHBoxLayout()
            row.setContentsMargins(edge, 0, edge, 0)
            row.addWidget(widget, 1)
            self.body.addLayout(row)
        self.earlier.setFixedHeight((theme.px("row.table_compact") + 4) * SHOWN)
        self.add(self.earlier)
        acts = QHBoxLayout()
        acts.setContentsMargins(edge, 0, edge, theme.px("space.m"))
        acts.setSpacing(theme.px("space.s"))
        acts.addWidget(self.aside)
        acts.addStretch(1)
        acts.addWidget(self.take)
        self.body.addLayout(acts)


def _number(caller: Caller) -> str:
    ring = caller.ring
    if ring.number:
        return ring.number
    return ring.heard.value if caller.known and ring.heard is not Heard.NUMBER else "…"


def _line(one: Earlier) -> Line:
    return Line(str(one.key), one.words or one.kind.value, "", lead=day_hhmm(one.at),
                right=one.kind.value if one.words else "", look="log")  # fmt: skip


def _kept_free(over: QWidget) -> list[QRect]:
    found = over.findChildren(QWidget, KEPT_FREE)
    return [QRect(one.mapTo(over, QPoint(0, 0)), one.size()) for one in found if one.isVisible()]


def _typed_into(over: QWidget) -> QRect:
    """Where words are written, as far as it lies in `over`; into a table nobody writes."""
    focus = QApplication.focusWidget()
    if focus is None or not over.isAncestorOf(focus):
        return QRect()
    if not focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        return QRect()
    return QRect(focus.mapTo(over, QPoint(0, 0)), focus.size())
