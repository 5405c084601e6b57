"""A sequence parameter set that claims any size, for devices that lie (H.264 7.3.2.1)."""

from __future__ import annotations


def claiming(width_px: int, height_px: int) -> bytes:
    """A baseline SPS, number 0, of a picture this large (rounded up to whole macroblocks)."""
    bits = "".join(
        (
            _ue(0),  # this set's number
            _ue(0),  # frame numbers of four bits
            _ue(2),  # pictures in the order of their coming
            _ue(1),  # reference frames
            "0",
            _ue((width_px + 15) // 16 - 1),
            _ue((height_px + 15) // 16 - 1),
            "1100",  # whole frames, 8x8 inference, nothing cropped, no further words
            "1",
        )
    )
    bits += "0" * (-len(bits) % 8)
    body = bytes([66, 0xC0, 52]) + int(bits, 2).to_bytes(len(bits) // 8, "big")
    return b"\x67" + _guarded(body)


def _ue(number: int) -> str:
    """Exponential Golomb."""
    text = f"{number + 1:b}"
    return "0" * (len(text) - 1) + text


def _guarded(body: bytes) -> bytes:
    """No start code may appear within."""
    made = bytearray()
    zeros = 0
    for byte in body:
        if zeros >= 2 and byte <= 3:
            made.append(3)
            zeros = 0
        made.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(made)
