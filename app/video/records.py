"""Cameras as the directory keeps them, and the snapshot that was taken of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.attachments import Filed
from app.base.marks import Mark


class CameraKind(StrEnum):
    FIXED = "固定"
    LOOKOUT = "高空瞭望"
    BODY = "单兵"
    DOME = "布控球"
    DRONE = "无人机"
    SENDER = "图传仪"
    VEHICLE = "指挥车"
    FIRM = "企业"


@dataclass(frozen=True, slots=True)
class Camera:
    """One source of pictures. The addresses hold no user and no password: those are kept apart.

    `url_sub` is empty when the device has one stream only. `lat`/`lon` WGS-84 degrees, both None when
    the place is unknown (不详) or the device moves.
    """

    id: UUID
    code: str
    name: str
    kind: CameraKind
    township: str
    url_main: str
    url_sub: str
    lat: float | None
    lon: float | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class WallPlan:
    """What the officer put on the wall: `layout` tiles shown, `cameras` one id per tile, "" empty."""

    id: UUID
    name: str
    layout: int
    cameras: tuple[str, ...]
    mark: Mark


class Which(StrEnum):
    """Which of a camera's two streams."""

    MAIN = "主码流"
    SUB = "子码流"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A still picture, already on the disk as `file`, not yet in the record.

    `taken_at` is when the picture arrived, aware UTC; `age_s` how old it was when it was asked for.
    """

    camera_id: UUID
    file: Filed
    width: int
    height: int
    taken_at: datetime
    age_s: float
    which: Which
