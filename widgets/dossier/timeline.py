"""时间线: the moments of an incident in their lanes on one axis; zoomed, walked through, played again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from app.base.clock import day_hhmm, full, hhmm, hhmmss, local_day
from app.dossier.timeline import Lane, Moment
from widgets.dossier.axis import Axis, whole_of
from widgets.kit.text import tip
from widgets.kit.theme import Theme

FRAME_MS = 50
ZOOM = 1.25
SPEEDS = (1, 5, 10, 30, 60)


class TimelineView(QAbstractScrollArea):
    """`chosen(Moment)` when one is walked to or clicked, `opened(Moment)` on Enter or a double click.

    Arrows left and right walk through time, up and down between lanes; + and - zoom, 0 shows the whole,
    Space plays. A key of a letter is none here: it belongs to input methods.
    """

    chosen = Signal(object)
    opened = Signal(object)
    played = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.moments: tuple[Moment, ...] = ()
        self.lanes: tuple[Lane, ...] = ()
        self.current: Moment | None = None
        self.until: datetime | None = None
        """While it is played: what came later is not shown yet."""
        self.speed = 10
        self.axis: Axis | None = None
        self._grip: tuple[float, Axis] | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(FRAME_MS)
        self._tick.timeout.connect(self._step)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Time axis of the incident"))
        self.viewport().setMouseTracking(True)
        self.setMinimumHeight(theme.px("row.table_compact") * 4)
        theme.changed.connect(self.viewport().update)

    # what is shown

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Oldest first. The stretch that was looked at stays, and so does the moment chosen."""
        known = self.current
        whole_before = self._whole()
        self.moments = tuple(moments)
        held = {one.lane for one in moments}
        self.lanes = tuple(lane for lane in Lane if lane in held)
        same = [one for one in moments if known is not None and _same(one, known)]
        self.current = same[0] if same else None
        whole = self._whole()
        looked_at_all = self.axis is None or whole_before is None or self.axis == whole_before
        if whole is None or looked_at_all:
            self.axis = whole
        else:
            assert self.axis is not None
            self.axis = self.axis.within(whole)
        self._lay_out()

    def seen(self) -> list[Moment]:
        """Those that are shown now: while it is played only what had happened."""
        if self.until is None:
            return list(self.moments)
        return [one for one in self.moments if one.at <= self.until]

    # what the officer does

    def choose(self, moment: Moment | None) -> None:
        self.current = moment
        whole = self._whole()
        if moment is not None and self.axis is not None and whole is not None:
            self.axis = self.axis.showing(moment.at, whole)
            row = self.lanes.index(moment.lane)
            self._show_row(row)
            self.chosen.emit(moment)
        self.viewport().update()

    def walk(self, by: int) -> None:
        """To the next moment in time, or the one before."""
        held = self.seen()
        if not held:
            return
        if self.current not in held:
            self.choose(held[0] if by > 0 else held[-1])
            return
        place = held.index(self.current) + by
        if 0 <= place < len(held):
            self.choose(held[place])

    def change_lane(self, by: int) -> None:
        """To the nearest moment of the next lane that has one."""
        if self.current is None:
            self.walk(1)
            return
        at = self.current.at
        places = range(self.lanes.index(self.current.lane) + by, -1 if by < 0 else len(self.lanes))
        for place in places if by > 0 else reversed(range(self.lanes.index(self.current.lane))):
            there = [one for one in self.seen() if one.lane is self.lanes[place]]
            if there:
                self.choose(min(there, key=lambda one: abs(one.at - at)))
                return

    def zoom(self, factor: float, around: float | None = None) -> None:
        whole = self._whole()
        if self.axis is None or whole is None:
            return
        if around is None:
            seen = self.current is not None and 0 <= self.axis.x(self.current.at) <= self._wide()
            around = self.axis.x(self.current.at) if seen and self.current else self._wide() / 2
        self.axis = self.axis.zoomed(factor, around, whole)
        self.viewport().update()

    def show_all(self) -> None:
        self.axis = self._whole()
        self.viewport().update()

    def play(self, speed: int | None = None) -> None:
        """From the moment chosen, or the beginning; pressed again it stops where it is."""
        if speed is not None:
            self.speed = speed
        if self._tick.isActive():
            if speed is None:
                self.stop()
            return
        if not self.moments:
            return
        if self.until is None or self.until >= self.moments[-1].at:
            at_end = self.current is None or self.current is self.moments[-1]
            self.until = self.moments[0].at if at_end or self.current is None else self.current.at
        self._tick.start()
        self.played.emit(True)

    def stop(self, *, whole: bool = False) -> None:
        """`whole`: everything is shown again."""
        self._tick.stop()
        if whole:
            self.until = None
        self.played.emit(False)
        self.viewport().update()

    @property
    def playing(self) -> bool:
        return self._tick.isActive()

    def _step(self) -> None:
        if self.until is None or self.axis is None:
            return
        before = self.until
        self.until += timedelta(milliseconds=FRAME_MS) * self.speed
        fresh = [one for one in self.moments if before < one.at <= self.until]
        whole = self._whole()
        if whole is not None:
            self.axis = self.axis.showing(min(self.until, self.moments[-1].at), whole)
        if fresh:
            self.choose(fresh[-1])
        if self.until >= self.moments[-1].at:
            self.stop(whole=True)
        self.viewport().update()

    # keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = {
            Qt.Key.Key_Left: lambda: self.walk(-1),
            Qt.Key.Key_Right: lambda: self.walk(1),
            Qt.Key.Key_Up: lambda: self.change_lane(-1),
            Qt.Key.Key_Down: lambda: self.change_lane(1),
            Qt.Key.Key_Plus: lambda: self.zoom(ZOOM),
            Qt.Key.Key_Equal: lambda: self.zoom(ZOOM),
            Qt.Key.Key_Minus: lambda: self.zoom(1 / ZOOM),
            Qt.Key.Key_0: self.show_all,
            Qt.Key.Key_Space: self.play,
            Qt.Key.Key_Return: self._open,
            Qt.Key.Key_Enter: self._open,
            Qt.Key.Key_Home: lambda: self.choose(next(iter(self.seen()), None)),
            Qt.Key.Key_End: lambda: self.choose(next(iter(self.seen()[-1:]), None)),
        }.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if act is None or plain not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            super().keyPressEvent(event)
            return
        act()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.axis is not None:
            turned = event.angleDelta().y() / 120
            self.zoom(ZOOM**turned, event.position().x() - self._head())
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self.axis is None:
            return
        found = self._under(event.position())
        if found is not None:
            self.choose(found)
        else:
            self._grip = (event.position().x(), self.axis)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        whole = self._whole()
        if self._grip is not None and whole is not None:
            start, axis = self._grip
            self.axis = axis.moved(start - event.position().x(), whole)
            self.viewport().update()
            return
        found = self._under(event.position())
        self.viewport().setToolTip(tip(f"{full(found.at)}  {found.words}") if found else "")

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._under(event.position()) is not None:
            self._open()

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _under(self, point: QPointF) -> Moment | None:
        """The nearest mark within a finger's reach, in the lane under the pointer."""
        if self.axis is None:
            return None
        row = int((point.y() - self._top() + self.verticalScrollBar().value()) // self._row())
        if point.y() < self._top() or not 0 <= row < len(self.lanes):
            return None
        x = point.x() - self._head()
        near = [
            (abs(self.axis.x(one.at) - x), one)
            for one in self.seen()
            if one.lane is self.lanes[row]
        ]
        reach = self._theme.px("control.min_target") / 2
        close = [one for one in near if one[0] <= reach]
        return min(close, key=lambda one: one[0])[1] if close else None

    # painting

    def resizeEvent(self, _event: object) -> None:
        whole = self._whole()
        if self.axis is not None and whole is not None:
            self.axis = Axis(self.axis.start, self.axis.length, self._wide()).within(whole)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self._theme.colour("panel"))
        if self.axis is None:
            painter.setPen(self._theme.colour("text2"))
            painter.drawText(
                self.viewport().rect(),
                Qt.AlignmentFlag.AlignCenter,
                self.tr("What happens comes here."),
            )
            return
        self._paint_lanes(painter)
        self._paint_ticks(painter, self.axis)
        painter.setClipRect(
            QRectF(self._head(), self._top(), self._wide(), self.viewport().height())
        )
        for lane in self.lanes:
            self._paint_marks(painter, self.axis, lane)
        if self.until is not None:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            x = self._head() + self.axis.x(self.until)
            painter.drawLine(QPointF(x, self._top()), QPointF(x, self.viewport().height()))

    def _paint_lanes(self, painter: QPainter) -> None:
        theme, row = self._theme, self._row()
        painter.setFont(theme.font("small"))
        width = self.viewport().width()
        for place, lane in enumerate(self.lanes):
            top = self._top() + place * row - self.verticalScrollBar().value()
            if top + row < self._top():
                continue
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(0, top + row), QPointF(width, top + row))
            mine = self.current is not None and self.current.lane is lane
            painter.setPen(theme.colour("text" if mine else "text2"))
            box = QRectF(theme.px("space.l"), top, self._head() - theme.px("space.xl"), row)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, lane.value)

    def _paint_ticks(self, painter: QPainter, axis: Axis) -> None:
        theme, head = self._theme, self._head()
        painter.fillRect(QRectF(0, 0, self.viewport().width(), self._top()), theme.colour("sunken"))
        painter.setFont(theme.font("small"))
        words = painter.fontMetrics()
        ticks = axis.ticks(words.horizontalAdvance("06-24 20:00") + theme.px("space.l"))
        fine = len(ticks) > 1 and ticks[1] - ticks[0] < timedelta(minutes=1)
        day = None
        for at in ticks:
            x = head + axis.x(at)
            painter.setPen(theme.colour("line"))
            painter.drawLine(QPointF(x, self._top()), QPointF(x, self.viewport().height()))
            painter.setPen(theme.colour("text2"))
            told = hhmmss(at) if fine else hhmm(at)
            if local_day(at) != day:
                day = local_day(at)
                told = day_hhmm(at)
            box = QRectF(x - 60, 0, 120, self._top())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, told)

    def _paint_marks(self, painter: QPainter, axis: Axis, lane: Lane) -> None:
        theme, row = self._theme, self._row()
        middle = (
            self._top() + self.lanes.index(lane) * row + row / 2 - self.verticalScrollBar().value()
        )
        if not self._top() - row < middle < self.viewport().height() + row:
            return
        painter.setFont(theme.font("small"))
        shown = [one for one in self.seen() if one.lane is lane]
        places = [self._head() + axis.x(one.at) for one in shown]
        metrics = painter.fontMetrics()
        for number, (one, x) in enumerate(zip(shown, places, strict=True)):
            after = places[number + 1] if number + 1 < len(places) else self.viewport().width()
            if after < self._head() - 400 or x > self.viewport().width() + 10:
                continue
            mine = one is self.current
            size = 7 if mine else 5
            painter.setPen(QPen(theme.colour("accent" if mine else "text"), 2))
            painter.setBrush(theme.colour("accent" if mine else "raised"))
            painter.drawEllipse(QPointF(x, middle), size, size)
            room = int(after - x - 2 * size - 12)
            if room > 24:
                painter.setPen(theme.colour("text" if mine else "text2"))
                words = metrics.elidedText(one.words, Qt.TextElideMode.ElideRight, room)
                box = QRectF(x + size + 6, middle - row / 2, room, row)
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    # measures

    def _whole(self) -> Axis | None:
        times = [one.at for one in self.moments]
        return whole_of(times, self._wide()) if times else None

    def _head(self) -> int:
        """The column of the lanes' names."""
        return self._theme.px("space.xl") * 5

    def _wide(self) -> int:
        return max(self.viewport().width() - self._head(), 1)

    def _top(self) -> int:
        return self._theme.px("row.header")

    def _row(self) -> int:
        return self._theme.px("row.table_compact")

    def _show_row(self, row: int) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height() - self._top()
        top = row * self._row()
        if top < bar.value():
            bar.setValue(top)
        elif top + self._row() > bar.value() + height:
            bar.setValue(top + self._row() - height)

    def _lay_out(self) -> None:
        height = self.viewport().height() - self._top()
        bar = self.verticalScrollBar()
        bar.setPageStep(max(height, 1))
        bar.setSingleStep(self._row())
        bar.setRange(0, max(0, len(self.lanes) * self._row() - height))
        self.viewport().update()


def _same(one: Moment, other: Moment) -> bool:
    return (one.table, one.key, one.at, one.words) == (
        other.table,
        other.key,
        other.at,
        other.words,
    )
