"""A copy of the record and its files that is restored and checked before it is called good.

    <place>/<desk>/20260624T180000Z/   duty.db, settings.toml, gateways.toml; last manifest.json
    <place>/<desk>/blobs/ab/<sha256>   the files of all backups of this desk; only new ones are copied

Films of cameras are not in it; those that are evidence are when that was asked for (db/films.py).

A folder gets its name only when it is good; a half one begins with a dot and has no manifest.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from app.base.clock import local
from app.base.errors import Refused, Unreachable, disk_reason
from app.base.kept_gateways import FILE as KEPT
from app.keeping.records import FilmsLeft, Kept, Stage
from db.apart import Finding, look_into
from db.attachments import Files, hash_of, sync_folder
from db.films import Film, films_in, left_of, take_along

_log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
DAYS, WEEKS = 14, 8
"""How many days and weeks back one good backup each is kept. [choice]"""
_STAMP = "%Y%m%dT%H%M%SZ"
_DATED = re.compile(r"\d{8}T\d{6}Z")
_HALF, _SCRATCH = ".half-", ".restored-"

Going = Callable[[Stage, int, int], bool]
"""Told (stage, done, of) as it goes; False stops the backup."""
Look = Callable[[Path, Callable[[], bool]], Finding]
"""Looks into a record; stops when its second argument says no."""


class NotGood(Unreachable):
    """What lies there cannot be relied on; `lines` say why, in Chinese, for who has to look into it."""

    def __init__(self, why: str, *lines: str) -> None:
        super().__init__("backup", why)
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: the record, the files beside it, the settings, and the desk's name; of the films in
    `recordings` those that are evidence, if `evidence` says so."""

    record: Path
    files: Files
    settings: Path
    desk: str
    recordings: Path | None = None
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a good backup holds. `parts`, `blobs` and `films` are (name, sha256, size), (sha256, size) and
    (file, sha256, size); `left` are the fields of `FilmsLeft`, none in a backup of before it was told."""

    made_at: str
    desk: str
    record: str
    entries: int
    parts: tuple[tuple[str, str, int], ...]
    blobs: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    films: tuple[tuple[str, str, int], ...] = ()
    left: tuple[int, ...] = ()

    def written(self) -> bytes:
        """With the hash over all of it: a torn or edited manifest is none."""
        held = asdict(self)
        return json.dumps({**held, "hash": _hash(held)}, ensure_ascii=False, indent=1).encode()

    def kept(self, folder: Path) -> Kept:
        size = next(size for name, _, size in self.parts if name == self.record)
        made_at = datetime.fromisoformat(self.made_at)
        left = FilmsLeft(*self.left) if self.left else None
        return Kept(
            folder,
            made_at,
            self.entries,
            len(self.blobs),
            size,
            len(self.missing),
            len(self.films),
            left,
        )


def read_manifest(folder: Path) -> Manifest:
    """`NotGood` when there is none that holds."""
    try:
        held = json.loads((folder / MANIFEST).read_bytes())
        told = held.pop("hash")
        if told != _hash(held):
            raise ValueError("hash")
        pairs = ("parts", "blobs", "films")
        held |= {name: tuple(tuple(one) for one in held.get(name, ())) for name in pairs}
        held |= {name: tuple(held.get(name, ())) for name in ("missing", "left")}
        return Manifest(**held)
    except FileNotFoundError:
        raise NotGood("no_manifest", f"{folder.name} 不是完成的备份（没有 {MANIFEST}）") from None
    except OSError as error:
        raise Unreachable("backup", disk_reason(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError):
        raise NotGood("bad_manifest", f"{folder.name} 的 {MANIFEST} 不符") from None


def make(
    source: Source,
    to: Path,
    now: datetime,
    going: Going = lambda *_: True,
    look: Look = look_into,
) -> Kept:
    """A new good backup under `to`, or `Unreachable("backup", why)` and nothing that looks like one."""
    place = to / source.desk
    with told():
        place.mkdir(parents=True, exist_ok=True)
        _sweep(now, place.glob(f"{_HALF}*"), source.record.parent.glob(f"{_SCRATCH}*"))
        half = place / f"{_HALF}{now.astimezone(UTC):{_STAMP}}"
        half.mkdir()
        try:
            manifest = _copy(source, half, Files(place / "blobs"), now, going)
            with TemporaryDirectory(prefix=_SCRATCH, dir=_roomy(source.record, place)) as scratch:
                prove(half, manifest, Path(scratch), going, look)
            _durable(half / MANIFEST, manifest.written())
            folder = place / half.name.removeprefix(_HALF)
            half.rename(folder)
            sync_folder(place)
        finally:
            if half.exists():
                shutil.rmtree(half, ignore_errors=True)
    try:
        _prune(place)
    except OSError as error:  # the new one is good all the same
        _log.warning("older backups in %s could not be taken away: %s", place, error)
    return manifest.kept(folder)


def prove(
    folder: Path,
    manifest: Manifest,
    scratch: Path,
    going: Going = lambda *_: True,
    look: Look = look_into,
) -> None:
    """Restore the record into `scratch` and check it there; read every file. `NotGood` says what fails."""
    _go_on(going, Stage.CHECK, 0, 1)
    restore_parts(folder, manifest, scratch)
    wanted = [(sha256, "附件") for sha256, _ in manifest.blobs]
    wanted += [(sha256, "录像") for _, sha256, _ in manifest.films]
    all_of_it = len(wanted) + 1
    found = look(scratch / manifest.record, lambda: going(Stage.CHECK, 0, all_of_it))
    if not found.whole:
        raise NotGood("not_whole", *found.lines)
    if found.entries != manifest.entries:
        raise NotGood("not_whole", f"记录 {found.entries} 条，应为 {manifest.entries} 条")
    pool = Files(folder.parent / "blobs")
    for n, (sha256, kind) in enumerate(wanted, 1):
        _go_on(going, Stage.CHECK, n, all_of_it)
        if not pool.holds(sha256):
            raise NotGood("not_whole", f"{kind}缺失或被改动：{sha256}")


def restore_parts(folder: Path, manifest: Manifest, into: Path) -> None:
    """Every part of the backup as it was made, durable in `into`; the files are not among them."""
    for name, sha256, _ in manifest.parts:
        _forget(folder / name)
        _copy_file(folder / name, into / name)
        if hash_of(into / name) != sha256:
            raise NotGood("not_whole", f"{name} 与备份时不同")


def newest(place: Path) -> tuple[Path, Manifest] | None:
    """The last backup in the folder of one desk whose manifest holds."""
    for folder in reversed(dated(place)):
        try:
            return folder, read_manifest(folder)
        except NotGood:
            continue
    return None


def dated(place: Path) -> list[Path]:
    """Oldest first."""
    return sorted(found for found in place.glob("*") if is_dated(found))


def is_dated(folder: Path) -> bool:
    return bool(_DATED.fullmatch(folder.name))


def _copy(source: Source, half: Path, pool: Files, now: datetime, going: Going) -> Manifest:
    _go_on(going, Stage.RECORD, 0, 1)
    copy = half / source.record.name
    entries, named, films = _copy_record(source, copy)
    parts = [copy]
    for place in (source.settings, source.settings.with_name(KEPT)):
        if place.is_file():
            _copy_file(place, half / place.name)
            parts.append(half / place.name)
    blobs, missing = [], []
    wanted = sorted(named | set(source.files.here()))
    for n, sha256 in enumerate(wanted):
        _go_on(going, Stage.FILES, n, len(wanted))
        held = pool.place(sha256)
        if pool.holds(sha256) or pool.fetch(source.files.place(sha256), sha256):
            blobs.append((sha256, held.stat().st_size))
        elif sha256 in named:
            missing.append(sha256)
    taken = _take_films(source, films, pool, going)
    return Manifest(
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        desk=source.desk,
        record=source.record.name,
        entries=entries,
        parts=tuple((part.name, hash_of(part), part.stat().st_size) for part in parts),
        blobs=tuple(blobs),
        missing=tuple(missing),
        films=tuple((film.file, film.sha256, film.size) for film in taken),
        left=astuple(left_of(films, taken)) if source.recordings is not None else (),
    )


def _take_films(source: Source, films: list[Film], pool: Files, going: Going) -> list[Film]:
    if source.recordings is None or not source.evidence:
        return []
    taken = []
    for n, film in enumerate(films):
        _go_on(going, Stage.FILES, n, len(films))
        if take_along(film, source.recordings, pool):
            taken.append(film)
    return taken


def _copy_record(source: Source, to: Path) -> tuple[int, set[str], list[Film]]:
    """One moment of a record that may be written meanwhile: its entries, the files its rows name, and the
    films of them that lie here."""
    live = f"file:{quote(str(source.record))}?mode=ro"
    with closing(sqlite3.connect(live, uri=True)) as held, closing(sqlite3.connect(to)) as copy:
        copy.execute("PRAGMA synchronous = off")  # it is told to the disk at once, at the end;
        copy.execute("PRAGMA journal_mode = off")  # a copy that is cut short is thrown away whole
        held.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = delete")
        (entries,) = copy.execute("SELECT count(*) FROM journal").fetchone()
        known = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").fetchone()
        rows = copy.execute("SELECT sha256 FROM attachment").fetchall() if known else []
        films = films_in(copy, source.recordings)
    _sync(to)
    return entries, {sha256 for (sha256,) in rows}, films


def _roomy(record: Path, place: Path) -> Path:
    """Where the restored record has room: beside the record, or else beside the backup."""
    here = record.parent
    room = shutil.disk_usage(here).free > 2 * record.stat().st_size
    return here if room and os.access(here, os.W_OK) else place


def _sweep(now: datetime, *found: Iterable[Path]) -> None:
    """Halves that a program which was killed left behind; not those another is at work on."""
    for left in chain(*found):
        if now.timestamp() - left.stat().st_mtime > 86_400:
            shutil.rmtree(left)


def _prune(place: Path) -> None:
    """One good backup per day and per week, and the newest; files are never taken away."""
    days: dict[str, Path] = {}
    weeks: dict[str, Path] = {}
    for folder in dated(place):
        at = local(datetime.strptime(folder.name, _STAMP).replace(tzinfo=UTC))
        days[f"{at:%Y%m%d}"] = folder
        weeks["{0.year}-{0.week:02}".format(at.isocalendar())] = folder
    keep = {*list(days.values())[-DAYS:], *list(weeks.values())[-WEEKS:]}
    for folder in dated(place):
        if folder not in keep:
            gone = folder.with_name(f"{_HALF}{folder.name}")
            folder.rename(gone)
            shutil.rmtree(gone)


def _go_on(going: Going, stage: Stage, done: int, of: int) -> None:
    if not going(stage, done, of):
        raise Refused("backup", "cancelled")


def _hash(held: dict[str, Any]) -> str:
    text = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _durable(place: Path, content: bytes) -> None:
    aside = place.with_suffix(".new")
    aside.write_bytes(content)
    _sync(aside)
    aside.replace(place)
    sync_folder(place.parent)


def _copy_file(source: Path, to: Path) -> None:
    shutil.copyfile(source, to)
    _sync(to)


def _sync(place: Path) -> None:
    with open(place, "rb+") as held:
        os.fsync(held.fileno())


def _forget(place: Path) -> None:
    """Read from the disk, not from memory, where the system lets itself be told so."""
    if hasattr(os, "posix_fadvise"):
        with open(place, "rb") as held:
            os.posix_fadvise(held.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


_SQLITE = {
    sqlite3.SQLITE_FULL: "disk_full",
    sqlite3.SQLITE_IOERR: "disk_error",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_CANTOPEN: "cannot_open",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_BUSY: "busy",
}


@contextmanager
def told() -> Iterator[None]:
    """Disks that fail are told by a code; anything else is a bug and passes."""
    try:
        yield
    except OSError as error:
        raise Unreachable("backup", disk_reason(error)) from error
    except sqlite3.Error as error:
        why = _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if why is None:
            raise
        raise Unreachable("backup", why) from error
