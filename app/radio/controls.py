"""Stun and revive by two persons with a reason: nothing is sent before the second, everything is kept.

Who confirms may sit at another desk of the same record; the desk that proposed it sends it, once (0171).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import RLock
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.radio.asking import check_address, reply_words
from app.radio.board import SYSTEM, Board
from app.radio.driver import Capability
from app.radio.events import ControlReply, Heard, Linked, Revive, Stun
from app.radio.keeper import Act
from app.radio.records import ControlKind, ControlStep, HeardKind, RadioControl
from app.radio.rules import RadioRules

_ENDS = frozenset({ControlStep.DONE, ControlStep.FAILED, ControlStep.EXPIRED, ControlStep.DROPPED})
_NEEDS = {ControlKind.STUN: Capability.STUN, ControlKind.REVIVE: Capability.REVIVE}
_TABLE = "radio_control"


class Controls:
    """`propose`, `confirm`, `drop`, `follow` on the store thread: the row is kept before anything is sent.

    The others from any thread. `lock` is the service's; it is never held while the store is waited for.
    `role_of(officer id)` is the role's word, read on the store thread.
    """

    def __init__(
        self,
        board: Board,
        lock: RLock,
        ledger: Ledger,
        clock: Clock,
        rules: RadioRules,
        role_of: Callable[[str], str],
    ) -> None:
        self._board = board
        self._lock = lock
        self._ledger = ledger
        self._clock = clock
        self._rules = rules
        self._role_of = role_of
        self._known: dict[UUID, RadioControl] = {}
        self._proposed: set[UUID] = set()
        """In this run, by this desk."""
        self.desks_meet = False

    def load(self, controls: list[RadioControl]) -> None:
        """Of earlier runs, newest first; what was sent and not answered then ends, for nobody can tell; what
        waited is proposed anew: a record that was put back from a copy may not know that it was sent."""
        told: set[int] = set()
        for control in controls:
            if control.id in self._known:
                continue
            self._known[control.id] = control
            if control.step == ControlStep.DONE and control.radio not in told:
                told.add(control.radio)
                self._board.roster.disabled(control.radio, control.kind == ControlKind.STUN)
            code = {ControlStep.SENT: "restarted", ControlStep.PROPOSED: "earlier_run"}.get(
                control.step
            )
            if code and self._board.ours(control):
                self._move(control, ControlStep.FAILED, code, self._clock.now())

    def all(self) -> list[RadioControl]:
        """Those that wait for the second person first, then the newest first."""
        with self._lock:
            newest = sorted(self._known.values(), key=lambda one: (one.at, one.id), reverse=True)
        return sorted(newest, key=lambda one: one.step != ControlStep.PROPOSED)

    def propose(
        self, kind: ControlKind, radio: int, reason: str, by: str, by_name: str
    ) -> RadioControl:
        check_address(radio)
        reason = reason.strip()
        if not reason:
            raise Refused("reason", "empty")
        with self._lock:
            gateway = self._board.way(radio, False, _NEEDS[kind])
            if any(
                one.radio == radio and one.step in (ControlStep.PROPOSED, ControlStep.SENT)
                for one in self._known.values()
            ):
                raise Refused("radio", "already_proposed")
            unit = self._board.roster.of(radio).unit
        with self._ledger.change(by, "radio.control.propose", ("radio", str(radio))) as change:
            control = RadioControl(
                id=new_id(),
                kind=kind,
                radio=radio,
                unit=unit,
                gateway=gateway,
                reason=reason,
                by=by,
                by_name=by_name,
                at=change.at,
                until=change.at + self._rules.control_for,
                confirmed_by="",
                confirmed_name="",
                confirmed_at=None,
                step=ControlStep.PROPOSED,
                code="",
                step_at=change.at,
                mark=self._board.mark,
                desk=self._board.desk,
            )
            change.put(_TABLE, control)
        with self._lock:
            self._known[control.id] = control
            self._proposed.add(control.id)
        return control

    def confirm(self, key: UUID, by: str, by_name: str) -> RadioControl:
        """The second person: kept, then sent. What another desk proposed is sent there, if it hears of it."""
        held = self._waiting(key)
        if held.confirmed_at is not None:
            raise Refused("control", "confirmed", name=held.confirmed_name)
        if self._board.ours(held) and not self._up(held):
            raise Refused("gateway", "down")
        if not self._board.ours(held) and not self.desks_meet:
            raise Refused("control", "apart", desk=held.desk)
        refused = self._not_second(held, by)
        if refused is not None:
            raise refused
        at = self._clock.now()
        confirmed = replace(held, confirmed_by=by, confirmed_name=by_name, confirmed_at=at)
        if not self._board.ours(held):
            self._swap(held, [confirmed], by, "radio.control.confirm")
            return confirmed
        sent = replace(confirmed, step=ControlStep.SENT, step_at=at)
        self._swap(held, [confirmed, sent], by, "radio.control.confirm")
        return self._send(sent)

    def follow(self, row: RadioControl) -> RadioControl | None:
        """What the record says of one; None: nothing new. The row of another desk is as it says. Of our own
        only who confirmed it can come from there: then it is sent, or ends."""
        with self._lock:
            held = self._known.get(row.id)
            if held is None or not self._board.ours(row):
                if row == held or (held is not None and _is_older(row, held)):
                    return None
                self._known[row.id] = row
                if row.step is ControlStep.DONE:
                    stunned = row.kind is ControlKind.STUN
                    self._board.roster.disabled(row.radio, stunned)
                return row
            if held.step is not ControlStep.PROPOSED or row.confirmed_at is None:
                return None
            if (
                row.step is not ControlStep.PROPOSED
            ):  # told by the hub, from before a copy was put back
                self._known[row.id] = row
                return row
        return self._confirmed_elsewhere(row, held)

    def _confirmed_elsewhere(self, row: RadioControl, held: RadioControl) -> RadioControl | None:
        """Everything that this desk would ask is asked again: what it cannot answer for is never sent."""
        at = self._clock.now()
        refused = self._not_second(row, row.confirmed_by)
        code = refused.code if refused is not None else "" if self._up(row) else "down"
        if row.id not in self._proposed:
            code = "earlier_run"
        step, code = (ControlStep.FAILED, code) if code else (ControlStep.SENT, "")
        if at >= row.until:
            step, code = ControlStep.EXPIRED, ""
        ended = replace(row, step=step, code=code, step_at=at)
        try:
            self._swap(held, [ended], SYSTEM, "radio.control.step", row)
        except Refused:  # it has ended meanwhile
            return None
        return self._send(ended) if step is ControlStep.SENT else ended

    def _send(self, sent: RadioControl) -> RadioControl:
        """It is on record that it is sent, and by this desk alone: now it is."""
        command = (Stun if sent.kind == ControlKind.STUN else Revive)(sent.id, sent.radio)
        with self._lock:
            if not self._board.links[sent.gateway].submit(command):
                return self._move(sent, ControlStep.FAILED, "queue_full", self._clock.now())
            return self._known[sent.id]

    def _up(self, control: RadioControl) -> bool:
        with self._lock:
            gateway = self._board.gateways.get(control.gateway)
            return gateway is not None and gateway.state == Linked.UP

    def _not_second(self, held: RadioControl, by: str) -> Refused | None:
        """Why this officer cannot be the second person."""
        if by == held.by:
            return Refused("officer", "same_person", name=held.by_name)
        roles = self._rules.control_roles
        if roles and roles.isdisjoint((self._role_of(held.by), self._role_of(by))):
            return Refused("officer", "chief_needed", roles="、".join(sorted(roles)))
        return None

    def drop(self, key: UUID, by: str, _by_name: str) -> RadioControl:
        held = self._waiting(key)
        if not self._board.ours(held):
            raise Refused("control", "other_desk", desk=held.desk)
        dropped = replace(held, step=ControlStep.DROPPED, step_at=self._clock.now())
        self._swap(held, [dropped], by, "radio.control.drop")
        return dropped

    def replied(self, event: ControlReply) -> RadioControl | None:
        """How the radio took it; None when it is no answer to a control."""
        held = self._known.get(event.command)
        if held is None or held.step != ControlStep.SENT:
            return None
        step = ControlStep.DONE if event.result == "ok" else ControlStep.FAILED
        board, at = self._board, event.heard.at
        if step == ControlStep.DONE:
            board.roster.disabled(held.radio, held.kind == ControlKind.STUN)
        ended = step.value if step == ControlStep.DONE else reply_words(event.result)
        words = f"{held.kind.value}：{ended}（{held.by_name}、{held.confirmed_name}）"
        heard = Heard(held.gateway, at, event.heard.raw)
        board.note(heard, HeardKind.DISABLED, board.roster.of(held.radio), text=words)
        return self._move(held, step, "" if event.result == "ok" else event.result, at)

    def expired(self, at: datetime) -> list[RadioControl]:
        """Those nobody confirmed in time; they are void from now on. Of another desk's only what is shown
        here changes: it may not have told yet what came of it."""
        late = [
            one
            for one in self._known.values()
            if one.step == ControlStep.PROPOSED and at >= one.until
        ]
        return [
            self._move(one, ControlStep.EXPIRED, "", at)
            if self._board.ours(one)
            else self._unheard(one)
            for one in late
        ]

    def _unheard(self, held: RadioControl) -> RadioControl:
        """Its time is over and its desk has not said what it did; by `step_at` its word will count."""
        unsure = held.confirmed_at is not None
        step = ControlStep.FAILED if unsure else ControlStep.EXPIRED
        shown = replace(held, step=step, code="unconfirmed" if unsure else "")
        self._known[held.id] = shown
        return shown

    def _waiting(self, key: UUID) -> RadioControl:
        with self._lock:
            held = self._known.get(key)
        if held is None:
            raise Refused("control", "unknown")
        if held.step in _ENDS or held.step == ControlStep.SENT:
            raise Refused("control", "not_waiting", step=held.step.value)
        if self._clock.now() >= held.until:
            raise Refused("control", "expired")
        return held

    def _swap(
        self,
        old: RadioControl,
        states: list[RadioControl],
        by: str,
        what: str,
        row: RadioControl | None = None,
    ) -> None:
        """In memory first, so that nothing else ends it meanwhile; taken back when it cannot be kept.

        Each state is an effect of its own: a confirmation that comes too late at the hub does not take the
        step with it. `row`: as the record has `old`.
        """
        with self._lock:
            if self._known.get(old.id) != old:
                raise Refused("control", "not_waiting", step=self._known[old.id].step.value)
            self._known[old.id] = states[-1]
        try:
            with self._ledger.change(by, what, ("radio", str(old.radio))) as change:
                seen = row or old
                for state in states:
                    change.put(_TABLE, state, seen=seen)
                    seen = state
        except BaseException:
            with self._lock:
                self._known[old.id] = old
            raise

    def _move(self, held: RadioControl, step: ControlStep, code: str, at: datetime) -> RadioControl:
        moved = replace(held, step=step, code=code, step_at=at)
        self._known[held.id] = moved
        act = Act(SYSTEM, "radio.control.step", ("radio", str(held.radio)))
        self._board.keeper.keep(act, _TABLE, moved, held)
        return moved


def _is_older(row: RadioControl, held: RadioControl) -> bool:
    """By the clock of the desk that proposed it. One that was given up here proposes itself no more."""
    if row.step_at == held.step_at:
        return row.step is ControlStep.PROPOSED and held.step in _ENDS
    return row.step_at < held.step_at
