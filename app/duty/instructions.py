"""Leaders' instructions: taken down verbatim, relayed, followed to the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm, hhmm, local_day
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.checks import Relay
from app.duty.log import DutyLog, Line
from app.duty.records import (
    Category,
    Channel,
    Handling,
    Instruction,
    InstructionState,
    Spoken,
    Way,
)
from app.people.records import Officer
from app.people.rights import Act, demand

STEPS: dict[InstructionState, frozenset[InstructionState]] = {
    InstructionState.NEW: frozenset({InstructionState.RELAYED}),
    InstructionState.RELAYED: frozenset(
        {InstructionState.RELAYED, InstructionState.ANSWERED, InstructionState.CLOSED}
    ),
    InstructionState.ANSWERED: frozenset(
        {InstructionState.CLOSED, InstructionState.ANSWERED, InstructionState.RELAYED}
    ),
    InstructionState.CLOSED: frozenset(),
}
"""From each state the states that may follow; anything else is refused. Relayed again: to one more."""

_BETWEEN = re.compile(r"[\s、,\uff0c;\uff1b]+")


class InstructionStore(Protocol):
    def open_instructions(self) -> list[Instruction]:
        """Not yet closed, earliest due first, those without a limit last."""
        ...

    def of_shift(self, shift_id: UUID) -> list[Instruction]: ...

    def last_instructions(self, count: int) -> list[Instruction]:
        """Newest first."""
        ...

    def relays(self, instructions: Sequence[UUID]) -> list[Relay]:
        """To whom these were told, in the order they were told."""
        ...


class Instructions:
    """Runs on the store thread. Each step writes its log line in the same change."""

    def __init__(
        self, ledger: Ledger, store: InstructionStore, log: DutyLog, clock: Clock, mark: Mark
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._log = log
        self._clock = clock
        self._mark = mark

    def take(
        self,
        by: Officer,
        shift_id: UUID,
        leader: str,
        post: str,
        text: str,
        *,
        channel: Channel = Channel.FACE,
        receiver: str = "",
        due: datetime | None = None,
        incident_id: UUID | None = None,
        paper_id: UUID | None = None,
        spoken: Spoken = Spoken.SAID,
    ) -> Instruction:
        """Write an instruction down as it was spoken, or as it is written (批示)."""
        demand(by, Act.LOG)
        for field, value in (("leader", leader), ("text", text)):
            if not value.strip():
                raise Refused(field, "empty")
        made = Instruction(
            id=new_id(),
            shift_id=shift_id,
            leader=leader.strip(),
            post=post.strip(),
            at=self._clock.now(),
            channel=channel,
            text=text.strip(),
            receiver=receiver.strip(),
            due=due,
            state=InstructionState.NEW,
            relayed_at=None,
            feedback="",
            feedback_at=None,
            incident_id=incident_id,
            by=str(by.id),
            by_name=by.name,
            mark=self._mark,
            spoken=spoken,
            paper_id=paper_id,
        )
        said = made.spoken.value
        limit = f" 要求 {_when(due, made.at)} 前反馈" if due else ""
        text = f"{said}：{made.text}{limit}"
        self._write(by, made, None, "instruction.take", text, Handling.TODO)
        return made

    def relay(
        self, by: Officer, seen: Instruction, receiver: str, channel: Channel = Channel.PHONE
    ) -> Instruction:
        """Passed on to `receiver`; several names stand beside each other, divided as in a list."""
        demand(by, Act.RELAY)
        names = list(dict.fromkeys(name for name in _BETWEEN.split(receiver) if name))
        if not names:
            raise Refused("receiver", "empty")
        now = self._clock.now()
        had = [one.receiver for one in self._store.relays([seen.id])]
        fresh = [name for name in names if name not in had]
        if not fresh:
            raise Refused("receiver", "told_already", who="、".join(names))
        new = replace(
            self._step(seen, InstructionState.RELAYED),
            receiver="、".join([*had, *fresh]),
            relayed_at=now,
        )
        made = [
            Relay(
                new_id(), seen.id, name, channel, now, None, "", "", None, 0, None,
                str(by.id), by.name, self._mark,
            )
            for name in fresh
        ]  # fmt: skip
        text = f"传达{seen.leader}{seen.spoken}给{'、'.join(fresh)}：{seen.text}"
        self._write(by, new, seen, "instruction.relay", text, Handling.DOING, made=made)
        return new

    def acknowledge(self, by: Officer, told: Instruction, seen: Relay, who: str) -> Relay:
        """`who` took it down there; a name is asked for, "somebody" cannot be asked again."""
        demand(by, Act.RELAY)
        if not who.strip():
            raise Refused("who", "empty")
        new = replace(seen, acknowledged_by=who.strip(), acknowledged_at=self._clock.now())
        text = f"{seen.receiver}{who.strip()}收到{told.leader}{told.spoken}"
        self._write_relay(by, told, new, seen, "instruction.acknowledge", text)
        return new

    def feed_back(self, by: Officer, told: Instruction, seen: Relay, feedback: str) -> Relay:
        """One receiver's feedback. When all have given theirs the instruction counts as answered."""
        demand(by, Act.RELAY)
        if not feedback.strip():
            raise Refused("feedback", "empty")
        now = self._clock.now()
        new = replace(seen, feedback=feedback.strip(), feedback_at=now)
        relays = [new if one.id == seen.id else one for one in self._store.relays([told.id])]
        told_back = [f"{one.receiver}：{one.feedback}" for one in relays if one.feedback]
        whole = "；".join(told_back) if len(relays) > 1 else new.feedback
        answered = replace(told, feedback=whole, feedback_at=now)
        if all(one.feedback for one in relays):
            answered = replace(answered, state=self._step(told, InstructionState.ANSWERED).state)
        text = f"{told.leader}{told.spoken}反馈：{seen.receiver}：{new.feedback}"
        line = self._line(answered, text, Handling.DOING)
        entry = self._log.make(self._log.shift_for(told.shift_id), line, str(by.id), by.name)
        subject = ("instruction", str(told.id))
        with self._ledger.change(str(by.id), "instruction.answer", subject) as change:
            change.put("relay", new, seen=seen)
            change.put("instruction", answered, seen=told)
            self._log.put(change, entry)
        return new

    def remind(self, by: Officer, told: Instruction, seen: Relay) -> Relay:
        """Asked again for the feedback that is missing (催办)."""
        demand(by, Act.RELAY)
        if seen.feedback:
            raise Refused("feedback", "has_answered", who=seen.receiver)
        new = replace(seen, reminders=seen.reminders + 1, reminded_at=self._clock.now())
        text = f"催办{told.leader}{told.spoken}（第{new.reminders}次）：{seen.receiver}"
        self._write_relay(by, told, new, seen, "instruction.remind", text)
        return new

    def relays(self, instructions: Sequence[Instruction]) -> list[Relay]:
        """To whom they were told, with what came back."""
        return self._store.relays([one.id for one in instructions])

    def answer(self, by: Officer, seen: Instruction, feedback: str) -> Instruction:
        """Feedback came."""
        demand(by, Act.RELAY)
        if not feedback.strip():
            raise Refused("feedback", "empty")
        new = replace(
            self._step(seen, InstructionState.ANSWERED),
            feedback=feedback.strip(),
            feedback_at=self._clock.now(),
        )
        text = f"{seen.leader}{seen.spoken}反馈：{new.feedback}"
        self._write(by, new, seen, "instruction.answer", text, Handling.DOING)
        return new

    def close(self, by: Officer, seen: Instruction) -> Instruction:
        """Followed to its end: who was told has acknowledged, and answered where a limit was set."""
        demand(by, Act.RELAY)
        if seen.state is InstructionState.RELAYED:
            self._followed(seen)
        new = self._step(seen, InstructionState.CLOSED)
        text = f"{seen.leader}{seen.spoken}办结：{seen.text}"
        self._write(by, new, seen, "instruction.close", text, Handling.DONE)
        return new

    def open(self) -> list[Instruction]:
        return self._store.open_instructions()

    def latest(self, count: int) -> list[Instruction]:
        return self._store.last_instructions(count)

    def of_shift(self, shift_id: UUID) -> list[Instruction]:
        return self._store.of_shift(shift_id)

    def _followed(self, seen: Instruction) -> None:
        for one in self._store.relays([seen.id]):
            if one.feedback:
                continue
            if seen.due is not None:
                raise Refused("state", "no_feedback", who=one.receiver)
            if one.acknowledged_at is None:
                raise Refused("state", "unacknowledged", who=one.receiver)

    @staticmethod
    def _step(seen: Instruction, to: InstructionState) -> Instruction:
        if to not in STEPS[seen.state]:
            raise Refused("state", "wrong_step", was=seen.state.value, to=to.value)
        return replace(seen, state=to)

    def _write(
        self,
        by: Officer,
        new: Instruction,
        seen: Instruction | None,
        what: str,
        text: str,
        status: Handling,
        made: Sequence[Relay] = (),
    ) -> None:
        line = self._line(new, text, status)
        here = self._log.shift_for(new.shift_id)
        entry = self._log.make(here, line, str(by.id), by.name)
        with self._ledger.change(str(by.id), what, ("instruction", str(new.id))) as change:
            change.put("instruction", new, seen=seen)
            if new.state is InstructionState.CLOSED:
                self._log.settle_instruction(change, new.id)
            for relay in made:
                change.put("relay", relay)
            self._log.put(change, entry)

    def _write_relay(
        self, by: Officer, told: Instruction, new: Relay, seen: Relay, what: str, text: str
    ) -> None:
        line = replace(
            self._line(told, text, Handling.DOING), unit=new.receiver, person=new.acknowledged_by
        )
        entry = self._log.make(self._log.shift_for(told.shift_id), line, str(by.id), by.name)
        with self._ledger.change(str(by.id), what, ("instruction", str(told.id))) as change:
            change.put("relay", new, seen=seen)
            self._log.put(change, entry)

    @staticmethod
    def _line(told: Instruction, text: str, status: Handling) -> Line:
        return Line(
            text,
            Way.INSIDE,
            told.channel,
            unit=told.post,
            person=told.leader,
            category=Category.INSTRUCTION,
            status=status,
            incident_id=told.incident_id,
            due=told.due,
            instruction_id=told.id,
        )


def _when(due: datetime, at: datetime) -> str:
    """With its day when that is another one."""
    return hhmm(due) if local_day(due) == local_day(at) else day_hhmm(due)
