"""Our texts: to one, or to several; what a gateway has no place for yet waits here in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from threading import RLock
from uuid import UUID

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.ids import new_id
from app.radio import facts
from app.radio.asking import check_address
from app.radio.batches import Outcome, Recipient
from app.radio.board import Board
from app.radio.driver import Capability, Length
from app.radio.events import SendText, TextState, TextStep
from app.radio.records import RadioText

AT_ONCE = 16
"""Of a text to several so many are with one gateway that has not taken them yet: the other places of its
queue (64) stay free for single texts and questions. [choice]"""

MOST, MOST_WAITING = 400, 2000
"""Recipients of one text; texts that wait for a place at all gateways. [choice]"""


class Texts:
    """Safe for threads: shares the lock of the service."""

    def __init__(self, board: Board, clock: Clock, lock: RLock) -> None:
        self._board, self._clock, self._lock = board, clock, lock
        self._waiting: dict[str, deque[UUID]] = {}
        self._given: dict[UUID, str] = {}
        """Those of several that a gateway was given and has not taken, by gateway."""

    def measure(self, recipients: Sequence[Recipient], words: str) -> Length:
        """On the narrowest of the gateways that would send it; of all while there is no recipient. Raises
        `Refused`: no_gateway."""
        board = self._board
        with self._lock:
            ways = {board.text_way(one.number, one.group) for one in recipients}
            drivers = {board.gateways[key].gateway.driver for key in ways or board.gateways}
        if not drivers:
            raise Refused("gateway", "no_gateway")
        lengths = [driver.measure(words) for driver in drivers]
        return min(lengths, key=lambda length: length.left_hanzi)

    def send(self, recipient: Recipient, words: str, by: str, by_name: str) -> RadioText:
        """To one: it goes past what waits of a text to several. Raises `Refused`: see `_checked`."""
        with self._lock:
            words = self._checked([recipient], words)
            text = self._made(recipient, words, by, by_name, None)
            if self._able(text) and not self._submit(text):
                self._board.move(text, TextStep.FAILED, "queue_full", text.at)
            sent = self._board.lines[text.id]
            assert isinstance(sent, RadioText)
            return sent

    def send_all(self, recipients: Sequence[Recipient], words: str, by: str, by_name: str) -> UUID:
        """To several, each its own row; the key of all of them. Whole or not at all: raises `Refused` as
        `send`, and too_many (most), queue_full."""
        wanted = list(dict.fromkeys(recipients))
        with self._lock:
            words = self._checked(wanted, words)
            batch = new_id()
            self._all(wanted, words, by, by_name, batch)
            return batch

    def again(self, batch: UUID, by: str, by_name: str) -> int:
        """To those who did not get it, or of whom nobody can tell; to how many. Raises `Refused` as
        `send_all`."""
        with self._lock:
            failed = [one for one in self._board.batches.of(batch) if one.step is TextStep.FAILED]
            if not failed:
                return 0
            wanted = [Recipient(one.target, one.to_group) for one in failed]
            self._all(wanted, self._checked(wanted, failed[0].text), by, by_name, batch)
            return len(wanted)

    def outcome(self, batch: UUID) -> Outcome | None:
        with self._lock:
            return self._board.batches.outcome(batch)

    def latest(self) -> Outcome | None:
        """Of the text to several that was sent last, by whichever desk."""
        with self._lock:
            batch = self._board.batches.latest()
            return self._board.batches.outcome(batch) if batch is not None else None

    def feed(self) -> None:
        """What waits goes on wherever a gateway has a place; also called about once a second."""
        with self._lock:
            for gateway, waiting in self._waiting.items():
                while waiting and self._has_place(gateway):
                    text = self._board.texts.get(waiting[0])
                    if text is not None and text.step is TextStep.QUEUED:
                        if not self._submit(text):
                            break
                        self._given[text.id] = gateway
                    waiting.popleft()

    def stepped(self, event: TextState) -> facts.RadioTextStateChanged | None:
        """A gateway tells how far a text is; None when that is nothing new."""
        board = self._board
        text = board.texts.get(event.command)
        if text is None:
            return None
        gateway = self._given.get(text.id)
        if gateway is not None and (event.step, event.code) == (TextStep.FAILED, "queue_full"):
            del self._given[text.id]  # it was never written: it waits for the next place
            self._waiting[gateway].appendleft(text.id)
            return None
        fact = board.move(text, event.step, event.code, event.heard.at)
        if fact is not None and gateway is not None:
            del self._given[text.id]
            self.feed()
        return fact

    def followed(self, told: Sequence[RadioText]) -> list[facts.RadioTextStateChanged]:
        """Texts that other desks wrote, as their rows say now; the facts of those that are new here."""
        facts_told = []
        with self._lock:
            for text in told:
                seen = self._board.follow_text(text)
                if seen is not None:
                    facts_told.append(
                        facts.RadioTextStateChanged(
                            seen.id, seen.target, seen.step, seen.code, seen.step_at
                        )
                    )
        return facts_told

    # --- one by one ---------------------------------------------------------------------

    def _checked(self, recipients: Sequence[Recipient], words: str) -> str:
        """The words as they are sent. Raises `Refused`: empty, bad_target, too_many, queue_full, no_gateway,
        too_long (limit, length)."""
        words = words.strip()
        if not words:
            raise Refused("text", "empty")
        if not recipients:
            raise Refused("target", "bad_target")
        if len(recipients) > MOST:
            raise Refused("target", "too_many", most=MOST)
        for one in recipients:
            check_address(one.number)
        if len(recipients) + sum(map(len, self._waiting.values())) > MOST_WAITING:
            raise Refused("gateway", "queue_full")
        length = self.measure(recipients, words)
        if length.used > length.limit:
            raise Refused("text", "too_long", limit=length.limit, length=length.used)
        return words

    def _all(
        self, recipients: Sequence[Recipient], words: str, by: str, by_name: str, batch: UUID
    ) -> None:
        for one in recipients:
            text = self._made(one, words, by, by_name, batch)
            if self._able(text):
                self._waiting.setdefault(text.gateway, deque()).append(text.id)
        self.feed()

    def _made(
        self, to: Recipient, words: str, by: str, by_name: str, batch: UUID | None
    ) -> RadioText:
        board, at = self._board, self._clock.now()
        text = RadioText(
            id=new_id(),
            gateway=board.text_way(to.number, to.group),
            target=to.number,
            to_group=to.group,
            unit="" if to.group else board.roster.of(to.number).unit,
            text=words,
            step=TextStep.QUEUED,
            code="",
            at=at,
            step_at=at,
            by=by,
            by_name=by_name,
            incident_id=None,
            shift_id=board.shift,
            mark=board.mark,
            desk=board.desk,
            batch_id=batch,
        )
        board.texts[text.id] = text
        board.show(text)
        board.keep(by, "radio.text", "radio_text", text)
        return text

    def _able(self, text: RadioText) -> bool:
        """No gateway sends texts of this kind: it fails."""
        need = Capability.GROUP_TEXT if text.to_group else Capability.TEXT
        board = self._board
        if need in board.gateways[text.gateway].gateway.driver.capabilities:
            return True
        board.move(text, TextStep.FAILED, "unsupported", text.at)
        return False

    def _has_place(self, gateway: str) -> bool:
        return sum(held == gateway for held in self._given.values()) < AT_ONCE

    def _submit(self, text: RadioText) -> bool:
        command = SendText(text.id, text.target, text.to_group, text.text)
        return self._board.links[text.gateway].submit(command)
