"""Who is meant: one radio, a talk-group, or all. One choice for calls, texts and questions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.radio.events import CallKind
from app.radio.groups import GroupSeen
from app.radio.roster import RadioSeen
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.labels import ElidedLabel
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.who import seen_who
from widgets.radio.words import tr

RADIO, GROUP, ALL = "radio", "group", "all"
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
            (ALL, self.tr("All radios")),
        )
        self.kind = SegmentField(theme, self.tr("Send to"), kinds, label_w=LABEL_W)
        self.kind.set_value(RADIO)
        self.field = TextField(
            theme, self.tr("Number"), placeholder=self.tr("370101"), label_w=LABEL_W
        )
        self.field.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.who = ElidedLabel(theme, "", "small", tone="text2")
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
        """0 while no number is entered, and for all."""
        text = self.field.value()
        return int(text) if text.isdecimal() and len(text) < 9 and not self.to_all else 0

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

    def call(self) -> tuple[CallKind, int]:
        return _KINDS[self.kind.value()], self.number

    def aim(self, kind: str, number: int) -> None:
        self.kind.set_value(kind)
        self.field.set_value(number or "")
        self._turned()

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
        self.field.setEnabled(not self.to_all)
        self.field.show_error("")
        self.changed.emit()
