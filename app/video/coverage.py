"""Which townships have a body terminal or a lookout that works, and which count as remote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.video.folders import retired
from app.video.records import Camera, CameraKind, RemoteTownship
from app.video.states import State

DEAD = (State.LOST, State.AUTH_FAILED, State.NOT_FOUND)
"""What the wall has seen fail does not count; what nobody has looked at is not known to be broken."""


class RemoteReads(Protocol):
    def remote_townships(self) -> list[RemoteTownship]:
        """What was told, of one township also by several desks; the last in order holds."""
        ...


class RemoteTownships:
    """On the store thread."""

    def __init__(self, ledger: Ledger, reads: RemoteReads, mark: Mark) -> None:
        self._ledger, self._reads, self._mark = ledger, reads, mark

    def names(self) -> frozenset[str]:
        told = {one.name: one.remote for one in self._reads.remote_townships()}
        return frozenset(name for name, remote in told.items() if remote)

    def tell(self, by: str, name: str, *, remote: bool) -> None:
        """An officer says whether a township counts as remote."""
        held = {one.name: one for one in self._reads.remote_townships()}.get(name)
        if held is None:
            made = RemoteTownship(new_id(), name, remote, self._mark)
        elif held.remote == remote:
            return
        else:
            made = replace(held, remote=remote)
        with self._ledger.change(by, "remote.tell", ("remote_township", name)) as change:
            change.put("remote_township", made, seen=held)


@dataclass(frozen=True, slots=True)
class Town:
    """How many of each kind a township has, and of those how many work; `unseen` were not looked at yet."""

    id: str
    remote: bool
    bodies: int
    bodies_work: int
    lookouts: int
    lookouts_work: int
    unseen: int


def towns(
    names: Sequence[str],
    remote: frozenset[str],
    cameras: Sequence[Camera],
    state_of: Callable[[Camera], State | None],
) -> list[Town]:
    """One row for each township, in the order given; `state_of` None: nobody has looked."""
    return [_town(name, name in remote, cameras, state_of) for name in names]


def works(camera: Camera, state: State | None) -> bool:
    return not camera.out_of_service and state not in DEAD


def _town(
    name: str,
    remote: bool,
    cameras: Sequence[Camera],
    state_of: Callable[[Camera], State | None],
) -> Town:
    own = [one for one in cameras if one.township == name and not retired(one)]
    bodies = [one for one in own if one.kind is CameraKind.BODY]
    lookouts = [one for one in own if one.kind is CameraKind.LOOKOUT]
    both = [*bodies, *lookouts]
    return Town(
        name,
        remote,
        len(bodies),
        sum(works(one, state_of(one)) for one in bodies),
        len(lookouts),
        sum(works(one, state_of(one)) for one in lookouts),
        sum(state_of(one) is None and not one.out_of_service for one in both),
    )
