"""Breaking Chinese text into lines: no stop at the head of a line, no torn word or number."""

from __future__ import annotations

from collections.abc import Callable

NOT_FIRST = frozenset("、。，．；：？！）］｝,.;:?!)]}】》」』〉〕”’…—%％℃°·~-√✓")
NOT_LAST = frozenset("([{（［｛【《「『〈〔“‘￥$№")

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """Lines no wider than `width` (a single character may be). Every character of a paragraph is
    kept, but for blanks at the end of a line; "\\n" begins a new line; an empty text is one line."""
    lines: list[str] = []
    for paragraph in _clean(text).split("\n"):
        lines += _fill(_pieces(paragraph), width, measure)
    return lines


def _clean(text: str) -> str:
    """Line ends as \\n, tabs as blanks, other control characters shown as their Unicode picture."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "  ")
    return "".join(
        c if c == "\n" or ord(c) >= 32 else chr(0x2400 + ord(c)) for c in text.replace("\x7f", "␡")
    )


def _pieces(text: str) -> list[str]:
    """What may not be torn: a word or number with the stops that follow it."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1] if pieces else ""
        if last and (
            char in NOT_FIRST
            or last.rstrip(" ")[-1:] in NOT_LAST
            or (_in_word(char) and _in_word(last[-1]))
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "-_/.:#@+")


def _fill(pieces: list[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    queue = list(reversed(pieces))
    while queue:
        piece = queue.pop()
        wide = measure(piece)
        if used + wide <= width:
            line, used = line + piece, used + wide
        elif wide > width and len(piece) > 1:
            queue.extend(reversed(piece))  # wider than a line: tear it after all
        else:
            if line:
                lines.append(line.rstrip(" "))
            line, used = ("", 0.0) if piece == " " else (piece, wide)
    return [*lines, line.rstrip(" ")]
