"""What hangs on the walls, and the scenes that can be hung: kept through the one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.video.layouts import LAYOUTS
from app.video.records import PlanRole, WallPlan

PLAN = "当前"
WALLS_MAX = 4
CAMERAS_MAX = 200
DWELL_MAX_S = 600
NAME_MAX = 40


@dataclass(frozen=True, slots=True)
class Hung:
    """One arrangement: `cameras` one id per place, "" for an empty one; more than the layout has tiles
    make a tour when `dwell_s` is not 0."""

    layout: int
    cameras: tuple[str, ...] = ()
    dwell_s: int = 0


class PlanReads(Protocol):
    def plans(self) -> list[WallPlan]:
        """All: what hangs, the scenes, and those that were put away."""
        ...


class Scenes:
    """Runs on the store thread. `by` is the officer's id, or "system"."""

    def __init__(self, ledger: Ledger, reads: PlanReads, mark: Mark) -> None:
        self._ledger = ledger
        self._reads = reads
        self._mark = mark

    def now(self, wall: int = 1) -> WallPlan | None:
        """What hangs on this wall; None before the first time."""
        found = (one for one in self._reads.plans() if one.role is PlanRole.NOW)
        return next((one for one in found if one.wall == wall), None)

    def scenes(self) -> list[WallPlan]:
        """In the officers' order."""
        found = [one for one in self._reads.plans() if one.role is PlanRole.SCENE]
        return sorted(found, key=lambda one: (one.wall, one.name))

    def hang(self, by: str, hung: Hung, wall: int = 1) -> WallPlan:
        """Keep what hangs on this wall."""
        _check(hung)
        if not 1 <= wall <= WALLS_MAX:
            raise Refused("wall", "unknown_wall", wall=wall)
        seen = self.now(wall)
        plan = WallPlan(
            seen.id if seen else new_id(), PLAN, hung.layout, hung.cameras, self._mark,
            wall=wall, dwell_s=hung.dwell_s,
        )  # fmt: skip
        if plan != seen:
            self._put(by, "wall.hang", plan, seen)
        return plan

    def keep(self, by: str, name: str, occasion: str, hung: Hung) -> WallPlan:
        """A new scene, at the end of the list. Its name is its own: `Refused` when it is missing, too long
        or taken."""
        _check(hung)
        held = self.scenes()
        place = max((one.wall for one in held), default=0) + 1
        scene = WallPlan(
            new_id(), self._free(name, held), hung.layout, hung.cameras, self._mark,
            PlanRole.SCENE, place, _short("occasion", occasion), hung.dwell_s,
        )  # fmt: skip
        self._put(by, "scene.keep", scene, None)
        return scene

    def change(self, by: str, seen: WallPlan, name: str, occasion: str) -> WallPlan:
        """Another name, another occasion."""
        others = [one for one in self.scenes() if one.id != seen.id]
        scene = replace(seen, name=self._free(name, others), occasion=_short("occasion", occasion))
        if scene != seen:
            self._put(by, "scene.change", scene, seen)
        return scene

    def arrange(self, by: str, seen: WallPlan, hung: Hung) -> WallPlan:
        """The scene shows this from now on."""
        _check(hung)
        scene = replace(seen, layout=hung.layout, cameras=hung.cameras, dwell_s=hung.dwell_s)
        if scene != seen:
            self._put(by, "scene.arrange", scene, seen)
        return scene

    def end(self, by: str, seen: WallPlan) -> WallPlan:
        """Off the list; the record keeps it, and `restore` brings it back."""
        gone = replace(seen, role=PlanRole.GONE)
        self._put(by, "scene.end", gone, seen)
        return gone

    def restore(self, by: str, gone: WallPlan) -> WallPlan:
        """Under its own name, unless that was given away meanwhile."""
        back = replace(gone, role=PlanRole.SCENE, name=self._free(gone.name, self.scenes()))
        self._put(by, "scene.restore", back, gone)
        return back

    def move(self, by: str, seen: WallPlan, step: int) -> None:
        """So many places down the list (up: negative), as far as there are any."""
        held = self.scenes()
        at = next((n for n, one in enumerate(held) if one.id == seen.id), None)
        if at is None:
            return
        held.insert(min(max(at + step, 0), len(held) - 1), held.pop(at))
        moved = [(n, one) for n, one in enumerate(held, 1) if one.wall != n]
        if moved:
            with self._ledger.change(by, "scene.move", ("wall_plan", seen.name)) as change:
                for place, one in moved:
                    change.put("wall_plan", replace(one, wall=place), seen=one)

    def _free(self, name: str, held: Sequence[WallPlan]) -> str:
        name = _short("name", name)
        if not name:
            raise Refused("name", "missing")
        if name in {one.name for one in held}:
            raise Refused("name", "taken", number=name)
        return name

    def _put(self, by: str, what: str, plan: WallPlan, seen: WallPlan | None) -> None:
        with self._ledger.change(by, what, ("wall_plan", plan.name)) as change:
            change.put("wall_plan", plan, seen=seen)


def _check(hung: Hung) -> None:
    if hung.layout not in LAYOUTS:
        raise Refused("layout", "unknown_layout", layout=hung.layout)
    if len(hung.cameras) > CAMERAS_MAX:
        raise Refused("cameras", "too_many", most=CAMERAS_MAX)
    if not 0 <= hung.dwell_s <= DWELL_MAX_S:
        raise Refused("dwell_s", "too_many", most=DWELL_MAX_S)


def _short(field: str, words: str) -> str:
    words = words.strip()
    if len(words) > NAME_MAX:
        raise Refused(field, "too_long", most=NAME_MAX)
    return words
