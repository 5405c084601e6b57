"""The numbers of radios and groups as the PEI writes them: SSI, or TSI of 15 to 17 digits."""

from __future__ import annotations

from dataclasses import dataclass

SSI_MAX = (1 << 24) - 1
_SSI_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Tsi:
    """Country, network and number. `mcc` and `mnc` are None for a number that stands alone."""

    ssi: int
    mcc: int | None = None
    mnc: int | None = None


def tsi(digits: str) -> Tsi | None:
    """None: no number of a radio. A country code of 4 digits begins with 0."""
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 17:
        return None
    ssi = int(digits[-_SSI_DIGITS:])
    if ssi > SSI_MAX:
        return None
    head = digits[:-_SSI_DIGITS]
    if len(head) < 7:
        return Tsi(ssi)
    country = 4 if len(head) == 9 or (len(head) == 8 and head[0] == "0") else 3
    return Tsi(ssi, int(head[:country]), int(head[country:]))


def ssi(digits: str) -> int | None:
    """The last 8 digits, whatever stands before them."""
    found = tsi(digits)
    return None if found is None else found.ssi
