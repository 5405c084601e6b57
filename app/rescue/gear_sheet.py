"""The register of communication gear as a table for other offices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.base.clock import full, local
from app.rescue.gear import GearState, Standing

TITLE = "通信装备台账"
HEADS = (
    "种类", "名称型号", "编号", "持有单位", "乡镇", "保管人", "电话", "存放地点", "状态", "自", "说明",
    "上次测试", "结果", "测试情况", "测试人", "测试周期（天）", "下次测试", "备注",
)  # fmt: skip
WIDTHS = (12, 18, 18, 22, 12, 10, 16, 22, 8, 18, 28, 18, 10, 28, 10, 10, 14, 24)


def table(rows: Sequence[Standing], now: datetime) -> list[list[str]]:
    """Heads and a row a piece. What is not known is left blank, but a test that never was is said."""
    return [list(HEADS), *(_row(one, now) for one in rows)]


def why(one: Standing) -> str:
    """Why it is out of service, or where to and for what it is out."""
    if one.state is GearState.OUT and one.outing is not None:
        return f"往{one.outing.to}，{one.outing.purpose}"
    return one.gear.stopped


def due_said(one: Standing, now: datetime) -> str:
    """The day of the next test; "" when none is wanted."""
    if one.gear.test_days is None or one.gear.stopped_at is not None:
        return ""
    day = f"{local(one.due):%Y-%m-%d}" if one.due is not None else ""
    return f"{day} 已超期".strip() if one.overdue(now) else day


def _row(one: Standing, now: datetime) -> list[str]:
    gear, last = one.gear, one.last
    tried = (
        [full(last.at), last.result, last.words, last.by_name] if last else ["从未测试", "", "", ""]
    )
    return [
        gear.kind, gear.name, gear.number, gear.holder, gear.township, gear.keeper, gear.phone,
        gear.place, one.state, full(one.since) if one.since else "", why(one), *tried,
        "" if gear.test_days is None else str(gear.test_days), due_said(one, now), gear.remark,
    ]  # fmt: skip
