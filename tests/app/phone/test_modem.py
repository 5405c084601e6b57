"""The modem on the line: what it says becomes calls, whatever else comes over it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.ports.talk import Reopen, Send
from app.phone.lines import LONGEST, LineFramer
from app.phone.modem import (
    ModemLink,
    ModemProfile,
    ModemSession,
    ModemState,
    Out,
    Rang,
    RingEnded,
    Told,
)
from app.phone.records import Heard

AT = datetime(2026, 6, 18, 3, 0, tzinfo=UTC)


class Desk:
    """Bytes in, what was told out; the clock is stepped by hand."""

    def __init__(self, profile: ModemProfile | None = None) -> None:
        self.framer, self.session = LineFramer(), ModemSession(profile)
        self.now_s = 0.0
        self.out: list[Out] = self.session.opened(0.0, AT)

    def hear(self, data: bytes, step: int = 0) -> list[Out]:
        told = []
        for n in range(0, len(data), step or len(data) or 1):
            for frame, raw in self.framer.feed(data[n : n + (step or len(data))], self.now_s):
                told += self.session.on_frame(frame, raw, self.now_s, AT)
        self.out += told
        return told

    def wait(self, seconds: float) -> list[Out]:
        told = []
        for _ in range(round(seconds * 2)):
            self.now_s += 0.5
            told += self.session.tick(self.now_s, AT)
        self.out += told
        return told

    def ready(self) -> Desk:
        self.hear(b"\r\nOK\r\n")
        self.hear(b"\r\nOK\r\n")
        assert self.session.connected
        return self


CALLS = {
    "after the first ring": (
        b"\r\nRING\r\n\r\nDATE = 0618\r\n\r\nTIME = 1100\r\n\r\nNMBR = 00000020006\r\n\r\nRING\r\n",
        "00000020006", Heard.NUMBER,
    ),
    "before the first ring": (b"\r\nNMBR=0000-002 0006\r\n\r\nRING\r\n", "00000020006", Heard.NUMBER),
    "of a mobile modem": (
        b'\r\nRING\r\n\r\n+CLIP: "+8600000000000",145,"",,"",0\r\n', "+8600000000000", Heard.NUMBER,
    ),
    "told twice": (b"\r\nRING\r\nNMBR=0001\r\nRING\r\nNMBR=0001\r\n", "0001", Heard.NUMBER),
    "withheld": (b"\r\nRING\r\nNMBR = P\r\n", "", Heard.WITHHELD),
    "withheld by +CLIP": (b'\r\nRING\r\n+CLIP: "",128,,,,1\r\n', "", Heard.WITHHELD),
    "not sent": (b"\r\nRING\r\nNMBR = O\r\n", "", Heard.NOT_SENT),
    "damaged": (b"\r\nRING\r\nNMBR = 00\xfe0x7\r\n", "", Heard.NOT_SENT),
    "nothing": (b"\r\nRING\r\n\r\nRING\r\n", "", Heard.NOT_SENT),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("step", [0, 1, 7])
def test_one_call_is_one_call(name: str, step: int) -> None:
    said, number, heard = CALLS[name]
    desk = Desk().ready()
    desk.hear(said, step)
    desk.wait(8)
    calls = [one for one in desk.out if isinstance(one, Rang | Told | RingEnded)]
    assert [type(one) for one in calls] == [Rang, Told, RingEnded]
    assert [one.no for one in calls] == [1, 1, 1]
    assert calls[1] == Told(1, AT, number, heard)
    desk.hear(said, step)
    desk.wait(8)
    assert [one.no for one in desk.out if isinstance(one, Rang)] == [1, 2]


def test_a_modem_is_asked_in_the_ways_it_may_know() -> None:
    desk = Desk()
    assert desk.out[-1] == Send(b"ATE0\r\n")
    assert desk.hear(b"ATE0\r\r\nOK\r\n") == [Send(b"AT+VCID=1\r\n")]
    assert desk.hear(b"\r\nERROR\r\n") == [Send(b"AT#CID=1\r\n")]
    assert desk.hear(b"\r\n+CME ERROR: 4\r\n") == [Send(b"AT+CLIP=1\r\n")]
    assert desk.hear(b"\r\nOK\r\n") == [ModemLink(AT, ModemState.UP)]
    assert desk.wait(61)[-1] == Send(b"AT\r\n")
    assert desk.hear(b"\r\nOK\r\n") == []
    lame = Desk()
    lame.hear(b"\r\nOK\r\n")
    assert lame.hear(b"ERROR\r\nERROR\r\nERROR\r\n")[-1] == ModemLink(
        AT, ModemState.DOWN, "no_caller_id"
    )


def test_a_silent_modem_is_told_and_opened_anew() -> None:
    desk = Desk()
    told = desk.wait(8)
    assert [one for one in told if isinstance(one, Send)] == [Send(b"ATE0\r\n")] * 2
    assert told[-2:] == [ModemLink(AT, ModemState.DOWN, "silent"), Reopen("silent")]


def test_a_port_that_goes_ends_the_call() -> None:
    desk = Desk().ready()
    desk.hear(b"\r\nRING\r\n")
    assert desk.session.lost("unplugged", AT) == [
        Told(1, AT, "", Heard.NOT_SENT),
        RingEnded(1, AT, 1),
        ModemLink(AT, ModemState.DOWN, "unplugged"),
    ]
    assert desk.wait(100) == []


@given(st.lists(st.binary(max_size=80), max_size=30))
def test_no_bytes_upset_it(chunks: list[bytes]) -> None:
    desk = Desk()
    for chunk in chunks:
        desk.hear(chunk)
        desk.wait(1)
        assert len(desk.framer._cutter._held) <= LONGEST
    desk.hear(b"\r" + b"x" * 4 * LONGEST)
    before = len([one for one in desk.out if isinstance(one, Rang)])
    desk.hear(b"RING\r\n")
    desk.wait(9)
    desk.hear(b"RING\r\n")
    assert len([one for one in desk.out if isinstance(one, Rang)]) == before + 1
