"""The HRNP conversation step by step, with the time in our hands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from app.base.ids import new_id
from app.radio.driver import Out, Reopen, Send
from app.radio.events import (
    CheckOnline,
    Command,
    ControlReply,
    Emergency,
    Linked,
    LinkState,
    Online,
    RawUnknown,
    SendText,
    TalkerEnd,
    TalkerStart,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.hytera import hdap, hrnp, messages
from app.radio.hytera.asked import ends
from app.radio.hytera.hrnp import Frame, Op
from app.radio.hytera.session import HrnpSession
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import Gps, RadioIp

AT = datetime(2026, 6, 24, 19, 32, 5, tzinfo=UTC)
HERE = RadioIp(10, 371105)


class Line:
    """A session with its gateway played by hand. `sent` holds what it wrote since last asked."""

    def __init__(self) -> None:
        self.session = HrnpSession("A")
        self.now_s = 0.0
        self.pn = 0
        self.outs: list[Out] = []

    def opened(self) -> Line:
        self._take(self.session.opened(self.now_s, AT))
        return self

    def up(self) -> Line:
        """Connected, and through with its questions at the start."""
        self.opened().frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
        for _ in range(4):
            self.acknowledge()
            self.wait(0.2)
        self.hear(messages.OwnReply(0, 0, (370000).to_bytes(4, "little")))
        self.outs.clear()
        return self

    def frame(self, frame: Frame) -> Line:
        self._take(self.session.on_frame(frame, hrnp.encode(frame), self.now_s, AT))
        return self

    def hear(self, body: hdap.Body, pn: int | None = None) -> Line:
        self.pn = self.pn + 1 if pn is None else pn
        return self.frame(Frame(Op.DATA, 0x10, 0x21, self.pn, hdap.encode(hdap.Packet(body))))

    def wait(self, seconds: float) -> Line:
        """In small steps, as the link ticks."""
        for _ in range(max(1, round(seconds / 0.05))):
            self.now_s += 0.05
            self._take(self.session.tick(self.now_s, AT))
        return self

    def submit(self, command: Command) -> Line:
        self._take(self.session.submit(command, self.now_s, AT))
        return self

    def acknowledge(self) -> Line:
        """The last DATA it wrote."""
        last = next(f for f in reversed(self.written()) if f.op == Op.DATA)
        return self.frame(Frame(Op.DATA_ACK, 0x10, 0x21, last.pn))

    def written(self) -> list[Frame]:
        found = []
        for out in self.outs:
            if isinstance(out, Send):
                frame = hrnp.decode(out.data)
                assert isinstance(frame, Frame)
                found.append(frame)
        return found

    def told(self, kind: type) -> list[Any]:
        return [out for out in self.outs if isinstance(out, kind)]

    def bodies(self) -> list[hdap.Body]:
        packets = [hdap.decode(f.body) for f in self.written() if f.op == Op.DATA]
        return [p.body for p in packets if isinstance(p, hdap.Packet)]

    def _take(self, outs: list[Out]) -> None:
        self.outs += outs


def text(words: str = "请报人数") -> SendText:
    return SendText(new_id(), 371105, False, words)


def test_it_connects_and_uses_the_address_it_is_given() -> None:
    line = Line().opened()
    assert line.outs[1] == Send(bytes.fromhex("7e0400fe20100000000c60e1"))
    line.frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
    assert [out.state for out in line.told(LinkState)] == [Linked.OPENING, Linked.UP]
    assert line.written()[-1].src == 0x21
    assert line.bodies() == [messages.Button(3, 0)], "a killed console may have left the key down"
    line.acknowledge().wait(0.1)
    assert line.bodies()[1:] == [messages.OwnQuery(0)]


def test_it_asks_to_connect_every_two_seconds_while_nobody_answers() -> None:
    line = Line().opened().wait(5)
    assert [frame.op for frame in line.written()] == [Op.CONNECT] * 3


@pytest.mark.parametrize("told", [True, False])
def test_a_text_waits_for_the_number_it_bears_as_its_sender_but_not_for_ever(told: bool) -> None:
    line = Line().opened().submit(text()).frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
    for _ in range(5):
        if told and any(isinstance(one, messages.OwnQuery) for one in line.bodies()):
            line.hear(messages.OwnReply(0, 0, (370000).to_bytes(4, "little")))
        line.acknowledge().wait(0.2)
    sent = [one.src.radio for one in line.bodies() if isinstance(one, TextMessage)]
    assert sent == ([370000] if told else [])
    line.wait(1.5)
    assert [one.src.radio for one in line.bodies() if isinstance(one, TextMessage)][:1] == (
        [370000] if told else [0]
    )


def test_data_is_acknowledged_with_its_own_number_even_before_connect() -> None:
    line = Line().opened()
    line.hear(messages.EmergencyReport(HERE, 1, Gps(b"V" + bytes(39))), pn=7)
    assert (line.written()[-1].op, line.written()[-1].pn) == (Op.DATA_ACK, 7)
    assert len(line.told(Emergency)) == 1


def test_the_same_frame_twice_is_acknowledged_twice_and_heard_once() -> None:
    line = Line().up()
    incoming = TextMessage(True, 1, 901, HERE, "收到", True)
    line.hear(incoming, pn=9).hear(incoming, pn=9)
    assert len(line.told(TextIn)) == 1
    assert [frame.op for frame in line.written()].count(Op.DATA_ACK) == 2


def test_a_text_sent_again_is_heard_once_and_thanked_twice() -> None:
    line = Line().up()
    for pn in (9, 10):
        line.hear(TextMessage(False, 1, 370000, HERE, "收到", False), pn=pn)
        line.acknowledge().wait(0.2)
    line.hear(TextMessage(False, 2, 370000, HERE, "收到", False), pn=11)
    assert len(line.told(TextIn)) == 2
    assert len([body for body in line.bodies() if isinstance(body, TextAck)]) == 3


def test_a_registration_is_answered() -> None:
    line = Line().up().hear(messages.Registration(HERE))
    assert line.told(Online)[0].valid_s == 300
    assert line.bodies() == [messages.RegistrationAck(HERE, 0, 300)]


def test_between_two_messages_there_is_a_pause_and_only_one_is_under_way() -> None:
    line = Line().up()
    line.submit(text("一")).submit(text("二"))
    assert len(line.bodies()) == 1
    line.acknowledge()
    assert len(line.bodies()) == 1
    line.wait(0.1)
    assert [body.text for body in line.bodies()] == ["一", "二"]


def test_an_officers_text_does_not_wait_behind_two_hundred_receipts() -> None:
    line = Line().up()
    for number in range(200):
        line.hear(messages.Registration(RadioIp(10, 370101 + number)))
    line.submit(text("请报人数")).acknowledge().wait(0.2)
    assert [body.text for body in line.bodies() if isinstance(body, TextMessage)] == ["请报人数"]
    for _ in range(200):
        line.acknowledge().wait(0.2)
    receipts = [body for body in line.bodies() if isinstance(body, messages.RegistrationAck)]
    assert len(receipts) == 200


def test_a_text_goes_through_all_its_states() -> None:
    line = Line().up()
    command = text()
    line.submit(command).acknowledge()
    request = line.bodies()[-1].request
    line.hear(messages.DeliveryState(messages.Service.TMP, HERE, 0x00A1, 0))
    line.hear(TextAck(False, request, 0x0A000000, HERE, 9, False))
    line.hear(TextAck(False, request, 0x0A000000, HERE, 0, False))
    line.hear(TextAck(False, request, 0x0A000000, HERE, 8, False))
    line.wait(70)
    steps = [event.step for event in line.told(TextState)]
    assert steps == [TextStep.ACCEPTED, TextStep.SENT, TextStep.DELIVERED]


def test_a_text_nobody_answers_fails_once() -> None:
    line = Line().up()
    line.submit(text()).acknowledge()
    for _ in range(4):
        line.wait(16).hear(messages.StatusReport(0x0B, 3))
    ended = [event for event in line.told(TextState) if ends(event) is not None]
    assert [(event.step, event.code) for event in ended] == [(TextStep.FAILED, "no_answer")]


def test_an_answer_that_overtakes_the_acknowledgement_ends_the_text() -> None:
    line = Line().up()
    line.submit(text())
    request = line.bodies()[-1].request
    line.hear(TextAck(False, request, 0x0A000000, HERE, 0, False)).acknowledge()
    line.wait(5)
    steps = [event.step for event in line.told(TextState)]
    assert steps == [TextStep.DELIVERED]


def test_without_acknowledgement_it_tries_three_times_and_connects_anew() -> None:
    line = Line().up()
    line.submit(text()).submit(text("第二条")).wait(3.2)
    data = [frame for frame in line.written() if frame.op == Op.DATA]
    assert len(data) == 3
    assert len({frame.pn for frame in data}) == 1
    (failed,) = line.told(TextState)
    assert failed.code == "no_ack"
    assert line.told(LinkState)[-1].why == "silent"
    assert line.written()[-1].op == Op.CONNECT
    line.outs.clear()
    line.frame(Frame(Op.ACCEPT, 0x10, 0x20, 0))
    for _ in range(4):
        line.acknowledge().wait(0.2)
    assert [b.text for b in line.bodies() if isinstance(b, TextMessage)] == ["第二条"]


def test_late_and_double_acknowledgements_change_nothing() -> None:
    line = Line().up()
    line.submit(text()).acknowledge().acknowledge()
    line.frame(Frame(Op.DATA_ACK, 0x10, 0x21, 999))
    steps = [event.step for event in line.told(TextState)]
    assert steps == [TextStep.ACCEPTED]


def test_a_port_that_goes_fails_the_text_under_way_and_keeps_the_waiting_ones() -> None:
    line = Line().up()
    line.submit(text("在路上")).submit(text("等着"))
    line._take(line.session.lost("unplugged", AT))
    (failed,) = line.told(TextState)
    assert failed.code == "unconfirmed"
    line.outs.clear()
    line.opened().frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
    for _ in range(4):
        line.acknowledge().wait(0.2)
    assert [b.text for b in line.bodies() if isinstance(b, TextMessage)] == ["等着"]


def test_receipts_for_many_that_come_at_once_are_bounded() -> None:
    line = Line().up()
    for n in range(2_000):
        body = hdap.encode(hdap.Packet(messages.Registration(RadioIp(10, 1 + n))))
        line.frame(Frame(Op.DATA, 0x10, 0x20, n, body))
    assert len(line.session._receipts) < 600


def test_too_many_waiting_commands_fail_at_once() -> None:
    line = Line()
    for _ in range(65):
        line.submit(text())
    (failed,) = line.told(TextState)
    assert failed.code == "queue_full"


def test_a_quiet_gateway_is_asked_and_a_silent_one_told_within_fifteen_seconds() -> None:
    line = Line().up().wait(10.5)
    assert line.bodies() == [messages.OwnQuery(0)]
    line.wait(4)
    degraded = line.told(LinkState)[-1]
    assert (degraded.state, degraded.why) == (Linked.DEGRADED, "silent")
    line.wait(12)
    assert Reopen("silent") in line.outs


def test_a_talking_gateway_is_still_asked_every_thirty_seconds() -> None:
    line = Line().up()
    for _ in range(32):
        line.wait(1).hear(messages.StatusReport(0x0B, 3))
    assert messages.OwnQuery(0) in line.bodies()


def test_when_the_gateway_closes_we_confirm_and_connect_again() -> None:
    line = Line().up().frame(Frame(Op.CLOSE, 0x10, 0x21, 5))
    assert line.written()[-1].op == Op.CLOSE_ACK
    line.wait(2.1)
    assert line.written()[-1].op == Op.CONNECT


def test_a_check_that_nobody_answers_ends() -> None:
    line = Line().up()
    command = CheckOnline(new_id(), 371105)
    line.submit(command).acknowledge().wait(10.1)
    (reply,) = line.told(ControlReply)
    assert (reply.command, reply.result) == (command.id, "no_answer")


def test_a_call_goes_from_one_talker_to_the_next() -> None:
    line = Line().up()
    line.hear(messages.ReceiveStatus(1, 1, 901, 370101))
    line.hear(messages.ReceiveStatus(1, 1, 901, 370202))
    line.hear(messages.ReceiveStatus(3, 1, 901, 370202))
    starts, stops = line.told(TalkerStart), line.told(TalkerEnd)
    assert [event.radio for event in starts] == [370101, 370202]
    assert [event.radio for event in stops] == [370101, 370202]
    assert len({event.call for event in starts}) == 1


def test_an_emergency_call_raises_the_alarm() -> None:
    line = Line().up().hear(messages.ReceiveStatus(1, 3, 911, 371105))
    assert line.told(Emergency)[0].radio == 371105


def test_what_nobody_knows_is_acknowledged_and_kept_raw() -> None:
    line = Line().up().hear(messages.Unknown(0x02, 0x00E7, b"\x01"))
    assert line.written()[-1].op == Op.DATA_ACK
    assert line.told(RawUnknown)[0].heard.raw.startswith("7e0400")
