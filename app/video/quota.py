"""Which clips make room for new ones: the oldest that are no evidence, and no more than is needed."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from app.video.clips import KEPT, Clip, ClipState

MB, GB = 10**6, 10**9


@dataclass(frozen=True, slots=True)
class FilmRules:
    """What was sealed less than `young` ago is taken only when nothing older is left, and `warned` after it
    was told. `replay` bytes are held of all cameras together."""

    source: str
    young: timedelta
    warned: timedelta
    replay: int


def load_rules(path: Path) -> FilmRules:
    """Reads `resources/rules/video.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        told = held["recordings"]
        return FilmRules(
            source=str(told["source"]),
            young=timedelta(hours=float(told["young_h"])),
            warned=timedelta(minutes=float(told["warned_min"])),
            replay=max(1, int(told["replay_mb"])) * MB,
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Quota:
    """Clips of this desk may take `most` bytes, and leave `share` of the whole disk free. Clips sealed less
    than `young` ago are spared, and go no sooner than `warned` after that was told: `source` says so."""

    most: int = 200 * GB
    share: float = 0.1
    young: timedelta = timedelta(hours=24)
    warned: timedelta = timedelta(minutes=30)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`purge`, oldest first. `soon` must go too, but are young and have not been told of long enough.
    `held` bytes of all clips that lie on this disk, `evidence` of those that are never purged; `over`:
    evidence alone takes more than is allowed, and a person must decide."""

    purge: tuple[Clip, ...]
    soon: tuple[Clip, ...]
    held: int
    evidence: int
    over: bool


NOTHING = Verdict((), (), 0, 0, False)


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes."""

    free: int
    total: int


def judge(
    clips: Sequence[Clip],
    quota: Quota,
    disk: Disk,
    now: datetime,
    busy: Collection[UUID] = frozenset(),
    told: Mapping[UUID, datetime] | None = None,
) -> Verdict:
    """`clips` of this desk; `busy` are being written or played. `told`: since when the officer is told that
    a young clip must go."""
    here = [one for one in clips if one.state in KEPT or one.state is ClipState.DAMAGED]
    held, evidence = (
        sum(one.size for one in some) for some in (here, [one for one in here if one.evidence])
    )
    too_much = max(held - quota.most, round(disk.total * quota.share) - disk.free)
    purge: list[Clip] = []
    soon: list[Clip] = []
    free = [one for one in here if not one.evidence and one.id not in busy and one.size > 0]
    for clip in sorted(free, key=lambda one: (is_young(one, quota, now), one.asked_at, one.no)):
        if too_much <= 0:
            break
        since = (told or {}).get(clip.id, now)
        early = is_young(clip, quota, now) and now - since < quota.warned
        (soon if early else purge).append(clip)
        too_much -= clip.size
    return Verdict(tuple(purge), tuple(soon), held, evidence, evidence > quota.most)


def is_young(clip: Clip, quota: Quota, now: datetime) -> bool:
    sealed_at = clip.sealed_at or clip.ended_at or clip.asked_at
    return now - sealed_at < quota.young
