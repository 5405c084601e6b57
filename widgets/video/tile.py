"""One place where a camera is shown: takes the newest picture, paints it with its state."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QWidget
from shiboken6 import isValid

from app.base.clock import Clock
from app.video.crop import WHOLE, Crop
from app.video.line import View
from app.video.policy import Override
from app.video.records import Camera
from app.video.slot import Picture
from app.video.states import State
from app.video.wall import Wall
from widgets.kit.theme import Theme
from widgets.video.badges import Badges
from widgets.video.look import Live, TileLook
from widgets.video.overlay import paint_ring
from widgets.video.seen import Seen

NOTCH = 1.25
"""How much one notch of the wheel, or one press of a key, enlarges."""


class Tile(QWidget):
    """`poll` is called sixty times a second by its window; it paints only what changed.

    Signals: `opened` on double click; `shot` when a snapshot is wanted, `noted` when a line with it
    is; `taken_down` from its menu; `wanted` "record", "replay" or "tie". `pressed`, then `dragged(where)`
    and `dropped(where)`, in the window's coordinates, while the mouse draws it elsewhere. The wheel zooms;
    a part is drawn about by the mouse.
    """

    opened = Signal()
    pressed = Signal()
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    shot = Signal()
    noted = Signal()
    taken_down = Signal()
    wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        clock: Clock,
        wall: Wall,
        badges: Badges,
        number: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        """`theme` in the look of the wall; `number` 0 stands on no wall (a preview)."""
        super().__init__(parent)
        self.number = number
        self.whole = number == 0
        self.look = TileLook(theme)
        self._clock = clock
        self._wall = wall
        self._badges = badges
        self._view: View | None = None
        self._picture: Picture | None = None
        self._image: QImage | None = None
        self._grey: QImage | None = None
        self.crop = WHOLE
        self.detailed = False
        self.ringed = False
        self._pressed: QPoint | None = None
        self._dragging = False
        self._painted: tuple[object, ...] = ()
        self._live: dict[tuple[object, ...], Live | None] = {}
        self._menu: QMenu | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(96, 54))

    @property
    def camera(self) -> Camera | None:
        return self._view.camera if self._view is not None else None

    def hang(self, camera: Camera | None) -> None:
        """Show this camera from now on; None empties the tile. A menu that was asked of another one goes."""
        if camera == self.camera:
            return
        if self._menu is not None and self.asked:
            self._menu.close()
        if self._view is not None:
            self._view.close()
        self._view = None
        self.crop = WHOLE
        self._forget()
        if camera is not None:
            self._view = self._wall.watch(camera, *self._device_size(), self.whole)
            self._view.look(self.isVisible())
        self.setAccessibleName(f"{self.number or ''} {camera.name if camera else ''}".strip())
        self.update()

    def show_whole(self, whole: bool) -> None:
        """Enlarged tiles cut nothing off."""
        self.whole = whole
        self._follow()

    # -- zoom --------------------------------------------------------------------------------------

    def zoom(self, factor: float, at: tuple[float, float] = (0.5, 0.5)) -> None:
        """So many times the whole picture; what lies at `at`, in shares of the tile, stays there."""
        self._show_part(self.crop.zoomed(factor, at))

    def pan(self, right: float, down: float) -> None:
        """By shares of what is seen."""
        self._show_part(self.crop.moved(right, down))

    def _show_part(self, crop: Crop) -> None:
        if crop != self.crop and self._view is not None:
            self.crop = crop
            self._follow()
            self.update()

    # -- what is seen ------------------------------------------------------------------------------

    def poll(self) -> None:
        picture = self._view.slot.take() if self._view is not None else None
        if picture is not None:
            self._picture = picture
            self._image = _wrapped(picture, self.devicePixelRatioF())
            self._grey = None
        shown = self._what_changes()
        if shown != self._painted:
            self._painted = shown
            self._live.clear()
            self.update()
        elif picture is not None:
            self.update()

    def seen(self) -> Seen:
        """What stands on the tile at this moment."""
        now_s = self._clock.monotonic_s()
        age_s = now_s - self._picture.at_s if self._picture is not None else None
        status = self._view.glance if self._view is not None else None
        if age_s is None and status is not None and status.state is not State.LIVE:
            age_s = None if status.last_s is None else now_s - status.last_s
        worn = self._badges.of(self.camera.id) if self.camera is not None else ()
        detailed = self.detailed or (self.whole and self.number > 0)
        return Seen(self.number, self.camera, status, age_s, now_s, worn, detailed, self.crop)

    def watch_only_if(self, wanted: bool) -> None:
        """A minimised window asks for no pictures."""
        if self._view is not None:
            self._view.look(wanted and self.isVisible())

    def _what_changes(self) -> tuple[object, ...]:
        """Asked sixty times a second of each tile: figures only. The half second is that of the picture's
        age, of the clock that of the spans in words; a picture that grows too old does so between two."""
        view = self._view
        if view is None:
            return ()
        now_s, status = self._clock.monotonic_s(), view.glance
        age_s = now_s - self._picture.at_s if self._picture is not None else -1.0
        fresh = age_s <= status.fresh_s
        camera = view.camera
        return (status, fresh, int(age_s * 2), int(now_s), camera, self._badges.of(camera.id))

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        box = self.look.picture_box(self.rect(), self.whole)
        return max(2, round(box.width() * ratio)), max(2, round(box.height() * ratio))

    def _follow(self) -> None:
        if self._view is not None:
            self._view.resize(*self._device_size(), self.whole, self.crop)

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self._follow()

    def showEvent(self, event) -> None:
        super().showEvent(event)
        if self._view is not None:
            self._view.look(True)

    def hideEvent(self, event) -> None:
        super().hideEvent(event)
        self._forget()
        if self._view is not None:
            self._view.look(False)

    def _forget(self) -> None:
        """What was seen before is never shown again as if it were now."""
        self._picture = self._image = self._grey = None
        if self._view is not None:
            self._view.slot.take()

    def paintEvent(self, _event) -> None:
        with QPainter(self) as painter:  # it ends also when something fails
            live = self._live_now()
            if live is not None and self._image is not None:
                live.paint(painter, self._image)
            else:
                self._paint(painter)
            if self.ringed:
                self._ring(painter)

    def _ring(self, painter: QPainter) -> None:
        wide = self.look.px("wall.alarm_border")
        inset = 0 if self.seen().fresh else wide  # an alarm's own border stays
        box = self.rect().adjusted(inset, inset, -inset, -inset)
        paint_ring(painter, self.look.theme, box, wide)

    def _paint(self, painter: QPainter) -> None:
        seen, image = self.seen(), self._image
        if image is not None and not seen.fresh:
            if self._grey is None:
                self._grey = _grey_of(image)
            image = self._grey
        have = self._picture.crop if self._picture is not None else WHOLE
        self.look.paint(painter, self.rect(), seen, image, self.whole, have)

    def _live_now(self) -> Live | None:
        """What stands on a live tile, laid out once for each tenth of a second of the picture's age; None
        unless it is live and nothing but a picture with stamps on it."""
        picture, view, image = self._picture, self._view, self._image
        if picture is None or view is None or image is None:
            return None
        age_s, status = self._clock.monotonic_s() - picture.at_s, view.glance
        if status.state is not State.LIVE or status.awaiting or age_s > status.fresh_s:
            return None
        key = (
            round(age_s, 1), picture.width, picture.height, picture.crop, self.crop, self.whole,
            self.detailed, self.look.scale, self.width(), self.height(),
        )  # fmt: skip
        if key not in self._live:
            box, ratio = self.rect(), self.devicePixelRatioF()
            seen = self.seen()
            self._live[key] = self.look.live(box, seen, image, self.whole, picture.crop, ratio)
        return self._live[key]

    # -- the mouse -----------------------------------------------------------------------------------

    def mousePressEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position().toPoint(), False
            self.pressed.emit()

    def mouseMoveEvent(self, event) -> None:
        if self._pressed is None or self._view is None:
            event.ignore()
            return
        where = event.position().toPoint()
        way = where - self._pressed
        if not self._dragging and way.manhattanLength() < QApplication.startDragDistance():
            return
        self._dragging = True
        if self.crop != WHOLE:
            self.pan(-way.x() / max(1, self.width()), -way.y() / max(1, self.height()))
            self._pressed = where
        else:
            self.dragged.emit(self.mapToParent(where))

    def mouseReleaseEvent(self, event) -> None:
        if self._dragging and self.crop == WHOLE:
            self.dropped.emit(self.mapToParent(event.position().toPoint()))
        self._pressed, self._dragging = None, False

    def wheelEvent(self, event) -> None:
        event.accept()
        notches = event.angleDelta().y() / 120
        at = event.position()
        share = at.x() / max(1, self.width()), at.y() / max(1, self.height())
        self.zoom(self.crop.factor * NOTCH**notches, share)

    def mouseDoubleClickEvent(self, event) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._view is not None:
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._view is None:
            return
        menu = self._menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    @property
    def asked(self) -> bool:
        """Whether its menu is open."""
        menu = self._menu
        return menu is not None and isValid(menu) and menu.isVisible()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Note with this picture"), self.noted.emit)
        menu.addAction(self.tr("Snapshot into the log"), self.shot.emit)
        if self.number:
            menu.addAction(self.tr("Enlarge, or back"), self.opened.emit)
            menu.addAction(self.tr("Take off the wall"), self.taken_down.emit)
        if self._view is not None:
            self._offer_streams(menu, self._view)
        menu.addAction(self.tr("Record, or stop"), lambda: self.wanted.emit("record"))
        menu.addAction(self.tr("Replay 30 s"), lambda: self.wanted.emit("replay"))
        menu.addAction(self.tr("Tie live picture to the incident"), lambda: self.wanted.emit("tie"))
        return menu

    def _offer_streams(self, menu: QMenu, view: View) -> None:
        """Which stream this tile shows, whatever its size and the load."""
        offered = {
            Override.AUTO: self.tr("By size and load"),
            Override.KEYS: self.tr("Key frames only"),
        }
        if view.camera.url_sub:
            offered |= {Override.MAIN: self.tr("Always main"), Override.SUB: self.tr("Always sub")}
        streams = menu.addMenu(self.tr("Stream of this tile"))
        for override, words in offered.items():
            action = streams.addAction(words, lambda _=False, chosen=override: view.choose(chosen))
            action.setCheckable(True)
            action.setChecked(view.override is override)


def _wrapped(picture: Picture, ratio: float) -> QImage:
    """The picture's own bytes; whoever holds the image must hold the picture too."""
    image = QImage(
        memoryview(picture.pixels),
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_RGB32,
    )
    image.setDevicePixelRatio(ratio)
    return image


def _grey_of(image: QImage) -> QImage:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    grey.setDevicePixelRatio(image.devicePixelRatio())
    return grey
