"""纪要 of a consultation, drafted from its record: what was not written down is left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.base.clock import local, local_day
from app.incidents.acts import Consultation, ConsultationTask
from app.incidents.records import Incident
from app.reports.records import numeral
from app.reports.said_times import clock, day_clock
from app.reports.wording import Wording

_STOPS = "。；，、 "
_NUMBERED = re.compile(
    r"^[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．](?![0-9一二三四五六七八九十])\s*"
)
"""A number that the minute-taker gave a line himself; the paper numbers anew. 3.5米 and 12、13号楼 are no
such number."""


@dataclass(frozen=True, slots=True)
class Consulted:
    """A consultation with what it charged somebody with."""

    record: Consultation
    tasks: tuple[ConsultationTask, ...]


def minutes_title(one: Consultation, incident: Incident | None, wording: Wording) -> str:
    name = "minutes_title" if incident is not None else "minutes_title_loose"
    return wording.minutes[name].format(
        title=_run(incident.title) if incident is not None else "", kind=one.kind.value, no=one.no
    )


def minutes_body(held: Consulted, incident: Incident | None, wording: Wording) -> str:
    """In the shape of domain.md 4.3: who met, what was known, what was said, concluded and charged; the
    lists of those present last, one to a line."""
    one, say = held.record, wording.minutes
    fill = wording.words["to_fill"]
    paragraphs = [_opening(one, incident, wording)]
    for name, words in (("materials", one.materials), ("opinions", one.opinions)):
        paragraphs += [say[name], *(_items(words) or [fill])]
    paragraphs.append(say["conclusions"])
    concluded = _lines(one.conclusions)
    paragraphs.append(say["concluded"].format(words="；".join(concluded)) if concluded else fill)
    paragraphs += [say["tasks"], _charged(held.tasks, wording)]
    next_at = day_clock(one.next_at) if one.next_at is not None else ""
    paragraphs.append(say["next"].format(when=next_at) if next_at else say["no_next"])
    return "\n".join([*paragraphs, *_attendance(one.attending, wording)])


def _opening(one: Consultation, incident: Incident | None, wording: Wording) -> str:
    say, begins = wording.minutes, one.begins_at
    ends = ""
    if one.ends_at is not None:
        same = local_day(one.ends_at) == local_day(begins)
        ends = say["until"].format(when=clock(one.ends_at) if same else day_clock(one.ends_at))
    return say["opening"].format(
        year=local(begins).year,
        begins=day_clock(begins),
        ends=ends,
        chair=one.chair,
        place=say["place"].format(place=one.place) if one.place else "",
        kind=one.kind.value,
        about=say["about"].format(title=_run(incident.title)) if incident is not None else "",
    )


def _run(title: str) -> str:
    """The title of an incident within a sentence."""
    return title.replace(" ", "")


def _charged(tasks: Sequence[ConsultationTask], wording: Wording) -> str:
    """会议要求：一是……（责任单位，完成时限）；二是…… Appendix B9."""
    say = wording.minutes
    if not tasks:
        return say["no_task"]
    parts = []
    for number, task in enumerate(tasks, 1):
        due = say["due"].format(when=day_clock(task.due)) if task.due is not None else ""
        words = task.what.strip().rstrip(_STOPS)
        parts.append(say["task"].format(n=numeral(number), what=words, who=task.who, due=due))
    return say["charged"].format(tasks="；".join(parts))


def _items(words: str) -> list[str]:
    """One line as it is, several with （一）, （二）."""
    lines = _lines(words)
    if len(lines) == 1:
        return [f"{lines[0]}。"]
    return [f"（{numeral(n)}）{line}。" for n, line in enumerate(lines, 1)]


def _lines(words: str) -> list[str]:
    bare = (_NUMBERED.sub("", line.strip()).rstrip(_STOPS) for line in words.splitlines())
    return [line for line in bare if line]


def _attendance(attending: str, wording: Wording) -> Iterable[str]:
    """Lines that begin with 请假 or 列席 are lists of their own, all others were present."""
    lists: dict[str, list[str]] = {name: [] for name in LISTS}
    for line in _lines(attending):
        name = next((one for one in LISTS if line.startswith(one)), LISTS[0])
        lists[name].append(line.removeprefix(name).lstrip("：: "))
    for name in LISTS:
        names = [one for one in lists[name] if one]
        if names or name == LISTS[0]:
            yield f"{name}：{'、'.join(names) or wording.words['to_fill']}"


LISTS = ("出席", "请假", "列席")
"""Of those who were there, as GB/T 9704 names them."""


def parted(body: str) -> tuple[str, dict[str, tuple[str, ...]]]:
    """(text, lists): the lists of those present stand apart on paper."""
    text: list[str] = []
    lists: dict[str, tuple[str, ...]] = {}
    for line in body.split("\n"):
        name, colon, names = line.strip().partition("：")
        if colon and name in LISTS:
            lists[name] = tuple(one.strip() for one in names.split("、") if one.strip())
        else:
            text.append(line)
    return "\n".join(text).rstrip("\n"), lists
