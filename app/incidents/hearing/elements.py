"""Which elements of a report a call holds, and which must be asked next."""

from __future__ import annotations

import re

from app.incidents.hearing.records import Counts, Disposition, People, What, When, Where
from app.incidents.hearing.rules import NEVER, Rules
from app.incidents.hearing.talk import Clause, Talk

_SILENT = frozenset({Disposition.PRANK})
_BY_WORDS = {"发展趋势": "trend", "危险源": "danger", "已采取措施": "measures", "需要支援": "needs"}


def elements(
    talk: Talk,
    what: What,
    where: Where,
    when: When,
    counts: Counts,
    vague: frozenset[People],
    rules: Rules,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(given, missing), each in the order of elements.toml."""
    held = {
        "报告人": _reporter(talk, rules),
        "事发时间": when.at is not None,
        "具体地点": bool(where.village or _below_town(where)),
        "所属乡镇": bool(where.town),
        "事件性质": bool(what.key),
        "伤亡": _casualties(counts, vague),
        "失踪被困": People.MISSING in counts or People.TRAPPED in counts,
        "影响范围": _scope(talk, rules),
        "现场负责人": _commander(talk, rules),
    }
    for name, section in _BY_WORDS.items():
        held[name] = _told(talk, section, rules)
    order = rules.lists["elements"]["order"]
    return (
        tuple(name for name in order if held.get(name)),
        tuple(name for name in order if not held.get(name)),
    )


def _told(talk: Talk, section: str, rules: Rules) -> bool:
    """In words that give it, or in answer to a question for it."""
    words = rules.words["elements"]
    none = words.get(f"{section}.none", NEVER)
    if any(
        words[f"{section}.words"].search(clause.text) and not none.search(clause.text)
        for clause in talk.clauses
    ):
        return True
    return any(_answers(clause, section, rules) for clause in talk.clauses)


def _answers(clause: Clause, section: str, rules: Rules) -> bool:
    words = rules.words["elements"]
    return bool(
        clause.first
        and words[f"{section}.asked"].search(clause.question)
        and not words["answer.unknown"].search(clause.text)
    )


def _scope(talk: Talk, rules: Rules) -> bool:
    words = rules.words["elements"]
    return not words["scope.uncounted"].search(talk.whole) and any(
        (words["scope.words"].search(clause.text) or _answers(clause, "scope", rules))
        and not words["scope.unknown"].search(clause.text)
        for clause in talk.clauses
    )


def _below_town(where: Where) -> bool:
    return len(where.text.replace(where.town, "")) > 1


def _reporter(talk: Talk, rules: Rules) -> bool:
    """A name, a surname, or a post: 村主任梁范海, or the bare name between commas."""
    words = rules.words["elements"]
    if words["reporter.named"].search(talk.whole):
        return True
    if words["reporter.hidden"].search(talk.whole):
        return False
    name = f"(?:{words['reporter.surnames'].pattern})"
    posts = f"(?:{words['reporter.post'].pattern})"
    told = re.compile(
        f"(?:.*{posts})?{name}[\u4e00-\u9fff]{{2}}|.*{posts}{name}[\u4e00-\u9fff]{{1,2}}"
    )
    asked = words["reporter.asked"]
    opening = [
        clause for clause in talk.clauses if clause.turn <= 2 or asked.search(clause.question)
    ]
    return any(len(clause.text) <= 24 and told.fullmatch(clause.text) for clause in opening)


def _casualties(counts: Counts, vague: frozenset[People]) -> bool:
    """Given only when the dead are known and nobody hurt is without a severity."""
    hurt = counts.get(People.HURT)
    some = People.HURT in vague and not ({People.HEAVY, People.LIGHT} & set(counts))
    return People.DEAD in counts and not some and (hurt is None or hurt.number == 0)


def _commander(talk: Talk, rules: Rules) -> bool:
    words = rules.words["elements"]
    for clause in talk.clauses:
        if words["commander.coming"].search(clause.text):
            continue
        if words["commander.words"].search(clause.text):
            return True
        asked = words["commander.asked"].search(clause.question)
        if (
            asked
            and words["commander.post"].search(clause.text)
            and not words["commander.unknown"].search(clause.text)
        ):
            return True
    return False
