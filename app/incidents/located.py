"""A position in words: coordinates as they are read out or pasted, and where a named village lies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.atlas.gcj import to_wgs
from app.base.said import numeral
from app.people.contacts import Org, OrgKind

LAT, LON = (3.0, 54.0), (73.0, 136.0)
"""Degrees between which China lies: no number is good for both, so their order does not matter."""
FEWEST_DECIMALS = 3
"""Two bare numbers are a position only when they are as fine as a map gives them. [choice]"""


class System(StrEnum):
    WGS = "WGS-84"
    GCJ = "GCJ-02"
    BAIDU = "BD-09"
    UNSAID = ""


_NAMED = (
    (System.BAIDU, re.compile(r"百度|BD-?09", re.I)),
    (System.GCJ, re.compile(r"高德|腾讯|微信|火星|国测局|GCJ-?02|GCJ", re.I)),
    (System.WGS, re.compile(r"WGS-?84|GPS|北斗|卫星|CGCS2000|国家2000|手持机", re.I)),
)
_NUMERAL = "零〇一二两三四五六七八九十百"
_POINTED = re.compile(f"([{_NUMERAL}]+)点([{_NUMERAL}]+)")
_WHOLE = re.compile(f"([{_NUMERAL}]+)(?=[度分秒])")
_DIGITS = {char: str(n) for n, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}
_ANGLE = re.compile(
    r"(?P<head>北纬|东经|纬度|经度|(?<![A-Za-z])[NE])?[\s:是为]*"
    r"(?<![\d.])(?P<deg>\d{1,3}(?:\.(?P<decimals>\d+))?)(?![\d.])"
    r"(?:\s*[°度]\s*(?:(?P<min>\d{1,2}(?:\.\d+)?)\s*['′分]\s*"
    r"(?:(?P<sec>\d{1,2}(?:\.\d+)?)\s*(?:\"|″|''|′′|秒)?)?)?)?"
    r"\s*(?P<tail>[NE](?![A-Za-z]))?"
)
_BETWEEN = re.compile(r"[\s,、;/和]*")
_NORTH, _EAST = frozenset({"北纬", "纬度", "N"}), frozenset({"东经", "经度", "E"})


@dataclass(frozen=True, slots=True)
class Position:
    """WGS-84 degrees. `system` is what the coordinates were said to be in, `UNSAID` taken for WGS-84;
    None = not coordinates, but the place of `name`, good to a village."""

    lat: float
    lon: float
    system: System | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Angle:
    degrees: float
    label: str
    fine: bool
    start: int
    end: int

    @property
    def axis(self) -> str:
        """lat, lon, or "" for what is neither, or is called otherwise than it is."""
        for name, (least, most), labels in (("lat", LAT, _NORTH), ("lon", LON, _EAST)):
            if least <= self.degrees <= most and (not self.label or self.label in labels):
                return name
        return ""


def position_said(words: str) -> Position | None:
    """28.74281, 109.56420; 东经109度33分51秒 北纬28度44分34秒; 北纬二十八点七四度、东经一百零九点五六度.

    高德, 腾讯 or GCJ-02 in the words says that they are shifted; without a word they are taken as they
    are. The last pair holds. Baidu's are told by `system`, and not converted.
    """
    said = unicodedata.normalize("NFKC", words)
    plain = _figures(said)
    found = None
    before: _Angle | None = None
    for angle in _angles(plain):
        if before is not None and _BETWEEN.fullmatch(plain, before.end, angle.start):
            pair = {before.axis: before.degrees, angle.axis: angle.degrees}
            sure = (before.label and angle.label) or (before.fine and angle.fine)
            if sure and pair.keys() == {"lat", "lon"}:
                found = pair["lat"], pair["lon"]
        before = angle
    if found is None:
        return None
    system = next((one for one, named in _NAMED if named.search(said)), System.UNSAID)
    lat, lon = to_wgs(*found) if system is System.GCJ else found
    return Position(lat, lon, system)


def village_place(units: Iterable[Org], village: str, town: str) -> Position | None:
    """Where a village or community lies, or with no village the township's seat; None for several of a
    name, and for one whose place nobody entered."""
    wanted = (OrgKind.VILLAGE, village) if village else (OrgKind.TOWNSHIP, town)
    known = [
        one
        for one in units
        if (one.kind, one.name) == wanted and (not village or not town or one.township == town)
    ]
    if len(known) != 1 or known[0].lat is None or known[0].lon is None:
        return None
    return Position(known[0].lat, known[0].lon, None, known[0].full_name)


def _figures(words: str) -> str:
    """Numerals of angles as digits: 二十八点七四 -> 28.74, 四十四分 -> 44分."""

    def pointed(found: re.Match[str]) -> str:
        tail = "".join(_DIGITS.get(char, "") for char in found[2])
        whole = numeral(found[1])
        return found[0] if whole is None else f"{whole}.{tail}"

    def whole(found: re.Match[str]) -> str:
        number = numeral(found[1])
        return found[0] if number is None else str(number)

    return _WHOLE.sub(whole, _POINTED.sub(pointed, words))


def _angles(words: str) -> Iterator[_Angle]:
    for found in _ANGLE.finditer(words):
        minutes, seconds = (float(found[name] or 0) for name in ("min", "sec"))
        if minutes >= 60 or seconds >= 60:
            continue
        fine = len(found["decimals"] or "") >= FEWEST_DECIMALS or found["min"] is not None
        label = found["head"] or found["tail"] or ""
        degrees = float(found["deg"]) + minutes / 60 + seconds / 3600
        yield _Angle(degrees, label, fine, found.start(), found.end())
