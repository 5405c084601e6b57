"""One night with every process real, and twice in it the console is killed with kill -9.

Both times it is stopped at the very moment when it shows something as saved, so that nothing it does
afterwards can make that true.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.base.clock import SystemClock
from app.base.drafts import Drafts
from db.verify import check
from tests.app.radio.simulator_process import SimulatorProcess
from tests.stories.conftest import NAMES, RADIOS
from tests.stories.desk import ROOT, DeskProcess, State

FLOOD = {
    "reporter_phone": "000-0002-0003",
    "reporter_unit": "云洛镇",
    "kind": "内涝",
    "place": "云洛镇下梨坡社区农贸市场",
    "course": "农贸市场积水，铁路桥洞水深到膝盖，一台车熄火，人已出来",
}
TORRENT = {
    "reporter_phone": "000-0002-0008",
    "reporter_unit": "老榆塘乡",
    "kind": "山洪",
    "place": "老榆塘乡老榆塘村桥头",
    "course": "山洪下来，桥头两户被围，六个人上了屋顶",
    "trapped": "6",
}
HALF = {"reporter_unit": "黄荆乡", "reporter_name": "值班室", "course": "后山有响声，具体位置还在"}
LINES = (
    "田演平 到值班室，要求各乡镇每半小时报一次雨情",
    "/电 县气象局 值班员:未来三小时降雨仍在 50 毫米以上",
    "交警大队已封铁路桥洞",
)
ON_MAP = ["370302", "371105"]
LAST = "老榆塘乡来电：六人全部救出"


class Saved:
    """What the desk showed as saved, as an officer would remember it."""

    def __init__(self) -> None:
        self.lines: dict[int, str] = {}
        self.incidents: dict[str, str] = {}

    def note(self, desk: DeskProcess, line: str, stop: bool = False) -> None:
        toast = desk.do("note", line, stop)["toast"]
        words = line.split(":")[-1]
        self.lines[int(toast.removeprefix("已记第").removesuffix("条"))] = words

    def register(self, desk: DeskProcess, typed: dict[str, str]) -> None:
        toast = desk.do("register", typed)["toast"]
        self.incidents[toast.removeprefix("已登记").strip()] = typed["course"]


@pytest.mark.timeout(300)
def test_what_was_shown_as_saved_outlives_kill_9(
    start: Callable[[], DeskProcess], gateway: SimulatorProcess, folder: Path
) -> None:
    saved = Saved()
    desk = start()
    _evening(desk, gateway, saved)
    half = desk.do("half_type", HALF)
    assert "草稿已存" in half["mark"]
    saved.note(desk, LAST, stop=True)
    desk.kill()
    assert _verify(folder) == 0

    desk = start()
    _all_is_back(desk, gateway, saved)
    assert desk.do("show_draft", HALF["course"])["form"].items() >= HALF.items()
    desk.do("answer")
    desk.until(lambda seen: not seen["banner"] and not seen["pulsing"])
    more = desk.do("half_type", {"place": "黄荆乡后山"}, True)
    assert "草稿已存" in more["mark"]
    desk.kill()
    kept = [draft.fields.get("words") for draft in Drafts(folder / "drafts", SystemClock()).all()]
    assert more["words"] in kept
    assert more["words"].items() >= {**HALF, "place": "黄荆乡后山"}.items()
    assert check(folder / "duty.db").whole


def _evening(desk: DeskProcess, gateway: SimulatorProcess, saved: Saved) -> None:
    """Lines, two incidents, and an emergency that nobody answers."""
    desk.do("sign_in", "向示月")
    desk.until(_devices_are_well)
    assert set(RADIOS) <= set(desk.until(lambda seen: len(seen["online"]) == 3)["online"])
    for line in LINES:
        saved.note(desk, line)
    saved.register(desk, FLOOD)
    saved.register(desk, TORRENT)
    gateway.say("emergency 371105 28.5011 109.7342")
    gateway.say("position 370302 28.7391 109.5598")
    seen = desk.until(_emergency_waits)
    assert "麻栗溪乡" in seen["banner"]
    desk.until(lambda seen: seen["radios_on_map"] == ON_MAP)
    desk.until(lambda seen: _logged(seen, "终端 371105") == 1)
    desk.until(lambda seen: any("麻栗溪乡" in title for title in seen["drafts"]))


def _all_is_back(desk: DeskProcess, gateway: SimulatorProcess, saved: Saved) -> None:
    """Before anybody has signed in: record, drafts, alarm, wall, radio. Then work goes on."""
    seen = desk.until(_emergency_waits)
    assert seen["covered"]
    desk.until(_devices_are_well)
    desk.until(lambda seen: seen["radios_on_map"] == ON_MAP)
    seen = desk.until(lambda seen: seen["log"] and seen["incidents"] and any(seen["drafts"]))
    _whole(seen, saved)
    assert _logged(seen, "终端 371105") == 1
    assert sum("麻栗溪乡" in title for title in seen["drafts"]) == 1
    desk.do("sign_in", "彭例安")
    before = _last(desk.do("look"))
    saved.note(desk, f"{before} 条以后接着记")
    assert max(saved.lines) == before + 1
    gateway.say(f"text 370302 第 {before} 条以后到位")
    seen = desk.until(lambda seen: _logged(seen, f"第 {before} 条以后到位") == 1)
    assert 370302 in seen["online"]
    _whole(seen, saved)


def _whole(seen: State, saved: Saved) -> None:
    """Everything once, under the number that was shown, and no number missing."""
    shown = dict(seen["log"])
    assert sorted(shown) == list(range(1, len(seen["log"]) + 1))
    texts = Counter(text for _, text in seen["log"])
    for number, words in saved.lines.items():
        assert shown[number] == words
        assert texts[words] == 1
    assert dict(seen["incidents"]) == saved.incidents
    assert len(seen["incidents"]) == len(saved.incidents)


def _devices_are_well(seen: State) -> bool:
    live = set(seen["tiles"]) == set(NAMES) and set(seen["tiles"].values()) == {"live"}
    return live and seen["gateways"] == ["up"]


def _emergency_waits(seen: State) -> bool:
    return bool(seen["banner"]) and seen["sound"] == "emergency" and seen["pulsing"] == ["371105"]


def _logged(seen: State, words: str) -> int:
    return sum(words in text for _, text in seen["log"])


def _last(seen: State) -> int:
    return max(number for number, _ in seen["log"])


def _verify(folder: Path) -> int:
    """As the officer asks it of the program itself."""
    asked = [sys.executable, "main.py", "--data", str(folder), "verify"]
    return subprocess.run(asked, cwd=ROOT, check=False, timeout=60).returncode
