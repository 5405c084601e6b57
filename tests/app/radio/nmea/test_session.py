"""The conversation with a base radio that speaks in lines, without a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.base.ids import new_id
from app.radio.driver import Capability, Out, Reopen, Send
from app.radio.events import (
    AlarmKind,
    AskPosition,
    CallEnd,
    CheckRadio,
    ControlReply,
    Emergency,
    EmergencyCleared,
    Event,
    Linked,
    LinkState,
    Position,
    RawUnknown,
    SendText,
    StatusIn,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.nmea import sentences
from app.radio.nmea.driver import NMEA, driver_of
from app.radio.nmea.fleetsync import Address
from app.radio.nmea.framer import Framer
from app.radio.nmea.profile import Profile
from app.radio.nmea.session import NmeaSession

AT = datetime(2026, 6, 24, 16, 5, 12, tzinfo=UTC)
CRY = Profile(button="98 99", own_radio=7, waypoints="CAR=9")


class Desk:
    """A session with a clock and a framer; `events` are what it told."""

    def __init__(self, profile: Profile | None = None) -> None:
        self.session = NmeaSession("A", profile)
        self.framer = Framer()
        self.now_s = 0.0
        self.sent: list[bytes] = []
        self.reopened = 0
        self.events: list[Event] = []
        self._take(self.session.opened(0.0, AT))

    @property
    def at(self) -> datetime:
        return AT + timedelta(seconds=self.now_s)

    def hear(self, *lines: bytes, after_s: float = 0.0) -> list[Event]:
        told = self.wait(after_s) if after_s else []
        for frame, raw in self.framer.feed(b"\r\n".join((*lines, b"")), self.now_s):
            told += self._take(self.session.on_frame(frame, raw, self.now_s, self.at))
        return told

    def wait(self, seconds: float) -> list[Event]:
        self.now_s += seconds
        return self._take(self.session.tick(self.now_s, self.at))

    def ask(self, command: SendText | AskPosition) -> list[Event]:
        return self._take(self.session.submit(command, self.now_s, self.at))

    def _take(self, outs: list[Out]) -> list[Event]:
        told: list[Event] = []
        for out in outs:
            if isinstance(out, Send):
                self.sent.append(out.data)
            elif isinstance(out, Reopen):
                self.reopened += 1
            else:
                told.append(out)
        self.events += told
        return told


def kenwood(status: str, fix: str = "A", unit: int = 1001) -> bytes:
    place = f"{fix},2830.0660,N,10944.0520,E,010.0,270.0,240626,19.20,W00,100,{unit},{status},00,"
    body = f"PKLDS,160500,{place}".encode()
    return b"$%s*%02X" % (body, sentences.checksum(body))


def rmc(second: int, state: str = "A") -> bytes:
    body = f"BDRMC,1605{second:02d},{state},2830.0660,N,10944.0520,E,1.0,2.0,240626,,,A".encode()
    return b"$%s*%02X" % (body, sentences.checksum(body))


def kinds(events: list[Event]) -> list[type]:
    return [type(event) for event in events]


def test_a_position_comes_with_its_radio_its_time_and_kilometres() -> None:
    desk = Desk()
    up, place = desk.hear(kenwood("00"))
    assert isinstance(up, LinkState)
    assert up.state == Linked.UP
    assert isinstance(place, Position)
    assert (place.radio, place.valid, place.speed_kmh, place.course_deg) == (
        1001001,
        True,
        18.5,
        270,
    )
    assert place.lat == pytest.approx(28.5011)
    assert place.fixed_at == datetime(2026, 6, 24, 16, 5, tzinfo=UTC)
    assert place.heard.raw == kenwood("00").hex()
    (other,) = desk.hear(b"$PKNSH,3916.1154,N,12101.6008,W,123456,A,U01001,")
    assert isinstance(other, Position)
    assert other.radio == 1001
    assert other.fixed_at == datetime(2026, 6, 24, 12, 34, 56, tzinfo=UTC)


def test_without_a_fix_no_place_is_told_but_that_there_is_none() -> None:
    desk = Desk()
    desk.hear(rmc(1))
    for line in (kenwood("00", "V"), b"$PKLSH,2913.1141,N,,,175302,A,100,2016,"):
        (place,) = desk.hear(line)
        assert isinstance(place, Position)
        assert (place.lat, place.lon, place.valid) == (None, None, False)


def test_the_receivers_own_place_is_told_now_and_then_and_when_the_fix_is_lost() -> None:
    desk = Desk(CRY)
    told = desk.hear(*(rmc(second) for second in range(9)))
    assert kinds(told) == [LinkState, Position]
    (lost,) = desk.hear(rmc(9, "V"))
    assert isinstance(lost, Position)
    assert (lost.radio, lost.valid) == (7, False)
    assert kinds(desk.hear(rmc(20, "V"), after_s=11)) == [Position]
    (far,) = desk.hear(b"$PKWDWPL,150803,A,4237.14,N,07120.83,W,1,2,190316,1120,370602,/'")
    assert isinstance(far, Position)
    assert far.radio == 370602
    way = b"$PKWDWPL,150803,A,4237.14,N,07120.83,W,1,2,190316,1120,%s,"
    assert kinds(desk.hear(way % b"x")) == [RawUnknown]
    assert [place.radio for place in desk.hear(way % b"CAR") if isinstance(place, Position)] == [9]


def test_who_talks_is_told_with_the_frame_of_the_begin() -> None:
    desk = Desk(replace(CRY, talkgroup=901, patience_s=0))
    (begun,) = desk.hear(b"\x02gI1U03001U03001\x03")
    assert isinstance(begun, TalkerStart)
    assert (begun.radio, begun.target, begun.group) == (3001, 901, True)
    assert begun.heard.at == desk.at
    assert desk.hear(b"\x02gI1U03001U03001\x03", b"\x02gI0U09999U09999\x03") == []
    assert not desk.session.busy, "nothing is due soon"
    end, _over = ended = desk.hear(b"\x02gI0U03001U03001\x03", after_s=3)
    assert kinds(ended) == [TalkerEnd, CallEnd]
    assert isinstance(end, TalkerEnd)
    assert (end.call, end.bump) == (begun.call, False)
    assert desk.wait(9) == []


def test_begin_and_end_within_a_second_are_a_bump() -> None:
    desk = Desk(replace(CRY, patience_s=0))

    def bumps(end: bytes, after_s: float) -> list[bool]:
        desk.hear(b"\x02I110010011001001\x03")
        ended = desk.hear(end, after_s=after_s)
        desk.hear(b"\x02I010010021001002\x03", after_s=30)
        return [event.bump for event in ended if isinstance(event, TalkerEnd)]

    for end in (b"\x02I010010011001001\x03", b"\x02I110010021001002\x03"):
        assert bumps(end, 0.9) == [True]
        assert bumps(end, 1.0) == [False]
    desk.hear(b"\x02I110010011001001\x03")
    end, *_ = desk.session.lost("unplugged", desk.at)
    assert isinstance(end, TalkerEnd)
    assert not end.bump, "whose end nobody heard may have said something"


def test_a_lost_end_is_made_up_for_by_the_next_talker_by_time_or_by_the_link() -> None:
    desk = Desk(replace(CRY, patience_s=0))
    desk.hear(b"\x02I110010011001001\x03")
    desk.wait(2)
    told = desk.hear(b"\x02I110010021001002\x03")
    assert kinds(told) == [TalkerEnd, CallEnd, TalkerStart]
    assert desk.wait(2) == []
    assert kinds(desk.wait(200)) == [TalkerEnd, CallEnd]
    desk.hear(b"\x02I110010021001002\x03")
    desk.wait(2)
    assert kinds(list(desk.session.lost("unplugged", desk.at))) == [TalkerEnd, CallEnd, LinkState]


def test_statuses_are_told_when_they_change_and_a_cry_for_help_every_time() -> None:
    desk = Desk(CRY)
    assert kinds(desk.hear(kenwood("00"))) == [LinkState, Position]
    assert kinds(desk.hear(kenwood("12"), kenwood("12"))) == [Position, StatusIn, Position]
    first, cry, second, again = desk.hear(kenwood("99"), kenwood("99", "V"))
    assert isinstance(cry, Emergency)
    assert (cry.radio, cry.kind, cry.code, cry.position) == (1001001, AlarmKind.BUTTON, 99, first)
    assert isinstance(again, Emergency)
    assert again.position is None
    assert kinds([second]) == [Position]
    calm = desk.hear(kenwood("00"), kenwood("00"), kenwood("00"))
    assert kinds(calm) == [Position, EmergencyCleared, Position, EmergencyCleared, Position]
    assert kinds(desk.hear(kenwood("99", unit=1002))) == [Position, Emergency]
    assert kinds(desk.hear(kenwood("9" * 60), kenwood("-1"), kenwood("x"))) == [Position] * 3


def test_a_text_is_written_once_and_ends_once() -> None:
    desk = Desk(replace(CRY, patience_s=0))
    texts = [SendText(new_id(), 1001001, False, words) for words in ("请报人数", "二", "三", "四")]
    for text in texts:
        assert desk.ask(text) == []
    assert desk.sent == [b"\x02F1001001" + "请报人数".encode("gb18030") + b"\x03"]
    (done,) = desk.hear(b"\x020\x03", after_s=0.7)
    assert isinstance(done, TextState)
    assert (done.command, done.step) == (texts[0].id, TextStep.DELIVERED)
    (failed,) = desk.hear(b"\x021\x03", after_s=0.7)
    assert (failed.command, failed.step, failed.code) == (texts[1].id, TextStep.FAILED, "unreached")
    desk.wait(0.6)
    assert desk.wait(7.3) == []
    (silent,) = desk.wait(0.9)
    assert (silent.command, silent.code) == (texts[2].id, "no_answer")
    assert desk.hear(b"\x020\x03", after_s=1.9) == []
    desk.wait(0.2)
    assert len(desk.sent) == 4
    assert [
        event.code
        for event in desk.session.lost("unplugged", desk.at)
        if isinstance(event, TextState)
    ] == ["unconfirmed"]
    assert [e for e in desk.hear(b"\x020\x03") if isinstance(e, TextState)] == []


def test_a_poll_ends_with_the_place_of_its_radio() -> None:
    desk = Desk(replace(CRY, patience_s=0))
    poll = AskPosition(new_id(), 1001001)
    desk.ask(poll)
    assert desk.sent == [b"\x02R31001001\x03"]
    assert desk.hear(b"\x020\x03") == []
    assert kinds(desk.hear(kenwood("00", unit=1002))) == [Position]
    _, done = desk.hear(kenwood("00", "V"))
    assert isinstance(done, ControlReply)
    assert (done.command, done.result) == (poll.id, "ok")
    desk.ask(replace(poll, id=new_id()))
    desk.wait(1)
    assert [e.result for e in desk.wait(8) if isinstance(e, ControlReply)] == ["no_answer"]


def test_what_cannot_be_sent_ends_at_once() -> None:
    desk = Desk()
    text = SendText(new_id(), 1001001, False, "好")

    def code(command: object) -> str:
        (end,) = desk.ask(command)  # type: ignore[arg-type]
        assert isinstance(end, TextState | ControlReply)
        return end.code if isinstance(end, TextState) else end.result

    assert code(replace(text, group=True)) == "unsupported"
    assert code(CheckRadio(new_id(), 1)) == "unsupported"
    assert code(replace(text, text="好" * 25)) == "bad_parameter"
    assert code(replace(text, text="a\x03b")) == "bad_parameter"
    assert code(replace(text, text="")) == "bad_parameter"
    assert code(replace(text, target=99_999_999)) == "bad_parameter"
    assert code(replace(text, target=-1)) == "bad_parameter"
    for _ in range(65):
        desk.ask(replace(text, id=new_id()))
    assert code(replace(text, id=new_id())) == "queue_full"
    assert NMEA.measure("好" * 20).left_hanzi == 4
    assert NMEA.measure("好" * 25).left_hanzi == -1


def test_a_silent_line_is_degraded_by_its_patience_and_opened_anew() -> None:
    desk = Desk(Profile(patience_s=15, reopen_s=25))
    (told,) = desk.wait(15)
    assert isinstance(told, LinkState)
    assert (told.state, told.why) == (Linked.DEGRADED, "silent")
    assert not desk.session.connected
    assert desk.reopened == 0
    desk.wait(10)
    assert desk.reopened == 1
    assert [e.state for e in desk.hear(rmc(1)) if isinstance(e, LinkState)] == [Linked.UP]
    quiet = Desk(Profile(patience_s=0))
    assert [e.state for e in quiet.events if isinstance(e, LinkState)] == [Linked.UP]
    assert quiet.wait(9999) == []


def test_numbers_go_both_ways() -> None:
    profile = Profile(nexedge_from=500_000)
    for address in (Address(100, 1001), Address(349, 4999), Address(None, 65519)):
        assert profile.address(profile.number(address)) == address
    assert Profile().address(370101) == Address(37, 101)


def test_emergencies_are_promised_only_by_a_table_of_statuses() -> None:
    assert Capability.EMERGENCY not in NMEA.capabilities
    assert Capability.EMERGENCY in driver_of(CRY).capabilities
    assert {Capability.TEXT, Capability.LOCATE} < NMEA.capabilities
    assert NMEA.tuned is not None
    assert Capability.EMERGENCY in NMEA.tuned({"man_down": "97", "patience_s": 0}).capabilities
    for bad in (
        {"fleet_step": 0},
        {"encoding": "klingon"},
        {"encoding": "idna"},
        {"waypoints": "x=y"},
        {"colour": 1},
    ):
        with pytest.raises(ValueError, match=next(iter(bad))):
            NMEA.tuned(bad)


def test_a_text_from_the_line_is_told() -> None:
    desk = Desk(replace(CRY, patience_s=0))
    (told,) = desk.hear(b"\x02F1001001" + "到了".encode("gb18030") + b"\x03")
    assert isinstance(told, TextIn)
    assert (told.radio, told.text, told.group) == (1001001, "到了", False)
    assert told.target == 7
    assert desk.hear(b"\x02F1001001" + "到了".encode("gb18030") + b"\x03") == []
    assert kinds(desk.hear(b"\x02F1001001" + "到了".encode("gb18030") + b"\x03", after_s=3)) == [
        TextIn
    ]
