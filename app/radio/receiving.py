"""Events of the gateways, entered on the board and told as facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from app.base.clock import Clock, span
from app.radio import facts
from app.radio.alarms import Step
from app.radio.board import SYSTEM, Board
from app.radio.events import (
    CallEnd,
    CheckReply,
    ControlReply,
    Emergency,
    EmergencyCleared,
    Event,
    Linked,
    LinkState,
    Offline,
    Online,
    Position,
    RawUnknown,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
)
from app.radio.records import HeardKind, RadioAlarm, link_words
from app.radio.roster import RadioSeen


@dataclass(frozen=True, slots=True)
class _Call:
    talk: TalkerStart
    since: datetime


class Receiver:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self, board: Board, clock: Clock) -> None:
        self._board = board
        self._clock = clock
        self._calls: dict[tuple[str, int], _Call] = {}
        self._told: list[object] = []
        self._lost: dict[str, datetime] = {}
        """Since when a gateway is away."""

    def hear(self, event: Event) -> list[object]:
        """The facts to tell, in order."""
        self._board.frame(event.heard)
        act = _HEARING.get(type(event))
        if act is not None:
            act(self, event)
        told, self._told = self._told, []
        return told

    def _tell(self, fact: object) -> None:
        self._told.append(fact)

    def _link(self, event: LinkState) -> None:
        board = self._board
        held = board.gateways.get(event.heard.gateway)
        if held is None:
            return
        if (held.state, held.why) != (event.state, event.why):
            held = replace(held, state=event.state, why=event.why, since=event.heard.at)
            board.gateways[event.heard.gateway] = held
            if event.state != Linked.OPENING:
                self._note_link(event)
        lost_at = self._lost.pop(held.gateway.id, None) if event.state is Linked.UP else None
        if event.state is Linked.DOWN:
            self._lost.setdefault(held.gateway.id, event.heard.at)
        self._tell(
            facts.RadioLinkChanged(
                held.gateway.id, held.gateway.name, event.state, event.why, event.heard.at, lost_at
            )
        )

    def _note_link(self, event: LinkState) -> None:
        """A line that says the gateway is back tells how long it was away."""
        words, seconds = link_words(event.state, event.why), None
        lost_at = self._lost.get(event.heard.gateway)
        if event.state is Linked.UP and lost_at is not None:
            away = event.heard.at - lost_at
            words, seconds = f"{words}，中断 {span(away)}", round(away.total_seconds())
        self._board.note(event.heard, HeardKind.LINK, None, text=words, seconds=seconds)

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
        if event.lat is None or event.lon is None:
            return
        step = board.alarms.placed(event.radio, event.lat, event.lon, event.heard.at)
        if step is not None:
            board.keep_alarm(step, SYSTEM, "radio.alarm.place")
            self._tell(_placed(step.new, event.heard.at))

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
        board = self._board
        text = board.texts.get(event.command)
        if text is not None:
            fact = board.move(text, event.step, event.code, event.heard.at)
            if fact is not None:
                self._tell(fact)

    def _talk(self, event: TalkerStart) -> None:
        board = self._board
        seen = board.life(event.radio, event.heard)
        key = (event.heard.gateway, event.call)
        held = self._calls.get(key)
        if held is not None and held.talk.radio == event.radio:
            return
        self._calls[key] = _Call(event, event.heard.at)
        board.roster.talking(event.radio, True)
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
        seconds = round((event.heard.at - call.since).total_seconds())
        group = talk.target if talk.group else None
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
            self._tell(_placed(step.new, event.heard.at))
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
        board.note(event.heard, HeardKind.CLEARED, seen, text="" if steps else "第一帧，未解除")
        for step in steps:
            board.keep_alarm(step, SYSTEM, "radio.alarm.clear")
            self._tell(
                facts.RadioAlarmCleared(step.new.id, event.radio, step.new.unit, event.heard.at)
            )

    def _alive(self, event: CheckReply) -> None:
        board = self._board
        if event.ok:
            board.life(event.radio, event.heard)
        heard = event.heard
        self._tell(
            facts.RadioChecked(event.radio, event.ok, event.rssi_dbm, heard.gateway, heard.at)
        )

    def _ended(self, event: ControlReply) -> None:
        heard = event.heard
        self._tell(facts.RadioAskEnded(event.command, event.result, heard.gateway, heard.at))

    def _strange(self, event: RawUnknown) -> None:
        board = self._board
        board.note(event.heard, HeardKind.UNKNOWN, None)


def raised(alarm: RadioAlarm, restored: bool) -> facts.RadioAlarmRaised:
    return facts.RadioAlarmRaised(
        alarm.id,
        alarm.radio,
        alarm.unit,
        alarm.holder,
        alarm.kind,
        alarm.gateway,
        alarm.raised_at,
        alarm.lat,
        alarm.lon,
        restored,
        alarm.placed_at,
        alarm.shift_id,
    )


def _placed(alarm: RadioAlarm, at: datetime) -> facts.RadioAlarmPlaced:
    assert alarm.lat is not None
    assert alarm.lon is not None
    return facts.RadioAlarmPlaced(alarm.id, alarm.radio, alarm.lat, alarm.lon, at)


def followed(step: Step) -> list[object]:
    """What another desk's alarm tells here."""
    alarm, old = step.new, step.old
    told: list[object] = []
    if old is None and alarm.answered_at is None:
        told.append(raised(alarm, restored=True))
    if old is not None and old.answered_at is None and alarm.answered_at is not None:
        told.append(
            facts.RadioAlarmAnswered(
                alarm.id,
                alarm.radio,
                alarm.unit,
                alarm.answered_by,
                alarm.answered_name,
                alarm.answered_at,
            )
        )
    if old is not None and old.cleared_at is None and alarm.cleared_at is not None:
        told.append(facts.RadioAlarmCleared(alarm.id, alarm.radio, alarm.unit, alarm.cleared_at))
    return told


_HEARING: dict[type, Callable[..., None]] = {
    LinkState: Receiver._link,
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
    RawUnknown: Receiver._strange,
}
