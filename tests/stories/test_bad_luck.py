"""Bad input and bad luck, met by the whole program: it says what to do, and the rest goes on."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import tty
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import serial

import main
from app.base.clock import SystemClock
from app.base.ledger import ClockSetBack
from app.duty.log import Line
from console import SECOND_INSTANCE
from db.engine import Database
from db.stores.log import LogRows
from tests.quarters import small_disk
from tests.rooms import EVENING, open_room

ROOT = Path(__file__).parents[2]
LONGEST_S = 100


def play(scene: str, *args: str, rc: int = 0) -> dict[str, Any]:
    """What a scene of tests/stories/scene.py has seen; nothing of it is left running.

    A child process that were left would hold stderr open, and the wait for its end would be too long.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.stories.scene", scene, *args],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    assert done.returncode == rc, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert not {"stuck", "failed"} & told.keys(), told
    assert told["threads"] == []
    return told


def log_of(folder: Path) -> str:
    return (folder / "logs" / "dutyroom.log").read_text(encoding="utf-8")


def lines_of(file: Path) -> list[str]:
    db = Database(file, "desk-a", SystemClock(), lambda _: None)
    try:
        return [entry.text for entry in LogRows(db).latest(10)]
    finally:
        db.close()


def test_a_new_desk_lets_its_first_officer_in_and_its_map_survives_a_crash(tmp_path: Path) -> None:
    told = play("work", "--data", str(tmp_path))
    assert told["refused"] == "两次输入的 PIN 不一致"
    assert told["locked"] is False
    assert told["marks"] == 1
    assert "开始值班" in lines_of(tmp_path / "duty.db")
    assert "Traceback" not in log_of(tmp_path)
    assert main.main(["verify", "--data", str(tmp_path)]) == 0


def test_broken_settings_screens_and_tables_are_told_and_the_defaults_hold(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[[gateway\n", encoding="utf-8")
    (tmp_path / "screens.json").write_text("{", encoding="utf-8")
    (tmp_path / "gateways").mkdir()
    (tmp_path / "gateways" / "town.toml").write_text('name = "town"\n', encoding="utf-8")
    told = play("messages", "--data", str(tmp_path))
    assert "读不出，按默认设置运行；请改正后重新启动" in told["messages"]["settings"]
    assert "窗口回到初始位置" in told["messages"]["screens"]
    assert "town.toml（title）：缺少 title" in told["messages"]["tables"]
    assert told["tables read on"] == "disk", "the Qt thread waits for no file"
    assert told["store"][0] == "normal"
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == "[[gateway\n"


def test_gateways_and_cameras_that_do_not_answer_are_told_and_the_log_goes_on(
    tmp_path: Path,
) -> None:
    masters, slaves = zip(*(pty.openpty() for _ in range(2)), strict=True)
    taken, noisy = (os.ttyname(slave) for slave in slaves)
    ports = (str(tmp_path / "nix"), taken, noisy)
    rows = (
        f'[[gateway]]\nname = "{n}"\nport = "{port}"\n'
        for n, port in zip("甲乙丙", ports, strict=True)
    )
    (tmp_path / "settings.toml").write_text(
        "language = 5\n" + "".join(rows) + '[[gateway]]\nname = "丁"\nport = "x"\nbaud = inf\n',
        encoding="utf-8",
    )
    (tmp_path / "gateways.toml").write_text(
        '[[gateway]]\nname = "戊"\nport = "y"\nbaud = inf\n', encoding="utf-8"
    )
    tty.setraw(slaves[1])
    os.write(masters[1], bytes(range(256)) * 8)
    with serial.Serial(taken, exclusive=True):
        told = play("devices", "--data", str(tmp_path))
    for end in (*masters, *slaves):
        os.close(end)
    said = told["messages"]
    wrong = "language、gateway 4.baud、gateways.toml 第 4 行（第 1 个网关 baud）：不能用"
    assert said["settings"].endswith(f"不能用，已略去或按默认值：{wrong}")
    assert told["gateways"][:2] == ["missing", "taken"]
    assert told["radio"][1] == "0/5"
    assert "网关 甲" in told["radio"][2]
    assert "找不到端口" in told["radio"][2]
    assert "电话" in said["link-甲"]
    assert told["video"][:2] == ["known", "0/1"]
    assert "网关都断了" in lines_of(tmp_path / "duty.db")
    assert "Traceback" not in log_of(tmp_path)


def test_a_full_disk_is_told_what_is_typed_stays_and_work_goes_on_when_there_is_room() -> None:
    with small_disk(6_000_000) as folder:
        told = play("full", "--data", str(folder))
        assert told["store"][0] == "act"
        assert told["store"][2] == "磁盘已满"
        assert "磁盘已满" in told["note"]
        assert told["still typed"]
        assert told["after"][0] == "normal"
        assert "腾出空间之后" in lines_of(folder / "duty.db")


def test_a_read_only_disk_is_told_and_what_is_in_the_record_is_shown() -> None:
    with small_disk(6_000_000) as folder:
        room = open_room(folder / "duty.db", SystemClock().now())
        room.db.close()
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        told = play("messages", "--data", str(folder))
    assert told["store"][:1] == ["act"]
    assert told["messages"]["store"].startswith("记录不可写：文件或磁盘只读。请先用纸质记录")


def test_a_data_folder_that_is_a_file_is_told_and_the_file_is_left_alone(tmp_path: Path) -> None:
    wrong = tmp_path / "afile"
    wrong.write_text("mine", encoding="utf-8")
    told = play("messages", "--data", str(wrong))
    assert "请检查数据文件夹（--data）" in told["messages"]["store"]
    assert "settings" not in told["messages"]
    assert wrong.read_text(encoding="utf-8") == "mine"


def test_a_demonstration_that_cannot_be_set_up_says_so_and_ends(tmp_path: Path) -> None:
    wrong = tmp_path / "afile"
    wrong.write_text("mine", encoding="utf-8")
    told = play("told_and_closed", "--demo", "--data", str(wrong), rc=1)
    assert told["card"].startswith("值守台无法启动，请改正后重新启动：")


def test_a_damaged_record_is_told_and_not_touched(tmp_path: Path) -> None:
    record = tmp_path / "duty.db"
    record.write_bytes(b"not a record at all" * 100)
    told = play("messages", "--data", str(tmp_path))
    assert told["messages"]["store"].startswith("记录不可写：文件已损坏。请先用纸质记录")
    assert record.read_bytes() == b"not a record at all" * 100


def test_a_second_instance_says_so_and_ends_with_its_own_code(tmp_path: Path) -> None:
    told = play("twice", "--data", str(tmp_path))
    assert told["second rc"] == SECOND_INSTANCE
    assert told["second"]["card"].startswith("本机已有一个值守台在运行。")


def test_the_wish_of_the_system_to_end_closes_it_cleanly(tmp_path: Path) -> None:
    play("signalled", "--data", str(tmp_path))
    assert "Traceback" not in log_of(tmp_path)


@pytest.mark.parametrize("bytes_", [None, b"not a record" * 100])
def test_verify_says_so_when_there_is_no_record_to_check(
    tmp_path: Path, bytes_: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if bytes_ is not None:
        (tmp_path / "duty.db").write_bytes(bytes_)
    assert main.main(["verify", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().out.startswith("记录读不出")


def test_verify_finds_a_row_that_somebody_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = open_room(tmp_path / "duty.db")
    with room.db._writer.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE officer SET name = '某人' WHERE name = '彭例安'")
    room.db.close()
    assert main.main(["verify", "--data", str(tmp_path)]) == 1
    assert "与记录不符的行：officer" in capsys.readouterr().out


def test_after_a_clock_was_put_back_new_lines_bear_true_times_and_stand_on_top(
    tmp_path: Path,
) -> None:
    fast = open_room(tmp_path / "duty.db", EVENING + timedelta(hours=1))
    fast.log.write(fast.watch, fast.shift.id, Line("水位 41.2 米"))
    fast.db.close()
    room = open_room(tmp_path / "duty.db", EVENING)
    entry = room.log.write(room.watch, room.shift.id, Line("水位 41.3 米"))
    assert (entry.at, entry.shift_id) == (EVENING, fast.shift.id)
    for lines in (room.log.latest(9), room.log.latest(9, room.shift.id)):
        assert [line.text for line in lines] == ["水位 41.3 米", "水位 41.2 米"]
        assert lines[0].written_at == EVENING
    assert [fact for fact in room.facts if isinstance(fact, ClockSetBack)] == [
        ClockSetBack(EVENING + timedelta(hours=1), EVENING)
    ]
    assert room.db.verify().bad is None
    room.db.close()
