"""How long the handover sheet of a busy shift takes, from the record to the finished PDF.

`python -m bench.handover [--rows 300] [--incidents 10] [--out FILE]`. A real record with that many log
lines and open incidents, each with a report that is due, both signatures given. "cold" is a sheet of a
program that has drawn nothing yet: its fonts are looked for and its glyphs turned. "stood" is the first
sheet of a desk that stood idle for a while after its start and made the letters of other lines ready
(`app.paper.idle`). "cpu" is what the processor worked of it, "share" the time on the clock over what is
allowed, cold. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from app.base.jobs import Worker
from app.duty.records import Category, Handling
from app.handover.records import Side
from app.handover.service import Handovers
from app.incidents.records import Level
from app.paper.fonts import Fonts
from app.paper.handover_sheet import handover_pdf
from app.paper.idle import prepare_letters
from app.people.records import Role
from bench.wording import Wording
from tests.nights import Night, night
from tests.rooms import open_room

ALLOWED_S = 2.0
COLD, AGAIN = 3, 5
OPEN_EVERY, OTHER_LINES = 15, 300
"""One line in so many is not dealt with yet."""


_SAID = (
    "{town}值班室报告：{place}积水约 {n} 厘米，已设警示标志，安排专人值守，暂无人员被困。",
    "县气象台提醒：未来 3 小时{town}仍有短时强降水，累计可达 {n} 毫米。",
    "县防汛抗旱指挥部电话：{town}{place}加密巡查，每小时报一次水位。",
    "通知{town}：危险区群众 {n} 人先行转移，安置点清点人数后回报。",
    "县消防救援大队 {n} 车到达{town}{place}，现场联系人姓名电话已登记。",
    "市应急管理局询问{town}转移情况，已答复，书面材料稍后报送。",
    "{town}群众来电反映{place}边坡掉土，已转自然资源局派人查看。",
    "供电公司报：{town} {n} 个台区停电，抢修人员在途，预计两小时恢复。",
    "收到县委办公室传真：关于做好强降雨防范应对工作的通知，送带班领导阅。",
    "{town}零报告：截至目前未接到安全生产类和自然灾害类情况报告。",
    "视频抽查{town}值班室，{n} 秒应答，值班人员在岗，与值班表一致。",
    "卫星电话与{town}通话试验，声音清楚；{place}布控球画面正常。",
)
_TOWNS = ("云洛镇", "落溪坝镇", "乙河镇", "丙湖镇", "己塘镇", "铜鼓坪镇", "癸峰乡", "丁山镇")
_PLACES = ("中学门前道路", "下游河段", "水库溢洪道", "三组后山", "集镇桥头", "厂房宿舍")


def said(rows: int) -> Iterator[str]:
    """What a duty room writes in a night of rain."""
    for n in range(rows):
        town, place = _TOWNS[n % len(_TOWNS)], _PLACES[n % len(_PLACES)]
        yield _SAID[n % len(_SAID)].format(town=town, place=place, n=n % 47 + 3)


def busy(folder: Path, rows: int, incidents: int) -> Night:
    duty = night(open_room(folder / "duty.db"))
    for number in range(incidents):
        duty.incident(f"第 {number + 1} 起 乙河镇内涝", timedelta(minutes=20 * number), Level.IV)
    categories = list(Category)
    for number, text in enumerate(said(rows)):
        todo = number % OPEN_EVERY == 0
        status = Handling.TODO if todo else Handling.DONE
        duty.line(text, status, categories[number % len(categories)])
    duty.instruction("危险区转移人员九时前不得回流。", timedelta(hours=2))
    return duty


def main(rows: int, incidents: int, folder: Path, out: Path | None = None) -> dict[str, Any]:
    duty = busy(folder, rows, incidents)
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    key, service = sheet.handover.id, duty.service
    colds = [_once(service, key, Fonts()) for _ in range(COLD)]
    cold = {name: median(one[name] for one in colds) for name in colds[0]}
    stood = _once(service, key, _stood())
    fonts = Fonts()
    _once(service, key, fonts)
    warm = [_once(service, key, fonts) for _ in range(AGAIN)]
    draft_s = _draft(duty)
    made = handover_pdf(fonts, service.sheet(key))
    if out is not None:
        out.write_bytes(made.pdf)
    duty.room.db.close()
    return {
        "bench": "handover",
        "rows": rows,
        "incidents": incidents,
        "items": len(sheet.items),
        "pages": made.pages,
        "collect_draft_s": round(draft_s, 3),
        "cold_s": {name: round(value, 3) for name, value in cold.items()},
        "stood_s": {name: round(value, 3) for name, value in stood.items()},
        "warm_s": {name: round(median(one[name] for one in warm), 3) for name in cold},
        "share": round((cold["read"] + cold["paper"]) / ALLOWED_S, 2),
        "same_bytes": len({_bytes(service, key, fonts) for _ in range(2)} | {made.sha256}) == 1,
        "versions": {"python": platform.python_version()},
    }


def _once(service: Handovers, key: Any, fonts: Fonts) -> dict[str, float]:
    begun, worked = perf_counter(), process_time()
    sheet = service.sheet(key)
    read = perf_counter()
    handover_pdf(fonts, sheet)
    done = perf_counter()
    return {"read": read - begun, "paper": done - read, "cpu": process_time() - worked}


def _stood() -> Fonts:
    fonts, told = Fonts(), list[None]()
    here, other = Worker("store", lambda call: call()), Worker("paper", lambda call: call())
    prepare_letters(fonts, here, other, lambda: "".join(Wording().texts(OTHER_LINES)))
    here.close()
    other.run(lambda: None, then=told.append)
    other.close(60)
    assert told
    return fonts


def _draft(duty: Night) -> float:
    """A draft is collected anew from the room each time it is looked at."""
    following = duty.room.shifts.current()
    assert following is not None
    duty.room.shifts.plan(
        duty.into[Role.CHIEF], following.ends_at, [(o.role, o) for o in duty.out.values()]
    )
    draft = duty.service.prepare(following.id, duty.into[Role.CHIEF])
    begun = perf_counter()
    duty.service.sheet(draft.handover.id)
    return perf_counter() - begun


def _bytes(service: Handovers, key: Any, fonts: Fonts) -> str:
    return handover_pdf(fonts, service.sheet(key)).sha256


def _asked(argv: list[str]) -> argparse.Namespace:
    ask = argparse.ArgumentParser(prog="python -m bench.handover")
    ask.add_argument("--rows", type=int, default=300)
    ask.add_argument("--incidents", type=int, default=10)
    ask.add_argument("--out", type=Path, help="keep the sheet here")
    return ask.parse_args(argv)


if __name__ == "__main__":
    asked = _asked(sys.argv[1:])
    with tempfile.TemporaryDirectory() as place:
        told = main(asked.rows, asked.incidents, Path(place), asked.out)
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.exit(0 if told["share"] <= 1 and told["same_bytes"] else 1)
