"""Two visual drills that were held and one that is planned, so that rates and their trend can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from app.base.clock import hhmmss
from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import DAYS, Watch
from app.drills.drawing import Draw, drawn
from app.drills.records import DrillCheck, DrillNote, DrillRun, DrillTarget, Verdict
from app.people.records import Officer, Role
from app.video.records import Camera, CameraKind

CHECKS = ("steady", "detail", "sound", "position", "words")
_DRAW = ((CameraKind.BODY,), 8)
_HELD = (
    # days before, title, minutes until picture and sound (None: never), checks that failed
    (55, "四月可视化演练", (2, 4, 7, None, 12, 33, 5, 9), {1: "sound", 4: "detail"}),
    (26, "五月可视化演练", (1, 3, 2, 6, 18, 4, None, 5), {4: "words"}),
)
_PLANNED = (2, "六月可视化演练（双盲）", "强降雨后某村后山滑坡，群众连夜转移，要求现场回传画面")


def make_drills(
    cameras: Sequence[Camera], watch: Watch, midnight: datetime
) -> dict[str, list[Any]]:
    chief = watch.crews[DAYS][Role.CHIEF]
    tables: dict[str, list[Any]] = {
        "drill_run": [], "drill_target": [], "drill_check": [], "drill_note": [],
    }  # fmt: skip
    for days, title, minutes, failed in _HELD:
        begun = midnight - timedelta(days=days) + timedelta(hours=9, minutes=30)
        ended = begun + timedelta(minutes=50)
        run = _run(title, "汛期乡镇单兵回传", False, begun, begun, ended, chief)
        targets = [*_targets(run, cameras)]
        tables["drill_run"].append(run)
        for n, target in enumerate(targets):
            order = begun + timedelta(minutes=n, seconds=17)
            took = minutes[n]
            at = order + timedelta(minutes=took, seconds=21) if took is not None else None
            tables["drill_target"].append(_called(target, order, at, ended))
            if at is not None:
                tables["drill_check"] += _checks(target, at, failed.get(n, ""), chief)
            note = "未连通" if at is None else f"首帧到达 {hhmmss(at)}（自动）"
            tables["drill_note"].append(_note(run, target, at or ended, note, chief))
        tables["drill_note"].append(_note(run, None, ended, "结束", chief))
    days, title, scenario = _PLANNED
    at = midnight + timedelta(days=days, hours=9)
    run = _run(title, scenario, True, at, None, None, chief)
    tables["drill_run"].append(run)
    tables["drill_target"] += _targets(run, cameras)
    return tables


def _run(
    title: str,
    scenario: str,
    blind: bool,
    planned: datetime,
    begun: datetime | None,
    ended: datetime | None,
    by: Officer,
) -> DrillRun:
    draw = _draw(planned)
    return DrillRun(
        key("drill_run", title), title, scenario, blind, planned, None, draw.words(), draw.seed,
        begun, None, ended, "", str(by.id), by.name, Mark.DEMO,
    )  # fmt: skip


def _draw(planned: datetime) -> Draw:
    kinds, count = _DRAW
    return Draw(f"{planned:%Y%m%d}", count, kinds)


def _targets(run: DrillRun, cameras: Sequence[Camera]) -> Iterator[DrillTarget]:
    for n, one in enumerate(drawn(cameras, _draw(run.planned_at)).cameras):
        yield DrillTarget(
            key("drill_target", f"{run.title}/{n}"), run.id, one.id, one.code, one.name, one.kind,
            one.township, n, "", None, None, None, None, 0, "", Mark.DEMO,
        )  # fmt: skip


def _called(
    target: DrillTarget, order: datetime, at: datetime | None, ended: datetime
) -> DrillTarget:
    heard = at + timedelta(seconds=8) if at is not None else None
    over = at + timedelta(minutes=3) if at is not None else ended
    return DrillTarget(
        target.id, target.run_id, target.camera_id, target.code, target.name, target.kind,
        target.township, target.sort, "", order, at, heard, over, 1 if at else 3,
        "" if at else "多次呼叫无应答", Mark.DEMO,
    )  # fmt: skip


def _checks(target: DrillTarget, at: datetime, failed: str, by: Officer) -> Iterator[DrillCheck]:
    for code in CHECKS:
        verdict = Verdict.NO if code == failed else Verdict.YES
        yield DrillCheck(
            key("drill_check", f"{target.id}/{code}"), target.id, code, verdict, code == "steady",
            at + timedelta(minutes=2), str(by.id), by.name, Mark.DEMO,
        )  # fmt: skip


def _note(
    run: DrillRun, target: DrillTarget | None, at: datetime, text: str, by: Officer
) -> DrillNote:
    of = target.code if target is not None else ""
    return DrillNote(
        key("drill_note", f"{run.title}/{of}/{text}"), run.id,
        target.id if target is not None else None, at, f"{of} {text}".strip(), str(by.id), by.name,
        Mark.DEMO,
    )  # fmt: skip
