"""Lists whose name is pressed to mean all in them: those of the roll call, and each unit of the roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.bus import Changed
from app.radio.batches import Recipient
from app.radio.rollcall_records import RadioList, RadioPost
from app.radio.roster import RadioSeen
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable
from widgets.radio.words import tr

Books = Callable[[], Sequence[tuple[RadioList, Sequence[RadioPost]]]]
"""The lists of the roll call with their posts; on the store thread."""


@dataclass(frozen=True, slots=True)
class AimList:
    """`lacking`: posts without a radio, whom a text does not reach."""

    key: str
    name: str
    recipients: tuple[Recipient, ...]
    lacking: int = 0


class AimLists(QWidget):
    """`pressed(AimList)` by a click or Enter."""

    pressed = Signal(object)

    def __init__(self, desk: Desk, books: Books) -> None:
        super().__init__()
        self._desk, self._books = desk, books
        self._of_roll: list[AimList] = []
        self._of_roster: list[AimList] = []
        self.table = RecordTable(
            desk.theme,
            (
                Column(
                    tr("Lists of radios"),
                    lambda one: one.name,
                    stretch=True,
                    strong=True,
                    second=_second,
                ),
            ),
            key=lambda one: one.key,
            row="list_two_line",
            empty=tr("No list holds a radio."),
        )
        self.table.view.horizontalHeader().hide()
        self.table.view.setAccessibleName(tr("Lists of radios"))
        self.table.view.clicked.connect(
            lambda index: self.pressed.emit(self.table.records[index.row()])
        )
        self.table.opened.connect(self.pressed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)
        self._reread = Reread(self, desk.store, self._took, self._not_read)
        listen(self, desk.bus, Changed, self._changed)
        self._read()

    def show_roster(self, seen: Sequence[RadioSeen]) -> None:
        """Each township and unit that has more than one radio."""
        held: dict[str, dict[Recipient, None]] = {}
        for one in seen:
            if one.radio is not None:
                for name in dict.fromkeys((one.radio.township, one.radio.unit)):
                    held.setdefault(name, {})[Recipient(one.number)] = None
        found = [
            AimList(f"unit-{name}", name, tuple(radios))
            for name, radios in held.items()
            if name and len(radios) > 1
        ]
        if found != self._of_roster:
            self._of_roster = found
            self._show()

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("radio_list", "radio_post"):
            self._read()

    def _read(self) -> None:
        self._reread.ask(self._books)

    def _not_read(self, error: Exception) -> None:
        """What stood there stays."""
        self._desk.say(tr("The lists could not be read. {why}").format(why=explain(error)))

    def _took(self, books: Sequence[tuple[RadioList, Sequence[RadioPost]]]) -> None:
        self._of_roll = []
        for one, posts in books:
            radios = tuple(Recipient(post.radio) for post in posts if post.radio is not None)
            if radios:
                lacking = len(posts) - len(radios)
                self._of_roll.append(AimList(str(one.id), one.name, radios, lacking))
        self._show()

    def _show(self) -> None:
        self.table.show_records([*self._of_roll, *self._of_roster], now=True)


def _second(one: AimList) -> str:
    told = tr("{n} radios").format(n=len(one.recipients))
    lacking = tr("{n} posts without a radio").format(n=one.lacking) if one.lacking else ""
    return "  ".join(filter(None, (told, lacking)))
