"""Runs a visual drill: planned, drawn, started, targets called and judged, interrupted, put right, ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from app.base.clock import Clock, hhmmss
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.drills import order
from app.drills.asked import DrillStore, Rows, Told
from app.drills.metrics import Figure, RunLook, Standing, TargetLook, look
from app.drills.planning import planned
from app.drills.records import (
    DrillCheck,
    DrillCoverage,
    DrillInject,
    DrillNote,
    DrillPause,
    DrillRules,
    DrillRun,
    DrillTarget,
    Stage,
    Verdict,
)
from app.drills.script import Seals, directs, next_of, opened, scenario_of
from app.incidents.records import Incident
from app.people.records import Officer
from app.people.rights import Act, demand
from app.video.records import Camera

SYSTEM, ROOM = "system", "值守台"


class Drills:
    """Runs on the store thread. Everything it writes is marked 演练.

    `log` writes a line of the duty log within a change (None: the desk by itself), `incident` reads one,
    `covered` counts 覆盖率 as it is now. What is refused when: `order.py`, `script.py`.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: DrillStore,
        rules: DrillRules,
        clock: Clock,
        log: Callable[[Change, Officer | None, str], None],
        incident: Callable[[UUID], Incident | None],
        seals: Seals,
        covered: Callable[[Sequence[Camera]], Figure],
    ) -> None:
        self._ledger, self.store, self.rules, self._clock = ledger, store, rules, clock
        self._log, self._incident, self._seals, self._covered = log, incident, seals, covered

    # -- reading -----------------------------------------------------------------------------------

    def all(self) -> list[RunLook]:
        """Newest first."""
        return [self._seen(rows) for rows in self.store.runs()]

    def latest(self, most: int) -> list[DrillRun]:
        """The runs alone, newest first."""
        return self.store.latest(most)

    def look(self, key: UUID) -> RunLook:
        rows = self.store.run(key)
        if rows is None:
            raise Refused("run", "no_such_run")
        return self._seen(rows)

    def running(self) -> RunLook | None:
        """The one that is under way; there is one at a time. Asked for each second: no other is read."""
        return next((self.look(key) for key in self.store.under_way()), None)

    def _seen(self, rows: Rows) -> RunLook:
        checks: dict[UUID, list[DrillCheck]] = {}
        for one in rows.checks:
            checks.setdefault(one.target_id, []).append(one)
        return look(
            rows.run, rows.targets, checks, rows.pauses, rows.notes, self.rules, rows.injects,
            rows.coverage,
        )  # fmt: skip

    # -- before ------------------------------------------------------------------------------------

    def plan(self, by: Officer, told: Told) -> DrillRun:
        """Draws, and keeps the run with its targets; those out of service are listed beside them. The
        script is sealed, and so is the scenario of a double-blind one."""
        demand(by, Act.LOG)
        made = planned(by, told, self.store.cameras(), self._seals)
        run = made.run
        with self._change(by, "drill.plan", run.id) as change:
            change.put("drill_run", run)
            change.put_many("drill_inject", made.injects)
            change.put_many("drill_target", made.targets)
            self._trace(change, run.id, None, f"列入计划，{run.drawn}", by)
        return run

    def cancel(self, by: Officer, key: UUID, reason: str) -> None:
        demand(by, Act.LOG)
        seen = self._at(key, Stage.PLANNED)
        why = order.words("reason", reason)
        with self._change(by, "drill.cancel", key) as change:
            change.put("drill_run", replace(seen.run, cancelled=why), seen=seen.run)
            self._trace(change, key, None, f"取消：{why}", by)

    def start(self, by: Officer, key: UUID) -> None:
        """Whoever has been put out of service since it was drawn does not take part. A double-blind one is
        begun by who directs it: nobody else knows of it."""
        demand(by, Act.LOG)
        seen = self._at(key, Stage.PLANNED)
        if seen.hidden:
            directs(by, seen.run)
        if self.running() is not None:
            raise Refused("run", "another_runs")
        known = {one.id: one for one in self.store.cameras()}
        with self._change(by, "drill.start", key) as change:
            change.put("drill_run", replace(seen.run, started_at=change.at), seen=seen.run)
            for one in seen.targets:
                camera = known.get(one.target.camera_id)
                out = "目录中已无此设备" if camera is None else camera.out_of_service
                if out and not one.target.excluded:
                    changed = replace(one.target, excluded=out)
                    change.put("drill_target", changed, seen=one.target)
            self._trace(change, key, None, "开始", by)
            self._log(change, by, f"【演练】可视化演练“{seen.run.title}”开始")

    # -- under way ---------------------------------------------------------------------------------

    def order(self, by: Officer, target: TargetLook) -> None:
        """The instruction was heard; once more for a target that is being called: a further try."""
        demand(by, Act.LOG)
        run = self.look(target.target.run_id)
        seen = order.taking_part(run, target.id)
        if seen.standing not in (Standing.WAITING, Standing.CALLED):
            raise Refused("target", "wrong_step")
        again = seen.target.order_at is not None
        with self._change(by, "drill.order", run.id) as change:
            order_at = seen.target.order_at or change.at
            made = replace(seen.target, order_at=order_at, tries=seen.target.tries + 1)
            change.put("drill_target", made, seen=target.target)
            word = f"第 {made.tries} 次呼叫" if again else "下达指令"
            self._trace(change, run.id, made.id, f"{made.code} {word}", by)

    def hear(self, by: Officer, target: TargetLook) -> None:
        """Its sound is heard at the centre."""
        self._step(by, target, "audio_at", (Standing.CALLED,), "话音到达")

    def see(self, by: Officer, target: TargetLook) -> None:
        """Its first picture, when the desk could not take the time itself."""
        self._step(by, target, "picture_at", (Standing.CALLED,), "画面到达（人工）")

    def end_target(self, by: Officer, target: TargetLook) -> None:
        self._step(by, target, "end_at", (Standing.CALLED, Standing.CONNECTED), "结束")

    def arrived(self, target_id: UUID, run_id: UUID, at: datetime) -> None:
        """Seen by the desk itself; a picture that is there already stays the first."""
        seen = self._find(run_id, target_id)
        if seen is None or seen.target.picture_at is not None or seen.target.order_at is None:
            return
        if at < seen.target.order_at:
            return
        with self._change(None, "drill.picture", run_id) as change:
            change.put("drill_target", replace(seen.target, picture_at=at), seen=seen.target)
            text = f"{seen.target.code} 首帧到达 {hhmmss(at)}（自动）"
            self._trace(change, run_id, target_id, text, None)

    def measured(self, target_id: UUID, run_id: UUID, verdict: Verdict) -> None:
        """Steady or not, as the desk measured it; what an officer has judged is not written over."""
        seen = self._find(run_id, target_id)
        code = next((one.code for one in self.rules.checks if one.measured), "")
        if seen is None or not code or self._verdict(seen, code) is not Verdict.UNKNOWN:
            return
        with self._change(None, "drill.check", run_id) as change:
            change.put("drill_check", self._check(seen, code, verdict, change.at, None))

    def judge(
        self, by: Officer, target: TargetLook, verdicts: Mapping[str, Verdict], remark: str
    ) -> None:
        """By code; those that stay as they are make no row. Also after the run, which leaves a trace."""
        demand(by, Act.LOG)
        seen = self._found(target)
        if seen.target.order_at is None:
            raise Refused("target", "not_called")
        known = {one.code: one for one in self.rules.checks}
        changed = {
            code: verdict
            for code, verdict in verdicts.items()
            if code in known and self._verdict(seen, code) is not verdict
        }
        words = order.words("remark", remark, needed=False)
        if not changed and words == seen.target.remark:
            return
        with self._change(by, "drill.judge", seen.target.run_id) as change:
            for code, verdict in changed.items():
                change.put("drill_check", self._check(seen, code, verdict, change.at, by))
            if words != seen.target.remark:
                change.put("drill_target", replace(seen.target, remark=words), seen=target.target)
            told = "、".join(
                f"{known[code].words}{self._verdict(seen, code).value}→{verdict.value}"
                for code, verdict in changed.items()
            )
            text = f"{seen.target.code} 判定 {told or '备注'}"
            self._trace(change, seen.target.run_id, seen.id, text, by)

    def correct(
        self, by: Officer, target: TargetLook, name: str, at: datetime, reason: str
    ) -> None:
        """A time that was taken wrongly. What stood there before stays in the trace, with the reason."""
        demand(by, Act.LOG)
        run, seen = self.look(target.target.run_id), self._found(target)
        why = order.words("reason", reason)
        if name not in order.TIMES or seen.target.excluded:
            raise Refused("target", "wrong_step")
        made = replace(_with(seen.target, name, at), tries=max(1, seen.target.tries))
        order.in_order(run, made, at, self._clock.now())
        old: datetime | None = getattr(seen.target, name)
        with self._change(by, "drill.correct", run.id) as change:
            change.put("drill_target", made, seen=target.target)
            before = hhmmss(old) if old else "无"
            text = f"{made.code} 更正{order.TIMES[name]}：{before}→{hhmmss(at)}，理由：{why}"
            self._trace(change, run.id, made.id, text, by)

    # -- the whole run -----------------------------------------------------------------------------

    def pause(self, by: Officer, key: UUID, reason: str) -> None:
        """At once: a reason is welcome, not asked for."""
        demand(by, Act.LOG)
        self._at(key, Stage.RUNNING)
        self._stop(by, key, order.words("reason", reason, needed=False) or "人工暂停")

    def resume(self, by: Officer, key: UUID) -> None:
        demand(by, Act.LOG)
        seen = self._at(key, Stage.PAUSED)
        with self._change(by, "drill.resume", key) as change:
            self._close_pauses(change, seen)
            self._trace(change, key, None, "继续", by)

    def reveal(self, by: Officer, key: UUID) -> None:
        """The crew is told what it is about; of a double-blind one, by who directs it."""
        demand(by, Act.LOG)
        seen = self.look(key)
        if not seen.hidden or seen.stage is Stage.CANCELLED:
            raise Refused("run", "wrong_step")
        directs(by, seen.run)
        shut, scenario = scenario_of(seen.injects), seen.run.scenario
        told = opened(self._seals, by, shut, self._clock.now()) if shut is not None else None
        with self._change(by, "drill.reveal", key) as change:
            if told is not None:
                scenario = told.text
                change.put("drill_inject", replace(told, opened_at=change.at), seen=shut)
            made = replace(seen.run, revealed_at=change.at, scenario=scenario)
            change.put("drill_run", made, seen=seen.run)
            self._trace(change, key, None, "揭示情景", by)

    def inject(self, by: Officer, key: UUID) -> DrillInject:
        """The next piece of the script, once its time has come: by who directs the drill, for all to read."""
        demand(by, Act.LOG)
        seen = self.look(key)
        directs(by, seen.run)
        shut = next_of(seen, self._clock.now())
        told = opened(self._seals, by, shut, self._clock.now())
        with self._change(by, "drill.inject", key) as change:
            made = replace(told, opened_at=change.at)
            change.put("drill_inject", made, seen=shut)
            self._trace(change, key, None, f"开启第 {made.sort} 条情景：{made.text}", by)
        return made

    def end(self, by: Officer, key: UUID) -> None:
        """By hand. Whoever is not connected by now is not connected."""
        demand(by, Act.LOG)
        seen = self._at(key, Stage.RUNNING, Stage.PAUSED)
        self._end(seen, by, None)

    def tick(self) -> bool:
        """Ends the run whose time is over; true when it did. Called while one is under way."""
        seen = self.running()
        if seen is None or seen.run.until is None or self._clock.now() < seen.run.until:
            return False
        self._end(seen, None, seen.run.until)
        return True

    def interrupted(self, reason: str) -> bool:
        """A real emergency: the drill stands still until an officer goes on with it."""
        seen = self.running()
        if seen is None or seen.stage is not Stage.RUNNING:
            return False
        self._stop(None, seen.id, reason)
        return True

    def incident_came(self, key: UUID) -> bool:
        """An incident was written: a real one of this drill's time interrupts it, once."""
        seen = self.running()
        if seen is None or seen.stage is not Stage.RUNNING or seen.run.started_at is None:
            return False
        found = self._incident(key)
        if found is None or found.mark is Mark.DRILL or found.received_at < seen.run.started_at:
            return False
        came = f"接报事件 {found.no} "
        if any(one.reason.startswith(came) for one in seen.pauses):
            return False
        return self.interrupted(came + found.title)

    # -- inside ------------------------------------------------------------------------------------

    def _step(
        self,
        by: Officer,
        target: TargetLook,
        name: str,
        standings: Sequence[Standing],
        words: str,
    ) -> None:
        demand(by, Act.LOG)
        run = self.look(target.target.run_id)
        seen = order.taking_part(run, target.id)
        order.fits(seen, name, standings)
        with self._change(by, "drill.step", run.id) as change:
            made = _with(seen.target, name, change.at)
            change.put("drill_target", made, seen=target.target)
            self._trace(change, run.id, made.id, f"{made.code} {words}", by)

    def _end(self, seen: RunLook, by: Officer | None, at: datetime | None) -> None:
        count = self._covered(self.store.cameras())
        with self._change(by, "drill.end", seen.id) as change:
            change.put("drill_run", replace(seen.run, ended_at=at or change.at), seen=seen.run)
            self._close_pauses(change, seen)
            kept = DrillCoverage(
                new_id(), seen.id, change.at, count.num, count.den, Mark.DRILL
            )  # fmt: skip
            change.put("drill_coverage", kept)
            word = "结束" if by is not None else "到设定时间自动结束"
            self._trace(change, seen.id, None, word, by)
            rates = seen.rates
            told = (
                f"【演练】可视化演练“{seen.run.title}”{word}：连通率 {rates.connected.words()}，"
                f"30分钟响应率 {rates.in_time.words()}，连线质量达标率 {rates.quality.words()}，"
                f"覆盖率 {count.words()}"
            )
            self._log(change, by, told)

    def _stop(self, by: Officer | None, key: UUID, reason: str) -> None:
        with self._change(by, "drill.pause", key) as change:
            change.put(
                "drill_pause", DrillPause(new_id(), key, change.at, None, reason, Mark.DRILL)
            )
            self._trace(change, key, None, f"暂停：{reason}", by)

    def _close_pauses(self, change: Change, seen: RunLook) -> None:
        for one in seen.pauses:
            if one.until is None:
                change.put("drill_pause", replace(one, until=change.at), seen=one)

    def _found(self, target: TargetLook) -> TargetLook:
        seen = self._find(target.target.run_id, target.id)
        if seen is None:
            raise Refused("target", "wrong_step")
        return seen

    def _find(self, run_id: UUID, target_id: UUID) -> TargetLook | None:
        run = self.look(run_id)
        return next((one for one in run.targets if one.id == target_id), None)

    def _verdict(self, seen: TargetLook, code: str) -> Verdict:
        codes = [one.code for one in self.rules.checks]
        return seen.verdicts[codes.index(code)]

    def _check(
        self, seen: TargetLook, code: str, verdict: Verdict, at: datetime, by: Officer | None
    ) -> DrillCheck:
        return DrillCheck(new_id(), seen.id, code, verdict, by is None, at, *_who(by), Mark.DRILL)

    def _at(self, key: UUID, *stages: Stage) -> RunLook:
        return order.at(self.look(key), *stages)

    def _change(self, by: Officer | None, what: str, key: UUID) -> Any:
        return self._ledger.change(_who(by)[0], what, ("drill_run", str(key)))

    def _trace(
        self, change: Change, run: UUID, target: UUID | None, text: str, by: Officer | None
    ) -> None:
        note = DrillNote(new_id(), run, target, change.at, text, *_who(by), Mark.DRILL)
        change.put("drill_note", note)


def _who(by: Officer | None) -> tuple[str, str]:
    """Id and name; None: the desk by itself."""
    return (str(by.id), by.name) if by is not None else (SYSTEM, ROOM)


def _with(target: DrillTarget, name: str, at: datetime) -> DrillTarget:
    changed: dict[str, Any] = {name: at}
    return replace(target, **changed)
