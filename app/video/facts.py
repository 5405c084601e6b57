"""What the cameras' lines tell the rest of the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.video.states import Reason, State


@dataclass(frozen=True, slots=True)
class CameraStateChanged:
    """`state` as the officer is told it (`states.shown`); `since` when it began, aware UTC."""

    camera_id: UUID
    state: State
    reason: Reason
    since: datetime


@dataclass(frozen=True, slots=True)
class CameraOutageLasted:
    """A camera has shown nothing new for so long that it is worth a line in the log."""

    camera_id: UUID
    code: str
    name: str
    reason: Reason
    since: datetime


@dataclass(frozen=True, slots=True)
class CameraOutageEnded:
    """Follows each `CameraOutageLasted` when pictures arrive again."""

    camera_id: UUID
    code: str
    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class CameraTurned:
    """An officer of this desk turned it: where it looks now is right."""

    camera_id: UUID
