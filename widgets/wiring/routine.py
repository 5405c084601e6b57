"""The routine of a shift among the cards of 现在要办: roll call, zero reports, papers, what reviews left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from app.base.bus import Changed
from app.base.clock import hhmm
from app.dossier.review import ReviewAction
from app.duty.checking import Checking, Due, Owed
from app.duty.selfcheck import Item
from app.duty.shifts import Shifts
from app.people.session import ShiftEntered
from app.radio.rollcall import DueRoll, Missed, RadioRolls
from widgets.duty.console import ConsolePage
from widgets.duty.todo import Task, soon_from
from widgets.kit.card import Card
from widgets.kit.desk import Desk
from widgets.kit.facts import Fact
from widgets.kit.listen import listen
from widgets.kit.reread import Reread

LOOK_MS = 60_000
NEAR = timedelta(days=1)
"""A review action due later than this is no matter of this shift."""
_KINDS = frozenset(
    {
        "zero_report",
        "zero_chase",
        "roll_call",
        "self_check",
        "paper",
        "org",
        "shift",
        "review_action",
        "radio_list",
        "radio_post",
        "radio_roll",
    }
)
_Look = tuple[
    list[Due], tuple[tuple[Item, str], ...], list[ReviewAction], list[DueRoll], list[Missed]
]
_SHEETS = {
    Owed.ZERO: "zero",
    Owed.ROLL: "roll",
    Owed.EQUIPMENT: "equipment",
    Owed.PAPER: "papers",
}


class Routine(QObject):
    """Asks the store on a fact, and each minute: hours come by themselves."""

    def __init__(
        self,
        desk: Desk,
        console: ConsolePage,
        checks: Checking,
        shifts: Shifts,
        to_mend: Callable[[], list[ReviewAction]] = list,
        radio_rolls: RadioRolls | None = None,
    ) -> None:
        super().__init__(console)  # it ends with what it shows on
        self._desk, self._console = desk, console
        self._checks, self._shifts = checks, shifts
        self._to_mend = to_mend
        self._radio_rolls = radio_rolls
        self._again: Reread[_Look] = Reread(self, desk.store, self._show, lambda _: None)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, ShiftEntered, lambda _: self.look())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        self._again.ask(self._due)

    def _due(self) -> _Look:
        shift = self._shifts.current()
        watched = self._checks.equipment.look(shift.id).watched if shift is not None else ()
        radio = self._radio_rolls
        calls, missed = (radio.due(), radio.missed()) if radio is not None else ([], [])
        return self._checks.due(shift), watched, self._to_mend(), calls, missed

    def _changed(self, fact: Changed) -> None:
        if fact.kind in _KINDS:
            self.look()

    def _show(self, look: _Look) -> None:
        found, watched, to_mend, calls, missed = look
        near = self._desk.clock.now() + NEAR
        tasks = [self._task(due) for due in found]
        tasks += [self._mending(one, one.due) for one in to_mend if one.due and one.due <= near]
        tasks += [self._calling(one) for one in calls]
        tasks += [self._silent(missed)] if missed else []
        self._console.show_routine(
            tuple(tasks),
            tuple(Fact(item.key, item.name, words, "phone-incoming") for item, words in watched),
        )

    def _mending(self, one: ReviewAction, due: datetime) -> Task:
        card = Card(
            str(one.id),
            one.what,
            self.tr("{owner} was charged with it in a review").format(owner=one.owner),
            self.tr("review action"),
            self.tr("Open incident"),
            due,
            due - NEAR / 4,
        )
        return Task(card, "incidents", one.incident_id)

    def _calling(self, due: DueRoll) -> Task:
        """A list is to be called by radio."""
        share = self._desk.theme.number("clock.soon_at_share_left")
        card = Card(
            f"radio roll {due.one.id} {due.at}",
            self.tr("370 MHz roll call: {name}, {n} posts").format(name=due.one.name, n=due.count),
            self.tr("to be called at {time}").format(time=hhmm(due.at)),
            Owed.ROLL.value,
            self.tr("Start"),
            due.at,
            soon_from(due.at - self._desk_early(), due.at, share),
        )
        return Task(card, "rollcall", "radio")

    def _desk_early(self) -> timedelta:
        return self._radio_rolls.rules.early if self._radio_rolls is not None else NEAR

    def _silent(self, missed: list[Missed]) -> Task:
        """One reminder for all who were silent again and again."""
        words = self.tr("{n} posts silent by radio {times} times in a row")
        card = Card(
            "radio roll missed",
            words.format(n=len(missed), times=missed[0].times),
            "、".join(one.name for one in missed),
            Owed.ROLL.value,
            self.tr("Go and look"),
            None,
            None,
        )
        return Task(card, "rollcall", "radio")

    def _task(self, due: Due) -> Task:
        share = self._desk.theme.number("clock.soon_at_share_left")
        title, text, act = {
            Owed.ZERO: (self.tr("{n} towns without a zero report"), due.about, self.tr("Chase")),
            Owed.ROLL: (self.tr("Roll call of {n} towns"), "", self.tr("Start")),
            Owed.EQUIPMENT: (self.tr("{n} items not yet looked at"), due.about, self.tr("Check")),
            Owed.PAPER: (self.tr("A paper to be passed on"), due.about, self.tr("Pass it on")),
        }[due.owed]
        card = Card(
            due.key,
            title.format(n=due.count),
            text or self.tr("every day at {time}").format(time=hhmm(due.at)),
            due.owed.value,
            act,
            due.at,
            soon_from(due.since, due.at, share),
        )
        return Task(card, "rollcall", _SHEETS[due.owed])
