"""An A4 page frame: text, tables and stamps are laid out first, then drawn with their fonts.

Nothing is drawn before everything is laid out: only then is it known how many pages there are and
which glyphs are needed. The same calls give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise, zip_longest

from reportlab.pdfgen.canvas import Canvas

from app.base.clock import local
from app.paper.faces import Face, Style
from app.paper.fonts import MISSING_EM, Fonts
from app.paper.lines import wrap

MM = 72 / 25.4
WIDTH, HEIGHT = 210 * MM, 297 * MM
BLACK, RED = (0.0, 0.0, 0.0), (0.84, 0.0, 0.0)
"""Ink; the red is that of the heads of official paper."""
PALE = (0.91, 0.91, 0.91)
"""Of what lies across a page: it survives a copying machine and covers no word."""
LEADING = 1.5
"""Line pitch over type size."""

_CELL = 1.1 * MM
_CELL_TOP = 0.7 * MM
_RULE = 0.4


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Margins:
    """In millimetres; `foot` is kept free for the footer, above the bottom margin."""

    left: float = 22
    right: float = 18
    top: float = 18
    bottom: float = 12
    foot: float = 22


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in millimetres."""

    title: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document. `missing` are characters that no font has: drawn as a box with their
    code point, and to be told to the officer. `faces` are the fonts used, main one first."""

    pdf: bytes
    sha256: str
    pages: int
    missing: tuple[str, ...]
    faces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """`spacing` is added to the advance of every character."""

    x: float
    y: float
    style: Style
    size: float
    text: str
    spacing: float = 0.0
    red: bool = False
    across: bool = False
    """Pale and slanting, `x` and `y` its middle."""


@dataclass(frozen=True, slots=True)
class _Line:
    x1: float
    y1: float
    x2: float
    y2: float
    wide: float
    red: bool = False


@dataclass(frozen=True, slots=True)
class _Box:
    """A frame `wide` points thick, or a filled square when `wide` is 0."""

    x: float
    y: float
    width: float
    height: float
    wide: float


IMPRINT = 6 * MM
"""From the upper edge to the imprint."""
Foot = Callable[["Sheet", int, int], None]


class Sheet:
    """Measures are points from the top left corner; `y` is where the next thing goes."""

    def __init__(self, fonts: Fonts, margins: Margins | None = None) -> None:
        self._fonts = fonts
        self.margins = margins or Margins()
        self.left = self.margins.left * MM
        self.right = WIDTH - self.margins.right * MM
        self._floor = HEIGHT - (self.margins.bottom + self.margins.foot) * MM
        self._pages: list[list[_Text | _Line | _Box]] = []
        self.y = 0.0
        self.new_page()

    @property
    def foot_top(self) -> float:
        return self._floor

    @property
    def pages(self) -> int:
        """How many there are so far."""
        return len(self._pages)

    def new_page(self) -> None:
        self._pages.append([])
        self.y = self.margins.top * MM

    def need(self, height: float) -> None:
        """A new page when `height` points do not fit below any more."""
        if self.y + height > self._floor:
            self.new_page()

    def gap(self, mm: float) -> None:
        self.y += mm * MM

    def measure(self, text: str, style: Style, size: float) -> float:
        return self._fonts.width(text, style, size)

    def text(
        self,
        text: str,
        style: Style = Style.SONG,
        size: float = 10.5,
        align: Align = Align.LEFT,
        indent: float = 0.0,
        room: float = 0.0,
    ) -> None:
        """A paragraph over the whole width, `indent` points in from the left, `room` from the right."""
        left, right = self.left + indent, self.right - room
        for line in wrap(text, right - left, lambda t: self.measure(t, style, size)):
            self.need(size * LEADING)
            self.at(left, right, self.y, line, style, size, align)
            self.y += size * LEADING

    def at(
        self,
        left: float,
        right: float,
        top: float,
        text: str,
        style: Style,
        size: float,
        align: Align = Align.LEFT,
    ) -> None:
        """One line between `left` and `right`, its line box beginning at `top`."""
        x = left
        if align is not Align.LEFT:
            free = right - left - self.measure(text, style, size)
            x = left + (free if align is Align.RIGHT else free / 2)
        self._pages[-1].append(_Text(x, top + size * (LEADING / 2 + 0.36), style, size, text))

    def put(
        self,
        x: float,
        baseline: float,
        text: str,
        style: Style,
        size: float,
        spacing: float = 0.0,
        red: bool = False,
    ) -> None:
        """Words exactly where they are wanted; `spacing` points more than the font between characters."""
        self._pages[-1].append(_Text(x, baseline, style, size, text, spacing, red))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, wide: float = _RULE, red: bool = False
    ) -> None:
        self._pages[-1].append(_Line(x1, y1, x2, y2, wide, red))

    def box(self, x: float, y: float, width: float, height: float, wide: float = _RULE) -> None:
        self._pages[-1].append(_Box(x, y, width, height, wide))

    def stamp(self, right: float, top: float, text: str, size: float = 11) -> None:
        """Words in a double frame, its right edge at `right`."""
        width = self.measure(text, Style.SONG_BOLD, size) + 10
        height = size * LEADING + 3
        self.box(right - width, top, width, height, 1.1)
        self.box(right - width + 2, top + 2, width - 4, height - 4, 0.4)
        self.at(right - width, right, top + 1.5, text, Style.SONG_BOLD, size, Align.CENTRE)

    def watermark(self, text: str) -> None:
        """Pale and large across the page, under all that stands on it; to be called in the foot."""
        mark = _Text(WIDTH / 2, HEIGHT / 2, Style.SONG_BOLD, 150, text, across=True)
        self._pages[-1].insert(0, mark)

    def qr(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code of medium correction; `text` is ASCII."""
        from reportlab.graphics.barcode import qrencoder  # half of reportlab comes with it

        code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
        code.addData(text)
        code.make()
        count = code.getModuleCount()
        step = side / count
        for row in range(count):
            for column in range(count):
                if code.isDark(row, column):
                    self.box(x + column * step, y + row * step, step, step, 0)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        size: float = 9.5,
        head: bool = True,
    ) -> None:
        """Ruled, the head repeated on every page. A row higher than a page goes on overleaf."""
        scale = (self.right - self.left) / sum(column.width for column in columns)
        edges = [self.left]
        for column in columns:
            edges.append(edges[-1] + column.width * scale)
        titles = [column.title for column in columns]
        if head:
            self.need(2 * (size * LEADING + 2 * _CELL_TOP))
            self._row(edges, columns, titles, size, Style.SONG_BOLD, None)
        for row in rows:
            self._row(edges, columns, row, size, Style.SONG, titles if head else None)

    def _row(
        self,
        edges: list[float],
        columns: Sequence[Column],
        cells: Sequence[str],
        size: float,
        style: Style,
        titles: list[str] | None,
    ) -> None:
        pitch = size * (LEADING - 0.12)
        spans = list(pairwise(edges))
        wrapped = [
            wrap(cell, right - left - 2 * _CELL, lambda t: self.measure(t, style, size))
            for cell, (left, right) in zip(cells, spans, strict=True)
        ]
        lines = list(zip_longest(*wrapped, fillvalue=""))
        while lines:
            room = int((self._floor - self.y - 2 * _CELL_TOP) / pitch)
            if room < min(len(lines), 2):
                self.new_page()
                if titles is not None:
                    self._row(edges, columns, titles, size, Style.SONG_BOLD, None)
                continue
            part, lines = lines[:room], lines[room:]
            height = len(part) * pitch + 2 * _CELL_TOP
            for number, line in enumerate(part):
                top = self.y + _CELL_TOP + number * pitch - size * 0.06
                for text, (left, right), column in zip(line, spans, columns, strict=True):
                    if text:
                        inner = (left + _CELL, right - _CELL)
                        self.at(*inner, top, text, style, size, column.align)
            self._grid(edges, height)
            self.y += height

    def _grid(self, edges: list[float], height: float) -> None:
        self.box(edges[0], self.y, edges[-1] - edges[0], height)
        for edge in edges[1:-1]:
            self.line(edge, self.y, edge, self.y + height)

    def finish(
        self, title: str, author: str, made_at: datetime, foot: Foot, keywords: str = ""
    ) -> Printed:
        """Draw it. `foot(sheet, page, pages)` is called for each page, counted from 1.

        `keywords` (ASCII) stand in the file as they are, for who reads it without its fonts.
        """
        pages = self._pages
        for number, page in enumerate(list(pages), 1):
            self._pages = [page]
            foot(self, number, len(pages))
            if self._fonts.imprint:
                self.at(self.left, self.right, IMPRINT, self._fonts.imprint, Style.SONG, 8)
        self._pages = pages
        ink = _Ink(self._fonts, [op for page in pages for op in page if isinstance(op, _Text)])
        out = io.BytesIO()
        canvas = Canvas(
            out,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=ink.body,
            lang="zh-CN",
        )
        title = title.encode("utf-8", "replace").decode()
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setCreator("值守台")
        canvas.setSubject(title)
        if keywords:
            canvas.setKeywords(keywords)
        stamp = local(made_at).strftime("D:%Y%m%d%H%M%S+08'00'")
        canvas.setDateFormatter(lambda *_: stamp)
        for page in pages:
            for op in page:
                _draw(canvas, ink, op)
            canvas.showPage()
        canvas.save()
        pdf = out.getvalue()
        return Printed(
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            pages=len(pages),
            missing=ink.missing,
            faces=ink.faces,
        )


class _Ink:
    """The fonts of one document, each holding exactly the characters drawn with it."""

    def __init__(self, fonts: Fonts, texts: list[_Text]) -> None:
        self._fonts = fonts
        needed: dict[Face, set[str]] = {fonts.demand(Style.SONG): set(" U+0123456789ABCDEF")}
        missing: set[str] = set()
        for op in texts:
            for run in fonts.runs(op.text, op.style):
                if run.face is None:
                    missing.update(run.text)
                else:
                    needed.setdefault(run.face, set()).update(run.text)
        self._names = {face: fonts.embed(face, "".join(chars)) for face, chars in needed.items()}
        self.body = next(iter(self._names.values()))
        self.missing = tuple(sorted(missing))
        self.faces = tuple(face.name for face in self._names)

    def draw(self, canvas: Canvas, op: _Text) -> None:
        if op.across:
            self._slant(canvas, op)
            return
        x, y = op.x, HEIGHT - op.y
        canvas.setFillColorRGB(*(RED if op.red else BLACK))
        for run in self._fonts.runs(op.text, op.style):
            if run.face is None:
                for char in run.text:
                    self._box(canvas, x, y, op.size, char)
                    x += MISSING_EM * op.size
            else:
                canvas.setFont(self._names[run.face], op.size)
                canvas.drawString(x, y, run.text, charSpace=op.spacing)
                x += self._fonts.width(run.text, op.style, op.size) + op.spacing * len(run.text)

    def _slant(self, canvas: Canvas, op: _Text) -> None:
        canvas.saveState()
        canvas.translate(op.x, HEIGHT - op.y)
        canvas.rotate(45)
        canvas.setFillColorRGB(*PALE)
        x = -self._fonts.width(op.text, op.style, op.size) / 2
        for run in self._fonts.runs(op.text, op.style):
            if run.face is not None:
                canvas.setFont(self._names[run.face], op.size)
                canvas.drawString(x, -op.size * 0.36, run.text)
            x += self._fonts.width(run.text, op.style, op.size)
        canvas.restoreState()

    def _box(self, canvas: Canvas, x: float, y: float, size: float, char: str) -> None:
        """The code point in a frame: seen by the reader, found by a search."""
        words = f"U+{ord(char):04X}"
        small = size * 0.5
        canvas.setLineWidth(0.5)
        canvas.rect(x + 0.05 * size, y - 0.18 * size, (MISSING_EM - 0.1) * size, 0.95 * size)
        canvas.setFont(self.body, small)
        wide = self._fonts.width(words, Style.SONG, small)
        canvas.drawString(x + (MISSING_EM * size - wide) / 2, y + 0.1 * size, words)


def _draw(canvas: Canvas, ink: _Ink, op: _Text | _Line | _Box) -> None:
    if isinstance(op, _Text):
        ink.draw(canvas, op)
    elif isinstance(op, _Line):
        canvas.setLineWidth(op.wide)
        canvas.setStrokeColorRGB(*(RED if op.red else BLACK))
        canvas.line(op.x1, HEIGHT - op.y1, op.x2, HEIGHT - op.y2)
    else:
        canvas.setLineWidth(op.wide)
        canvas.setStrokeColorRGB(*BLACK)
        canvas.setFillColorRGB(*BLACK)
        filled = not op.wide
        canvas.rect(
            op.x, HEIGHT - op.y - op.height, op.width, op.height, stroke=not filled, fill=filled
        )
