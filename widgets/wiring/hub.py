"""The line to the hub on the screen: its lamp, and what people must know of the shared record."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.audit.facts import (
    ConflictsShown,
    EntryHeldUp,
    EntryMended,
    HubChanged,
    HubWentBack,
    NameSeenTwice,
    RowRefused,
    RunningDeskCloned,
)
from app.audit.hub import Hubs
from app.audit.reconcile import Reconciling
from app.audit.records import Contested, HubState, Phase
from app.audit.words import table_word
from app.base.bus import Changed
from app.base.errors import Refused
from app.people.rights import Act, may
from app.people.signin import SignedIn
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.lamps import ACT, KNOWN, NORMAL, UNKNOWN, LampState
from widgets.kit.listen import listen
from widgets.kit.reread import Reread
from widgets.shell.messages import Kind, Messages
from widgets.shell.status import Status

KEY = "hub"
LOOK_MS = 60_000
LONG = timedelta(minutes=30)
"""So long another desk's conflict may wait before it is raised here, where somebody may decide."""
MOST = 200
_LEVELS = {
    Phase.OFF: UNKNOWN,
    Phase.CONNECTING: UNKNOWN,
    Phase.UP: NORMAL,
    Phase.AWAY: KNOWN,
    Phase.STOPPED: ACT,
}


class HubLamp(QObject):
    """联网. When another hub was met, its menu lets an officer with rights decide."""

    def __init__(self, desk: Desk, status: Status, messages: Messages, hubs: Hubs) -> None:
        super().__init__()
        self._desk = desk
        self._status = status
        self._messages = messages
        self._hubs = hubs
        listen(self, desk.bus, HubChanged, lambda fact: self._show(fact.state))
        status.lamp_asked.connect(self._asked)
        self._show(hubs.state)

    def _show(self, state: HubState) -> None:
        trouble = state.phase in (Phase.AWAY, Phase.STOPPED)
        figure = self._figure(state)
        if state.pending:
            only_here = self.tr("{n} only here").format(n=state.pending)
            figure = f"{figure}，{only_here}" if figure else only_here
        other = state.why == "other_hub"
        lamp = LampState(
            KEY,
            self.tr("Network"),
            _LEVELS[state.phase],
            figure,
            hub_cause(state.why) if trouble else self._calm(state.phase),
            state.since if trouble else None,
            hub_step(state) if trouble else "",
            self.tr("Use this other hub") if other else "",
        )
        self._status.set_lamp(lamp)
        if state.phase is Phase.STOPPED:
            title = self.tr("The exchange with the other desks stands still")
            text = f"{hub_cause(state.why)}。{hub_step(state)}"
            known = self._messages.find(KEY)
            if known is None or known.text != text:
                self._messages.tell(Kind.STORE, title, text, KEY, True)
        elif state.phase is Phase.UP:
            self._messages.over(KEY)

    def _figure(self, state: HubState) -> str:
        words = {
            Phase.OFF: self.tr("alone"),
            Phase.CONNECTING: self.tr("connecting"),
            Phase.AWAY: self.tr("away"),
            Phase.STOPPED: self.tr("stopped"),
        }
        return words.get(state.phase, "")

    def _calm(self, phase: Phase) -> str:
        return self.tr("this desk has no hub: its record is its own") if phase is Phase.OFF else ""

    def _asked(self, key: str) -> None:
        if key != KEY:
            return
        try:
            officer = self._desk.session.demand(Act.SETTLE)
        except Refused as refused:
            self._desk.say(explain(refused))
            return
        store = self._desk.store
        ask(self, store, self._hubs.accept, officer, then=self._accepted, fail=self._refused)

    def _accepted(self, _nothing: None) -> None:
        self._desk.say(self.tr("This desk belongs to the other hub from now on"))

    def _refused(self, error: Exception) -> None:
        self._desk.say(explain(error))


class HubAlerts(QObject):
    """What an officer must see; what the room must keep is written by `app/reactions.py`."""

    def __init__(self, desk: Desk, messages: Messages, reconciling: Reconciling) -> None:
        super().__init__()
        self._desk = desk
        self._messages = messages
        self._reconciling = reconciling
        hears = (
            (ConflictsShown, self._conflicts),
            (HubWentBack, self._went_back),
            (NameSeenTwice, self._seen_twice),
            (RunningDeskCloned, self._cloned),
            (EntryMended, self._mended),
            (EntryHeldUp, self._held_up),
            (RowRefused, self._row_refused),
            (Changed, self._changed),
            (SignedIn, lambda _: self.look()),
        )
        for kind, method in hears:
            listen(self, desk.bus, kind, method)
        self._again = Reread(self, desk.store, self._seen, _leave)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def _conflicts(self, fact: ConflictsShown) -> None:
        self._tell_own(fact.count)

    def _tell_own(self, count: int) -> None:
        title = self.tr("{n} changes of this desk were not let through").format(n=count)
        text = self.tr("Another desk changed the same fields first. Both values are kept: decide")
        self._messages.tell(Kind.PAPER, title, text, "conflicts", True, place="reconcile")

    def _went_back(self, fact: HubWentBack) -> None:
        title = self.tr("The hub went back to number {n}").format(n=fact.hub_no)
        text = self.tr("{m} entries are given to it again by themselves; nothing is to be done")
        self._messages.tell(Kind.STORE, title, text.format(m=fact.entries), "went-back")

    def _seen_twice(self, fact: NameSeenTwice) -> None:
        title = self.tr("Entries under the name of this desk: {n}").format(n=fact.entries)
        text = self.tr(
            "This desk did not write them: it was restored from a copy, or another machine is also"
            " called {desk}. If there is one, give it another name"
        )
        self._messages.tell(Kind.STORE, title, text.format(desk=fact.desk), "seen-twice", True)

    def _cloned(self, _fact: RunningDeskCloned) -> None:
        title = self.tr("This machine was copied while it was running")
        text = self.tr("Both copies go on writing. Switch one off and tell the administrator")
        self._messages.tell(Kind.STORE, title, text, "cloned", True)

    def _mended(self, fact: EntryMended) -> None:
        title = self.tr("An entry was damaged on the disk of this desk")
        text = self.tr(
            "It was written anew from the tables ({chain} {seq}). The disk may be failing:"
            " tell the administrator"
        )
        told = text.format(chain=fact.chain, seq=fact.seq)
        self._messages.tell(Kind.STORE, title, told, "mended", True)

    def _held_up(self, _fact: EntryHeldUp) -> None:
        title = self.tr("An entry of this desk is not taken by the hub")
        text = self.tr("What was written after it waits here. Tell the administrator; work goes on")
        self._messages.tell(Kind.STORE, title, text, "held-up", True)

    def _row_refused(self, fact: RowRefused) -> None:
        title = self.tr("The hub could not hold a row")
        text = self.tr(
            "Its entry is taken, nothing is lost ({table} {key}). Tell the administrator"
        )
        told = text.format(table=table_word(fact.table), key=fact.key[-6:])
        self._messages.tell(Kind.STORE, title, told, "row-refused", True)

    def _changed(self, fact: Changed) -> None:
        if fact.kind in ("conflict", "settlement"):
            self.look()

    def look(self) -> None:
        """Is there something that nobody decides? Asked at the start and on every fact about it; by the
        minute only because what waits elsewhere gets old without a fact."""
        self._again.ask(self._reconciling.contested, MOST)

    def _seen(self, found: list[Contested]) -> None:
        waiting = [one for one in found if one.settled is None]
        own = sum(one.own for one in waiting)
        if not own:
            self._messages.over("conflicts", self.tr("All are decided"))
        elif self._messages.find("conflicts") is None:  # of an earlier run of this program
            self._tell_own(own)
        now, officer = self._desk.clock.now(), self._desk.session.officer
        old = [one for one in waiting if not one.own and now - one.by.at >= LONG]
        if not old:
            self._messages.over("old-conflicts", self.tr("All are decided"))
            return
        may_decide = officer is not None and may(officer, Act.SETTLE)
        if may_decide and self._messages.find("old-conflicts") is None:
            title = self.tr("{n} changes of other desks wait to be decided").format(n=len(old))
            text = self.tr("For more than half an hour; decide them here, or call those desks")
            place = "reconcile"
            self._messages.tell(Kind.PAPER, title, text, "old-conflicts", True, place=place)


def _leave(_error: Exception) -> None:
    """The store does not answer: its own lamp says so."""


def hub_cause(why: str) -> str:
    """A code of the line in the officer's words."""
    tr = partial(QCoreApplication.translate, "HubLamp")
    causes = {
        "silent": tr("the hub does not answer"),
        "cut": tr("the line to the hub was cut"),
        "refused_connection": tr("the hub is switched off or not reachable at this port"),
        "wrong_address": tr("the hub's address is wrong or the network is down"),
        "wrong_password": tr("the hub refuses this desk's password"),
        "not_admitted": tr("the hub does not admit this machine"),
        "no_database": tr("the hub has no such database"),
        "no_password": tr("no password for the hub, or its file cannot be read"),
        "password_sealed": tr("the hub's password was sealed with another key"),
        "password_exposed": tr("the password file may be read by others"),
        "no_right": tr("the hub's role lacks a right"),
        "not_set_up": tr("the hub is not set up"),
        "tls": tr("the hub's certificate is not accepted"),
        "too_old": tr("the hub's PostgreSQL is too old"),
        "standby": tr("only the hub's copy answers, it cannot be written"),
        "starting": tr("the hub is starting"),
        "busy": tr("the hub is busy"),
        "full": tr("the hub has no room for another connection"),
        "disk_full": tr("the hub's disk is full"),
        "own_store": tr("this desk's own store does not answer"),
        "other_county": tr("this is the hub of another county"),
        "other_hub": tr("this is another hub than before"),
        "newer_schema": tr("the hub was set up by a newer version"),
        "older_schema": tr("the hub was set up by an older version"),
    }
    return causes.get(why) or tr("the exchange failed; the cause is in the log")


_WAITS = frozenset(
    {"silent", "cut", "refused_connection", "starting", "busy", "standby", "full", "failed"}
)


def hub_step(state: HubState) -> str:
    """What to do; the desk works on in every case."""
    tr = partial(QCoreApplication.translate, "HubLamp")
    steps = {
        "other_hub": tr(
            "Work goes on here. If it is right, an officer with rights says so at this lamp"
        ),
        "newer_schema": tr("Work goes on here. Install the newer version on this desk"),
        "older_schema": tr("Work goes on here. The administrator runs hub-setup of this version"),
    }
    if state.why in _WAITS:
        return tr("Work goes on here, and is brought to the hub as soon as it answers")
    return steps.get(state.why) or tr("Work goes on here. Tell the administrator")
