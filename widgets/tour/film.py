"""Pictures of windows in every theme, and the proof that they show something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

FEWEST_COLOURS = 24
"""A window that shows fewer colours than this is empty or broken."""

FAILED = "failed-"
"""How pictures of what was there when a tour failed begin; those of a tour before say nothing of this one."""


class Film:
    """Writes PNG files into one folder. Raises `AssertionError` for a picture that shows nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[Path] = []
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{FAILED}*.png"):
            old.unlink()

    def take(self, name: str, widget: QWidget) -> Path:
        picture = widget.grab().toImage()
        colours = _colours(picture)
        if colours < FEWEST_COLOURS:
            raise AssertionError(f"the picture {name} is empty: {colours} colours")
        place = self._folder / f"{name}.png"
        if not picture.save(str(place)):
            raise OSError(f"cannot write {place.name}")
        self.taken.append(place)
        return place


def _colours(picture: QImage) -> int:
    small = picture.scaled(160, 90)
    seen: set[int] = set()
    pixel: Callable[[int, int], int] = small.pixel
    for y in range(small.height()):
        seen.update(pixel(x, y) for x in range(small.width()))
    return len(seen)
