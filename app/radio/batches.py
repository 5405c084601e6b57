"""One text to several: who it went to, how far each has come, and the sum of it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.radio.events import TextStep
from app.radio.records import RadioText

KEPT = 40
"""Texts to several that are kept at hand; older ones are in the record."""

UNSURE = frozenset({"unconfirmed", "restarted", "no_ack", "no_answer", "cme_35"})
"""Failures after which nobody can tell whether the text arrived."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A radio, or a talk-group, by its number on the air."""

    number: int
    group: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many of `total` recipients stand where. `sent`: it went out, and no receipt has come, or none ever
    does; `failed` certainly did not get it, of `unknown` nobody can tell; `waiting` is on its way still. `at`
    is when it was sent the last time, by `by_name`."""

    batch: UUID
    text: str
    at: datetime
    by_name: str
    total: int
    delivered: int
    sent: int
    failed: int
    unknown: int
    waiting: int

    @property
    def again(self) -> int:
        """So many can be sent it again."""
        return self.failed + self.unknown


class Batches:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self) -> None:
        self._held: OrderedDict[UUID, dict[Recipient, RadioText]] = OrderedDict()

    def enter(self, text: RadioText) -> None:
        """A recipient's newest text counts. One no longer at hand is not brought back by a late step."""
        if text.batch_id is None or self._is_past(text):
            return
        rows = self._held.setdefault(text.batch_id, {})
        key = Recipient(text.target, text.to_group)
        old = rows.get(key)
        if old is None or old.at < text.at:
            self._held.move_to_end(text.batch_id)
        if old is None or (text.at, text.id) >= (old.at, old.id):
            rows[key] = text
        while len(self._held) > KEPT:
            self._held.popitem(last=False)

    def _is_past(self, text: RadioText) -> bool:
        if text.batch_id in self._held or len(self._held) < KEPT:
            return False
        oldest = next(iter(self._held.values()))
        return text.at < max(row.at for row in oldest.values())

    def of(self, batch: UUID) -> list[RadioText]:
        return list(self._held.get(batch, {}).values())

    def latest(self) -> UUID | None:
        """The one that was sent last."""
        return next(reversed(self._held), None)

    def outcome(self, batch: UUID) -> Outcome | None:
        """None: not at hand."""
        texts = self.of(batch)
        if not texts:
            return None
        last = max(texts, key=lambda text: text.at)
        steps = [text.step for text in texts]
        unknown = sum(map(is_unsure, texts))
        delivered, sent = steps.count(TextStep.DELIVERED), steps.count(TextStep.SENT)
        failed = steps.count(TextStep.FAILED) - unknown
        waiting = len(texts) - delivered - sent - failed - unknown
        return Outcome(
            batch, last.text, last.at, last.by_name, len(texts), delivered, sent, failed, unknown, waiting
        )  # fmt: skip


def is_unsure(text: RadioText) -> bool:
    return text.step is TextStep.FAILED and text.code in UNSURE
