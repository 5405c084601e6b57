"""Golden vectors and other frames of the same layouts, both ways; damaged ones are refused."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.radio.hytera import hdap, hrnp, hstrp, messages
from app.radio.hytera.hrnp import Frame, Framer, Op
from app.radio.hytera.tmp import TextAck, TextMessage
from app.radio.hytera.wire import Gps, RadioIp, gps
from tests.vectors import fault, load
from tests.vectors_hytera import FAMILIES

VECTORS = [vector for vector in load() if vector["protocol"] in FAMILIES]
HRNP = [bytes.fromhex(vector["hex"]) for vector in VECTORS if vector["protocol"] == "hrnp"]
AT = datetime(2026, 6, 24, 19, 32, 5, tzinfo=UTC)
FIX = gps(28.5011, 109.7342, AT, 6.5, 270)
HERE = RadioIp(10, 371105)

MESSAGES = [
    messages.Registration(HERE),
    messages.GoingOffline(HERE),
    messages.OnlineCheck(HERE),
    messages.PositionRequest(1, HERE),
    messages.PositionRssiReport(7, HERE, 0, FIX, -88),
    messages.EmergencyReport(HERE, 1, FIX),
    messages.EmergencyStop(3, HERE),
    messages.PeriodicReport(1, HERE, b"00001000", FIX),
    messages.TriggeredReport(1, HERE, FIX),
    messages.TriggeredRssiReport(1, HERE, 0, FIX, -104),
    messages.PeriodicRequest(3, HERE, bytes(14), b"20260624193205", b"00000130"),
    messages.PeriodicAnswer(3, HERE, 0),
    messages.PeriodicStop(4, HERE),
    messages.PeriodicStopAnswer(4, HERE, 0x69),
    messages.CallRequest(1, 901),
    messages.ClearCall(),
    messages.Button(3, 0),
    messages.Target(0x0833, 371105),
    messages.TargetReply(0x8849, 0, 371105),
    messages.Reply(0x80C9, 0),
    messages.BroadcastConfig(((0, 1), (1, 1), (2, 0))),
    messages.NotifyConfig(((9, 1),)),
    messages.MessageConfig(3),
    messages.ReceiveStatus(10, 3, 911, 371105),
    messages.TransmitStatus(1, 0, 1, 901),
    messages.RepeaterStatus(1, 2, 3, 1, 901, 371105),
    messages.StatusReport(14, 1),
    messages.OwnQuery(0),
    messages.OwnReply(0, 0, (370000).to_bytes(4, "little")),
    messages.Channel(1, 2, 3),
    messages.ChannelReply(0, 1, 2, 3),
    messages.DeliveryState(9, HERE, 0x00A1, 0),
    messages.Unknown(0x02, 0x00E7, b"\x01\x02"),
    TextMessage(False, 5, 0x0A05A9A1, HERE, "汛情 𠮷", False),
    TextMessage(True, 6, 901, HERE, "全体注意", True, b"\x01\x02\x03"),
    TextAck(False, 5, 0x0A05A9A1, HERE, 0, False),
    TextAck(True, 6, 901, None, 8, True),
]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_vector(vector: dict[str, object]) -> None:
    assert fault(vector) == ""


@pytest.mark.parametrize("body", MESSAGES, ids=lambda body: type(body).__name__)
@pytest.mark.parametrize("reliable", [False, True])
def test_every_message_comes_back_as_it_went(body: hdap.Body, reliable: bool) -> None:
    raw = hdap.encode(hdap.Packet(body, reliable))
    assert hdap.decode(raw) == hdap.Packet(body, reliable)


def test_the_examples_of_the_description() -> None:
    check = hdap.encode(hdap.Packet(messages.Target(0x0833, 1234)))
    assert check.hex() == "0233080400d20400001d03"
    ask = hdap.encode(hdap.Packet(messages.PositionRequest(1, RadioIp(10, 1001))))
    assert ask.hex() == "08a0010008000000010a0003e99203"


def test_any_changed_byte_of_a_message_is_noticed() -> None:
    raw = hdap.encode(hdap.Packet(messages.EmergencyReport(HERE, 1, FIX)))
    for place in range(1, len(raw)):
        damaged = raw[:place] + bytes((raw[place] ^ 1,)) + raw[place + 1 :]
        assert isinstance(hdap.decode(damaged), hdap.Damaged)
    assert isinstance(hdap.decode(raw[:-1]), hdap.Damaged)
    assert hdap.decode(b"") == hdap.Damaged("short")


def test_a_payload_that_does_not_fit_its_layout_is_kept_raw() -> None:
    raw = hdap.encode(hdap.Packet(messages.Unknown(0x11, 0x0003, b"\x0a\x00")))
    assert hdap.decode(raw) == hdap.Packet(messages.Unknown(0x11, 0x0003, b"\x0a\x00"))


@pytest.mark.parametrize(
    ("lat", "lon"), [(28.5011, 109.7342), (-19.484, -123.185), (59.99999999, 0.0), (90.0, 180.0)]
)
def test_a_fix_keeps_its_place(lat: float, lon: float) -> None:
    fix = gps(lat, lon, AT, 23.0, 359)
    assert len(fix.raw) == 40
    assert fix.lat_deg == pytest.approx(lat, abs=2e-6)
    assert fix.lon_deg == pytest.approx(lon, abs=2e-6)
    assert (fix.at, fix.speed_kn, fix.course_deg, fix.valid) == (AT, 23.0, 359, True)


def test_what_a_fix_does_not_say_is_unknown_and_never_zero() -> None:
    empty = Gps(b"V" + bytes(39))
    assert (empty.lat_deg, empty.lon_deg, empty.at, empty.speed_kn) == (None, None, None, None)
    assert not empty.valid
    strange = Gps(b"A" + b"9" * 39)
    assert not strange.valid
    assert strange.at is None


@given(st.binary(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_forty_bytes_can_be_read_as_a_fix(raw: bytes) -> None:
    fix = Gps(raw.ljust(40, b"\0"))
    assert fix.lat_deg is None or -90 <= fix.lat_deg <= 90
    assert fix.course_deg is None or 0 <= fix.course_deg <= 360
    assert fix.at is None or fix.at.tzinfo is UTC


@given(st.binary(max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_bytes_can_be_decoded(raw: bytes) -> None:
    hdap.decode(raw)
    hrnp.decode(raw)
    hstrp.decode(raw)


@given(st.integers(0, 127), st.integers(0, 0xFFFF), st.binary(max_size=90))
@settings(max_examples=300, deadline=None)
def test_any_sound_message_is_encoded_as_it_came(service: int, opcode: int, payload: bytes) -> None:
    raw = hdap.encode(hdap.Packet(messages.Unknown(service, opcode, payload)))
    packet = hdap.decode(raw)
    assert isinstance(packet, hdap.Packet)
    assert hdap.encode(packet) == raw


# --- the framer -------------------------------------------------------------------------


def frames_of(data: bytes, pieces: int | None = None) -> list[Frame]:
    framer = Framer()
    size = pieces or len(data) or 1
    found = []
    for start in range(0, len(data), size):
        found += framer.feed(data[start : start + size], 0.0)
    return [frame for frame, _raw in found]


def test_split_at_every_byte_it_is_the_same_frames() -> None:
    data = b"".join(HRNP)
    whole = frames_of(data)
    assert len(whole) == len(HRNP)
    assert frames_of(data, 1) == whole
    for cut in range(len(data)):
        framer = Framer()
        found = framer.feed(data[:cut], 0.0) + framer.feed(data[cut:], 0.01)
        assert [frame for frame, _raw in found] == whole


def test_raw_bytes_of_a_frame_are_its_own() -> None:
    framer = Framer()
    found = framer.feed(b"\x00\x7e\x01" + HRNP[0] + b"\xff" + HRNP[3], 0.0)
    assert [raw for _frame, raw in found] == [HRNP[0], HRNP[3]]
    assert framer.stats.dropped == 4


def test_a_cut_frame_costs_only_itself() -> None:
    """It claims 1500 bytes; after a short silence the frames behind it come out."""
    cut = bytes.fromhex("7e04000010200001") + (1500).to_bytes(2, "big") + b"\x00\x00"
    framer = Framer()
    assert framer.feed(cut + HRNP[3] + HRNP[4], 0.0) == []
    assert framer.waiting
    assert [raw for _frame, raw in framer.tick(0.06)] == [HRNP[3], HRNP[4]]
    assert not framer.waiting
    assert framer.feed(cut, 1.0) == []
    assert [raw for _frame, raw in framer.feed(HRNP[3], 1.1)] == [HRNP[3]]


def test_a_damaged_frame_hides_no_frame_inside_it() -> None:
    inner = HRNP[3]
    outer = bytes.fromhex("7e04000010200001") + (12 + 7 + len(inner)).to_bytes(2, "big")
    framer = Framer()
    found = framer.feed(outer + b"\x00\x00" + bytes(7) + inner, 0.0)
    assert [raw for _frame, raw in found] == [inner]
    assert framer.stats.bad_checksum == 1


def test_a_sound_frame_around_a_damaged_message_is_refused() -> None:
    message = bytearray(hdap.encode(hdap.Packet(messages.Registration(HERE))))
    message[-2] ^= 1
    raw = hrnp.encode(Frame(Op.DATA, 0x10, 0x20, 1, bytes(message)))
    framer = Framer()
    assert framer.feed(raw, 0.0) == []
    assert framer.stats.bad_message == 1
    assert hrnp.decode(raw) == hdap.Damaged("message checksum")


@pytest.mark.parametrize(
    "change",
    [(1, 5), (3, 0x22), (8, 0xFF), (9, 11), (9, 13), (10, 0)],
    ids=["version", "opcode", "too long", "too short", "longer than a bare one", "checksum"],
)
def test_a_wrong_header_is_refused(change: tuple[int, int]) -> None:
    raw = bytearray(HRNP[0])
    raw[change[0]] = change[1]
    assert isinstance(hrnp.decode(bytes(raw)), hdap.Damaged)
    assert [frame for frame, _raw in Framer().feed(bytes(raw) + HRNP[1], 0.0)][:1] != [
        hrnp.decode(HRNP[0])
    ]


@given(st.binary(max_size=3000), st.integers(1, 200))
@settings(max_examples=150, deadline=None)
def test_random_bytes_never_hurt_and_the_next_frame_is_found(noise: bytes, piece: int) -> None:
    framer = Framer()
    found = []
    for start in range(0, len(noise), piece):
        found += framer.feed(noise[start : start + piece], 0.0)
    found += framer.tick(1.0)
    assert found == []
    assert not framer.waiting
    assert [raw for _frame, raw in framer.feed(HRNP[3], 2.0)] == [HRNP[3]]


@given(st.lists(st.sampled_from(HRNP), max_size=20), st.integers(0, 2**31), st.floats(0, 0.05))
@settings(max_examples=100, deadline=None)
def test_with_noise_every_untouched_frame_is_found(
    sent: list[bytes], seed: int, noise: float
) -> None:
    dice = random.Random(seed)
    framer, clean, found = Framer(), [], []
    for n, raw in enumerate(sent):
        damaged = bytes(b ^ 0x55 if dice.random() < noise else b for b in raw)
        if damaged == raw:
            clean.append(raw)
        found += [r for _frame, r in framer.feed(damaged, n * 0.1)]
    found += [r for _frame, r in framer.tick(1e6)]
    assert [raw for raw in found if raw in clean] == clean


def test_a_megabyte_at_once_stays_within_bounds() -> None:
    framer = Framer()
    framer.feed(b"\x7e\x04\x00\x00" * 250_000, 0.0)
    assert len(framer._held) <= 1500
    assert framer.stats.frames == 0
