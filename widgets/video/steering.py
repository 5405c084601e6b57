"""Turning a camera by drawing on its picture: which way and how fast as far as is drawn from the press."""

from __future__ import annotations

from math import hypot

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from widgets.video.overlay import paint_ring
from widgets.video.tile import Tile
from widgets.video.turning import STILL, Speeds, Turner

DEAD = 0.08
"""Of half the picture's height: a hand that trembles turns nothing."""

STEPS = 10
"""Of speed: the device is not told of each pixel."""

LEFT = Qt.MouseButton.LeftButton
_AWAY = (
    QEvent.Type.Leave,
    QEvent.Type.Hide,
    QEvent.Type.WindowDeactivate,
    QEvent.Type.EnabledChange,
    QEvent.Type.ContextMenu,
)
"""What takes the hand away from a tile."""


def drawn(across: float, down: float, reach: float) -> Speeds:
    """Speeds of a hand that was drawn so far from where it was pressed; full speed at `reach`."""
    length = hypot(across, down)
    speed = min(1.0, length / max(1.0, reach))
    if speed < DEAD:
        return STILL
    pan, tilt = (round(STEPS * speed * part / length) / STEPS for part in (across, -down))
    return (pan + 0.0, tilt + 0.0, 0.0)


class Steering(QObject):
    """From `begin(tile)` to `end` that tile does not hear the left button: it is not drawn to another place,
    nor a part of its picture about. What was pressed before `begin` stays with the tile.

    `taken`: the hand was laid on the picture, so the keyboard belongs to whoever steers.
    """

    taken = Signal()

    def __init__(self, turner: Turner) -> None:
        super().__init__(turner)
        self._turner = turner
        self._tile: Tile | None = None
        self._cue: Cue | None = None
        self._from: QPoint | None = None
        turner.halted.connect(self._let_go)

    @property
    def tile(self) -> Tile | None:
        """The one that is steered; None while nothing is."""
        return self._tile

    def begin(self, tile: Tile) -> None:
        if tile is not self._tile:
            self.end()
            self._tile, self._cue = tile, Cue(tile)
            tile.installEventFilter(self)

    def end(self) -> None:
        self._turner.halt()
        tile, self._tile = self._tile, None
        if tile is not None and self._cue is not None:
            tile.removeEventFilter(self)
            self._cue.hide()
            self._cue.deleteLater()
            self._cue = None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """True: the tile does not hear it."""
        kind = event.type()
        if kind in _AWAY:
            self._halt()
        elif kind == QEvent.Type.Resize and self._cue is not None and self._tile is not None:
            self._cue.setGeometry(self._tile.rect())
        elif isinstance(event, QMouseEvent):
            return self._hand(event)
        return False

    def _hand(self, event: QMouseEvent) -> bool:
        where = event.position().toPoint()
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            if event.button() == LEFT and self._is_shown():
                self._from = where
                self.taken.emit()
                self._point(where)
                return True
            self._halt()
            return False
        if self._from is None:
            return False
        if kind == QEvent.Type.MouseMove and self._holds(event, where):
            self._point(where)
        else:
            self._halt()
        return True

    def _is_shown(self) -> bool:
        """The picture on the tile is of the camera that would turn."""
        shown, turned = self._tile and self._tile.camera, self._turner.camera
        return shown is not None and turned is not None and shown.id == turned.id

    def _holds(self, event: QMouseEvent, where: QPoint) -> bool:
        held = bool(event.buttons() & LEFT)
        return held and self._tile is not None and self._tile.rect().contains(where)

    def _point(self, where: QPoint) -> None:
        if self._from is not None and self._tile is not None and self._cue is not None:
            way = where - self._from
            self._cue.show_hand(self._from, where)
            self._turner.turn(drawn(way.x(), way.y(), self._tile.height() / 2))

    def _halt(self) -> None:
        if self._from is not None:
            self._turner.halt()

    def _let_go(self) -> None:
        """Whatever halted it: the same hand must be lifted and laid on again."""
        self._from = None
        if self._cue is not None:
            self._cue.show_hand(None, QPoint())


class Cue(QWidget):
    """Lies over the picture while it is steered: a frame, and the line that is drawn."""

    def __init__(self, tile: Tile) -> None:
        super().__init__(tile)
        self._look = tile.look
        self._from: QPoint | None = None
        self._to = QPoint()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(tile.rect())
        self.show()

    def show_hand(self, from_: QPoint | None, to: QPoint) -> None:
        self._from, self._to = from_, to
        self.update()

    def paintEvent(self, _event) -> None:
        theme, wide = self._look.theme, self._look.px("wall.alarm_border")
        painter = QPainter(self)
        paint_ring(painter, theme, self.rect(), max(2, wide // 2))
        if self._from is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), max(2, wide // 2)))
        painter.drawLine(self._from, self._to)
        size = 3 * max(2, wide // 2)
        for at, solid in ((self._from, False), (self._to, True)):
            painter.setBrush(theme.colour("accent") if solid else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(at.x() - size, at.y() - size, 2 * size, 2 * size))
