"""电话快报: the words an officer reads to the superior, from what is known so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.base.clock import local
from app.incidents.records import Count, Source
from app.incidents.said import Said

_PEOPLE = (
    (Count.DEAD, "死亡"),
    (Count.MISSING, "失联"),
    (Count.TRAPPED, "被困"),
    (Count.BADLY_HURT, "重伤"),
    (Count.HURT, "轻伤"),
    (Count.HURT_UNKNOWN, "受伤（伤情正在核实）"),
    (Count.ILL, "患病"),
    (Count.AT_RISK, "涉险"),
)
_MOVED = (
    (Count.RESCUED, "获救"),
    (Count.LEFT, "疏散"),
    (Count.EVACUATED, "避险转移"),
    (Count.RESETTLED, "转移安置"),
)


_UNHURT = frozenset({"死亡", "重伤", "轻伤", "受伤（伤情正在核实）"})


def quick_report(said: Said, received_at: datetime) -> str:
    """Three groups after Order 493: who told us; time and place; casualties with the missing.

    Unknown is said as 正在核实, never left out as if it were none.
    """
    unknown = said.source is Source.OTHER
    unit = said.reporter_unit or ("" if unknown else said.source.value)
    parts = [f"{_clock(received_at)}接{unit}报："]
    when = "事发时间正在核实" if said.happened_at is None else _clock(said.happened_at)
    if said.happened_at is not None and said.happened_about:
        when += "许"
    where = said.place or "地点正在核实"
    parts.append(f"{when}，{where}{_happening(said)}。")
    parts.append(f"{_people(said)}。")
    if said.measures:
        parts.append(f"{said.measures.rstrip('。')}。")
    parts.append("后续情况续报。")
    return "".join(parts)


def _happening(said: Said) -> str:
    return f"发生{said.kind}" if said.kind else "发生险情，性质正在核实"


def _people(said: Said) -> str:
    counts = said.counts or {}
    words = [_counted(counts, kind, word) for kind, word in _PEOPLE if counts.get(kind, (0,))[0]]
    none = [word for kind, word in _PEOPLE if kind in counts and counts[kind][0] == 0]
    if all(
        kind in counts and counts[kind][0] == 0
        for kind in (Count.DEAD, Count.BADLY_HURT, Count.HURT)
    ):
        none = ["人员伤亡", *(word for word in none if word not in _UNHURT)]
    if none:
        words.append(f"无{'、'.join(none)}报告")
    unknown = [word for kind, word in _PEOPLE[:2] if kind not in counts]
    hurt = (Count.BADLY_HURT, Count.HURT, Count.HURT_UNKNOWN)
    if not any(kind in counts for kind in hurt):
        unknown.append("受伤")
    if unknown:
        words.append(f"{'、'.join(unknown)}情况正在核实")
    words += [_counted(counts, kind, word) for kind, word in _MOVED if kind in counts]
    return "，".join(words)


def _counted(counts: Mapping[Count, tuple[int, bool]], kind: Count, word: str) -> str:
    number, about = counts[kind]
    return f"{'约 ' if about else ''}{number} 人{word}"


def _clock(instant: datetime) -> str:
    there = local(instant)
    return f"{there.hour} 时 {there:%M} 分"
