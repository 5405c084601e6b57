"""The calling under way on this desk: between the radio room, the engine and the record."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from app.base.bus import Bus, Changed
from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.jobs import Jobs
from app.radio import facts
from app.radio.driver import Capability
from app.radio.events import AskPosition, CheckOnline, CheckRadio, Command, Linked, SendStatus
from app.radio.rollcall import RadioRolls, turn_of
from app.radio.rollcall_engine import SYSTEM, Ask, RollEngine, Turn, Way, asking_of
from app.radio.rollcall_records import RadioRoll, RadioRollAnswer, RollResult
from app.radio.service import RadioService

_log = logging.getLogger(__name__)

PAUSE_S = 2.0
"""Between two tries while the store is away."""


@dataclass(frozen=True, slots=True)
class RadioRollMoved:
    """Something of the calling under way changed; ask the runner."""

    roll_id: UUID


class RollRunner:
    """On the Qt thread: `tick` a few times a second. It loads when the radio room has read its record.

    Results go to the store behind the calling; while it is away they wait here and are tried again.
    """

    def __init__(
        self, radio: RadioService, rolls: RadioRolls, jobs: Jobs, bus: Bus, clock: Clock
    ) -> None:
        self._radio, self._rolls, self._jobs = radio, rolls, jobs
        self._bus, self._clock = bus, clock
        self.roll: RadioRoll | None = None
        self.engine: RollEngine | None = None
        self._asked: dict[UUID, Command] = {}
        """The newest question about each post."""
        self._unsaved: set[UUID] = set()
        self._saving = False
        self._again_s = 0.0
        bus.listen(facts.RadioRemembered, lambda _: self.load())
        bus.listen(facts.RadioChecked, self._checked)
        bus.listen(facts.RadioStatusHeard, lambda fact: self._heard(fact.radio, True, None))
        bus.listen(facts.RadioAskEnded, self._ended)
        bus.listen(facts.RadioTalking, self._talking)
        bus.listen(facts.RadioBumped, self._bumped)
        bus.listen(facts.RadioAlarmRaised, self._alarm)
        bus.listen(facts.RadioAlarmAnswered, self._alarm_answered)
        bus.listen(Changed, self._changed)

    # --- beginning and end --------------------------------------------------------------

    def load(self) -> None:
        """A calling that was under way when the desk stopped stands paused, with all it had found."""
        self._jobs.run(self._held, then=self._restore)

    def _held(self) -> tuple[RadioRoll, list[RadioRollAnswer]] | None:
        roll = self._rolls.running_here()
        return (roll, self._rolls.store.answers(roll.id)) if roll is not None else None

    def _restore(self, held: tuple[RadioRoll, list[RadioRollAnswer]] | None) -> None:
        if held is not None and self.roll is None:
            self.begin(*held)
            assert self.engine is not None
            self.engine.pause("restart")
            self._told()

    def begin(self, roll: RadioRoll, answers: list[RadioRollAnswer]) -> None:
        """The calling just written. An alarm that nobody has answered holds it up from the start."""
        first = [turn_of(one) for one in answers if one.turn == 1]
        self.roll = roll
        self.engine = RollEngine(roll.mode, first, self._rolls.rules, self.way)
        self._asked.clear()
        self._unsaved.clear()
        if self._unanswered():
            self.engine.pause("emergency")
        self._told()

    def close(self) -> None:
        """The calling is over, and its last answers were written with the end."""
        self.roll = self.engine = None
        self._unsaved.clear()

    def snapshot(self, roll_id: UUID) -> list[Turn]:
        """Every post of this calling as it stands, for the store thread; none when another desk calls it."""
        if self.engine is None or self.roll is None or self.roll.id != roll_id:
            return []
        return [replace(turn) for turn in self.engine.turns.values()]

    def _changed(self, fact: Changed) -> None:
        """Another window or desk may have ended it."""
        if fact.kind == "radio_roll" and self.roll is not None and fact.key == str(self.roll.id):
            self._jobs.run(self._rolls.store.roll, self.roll.id, then=self._look_over)

    def _look_over(self, held: RadioRoll | None) -> None:
        over = held is None or held.ended_at is not None
        if over and self.roll is not None and (held is None or held.id == self.roll.id):
            key = self.roll.id
            self.close()
            self._bus.publish(RadioRollMoved(key))

    # --- time ---------------------------------------------------------------------------

    def tick(self) -> None:
        if self.engine is None:
            return
        outstanding = self.engine.outstanding
        for ask in self.engine.tick(self._clock.monotonic_s(), self._clock.now()):
            self._put(ask)
        if self._save() or outstanding != self.engine.outstanding:
            self._told()

    def _put(self, ask: Ask) -> None:
        assert self.engine is not None
        command = self._command(ask)
        self._asked[ask.post] = command
        if not self._radio.put(ask.gateway, command):
            now_s, at = self._clock.monotonic_s(), self._clock.now()
            self.engine.refused(ask.post, "queue_full", now_s, at)

    def _command(self, ask: Ask) -> Command:
        if ask.asking is Capability.RADIO_CHECK:
            return CheckRadio(new_id(), ask.radio)
        if ask.asking is Capability.ONLINE_CHECK:
            return CheckOnline(new_id(), ask.radio)
        if ask.asking is Capability.LOCATE:
            return AskPosition(new_id(), ask.radio)
        return SendStatus(new_id(), ask.radio, False, self._rolls.rules.status_code)

    def way(self, radio: int) -> Way | None:
        seen = self._radio.way_to(radio, self._rolls.rules.asking)
        if seen is None:
            return None
        asking = asking_of(seen.gateway.driver.capabilities, self._rolls.rules.asking)
        return Way(seen.gateway.id, seen.state is Linked.UP, asking)

    def unable(self, radios: Iterable[int]) -> dict[int, str]:
        """Those that nobody can ask by data as the gateways stand now, with the name of their gateway."""
        ways = {radio: self.way(radio) for radio in radios}
        names = {one.gateway.id: one.gateway.name for one in self._radio.gateways()}
        return {
            radio: names[way.gateway]
            for radio, way in ways.items()
            if way is not None and way.asking is None
        }

    # --- the record ---------------------------------------------------------------------

    def _save(self) -> bool:
        """True when something was new."""
        assert self.engine is not None
        assert self.roll is not None
        new = [turn.post for turn in self.engine.take_changed()]
        self._unsaved.update(new)
        if self._unsaved and not self._saving and self._clock.monotonic_s() >= self._again_s:
            self._saving = True
            posts, self._unsaved = self._unsaved, set()
            turns = [replace(self.engine.turns[post]) for post in posts]
            self._jobs.run(
                self._rolls.write, _hand(turns), self.roll.id, turns,
                then=self._saved, fail=lambda error: self._failed(posts, error),
            )  # fmt: skip
        return bool(new)

    def _saved(self, _nothing: None) -> None:
        self._saving = False

    def _failed(self, posts: set[UUID], error: Exception) -> None:
        self._saving = False
        self._again_s = self._clock.monotonic_s() + PAUSE_S
        if not isinstance(error, Refused):
            self._unsaved |= posts
        _log.warning("%d answers of a roll call wait: %s", len(posts), error)

    # --- what the officer does ----------------------------------------------------------

    def pause(self) -> None:
        if self.engine is not None:
            self.engine.pause("officer")
            self._told()

    def resume(self) -> None:
        if self.engine is not None:
            self.engine.resume()
            self._told()

    def call(self, post: UUID) -> None:
        if self.engine is not None:
            self.engine.call(post, self._clock.monotonic_s())
            self._told()

    def again(self, post: UUID) -> None:
        if self.engine is not None:
            self.engine.again(post)
            self._told()

    def say(self, post: UUID, result: RollResult, remark: str, by: str, by_name: str) -> None:
        if self.engine is not None:
            now_s, at = self._clock.monotonic_s(), self._clock.now()
            self.engine.say(post, result, _kept(remark), by, by_name, now_s, at)
            self._save()
            self._told()

    # --- what is heard ------------------------------------------------------------------

    def _checked(self, fact: facts.RadioChecked) -> None:
        self._heard(fact.radio, fact.ok, fact.rssi_dbm)

    def _heard(self, radio: int, ok: bool, rssi_dbm: int | None) -> None:
        if self.engine is not None:
            now_s, at = self._clock.monotonic_s(), self._clock.now()
            self.engine.heard(radio, ok, rssi_dbm, now_s, at)
            if self._save():
                self._told()

    def _ended(self, fact: facts.RadioAskEnded) -> None:
        """Only of the newest question: an older one ended for us when its time was over. A place that came,
        with a fix or without, is an answer."""
        told = ((post, one) for post, one in self._asked.items() if one.id == fact.command)
        post, asked = next(told, (None, None))
        if post is None or self.engine is None:
            return
        if isinstance(asked, AskPosition) and fact.result == "ok":
            self._heard(asked.radio, True, None)
            return
        now_s, at = self._clock.monotonic_s(), self._clock.now()
        self.engine.refused(post, fact.result, now_s, at)

    def _talking(self, fact: facts.RadioTalking) -> None:
        if self.engine is not None:
            self.engine.talks(fact.radio, self._clock.monotonic_s())
            self._told()

    def _bumped(self, fact: facts.RadioBumped) -> None:
        if self.engine is not None:
            self.engine.bumped(fact.radio)
            self._told()

    def _alarm(self, fact: facts.RadioAlarmRaised) -> None:
        if self.engine is not None and self._unanswered():
            self.engine.pause("emergency")
            self._told()

    def _alarm_answered(self, fact: facts.RadioAlarmAnswered) -> None:
        if self.engine is not None and self.engine.paused == "emergency" and not self._unanswered():
            self.resume()

    def _unanswered(self) -> bool:
        return any(one.answered_at is None for one in self._radio.alarms())

    def _told(self) -> None:
        if self.roll is not None:
            self._bus.publish(RadioRollMoved(self.roll.id))


def _kept(words: str) -> str:
    """As a store can keep it: an answer must not be lost for a character."""
    return words.encode("utf-8", "replace").decode().replace("\0", "")


def _hand(turns: list[Turn]) -> str:
    """Whose act it is: an officer's when one said something, else the room's own."""
    hands = {turn.by for turn in turns} - {SYSTEM}
    return hands.pop() if len(hands) == 1 else SYSTEM
