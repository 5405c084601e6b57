"""应急响应 in force: which plan, which level, by which document, from when until when."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.typed import typed
from app.people.records import Officer
from app.people.rights import Act, demand


class Turn(StrEnum):
    """Each of them is a document."""

    START = "启动"
    CHANGE = "调整"
    END = "终止"


@dataclass(frozen=True, slots=True)
class Response:
    """A plan in force at a level. Neither the level of an event nor the colour of a warning.

    `ended_at` None = in force.
    """

    id: UUID
    plan: str
    level: str
    started_at: datetime
    ended_at: datetime | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class ResponseTurn:
    """Started, changed or ended: at what hour, who confirmed it, by which document ("" = 不详), why."""

    id: UUID
    response_id: UUID
    turn: Turn
    level: str
    at: datetime
    confirmed_by: str
    document: str
    reason: str
    written_at: datetime
    by: str
    by_name: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Basis:
    """What a turn stands on, as it was typed. `at` None = now."""

    confirmed_by: str
    document: str
    reason: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResponseRules:
    """`levels` gravest first; `plans` are proposed, any other may be typed."""

    levels: tuple[str, ...]
    plans: tuple[str, ...]
    source: str


def load_rules(path: Path) -> ResponseRules:
    """Reads `resources/rules/responses.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        levels, plans = (tuple(str(one) for one in held[name]) for name in ("levels", "plans"))
        return ResponseRules(levels, plans, str(held["source"]))
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error


class ResponseStore(Protocol):
    def responses(self) -> list[Response]:
        """All there ever were, newest first."""
        ...

    def response_turns(self) -> list[ResponseTurn]:
        """Of all responses, in the order they were written."""
        ...


def said(one: Response) -> str:
    """ "防汛抗旱 Ⅲ级"."""
    return f"{one.plan} {one.level}"


class Responses:
    """Runs on the store thread. Each turn writes its log line in the same change."""

    def __init__(
        self,
        ledger: Ledger,
        store: ResponseStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        rules: ResponseRules,
    ) -> None:
        self._ledger, self._store, self._log = ledger, store, log
        self._clock, self._mark = clock, mark
        self.rules = rules

    def in_force(self) -> list[Response] | None:
        """Gravest first. None: none was ever entered here, so nobody knows."""
        held = self._store.responses()
        if not held:
            return None
        return self._graves(one for one in held if one.ended_at is None)

    def look(self) -> list[tuple[Response, tuple[ResponseTurn, ...]]]:
        """Those in force first, gravest first; each with its history."""
        turns: dict[UUID, list[ResponseTurn]] = {}
        for turn in self._store.response_turns():
            turns.setdefault(turn.response_id, []).append(turn)
        held = self._store.responses()
        on = self._graves(one for one in held if one.ended_at is None)
        off = [one for one in held if one.ended_at is not None]
        return [(one, tuple(turns.get(one.id, ()))) for one in (*on, *off)]

    def start(self, by: Officer, shift_id: UUID, plan: str, level: str, basis: Basis) -> Response:
        """`Refused`: plan (missing, in_force), level, confirmed_by or reason missing, at (in_future)."""
        demand(by, Act.RESPOND)
        plan = typed("plan", plan)
        self._known(level)
        if any(one.plan == plan for one in self.in_force() or ()):
            raise Refused("plan", "in_force", plan=plan)
        at = self._at(basis, None)
        made = Response(new_id(), plan, level, at, None, self._mark)
        self._turn(by, shift_id, Turn.START, None, made, basis, at)
        return made

    def change(
        self, by: Officer, shift_id: UUID, seen: Response, level: str, basis: Basis
    ) -> Response:
        """Another level. `Refused("level", "same")`, ("response", "ended")."""
        demand(by, Act.RESPOND)
        self._known(level)
        self._on(seen)
        if level == seen.level:
            raise Refused("level", "same", level=level)
        made = replace(seen, level=level)
        at = self._at(basis, seen)
        self._turn(by, shift_id, Turn.CHANGE, seen, made, basis, at)
        return made

    def end(self, by: Officer, shift_id: UUID, seen: Response, basis: Basis) -> Response:
        demand(by, Act.RESPOND)
        self._on(seen)
        at = self._at(basis, seen)
        made = replace(seen, ended_at=at)
        self._turn(by, shift_id, Turn.END, seen, made, basis, at)
        return made

    def _turn(
        self,
        by: Officer,
        shift_id: UUID,
        turn: Turn,
        seen: Response | None,
        made: Response,
        basis: Basis,
        at: datetime,
    ) -> None:
        confirmed = typed("confirmed_by", basis.confirmed_by)
        reason = typed("reason", basis.reason)
        document = typed("document", basis.document, needed=False)
        row = ResponseTurn(
            new_id(), made.id, turn, made.level, at, confirmed, document, reason,
            self._clock.now(), str(by.id), by.name, self._mark,
        )  # fmt: skip
        change_words = (
            f"{seen.level}调整为{made.level}" if turn is Turn.CHANGE and seen else made.level
        )
        text = (
            f"{turn.value}应急响应：{made.plan}{change_words}，{day_hhmm(at)} 起，"
            f"{confirmed}确认，文号{document or '不详'}，{reason}"
        )
        entry = self._log.make(shift_id, Line(text, handling="已登记"), str(by.id), by.name)
        subject = ("response", str(made.id))
        with self._ledger.change(str(by.id), f"response.{turn.name.lower()}", subject) as change:
            self._log.put(change, entry)
            change.put("response", made, seen=seen)
            change.put("response_turn", row)

    def _known(self, level: str) -> None:
        if level not in self.rules.levels:
            raise Refused("level", "missing" if not level else "unknown_word", word=level)

    def _on(self, seen: Response) -> None:
        if seen.ended_at is not None:
            raise Refused("response", "ended")

    def _at(self, basis: Basis, seen: Response | None) -> datetime:
        now = self._clock.now()
        at = basis.at or now
        if at > now:
            raise Refused("at", "in_future")
        if seen is not None and at < seen.started_at:
            raise Refused("at", "before_start", start=day_hhmm(seen.started_at))
        return at

    def _graves(self, some: Iterable[Response]) -> list[Response]:
        levels = self.rules.levels
        last = len(levels)
        return sorted(
            some,
            key=lambda one: (
                levels.index(one.level) if one.level in levels else last,
                one.started_at,
            ),
        )
