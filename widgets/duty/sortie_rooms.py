"""What stands behind the sheet of flights, what is read of it at once, and the small card over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.incidents.sortie import Sortie
from app.incidents.sortie_drones import Drone
from app.incidents.sortie_told import Look
from app.incidents.sorties import SortieBook
from app.people.records import Officer
from app.rescue.gear import GearBook
from app.video.records import Camera
from widgets.handover.preview import Paper
from widgets.kit.fields import TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

Titles = Callable[[], list[tuple[UUID, str]]]
PrintSorties = Callable[[str, list[Look], list[Look]], Paper]
"""On the paper thread: the stretch in words, the flights shown, those of them that count in it."""


@dataclass(frozen=True, slots=True)
class SortieRooms:
    """`incidents` and `drills` are those a flight can belong to; all are asked on the store thread."""

    book: SortieBook
    gear: GearBook
    cameras: Callable[[], list[Camera]]
    incidents: Titles
    drills: Titles
    print_list: PrintSorties


@dataclass(frozen=True, slots=True)
class Seen:
    """Read for one person: nothing of it may be shown to another."""

    who: Officer | None
    rows: tuple[Look, ...] = ()
    drones: tuple[Drone, ...] = ()
    tied: tuple[tuple[str, str], ...] = ()
    stretch: str = ""
    counted: frozenset[UUID] = field(default_factory=frozenset)


class EndCard(OverCard):
    """Why it has an end other than a landing: not flown, or with the second button not brought back."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.why = TextField(theme, self.tr("Reason"), required=True, label_w=64)
        super().__init__(theme, page, {"why": self.why})
        self.seen: Sortie | None = None

    def ask_about(self, one: Sortie, below: QWidget) -> None:
        self.seen = one
        self.why.set_value("")
        title = f"{one.no} {one.drone}"
        self.ask_for(self.tr("It does not land"), title, self.tr("Was not flown"), below,
                     self.tr("Was not brought back"))  # fmt: skip
