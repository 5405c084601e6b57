"""Examples of rates: put to app/base/rates.py and to the metrics of drills."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.base.ids import new_id
from app.base.marks import Mark
from app.base.rates import rate_words
from app.drills.metrics import coverage, look
from app.drills.records import DrillCheck, DrillRun, DrillTarget, Verdict, load_rules
from app.video.records import CameraKind
from tests.cases import Given
from tests.rooms import EVENING

RULES = load_rules(Path(__file__).parents[2] / "resources" / "rules" / "drills.toml")


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    if "num" in given:
        return {"shown": rate_words(int(given["num"]), int(given["den"]))}
    if "remote_towns" in given:
        towns = [f"T{n}" for n in range(int(given["remote_towns"]))]
        working = towns[: int(given["with_working_单兵"])]
        broken = towns[len(working) :][: int(given.get("with_broken", 0))]
        devices = [(town, True) for town in working] + [(town, False) for town in broken]
        return {"覆盖率": coverage(towns, devices).rate}
    return _drill(given)


def _drill(given: Given) -> Mapping[str, Any]:
    """A run of so many targets, as the desk would have kept it."""
    run = DrillRun(
        new_id(), "", "", False, EVENING, None, "", "", EVENING, None,
        EVENING + timedelta(hours=2), "", "", "", Mark.DRILL,
    )  # fmt: skip
    targets, checks = [], {}
    for n in range(int(given["called"])):
        late = timedelta(minutes=30 if n < int(given["connected_in_30"]) else 31)
        connected = EVENING + late if n < int(given["connected"]) else None
        target = DrillTarget(
            new_id(), run.id, new_id(), "", "", CameraKind.BODY, "", n, "", EVENING, connected,
            connected, None, 1, "", Mark.DRILL,
        )  # fmt: skip
        targets.append(target)
        verdict = Verdict.YES if n < int(given["quality_ok"]) else Verdict.NO
        checks[target.id] = [
            DrillCheck(new_id(), target.id, one.code, verdict, False, EVENING, "", "", Mark.DRILL)
            for one in RULES.checks
        ]
    rates = look(run, targets, checks, (), (), RULES).rates
    return {
        "连通率": rates.connected.rate,
        "30分钟响应率": rates.in_time.rate,
        "连线质量达标率": rates.quality.rate,
    }
