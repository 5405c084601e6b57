"""点名 over the radio, kept: lists and posts, callings and their answers, the line in the duty log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.base.clock import Clock, day_hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.ledger import Change, Ledger
from app.base.marks import Mark
from app.people.records import Officer
from app.people.rights import Act, demand
from app.radio.rollcall_engine import SYSTEM, Turn
from app.radio.rollcall_records import (
    Means,
    RadioList,
    RadioPost,
    RadioRoll,
    RadioRollAnswer,
    RollMode,
    RollResult,
)
from app.radio.rollcall_rules import RadioRollRules, due_hour, figures

Note = Callable[[Change, Officer, str], None]
"""Writes a line of the roll call into the duty log, within the change."""


class RadioRollStore(Protocol):
    """Read on the store thread."""

    def lists(self) -> list[RadioList]:
        """The active ones, in order."""
        ...

    def posts(self, list_id: UUID) -> list[RadioPost]:
        """The active ones, in order."""
        ...

    def roll(self, key: UUID) -> RadioRoll | None: ...

    def open_rolls(self) -> list[RadioRoll]:
        """Not ended, newest first."""
        ...

    def last_rolls(self, list_id: UUID | None, count: int) -> list[RadioRoll]:
        """Newest first; None: of any list."""
        ...

    def answers(self, roll_id: UUID) -> list[RadioRollAnswer]:
        """First round first, each in the order of the list."""
        ...


@dataclass(frozen=True, slots=True)
class RollBook:
    """A list as it is shown: its posts now, the calling under way or the last one, and its answers."""

    one: RadioList
    posts: tuple[RadioPost, ...]
    roll: RadioRoll | None
    answers: tuple[RadioRollAnswer, ...]

    @property
    def running(self) -> bool:
        return self.roll is not None and self.roll.ended_at is None


@dataclass(frozen=True, slots=True)
class DueRoll:
    """A list whose hour `at` has come and that nobody has called; `count` posts stand in it."""

    one: RadioList
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A post that was silent in the last callings of its list."""

    name: str
    list_name: str
    times: int
    since: datetime
    roll_id: UUID
    post_id: UUID


class RadioRolls:
    """Runs on the store thread."""

    def __init__(
        self,
        ledger: Ledger,
        store: RadioRollStore,
        clock: Clock,
        mark: Mark,
        rules: RadioRollRules,
        desk: str,
        note: Note,
    ) -> None:
        self._ledger, self.store, self._clock, self._mark = ledger, store, clock, mark
        self.rules, self.desk, self._note = rules, desk, note

    def lists(self) -> list[RadioList]:
        return self.store.lists()

    def book(self, list_id: UUID) -> RollBook | None:
        one = next((held for held in self.store.lists() if held.id == list_id), None)
        if one is None:
            return None
        last = self.store.last_rolls(list_id, 1)
        answers = self.store.answers(last[0].id) if last else []
        posts = tuple(self.store.posts(list_id))
        return RollBook(one, posts, last[0] if last else None, tuple(answers))

    def running_here(self) -> RadioRoll | None:
        """The calling that this desk began and nobody ended: it goes on after a restart."""
        return next((one for one in self.store.open_rolls() if one.desk == self.desk), None)

    # --- a calling ----------------------------------------------------------------------

    def start(self, by: Officer, shift_id: UUID, list_id: UUID, mode: RollMode) -> RadioRoll:
        """`Refused("roll", …)`: running (name) when a calling is under way anywhere; `Refused("list",
        "no_posts")`."""
        demand(by, Act.RADIO)
        going = self.store.open_rolls()
        if going:
            raise Refused("roll", "running", name=going[0].list_name, desk=going[0].desk)
        book = self.book(list_id)
        if book is None or not book.posts:
            raise Refused("list", "no_posts")
        key, one = new_id(), book.one
        with self._ledger.change(str(by.id), "radioroll.start", ("radio_roll", str(key))) as change:
            made = RadioRoll(
                key, shift_id, one.id, one.name, mode, self.desk, change.at, None, len(book.posts),
                str(by.id), by.name, "", "", self._mark,
            )  # fmt: skip
            change.put("radio_roll", made)
            rows = [self._row(made, post, n, change.at) for n, post in enumerate(book.posts, 1)]
            change.put_many("radio_roll_answer", rows)
            if one.extra_at is not None and one.extra_at - self.rules.early <= change.at:
                change.put("radio_list", replace(one, extra_at=None), seen=one)
        return made

    def _row(self, roll: RadioRoll, post: RadioPost, place: int, at: datetime) -> RadioRollAnswer:
        away = post.on_leave(at)
        return RadioRollAnswer(
            id=new_id(),
            roll_id=roll.id,
            post_id=post.id,
            sort=place,
            name=post.name,
            unit=post.unit,
            radio=post.radio,
            turn=1,
            means=Means.RADIO,
            result=RollResult.LEAVE if away else RollResult.NOT_CALLED,
            why="",
            at=at if away else None,
            seconds=None,
            rssi_dbm=None,
            gateway="",
            tries=0,
            remark=post.leave_why if away else "",
            by=SYSTEM,
            by_name="",
            mark=self._mark,
        )

    def write(self, by: str, roll_id: UUID, turns: Sequence[Turn]) -> None:
        """Results of the first round as the engine has them; those that stand there already are no change."""
        held = {one.post_id: one for one in self.store.answers(roll_id) if one.turn == 1}
        pairs = [(_with(held[turn.post], turn), held[turn.post]) for turn in turns]
        pairs = [(new, old) for new, old in pairs if new != old]
        roll = self.store.roll(roll_id)
        if not pairs or roll is None or roll.ended_at is not None:
            return
        with self._ledger.change(by, "radioroll.answer", ("radio_roll", str(roll_id))) as change:
            for new, old in pairs:
                change.put("radio_roll_answer", new, seen=old)

    def second(
        self,
        by: Officer,
        roll_id: UUID,
        post_id: UUID,
        means: Means,
        result: RollResult,
        remark: str,
    ) -> RadioRollAnswer:
        """The second round, by another means; a later call of the same post is one more row."""
        demand(by, Act.RADIO)
        self._going(roll_id)
        first = next(
            one for one in self.store.answers(roll_id) if one.post_id == post_id and one.turn == 1
        )
        subject = ("radio_roll", str(roll_id))
        with self._ledger.change(str(by.id), "radioroll.second", subject) as change:
            made = replace(
                first, id=new_id(), turn=2, means=means, result=result, why="", at=change.at,
                seconds=None, rssi_dbm=None, gateway="", tries=1, remark=remark.strip(),
                by=str(by.id), by_name=by.name,
            )  # fmt: skip
            change.put("radio_roll_answer", made)
        return made

    def end(self, by: Officer, roll_id: UUID, turns: Sequence[Turn] = ()) -> RadioRoll:
        """Signed by `by`: one line of the duty log says the rates and who was silent. `turns` as the engine
        has them now."""
        demand(by, Act.RADIO)
        seen = self._going(roll_id)
        self.write(str(by.id), roll_id, turns)
        words = figures(self.store.answers(roll_id)).words(self.rules)
        text = f"370M 点名结束（{seen.list_name}，{seen.mode}，{day_hhmm(seen.started_at)} 起）：{words}"
        subject = ("radio_roll", str(roll_id))
        with self._ledger.change(str(by.id), "radioroll.end", subject) as change:
            ended = replace(seen, ended_at=change.at, ended_by=str(by.id), ended_name=by.name)
            change.put("radio_roll", ended, seen=seen)
            self._note(change, by, text)
        return ended

    def _going(self, roll_id: UUID) -> RadioRoll:
        """Of the record: another desk may have ended it meanwhile."""
        held = self.store.roll(roll_id)
        if held is None or held.ended_at is not None:
            raise Refused("roll_call", "round_ended")
        return held

    # --- what others are told -----------------------------------------------------------

    def due(self) -> list[DueRoll]:
        """Lists whose hour has come and that nobody has called for it."""
        now, found = self._clock.now(), []
        for one in self.store.lists():
            hour = due_hour(one, now, self.rules)
            if hour is None:
                continue
            last = self.store.last_rolls(one.id, 1)
            if not last or last[0].started_at < hour - self.rules.early:
                found.append(DueRoll(one, hour, len(self.store.posts(one.id))))
        return found

    def missed(self) -> list[Missed]:
        """Posts still listed that were silent, in both rounds, in the last callings of their list."""
        found = []
        for one in self.store.lists():
            ended = [r for r in self.store.last_rolls(one.id, self.rules.missed + 1) if r.ended_at]
            rolls = ended[: self.rules.missed]
            if len(rolls) < self.rules.missed:
                continue
            silent = [_silent(self.store.answers(roll.id)) for roll in rolls]
            for post in self.store.posts(one.id):
                if all(post.id in keys for keys in silent):
                    began = rolls[-1].started_at
                    found.append(
                        Missed(post.name, one.name, len(rolls), began, rolls[0].id, post.id)
                    )
        return found

    def told(self) -> list[str]:
        """For the handover: the last calling of each list, and who was silent again and again."""
        words = []
        for one in self.store.lists():
            last = self.store.last_rolls(one.id, 1)
            if last:
                when = day_hhmm(last[0].started_at)
                going = "" if last[0].ended_at else "（未结束）"
                said = figures(self.store.answers(last[0].id)).words(self.rules)
                words.append(f"370M 点名 {one.name} {when}{going}：{said}")
        again = [f"{one.name}（{one.list_name}）" for one in self.missed()]
        if again:
            words.append(f"370M 点名连续{self.rules.missed}次未应答：{'、'.join(again)}")
        return words


def _silent(answers: Sequence[RadioRollAnswer]) -> set[UUID]:
    """Silent by radio, and not reached by anything else."""
    quiet = {one.post_id for one in answers if one.turn == 1 and one.result is RollResult.SILENT}
    there = {
        one.post_id for one in answers if one.turn == 2 and one.result is not RollResult.SILENT
    }
    return quiet - there


def _with(row: RadioRollAnswer, turn: Turn) -> RadioRollAnswer:
    return replace(
        row, result=turn.result, why=turn.why, at=turn.at, seconds=turn.seconds,
        rssi_dbm=turn.rssi_dbm, gateway=turn.gateway, tries=turn.tries, remark=turn.remark,
        by=turn.by, by_name=turn.by_name,
    )  # fmt: skip


def turn_of(row: RadioRollAnswer) -> Turn:
    """A post as the record has it; an unanswered question of an earlier run is asked again."""
    tries = 0 if row.result is RollResult.NOT_CALLED else row.tries
    return Turn(
        row.post_id, row.radio, result=row.result, why=row.why, at=row.at, seconds=row.seconds,
        rssi_dbm=row.rssi_dbm, gateway=row.gateway, tries=tries, remark=row.remark, by=row.by,
        by_name=row.by_name,
    )  # fmt: skip
