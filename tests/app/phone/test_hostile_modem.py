"""Whatever a modem says and whenever: calls begin, are told and end once, in order, and silence is told."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.base.ports.talk import Reopen, Send
from app.phone.lines import LONGEST, LineFramer
from app.phone.modem import ModemLink, ModemSession, ModemState, Rang, RingEnded, Told
from app.phone.records import Heard
from tests.fuzz import QUICK

AT = datetime(2026, 6, 18, 3, 0, tzinfo=UTC)
SAID = (
    b"\r\nRING\r\n", b"\r\nOK\r\n", b"ERROR\r\n", b"NMBR = 00000020006\r\n", b"NMBR = P\r\n",
    b'+CLIP: "+8600000000000",145,"",,"",0\r\n', b'+CLIP: "",128,,,,1\r\n', b"DATE = 0618\r\n",
    b"+CRING: VOICE\r\n", b"ATE0\r\n", b"+CLIP: \"", b"NMBR", b"NMBR=12345678901234567890123456\r\n",
)  # fmt: skip
PIECES = st.one_of(
    st.sampled_from(SAID),
    st.sampled_from(SAID).map(lambda said: said[: len(said) // 2]),
    st.binary(max_size=80),
)
WAITS = st.sampled_from((0.0, 0.4, 2.1, 7.5, 61.0))
ACTIONS = st.lists(
    st.one_of(PIECES, PIECES, WAITS, st.sampled_from(("lost", "opened"))), max_size=40
)


class Line:
    """As the thread of a port drives it."""

    def __init__(self) -> None:
        self.framer, self.session = LineFramer(), ModemSession()
        self.now_s, self.open = 0.0, False
        self.told: list[Any] = []
        self.sent = 0
        self.do("opened")

    def do(self, action: bytes | float | str) -> None:
        if isinstance(action, float):
            end_s = self.now_s + action
            while self.now_s < end_s:
                self.now_s = min(end_s, self.now_s + 0.5)
                self._take(self.session.tick(self.now_s, AT))
        elif isinstance(action, bytes):
            if self.open:
                for frame, raw in self.framer.feed(action, self.now_s):
                    self._take(self.session.on_frame(frame, raw, self.now_s, AT))
        elif self.open and action == "lost":
            self.open = False
            self._take(self.session.lost("unplugged", AT))
        elif not self.open and action == "opened":
            self.open = True
            self.framer.forget()
            self._take(self.session.opened(self.now_s, AT))
        assert len(self.framer._cutter._held) <= LONGEST

    def _take(self, outs: list[Any]) -> None:
        for out in outs:
            if isinstance(out, Send):
                assert self.open
                assert out.data.startswith(b"AT"), "it is never told to dial or to answer"
                assert not out.data.upper().startswith((b"ATD", b"ATA"))
                self.sent += 1
            elif isinstance(out, Reopen):
                self.do("lost")
                self.do("opened")
                return
            else:
                self.told.append(out)


@QUICK
@given(ACTIONS)
def test_each_call_rings_is_told_and_ends_once(actions: list[bytes | float | str]) -> None:
    line = Line()
    for action in [*actions, "lost"]:
        line.do(action)
    calls = [one for one in line.told if isinstance(one, Rang | Told | RingEnded)]
    told = [(no, [type(one) for one in of]) for no, of in groupby(calls, lambda one: one.no)]
    assert told == [(no, [Rang, Told, RingEnded]) for no in range(1, len(told) + 1)]
    for one in calls:
        if isinstance(one, Told):
            assert bool(one.number) == (one.heard is Heard.NUMBER)
            assert len(one.number) <= 25
            assert one.number.isascii()
    links = [one for one in line.told if isinstance(one, ModemLink)]
    assert all((a.state, a.why) != (b.state, b.why) for a, b in pairwise(links))


@QUICK
@given(st.lists(st.binary(max_size=40), min_size=1, max_size=30))
def test_a_line_that_only_makes_noise_is_told_as_silent(noise: list[bytes]) -> None:
    """A modem at another bit rate, or a line that echoes: bytes come, answers never do."""
    line = Line()
    senseless = [bytes(byte | 0x80 for byte in piece) + b"\r\n" for piece in noise]
    for n in range(30):
        line.do(senseless[n % len(senseless)])
        line.do(b"ATE0\r\n")
        line.do(0.5)
    states = [(one.state, one.why) for one in line.told if isinstance(one, ModemLink)]
    assert (ModemState.DOWN, "silent") in states
    assert (ModemState.UP, "") not in states


def test_a_modem_that_tells_no_numbers_stays_told_so() -> None:
    line = Line()
    line.do(b"OK\r\nERROR\r\nERROR\r\nERROR\r\n")
    line.do(61.0)
    line.do(b"OK\r\n")
    assert [one.why for one in line.told if isinstance(one, ModemLink)][-1] == "no_caller_id"
    line.do(b"RING\r\n")
    line.do(8.0)
    assert [type(one) for one in line.told][-3:] == [Rang, Told, RingEnded]
    assert [one.heard for one in line.told if isinstance(one, Told)] == [Heard.NOT_SENT]
