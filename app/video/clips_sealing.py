"""What a recorder left becomes what is kept: every part an .mp4 with its hash, or told as damaged."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

from app.base.errors import Unreachable
from app.base.ids import new_id
from app.video.clips import Clip, ClipGap, ClipPart, ClipState, Why, Wish
from app.video.recorder_notes import Note, Taken, place_of
from app.video.recorder_parts import seal

_log = logging.getLogger(__name__)


def sealed(folder: Path, note: Note) -> list[ClipPart]:
    """The parts of a recording, oldest first; the originals stay. Waits for the disk, long.

    A part that cannot be repaired stays as it is, with no hash; `Unreachable("disk", why)` while the
    disk does not give it or does not take the sealed one: that says nothing of the film.
    """
    return [_sealed(folder, note, taken) for taken in note.parts]


def _sealed(folder: Path, note: Note, taken: Taken) -> ClipPart:
    day = place_of(folder, note).parent
    source = day / taken.file
    key, number = new_id(), taken.number
    try:
        made = seal(source)
    except Unreachable as error:
        if error.what == "disk" and (source.is_file() or not day.is_dir()):
            raise
        _log.warning("%s cannot be sealed: %s", taken.file, error)
        size = source.stat().st_size if source.is_file() else 0
        return ClipPart(
            key, note.wish.clip_id, number, taken.which, f"{day.name}/{taken.file}",
            taken.begun_at, taken.ended_at or taken.begun_at, 0.0, size, "", 0, 0, 0, "",
        )  # fmt: skip
    until = taken.ended_at or taken.begun_at + timedelta(seconds=made.seconds)
    return ClipPart(
        key, note.wish.clip_id, number, taken.which, f"{day.name}/{made.file.name}",
        taken.begun_at, until, made.seconds, made.size, made.codec, made.width, made.height,
        made.packets, made.sha256,
    )  # fmt: skip


def state_of(note: Note, parts: list[ClipPart]) -> ClipState:
    if not any(part.sha256 for part in parts):
        return ClipState.DAMAGED
    return ClipState.SEALED if note.ended_at is not None else ClipState.RECOVERED


def gaps_of(note: Note, parts: list[ClipPart]) -> list[ClipGap]:
    """As noted; after a kill also what is missing from the last picture on."""
    clip = note.wish.clip_id
    gaps = [ClipGap(new_id(), clip, gap.since, gap.until, gap.why) for gap in note.gaps]
    if note.ended_at is None:
        since = max([note.wish.asked_at, *(part.ended_at for part in parts)])
        gaps.append(ClipGap(new_id(), clip, since, None, Why.KILLED))
    return gaps


def clip_of(wish: Wish, no: str, desk: str) -> Clip:
    """A clip that has just been asked for."""
    return Clip(
        id=wish.clip_id, no=no, camera_id=wish.camera_id, code=wish.code, camera=wish.camera,
        which=wish.which, asked_at=wish.asked_at, begun_at=None, ended_at=None, seconds=0.0, size=0,
        state=ClipState.RECORDING, sealed_at=None, why=wish.why, desk=desk, by=wish.by, by_name=wish.by_name,
        incident_id=wish.incident_id, log_entry_id=None, drill="", drill_id=None, protected=False,
        purged_at=None, purged_why="", mark=wish.mark,
    )  # fmt: skip
