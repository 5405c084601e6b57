"""One incident with all its threads, through the real page: levels, corrections, orders, forces, drafts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.base.ids import new_id
from app.dossier.timeline import Lane
from app.incidents.records import Count, EventClass, Level, Source
from app.incidents.said import Said
from app.people.records import Role
from tests.deskroom import DeskRoom
from tests.rooms import officer
from tests.widgets.incidents.scenes import fill
from widgets.incidents.detail import IncidentDetail
from widgets.incidents.page import IncidentsPage

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def detail(office: DeskRoom, scene: IncidentsPage, fire) -> IncidentDetail:
    scene.open(fire.id)
    return scene.detail


@pytest.fixture
def chief(office: DeskRoom) -> None:
    office.desk.session.sign_in(office.room.chief)


def shown(detail: IncidentDetail) -> str:
    return detail.head.words()


def test_alt_and_a_figure_turns_to_each_of_the_eight_tabs(qtbot, detail):
    keys = [Qt.Key(Qt.Key.Key_1 + n) for n in range(8)]
    for key, name in zip(keys, detail.tabs, strict=True):
        qtbot.keyClick(detail.window(), key, ALT)
        assert (detail.strip.current, detail.tabs[name].isVisible()) == (name, True)


def test_the_head_keeps_confirmed_and_possible_apart(office, detail, fire, chief):
    services = detail._services
    services.intake.count(office.room.watch, fire, {Count.DEAD: (3, False)}, "消防确认")
    assert "未定级" in shown(detail)
    assert "死亡3人，较大" in detail.overview._proposed.text(), (
        "proposed with its clause, not judged"
    )
    assert "第三条" in detail.overview._proposed.text()
    services.grading.judge(
        office.room.chief, office.room.shift.id, detail.seen.incident, Level.III, Level.II, "3 死"
    )
    assert "Ⅲ 较大，possibly Ⅱ 重大" in shown(detail)
    assert "sources 1" in shown(detail)


def test_the_chief_judges_with_a_reason_and_may_judge_otherwise_than_proposed(
    qtbot, office, detail, fire, chief
):
    qtbot.keyClick(detail.window(), Qt.Key.Key_Y, ALT)
    card = detail.card
    assert card.isVisible()
    assert card.fields["level"].value() == Level.NONE.value, "a proposal is never filled in"
    card.fields["level"].set_value(Level.II.value)
    card.submit()
    assert card.fields["reason"].error()
    card.fields["reason"].set_value("市局口头要求按重大处置")
    card.fields["known_at"].set_value("刚才")
    card.submit()
    assert card.fields["known_at"].error()
    card.fields["known_at"].set_value("20:00")
    card.submit()
    assert not card.isVisible()
    assert office.room.intake.incident(fire.id).level is Level.II
    assert [line.right for line in detail.overview.history.lines] == [office.room.chief.name]


def test_who_is_no_chief_is_told_so(qtbot, office, detail):
    qtbot.keyClick(detail.window(), Qt.Key.Key_Y, ALT)
    assert not detail.card.isVisible()
    assert Role.PROFESSIONAL.value in office.said[-1]


def test_two_officers_who_change_other_facts_are_both_right(office, detail, fire):
    form = open_correction(detail)
    other(office, fire, commander="李范例")
    form.fields["place"].set_value("石垭口镇老街")
    detail.overview.correcting.save()
    one = office.room.intake.incident(fire.id)
    assert (one.place, one.commander) == ("石垭口镇老街", "李范例")


def test_the_same_fact_changed_twice_is_shown_at_the_field_and_never_overwritten(
    office, detail, fire
):
    form = open_correction(detail)
    other(office, fire, place="石垭口镇新街")
    form.fields["place"].set_value("石垭口镇老街")
    correcting = detail.overview.correcting
    correcting.save()
    told = form.fields["place"].error()
    assert "石垭口镇新街" in told
    assert "石垭口镇老街" in told
    assert office.room.intake.incident(fire.id).place == "石垭口镇新街"
    correcting.take_theirs()
    assert form.fields["place"].value() == "石垭口镇新街"
    form.fields["place"].set_value("石垭口镇正街")
    correcting.save()
    assert office.room.intake.incident(fire.id).place == "石垭口镇正街", "decided knowingly"


def test_class_and_time_are_corrected_and_bring_their_clocks(office, detail, fire):
    form = open_correction(detail)
    form.fields["what"].set_value("自然灾害 / 森林火灾")
    form.fields["happened_at"].set_value("约19:40")
    detail.overview.correcting.save()
    one = office.room.intake.incident(fire.id)
    assert (one.event_class, one.kind, one.happened_about) == (EventClass.NATURAL, "森林火灾", True)


def open_correction(detail: IncidentDetail):
    detail.overview.correct()
    return detail.overview.correcting.form


def other(office: DeskRoom, fire, **changed: str) -> None:
    """Another officer, at another desk."""
    office.room.intake.edit(office.room.chief, fire, replace(fire, **changed))


def test_several_sources_stand_side_by_side(office, detail, fire):
    again = Said(
        source=Source.TOWNSHIP, reporter_unit="石垭口镇值班室", place="老街", course="在疏散",
        alarm_no="12-7", called_back=True,
    )  # fmt: skip
    office.room.intake.merge(office.room.watch, office.room.shift.id, fire, again)
    _, second = detail.overview.sources.lines
    assert (second.lead2, second.text) == ("乡镇", "在疏散（地点：老街）")
    assert "12-7" in second.title
    assert second.right == "not repeated back · called back"


def test_an_order_is_given_answered_and_done(qtbot, office, detail, fire):
    orders = detail.orders
    detail.turn("orders")
    detail.tabs["orders"].turn("orders")
    orders._new.fill({"giver": "赵示范", "unit": "县住建局", "text": "切断燃气", "due": "20分钟内"})
    qtbot.keyClick(detail.window(), Qt.Key.Key_Return, CTRL)
    (one,) = detail.seen.case.orders
    assert (one.no, orders._new.fields["text"].value()) == ("2026-0624-01-令1", "")
    qtbot.keyClick(detail.window(), Qt.Key.Key_R, ALT)
    qtbot.keyClick(detail.window(), Qt.Key.Key_F, ALT)
    assert orders._steps.fields["feedback"].error() != ""
    orders._steps.fields["feedback"].set_value("已关阀")
    qtbot.keyClick(detail.window(), Qt.Key.Key_F, ALT)
    orders._steps.fields["at"].set_value("19:30")
    qtbot.keyClick(detail.window(), Qt.Key.Key_O, ALT)
    assert orders._steps.fields["at"].error() != "", "not before it was given"
    orders._steps.fields["at"].clear()
    qtbot.keyClick(detail.window(), Qt.Key.Key_O, ALT)
    (one,) = detail.seen.case.orders
    assert (one.step.value, one.feedback) == ("办结", "已关阀")


def test_a_force_leaves_and_arrives_and_what_nobody_said_stays_unknown(qtbot, office, detail):
    detail.turn("forces")
    forces = detail.forces
    forces._new.fill({"team": "老街中队", "people": "二十余", "vehicles": ""})
    qtbot.keyClick(detail.window(), Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(detail.window(), Qt.Key.Key_S, ALT)
    office.room.clock.forward(timedelta(minutes=9))
    qtbot.keyClick(detail.window(), Qt.Key.Key_R, ALT)
    (one,) = detail.seen.case.forces
    assert (one.people, one.vehicles, one.arrived_at - one.left_at) == (
        20,
        None,
        timedelta(minutes=9),
    )
    assert "vehicles unknown" in forces._strength(one)
    assert forces.summed((one,)) == "1 there, 0 on the way, 20 people there"
    forces._new.fill({"team": "矿山队", "people": "若干"})
    qtbot.keyClick(detail.window(), Qt.Key.Key_Return, CTRL)
    assert forces._new.fields["people"].error() != ""


def test_one_headquarters_at_a_time(office, detail, chief):
    detail.turn("forces")
    detail.tabs["forces"].turn("headquarters")
    part = detail.headquarters
    part._new.fill({"name": "前指", "commander": "赵示范"})
    part.set_up()
    assert not part._set_up.isEnabled()
    assert part.standing.name == "前指"
    one = detail.seen.incident
    assert (part.standing.lat, part.standing.lon) == (one.lat, one.lon)
    assert part.spot("没有这个地方") == (None, None)
    part.end()
    assert part.standing is None
    assert part._set_up.isEnabled()


def test_minutes_are_taken_up_again_and_go_out_as_text(
    office, detail, chief, tmp_path, monkeypatch
):
    part = detail.consultations
    part._new.fill({"chair": "赵示范", "opinions": "先控火\n后搜救"})
    part.put_down()
    part._task.fill({"what": "安全鉴定", "who": "县住建局"})
    part.charge()
    part.take_up()
    part._new.fill({"conclusions": "划警戒区"})
    office.room.clock.forward(timedelta(minutes=30))
    part.put_down()
    (one,) = detail.seen.case.consultations
    assert (one.conclusions, one.chair) == ("划警戒区", "赵示范")
    to = tmp_path / "会商.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(to), ""))
    part.export()
    told = to.read_text(encoding="utf-8")
    assert "1. 先控火" in told
    assert "2. 后搜救" in told
    assert "县住建局：安全鉴定（未办结）" in told


def test_words_half_typed_stay_with_their_incident(office, scene, detail, fire):
    clock = office.room.clock
    clock.forward(timedelta(minutes=1))
    said = Said(place="竹瓦溪乡", kind="山洪")
    flood = office.room.intake.register(office.room.watch, office.room.shift.id, new_id(), said)
    detail.orders._new.fields["text"].set_value("切断")
    detail._draft.save()
    scene.table.show_held()
    scene.open(flood.id)
    assert detail.orders._new.fields["text"].value() == ""
    scene.open(fire.id)
    assert detail.orders._new.fields["text"].value() == "切断"


def test_the_axis_holds_every_lane_and_opens_what_stands_behind(office, scene):
    one = fill(office, scene.detail._services)
    scene.open(one.id)
    detail = scene.detail
    held = detail.axis.view.moments
    assert {moment.lane for moment in held} >= {
        Lane.SOURCES, Lane.LOG, Lane.PEOPLE, Lane.LEVEL, Lane.INSTRUCTIONS, Lane.ORDERS, Lane.FORCES,
        Lane.CONSULTATIONS,
    }  # fmt: skip
    force = next(moment for moment in held if moment.table == "force")
    detail.open_moment(force)
    assert detail.forces.isVisible()
    assert detail.forces.table.current().id == force.key
    line = next(moment for moment in held if moment.table == "log_entry")
    detail.open_moment(line)
    assert office.gone[-1] == ("log", line.key)


def test_who_only_looks_on_sees_no_name_and_no_number(office, scene):
    one = fill(office, scene.detail._services)
    scene.open(one.id)
    detail = scene.detail
    office.desk.session.sign_in(officer("某领导", Role.OBSERVER))
    words = [
        detail.overview.text,
        *(f"{line.title} {line.text}" for line in detail.overview.sources.lines),
        *(moment.words for moment in detail.axis.view.moments),
        *(f"{team.leader} {team.phone}" for team in detail.forces.table.records),
        *(line.text for line in detail.chronicle.list.lines),
    ]
    for name in ("周试用", "吴范顺", "李范例", "0743-0000119"):
        assert not [told for told in words if name in told]
