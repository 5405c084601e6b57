"""OpenCV, loaded with the first picture that needs it: the start of a desk does not wait for it."""

from __future__ import annotations

import os
from functools import cache
from typing import Any


@cache
def opencv() -> Any:
    """The module `cv2`, on one thread, for the decoders need the others. On its import it points Qt at
    plugins of its own, which child processes would inherit."""
    import cv2

    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)
    cv2.setNumThreads(1)
    return cv2
