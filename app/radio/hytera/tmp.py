"""TMP: texts between radios, bytes to dataclasses and back. Layout: radio.md 5.5."""

from __future__ import annotations

from dataclasses import dataclass

from app.radio.hytera.wire import IP, U8, U16, U32, RadioIp

TEXT_LIMIT = 140
"""UTF-16 code units in one text; a 汉字 is one."""

_FLAG = 0x80
_OPTIONS = 0x40
_TEXTS = {0xA1: False, 0xB1: True}
_ACKS = {0xA2: False, 0xB2: True}
_KINDS = frozenset({*_TEXTS, *_ACKS})


@dataclass(frozen=True, slots=True)
class TextMessage:
    """`dest` is the address as a number: of a radio (`dest_radio`) or of a group.

    `flag` is bit 7, about whether an answer is wanted; the sources disagree on its polarity.
    """

    group: bool
    request: int
    dest: int
    src: RadioIp
    text: str
    flag: bool
    options: bytes | None = None

    @property
    def dest_radio(self) -> int:
        return self.dest & 0xFFFFFF


@dataclass(frozen=True, slots=True)
class TextAck:
    """`result` 0 ok, 1 fail, 3 bad params, 4 busy, 8 no ack, 9 repeater wake-up, 10 no contact."""

    group: bool
    request: int
    dest: int
    src: RadioIp | None
    result: int
    flag: bool
    options: bytes | None = None

    @property
    def dest_radio(self) -> int:
        return self.dest & 0xFFFFFF


def read_text(opcode: int, payload: bytes) -> TextMessage | TextAck | None:
    """None for other kinds (short data, work orders) and for what does not fit."""
    head, kind = opcode >> 8, opcode & 0xFF
    if head & ~(_FLAG | _OPTIONS) or kind not in _KINDS:
        return None
    flag = bool(head & _FLAG)
    options: bytes | None = None
    if head & _OPTIONS:
        length = U16.read(payload[:2])
        if len(payload) < 2 + length:
            return None
        split = len(payload) - length
        payload, options = payload[2:split], payload[split:]
    request, dest, rest = U32.read(payload[:4]), U32.read(payload[4:8]), payload[8:]
    if len(payload) < 8:
        return None
    if kind == 0xB2:
        if len(rest) != 1:
            return None
        return TextAck(True, request, dest, None, rest[0], flag, options)
    if len(rest) < 4:
        return None
    src, rest = IP.read(rest[:4]), rest[4:]
    if kind in _ACKS:
        if len(rest) != 1:
            return None
        return TextAck(False, request, dest, src, rest[0], flag, options)
    if len(rest) % 2:
        return None
    text = rest.decode("utf-16-le", "surrogatepass")
    return TextMessage(_TEXTS[kind], request, dest, src, text, flag, options)


def write_text(body: TextMessage | TextAck) -> tuple[int, bytes]:
    """(opcode, payload)."""
    kinds = _TEXTS if isinstance(body, TextMessage) else _ACKS
    kind = next(code for code, group in kinds.items() if group == body.group)
    head = (_FLAG if body.flag else 0) | (_OPTIONS if body.options is not None else 0)
    options = b"" if body.options is None else body.options
    start = U16.write(len(options)) if body.options is not None else b""
    inner = U32.write(body.request) + U32.write(body.dest)
    if body.src is not None:
        inner += IP.write(body.src)
    if isinstance(body, TextMessage):
        inner += body.text.encode("utf-16-le", "surrogatepass")
    else:
        inner += U8.write(body.result)
    return head << 8 | kind, start + inner + options


def units(text: str) -> int:
    """Length as the line counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
