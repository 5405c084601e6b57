"""The directory in folders: by township, kind, owner, tag and state; which cameras lie in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.video.records import Camera

RETIRED = "已撤除"
"""The reason of a camera that was taken out for good: its record stays, lists pass over it."""
NONE = ""
"""The folder of those that say nothing: no township, no owner, no tag."""


class By(StrEnum):
    """What the folders of one branch have in common."""

    TOWNSHIP = "乡镇"
    KIND = "类别"
    OWNER = "管理单位"
    TAG = "标签"
    STATE = "状态"


@dataclass(frozen=True, slots=True)
class Folder:
    """`by` None: all that are not retired."""

    by: By | None = None
    value: str = ""


ALL = Folder()
StateOf = Callable[[Camera], str]
"""The state in words of a camera that is in service."""


def retired(camera: Camera) -> bool:
    return camera.out_of_service == RETIRED


def values(camera: Camera, by: By, state_of: StateOf) -> tuple[str, ...]:
    """The folders of one branch that a camera lies in; by tag there may be several."""
    if by is By.TOWNSHIP:
        return (camera.township,)
    if by is By.KIND:
        return (camera.kind.value,)
    if by is By.OWNER:
        return (camera.owner,)
    if by is By.TAG:
        return tuple(dict.fromkeys(camera.tags)) or (NONE,)
    return (state_of(camera),)


def within(camera: Camera, folder: Folder, state_of: StateOf) -> bool:
    """A retired camera lies in its own state's folder and in no other."""
    if retired(camera) and folder.by is not By.STATE:
        return False
    return folder.by is None or folder.value in values(camera, folder.by, state_of)


def counted(
    cameras: Iterable[Camera], state_of: StateOf
) -> tuple[int, dict[By, list[tuple[str, int]]]]:
    """How many in all, and the folders of each branch with how many lie there; the unnamed comes last."""
    counts = {by: Counter[str]() for by in By}
    most = 0
    for camera in cameras:
        branches = (By.STATE,) if retired(camera) else tuple(By)
        most += not retired(camera)
        for by in branches:
            counts[by].update(values(camera, by, state_of))
    return most, {by: sorted(found.items(), key=_named_first) for by, found in counts.items()}


def _named_first(item: tuple[str, int]) -> tuple[bool, str]:
    return item[0] == NONE, item[0]


def sought(camera: Camera) -> str:
    """What a search looks through; addresses are not in it."""
    tags = " ".join(camera.tags)
    kind = camera.kind.value
    words = (camera.code, camera.name, camera.township, kind, camera.owner, tags, camera.remark)
    return " ".join(words).lower()
