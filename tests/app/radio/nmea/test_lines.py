"""Sentences and short frames, both ways; the framer finds them in anything and never raises."""

from __future__ import annotations

from datetime import date, time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.radio.nmea import fleetsync, sentences
from app.radio.nmea.fleetsync import Ack, Address, CallerId, PollGps, ShortText
from app.radio.nmea.framer import LINE_LIMIT, SILENCE_S, Frame, Framer
from app.radio.nmea.sentences import Damaged, Sentence
from tests.vectors import fault, load
from tests.vectors_lines import FAMILIES

VECTORS = [vector for vector in load() if vector["protocol"] in FAMILIES]
RAW = [vector["text"].encode() for vector in VECTORS]


def summed(body: bytes) -> bytes:
    return b"$%s*%02X" % (body, sentences.checksum(body))


OLD_RADIO = summed(b"PKLSH,2913.1141,N,,,175302,A,100,2016,")


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_vector(vector: dict[str, object]) -> None:
    assert fault(vector) == ""


def report(raw: bytes) -> sentences.Report:
    sentence = sentences.decode(raw)
    assert isinstance(sentence, Sentence)
    told = sentences.read(sentence)
    assert told is not None
    return told


def test_every_kind_of_sentence_is_understood() -> None:
    told = report(summed(b"BDGLL,2830.0660,N,10944.0520,E,160512.50,A"))
    assert told.fix.lat_deg == pytest.approx(28.5011)
    assert told.fix.lon_deg == pytest.approx(109.7342)
    assert told.fix.time == time(16, 5, 12, 500_000)
    assert told.address is None
    told = report(summed(b"PKNSH,3916.1154,N,12101.6008,W,123456,A,U01001,"))
    assert (told.address, told.fix.valid) == (Address(None, 1001), True)
    told = report(summed(b"PKLSH,3851.3330,N,09447.9417,W,012212,V,100,1202,"))
    assert (told.address, told.fix.valid) == (Address(100, 1202), False)
    told = report(summed(b"PKWDWPL,150803,V,4237.14,N,07120.83,W,173.8,231.5,190316,1120,test,"))
    assert (told.waypoint, told.fix.date) == ("test", date(2016, 3, 19))
    assert (told.fix.valid, told.fix.altitude_m) == (False, 1120)
    half = report(OLD_RADIO).fix
    assert (half.lat_deg, half.lon_deg, half.valid) == (None, None, True)
    assert sentences.read(Sentence("GPGSV", ("3", "1", "11"))) is None
    assert sentences.read(Sentence("XXRMC", ("",) * 12)) is None
    assert sentences.read(Sentence("GPRMC", ("",) * 3)) is None


def test_years_turn_at_the_pivot() -> None:
    def day(year: str) -> date | None:
        return report(summed(b"GNRMC,1,A,,,,,,,0203%s,," % year.encode())).fix.date

    assert day("80") == date(1980, 3, 2)
    assert day("79") == date(2079, 3, 2)
    assert day("9x") is None


@pytest.mark.parametrize(
    "place",
    [b"9100.00,N,00000.00,E", b"2860.00,N,10944.00,E", b"2830.00,,10944.00,E", b"x,N,y,E"],
    ids=["latitude", "minutes", "side", "letters"],
)
def test_a_place_that_cannot_be_is_none(place: bytes) -> None:
    assert report(summed(b"GPGLL," + place + b",160512,A")).fix.lat_deg is None


def test_a_checksum_is_verified_and_only_kenwood_may_leave_it_away() -> None:
    for raw in RAW[:4]:
        for at in range(1, len(raw) - 3):
            damaged = raw[:at] + bytes((raw[at] ^ 1,)) + raw[at + 1 :]
            assert isinstance(sentences.decode(damaged), Damaged)
    assert sentences.decode(RAW[0][:-3]) == Damaged("unchecked")
    bare = sentences.decode(RAW[2][:-3])
    assert isinstance(bare, Sentence)
    assert not bare.checked
    assert sentences.encode(bare) == RAW[2][:-3]


@given(
    st.from_regex(r"(GP|BD|PK)[A-Z]{3,5}", fullmatch=True),
    st.lists(st.from_regex(r"[ -#%-)+\-./-~]{0,12}", fullmatch=True), min_size=1, max_size=15),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_any_sentence_comes_back_as_it_went(name: str, fields: list[str], checked: bool) -> None:
    sentence = Sentence(name, tuple(fields), checked or not name.startswith("PK"))
    raw = sentences.encode(sentence)
    assert sentences.decode(raw) == sentence
    assert frames(raw + b"\r\n") == [sentence]


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(max_examples=60, deadline=None)
def test_a_place_comes_back_within_two_decimetres(lat: float, lon: float) -> None:
    body = ",".join(("GPGLL", *sentences.degrees(lat, "NS"), *sentences.degrees(lon, "EW")))
    fix = report(summed(body.encode() + b",160512,A")).fix
    assert fix.lat_deg == pytest.approx(lat, abs=1e-6)
    assert fix.lon_deg == pytest.approx(lon, abs=1e-6)


ADDRESSES = st.one_of(
    st.builds(Address, st.integers(0, 999), st.integers(0, 9999)),
    st.builds(Address, st.none(), st.integers(0, 99_999)),
)
WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn")), max_size=20)
PACKETS = st.one_of(
    st.builds(Ack, st.booleans(), st.booleans()),
    st.builds(PollGps, ADDRESSES),
    st.builds(ShortText, ADDRESSES, WORDS),
    st.builds(lambda begin, who: CallerId(begin, str(who) * 2), st.booleans(), ADDRESSES),
)


@given(PACKETS)
@settings(max_examples=100, deadline=None)
def test_any_short_frame_comes_back_as_it_went(packet: fleetsync.Packet) -> None:
    raw = fleetsync.encode(packet)
    assert fleetsync.decode(raw) == packet
    assert frames(raw) == [packet]


def test_what_public_consoles_write_to_such_radios() -> None:
    assert fleetsync.encode(PollGps(Address(None, 3001))) == b"\x02gR3U03001\x03"
    assert fleetsync.encode(ShortText(Address(100, 1001), "OK")) == b"\x02F1001001OK\x03"
    assert fleetsync.decode(b"\x02gI1U03001U03001\x03") == CallerId(True, "U03001U03001")
    assert CallerId(False, "10040021004002").address == Address(100, 4002)


@pytest.mark.parametrize("words", ["\x03\x02R31001001", "a\nb", "\x00"])
def test_no_text_can_end_its_frame(words: str) -> None:
    with pytest.raises(ValueError, match="control"):
        fleetsync.encode(ShortText(Address(100, 1001), words))


# --- the framer -------------------------------------------------------------------------


def frames(data: bytes, pieces: int = 0) -> list[Frame]:
    framer, found = Framer(), []
    size = pieces or len(data) or 1
    for start in range(0, len(data), size):
        found += framer.feed(data[start : start + size], 0.0)
    return [frame for frame, _raw in found]


LINE = b"\r\n".join(RAW[:2]) + b"\x02" + RAW[2] + b"\r\n\x03" + b"".join(RAW[3:]) + OLD_RADIO
WHOLE = [sentences.decode(raw) or raw for raw in RAW[:4]]


def test_split_at_every_byte_it_is_the_same_frames() -> None:
    whole = frames(LINE)
    assert len(whole) == len(RAW) + 1
    assert frames(LINE, 1) == whole
    for cut in range(len(LINE)):
        framer = Framer()
        found = framer.feed(LINE[:cut], 0.0) + framer.feed(LINE[cut:], 0.1)
        assert [frame for frame, _raw in found] == whole
        assert framer.stats.dropped == 0


def test_after_garbage_and_cut_frames_the_next_one_is_found() -> None:
    rmc, poll = RAW[0], RAW[4]
    for broken in (b"\xff$GP\x00", rmc[:20], b"$GPRMC,1,2*00", poll[:5], b"\x02I1100", b"$" * 9):
        framer = Framer()
        found = framer.feed(broken + rmc + broken + poll + b"\r\n" + rmc, 0.0)
        assert [raw for _frame, raw in found] == [rmc, poll, rmc]
        assert framer.stats.dropped >= 2 * len(broken) - 2


def test_a_line_without_checksum_needs_its_end() -> None:
    bare = RAW[2][:-3]
    assert frames(bare) == []
    assert frames(bare + RAW[0]) == frames(RAW[0])
    for end in (b"\r", b"\n", b"\x03"):
        assert [frame.checked for frame in frames(bare + end) if isinstance(frame, Sentence)] == [
            False
        ]


def test_a_receipt_is_taken_only_where_nothing_senseless_stands_before_it() -> None:
    ack = RAW[5]
    assert frames(ack + ack) == [Ack(True), Ack(True)]
    assert frames(RAW[0] + b"\r\n" + ack) == [sentences.decode(RAW[0]), Ack(True)]
    assert frames(b"\x7f" + ack) == []
    framer = Framer()
    assert framer.feed(b"\x7f", 0.0) == []
    assert len(framer.feed(ack, 1.0)) == 1


def test_what_was_begun_is_given_up_after_a_silence() -> None:
    framer = Framer()
    assert framer.feed(RAW[0][:30], 0.0) == []
    assert framer.waiting
    framer.tick(SILENCE_S + 0.1)
    assert not framer.waiting
    assert (framer.stats.timeouts, framer.stats.dropped) == (1, 30)
    assert len(framer.feed(RAW[0], 1.0)) == 1


def test_random_bytes_never_hurt_and_are_no_frames() -> None:
    dice, framer = Random(7), Framer()
    for n in range(60):
        assert framer.feed(dice.randbytes(4096), n * 0.01) == []
        assert len(framer._held) <= LINE_LIMIT + 4096
    framer.feed(b"\x02$" * 100_000, 1.0)
    framer.feed(b"\x02" + b"a" * 500_000, 1.0)
    assert len(framer._held) <= LINE_LIMIT
    assert framer.stats.frames == 0
    assert len(framer.feed(b"\n" + RAW[0], 1.1)) == 1


@given(st.binary(max_size=400), st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_any_bytes_can_be_fed_and_decoded(noise: bytes, piece: int) -> None:
    framer, found = Framer(), []
    for start in range(0, len(noise), piece):
        found += framer.feed(noise[start : start + piece], 0.0)
    whole = Framer().feed(noise, 0.0)
    assert [raw for _frame, raw in found] == [raw for _frame, raw in whole]
    fleetsync.decode(b"\x02" + noise + b"\x03")
    sentence = sentences.decode(b"$PKLDS," + noise)
    if isinstance(sentence, Sentence):
        sentences.read(sentence)
