"""What was wrong with a camera and for how long: episodes from facts, gathered to be written together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.base.ids import new_id
from app.base.marks import Mark
from app.video.facts import CameraStateChanged
from app.video.judging import Doubt, PictureDoubted, PictureTrusted
from app.video.states import Reason, State


class TroubleKind(StrEnum):
    """An outage, or one of `Doubt`."""

    OUTAGE = "中断"
    BLACK = "黑屏"
    BRIGHT = "过曝"
    CARD = "无信号"
    FLAT = "遮挡"
    BLURRED = "模糊"
    STILL = "静止"
    MOVED = "移位"


class Ended(StrEnum):
    """How a trouble ended. Only BACK was seen to end: of the others nobody knows when."""

    OPEN = "未结束"
    BACK = "恢复"
    LEFT = "停止观看"
    STOPPED = "值守台未运行"


@dataclass(frozen=True, slots=True)
class CameraTrouble:
    """`desk` saw it from `since` to `until` (None: still there, or nobody knows). `lasted_s`: how long
    it was seen, None not known yet or never. Short ones of one camera that came together are one row of
    several `times`; their `lasted_s` is the sum. `reason` in words, "" when there is none to give."""

    id: UUID
    camera_id: UUID
    desk: str
    kind: TroubleKind
    reason: str
    since: datetime
    until: datetime | None
    ended: Ended
    times: int
    lasted_s: float | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class CameraWatch:
    """How long `desk` watched a camera within the hour that begins at `hour`, and how much of that it
    gave no new pictures. An hour may have several rows."""

    id: UUID
    camera_id: UUID
    desk: str
    hour: datetime
    watched_s: float
    down_s: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class CameraDoubtLasted:
    """Fact: pictures could not be trusted for so long that it is worth a line in the log."""

    camera_id: UUID
    code: str
    name: str
    doubt: Doubt
    since: datetime


@dataclass(frozen=True, slots=True)
class CameraDoubtEnded:
    """Fact: follows a `CameraDoubtLasted` when the picture is right again."""

    camera_id: UUID
    code: str
    name: str
    doubt: Doubt
    since: datetime
    until: datetime


REASON_WORDS = {
    Reason.NONE: "",
    Reason.REFUSED: "设备拒绝连接",
    Reason.SILENT: "设备无应答",
    Reason.CUT: "连接被切断",
    Reason.FROZEN: "画面不再更新",
    Reason.NO_KEY: "已连接，收不到完整画面",
    Reason.DENIED: "用户或口令不对",
    Reason.SEALED: "口令无法解开",
    Reason.MISSING: "设备上没有此路画面",
    Reason.BUSY: "设备不再接受观看",
    Reason.NO_HOST: "网络不通",
    Reason.GARBAGE: "收到的不是视频",
    Reason.UNSUPPORTED: "编码不支持",
    Reason.TOO_LARGE: "画面尺寸过大",
    Reason.BAD_ADDRESS: "地址有误",
    Reason.FAULT: "程序异常，见日志文件",
}
"""Why a camera gave no pictures, as it is kept in the record."""

DOWN = (State.STALE, State.LOST, State.AUTH_FAILED, State.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be written together: new rows, and (as it stood, as it stands now)."""

    made: tuple[CameraTrouble, ...] = ()
    moved: tuple[tuple[CameraTrouble, CameraTrouble], ...] = ()
    watched: tuple[CameraWatch, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.made or self.moved or self.watched)


@dataclass(slots=True)
class _Open:
    now: CameraTrouble
    begun_s: float
    kept: CameraTrouble | None = None
    told: bool = False


@dataclass(slots=True)
class _Seen:
    """One camera: whether it was live or down since `at_s`, and what was counted in this hour."""

    down: bool | None = None
    at_s: float = 0.0
    hour: datetime | None = None
    watched_s: float = 0.0
    down_s: float = 0.0


@dataclass(slots=True)
class Watching:
    """No I/O. Times are handed in: `at` aware UTC, `at_s` monotonic seconds.

    `take` gives what has come together since; whoever took it writes it, again if need be.
    """

    desk: str
    mark: Mark
    short_s: float
    lasting_s: float
    tell: Callable[[object], None]
    names: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    """Code and name of each camera of the directory."""
    _open: dict[tuple[UUID, TroubleKind], _Open] = field(default_factory=dict)
    _closed: list[_Open] = field(default_factory=list)
    _seen: dict[UUID, _Seen] = field(default_factory=dict)
    _hours: list[CameraWatch] = field(default_factory=list)

    def state(self, fact: CameraStateChanged, at: datetime, at_s: float) -> None:
        key = fact.camera_id
        if fact.state in DOWN:
            self._count(key, True, at, at_s)
            if (key, TroubleKind.OUTAGE) not in self._open:  # it began before it was noticed
                seen = self._seen[key]
                earlier_s = max(0.0, (at - fact.since).total_seconds())
                seen.down_s = min(seen.watched_s, seen.down_s + earlier_s)
            self._begin(key, TroubleKind.OUTAGE, REASON_WORDS[fact.reason], fact.since, at, at_s)
        elif fact.state is State.LIVE:
            self._count(key, False, at, at_s)
            self._end(key, TroubleKind.OUTAGE, Ended.BACK, fact.since, at_s)
        else:
            self._count(key, None, at, at_s)
            if fact.state is State.IDLE:
                for camera, kind in list(self._open):
                    if camera == key:
                        self._end(key, kind, Ended.LEFT, at, at_s)

    def doubted(self, fact: PictureDoubted, at: datetime, at_s: float) -> None:
        self._begin(fact.camera_id, TroubleKind(fact.doubt.value), "", fact.since, at, at_s)

    def trusted(self, fact: PictureTrusted, at_s: float) -> None:
        self._end(fact.camera_id, TroubleKind(fact.doubt.value), Ended.BACK, fact.until, at_s)

    def tick(self, at: datetime, at_s: float) -> None:
        """Doubts that last are told; hours that are over are closed."""
        for one in self._open.values():
            doubt = one.now.kind is not TroubleKind.OUTAGE
            if doubt and not one.told and at_s - one.begun_s >= self.lasting_s:
                one.told = True
                row = one.now
                who = (row.camera_id, *self.names.get(row.camera_id, ("", "")))
                self.tell(CameraDoubtLasted(*who, Doubt(row.kind.value), row.since))
        for key, seen in self._seen.items():
            self._count(key, seen.down, at, at_s)

    def take(self, at_s: float, *, last: bool = False) -> Batch:
        """Open ones are written once they are no short ones any more. `last`: the desk is ending."""
        if last:
            for key, seen in self._seen.items():
                self._close_hour(key, seen)
        made, moved = list(self._short()), []
        for one in self._closed:
            if one.kept is not None:
                moved.append((one.kept, one.now))
            elif not self._is_short(one):
                made.append(one.now)
        for one in self._open.values():
            if one.kept is None and at_s - one.begun_s >= self.short_s:
                made.append(one.now)
                one.kept = one.now
            elif one.kept is not None and one.kept != one.now:
                moved.append((one.kept, one.now))
                one.kept = one.now
        watched, self._hours, self._closed = tuple(self._hours), [], []
        return Batch(tuple(made), tuple(moved), watched)

    def hours(self) -> dict[UUID, tuple[float, float]]:
        """Seconds watched and of them without pictures that are not written yet, by camera."""
        found = {key: (seen.watched_s, seen.down_s) for key, seen in self._seen.items()}
        for row in self._hours:
            watched, down = found.get(row.camera_id, (0.0, 0.0))
            found[row.camera_id] = (watched + row.watched_s, down + row.down_s)
        return found

    def down(self) -> frozenset[UUID]:
        """Cameras in an outage now; may be asked on any thread."""
        return frozenset(key for key, kind in tuple(self._open) if kind is TroubleKind.OUTAGE)

    # -- inside ----------------------------------------------------------------------------------

    def _begin(
        self, key: UUID, kind: TroubleKind, reason: str, since: datetime, at: datetime, at_s: float
    ) -> None:
        one = self._open.get((key, kind))
        if one is not None:
            one.now = replace(one.now, reason=reason or one.now.reason)
            return
        row = CameraTrouble(
            new_id(), key, self.desk, kind, reason, since, None, Ended.OPEN, 1, None, self.mark
        )
        earlier_s = max(0.0, (at - since).total_seconds())
        self._open[key, kind] = _Open(row, at_s - earlier_s)

    def _end(
        self, key: UUID, kind: TroubleKind, ended: Ended, until: datetime, at_s: float
    ) -> None:
        one = self._open.pop((key, kind), None)
        if one is None:
            return
        lasted_s = round(max(0.0, at_s - one.begun_s), 1)
        seen = until if ended is Ended.BACK else None
        one.now = replace(one.now, until=seen, ended=ended, lasted_s=lasted_s)
        self._closed.append(one)
        if one.told:
            row = one.now
            who = (row.camera_id, *self.names.get(row.camera_id, ("", "")))
            self.tell(CameraDoubtEnded(*who, Doubt(row.kind.value), row.since, until))

    def _is_short(self, one: _Open) -> bool:
        row = one.now
        short = row.lasted_s is not None and row.lasted_s < self.short_s
        return one.kept is None and row.ended is Ended.BACK and short

    def _short(self) -> list[CameraTrouble]:
        """Short ones of one camera and kind as one row."""
        joined: dict[tuple[UUID, TroubleKind], CameraTrouble] = {}
        for one in self._closed:
            if not self._is_short(one):
                continue
            row = one.now
            first = joined.get((row.camera_id, row.kind))
            if first is not None:
                row = replace(
                    first,
                    until=row.until,
                    times=first.times + 1,
                    lasted_s=round((first.lasted_s or 0.0) + (row.lasted_s or 0.0), 1),
                )
            joined[row.camera_id, row.kind] = row
        return list(joined.values())

    def _count(self, key: UUID, down: bool | None, at: datetime, at_s: float) -> None:
        """Until now it was as it was; from now on it is `down`, live (False) or not known (None)."""
        seen = self._seen.setdefault(key, _Seen())
        hour = at.replace(minute=0, second=0, microsecond=0)
        if seen.down is not None:
            passed_s = max(0.0, at_s - seen.at_s)
            seen.watched_s += passed_s
            seen.down_s += passed_s if seen.down else 0.0
        if seen.hour is not None and hour != seen.hour:
            self._close_hour(key, seen)
        seen.hour, seen.at_s, seen.down = hour, at_s, down

    def _close_hour(self, key: UUID, seen: _Seen) -> None:
        if seen.hour is not None and seen.watched_s >= 1.0:
            self._hours.append(
                CameraWatch(
                    new_id(), key, self.desk, seen.hour, round(seen.watched_s, 1),
                    round(seen.down_s, 1), self.mark,
                )
            )  # fmt: skip
        seen.watched_s = seen.down_s = 0.0


def lasted(row: CameraTrouble, now: datetime) -> timedelta | None:
    """How long it was seen; an open one until now; None: nobody knows."""
    if row.ended is Ended.OPEN:
        return max(timedelta(0), now - row.since)
    return None if row.lasted_s is None else timedelta(seconds=row.lasted_s)
