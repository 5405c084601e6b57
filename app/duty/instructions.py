"""Leaders' instructions: taken down verbatim, relayed, followed to the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.duty.log import DutyLog, Line
from app.duty.records import (
    Category,
    Channel,
    Handling,
    Instruction,
    InstructionState,
    Way,
)
from app.people.records import Officer
from app.people.rights import Act, demand

STEPS: dict[InstructionState, frozenset[InstructionState]] = {
    InstructionState.NEW: frozenset({InstructionState.RELAYED}),
    InstructionState.RELAYED: frozenset({InstructionState.ANSWERED, InstructionState.CLOSED}),
    InstructionState.ANSWERED: frozenset({InstructionState.CLOSED, InstructionState.ANSWERED}),
    InstructionState.CLOSED: frozenset(),
}
"""From each state the states that may follow; anything else is refused."""


class InstructionStore(Protocol):
    def open_instructions(self) -> list[Instruction]:
        """Not yet closed, earliest due first, those without a limit last."""
        ...

    def of_shift(self, shift_id: UUID) -> list[Instruction]: ...


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
    ) -> Instruction:
        """Write an instruction down as it was spoken."""
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
        )
        limit = f" 要求 {hhmm(due)} 前反馈" if due else ""
        self._write(by, made, None, "instruction.take", f"指示：{made.text}{limit}", Handling.TODO)
        return made

    def relay(self, by: Officer, seen: Instruction, receiver: str) -> Instruction:
        """Passed on to `receiver`."""
        demand(by, Act.RELAY)
        if not receiver.strip():
            raise Refused("receiver", "empty")
        new = replace(
            self._step(seen, InstructionState.RELAYED),
            receiver=receiver.strip(),
            relayed_at=self._clock.now(),
        )
        text = f"传达{seen.leader}指示给{new.receiver}:{seen.text}"
        self._write(by, new, seen, "instruction.relay", text, Handling.DOING)
        return new

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
        text = f"{seen.leader}指示反馈：{new.feedback}"
        self._write(by, new, seen, "instruction.answer", text, Handling.DOING)
        return new

    def close(self, by: Officer, seen: Instruction) -> Instruction:
        demand(by, Act.RELAY)
        new = self._step(seen, InstructionState.CLOSED)
        text = f"{seen.leader}指示办结：{seen.text}"
        self._write(by, new, seen, "instruction.close", text, Handling.DONE)
        return new

    def open(self) -> list[Instruction]:
        return self._store.open_instructions()

    def of_shift(self, shift_id: UUID) -> list[Instruction]:
        return self._store.of_shift(shift_id)

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
    ) -> None:
        line = Line(
            text,
            Way.INSIDE,
            new.channel,
            unit=new.post,
            person=new.leader,
            category=Category.INSTRUCTION,
            status=status,
            incident_id=new.incident_id,
        )
        here = self._log.shift_for(new.shift_id)
        entry = self._log.make(here, line, str(by.id), by.name)
        with self._ledger.change(str(by.id), what, ("instruction", str(new.id))) as change:
            change.put("instruction", new, seen=seen)
            self._log.put(change, entry)
