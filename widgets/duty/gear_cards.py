"""The small forms of 通信装备: a piece as it stands in the register, and why it is out of service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.rescue.gear import Gear, GearKind, Told
from widgets.kit.fields import ComboField, NumberField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

LABEL_W = 84


class GearCard(OverCard):
    """A new piece or one that is changed; `extra` takes out what was entered by mistake."""

    card_w = 560

    def __init__(self, theme: Theme, page: QWidget) -> None:
        look = {"label_w": LABEL_W}
        kinds = [(kind.value, kind.value) for kind in GearKind]
        number = self.tr("to dial, plate, camera or station")
        self.kind = ComboField(theme, self.tr("Kind of gear"), kinds, **look)
        self.number = TextField(theme, self.tr("Gear no."), placeholder=number, **look)
        self.name = TextField(theme, self.tr("Make"), **look)
        self.holder = TextField(theme, self.tr("Holder"), required=True, **look)
        self.township = ComboField(theme, self.tr("Township"), [("", "—")], **look)
        self.keeper = TextField(theme, self.tr("Keeper"), **look)
        self.phone = TextField(theme, self.tr("Keeper's phone"), **look)
        self.place = TextField(theme, self.tr("Kept at"), **look)
        self.test_days = NumberField(theme, self.tr("Test every"), **look)
        self.test_days.edit.setPlaceholderText(self.tr("days; empty: no interval is set"))
        self.remark = TextField(theme, self.tr("Remark"), **look)
        fields = {
            "kind": self.kind, "number": self.number, "name": self.name, "holder": self.holder,
            "township": self.township, "keeper": self.keeper, "phone": self.phone,
            "place": self.place, "test_days": self.test_days, "remark": self.remark,
        }  # fmt: skip
        super().__init__(theme, page, fields)
        box = self.card.layout()
        if box is not None:  # ten fields and a refusal stand on a low screen too
            box.setSpacing(theme.px("space.xs"))
        self.seen: Gear | None = None

    def ask_about(self, gear: Gear | None, towns: Sequence[str], below: QWidget) -> None:
        self.seen = gear
        own = [gear.township] if gear is not None and gear.township not in ("", *towns) else []
        self.township.combo.clear()
        for name, words in (("", "—"), *((town, town) for town in (*towns, *own))):
            self.township.combo.addItem(words, name)
        for name, field in self.fields.items():
            field.set_value(getattr(gear, name) if gear is not None else "")
        self.kind.set_value((gear.kind if gear is not None else GearKind.SATPHONE).value)
        if gear is None:
            self.ask_for(self.tr("A piece of gear"), "", self.tr("Enter the piece"), below)
        else:
            mistake = self.tr("Entered by mistake")
            self.ask_for(self.tr("A piece of gear"), "", self.tr("Keep"), below, mistake)

    def told(self) -> Told:
        words = {name: field.value() for name, field in self.fields.items() if name != "kind"}
        return Told(GearKind(self.kind.value()), **words)


class StopCard(OverCard):
    """Why a piece is out of service."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.why = TextField(theme, self.tr("Reason"), required=True, label_w=LABEL_W)
        super().__init__(theme, page, {"why": self.why})
        self.seen: Gear | None = None

    def ask_about(self, gear: Gear, below: QWidget) -> None:
        self.seen = gear
        self.why.set_value("")
        self.ask_for(self.tr("Out of service"), gear.told, self.tr("Put out of service"), below)
