"""Files under their own hash, durable before any row names them, checked whenever they are read."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import sqlalchemy as sa

from app.base.attachments import LARGEST, Filed
from app.base.errors import Refused, Unreachable, disk_reason
from db.tables.attachments import attachment

PIECE = 2**20
_UNKNOWN = "application/octet-stream"
_ASIDE = ".new-"


class Files:
    """Answers `app.base.attachments.FileDoor`. One file per content: `folder`/ab/<sha256>.

    Files only ever come; nothing here removes one, but for the halves of an interrupted writing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def keep(self, content: bytes, name: str) -> Filed:
        return self._file(iter([content]), name)

    def bring(self, source: Path) -> Filed:
        try:
            with open(source, "rb") as held:
                return self._file(pieces(held), _name(source))
        except OSError as error:
            raise Unreachable("disk", disk_reason(error)) from error

    def read(self, sha256: str) -> bytes:
        try:
            content = self.place(sha256).read_bytes()
        except FileNotFoundError:
            raise Unreachable("file", "missing") from None
        except OSError as error:
            raise Unreachable("disk", disk_reason(error)) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Unreachable("file", "changed")
        return content

    def stream(self, sha256: str) -> Iterator[bytes]:
        """What was filed, piece by piece; every byte is checked before the first is given."""
        place = self.place(sha256)
        try:
            if hash_of(place) != sha256:
                raise Unreachable("file", "changed")
            with open(place, "rb") as held:
                yield from pieces(held)
        except FileNotFoundError:
            raise Unreachable("file", "missing") from None
        except OSError as error:
            raise Unreachable("disk", disk_reason(error)) from error

    def hand_out(self, sha256: str, to: Path) -> None:
        content = self.read(sha256)
        with _on_disk(), _whole(to) as out:
            out.write(content)

    def has(self, sha256: str, size: int) -> bool:
        """A file of that name and size is here; whether it is still what was filed only `read` tells."""
        try:
            return self.place(sha256).stat().st_size == size
        except OSError:
            return False

    def holds(self, sha256: str) -> bool:
        """The file is here, whole and unchanged: every byte is read."""
        try:
            return hash_of(self.place(sha256)) == sha256
        except OSError:
            return False

    def here(self) -> Iterator[str]:
        """The hash of every file that lies here."""
        for place in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if len(place.name) == 64:
                yield place.name

    def fetch(self, source: Path, sha256: str) -> bool:
        """A copy of a file that lies elsewhere; False when it is not there or not that content."""
        with _on_disk(), self._aside() as aside:
            try:
                shutil.copyfile(source, aside)
            except FileNotFoundError:
                return False
            return self.take(aside, sha256)

    def take(self, aside: Path, sha256: str) -> bool:
        """Move a file made elsewhere on this disk to its place; False when it is not that content."""
        with _on_disk():
            if hash_of(aside) != sha256:
                return False
            with open(aside, "rb") as held:
                os.fsync(held.fileno())
            self._settle(aside, sha256)
        return True

    def _file(self, content: Iterator[bytes], name: str) -> Filed:
        mime = mimetypes.guess_type(name)[0] or _UNKNOWN
        with _on_disk(), self._aside() as aside:
            with open(aside, "wb") as out:
                sha256, size = _write(content, out)
            if not self.holds(sha256):
                self._settle(aside, sha256)
        return Filed(sha256, size, mime, name)

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=_ASIDE, dir=self.folder)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)

    def _settle(self, aside: Path, sha256: str) -> None:
        """A damaged file of that name gives way to the good one."""
        place = self.place(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder)
        os.replace(aside, place)
        sync_folder(place.parent)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files of the record beside its rows; all by sha256.

    `missing`: a row names it and it is not here. `changed`: what is here is something else.
    `nobodys`: it is here and no row names it, as after a crash between file and row; nobody removes it.
    """

    rows: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    nobodys: tuple[str, ...]


def inventory(connection: sa.Connection, files: Files) -> Inventory:
    """Reads every byte of every file; writes nothing."""
    named = list(connection.execute(sa.select(attachment.c.sha256)).scalars())
    here, wanted = set(files.here()), set(named)
    return Inventory(
        len(named),
        tuple(sorted(wanted - here)),
        tuple(sha256 for sha256 in sorted(here) if not files.holds(sha256)),
        tuple(sorted(here - wanted)),
    )


def inventory_of(record: Path, files: Files) -> Inventory:
    """The same for a record that is not open."""
    engine = sa.create_engine(f"sqlite:///file:{quote(str(record))}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            if sa.inspect(connection).has_table(attachment.name):
                return inventory(connection, files)
            return Inventory(0, (), (), tuple(files.here()))
    finally:
        engine.dispose()


def pieces(held: BinaryIO) -> Iterator[bytes]:
    while piece := held.read(PIECE):
        yield piece


def hash_of(place: Path) -> str:
    digest = hashlib.sha256()
    with open(place, "rb") as held:
        for piece in pieces(held):
            digest.update(piece)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """What was made or renamed in it is on the disk."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _name(source: Path) -> str:
    """As it is shown; bytes that are no text come from disks of a Chinese Windows."""
    try:
        source.name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(source.name).decode("gb18030", "replace")
    return source.name


def _write(content: Iterator[bytes], out: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in content:
        size += len(piece)
        if size > LARGEST:
            raise Refused("file", "too_large", most_mb=LARGEST // 2**20)
        digest.update(piece)
        out.write(piece)
    if not size:
        raise Refused("file", "empty")
    out.flush()
    os.fsync(out.fileno())
    return digest.hexdigest(), size


@contextmanager
def _whole(place: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when all of it is on the disk."""
    aside = place.with_name(f"{place.name}.part")
    try:
        with open(aside, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, place)
    finally:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def _on_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unreachable("disk", disk_reason(error)) from error
