"""The conversation over a PEI step by step: opening, silence, what waits. The time is in our hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.ids import new_id
from app.radio.driver import Reopen
from app.radio.events import (
    AskPosition,
    Battery,
    CallKind,
    ChooseGroup,
    ControlReply,
    EndCall,
    Groups,
    Linked,
    LinkState,
    OwnTalk,
    PressTalk,
    RawUnknown,
    ReleaseTalk,
    Rssi,
    SendStatus,
    SendText,
    TextState,
    TextStep,
)
from app.radio.pei.driver import PEI
from app.radio.pei.profile import PeiProfile
from tests.app.radio.pei.radio import Radio

POLL = ["AT+CSQ?", "AT+CREG?", "AT+CBC?"]


def text(words: str = "请报人数") -> SendText:
    return SendText(new_id(), 1234567, False, words)


def states(radio: Radio) -> list[tuple[Linked, str]]:
    return [(one.state, one.why) for one in radio.told(LinkState)]


def test_it_opens_as_the_published_dialogs_do() -> None:
    radio = Radio().opened().wait(8)
    first = ["ATE0", "AT", "ATH", "AT+CMEE=1", "AT+GMI?", "AT+CNUMF?"]
    assert radio.written[:6] == first, "with a key let go that a killed console may have left down"
    services = [line for line in radio.written if line.startswith("AT+CTSP=")]
    assert services[0] == "AT+CTSP=1,3,131"
    assert len(services) == 10
    assert states(radio) == [(Linked.OPENING, ""), (Linked.UP, "")]
    groups = radio.told(Groups)[-1]
    assert (groups.groups, groups.chosen) == (((901, "County"), (902, "Flood")), 901)
    assert (radio.only(Rssi).dbm, radio.only(Battery).percent) == (-73, 80)
    assert bytes.fromhex(radio.only(Rssi).heard.raw) == b"+CSQ: 20,99\r\nOK"


def test_a_burst_of_syntax_errors_at_the_beginning_is_lived_through() -> None:
    radio = Radio()
    radio.silent = True
    radio.opened().says(*["+CME ERROR: 35"] * 4)
    radio.silent = False
    radio.wait(8)
    assert radio.written[:2] == ["ATE0", "AT"]
    assert states(radio)[-1] == (Linked.UP, "")
    sorry = Radio()
    sorry.answers["AT+CTSP=1,3,131"] = ("+CME ERROR: 35",)
    assert sorry.opened().wait(9).written.count("AT+CTSP=1,3,131") == 2


def test_a_radio_without_its_network_is_degraded() -> None:
    radio = Radio()
    radio.answers["AT+CREG?"] = ("+CREG: 2", "OK")
    radio.opened().wait(8)
    assert states(radio)[-1] == (Linked.DEGRADED, "no_network")
    radio.says("+CREG: 1,1,90109999")
    assert states(radio)[-1] == (Linked.UP, "")
    radio.says("+CREG: 0")
    assert states(radio)[-1] == (Linked.DEGRADED, "no_network")
    direct = Radio()
    direct.answers |= {"AT+CREG?": ("+CREG: 2", "OK"), "AT+CTOM?": ("+CTOM: 1", "OK")}
    assert states(direct.opened().wait(8))[-1] == (Linked.UP, ""), "direct mode needs none"
    locked = Radio()
    locked.answers["AT+CREG?"] = ("+CME ERROR: 5",)
    assert states(locked.opened().wait(8))[-1] == (Linked.DEGRADED, "pin_wanted")


def test_it_asks_every_thirty_seconds_and_keeps_the_line_alive() -> None:
    radio = Radio().up().wait(31)
    polled = [line for line in radio.written if line != "AT"]
    assert polled == POLL
    assert radio.written.count("AT") in (1, 2), "after ten seconds without a word"
    radio.answers |= {"AT+CBC?": ("+CME ERROR: 4",), "AT+CSQ?": ("ERROR",)}
    radio.wait(60).written.clear()
    radio.wait(60)
    assert "AT+CREG?" in radio.written
    assert not {"AT+CBC?", "AT+CSQ?"} & set(radio.written), "what it cannot say is not asked again"


def test_silence_is_seen_within_15_s_and_ends_in_a_new_opening_within_30() -> None:
    radio = Radio().up()
    radio.says("+CREG: 1")
    radio.silent = True
    radio.wait(14.8)
    assert states(radio) == [(Linked.DEGRADED, "silent")]
    assert radio.told(Reopen) == []
    radio.wait(3)
    assert radio.only(Reopen).why == "silent"
    radio.lost("silent")
    radio.silent = False
    radio.opened().wait(8)
    assert states(radio)[-1] == (Linked.UP, "")


def test_one_missing_answer_is_followed_by_at_and_the_late_one_is_let_pass() -> None:
    radio = Radio().up()
    radio.silent = True
    radio.submit(ChooseGroup(new_id(), 902), text()).wait(5.1)
    assert radio.written[-1] == "AT"
    radio.says("OK").wait(0.1)
    radio.says("+CTGS: 1,09011638300000902", "OK")  # the late one
    radio.wait(0.3)
    assert radio.written[-1].startswith("AT+CTSDS"), "and waits for an answer of its own"
    radio.says("OK")
    radio.silent = False
    radio.wait(1)
    assert states(radio) == []
    assert radio.only(ControlReply).result == "no_answer"
    assert radio.told(Groups)[-1].chosen == 902


def test_commands_wait_for_each_other_and_for_a_moment() -> None:
    radio = Radio().up()
    radio.silent = True
    radio.submit(text("一"), text("二")).wait(1)
    assert len(radio.written) == 1
    radio.says("AT+CTSDS=12,0,0,0,1", "OK")
    assert len(radio.written) == 1, "not within 50 ms"
    radio.wait(0.1)
    assert radio.written[-1].startswith("AT+CMGS=1234567,48\r\n8204")
    slow = Radio(PeiProfile(slow=True))
    slow.opened().wait(20).written.clear()
    slow.submit(text("一")).wait(0.4)
    assert len(slow.written) == 1


def test_what_the_radio_says_by_itself_is_heard_between_a_command_and_its_end() -> None:
    radio = Radio().up()
    radio.silent = True
    radio.submit(text()).says("+CTGS: 1,09011638300000902", "+WHAT: 7", "junk", "+CTXG: x,3")
    assert radio.only(Groups).chosen == 902
    assert len(radio.told(RawUnknown)) == 2
    assert radio.told(TextState) == []


def test_what_waits_is_bounded_and_the_key_goes_first() -> None:
    radio = Radio().up()
    radio.silent = True
    radio.submit(*[text() for _ in range(66)])
    assert [one.code for one in radio.told(TextState)] == ["queue_full"]
    press = PressTalk(new_id(), CallKind.GROUP, 901)
    radio.submit(press)
    radio.silent = False
    radio.says("OK").wait(0.3)
    dialled = [line for line in radio.written if line.startswith(("ATD", "AT+CMGS"))]
    assert dialled[0] == "ATD901", "between the two commands of a text"
    assert radio.only(ControlReply).command == press.id


@pytest.mark.parametrize("slow", [False, True])
def test_the_key_does_not_wait_for_the_gap_of_a_quick_radio(slow: bool) -> None:
    radio = Radio(PeiProfile(slow=slow)).up()
    radio.silent = True
    radio.submit(text())
    radio.submit(PressTalk(new_id(), CallKind.GROUP, 901))
    radio.written.clear()
    radio.says("OK")
    assert bool(radio.written) is not slow
    radio.silent = False
    assert not any(line.startswith("AT+CMGS") for line in radio.wait(0.04).written)


def test_a_port_that_goes_ends_what_nobody_can_tell_and_keeps_what_waits() -> None:
    radio = Radio().up()
    radio.silent = True
    sure, unsure, waiting = text("发出"), text("途中"), text("排队")
    radio.silent = False
    radio.submit(sure).wait(0.5)
    radio.silent = True
    radio.submit(unsure, waiting).says("OK").wait(0.1)
    press = PressTalk(new_id(), CallKind.GROUP, 901)
    status = SendStatus(new_id(), 1234567, False, 0x8004)
    radio.submit(press, status)
    radio.outs.clear()
    radio.lost()
    failed = radio.only(TextState)
    assert (failed.command, failed.step, failed.code) == (unsure.id, TextStep.FAILED, "unconfirmed")
    never = [(one.command, one.result) for one in radio.told(ControlReply)]
    assert never == [(press.id, "down"), (status.id, "down")]
    radio.submit(ChooseGroup(new_id(), 902))
    assert radio.told(ControlReply)[-1].result == "down"
    radio.submit(PressTalk(new_id(), CallKind.GROUP, 901))
    assert radio.told(ControlReply)[-1].result == "down"
    assert radio.told(OwnTalk)[-1].code == "down"
    radio.silent = False
    radio.written.clear()
    radio.opened().wait(8)
    sent = [line for line in radio.written if line.startswith("AT+CMGS=1")]
    assert len(sent) == 1, "the text that waited, once"
    assert not any(line.startswith(("ATD", "AT+CTGS=")) for line in radio.written), "nothing else"
    radio.wait(60)
    ends = [one for one in radio.told(TextState) if one.step == TextStep.FAILED]
    assert {one.command for one in ends} == {sure.id, unsure.id, waiting.id}
    assert len(ends) == 3


def test_a_text_whose_message_was_not_written_yet_is_sent_after_the_port_is_back() -> None:
    radio = Radio().up()
    radio.silent = True
    radio.submit(text()).lost()
    assert radio.told(TextState) == []
    radio.silent = False
    radio.opened().wait(8)
    assert [one.step for one in radio.told(TextState)] == [TextStep.ACCEPTED]


def test_what_it_cannot_do_and_what_cannot_be() -> None:
    radio = Radio().up()
    radio.submit(AskPosition(new_id(), 7))
    assert radio.only(ControlReply).result == "unsupported"
    radio.submit(SendStatus(new_id(), 1, False, 70000), SendStatus(new_id(), 1 << 24, False, 1))
    assert {one.result for one in radio.told(ControlReply)[1:]} == {"bad_parameter"}
    radio.submit(text("长" * 277))
    assert radio.only(TextState).code == "bad_parameter"


def test_a_radio_that_prompts_gets_its_message_then() -> None:
    radio = Radio(PeiProfile(waits_for_prompt=True, line_end="\r"))
    radio.up()
    radio.answers["AT+CMGS"] = (">",)
    radio.submit(text("一")).wait(0.3)
    assert radio.written[-2:] == ["AT+CMGS=1234567,48", "820401" + "1A4E00\x1a"]
    assert radio.told(TextState)[0].step == TextStep.ACCEPTED
    radio.answers["AT+CMGS"] = ()
    radio.submit(text("二")).wait(5.2)
    assert "\x1b" in radio.written, "a message that is not wanted is cancelled"


def test_a_profile_is_set_by_name() -> None:
    driver = PEI
    assert driver.tuned is not None
    options = {"services": ["1,3,131"], "emergency_statuses": (32770,), "slow": True, "poll_s": 60}
    tuned = driver.tuned(options)
    assert (tuned.key, tuned.title) == ("pei", "AT 指令接口（PEI）")
    profile = tuned.session("A")._profile  # type: ignore[attr-defined]
    assert profile.services == ("1,3,131",)
    assert (profile.emergency_statuses, profile.gap_s) == (frozenset({32770}), 0.5)
    kinds = ({"speed": 1}, {"slow": 1}, {"services": "1,3"}, {"cleared_statuses": ["hex"]})
    for wrong in (*kinds, {"cleared_statuses": [True]}, {"cleared_statuses": [0x10000]}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            driver.tuned(wrong)


_LINES = (
    *("OK", "ERROR", "BUSY", "+CME ERROR: 35", "+CME ERROR: 30", "+CME ERROR: 33", ">", "+CMGS: 0"),
    *("+CMGS: 0,4,1", "+CMGS: 0,5,2", "+CREG: 2", "+CREG: 1", "+CTOCP: 1,0,0", "+CTXG: 1,0,0,0"),
    *(
        "+CTXG: 1,3,0,0,3,23404",
        "+CDTXC: 1,0",
        "+CTCR: 1,13",
        "+CTICN: 2,0,0,0,7,1,1,0,1,1,0,901,15",
    ),
    "+CTSDSR: 12,1234567,0,23401,0,32\r\n82100001",
    "+CTSDSR: 12,1234567,0,23401,0,120\r\n82069C01746573746D657373616765",
)
_ACTIONS = st.one_of(
    st.sampled_from(_LINES),
    st.sampled_from(("text", "group", "status", "press", "release", "end", "choose")),
    st.sampled_from((0.05, 0.3, 2.1, 6.0, 31.0)),
    st.sampled_from(("lost", "opened", "silent", "answers")),
)


@given(st.lists(_ACTIONS, max_size=40), st.booleans())
@settings(max_examples=10, deadline=None)
def test_whatever_happens_each_command_ends_once(actions: list[str | float], prompts: bool) -> None:
    radio = Radio(PeiProfile(waits_for_prompt=prompts)).up()
    asked: dict[UUID, str] = {}
    is_open = True
    for action in [*actions, "answers", "lost", "opened", 240.0]:
        if isinstance(action, float):
            radio.wait(action)
        elif action in _COMMANDS:
            command = _COMMANDS[action]()
            asked[command.id] = action
            radio.submit(command)
        elif action in ("lost", "opened"):
            if is_open == (action == "lost"):
                is_open = not is_open
                getattr(radio, action)()
        elif action in ("silent", "answers"):
            radio.silent = action == "silent"
        elif is_open:
            radio.says(action)
        if radio.told(Reopen) and is_open:
            radio.outs = [out for out in radio.outs if not isinstance(out, Reopen)]
            radio.lost("silent").opened()
    ends = Counter(one.command for one in radio.told(ControlReply))
    last = (TextStep.DELIVERED, TextStep.FAILED)
    ends += Counter(one.command for one in radio.told(TextState) if one.step in last)
    for key, kind in asked.items():
        sent = [one.step for one in radio.told(TextState) if one.command == key]
        assert ends[key] == 1 or (kind == "group" and sent[-1] == TextStep.SENT), (kind, ends[key])
        assert sent == sorted(set(sent), key=list(TextStep).index), "states never go back"


_COMMANDS: dict[str, Callable[[], Any]] = {
    "text": text,
    "group": lambda: SendText(new_id(), 901, True, "全体"),
    "status": lambda: SendStatus(new_id(), 1234567, False, 0x8004),
    "press": lambda: PressTalk(new_id(), CallKind.GROUP, 903),
    "release": lambda: ReleaseTalk(new_id()),
    "end": lambda: EndCall(new_id()),
    "choose": lambda: ChooseGroup(new_id(), 902),
}
