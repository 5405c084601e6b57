"""The log file: where a bug leaves its trace, never the screen, and never a password."""

from __future__ import annotations

import logging
import logging.handlers
import re
import sys
import threading
from pathlib import Path
from types import TracebackType

_SECRET = re.compile(r"(?P<head>[a-z][a-z0-9+.-]*://)\S*@", re.IGNORECASE)


def masked(text: str) -> str:
    """The text with user names and passwords of addresses taken out."""
    return _SECRET.sub(r"\g<head>***@", text)


class _Masking(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


def start(folder: Path) -> Path | None:
    """Write traces to `folder`/dutyroom.log (4 files of 2 MB). None when the folder refuses."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    form = _Masking("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    place = folder / "dutyroom.log"
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            place, maxBytes=2_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler(sys.stderr)
        place = None  # type: ignore[assignment]
    handler.setFormatter(form)
    root.addHandler(handler)
    sys.excepthook = _bug
    threading.excepthook = lambda told: _bug(
        told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
    )
    return place


def _bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("dutyroom").critical("unexpected", exc_info=(kind, bug, trace))
