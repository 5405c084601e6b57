"""What the radio heard and nobody has taken: beside every page, folded when it is much, mute at will."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from app.base.bus import Changed
from app.base.errors import Refused
from app.people.rights import Act
from app.people.signin import SignedIn
from app.radio import facts
from app.radio.board import waits
from app.radio.records import HeardKind, RadioEvent
from app.radio.service import RadioService
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import why_not
from widgets.kit.listen import listen
from widgets.kit.share import Share
from widgets.kit.sound import Sounds
from widgets.radio import lines, words
from widgets.radio.talkback import TalkBack
from widgets.radio.who import who
from widgets.shell.incoming import Waiting
from widgets.shell.shell import Shell
from widgets.shell.window import DutyWindow

FOLD_FROM = 8
"""So many rows are read at a glance; more are told radio by radio. [choice]"""
MUTE = timedelta(minutes=15)
"""A desk is never left mute by forgetting it. [choice]"""
SOUND_APART_S = 10.0
ICONS = {HeardKind.TEXT: "message-square", HeardKind.TALK: "mic", HeardKind.LOCATE: "map-pin"}
_HEARD = (
    facts.RadioRemembered,
    facts.RadioTextHeard,
    facts.RadioTalked,
    facts.RadioStatusHeard,
    facts.RadioPositionHeard,
)
_SOUNDED = (facts.RadioTextHeard, facts.RadioStatusHeard, facts.RadioLocated)


class RadioIncoming(QObject):
    """Emergencies do not stand here: they have the banner, and no key makes them mute."""

    def __init__(
        self,
        desk: Desk,
        shell: Shell,
        radio: RadioService,
        sounds: Sounds,
        show_muted: Callable[[datetime | None], None],
        go: Callable[[str, Any], None],
        at_radio: Callable[[], bool] = lambda: False,
    ) -> None:
        """`at_radio`: whether the page of the radio is in sight."""
        super().__init__()
        incoming = shell.incoming
        self._desk, self._incoming, self._radio = desk, incoming, radio
        self._sounds, self._go, self._at_radio = sounds, go, at_radio
        self._answers: set[UUID] = set()
        """What an officer asked and was answered while he was on another page; nobody has to take it."""
        self._held: dict[str, list[RadioEvent]] = {}
        self._sounded_s: float | None = None
        self._share = Share(self, self.look)
        self._loud = QTimer(self)
        self._loud.setSingleShot(True)
        self._loud.timeout.connect(lambda: incoming.mute(None))
        for kind in _HEARD:
            listen(self, desk.bus, kind, self._heard)
        listen(self, desk.bus, facts.RadioLocated, self._located)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, self._signed_in)
        incoming.take_asked.connect(self.take)
        incoming.go_asked.connect(self.open)
        incoming.mute_asked.connect(self.mute)
        incoming.changed.connect(lambda: show_muted(incoming.muted_until))
        shell.lock_changed.connect(incoming.hide_words)
        shell.opened.connect(self._opened)
        for window in shell.windows.values():
            self._opened(window)
        self.look()

    def look(self) -> None:
        """Ask the room again."""
        officer = self._desk.session.officer
        waiting = [line for line in self._radio.lines() if isinstance(line, RadioEvent)]
        if self._at_radio():
            self._answers.clear()
        waiting = [line for line in reversed(waiting) if waits(line) or line.id in self._answers]
        if why_not(officer, Act.READ):
            waiting = []
        self._held = fold(waiting)
        rows = [self._row(key, held) for key, held in self._held.items()]
        self._incoming.show(rows, self._row("", waiting[-1:]) if waiting else None)

    def take(self, key: str) -> None:
        """One line, or all that the row holds."""
        try:
            officer = self._desk.session.demand(Act.RADIO)
        except Refused as error:
            self._desk.say(explain(error, words.refusals()))
            return
        for line in self._held.get(key, ()):
            if line.id in self._answers:
                self._answers.discard(line.id)
                continue
            with suppress(Refused):  # another window was quicker
                self._radio.answer_line(line.id, str(officer.id), officer.name)
        self.look()

    def open(self, key: str) -> None:
        held = self._held.get(key)
        if held:
            self._answers.difference_update(line.id for line in held)
            self._go("radio", ("line", held[-1].id))

    def mute(self) -> None:
        """For a quarter of an hour; the second time it ends."""
        try:
            self._desk.session.demand(Act.RADIO)
        except Refused as error:
            self._desk.say(explain(error, words.refusals()))
            return
        if self._incoming.muted_until is not None:
            self._loud.stop()
            self._incoming.mute(None)
            return
        self._loud.start(round(MUTE.total_seconds() * 1000))
        self._incoming.mute(self._desk.clock.now() + MUTE)

    def _opened(self, window: DutyWindow) -> None:
        """Its stack gets a key to talk back with."""
        card = window.waiting

        def chosen() -> RadioEvent | None:
            line = card.list.current()
            held = self._held.get(line.key) if line is not None else None
            return held[-1] if held else None

        card.put_foot(TalkBack(self._desk, card, self._radio, chosen))

    def _row(self, key: str, held: Sequence[RadioEvent]) -> Waiting:
        last, session = held[-1], self._desk.session
        named = who(last.unit, last.holder if session.uncovered else "")
        return Waiting(
            key,
            f"{named} {last.radio}" if last.radio is not None else named,
            session.covered(lines.what(last)),
            held[0].at,
            len(held),
            ICONS.get(last.kind, "radio-tower"),
        )

    def _heard(self, fact: object) -> None:
        asked = isinstance(fact, facts.RadioStatusHeard) and fact.asked
        if isinstance(fact, _SOUNDED) and not asked:
            self._sound()
        self._share.ask()

    def _located(self, fact: facts.RadioLocated) -> None:
        if not self._at_radio():
            self._answers.add(fact.event_id)
            self._heard(fact)

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "radio_event":
            self._heard(fact)

    def _signed_in(self, _fact: SignedIn) -> None:
        """Who sits down hears what comes."""
        self._loud.stop()
        self._incoming.mute(None)
        self.look()

    def _sound(self) -> None:
        now_s = self._desk.clock.monotonic_s()
        lately = self._sounded_s is not None and now_s - self._sounded_s < SOUND_APART_S
        if self._incoming.muted_until is None and not self._sounds.repeating and not lately:
            self._sounded_s = now_s
            self._sounds.play("new")


def fold(waiting: Sequence[RadioEvent]) -> dict[str, list[RadioEvent]]:
    """Rows by their keys, the longest waiting first; radio by radio when they are too many."""
    if len(waiting) <= FOLD_FROM:
        return {f"line-{line.id}": [line] for line in waiting}
    rows: dict[str, list[RadioEvent]] = {}
    for line in waiting:
        rows.setdefault(f"radio-{line.radio}", []).append(line)
    return rows
