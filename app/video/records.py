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
    the place is unknown (不详) or the device moves. `direction_deg` where it looks, clockwise from
    north, None unknown. `onvif_url` and `profile` address the device's own service, "" for none.
    `slow_start`: its description lacks what a decoder needs, so it is listened to longer before it is
    opened. `interval_s`: seconds between its pictures where it is set to fewer than two a second.
    `out_of_service`: why it is known not to work since `out_since`, "" while it should.
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
    owner: str = ""
    direction_deg: float | None = None
    tags: tuple[str, ...] = ()
    onvif_url: str = ""
    profile: str = ""
    slow_start: bool = False
    interval_s: float | None = None
    out_of_service: str = ""
    out_since: datetime | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RemoteTownship:
    """Whether the county counts a township as remote (偏远): told by officers, never taken from a map."""

    id: UUID
    name: str
    remote: bool
    mark: Mark


class PlanRole(StrEnum):
    NOW = "现用"
    SCENE = "场景"
    GONE = "已撤"


@dataclass(frozen=True, slots=True)
class WallPlan:
    """What hangs on wall number `wall` now, or a scene kept to be hung: `layout` as `layouts.LAYOUTS`
    counts them, `cameras` one id per tile, "" empty. The `wall` of a scene is its place in the list.

    With more cameras than tiles the wall tours: the next tiles follow after `dwell_s` seconds, 0 stands
    still. `occasion`: what a scene is for, a plan, a season or a township, in the room's words.
    """

    id: UUID
    name: str
    layout: int
    cameras: tuple[str, ...]
    mark: Mark
    role: PlanRole = PlanRole.NOW
    wall: int = 1
    occasion: str = ""
    dwell_s: int = 0


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
