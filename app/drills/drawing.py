"""Who is drawn for a drill: anybody can draw the same again from the same seed. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from random import Random

from app.base.errors import Refused
from app.video.records import Camera, CameraKind

MOST = 200


@dataclass(frozen=True, slots=True)
class Draw:
    """`count` of the cameras of these kinds and townships (empty: of all); with `each_township` so many
    from every township. 县 stands for those of no township."""

    seed: str
    count: int
    kinds: tuple[CameraKind, ...] = ()
    townships: tuple[str, ...] = ()
    each_township: bool = False

    def words(self) -> str:
        kinds = "、".join(kind.value for kind in self.kinds) or "全部类型"
        places = "、".join(self.townships) or "全部乡镇"
        each = "每乡镇 " if self.each_township else ""
        return f"随机抽取：{places}，{kinds}，{each}{self.count} 个，种子 {self.seed}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """`out` would have been in the pool, but were reported out of service before."""

    cameras: tuple[Camera, ...]
    out: tuple[Camera, ...]
    pool: int


def pool_of(cameras: Iterable[Camera], draw: Draw) -> list[Camera]:
    """Who may be drawn, by code."""
    found = [
        one
        for one in cameras
        if (not draw.kinds or one.kind in draw.kinds)
        and (not draw.townships or one.township in draw.townships)
    ]
    return sorted(found, key=lambda one: one.code)


def drawn(cameras: Iterable[Camera], draw: Draw) -> Drawn:
    """`Refused`: ("count", too_few | too_many, …), ("seed", missing), ("pool", empty)."""
    if not draw.seed.strip():
        raise Refused("seed", "missing")
    if not 1 <= draw.count <= MOST:
        raise Refused("count", "number_between", least=1, most=MOST)
    pool = pool_of(cameras, draw)
    out = [one for one in pool if one.out_of_service]
    fit = [one for one in pool if not one.out_of_service]
    if not fit:
        raise Refused("count", "nobody_to_draw")
    groups: list[Sequence[Camera]] = [fit]
    if draw.each_township:
        groups = [
            [one for one in fit if one.township == place]
            for place in sorted({one.township for one in fit})
        ]
    elif draw.count > len(fit):
        raise Refused("count", "too_many_to_draw", most=len(fit))
    random = Random(draw.seed)
    found = [
        one for group in groups for one in random.sample(list(group), min(draw.count, len(group)))
    ]
    return Drawn(tuple(found), tuple(out), len(pool))


def townships_of(cameras: Collection[Camera]) -> list[str]:
    return sorted({one.township for one in cameras if one.township})
