"""Fields of an HDAP payload: bytes to values and back, byte for byte. Layouts: radio.md 5.2-5.7."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

_PIVOT = 80
"""Two-digit years from here on are 19xx. [choice]"""


class Field(Protocol):
    """`size` in bytes; None takes what is left."""

    @property
    def size(self) -> int | None: ...

    def read(self, raw: bytes) -> Any: ...

    def write(self, value: Any) -> bytes: ...


@dataclass(frozen=True, slots=True)
class RadioIp:
    """A radio's address on the line: one byte of subnet (usually 10) and the radio id (3 bytes)."""

    subnet: int
    radio: int

    def __str__(self) -> str:
        return ".".join(str(part) for part in IP.write(self))


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number of `size` bytes."""

    size: int
    little: bool = False
    signed: bool = False

    def read(self, raw: bytes) -> int:
        return int.from_bytes(raw, "little" if self.little else "big", signed=self.signed)

    def write(self, value: int) -> bytes:
        return value.to_bytes(self.size, "little" if self.little else "big", signed=self.signed)


@dataclass(frozen=True, slots=True)
class _Ip:
    size: int = 4

    def read(self, raw: bytes) -> RadioIp:
        return RadioIp(raw[0], int.from_bytes(raw[1:4], "big"))

    def write(self, value: RadioIp) -> bytes:
        return bytes((value.subnet,)) + value.radio.to_bytes(3, "big")


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes nobody explains here."""

    size: int | None

    def read(self, raw: bytes) -> bytes:
        return raw

    def write(self, value: bytes) -> bytes:
        if self.size is not None and len(value) != self.size:
            raise ValueError(f"{self.size} bytes, not {len(value)}")
        return value


@dataclass(frozen=True, slots=True)
class _Pairs:
    """A count, then that many pairs of bytes."""

    size: None = None

    def read(self, raw: bytes) -> tuple[tuple[int, int], ...]:
        if not raw or len(raw) != 1 + 2 * raw[0]:
            raise ValueError("count and pairs disagree")
        return tuple(zip(raw[1::2], raw[2::2], strict=True))

    def write(self, value: tuple[tuple[int, int], ...]) -> bytes:
        return bytes((len(value), *(byte for pair in value for byte in pair)))


@dataclass(frozen=True, slots=True)
class Gps:
    """The 40 ASCII bytes of a fix. What is missing, or out of its range, reads as None.

    Degrees are WGS-84, `at` is aware UTC, speed in knots, course in degrees.
    """

    raw: bytes

    @property
    def valid(self) -> bool:
        """The receiver had a fix and both coordinates make sense."""
        return self.place is not None

    @property
    def place(self) -> tuple[float, float] | None:
        """(lat, lon) when it is valid."""
        if self.raw[:1] != b"A":
            return None
        lat, lon = self.lat_deg, self.lon_deg
        return None if lat is None or lon is None else (lat, lon)

    @property
    def lat_deg(self) -> float | None:
        return _degrees(self._part(14, 9), self._part(13, 1), 2, "NS", 90.0)

    @property
    def lon_deg(self) -> float | None:
        return _degrees(self._part(24, 10), self._part(23, 1), 3, "EW", 180.0)

    @property
    def at(self) -> datetime | None:
        time, day = self._part(1, 6), self._part(7, 6)
        if not _digits(time, 6) or not _digits(day, 6):
            return None
        year = int(day[4:])
        try:
            return datetime(
                year + (1900 if year >= _PIVOT else 2000),
                int(day[2:4]),
                int(day[:2]),
                int(time[:2]),
                int(time[2:4]),
                int(time[4:]),
                tzinfo=UTC,
            )
        except ValueError:
            return None

    @property
    def speed_kn(self) -> float | None:
        return _number(self._part(34, 3))

    @property
    def course_deg(self) -> int | None:
        course = _number(self._part(37, 3))
        return int(course) if course is not None and course <= 360 else None

    def _part(self, start: int, length: int) -> str:
        return self.raw[start : start + length].replace(b"\0", b"").decode("latin-1").strip()


GPS_SIZE = 40


def gps(
    lat_deg: float,
    lon_deg: float,
    at: datetime,
    speed_kn: float = 0.0,
    course_deg: int = 0,
    valid: bool = True,
) -> Gps:
    """A fix as a radio would write it."""
    utc = at.astimezone(UTC)
    speed = f"{speed_kn:.1f}" if speed_kn < 9.95 else f"{min(round(speed_kn), 999):03d}"
    text = (
        ("A" if valid else "V")
        + utc.strftime("%H%M%S%d%m%y")
        + ("N" if lat_deg >= 0 else "S")
        + _minutes(lat_deg, 2)
        + ("E" if lon_deg >= 0 else "W")
        + _minutes(lon_deg, 3)
        + speed
        + f"{course_deg % 360:03d}"
    )
    return Gps(text.encode("ascii"))


@dataclass(frozen=True, slots=True)
class _GpsField:
    size: int = GPS_SIZE

    def read(self, raw: bytes) -> Gps:
        return Gps(raw)

    def write(self, value: Gps) -> bytes:
        if len(value.raw) != GPS_SIZE:
            raise ValueError(f"a fix has {GPS_SIZE} bytes")
        return value.raw


U8 = Number(1)
U16 = Number(2)
U32 = Number(4)
S16 = Number(2, signed=True)
L16 = Number(2, little=True)
L32 = Number(4, little=True)
IP = _Ip()
FIX = _GpsField()
PAIRS = _Pairs()


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdigit()


def _number(text: str) -> float | None:
    body = text.replace(".", "", 1)
    return float(text) if body.isascii() and body.isdigit() else None


def _degrees(text: str, side: str, width: int, sides: str, limit: float) -> float | None:
    whole, minutes = text[:width], _number(text[width:])
    if not _digits(whole, width) or minutes is None or minutes >= 60 or len(side) != 1:
        return None
    if side not in sides:
        return None
    degrees = int(whole) + minutes / 60
    if degrees > limit:
        return None
    return -degrees if side == sides[1] else degrees


def _minutes(degrees: float, width: int) -> str:
    """ddmm.mmmm, carried so that 59.99996 minutes do not become 60.0000."""
    units = round(abs(degrees) * 600_000)
    whole, rest = divmod(units, 600_000)
    return f"{whole:0{width}d}{rest // 10_000:02d}.{rest % 10_000:04d}"
