"""Scenes out of one desk and into another: by the numbers of cameras, row by row, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base import spreadsheet
from app.base.dryrun import Verdict, report
from app.base.errors import Refused
from app.base.marks import Mark
from app.video.directory import Directory
from app.video.records import Camera
from app.video.scene_exchange import SceneExchange, table
from app.video.scenes import Hung, Scenes
from db.stores.video import CameraRows
from tests.app.video.conftest import a_camera
from tests.rooms import Room

HEAD = ["场景", "用途", "画面数", "轮巡秒数", "位置", "编号", "名称"]


@pytest.fixture
def cameras(room: Room) -> list[Camera]:
    made = [a_camera(f"rtsp://10.0.0.{n}/a", code=f"0{n}") for n in (1, 2, 3)]
    Directory(room.db, CameraRows(room.db), Mark.TEST).enter("system", made)
    return made


@pytest.fixture
def scenes(room: Room) -> Scenes:
    return Scenes(room.db, CameraRows(room.db), Mark.TEST)


@pytest.fixture
def exchange(room: Room) -> SceneExchange:
    reads = CameraRows(room.db)
    return SceneExchange(room.db, reads, reads, Mark.TEST)


def test_what_is_exported_comes_in_on_another_desk_and_changes_nothing_here(
    cameras: list[Camera], scenes: Scenes, exchange: SceneExchange, tmp_path: Path
) -> None:
    one, two, three = (str(camera.id) for camera in cameras)
    flood = scenes.keep("x", "汛期", "防汛预案", Hung(17, (one, "", three), 20))
    scenes.keep("x", "空墙", "", Hung(4))
    rows = table(scenes.scenes(), cameras)
    assert rows == [
        HEAD,
        ["汛期", "防汛预案", "1+7", "20", "1", "01", cameras[0].name],
        ["汛期", "防汛预案", "1+7", "20", "3", "03", cameras[2].name],
        ["空墙", "", "4", "0", "", "", ""],
    ]
    file = tmp_path / "out.xlsx"
    file.write_bytes(spreadsheet.as_named(file, rows, "场景"))
    told = spreadsheet.read(file)
    plan = exchange.plan(told)
    assert [row.verdict for row in plan.rows] == [Verdict.SAME] * 3, plan.rows
    assert plan.passed_over == ()
    with pytest.raises(Refused, match="nothing_new"):
        exchange.write("x", told, plan)
    scenes.arrange("x", flood, Hung(4, (two,)))
    scenes.end("x", scenes.scenes()[1])
    plan = exchange.plan(told)
    assert [row.verdict for row in plan.rows] == [Verdict.CHANGED] * 2 + [Verdict.ADDED]
    exchange.write("x", told, plan)
    back, empty = scenes.scenes()
    assert back == flood
    assert (empty.name, empty.layout, empty.cameras, empty.wall) == ("空墙", 4, (), 2)


def test_what_is_not_known_here_goes_back_row_by_row(
    cameras: list[Camera], scenes: Scenes, exchange: SceneExchange, room: Room
) -> None:
    one, two, _ = (str(camera.id) for camera in cameras)
    scenes.keep("x", "林火", "", Hung(4, (two, one)))
    rows = [
        HEAD,
        ["林火", "春季", "4", "", "1", "99", ""],
        ["林火", "", "4", "", "2", "03", ""],
        ["林火", "", "9", "", "3", "01", ""],
        ["林火", "", "", "", "2", "01", ""],
        ["林火", "", "", "", "4", "03", ""],
        ["台风", "", "5", "", "1", "01", ""],
        ["台风", "", "4", "", "2", "02", ""],
        ["夜间", "", "1 + 5", "快", "1", "01", ""],
        ["", "", "4", "", "1", "01", ""],
        ["白天", "", "4", "15", "0", "01", ""],
        ["白天", "", "4", "15", "5", "02", ""],
        ["长" * 41, "", "4", "", "1", "01", ""],
    ]
    plan = exchange.plan(rows)
    assert [(row.row, row.head, row.told) for row in plan.refused] == [
        (2, "编号", "本机目录里没有编号 99"),
        (4, "画面数", "与第 2 行写的画面数不同"),
        (5, "位置", "与第 3 行位置重复"),
        (6, "编号", "与第 3 行是同一路摄像头"),
        (7, "画面数", "画面数只能是：1、4、6、9、16、25、1+5、1+7"),
        (8, "场景", "第 7 行已退回，这个场景没有导入"),
        (9, "轮巡秒数", "不是 0 到 600 的整数：快"),
        (10, "场景", "不能空着"),
        (11, "位置", "位置应为 1 到 200：0"),
        (13, "场景", "超过 40 个字"),
    ]
    assert len(report(plan)) == 11
    exchange.write("x", rows, plan)
    fire, day = scenes.scenes()
    assert (fire.cameras, fire.occasion) == ((two, str(cameras[2].id)), "春季"), "1 stays as it was"
    assert (day.name, day.dwell_s, day.cameras) == ("白天", 15, ("", "", "", "", two))
    for wrong, code in (([], "empty"), ([["场景", "画面数"]], "columns")):
        with pytest.raises(Refused, match=code):
            exchange.plan(wrong)
    shown = exchange.plan([HEAD, ["新", "", "4", "", "1", "01", ""]])
    scenes.keep("x", "新", "", Hung(4, (one,)))
    with pytest.raises(Refused, match="book_changed"):
        exchange.write("x", [HEAD, ["新", "", "4", "", "1", "01", ""]], shown)
    assert room.db.verify().bad is None
