"""What the console writes to the radio: commands, and messages with their PDU. radio.md 4.3."""

from __future__ import annotations

import re
from dataclasses import dataclass

SUBMIT, CANCEL = "\x1a", "\x1b"
_MESSAGE = re.compile(r"AT\+CMGS=(\d{1,24}),(\d{1,5})\r\n([0-9A-Fa-f]*)\x1a")


@dataclass(frozen=True, slots=True)
class Message:
    """`AT+CMGS`. `bits` of `pdu` count; it is filled up to whole bytes."""

    called: str
    bits: int
    pdu: bytes

    @property
    def line(self) -> str:
        return f"AT+CMGS={self.called},{self.bits}"

    @property
    def body(self) -> str:
        return self.pdu.hex().upper()


def message(text: str) -> Message | None:
    """A command with its PDU as it stands on the line. None: it is none, or its length is wrong."""
    found = _MESSAGE.fullmatch(text)
    if found is None:
        return None
    called, bits, digits = found[1], int(found[2]), found[3]
    if len(digits) not in (-(-bits // 4), 2 * -(-bits // 8)):
        return None
    return Message(called, bits, bytes.fromhex(digits + "0" * (len(digits) % 2)))


def written(one: Message) -> str:
    """In one go: the radio does not have to prompt. Nothing follows the Ctrl-Z."""
    return f"{one.line}\r\n{one.body}{SUBMIT}"
