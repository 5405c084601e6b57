"""Facts that an officer must see: they go to the message stack, and the loud ones sound."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QObject

from app.base.clock import hhmm, span
from app.base.errors import Refused
from app.callout.records import Colour, Stage
from app.callout.warnings import WarningReceived
from app.radio.events import Linked
from app.radio.facts import (
    RadioAlarmAnswered,
    RadioAlarmCleared,
    RadioAlarmPlaced,
    RadioAlarmRaised,
    RadioControlChanged,
    RadioLinkChanged,
    RadioTextHeard,
)
from app.radio.records import ControlStep
from app.radio.service import RadioService
from app.video.facts import CameraOutageEnded, CameraOutageLasted
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.sound import Sounds
from widgets.radio.words import gateway, what_to_do
from widgets.shell.messages import Kind, Message, Messages

_ALARM = "alarm-"


class Alerts(QObject):
    """An emergency reaches the screen and the loudspeaker with no store in the way."""

    def __init__(self, desk: Desk, messages: Messages, radio: RadioService, sounds: Sounds) -> None:
        super().__init__()
        self._desk = desk
        self._messages = messages
        self._radio = radio
        self._sounds = sounds
        hears = (
            (RadioAlarmRaised, self._alarm),
            (RadioAlarmPlaced, self._alarm_placed),
            (RadioAlarmAnswered, self._alarm_answered),
            (RadioAlarmCleared, self._alarm_cleared),
            (RadioTextHeard, self._text),
            (RadioControlChanged, self._control),
            (RadioLinkChanged, self._link),
            (CameraOutageLasted, self._camera_lost),
            (CameraOutageEnded, self._camera_back),
            (WarningReceived, self._warning),
        )
        for kind, method in hears:
            listen(self, desk.bus, kind, method)
        messages.answered.connect(self._answered)
        messages.waiting_changed.connect(self._sound)

    def _alarm(self, fact: RadioAlarmRaised) -> None:
        """Again after a restart: it waits since it was raised."""
        who = f"{fact.unit} {fact.holder or fact.radio}".strip()
        self._messages.tell(
            Kind.EMERGENCY,
            f"370M {fact.kind.value} · {who}",
            self._where(fact.at, fact.radio, fact.lat, fact.lon),
            f"{_ALARM}{fact.alarm_id}",
            True,
            place="radio",
            at=fact.at,
            public=f"370M {fact.kind.value} · {fact.unit or fact.radio}",
            aged_at=fact.placed_at,
        )

    def _alarm_placed(self, fact: RadioAlarmPlaced) -> None:
        key = f"{_ALARM}{fact.alarm_id}"
        message = self._messages.find(key)
        if message is not None:
            text = self._where(message.at, fact.radio, fact.lat, fact.lon)
            self._messages.amend(key, text, fact.at)

    def _where(self, at: datetime, radio: int, lat: float | None, lon: float | None) -> str:
        where = self.tr("position unknown, it is being asked")
        if lat is not None and lon is not None:
            where = f"{lat:.4f}N {lon:.4f}E"
        words = self.tr("{at} terminal {radio} · {where}")
        return words.format(at=hhmm(at), radio=radio, where=where)

    def _answered(self, message: Message) -> None:
        """By the officer who answered at this desk; the record follows on the store thread."""
        officer = self._desk.session.officer
        if message.key.startswith(_ALARM) and officer is not None:
            key = UUID(message.key.removeprefix(_ALARM))
            with suppress(Refused):  # another window was quicker
                self._radio.answer_alarm(key, str(officer.id), officer.name)

    def _alarm_answered(self, fact: RadioAlarmAnswered) -> None:
        self._messages.answer(f"{_ALARM}{fact.alarm_id}", fact.by_name)

    def _alarm_cleared(self, fact: RadioAlarmCleared) -> None:
        text = self.tr("{at} cleared by the terminal").format(at=hhmm(fact.at))
        self._messages.over(f"{_ALARM}{fact.alarm_id}", text)

    def _text(self, fact: RadioTextHeard) -> None:
        who = f"{fact.unit} {fact.holder or fact.radio}".strip()
        title = f"370M {self.tr('text')} · {who}"
        self._messages.tell(Kind.RADIO, title, fact.text, f"text-{fact.event_id}", place="radio")

    def _control(self, fact: RadioControlChanged) -> None:
        """A second person may sit at any page."""
        control = fact.control
        key, who = f"control-{control.id}", f"{control.radio} {control.unit}".rstrip()
        title = f"{control.kind.value} · {who}"
        if control.step is ControlStep.PROPOSED and control.confirmed_at is not None:
            told = self.tr("{name} confirmed it, {desk} sends it")
            self._messages.over(key, told.format(name=control.confirmed_name, desk=control.desk))
        elif control.step is ControlStep.PROPOSED:
            told = self.tr("{name} proposes it: {reason}. A second person confirms by {time}")
            at = hhmm(control.until)
            text = told.format(name=control.by_name, reason=control.reason, time=at)
            self._messages.tell(Kind.RADIO, title, text, key, place="radio")
        else:
            self._messages.over(key, control.step.value)

    def _link(self, fact: RadioLinkChanged) -> None:
        key = f"link-{fact.gateway}"
        if fact.state is Linked.DOWN:
            if self._messages.find(key) is None or fact.why:
                title = self.tr("370M {gateway} is down").format(gateway=gateway(fact.name))
                go_on = self.tr("Calls go by telephone until it is back")
                why = what_to_do(fact.why) if fact.why else ""
                text = f"{why}{'' if why.endswith('。') else ' '}{go_on}".strip()
                self._messages.tell(Kind.DEVICE, title, text, key, place="radio")
        elif fact.state is Linked.UP:
            self._messages.over(key, self.tr("Back since {at}").format(at=hhmm(fact.at)))

    def _camera_lost(self, fact: CameraOutageLasted) -> None:
        title = self.tr("{name}: no picture").format(name=fact.name)
        text = self.tr("Since {at}, tries go on by themselves").format(at=hhmm(fact.since))
        self._messages.tell(Kind.VIDEO_LOST, title, text, f"camera-{fact.camera_id}", place="video")

    def _camera_back(self, fact: CameraOutageEnded) -> None:
        text = self.tr("Away for {span}, in the log").format(span=span(fact.until - fact.since))
        self._messages.over(f"camera-{fact.camera_id}", text)

    def _warning(self, fact: WarningReceived) -> None:
        warning = fact.warning
        severe = warning.colour in (Colour.RED, Colour.ORANGE) and warning.stage is not Stage.LIFTED
        area = "、".join(warning.area)
        self._messages.tell(
            Kind.WARNING, warning.headline, area, f"warning-{warning.identifier}", severe
        )

    def _sound(self) -> None:
        waiting = self._messages.unanswered()
        if any(message.emergency for message in waiting):
            self._sounds.repeat("emergency")
        elif waiting:
            self._sounds.repeat("now")
        else:
            self._sounds.quiet()
