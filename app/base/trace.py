"""The log file: where a bug leaves its trace, never the screen, and never a password."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import logging.handlers
import re
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType

_SECRET = re.compile(r"(?P<head>[a-z][a-z0-9+.-]*[:：][/／]{2})\S*[@＠]", re.IGNORECASE)
"""Also in full-width letters, as chats make them."""


_CRASH_CHARS = 100_000


def masked(text: str) -> str:
    """The text with user names and passwords of addresses taken out."""
    return _SECRET.sub(r"\g<head>***@", text)


class _Masking(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _File(logging.handlers.RotatingFileHandler):
    """A disk that is full must not write its own traces over the terminal."""

    def handleError(self, record: logging.LogRecord) -> None:
        """The line is lost; the lamp of the store tells of the disk."""


def start(folder: Path) -> Path | None:
    """Write traces to `folder`/dutyroom.log (4 files of 2 MB); the path that was taken.

    A folder that refuses is replaced by a temporary one; None when that refuses too.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    form = _Masking("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    place = _writable(folder)
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if place is not None:
        handler = _File(place, maxBytes=2_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(form)
    root.addHandler(handler)
    sys.excepthook = _bug
    threading.excepthook = lambda told: _bug(
        told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
    )
    return place


def catch_crashes(folder: Path) -> None:
    """From now on a crash below Python (Qt, the decoder) leaves where each thread was in
    `folder`/crash.txt; what stands there of an earlier run is told in the log and taken out.

    The file bears names of functions and lines, no values. Without a folder nothing is caught.
    """
    with contextlib.suppress(OSError):
        file = open(folder / "crash.txt", "a+", encoding="utf-8", errors="replace")  # noqa: SIM115
        file.seek(0)
        if earlier := file.read(_CRASH_CHARS):
            logging.getLogger("dutyroom").critical("an earlier run crashed:\n%s", earlier)
        file.truncate(0)
        faulthandler.enable(file)  # which keeps it open


def _bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("dutyroom").critical("unexpected", exc_info=(kind, bug, trace))


def _writable(folder: Path) -> Path | None:
    def as_wanted() -> Path:
        return folder

    def aside() -> Path:
        return Path(tempfile.mkdtemp(prefix="dutyroom-log-"))

    for make in (as_wanted, aside):
        with contextlib.suppress(OSError):
            place = make() / "dutyroom.log"
            place.parent.mkdir(parents=True, exist_ok=True)
            with open(place, "ab"):
                return place
    return None
