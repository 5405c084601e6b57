"""The cards of the contact book: a unit, a person, their leave, a number, a post held by two."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QWidget

from app.base.clock import local
from app.people.contacts import Card, ContactPoint, Held, Org, OrgKind, Person, PointKind
from app.people.posts import spoken
from widgets.kit.fields import ComboField, SegmentField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

LABEL_W = 84
KINDS = (PointKind.MOBILE, PointKind.OFFICE, PointKind.DUTY, PointKind.SATELLITE)


def offer(field: TextField, names: Sequence[str]) -> None:
    """Names that are known, while the officer types any part of one."""
    completer = QCompleter(list(names), field)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    field.theme.dress(completer.popup())
    field.edit.setCompleter(completer)


class UnitCard(OverCard):
    """A new unit under the one that is chosen, or another name and place for it."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        kinds = [(one.value, one.value) for one in OrgKind]
        self.parent_unit = TextField(theme, self.tr("Under"), label_w=LABEL_W)
        self.kind = ComboField(theme, self.tr("Kind of unit"), kinds, label_w=LABEL_W)
        self.also = TextField(theme, self.tr("Also called"), label_w=LABEL_W)
        self.name = TextField(theme, self.tr("Name"), required=True, label_w=LABEL_W)
        fields = {
            "name": self.name,
            "also": self.also,
            "kind": self.kind,
            "parent": self.parent_unit,
        }
        super().__init__(theme, page, fields)
        self.seen: Org | None = None

    def ask_new(self, parent: Org | None, units: Sequence[Org], below: QWidget) -> None:
        self.seen = None
        self._offer(units)
        self.name.set_value("")
        self.also.set_value("")
        under = {OrgKind.COUNTY: OrgKind.TOWNSHIP, OrgKind.TOWNSHIP: OrgKind.VILLAGE}
        under[OrgKind.VILLAGE] = OrgKind.GRID
        under[OrgKind.COMMITTEE] = OrgKind.HEADQUARTERS
        kind = under.get(parent.kind, OrgKind.FIRM) if parent else OrgKind.COUNTY
        self.kind.set_value(kind.value)
        self.kind.setVisible(True)
        self.parent_unit.set_value(parent.full_name if parent else "")
        self.ask_for(self.tr("New unit"), "", self.tr("Enter it"), below)

    def ask_change(self, unit: Org, units: Sequence[Org], below: QWidget) -> None:
        self.seen = unit
        self._offer(units)
        self.name.set_value(unit.name)
        self.also.set_value(unit.also)
        self.kind.setVisible(False)
        above = next((one for one in units if one.id == unit.parent_id), None)
        self.parent_unit.set_value(above.full_name if above else "")
        note = self.tr("What stands under it moves with it")
        dissolve = self.tr("Dissolve")
        self.ask_for(self.tr("Rename or move"), note, self.tr("Keep"), below, dissolve)

    def _offer(self, units: Sequence[Org]) -> None:
        offer(self.parent_unit, [one.full_name for one in units])


class PersonCard(OverCard):
    """Who somebody is and where they belong."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        self.name = TextField(theme, self.tr("Name"), required=True, label_w=LABEL_W)
        self.duty = TextField(theme, self.tr("Post"), label_w=LABEL_W)
        self.unit = TextField(theme, self.tr("Unit"), required=True, label_w=LABEL_W)
        super().__init__(theme, page, {"name": self.name, "duty": self.duty, "unit": self.unit})
        self.seen: Person | None = None

    def ask_about(
        self, person: Person | None, unit: str, units: Sequence[Org], below: QWidget
    ) -> None:
        self.seen = person
        offer(self.unit, [one.full_name for one in units])
        self.name.set_value(person.name if person else "")
        self.duty.set_value(person.duty if person else "")
        self.unit.set_value(unit)
        if person is None:
            self.ask_for(self.tr("New person"), "", self.tr("Enter them"), below)
            return
        left = self.tr("Has left")
        self.ask_for(self.tr("Change person"), "", self.tr("Keep"), below, left)


class LeaveCard(OverCard):
    """From the first day to the last; both empty: not on leave."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        hint = self.tr("such as 6-24")
        self.begin = TextField(theme, self.tr("First day"), placeholder=hint, label_w=LABEL_W)
        self.end = TextField(theme, self.tr("Last day"), placeholder=hint, label_w=LABEL_W)
        why = self.tr("leave, a trip, cannot be reached")
        self.why = TextField(theme, self.tr("Reason"), placeholder=why, label_w=LABEL_W)
        fields = {"leave_from": self.begin, "leave_to": self.end, "leave_why": self.why}
        super().__init__(theme, page, fields)
        self.seen: Person | None = None

    def ask_about(self, person: Person, below: QWidget) -> None:
        self.seen = person
        begin, end = person.leave_from, person.leave_to
        self.begin.set_value(local(begin).date().isoformat() if begin else "")
        last = local(end).date() if end else None
        if end and last and local(end).time().isoformat() == "00:00:00":
            last = last.fromordinal(last.toordinal() - 1)
        self.end.set_value(last.isoformat() if last else "")
        self.why.set_value(person.leave_why)
        note = self.tr("While they are away, B is shown as acting. Both empty: back on duty")
        title = self.tr("Leave of {name}").format(name=person.name)
        self.ask_for(title, note, self.tr("Keep"), below)


class NumberCard(OverCard):
    """A number and what it is."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        kinds = [(one.value, one.value) for one in KINDS]
        self.value = TextField(theme, self.tr("Number"), required=True, label_w=LABEL_W)
        self.kind = SegmentField(theme, self.tr("Kind of number"), kinds, label_w=LABEL_W)
        hint = self.tr("who speaks there, if not they themselves")
        self.label = TextField(theme, self.tr("Who answers"), placeholder=hint, label_w=LABEL_W)
        super().__init__(theme, page, {"value": self.value, "kind": self.kind, "label": self.label})
        self.card.setFixedWidth(theme.px("size.body") * 36)
        self.seen: ContactPoint | None = None

    def ask_about(self, owner: Card, point: ContactPoint | None, below: QWidget) -> None:
        self.seen = point
        self.value.set_value(point.value if point else "")
        first = PointKind.MOBILE if owner.person else PointKind.DUTY
        kind = point.kind if point and point.kind in KINDS else first
        self.kind.set_value(kind.value)
        self.label.set_value(point.label if point else "")
        whose = owner.name or owner.unit
        if point is None:
            title = self.tr("Number for {name}").format(name=whose)
            self.ask_for(title, "", self.tr("Enter it"), below)
        else:
            title = self.tr("Change a number of {name}").format(name=whose)
            self.ask_for(title, "", self.tr("Keep"), below, self.tr("No longer used"))


class PostCard(OverCard):
    """A post and its two holders, people of the unit."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        look = {"label_w": LABEL_W}
        self.name = TextField(theme, self.tr("Post"), required=True, **look)
        self.a = TextField(theme, self.tr("A role"), required=True, **look)
        self.b = TextField(theme, self.tr("B role"), required=True, **look)
        hint = self.tr("such as 6-24; empty: not known")
        self.since = TextField(theme, self.tr("Held since"), placeholder=hint, **look)
        fields = {"name": self.name, "a": self.a, "b": self.b, "since": self.since}
        super().__init__(theme, page, fields)
        self.seen: Held | None = None
        self.unit: Org | None = None

    def ask_about(
        self, unit: Org, held: Held | None, one: Person | None, people: Sequence[Person],
        today: str, below: QWidget,
    ) -> None:  # fmt: skip
        self.seen, self.unit = held, unit
        names = [f"{p.name} {p.duty}".strip() for p in people]
        for field in (self.a, self.b):
            offer(field, names)
        self.name.set_value(held.post.name if held else one.duty if one else "")
        self.a.set_value(
            spoken(held.a) if held else f"{one.name} {one.duty}".strip() if one else ""
        )
        self.b.set_value(spoken(held.b) if held else "")
        since = held.post.since if held else None
        self.since.set_value((since.isoformat() if since else "") if held else today)
        note = self.tr("B acts while A is on leave or cannot be reached")
        title = self.tr("A and B of {unit}").format(unit=unit.full_name)
        self.ask_for(title, note, self.tr("Keep"), below)


class EndPostCard(OverCard):
    """Until when a post was held so, and why it ended."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        hint = self.tr("such as 6-24")
        look = {"label_w": LABEL_W}
        self.until = TextField(theme, self.tr("Last day"), required=True, placeholder=hint, **look)
        self.why = TextField(theme, self.tr("Reason"), required=True, **look)
        super().__init__(theme, page, {"until": self.until, "why": self.why})
        self.seen: Held | None = None

    def ask_about(self, held: Held, today: str, below: QWidget) -> None:
        self.seen = held
        self.until.set_value(today)
        self.why.clear()
        note = self.tr("A {a}, B {b}; it stays in the list of posts").format(
            a=held.a.name, b=held.b.name
        )
        title = self.tr("End: {post}").format(post=held.post.name)
        self.ask_for(title, note, self.tr("End it"), below)
