"""What is kept of a call to the duty telephone: that it rang, not what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class Heard(StrEnum):
    """Whether the number came over the line."""

    NUMBER = "有号码"
    WITHHELD = "主叫隐藏号码"
    NOT_SENT = "线路未送号码"


@dataclass(frozen=True, slots=True)
class PhoneRing:
    """`line` as the settings name it; times aware UTC; `number` "" when the line gave none, `heard` says why.
    `unit`, `person` as the contact book had them then. `ended_at` None: the desk stopped while it rang.

    Whether somebody answered the telephone is not known; `taken_by` began an intake from it.
    """

    id: UUID
    line: str
    at: datetime
    ended_at: datetime | None
    rings: int
    heard: Heard
    number: str
    unit: str
    person: str
    taken_by: str
    taken_name: str
    taken_at: datetime | None
    mark: Mark
