"""One calling of a list, without I/O: time, answers and keys in, questions and results out.

By data it asks itself; by voice the officer calls one post after the other and says what came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from uuid import UUID

from app.radio.driver import Capability
from app.radio.rollcall_records import RollMode, RollResult
from app.radio.rollcall_rules import RadioRollRules

SYSTEM = "system"
NOT_TAKEN = 3
"""A gateway that so often has not taken the question about one radio will not take it. [choice]"""


@dataclass(frozen=True, slots=True)
class Way:
    """How a radio can be asked now. `asking` None: this gateway has no question for it."""

    gateway: str
    up: bool
    asking: Capability | None


def asking_of(capabilities: Iterable[Capability], order: Iterable[Capability]) -> Capability | None:
    """The first question of the rules that a driver with these has."""
    held = frozenset(capabilities)
    return next((one for one in order if one in held), None)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to be put now."""

    post: UUID
    radio: int
    gateway: str
    asking: Capability


class Stage(Enum):
    WAITING = "waiting"
    """To be asked by data."""
    ASKED = "asked"
    VOICE = "voice"
    """To be called by the officer."""
    DONE = "done"


@dataclass(slots=True)
class Turn:
    """A post in this calling. Mutable; only the engine changes it."""

    post: UUID
    radio: int | None
    stage: Stage = Stage.DONE
    result: RollResult = RollResult.NOT_CALLED
    why: str = ""
    at: datetime | None = None
    seconds: float | None = None
    rssi_dbm: int | None = None
    gateway: str = ""
    tries: int = 0
    remark: str = ""
    by: str = SYSTEM
    by_name: str = ""
    asked_s: float | None = None
    """When it was asked last; None: never, so that nothing heard of it is an answer."""
    limit_s: float = 0.0
    """How long that question may go without an answer."""
    not_taken: int = 0
    """How often the gateway has not taken a question about it; so often others go first."""


@dataclass(slots=True)
class Calling:
    """The post that is called by voice; `heard_s` when its radio was first heard to talk, `talk_s` when
    it last began to."""

    post: UUID
    begun_s: float
    heard_s: float | None = None
    talk_s: float | None = None


@dataclass(slots=True)
class _Line:
    """Of one gateway: who is asked now, and when the next may be."""

    asked: set[UUID] = field(default_factory=set)
    free_s: float = 0.0


class RollEngine:
    """`now_s` is the monotonic clock, `at` aware UTC. Nothing is asked while it is `paused` (why, or "")."""

    def __init__(
        self,
        mode: RollMode,
        turns: Sequence[Turn],
        rules: RadioRollRules,
        way: Callable[[int], Way | None],
    ) -> None:
        """`turns` in their order, those on leave with that result; `way` says how a radio is reached."""
        self.mode, self.rules = mode, rules
        self.turns = {one.post: one for one in turns}
        self.paused = ""
        self.calling: Calling | None = None
        self._way = way
        self._lines: dict[str, _Line] = {}
        self._changed: set[UUID] = set()
        self._radios = sum(one.radio is not None for one in turns)
        for one in turns:
            one.stage = self._stage_of(one)

    def _stage_of(self, turn: Turn) -> Stage:
        """Where a post stands at the beginning, or after a restart."""
        machine = turn.by == SYSTEM
        if turn.result is RollResult.NOT_CALLED and machine:
            if self.mode is RollMode.VOICE:
                return Stage.VOICE
            if turn.radio is not None:
                return Stage.WAITING
            return self._not_by_data(turn, "no_radio")
        silent = turn.result is RollResult.SILENT and machine
        return Stage.VOICE if silent and self.mode is RollMode.MIXED else Stage.DONE

    # --- what is asked ------------------------------------------------------------------

    def tick(self, now_s: float, at: datetime) -> list[Ask]:
        """What is to be asked now. A post whose gateway is down waits; it is not silent."""
        if self.paused:
            return []
        self._expire(now_s, at)
        waiting = [one for one in self.turns.values() if one.stage is Stage.WAITING]
        waiting.sort(key=lambda one: (one.tries, one.not_taken))
        return [ask for turn in waiting if (ask := self._ask(turn, now_s)) is not None]

    def _ask(self, turn: Turn, now_s: float) -> Ask | None:
        assert turn.radio is not None
        way = self._way(turn.radio)
        if way is None or not way.up:
            self._explain(turn, "link_down", way.gateway if way else "")
            return None
        if way.asking is None:
            turn.stage = self._not_by_data(turn, "no_way")
            return None
        line = self._lines.setdefault(way.gateway, _Line())
        most = self.rules.at_once(self._radios, way.asking)
        if len(line.asked) >= most or now_s < line.free_s:
            return None
        line.asked.add(turn.post)
        line.free_s = now_s + self.rules.gap_s
        turn.stage, turn.gateway, turn.why = Stage.ASKED, way.gateway, ""
        turn.asked_s, turn.limit_s = now_s, self.rules.limit_s(way.asking)
        turn.tries += 1
        return Ask(turn.post, turn.radio, way.gateway, way.asking)

    def _explain(self, turn: Turn, why: str, gateway: str) -> None:
        if (turn.why, turn.gateway) != (why, gateway):
            turn.why, turn.gateway = why, gateway
            self._changed.add(turn.post)

    def _not_by_data(self, turn: Turn, why: str) -> Stage:
        """No question for it: by voice when that comes too, else it stays uncalled."""
        turn.why = why
        self._changed.add(turn.post)
        return Stage.VOICE if self.mode is RollMode.MIXED else Stage.DONE

    def _expire(self, now_s: float, at: datetime) -> None:
        for turn in self.turns.values():
            if turn.stage is Stage.ASKED and turn.asked_s is not None:
                way = self._way(turn.radio) if turn.radio is not None else None
                if way is None or not way.up or way.gateway != turn.gateway:
                    self._withdraw(turn)
                elif now_s - turn.asked_s >= turn.limit_s:
                    self._missed(turn, at, "")

    # --- what comes ---------------------------------------------------------------------

    def heard(self, radio: int, ok: bool, rssi_dbm: int | None, now_s: float, at: datetime) -> None:
        """An answer of this radio, or of the net for it. Late ones count, a second one does nothing, and
        what an officer has said stands."""
        for turn in self.turns.values():
            if turn.radio != radio or turn.asked_s is None or turn.by != SYSTEM:
                continue
            waited = turn.stage is Stage.ASKED
            if ok and (waited or turn.result in (RollResult.NOT_CALLED, RollResult.SILENT)):
                late = turn.stage in (Stage.DONE, Stage.VOICE)
                weak = rssi_dbm is not None and rssi_dbm < self.rules.weak_dbm
                self._free(turn)
                turn.stage, turn.at, turn.rssi_dbm, turn.why = Stage.DONE, at, rssi_dbm, ""
                turn.result = RollResult.WEAK if weak else RollResult.OK
                turn.seconds = round(now_s - turn.asked_s, 1)
                turn.remark = "迟到应答" if late else turn.remark
                self._changed.add(turn.post)
            elif not ok and turn.stage is Stage.ASKED:
                self._missed(turn, at, "不在线")

    def refused(self, post: UUID, result: str, now_s: float, at: datetime) -> None:
        """The gateway ended the question without an answer of the radio; `result` as in `ControlReply`."""
        turn = self.turns.get(post)
        if turn is None or turn.stage is not Stage.ASKED or result == "ok":
            return
        if result in ("unsupported", "bad_parameter"):
            self._free(turn)
            turn.tries -= 1
            turn.stage = self._not_by_data(turn, "no_way")
        elif result in ("no_answer", "refused"):
            self._missed(turn, at, "")
        else:  # the gateway itself had no room or lost its line: that says nothing of the radio
            self._lines[turn.gateway].free_s = now_s + self.rules.timeout_s
            self._withdraw(turn)
            turn.not_taken += 1
            if turn.not_taken >= NOT_TAKEN:
                turn.stage = self._not_by_data(turn, "not_taken")

    def talks(self, radio: int, now_s: float) -> None:
        """A radio began to talk: the post that is called by voice was heard."""
        now = self.calling
        if now is not None and self.turns[now.post].radio == radio:
            now.talk_s = now_s
            now.heard_s = now_s if now.heard_s is None else now.heard_s

    def bumped(self, radio: int) -> None:
        """Nobody spoke when it began to talk last: that was no answer."""
        now = self.calling
        if now is not None and self.turns[now.post].radio == radio and now.heard_s == now.talk_s:
            now.heard_s = now.talk_s = None

    def _missed(self, turn: Turn, at: datetime, remark: str) -> None:
        self._free(turn)
        if turn.tries <= self.rules.retries:
            turn.stage = Stage.WAITING
            return
        turn.stage = Stage.VOICE if self.mode is RollMode.MIXED else Stage.DONE
        turn.result, turn.at, turn.seconds = RollResult.SILENT, at, None
        turn.remark = remark
        self._changed.add(turn.post)

    def _withdraw(self, turn: Turn) -> None:
        """As if it had not been asked; an answer that still comes counts."""
        self._free(turn)
        turn.stage = Stage.WAITING
        turn.tries -= 1

    def _free(self, turn: Turn) -> None:
        line = self._lines.get(turn.gateway)
        if line is not None:
            line.asked.discard(turn.post)

    # --- what the officer does ----------------------------------------------------------

    def pause(self, why: str) -> None:
        """`why`: emergency, officer, restart. Who is asked or called now is so again later; a hand's
        pause stays one."""
        if self.paused in ("officer", "restart"):
            return
        self.paused = why
        self.calling = None
        for turn in self.turns.values():
            if turn.stage is Stage.ASKED:
                self._withdraw(turn)

    def resume(self) -> None:
        self.paused = ""

    def call(self, post: UUID, now_s: float) -> None:
        """By voice, now; its seconds run."""
        self.calling = Calling(post, now_s)

    def say(
        self, post: UUID, result: RollResult, remark: str, by: str, by_name: str,
        now_s: float, at: datetime,
    ) -> None:  # fmt: skip
        """What an officer found; holds against anything heard later."""
        turn = self.turns[post]
        self._free(turn)
        seconds = None
        if self.calling is not None and self.calling.post == post:
            until_s = now_s if self.calling.heard_s is None else self.calling.heard_s
            silent = result in (RollResult.SILENT, RollResult.LEAVE, RollResult.NOT_CALLED)
            seconds = None if silent else round(until_s - self.calling.begun_s, 1)
            turn.tries += 1
            self.calling = None
        turn.stage, turn.result, turn.why = Stage.DONE, result, ""
        turn.remark, turn.by, turn.by_name = remark, by, by_name
        turn.at, turn.seconds, turn.rssi_dbm = at, seconds, None
        self._changed.add(post)

    def again(self, post: UUID) -> None:
        """Ask it once more by data; what was found of it holds until it answers."""
        turn = self.turns[post]
        if self.mode is RollMode.VOICE or turn.radio is None:
            turn.stage = Stage.VOICE
        elif turn.stage is not Stage.ASKED:
            turn.stage, turn.tries, turn.by, turn.by_name = Stage.WAITING, 0, SYSTEM, ""
            turn.not_taken = 0

    # --- how it stands ------------------------------------------------------------------

    def take_changed(self) -> list[Turn]:
        """Those whose result is new since the last time."""
        changed, self._changed = self._changed, set()
        return [self.turns[post] for post in self.turns if post in changed]

    @property
    def outstanding(self) -> int:
        return sum(one.stage is Stage.ASKED for one in self.turns.values())

    @property
    def by_voice(self) -> list[UUID]:
        """Who is still to be called by voice, in order."""
        return [one.post for one in self.turns.values() if one.stage is Stage.VOICE]

    @property
    def finished(self) -> bool:
        """Nobody is left that could be asked: those cut off wait for their gateway without an end."""
        return all(
            one.stage is Stage.DONE or (one.stage is Stage.WAITING and one.why == "link_down")
            for one in self.turns.values()
        )
