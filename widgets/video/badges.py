"""Marks that other rooms put on a camera's tile: that it is recorded, what is wrong with its picture."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class TileBadge:
    """`icon` by its Lucide name, `words` in one or two words ("录像 00′12″"); `alarm` paints it in the
    alarm's hue, else it is ink on black."""

    icon: str
    words: str
    alarm: bool = False


class Badges(QObject):
    """Which badges each camera wears, on all walls and in the preview. Only on the Qt thread.

    A room owns a key ("recording", "quality") and sets or takes off its own badge; those of a camera
    are shown in the order of their keys. Signal `changed(camera_id)`.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worn: dict[UUID, dict[str, TileBadge]] = {}
        self._shown: dict[UUID, tuple[TileBadge, ...]] = {}

    def put(self, camera_id: UUID, key: str, badge: TileBadge | None) -> None:
        """None takes the badge of this key off."""
        worn = self._worn.setdefault(camera_id, {})
        if worn.get(key) == badge:
            return
        if badge is None:
            del worn[key]
        else:
            worn[key] = badge
        self._shown[camera_id] = tuple(badge for _, badge in sorted(worn.items()))
        self.changed.emit(camera_id)

    def of(self, camera_id: UUID) -> tuple[TileBadge, ...]:
        return self._shown.get(camera_id, ())
