"""What differs from desk to desk: one TOML file in the data folder, with defaults for all of it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.base.errors import Refused

FILE = "settings.toml"
_DESK = re.compile(r"[A-Za-z0-9-]{1,24}")


@dataclass(frozen=True, slots=True)
class Gateway:
    """A 370 MHz gateway on a serial device: `port` a stable path, `baud` bits per second."""

    name: str
    port: str
    baud: int = 115200


@dataclass(frozen=True, slots=True)
class Settings:
    """`unit` is printed on strip and paper; `desk` names this workstation in the record."""

    unit: str = "应急管理局值班室"
    desk: str = "desk-1"
    duty_phone: str = ""
    language: str = "zh_CN"
    night_from: str = "20:00"
    day_from: str = "07:00"
    gateways: tuple[Gateway, ...] = ()
    centre: tuple[float, float] = (35.0, 105.0)
    """Where the map opens: (lat, lon) WGS-84."""
    county_code: str = ""
    county_name: str = ""
    """Whose border the map shows: "156" and the six digits of GB/T 2260, and its name."""
    rejected: tuple[str, ...] = field(default=())
    """Names of settings whose value was not usable; the default holds for them."""


def load(folder: Path) -> Settings:
    """The settings of this desk; defaults where the file is missing or silent.

    A file that cannot be read at all raises `Refused("settings", "unreadable")`: say so, and start
    with `Settings()`. A single bad value keeps its default and is named in `rejected`.
    """
    place = folder / FILE
    try:
        held = tomllib.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused("settings", "unreadable", file=str(place), why=str(error)) from error
    return _read(held)


def load_or_default(folder: Path) -> tuple[Settings, Refused | None]:
    """The settings to start with, and why they are the defaults when the file is broken."""
    try:
        return load(folder), None
    except Refused as refused:
        return Settings(), refused


def _read(held: dict[str, Any]) -> Settings:
    default = Settings()
    rejected: list[str] = []

    def text(name: str, pattern: str = r"[^\x00-\x1f]{0,80}") -> str:
        value = held.get(name, getattr(default, name))
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        rejected.append(name)
        return str(getattr(default, name))

    clock = r"([01]\d|2[0-3]):[0-5]\d"
    rows = held.get("gateway", [])
    gateways = []
    for n, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        try:
            gateways.append(
                Gateway(str(row["name"]), str(row["port"]), int(row.get("baud", 115200)))
            )
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            rejected.append(f"gateway {n}")
    return Settings(
        unit=text("unit"),
        desk=text("desk", _DESK.pattern),
        duty_phone=text("duty_phone"),
        language=text("language", "zh_CN|en"),
        night_from=text("night_from", clock),
        day_from=text("day_from", clock),
        gateways=tuple(gateways),
        county_code=text("county_code", r"(156\d{6})?"),
        county_name=text("county_name"),
        centre=_centre(held.get("centre"), default.centre, rejected),
        rejected=tuple(rejected),
    )


def _centre(value: Any, default: tuple[float, float], rejected: list[str]) -> tuple[float, float]:
    if value is None:
        return default
    try:
        lat, lon = (float(part) for part in value)
    except (TypeError, ValueError):
        lat, lon = 999.0, 999.0
    if not (abs(lat) <= 85 and abs(lon) <= 180):  # not-a-number is neither
        rejected.append("centre")
        return default
    return lat, lon
