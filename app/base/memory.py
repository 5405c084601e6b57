"""Gives freed memory back to the machine."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """The C library keeps what many threads freed, each in a heap of its own: after a thousand streams
    that began and ended it holds tens of megabytes that nobody uses. Takes some milliseconds; does
    nothing where the library has no such call."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
