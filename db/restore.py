"""Put a proven backup in the place of the record; what was there is moved aside, never removed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from app.base.errors import Refused
from app.keeping.records import Kept
from db.attachments import Files, sync_folder
from db.backup import (
    MANIFEST,
    Manifest,
    NotGood,
    is_dated,
    newest,
    prove,
    read_manifest,
    restore_parts,
    told,
)
from db.films import bring_back

LOCK = "desk.lock"
TAILS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside` holds the record that was there before; None when there was none."""

    kept: Kept
    aside: Path | None


def choose(source: Path) -> tuple[Path, Manifest]:
    """The backup meant: that folder itself, or the newest good one under it. Else `NotGood`."""
    if (source / MANIFEST).exists() or is_dated(source):
        return source, read_manifest(source)
    under = (newest(place) for place in (source, *source.glob("*")))
    found = [one for one in under if one is not None]
    if not found:
        raise NotGood("no_backup", f"{source} 下没有完成的备份")
    return max(found, key=lambda one: one[1].made_at)


def prove_only(source: Path) -> Kept:
    """Restore into a scratch place and check there; nothing else is written."""
    with told(), TemporaryDirectory(prefix="dutyroom-") as scratch:
        folder, manifest = choose(source)
        prove(folder, manifest, Path(scratch))
    return manifest.kept(folder)


def restore(
    source: Path, record: Path, files: Files, now: datetime, recordings: Path | None = None
) -> Restored:
    """`Refused`: "running" while a desk works on that folder, "other_record" for one of another kind (a
    demonstration never becomes the real record). Films that are in it go to `recordings`."""
    home = record.parent
    with told():
        folder, manifest = choose(source)
        if manifest.record != record.name:
            raise Refused("backup", "other_record", record=manifest.record)
        home.mkdir(parents=True, exist_ok=True)
        with held_still(home), TemporaryDirectory(prefix=".restored-", dir=home) as scratch:
            prove(folder, manifest, Path(scratch))
            restore_parts(folder, manifest, Path(scratch))
            pool = Files(folder.parent / "blobs")
            for sha256, _ in manifest.blobs:
                if not files.holds(sha256) and not files.fetch(pool.place(sha256), sha256):
                    raise NotGood("not_whole", f"附件缺失或被改动：{sha256}")
            for file, sha256, _ in manifest.films:
                if recordings is not None and not bring_back(pool, recordings, file, sha256):
                    raise NotGood("not_whole", f"录像缺失或被改动：{file}")
            aside = _move_aside(record, home / f"replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            os.replace(Path(scratch) / manifest.record, record)
            for name, _, _ in manifest.parts:
                if name != manifest.record and not (home / name).exists():
                    os.replace(Path(scratch) / name, home / name)
            sync_folder(home)
    return Restored(manifest.kept(folder), aside)


def _move_aside(record: Path, aside: Path) -> Path | None:
    """The record keeps its place until the new one takes it, so that a crash never leaves none."""
    if not record.exists():
        return None
    with suppress(sqlite3.Error), closing(sqlite3.connect(record)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside.mkdir()
    try:
        os.link(record, aside / record.name)
    except OSError:
        shutil.copyfile(record, aside / record.name)
    for tail in TAILS[1:]:
        with suppress(FileNotFoundError):
            os.replace(f"{record}{tail}", f"{aside / record.name}{tail}")
    sync_folder(aside)
    return aside


@contextmanager
def held_still(home: Path) -> Iterator[None]:
    """No desk works on this folder, and none can begin. Holds the lock a desk would take."""
    place = home / LOCK
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
    except PermissionError:  # where a desk's lock cannot even be opened by others
        raise Refused("desk", "running") from None
    try:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused("desk", "running") from None
        yield
        with suppress(OSError):
            place.unlink()
    finally:
        os.close(handle)
