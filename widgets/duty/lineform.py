"""Every field of a log line (domain.md 1.7) as a form: for a new line and for its correction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.base.clock import Clock, full
from app.base.errors import Refused
from app.base.said import moment_said, moment_to_come
from app.duty.log import Line
from app.duty.records import Category, Channel, Handling, LogEntry, Way
from app.duty.templates import NONE
from widgets.duty.linking import Links, linked
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, ComboField, TextField
from widgets.kit.form import Form
from widgets.kit.picking import Candidate, PickField

LABEL_W = 64
TYPED = ("text", "unit", "person", "post", "phone", "handling", "responsible", "due", "at")
"""Fields in which words are typed: a draft is worth keeping while one of them holds something."""


class LineForm(Form):
    """`line()` is what was written; a time that is none, or a link not chosen, is `Refused`."""

    def __init__(self, desk: Desk, links: Links, *, at: str, at_hint: str) -> None:
        super().__init__(desk.theme)
        self._clock: Clock = desk.clock
        theme, look = desk.theme, {"label_w": LABEL_W}
        self.text = AreaField(theme, self.tr("Words"), lines=3, required=True, **look)
        self.unit = TextField(theme, self.tr("Unit"), **look)
        self.person = TextField(theme, self.tr("Person"), **look)
        self.post = TextField(theme, self.tr("Post"), **look)
        self.phone = TextField(theme, self.tr("Phone"), **look)
        self.way = ComboField(theme, self.tr("Way"), options(Way), share=7, **look)
        self.channel = ComboField(theme, "", options(Channel), share=5)
        self.category = ComboField(theme, "", options(Category), share=5)
        self.status = ComboField(theme, "", options(Handling), share=4)
        for field, name in (
            (self.channel, self.tr("Channel")),
            (self.category, self.tr("Category")),
            (self.status, self.tr("State")),
        ):
            field.editor.setAccessibleName(name)
        self.handling = TextField(theme, self.tr("Handling"), **look)
        self.responsible = TextField(theme, self.tr("Sees to it"), **look)
        self.due = TextField(
            theme, self.tr("Wanted by"), placeholder=self.tr("15:20 or 06-18 14:50"), **look
        )
        self.incident = PickField(desk, self.tr("Incident"), links.of_incidents, **look)
        self.told = PickField(desk, self.tr("About"), links.of_told, **look)
        self.incident.edit.setPlaceholderText(self.tr("type to find one"))
        self.told.edit.setPlaceholderText(self.tr("warning or instruction"))
        self.at = TextField(theme, at, placeholder=at_hint, **look)

    def lay_out(self) -> LineForm:
        """The rows, in reading order, but for the time, which has its own neighbours on each card."""
        self.row(text=self.text)
        self.row(unit=self.unit, person=self.person)
        self.row(post=self.post, phone=self.phone)
        self.row(way=self.way, channel=self.channel, category=self.category, status=self.status)
        self.row(handling=self.handling)
        self.row(responsible=self.responsible, due=self.due)
        self.row(incident_id=self.incident, told=self.told)
        return self

    def composing(self) -> bool:
        """Whether an input method is at a word in one of the fields."""
        return any(getattr(field.editor, "composing", False) for field in self.fields.values())

    def typed(self) -> bool:
        return any(self.fields[name].value() for name in TYPED)

    def usual(self) -> None:
        """What a line is when nothing is said of it."""
        for field, value in (
            (self.way, NONE.way.value),
            (self.channel, NONE.channel.value),
            (self.category, NONE.category.value),
            (self.status, NONE.status.value),
        ):
            field.set_value(value)

    def show_entry(self, entry: LogEntry, about: Iterable[tuple[str, Candidate]]) -> None:
        """Every field as this entry has it; its time to the second."""
        self.fill(
            {
                name: getattr(entry, name)
                for name in ("text", "unit", "person", "post", "phone", "handling", "responsible")
            }
        )
        for name in ("way", "channel", "category", "status"):
            self.fields[name].set_value(getattr(entry, name).value)
        self.at.set_value(full(entry.at))
        self.due.set_value(full(entry.due) if entry.due is not None else "")
        for field in (self.incident, self.told):
            field.clear()
        for name, one in about:
            (self.incident if name == "incident_id" else self.told).set_value([one.key, one.words])

    def line(self, at: datetime | None, *, late: bool, due: datetime | None) -> Line:
        text = self.text.value()
        if not text:
            raise Refused("text", "empty")
        for name, field in (("incident_id", self.incident), ("told", self.told)):
            if field.unchosen:
                raise Refused(name, "not_chosen", words=field.edit.text().strip())
        return Line(
            text,
            Way(self.way.value()),
            Channel(self.channel.value()),
            unit=self.unit.value(),
            person=self.person.value(),
            phone=self.phone.value(),
            category=Category(self.category.value()),
            handling=self.handling.value(),
            status=Handling(self.status.value()),
            at=at,
            incident_id=linked(self.incident.key(), "incident"),
            late=late,
            post=self.post.value(),
            responsible=self.responsible.value(),
            due=due,
            warning_id=linked(self.told.key(), "warning"),
            instruction_id=linked(self.told.key(), "instruction"),
        )

    def moment(self) -> datetime | None:
        """The time typed; None for none."""
        typed = self.at.value()
        if not typed:
            return None
        said = moment_said("at", typed, self._clock.now())
        if said.at is None:
            raise Refused("at", "vague_time" if said.vague else "not_a_time")
        return said.at

    def limit(self) -> datetime | None:
        return moment_to_come("due", self.due.value(), self._clock.now())


def options(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kinds]


def kept(form: LineForm) -> dict[str, Any]:
    """What a draft keeps: nothing at all while no words are typed."""
    return form.values() if form.typed() else {}
