"""What lies beside a recording until the record has it: whose it is, its parts and gaps. Outlives a kill."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app.base.clock import local
from app.base.errors import Unreachable, disk_reason
from app.base.marks import Mark
from app.base.saving import safe
from app.video.clips import Why, Wish
from app.video.records import Which

_log = logging.getLogger(__name__)

ENDING = ".recording"


@dataclass(frozen=True, slots=True)
class Taken:
    """A part on the disk, as far as it was known when it was noted. `file` its name beside the note;
    `ended_at` None while it is written."""

    number: int
    which: Which
    file: str
    begun_at: datetime
    ended_at: datetime | None = None
    packets: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    since: datetime
    until: datetime | None
    why: Why


@dataclass(frozen=True, slots=True)
class Note:
    """`ended_at` is set when the recorder came to its end; a note without one was left by a kill."""

    wish: Wish
    parts: tuple[Taken, ...] = ()
    gaps: tuple[Gap, ...] = ()
    ended_at: datetime | None = None

    @property
    def stem(self) -> str:
        """The same for all files of the recording; no two have the same."""
        wish = self.wish
        return safe(f"{wish.code}_{local(wish.asked_at):%Y%m%d_%H%M%S}_{wish.clip_id.hex[-6:]}")

    def part(self, number: int) -> Taken | None:
        return next((one for one in self.parts if one.number == number), None)

    def with_part(self, part: Taken) -> Note:
        others = (one for one in self.parts if one.number != part.number)
        return replace(self, parts=(*others, part))


def place_of(folder: Path, note: Note) -> Path:
    """Its folder is that of the day on which it was asked for."""
    return folder / f"{local(note.wish.asked_at):%Y%m%d}" / f"{note.stem}{ENDING}"


def keep(folder: Path, note: Note) -> None:
    """Whole or not at all. `Unreachable("disk", why)`."""
    place = place_of(folder, note)
    aside = place.with_name(f"{place.name}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(aside, "w", encoding="utf-8") as out:
            json.dump(_told(note), out, ensure_ascii=False)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, place)
    except OSError as error:
        raise Unreachable("disk", disk_reason(error)) from error


def drop(folder: Path, note: Note) -> None:
    """The record has it all: the note and the originals go."""
    place = place_of(folder, note)
    for part in note.parts:
        with suppress(OSError):
            (place.parent / part.file).unlink()
    with suppress(OSError):
        place.unlink()


def left(folder: Path) -> Iterator[Note]:
    """The notes that lie there, oldest first; those that cannot be read are passed over, and kept."""
    for place in sorted(folder.glob(f"*/*{ENDING}")):
        try:
            note = _read(json.loads(place.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.error("%s cannot be read, its films stay as they are: %s", place, error)
            continue
        yield note


def _told(record: Any) -> Any:
    if isinstance(record, tuple):
        return [_told(one) for one in record]
    if isinstance(record, datetime):
        return record.isoformat()
    if isinstance(record, UUID):
        return str(record)
    if isinstance(record, Wish | Taken | Gap | Note):
        return {one.name: _told(getattr(record, one.name)) for one in fields(record)}
    return record


def _read(held: dict[str, Any]) -> Note:
    wish = dict(held["wish"])
    for name in ("clip_id", "camera_id"):
        wish[name] = UUID(wish[name])
    if wish["incident_id"] is not None:
        wish["incident_id"] = UUID(wish["incident_id"])
    wish |= {"which": Which(wish["which"]), "mark": Mark(wish["mark"])}
    wish["asked_at"] = _time(wish["asked_at"])
    return Note(
        Wish(**wish),
        tuple(
            Taken(
                **part
                | {
                    "which": Which(part["which"]),
                    "file": safe(part["file"]),
                    "begun_at": _time(part["begun_at"]),
                    "ended_at": _maybe(part["ended_at"]),
                }
            )
            for part in held["parts"]
        ),
        tuple(
            Gap(_time(gap["since"]), _maybe(gap["until"]), Why(gap["why"])) for gap in held["gaps"]
        ),
        _maybe(held["ended_at"]),
    )


def _time(text: str) -> datetime:
    """Aware, or `ValueError`."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(text)
    return time


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else _time(text)
