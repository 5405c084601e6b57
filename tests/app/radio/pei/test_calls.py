"""Calls over a PEI: who talks, and our own key from its first command to its last."""

from __future__ import annotations

from app.base.ids import new_id
from app.radio.events import (
    AlarmKind,
    CallEnd,
    CallKind,
    Command,
    ControlReply,
    Emergency,
    EndCall,
    OwnTalk,
    PressTalk,
    ReleaseTalk,
    TalkerEnd,
    TalkerStart,
    Talking,
)
from app.radio.pei.profile import PeiProfile
from tests.app.radio.pei.radio import Radio

IN = "+CTICN: 1,0,0,5,09011638300023404,1,1,0,1,1,5,09011638300000901,0"


def press(kind: CallKind = CallKind.GROUP, target: int = 903) -> PressTalk:
    return PressTalk(new_id(), kind, target)


def results(radio: Radio) -> list[str]:
    return [one.result for one in radio.told(ControlReply)]


def talks(radio: Radio) -> list[tuple[Talking, str]]:
    return [(one.state, one.code) for one in radio.told(OwnTalk)]


def release() -> Command:
    return ReleaseTalk(new_id())


def test_a_group_call_comes_in_as_in_the_published_dialog() -> None:
    radio = Radio().up()
    radio.says(IN, "+CTXG: 1,3,0,0,3,09011638300023404", "+CDTXC: 1,0")
    start = radio.only(TalkerStart)
    assert (start.radio, start.target, start.group) == (23404, 901, True)
    assert radio.only(TalkerEnd).radio == 23404
    radio.says("+CTXG: 1,3,0,0,3,09011638300023405", "+CTXG: 1,3,0,0,3,09011638300023406", IN)
    assert [one.radio for one in radio.told(TalkerStart)] == [23404, 23405, 23406]
    assert {one.call for one in radio.told(TalkerStart)} == {start.call}
    radio.says("+CTCR: 1,13")
    assert radio.only(CallEnd).call == start.call
    radio.says("+CTXG: 4,3,0,0,3,09011638300023407")
    assert radio.told(TalkerStart)[-1].target == 901, "begun before we listened: the chosen group"
    radio.lost()
    assert len(radio.told(TalkerEnd)) == len(radio.told(TalkerStart))
    assert len(radio.told(CallEnd)) == 2
    assert radio.told(OwnTalk) == []


def test_a_call_for_us_and_an_emergency_call() -> None:
    radio = Radio().up()
    radio.says("+CTICN: 2,0,0,1,09011638300023404,1,1,0,0,1,1,09011638300023401,0")
    assert not radio.only(TalkerStart).group
    assert radio.told(Emergency) == []
    radio.says("+CTICN: 3,0,0,1,09011638300023409,1,1,0,1,1,1,09011638300000901,15")
    alarm = radio.only(Emergency)
    assert (alarm.radio, alarm.kind, alarm.code) == (23409, AlarmKind.CALL, 15)
    radio.says(
        "+CTICN: 5,0,8,1,23404,1,1,0,0,1,1,23401,0", "+CTICN: 6,0,0,4,0731,1,1,0,0,1,1,23401,0"
    )
    assert len(radio.told(TalkerStart)) == 2, "packet data, and a telephone"
    ringing = "+CTICN: 7,0,0,0,23404,0,1,0,0,1,0,23401,0"
    radio.says(ringing).wait(0.2)
    assert radio.written == []
    willing = Radio(PeiProfile(answers_calls=True)).up().says(ringing, IN).wait(0.2)
    assert willing.written == ["ATA"]


def test_the_key_in_a_call_of_our_own() -> None:
    radio = Radio().up()
    radio.submit(press()).wait(0.2)
    assert radio.written == ["AT+CTSDC=0,0,0,1,1,0,1,1,0,0,0", "ATD903"]
    assert results(radio) == ["ok"]
    radio.says("+CTOCP: 1,0,0", "+CTCC: 1,1,1,0,0,1,1", "+CTXG: 1,2,0", "+CTXG: 1,0,0,0")
    assert [state for state, _ in talks(radio)] == [
        Talking.CALLING,
        Talking.CALLING,
        Talking.QUEUED,
        Talking.ON_AIR,
    ]
    radio.submit(release()).wait(0.2)
    assert radio.written[-1] == "AT+CUTXC=1"
    assert talks(radio)[-1] == (Talking.HANG, "")
    radio.says("+CTXG: 1,3,0,0,3,09011638300023405")
    assert radio.only(TalkerStart).target == 903
    radio.says("+CDTXC: 1,0").submit(press()).wait(0.2)
    assert radio.written[-1] == "AT+CTXD=1,1"
    radio.says("+CTXG: 1,0,0,0").says("+CTXI: 1,0,0,0")
    assert talks(radio)[-1] == (Talking.HANG, "interrupted")
    radio.submit(EndCall(new_id())).wait(0.2)
    assert radio.written[-1] == "ATH"
    assert talks(radio)[-1] == (Talking.ENDED, "")
    radio.says("+CTCR: 1,1")
    assert len(radio.told(CallEnd)) == 1
    assert results(radio) == ["ok"] * 4
    assert all(one.target == 903 for one in radio.told(OwnTalk))


def test_a_call_that_was_hung_up_is_not_entered_again_while_its_release_is_on_the_way() -> None:
    radio = Radio().up()
    radio.submit(press()).wait(0.2).says("+CTOCP: 1,0,0", "+CTXG: 1,0,0,0")
    radio.submit(EndCall(new_id())).wait(0.2).submit(press()).wait(0.2)
    assert radio.written[-2:] == ["AT+CTSDC=0,0,0,1,1,0,1,1,0,0,0", "ATD903"]
    radio.says("+CTCR: 1,1")
    assert talks(radio)[-1] == (Talking.CALLING, ""), "that was the other call"
    radio.says("+CTOCP: 2,0,0", "+CTXG: 2,0,0,0")
    assert talks(radio)[-1] == (Talking.ON_AIR, "")
    radio.submit(EndCall(new_id())).wait(0.2)
    radio.says("+CTXG: 2,3,0,0,3,09011638300023405", "+CDTXC: 2,0").submit(press()).wait(0.2)
    assert radio.written[-1] == "AT+CTXD=2,1", "a call that goes on without us may be entered"


def test_the_key_in_a_call_that_came_in_and_calls_of_other_kinds() -> None:
    radio = Radio().up()
    radio.says(IN, "+CTXG: 1,3,0,0,3,09011638300023404", "+CDTXC: 1,0")
    radio.submit(press(target=901)).wait(0.2)
    assert radio.written == ["AT+CTXD=1,1"]
    radio.says("+CTXG: 1,1,0,0")
    assert talks(radio)[-1] == (Talking.REFUSED, "not_granted")
    radio.says("+CTXG: 1,0,0,0").wait(0.2)
    assert radio.written[-1] == "AT+CUTXC=1", "nobody holds the key any more"
    radio.says("+CTCR: 1,13").submit(press(CallKind.ALL, 0)).wait(0.2)
    assert radio.written[-1] == "ATD16777215"
    assert radio.told(OwnTalk)[-1].target == 0
    radio.says("+CTOCP: 2,0,0", "+CTXG: 2,0,0,0").submit(press(CallKind.PRIVATE, 23404)).wait(0.4)
    assert radio.written[-3:] == ["ATH", "AT+CTSDC=0,0,0,1,1,0,0,1,0,0,0", "ATD23404"]


def test_a_key_let_go_early_never_leaves_us_on_the_air() -> None:
    tapped = Radio().up()
    tapped.silent = True
    tapped.submit(press(), release())
    tapped.silent = False
    tapped.says("OK").wait(0.5)
    assert not any(line.startswith("ATD") for line in tapped.written), "it was not dialled yet"
    assert sorted(results(tapped)) == ["ok", "released"]
    assert talks(tapped)[-1] == (Talking.ENDED, "released")

    early = Radio().up()
    early.submit(press()).wait(0.2).says("+CTOCP: 1,0,0").submit(release()).wait(0.2)
    assert early.written[-1] == "AT+CUTXC=1"
    early.says("+CTXG: 1,0,0,0").wait(0.2)
    assert early.written.count("AT+CUTXC=1") == 2, "a late grant is given back"
    assert (Talking.ON_AIR, "") not in talks(early)

    nameless = Radio().up()
    nameless.submit(press()).wait(0.2).submit(release()).wait(0.2)
    assert nameless.written[-1] == "ATH"

    deaf = Radio().up()
    deaf.submit(press()).wait(0.2).says("+CTOCP: 1,0,0", "+CTXG: 1,0,0,0")
    deaf.answers["AT+CUTXC=1"] = ("+CME ERROR: 3",)
    deaf.submit(release()).wait(0.5)
    assert deaf.written[-3:] == ["AT+CUTXC=1", "AT+CUTXC=1", "ATH"]
    assert results(deaf) == ["ok", "ok"]

    waiting = Radio().up()
    waiting.silent = True
    waiting.submit(EndCall(new_id()), press(), release())
    waiting.silent = False
    waiting.says("OK").wait(0.5)
    assert not any(line.startswith("AT+CTSDC") for line in waiting.written)


def test_calls_that_are_refused() -> None:
    for answer, result, code in (
        ("BUSY", "busy", "busy"),
        ("NO CARRIER", "refused", "no_carrier"),
        ("+CME ERROR: 30", "refused", "cme_30"),
    ):
        radio = Radio().up()
        radio.answers["ATD903"] = (answer,)
        radio.submit(press()).wait(0.3)
        assert results(radio) == [result]
        assert talks(radio)[-1] == (Talking.REFUSED, code)
    radio = Radio().up()
    radio.submit(press()).wait(0.3).says("+CTOCP: 1,0,0", "+CTCR: 1,3")
    assert talks(radio)[-1] == (Talking.REFUSED, "cause_3")
    radio.submit(press()).wait(0.3).says("+CTOCP: 2,0,0", "+CTXG: 2,0,0").lost()
    assert talks(radio)[-1] == (Talking.ENDED, "lost")
    radio.written.clear()
    radio.opened().wait(3)
    assert radio.written[2:4] == ["AT+CUTXC=2", "AT+CMEE=1"], "the key that may still be down"
    radio.lost().written.clear()
    assert "ATH" not in radio.opened().wait(3).written
