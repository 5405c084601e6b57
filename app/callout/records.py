"""Official warnings as they arrive. Fields after domain.md 3.1 and 3.2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class Colour(StrEnum):
    """The official scale, lowest first."""

    BLUE = "蓝"
    YELLOW = "黄"
    ORANGE = "橙"
    RED = "红"


class Stage(StrEnum):
    FIRST = "首发"
    UPDATED = "更新"
    RAISED = "升级"
    LOWERED = "降级"
    LIFTED = "解除"


@dataclass(frozen=True, slots=True)
class Warning:
    """One message of the warning system. `identifier` is the issuer's.

    `event_code` empty = no public code known; `references` name the messages it replaces or lifts;
    `expires` None = none given (a lifted warning has none). Never changed once received.
    """

    id: UUID
    identifier: str
    sender: str
    event: str
    event_code: str
    colour: Colour
    stage: Stage
    headline: str
    text: str
    instruction: str
    area: tuple[str, ...]
    sent: datetime
    effective: datetime
    expires: datetime | None
    references: tuple[str, ...]
    received_at: datetime
    mark: Mark
