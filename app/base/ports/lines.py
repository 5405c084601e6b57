"""Bytes to lines, without I/O: any run of CR and LF parts two lines."""

from __future__ import annotations

import re

LONGEST = 4096
_ENDS = b"\r\n"
PROMPT = b">"
_PROMPTED = PROMPT[0]
_CONTROL = bytes(range(0x20))
_BREAK = re.compile(rb"[\x00-\x1f]").search


class LineCutter:
    """Holds less than one line of `longest` bytes.

    Control characters are dropped. A bare `>` that begins a line is a line of its own: the prompt of some
    radios has no end but a space, or a pause. A line that grows too long is lost up to its end.
    """

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._held = bytearray()
        self._skipping = False
        self.lost = 0
        """Bytes of lines that were too long; who counts them sets it to 0."""

    @property
    def waiting(self) -> bool:
        return bool(self._held) or self._skipping

    def forget(self) -> int:
        """Gives the begun line up; so many bytes it had."""
        held = len(self._held)
        self._held.clear()
        self._skipping = False
        return held

    def feed(self, data: bytes) -> list[bytes]:
        """Lines in order, without their ends; none is empty."""
        found: list[bytes] = []
        held = self._held
        fits = held and held[0] != _PROMPTED and len(held) + len(data) <= self._longest
        if fits and _BREAK(data) is None:
            held += data
            return found
        for piece in data.splitlines(keepends=True):
            self._add(piece.translate(None, _CONTROL), found)
            if piece[-1] in _ENDS:
                self._end(found)
        return found

    def paused(self) -> list[bytes]:
        """The line is quiet for a moment: a `>` that stands alone is a prompt."""
        if self._held != PROMPT:
            return []
        self._held.clear()
        return [PROMPT]

    def _add(self, text: bytes, found: list[bytes]) -> None:
        held = self._held
        if self._skipping:
            self.lost += len(text)
            return
        if len(held) < 2:  # a prompt may begin here
            text = (bytes(held) + text).lstrip(b" ")
            held.clear()
            while text.startswith(b"> "):
                found.append(PROMPT)
                text = text[1:].lstrip(b" ")
        if len(held) + len(text) > self._longest:
            self.lost += len(held) + len(text)
            held.clear()
            self._skipping = True
            return
        held += text

    def _end(self, found: list[bytes]) -> None:
        line = bytes(self._held).rstrip(b" ")
        self._held.clear()
        self._skipping = False
        if line:
            found.append(line)
