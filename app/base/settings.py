"""What differs from desk to desk: one TOML file in the data folder, with defaults for all of it."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.base.errors import Refused
from app.base.ports.transport import Closed, Flow, place_of

FILE = "settings.toml"
_SERVED = r"(rtsps?://[^\s/@{}\x00]+/[^\s@{}\x00]*\{code\}[^\s@{}\x00]*(\{stream\}[^\s@{}\x00]*)?)?"
_DESK = re.compile(r"[A-Za-z0-9-]{1,24}")


_DRIVER = "hrnp"
Plain = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Gateway:
    """A 370 MHz gateway: `port` a stable path or an address, see `place_of`; `baud` bits per second, 0 for
    what its driver usually has; `driver` the protocol it speaks; `profile` what is particular about it,
    in the driver's own names."""

    name: str
    port: str
    baud: int = 0
    driver: str = _DRIVER
    flow: Flow = Flow.NONE
    profile: tuple[tuple[str, Plain | tuple[Plain, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    """A modem that tells who rings at a duty telephone; it neither answers nor dials."""

    name: str
    port: str
    baud: int = 9600


@dataclass(frozen=True, slots=True)
class HubPlace:
    """The PostgreSQL that all desks of `county` (six digits of GB/T 2260) share.

    `host` may name several, with commas: the one that can be written is used. The password is the
    first line of `password_file` (relative to the data folder), a file only this account may read;
    without one, it is what `main.py hub-password` sealed in the record.
    """

    host: str
    county: str
    password_file: str = ""
    port: int = 5432
    database: str = "dutyroom"
    user: str = "dutyroom"
    sslmode: str = "verify-full"
    root_cert: str = ""


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
    radio_record_mb: int = 256
    """The raw bytes of one gateway take so much room; the oldest go first."""
    phones: tuple[Phone, ...] = ()
    centre: tuple[float, float] = (35.0, 105.0)
    """Where the map opens: (lat, lon) WGS-84."""
    county_code: str = ""
    county_name: str = ""
    """Whose border the map shows: "156" and the six digits of GB/T 2260, and its name."""
    key_file: Path | None = None
    """Where the key of device passwords lies, outside the data folder; None: the account's own place."""
    hub: HubPlace | None = None
    """None: this desk stands alone."""
    backup_to: tuple[str, ...] = ("backups",)
    """Folders for backups, the first and at most one more; relative ones lie in the data folder."""
    backup_at: str = "03:00"
    backup_evidence: bool = False
    """Whether backups take along the recordings that are evidence; no other recording is ever in one."""
    recording_gb: int = 200
    """Films may take so many GB (10^9 bytes); the oldest that are no evidence go first."""
    recording_free_percent: int = 10
    """So much of the disk they leave free."""
    media_server: str = ""
    """Where cameras are fetched instead of at their own addresses: rtsp://…/{code}/{stream}; "" for none."""
    through_server: bool = True
    """Whether this desk begins so; it can be switched while it runs."""
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
    return _read(held, folder)


def load_or_default(folder: Path) -> tuple[Settings, Refused | None]:
    """The settings to start with, and why they are the defaults when the file is broken."""
    try:
        return load(folder), None
    except Refused as refused:
        return Settings(), refused


def _read(held: dict[str, Any], folder: Path) -> Settings:
    default = Settings()
    rejected: list[str] = []

    def text(name: str, pattern: str = r"[^\x00-\x1f]{0,80}") -> str:
        value = held.get(name, getattr(default, name))
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        rejected.append(name)
        return str(getattr(default, name))

    def whole(name: str, least: int, most: int) -> int:
        value = held.get(name, getattr(default, name))
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        rejected.append(name)
        return int(getattr(default, name))

    def truth(name: str) -> bool:
        value = held.get(name, getattr(default, name))
        if isinstance(value, bool):
            return value
        rejected.append(name)
        return bool(getattr(default, name))

    clock = r"([01]\d|2[0-3]):[0-5]\d"
    return Settings(
        unit=text("unit"),
        desk=text("desk", _DESK.pattern),
        duty_phone=text("duty_phone"),
        language=text("language", "zh_CN|en"),
        night_from=text("night_from", clock),
        day_from=text("day_from", clock),
        gateways=gateways_of(held.get("gateway", []), rejected),
        radio_record_mb=whole("radio_record_mb", 8, 100_000),
        phones=_phones(held.get("phone", []), rejected),
        county_code=text("county_code", r"(156\d{6})?"),
        county_name=text("county_name"),
        centre=_centre(held.get("centre"), default.centre, rejected),
        key_file=_key_file(held.get("key_file"), folder, rejected),
        hub=_hub(held.get("hub"), rejected),
        media_server=text("media_server", _SERVED),
        through_server=truth("through_server"),
        backup_to=_folders(held.get("backup_to"), default.backup_to, rejected),
        backup_at=text("backup_at", clock),
        backup_evidence=truth("backup_evidence"),
        recording_gb=whole("recording_gb", 1, 1_000_000),
        recording_free_percent=whole("recording_free_percent", 0, 90),
        rejected=tuple(rejected),
    )


def gateways_of(rows: Any, rejected: list[str]) -> tuple[Gateway, ...]:
    """What `[[gateway]]` tables say. One without name or port is left out, any other bad value keeps its
    default; `rejected` gets what cannot be used, as `gateway 2.baud`."""
    found: list[Gateway] = []
    for n, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        names = {one.name for one in found}
        if not isinstance(row, dict) or not all(_named(row.get(key)) for key in ("name", "port")):
            rejected.append(f"gateway {n}")
        elif row["name"] in names:
            rejected.append(f"gateway {n}.name")
        else:
            found.append(_gateway(row, f"gateway {n}", rejected))
    return tuple(found)


def _named(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[^\x00-\x1f]{1,400}", value) is not None


def _gateway(row: dict[str, Any], whose: str, rejected: list[str]) -> Gateway:
    baud, driver = row.get("baud", 0), row.get("driver", _DRIVER)
    flow, profile = row.get("flow", Flow.NONE.value), row.get("profile", {})
    bad = sorted(row.keys() - {"name", "port", "baud", "driver", "flow", "profile"})
    if isinstance(baud, bool) or not isinstance(baud, int) or not 0 <= baud <= 4_000_000:
        bad.append("baud")
        baud = 0
    if not _named(driver):
        bad.append("driver")
        driver = _DRIVER
    if flow not in list(Flow):
        bad.append("flow")
        flow = Flow.NONE
    if not isinstance(profile, dict):
        bad.append("profile")
        profile = {}
    plain: dict[str, Plain | tuple[Plain, ...]] = {}
    for name, value in profile.items():
        if isinstance(value, Plain):
            plain[name] = value
        elif isinstance(value, list) and all(isinstance(one, Plain) for one in value):
            plain[name] = tuple(value)
        else:
            bad.append(f"profile.{name}")
    try:
        place_of(row["port"])
    except Closed:
        bad.append("port")
    rejected.extend(f"{whose}.{name}" for name in bad)
    return Gateway(row["name"], row["port"], baud, driver, Flow(flow), tuple(plain.items()))


def _folders(value: Any, default: tuple[str, ...], rejected: list[str]) -> tuple[str, ...]:
    if value is None:
        return default
    named = [value] if isinstance(value, str) else value
    good = isinstance(named, list) and 0 < len(named) <= 2
    if good and all(isinstance(one, str) and one.strip() and "\x00" not in one for one in named):
        return tuple(named)
    rejected.append("backup_to")
    return default


def _key_file(value: Any, folder: Path, rejected: list[str]) -> Path | None:
    """A key beside the tokens would be copied with them."""
    if value is None:
        return None
    if isinstance(value, str) and value:
        with suppress(OSError, RuntimeError, ValueError):
            place = Path(value).expanduser()
            if place.is_absolute() and not place.resolve().is_relative_to(folder.resolve()):
                return place
    rejected.append("key_file")
    return None


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


_HUB = {
    "host": r"[^\s/\x00]{1,250}",
    "county": r"\d{6}",
    "password_file": r"[^\x00-\x1f]{1,400}",
    "database": r"[^\x00-\x1f]{1,63}",
    "user": r"[^\x00-\x1f]{1,63}",
    "sslmode": "disable|require|verify-ca|verify-full",
    "root_cert": r"[^\x00-\x1f]{0,400}",
}


def _hub(held: Any, rejected: list[str]) -> HubPlace | None:
    """A line that is half right would lead somewhere else: one bad value and there is none."""
    if held is None:
        return None
    try:
        port = held.get("port", 5432)
        texts = {name: held[name] for name in _HUB if name in held}
        bad = [name for name, text in texts.items() if not re.fullmatch(_HUB[name], text)]
        if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65536:
            bad.append("port")
        bad += held.keys() - _HUB.keys() - {"port"}
        if not bad:
            return HubPlace(port=port, **texts)
        rejected.extend(f"hub.{name}" for name in bad)
    except (AttributeError, TypeError):
        rejected.append("hub")
    return None


def _phones(rows: object, rejected: list[str]) -> tuple[Phone, ...]:
    made = []
    for n, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        try:
            made.append(Phone(str(row["name"]), str(row["port"]), int(row.get("baud", 9600))))
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            rejected.append(f"phone {n}")
    return tuple(made)
