"""What came in: messages that wait to be seen or answered. Nothing here takes the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.base.clock import Clock
from app.base.errors import Refused


class Kind(StrEnum):
    """The value is the Lucide icon of the kind."""

    RADIO = "radio-tower"
    EMERGENCY = "siren"
    WARNING = "cloud-rain-wind"
    VIDEO = "video"
    VIDEO_LOST = "video-off"
    PAPER = "file-text"
    STORE = "database"
    CALL = "phone-incoming"
    CLOCK = "hourglass"
    DEVICE = "triangle-alert"


class State(StrEnum):
    """new → answered → over; what needs no answer goes new → seen."""

    NEW = "new"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    SEEN = "seen"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Message:
    """`at` of the first telling, `last_at` of the newest; `count` of repeats folded into this row.

    `place` is the page Enter goes to; `held_until` and `held_why` of a message put off. `public` is the
    title without names, for a wall; `aged_at` is when the position in `text` was known.
    """

    key: str
    kind: Kind
    title: str
    text: str
    at: datetime
    last_at: datetime
    state: State
    needs_answer: bool = False
    count: int = 1
    place: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    held_until: datetime | None = None
    held_why: str = ""
    public: str = ""
    aged_at: datetime | None = None

    @property
    def emergency(self) -> bool:
        return self.kind is Kind.EMERGENCY


HOLD = timedelta(minutes=5)
KEPT = 200
"""Messages kept for the shift on this desk; the record of what happened is the duty log."""


class Messages(QObject):
    """Lives on the Qt thread. `told(message)` for each telling, `answered(message)` once, `changed`
    after any change, `waiting_changed` after one of what waits for an answer: in a storm of texts most
    of the screen has nothing to do."""

    told = Signal(object)
    answered = Signal(object)
    changed = Signal()
    waiting_changed = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._held: dict[str, Message] = {}
        self.barred: Callable[[], str] = str
        """Why whoever sits here may neither answer nor hold; "" when they may."""

    def tell(
        self,
        kind: Kind,
        title: str,
        text: str,
        key: str,
        needs_answer: bool = False,
        *,
        place: str = "",
        at: datetime | None = None,
        public: str = "",
        aged_at: datetime | None = None,
    ) -> Message:
        """A second telling with the same key folds into the first row; once over it begins anew. `at`: it
        waits since then, not since now."""
        now = self._clock.now()
        old = self._held.get(key)
        if old is None or old.state is State.OVER:
            state = State.UNANSWERED if needs_answer else State.NEW
            made = Message(
                key, kind, title, text, at or now, now, state, needs_answer, place=place, public=public,
                aged_at=aged_at,
            )  # fmt: skip
        else:
            made = replace(
                old, kind=kind, title=title, text=text, last_at=now, count=old.count + 1, public=public,
                aged_at=aged_at,
            )  # fmt: skip
            if old.state is State.SEEN:
                made = replace(made, state=State.NEW)
        self._put(made)
        self.told.emit(made)
        return made

    def answer(self, key: str, by: str) -> Message | None:
        """`by` is the officer's name. Answering twice changes nothing; None for an unknown key."""
        message = self._held.get(key)
        if message is None or message.state is not State.UNANSWERED:
            return message
        done = replace(message, state=State.ANSWERED, answered_by=by, answered_at=self._clock.now())
        self._put(done)
        self.answered.emit(done)
        return done

    def amend(self, key: str, text: str, aged_at: datetime | None = None) -> None:
        """More is known of the same thing; it is no new telling."""
        message = self._held.get(key)
        if message is not None:
            self._put(replace(message, text=text, aged_at=aged_at))

    def see(self, key: str) -> None:
        """The officer has looked; what needs an answer keeps waiting for it."""
        message = self._held.get(key)
        if message is not None and message.state is State.NEW:
            self._put(replace(message, state=State.SEEN))

    def over(self, key: str, text: str = "") -> None:
        """The cause is gone. An unanswered message stays unanswered until a person answers it."""
        message = self._held.get(key)
        if message is None or message.state is State.OVER:
            return
        if text:
            message = replace(message, text=text)
        if message.state is not State.UNANSWERED:
            message = replace(message, state=State.OVER)
        self._put(message)

    def hold(self, key: str, why: str) -> None:
        """Quiet for five minutes. `Refused`: an emergency cannot be held, a reason is needed."""
        message = self._held.get(key)
        if message is None:
            return
        if message.emergency:
            raise Refused("message", "emergency_cannot_wait")
        if not why.strip():
            raise Refused("reason", "missing")
        until = self._clock.now() + HOLD
        self._put(replace(message, held_until=until, held_why=why.strip()))

    def all(self) -> list[Message]:
        """Unanswered first (emergencies, then oldest); then newest first."""
        waiting = self.unanswered()
        keys = {m.key for m in waiting}
        rest = [m for m in self._held.values() if m.key not in keys]
        return waiting + sorted(rest, key=lambda m: m.last_at, reverse=True)

    def unanswered(self) -> list[Message]:
        """Those that wait for an answer and are not held: emergencies, then oldest first."""
        now = self._clock.now()
        return sorted(
            (
                m
                for m in self._held.values()
                if m.state is State.UNANSWERED and (m.held_until is None or m.held_until <= now)
            ),
            key=lambda m: (not m.emergency, m.at),
        )

    def find(self, key: str) -> Message | None:
        return self._held.get(key)

    def recent(self, span: timedelta = timedelta(minutes=10)) -> int:
        """How many alarms began in this span: the goal is under one in ten minutes."""
        since = self._clock.now() - span
        return sum(1 for m in self._held.values() if m.needs_answer and m.at >= since)

    def _put(self, message: Message) -> None:
        before = self._held.get(message.key)
        self._held[message.key] = message
        if len(self._held) > KEPT:
            settled = [m for m in self._held.values() if m.state is not State.UNANSWERED]
            settled.sort(key=lambda m: (m.state is State.NEW, m.last_at))
            for old in settled[: len(self._held) - KEPT]:
                del self._held[old.key]
        if State.UNANSWERED in (message.state, before.state if before is not None else None):
            self.waiting_changed.emit()
        self.changed.emit()
