"""What the groups of a pattern say, as numbers, places and times: the units a table may name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

BEIJING = timezone(timedelta(hours=8))
_MOST = 2**31 - 1
_LOUDEST, _FASTEST = 200, 2000
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,12})?", re.ASCII)
_MINUTES = re.compile(r"(-?)(\d{1,3})(\d\d(?:\.\d{0,9})?)", re.ASCII)
_CLOCKS = {
    "hhmmss": "%H%M%S",
    "yyyymmddhhmmss": "%Y%m%d%H%M%S",
    "yymmddhhmmss": "%y%m%d%H%M%S",
    "ddmmyyhhmmss": "%d%m%y%H%M%S",
}


def whole(text: str) -> int:
    """Raises `ValueError` for everything that is no number of ours; so do all here."""
    if not text.isascii() or not text.isdigit() or not int(text) <= _MOST:
        raise ValueError(text)
    return int(text)


def _hex(text: str) -> int:
    if not re.fullmatch(r"[0-9A-Fa-f]{1,8}", text) or int(text, 16) > _MOST:
        raise ValueError(text)
    return int(text, 16)


def _real(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _minutes(text: str) -> float:
    """ddmm.mmmm or dddmm.mmmm."""
    found = _MINUTES.fullmatch(text)
    if found is None or float(found[3]) >= 60:
        raise ValueError(text)
    value = int(found[2]) + float(found[3]) / 60
    return -value if found[1] else value


def _degrees(unit: str) -> Callable[[str], float]:
    return {"ddmm": _minutes, "micro": lambda text: _real(text) / 1e6}.get(unit, _real)


def _unhexed(text: str, encoding: str) -> str:
    return bytes.fromhex(text).decode(encoding)


_SPEED = {"kmh": 1.0, "knots": 1.852, "mps": 3.6}
UNITS: dict[str, tuple[str, ...]] = {
    "radio": ("decimal", "hex", "name"),
    "target": ("decimal", "hex", "name"),
    "code": ("decimal", "hex"),
    "lat": ("degrees", "ddmm", "micro"),
    "lon": ("degrees", "ddmm", "micro"),
    "speed": tuple(_SPEED),
    "rssi": ("dbm", "minus"),
    "time": (*_CLOCKS, "unix"),
    "zone": ("beijing", "utc"),
    "text": ("plain", "hex"),
    "text_encoding": ("gbk", "utf-8", "ascii", "utf-16-be", "utf-16-le"),
}
"""Unit names per field; the first is what holds when a table says nothing."""


class Fields:
    """One matched line. Every reading raises `ValueError` when the field says something senseless."""

    def __init__(
        self,
        said: Mapping[str, str | None],
        fixed: Mapping[str, Any],
        units: Mapping[str, str],
        names: Mapping[str, int],
    ) -> None:
        self._said = said
        self._fixed = fixed
        self._units = units
        self._names = names

    def has(self, name: str) -> bool:
        return name in self._fixed or bool(self._said.get(name))

    def text(self, name: str, default: str = "") -> str:
        return str(self._fixed.get(name, self._said.get(name) or default))

    def fixed(self, name: str, default: Any = None) -> Any:
        return self._fixed.get(name, default)

    def number(self, name: str, default: int | None = None) -> int:
        """A radio, group or code."""
        if name in self._fixed:
            return int(self._fixed[name])
        said = self._said.get(name)
        if not said:
            if default is None:
                raise ValueError(name)
            return default
        said = said.strip()
        if said in self._names:
            return self._names[said]
        unit = self._unit(name)
        if unit == "name":
            raise ValueError(said)
        return _hex(said) if unit == "hex" else whole(said)

    def place(self) -> tuple[float, float] | None:
        """WGS-84 degrees; None when one of both is missing."""
        lat, lon = self._side("lat", 90), self._side("lon", 180)
        return None if lat is None or lon is None else (lat, lon)

    def _side(self, name: str, most: int) -> float | None:
        said = (self._said.get(name) or "").strip()
        if not said:
            return None
        value = _degrees(self._unit(name))(said)
        side = (self._said.get(f"{name}_side") or "").strip().upper()
        if side not in ("", "N", "S", "E", "W") or abs(value) > most:
            raise ValueError(said)
        return -abs(value) if side in ("S", "W") else value

    def speed_kmh(self) -> float | None:
        said = (self._said.get("speed") or "").strip()
        if not said:
            return None
        value = _real(said) * _SPEED[self._unit("speed")]
        if not 0 <= value < _FASTEST:
            raise ValueError(said)
        return round(value, 1)

    def course_deg(self) -> int | None:
        said = (self._said.get("course") or "").strip()
        return round(_real(said)) % 360 if said else None

    def dbm(self) -> int | None:
        said = (self._said.get("rssi") or "").strip()
        if not said:
            return None
        value = round(_real(said))
        if abs(value) > _LOUDEST:
            raise ValueError(said)
        return -abs(value) if self._unit("rssi") == "minus" else value

    def time(self, at: datetime) -> datetime | None:
        """Aware UTC. Where no day is said it is the one nearest to the arrival."""
        said = (self._said.get("time") or "").strip()
        if not said:
            return None
        unit = self._unit("time")
        if unit == "unix":
            return datetime.fromtimestamp(whole(said), UTC)
        digits = re.sub(r"\.\d*$|\D", "", said, flags=re.ASCII)
        zone = UTC if self._unit("zone") == "utc" else BEIJING
        told = datetime.strptime(digits, _CLOCKS[unit]).replace(tzinfo=zone)
        if unit != "hhmmss":
            return told.astimezone(UTC)
        local = at.astimezone(zone)
        today = told.replace(year=local.year, month=local.month, day=local.day)
        days = (today + timedelta(days=n) for n in (-1, 0, 1))
        return min(days, key=lambda day: abs(day - at)).astimezone(UTC)

    def words(self) -> str:
        """A text as a person reads it."""
        said = self._said.get("text") or ""
        if self._unit("text") == "hex":
            said = _unhexed(said, self._unit("text_encoding"))
        return said.replace("\0", "").strip()

    def among(self, name: str, list_name: str, default: bool) -> bool:
        """Whether the field says one of the words of the list beside it."""
        if name not in self._said:
            return bool(self._fixed.get(name, default))
        return (self._said[name] or "").strip() in self._fixed.get(list_name, ())

    def _unit(self, name: str) -> str:
        return self._units.get(name, UNITS.get(name, ("decimal",))[0])
