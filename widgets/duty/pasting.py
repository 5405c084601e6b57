"""What a clipboard or a drop holds, as work that keeps it on the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from app.base.attachments import Filed, FileDoor
from app.base.clock import local


def pasted(
    held: QMimeData | None, door: FileDoor, now: datetime
) -> Callable[[], list[Filed]] | None:
    """To be run on the disk thread; None when there is neither a file nor a picture. An empty clipboard of
    Qt holds not even nothing."""
    if held is None:
        return None
    places = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    if places:
        return lambda: [door.bring(place) for place in places]
    if held.hasImage():
        name = f"粘贴_{local(now):%Y%m%d_%H%M%S}.png"
        content = png(QImage(held.imageData()))
        return lambda: [door.keep(content, name)]
    return None


def png(image: QImage) -> bytes:
    held = QByteArray()
    out = QBuffer(held)
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(out, "PNG")  # type: ignore[call-overload]
    return held.data()
