"""Short location reports (LIP): bits to a place and back. radio.md 4.6."""

from __future__ import annotations

from dataclasses import dataclass

PID = 0x0A
BITS = 84
_PAD = 4
_LAYOUT = (
    ("elapsed", 2),
    ("lon_code", 25),
    ("lat_code", 24),
    ("error_code", 3),
    ("velocity_code", 7),
    ("direction_code", 4),
    ("additional", 1),
    ("reason", 8),
)
_UNKNOWN_VELOCITY, _UNKNOWN_ERROR = 127, 7
_LON_DEG, _LAT_DEG = 360 / (1 << 25), 180 / (1 << 24)


@dataclass(frozen=True, slots=True)
class LipShort:
    """As it stands in the bits: `lon_code` and `lat_code` signed, the others as the tables number them."""

    elapsed: int
    lon_code: int
    lat_code: int
    error_code: int
    velocity_code: int
    direction_code: int
    additional: int
    reason: int

    @property
    def lat(self) -> float:
        return self.lat_code * _LAT_DEG

    @property
    def lon(self) -> float:
        return self.lon_code * _LON_DEG

    @property
    def placed(self) -> bool:
        """A set without a fix says 0, 0: not verified."""
        return (self.lat_code, self.lon_code) != (0, 0)

    @property
    def error_m(self) -> int | None:
        """Within so many metres; None: not known."""
        return None if self.error_code == _UNKNOWN_ERROR else 2 * 10**self.error_code

    @property
    def speed_kmh(self) -> float | None:
        if self.velocity_code == _UNKNOWN_VELOCITY:
            return None
        if self.velocity_code <= 28:
            return float(self.velocity_code)
        return float(16 * 1.038 ** (self.velocity_code - 13))

    @property
    def direction_deg(self) -> float:
        return self.direction_code * 22.5


@dataclass(frozen=True, slots=True)
class LipOther:
    """A long report (`kind` 1) or one of a kind nobody has described: kept as it came, not understood."""

    kind: int
    data: bytes
    pad: int = 0


def report(
    lat: float,
    lon: float,
    *,
    reason: int,
    speed_kmh: float | None = None,
    course_deg: float = 0.0,
    elapsed: int = 0,
    error_code: int = _UNKNOWN_ERROR,
) -> LipShort:
    """Raises `ValueError`: no place on earth."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("no place on earth")
    return LipShort(
        elapsed,
        min(round(lon / _LON_DEG), (1 << 24) - 1),
        min(round(lat / _LAT_DEG), (1 << 23) - 1),
        error_code,
        _velocity(speed_kmh),
        round(course_deg / 22.5) % 16,
        0,
        reason,
    )


def decode(data: bytes, bits: int) -> LipShort | LipOther | None:
    """`data` with its PID. None: too short for what it says to be."""
    held = int.from_bytes(data, "big")
    left = len(data) * 8 - 10
    if left < 0 or bits < 10:
        return None
    kind = held >> left & 3
    if kind:
        return LipOther(kind, data, len(data) * 8 - bits)
    if bits < BITS:
        return None
    fields = []
    for name, width in _LAYOUT:
        left -= width
        code = held >> left & (1 << width) - 1
        signed = name in ("lon_code", "lat_code") and code >> width - 1
        fields.append(code - (1 << width) if signed else code)
    return LipShort(*fields)


def encode(report: LipShort) -> bytes:
    """Filled up with four zero bits. Raises `ValueError`: a number does not fit its bits."""
    held = PID << 2
    for name, width in _LAYOUT:
        code = getattr(report, name)
        signed = name in ("lon_code", "lat_code")
        low, high = (-(1 << width - 1), 1 << width - 1) if signed else (0, 1 << width)
        if not low <= code < high:
            raise ValueError(f"{name} {code} does not fit")
        held = held << width | code & (1 << width) - 1
    return (held << _PAD).to_bytes(-(-BITS // 8), "big")


def _velocity(speed_kmh: float | None) -> int:
    if speed_kmh is None:
        return _UNKNOWN_VELOCITY
    if speed_kmh <= 28:
        return round(speed_kmh)
    code = 29
    while code < _UNKNOWN_VELOCITY - 1 and 16 * 1.038 ** (code + 0.5 - 13) < speed_kmh:
        code += 1
    return code
