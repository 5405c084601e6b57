"""What the list of flights shows of one, its notes as lines, and refusals in the officer's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.base.clock import day_hhmm, hhmm
from app.base.search import normal
from app.incidents.sortie import NoteKind, SortieEnd, SortieKind
from app.incidents.sortie_told import UNKNOWN, Look, airspace_said, by_drone, by_kind, minutes_said
from widgets.kit.columns import Column
from widgets.kit.copying import hidden
from widgets.kit.desk import Desk
from widgets.kit.lines import Line

STATE_COLUMN = 3
MOST_DRONES = 6


def sortie_columns(desk: Desk) -> tuple[Column, ...]:
    """Column `STATE_COLUMN` tells how long it has been in the air: paint it anew as time goes."""
    cover = desk.session.covered_name

    def crew(look: Look) -> str:
        one = look.sortie
        return " ".join(part for part in (one.unit, cover(one.pilot)) if part)

    def state(look: Look) -> str:
        return state_words(look, desk.clock.now())

    def about(look: Look) -> str:
        kind = look.sortie.kind
        drill = "" if kind is SortieKind.TASK else f"【{kind}】"
        return drill + (look.tied or look.sortie.place or "—")

    return (
        Column(tr("Took off"), _off, 116, strong=True, second=lambda s: s.sortie.no),
        Column(tr("Drone"), lambda s: s.sortie.drone, 176, second=crew),
        Column(tr("What it flies for"), lambda s: s.sortie.purpose, stretch=True, second=about),
        Column(tr("State"), state, 168, strong=lambda s: s.sortie.open,
               second=lambda s: s.sortie.ended_why),
        Column(tr("Landed"), _landed, 104, right=True, second=_minutes),
        Column(tr("Airspace"), lambda s: s.sortie.airspace or UNKNOWN, 128, fold=True,
               second=lambda s: s.sortie.airspace_to),
    )  # fmt: skip


def state_words(look: Look, now: datetime) -> str:
    """在飞 12 分钟; of one with an end, how it ended."""
    if look.lost_since is not None:
        return f"{look.stands} {minutes(look.lost_since, now)}"
    one = look.sortie
    if one.open and one.took_off_at is not None:
        return f"{look.stands} {minutes(one.took_off_at, now)}"
    return look.stands


def minutes(since: datetime, now: datetime) -> str:
    return f"{max(0, int((now - since).total_seconds() // 60))} 分钟"


def told_of(desk: Desk, look: Look) -> str:
    """What the list has no room for, in lines."""
    one, cover = look.sortie, desk.session.covered_name
    people = [
        f"{word} {cover(name)} {_phone(desk, phone)}".strip()
        for word, name, phone in (
            ("飞手", one.pilot, one.pilot_phone), ("观察员", one.observer, one.observer_phone),
        )
        if name or phone
    ]  # fmt: skip
    place = one.place + (f"（{one.lat:.5f}, {one.lon:.5f}）" if one.lat is not None else "")
    airspace = airspace_said(replace(one, airspace_by=cover(one.airspace_by)))
    rest = (("起飞地点", place), ("天气", one.weather), ("电池", one.battery), ("备注", one.remark))
    return "\n".join(
        part
        for part in (
            f"{one.no}　{one.drone}　{one.purpose}",
            "，".join(people),
            f"空域：{airspace}",
            "　".join(f"{word}：{desk.session.covered(told)}" for word, told in rest if told),
        )
        if part
    )


def note_lines(desk: Desk, look: Look) -> list[Line]:
    """Newest first."""
    cover = desk.session
    return [
        Line(
            str(one.id),
            one.kind.value + _tied(one.attachment_id, one.clip_id),
            cover.covered(one.text),
            lead=hhmm(one.at),
            right=cover.covered_name(one.by_name),
            look="new" if one.kind in (NoteKind.LOST, NoteKind.FAULT) else "read",
        )
        for one in reversed(look.notes)
    ]


def sums_said(counted: Sequence[Look]) -> str:
    """Each kind apart; below them the drones that flew most, when there is more than one."""
    told = "　".join(f"{kind}：{sum_.words()}" for kind, sum_ in by_kind(counted))
    each = by_drone(counted)
    names = "；".join(f"{drone} {sum_.words()}" for drone, sum_ in each[:MOST_DRONES])
    return told + (f"\n{tr('By drone:')} {names}" if len(each) > 1 else "")


def haystack(look: Look, covered: bool) -> str:
    """In which what is typed to find a flight is looked for; without people for who sees none."""
    one = look.sortie
    words = (one.no, one.kind, one.drone, one.unit, one.purpose, one.place, look.tied, look.stands)
    return normal(" ".join((*words, *(("", "") if covered else (one.pilot, one.observer)))))


def refusals() -> dict[str, str]:
    return {
        "in_the_air": tr("It is in the air already: flight {no} has not landed."),
        "one_of_two": tr("Either an incident or a drill."),
        "long_ago": tr("That was more than {days} days ago."),
        "not_a_point": tr("Write latitude and longitude: 28.50, 109.60."),
        "half_a_place": tr("Write latitude and longitude: 28.50, 109.60."),
        "after_landing": tr("It had landed by then."),
        "before_takeoff": tr("It had not taken off by then."),
        "not_a_day": tr("Write the day as 2026-10-01 or 10-01."),
    }


def _off(look: Look) -> str:
    one = look.sortie
    if one.ended is SortieEnd.NOT_FLOWN:
        return day_hhmm(one.at)
    return day_hhmm(one.took_off_at) if one.took_off_at else UNKNOWN


def _landed(look: Look) -> str:
    one = look.sortie
    if one.ended is not SortieEnd.LANDED:
        return "—"
    return day_hhmm(one.landed_at) if one.landed_at else UNKNOWN


def _minutes(look: Look) -> str:
    told = minutes_said(look.sortie)
    return f"{told} 分钟" if told.isdecimal() else (told and f"时长{told}")


def _phone(desk: Desk, phone: str) -> str:
    return "•••" if phone and hidden(desk) else phone


def _tied(picture: object, clip: object) -> str:
    return "　附图片" if picture else "　附录像" if clip else ""


def tr(words: str) -> str:
    return QCoreApplication.translate("Sorties", words)
