"""What the outgoing crew says in its own words, kept while it types."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.handover.records import Handover, HandoverState
from app.handover.service import Handovers
from widgets.handover.refusals import why
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, TextField
from widgets.kit.form import Form
from widgets.kit.theme import Theme


class OwnWords(QWidget):
    """`settled()` two seconds after the last key, and when the officer goes elsewhere."""

    settled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(theme)
        self.form.row(weather=TextField(theme, self.tr("Weather")))
        self.form.row(
            important=AreaField(
                theme, self.tr("Important"), lines=3, placeholder=self.tr("one matter a line")
            )
        )
        self.form.row(
            remarks=AreaField(
                theme, self.tr("Remarks"), lines=2, placeholder=self.tr("one matter a line")
            )
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(int(theme.number("duration_ms.draft_save")))
        self._typing.timeout.connect(self.settled)
        self.form.changed.connect(self._typed)
        self._unkept = False
        self._of: UUID | None = None
        box = QVBoxLayout(self)
        side = theme.px("space.l")
        box.setContentsMargins(side, 0, side, theme.px("space.s"))
        box.addWidget(self.form)

    def show_words(self, handover: Handover) -> None:
        """Never over what was typed and is not yet kept; another sheet has words of its own."""
        if self._unkept and handover.id == self._of and handover.state is HandoverState.DRAFT:
            return
        self._unkept, self._of = False, handover.id
        held = {
            "weather": handover.weather,
            "important": handover.important,
            "remarks": handover.remarks,
        }
        if held != self.words():
            self.form.fill(held)

    def words(self) -> dict[str, str]:
        return {name: str(value) for name, value in self.form.values().items()}

    def _typed(self) -> None:
        self._unkept = True
        self._typing.start()

    def settle(self) -> bool:
        """Stop waiting; True when something typed was not yet told."""
        waiting = self._typing.isActive()
        self._typing.stop()
        return waiting

    def refuse(self, words: str) -> None:
        self.form.show_error("important", words)

    def keep(
        self, desk: Desk, service: Handovers, handover: Handover, then: Callable[[], None]
    ) -> None:
        """Write them down; what is refused is told at the fields."""
        officer, words = desk.session.officer, self.words()
        if officer is None:
            self.refuse(why(Refused("officer", "nobody_signed_in")))
            return

        def kept(_edited: Handover) -> None:
            self._unkept = self._unkept and self.words() != words
            then()

        ask(
            self,
            desk.store,
            lambda: service.edit(handover, officer, **words),
            then=kept,
            fail=lambda error: self.refuse(why(error)),
        )
