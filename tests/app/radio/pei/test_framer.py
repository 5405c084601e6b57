"""Lines, headers and prompts out of bytes: wherever they are cut, and whatever stands between them."""

from __future__ import annotations

import random

from app.base.ports.lines import LONGEST
from app.radio.pei import header, sds
from app.radio.pei.framer import Framer, Joiner, Line, Prompt, Sds
from app.radio.pei.header import SdsHeader
from app.radio.pei.schemes import fitting
from app.radio.pei.sds import Head, Text

HEAD, PDU = "+CTSDSR: 12,1234567,0,2345678,0,120", "82029C01746573746D657373616765"
STREAM = (
    f"AT+CREG?\r\r\n+CREG: 1,1,90109999\r\n\r\nOK\r\n\r\n{HEAD}\r\n{PDU}\r\n"
    f"\r\n> \r\n+CTICN: 1,0,0\r\n\r\n+CTSDSR: 12,1234567,0\r\n,2345678,0,120\r\n{PDU.lower()}\r\n"
    "\n\r+CTXG: 1,3,0,0,3,23404\n1,0460000100000901,防汛\r\n"
).encode()


def frames(*pieces: bytes) -> list[object]:
    framer = Framer()
    return [frame for piece in pieces for frame, _ in framer.feed(piece, 0.0)]


def test_a_stream_is_the_same_wherever_it_is_cut() -> None:
    whole = frames(STREAM)
    kinds = [Line, Line, Line, Sds, Prompt, Line, Sds, Line, Line]
    assert [type(frame) for frame in whole] == kinds
    assert whole[3].header == whole[6].header  # type: ignore[attr-defined]
    assert whole[3].pdu == whole[6].pdu == bytes.fromhex(PDU)  # type: ignore[attr-defined]
    for at in range(1, len(STREAM)):
        assert frames(STREAM[:at], STREAM[at:]) == whole, at
    assert frames(*(STREAM[at : at + 1] for at in range(len(STREAM)))) == whole


def test_raw_bytes_go_with_each_frame() -> None:
    ((_, raw),) = Framer().feed(f"{HEAD}\r\n{PDU}\r\n".encode(), 0.0)
    assert raw == f"{HEAD}\r\n{PDU}".encode()


def test_a_prompt_without_an_end_needs_a_pause() -> None:
    framer = Framer()
    assert framer.feed(b"\r\n>", 0.0) == []
    assert framer.tick(0.02) == [(Prompt(), b">")]
    assert framer.feed(b"\r\nOK\r\n", 0.03) == [(Line("OK"), b"OK")]


def test_a_message_of_the_wrong_length_is_refused_and_counted() -> None:
    framer = Framer()
    assert framer.feed(f"{HEAD}\r\n{PDU[:-1]}\r\nOK\r\n".encode(), 0.0) == [(Line("OK"), b"OK")]
    assert (framer.stats.bad_message, framer.stats.frames) == (1, 1)
    assert framer.stats.dropped == len(HEAD) + len(PDU) - 1


def test_a_header_whose_message_is_lost_takes_nothing_with_it() -> None:
    framer = Framer()
    after = framer.feed(f"{HEAD}\r\n+CTCR: 1,13\r\n{HEAD}\r\n{HEAD}\r\n{PDU}\r\n".encode(), 0.0)
    assert [type(frame) for frame, _ in after] == [Line, Sds]
    assert framer.stats.bad_message == 2
    echoed = framer.feed(f"{HEAD}\r\nAT\r\n{PDU}\r\n".encode(), 0.0)
    assert [type(frame) for frame, _ in echoed] == [Line, Sds]


def test_what_has_begun_is_given_up_after_a_silence() -> None:
    framer = Framer()
    framer.feed(f"{HEAD}\r\n8202".encode(), 0.0)
    assert framer.waiting
    framer.tick(0.9)
    assert framer.waiting
    framer.tick(1.1)
    assert not framer.waiting
    assert (framer.stats.timeouts, framer.stats.bad_message) == (1, 1)
    framer.feed(b"+CT", 2.0)
    framer.forget()
    assert framer.feed(b"OK\r\n", 2.0) == [(Line("OK"), b"OK")]


def test_a_line_without_an_end_is_lost_and_the_next_is_not() -> None:
    framer = Framer()
    assert framer.feed(b"+CTICN: " + b"1" * LONGEST, 0.0) == []
    assert framer.feed(b"1" * 100_000 + b"\r\nOK\r\n", 0.0) == [(Line("OK"), b"OK")]
    assert framer.stats.dropped == LONGEST + 8 + 100_000
    parted = b"+CTSDSR: 12\r\n" + b",1\r\n" * 5000
    framer.feed(parted, 0.0)
    assert framer.stats.bad_message, "a header cannot grow for ever"


def test_another_framing_gives_its_lines_to_the_same_joiner() -> None:
    """The sets that wrap these codes in SLIP cut their lines in another way."""
    joiner = Joiner()
    packets = b"\xc0+CTSDSR: 13,1,0,2,0,16\xc0\xc08004\xc0"
    found = [one for line in packets.split(b"\xc0") if line for one in joiner.take(line)]
    assert found[0][0] == Sds(SdsHeader(13, "2", 16, "1", 0, 0), b"\x80\x04")


def test_noise_of_one_byte_in_a_thousand() -> None:
    """radio.md 4.1: without a checksum some wrong messages pass for sound; most come through exact."""
    chance = random.Random(370)
    sent: dict[bytes, bytes] = {}
    framer = Framer()
    exact = wrong = 0
    for n in range(1500):
        body, bits = sds.encode(Text(Head(0x82, n % 256), fitting(f"水位{n:05d}涨")))
        head = header.encode(SdsHeader(12, "370000", bits, str(370000 + n), 0, 0))
        frame = f"\r\n{head}\r\n{body.hex().upper()}\r\n".encode()
        sent[str(370000 + n).encode()] = body
        noisy = bytes(
            byte ^ 1 << chance.randrange(8) if chance.random() < 1e-3 else byte for byte in frame
        )
        for got, _ in framer.feed(noisy, 0.0):
            if isinstance(got, Sds):
                right = sent.get(got.header.calling.encode()) == got.pdu
                exact, wrong = exact + right, wrong + (not right)
    assert exact >= 0.93 * 1500
    assert wrong <= 0.025 * 1500
    assert framer.stats.bad_message > 0
