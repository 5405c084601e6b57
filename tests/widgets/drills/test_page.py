"""One drill through the real page, with pictures of real fake cameras: plan, order, picture, sound, end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base import spreadsheet
from app.base.ids import new_id
from app.base.keyfile import KeyFile
from app.base.marks import Mark
from app.drills.eyes import Eye
from app.drills.metrics import Figure, Standing
from app.drills.records import Stage, Verdict, load_rules
from app.drills.service import Drills
from app.paper.drill_sheet import drill_pdf
from app.paper.fonts import Fonts
from app.video.judging import Judges
from app.video.judging import load_rules as load_quality
from app.video.sink import Picture
from db.stores.drills import DrillRows
from tests.rooms import EVENING
from widgets.drills.page import DrillRooms, DrillsPage
from widgets.video.badges import Badges

RULES = Path(__file__).parents[3] / "resources" / "rules"


@pytest.fixture
def page(qtbot, desk, room, board, wall, well):
    from app.base.drafts import Drafts

    rules = load_rules(RULES / "drills.toml")
    drills = Drills(
        room.db, DrillRows(room.db), rules, desk.clock, lambda *_: None, room.intake.incident,
        KeyFile(None), lambda _: Figure(1, 2),
    )  # fmt: skip
    judges = Judges(load_quality(RULES / "video.toml"), desk.bus.publish)
    fonts = Fonts()
    rooms = DrillRooms(
        drills, wall, judges, Badges(), lambda: board.cameras,
        lambda look: drill_pdf(fonts, "示范县值班室", look, rules, desk.clock.now()),
    )  # fmt: skip
    made = DrillsPage(desk, rooms, Drafts(Path(room.db.path).parent / "drafts", desk.clock))
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    yield made
    made.close_eyes()


def test_a_drill_through_the_page(qtbot, page, desk, tmp_path, monkeypatch) -> None:
    plan, run, results = page.plan, page.run, page.results
    page.turn("plan")
    form = plan._form
    qtbot.waitUntil(lambda: len(plan.picks.records) == 4)
    plan.keep()
    assert "title" in [name for name, field in form.fields.items() if field.error()]
    form.fill({"title": "六月可视化演练", "count": "9"})
    plan.keep()
    assert not plan.planned.records
    form.fill({"count": "2", "blind": "是", "scenario": "山洪", "script": "断电"})
    plan.keep()
    assert plan._form.fields["script"].error(), "no minutes before it"
    form.fill({"script": "0 村口桥被冲断\n30 停电"})
    plan.draw()
    drawn = {pick.camera.code for pick in plan.picks.records if pick.chosen}
    assert len(drawn) == 2
    plan.keep()
    qtbot.waitUntil(lambda: len(plan.planned.records) == 1)
    assert {t.target.code for t in plan.planned.records[0].targets} == drawn
    me = desk.session.officer
    monkeypatch.setattr(type(desk.session), "officer", property(lambda _: replace(me, id=new_id())))
    plan._seated()
    qtbot.waitUntil(lambda: not plan.planned.records)  # a double-blind one, and not hers
    monkeypatch.undo()
    plan._seated()
    qtbot.waitUntil(lambda: len(plan.planned.records) == 1)
    plan.planned.select(plan.planned.records[0].id)
    plan.copy()
    assert plan._form.values()["scenario"] == "", "what is sealed is not copied"
    plan._form.fill({"seed": "another"})
    told = plan._told()
    assert {one.code for one in plan._cameras if one.id in told.cameras} == drawn
    plan._form.fill({"title": "改期的演练", "count": "2", "how": "draw"})
    plan.keep()
    qtbot.waitUntil(lambda: len(plan.planned.records) == 2)
    plan._form.fill({"scenario": "又一场的情景"})
    other = next(one for one in plan.planned.records if one.run.title == "改期的演练")
    plan.planned.select(other.id)
    plan.cancel()
    qtbot.waitUntil(lambda: bool(plan._why.error()))
    plan._why.set_value("场地被占用")
    plan.cancel()
    qtbot.waitUntil(lambda: len(plan.planned.records) == 1)
    gone = next(one for one in page._drills.all() if one.id == other.id)
    assert gone.run.cancelled == "场地被占用"
    assert (plan._why.value(), plan._why.error()) == ("", "")
    page.turn("run")
    assert "双盲" in run._said.text() or "blind" in run._said.text()
    assert "山洪" not in run._said.text()
    run.go_on()
    qtbot.waitUntil(lambda: run.seen.stage is Stage.RUNNING)
    assert page._running is not None
    assert [run.script._text(one)[:6] for one in run.script.table.records] == ["sealed"] * 2
    run.inject()
    qtbot.waitUntil(lambda: run.script.table.records[0].text == "村口桥被冲断")
    run.inject()
    qtbot.waitUntil(lambda: "30 more minutes" in run.trouble.text())
    run.table.view.selectRow(0)
    run._form.fill({"remark": "有杂音", "words": Verdict.NO.value})
    run.table.view.selectRow(1)
    assert (run._form.values()["remark"], run._form.values()["words"]) == ("", "未判")
    run.table.view.selectRow(0)
    assert (run._form.values()["remark"], run._form.values()["words"]) == ("有杂音", "不合格")
    run._form.fill({"words": "未判"})
    run.go_on()  # the instruction
    first = run.seen.targets[0].id
    live = run.seen.targets[0].target.code != "04-F-07"
    if not live:  # the one camera that never answers was drawn first
        run.see()
    qtbot.waitUntil(lambda: run.seen.targets[0].target.picture_at is not None, timeout=15_000)
    target = run.seen.targets[0].target
    assert target.picture_at >= target.order_at
    run.go_on()  # its sound
    qtbot.waitUntil(lambda: run.seen.targets[0].standing is Standing.CONNECTED)
    run._form.fill({"sound": Verdict.YES.value})
    codes = [asked.code for asked in page._drills.rules.checks]
    page._drills.measured(first, run.seen.id, Verdict.NO)
    run.read()
    qtbot.waitUntil(lambda: Verdict.NO in run.seen.targets[0].verdicts)
    assert run._form.values()["sound"] == Verdict.YES.value, "what is half judged stays"
    run._form.fill(
        {
            code: one.value
            for code, one in zip(codes, run.seen.targets[0].verdicts, strict=True)
            if code != "sound"
        }
    )
    run.judge()
    qtbot.waitUntil(lambda: run.seen.targets[0].verdicts[2] is Verdict.YES)
    assert run.seen.targets[0].target.remark == "有杂音"
    run._form.fill({"reason": "等真实警情"})
    run.stop_or_go()
    qtbot.waitUntil(lambda: run.seen.stage is Stage.PAUSED)
    assert (run.seen.pauses[-1].reason, run._form.values()["reason"]) == ("等真实警情", "")
    run.stop_or_go()
    qtbot.waitUntil(lambda: run.seen.stage is Stage.RUNNING)
    page._drills.interrupted("370M 紧急报警")
    run.read()
    page._again.ask(page._drills.running)
    qtbot.waitUntil(lambda: "370M" in page.band.accessibleDescription())
    run.stop_or_go()
    qtbot.waitUntil(lambda: run.seen.stage is Stage.RUNNING)
    run.end()
    qtbot.waitUntil(lambda: page._running is None)
    page.turn("results")
    qtbot.waitUntil(lambda: len(results.runs.records) == 2)
    results.runs.select(next(r.id for r in results.runs.records if r.stage is Stage.ENDED))
    held = results.chosen()
    assert held.rates.connected.words() == "100.0%（1/1）"
    assert held.rates.quality.words() == "0.0%（0/1）"
    assert held.rates.uncalled == 1
    assert "覆盖率 50.0%（1/2）" in results._targets_panel._note.text()
    place = tmp_path / "drill.xlsx"
    results.hand_out(str(place))
    qtbot.waitUntil(place.exists)
    rows = spreadsheet.read(place)
    assert {row[0] for row in rows[1:]} == {Mark.DRILL.value}
    assert page.print_page()
    qtbot.waitUntil(results.preview.isVisible, timeout=10_000)
    assert first in {one.id for one in held.targets}


def test_an_eye_tells_a_steady_picture_from_one_that_stands() -> None:
    eye = Eye(freeze_s=3.0)

    def shown(*seconds: float) -> None:
        for at_s in seconds:
            eye.put(Picture(2, 2, 8, b"", EVENING, at_s))

    shown(*range(30), *range(34, 80))
    assert eye.longest_s < 60
    shown(*range(80, 95))
    assert eye.longest_s == 60


def test_a_picture_of_before_the_order_is_not_the_first_one_and_hides_none() -> None:
    eye = Eye(freeze_s=3.0, order_at=EVENING)
    for n in (-2, 1, 2):
        eye.put(Picture(2, 2, 8, b"", EVENING + timedelta(seconds=n), 10.0 + n))
    assert eye.first_at == EVENING + timedelta(seconds=1)
    assert eye.longest_s == 1
