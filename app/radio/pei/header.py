"""The head of an SDS that comes in, and which PDU belongs under it. radio.md 4.1, 4.4."""

from __future__ import annotations

from dataclasses import dataclass

from app.radio.pei.identities import ssi

CODE = "+CTSDSR"
_BITS_MAX = 2047
_LENGTHS = frozenset({3, 4, 6, 7})
_HEX = frozenset("0123456789abcdefABCDEF")


@dataclass(frozen=True, slots=True)
class SdsHeader:
    """`+CTSDSR`. Numbers as they were written; `calling` is empty in the short forms of 3 and 4 fields."""

    ai: int
    called: str
    bits: int
    calling: str = ""
    calling_type: int | None = None
    called_type: int | None = None
    e2ee: int | None = None

    @property
    def source(self) -> int:
        """0: it does not say who sent it."""
        return ssi(self.calling) or 0

    @property
    def target(self) -> int:
        return ssi(self.called) or 0

    @property
    def digits(self) -> frozenset[int]:
        """So many hex digits its PDU may have: to the half byte, or filled up to a byte."""
        return frozenset({-(-self.bits // 4), 2 * -(-self.bits // 8)})


def begins(line: str) -> bool:
    code, colon, _ = line.partition(":")
    return bool(colon) and code.strip().upper() == CODE


def decode(line: str) -> SdsHeader | None:
    """None: no header, or one with a number that cannot be."""
    if not begins(line):
        return None
    fields = [field.strip() for field in line.partition(":")[2].split(",")]
    if len(fields) not in _LENGTHS:
        return None
    if len(fields) <= 4:
        ai, called, *kind, bits = fields
        fields = [ai, "", "", called, *(kind or [""]), bits]
    written, calling, called = fields[:1] + fields[2:3] + fields[4:], fields[1], fields[3]
    numbers = [_number(field) for field in written]
    if any(number is None and field for number, field in zip(numbers, written, strict=True)):
        return None
    service, calling_type, called_type, count, *e2ee = numbers
    if service not in range(16) or count not in range(1, _BITS_MAX + 1):
        return None
    if ssi(called) is None or (calling and ssi(calling) is None):
        return None
    assert service is not None
    assert count is not None
    return SdsHeader(service, called, count, calling, calling_type, called_type, *e2ee)


def encode(header: SdsHeader) -> str:
    """In the shortest of the known forms that says it all."""
    ends = [] if header.e2ee is None else [str(header.e2ee)]
    called_type = "" if header.called_type is None else str(header.called_type)
    if header.calling or header.calling_type is not None or ends:
        calling_type = "" if header.calling_type is None else str(header.calling_type)
        fields = [header.calling, calling_type, header.called, called_type, str(header.bits), *ends]
    elif called_type:
        fields = [header.called, called_type, str(header.bits)]
    else:
        fields = [header.called, str(header.bits)]
    return f"{CODE}: {header.ai}," + ",".join(fields)


def pdu(header: SdsHeader, line: str) -> bytes | None:
    """The bytes under it, filled up with zeros; None when the length is not what it says."""
    digits = line.strip()
    if len(digits) not in header.digits or not digits.isascii():
        return None
    if any(digit not in _HEX for digit in digits):
        return None
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _number(field: str) -> int | None:
    return int(field) if field.isascii() and field.isdigit() and len(field) < 6 else None
