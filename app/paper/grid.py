"""Text on the grid of official paper: 22 lines of 28 characters, headings in their own type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.lines import wrap
from app.paper.official import (
    GRID,
    PAGE_NUMBER_BELOW,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    TYPE_AREA,
    page_number,
)
from app.paper.sheet import MM, Margins, Sheet

_LEVELS = (
    (re.compile(r"[一二三四五六七八九十]{1,3}、"), Style.HEI),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), Style.KAI),
)
INDENT = "　　"
MIDDLE = 0.36
"""A glyph's middle above its baseline, in ems."""
TITLE_PITCH_PT = 35.0
SMALL_PITCH_PT = 24.0
"""Line pitch of a title and of the foot. [choice]"""


class GridSheet:
    """`y` is the top of the next line, in points from the top of the page."""

    def __init__(self, fonts: Fonts, pitch: float = GRID.pitch_pt) -> None:
        """`pitch` other than that of the grid: a page too many is saved by lines a little closer. `end_page`:
        where text and signature end, 0 = not told yet; `on_the_back`: the foot stands behind it by rule."""
        area = TYPE_AREA
        self.pitch = pitch
        self.body_page = 1
        self.end_page = 0
        self.on_the_back = False
        margins = Margins(area.left, area.right, area.top, area.bottom, 0)
        self.sheet = Sheet(fonts, margins)
        self._fonts = fonts
        self.left, self.right = self.sheet.left, self.sheet.right
        self.bottom = (area.top + area.height) * MM
        self.y = area.top * MM

    @property
    def width(self) -> float:
        return self.right - self.left

    def new_page(self) -> None:
        self.sheet.new_page()
        self.y = TYPE_AREA.top * MM

    def need(self, height: float) -> None:
        """A new page when this height does not fit below any more."""
        if self.y + height > self.bottom + 0.01:
            self.new_page()

    def cells(self, text: str, style: Style = Style.FANGSONG, size: float = SIZE_3) -> float:
        """How wide a text stands on the grid: hanzi one cell each, runs of others in half cells."""
        return sum(wide for _, wide, _ in self._runs(text, style, size))

    def put(
        self, x: float, text: str, style: Style, size: float = SIZE_3, pitch: float = 0.0,
        red: bool = False,
    ) -> float:  # fmt: skip
        """One line on the grid at `y`, which stays; where it ended."""
        baseline = self.y + (pitch or self.pitch) / 2 + size * MIDDLE
        for run, wide, natural in self._runs(text, style, size):
            even = _on_grid(run[0]) or _figure(run)
            spacing = (wide - natural) / len(run) if even else 0.0
            start = x if even else x + (wide - natural) / 2
            self.sheet.put(start, baseline, run, style, size, spacing, red)
            x += wide
        return x

    def centred(
        self, text: str, style: Style, size: float, pitch: float, red: bool = False
    ) -> None:
        wide = self.sheet.measure(text, style, size)
        baseline = self.y + pitch / 2 + size * MIDDLE
        self.sheet.put(self.left + (self.width - wide) / 2, baseline, text, style, size, 0.0, red)
        self.y += pitch

    def at_right(self, text: str, style: Style, size: float, chars_in: float = 0.0) -> None:
        """One line whose end stands `chars_in` characters from the right; `y` stays."""
        x = self.right - self.cells(text, style, size) - chars_in * GRID.advance_pt
        self.put(x, text, style, size)

    def title(self, text: str) -> None:
        """二号小标宋, centred; several lines as even as can be."""
        self.need(TITLE_PITCH_PT)
        for line in self._even(text):
            self.need(TITLE_PITCH_PT)
            self.centred(line, Style.TITLE, SIZE_2, TITLE_PITCH_PT)

    def _even(self, text: str) -> list[str]:
        """One line, or two of about the same length that tear no figure from its unit."""
        wide = self.sheet.measure(text, Style.TITLE, SIZE_2)
        if wide <= self.width - 2 * SIZE_2:
            return [text]
        if wide > 2 * (self.width - SIZE_2):
            return wrap(text, self.width, lambda t: self.sheet.measure(t, Style.TITLE, SIZE_2))
        cut = min(range(1, len(text)), key=lambda at: abs(2 * at - len(text)) + _torn(text, at))
        return [text[:cut], text[cut:]]

    def body(self, text: str) -> None:
        """Paragraphs, each two characters in; 一、 and （一） in the type of their level."""
        for paragraph in text.split("\n"):
            if paragraph.strip():
                self.paragraph(INDENT + paragraph.strip())
            else:
                self.blank()
        self.body_page = self.sheet.pages

    def blank(self, lines: int = 1) -> None:
        for _ in range(lines):
            self.need(self.pitch)
            self.y += self.pitch

    def paragraph(
        self,
        text: str,
        style: Style = Style.FANGSONG,
        size: float = SIZE_3,
        pitch: float = 0.0,
        hang: float = 0.0,
        head: tuple[int, Style] | None = None,
    ) -> None:
        """`hang`: points by which the lines after the first stand in. `head`: how many characters of the
        beginning are set in another type; a heading's own when not given."""
        high = pitch or self.pitch
        length, kind = head or _heading(text, style)
        lines = wrap(text, self.width - hang + 0.01, lambda t: self.cells(t, style, size))
        told = 0
        for n, line in enumerate(lines):
            self.need(high)
            cut = max(0, min(len(line), length - told))
            x = self.left + (hang if n else 0.0)
            if cut:
                x = self.put(x, line[:cut], kind, size, high)
            if line[cut:]:
                self.put(x, line[cut:], style, size, high)
            told += len(line)
            self.y += high

    def number_pages(self, sheet: Sheet, page: int, pages: int) -> None:
        """— 1 — in 四号宋体 below the type area, odd at the right and even at the left. A blank page before
        that of the foot has no number, nor has that of the foot then."""
        if self.end_page and page > self.end_page and pages - self.end_page > 1:
            return
        number = page_number(page)
        wide = sheet.measure(number.text, Style.SONG, SIZE_4)
        room = number.chars_in * GRID.advance_pt
        x = self.left + room if number.side == "left" else self.right - room - wide
        top = self.bottom + PAGE_NUMBER_BELOW * MM
        sheet.put(x, top + SIZE_4 * 0.88, number.text, Style.SONG, SIZE_4)

    def _runs(self, text: str, style: Style, size: float) -> Iterator[tuple[str, float, float]]:
        """(run, its width on the grid, its own width)."""
        advance = GRID.advance_pt * size / SIZE_3
        for full, chars in groupby(text, lambda char: _on_grid(char)):
            run = "".join(chars)
            natural = self.sheet.measure(run, style, size)
            if full:
                yield run, advance * len(run), natural
            else:
                halves = len(run) if _figure(run) else -(-(natural - 0.01) // (advance / 2))
                yield run, halves * advance / 2, natural


def _on_grid(char: str) -> bool:
    """Hanzi, full-width stops and letters, which take a cell; quotes and dashes of hanzi text too."""
    return ord(char) >= 0x2E80 or char in "“”‘’…—·〔〕→"


def _figure(run: str) -> bool:
    """Figures stand two in a cell."""
    return all(char.isdigit() or char in ".,:-/%" for char in run)


def _torn(text: str, at: int) -> int:
    """How bad a break before `text[at]` would be, in characters of unevenness."""
    before, after = text[at - 1], text[at]
    if after in "年月日时分的、，）" or (before.isdigit() and after.isdigit()) or before in "（":
        return 12
    if before.isdigit() or before in "年月":
        return 10
    return 0


def _heading(text: str, style: Style) -> tuple[int, Style]:
    """How many characters of a paragraph are its heading, up to its first stop, and their type."""
    bare = len(text) - len(text.lstrip("　"))
    for form, kind in _LEVELS:
        if form.match(text, bare):
            stop = text.find("。", bare)
            return (stop + 1 if stop >= 0 else len(text)), kind
    return 0, style
