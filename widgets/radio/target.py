"""Who is meant: one radio, a talk-group, several, or all. One choice for calls, texts and questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.radio.batches import Recipient
from app.radio.events import CallKind
from app.radio.groups import GroupSeen
from app.radio.roster import RadioSeen
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.labels import ElidedLabel
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.who import seen_who
from widgets.radio.words import tr

RADIO, GROUP, SEVERAL, ALL = "radio", "group", "several", "all"
LABEL_W = 48
_KINDS = {RADIO: CallKind.PRIVATE, GROUP: CallKind.GROUP, ALL: CallKind.ALL}


class TargetPick(QWidget):
    """`changed` whenever somebody else is meant, by hand or not."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        kinds = (
            (RADIO, self.tr("One radio")),
            (GROUP, self.tr("Talk-group")),
            (SEVERAL, self.tr("Several")),
            (ALL, self.tr("All radios")),
        )
        self.kind = SegmentField(theme, self.tr("Send to"), kinds, label_w=LABEL_W)
        self.kind.set_value(RADIO)
        self.field = TextField(
            theme, self.tr("Number"), placeholder=self.tr("370101"), label_w=LABEL_W
        )
        self.field.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.who = ElidedLabel(theme, "", "small", tone="text2")
        self._several: dict[Recipient, None] = {}
        self._named = ""
        self.who.setContentsMargins(LABEL_W + theme.px("space.s"), 0, 0, 0)
        self.field.changed.connect(self.changed)
        self.kind.changed.connect(self._turned)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        for part in (self.kind, self.field, self.who):
            box.addWidget(part)

    @property
    def number(self) -> int:
        """0 while no number is entered, for several and for all."""
        text, kind = self.field.value(), self.kind.value()
        return int(text) if text.isdecimal() and len(text) < 9 and kind in (RADIO, GROUP) else 0

    @property
    def radio(self) -> int:
        """The one radio that is meant, 0 for none or for more than one."""
        return self.number if self.kind.value() == RADIO else 0

    @property
    def to_group(self) -> bool:
        return self.kind.value() == GROUP

    @property
    def to_all(self) -> bool:
        return self.kind.value() == ALL

    @property
    def to_several(self) -> bool:
        return self.kind.value() == SEVERAL

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Whom a text goes to; none for all."""
        if self.to_several:
            return tuple(self._several)
        return (Recipient(self.number, self.to_group),) if self.number else ()

    @property
    def marked(self) -> tuple[Recipient, ...]:
        """Those who are meant together, also while somebody else is meant for a moment."""
        return tuple(self._several)

    def call(self) -> tuple[CallKind, int]:
        """Several are not called: the number is none then."""
        return _KINDS.get(self.kind.value(), CallKind.PRIVATE), self.number

    def aim(self, kind: str, number: int) -> None:
        """One, and nobody else."""
        self._several, self._named = {}, ""
        self.kind.set_value(kind)
        self.field.set_value(number or "")
        self._turned()

    def add(self, several: Iterable[Recipient]) -> None:
        """More are meant: besides those who are meant together, or the one that is meant now."""
        now = self.recipients if not self._several else ()
        self._mean(dict.fromkeys((*self._several, *now, *several)))

    def turn(self, one: Recipient) -> None:
        """It is one of several, or no longer."""
        held = dict(self._several)
        if held.pop(one, True) is None:
            self._mean(held)
        else:
            self._mean({**self._several, one: None})

    def mean(self, several: Iterable[Recipient], named: str) -> None:
        """All of a list, and nobody else."""
        self._mean(dict.fromkeys(several), named)

    def _mean(self, several: dict[Recipient, None], named: str = "") -> None:
        self._several, self._named = several, named
        self.kind.set_value(SEVERAL)
        self._turned()

    def show_several(self, names: Sequence[str]) -> None:
        """By the list's name, else one by one."""
        if not names:
            self.who.setText(tr("Space or Ctrl in a list chooses several"))
            return
        told = self._named or "、".join(names)
        self.who.setText(tr("{n}: {who}").format(n=len(names), who=told))

    def show_radio(self, seen: RadioSeen) -> None:
        self.who.setText(f"{seen_who(seen)} · {words.presence(seen.presence)}")

    def show_group(self, seen: GroupSeen | None) -> None:
        if seen is None:
            self.who.setText(tr("not in the list of groups") if self.number else "")
        else:
            self.who.setText(seen.name or tr("group without a name"))

    def show_all(self) -> None:
        self.who.setText(tr("Everybody on the net hears it"))

    def _turned(self) -> None:
        self.field.setEnabled(not self.to_all and not self.to_several)
        self.field.show_error("")
        self.changed.emit()
