"""What is said of flights: the lines of the log, sums of a stretch, the table for other offices."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.base.clock import day_hhmm, full, hhmm
from app.incidents.sortie import NoteKind, Sortie, SortieEnd, SortieKind, SortieNote

UNKNOWN = "不详"
TITLE = "无人机架次登记"
HEADS = (
    "架次号", "性质", "无人机", "单位", "飞手", "飞手电话", "观察员", "观察员电话", "任务", "所属事件或演练",
    "起飞地点", "起飞时间", "降落时间", "飞行分钟", "状态", "空域报备", "向谁报备", "报备编号", "报备人",
    "报备时间", "天气", "电池", "情况和发现", "故障和失联", "备注", "登记人",
)  # fmt: skip
WIDTHS = (
    12, 8, 24, 20, 10, 16, 10, 16, 24, 28, 24, 18, 18, 10, 12, 14, 16, 16, 10, 18, 14, 14, 40, 30, 24, 10,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rules:
    """Words to choose from; none of them is required."""

    source: str
    airspace: tuple[str, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A flight with its notes, oldest first. `tied` names its incident or drill, "" none."""

    sortie: Sortie
    notes: tuple[SortieNote, ...] = ()
    tied: str = ""

    @property
    def id(self) -> object:
        return self.sortie.id

    @property
    def lost_since(self) -> datetime | None:
        """Contact is lost since then; None while there is any, or the flight has ended."""
        turns = [one for one in self.notes if one.kind in (NoteKind.LOST, NoteKind.FOUND)]
        last = turns[-1] if turns and self.sortie.open else None
        return last.at if last is not None and last.kind is NoteKind.LOST else None

    @property
    def stands(self) -> str:
        if self.lost_since is not None:
            return "失联"
        return self.sortie.ended.value if self.sortie.ended is not None else "在飞"

    def said(self, *kinds: NoteKind) -> str:
        told = (one for one in self.notes if one.kind in kinds)
        return "；".join(f"{hhmm(one.at)} {_word(one)}".strip() for one in told)


@dataclass(frozen=True, slots=True)
class Sum:
    """`minutes` of those whose length is known, None when it is of none; `unknown` landed, but when or
    since when is 不详; `open` are in the air still, `lost` were not brought back: all among `sorties`."""

    sorties: int = 0
    minutes: int | None = None
    unknown: int = 0
    open: int = 0
    lost: int = 0

    def words(self) -> str:
        timed = f" {self.minutes} 分钟" if self.minutes is not None else ""
        more = ((self.unknown, "时长不详"), (self.open, "在飞"), (self.lost, "未收回"))
        rest = "、".join(f"{n} 架次{word}" for n, word in more if n)
        left = "，未计时长" if timed else ""
        return f"{self.sorties} 架次{timed}" + (f"（其中 {rest}{left}）" if rest else "")


def looks_of(sorties: Iterable[Sortie], notes: Iterable[SortieNote]) -> list[Look]:
    """As they are read with an incident."""
    held = list(notes)
    return [Look(one, tuple(n for n in held if n.sortie_id == one.id)) for one in sorties]


def load_rules(path: Path) -> Rules:
    """Reads `resources/rules/sorties.toml`."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    return Rules(str(held["source"]), tuple(held["airspace"]), tuple(held["tasks"]))


def summed(looks: Iterable[Look]) -> Sum:
    """What was not flown does not count. Seconds are added before they become minutes."""
    flown = [look.sortie for look in looks if look.sortie.ended is not SortieEnd.NOT_FLOWN]
    known = [one.flown for one in flown if one.flown is not None]
    open_ = sum(one.open for one in flown)
    lost = sum(one.ended is SortieEnd.LOST for one in flown)
    seconds = sum(known, timedelta()).total_seconds()
    unknown = len(flown) - len(known) - open_ - lost
    minutes = int(seconds // 60) if known else None
    return Sum(len(flown), minutes, unknown, open_, lost)


def within(looks: Iterable[Look], since: datetime | None, until: datetime | None) -> list[Look]:
    """Those of a stretch: a list also has what is open since before it."""
    return [
        one
        for one in looks
        if (since is None or one.sortie.at >= since) and (until is None or one.sortie.at < until)
    ]


def by_kind(looks: Sequence[Look]) -> list[tuple[SortieKind, Sum]]:
    """Tasks always, drills and training where there are any."""
    told = [(kind, [one for one in looks if one.sortie.kind is kind]) for kind in SortieKind]
    return [(kind, summed(of)) for kind, of in told if of or kind is SortieKind.TASK]


def by_drone(looks: Sequence[Look]) -> list[tuple[str, Sum]]:
    """Tasks only, most flights first."""
    drones: dict[str, list[Look]] = {}
    for one in looks:
        if one.sortie.kind is SortieKind.TASK and one.sortie.ended is not SortieEnd.NOT_FLOWN:
            drones.setdefault(one.sortie.drone, []).append(one)
    sums = [(drone, summed(of)) for drone, of in drones.items()]
    return sorted(sums, key=lambda pair: (-pair[1].sorties, pair[0]))


def table(looks: Sequence[Look]) -> list[list[str]]:
    """Heads, a row a flight, and a sum for each kind."""
    rows = [list(HEADS), *(_row(one) for one in looks)]
    sums = [[f"{kind.value}合计", "", sum_.words()] for kind, sum_ in by_kind(looks)]
    return rows + [[*one, *([""] * (len(HEADS) - len(one)))] for one in sums]


def minutes_said(one: Sortie) -> str:
    """ "" while it flies and for what did not fly."""
    if one.flown is not None:
        return str(int(one.flown.total_seconds() // 60))
    return UNKNOWN if one.ended is SortieEnd.LANDED else ""


def moment_words(at: datetime | None) -> str:
    return full(at) if at is not None else UNKNOWN


def out_said(one: Sortie) -> str:
    """The line of its take-off; who flies it stands in the record, where it can be covered."""
    parts = [one.purpose, _when(one.took_off_at, "起飞")]
    parts += [f"起飞地点{one.place}"] if one.place else []
    parts += [one.unit] if one.unit else []
    return _line(one, "起飞", *parts, f"空域{airspace_said(one)}")


def landed_said(one: Sortie, result: str) -> str:
    """The line of its end."""
    if one.ended is not SortieEnd.LANDED:
        return _line(one, one.ended.value if one.ended else "", one.ended_why)
    flown = f"飞行 {minutes_said(one)} 分钟" if one.flown is not None else "飞行时长不详"
    seen = [result.rstrip("。")] if result else []
    return _line(one, "降落", _when(one.landed_at, "降落"), flown, *seen)


def note_said(one: Sortie, note: SortieNote) -> str:
    words = f"{hhmm(note.at)} {note.text.rstrip('。')}".strip()
    return _line(one, note.kind.value, words + _tied(note))


def mended_said(seen: Sortie, made: Sortie) -> str:
    """The line of what was put right of its times and end; "" when neither changed."""
    told = [
        f"{word}时间 {_at(before)} 改为 {_at(after)}"
        for word, before, after in (
            ("起飞", seen.took_off_at, made.took_off_at),
            ("降落", seen.landed_at, made.landed_at),
        )
        if before != after and made.ended is seen.ended
    ]
    if made.ended is not seen.ended and seen.ended is not None:
        told = [f"原记{seen.ended.value}有误，仍在飞"]
    return _line(made, "架次补正", *told) if told else ""


def whole_said(look: Look, who: Callable[[Sortie], str]) -> str:
    """A flight in one sentence, for the dossier; `who` names its people as the reader may know them."""
    one = look.sortie
    parts = [f"{_drill(one)}无人机架次 {one.no} {one.drone}", who(one), one.purpose]
    parts += [f"自{one.place}"] if one.place else []
    if one.ended is not SortieEnd.NOT_FLOWN:
        parts.append(_when(one.took_off_at, "起飞"))
    if one.ended is SortieEnd.LANDED:
        parts += [_when(one.landed_at, "降落")]
        parts += [f"飞行 {minutes_said(one)} 分钟"] if one.flown is not None else ["飞行时长不详"]
    else:
        parts.append(look.stands + (f"：{one.ended_why}" if one.ended_why else ""))
    parts.append(f"空域{airspace_said(one)}")
    parts.append(look.said(*NoteKind))
    return "，".join(part for part in parts if part) + "。"


def airspace_said(one: Sortie) -> str:
    """How it stands, 报备情况不详 when nobody said; with whom, under which number, by whom and when."""
    more = [f"向{one.airspace_to}"] if one.airspace_to else []
    more += [f"编号{one.airspace_no}"] if one.airspace_no else []
    more += [f"{one.airspace_by}办"] if one.airspace_by else []
    more += [day_hhmm(one.airspace_at)] if one.airspace_at else []
    return (one.airspace or f"报备情况{UNKNOWN}") + (f"（{'，'.join(more)}）" if more else "")


def _line(one: Sortie, act: str, *parts: str) -> str:
    told = "，".join((f"{_drill(one)}无人机{act}：{one.drone}（架次 {one.no}）", *parts))
    return f"{told}。"


def _drill(one: Sortie) -> str:
    return "" if one.kind is SortieKind.TASK else f"【{one.kind.value}】"


def _when(at: datetime | None, word: str) -> str:
    return f"{day_hhmm(at)} {word}" if at is not None else f"{word}时间{UNKNOWN}"


def _at(at: datetime | None) -> str:
    return day_hhmm(at) if at is not None else UNKNOWN


def _word(note: SortieNote) -> str:
    return f"{note.text or note.kind.value}{_tied(note)}"


def _tied(note: SortieNote) -> str:
    return "（附图片）" if note.attachment_id else "（附录像）" if note.clip_id else ""


def _row(look: Look) -> list[str]:
    one = look.sortie
    flew = one.ended is not SortieEnd.NOT_FLOWN
    landed = moment_words(one.landed_at) if one.ended is SortieEnd.LANDED else ""
    return [
        one.no, one.kind.value, one.drone, one.unit, one.pilot, one.pilot_phone, one.observer,
        one.observer_phone, one.purpose, look.tied, one.place,
        moment_words(one.took_off_at) if flew else "", landed, minutes_said(one),
        look.stands + (f"：{one.ended_why}" if one.ended_why else ""),
        one.airspace or UNKNOWN, one.airspace_to, one.airspace_no, one.airspace_by,
        full(one.airspace_at) if one.airspace_at else "", one.weather, one.battery,
        look.said(NoteKind.SEEN, NoteKind.OTHER),
        look.said(NoteKind.FAULT, NoteKind.LOST, NoteKind.FOUND), one.remark, one.by_name,
    ]  # fmt: skip
