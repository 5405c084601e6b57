"""Which scene a fake camera shows, by its code."""

from __future__ import annotations

from collections.abc import Iterable

SCENES: dict[str, str] = {
    "lookout": "高空瞭望",
    "slide": "塌方点",
    "crossing": "路口",
    "dam": "水库坝顶",
    "drone": "航拍",
    "crew": "现场",
    "gully": "山洪沟",
    "road": "省道路段",
    "underpass": "铁路涵洞",
    "river": "水位尺",
    "plant": "罐区",
}
"""Scene -> what it looks at, in the words a camera's name may use."""

BY_KIND: dict[str, tuple[str, ...]] = {
    "F": ("road", "river", "crossing", "dam", "crossing", "crossing"),
    "G": ("lookout",),
    "D": ("crew",),
    "B": ("gully", "slide"),
    "U": ("drone",),
    "T": ("slide", "crew"),
    "V": ("road",),
    "E": ("plant",),
    "M": ("marked",),
}
_FIXED = {"01-F-07": "underpass"}


def warm_for(codes: Iterable[str], shapes: Iterable[str] = ("main",)) -> tuple[str, ...]:
    """What `FakeCameras(warm=…)` must prepare so that these cameras answer at once."""
    return tuple(sorted({f"{scene_of(code)}/{shape}" for code in codes for shape in shapes}))


def scene_of(code: str) -> str:
    """The scene of camera `TT-K-NN`; an unknown kind shows a crossing.

    Fixed cameras take their scenes in turn by NN, as the demonstration county names them.
    """
    if code in _FIXED:
        return _FIXED[code]
    township, _, rest = code.partition("-")
    kind, _, number = rest.partition("-")
    scenes = BY_KIND.get(kind, ("crossing",))
    turn = int(number) - 1 if number.isdecimal() else 0
    if kind != "F" and township.isdecimal():
        turn += int(township)
    return scenes[turn % len(scenes)]
