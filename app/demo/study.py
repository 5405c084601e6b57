"""Special periods, an ended response, trainings, answered cards and rules of the demonstration."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from app.base.clock import SHANGHAI
from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import Watch
from app.duty.knowledge import CardAnswer, load_cards
from app.duty.regulations import RuleDocument
from app.duty.responses import Response, ResponseTurn, Turn
from app.duty.special import DAY, PeriodTick, SpecialPeriod
from app.duty.special import load_rules as load_special
from app.duty.training import Training, TrainingGuest
from app.people.records import Officer, Role

NOON = time(12, 0, tzinfo=SHANGHAI)
ASKED = (9, 6)
"""Cards that the first two watch officers were asked."""


def make_study(folder: Path, watch: Watch) -> dict[str, list[Any]]:
    """`folder` is resources/demo. Days are counted from the day of the night."""
    plan = tomllib.loads((folder / "study.toml").read_text(encoding="utf-8"))
    made = _Maker(plan, watch, folder.parent)
    periods = list(made.periods())
    return {
        "special_period": periods,
        "period_tick": list(made.ticks(periods)),
        "response": list(made.responses()),
        "response_turn": list(made.turns()),
        "training": list(made.trainings()),
        "training_guest": list(made.guests()),
        "card_answer": list(made.answers()),
        "rule_document": list(made.documents()),
    }


class _Maker:
    def __init__(self, plan: dict[str, Any], watch: Watch, resources: Path) -> None:
        self._plan, self._watch, self._resources = plan, watch, resources
        chief = self._of(Role.CHIEF)[0]
        self._hand = (str(chief.id), chief.name, Mark.DEMO)

    def periods(self) -> Iterator[SpecialPeriod]:
        checks = load_special(self._resources / "rules" / "special.toml").checklist
        for row in self._plan["period"]:
            yield SpecialPeriod(
                key("special_period", row["name"]), row["name"], row["kind"],
                date.fromisoformat(row["first"]), date.fromisoformat(row["last"]) + DAY,
                row["template"], row["zero_daily"], checks, row["source"], True, *self._hand,
            )  # fmt: skip

    def ticks(self, periods: list[SpecialPeriod]) -> Iterator[PeriodTick]:
        done = {row["name"]: row["done"] for row in self._plan["period"]}
        for one in periods:
            for n, item in enumerate(one.checklist[: done[one.name]]):
                at = self._at(min(-5, (one.first - self._watch.start).days - 3)) + n * timedelta(
                    minutes=20
                )
                yield PeriodTick(
                    key("period_tick", f"{one.name}/{n}"), one.id, item, True, at, *self._hand
                )

    def responses(self) -> Iterator[Response]:
        for row in self._plan["response"]:
            yield Response(
                key("response", row["plan"]), row["plan"], row["turn"][-1]["level"],
                self._at(row["turn"][0]["day"]), self._at(row["turn"][-1]["day"]), Mark.DEMO,
            )  # fmt: skip

    def turns(self) -> Iterator[ResponseTurn]:
        leader = self._of(Role.LEADER)[0].name
        for row in self._plan["response"]:
            for n, turn in enumerate(row["turn"]):
                at = self._at(turn["day"])
                yield ResponseTurn(
                    key("response_turn", f"{row['plan']}/{n}"), key("response", row["plan"]),
                    Turn(turn["turn"]), turn["level"], at, leader, turn["document"],
                    turn["reason"], at, *self._hand,
                )  # fmt: skip

    def trainings(self) -> Iterator[Training]:
        for row in self._plan["training"]:
            period = row.get("period", "")
            yield Training(
                key("training", row["day"]), date.fromisoformat(row["day"]), row["topic"],
                row["kind"], row["device"], self._of(Role(row["trainer"]))[0].name, "",
                key("special_period", period) if period else None, None, True, *self._hand,
            )  # fmt: skip

    def guests(self) -> Iterator[TrainingGuest]:
        for row in self._plan["training"]:
            roles = [Role(role) for role in row["present"]]
            there = [one for role in roles for one in self._of(role)[row["skip"] :]]
            for one in there:
                yield TrainingGuest(
                    key("training_guest", f"{row['day']}/{one.id}"), key("training", row["day"]),
                    one.id, one.name, True, Mark.DEMO,
                )  # fmt: skip

    def answers(self) -> Iterator[CardAnswer]:
        cards = load_cards(self._resources / "wording" / "knowledge.toml")
        for who, count in zip(self._of(Role.PROFESSIONAL), ASKED, strict=False):
            for n, card in enumerate(cards[:count]):
                at = self._at(-4) + n * timedelta(minutes=1)
                yield CardAnswer(
                    key("card_answer", f"{who.id}/{n}"), card.key, who.id, n % 4 != 2, at, Mark.DEMO
                )

    def documents(self) -> Iterator[RuleDocument]:
        for row in self._plan["document"]:
            after = row.get("replaced_by", "")
            yield RuleDocument(
                key("rule_document", row["name"]), row["title"], row["kind"], row["version"],
                date.fromisoformat(row["effective"]),
                key("rule_document", after) if after else None,
                row["text"].strip(), None, True, *self._hand,
            )  # fmt: skip

    def _of(self, role: Role) -> list[Officer]:
        return [one for one in self._watch.officers if one.role is role]

    def _at(self, day: int) -> datetime:
        return datetime.combine(self._watch.start + timedelta(days=day), NOON).astimezone(UTC)
