"""Font files of this machine: which faces there are, and the outlines of their glyphs."""

from __future__ import annotations

import logging
import os
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, TTLibError

_log = logging.getLogger(__name__)


class Style(StrEnum):
    """Typefaces of official paper. The customer's own fonts win over the free stand-ins."""

    SONG = "宋体"
    SONG_BOLD = "宋体加粗"
    TITLE = "小标宋"
    FANGSONG = "仿宋"
    KAI = "楷体"
    HEI = "黑体"


@dataclass(frozen=True, slots=True)
class Wanted:
    """File name pattern (lower case) and, for a collection, words of the face's family name."""

    file: str
    family: str = ""


_SERIF = (
    Wanted("notoserifcjk-regular.*", "CJK SC"),
    Wanted("notoserifcjksc-regular.*"),
    Wanted("notoserifsc-regular.*"),
    Wanted("sourcehanserifsc-regular.*"),
    Wanted("simsun.ttc", "SimSun"),
)
_SERIF_BOLD = (
    Wanted("notoserifcjk-bold.*", "CJK SC"),
    Wanted("notoserifcjksc-bold.*"),
    Wanted("notoserifsc-bold.*"),
    Wanted("sourcehanserifsc-bold.*"),
)
_LAST = (
    Wanted("uming.tt?", "UMing CN"),
    Wanted("wqy-microhei.tt?", "Micro Hei"),
    Wanted("droidsansfallback*.ttf"),
    Wanted("notosanscjk-regular.*", "CJK SC"),
    Wanted("msyh.ttc", "YaHei"),
    Wanted("simsunb.ttf"),
    Wanted("simsunextg.ttf"),
    Wanted("hanamin*.?tf"),
    Wanted("babelstonehan*.ttf"),
    Wanted("plangothic*.?t?", "Plangothic"),
    Wanted("jigmo*.ttf"),
    Wanted("dejavusans.ttf"),
)

CHAINS: dict[Style, tuple[Wanted, ...]] = {
    Style.SONG: (*_SERIF, *_LAST),
    Style.SONG_BOLD: (*_SERIF_BOLD, *_SERIF, *_LAST),
    Style.TITLE: (
        Wanted("fzxbs*.ttf"),
        Wanted("*xiaobiaosong*.ttf"),
        Wanted("*小标宋*.ttf"),
        *_SERIF_BOLD,
        *_SERIF,
        *_LAST,
    ),
    Style.FANGSONG: (
        Wanted("*fang*gb2312*.ttf"),
        Wanted("*仿宋*gb2312*.ttf"),
        Wanted("simfang.ttf"),
        Wanted("fzfs*.ttf"),
        *_SERIF,
        *_LAST,
    ),
    Style.KAI: (
        Wanted("*kai*gb2312*.ttf"),
        Wanted("*楷体*gb2312*.ttf"),
        Wanted("simkai.ttf"),
        Wanted("ukai.ttc", "UKai CN"),
        *_SERIF,
        *_LAST,
    ),
    Style.HEI: (
        Wanted("simhei.ttf"),
        Wanted("notosanscjk-bold.*", "CJK SC"),
        Wanted("sourcehansanssc-bold.*"),
        Wanted("wqy-zenhei.tt?"),
        *_LAST,
    ),
}
"""Where the glyphs of a style are looked for, in order. [choice]"""


def font_folders() -> tuple[Path, ...]:
    """Where this kind of machine keeps its fonts."""
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        local = Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft" / "Windows"
        return (local / "Fonts", windows / "Fonts")
    home = Path.home()
    if sys.platform == "darwin":
        return (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    return (
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


class Face:
    """One face of one file. `has` and `advance` are quick; outlines are read when first drawn.

    `glyph(code)` gives a TrueType outline: cubic curves (OpenType/CFF) are turned into quadratic
    ones within one unit of the em, because reportlab embeds TrueType only.
    """

    def __init__(self, path: Path, number: int) -> None:
        self.path = path
        self._number = number
        font = self._open()
        self.name = str(font["name"].getDebugName(4) or path.stem)
        self.units_per_em = int(font["head"].unitsPerEm)
        self.ascent = int(font["hhea"].ascent)
        self.descent = int(font["hhea"].descent)
        self.weight = int(font["OS/2"].usWeightClass) if "OS/2" in font else 400
        self._long_metrics = int(font["hhea"].numberOfHMetrics)
        self._metrics = bytes(font.reader["hmtx"])
        self._cmap = _cmap(font)
        self._glyphs: dict[int, Any] = {}
        font.close()

    def has(self, code: int) -> bool:
        return code in self._cmap

    def advance(self, code: int) -> int:
        """Width in units of the em."""
        place = min(self._cmap[code], self._long_metrics - 1)
        return int(struct.unpack_from(">H", self._metrics, place * 4)[0])

    def glyphs(self, codes: Iterable[int]) -> dict[int, Any]:
        """Outlines of `codes`, all of which the face has. Opens the file only for new ones."""
        wanted = sorted(set(codes))
        new = [code for code in wanted if code not in self._glyphs]
        if new:
            font = self._open()
            draw = _cubic(font) if "CFF " in font else _as_they_are(font)
            for code in new:
                self._glyphs[code] = draw(self._cmap[code])
            font.close()
        return {code: self._glyphs[code] for code in wanted}

    def _open(self) -> Any:
        number = self._number if self.path.suffix.lower() in (".ttc", ".otc") else -1
        return TTFont(self.path, fontNumber=number, lazy=True)


def _cmap(font: Any) -> dict[int, int]:
    """Code point to glyph number. Read by hand where the table is a list of ranges (format 12):
    fontTools would first draw up the names of all 65,535 glyphs, 0.2 s for each face."""
    raw = bytes(font.reader["cmap"])
    (count,) = struct.unpack_from(">H", raw, 2)
    for place in range(count):
        platform, encoding, start = struct.unpack_from(">HHL", raw, 4 + 8 * place)
        (form,) = struct.unpack_from(">H", raw, start)
        if form == 12 and (platform, encoding) in ((3, 10), (0, 4), (0, 6)):
            held: dict[int, int] = {}
            (ranges,) = struct.unpack_from(">L", raw, start + 12)
            for first, last, glyph in struct.iter_unpack(
                ">LLL", raw[start + 16 : start + 16 + 12 * ranges]
            ):
                held.update(zip(range(first, last + 1), range(glyph, 65536), strict=False))
            return held
    return {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}


Outline = Callable[[int], Any]
"""A TrueType outline by the number of its glyph."""


def _cubic(font: Any) -> Outline:
    """Straight from the charstrings: a glyph set would read widths and names of all glyphs first."""
    held = font["CFF "].cff.topDictIndex[0].CharStrings.charStringsIndex

    def draw(number: int) -> Any:
        pen = TTGlyphPen(None)
        held[number].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        return pen.glyph()

    return draw


def _as_they_are(font: Any) -> Outline:
    outlines = font.getGlyphSet()

    def draw(number: int) -> Any:
        record, pen = DecomposingRecordingPen(outlines), TTGlyphPen(None)
        outlines[font.getGlyphName(number)].draw(record)
        record.replay(pen if "glyf" in font else Cu2QuPen(pen, 1.0, reverse_direction=True))
        return pen.glyph()

    return draw


class Shelf:
    """The font files found below `folders`, opened one by one as glyphs are asked for."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._files = sorted(
            path
            for folder in folders
            if folder.is_dir()
            for path in folder.rglob("*")
            if path.suffix.lower() in (".ttf", ".ttc", ".otf", ".otc")
        )
        self._matching: dict[str, list[Path]] = {}
        self._faces: dict[tuple[Path, str], Face | None] = {}

    def chain(self, style: Style) -> Iterator[Face]:
        """Faces for `style`, best first. Files that cannot be read are passed over and logged."""
        for wanted in CHAINS[style]:
            for path in self._called(wanted.file):
                face = self._face(path, wanted.family)
                if face is not None:
                    yield face

    def _called(self, pattern: str) -> list[Path]:
        """Asked for every new character of a paper; a machine has hundreds of files."""
        if pattern not in self._matching:
            self._matching[pattern] = [
                path for path in self._files if fnmatch(path.name.lower(), pattern)
            ]
        return self._matching[pattern]

    def _face(self, path: Path, family: str) -> Face | None:
        key = (path, family)
        if key not in self._faces:
            try:
                self._faces[key] = Face(path, _number(path, family))
            except (OSError, TTLibError, KeyError, ValueError, struct.error) as error:
                _log.warning("font %s cannot be read: %s", path.name, error)
                self._faces[key] = None
        return self._faces[key]


def _number(path: Path, family: str) -> int:
    """Which face of a collection bears `family`; the first when none does."""
    if path.suffix.lower() not in (".ttc", ".otc"):
        return 0
    with open(path, "rb") as file:
        file.seek(8)
        (count,) = struct.unpack(">L", file.read(4))
    for number in range(min(count, 64)):
        font = TTFont(path, fontNumber=number, lazy=True)
        name = str(font["name"].getDebugName(1) or "")
        font.close()
        if family in name and "Mono" not in name:
            return number
    return 0
