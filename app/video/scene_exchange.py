"""Scenes as a table, by the numbers of cameras: what one desk keeps, another desk of the county can take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

from app.base.dryrun import ImportPlan, RowPlan, Verdict, demand_as_shown, enter
from app.base.errors import Refused
from app.base.heads import Heads, demanded_heads
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.video.folders import retired
from app.video.layouts import LAYOUTS, words
from app.video.records import Camera, PlanRole, WallPlan
from app.video.registry import Known
from app.video.scenes import CAMERAS_MAX, DWELL_MAX_S, NAME_MAX, PlanReads

TITLE = "视频墙场景"
HEADS: dict[str, tuple[str, ...]] = {
    "scene": ("场景", "场景名称"),
    "occasion": ("用途",),
    "layout": ("画面数", "布局"),
    "dwell": ("轮巡秒数", "每页秒数"),
    "place": ("位置", "格号"),
    "code": ("编号", "摄像头编号", "设备编号"),
}
NAME = "名称"
"""Exported to be read: a camera is found by its number alone."""
WIDTHS = (20, 20, 8, 10, 8, 14, 30)
NEEDED = ("scene", "layout", "place", "code")
REASONS = {
    "missing": "不能空着",
    "too_long": "超过 {most} 个字",
    "unknown_layout": "画面数只能是：{layouts}",
    "not_a_number": "不是 0 到 {most} 的整数：{typed}",
    "no_place": "位置应为 1 到 {most}：{typed}",
    "unknown_camera": "本机目录里没有编号 {number}",
    "place_twice": "与第 {row} 行位置重复",
    "camera_twice": "与第 {row} 行是同一路摄像头",
    "other_head": "与第 {row} 行写的{head}不同",
    "head_refused": "第 {row} 行已退回，这个场景没有导入",
}
_LAYOUTS = {words(one): one for one in LAYOUTS}


def table(scenes: Sequence[WallPlan], cameras: Sequence[Camera]) -> list[list[str]]:
    """Heads, and one row for each camera of each scene; a scene that shows none has one row."""
    known = {str(one.id): one for one in cameras if not retired(one)}
    rows = [[*(names[0] for names in HEADS.values()), NAME]]
    for scene in scenes:
        head = [scene.name, scene.occasion, words(scene.layout), str(scene.dwell_s)]
        hung = [(n, known[key]) for n, key in enumerate(scene.cameras, 1) if key in known]
        rows += [[*head, str(n), one.code, one.name] for n, one in hung] or [[*head, "", "", ""]]
    return rows


class SceneExchange:
    """On the store thread. Scenes are matched by name, cameras by number; a place whose row goes back shows
    what it showed, in a new scene nothing."""

    def __init__(self, ledger: Ledger, cameras: Known, scenes: PlanReads, mark: Mark) -> None:
        self._ledger, self._cameras, self._scenes, self._mark = ledger, cameras, scenes, mark

    def plan(self, rows: Sequence[Sequence[str]]) -> ImportPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        if not any(any(row) for row in rows):
            raise Refused("file", "empty")
        heads = demanded_heads(rows, HEADS, NEEDED)
        scenes = [one for one in self._scenes.plans() if one.role is PlanRole.SCENE]
        work = _Work(self._cameras.cameras(), scenes, heads, self._mark)
        for n, row in enumerate(rows[heads.at + 1 :], heads.at + 2):
            if any(row):
                work.take(n, [str(cell).strip() for cell in row])
        told, made, edited = work.done()
        over = heads.passed_over(rows, [n for n, head in enumerate(heads.cells) if head == NAME])
        return ImportPlan(
            heads.cells, over, told,
            tuple(("wall_plan", one) for one in made),
            tuple(("wall_plan", new, seen) for new, seen in edited),
        )  # fmt: skip

    def write(self, by: str, rows: Sequence[Sequence[str]], shown: ImportPlan) -> ImportPlan:
        """All scenes in one change. `Refused("file", "book_changed")` when the dry run would come out
        differently now."""
        plan = self.plan(rows)
        demand_as_shown(plan, shown)
        with self._ledger.change(by, "scene.import", ("wall_plan", "import")) as change:
            enter(change, plan)
        return plan


class _Scene:
    """One scene of the sheet: its first row says what it is, every row may hang one camera."""

    def __init__(self, row: int, told: dict[str, str], seen: WallPlan | None) -> None:
        self.row, self.told, self.seen = row, told, seen
        self.good = False
        self.places: dict[int, tuple[int, Camera]] = {}
        self.lost: set[int] = set()
        """Places whose rows went back."""

    def same(self, told: dict[str, str]) -> None:
        for name in ("occasion", "layout", "dwell"):
            if told[name] and told[name] != self.told[name]:
                _no(name, "other_head", row=self.row, head=HEADS[name][0])

    def read(self, mark: Mark, place: int) -> WallPlan:
        """With this many places in the list before it, if it is new."""
        told, before = self.told, self.seen
        name = told["scene"]
        if len(name) > NAME_MAX:
            _no("scene", "too_long", most=NAME_MAX)
        if len(told["occasion"]) > NAME_MAX:
            _no("occasion", "too_long", most=NAME_MAX)
        layout = _LAYOUTS.get(told["layout"].replace("＋", "+").replace(" ", ""))
        if layout is None:
            _no("layout", "unknown_layout", layouts="、".join(_LAYOUTS))
        dwell = _figure(told["dwell"] or "0")
        if dwell is None or dwell > DWELL_MAX_S:
            _no("dwell", "not_a_number", most=DWELL_MAX_S, typed=told["dwell"][:20])
        before = before or WallPlan(
            new_id(), name, layout, (), mark, PlanRole.SCENE, place, told["occasion"], dwell
        )
        return replace(
            before,
            layout=layout,
            occasion=told["occasion"] or before.occasion,
            dwell_s=dwell if told["dwell"] else before.dwell_s,
        )

    def cameras(self) -> tuple[str, ...]:
        hung = {n: str(one.id) for n, (_, one) in self.places.items()}
        for n, key in enumerate(self.seen.cameras if self.seen else (), 1):
            if n in self.lost and n not in hung and key not in hung.values():
                hung[n] = key
        return tuple(hung.get(n, "") for n in range(1, max(hung, default=0) + 1))


class _Work:
    """Goes through the rows; scenes come out whole at the end."""

    def __init__(
        self, cameras: Sequence[Camera], scenes: Sequence[WallPlan], heads: Heads, mark: Mark
    ) -> None:
        self._known = {one.code: one for one in cameras if not retired(one)}
        self._held = {one.name: one for one in scenes}
        self._last = max((one.wall for one in scenes), default=0)
        self._heads, self._mark = heads, mark
        self._scenes: dict[str, _Scene] = {}
        self._new: dict[str, WallPlan] = {}
        self._rows: list[RowPlan | tuple[int, str, str, str]] = []
        """Those that were taken wait for their whole scene to tell what becomes of it."""

    def take(self, number: int, cells: list[str]) -> None:
        told = dict.fromkeys(HEADS, "") | {
            name: cells[n] for name, n in self._heads.columns.items()
        }
        name, code = told["scene"], told["code"]
        try:
            scene = self._scene(number, told)
            hung = self._hang(scene, number, told)
        except Refused as no:
            why = REASONS[no.code].format(**no.figures)
            self._rows.append(RowPlan(number, Verdict.REFUSED, name, code, why, HEADS[no.field][0],
                                      tuple(cells)))  # fmt: skip
        else:
            self._rows.append((number, name, code, hung))

    def _scene(self, number: int, told: dict[str, str]) -> _Scene:
        name = told["scene"]
        if not name:
            _no("scene", "missing")
        scene = self._scenes.get(name)
        if scene is None:
            scene = self._scenes[name] = _Scene(number, told, self._held.get(name))
            new = len([one for one in self._new if one not in self._held])
            self._new[name] = scene.read(self._mark, self._last + 1 + new)
            scene.good = True
        elif not scene.good:
            _no("scene", "head_refused", row=scene.row)
        else:
            scene.same(told)
        return scene

    def _hang(self, scene: _Scene, number: int, told: dict[str, str]) -> str:
        """What hangs where, in words; "" when the row hangs nothing."""
        if not told["place"] and not told["code"]:
            return ""
        place = _figure(told["place"])
        if place is None or not 1 <= place <= CAMERAS_MAX:
            _no("place", "no_place", most=CAMERAS_MAX, typed=told["place"][:20] or "—")
        if place in scene.places:
            _no("place", "place_twice", row=scene.places[place][0])
        camera = self._known.get(told["code"])
        if camera is None:
            scene.lost.add(place)
            _no("code", "unknown_camera", number=told["code"][:40] or "—")
        twice = next((row for row, one in scene.places.values() if one.id == camera.id), None)
        if twice is not None:
            scene.lost.add(place)
            _no("code", "camera_twice", row=twice)
        scene.places[place] = (number, camera)
        return f"{place} 号位：{camera.name}"

    def done(self) -> tuple[tuple[RowPlan, ...], list[WallPlan], list[tuple[WallPlan, WallPlan]]]:
        """Rows, new scenes, changed scenes with what they were."""
        whole = {
            name: replace(self._new[name], cameras=scene.cameras())
            for name, scene in self._scenes.items() if scene.good
        }  # fmt: skip
        made = [one for name, one in whole.items() if name not in self._held]
        edited = [
            (one, self._held[name])
            for name, one in whole.items() if name in self._held and one != self._held[name]
        ]  # fmt: skip
        verdicts = {one.name: Verdict.ADDED for one in made}
        verdicts |= {one.name: Verdict.CHANGED for one, _ in edited}
        rows = tuple(
            one if isinstance(one, RowPlan)
            else RowPlan(one[0], verdicts.get(one[1], Verdict.SAME), one[1], one[2], one[3])
            for one in self._rows
        )  # fmt: skip
        return rows, made, edited


def _figure(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _no(field: str, code: str, **figures: object) -> NoReturn:
    raise Refused(field, code, **figures)
