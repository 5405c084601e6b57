"""What the C library does with memory that was freed: keeps it for the next picture, or gives it back."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""As `malloc.h` names them."""

KEPT_BYTES = 64 << 20
IN_HEAP_BYTES = 16 << 20


def keep_for_pictures() -> None:
    """Pictures of half a megabyte come and go hundreds of times a second. By itself the library gives the
    room of each back and takes it anew, zeroed page by page: that cost a sixth of all the engine does.
    What is kept is given back by `give_back`. Does nothing where the library has no such call."""
    tune = _found("mallopt")
    if tune is not None:
        tune(_TRIM_THRESHOLD, KEPT_BYTES)
        tune(_MMAP_THRESHOLD, IN_HEAP_BYTES)


def give_back() -> None:
    """The C library keeps what many threads freed, each in a heap of its own: after a thousand streams
    that began and ended it holds tens of megabytes that nobody uses. Takes some milliseconds; does
    nothing where the library has no such call."""
    trim = _found("malloc_trim")
    if trim is not None:
        trim(0)


def _found(name: str) -> ctypes._NamedFuncPointer | None:
    if sys.platform != "linux":
        return None
    found: ctypes._NamedFuncPointer | None = getattr(ctypes.CDLL(None), name, None)
    return found
