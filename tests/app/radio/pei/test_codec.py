"""Lines and message bodies of the PEI both ways: golden vectors, and others of the same layouts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.radio.pei import codec, header, identities, lip, requests, sds
from app.radio.pei.answers import (
    CallIn,
    CallOut,
    Ceased,
    Charge,
    Chosen,
    Connected,
    Final,
    Gate,
    Grant,
    GroupLine,
    Registration,
    Released,
    SendState,
    Signal,
    Unknown,
)
from app.radio.pei.header import SdsHeader
from app.radio.pei.lip import LipOther, LipShort
from app.radio.pei.schemes import GSM, UTF16, Words, fitting, words
from app.radio.pei.sds import (
    Damaged,
    Head,
    Other,
    Report,
    ReportAck,
    SimpleText,
    Stamp,
    Status,
    Store,
    Text,
    TextPart,
)
from app.radio.pei.tables import Service
from app.radio.pei.udh import PartOf
from tests.vectors import fault, load
from tests.vectors_pei import FAMILIES

VECTORS = [vector for vector in load() if vector["protocol"] in FAMILIES]
_byte = st.integers(0, 255)
_ssi = st.integers(0, identities.SSI_MAX)
_tsi = st.builds(
    lambda mcc, mnc, one: f"{mcc:04d}{mnc:05d}{one:08d}",
    st.integers(0, 999),
    st.integers(0, 16383),
    _ssi,
)
_number = st.one_of(_ssi.map(str), _tsi)
_few = st.integers(0, 9)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_golden_vectors(vector: dict[str, object]) -> None:
    assert not fault(vector)


def test_a_reader_that_is_wrong_in_one_field_is_found() -> None:
    vector = next(dict(vector) for vector in VECTORS if vector["id"] == "SDS-14")
    assert "reason" in fault(vector | {"expect": {"reason": 2}})
    assert "height" in fault(vector | {"expect": {"height": 5}})


# --- lines ------------------------------------------------------------------------------

_ANSWERS = st.one_of(
    st.builds(
        CallIn,
        _few,
        _few,
        _few,
        st.just(1),
        _number,
        _few,
        _few,
        _few,
        _few,
        _few,
        st.just(1),
        _number,
        st.integers(0, 15),
    ),
    st.builds(CallIn, _few, _few, _few),
    st.builds(CallOut, _few, _few, _few, _few),
    st.builds(Connected, _few, st.lists(_few.map(str), max_size=6).map(tuple)),
    st.builds(Grant, _few, _few, _few, _few, st.just(3), _number),
    st.builds(Grant, _few, _few, _few),
    st.builds(Ceased, _few, _few),
    st.builds(Released, _few, st.integers(0, 40)),
    st.builds(SendState, _few, st.sampled_from((4, 5)), _byte),
    st.builds(SendState, _few),
    st.builds(Registration, _few, st.integers(0, 16383), st.just("90109999")),
    st.builds(Signal, st.integers(0, 99), _few),
    st.builds(Charge, _few, st.integers(0, 100)),
    st.builds(Chosen, _few, _number),
    st.builds(Gate, _few, _number, st.just("46000001"), _few),
    st.builds(
        GroupLine,
        _byte,
        _number,
        st.sampled_from(("防汛一组", "Flood, 2", "")),
        st.sampled_from(("", "+CNUMS", "+CNUMD")),
    ),
    st.builds(Final, st.sampled_from(("cme", "cms")), st.integers(0, 999)),
    st.sampled_from([Final(word) for word in ("ok", "error", "no_carrier", "busy", "connect")]),
)


@given(_ANSWERS)
@settings(max_examples=60)
def test_any_line_of_the_known_layouts_comes_back(answer: object) -> None:
    line = codec.encode(answer)
    assert codec.decode(line) == answer
    assert codec.decode(line.lower().replace(": ", ":")) == answer or "flood" in line.lower()


@given(st.text(st.characters(max_codepoint=255), max_size=60))
@settings(max_examples=40)
def test_no_line_makes_it_raise(line: str) -> None:
    for text in (line, "+CTICN:" + line, "+CNUMS: " + line, "+GPSPOS: " + line, "+CTSDSR:" + line):
        codec.encode(codec.decode(text))
        header.decode(text)


def test_numbers_that_cannot_be_are_refused() -> None:
    for line in (
        "+CTICN: 1,0,0,0,16777216,1,1,0,1,1,0,901,0",
        "+CTXG: 1,3,0,0,1,09011638399999999",
        "+CTCR: 1",
        "+CTCR: one,13",
        "+CBC: 0,180",
        "+GPSPOS: 12:34:56,N: 49_61.2345,E: 010_12.3456,5",
        "+CTOCP:",
        "+CREG",
        "+WHAT: 1",
    ):
        assert isinstance(codec.decode(line), Unknown), line
    caller = codec.decode("+CTICN: 1,0,0,4,073186543210,1,1,0,0,1,0,370000,0")
    assert caller.calling == "073186543210", "a telephone may have any number"


@pytest.mark.parametrize(
    ("digits", "parts"),
    [
        ("09011638300023401", (901, 16383, 23401)),
        ("901163800023401", (901, 1638, 23401)),
        ("9011638300023401", (901, 16383, 23401)),
        ("0901163800023401", (901, 1638, 23401)),
        ("1234567", (None, None, 1234567)),
    ],
)
def test_a_number_is_its_last_eight_digits(
    digits: str, parts: tuple[int | None, int | None, int]
) -> None:
    found = identities.tsi(digits)
    assert found is not None
    assert (found.mcc, found.mnc, found.ssi) == parts


@given(
    st.builds(
        SdsHeader,
        st.integers(0, 15),
        _number,
        st.integers(1, 2047),
        _number,
        _few,
        _few,
        st.sampled_from((None, 0, 1)),
    )
)
@settings(max_examples=30)
def test_any_header_comes_back(head: SdsHeader) -> None:
    assert header.decode(header.encode(head)) == head


def test_the_length_rule() -> None:
    head = header.decode("+CTSDSR: 12,2269001,0,9999,0,84")
    assert head is not None
    body = "0A112853A9FF4D4FFFE810"
    assert header.pdu(head, body) == header.pdu(head, body[:-1]) == bytes.fromhex(body)
    for wrong in (body[:-2], body + "0", body + "00", "", body[:-1] + "G", "0x" + body[:-2]):
        assert header.pdu(head, wrong) is None, wrong
    for line in (
        "+CTSDSR: 12,1,0,2,0",
        "+CTSDSR: 12,1,2,3,4,5,6,7",
        "+CTSDSR: 12,16777216,0,2,0,16",
        "+CTSDSR: 12,1,0,2,0,0",
        "+CTSDSR: 12,1,0,2,0,2048",
        "+CTSDSR: 99,1,0,2,0,16",
    ):
        assert header.decode(line) is None, line


def test_a_command_with_its_pdu_is_read_back() -> None:
    one = requests.Message("1234567", 84, bytes.fromhex("0A112853A9FF4D4FFFE810"))
    assert requests.message(requests.written(one)) == one
    assert requests.message("AT+CMGS=1234567,96\r\n8204\x1a") is None


# --- bodies -----------------------------------------------------------------------------

_scheme = st.sampled_from([1, 5, 13, 14, UTF16, 27, 99])
_words = st.one_of(
    st.builds(Words, _scheme, st.binary(max_size=40)),
    st.text("防汛值守𠮷 abc", max_size=30).map(lambda text: words(text, UTF16)),
    st.text("@£abcZ{€", max_size=30).map(lambda text: words(text, GSM)),
)
_store = st.one_of(
    st.none(),
    st.builds(Store, st.integers(0, 31), st.just(7)),
    st.builds(Store, st.integers(0, 31), st.just(0), st.binary(min_size=1, max_size=1)),
    st.builds(Store, st.integers(0, 31), st.just(1), st.binary(min_size=3, max_size=3)),
    st.builds(Store, st.integers(0, 31), st.just(2), st.binary(min_size=6, max_size=6)),
    st.builds(Store, st.integers(0, 31), st.just(3), st.just(b"\x03\x12\x30")),
)
_stamp = st.one_of(st.none(), st.integers(0, (1 << 24) - 1).map(Stamp))


def _head(pid: int) -> st.SearchStrategy[Head]:
    return st.builds(Head, st.just(pid), _byte, st.integers(0, 3), st.booleans(), _store, _stamp)


_part = st.one_of(
    st.builds(PartOf, _byte, _byte, _byte),
    st.builds(PartOf, st.integers(0, 65535), _byte, _byte, st.just(True)),
)
_lip = st.builds(
    LipShort,
    st.integers(0, 3),
    st.integers(-(1 << 24), (1 << 24) - 1),
    st.integers(-(1 << 23), (1 << 23) - 1),
    st.integers(0, 7),
    st.integers(0, 127),
    st.integers(0, 15),
    st.integers(0, 1),
    _byte,
)
_BODIES = st.one_of(
    st.builds(SimpleText, st.sampled_from((2, 9)), _words),
    st.builds(Text, st.sampled_from((0x82, 0x89)).flatmap(_head), _words),
    st.builds(TextPart, _head(0x8A), _part, _words),
    st.builds(Report, st.sampled_from((0x82, 0x89, 0x8A)), _byte, _byte, st.booleans()),
    st.builds(ReportAck, st.just(0x82), _byte, _byte),
    _lip,
)


@given(_BODIES)
@settings(max_examples=80)
def test_any_body_comes_back_byte_for_byte(body: sds.Body) -> None:
    data, bits = sds.encode(body)
    assert sds.decode(Service.SDS4, data, bits) == body


@given(st.integers(0, 15), st.binary(min_size=1, max_size=60), st.integers(0, 7))
@settings(max_examples=80)
def test_any_bytes_are_read_or_refused_and_written_as_they_were(
    ai: int, data: bytes, pad: int
) -> None:
    body = sds.decode(ai, data, len(data) * 8 - pad)
    if isinstance(body, Damaged | LipShort):
        return
    again = sds.encode(body)[0]
    if isinstance(body, TextPart):  # other elements of its header are let go
        assert again.endswith(body.words.data)
    else:
        assert again == data


@given(st.integers(0, 65535))
@settings(max_examples=30)
def test_any_status_comes_back(code: int) -> None:
    data, bits = sds.encode(Status(code))
    assert bits == 16
    assert sds.decode(Service.STATUS, data, 16) == Status(code)


def test_bodies_that_cannot_be_are_refused() -> None:
    for ai, text, bits in (
        (13, "80", 8),
        (13, "800400", 24),
        (12, "02", 8),
        (12, "8204", 16),
        (12, "8205411A", 32),  # a store byte is announced and there is none
        (12, "820441 9A 44", 40),  # a time stamp is cut
        (12, "8A04411A0500FF0102", 72),
        (12, "8A04411A0601030201", 72),
        (12, "0A112853A9FF4D4FFF", 72),
    ):
        body = sds.decode(ai, bytes.fromhex(text), bits)
        assert isinstance(body, Damaged), text
    assert isinstance(sds.decode(12, bytes.fromhex("0A4DD4"), 24), LipOther)
    assert isinstance(sds.decode(12, bytes.fromhex("8C00"), 16), Other)
    for wrong in (Status(65536), Report(0x82, 256, 0), Text(Head(0x82, 1, 4), fitting("a"))):
        with pytest.raises(ValueError, match=r".+"):
            sds.encode(wrong)
    with pytest.raises(ValueError, match="fit"):
        lip.encode(LipShort(4, 0, 0, 0, 0, 0, 0, 0))


def test_published_text_is_built_from_its_fields() -> None:
    own = Text(Head(0x82, 65, 1), fitting("防汛值守"))
    assert sds.encode(own) == (bytes.fromhex("8204411A96326C5B503C5B88"), 96)
    head = Head(0x82, 201, 1, False, None, sds.stamp(4, 11, 8, 15, utc=True))
    theirs = Text(head, words("testmessage", 1))
    assert sds.encode(theirs) == (bytes.fromhex("8206C981445A0F746573746D657373616765"), 144)
    with pytest.raises(ValueError, match="time"):
        sds.stamp(13, 1, 0, 0, utc=True)


def test_how_long_a_message_is_kept() -> None:
    kept = {
        code: Store(code, 7).valid_s for code in (0, 6, 7, 10, 11, 16, 17, 21, 22, 24, 25, 30, 31)
    }
    assert kept == {
        0: 0,
        6: 60,
        7: 120,
        10: 300,
        11: 600,
        16: 3600,
        17: 7200,
        21: 21600,
        22: 43200,
        24: 86400,
        25: 172800,
        30: 1036800,
        31: None,
    }


@pytest.mark.parametrize(
    ("lat", "lon"), [(28.7428, 109.5642), (-33.9, -70.6), (90, 180), (-90, -180), (0.001, 0.001)]
)
def test_a_place_survives_its_bits(lat: float, lon: float) -> None:
    sent = lip.report(lat, lon, reason=2, speed_kmh=12, course_deg=270)
    data = lip.encode(sent)
    assert len(data) == 11
    back = lip.decode(data, 84)
    assert isinstance(back, LipShort)
    assert (back.lat, back.lon) == (pytest.approx(lat, abs=2e-5), pytest.approx(lon, abs=2e-5))
    assert (back.speed_kmh, back.direction_deg, back.reason) == (12, 270, 2)


def test_speeds_and_errors_of_a_place() -> None:
    for speed in (0, 28, 29, 60, 120, 300):
        sent = lip.report(28, 109, reason=0, speed_kmh=speed, error_code=1)
        assert sent.speed_kmh == pytest.approx(speed, rel=0.03)
        assert sent.error_m == 20
    unknown = lip.report(28, 109, reason=0)
    assert (unknown.speed_kmh, unknown.error_m) == (None, None)
    with pytest.raises(ValueError, match="earth"):
        lip.report(91, 0, reason=0)
