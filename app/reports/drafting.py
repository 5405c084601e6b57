"""From facts to sentences: what is known is told, what is not is 正在核实, nothing is guessed.

Pure. Each sentence is a function of the facts and of those of the report before; which of them a kind of
report has, in which order and in which words, is data (`resources/wording/reports.toml`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from app.base.clock import local_day
from app.incidents.records import EventClass, Trend
from app.reports.facts import Gone, Told
from app.reports.people_said import STOPS, People
from app.reports.records import Element, ReportKind, SendWay
from app.reports.said_times import clock, day_clock, since

_TREND = {
    Trend.WEAKER.value: "trend_weaker",
    Trend.STEADY.value: "trend_steady",
    Trend.STRONGER.value: "trend_stronger",
}


@dataclass(frozen=True, slots=True)
class Draft(People):
    """All sentences of a report."""

    def sentences(self, order: str, report: str) -> str:
        """One text of the sentences of an order, each ended by a full stop."""
        said: list[str] = []
        for name in self.wording.order[order]:
            words = SENTENCES[name](self, report).strip().rstrip(STOPS)
            if words:
                said.append(words if name == "mark" else f"{words}。")
        return "".join(said).replace("，。", "。")

    # who told us what, when, where

    def opening(self, _report: str = "") -> str:
        facts, wording = self.facts, self.wording
        return self.say(
            "opening",
            received=day_clock(facts.received_at),
            who=facts.who or wording.who.get(facts.source, wording.who["other"]),
            how=wording.how.get(facts.source, wording.how["other"]),
            unnamed=self.say("unnamed") if facts.unnamed else "",
            happened=self.happened(),
            place=self.place(),
            course=self.course(),
        )

    def happened(self) -> str:
        facts = self.facts
        if facts.happened_at is None:
            return self.say("happened_unknown")
        when = day_clock(facts.happened_at)
        if local_day(facts.happened_at) == local_day(facts.received_at):
            when = self.say("same_day", clock=clock(facts.happened_at))
        return self.say("happened_about" if facts.happened_about else "happened", when=when)

    def happening(self, _report: str = "") -> str:
        """When, where and what, with the day: how a 终报 begins."""
        facts = self.facts
        when = self.say("happened_unknown")
        if facts.happened_at is not None:
            name = "happened_about" if facts.happened_about else "happened"
            when = self.say(name, when=day_clock(facts.happened_at))
        return f"{when}{self.place()}{self.course()}"

    def place(self) -> str:
        facts = self.facts
        if not facts.place and not facts.township:
            return self.say("place_unknown")
        if facts.place and facts.place in facts.course:
            return ""
        place = _without_overlap(facts.place, facts.course)
        if facts.township and facts.township not in facts.place:
            return facts.township + place
        return place

    def course(self) -> str:
        facts = self.facts
        if not facts.course:
            if facts.kind:
                return self.say("course_of_kind", kind=facts.kind)
            return self.say("course_unknown")
        return self.no_guess(facts.course.strip(STOPS))

    def no_guess(self, words: str) -> str:
        """A clause that gives a cause is marked as what somebody reported."""
        clauses = words.split("，")
        told = [
            self.say("hearsay") + clause if self.guesses(clause) else clause for clause in clauses
        ]
        return "，".join(told)

    def guesses(self, words: str) -> bool:
        return self.say("hearsay") not in words and any(
            guess in words for guess in self.wording.guess
        )

    def now(self, _report: str = "") -> str:
        """续报: until when, and what happened since the report before."""
        news = [self.no_guess(one.text.strip(STOPS)) for one in self.new(Element.COURSE)]
        as_of = self.say("as_of", when=day_clock(self.facts.as_of))
        if news or self.changed():
            return as_of + "；".join(news)
        return as_of + self.say("nothing_new")

    # what became of it

    def outcome(self, _report: str = "") -> str:
        return _joined(one.text for one in self.facts.of(Element.STATE))

    def changes(self, _report: str = "") -> str:
        parts = self.changes_of_people() + [
            self.say("restated", element=one.element, was=one.was, now=one.text)
            + (self.say("change_reason", reason=one.reason.strip(STOPS)) if one.reason else "")
            for one in self.fresh()
            if one.was
        ]
        return self.say("changes", changes="，".join(parts)) if parts else ""

    # level

    def level(self, _report: str = "") -> str:
        facts, held = self.facts, self.facts.level
        parts: list[str] = []
        if facts.at_risk and (self.before is None or not self.before.at_risk):
            parts.append(self.say("at_risk", name=facts.at_risk))
        if self.before is not None:
            parts += self.level_now()
        elif held is None or not held.confirmed:
            parts.append(self.say("level_open"))
        else:
            clause = self.say("change_reason", reason=held.clause) if held.clause else ""
            parts.append(self.say("level", level=held.confirmed) + clause)
        if held is not None and self.level_is_new():
            if held.possible and held.possible != held.confirmed:
                parts.append(self.say("level_possible", level=held.possible))
            if held.reason:
                parts.append(held.reason.strip(STOPS))
        return "，".join(parts)

    def level_is_new(self) -> bool:
        return self.before is None or self.before.level != self.facts.level

    def level_now(self) -> list[str]:
        """续报: the level when it changed, or when people did."""
        assert self.before is not None
        held, was = self.facts.level, self.before.level
        old, new = (was.confirmed if was else ""), (held.confirmed if held else "")
        if new != old:
            before = old or self.say("level_was_open")
            return [self.say("level_changed", was=before, now=new or self.say("level_was_open"))]
        if not new or not self.changes_of_people():
            return []
        said = [self.say("level_same", level=new)]
        sought = [k for k in self.wording.people.sought[:2] if self.facts.number(k)]
        if sought and held is not None and held.possible == new:
            said.append(self.say("level_counted", kinds="、".join(sought), level=new))
        return said

    def at_risk(self, _report: str = "") -> str:
        return self.say("at_risk", name=self.facts.at_risk) if self.facts.at_risk else ""

    def sensitive(self, _report: str = "") -> str:
        said = [one.text for one in self.new(Element.SENSITIVE)]
        if self.facts.holiday:
            said.insert(0, self.say("holiday", name=self.facts.holiday))
        return _joined(said)

    # what goes on

    def trend(self, _report: str = "") -> str:
        facts, before = self.facts, self.before
        said = []
        if facts.trend in _TREND and (before is None or before.trend != facts.trend):
            said.append(self.say(_TREND[facts.trend]))
        dangers = "、".join(word for word in facts.dangers if word != "无")
        if dangers and (before is None or before.dangers != facts.dangers):
            said.append(self.say("dangers", dangers=dangers))
        return _joined([*said, *(one.text for one in self.new(Element.TREND))])

    def scope(self, _report: str = "") -> str:
        return _joined(one.text for one in (*self.new(Element.UNIT), *self.new(Element.SCOPE)))

    def checked(self, _report: str = "") -> str:
        return _joined(one.text for one in self.new(Element.CHECKED))

    def measures(self, _report: str = "") -> str:
        """What is done, by whom, with how many, since when; in the order of time."""
        facts, before = self.facts, self.before
        told = [(one.at, f"{one.unit}{one.text}") for one in self.new(Element.MEASURE)]
        said: list[str] = []
        if facts.measures and (before is None or before.measures != facts.measures):
            said.append(facts.measures)
        day = facts.received_at if before is None else facts.as_of
        last: datetime | None = facts.received_at
        for at, words in told:
            when = "" if at == last or at <= facts.received_at else since(at, day) + "，"
            last = at
            said.append(when + words.strip(STOPS))
        gone = set(before.forces) if before is not None else set()
        said += [self.force(one, day) for one in facts.forces if one not in gone]
        known = set(before.orders) if before is not None else set()
        said += [
            self.say("ordered", when=since(one.at, day), to=one.to, text=one.text.strip(STOPS))
            for one in facts.orders
            if one not in known
        ]
        return _joined(said)

    def force(self, one: Gone, day: datetime) -> str:
        size = ""
        if one.people:
            size += self.say("force_people", number=one.people)
        if one.vehicles:
            size += self.say("force_vehicles", number=one.vehicles)
        times = [
            self.say(name, when=since(at, day))
            for name, at in (
                ("force_left", one.left_at),
                ("force_there", one.there_at),
                ("force_back", one.back_at),
            )
            if at is not None
        ]
        return self.say("force", unit=one.unit, size=size, times="，".join(times))

    def command(self, _report: str = "") -> str:
        facts, before = self.facts, self.before
        said = [one.text for one in self.new(Element.COMMAND)]
        if facts.commander and (before is None or before.commander != facts.commander):
            said.insert(0, self.say("command", who=facts.commander))
        return _joined(said)

    def needs(self, _report: str = "") -> str:
        facts, before = self.facts, self.before
        said = [one.text.strip(STOPS) for one in self.new(Element.NEED)]
        if facts.needs and (before is None or before.needs != facts.needs):
            said.insert(0, facts.needs.strip(STOPS))
        return self.say("needs", needs="；".join(said)) if said else ""

    def heard(self, _report: str = "") -> str:
        known = set(self.before.heard) if self.before is not None else set()
        return _joined(
            self.say("heard", when=since(one.at, self.facts.as_of), who=one.who)
            for one in self.facts.heard
            if one not in known
        )

    def sent(self, _report: str = "") -> str:
        """续报: whom we told by telephone since."""
        known = set(self.before.sent) if self.before is not None else set()
        return _joined(
            self.say("told_by_phone", when=since(one.at, self.facts.as_of), to=one.to)
            for one in self.facts.sent
            if one not in known and one.way == SendWay.PHONE.value
        )

    def cause(self, _report: str = "") -> str:
        """Never a guess. An act of nature has no cause to be looked for, unless somebody named one."""
        if self.say("hearsay") in self.course():
            return self.say("cause_reported")
        natural = self.facts.event_class == EventClass.NATURAL.value
        return "" if natural else self.say("cause")

    # what is new

    def fresh(self) -> tuple[Told, ...]:
        known = set(self.before.told) if self.before is not None else set()
        return tuple(one for one in self.facts.told if one not in known)

    def new(self, element: Element) -> tuple[Told, ...]:
        """Not told before; what puts earlier words right stands among the changes of a 续报."""
        first = self.before is None
        return tuple(
            one for one in self.fresh() if one.element == element.value and (first or not one.was)
        )

    def changed(self) -> bool:
        return bool(self.fresh() or self.changes_of_people() or self.level_is_new())


def _without_overlap(place: str, course: str) -> str:
    """演示路12号某厂 before 某厂车间起火: what both say is said once."""
    most = min(len(place), len(course))
    cut = next((n for n in range(most, 1, -1) if place.endswith(course[:n])), 0)
    return place[: len(place) - cut]


def _joined(parts: Iterable[str]) -> str:
    return "；".join(words for part in parts if (words := part.strip(STOPS)))


Sentence = Callable[[Draft, str], str]
SENTENCES: dict[str, Sentence] = {
    "opening": Draft.opening,
    "now": Draft.now,
    "people": Draft.people,
    "happening": Draft.happening,
    "toll": Draft.toll,
    "outcome": Draft.outcome,
    "changes": Draft.changes,
    "level": Draft.level,
    "at_risk": Draft.at_risk,
    "sensitive": Draft.sensitive,
    "trend": Draft.trend,
    "scope": Draft.scope,
    "checked": Draft.checked,
    "measures": Draft.measures,
    "command": Draft.command,
    "needs": Draft.needs,
    "heard": Draft.heard,
    "sent": Draft.sent,
    "cause": Draft.cause,
    "end": lambda draft, _report: draft.say("end"),
    "release_end": lambda draft, _report: draft.say("release_end"),
    "mark": lambda draft, report: draft.say("mark", office=draft.facts.office, report=report),
    "caller": lambda draft, _report: draft.say("caller", office=draft.facts.office),
    "subject": lambda draft, _report: draft.say("subject", title=draft.facts.title),
    "after": lambda draft, _report: draft.say("after"),
    "ask": lambda draft, _report: draft.say("ask"),
}


def body(draft: Draft, kind: ReportKind) -> str:
    """The full text of a 初报, a 续报 or a 情况通报; other kinds begin as a 初报 does."""
    own = (ReportKind.FOLLOW_UP, ReportKind.RELEASE)
    order = kind if kind in own else ReportKind.FIRST
    return draft.sentences(order.value, kind.value)
