"""How each camera is and was: states, doubts, outages of today, and how much of the watched time it gave
pictures. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from uuid import UUID

from app.base.clock import day_hhmm, hhmmss, local, span
from app.base.rates import rate_words
from app.video.judging import SAID, Doubt
from app.video.records import Camera
from app.video.states import State
from app.video.troubles import DOWN, CameraTrouble, Ended, TroubleKind
from app.video.view import Status


class Health(StrEnum):
    """Worst first. UNKNOWN: nobody looks at it."""

    DOWN = "中断"
    DOUBTED = "存疑"
    LIVE = "正常"
    OPENING = "连接中"
    UNKNOWN = "不详"
    OUT = "停用"


HOUR_S = 3600
ORDER = list(Health)
STRETCHES = (timedelta(hours=24), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True, slots=True)
class Share:
    """Of `watched_s` seconds that a camera was watched, it gave pictures in all but `down_s`."""

    watched_s: float = 0.0
    down_s: float = 0.0

    def words(self) -> str:
        """ "99.8% 23.9/24.0 h", "—" when nobody watched it; 100.0% only when nothing was missing."""
        watched = round(self.watched_s)
        if watched == 0:
            return rate_words(0, 0)
        up = max(0, watched - ceil(self.down_s))
        if watched < HOUR_S:
            counted = f"{up // 60}/{watched // 60} min" if watched >= 120 else f"{up}/{watched} s"
        else:
            counted = f"{up / HOUR_S:.1f}/{watched / HOUR_S:.1f} h"
        return f"{rate_words(up, watched)} {counted}"

    @property
    def lost(self) -> float:
        return self.down_s / self.watched_s if self.watched_s else 0.0

    def __add__(self, other: Share) -> Share:
        return Share(self.watched_s + other.watched_s, self.down_s + other.down_s)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the record holds: troubles since the day began, and the watched time of each stretch."""

    troubles: tuple[CameraTrouble, ...]
    shares: tuple[Mapping[UUID, tuple[float, float]], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One camera. `outages` of today and `outage_s` how long they were together."""

    camera: Camera
    health: Health
    status: Status | None
    doubts: tuple[Doubt, ...]
    outages: int
    outage_s: float
    shares: tuple[Share, ...]

    @property
    def id(self) -> UUID:
        return self.camera.id

    @property
    def doubted(self) -> str:
        return "、".join(SAID[doubt] for doubt in self.doubts)


def look(
    cameras: Sequence[Camera],
    statuses: Mapping[UUID, Status | None],
    doubts: Mapping[UUID, tuple[Doubt, ...]],
    kept: Kept,
    unwritten: Mapping[UUID, tuple[float, float]],
    now: datetime,
) -> list[Row]:
    """Worst first. `unwritten` is what was watched and is not in the record yet."""
    of: defaultdict[UUID, list[CameraTrouble]] = defaultdict(list)
    for trouble in kept.troubles:
        if trouble.kind is TroubleKind.OUTAGE:
            of[trouble.camera_id].append(trouble)
    rows = []
    for camera in cameras:
        status, doubted = statuses.get(camera.id), doubts.get(camera.id, ())
        count, lost_s = outages(of[camera.id], midnight(now), now)
        shares = tuple(
            Share(*share.get(camera.id, (0.0, 0.0))) + Share(*unwritten.get(camera.id, (0.0, 0.0)))
            for share in kept.shares
        )
        health = health_of(camera, status, doubted)
        rows.append(Row(camera, health, status, doubted, count, lost_s, shares))
    return sorted(rows, key=_worst_first)


def health_of(camera: Camera, status: Status | None, doubts: tuple[Doubt, ...]) -> Health:
    if status is None or status.state is State.IDLE:
        return Health.OUT if camera.out_of_service else Health.UNKNOWN
    if status.state in DOWN:
        return Health.DOWN
    if status.state is not State.LIVE:
        return Health.OPENING
    return Health.DOUBTED if doubts else Health.LIVE


def outages(rows: Iterable[CameraTrouble], begin: datetime, now: datetime) -> tuple[int, float]:
    """How many there were after `begin`, and how many seconds together. What two desks saw at once is one;
    of what nobody saw end, only the seconds that were seen count."""
    stretches = []
    for row in rows:
        if row.ended is Ended.OPEN:
            until = now
        elif row.until is not None:
            until = row.until
        else:
            until = row.since + timedelta(seconds=row.lasted_s or 0.0)
        if until >= begin:
            share = 1.0
            whole_s = (until - row.since).total_seconds()
            if row.times > 1 and row.lasted_s is not None and whole_s > 0:
                share = row.lasted_s / whole_s
            stretches.append((max(row.since, begin), until, row.times, share))
    count, lost_s, end = 0, 0.0, begin
    for since, until, times, share in sorted(stretches):
        if since >= end or count == 0:
            count += times
        if until > end:
            lost_s += (until - max(since, end)).total_seconds() * share
            end = until
    return count, lost_s


def midnight(now: datetime) -> datetime:
    return local(now).replace(hour=0, minute=0, second=0, microsecond=0)


def told(rows: Sequence[Row]) -> dict[Health, int]:
    """How many cameras there are of each."""
    return {health: sum(row.health is health for row in rows) for health in Health}


HEAD = (
    "编号", "名称", "乡镇", "类型", "状况", "自", "画面存疑", "重连次数", "最近画面", "今日中断次数",
    "今日中断时长", "24小时可用率", "7天可用率", "30天可用率", "帧率", "码率（kbit/s）", "关键帧间隔（秒）",
    "近1小时丢失画面",
)  # fmt: skip
"""Columns of the list as a spreadsheet. Availability is of the time it was watched."""


def rows_out(rows: Sequence[Row], reason: Mapping[UUID, str]) -> list[list[str]]:
    """As a spreadsheet, head first; `reason` in words by camera, behind the state."""
    return [list(HEAD), *(_cells(row, reason.get(row.id, "")) for row in rows)]


def _cells(row: Row, reason: str) -> list[str]:
    camera, status = row.camera, row.status
    seen = status is not None and status.state is not State.IDLE
    why = f"（{reason}）" if reason and row.health is Health.DOWN else ""
    return [
        camera.code, camera.name, camera.township or "—", camera.kind.value,
        row.health.value + why,
        day_hhmm(status.since) if seen and status else "—",
        row.doubted or ("无" if row.health is Health.LIVE else "—"),
        str(status.reconnects) if seen and status else "—",
        hhmmss(status.last_at) if status and status.last_at else "—",
        str(row.outages), span(row.outage_s) if row.outages else "—",
        *(share.words() for share in row.shares),
        *_stream(status if seen else None),
    ]  # fmt: skip


def _stream(status: Status | None) -> list[str]:
    """A stream that gives no pictures now has no rate; what it lost in the last hour stays."""
    if status is None:
        return ["—"] * 4
    live = status.state is State.LIVE
    rates = [
        f"{rate:.0f}" if live and rate is not None else "—" for rate in (status.fps, status.kbit_s)
    ]
    key_s = status.key_every_s
    return [*rates, f"{key_s:.1f}" if key_s is not None else "—", str(status.lost)]


def _worst_first(row: Row) -> tuple[int, float, float, str]:
    return (ORDER.index(row.health), -row.outage_s, -row.shares[-1].lost, row.camera.code)
