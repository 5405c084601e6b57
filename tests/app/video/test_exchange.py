"""The directory as a table: out, in again, and what goes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.base import spreadsheet
from app.base.dryrun import Verdict, report
from app.base.errors import Refused
from app.base.marks import Mark
from app.base.secrets import Login
from app.video.exchange import HEADS, Exchange, table
from app.video.records import CameraKind
from app.video.registry import Registry
from db.stores.video import CameraRows
from tests.app.video.conftest import a_camera
from tests.rooms import Room

HEAD = ["编号", "名称", "类别", "主码流地址", "朝向", "标签", "经度", "纬度"]
GOOD = ["02-B-01", "云洛单兵", "单兵", "rtsp://10.0.0.2/a", "西南", "汛期，铁路", "109.5", "28.7"]


@pytest.fixture
def exchange(room: Room) -> Exchange:
    return Exchange(room.db, CameraRows(room.db), Mark.TEST)


def test_what_is_exported_changes_nothing_when_it_comes_back(
    exchange: Exchange, room: Room, tmp_path: Path
) -> None:
    one = replace(
        a_camera("rtsp://10.0.0.1/a", "rtsp://10.0.0.1/b"), owner="水利局", direction_deg=1 / 3,
        tags=("汛期", "=铁路"), onvif_url="http://10.0.0.1/onvif", slow_start=True, interval_s=2.0,
        lat=28.742812345, remark="夜间\t无灯",
    )  # fmt: skip
    registry = Registry(room.db, CameraRows(room.db))
    registry.keep("x", one, None)
    registry.keep(
        "x", replace(a_camera("rtsp://h/1", code="B"), lat=None, lon=None, township=""), None
    )
    rows = table(CameraRows(room.db).cameras())
    for name in ("out.xlsx", "out.csv"):
        (tmp_path / name).write_bytes(spreadsheet.as_named(tmp_path / name, rows, "目录"))
        plan = exchange.plan(spreadsheet.read(tmp_path / name))
        assert [row.verdict for row in plan.rows] == [Verdict.SAME] * 2, plan.rows
        assert (plan.made, plan.edited, plan.passed_over) == ((), (), ())
    with pytest.raises(Refused, match="nothing_new"):
        exchange.write("x", rows, plan)


def test_new_and_changed_rows_are_written_in_one_change_and_wrong_ones_go_back(
    exchange: Exchange, room: Room
) -> None:
    rows = [
        HEAD,
        GOOD,
        ["02-B-01", *GOOD[1:]],
        ["", *GOOD[1:]],
        ["3", "无类别", "球机", "rtsp://h/1", "", "", "", ""],
        ["4", "端口错", "固定", "rtsp://h:70000/1", "", "", "", ""],
        ["5", "半个位置", "固定", "rtsp://h/1", "", "", "109.5", ""],
        ["6", "不是数", "固定", "rtsp://h/1", "朝南边", "", "", ""],
    ]
    plan = exchange.plan(rows)
    assert [(r.row, r.verdict.value, r.head) for r in plan.rows] == [
        (2, "新增", ""), (3, "退回", "编号"), (4, "退回", "编号"), (5, "退回", "类别"),
        (6, "退回", "主码流地址"), (7, "退回", "纬度"), (8, "退回", "朝向"),
    ]  # fmt: skip
    assert "与第 2 行" in plan.rows[1].told
    before = len(room.facts)
    exchange.write("x", rows, plan)
    (made,) = CameraRows(room.db).cameras()
    assert (made.kind, made.direction_deg, made.tags) == (CameraKind.BODY, 225.0, ("汛期", "铁路"))
    assert (made.lat, made.lon) == (28.7, 109.5)
    assert len(room.facts) > before
    again = exchange.plan([HEAD, [*GOOD[:1], "改名", *GOOD[2:]]])
    assert again.rows[0].told == "名称 云洛单兵 → 改名"
    with pytest.raises(Refused, match="book_changed"):
        exchange.write("x", [HEAD, GOOD], again)


def test_a_password_in_a_table_is_taken_out_and_stands_nowhere_else(exchange: Exchange) -> None:
    secret = "rtsp://admin:Tz9/w@rd@10.0.0.9:554/live"
    rows = [HEAD, [*GOOD[:3], secret, *GOOD[4:]], ["7", "", "固定", secret, "", "", "", ""]]
    plan = exchange.plan(rows)
    assert plan.rows[0].verdict is Verdict.ADDED
    assert [login for _, login in plan.logins] == [Login("admin", "Tz9/w@rd")]
    assert plan.made[0][1].url_main == "rtsp://10.0.0.9:554/live"
    assert "w@rd" not in repr(plan) + str(report(plan))


def test_a_table_without_what_is_needed_is_no_directory(exchange: Exchange) -> None:
    with pytest.raises(Refused, match="columns"):
        exchange.plan([["编号", "名称"], ["1", "x"]])
    with pytest.raises(Refused, match="empty"):
        exchange.plan([["", ""]])
    assert len(HEADS) == 16
