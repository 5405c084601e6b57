"""Log lines as plain text for a chat: DingTalk and WeChat keep line ends and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from app.base.clock import day_hhmm
from app.duty.records import LogEntry
from app.people.session import Session


def as_text(entries: Iterable[LogEntry], *, covered: Session) -> str:
    """【06-24 15:21】来电 己塘镇值班室 周试用：明火基本控制。（在办）; one line each, the oldest first."""
    rows = sorted(entries, key=lambda entry: (entry.at, entry.seq))
    return "\n".join(_line(entry, covered) for entry in rows)


def _line(entry: LogEntry, session: Session) -> str:
    named = (
        entry.unit,
        session.covered_name(entry.person),
        entry.post,
        session.covered(entry.phone),
    )
    who = " ".join(part for part in named if part)
    head = f"{entry.way.value}{entry.channel.value}" if entry.way.value != "内" else ""
    said = "，".join(line for line in session.covered(entry.text).split("\n") if line.strip())
    words = " ".join(part for part in (head, who) if part)
    late = "（补录）" if entry.late else ""
    mark = "（更正）" if entry.corrects else ""
    handled = f"{entry.status.value}，{entry.handling}" if entry.handling else entry.status.value
    seen_to = f"，责任人 {session.covered_name(entry.responsible)}" if entry.responsible else ""
    due = f"，时限 {day_hhmm(entry.due)}" if entry.due is not None else ""
    head = f"【{day_hhmm(entry.at)}】{words}{'：' if words else ''}{said}"
    return f"{head}（{handled}{seen_to}{due}）{mark}{late}"
