"""Messages over a PEI: states of texts, receipts, statuses, places, emergencies."""

from __future__ import annotations

import pytest

from app.base.ids import new_id
from app.radio.events import (
    AlarmKind,
    ControlReply,
    Emergency,
    EmergencyCleared,
    Groups,
    Position,
    RawUnknown,
    SendStatus,
    SendText,
    StatusIn,
    TextIn,
    TextState,
    TextStep,
)
from app.radio.nmea.sentences import checksum
from app.radio.pei import header, lip, requests, sds
from app.radio.pei.header import SdsHeader
from app.radio.pei.length import pieces
from app.radio.pei.profile import PeiProfile
from app.radio.pei.schemes import UTF16, Words, fitting
from app.radio.pei.sds import Body, Head, Report, Text, TextPart
from app.radio.pei.udh import PartOf
from tests.app.radio.pei.radio import Radio

OWN, THEIRS, GROUP = 23401, 1234567, 901
LONG = "水位持续上涨，请立即转移" * 16


def text(words: str = "防汛值守", target: int = THEIRS, group: bool = False) -> SendText:
    return SendText(new_id(), target, group, words)


def comes(body: Body, source: int = THEIRS, target: int = OWN) -> tuple[str, str]:
    pdu, bits = sds.encode(body)
    ai = 13 if isinstance(body, sds.Status) else 12
    return header.encode(SdsHeader(ai, str(target), bits, str(source), 0, 0)), pdu.hex().upper()


def steps(radio: Radio) -> list[tuple[TextStep, str]]:
    return [(one.step, one.code) for one in radio.told(TextState)]


def sent(radio: Radio) -> list[str]:
    return [line for line in radio.written if line.startswith("AT+CMGS")]


def test_a_text_goes_through_its_states_and_never_back() -> None:
    radio = Radio().up()
    radio.answers["AT+CMGS"] = ("OK", "+CMGS: 0")
    radio.submit(text()).wait(0.3)
    assert radio.written == [
        "AT+CTSDS=12,0,0,0,1",
        "AT+CMGS=1234567,96\r\n8204011A96326C5B503C5B88\x1a",
    ]
    assert steps(radio) == [(TextStep.ACCEPTED, "")], "never delivered on OK alone"
    radio.says("+CMGS: 0,4,77")
    assert len(steps(radio)) == 1, "another message"
    radio.says("+CMGS: 0,4,1", "+CMGS: 0,4,1")
    assert steps(radio)[1:] == [(TextStep.SENT, "")]
    radio.says(*comes(Report(0x82, 0, 1), source=7654321))
    assert len(steps(radio)) == 2, "the receipt of another radio"
    radio.says(*comes(Report(0x82, 0, 1, ack_required=True)))
    assert steps(radio)[2:] == [(TextStep.DELIVERED, "")]
    radio.says("+CMGS: 0,4,1", *comes(Report(0x82, 0x4A, 1))).wait(70)
    assert len(steps(radio)) == 3
    assert "AT+CMGS=1234567,32\r\n82200001\x1a" in radio.written, "its receipt was confirmed"


def test_a_receipt_may_come_before_the_radio_says_sent() -> None:
    radio = Radio().up()
    radio.submit(text()).wait(0.3)
    radio.says(*comes(Report(0x82, 0, 1)), "+CMGS: 0,4,1").wait(70)
    assert [step for step, _ in steps(radio)] == [TextStep.ACCEPTED, TextStep.DELIVERED]


def test_the_state_of_one_text_may_come_while_the_next_is_on_its_way() -> None:
    radio = Radio().up()
    first, second = text(), text()
    radio.submit(first).wait(0.3)
    radio.silent = True
    radio.submit(second).says("OK").wait(0.1)
    radio.says("+CMGS: 0,4,1", "+CMGS: 1", "OK")
    assert [(one.command, one.step) for one in radio.told(TextState)[1:]] == [
        (first.id, TextStep.SENT),
        (second.id, TextStep.ACCEPTED),
    ]


@pytest.mark.parametrize("number", [0, 30, 31, 42])
def test_only_some_errors_are_tried_again_after_5_15_and_30_s(number: int) -> None:
    radio = Radio().up()
    radio.answers["AT+CMGS"] = (f"+CME ERROR: {number}",)
    radio.submit(text()).wait(4.5)
    assert len(sent(radio)) == 1
    radio.wait(1.5)
    assert len(sent(radio)) == 2
    radio.wait(15.5)
    assert len(sent(radio)) == 3
    radio.wait(31)
    assert len(set(sent(radio))) == 1, "the same message each time"
    assert len(sent(radio)) == 4
    assert steps(radio) == [(TextStep.FAILED, f"cme_{number}")]


def test_other_errors_end_a_text_at_once() -> None:
    for answer, code in (
        ("+CME ERROR: 33", "cme_33"),
        ("ERROR", "error"),
        ("+CMS ERROR: 500", "cms_500"),
    ):
        radio = Radio().up()
        radio.answers["AT+CMGS"] = (answer,)
        radio.submit(text()).wait(0.5)
        assert steps(radio) == [(TextStep.FAILED, code)]
        radio.wait(60)
        assert len(sent(radio)) == 1


def test_a_syntax_error_says_nothing_of_a_text_that_may_have_gone() -> None:
    radio = Radio().up()
    radio.answers["AT+CMGS"] = ("+CME ERROR: 35",)
    radio.submit(text()).wait(0.5)
    assert steps(radio) == []
    radio.says("+CMGS: 0,4,1", *comes(Report(0x82, 0, 1)))
    assert [step for step, _ in steps(radio)] == [TextStep.SENT, TextStep.DELIVERED]
    radio.submit(text()).wait(61)
    assert steps(radio)[2:] == [(TextStep.FAILED, "cme_35")]
    assert len(sent(radio)) == 2, "and it is not sent again"


def test_what_the_air_says_of_a_text() -> None:
    radio = Radio().up()
    radio.submit(text()).wait(0.3)
    radio.says("+CMGS: 0,5,1").wait(6).says("+CMGS: 0,4,1")
    assert len(sent(radio)) == 2
    radio.says(*comes(Report(0x82, 0x22, 1))).wait(30)
    radio.says(*comes(Report(0x82, 0x4B, 1)))
    assert [code for _, code in steps(radio)][-1] == "sds_4b"
    radio.submit(text()).wait(0.3).says("+CMGS: 0,4,2").wait(61)
    assert steps(radio)[-1] == (TextStep.FAILED, "no_answer")


def test_a_text_nobody_answers_is_not_sent_twice() -> None:
    radio = Radio().up()
    radio.answers["AT+CMGS"] = ()
    radio.submit(text()).wait(70)
    assert len(sent(radio)) == 1
    assert steps(radio) == [(TextStep.FAILED, "unconfirmed")]


def test_a_text_for_a_group_ends_when_it_is_sent() -> None:
    radio = Radio().up()
    radio.submit(text("全体注意", GROUP, True)).wait(0.3).says("+CMGS: 0,4,1").wait(120)
    assert [step for step, _ in steps(radio)] == [TextStep.ACCEPTED, TextStep.SENT]
    assert sent(radio)[0].startswith("AT+CMGS=901,96\r\n8200"), "no receipt is asked for"


def test_a_long_text_goes_in_parts_and_is_delivered_when_all_are() -> None:
    radio = Radio().up()
    radio.submit(text(LONG)).wait(1)
    bodies = [
        sds.decode(12, one.pdu, one.bits) for one in map(requests.message, sent(radio)) if one
    ]
    assert [body.part for body in bodies if isinstance(body, TextPart)] == [
        PartOf(1, 3, 1),
        PartOf(1, 3, 2),
        PartOf(1, 3, 3),
    ]
    whole = b"".join(body.words.data for body in bodies if isinstance(body, TextPart))
    assert whole.decode("utf-16-be") == LONG
    for mref in (1, 2, 3):
        assert [step for step, _ in steps(radio)] == [TextStep.ACCEPTED]
        radio.says(f"+CMGS: 0,4,{mref}")
    for mref in (3, 1, 2):
        assert steps(radio)[-1][0] == TextStep.SENT
        radio.says(*comes(Report(0x8A, 0, mref)))
    assert steps(radio)[-1][0] == TextStep.DELIVERED


def test_a_status_goes_out() -> None:
    radio = Radio().up()
    radio.submit(SendStatus(new_id(), THEIRS, False, 0x8004)).wait(0.3)
    assert radio.written == ["AT+CTSDS=13,0", "AT+CMGS=1234567,16\r\n8004\x1a"]
    assert radio.only(ControlReply).result == "ok"
    for answer, result in (("+CME ERROR: 35", "unconfirmed"), ("+CME ERROR: 33", "refused")):
        radio.answers["AT+CMGS"] = (answer,)
        radio.submit(SendStatus(new_id(), THEIRS, False, 0x8004)).wait(0.3)
        assert radio.told(ControlReply)[-1].result == result
    radio.answers["AT+CMGS"] = ("+CME ERROR: 42",)
    radio.submit(SendStatus(new_id(), THEIRS, False, 0x8004)).wait(6)
    radio.answers["AT+CMGS"] = ("OK",)
    radio.wait(16)
    assert [one.result for one in radio.told(ControlReply)][3:] == ["ok"]
    radio.answers["AT+CMGS"] = ("+CME ERROR: 42",)
    radio.submit(SendStatus(new_id(), THEIRS, False, 0x8004)).wait(1).lost().opened().wait(60)
    assert [one.result for one in radio.told(ControlReply)][4:] == ["down"]


# --- what comes in ----------------------------------------------------------------------


def test_a_text_is_told_once_and_confirmed_each_time() -> None:
    radio = Radio().up()
    one = comes(Text(Head(0x82, 0xC9, 1), fitting("老榆塘6人已救出")))
    radio.says(*one, *one).wait(1)
    told = radio.only(TextIn)
    assert (told.radio, told.target, told.group, told.ref) == (THEIRS, OWN, False, 0xC9)
    assert told.text == "老榆塘6人已救出"
    assert sent(radio) == ["AT+CMGS=1234567,32\r\n821000C9\x1a"] * 2
    radio.wait(121).says(*one)
    assert len(radio.told(TextIn)) == 2, "a new one with an old number"


def test_a_text_for_a_group_is_confirmed_by_nobody() -> None:
    radio = Radio().up()
    radio.says(*comes(Text(Head(0x82, 1, 1), fitting("全体")), target=GROUP)).wait(1)
    assert radio.only(TextIn).group
    radio.says(*comes(sds.SimpleText(2, fitting("OK"))))
    assert (radio.told(TextIn)[1].text, radio.told(TextIn)[1].ref) == ("OK", 0)
    assert sent(radio) == []


def test_parts_are_put_together_and_what_is_missing_is_said() -> None:
    radio = Radio().up()
    cut = pieces(fitting(LONG))
    parts = [
        comes(TextPart(Head(0x8A, 9 + seq), PartOf(9, len(cut), seq), Words(UTF16, data)))
        for seq, data in enumerate(cut, 1)
    ]
    radio.says(*parts[2], *parts[0], *parts[0], *parts[1])
    assert radio.only(TextIn).text == LONG
    radio.wait(130).says(*parts[0], *parts[2]).wait(299)
    assert len(radio.told(TextIn)) == 1
    radio.wait(2)
    assert "〔第2段未收到〕" in radio.told(TextIn)[1].text


def test_places_and_emergencies() -> None:
    radio = Radio(PeiProfile(cleared_statuses=frozenset({0x8009}))).up()
    radio.says(*comes(lip.report(28.7428, 109.5642, reason=20, speed_kmh=12, course_deg=270)))
    place = radio.only(Position)
    assert (place.lat, place.lon) == (
        pytest.approx(28.7428, abs=2e-5),
        pytest.approx(109.5642, abs=2e-5),
    )
    assert (place.speed_kmh, place.course_deg, place.valid, place.fixed_at) == (12, 270, True, None)
    radio.says(*comes(lip.report(0, 0, reason=0)))
    assert (radio.told(Position)[1].lat, radio.told(Position)[1].valid) == (None, False)
    radio.says(*comes(lip.report(28.7, 109.5, reason=2)), *comes(sds.Status(0)))
    first, second = radio.told(Emergency)
    assert (first.radio, first.kind, first.code) == (THEIRS, AlarmKind.STATUS, 2)
    assert first.position is not None
    assert (second.code, second.position) == (0, None)
    radio.says(*comes(sds.Status(0x8009)), *comes(sds.Status(0x8004)))
    assert radio.only(EmergencyCleared).radio == THEIRS
    assert (radio.only(StatusIn).code, radio.only(StatusIn).group) == (0x8004, False)


def test_a_place_as_a_sentence() -> None:
    radio = Radio().up()
    sentence = b"$GPRMC,193200,A,2844.5680,N,10933.8520,E,006.5,270.0,240626,,*"
    sentence += b"%02X" % checksum(sentence[1:-1])
    for body in (b"\x03\x00" + sentence, b"\x03" + sentence + b"\r\n"):
        radio.says(f"+CTSDSR: 12,1234567,0,23401,0,{len(body) * 8}", body.hex())
    first, second = radio.told(Position)
    assert (first.lat, first.lon) == (pytest.approx(28.7428), pytest.approx(109.5642))
    assert (first.radio, first.course_deg, second.valid) == (THEIRS, 270, True)
    radio.says("+CTSDSR: 12,1234567,0,23401,0,32", "03002447")
    assert len(radio.told(RawUnknown)) == 1


def test_a_radio_that_takes_less_gets_more_parts() -> None:
    radio = Radio()
    radio.answers["AT+CMGS=?"] = ("+CMGS: (0-16777214),(8-800)", "OK")
    radio.up().submit(text(LONG)).wait(1)
    bits = [one.bits for one in map(requests.message, sent(radio)) if one]
    assert len(bits) == 5
    assert max(bits) <= 800


def test_what_is_not_understood_is_kept_as_it_came() -> None:
    radio = Radio().up()
    long_report = (
        "+CTSDSR: 12,1234567,0,9876543,0,168",
        "0A4DD400000000000000005FE0002308517A100060",
    )
    radio.says(*long_report, "+CTSDSR: 9,1,0,2,0,16", "1234", "+CTSDSR: 12,1,0,2,0,16", "8205")
    assert len(radio.told(RawUnknown)) == 3
    assert bytes.fromhex(radio.told(RawUnknown)[0].heard.raw) == "\r\n".join(long_report).encode()
    assert radio.told(Position) == []
    radio.says("+CTSDSR: 12,23401,120", "82029C01746573746D657373616765")
    assert radio.only(TextIn).radio == 0, "the short form does not say who sent it"
    assert radio.told(Groups) == []
