"""Every message that can be written is read as it was, and nothing that can be read makes a reader fall."""

from __future__ import annotations

import string
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.base.ports.lines import LineCutter
from app.base.ports.raw import Raw, Way, line_of, read_lines
from app.base.ports.transport import Closed, Kind, place_of
from app.radio.hytera import hdap, hrnp, hstrp, messages
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import GPS_SIZE, Gps, Number, RadioIp
from app.radio.hytera.wire import Raw as RawField
from app.radio.pei.framer import Framer as PeiFramer
from app.radio.table.reading import read
from tests.fuzz import QUICK

EXAMPLE = (Path(__file__).parents[3] / "resources" / "radio" / "example.toml").read_text("utf-8")
BYTE, WORD = st.integers(0, 0xFF), st.integers(0, 0xFFFF)
DWORD = st.integers(0, 0xFFFFFFFF)
IPS = st.builds(RadioIp, BYTE, st.integers(0, 0xFFFFFF))


def values(field: Any) -> st.SearchStrategy[Any]:
    """What this field of a payload can hold."""
    if isinstance(field, Number):
        bits = field.size * 8
        low = -(1 << bits - 1) if field.signed else 0
        return st.integers(low, low + (1 << bits) - 1)
    if isinstance(field, RawField):
        size = field.size or 0
        return st.binary(min_size=size, max_size=size)
    if field is hdap.IP:
        return IPS
    if field is hdap.FIX:
        return st.binary(min_size=GPS_SIZE, max_size=GPS_SIZE).map(Gps)
    assert field is hdap.PAIRS
    return st.lists(st.tuples(BYTE, BYTE), max_size=255).map(tuple)


BODIES = st.one_of(
    *(
        st.builds(made, *map(values, layout))
        for made, layout in hdap._LAYOUTS.values()
    ),
    *(
        st.builds(made, st.sampled_from(sorted(opcodes)), *map(values, layout))
        for opcodes, made, layout in hdap._BY_OPCODE
    ),
    st.builds(messages.DeliveryState, BYTE, IPS, WORD, BYTE),
    st.builds(
        TextMessage, st.booleans(), DWORD, DWORD, IPS, st.text(max_size=150), st.booleans(),
        st.none() | st.binary(max_size=20),
    ),
    st.builds(
        TextAck, st.just(False), DWORD, DWORD, IPS, BYTE, st.booleans(),
        st.none() | st.binary(max_size=20),
    ),
    st.builds(
        TextAck, st.just(True), DWORD, DWORD, st.none(), BYTE, st.booleans(),
        st.none() | st.binary(max_size=20),
    ),
)  # fmt: skip


@QUICK
@given(BODIES, st.booleans(), WORD, st.integers(0, 4), BYTE, BYTE)
def test_any_message_and_its_frame_are_read_as_they_were_written(
    body: hdap.Body, reliable: bool, pn: int, version: int, src: int, dst: int
) -> None:
    packet = hdap.Packet(body, reliable)
    raw = hdap.encode(packet)
    assert hdap.decode(raw) == packet
    frame = hrnp.Frame(hrnp.Op.DATA, src, dst, pn, raw, version)
    whole = hrnp.encode(frame)
    assert hrnp.decode(whole) == frame
    assert hrnp.Framer().feed(whole, 0.0) == [(frame, whole)]


@QUICK
@given(BODIES, BYTE, st.integers(0, 399))
def test_a_turned_bit_of_a_frame_is_seen(body: hdap.Body, bit: int, at: int) -> None:
    raw = bytearray(
        hrnp.encode(hrnp.Frame(hrnp.Op.DATA, 0x10, 0x20, 1, hdap.encode(hdap.Packet(body))))
    )
    raw[at % len(raw)] ^= 1 << bit % 8
    assert isinstance(hrnp.decode(bytes(raw)), hdap.Damaged)


DATAGRAMS = st.builds(
    hstrp.Datagram,
    st.integers(0, 0x1F),
    WORD,
    st.lists(st.tuples(st.integers(0, 0x7F), st.binary(max_size=255)), max_size=6).map(tuple),
    st.binary(max_size=200),
    BYTE,
)


@QUICK
@given(DATAGRAMS)
def test_any_datagram_is_read_as_it_was_written(datagram: hstrp.Datagram) -> None:
    assert hstrp.decode(hstrp.encode(datagram)) == datagram


@QUICK
@given(st.one_of(st.binary(max_size=80), st.binary(max_size=80).map(lambda rest: b"2B" + rest)))
def test_a_datagram_that_can_be_read_says_the_same_when_written(raw: bytes) -> None:
    datagram = hstrp.decode(raw)
    if isinstance(datagram, hstrp.Datagram):
        assert hstrp.decode(hstrp.encode(datagram)) == datagram


# --- lines ------------------------------------------------------------------------------


SOME = st.binary(max_size=60) | st.sampled_from(
    (
        b"\r\n",
        b"\n",
        b"OK\r\n",
        b"> ",
        b">",
        b"\r\n+CREG: 1\r\n",
        b"x" * 90,
        b"\0",
        b"\x1a",
        b"\x85",
    )
)


@QUICK
@given(st.lists(SOME, max_size=12), st.integers(1, 40))
def test_lines_are_the_same_however_they_come(parts: list[bytes], size: int) -> None:
    whole = b"".join(parts)
    one, other = LineCutter(64), LineCutter(64)
    want = one.feed(whole)
    came = []
    for at in range(0, len(whole), size):
        came += other.feed(whole[at : at + size])
        assert len(other._held) <= 64
    assert came == want
    assert other.lost == one.lost


@QUICK
@given(st.lists(SOME, max_size=12), st.integers(1, 40))
def test_a_pei_is_heard_the_same_however_it_comes(parts: list[bytes], size: int) -> None:
    whole = b"".join(parts) + b"\r\n+CTSDSR: 12,1234567,0,23401,0,32\r\n82100001\r\n"
    one, other = PeiFramer(), PeiFramer()
    came = []
    for at in range(0, len(whole), size):
        came += other.feed(whole[at : at + size], 0.0)
    assert came == one.feed(whole, 0.0)


# --- files and settings -----------------------------------------------------------------


@QUICK
@given(
    st.lists(
        st.builds(
            Raw,
            st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
            st.sampled_from((Way.IN, Way.OUT)),
            st.binary(max_size=40),
        ),
        max_size=6,
    ),
    st.text(max_size=60),
)
def test_a_raw_record_is_played_as_it_was_kept_past_what_is_torn(
    kept: list[Raw], torn: str
) -> None:
    lines = [line_of(one) for one in kept]
    assert list(read_lines(lines)) == kept
    whole = "\n".join((*lines, torn, *lines)).splitlines(keepends=True)
    assert not kept or kept[-1] in list(read_lines(whole))


@QUICK
@given(st.text(max_size=60) | st.text(string.ascii_letters + ":/?#[]@%.0", max_size=40))
def test_any_words_of_the_settings_are_a_port_or_refused(words: str) -> None:
    for port in (words, f"socket://{words}", f"rfc2217://{words}", f"replay:{words}"):
        with suppress(Closed):
            assert place_of(port).kind in Kind


LINES = EXAMPLE.splitlines()
VALUES = st.sampled_from(
    ("true", "1e999", "nan", "-1", "[]", "{}", '""', "[[]]", '["a"]', "{ lat = [] }", "{ a = {} }",
     "2026-06-24T08:00:00", "99999999999999999999", "'(?P<radio>\\d+)'", "'(((((('", "'\\uFFFF'")
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> str:
    """The example, with lines lost, doubled, moved and given senseless values."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        key, sign, _ = lines[at].partition("=")
        how = draw(st.sampled_from(("lose", "double", "value", "value", "words")))
        if how == "lose":
            del lines[at]
        elif how == "double":
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif how == "value" and sign and not key.lstrip().startswith("#"):
            lines[at] = f"{key}= {draw(VALUES)}"
        elif how == "words":
            lines[at] = draw(st.text(max_size=30))
    return "\n".join(lines)


@QUICK
@given(tables())
def test_a_table_is_read_or_everything_wrong_with_it_is_told(text: str) -> None:
    table, problems = read("t.toml", text)
    assert (table is None) == bool(problems)
    assert all(str(one) for one in problems)
