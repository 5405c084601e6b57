"""A long text in parts: the header of a part, cutting, and putting together again. radio.md 4.6."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.radio.pei.schemes import UTF16, Words

_ELEMENT_8, _ELEMENT_16 = 0x00, 0x08
KEPT_S = 300.0
_SETS, _HELD = 64, 32 * 1024


@dataclass(frozen=True, slots=True)
class PartOf:
    """`seq` of `total`, from 1. `wide`: the reference has 16 bits."""

    ref: int
    total: int
    seq: int
    wide: bool = False


def decode(data: bytes) -> tuple[PartOf, int] | None:
    """Its place in the whole, and how many bytes its header has. None: no header of a part."""
    if not data or len(data) <= data[0]:
        return None
    end = 1 + data[0]
    at = 1
    while at + 2 <= end:
        kind, length = data[at], data[at + 1]
        element = data[at + 2 : at + 2 + length]
        at += 2 + length
        if at > end:
            return None
        if kind == _ELEMENT_8 and length == 3:
            return _part(element[0], *element[1:], wide=False), end
        if kind == _ELEMENT_16 and length == 4:
            return _part(element[0] | element[1] << 8, *element[2:], wide=True), end
    return None


def encode(part: PartOf) -> bytes:
    if part.wide:
        return bytes((6, _ELEMENT_16, 4, part.ref & 0xFF, part.ref >> 8, part.total, part.seq))
    return bytes((5, _ELEMENT_8, 3, part.ref, part.total, part.seq))


def _part(ref: int, total: int, seq: int, *, wide: bool) -> PartOf:
    return PartOf(ref, total, seq, wide)


def cut(text: Words, room: int) -> list[bytes]:
    """Pieces of at most `room` bytes; UTF-16 is cut between code units and no pair is parted."""
    data = text.data
    pieces = []
    while data:
        size = min(room, len(data))
        if text.scheme == UTF16 and size < len(data):
            size -= size % 2
            if 0xD8 <= data[size - 2] <= 0xDB:
                size -= 2
        pieces.append(data[:size])
        data = data[size:]
    return pieces or [b""]


@dataclass(slots=True)
class _Set:
    """The parts of one text that have come."""

    total: int
    scheme: int
    target: int
    since_s: float
    parts: dict[int, Words] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(len(part.data) for part in self.parts.values())


@dataclass(frozen=True, slots=True)
class Whole:
    """`missing`: parts that did not come in time; the others stand in `text` in their order."""

    source: int
    target: int
    ref: int
    text: str
    missing: tuple[int, ...] = ()


class Reassembly:
    """By source and reference, for `KEPT_S`. Holds less than 36 KB: then the oldest is given up."""

    def __init__(self, kept_s: float = KEPT_S) -> None:
        self._kept_s = kept_s
        self._sets: dict[tuple[int, int, bool], _Set] = {}

    def add(self, source: int, target: int, part: PartOf, text: Words, now_s: float) -> list[Whole]:
        """What has become whole, and what was given up for room."""
        if not 1 <= part.seq <= part.total:
            return []
        key = (source, part.ref, part.wide)
        held = self._sets.get(key)
        if held is not None and not _goes_on(held, part, text):
            held = None
        given_up: list[Whole] = []
        if held is None:
            if key in self._sets:
                given_up.append(self._end(key))
            held = self._sets[key] = _Set(part.total, text.scheme, target, now_s)
        held.parts[part.seq] = text
        if len(held.parts) == held.total:
            return [*given_up, self._end(key)]
        while len(self._sets) > _SETS or sum(one.size for one in self._sets.values()) > _HELD:
            given_up.append(self._end(next(iter(self._sets))))
        return given_up

    def overdue(self, now_s: float) -> list[Whole]:
        late = [key for key, one in self._sets.items() if now_s - one.since_s >= self._kept_s]
        return [self._end(key) for key in late]

    def _end(self, key: tuple[int, int, bool]) -> Whole:
        held = self._sets.pop(key)
        missing = tuple(seq for seq in range(1, held.total + 1) if seq not in held.parts)
        return Whole(key[0], held.target, key[1], _joined(held), missing)


def _goes_on(held: _Set, part: PartOf, text: Words) -> bool:
    """Whether this part belongs to the text that was begun, or to a later one with its number."""
    before = held.parts.get(part.seq)
    return (held.total, held.scheme) == (part.total, text.scheme) and before in (None, text)


def _joined(held: _Set) -> str:
    """Runs of parts that follow each other are decoded as one: a character may be cut in two."""
    text, run = "", b""
    for seq in range(1, held.total + 1):
        part = held.parts.get(seq)
        if part is None:
            text += _read(held.scheme, run) + f"〔第{seq}段未收到〕"
            run = b""
        elif part.pad:  # seven-bit text ends within a byte: each part for itself
            text += _read(held.scheme, run) + part.text
            run = b""
        else:
            run += part.data
    return text + _read(held.scheme, run)


def _read(scheme: int, data: bytes) -> str:
    return Words(scheme, data).text if data else ""
