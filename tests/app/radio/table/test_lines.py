"""Lines of a described gateway: checksums, encodings, whatever comes; and what their fields mean."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.radio.events import AlarmKind, Event, Heard, Position, RawUnknown
from app.radio.table.framer import SUMS, Framer, ccitt, crc16, written
from app.radio.table.hearing import Hearing
from app.radio.table.layout import Line
from app.radio.table.reading import read

PLAIN = Line("utf-8")
AT = datetime(2026, 6, 24, 16, 5, 12, tzinfo=UTC)


def lines(line: Line, data: bytes, piece: int = 0) -> list[str]:
    framer, found = Framer(line), []
    size = piece or len(data) or 1
    for start in range(0, len(data), size):
        found += framer.feed(data[start : start + size], 0.0)
    return [text for text, _raw in found]


def test_the_sums_are_those_of_the_books() -> None:
    assert (crc16(b"123456789"), ccitt(b"123456789")) == (0x4B37, 0x29B1)
    assert SUMS["sum"][0](b"\xff\x02") == 1
    assert written(Line("ascii", b"\r", "xor", b"$", b"*"), "GPGLL") == b"$GPGLL*50\r"


KINDS = st.sampled_from(["none", *SUMS])
WORDS = st.text("aZ09,;$*@#~中文汛情。é𠮷", min_size=1, max_size=40)


@given(WORDS, KINDS, st.sampled_from([b"", b"$", b"@@"]), st.sampled_from([b"*", b"", b"##"]))
@settings(max_examples=80, deadline=None)
def test_any_line_comes_back_as_it_went(words: str, kind: str, start: bytes, mark: bytes) -> None:
    line = Line("gb18030", b"\r\n", kind, start, mark)
    raw = written(line, words)
    if kind == "none" and start and start in words.encode("gb18030"):
        return
    assert lines(line, raw) == [words]
    assert lines(line, b"\xfe garbage\r\n" + raw, 1)[-1:] == [words]


def test_split_at_every_byte_it_is_the_same_lines() -> None:
    line = Line("gbk", b"\r\n", "crc16", b"$", b"*")
    data = b"".join(written(line, words) for words in ("一,1", "PONG", "值守$*台"))
    assert lines(line, data) == ["一,1", "PONG", "值守$*台"]
    for cut in range(len(data)):
        framer = Framer(line)
        found = framer.feed(data[:cut], 0.0) + framer.feed(data[cut:], 0.1)
        assert [text for text, _raw in found] == ["一,1", "PONG", "值守$*台"]


def test_any_changed_byte_is_noticed_and_a_sum_may_be_left_away_only_where_that_is_said() -> None:
    line = Line("gbk", b"\r\n", "xor", b"$", b"*")
    raw = written(line, "GPS,1,好")
    for at in range(len(raw) - 2):
        assert lines(line, raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :]) == []
    bare = b"$GPS,1\r\n"
    assert lines(line, bare) == []
    assert lines(Line("gbk", b"\r\n", "xor", b"$", b"*", needed=False), bare) == ["GPS,1"]


def test_random_bytes_never_hurt_and_memory_is_bounded() -> None:
    dice, line = Random(3), Line("gbk", b"\r\n", "xor", b"$", b"*")
    framer = Framer(line)
    for _ in range(100):
        assert framer.feed(dice.randbytes(4096), 0.0) == []
    for _ in range(50):
        assert framer.feed(b"a" * 4096, 0.0) == []
        assert len(framer._held) < 65536
    assert [text for text, _ in framer.feed(b"\r\n" + written(line, "A"), 0.1)] == ["A"]
    assert framer.feed(b"$half", 0.1) == []
    framer.tick(5.0)
    assert (framer.waiting, framer.stats.timeouts) == (False, 1)
    assert lines(PLAIN, b"\x01x\r\n\xff\xff\r\n" + b"y" * 600 + b"\r\nok\r\n") == ["ok"]


@pytest.mark.parametrize("words", ["a\rb", "a\nb", "\x00", "\x1b"])
def test_no_words_can_end_a_line(words: str) -> None:
    with pytest.raises(ValueError, match="control"):
        written(PLAIN, words)


# --- what the fields mean -----------------------------------------------------------------


def hearing(rows: str) -> Hearing:
    table, problems = read("t.toml", f'name = "t"\ntitle = "试"\n[names]\n"指挥车" = 9\n{rows}')
    assert problems == []
    assert table is not None
    return Hearing(table)


def heard(rows: str, *texts: str) -> list[Event]:
    one = hearing(rows)
    return [event for text in texts for event in one.hear(text, Heard("A", AT, "00"), 0.0) or []]


POSITION = """[[hear]]
event = "position"
pattern = '(?P<radio>[^,]*),(?P<lat>[^,]*),(?P<lon>[^,]*),(?P<time>[^,]*),(?P<speed>[^,]*)'
units = {{ {} }}
"""


@pytest.mark.parametrize(
    ("units", "text", "place"),
    [
        ("", "7,28.5011,-109.7342,160500,36", (28.5011, -109.7342)),
        ('lat = "micro", lon = "micro"', "7,28501100,109734200,,", (28.5011, 109.7342)),
        ('lat = "ddmm", lon = "ddmm"', "7,2830.0660,10944.0520,,", (28.5011, 109.7342)),
    ],
)
def test_places_in_every_unit(units: str, text: str, place: tuple[float, float]) -> None:
    (event,) = heard(POSITION.format(units), text)
    assert isinstance(event, Position)
    assert (event.lat, event.lon) == pytest.approx(place)


@pytest.mark.parametrize(
    ("units", "text", "at"),
    [
        ("", "1,1,1,000500,", datetime(2026, 6, 24, 16, 5, tzinfo=UTC)),
        ('zone = "utc"', "1,1,1,23:59:59.9,", datetime(2026, 6, 24, 23, 59, 59, tzinfo=UTC)),
        ('time = "unix"', "1,1,1,1000000000,", datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)),
        (
            'time = "yyyymmddhhmmss"',
            "1,1,1,2026-06-25 00:05:12,",
            datetime(2026, 6, 24, 16, 5, 12, tzinfo=UTC),
        ),
    ],
)
def test_times_in_every_unit(units: str, text: str, at: datetime) -> None:
    (event,) = heard(POSITION.format(units), text)
    assert isinstance(event, Position)
    assert event.fixed_at == at


def test_names_hex_speeds_and_what_makes_no_sense() -> None:
    (event,) = heard(POSITION.format('speed = "mps"'), "指挥车,1,1,,10")
    assert isinstance(event, Position)
    assert (event.radio, event.speed_kmh) == (9, 36.0)
    (event,) = heard(POSITION.format('radio = "hex"'), "FF,,,,")
    assert isinstance(event, Position)
    assert (event.radio, event.valid, event.lat) == (255, False, None)
    for text in (
        "x,1,1,,",
        "1,91,1,,",
        "1,1,1,9999,",
        "1,a,1,,",
        "1,1,1,,fast",
        "1,1,1,,9999999",
        "99999999999,1,1,,",
    ):
        assert [type(one) for one in heard(POSITION.format(""), text)] == [RawUnknown]
    assert heard(POSITION.format(""), "other") == []


def test_an_emergency_is_raised_even_when_its_place_makes_no_sense() -> None:
    rows = """[[hear]]
event = "emergency"
pattern = 'SOS,(?P<radio>\\d+),(?P<lat>[^,]*),(?P<lon>[^,]*)'
always = { kind = "man_down" }
"""
    good, bad = heard(rows, "SOS,1,28.5,109.7", "SOS,1,x,y")
    assert (good.kind, good.position.lat) == (AlarmKind.MAN_DOWN, 28.5)  # type: ignore[union-attr]
    assert (bad.radio, bad.position) == (1, None)  # type: ignore[union-attr]


ANY = [hearing(POSITION.format(u)) for u in ("", 'lat = "ddmm", time = "unix", radio = "hex"')]


@given(st.lists(st.text(max_size=12), min_size=5, max_size=5))
@settings(max_examples=100, deadline=None)
def test_any_fields_can_be_read(said: list[str]) -> None:
    for one in ANY:
        one.hear(",".join(said), Heard("A", AT), 0.0)
