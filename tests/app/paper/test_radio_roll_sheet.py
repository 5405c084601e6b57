"""The sheet of a roll call by radio: every post, the rates, who was silent, room for three signatures."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.base.ids import new_id
from app.base.marks import Mark
from app.paper.fonts import Fonts
from app.paper.radio_roll_sheet import radio_roll_pdf
from app.radio.rollcall import RollBook
from app.radio.rollcall_records import (
    Means,
    RadioList,
    RadioRoll,
    RadioRollAnswer,
    RollMode,
    RollResult,
)
from app.radio.rollcall_rules import figures, load_rules
from tests.app.paper.test_handover_sheet import read

AT = datetime(2026, 6, 24, 12, 30, tzinfo=UTC)
RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "radio_roll.toml")
RESULTS = (
    RollResult.OK, RollResult.WEAK, RollResult.SILENT, RollResult.STAND_IN, RollResult.FAULTY,
    RollResult.LEAVE, RollResult.NOT_CALLED,
)  # fmt: skip


def book(count: int) -> RollBook:
    one = RadioList(new_id(), "村级值守点", RollMode.MIXED, (), None, 1, True, Mark.TEST)
    roll = RadioRoll(
        new_id(), new_id(), one.id, one.name, RollMode.MIXED, "desk", AT,
        AT.replace(minute=42, second=7), count, "x", "向示月", "x", "向示月", Mark.TEST,
    )  # fmt: skip
    rows = []
    for n in range(1, count + 1):
        result = RESULTS[n % len(RESULTS)]
        heard = result in (RollResult.OK, RollResult.WEAK)
        rows.append(RadioRollAnswer(
            new_id(), roll.id, new_id(), n, f"试用点位{n:03}", "铜鼓坪镇", 371000 + n, 1,
            Means.RADIO, result, "link_down" if result is RollResult.NOT_CALLED else "",
            AT.replace(second=n % 60), 1.4 if heard else None, -78 if heard else None, "A", 1,
            "设备进水，备件在路上" if result is RollResult.FAULTY else "", "system", "", Mark.TEST,
        ))  # fmt: skip
    silent = next(row for row in rows if row.result is RollResult.SILENT)
    rows.append(RadioRollAnswer(
        new_id(), roll.id, silent.post_id, silent.sort, silent.name, silent.unit, silent.radio, 2,
        Means.SATELLITE, RollResult.STAND_IN, "", AT, None, None, "", 1, "村支书接", "x", "向示月",
        Mark.TEST,
    ))  # fmt: skip
    return RollBook(one, (), roll, tuple(rows))


def test_the_sheet_says_every_post_and_the_same_words_as_the_log(fonts: Fonts) -> None:
    shown = book(30)
    made = radio_roll_pdf(fonts, "示范县应急管理局值班室", shown, RULES, AT)
    assert made.pages == 2
    text = read(made.pdf)
    assert figures(shown.answers).words(RULES).split("；")[0].replace(" ", "") in text
    assert [one.name for one in shown.answers if one.name not in text] == []
    assert text.count("测试数据") == 1 + made.pages, "in the corner, and at the foot of every page"
    again = radio_roll_pdf(fonts, "示范县应急管理局值班室", shown, RULES, AT)
    assert made.pdf == again.pdf, "the same calling gives the same bytes"
