"""What a still picture is called: camera and the time of its frame, to be read back from the name."""

from __future__ import annotations

import re
from datetime import datetime

from app.base.clock import SHANGHAI, local

_NAME = re.compile(r".+_(\d{8}_\d{6})\.jpg")
_FORM = "%Y%m%d_%H%M%S"


def picture_name(code: str, at: datetime) -> str:
    return f"{code}_{local(at):{_FORM}}.jpg"


def frame_time(name: str) -> datetime | None:
    """To the second; None for a file that is no picture of a camera."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _FORM).replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
