"""How a tile looks in each state: pure painting, from facts to pixels."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from app.base.clock import hhmm, hhmmss, span
from app.video.crop import WHOLE, Crop
from app.video.line import Status
from app.video.states import State
from widgets.kit.icons import paint_icon
from widgets.kit.shapes import hatch
from widgets.kit.theme import Theme
from widgets.video.badges import TileBadge
from widgets.video.band import BandWords, paint_band
from widgets.video.overlay import paint_badges, paint_figures, paint_zoom
from widgets.video.reasons import reason_words, state_words
from widgets.video.seen import Seen
from widgets.video.stamps import Stamp, Stamps

KEEP_S = 60.0
"""A lost camera shows its last picture, grey, for this long; then black says more."""

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

translate = QCoreApplication.translate


class Live(NamedTuple):
    """A live tile: the picture lies at `at`, the stamps on it."""

    at: QPoint
    stamps: tuple[Stamp, ...]

    def paint(self, painter: QPainter, image: QImage) -> None:
        painter.drawImage(self.at, image)
        for stamp in self.stamps:
            painter.drawPixmap(*stamp)


class TileLook:
    """Paints with the sizes of the wall times `scale` (1.0 = a wall of 1920x1080)."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._stamps = Stamps()
        self._fonts: dict[tuple[str, bool, float], QFont] = {}
        self.scale = 1.0

    def px(self, path: str) -> int:
        return max(1, round(self.theme.number(path) * self.scale))

    def font(self, size: str, *, strong: bool = False) -> QFont:
        """Made once for each scale: a tile asks for it with every picture."""
        key = (size, strong, self.scale)
        held = self._fonts.get(key)
        if held is None:
            held = self._fonts[key] = self.theme.font(size, strong=strong)
            held.setPixelSize(max(9, round(self.theme.number(f"wall.{size}") * self.scale)))
        return QFont(held)

    def small_font(self) -> QFont:
        """For what is read from near by only."""
        font = self.theme.font("caption")
        font.setPixelSize(max(11, round(self.theme.number("wall.caption") * self.scale * 0.68)))
        return font

    def picture_box(self, box: QRect, whole: bool) -> QRect:
        """Where the picture goes: behind the band, or above it when nothing may be covered."""
        return self._above_band(box) if whole else box

    def paint(
        self,
        painter: QPainter,
        box: QRect,
        seen: Seen,
        image: QImage | None,
        whole: bool,
        have: Crop = WHOLE,
    ) -> None:
        """`have` is the part of the camera's picture that `image` is."""
        theme = self.theme
        painter.fillRect(box, theme.colour("sunken"))
        if seen.camera is None:
            self._empty(painter, box, seen.number)
            return
        alarm = seen.alarming(theme.number("duration_ms.video_stale") / 1000)
        if image is not None and self._keeps_picture(seen):
            if not seen.fresh:
                painter.setOpacity(0.5 if seen.standing else 0.28)
            _draw_picture(painter, self.picture_box(box, whole), image, seen.crop, have)
            painter.setOpacity(1.0)
        if seen.state not in (State.LIVE, State.CONNECTING):
            self._hatch(painter, box)
            self._plate(painter, box, seen, alarm)
        elif seen.state is State.CONNECTING:
            painter.setFont(self.font("caption"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(
                self._above_band(box), int(_CENTRE), translate("Tile", "connecting") + " …"
            )
        if seen.crop != WHOLE:
            above, pad = self._above_band(box), self.px("space.s")
            paint_zoom(painter, theme, above, seen.crop, self.small_font(), pad)
        for stamp in self._stamped(box, seen, alarm, painter.device().devicePixelRatioF()):
            painter.drawPixmap(*stamp)
        self._border(painter, box, seen, alarm)

    def live(
        self, box: QRect, seen: Seen, image: QImage, whole: bool, have: Crop, ratio: float
    ) -> Live | None:
        """What `paint` would draw over and over while the camera is live; None when it is more than a
        picture at its own size that fills the tile, with stamps on it."""
        place = _lies(self.picture_box(box, whole), image)
        fills = place.size() == image.deviceIndependentSize() and place.contains(QRectF(box))
        if not seen.fresh or seen.crop != WHOLE or have != WHOLE or not fills:
            return None
        return Live(place.topLeft().toPoint(), self._stamped(box, seen, False, ratio))

    def _keeps_picture(self, seen: Seen) -> bool:
        return seen.fresh or seen.standing or (seen.age_s is not None and seen.age_s < KEEP_S)

    def _above_band(self, box: QRect) -> QRect:
        return box.adjusted(0, 0, 0, -self.px("wall.tile_band_h"))

    def _empty(self, painter: QPainter, box: QRect, number: int) -> None:
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setPen(self.theme.colour("text3"))
        painter.setFont(self.font("tile_title"))
        words = f"{number}  " if number else ""
        painter.drawText(box, int(_CENTRE), words + translate("Tile", "empty"))

    def _hatch(self, painter: QPainter, box: QRect) -> None:
        ink = self.theme.colour("line_strong")
        ink.setAlpha(110)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hatch(painter, QRectF(box), ink, self.px("space.xl"))

    def _plate(self, painter: QPainter, box: QRect, seen: Seen, alarm: bool) -> None:
        """State in words, in the middle of the tile, as many lines as there is room for."""
        theme = self.theme
        icon, title, lines = self._words(seen)
        strong, small = self.font("state", strong=True), self.font("caption")
        room = self._above_band(box).adjusted(*(self.px("space.s") * k for k in (1, 1, -1, -1)))
        if room.height() < QFontMetrics(strong).height() * 3:
            strong, small = self.font("caption", strong=True), self.font("caption")
        pad, icon_px = self.px("space.l"), round(QFontMetrics(strong).height() * 0.72)
        head_w = QFontMetrics(strong).horizontalAdvance(title) + icon_px + pad
        widest = max([head_w, *(QFontMetrics(small).horizontalAdvance(line) for line in lines)])
        line_h = round(QFontMetrics(small).height() * 1.12)
        head_h = QFontMetrics(strong).height()
        fits = max(0, (room.height() - head_h - pad) // line_h)
        lines = lines[:fits]
        plate = QRect(0, 0, min(room.width(), widest + 2 * pad), head_h + len(lines) * line_h + pad)
        plate.moveCenter(room.center())
        back = QColor(theme.colour("sunken"))
        back.setAlpha(225)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(back)
        tone = theme.colour("now" if alarm else "text")
        radius = self.px("radius.panel")
        painter.setPen(QPen(tone, self.px("control.focus_ring")) if alarm else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(plate, radius, radius)
        x = plate.center().x() - min(head_w, plate.width()) // 2
        y = plate.top() + pad // 2
        paint_icon(painter, icon, tone, x, y + (head_h - icon_px) / 2, icon_px)
        painter.setPen(tone)
        painter.setFont(strong)
        x += icon_px + pad
        painter.drawText(QRect(x, y, plate.right() - x, head_h), int(_LEFT), title)
        painter.setFont(small)
        painter.setPen(theme.colour("text2"))
        for n, line in enumerate(lines):
            row = QRect(
                plate.left() + pad // 2, y + head_h + n * line_h, plate.width() - pad, line_h
            )
            shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, row.width())
            painter.drawText(row, int(_CENTRE), shown)

    def _words(self, seen: Seen) -> tuple[str, str, list[str]]:
        """Icon, heading and the lines under it."""
        status = seen.status
        assert status is not None
        if seen.standing:
            title = f"{translate('Tile', 'Picture stands still')} {span(seen.age_s or 0.0)}"
            lines = []
            if status.last_at is not None:
                last = translate("Tile", "last picture {time}")
                lines.append(last.format(time=hhmmss(status.last_at)))
            return "pause", title, lines + (_tries(seen, status) if status.tries else [])
        for_s = seen.now_s - status.since_s
        title = {
            State.AUTH_FAILED: translate("Tile", "Not let in"),
            State.NOT_FOUND: translate("Tile", "Not found"),
        }.get(seen.state, translate("Tile", "Signal lost"))
        lines = [reason_words(status.reason), *_tries(seen, status)]
        return "video-off", f"{title} {span(for_s)}", lines

    def _stamped(self, box: QRect, seen: Seen, alarm: bool, ratio: float) -> tuple[Stamp, ...]:
        """Marks of other rooms above, figures above, the band below."""
        made = []
        if seen.badges:
            made.append(self._badges(box, seen.badges, ratio))
        told = seen.figures() if seen.detailed else seen.lessened()
        if told and seen.state is State.LIVE:
            made.append(self._figures(box, told, ratio))
        return (*made, self._band(box, seen, alarm, ratio))

    def _badges(self, box: QRect, badges: tuple[TileBadge, ...], ratio: float) -> Stamp:
        font, pad = self.font("caption"), self.px("space.s")
        above = QRect(box.left(), box.top(), box.width(), QFontMetrics(font).height() * 2)
        return self._stamps.stamp(
            ratio, above, badges, lambda p, at: paint_badges(p, self.theme, at, badges, font, pad)
        )

    def _figures(self, box: QRect, words: str, ratio: float) -> Stamp:
        font, pad = self.small_font(), self.px("space.s")
        above = QRect(box.left(), box.top(), box.width(), QFontMetrics(font).height() * 2)
        return self._stamps.stamp(
            ratio, above, words, lambda p, at: paint_figures(p, self.theme, at, words, font, pad)
        )

    def _band(self, box: QRect, seen: Seen, alarm: bool, ratio: float) -> Stamp:
        assert seen.camera is not None
        state = State.STALE if seen.standing else seen.state
        tone = "now" if alarm else ("text2" if seen.fresh else "text")
        words = BandWords(
            seen.number,
            seen.camera.name,
            seen.age_words() if seen.fresh else state_words(state),
            tone,
            alarm,
        )
        high = self.px("wall.tile_band_h")
        band = QRect(box.left(), box.bottom() + 1 - high, box.width(), high)
        fonts = self.font("tile_title", strong=True), self.font("caption", strong=alarm)
        pad = self.px("space.l")
        return self._stamps.stamp(
            ratio, band, words, lambda p, at: paint_band(p, self.theme, at, words, fonts, pad)
        )

    def _border(self, painter: QPainter, box: QRect, seen: Seen, alarm: bool) -> None:
        if seen.fresh:
            return
        wide = self.px("wall.alarm_border") if alarm else 1
        colour = self.theme.colour("now" if alarm else "line_strong")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for edge in (
            QRect(box.left(), box.top(), box.width(), wide),
            QRect(box.left(), box.bottom() + 1 - wide, box.width(), wide),
            QRect(box.left(), box.top(), wide, box.height()),
            QRect(box.right() + 1 - wide, box.top(), wide, box.height()),
        ):
            painter.fillRect(edge, colour)


def _tries(seen: Seen, status: Status) -> list[str]:
    """Since when, how often, whether it stands in the log, and when it is tried again."""
    since = translate("Tile", "since {time}, {n} tries").format(
        time=hhmm(status.since), n=status.tries
    )
    if status.recorded:
        since += "  " + translate("Tile", "in the log")
    if status.next_try_s is None:
        return [since, translate("Tile", "trying again now")]
    wait = span(max(0.0, status.next_try_s - seen.now_s))
    return [since, translate("Tile", "next try in {wait}").format(wait=wait)]


def _draw_picture(painter: QPainter, box: QRect, image: QImage, want: Crop, have: Crop) -> None:
    """At its own size; what is too high is cut below, where the band is. Scaled only until the
    stream has followed a change of size, or of the part that is wanted."""
    painter.save()
    painter.setClipRect(box)
    place = _lies(box, image)
    if want == have:
        painter.drawImage(place, image)
    else:
        left, top, side = want.within(have)
        wide, high = place.width() / side, place.height() / side
        painter.drawImage(
            QRectF(place.x() - left * wide, place.y() - top * high, wide, high), image
        )
    painter.restore()


def _lies(box: QRect, image: QImage) -> QRectF:
    size = image.deviceIndependentSize()
    if size.width() > box.width() * 1.15 or (
        size.width() < box.width() * 0.8 and size.height() < box.height() * 0.8
    ):
        size = size.scaled(box.size().toSizeF(), Qt.AspectRatioMode.KeepAspectRatio)
    x = box.left() + (box.width() - size.width()) // 2
    y = box.top() + max(0.0, (box.height() - size.height()) // 2)
    return QRectF(x, y, size.width(), size.height())
