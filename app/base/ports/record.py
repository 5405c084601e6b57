"""The raw record: every byte of a port with its time, in parts of a bounded size, written behind the line.

One thread writes for all ports of the desk. What was written stands in the file when the program is
killed; only a power cut may take what the system had not put on the disk yet.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from app.base.clock import Clock
from app.base.ports.raw import HEAD, Raw, Way, line_of
from app.base.saving import safe

_log = logging.getLogger(__name__)

ENDING = ".raw"
PART_BYTES = 4 * 1024 * 1024
WAITING_BYTES = 2 * 1024 * 1024
FREE_BYTES = 200 * 1024 * 1024
"""A disk with less room than this is left to the record of the room."""
_GATHER_S, _AGAIN_S = 0.25, 5.0
_EACH = 250
_READ = 1024 * 1024
_FULL = (errno.ENOSPC, errno.EDQUOT)


class RawRecord:
    """Of one port. `about` stands in the head of each part; `limit` bounds all parts together."""

    def __init__(
        self, folder: Path, about: str, clock: Clock, limit: int, written: threading.Event
    ) -> None:
        self.folder = folder
        self._head = f"{HEAD} {about}\n".encode()
        self._clock = clock
        self._limit = limit
        self._part = min(PART_BYTES, limit // 4)
        self._written = written
        self._waiting: deque[Raw] = deque()
        self._waiting_bytes = 0
        self._lock = threading.Lock()
        self._lost = 0
        self._file = -1
        self._size = 0
        self._torn = False
        self.trouble = ""
        """Why nothing can be written just now: disk_full, disk_error; empty when all is well."""

    def keep(self, way: Way, data: bytes) -> None:
        """On the line's thread: no disk here. What is too much for memory is counted, not kept."""
        with self._lock:
            if self._waiting_bytes + len(data) + _EACH > WAITING_BYTES:
                self._lost += len(data)
                return
            if self._lost:
                lost, self._lost = self._lost, 0
                self._waiting.append(Raw(self._clock.now(), Way.NOTE, b"lost %d" % lost))
                self._waiting_bytes += len(self._waiting[-1].data) + _EACH
            self._waiting.append(Raw(self._clock.now(), way, data))
            self._waiting_bytes += len(data) + _EACH
        self._written.set()

    def size(self) -> int:
        """Bytes of all parts."""
        return sum(_size(part) for part in self.parts())

    def parts(self) -> list[Path]:
        """Oldest first. A file that somebody else laid here is none of them."""
        with contextlib.suppress(OSError):
            return sorted(part for part in self.folder.glob(f"*{ENDING}") if _number(part))
        return []

    def whole(self) -> Iterator[bytes]:
        """All parts as one file that `replay:` can play. Raises `OSError`."""
        for part in self.parts():
            with contextlib.suppress(FileNotFoundError), part.open("rb") as file:
                while chunk := file.read(_READ):
                    yield chunk

    # --- on the writing thread ----------------------------------------------------------

    def write(self) -> bool:
        """What waits, to the disk. False: it waits still, see `trouble`."""
        with self._lock:
            batch = list(self._waiting)
        if not batch:
            return True
        try:
            self._put("".join(map(line_of, batch)).encode("ascii", "replace"))
        except OSError as error:
            self._torn = True
            self._tell("disk_full" if error.errno in _FULL else "disk_error", error)
            return False
        self.trouble = ""
        with self._lock:
            for one in batch:
                self._waiting.popleft()
                self._waiting_bytes -= len(one.data) + _EACH
        return True

    def close(self) -> None:
        self.write()
        self._close()

    def _put(self, lines: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        disk = os.statvfs(self.folder)
        if disk.f_bavail * disk.f_frsize < FREE_BYTES:
            raise OSError(errno.ENOSPC, "too little room is left")
        if self._file < 0 or self._size >= self._part:
            self._begin_part()
        lines = b"\n" * self._torn + lines
        while lines:
            done = os.write(self._file, lines)
            lines = lines[done:]
            self._size += done
        self._torn = False

    def _begin_part(self) -> None:
        self._close()
        parts = self.parts()
        sizes = [_size(part) for part in parts]
        while parts and sum(sizes) + self._part > self._limit:
            parts.pop(0).unlink(missing_ok=True)
            sizes.pop(0)
        last = _number(parts[-1]) if parts else 0
        name = f"{last + 1:08d}-{self._clock.now():%Y%m%dT%H%M%SZ}{ENDING}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(self.folder / name, flags, 0o600)
        self._size = os.write(self._file, self._head)

    def _close(self) -> None:
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file, self._size = -1, 0

    def _tell(self, why: str, error: OSError) -> None:
        if self.trouble != why:
            _log.warning("raw record %s: %s", self.folder, error)
        self.trouble = why


class RawRecords:
    """All raw records of a desk, and the one thread that writes them."""

    def __init__(self, folder: Path, clock: Clock, limit: int) -> None:
        self._folder, self._clock, self._limit = folder, clock, limit
        self._records: list[RawRecord] = []
        self._something = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="raw records", daemon=True)

    def of(self, name: str, about: str = "") -> RawRecord:
        """`name` is that of the gateway; also while the others are written."""
        words = " ".join(f"{name} {about}".split())
        folder = self._folder / safe(name)
        record = RawRecord(folder, words, self._clock, self._limit, self._something)
        self._records.append(record)
        return record

    def start(self) -> None:
        self._thread.start()

    def stop(self, wait_s: float = 3.0) -> bool:
        """After the lines: what they said last is written too."""
        self._ending.set()
        self._something.set()
        if self._thread.ident is not None:
            self._thread.join(wait_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._ending.is_set():
            self._something.wait()
            self._something.clear()
            behind = sum(not self._written(record) for record in list(self._records))
            self._ending.wait(_AGAIN_S if behind else _GATHER_S)
            if behind:
                self._something.set()
        for record in list(self._records):
            record.close()

    def _written(self, record: RawRecord) -> bool:
        """One record that cannot be kept must not end those of the other gateways."""
        try:
            return record.write()
        except Exception:  # noqa: BLE001
            _log.exception("raw record %s", record.folder)
            record.trouble = "disk_error"
            return False


def _number(part: Path) -> int:
    """Of a part that we made; 0 of any other file."""
    first, dash, _ = part.name.partition("-")
    return int(first) if dash and len(first) == 8 and first.isascii() and first.isdigit() else 0


def _size(part: Path) -> int:
    with contextlib.suppress(OSError):
        return part.stat().st_size
    return 0
