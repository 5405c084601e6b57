"""What radios say, entered on the board and told as facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.base.clock import Clock
from app.radio import facts
from app.radio.alarm_facts import placed, raised
from app.radio.asking import Asking
from app.radio.board import SYSTEM, Board
from app.radio.calls import Calls
from app.radio.controls import Controls
from app.radio.events import (
    AlarmKind,
    CallEnd,
    CheckReply,
    ControlReply,
    Disabled,
    Emergency,
    EmergencyCleared,
    Event,
    Offline,
    Online,
    OwnTalk,
    Position,
    StatusIn,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
)
from app.radio.gateway_states import GatewayStates
from app.radio.groups import Talker
from app.radio.records import HeardKind
from app.radio.roster import RadioSeen
from app.radio.statuses import StatusBook
from app.radio.texts import Texts

ASKED = "点名应答"
"""By whom a status is taken that the room had asked for."""
ANSWER_WITHIN = timedelta(minutes=10)
"""A status that comes later than this is its radio's own. [choice]"""
DISABLED_PAIR = timedelta(seconds=30)
"""The second identical word that a radio is stunned has to come within this time. [choice]"""


@dataclass(frozen=True, slots=True)
class _Call:
    talk: TalkerStart
    since_s: float
    """On the monotonic clock."""


class Receiver:
    """What gateways say of themselves goes to `GatewayStates`. Not safe for threads by itself: the service
    holds the lock."""

    def __init__(
        self,
        board: Board,
        clock: Clock,
        texts: Texts,
        asking: Asking,
        calls: Calls,
        controls: Controls,
        statuses: StatusBook,
    ) -> None:
        self._board = board
        self._clock = clock
        self._texts = texts
        self._asking = asking
        self._own = calls
        self._controls = controls
        self._statuses = statuses
        self._gateways = GatewayStates(board, calls)
        self._disabling: dict[tuple[int, bool], datetime] = {}
        self._calls: dict[tuple[str, int], _Call] = {}
        self._told: list[object] = []

    def hear(self, event: Event) -> list[object]:
        """The facts to tell, in order."""
        self._board.frame(event.heard)
        act = _HEARING.get(type(event))
        if act is None:
            return self._gateways.hear(event)
        act(self, event)
        told, self._told = self._told, []
        return told

    def _tell(self, fact: object) -> None:
        self._told.append(fact)

    def _online(self, event: Online) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        if board.roster.online(event.radio, event.valid_s, self._clock.monotonic_s()):
            board.note(event.heard, HeardKind.ONLINE, seen)
            self._tell(
                facts.RadioOnline(event.radio, seen.unit, event.heard.gateway, event.heard.at)
            )

    def _offline(self, event: Offline) -> None:
        board = self._board
        seen = board.roster.of(event.radio)
        if board.roster.offline(event.radio):
            board.note(event.heard, HeardKind.OFFLINE, seen)
            self._tell(
                facts.RadioOffline(
                    event.radio, seen.unit, event.heard.gateway, event.heard.at, "told"
                )
            )

    def _position(self, event: Position) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        if event.rssi_dbm is not None and event.lat is None:
            board.roster.strength(event.radio, event.rssi_dbm)
        board.note(
            event.heard,
            HeardKind.POSITION,
            seen,
            lat=event.lat,
            lon=event.lon,
            speed_kmh=event.speed_kmh,
            rssi_dbm=event.rssi_dbm,
        )
        self._place(event, seen)
        self._asking.place_reply(event)
        if event.lat is None or event.lon is None:
            return
        step = board.alarms.placed(event.radio, event.lat, event.lon, event.heard.at)
        if step is not None:
            board.keep_alarm(step, SYSTEM, "radio.alarm.place")
            self._tell(placed(step.new, event.heard.at))

    def _place(self, event: Position, seen: RadioSeen) -> None:
        """Where a radio is, if it had a fix."""
        if event.lat is None or event.lon is None:
            return
        self._board.roster.placed(event)
        self._tell(
            facts.RadioPositionHeard(
                event.radio,
                seen.unit,
                seen.holder,
                event.lat,
                event.lon,
                event.heard.at,
                event.speed_kmh,
                event.course_deg,
                event.rssi_dbm,
            )
        )

    def _text_in(self, event: TextIn) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        group = event.target if event.group else None
        line = board.note(event.heard, HeardKind.TEXT, seen, text=event.text, talkgroup=group)
        self._tell(
            facts.RadioTextHeard(
                line.id,
                event.radio,
                seen.unit,
                seen.holder,
                event.text,
                event.target,
                event.group,
                event.heard.at,
            )
        )

    def _text_state(self, event: TextState) -> None:
        fact = self._texts.stepped(event)
        if fact is not None:
            self._tell(fact)

    def _talk(self, event: TalkerStart) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        key = (event.heard.gateway, event.call)
        held = self._calls.get(key)
        if held is not None and held.talk.radio == event.radio:
            return
        self._calls[key] = _Call(event, self._clock.monotonic_s())
        board.roster.talking(event.radio, True)
        if event.group:
            talker = Talker(event.radio, seen.unit, seen.holder, event.heard.at)
            board.groups.talks(event.target, event.heard.gateway, talker)
        self._tell(
            facts.RadioTalking(
                event.radio, seen.unit, seen.holder, event.target, event.group, event.heard.at
            )
        )

    def _talked(self, event: TalkerEnd | CallEnd) -> None:
        board = self._board
        call = self._calls.pop((event.heard.gateway, event.call), None)
        if call is None:
            return
        talk = call.talk
        board.roster.talking(talk.radio, False)
        seen = board.roster.of(talk.radio)
        group = talk.target if talk.group else None
        if isinstance(event, TalkerEnd) and event.bump:
            if group is not None:
                board.groups.bumped(group)
            self._tell(facts.RadioBumped(talk.radio, seen.unit, event.heard.at))
            return
        seconds = round(self._clock.monotonic_s() - call.since_s)
        if group is not None:
            board.groups.talked(group, seconds)
        line = board.note(talk.heard, HeardKind.TALK, seen, talkgroup=group, seconds=seconds)
        self._tell(
            facts.RadioTalked(
                line.id,
                talk.radio,
                seen.unit,
                seen.holder,
                talk.target,
                talk.group,
                seconds,
                event.heard.at,
            )
        )

    def _emergency(self, event: Emergency) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        step = board.alarms.raised(event, seen, board.shift)
        place = event.position
        if step.old is None:
            self._tell(raised(step.new, restored=False))
        elif step.old.placed_at != step.new.placed_at:
            self._tell(placed(step.new, event.heard.at))
        if place is not None:
            self._place(place, seen)
        board.note(
            event.heard,
            HeardKind.EMERGENCY,
            seen,
            text=event.kind.value,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
        )
        board.keep_alarm(step, SYSTEM, "radio.alarm")

    def _cleared(self, event: EmergencyCleared) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        steps = board.alarms.cleared(event)
        board.note(
            event.heard, HeardKind.CLEARED, seen, text="" if steps else "解除信号收到一次，待第二次"
        )
        for step in steps:
            board.keep_alarm(step, SYSTEM, "radio.alarm.clear")
            self._tell(
                facts.RadioAlarmCleared(step.new.id, event.radio, step.new.unit, event.heard.at)
            )

    def _alive(self, event: CheckReply) -> None:
        board = self._board
        if event.ok:
            board.life(event.radio, event.heard)
        if event.rssi_dbm is not None:
            board.roster.strength(event.radio, event.rssi_dbm)
        self._asking.check_reply(event)
        heard = event.heard
        self._tell(
            facts.RadioChecked(event.radio, event.ok, event.rssi_dbm, heard.gateway, heard.at)
        )

    def _ended(self, event: ControlReply) -> None:
        heard = event.heard
        line = self._asking.replied(event)
        control = self._controls.replied(event)
        if control is not None:
            self._tell(facts.RadioControlChanged(control))
        self._told += self._own.replied(event)
        if line is not None and line.kind is HeardKind.LOCATE:
            self._tell(facts.RadioLocated(line.id, line.radio or 0, heard.at))
        self._tell(facts.RadioAskEnded(event.command, event.result, heard.gateway, heard.at))

    def _status(self, event: StatusIn) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        rule = self._statuses.of(event.code)
        known = rule.words != str(event.code)
        words = f"{rule.words}（{event.code}）" if known else f"状态 {event.code}"
        group = event.target if event.group else None
        asked = not rule.urgent and self._was_asked(event)
        line = board.note(
            event.heard, HeardKind.STATUS, seen, text=words, talkgroup=group,
            taken=ASKED if asked else "",
        )  # fmt: skip
        self._tell(
            facts.RadioStatusHeard(
                line.id,
                event.radio,
                seen.unit,
                seen.holder,
                event.code,
                rule.words,
                rule.urgent,
                event.target,
                event.group,
                event.heard.at,
                asked,
            )
        )
        if rule.urgent:
            place = None  # a status brings none; a later frame of the radio may
            self._emergency(
                Emergency(event.heard, event.radio, AlarmKind.STATUS, event.code, place)
            )

    def _was_asked(self, event: StatusIn) -> bool:
        """One question has one answer."""
        asked_at = self._board.asked.pop(event.radio, None)
        return asked_at is not None and event.heard.at - asked_at <= ANSWER_WITHIN

    def _own_talk(self, event: OwnTalk) -> None:
        self._told += self._own.heard(event)

    def _disabled(self, event: Disabled) -> None:
        """One frame may be damaged: a radio counts as stunned when it says so twice."""
        board, key, at = self._board, (event.radio, event.off), event.heard.at
        seen, first = board.life(event.radio, event.heard), self._disabling.pop(key, None)
        if seen.disabled == event.off:
            return
        if first is None or abs(at - first) > DISABLED_PAIR:
            self._disabling[key] = at
            return
        board.roster.disabled(event.radio, event.off)
        words = "电台报告被遥晕" if event.off else "电台报告已复活"
        board.note(event.heard, HeardKind.DISABLED, seen, text=words)


_HEARING: dict[type, Callable[..., None]] = {
    Online: Receiver._online,
    Offline: Receiver._offline,
    Position: Receiver._position,
    TextIn: Receiver._text_in,
    TextState: Receiver._text_state,
    TalkerStart: Receiver._talk,
    TalkerEnd: Receiver._talked,
    CallEnd: Receiver._talked,
    Emergency: Receiver._emergency,
    EmergencyCleared: Receiver._cleared,
    CheckReply: Receiver._alive,
    ControlReply: Receiver._ended,
    OwnTalk: Receiver._own_talk,
    StatusIn: Receiver._status,
    Disabled: Receiver._disabled,
}
