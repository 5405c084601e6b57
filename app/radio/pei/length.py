"""How long a text may be, and into which pieces it is cut. radio.md 4.6."""

from __future__ import annotations

from app.radio.driver import Length
from app.radio.pei import udh
from app.radio.pei.schemes import UTF16, Words, fitting

PDU_BITS = 1184
"""As the radios of radio.md 4.3 tell it (`AT+CMGS=?`)."""
PARTS = 4
"""Every part takes the control channel once: 276 汉字 are the length of a duty room's order."""
_HEAD, _PART_HEAD = 4, 10
_PART = PDU_BITS // 8 - _PART_HEAD


def pieces(words: Words, pdu_bits: int = PDU_BITS) -> list[bytes]:
    """One when it fits one message: 72 汉字, or 144 characters of one byte; else of 69 or 138."""
    if len(words.data) <= pdu_bits // 8 - _HEAD:
        return [words.data]
    return udh.cut(words, pdu_bits // 8 - _PART_HEAD)


def measure(text: str) -> Length:
    """In characters of the coding it needs. One 汉字 makes the whole text go with two bytes each."""
    words = fitting(text)
    size = 2 if words.scheme == UTF16 else 1
    cut = pieces(words)
    room = _PART // size
    lost = sum(_PART - len(piece) for piece in cut[:-1]) // size if len(cut) > 1 else 0
    used = len(words.data) // size + lost
    limit = PARTS * room
    if size == 2 or used > limit:
        return Length(used, limit, limit - used)
    return Length(used, limit, max(0, PARTS * (_PART // 2) - used))
