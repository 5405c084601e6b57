"""Commands the gateway has: how each is sent, and which answer by air ends which."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from app.radio.events import (
    AskPosition,
    AskPositions,
    CheckOnline,
    CheckRadio,
    CheckReply,
    Command,
    ControlReply,
    Event,
    Heard,
    Monitor,
    Revive,
    SendText,
    StopEmergency,
    Stun,
    TextState,
    TextStep,
)
from app.radio.hytera import hdap, messages
from app.radio.hytera.profile import Profile
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import RadioIp


@dataclass(slots=True)
class Awaited:
    """A command the gateway has, whose answer comes by air. `key`: how the answer names it."""

    command: Command
    key: tuple[str, int]
    until_s: float
    radio: int


_TARGETS: dict[type, int] = {CheckRadio: 0x0833, Monitor: 0x0834, Stun: 0x0849, Revive: 0x084A}
"""Requests about one radio; what answers them has bit 15 set. The answer to 0833 is unverified."""
_ANSWER, _CHECK_ANSWER = 0x8000, 0x8833

Answered = tuple[list[Event], Awaited | None]
"""What is told of an answer, and the command it ends."""
_NOTHING: Answered = ([], None)


class Asked:
    """Without time of its own: `overdue` is asked for with the time."""

    def __init__(self, profile: Profile, first_ref: int) -> None:
        self._profile = profile
        self._ref = first_ref & 0xFFFFFFFF
        self._awaited: list[Awaited] = []

    def body(self, command: Command, own_radio: int) -> hdap.Body | None:
        """The message that carries it, under a fresh number; None when this gateway has none for it."""
        self._ref = (self._ref + 1) & 0xFFFFFFFF
        profile = self._profile
        match command:
            case SendText(_, target, group, text):
                dest = target if group else profile.subnet << 24 | target
                own = RadioIp(profile.subnet, own_radio)
                return TextMessage(group, self._ref, dest, own, text, profile.flag_wants_ack)
            case AskPosition(_, radio):
                return messages.PositionRequest(self._ref, RadioIp(profile.subnet, radio))
            case CheckOnline(_, radio):
                return messages.OnlineCheck(RadioIp(profile.subnet, radio))
            case AskPositions(_, radio, 0):
                return messages.PeriodicStop(self._ref, RadioIp(profile.subnet, radio))
            case AskPositions(_, radio, every_s):
                ip, ever = RadioIp(profile.subnet, radio), bytes(14)
                return messages.PeriodicRequest(self._ref, ip, ever, ever, _ddhhmmss(every_s))
            case CheckRadio() | Monitor() | Stun() | Revive():
                return messages.Target(_TARGETS[type(command)], command.radio)
            case StopEmergency(_, radio):
                return messages.EmergencyStop(self._ref, RadioIp(profile.subnet, radio))
        return None

    def awaited(self, command: Command, body: hdap.Body, sent_s: float) -> Awaited:
        """What `command`, sent as `body`, waits for."""
        profile = self._profile
        if isinstance(command, SendText):
            key, wait_s = ("text", body.request), profile.delivery_s
            radio = command.target
        elif isinstance(command, CheckOnline):
            key, wait_s, radio = ("online", command.radio), profile.answer_s, command.radio
        elif isinstance(command, CheckRadio | Monitor | Stun | Revive):
            key = (f"{_TARGETS[type(command)] | _ANSWER:04x}", command.radio)
            wait_s, radio = profile.air_s, command.radio
        else:
            assert isinstance(command, AskPosition | AskPositions | StopEmergency)
            key, wait_s, radio = ("request", body.request), profile.answer_s, command.radio
        return Awaited(command, key, sent_s + wait_s, radio)

    def await_answer(self, command: Command, body: hdap.Body, sent_s: float) -> None:
        self._awaited.append(self.awaited(command, body, sent_s))

    def overdue(self, now_s: float) -> list[Command]:
        """Those whose answer did not come in time; they are awaited no more."""
        late = [awaited for awaited in self._awaited if now_s >= awaited.until_s]
        self._awaited = [awaited for awaited in self._awaited if now_s < awaited.until_s]
        return [awaited.command for awaited in late]

    def answer(self, body: hdap.Body, heard: Heard, flying: Awaited | None) -> Answered:
        """`flying`: the command on the line that the gateway has not acknowledged yet."""
        match body:
            case TextAck(_, request, _, _, result, _):
                return self._text_answer(("text", request), result, heard, flying)
            case messages.DeliveryState(messages.Service.TMP, ip, _, result):
                return self._air(ip.radio, result, heard)
            case messages.OnlineAnswer(ip, _):
                return self._control(("online", ip.radio), "ok", heard, flying)
            case messages.TargetReply(opcode, result, radio):
                return self._target_answer(opcode, result, radio, heard, flying)
            case (
                messages.PositionReport(request, _, result)
                | messages.EmergencyStopAck(request, _, result)
                | messages.PeriodicAnswer(request, _, result)
                | messages.PeriodicStopAnswer(request, _, result)
            ):
                word = "ok" if result == 0 else "refused"
                return self._control(("request", request), word, heard, flying)
            case messages.PositionRssiReport(request, _, result):
                word = "ok" if result == 0 else "refused"
                return self._control(("request", request), word, heard, flying)
        return _NOTHING

    def _text_answer(
        self, key: tuple[str, int], result: int, heard: Heard, flying: Awaited | None
    ) -> Answered:
        if result == 9:  # the repeater wakes up: not an end
            return _NOTHING
        found = self._take(key, flying)
        if found is None:
            return _NOTHING
        step = TextStep.DELIVERED if result == 0 else TextStep.FAILED
        code = "" if result == 0 else f"tmp_{result}"
        return [TextState(heard, found.command.id, step, code)], found

    def _target_answer(
        self, opcode: int, result: int, radio: int, heard: Heard, flying: Awaited | None
    ) -> Answered:
        """A radio that was asked by air and did not answer is no refusal."""
        bad = "no_answer" if opcode == _CHECK_ANSWER else "refused"
        key = (f"{opcode:04x}", radio)
        told, ended = self._control(key, "ok" if result == 0 else bad, heard, flying)
        if opcode == _CHECK_ANSWER and ended is not None:
            told = [CheckReply(heard, radio, result == 0), *told]
        return told, ended

    def _air(self, radio: int, result: int, heard: Heard) -> Answered:
        """DDS names only the radio: it speaks of the oldest text to it."""
        found = next((a for a in self._awaited if a.key[0] == "text" and a.radio == radio), None)
        if found is None or result == 7:
            return _NOTHING
        if result == 0:
            return [TextState(heard, found.command.id, TextStep.SENT)], None
        self._awaited.remove(found)
        return [TextState(heard, found.command.id, TextStep.FAILED, f"dds_{result}")], found

    def _control(
        self, key: tuple[str, int], result: str, heard: Heard, flying: Awaited | None
    ) -> Answered:
        found = self._take(key, flying)
        if found is None:
            return _NOTHING
        return [ControlReply(heard, found.command.id, result)], found

    def _take(self, key: tuple[str, int], flying: Awaited | None) -> Awaited | None:
        for awaited in self._awaited:
            if awaited.key == key:
                self._awaited.remove(awaited)
                return awaited
        return flying if flying is not None and flying.key == key else None


def _ddhhmmss(seconds: int) -> bytes:
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    return f"{days:02d}{hour:02d}{minute:02d}{second:02d}".encode("ascii")


def ends(event: Event) -> UUID | None:
    """The command this event ends, if it ends one."""
    if isinstance(event, ControlReply):
        return event.command
    if isinstance(event, TextState) and event.step in (TextStep.DELIVERED, TextStep.FAILED):
        return event.command
    return None
