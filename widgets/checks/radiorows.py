"""A post in a calling by radio, and how it reads in the matrix."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.base.clock import hhmmss
from app.radio.rollcall import RadioRolls, RollBook, turn_of
from app.radio.rollcall_engine import Stage, Turn
from app.radio.rollcall_lists import RadioLists
from app.radio.rollcall_records import Means, RadioPost, RadioRollAnswer, RollResult
from app.radio.rollcall_rules import RadioRollRules
from app.radio.rollcall_runner import RollRunner
from app.radio.service import RadioService
from widgets.handover.preview import Paper

PrintRoll = Callable[[RollBook, RadioRollRules], Paper]
"""On the paper thread: a calling and its answers, the rules it is counted by."""


@dataclass(frozen=True, slots=True)
class RadioRollRooms:
    """What stands behind the calling by radio. `print_roll` None: there is no paper."""

    radio: RadioService
    rolls: RadioRolls
    lists: RadioLists
    runner: RollRunner
    print_roll: PrintRoll | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`turn` is the first round as it stands, `second` the last call of the second."""

    post: UUID
    place: int
    name: str
    unit: str
    radio: int | None
    turn: Turn
    second: RadioRollAnswer | None
    known: RadioPost | None

    @property
    def radio_words(self) -> str:
        return "—" if self.radio is None else str(self.radio)

    @property
    def silent(self) -> bool:
        """By radio, and by nothing else reached."""
        back = self.second is not None and self.second.result is not RollResult.SILENT
        return self.turn.result is RollResult.SILENT and not back


def rows_of(book: RollBook, turns: dict[UUID, Turn]) -> list[Row]:
    """Of the calling; where there was none yet, of the list. `turns` are newer than the record."""
    posts = {one.id: one for one in book.posts}
    second = {one.post_id: one for one in book.answers if one.turn == 2}
    rows = [
        Row(one.post_id, one.sort, one.name, one.unit, one.radio,
            turns.get(one.post_id) or turn_of(one), second.get(one.post_id), posts.get(one.post_id))
        for one in book.answers
        if one.turn == 1
    ]  # fmt: skip
    return rows or [
        Row(one.id, place, one.name, one.unit, one.radio, Turn(one.id, one.radio), None, one)
        for place, one in enumerate(book.posts, 1)
    ]


def result_words(row: Row, running: bool, called: UUID | None) -> str:
    turn = row.turn
    if running and called == row.post:
        return tr("being called")
    if running and turn.stage is Stage.ASKED:
        return tr("being asked")
    if turn.result is RollResult.NOT_CALLED and turn.why == "link_down":
        return tr("not called (gateway down)")
    return turn.result.value


def alarm(row: Row) -> str:
    """The silent are outlined; who could not be called is no alarm."""
    return "soon" if row.silent or row.turn.result is RollResult.FAULTY else "quiet"


def when(row: Row) -> str:
    at: datetime | None = row.turn.at
    return hhmmss(at) if at else "—"


def seconds(row: Row) -> str:
    return "—" if row.turn.seconds is None else f"{row.turn.seconds:.1f}"


def strength(row: Row) -> str:
    return "—" if row.turn.rssi_dbm is None else str(row.turn.rssi_dbm)


def second_words(row: Row) -> str:
    return f"{row.second.means} {row.second.result}" if row.second else "—"


def remark(row: Row) -> str:
    why = {
        "no_way": tr("its gateway cannot ask by data"),
        "no_radio": tr("no radio number"),
        "not_taken": tr("its gateway did not take the question"),
    }.get(row.turn.why, "")
    later = row.second.remark if row.second else ""
    return "；".join(part for part in (why, row.turn.remark, later) if part)


def following_silent(rows: Sequence[Row], after: UUID | None) -> Row | None:
    """The next that was silent and nobody has called by other means, from this one on."""
    start = next((n for n, row in enumerate(rows) if row.post == after), -1) + 1
    wanted = (r for r in (*rows[start:], *rows[:start])
              if r.turn.result is RollResult.SILENT and r.second is None)  # fmt: skip
    return next(wanted, None)


def first_means(post: RadioPost | None) -> Means:
    """By what to try a silent post: the first number that is known."""
    tried = (Means.PHONE, Means.POC, Means.SATELLITE)
    return next((one for one in tried if post and post.number(one)), Means.PHONE)


def tr(words: str) -> str:
    return QCoreApplication.translate("RadioRoll", words)
