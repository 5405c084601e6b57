"""The right column: whom it is about and our own call; below it texts, questions, stun and revive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.errors import Refused
from app.radio.batches import Recipient
from app.radio.driver import Capability
from app.radio.records import RadioControl, RadioText
from app.radio.service import RadioService
from app.radio.templates import TextTemplate
from widgets.kit.explain import explain
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.asks import Asks
from widgets.radio.controlpad import ControlPad, waits_for_second
from widgets.radio.lacking import shut, why_not
from widgets.radio.talkbar import TalkBar
from widgets.radio.target import GROUP, RADIO, TargetPick
from widgets.radio.textpad import TextPad

_CALLS = {RADIO: Capability.PRIVATE_CALL, GROUP: Capability.GROUP_CALL}


class Keypad(QWidget):
    """One target for everything below it. `target_changed` when somebody else is meant."""

    target_changed = Signal()

    def __init__(
        self, theme: Theme, service: RadioService, templates: Sequence[TextTemplate] = ()
    ) -> None:
        super().__init__()
        self._service = service
        self.pick = TargetPick(theme)
        self.kind, self.target = self.pick.kind, self.pick.field
        self.talk = TalkBar(theme)
        self.text = TextPad(theme, templates)
        self.words, self.send_button, self.track = (
            self.text.words, self.text.send_button, self.text.track,
        )  # fmt: skip
        self.asks = Asks(theme)
        self.control = ControlPad(theme)
        self.pick.changed.connect(self.retarget)
        self.text.edited.connect(self.measure)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        self.call = Panel(theme, self.tr("Call"))
        self.call.add(self.pick)
        self.call.add(self.talk)
        box.addWidget(self.call)
        panels = []
        for title, part in (
            (self.tr("Text to a radio"), self.text),
            (self.tr("Ask and report"), self.asks),
            (self.tr("Stun and revive"), self.control),
        ):
            panel = Panel(theme, title)
            panel.add(part)
            panels.append(panel)
        self.scroll = column(theme, *panels)
        box.addWidget(self.scroll, 1)

    @property
    def number(self) -> int:
        """0 while no number is entered."""
        return self.pick.number

    @property
    def to_group(self) -> bool:
        return self.pick.to_group

    def aim(self, number: int, *, forced: bool, kind: str = RADIO) -> None:
        """Take a radio as the target. Words already typed stay with their target unless `forced`."""
        if forced or not self.words.value():
            self.pick.aim(kind, number)

    def retarget(self) -> None:
        """Somebody else is meant, or the gateways are others: what can be done with him?"""
        self.show_target()
        self.look()
        self.measure()
        self.target_changed.emit()

    def show_target(self) -> None:
        """Who that number is."""
        pick, service = self.pick, self._service
        if pick.to_all:
            pick.show_all()
        elif pick.to_several:
            pick.show_several([self._name(one) for one in pick.recipients])
        elif pick.to_group:
            found = (one for one in service.groups() if one.number == pick.number)
            pick.show_group(next(found, None))
        elif pick.number:
            pick.show_radio(service.seen(pick.number))
        else:
            pick.who.setText("")

    def _name(self, one: Recipient) -> str:
        unit = "" if one.group else self._service.seen(one.number).unit
        return f"{unit}{one.number}" if unit else str(one.number)

    def look(self) -> None:
        """What no gateway can do for this target is shut."""
        pick, asks, control = self.pick, self.asks, self.control
        kind = _CALLS.get(pick.kind.value(), Capability.ALL_CALL)
        called = words.tr("Several are not called; a text goes to them") if pick.to_several else ""
        shut(self.talk.button, called or self._why(Capability.TALK, kind))
        one = "" if pick.kind.value() == RADIO else words.tr("This is asked of one radio only")
        text = Capability.GROUP_TEXT if pick.to_group else Capability.TEXT
        many = words.tr("A text goes to radios and groups") if pick.to_all else ""
        shut(self.send_button, many or self._why(text))
        several = pick.to_all or pick.to_several
        status = words.tr("A status goes to one radio or one group") if several else ""
        shut(asks.status_button, status or self._why(Capability.STATUS))
        for button, need in (
            (asks.locate_button, Capability.LOCATE),
            (asks.check_button, Capability.ONLINE_CHECK),
            (asks.air_button, Capability.RADIO_CHECK),
            (asks.monitor_button, Capability.MONITOR),
            (asks.begin_button, Capability.PERIODIC_LOCATE),
            (asks.stop_button, Capability.PERIODIC_LOCATE),
            (control.stun_button, Capability.STUN),
            (control.revive_button, Capability.REVIVE),
        ):
            shut(button, one or self._why(need))

    def measure(self) -> None:
        """By the narrowest gateway of all who are meant."""
        recipients = self.pick.recipients
        try:
            length = self._service.texts.measure(recipients, self.words.value())
        except Refused:
            self.text.show_length(None)
        else:
            self.text.show_length(length)
        self.text.show_count(len(recipients))

    def show_sent(self, last: RadioText | None) -> None:
        """How far our last text is, and the last one to several."""
        self.text.show_sent(last, self._service.texts.latest())

    def show_controls(self, controls: Sequence[RadioControl], now: datetime) -> None:
        """What waits for the second person is told above as well: below it may be out of sight."""
        self.control.show_controls(controls, now)
        waiting = [one for one in controls if waits_for_second(one)]
        told = words.tr("{what} {radio} waits for a second person: Alt+C")
        first = waiting[0] if waiting else None
        note = told.format(what=first.kind.value, radio=first.radio) if first else ""
        self.call.set_note(note)

    def sent(self) -> None:
        """The text is on its way: make room for the next."""
        self.text.sent()

    def refused(self, error: Refused) -> None:
        field = self.target if error.field in ("target", "gateway", "talk") else self.words
        field.show_error(explain(error, words.refusals()))

    def radio(self) -> int:
        """The one radio that is meant. Raises `Refused` when it is none, or several."""
        self.target.show_error("")
        if not self.pick.radio:
            raise Refused("target", "bad_target")
        return self.pick.radio

    def _why(self, *needs: Capability) -> str:
        pick = self.pick
        return why_not(self._service, pick.number or None, *needs, to_group=pick.to_group)
