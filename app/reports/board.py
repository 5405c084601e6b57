"""The shift on one page: everything the console shows, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.base.clock import Clock, day_hhmm, hhmm, local_day
from app.duty.instructions import Instructions
from app.duty.log import DutyLog
from app.duty.records import (
    Category,
    Channel,
    CrewPlace,
    Handling,
    Instruction,
    LogEntry,
    Shift,
    Way,
)
from app.duty.shifts import Shifts
from app.incidents.intake import Intake
from app.incidents.records import Deadline, Incident

LONGEST_SHIFT = 2_000
"""Lines of one shift the console counts over; a bad flood night has some 600."""

_CALLS = (Channel.PHONE, Channel.MOBILE, Channel.SATELLITE)


@dataclass(frozen=True, slots=True)
class Look:
    """`lines` newest first, with corrections and what they correct. `shift` None = none was opened."""

    shift: Shift | None
    crew: tuple[CrewPlace, ...]
    lines: tuple[LogEntry, ...]
    running: tuple[tuple[Deadline, Incident], ...]
    incidents: tuple[Incident, ...]
    received: int
    instructions: tuple[Instruction, ...]

    @property
    def calls(self) -> int:
        """Telephone lines that came in during the shift."""
        return sum(line.way is Way.IN and line.channel in _CALLS for line in self.lines)

    @property
    def unfinished(self) -> tuple[LogEntry, ...]:
        """Lines still 待办 or 在办 that stand for themselves: not replaced by a correction, and not
        followed up as an incident or an instruction."""
        replaced = corrected(self.lines)
        return tuple(
            line
            for line in self.lines
            if line.status is not Handling.DONE
            and line.id not in replaced
            and line.incident_id is None
            and line.category is not Category.INSTRUCTION
        )


def corrected(lines: tuple[LogEntry, ...]) -> frozenset[UUID]:
    """Ids of the lines that a later one corrects: their old text is shown struck."""
    return frozenset(line.corrects for line in lines if line.corrects is not None)


class Board:
    """Reads on the store thread."""

    def __init__(
        self, shifts: Shifts, log: DutyLog, instructions: Instructions, intake: Intake
    ) -> None:
        self._shifts = shifts
        self._log = log
        self._instructions = instructions
        self._intake = intake

    def look(self) -> Look:
        shift = self._shifts.current()
        lines = self._log.latest(LONGEST_SHIFT, shift.id) if shift else []
        incidents = self._intake.open()
        recent = self._intake.latest(200)
        return Look(
            shift=shift,
            crew=tuple(self._shifts.crew(shift.id)) if shift else (),
            lines=tuple(lines),
            running=tuple(self._intake.running()),
            incidents=tuple(incidents),
            received=sum(shift.starts_at <= one.received_at for one in recent) if shift else 0,
            instructions=tuple(self._instructions.open()),
        )


def summary(look: Look, clock: Clock) -> str:
    """复制摘要: what is open, in words to be pasted elsewhere."""
    now = clock.now()
    parts = [f"截至 {day_hhmm(now)}，本班接报 {look.received} 起，来电 {look.calls} 次。"]
    if look.incidents:
        parts.append(f"在办事件 {len(look.incidents)} 起：")
        parts += [
            f"{number}. {one.no} {one.title}（{one.level.value}，{one.status.value}）"
            for number, one in enumerate(look.incidents, 1)
        ]
    else:
        parts.append("无在办事件。")
    if look.instructions:
        parts.append(f"未办结指示 {len(look.instructions)} 条：")
        parts += [_instruction(number, one) for number, one in enumerate(look.instructions, 1)]
    if look.running:
        clocks = "；".join(
            f"{incident.title} {due.name} {_due(due, now)} 前" for due, incident in look.running
        )
        parts.append(f"待办时限：{clocks}。")
    if look.unfinished:
        parts.append(f"未办结事项 {len(look.unfinished)} 项。")
    return "\n".join(parts)


def _due(running: Deadline, now: datetime) -> str:
    same = local_day(running.due_at) == local_day(now)
    return hhmm(running.due_at) if same else day_hhmm(running.due_at)


def _instruction(number: int, one: Instruction) -> str:
    limit = f"，{day_hhmm(one.due)} 前反馈" if one.due else ""
    return f"{number}. {one.leader}：{one.text}（{one.state.value}{limit}）"
