"""Sentences of NMEA 0183 and Kenwood's own ones, bytes to fields and back. radio.md 6."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from app.radio.nmea.fleetsync import Address

TALKERS = ("GP", "GN", "BD", "GB")
PIVOT = 80
"""Two-digit years from here on are of the last century."""

_WHOLE = re.compile(rb"\$([A-Z][A-Z0-9]{2,9}),([\x20-\x7e]*?)(?:\*([0-9A-Fa-f]{2}))?")
_DEGREES = re.compile(r"(\d{1,3})(\d\d(?:\.\d*)?)")
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{0,9})?")
_CLOCK = re.compile(r"(\d\d)(\d\d)(\d\d)(?:\.(\d{1,6})\d*)?")
_DAY = re.compile(r"(\d\d)(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Damaged:
    """A line that is refused: form, checksum, unchecked (it has none and needs one)."""

    why: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """`name` as it was sent ("GPRMC", "PKLDS"). `checked` False: a PK line that came without checksum."""

    name: str
    fields: tuple[str, ...]
    checked: bool = True


@dataclass(frozen=True, slots=True)
class Fix:
    """What a sentence says of a place: WGS-84 degrees, UTC. None = it does not say.

    `valid` False = the receiver has no fix now; a place beside it is the last one it knew.
    """

    valid: bool
    lat_deg: float | None
    lon_deg: float | None
    time: time | None
    date: date | None = None
    speed_kn: float | None = None
    course_deg: float | None = None
    quality: int | None = None
    satellites: int | None = None
    hdop: float | None = None
    altitude_m: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A sentence that is understood. `address` None and `waypoint` empty: the receiver's own place.

    `status` are the radio's status digits, `ext` what stands behind them; empty when it has none.
    """

    fix: Fix
    address: Address | None = None
    status: str = ""
    ext: str = ""
    waypoint: str = ""


def checksum(body: bytes) -> int:
    """XOR of what stands between $ and *; a long number folded upon itself is quicker than a loop."""
    folded, bits = int.from_bytes(body, "big"), 1 << (max(len(body), 1) * 8 - 1).bit_length()
    while bits > 8:
        bits >>= 1
        folded = (folded >> bits) ^ (folded & ((1 << bits) - 1))
    return folded


def encode(sentence: Sentence) -> bytes:
    """From $ to the checksum, without a line end."""
    body = ",".join((sentence.name, *sentence.fields)).encode("ascii")
    return b"$%s*%02X" % (body, checksum(body)) if sentence.checked else b"$" + body


def decode(raw: bytes) -> Sentence | Damaged:
    """One line from $ on, without its line end. The checksum is verified where there is one; without one
    only Kenwood's lines (PK…) are taken, and are marked."""
    found = _WHOLE.fullmatch(raw)
    if found is None or b"$" in found[2] or b"*" in found[2]:
        return Damaged("form")
    name, told = found[1].decode("ascii"), found[3]
    if told is None and not name.startswith("PK"):
        return Damaged("unchecked")
    if told is not None and checksum(raw[1 : found.start(3) - 1]) != int(told, 16):
        return Damaged("checksum")
    return Sentence(name, tuple(found[2].decode("ascii").split(",")), told is not None)


def read(sentence: Sentence, pivot: int = PIVOT) -> Report | None:
    """None: a sentence nobody here knows, or too short for its kind."""
    name = sentence.name if sentence.name.startswith("PK") else sentence.name[2:]
    known = sentence.name.startswith("PK") or sentence.name[:2] in TALKERS
    reader, least = _READERS.get(name, (None, 0))
    if reader is None or not known or len(sentence.fields) < least:
        return None
    return reader(sentence.fields, pivot)


def _rmc(fields: Sequence[str], pivot: int) -> Report:
    return Report(_rmc_fix(fields, pivot))


def _rmc_fix(f: Sequence[str], pivot: int) -> Fix:
    """time, A or V, latitude, N/S, longitude, E/W, knots, course, date."""
    place = _place(f[2:6])
    return Fix(f[1] == "A", *place, _time(f[0]), _date(f[8], pivot), _number(f[6]), _number(f[7]))


def _gga(f: Sequence[str], pivot: int) -> Report:
    quality = _whole(f[5])
    place = _place(f[1:5])
    return Report(
        Fix(
            bool(quality),
            *place,
            _time(f[0]),
            quality=quality,
            satellites=_whole(f[6]),
            hdop=_number(f[7]),
            altitude_m=_number(f[8]),
        )
    )


def _gll(f: Sequence[str], pivot: int) -> Report:
    """The oldest receivers leave time and state away: then a whole place is a fix."""
    place = _place(f[0:4])
    state = f[5] if len(f) > 5 else "A"
    return Report(Fix(state == "A", *place, _time(f[4]) if len(f) > 4 else None))


def _pklds(f: Sequence[str], pivot: int) -> Report | None:
    return _kenwood(_rmc_fix(f, pivot), f[11], f[12], *f[13:15])


def _pknds(f: Sequence[str], pivot: int) -> Report | None:
    return _kenwood(_rmc_fix(f, pivot), "", f[11], *f[12:14])


def _pklsh(f: Sequence[str], pivot: int) -> Report | None:
    return _kenwood(Fix(f[5] == "A", *_place(f[0:4]), _time(f[4])), f[6], f[7])


def _pknsh(f: Sequence[str], pivot: int) -> Report | None:
    return _kenwood(Fix(f[5] == "A", *_place(f[0:4]), _time(f[4])), "", f[6])


def _pkwdwpl(f: Sequence[str], pivot: int) -> Report:
    """time, A or V, latitude, N/S, longitude, E/W, knots, course, date, altitude, name, symbol."""
    fix = replace(_rmc_fix(f, pivot), altitude_m=_number(f[9]))
    return Report(fix, waypoint=f[10].strip())


def _kenwood(fix: Fix, fleet: str, unit: str, status: str = "", ext: str = "") -> Report | None:
    address = Address.said(fleet, unit)
    return Report(fix, address, status.strip(), ext.strip()) if address else None


_READERS = {
    "RMC": (_rmc, 9),
    "GGA": (_gga, 9),
    "GLL": (_gll, 4),
    "PKLDS": (_pklds, 14),
    "PKNDS": (_pknds, 13),
    "PKLSH": (_pklsh, 8),
    "PKNSH": (_pknsh, 7),
    "PKWDWPL": (_pkwdwpl, 11),
}


def _place(f: Sequence[str]) -> tuple[float | None, float | None]:
    """Both or neither: half a place is none."""
    lat, lon = _degrees(f[0], f[1], "NS", 90), _degrees(f[2], f[3], "EW", 180)
    return (None, None) if lat is None or lon is None else (lat, lon)


def _degrees(text: str, side: str, sides: str, most: int) -> float | None:
    found = _DEGREES.fullmatch(text)
    if found is None or side not in sides or len(side) != 1:
        return None
    minutes = float(found[2])
    value = int(found[1]) + minutes / 60
    if minutes >= 60 or value > most:
        return None
    return -value if side == sides[1] else value


def degrees(value: float, sides: str) -> tuple[str, str]:
    """ddmm.mmmm (dddmm.mmmm for EW) and the side, as receivers write it."""
    minutes = round(abs(value) * 600_000)
    wide = 3 if sides == "EW" else 2
    whole, rest = divmod(minutes, 600_000)
    return f"{whole:0{wide}d}{rest / 10_000:07.4f}", sides[value < 0]


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _time(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    try:
        micro = int((found[4] or "0").ljust(6, "0"))
        return time(int(found[1]), int(found[2]), int(found[3]), micro)
    except ValueError:
        return None


def _date(text: str, pivot: int) -> date | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    year = int(found[3])
    try:
        return date(year + (1900 if year >= pivot else 2000), int(found[2]), int(found[1]))
    except ValueError:
        return None
