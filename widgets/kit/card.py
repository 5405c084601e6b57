"""One thing that must be done, and how urgent it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Card:
    """`due` None = to be done, no limit. From `soon` on the clock is outlined; past `due` it is solid.

    `kind` names the clock ("书面初报"), `action` is the word on the button.
    """

    key: str
    title: str
    text: str
    kind: str
    action: str
    due: datetime | None = None
    soon: datetime | None = None

    def state(self, now: datetime) -> str:
        if self.due is None or now < (self.soon or self.due):
            return "quiet"
        return "now" if now >= self.due else "soon"
