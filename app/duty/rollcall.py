"""Roll calls and spot checks (点名、查岗), up and down: who was there, how soon, and what was wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.duty.attendance import RollRules, UnitFigures, attendance, by_unit, said
from app.duty.checks import Asked, Presence, RollCall, SpotCheck, Town, YesNo
from app.duty.log import DutyLog, Line
from app.duty.records import Category, Channel, Handling, Way
from app.people.records import Officer
from app.people.rights import Act, demand

LONGEST_S = 3600
"""Seconds to answer beyond which a figure is a slip of the hand."""


def load_rules(path: Path) -> RollRules:
    """Reads `resources/rules/rollcall.toml`. Raises `ValueError` when it does not hold the rules."""
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return RollRules(
            stand_in_counts=bool(held["stand_in_counts"]),
            minutes=int(held["minutes"]),
            channels=tuple(Channel(word) for word in held["channels"]),
            times=tuple(sorted(time.fromisoformat(one) for one in held["times"])),
            early=timedelta(minutes=float(held["early_minutes"])),
            stale=timedelta(minutes=float(held["stale_minutes"])),
            script=tuple(str(line) for line in held["script"]),
            source=str(held["source"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found when a unit was asked. `seconds` None = not measured."""

    presence: Presence
    person: str = ""
    seconds: int | None = None
    crew_right: YesNo = YesNo.UNKNOWN
    leader_there: YesNo = YesNo.UNKNOWN
    problem: str = ""


class RollStore(Protocol):
    def towns(self) -> list[Town]: ...

    def roll_call(self, key: UUID) -> RollCall | None: ...

    def last_roll_calls(self, count: int) -> list[RollCall]:
        """Newest first."""
        ...

    def spot_checks(self, roll_call_id: UUID) -> list[SpotCheck]:
        """Of one round, oldest first."""
        ...

    def spot_checks_of_shift(self, shift_id: UUID) -> list[SpotCheck]: ...

    def spot_checks_since(self, since: datetime) -> list[SpotCheck]:
        """Oldest first."""
        ...

    def last_spot_checks(self, count: int) -> list[SpotCheck]:
        """Newest first, of rounds and single ones."""
        ...


@dataclass(frozen=True, slots=True)
class RollLook:
    """The round under way or the last one; `checks` hold all attempts, oldest first.

    `running`: it is one of this shift that nobody has ended. One that an earlier shift left open is over.
    """

    towns: tuple[Town, ...]
    call: RollCall | None
    checks: tuple[SpotCheck, ...]
    running: bool


class RollCalls:
    """Runs on the store thread. Each answer writes its log line in the same change."""

    def __init__(
        self,
        ledger: Ledger,
        store: RollStore,
        log: DutyLog,
        clock: Clock,
        mark: Mark,
        rules: RollRules,
        room: str,
    ) -> None:
        """`room` is the name of this duty room: who checks when we ask."""
        self._ledger, self._store, self._log = ledger, store, log
        self._clock, self._mark, self._room = clock, mark, room
        self.rules = rules

    def look(self, shift_id: UUID | None) -> RollLook:
        last = self._store.last_roll_calls(1)
        call = last[0] if last else None
        checks = self._store.spot_checks(call.id) if call else []
        running = call is not None and call.ended_at is None and call.shift_id == shift_id
        return RollLook(tuple(self._store.towns()), call, tuple(checks), running)

    def of_shift(self, shift_id: UUID) -> list[SpotCheck]:
        """All checks of a shift, oldest first."""
        return self._store.spot_checks_of_shift(shift_id)

    def since(self, moment: datetime) -> list[SpotCheck]:
        """All checks since then, of whichever shift, oldest first."""
        return self._store.spot_checks_since(moment)

    def latest(self, count: int) -> list[SpotCheck]:
        return self._store.last_spot_checks(count)

    def figures(self, days: int) -> list[UnitFigures]:
        """Of whom we asked in the last `days` days, the worst rate first."""
        since = self._clock.now() - timedelta(days=days)
        asked = [one for one in self._store.spot_checks_since(since) if one.asked is Asked.BY_US]
        return sorted(by_unit(asked), key=lambda one: one.found.share(self.rules))

    def start(self, by: Officer, shift_id: UUID, channel: Channel) -> RollCall:
        """A round over all towns; the one of this shift under way when there is one."""
        demand(by, Act.RELAY)
        look = self.look(shift_id)
        if look.running and look.call is not None:
            return look.call
        towns = self._store.towns()
        if not towns:
            raise Refused("town", "no_towns")
        key = new_id()
        with self._ledger.change(str(by.id), "rollcall.start", ("roll_call", str(key))) as change:
            made = RollCall(
                key, shift_id, change.at, None, channel, len(towns), str(by.id), by.name, self._mark
            )
            change.put("roll_call", made)
        return made

    def answer(self, by: Officer, call: RollCall, town: Town, answer: Answer) -> SpotCheck:
        """What a town said in the round; a later answer of the same town holds."""
        demand(by, Act.RELAY)
        self._running(call)
        made = self._check(
            by, call.shift_id, Asked.BY_US, self._room, call.channel, town.name, answer,
            call=call, org_id=town.id,
        )  # fmt: skip
        phone = town.phone if call.channel is Channel.PHONE else ""
        before = [one for one in self._store.spot_checks(call.id) if one.org_id == town.id]
        return self._write(by, made, f"点名：{town.name}", f"{town.name}值班室", phone, before)

    def end(self, by: Officer, seen: RollCall) -> RollCall:
        """The round is over; who was never called counts as not called, not as absent."""
        demand(by, Act.RELAY)
        self._running(seen)
        found = attendance(self._store.spot_checks(seen.id))
        left = seen.total - found.called
        words = f"点名结束：共{seen.total}个，{found.words(self.rules)}"
        words += f"；{left}个未呼" if left else ""
        line = Line(words, Way.INSIDE, seen.channel, category=Category.SPOT_CHECK)
        entry = self._log.make(self._log.shift_for(seen.shift_id), line, str(by.id), by.name)
        with self._ledger.change(str(by.id), "rollcall.end", ("roll_call", str(seen.id))) as change:
            ended = replace(seen, ended_at=change.at)
            change.put("roll_call", ended, seen=seen)
            self._log.put(change, entry)
        return ended

    def _running(self, seen: RollCall) -> None:
        """Of the record, not of the page: another desk may have ended the round meanwhile."""
        held = self._store.roll_call(seen.id)
        if held is None or held.ended_at is not None:
            raise Refused("roll_call", "round_ended")

    def enter(
        self,
        by: Officer,
        shift_id: UUID,
        asked: Asked,
        unit: str,
        channel: Channel,
        answer: Answer,
        org_id: UUID | None = None,
    ) -> SpotCheck:
        """One check outside a round. `unit` is the other side: who checked us, or whom we checked."""
        demand(by, Act.RELAY)
        if not unit.strip():
            raise Refused("unit", "empty")
        up = asked is Asked.BY_SUPERIOR
        made = self._check(
            by, shift_id, asked, unit.strip() if up else self._room, channel,
            self._room if up else unit.strip(), answer, org_id=org_id,
        )  # fmt: skip
        return self._write(by, made, f"{asked}：{made.checker}查{made.unit}", unit.strip(), "")

    def rectify(self, by: Officer, seen: SpotCheck, words: str) -> SpotCheck:
        """What was done about the problem of a check."""
        demand(by, Act.RELAY)
        if not words.strip():
            raise Refused("rectified", "empty")
        if not seen.problem and seen.presence is Presence.PRESENT:
            raise Refused("rectified", "nothing_wrong")
        text = f"查岗整改：{seen.unit}，{seen.problem or seen.presence}，{words.strip()}"
        line = Line(text, Way.INSIDE, seen.channel, unit=seen.unit, category=Category.SPOT_CHECK)
        entry = self._log.make(self._log.shift_for(seen.shift_id), line, str(by.id), by.name)
        subject = ("spot_check", str(seen.id))
        with self._ledger.change(str(by.id), "spotcheck.rectify", subject) as change:
            new = replace(seen, rectified=words.strip(), rectified_at=change.at)
            change.put("spot_check", new, seen=seen)
            self._log.put(change, entry)
            self._settle(change, seen, f"已整改：{words.strip()}")
        return new

    def _check(
        self,
        by: Officer,
        shift_id: UUID,
        asked: Asked,
        checker: str,
        channel: Channel,
        unit: str,
        answer: Answer,
        *,
        call: RollCall | None = None,
        org_id: UUID | None = None,
    ) -> SpotCheck:
        if answer.seconds is not None and not 0 <= answer.seconds <= LONGEST_S:
            raise Refused("seconds", "absurd_number", number=answer.seconds)
        silent = answer.presence is Presence.SILENT
        return SpotCheck(
            id=new_id(),
            shift_id=shift_id,
            roll_call_id=call.id if call else None,
            asked=asked,
            at=self._clock.now(),
            checker=checker,
            channel=channel,
            org_id=org_id,
            unit=unit,
            presence=answer.presence,
            person="" if silent else answer.person.strip(),
            seconds=None if silent else answer.seconds,
            crew_right=_crew(answer),
            leader_there=YesNo.UNKNOWN if silent else answer.leader_there,
            problem=answer.problem.strip(),
            rectified="",
            rectified_at=None,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
        )

    def _write(
        self,
        by: Officer,
        made: SpotCheck,
        head: str,
        unit: str,
        phone: str,
        before: Sequence[SpotCheck] = (),
    ) -> SpotCheck:
        """What is wrong stays an open line. In a round who was silent is called again, so that only a
        problem is one; the attempts `before` are over with this one."""
        single = made.roll_call_id is None
        wrong = bool(made.problem) or (single and made.presence is not Presence.PRESENT)
        line = Line(
            f"{head}{said(made)}",
            Way.IN if made.asked is Asked.BY_SUPERIOR else Way.OUT,
            made.channel,
            unit=unit,
            person=made.person,
            phone=phone,
            category=Category.SPOT_CHECK,
            handling=made.presence.value,
            status=Handling.DOING if wrong else Handling.DONE,
        )
        entry = self._log.make(made.shift_id, line, str(by.id), by.name)
        made = replace(made, log_entry_id=entry.id)
        subject = ("spot_check", str(made.id))
        with self._ledger.change(str(by.id), "spotcheck.enter", subject) as change:
            self._log.put(change, entry)
            change.put("spot_check", made)
            for one in before:
                self._settle(change, one, f"已再呼：{made.presence}")
        return made

    def _settle(self, change: Change, check: SpotCheck, words: str) -> None:
        """The line that a check left open."""
        line = self._log.open_line(check.log_entry_id) if check.log_entry_id else None
        if line is not None:
            done = replace(line, status=Handling.DONE, handling=words)
            change.put("log_entry", done, seen=line)


def _crew(answer: Answer) -> YesNo:
    """A stand-in is by definition not who the roster names; nobody's silence agrees with anything."""
    if answer.presence is Presence.STAND_IN:
        return YesNo.NO
    return YesNo.UNKNOWN if answer.presence is Presence.SILENT else answer.crew_right
