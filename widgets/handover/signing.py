"""The card of a handover: a person and a PIN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.handover.records import Side
from widgets.kit.fields import ComboField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

LABEL_W = 48


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign; `side` None = only says who sits down now."""

    side: Side | None
    officer_id: UUID
    words: str


class SignCard(OverCard):
    """Stays until it is accepted or left, so that a wrong PIN can be typed anew; no PIN outlives it."""

    card_w = 420

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self._signers: tuple[Signer, ...] = ()
        self.person = ComboField(theme, self.tr("Person"), [], label_w=LABEL_W)
        self.pin = TextField(theme, "PIN", secret=True, label_w=LABEL_W)
        super().__init__(theme, page, {"person": self.person, "pin": self.pin})

    def ask_one_of(
        self, signers: Sequence[Signer], title: str, note: str, act: str, below: QWidget
    ) -> None:
        """Open over `below`; the first of `signers` is chosen, the cursor waits for the PIN."""
        self._signers = tuple(signers)
        self.person.combo.clear()
        for number, signer in enumerate(self._signers):
            self.person.combo.addItem(signer.words, str(number))
        self.person.set_value("0")
        self.pin.clear()
        self.ask_for(title, note, act, below)
        self.pin.setFocus()

    def signer(self) -> Signer:
        return self._signers[int(self.person.value())]

    def submit(self) -> None:
        if not self._signers:
            return
        if not self.pin.edit.text():
            self.pin.show_error(self.tr("Type your PIN"))
            self.pin.setFocus()
            return
        super().submit()

    def refuse(self, error: Exception, own: Mapping[str, str] | None = None) -> None:
        """Whatever was wrong, the PIN is typed anew."""
        self.pin.clear()
        super().refuse(error, own)
        self.pin.setFocus()

    def close_card(self) -> None:
        self.pin.clear()
        super().close_card()
