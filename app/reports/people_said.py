"""People in a report: who is known by number, who is none, who is 正在核实; old numbers beside new ones."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.facts import Counted, Facts
from app.reports.said_times import since
from app.reports.wording import Wording

STOPS = "。；，、 \n"


@dataclass(frozen=True, slots=True)
class People:
    """`before`: the facts of the report before, None for the first one: then everything is told."""

    facts: Facts
    before: Facts | None
    wording: Wording

    def say(self, sentence: str, /, **gaps: object) -> str:
        return self.wording.say(sentence, **gaps)

    def people(self, _report: str = "") -> str:
        if self.before is None:
            as_of = self.say("as_of", when=since(self.facts.as_of, self.facts.received_at))
            return as_of + "，".join(
                part for part in (self.known(), self.none(), self.unknown()) if part
            )
        if not self.changes_of_people():
            return ""
        known = self.known()
        if known:
            return self.say("total", people=known)
        return self.none()

    def known(self) -> str:
        words = self.wording.people
        groups = (words.hurt, words.sought, words.moved)
        said = [
            "、".join(
                self.counted(kind, held)
                for kind in group
                if (held := self.facts.people.get(kind)) is not None and held.number
            )
            for group in groups
        ]
        return "，".join(part for part in said if part)

    def counted(self, kind: str, held: Counted) -> str:
        about = "约" if held.about else ""
        said = self.say("counted", kind=kind, about=about, number=held.number)
        if kind == self.wording.people.severity_unknown:
            said += self.say("severity_unknown")
        return said

    def none(self) -> str:
        """What was said to be none. Nobody dead and nobody hurt is one word."""
        words, number = self.wording.people, self.facts.number
        zero = [k for k in (*words.hurt, *words.sought) if number(k) == 0]
        hurt = [k for k in words.hurt_known if k in self.facts.people]
        if "死亡" in zero and len(hurt) > 1 and all(number(k) == 0 for k in hurt):
            zero = [self.say("unhurt"), *(k for k in zero if k not in ("死亡", *hurt))]
        elif "死亡" in zero or not self.facts.people:
            zero = [k for k in zero if k not in words.hurt_known]
        else:
            zero = [k for k in zero if k in words.sought]
        return self.say("none", kinds="、".join(zero)) if zero else ""

    def unknown(self, hurt_only: bool = False) -> str:
        """What nobody said is being checked: it is neither none nor left out."""
        words, held = self.wording.people, self.facts.people
        missing = []
        for kind in words.asked:
            if hurt_only and kind not in words.hurt:
                continue
            hurt = kind == words.severity_unknown and any(k in held for k in words.hurt_known)
            if kind not in held and not hurt:
                missing.append(kind)
        return self.say("checking", kinds="、".join(missing)) if missing else ""

    def toll(self, _report: str = "") -> str:
        """People at the end, for a 终报."""
        parts = (self.known(), self.none(), self.unknown(hurt_only=True))
        return "，".join(part for part in parts if part)

    def changes_of_people(self) -> list[str]:
        """死亡2→3, 失联1→0（理由): old beside new, a lower number with its reason."""
        if self.before is None:
            return []
        found: list[tuple[str, str]] = []
        for kind in self.wording.people.all:
            now, was = self.facts.people.get(kind), self.before.people.get(kind)
            if now is None or (was is not None and was.number == now.number):
                continue
            if was is None and now.number == 0:
                continue
            old = self.say("unknown") if was is None else str(was.number)
            fell = was is not None and now.number < was.number
            said = self.say("change", kind=kind, was=old, now=now.number)
            found.append((said, now.reason.strip(STOPS) if fell else ""))
        return self.with_reasons(found)

    def with_reasons(self, changes: list[tuple[str, str]]) -> list[str]:
        """A reason that several lower numbers share is said once, after the last of them."""
        last = {reason: n for n, (_, reason) in enumerate(changes) if reason}
        return [
            said + (self.say("change_reason", reason=reason) if last.get(reason) == n else "")
            for n, (said, reason) in enumerate(changes)
        ]
