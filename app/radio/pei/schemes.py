"""Text of an SDS to bytes and back: the coding schemes of radio.md 4.6. Chinese goes as UTF-16BE."""

from __future__ import annotations

from dataclasses import dataclass

GSM, LATIN1, UTF16 = 0, 1, 26
CODECS = {
    **{number: f"iso8859-{number}" for number in range(1, 11)},
    11: "iso8859-13",
    12: "iso8859-14",
    13: "iso8859-15",
    14: "cp437",
    15: "cp737",
    16: "cp850",
    17: "cp852",
    18: "cp855",
    19: "cp857",
    20: "cp860",
    21: "cp861",
    22: "cp863",
    23: "cp865",
    24: "cp866",
    25: "cp869",
    UTF16: "utf-16-be",
}
"""27 (VISCII) is not among them: it is read as latin-1 and flagged."""
_GSM = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTRA = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~", 0x3E: "]"}
_EXTRA |= {0x40: "|", 0x65: "€"}
_SEPTETS: dict[str, tuple[int, ...]]
_SEPTETS = {sign: (code,) for code, sign in enumerate(_GSM) if code != _ESCAPE}
_SEPTETS |= {sign: (_ESCAPE, code) for code, sign in _EXTRA.items()}


@dataclass(frozen=True, slots=True)
class Words:
    """Encoded text. `pad` bits at the end of `data` are not part of it (0 to 7)."""

    scheme: int
    data: bytes
    pad: int = 0

    @property
    def bits(self) -> int:
        return len(self.data) * 8 - self.pad

    @property
    def text(self) -> str:
        return self._read()[0]

    @property
    def doubtful(self) -> bool:
        """Not what the scheme says: shown as latin-1, or with signs for what could not be read."""
        return self._read()[1]

    def _read(self) -> tuple[str, bool]:
        scheme = self.scheme & 0x7F
        if scheme == GSM:
            return _unpacked(self.data, self.bits // 7)
        codec = CODECS.get(scheme)
        if codec is None:
            return self.data.decode("latin-1"), True
        try:
            return self.data.decode(codec), False
        except UnicodeDecodeError:
            if scheme == UTF16:
                return self.data.decode(codec, "replace"), True
            return self.data.decode("latin-1"), True


def words(text: str, scheme: int) -> Words:
    """Raises `ValueError`: the scheme is unknown, or has no sign for a character."""
    if scheme == GSM:
        return _packed(text)
    if scheme not in CODECS:
        raise ValueError(f"no text scheme {scheme}")
    return Words(scheme, text.encode(CODECS[scheme]))


def fitting(text: str) -> Words:
    """One byte a character where that is possible, else UTF-16BE. Half of a surrogate pair becomes �."""
    try:
        return words(text, LATIN1)
    except ValueError:
        whole = text.encode("utf-16-be", "surrogatepass").decode("utf-16-be", "replace")
        return words(whole, UTF16)


def _packed(text: str) -> Words:
    """Seven bits a character, the first in the low bits of the first byte, as GSM 03.38 packs them:
    that TETRA packs alike is not verified."""
    septets = [code for sign in text for code in _SEPTETS.get(sign, ())]
    if any(sign not in _SEPTETS for sign in text):
        raise ValueError("no GSM sign for a character")
    held = sum(code << 7 * place for place, code in enumerate(septets))
    count = -(-len(septets) * 7 // 8)
    return Words(GSM, held.to_bytes(count, "little"), count * 8 - len(septets) * 7)


def _unpacked(data: bytes, count: int) -> tuple[str, bool]:
    held = int.from_bytes(data, "little")
    codes = iter((held >> 7 * place) & 0x7F for place in range(count))
    text = ""
    doubtful = False
    for code in codes:
        if code == _ESCAPE:
            sign = _EXTRA.get(next(codes, -1))
            doubtful |= sign is None
            text += sign or "�"
        else:
            text += _GSM[code]
    return text, doubtful
