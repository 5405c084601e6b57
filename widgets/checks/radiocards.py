"""The small cards over the lists of a roll call: a list, and a post of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.base.clock import local
from app.radio.rollcall_lists import Told, moment
from app.radio.rollcall_records import RadioList, RadioPost, RollMode
from widgets.kit.fields import NumberField, SegmentField, TextField
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme

LABEL_W = 84


class ListCard(OverCard):
    """Name, way, times of day, and one calling more."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        look = {"label_w": LABEL_W}
        modes = [(one.value, one.value) for one in RollMode]
        self.name = TextField(theme, self.tr("List of posts"), required=True, **look)
        self.mode = SegmentField(theme, self.tr("Way of calling"), modes, **look)
        hint = self.tr("such as 08:30、20:30; none: only when asked")
        self.times = TextField(theme, self.tr("Every day at"), placeholder=hint, **look)
        once = self.tr("one more, as 2026-06-24 14:30")
        self.extra_at = TextField(theme, self.tr("Once more at"), placeholder=once, **look)
        fields = {
            "name": self.name, "mode": self.mode, "times": self.times, "extra": self.extra_at,
        }  # fmt: skip
        super().__init__(theme, page, fields)
        self.seen: RadioList | None = None

    def ask_about(self, one: RadioList | None, times: tuple[str, ...], below: QWidget) -> None:
        self.seen = one
        self.name.set_value(one.name if one else "")
        self.mode.set_value((one.mode if one else RollMode.MIXED).value)
        self.times.set_value("、".join(one.times if one else times))
        extra = one.extra_at if one else None
        self.extra_at.set_value(f"{local(extra):%Y-%m-%d %H:%M}" if extra else "")
        drop = self.tr("No list any more") if one else ""
        note = self.tr("At these times the console reminds of it.")
        self.ask_for(self.tr("List of posts"), note, self.tr("Keep"), below, drop)


class PostCard(OverCard):
    """A post: by what it is called, and whether it is on leave."""

    card_w = 520

    def __init__(self, theme: Theme, page: QWidget) -> None:
        look = {"label_w": LABEL_W}
        until = self.tr("as 2026-06-24 08:00; empty: not on leave")
        self.name = TextField(theme, self.tr("Called post"), required=True, **look)
        self.unit = TextField(theme, self.tr("Unit"), **look)
        self.radio = NumberField(theme, self.tr("Radio number"), **look)
        self.talkgroup = NumberField(theme, self.tr("Talk-group"), **look)
        self.phone = TextField(theme, self.tr("Phone of the post"), **look)
        self.poc = TextField(theme, self.tr("PoC radio"), **look)
        self.satellite = TextField(theme, self.tr("Satellite phone"), **look)
        self.until = TextField(theme, self.tr("On leave until"), placeholder=until, **look)
        self.why = TextField(theme, self.tr("Reason"), **look)
        fields = {
            "name": self.name, "unit": self.unit, "radio": self.radio,
            "talkgroup": self.talkgroup, "phone": self.phone, "poc": self.poc,
            "satellite": self.satellite, "leave": self.until, "why": self.why,
        }  # fmt: skip
        super().__init__(theme, page, fields)
        self.seen: RadioPost | None = None

    def ask_about(self, post: RadioPost | None, list_name: str, below: QWidget) -> None:
        self.seen = post
        self.name.set_value(post.name if post else "")
        self.unit.set_value(post.unit if post else "")
        for field, number in (
            (self.radio, post.radio if post else None),
            (self.talkgroup, post.talkgroup if post else None),
        ):
            field.set_value("" if number is None else str(number))
        self.phone.set_value(post.phone if post else "")
        self.poc.set_value(post.poc if post else "")
        self.satellite.set_value(post.satellite if post else "")
        until = post.leave_until if post else None
        self.until.set_value(f"{local(until):%Y-%m-%d %H:%M}" if until else "")
        self.why.set_value(post.leave_why if post else "")
        drop = self.tr("No post any more") if post else ""
        title = self.tr("Post of {name}").format(name=list_name)
        note = self.tr("Who is on leave is not called until then.")
        self.ask_for(title, note, self.tr("Keep"), below, drop)

    def told(self) -> Told:
        """`Refused("leave", "not_a_time")`."""
        return Told(
            self.name.value(),
            self.unit.value(),
            self.radio.value(),
            self.talkgroup.value(),
            self.phone.value(),
            self.poc.value(),
            self.satellite.value(),
            moment("leave", self.until.value()),
            self.why.value(),
        )
