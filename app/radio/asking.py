"""What is asked of radios and told to them, and the one answer each of it gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.radio.board import Board
from app.radio.driver import Capability
from app.radio.events import (
    AskPosition,
    AskPositions,
    CheckOnline,
    CheckRadio,
    CheckReply,
    ChooseGroup,
    Command,
    ControlReply,
    Heard,
    Monitor,
    Position,
    SendStatus,
)
from app.radio.records import HeardKind, RadioEvent

MOST_ADDRESS = 1 << 24
"""Addresses on the air are below this, 0 is nobody."""


class ReplyWords(StrEnum):
    """How an asked thing ended, as the record writes it."""

    OK = "正常"
    REFUSED = "对方拒绝或执行失败"
    NO_ANSWER = "无应答"
    NO_ACK = "网关未确认"
    UNCONFIRMED = "链路中断，结果不明"
    QUEUE_FULL = "网关排队已满"
    BAD_PARAMETER = "参数无效"
    UNSUPPORTED = "网关不支持"
    DOWN = "链路中断，未发出"


def reply_words(result: str) -> str:
    found = ReplyWords.__members__.get(result.upper())
    return found.value if found is not None else f"未成功（{result}）"


@dataclass(slots=True)
class _Asked:
    """`line` keeps how it ended, where that is kept."""

    radio: int
    line: RadioEvent | None
    rssi_dbm: int | None = None
    place: Position | None = None


class Asking:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self, board: Board, clock: Clock) -> None:
        self._board = board
        self._clock = clock
        self._asked: dict[UUID, _Asked] = {}

    # --- questions ----------------------------------------------------------------------

    def position(self, radio: int, by: str, by_name: str) -> UUID:
        """Kept with its answer when an officer asks; in an emergency the room asks by itself (`by` empty)."""
        command = AskPosition(new_id(), radio)
        if not by:
            return self._radio(Capability.LOCATE, radio, command)
        return self._radio(
            Capability.LOCATE, radio, command, HeardKind.LOCATE, "查位置", by, by_name
        )

    def online(self, radio: int) -> UUID:
        return self._radio(Capability.ONLINE_CHECK, radio, CheckOnline(new_id(), radio))

    def positions(self, radio: int, every_s: int, by: str, by_name: str) -> UUID:
        if every_s and not 5 <= every_s <= 86_400:
            raise Refused("every_s", "out_of_range", number=every_s, least=5, most=86_400)
        command = AskPositions(new_id(), radio, every_s)
        words = f"每 {every_s} 秒报位置" if every_s else "停止定时报位置"
        return self._radio(
            Capability.PERIODIC_LOCATE, radio, command, HeardKind.CHECK, words, by, by_name
        )

    def air(self, radio: int, by: str, by_name: str) -> UUID:
        return self._radio(
            Capability.RADIO_CHECK, radio, CheckRadio(new_id(), radio),
            HeardKind.CHECK, "空口检查", by, by_name,
        )  # fmt: skip

    def monitor(self, radio: int, by: str, by_name: str) -> UUID:
        return self._radio(
            Capability.MONITOR, radio, Monitor(new_id(), radio),
            HeardKind.MONITOR, "遥控监听", by, by_name,
        )  # fmt: skip

    def status(
        self, target: int, to_group: bool, code: int, words: str, by: str, by_name: str
    ) -> UUID:
        check_address(target)
        if not 0 <= code <= 0xFFFF:
            raise Refused("code", "out_of_range", number=code, least=0, most=0xFFFF)
        gateway = self._board.way(target, to_group, Capability.STATUS)
        command = SendStatus(new_id(), target, to_group, code)
        said = words if words == str(code) else f"{words}（{code}）"
        line = self._line(gateway, HeardKind.OWN_STATUS, target, to_group, said, by, by_name)
        return self._send(gateway, command, target, line, by, "radio.status.send")

    def choose(self, gateway: str, number: int) -> UUID:
        check_address(number)
        held = self._board.gateways.get(gateway)
        if held is None:
            raise Refused("gateway", "no_gateway")
        if Capability.GROUPS not in held.gateway.driver.capabilities:
            raise Refused("gateway", "cannot", what=Capability.GROUPS.value)
        return self._send(gateway, ChooseGroup(new_id(), number), number, None, "", "")

    # --- answers ------------------------------------------------------------------------

    def check_reply(self, event: CheckReply) -> None:
        """Comes before the one that ends the question."""
        for asked in self._asked.values():
            if asked.radio == event.radio and event.rssi_dbm is not None:
                asked.rssi_dbm = event.rssi_dbm

    def place_reply(self, event: Position) -> None:
        """Comes before the one that ends the question; nobody's question: a position that comes by itself."""
        for asked in self._asked.values():
            located = asked.line is not None and asked.line.kind is HeardKind.LOCATE
            if asked.radio == event.radio and located:
                asked.place = event

    def replied(self, event: ControlReply) -> RadioEvent | None:
        """The line of the question, with its answer; None: it is not kept."""
        asked = self._asked.pop(event.command, None)
        if asked is None or asked.line is None:
            return None
        held = self._board.lines.get(asked.line.id)
        line = (
            held if isinstance(held, RadioEvent) else asked.line
        )  # it may have been tied meanwhile
        if line.kind is HeardKind.LOCATE:
            done = _located(line, event, asked.place)
        else:
            strength = f" {asked.rssi_dbm} dBm" if asked.rssi_dbm is not None else ""
            words = f"{line.text}：{reply_words(event.result)}{strength}"
            done = replace(line, text=words, rssi_dbm=asked.rssi_dbm)
        self._board.show(done)
        self._board.keep("system", "radio.reply", "radio_event", done, line)
        return done

    def _radio(
        self,
        need: Capability,
        radio: int,
        command: Command,
        kind: HeardKind | None = None,
        words: str = "",
        by: str = "",
        by_name: str = "",
    ) -> UUID:
        check_address(radio)
        gateway = self._board.way(radio, False, need)
        line = None
        if kind is not None:
            line = self._line(gateway, kind, radio, False, words, by, by_name)
        return self._send(gateway, command, radio, line, by, f"radio.{need.value}")

    def _line(
        self,
        gateway: str,
        kind: HeardKind,
        target: int,
        group: bool,
        words: str,
        by: str,
        by_name: str,
    ) -> RadioEvent:
        seen = None if group else self._board.roster.of(target)
        return self._board.event(
            Heard(gateway, self._clock.now()),
            kind,
            seen,
            text=f"{words}（{by_name}）",
            talkgroup=target if group else None,
        )

    def _send(
        self,
        gateway: str,
        command: Command,
        radio: int,
        line: RadioEvent | None,
        by: str,
        what: str,
    ) -> UUID:
        if not self._board.links[gateway].submit(command):
            raise Refused("gateway", "queue_full")
        self._asked[command.id] = _Asked(radio, line)
        if line is not None:
            self._board.show(line)
            self._board.keep(by, what, "radio_event", line)
        return command.id


def _located(line: RadioEvent, event: ControlReply, place: Position | None) -> RadioEvent:
    """Where it is, or why that is not known, and how long it took to learn it."""
    took = round((event.heard.at - line.at).total_seconds())
    fix = place if place is not None and place.lat is not None else None
    told = (
        reply_words(event.result) if event.result != "ok" else "已应答" if fix else "已应答，无定位"
    )
    words = f"{line.text}：{told}，用时 {took} 秒"
    if fix is None:
        return replace(line, text=words, seconds=took)
    return replace(
        line, text=words, seconds=took, lat=fix.lat, lon=fix.lon, speed_kmh=fix.speed_kmh,
        raw=fix.heard.raw,
    )  # fmt: skip


def check_address(number: int) -> None:
    if not 0 < number < MOST_ADDRESS:
        raise Refused("target", "bad_target")
