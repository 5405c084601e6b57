"""Which font draws which character, and the fonts a document carries with it.

reportlab drops a glyph that its font lacks without a word and cannot embed OpenType/CFF. So each
character is looked up along a chain of faces, the glyphs needed are built into small TrueType
fonts in memory, and what no face has is drawn as a box with its code point and told.
"""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PdfFont

from app.base.errors import Unreachable
from app.paper.faces import Face, Shelf, Style, font_folders

MISSING_EM = 2.4
"""Width of the box that stands for a glyph no font has, in ems."""

_KEPT_FONTS = 24
_EPOCH = 3786825600  # 2024-01-01 in seconds since 1904: the fonts of a document bear no other date


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one face draws; `face` None = no font has them."""

    face: Face | None
    text: str


class Fonts:
    """Runs on the paper thread only. Raises `Unreachable("fonts")` when a style has no font at all.

    `imprint` stands in small letters at the head of every page: the number of the duty phone.
    """

    def __init__(self, folders: Iterable[Path] | None = None, imprint: str = "") -> None:
        self.imprint = imprint
        self._shelf = Shelf(font_folders() if folders is None else folders)
        self._found: dict[tuple[Style, int], Face | None] = {}
        self._ems: defaultdict[Style, dict[str, float]] = defaultdict(dict)
        self._embedded: OrderedDict[tuple[int, str], str] = OrderedDict()

    def face(self, style: Style, char: str) -> Face | None:
        """The first face of the chain that has the character."""
        key = (style, ord(char))
        if key not in self._found:
            self._found[key] = next(
                (face for face in self._shelf.chain(style) if face.has(key[1])), None
            )
        return self._found[key]

    def demand(self, style: Style) -> Face:
        """The main face of a style."""
        main = next(self._shelf.chain(style), None)
        if main is None:
            raise Unreachable("fonts", "no_font")
        return main

    def runs(self, text: str, style: Style) -> list[Run]:
        return [
            Run(face, "".join(chars))
            for face, chars in groupby(text, lambda char: self.face(style, char))
        ]

    def width(self, text: str, style: Style, size: float) -> float:
        """In points."""
        ems = self._ems[style]
        return sum(ems[char] if char in ems else self._em(style, char) for char in text) * size

    def _em(self, style: Style, char: str) -> float:
        """A sheet is measured again and again until its lines fit: each character is asked for once."""
        face = self.face(style, char)
        em = MISSING_EM if face is None else face.advance(ord(char)) / face.units_per_em
        self._ems[style][char] = em
        return em

    def prepare(self, style: Style, text: str) -> None:
        """Turn the outlines of these characters now; one job for many, for the file is read anew."""
        for run in self.runs("".join(sorted(set(text))), style):
            if run.face is not None:
                run.face.glyphs(map(ord, run.text))

    def embed(self, face: Face, text: str) -> str:
        """reportlab's name of a TrueType font that holds exactly the characters of `text`."""
        chars = "".join(sorted(set(text)))
        key = (id(face), chars)
        if key in self._embedded:
            self._embedded.move_to_end(key)
            return self._embedded[key]
        digest = hashlib.sha256(f"{face.name}\n{chars}".encode()).hexdigest()[:12]
        name = f"{_postscript(face)}-{digest}"
        # Not registerFont: it hands out an older font of the same face name, and with it lost glyphs.
        pdfmetrics._fonts[name] = _EmbeddedFont(
            name, io.BytesIO(_truetype(face, chars)), asciiReadable=False
        )
        self._embedded[key] = name
        if len(self._embedded) > _KEPT_FONTS:
            _, old = self._embedded.popitem(last=False)
            pdfmetrics._fonts.pop(old, None)
        return name


class _EmbeddedFont(PdfFont):  # type: ignore[misc]
    """reportlab writes code points beyond U+FFFF into ToUnicode as five digits, which no reader
    understands, and more than 100 lines in one block. This writes them as the standard says."""

    def addObjects(self, doc: Any) -> None:
        subsets = [list(subset) for subset in self._assignState(doc).subsets]
        before = set(doc.idToObject)
        super().addObjects(doc)
        made = [key for key in doc.idToObject if key not in before and "toUnicodeCMap:" in key]
        for key, subset in zip(made, subsets, strict=True):
            doc.idToObject[key].content = _to_unicode(subset)


def _to_unicode(subset: list[int]) -> str:
    """The CMap (PDF 32000-1, 9.10.3) from the codes of one subset to UTF-16BE."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def _truetype(face: Face, chars: str) -> bytes:
    """A TrueType font of these characters; the same characters give the same bytes."""
    outlines = face.glyphs(map(ord, chars))
    names = {code: f"u{code:X}" for code in outlines}
    build = FontBuilder(face.units_per_em, isTTF=True)
    build.setupGlyphOrder([".notdef", *names.values()])
    build.setupCharacterMap(names)
    build.setupGlyf(
        {".notdef": TTGlyphPen(None).glyph(), **{names[c]: glyph for c, glyph in outlines.items()}}
    )
    glyf = build.font["glyf"]
    build.setupHorizontalMetrics(
        {
            ".notdef": (face.units_per_em, 0),
            **{
                name: (face.advance(code), getattr(glyf[name], "xMin", 0))
                for code, name in names.items()
            },
        }
    )
    build.setupHorizontalHeader(ascent=face.ascent, descent=face.descent)
    build.setupNameTable(
        {"familyName": face.name, "styleName": "Regular", "psName": _postscript(face)}
    )
    build.setupOS2(
        sTypoAscender=face.ascent,
        sTypoDescender=face.descent,
        usWeightClass=face.weight,
        sCapHeight=int(face.units_per_em * 0.73),
    )
    build.setupPost(keepGlyphNames=False)
    build.updateHead(created=_EPOCH, modified=_EPOCH)
    build.font.recalcTimestamp = False
    out = io.BytesIO()
    build.font.save(out)
    return out.getvalue()


def _postscript(face: Face) -> str:
    kept = "".join(c for c in face.name if c.isascii() and (c.isalnum() or c == "-"))
    return kept or f"Face{hashlib.sha256(face.name.encode()).hexdigest()[:8]}"
