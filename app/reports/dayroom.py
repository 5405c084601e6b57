"""What the rooms say of the day for 每日一报: as it stands on record, each nothing said plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from app.base.clock import SHANGHAI, Clock, local_day
from app.duty.attendance import attendance, said
from app.duty.checking import Checking
from app.duty.checks import Asked
from app.duty.instructions import Instructions
from app.duty.responses import said as response_said
from app.duty.shifts import Shifts
from app.duty.study import Study
from app.duty.zero import SlotLook
from app.reports.daily import DayWords
from app.reports.said_times import day as day_said
from app.reports.said_times import day_clock

Lines = Callable[[], list[str]]


class DayRoom:
    """Runs on the store thread. `warnings` and `devices` are told by rooms that stand beside this one."""

    def __init__(
        self,
        shifts: Shifts,
        checks: Checking,
        study: Study,
        instructions: Instructions,
        warnings: Lines,
        devices: Lines,
        clock: Clock,
    ) -> None:
        self._shifts = shifts
        self._checks = checks
        self._study = study
        self._instructions = instructions
        self._warnings = warnings
        self._devices = devices
        self._clock = clock

    def __call__(self) -> DayWords:
        now = self._clock.now()
        return DayWords(
            crew=tuple(self._crew(now)),
            warnings=tuple(self._warnings()),
            responses=tuple(self._responses()),
            instructions=tuple(self._instructed()),
            zero=tuple(one.words(self._checks.zero.rules) for one in self._slots(now)),
            checks=tuple(self._asked(now)),
            devices=tuple(self._equipment()),
            tomorrow=tuple(self._tomorrow(now)),
        )

    def _crew(self, at: datetime) -> Iterator[str]:
        shift = self._shifts.current() if at <= self._clock.now() else self._shifts.at(at)
        places = self._shifts.crew(shift.id) if shift is not None else []
        if places:
            yield "，".join(f"{one.post.value}{one.name}" for one in places) + "。"

    def _responses(self) -> Iterator[str]:
        held = self._study.responses.in_force()
        if held is None:
            yield "未登记过应急响应，情况不详。"
        for one in held or ():
            yield f"{response_said(one)}，{day_clock(one.started_at)}起。"

    def _instructed(self) -> Iterator[str]:
        for one in self._instructions.open():
            due = f"，{day_clock(one.due)}前反馈" if one.due is not None else ""
            words = one.text.strip().rstrip("。")
            yield f"{one.leader}{day_clock(one.at)}：{words}（{one.state.value}{due}）。"

    def _slots(self, now: datetime) -> Iterator[SlotLook]:
        for one in self._checks.zero.between(_midnight(now), now):
            if one.cells:
                yield one

    def _asked(self, now: datetime) -> Iterator[str]:
        checks = self._checks.rolls.since(_midnight(now))
        ours = [one for one in checks if one.asked is Asked.BY_US]
        if ours:
            yield f"{Asked.BY_US.value}：{attendance(ours).words(self._checks.rolls.rules)}。"
        for one in checks:
            if one.asked is Asked.BY_SUPERIOR:
                yield f"{Asked.BY_SUPERIOR.value}：{one.checker}{day_clock(one.at)}，{said(one)}。"

    def _equipment(self) -> Iterator[str]:
        yield from self._devices()
        shift = self._shifts.current()
        if shift is not None:
            yield f"设备自检：{self._checks.equipment.look(shift.id).words()}。"

    def _tomorrow(self, now: datetime) -> Iterator[str]:
        """What is on record for the day after: who serves, what is due, which period it lies in."""
        first = _midnight(now) + timedelta(days=1)
        day = local_day(first)
        serving = list(self._crew(first + timedelta(hours=12)))
        if serving:
            yield f"{day_said(day)}值班：{serving[0]}"
        for one in self._instructions.open():
            if one.due is not None and local_day(one.due) == day:
                yield f"{one.leader}指示，{day_clock(one.due)}前反馈：{one.text.strip().rstrip('。')}。"
        for period in self._study.periods.on(day) or ():
            yield f"重要时段：{period.name}（{period.days}）。"


def _midnight(now: datetime) -> datetime:
    return datetime.combine(local_day(now), time(), SHANGHAI)
