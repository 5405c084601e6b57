"""What the five sheets have in common, over the habits of the checks: acts that need no shift, own words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.attachments import Attachment, FileDoor
from app.base.errors import Refused, Unreachable
from app.base.saving import safe
from app.people.records import Officer
from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.checks.view import CheckView
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.gate import Gate
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.scroll import column

T = TypeVar("T")
OpenFile = Callable[[QUrl], bool]
YES, NO = "是", "否"
YES_NO = ((YES, YES), (NO, NO))


class StudyView(CheckView):
    """`write` is for what is not an act of a shift; `gates` bar what the role may not."""

    _editing: Any = None

    def begin(self) -> None:
        self._author = self._who()
        self._theirs: dict[str, Any] = {}
        listen(self, self.desk.bus, SignedIn, lambda _: self._seated())
        super().begin()

    def _seated(self) -> None:
        """The words of a form go and come with their author: so does what they are the words of."""
        who = self._who()
        if who != self._author:
            self._theirs[self._author], self._author = self._editing, who
            self.take_up(self._theirs.pop(who, None))

    def take_up(self, one: Any) -> None:
        """What is in the form is of `one` from now on; None: of something new."""
        self._editing = one

    def _who(self) -> str:
        officer = self.desk.session.officer
        return str(officer.id) if officer is not None else ""

    def write(self, work: Callable[[Officer], T], then: Callable[[T], None]) -> None:
        """`work(officer)` on the store thread, by who sits here. While one is under way a second key does
        nothing: it would say the same again."""
        if self._acting:
            return
        try:
            officer = self.desk.session.demand()
        except Refused as refused:
            self.refuse(refused)
            return

        self._send(work, (officer,), then)

    def open_copy(self, door: FileDoor, file: Attachment, open_file: OpenFile) -> None:
        """A checked copy in the system's own program, which may hold it as long as it likes."""

        def copy() -> Path:
            to = Path(tempfile.mkdtemp(prefix="dutyroom-")) / safe(file.name)
            door.hand_out(file.sha256, to)
            return to

        def shown(to: Path) -> None:
            if not open_file(QUrl.fromLocalFile(str(to))):
                self.refuse(Unreachable("file", "no_program"))

        ask(self, self.desk.disk, copy, then=shown, fail=self.refuse)

    def words(self) -> dict[str, str]:
        return own_words()

    def lay_out(self, rows: QWidget, chosen: QWidget, form: QWidget) -> None:
        """What there is over what is chosen of it, and the form at the right."""
        left = QVBoxLayout()
        left.setSpacing(self.theme.px("space.m"))
        left.addWidget(rows, 1)
        left.addWidget(chosen, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px("space.m"))
        row.addLayout(left, 1000)
        row.addWidget(column(self.theme, form), 508)

    def buttons(
        self,
        panel: Panel,
        *told: tuple[PlainButton, Act | None, Callable[[], None]],
        flush: bool = False,
    ) -> list[Gate | None]:
        """A row of buttons at the right end under what the panel holds, which may be `flush`."""
        line = QHBoxLayout()
        if flush:
            side = self.theme.px("space.s")
            line.setContentsMargins(side, 0, side, side)
        line.setSpacing(self.theme.px("space.s"))
        line.addStretch(1)
        gates: list[Gate | None] = []
        for button, act, do in told:
            button.clicked.connect(do)
            gates.append(Gate(self.desk, button, act) if act is not None else None)
            line.addWidget(button)
        panel.body.addLayout(line)
        return gates


def options(words: Sequence[str], none: str = "") -> list[tuple[str, str]]:
    """For a field of choice; `none` is what the empty first one is called."""
    return [*([("", none)] if none else []), *((one, one) for one in words)]


def own_words() -> dict[str, str]:
    return {
        "unknown_word": tr("Choose one that is on the list."),
        "before_first": tr("The last day lies before the first."),
        "too_long": tr("Longer than {most}."),
        "not_a_day": tr("Write the day as 2026-10-01 or 10-01."),
        "in_future": tr("That has not come yet."),
        "in_the_future": tr("That has not come yet."),
        "not_a_time": tr("Write the time as 14:50 or 06-18 14:50."),
        "vague_time": tr("This is no time of day: ask for hour and minute."),
        "in_force": tr("{plan} is in force already: change its level."),
        "same": tr("It stands at {level} already."),
        "ended": tr("This response has ended."),
        "before_start": tr("Before it was started, {start}."),
        "replaced": tr("Another version has taken its place: {version}."),
        "before_old": tr("The version before holds from {day}."),
        "not_an_address": tr("An address begins with http:// or https://"),
        "choose": tr("Choose a row first."),
        "not_open": tr("No shift is open: take over the shift first."),
        "too_large": tr("Files up to {most_mb} MB."),
        "empty": tr("This file is empty."),
        "changed": tr("this file is not the one that was filed, so it is not shown"),
        "no_program": tr("No program of this machine opens it; save a copy."),
    }


def tr(words: str) -> str:
    return QCoreApplication.translate("Study", words)
