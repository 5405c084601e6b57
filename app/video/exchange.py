"""The directory as a table: what is exported can be taken in again, and holds no password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from app.base.dryrun import ImportPlan, RowPlan, Verdict, enter
from app.base.errors import Refused
from app.base.heads import Heads, demanded_heads
from app.base.ids import new_id
from app.base.ledger import Ledger
from app.base.marks import Mark
from app.base.secrets import Login
from app.base.trace import masked
from app.video.address import taken_apart
from app.video.folders import retired
from app.video.records import Camera, CameraKind
from app.video.registry import Known, checked_camera

TITLE = "摄像头目录"
HEADS: dict[str, tuple[str, ...]] = {
    "code": ("编号", "摄像头编号", "设备编号"),
    "name": ("名称", "摄像头名称", "设备名称", "点位名称"),
    "kind": ("类别", "类型", "设备类型"),
    "township": ("乡镇", "所属乡镇", "乡镇街道"),
    "owner": ("管理单位", "权属单位", "单位"),
    "url_main": ("主码流地址", "主码流", "地址", "RTSP地址"),
    "url_sub": ("子码流地址", "子码流"),
    "lat": ("纬度",),
    "lon": ("经度",),
    "direction_deg": ("朝向", "朝向（度）", "方向"),
    "tags": ("标签",),
    "onvif_url": ("设备服务地址", "ONVIF地址"),
    "profile": ("设备配置", "ONVIF配置"),
    "slow_start": ("缓慢打开",),
    "interval_s": ("画面间隔", "画面间隔（秒）"),
    "remark": ("备注",),
}
OUT = "停用原因"
"""Exported to be read; a camera is put out of service and back by an officer, not by a table."""
WIDTHS = (12, 28, 10, 12, 18, 44, 44, 12, 12, 8, 20, 36, 16, 10, 10, 24, 20)
NEEDED = ("code", "name", "kind", "url_main")
YES, NO = "是", "否"
_COMPASS = {"北": 0.0, "东北": 45.0, "东": 90.0, "东南": 135.0, "南": 180.0, "西南": 225.0, "西": 270.0,
            "西北": 315.0}  # fmt: skip
REASONS = {
    "missing": "不能空着",
    "too_long": "超过 {most} 个字",
    "taken": "编号 {number} 已属于“{whose}”",
    "twice": "与第 {row} 行编号重复",
    "unknown_kind": "类别只能是：{kinds}",
    "not_a_number": "不是数：{typed}",
    "not_yes_or_no": "只能填“是”或“否”",
    "full_width": "地址里有全角字符，改成半角",
    "not_rtsp": "地址要以 rtsp:// 开头，这里是 {scheme}",
    "not_web": "设备服务地址要以 http:// 开头，这里是 {scheme}",
    "has_password": "地址里有用户名和密码",
    "ipv6": "IPv6 地址要写在方括号里：rtsp://[…]:554/…",
    "bad_port": "端口不对，应为 1 至 65535",
    "no_host": "地址里没有设备的 IP 或域名，或有空格",
    "no_path": "地址缺少路径，例如 /Streaming/Channels/101；确实没有就写一个 /",
    "half": "经度和纬度要么都填，要么都不填",
    "range": "应在 {least} 和 {most} 之间",
    "too_many": "最多 {most} 个",
}


@dataclass(frozen=True, slots=True)
class CameraPlan(ImportPlan):
    """`logins` were taken out of addresses, by the camera's id: to be sealed when the rows are written."""

    logins: tuple[tuple[UUID, Login], ...] = field(default=(), repr=False)


def table(cameras: Sequence[Camera]) -> list[list[str]]:
    """Heads and one row for each camera that is not retired."""
    rows = [[*(names[0] for names in HEADS.values()), OUT]]
    for one in cameras:
        if not retired(one):
            rows.append([*(_cell(getattr(one, name)) for name in HEADS), one.out_of_service])
    return rows


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


class Exchange:
    """On the store thread. Rows are matched by the number; an empty cell leaves what is there."""

    def __init__(self, ledger: Ledger, reads: Known, mark: Mark) -> None:
        self._ledger, self._reads, self._mark = ledger, reads, mark

    def plan(self, rows: Sequence[Sequence[str]]) -> CameraPlan:
        """Writes nothing. `Refused("file", …)`: empty; columns (missing, found)."""
        if not any(any(row) for row in rows):
            raise Refused("file", "empty")
        heads = demanded_heads(rows, HEADS, NEEDED)
        work = _Work(self._reads.cameras(), self._mark, heads)
        told = [
            work.take(n, [str(cell) for cell in row])
            for n, row in enumerate(rows[heads.at + 1 :], heads.at + 2)
            if any(row)
        ]
        read_only = [n for n, head in enumerate(heads.cells) if head == OUT]
        over = heads.passed_over(rows, read_only)
        edited = tuple(("camera", new, seen) for new, seen in work.edited)
        made = tuple(("camera", one) for one in work.made)
        return CameraPlan(heads.cells, over, tuple(told), made, edited, tuple(work.logins.items()))

    def write(self, by: str, rows: Sequence[Sequence[str]], shown: ImportPlan) -> CameraPlan:
        """All rows that were not refused, in one change; the logins are left to who may seal them.
        `Refused("file", "book_changed")` when the dry run would come out differently now."""
        plan = self.plan(rows)
        if plan.rows != shown.rows:
            raise Refused("file", "book_changed")
        if not plan.made and not plan.edited and not plan.logins:
            raise Refused("file", "nothing_new")
        if plan.made or plan.edited:
            with self._ledger.change(by, "camera.import", ("camera", "import")) as change:
                enter(change, plan)
        return plan


class _Work:
    """Goes through the rows with the directory as it would be after those before."""

    def __init__(self, cameras: Sequence[Camera], mark: Mark, heads: Heads) -> None:
        self._now = {one.code: one for one in cameras if not retired(one)}
        self._mark, self._heads = mark, heads
        self._rows: dict[str, int] = {}
        self.made: list[Camera] = []
        self.edited: list[tuple[Camera, Camera]] = []
        self.logins: dict[UUID, Login] = {}

    def take(self, number: int, cells: list[str]) -> RowPlan:
        told = {name: cells[n].strip() for name, n in self._heads.columns.items()}
        safe = tuple(masked(cell) for cell in cells)
        name = told["name"]
        try:
            login = _part_login(told)
            verdict, news = self._judge(number, told, login)
        except Refused as no:
            why = REASONS[no.code].format(**no.figures)
            head = HEADS[no.field][0]
            return RowPlan(number, Verdict.REFUSED, told["code"], name, why, head, safe)
        return RowPlan(number, verdict, told["code"], name, news)

    def _judge(self, number: int, told: dict[str, str], login: Login | None) -> tuple[Verdict, str]:
        code = " ".join(told["code"].split())
        if code in self._rows:
            raise Refused("code", "twice", row=self._rows[code])
        seen = self._now.get(code)
        camera = _read(told, seen or _blank(self._mark))
        good = checked_camera(camera, [])
        self._rows[code] = number
        if login is not None:
            self.logins[good.id] = login
        sealed = ["地址里的用户名和密码另行加密保存"] if login is not None else []
        if seen is None:
            self.made.append(good)
            return Verdict.ADDED, "，".join([good.kind.value, good.township or "乡镇不详", *sealed])
        news = [
            f"{HEADS[name][0]} {_cell(getattr(seen, name)) or '—'} → {_cell(getattr(good, name))}"
            for name in HEADS
            if getattr(seen, name) != getattr(good, name)
        ]
        if news:
            self.edited.append((good, seen))
        return (Verdict.CHANGED if news or sealed else Verdict.SAME), "，".join([*news, *sealed])


def _part_login(told: dict[str, str]) -> Login | None:
    """Taken out of the addresses of the row; both streams of a camera have the same."""
    login = None
    for name in ("url_main", "url_sub", "onvif_url"):
        if told.get(name):
            found = taken_apart(told[name])
            told[name], login = found.url, login or found.login
    return login


def _blank(mark: Mark) -> Camera:
    return Camera(new_id(), "", "", CameraKind.FIXED, "", "", "", None, None, mark)


def _read(told: dict[str, str], before: Camera) -> Camera:
    """`before` with what the row says. `Refused` names the column."""
    read: dict[str, Callable[[str, str], Any]] = {
        "kind": _kind, "lat": _number, "lon": _number, "direction_deg": _direction, "tags": _tags,
        "slow_start": _yes, "interval_s": _number,
    }  # fmt: skip
    said = {name: read[name](name, text) if name in read else text
            for name, text in told.items() if text}  # fmt: skip
    changed: dict[str, Any] = {
        name: value for name, value in said.items() if not _same(getattr(before, name), value)
    }
    return replace(before, **changed)


def _same(held: Any, said: Any) -> bool:
    """A figure is written with six decimals: what is no finer than that is the same."""
    if isinstance(held, float) and isinstance(said, float):
        return _cell(held) == _cell(said)
    return bool(held == said)


def _kind(name: str, text: str) -> CameraKind:
    if text not in list(CameraKind):
        raise Refused(name, "unknown_kind", kinds="、".join(CameraKind))
    return CameraKind(text)


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(name, "not_a_number", typed=text[:20]) from None


def _direction(name: str, text: str) -> float:
    found = _COMPASS.get(text.removeprefix("正").removeprefix("朝").removesuffix("方"))
    return found if found is not None else _number(name, text.removesuffix("°").removesuffix("度"))


def _tags(_name: str, text: str) -> tuple[str, ...]:
    for sign in "，,；;|\n":
        text = text.replace(sign, "、")
    return tuple(tag.strip() for tag in text.split("、") if tag.strip())


def _yes(name: str, text: str) -> bool:
    if text not in (YES, NO):
        raise Refused(name, "not_yes_or_no")
    return text == YES
