"""Our own call on a Hytera gateway, step by step, with the time in our hands."""

from __future__ import annotations

import random

from app.base.ids import new_id
from app.radio.driver import Send
from app.radio.events import (
    AskPositions,
    CallKind,
    CheckRadio,
    CheckReply,
    ControlReply,
    Disabled,
    EndCall,
    Monitor,
    OwnTalk,
    PressTalk,
    ReleaseTalk,
    Revive,
    SendText,
    Stun,
    TalkerEnd,
    TalkerStart,
    Talking,
)
from app.radio.hytera import hdap, hrnp, messages
from app.radio.hytera.hrnp import Frame, Op
from app.radio.hytera.wire import RadioIp
from tests.app.radio.hytera.test_session import AT, Line

PRESS, RELEASE = messages.Button(3, 1), messages.Button(3, 0)


def press(kind: CallKind = CallKind.GROUP, target: int = 901) -> PressTalk:
    return PressTalk(new_id(), kind, target)


def results(line: Line) -> list[str]:
    return [reply.result for reply in line.told(ControlReply)]


def on_air(line: Line, command: PressTalk) -> Line:
    line.submit(command).acknowledge().hear(messages.Reply(0x8841, 0)).acknowledge()
    line.hear(messages.Reply(0x8041, 0))
    return line.hear(messages.TransmitStatus(1, 0, 1, command.target))


def test_a_call_is_set_up_pressed_let_go_and_over_in_the_published_order() -> None:
    line = Line().up()
    line.submit(press())
    assert line.bodies() == [messages.CallRequest(1, 901)]
    line.acknowledge().hear(messages.Reply(0x8841, 0))
    assert line.bodies()[-1] == PRESS
    line.acknowledge().hear(messages.Reply(0x8041, 0))
    assert results(line) == ["ok"]
    line.hear(messages.TransmitStatus(1, 0, 1, 901)).submit(ReleaseTalk(new_id()))
    assert line.bodies()[-1] == RELEASE
    line.acknowledge().hear(messages.Reply(0x8041, 0))
    for process in (2, 3):
        line.hear(messages.TransmitStatus(process, 0, 1, 901))
    states = [event.state for event in line.told(OwnTalk)]
    assert states == [Talking.ON_AIR, Talking.HANG, Talking.ENDED]
    assert results(line) == ["ok", "ok"]
    for kind, target, code in ((CallKind.PRIVATE, 370101, 0), (CallKind.ALL, 0, 2)):
        line.outs.clear()
        line.submit(press(kind, target))
        assert line.bodies() == [messages.CallRequest(code, target)]
        line.submit(ReleaseTalk(new_id()))


def test_the_key_is_written_at_once_past_a_full_queue_and_a_message_under_way() -> None:
    line = Line().up()
    for n in range(40):
        line.submit(SendText(new_id(), 371105, False, f"第{n}条"))
    line.outs.clear()
    line.submit(press())
    assert line.bodies() == [messages.CallRequest(1, 901)]
    line.outs.clear()
    line.submit(ReleaseTalk(new_id()))
    assert line.bodies() == [RELEASE]


def test_let_go_before_the_call_stood_the_key_is_never_pressed() -> None:
    line = Line().up()
    line.submit(press()).submit(ReleaseTalk(new_id()))
    assert line.bodies() == [messages.CallRequest(1, 901), RELEASE]
    assert results(line) == ["released"]
    line.outs.clear()
    line.hear(messages.Reply(0x8841, 0)).wait(3)
    assert PRESS not in line.bodies()
    line = Line().up()
    line.submit(press()).hear(messages.Reply(0x8841, 0)).submit(ReleaseTalk(new_id()))
    assert line.bodies()[-2:] == [PRESS, RELEASE]
    line.outs.clear()
    line.wait(1)
    assert PRESS not in line.bodies(), "a press that was not acknowledged is not written again"
    assert RELEASE in line.bodies()


def test_a_late_answer_to_a_call_before_does_not_press_the_key_of_this_one() -> None:
    line = Line().up()
    line.submit(press(target=901)).submit(ReleaseTalk(new_id())).submit(press(target=902))
    line.outs.clear()
    line.hear(messages.Reply(0x8841, 0)).hear(messages.Reply(0x8841, 1))
    assert PRESS not in line.bodies()
    assert results(line) == ["refused"]
    line.submit(press(target=903)).hear(messages.Reply(0x8841, 0))
    assert PRESS in line.bodies()
    line = Line().up()  # an answer that never came holds up nothing
    line.submit(press()).acknowledge().submit(ReleaseTalk(new_id())).acknowledge()
    line.hear(messages.Reply(0x8041, 0)).wait(1.6)
    line.submit(press(target=902)).hear(messages.Reply(0x8841, 0))
    assert PRESS in line.bodies()


def test_what_the_gateway_refuses_or_does_not_answer_ends_once() -> None:
    line = Line().up()
    line.submit(press()).acknowledge().hear(messages.Reply(0x8841, 1))
    assert results(line) == ["refused"]
    line.submit(press()).acknowledge().wait(6)
    assert results(line) == ["refused", "no_answer"]
    line.submit(press()).acknowledge().hear(messages.Reply(0x8841, 0)).acknowledge()
    line.hear(messages.TransmitStatus(4, 0, 1, 901)).hear(messages.Reply(0x8041, 1))
    assert results(line)[2:] == ["refused"]
    assert line.told(OwnTalk)[-1].code == "refused"
    line.submit(press(target=1 << 24))
    assert results(line)[3:] == ["bad_parameter"]


def test_the_gateways_own_limit_is_told_before_and_when_it_cuts_us_off() -> None:
    line = on_air(Line().up(), press())
    line.hear(messages.TransmitStatus(6, 0, 1, 901)).hear(messages.TransmitStatus(5, 0, 1, 901))
    told = [(event.state, event.code) for event in line.told(OwnTalk)][1:]
    assert told == [(Talking.ENDING, ""), (Talking.HANG, "tot")]


def test_a_call_asked_for_while_another_ends_is_not_ended_by_that_ones_last_words() -> None:
    line = on_air(Line().up(), press())
    line.submit(EndCall(new_id())).submit(second := press())
    assert line.bodies()[-2:] == [messages.ClearCall(), messages.CallRequest(1, 901)]
    line.outs.clear()
    line.hear(messages.Reply(0x8842, 0)).hear(messages.TransmitStatus(3, 0, 1, 901))
    assert line.told(OwnTalk) == []
    line.hear(messages.Reply(0x8841, 0)).hear(messages.Reply(0x8041, 0))
    line.hear(messages.Reply(0x8041, 0)).hear(messages.TransmitStatus(1, 0, 1, 901))
    assert [(reply.result) for reply in line.told(ControlReply) if reply.command == second.id] == [
        "ok"
    ]
    assert [event.state for event in line.told(OwnTalk)] == [Talking.ON_AIR]


def test_a_gateway_that_does_not_tell_when_we_are_heard_is_taken_by_its_answers() -> None:
    line = Line().up().hear(messages.Reply(0x80C9, 1))
    line.submit(press()).acknowledge().hear(messages.Reply(0x8841, 0)).acknowledge()
    line.hear(messages.Reply(0x8041, 0)).submit(ReleaseTalk(new_id())).acknowledge()
    line.hear(messages.Reply(0x8041, 0))
    assert [event.state for event in line.told(OwnTalk)] == [Talking.ON_AIR, Talking.HANG]
    assert results(line) == ["ok", "ok"]


def test_hanging_up_lets_go_first() -> None:
    line = on_air(Line().up(), press())
    line.outs.clear()
    line.submit(EndCall(new_id()))
    assert line.bodies() == [RELEASE, messages.ClearCall()]
    line.acknowledge().hear(messages.Reply(0x8041, 0)).hear(messages.Reply(0x8842, 0))
    assert results(line) == ["ok"]
    assert line.told(OwnTalk)[-1].state == Talking.ENDED


def test_when_the_line_goes_while_we_talk_the_key_is_let_go_first_thing_after() -> None:
    line = on_air(Line().up(), press())
    line._take(line.session.lost("unplugged", AT))
    line.submit(press()).submit(ReleaseTalk(new_id()))
    assert results(line)[1:] == ["down", "down"]
    line.outs.clear()
    line.opened().frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
    assert line.bodies()[0] == RELEASE
    assert PRESS not in line.wait(5).bodies()


def test_a_release_nobody_acknowledges_is_written_again_and_then_the_line_is_given_up() -> None:
    line = on_air(Line().up(), press())
    line.outs.clear()
    line.submit(ReleaseTalk(new_id())).wait(1.3)
    assert line.bodies() == [RELEASE] * 3
    assert results(line) == ["unconfirmed"]
    line.wait(3).outs.clear()
    line.frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
    assert line.bodies()[0] == RELEASE


def test_radios_are_checked_monitored_stunned_and_revived() -> None:
    line = Line().up()
    for command, opcode, code, result in (
        (CheckRadio(new_id(), 371105), 0x0833, 0, "ok"),
        (CheckRadio(new_id(), 371105), 0x0833, 1, "no_answer"),
        (Monitor(new_id(), 371105), 0x0834, 10, "refused"),
        (Stun(new_id(), 371105), 0x0849, 0, "ok"),
        (Revive(new_id(), 371105), 0x084A, 0, "ok"),
    ):
        line.submit(command).acknowledge()
        assert line.bodies()[-1] == messages.Target(opcode, 371105)
        line.hear(messages.TargetReply(opcode | 0x8000, code, 371102))
        line.hear(messages.TargetReply(opcode | 0x8000, code, 371105)).wait(0.2)
        assert results(line)[-1] == result
    assert len(results(line)) == 5
    assert [reply.ok for reply in line.told(CheckReply)] == [True, False]
    line.hear(messages.StatusReport(0x12, 1))
    assert line.told(Disabled)[-1].off


def test_what_does_something_to_a_radio_never_waits_for_the_line() -> None:
    line = Line().opened()
    line.submit(Stun(new_id(), 371105))
    line.up().submit(SendText(new_id(), 371105, False, "在路上")).submit(Stun(new_id(), 371105))
    line._take(line.session.lost("unplugged", AT))
    line.submit(Revive(new_id(), 371105))
    assert results(line) == ["down", "down"]
    line.outs.clear()
    line.up().wait(3)
    assert not any(isinstance(body, messages.Target) for body in line.bodies())


def test_positions_are_asked_for_every_so_often_and_no_more() -> None:
    line = Line().up()
    ip = RadioIp(10, 371105)
    line.submit(AskPositions(new_id(), 371105, 90)).acknowledge()
    asked = line.bodies()[-1]
    assert (asked.ip, asked.interval) == (ip, b"00000130")
    line.hear(messages.PeriodicAnswer(asked.request, ip, 0)).wait(0.2)
    line.submit(AskPositions(new_id(), 371105, 0)).acknowledge()
    stop = line.bodies()[-1]
    line.hear(messages.PeriodicStopAnswer(stop.request, ip, 0))
    assert results(line) == ["ok", "ok"]


def test_a_repeater_tells_who_talks_through_it() -> None:
    line = Line().up()
    line.hear(messages.RepeaterStatus(0, 0, 1, 1, 901, 370101))
    line.hear(messages.RepeaterStatus(0, 0, 2, 1, 901, 370202))  # a text is no speech
    line.hear(messages.RepeaterStatus(0, 1, 1, 1, 901, 370101))
    line.hear(messages.RepeaterStatus(0, 5, 0, 0, 0, 0))
    assert [event.radio for event in line.told(TalkerStart)] == [370101]
    assert {event.radio for event in line.told(TalkerEnd)} == {370101}


def test_whatever_comes_every_call_command_ends_exactly_once() -> None:
    for seed in range(30):
        chance, line = random.Random(seed), Line().up()
        asked = []
        for _ in range(60):
            step = chance.randrange(9)
            if step < 3:
                made = (press(), ReleaseTalk(new_id()), EndCall(new_id()))[step]
                asked.append(made.id)
                line.submit(made)
            elif step == 3:
                opcode = chance.choice((0x8841, 0x8041, 0x8842))
                line.hear(messages.Reply(opcode, chance.randrange(2)))
            elif step == 4:
                line.hear(messages.TransmitStatus(chance.randrange(8), 0, 1, 901))
            elif step == 5 and any(frame.op == Op.DATA for frame in line.written()):
                line.acknowledge()
            elif step == 6:
                line.wait(chance.choice((0.1, 1.0)))
            elif step == 7:
                line.frame(Frame(Op.ACCEPT, 0x10, 0x21, 0))
            elif chance.random() < 0.3:
                line._take(line.session.lost("unplugged", AT))
                line.opened()
        line.submit(ReleaseTalk(last := new_id())).wait(30)
        ended = [reply.command for reply in line.told(ControlReply)]
        assert sorted(ended) == sorted([*asked, last]), f"seed {seed}"
        sent = [out.data for out in line.outs if isinstance(out, Send)]
        frames = [hrnp.decode(data) for data in sent]
        keys = [
            packet.body
            for frame in frames
            if isinstance(frame, Frame) and frame.op == Op.DATA
            for packet in [hdap.decode(frame.body)]
            if isinstance(packet, hdap.Packet) and isinstance(packet.body, messages.Button)
        ]
        assert not keys or keys[-1] == RELEASE, f"seed {seed}"
