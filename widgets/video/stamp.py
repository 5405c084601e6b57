"""A copy of a still picture that says on itself what it is; the picture itself stays as it was taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from app.base.attachments import Filed, FileDoor
from app.base.errors import Unreachable

_SHARE = 24
"""A line is this part of the picture's height."""
_QUALITY = 92


def stamped(content: bytes, lines: Sequence[str], ink: QColor, ground: QColor) -> bytes:
    """JPEG to JPEG: `lines` on a band of `ground` under the picture, which is covered nowhere. On any
    thread."""
    image = QImage.fromData(content)
    if image.isNull():
        raise Unreachable("file", "changed")
    high = max(16, image.height() // _SHARE)
    band = round(high * (len(lines) + 0.6))
    made = QImage(image.width(), image.height() + band, QImage.Format.Format_RGB32)
    made.fill(ground)
    painter = QPainter(made)
    painter.drawImage(0, 0, image)
    font = QFont()
    font.setPixelSize(round(high * 0.72))
    painter.setFont(font)
    painter.setPen(ink)
    for n, line in enumerate(lines):
        room = QRect(
            high // 2, image.height() + round(high * (n + 0.3)), image.width() - high, high
        )
        fits = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), fits
        )
    painter.end()
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    made.save(held, "JPEG", _QUALITY)
    return bytes(held.data().data())


def stamp(
    files: FileDoor, original: Filed, lines: Sequence[str], ink: QColor, ground: QColor
) -> Filed:
    """On the disk thread. The copy bears the name of its original, with 标注."""
    stem, _, ending = original.name.rpartition(".")
    told = [*lines, f"原图 SHA-256 {original.sha256}"]
    content = stamped(files.read(original.sha256), told, ink, ground)
    return files.keep(content, f"{stem}_标注.{ending}")
