"""Lamps: is this part of the desk well, and if not, why, since when, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from app.base.clock import hhmm
from widgets.kit.shapes import act_square, dash, tick_ring, triangle
from widgets.kit.text import tip
from widgets.kit.theme import Theme

NORMAL, KNOWN, ACT, UNKNOWN = "normal", "known", "act", "unknown"


@dataclass(frozen=True, slots=True)
class LampState:
    """`state`: normal, known (a fault somebody has answered), act (a fault nobody has), unknown.

    `figure` stands after the name ("45/46"); `cause`, `since` (aware) and `step` explain a fault. `act` is
    what can be done at once, offered when the lamp is clicked.
    """

    key: str
    name: str
    state: str = UNKNOWN
    figure: str = ""
    cause: str = ""
    since: datetime | None = None
    step: str = ""
    act: str = ""


class Lamp(QWidget):
    """Grey ring with a tick = well. Hover or click tells cause, since, next step. `asked(key)` when what
    the lamp offers is chosen."""

    asked = Signal(str)

    def __init__(self, theme: Theme, lamp: LampState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.lamp = lamp
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.show_lamp(lamp)

    def show_lamp(self, lamp: LampState) -> None:
        self.lamp = lamp
        self.setToolTip(tip(explain_lamp(lamp)))
        self.setAccessibleName(self._text())
        self.setAccessibleDescription(self.toolTip())
        self.updateGeometry()
        self.update()

    def _text(self) -> str:
        return f"{self.lamp.name} {self.lamp.figure}".strip()

    def _strong(self) -> bool:
        return self.lamp.state in (KNOWN, ACT)

    def sizeHint(self) -> QSize:
        font = self._theme.font("small", strong=self._strong())
        wide = QFontMetrics(font).horizontalAdvance(self._text())
        return QSize(wide + self._theme.px("icon.small") + self._theme.px("space.s"), 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event) -> None:
        if self.lamp.act:
            self.menu().popup(self.mapToGlobal(QPoint(0, 0)))
        else:
            QToolTip.showText(event.globalPosition().toPoint(), tip(explain_lamp(self.lamp)), self)

    def menu(self) -> QMenu:
        """What the lamp says, and what it offers."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for line in explain_lamp(self.lamp).split("\n"):
            menu.addAction(line.replace("&", "&&")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(self.lamp.act).triggered.connect(lambda: self.asked.emit(self.lamp.key))
        return menu

    def paintEvent(self, _event) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px("icon.small") - 3
        box = QRectF(0.5, (self.height() - side) / 2, side, side)
        tone = "text2"
        if self.lamp.state == NORMAL:
            tick_ring(painter, box, theme.colour("text2"))
        elif self.lamp.state == KNOWN:
            tone = "ink"
            triangle(painter, box, theme.colour("ink"))
        elif self.lamp.state == ACT:
            tone = "now"
            act_square(painter, box, theme.colour("now"), theme.colour("on_now"))
        else:
            dash(painter, box, theme.colour("text3"))
        painter.setFont(theme.font("small", strong=self._strong()))
        painter.setPen(theme.colour(tone))
        left = theme.px("icon.small") + theme.px("space.xs")
        painter.drawText(
            QRect(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self._text(),
        )


def explain_lamp(lamp: LampState) -> str:
    """The lines behind a lamp: state, cause, since, next step."""

    words = {
        NORMAL: QCoreApplication.translate("Lamp", "Normal"),
        KNOWN: QCoreApplication.translate("Lamp", "Known fault"),
        ACT: QCoreApplication.translate("Lamp", "Needs action"),
        UNKNOWN: QCoreApplication.translate("Lamp", "Not known yet"),
    }
    lines = [f"{lamp.name}  {words[lamp.state]}"]
    if lamp.cause:
        lines.append(QCoreApplication.translate("Lamp", "Cause: {cause}").format(cause=lamp.cause))
    if lamp.since is not None:
        since = hhmm(lamp.since)
        lines.append(QCoreApplication.translate("Lamp", "Since {time}").format(time=since))
    if lamp.step:
        lines.append(QCoreApplication.translate("Lamp", "Next: {step}").format(step=lamp.step))
    return "\n".join(lines)
