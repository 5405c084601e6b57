"""What every window of this desk shows around its page: shift, warnings, lamps, the last word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from widgets.kit.chips import Badge, Pennant
from widgets.kit.lamps import LampState


@dataclass(frozen=True, slots=True)
class Toast:
    """One line of feedback; `undo` is what Alt+Z does while it is shown, None when it cannot be undone."""

    text: str
    undo: Callable[[], None] | None = None


class Status(QObject):
    """Written by whoever knows (wiring, reactions), read by strips and lamp bars of all windows."""

    strip_changed = Signal()
    lamps_changed = Signal()
    said = Signal(object)
    unsaid = Signal()
    saved = Signal(object)
    lamp_asked = Signal(str)
    """What a lamp offers was chosen: its key."""

    def __init__(self, unit: str, parent: QObject | None = None, duty_phone: str = "") -> None:
        super().__init__(parent)
        self.unit, self.duty_phone = unit, duty_phone
        self.tag = ""
        self.shift = ""
        self.crew = ""
        self.marks: tuple[Pennant | Badge, ...] = ()
        self.toast: Toast | None = None
        self._lamps: dict[str, LampState] = {}

    @property
    def lamps(self) -> tuple[LampState, ...]:
        """In the order they were first set."""
        return tuple(self._lamps.values())

    def set_lamp(self, lamp: LampState) -> None:
        if self._lamps.get(lamp.key) != lamp:
            self._lamps[lamp.key] = lamp
            self.lamps_changed.emit()

    def set_tag(self, tag: str) -> None:
        """演示数据 or 演练; "" is the real thing."""
        self.tag = tag
        self.strip_changed.emit()

    def set_shift(self, shift: str, crew: str) -> None:
        """The two lines of the strip: span of the shift, posts with names."""
        self.shift, self.crew = shift, crew
        self.strip_changed.emit()

    def set_marks(self, marks: tuple[Pennant | Badge, ...]) -> None:
        """Responses in force, then warnings in force, gravest first."""
        self.marks = marks
        self.strip_changed.emit()

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Shown for six seconds in the lamp bar; meanwhile Alt+Z undoes."""
        self.toast = Toast(text, undo)
        self.said.emit(self.toast)

    def unsay(self) -> None:
        self.toast = None
        self.unsaid.emit()

    def undo(self) -> bool:
        """Does the undo on offer, once; False when there is none."""
        if self.toast is None or self.toast.undo is None:
            return False
        undo = self.toast.undo
        self.unsay()
        undo()
        return True

    def set_saved(self, at: datetime) -> None:
        """Only after COMMIT."""
        self.saved.emit(at)
