"""An archive of many files that any machine can check: a manifest of hashes inside, a seal over all of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, BinaryIO

from app.base.clock import full, local
from app.base.errors import Refused, Unreachable, disk_reason
from app.base.saving import safe

FORM = "dutyroom-dossier/1"
MANIFEST = "manifest.json"
SEAL = b"sha256:"
MASKED = "masked"
"""Why a file was left out: names and numbers in it cannot be covered."""
TOO_LARGE = "too_large"
"""A film larger than a file of the record may be: it stays where it is."""
_LEFT = {MASKED: "遮盖归档不收", TOO_LARGE: "录像过大，原件另存"}
KEPT_AT, FILM_HASH = "kept_at", "film_sha256"
"""What the manifest says of a film, in the archive or not."""
_HEX = 64
_PIECE = 2**20
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)
"""What reading a file that is not what it says may raise: by zip, by unpacking, by its manifest's shape."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file to come. `content` is read once, piece by piece; what cannot be read (`Unreachable`) is told
    in the manifest and left out. `size` in bytes is for the progress only."""

    folder: str
    name: str
    title: str
    size: int
    content: Callable[[], Iterator[bytes]]
    at: datetime | None = None
    place: str = ""
    """Where the paper copy lies, empty when none is known."""
    facts: tuple[tuple[str, str], ...] = ()
    """What the manifest says of it besides, also when it is left out."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the archive is of. `chain` is where the record stood, as a printed handover tells it."""

    no: str
    title: str
    unit: str
    made_at: datetime
    made_by: str
    mark: str
    masked: bool
    chain: str


@dataclass(frozen=True, slots=True)
class Made:
    """`seal` is the hash over the whole archive; `left_out` the names of what could not be read."""

    path: Path
    files: int
    size: int
    seal: str
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be made. `masked`: names and numbers of people covered; what cannot be is left out."""

    to: Path
    by: str
    at: datetime
    masked: bool


class Cancelled(Exception):
    """The officer wanted no archive any more; nothing of it is left."""


def write(
    to: Path,
    head: Head,
    pieces: Iterable[Piece],
    progress: Callable[[int, str], None],
    cancelled: Callable[[], bool],
) -> Made:
    """Write the archive beside `to` and put it there when it is whole.

    `progress(bytes so far, name)`. Raises `Cancelled`, or `Unreachable("disk", why)`. A file that is
    there already is replaced only by a whole one.
    """
    aside = to.with_name(f".{to.name}.part")
    try:
        with open(aside, "w+b") as disk:
            made = _write(_Sealing(disk), head, pieces, progress, cancelled)
            disk.flush()
            os.fsync(disk.fileno())
        os.replace(aside, to)
    except OSError as error:
        raise Unreachable("disk", disk_reason(error)) from error
    finally:
        with suppress(OSError):
            os.unlink(aside)
    files, size, seal, left_out = made
    return Made(to, files, size, seal, left_out)


def _write(
    out: _Sealing,
    head: Head,
    pieces: Iterable[Piece],
    progress: Callable[[int, str], None],
    cancelled: Callable[[], bool],
) -> tuple[int, int, str, tuple[str, ...]]:
    done, rows, left_out = 0, [], []
    taken: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = SEAL + b"0" * _HEX
        for piece in pieces:
            path = _free(f"{safe(piece.folder)}/{safe(piece.name)}", taken)
            row: dict[str, Any] = {"path": path, "title": piece.title, "paper": piece.place}
            row["at"] = full(piece.at) if piece.at is not None else ""
            row |= dict(piece.facts)
            try:
                content = piece.content()
                first = next(content, b"")
            except Unreachable as error:
                left_out.append(path)
                rows.append(row | {"left_out": error.why})
                continue
            digest, size = hashlib.sha256(), 0
            with archive.open(_info(path, head.made_at), "w", force_zip64=True) as member:
                for part in _after(first, content):
                    if cancelled():
                        raise Cancelled
                    member.write(part)
                    digest.update(part)
                    size += len(part)
                    done += len(part)
                    progress(done, piece.title)
            rows.append(row | {"size": size, "sha256": digest.hexdigest()})
        manifest = json.dumps(_manifest(head, rows), ensure_ascii=False, indent=1, sort_keys=True)
        archive.writestr(_info(MANIFEST, head.made_at), manifest.encode())
    return len(rows) - len(left_out), done, out.seal(), tuple(left_out)


def _manifest(head: Head, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "form": FORM,
        "no": head.no,
        "title": head.title,
        "unit": head.unit,
        "made_at": full(head.made_at),
        "made_by": head.made_by,
        "mark": head.mark,
        "masked": head.masked,
        "chain": head.chain,
        "files": rows,
    }


class Verdict(IntEnum):
    """The exit code of `main.py verify-dossier`."""

    WHOLE = 0
    CHANGED = 1
    CANNOT_TELL = 2


@dataclass(slots=True)
class Told:
    """What was found, in the language of the record. `seal` as it stands in the file, empty = none."""

    verdict: Verdict = Verdict.WHOLE
    seal: str = ""
    lines: list[str] = field(default_factory=list)

    def bad(self, words: str) -> None:
        self.verdict = Verdict.CHANGED
        self.lines.append(f"不符　{words}")

    def cannot(self, words: str) -> Told:
        self.verdict = Verdict.CANNOT_TELL
        self.lines.append(f"无法判断　{words}")
        return self


def examine(path: Path) -> Told:
    """Is the archive what was made? Needs nothing but the file; every byte of it is read."""
    told = Told()
    try:
        told.seal, sealed = _seal_of(path)
        with zipfile.ZipFile(path) as archive:
            _examine(archive, told)
    except FileNotFoundError:
        return told.cannot(f"没有这个文件：{path}")
    except OSError as error:
        return told.cannot(f"读不出文件：{disk_reason(error)}")
    except Refused:
        return told.cannot("不是一事一档的归档文件，或封口已损坏")
    except _DAMAGED as error:
        told.bad(f"归档文件已损坏（{type(error).__name__}）")
        sealed = True
    if not sealed:
        told.bad("封口：整个文件与封口时不一致，有字节被改动")
    good = told.verdict is Verdict.WHOLE
    told.lines.append("结论：归档完整，未被改动" if good else "结论：归档已被改动或不完整")
    return told


def _examine(archive: zipfile.ZipFile, told: Told) -> None:
    manifest = json.loads(archive.read(MANIFEST))
    if manifest.get("form") != FORM:
        raise Refused("file", "another_form")
    told.lines.append(f"{manifest['unit']}　{manifest['no']}　{manifest['title']}")
    told.lines.append(f"{manifest['made_at']} 由 {manifest['made_by']} 归档（{manifest['mark']}）")
    named: set[str] = set()
    held = archive.namelist()
    for path, times in Counter(held).items():
        if times > 1:
            told.bad(f"同名文件有 {times} 件：{path}")
    for row in manifest["files"]:
        named.add(row["path"])
        if "left_out" in row:
            if row["path"] in held:
                told.bad(f"目录里写明未收入的文件：{row['path']}")
            why = _LEFT.get(row["left_out"], "归档时读不到")
            if KEPT_AT in row:
                why += f"；原件在 {row[KEPT_AT]}，SHA-256 {row[FILM_HASH]}"
            told.lines.append(f"未收入　{row['path']}（{why}）")
        else:
            _examine_file(archive, row, told)
    for extra in sorted(set(held) - named - {MANIFEST}):
        told.bad(f"目录里没有的文件：{extra}")
    told.lines.append(f"共 {len(named)} 件")


def _examine_file(archive: zipfile.ZipFile, row: dict[str, Any], told: Told) -> None:
    digest = hashlib.sha256()
    try:
        with archive.open(row["path"]) as member:
            while part := member.read(_PIECE):
                digest.update(part)
    except KeyError:
        told.bad(f"缺少文件：{row['path']}")
        return
    except (OSError, *_DAMAGED):
        told.bad(f"文件已损坏：{row['path']}")
        return
    if digest.hexdigest() != row["sha256"]:
        told.bad(f"文件被改动：{row['path']}")


def _seal_of(path: Path) -> tuple[str, bool]:
    """The seal at the end, and whether it is that of all before it. `Refused` when there is none."""
    digest, left = hashlib.sha256(), path.stat().st_size - _HEX
    if left < len(SEAL):
        raise Refused("file", "no_seal")
    with open(path, "rb") as held:
        last = b""
        while left > 0:
            part = held.read(min(_PIECE, left))
            if not part:
                raise Refused("file", "no_seal")
            digest.update(part)
            left -= len(part)
            last = (last + part)[-len(SEAL) :]
        seal = held.read(_HEX)
    if last != SEAL:
        raise Refused("file", "no_seal")
    return seal.decode("ascii", "replace"), seal == digest.hexdigest().encode()


class _Sealing(io.RawIOBase):
    """A stream that hashes what goes through; its last 64 bytes are where the seal will stand."""

    def __init__(self, disk: BinaryIO) -> None:
        super().__init__()
        self._disk = disk
        self._digest = hashlib.sha256()
        self._held = b""

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        content = bytes(part)
        self._disk.write(content)
        if len(content) >= _HEX:
            self._digest.update(self._held)
            self._digest.update(memoryview(content)[:-_HEX])
            self._held = content[-_HEX:]
        else:
            whole = self._held + content
            self._digest.update(whole[:-_HEX])
            self._held = whole[-_HEX:]
        return len(content)

    def seal(self) -> str:
        """Put the hash of everything before them in the place of the last bytes."""
        seal = self._digest.hexdigest()
        self._disk.seek(-_HEX, os.SEEK_END)
        self._disk.write(seal.encode())
        return seal


def _free(path: str, taken: set[str]) -> str:
    """A path nobody has yet: 截图.png, 截图-2.png. Case is no difference: not every disk keeps it."""
    stem, dot, end = path.rpartition(".")
    if not stem or "/" in end:
        stem, dot, end = path, "", ""
    number, free = 1, path
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}{dot}{end}"
    taken.add(free.casefold())
    return free


def _info(path: str, made_at: datetime) -> zipfile.ZipInfo:
    """Times of Asia/Shanghai, whatever the workstation says; the same input gives the same bytes."""
    info = zipfile.ZipInfo(path, local(made_at).timetuple()[:6])
    info.external_attr = 0o644 << 16
    return info


def _after(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest
