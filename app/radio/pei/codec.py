"""Lines of the radio to what they say, and back. radio.md 4.3, 4.4."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from app.radio.pei.answers import (
    Answer,
    CallIn,
    CallOut,
    Ceased,
    Charge,
    Chosen,
    Connected,
    Demanded,
    Final,
    Gate,
    Grant,
    GroupLine,
    GroupRange,
    Identity,
    Interrupted,
    Mode,
    OwnNumber,
    OwnPlace,
    Registration,
    Released,
    SdsLimits,
    SendState,
    Signal,
    Unknown,
    Volume,
    Waiting,
)
from app.radio.pei.identities import ssi
from app.radio.pei.tables import OUTSIDE

_FIELDS = 24

CODES: dict[str, type[Any]] = {
    "+CTICN": CallIn,
    "+CTOCP": CallOut,
    "+CTCC": Connected,
    "+CTXG": Grant,
    "+CDTXC": Ceased,
    "+CTXD": Demanded,
    "+CTXI": Interrupted,
    "+CTXW": Waiting,
    "+CTCR": Released,
    "+CMGS": SendState,
    "+CREG": Registration,
    "+CSQ": Signal,
    "+CBC": Charge,
    "+CNUMF": OwnNumber,
    "+CTGS": Chosen,
    "+CTOM": Mode,
    "+CLVL": Volume,
    "+CTDGR": Gate,
}
_CODE_OF = {kind: code for code, kind in CODES.items()}
_SHAPES = {kind: [get_type_hints(kind)[one.name] for one in fields(kind)] for kind in _CODE_OF}
_NEEDED = {kind: sum(one.default is MISSING for one in fields(kind)) for kind in _CODE_OF}
_NUMBERS = {"calling": "calling_type", "called": "called_type", "tpi": "", "group": ""}
_GROUPS = ("+CNUMS", "+CNUMD")
_WHO = ("+GMI", "+GMM", "+GMR")
_FINALS = {
    "OK": "ok",
    "ERROR": "error",
    "CONNECT": "connect",
    "NO CARRIER": "no_carrier",
    "NO DIALTONE": "no_dialtone",
    "BUSY": "busy",
    "NO ANSWER": "no_answer",
}
_WORDS = {word: line for line, word in _FINALS.items()}
_ERRORS = {"+CME ERROR": "cme", "+CMS ERROR": "cms"}
_RANGE = re.compile(r"\((\d{1,6})-(\d{1,6})\)")
_PLACE = re.compile(
    r"(\d\d:\d\d:\d\d),\s*([NS]):\s*(\d{2})_(\d\d\.\d+),\s*([EW]):\s*(\d{3})_(\d\d\.\d+),\s*(\d{1,3})"
)


def decode(line: str) -> Answer:
    """One line. Never raises; what it cannot say is `Unknown`."""
    text = line.strip()
    final = _FINALS.get(text.upper())
    if final is not None:
        return Final(final)
    head, colon, rest = text.partition(":")
    code, rest = head.strip().upper(), rest.strip()
    if code in _ERRORS:
        return Final(_ERRORS[code], int(rest) if _is_number(rest) else -1)
    if not colon and text[:1].isdigit():
        return _group_line("", text) or Unknown(line)
    if code in _GROUPS:
        return _group_range(code, rest) or _group_line(code, rest) or Unknown(line)
    if code in _WHO:
        return Identity(code, rest)
    if code == "+GPSPOS":
        return _place(rest) or Unknown(line)
    if code == "+CMGS" and rest.startswith("("):
        last = _RANGE.findall(rest)[-1:]
        return SdsLimits(rest, int(last[0][1])) if last else Unknown(line)
    kind = CODES.get(code)
    return (_read(kind, rest) if kind is not None else None) or Unknown(line)


def encode(answer: Answer) -> str:
    """The line without its end, as the radio writes it."""
    match answer:
        case Final(word, code):
            number = "" if code < 0 else f": {code}"
            return _WORDS.get(word) or f"+{word.upper()} ERROR{number}"
        case GroupLine(index, group, name, code):
            written = name.encode().decode("latin-1")
            return (f"{code}: " if code else "") + f"{index},{group},{written}"
        case GroupRange(first, last, code):
            return f"{code}: (0),({first}-{last}),({first}-{last})"
        case Identity(code, words):
            return f"{code}: {words}"
        case SdsLimits(ranges):
            return f"+CMGS: {ranges}"
        case OwnPlace():
            north, east = "N" if answer.north else "S", "E" if answer.east else "W"
            lat = f"{answer.lat_deg:02d}_{answer.lat_min:07.4f}"
            lon = f"{answer.lon_deg:03d}_{answer.lon_min:07.4f}"
            return f"+GPSPOS: {answer.time},{north}: {lat},{east}: {lon},{answer.satellites}"
        case Unknown(line):
            return line
    return f"{_CODE_OF[type(answer)]}: {_written(answer)}"


def _read(kind: type[Any], rest: str) -> Answer | None:
    given = [field.strip() for field in rest.split(",")] if rest else []
    if not _NEEDED[kind] <= len(given) <= _FIELDS:
        return None
    values: list[Any] = []
    for place, shape in enumerate(_SHAPES[kind]):
        if shape == tuple[str, ...]:
            values.append(tuple(given[place:]))
            continue
        field = given[place] if place < len(given) else ""
        if shape is str:
            values.append(field)
        elif _is_number(field):
            values.append(int(field))
        elif field or place < _NEEDED[kind]:
            return None
        else:
            values.append(None)
    found = kind(*values)
    return found if _sane(found) else None


def _written(answer: Answer) -> str:
    values: list[str] = []
    for one in fields(answer):
        value = getattr(answer, one.name)
        values += value if isinstance(value, tuple) else ["" if value is None else str(value)]
    while values and not values[-1]:
        values.pop()
    return ",".join(values)


def _sane(found: Answer) -> bool:
    """Numbers of radios are below 16777216; those of telephones may be anything."""
    for name, kind in _NUMBERS.items():
        digits = getattr(found, name, "")
        if digits and getattr(found, kind, None) not in OUTSIDE and ssi(digits) is None:
            return False
    return not (isinstance(found, Charge) and found.percent > 100)


def _is_number(field: str) -> bool:
    return field.isascii() and field.isdigit() and len(field) <= 9


def _group_range(code: str, rest: str) -> GroupRange | None:
    ranges = _RANGE.findall(rest)
    if not ranges or not rest.startswith("("):
        return None
    return GroupRange(int(ranges[0][0]), int(ranges[0][1]), code)


def _group_line(code: str, rest: str) -> GroupLine | None:
    index, group, name = ([part.strip() for part in rest.split(",", 2)] + ["", ""])[:3]
    if not _is_number(index) or not group or ssi(group) is None:
        return None
    return GroupLine(int(index), group, _named(name.strip('"')), code)


def _named(text: str) -> str:
    """The coding of names is not verified: UTF-8 or GB 18030, whichever it can be."""
    raw = text.encode("latin-1", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec).strip()
        except UnicodeDecodeError:
            continue
    return text


def _place(rest: str) -> OwnPlace | None:
    found = _PLACE.fullmatch(rest)
    if found is None:
        return None
    time, north, lat, lat_min, east, lon, lon_min, seen = found.groups()
    place = OwnPlace(
        time,
        int(lat),
        float(lat_min),
        north == "N",
        int(lon),
        float(lon_min),
        east == "E",
        int(seen),
    )
    fits = place.lat_min < 60 and place.lon_min < 60 and abs(place.lat) <= 90
    return place if fits and abs(place.lon) <= 180 else None
