"""会商: consultations, their minutes and what they charged somebody with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm, full, hhmm, local, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog
from app.incidents.acts import Consultation, ConsultationKind, ConsultationTask
from app.incidents.records import Incident
from app.incidents.traced import Traced, filled, subject_of
from app.people.records import Officer
from app.people.rights import Act, demand


class ConsultationStore(Protocol):
    def consultations(self, incident_id: UUID) -> list[Consultation]:
        """Oldest first, as the tasks."""
        ...

    def tasks(self, consultation_ids: Sequence[UUID]) -> list[ConsultationTask]: ...

    def consultations_of_year(self, year: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Minutes:
    """What is written of a consultation; several lines where several things were said."""

    kind: ConsultationKind
    begins_at: datetime
    chair: str
    place: str = ""
    ends_at: datetime | None = None
    attending: str = ""
    materials: str = ""
    opinions: str = ""
    conclusions: str = ""
    next_at: datetime | None = None
    signed_by: str = ""


class Consulting(Traced):
    """Runs on the store thread."""

    def __init__(
        self, ledger: Ledger, store: ConsultationStore, log: DutyLog, clock: Clock, mark: Mark
    ) -> None:
        super().__init__(ledger, log, clock, mark)
        self.store = store

    def consult(
        self, by: Officer, shift_id: UUID, incident: Incident | None, minutes: Minutes
    ) -> Consultation:
        """Begun, or written down afterwards with its end."""
        demand(by, Act.CONVENE)
        filled(chair=minutes.chair)
        self._check(minutes)
        year = local(minutes.begins_at).year
        made = Consultation(
            id=new_id(),
            incident_id=None if incident is None else incident.id,
            no=f"{year}-{self.store.consultations_of_year(year) + 1}",
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
            **{name: getattr(minutes, name) for name in Minutes.__slots__},
        )
        words = f"{made.kind.value}（{made.no}）{hhmm(made.begins_at)} 开始，主持 {made.chair}"
        self._put(by, shift_id, incident, "consultation.open", {"consultation": made}, words)
        return made

    def write_up(
        self,
        by: Officer,
        shift_id: UUID,
        incident: Incident | None,
        seen: Consultation,
        minutes: Minutes,
    ) -> Consultation:
        """The minutes as they stand now; the end and the conclusions are told in the log once."""
        demand(by, Act.CONVENE)
        filled(chair=minutes.chair)
        self._check(minutes)
        new = replace(seen, **{name: getattr(minutes, name) for name in Minutes.__slots__})
        ended = new.ends_at is not None and seen.ends_at is None
        words = (
            f"{new.kind.value}（{new.no}）结束：{new.conclusions or '未形成结论'}" if ended else ""
        )
        self._put(
            by, shift_id, incident, "consultation.write", {"consultation": (new, seen)}, words
        )
        return new

    def charge(
        self, by: Officer, seen: Consultation, what: str, who: str, due: datetime | None
    ) -> ConsultationTask:
        demand(by, Act.CONVENE)
        filled(what=what, who=who)
        made = ConsultationTask(
            id=new_id(),
            consultation_id=seen.id,
            incident_id=seen.incident_id,
            what=what.strip(),
            who=who.strip(),
            due=due,
            done_at=None,
            result="",
            mark=self._mark,
        )
        subject = subject_of(seen.incident_id, seen.id)
        with self._ledger.change(str(by.id), "consultation.charge", subject) as change:
            change.put("consultation_task", made)
        return made

    def finish(self, by: Officer, seen: ConsultationTask, result: str) -> ConsultationTask:
        demand(by, Act.INTAKE)
        filled(result=result)
        if seen.done_at is not None:
            raise Refused("step", "done_already")
        new = replace(seen, done_at=self._clock.now(), result=result.strip())
        subject = subject_of(seen.incident_id, seen.id)
        with self._ledger.change(str(by.id), "consultation.finish", subject) as change:
            change.put("consultation_task", new, seen=seen)
        return new

    def _check(self, minutes: Minutes) -> None:
        self._past("begins_at", minutes.begins_at)
        if minutes.ends_at is not None:
            self._past("ends_at", minutes.ends_at)
            if minutes.ends_at < minutes.begins_at:
                raise Refused("ends_at", "wrong_order")
        if minutes.next_at is not None and minutes.next_at < minutes.begins_at:
            raise Refused("next_at", "wrong_order")


def minutes_text(
    one: Consultation, tasks: Sequence[ConsultationTask], incident: Incident | None
) -> str:
    """The minutes as plain text, to be sent or filed; what was not said is named as 未记."""
    ends = "进行中" if one.ends_at is None else _later(one.ends_at, one.begins_at)
    head = [
        f"{one.kind.value}记录（{one.no}）",
        f"事件：{incident.no} {incident.title}" if incident is not None else "",
        f"时间：{full(one.begins_at)[:16]} 至 {ends}",
        f"地点：{one.place or '未记'}",
        f"主持：{one.chair}",
    ]
    parts = [
        f"{title}：\n{_numbered(words)}"
        for title, words in (
            ("参加", one.attending),
            ("材料", one.materials),
            ("意见", one.opinions),
            ("结论", one.conclusions),
        )
    ]
    charged = "\n".join(_charged(task) for task in tasks)
    tail = [
        f"任务：\n{charged or '  未记'}",
        f"下次会商：{full(one.next_at)[:16] if one.next_at else '未定'}",
        f"签字：{one.signed_by or '未签'}",
    ]
    return "\n".join(line for line in (*head, *parts, *tail) if line) + "\n"


def _later(at: datetime, begun: datetime) -> str:
    """The hour, and the day too when it is another."""
    return hhmm(at) if local_day(at) == local_day(begun) else day_hhmm(at)


def _numbered(words: str) -> str:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return "\n".join(f"  {n}. {line}" for n, line in enumerate(lines, 1)) or "  未记"


def _charged(task: ConsultationTask) -> str:
    due = f"，{full(task.due)[:16]} 前" if task.due else ""
    done = f"（{day_hhmm(task.done_at)} 办结：{task.result}）" if task.done_at else "（未办结）"
    return f"  {task.who}：{task.what}{due}{done}"
