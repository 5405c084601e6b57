"""Which clips make room for new ones: the oldest that are no evidence, and no more than is needed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.video.clips import KEPT, Clip, ClipState

GB = 10**9


@dataclass(frozen=True, slots=True)
class Quota:
    """Clips of this desk may take `most` bytes, and leave `share` of the whole disk free."""

    most: int = 200 * GB
    share: float = 0.1


@dataclass(frozen=True, slots=True)
class Verdict:
    """`purge`, oldest first. `held` bytes of all clips that lie on this disk, `evidence` of those that are
    never purged; `over`: evidence alone takes more than is allowed, and a person must decide."""

    purge: tuple[Clip, ...]
    held: int
    evidence: int
    over: bool


def judge(
    clips: Sequence[Clip],
    quota: Quota,
    free: int,
    total: int,
    busy: Collection[UUID] = frozenset(),
) -> Verdict:
    """`clips` of this desk; `busy` are being written or played. `free` and `total` bytes of the disk."""
    here = [one for one in clips if one.state in KEPT or one.state is ClipState.DAMAGED]
    held, evidence = (
        sum(one.size for one in some) for some in (here, [one for one in here if one.evidence])
    )
    too_much = max(held - quota.most, round(total * quota.share) - free)
    purge = []
    for clip in sorted(here, key=lambda one: (one.asked_at, one.no)):
        if too_much <= 0:
            break
        if not clip.evidence and clip.id not in busy and clip.size > 0:
            purge.append(clip)
            too_much -= clip.size
    return Verdict(tuple(purge), held, evidence, evidence > quota.most)
