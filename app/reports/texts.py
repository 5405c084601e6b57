"""One typing, many texts: the full report, the short message, the script for the telephone, the bulletin."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime

from app.base.clock import local
from app.reports.drafting import Draft, body
from app.reports.facts import Facts
from app.reports.final import final_body, ready
from app.reports.records import Element, Form, ReportKind
from app.reports.wording import Wording

_CALLED = {
    ReportKind.FLASH: "报告",
    ReportKind.SPECIAL: "报告",
    ReportKind.RELEASE: ReportKind.RELEASE.value,
}
"""How a title ends; all others are 情况报告."""


@dataclass(frozen=True, slots=True)
class Texts:
    title: str
    body: str
    message: str
    script: str
    bulletin: str

    def of(self, form: Form) -> str:
        return {
            Form.FULL: self.body,
            Form.MESSAGE: self.message,
            Form.SCRIPT: self.script,
            Form.BULLETIN: self.bulletin,
        }[form]


def texts(facts: Facts, before: Facts | None, wording: Wording, kind: ReportKind) -> Texts:
    """`before`: the facts of the last report that was sent or is under way; a 续报 needs it."""
    follows = kind is ReportKind.FOLLOW_UP and before is not None
    draft = Draft(facts, before if follows else None, wording)
    more = kind.value if follows or kind in (ReportKind.FINAL, ReportKind.RELEASE) else ""
    full = final_body(draft) if kind is ReportKind.FINAL else body(draft, kind)
    title = wording.say(
        "title",
        place=facts.township or facts.place,
        kind=facts.kind or "突发事件",
        report=_CALLED.get(kind, "情况报告"),
    )
    return Texts(
        title=title,
        body=full,
        message=draft.sentences(f"短文本{more}", kind.value),
        script=draft.sentences(f"电话稿{more}", kind.value),
        bulletin=f"{title}\n{full}",
    )


def given(facts: Facts, before: Facts | None, kind: ReportKind, wording: Wording) -> set[str]:
    """Which elements of resources/rules/contents.toml the facts hold for this kind of report."""
    if kind is ReportKind.FINAL:
        return {name for name, there in ready(facts).items() if there}
    if kind is ReportKind.FOLLOW_UP:
        changed = before is None or Draft(facts, before, wording).changed()
        return {"截至时间"} | ({"变化情况"} if changed else set())
    held = {
        "时间": facts.happened_at is not None,
        "地点": bool(facts.place),
        "信息来源": bool(facts.who or facts.source),
        "事件性质": bool(facts.kind),
        "影响范围": bool(facts.of(Element.SCOPE)) or any(
            kind in facts.people for kind in (*wording.people.moved, "涉险")
        ),
        "事件发展趋势": bool(facts.trend or facts.dangers or facts.of(Element.TREND)),
        "已采取的措施": bool(
            facts.measures or facts.of(Element.MEASURE) or facts.forces or facts.orders
        ),
    }  # fmt: skip
    return {name for name, there in held.items() if there}


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_IN_TEXT = re.compile(r"(\d+(?:\.\d+)?)([年月日时分]?)")


def unfounded(text: str, facts: Facts) -> tuple[str, ...]:
    """Numbers of a text that stand nowhere in the facts: a slip of the keys, or from hearsay.

    A part of a time of the record is no number of people.
    """
    numbers, times = set(_numbers(facts)), set(_times(facts))
    found = (
        number
        for number, unit in _IN_TEXT.findall(text)
        if number not in numbers and not (unit and number in times)
    )
    return tuple(dict.fromkeys(found))


def _times(value: object) -> Iterator[str]:
    for one in _leaves(value):
        if isinstance(one, datetime):
            there = local(one)
            yield from map(str, (there.year, there.month, there.day, there.hour, there.minute))
            yield f"{there.minute:02d}"


def _numbers(value: object) -> Iterator[str]:
    for one in _leaves(value):
        if isinstance(one, str):
            yield from _NUMBER.findall(one)
        elif isinstance(one, int) and not isinstance(one, bool):
            yield str(one)


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for one in value:
            yield from _leaves(one)
    elif isinstance(value, dict):
        yield from _leaves(tuple(value.values()))
    elif is_dataclass(value):
        yield from _leaves(tuple(getattr(value, one.name) for one in fields(value)))
    else:
        yield value


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text as it compares to another: `kind` "same", "gone" or "new"."""

    kind: str
    text: str


def compared(old: str, new: str) -> list[Piece]:
    """Both texts as one line of runs, cut between clauses: half a clause alike is no help to a reader."""
    before, after = _cut(old), _cut(new)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("gone", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("new", "".join(after[j1:j2])))
    return pieces


def _cut(text: str) -> list[str]:
    return re.findall(r"[^。；，\n]*[。；，\n]|[^。；，\n]+", text)
