"""A report on its way: four hands, no step skipped, nothing sent before it was issued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base.errors import Conflict, Refused
from app.base.ids import new_id
from app.incidents.records import Count, EventClass, Incident, IncidentStatus, ReportWay
from app.incidents.said import Said
from app.reports.records import (
    Direction,
    Element,
    Form,
    Report,
    ReportKind,
    SendWay,
    Stage,
    StepKind,
)
from app.reports.texts import compared
from tests.reporting import Reporting, reporting
from tests.rooms import EVENING, open_room

FIRST, FOLLOW_UP, FINAL = ReportKind.FIRST, ReportKind.FOLLOW_UP, ReportKind.FINAL


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Reporting]:
    room = open_room(tmp_path / "room.db", EVENING)
    yield reporting(room)
    room.db.close()


@pytest.fixture
def fire(desk: Reporting) -> Incident:
    said = Said(
        event_class=EventClass.ACCIDENT,
        kind="火灾",
        place="己塘镇演示路一车间",
        township="己塘镇",
        reporter_unit="己塘镇值班室",
        course="厂房起火",
        counts={Count.HURT: (1, False), Count.MISSING: (2, False)},
    )
    room = desk.room
    return room.intake.register(room.watch, room.shift.id, new_id(), said)


def drafted(desk: Reporting, fire: Incident, kind: ReportKind = FIRST) -> Report:
    return desk.writing.draft(desk.room.watch, desk.room.shift.id, fire, kind)


def issued(desk: Reporting, report: Report) -> Report:
    shift = desk.room.shift.id
    report = desk.flow.submit(desk.room.watch, shift, report)
    report = desk.flow.review(desk.room.chief, shift, report)
    return desk.flow.issue(desk.leader, shift, report)


def refused(code: str) -> object:
    return pytest.raises(Refused, match=code)


def test_each_stage_is_kept_with_who_and_when(desk: Reporting, fire: Incident) -> None:
    report = issued(desk, drafted(desk, fire))
    assert (report.stage, report.year, report.year_no) == (Stage.SEND, 2026, 1)
    steps = [(step.kind, step.by_name) for step in desk.store.steps(report.id)]
    assert steps == [
        (StepKind.DRAFTED, "向示月"),
        (StepKind.SUBMITTED, "向示月"),
        (StepKind.REVIEWED, "彭例安"),
        (StepKind.ISSUED, "田演平"),
    ]
    assert desk.store.report(report.id) == report
    told = [line.text for line in desk.room.log.of_incident(fire.id)]
    assert any("签发" in text and "2026年第1期" in text for text in told)


def test_nobody_signs_what_he_drafted_and_the_reviewer_does_not_issue(
    desk: Reporting, fire: Incident
) -> None:
    shift, chief = desk.room.shift.id, desk.room.chief
    own = desk.writing.draft(chief, shift, fire, FIRST)
    own = desk.flow.submit(chief, shift, own)
    with refused("drafted_it"):
        desk.flow.review(chief, shift, own)
    with refused("not_allowed"):
        desk.flow.review(desk.room.watch, shift, own)
    own = desk.flow.review(desk.leader, shift, own)
    with refused("reviewed_it"):
        desk.flow.issue(desk.leader, shift, own)


def test_who_changed_a_draft_is_a_drafter_of_it(desk: Reporting, fire: Incident) -> None:
    shift, chief = desk.room.shift.id, desk.room.chief
    report = drafted(desk, fire)
    report = desk.writing.edit(chief, report, {Form.FULL: report.body + "补充。"})
    report = desk.flow.submit(desk.room.watch, shift, report)
    with refused("drafted_it"):
        desk.flow.review(chief, shift, report)


def test_what_is_made_public_tells_neither_source_nor_level_and_is_numbered_by_itself(
    desk: Reporting, fire: Incident
) -> None:
    issued(desk, drafted(desk, fire))
    report = drafted(desk, fire, ReportKind.RELEASE)
    assert report.title.endswith("情况通报")
    for text in (report.body, report.message, report.script):
        assert "己塘镇" in text
        assert "级别" not in text
        assert "值班室" not in text
        assert text.endswith("有关情况将及时发布。")
    report = issued(desk, report)
    assert (report.stage, report.year_no) == (Stage.SEND, 1)


def test_nothing_is_sent_before_it_is_issued(desk: Reporting, fire: Incident) -> None:
    shift = desk.room.shift.id
    report = drafted(desk, fire)
    with refused("not_issued"):
        desk.sender.send(desk.room.watch, shift, report, "市应急管理局", SendWay.SYSTEM)
    assert desk.store.sendings(report.id) == []


def test_a_report_is_returned_with_a_reason_and_its_texts_can_be_changed_again(
    desk: Reporting, fire: Incident
) -> None:
    shift = desk.room.shift.id
    report = desk.flow.submit(desk.room.watch, shift, drafted(desk, fire))
    with refused("wrong_stage"):
        desk.writing.edit(desk.room.watch, report, {Form.FULL: "改"})
    with refused("empty"):
        desk.flow.give_back(desk.room.chief, shift, report, " ")
    back = desk.flow.give_back(desk.room.chief, shift, report, "地点不清")
    assert back.stage is Stage.RETURNED
    assert desk.store.steps(back.id)[-1].reason == "地点不清"
    desk.writing.edit(desk.room.watch, back, {Form.FULL: "改过的正文"})


def test_consent_by_telephone_issues_and_the_signature_is_owed(
    desk: Reporting, fire: Incident
) -> None:
    room = desk.room
    report = desk.flow.submit(room.watch, room.shift.id, drafted(desk, fire))
    report = desk.flow.review(room.chief, room.shift.id, report)
    room.clock.forward(timedelta(minutes=4))
    said_at = room.clock.now() - timedelta(minutes=1)
    with refused("in_the_future"):
        desk.flow.consent(
            room.watch, room.shift.id, report, desk.leader, said_at + timedelta(hours=1)
        )
    with refused("not_allowed"):
        desk.flow.consent(room.watch, room.shift.id, report, room.chief, said_at)
    agreed = desk.flow.consent(room.watch, room.shift.id, report, desk.leader, said_at)
    assert (agreed.stage, agreed.signed, agreed.issued_name) == (Stage.SEND, False, "田演平")
    step = desk.store.steps(agreed.id)[-1]
    assert (step.kind, step.person, step.said_at, step.by_name) == (
        StepKind.CONSENTED, "田演平", said_at, "向示月",
    )  # fmt: skip
    other = replace(desk.leader, id=new_id(), name="覃演军")
    with refused("not_who_consented"):
        desk.flow.sign(other, room.shift.id, agreed)
    assert desk.flow.sign(desk.leader, room.shift.id, agreed).signed


def test_numbers_are_counted_by_the_year_and_a_second_one_is_warned_of(
    desk: Reporting, fire: Incident
) -> None:
    shift = desk.room.shift.id
    issued(desk, drafted(desk, fire))
    report = drafted(desk, fire, FOLLOW_UP)
    report = desk.flow.submit(desk.room.watch, shift, report)
    report = desk.flow.review(desk.room.chief, shift, report)
    with pytest.raises(Refused) as told:
        desk.flow.issue(desk.leader, shift, report, 1)
    assert (told.value.code, told.value.figures) == ("number_used", {"number": 1, "largest": 1})
    assert desk.flow.issue(desk.leader, shift, report, 1, twice=True).year_no == 1
    assert desk.flow.numbering(FIRST).next == 2
    assert desk.flow.numbering(ReportKind.MINUTES).next == 1


def test_sending_stops_the_clocks_of_whom_it_reached(desk: Reporting, fire: Incident) -> None:
    room = desk.room
    before = room.clocks.of(fire)
    assert any(clock.to == "市应急管理局" for clock in before)
    report = issued(desk, drafted(desk, fire))
    room.clock.forward(timedelta(minutes=20))
    sent_at = room.clock.now()
    report = desk.sender.send(
        room.watch, room.shift.id, report, "市应急管理局指挥中心", SendWay.SYSTEM, "省系统 2021"
    )
    assert report.stage is Stage.CONFIRM
    clocks = room.intake.deadlines(fire.id)
    written = [c for c in clocks if c.way is ReportWay.WRITTEN and c.to == "市应急管理局"]
    assert written
    assert all(c.met_at == sent_at and c.met_by == f"report:{report.id}" for c in written)
    others = [c for c in clocks if c.to == "县政府总值班室"]
    assert all(c.met_at is None for c in others)
    [sending] = desk.store.sendings(report.id)
    assert (sending.outside_no, sending.by_name) == ("省系统 2021", "向示月")


def test_the_telephone_goes_first_and_stops_its_own_clock(desk: Reporting, fire: Incident) -> None:
    room = desk.room
    report = desk.sender.phone(room.watch, room.shift.id, fire, "市应急管理局", "龙示河")
    assert (report.kind, report.stage, report.year_no) == (ReportKind.PHONE, Stage.FILED, 0)
    clocks = room.intake.deadlines(fire.id)
    assert all(c.met_at is None for c in clocks if c.way is ReportWay.WRITTEN)
    assert any("电话报告 市应急管理局" in line.text for line in room.log.of_incident(fire.id))
    assert "己塘镇值班室" in report.script


def test_when_all_recipients_confirmed_the_report_is_filed(desk: Reporting, fire: Incident) -> None:
    room = desk.room
    report = issued(desk, drafted(desk, fire))
    for unit in report.to:
        report = desk.sender.send(room.watch, room.shift.id, report, unit, SendWay.FAX)
    for n, sending in enumerate(desk.store.sendings(report.id), 1):
        report = desk.sender.confirm(room.watch, room.shift.id, report, sending, "龙示河")
        assert (report.stage is Stage.FILED) is (n == len(report.to))
    with refused("confirmed_already"):
        first = desk.store.sendings(report.id)[0]
        desk.sender.confirm(room.watch, room.shift.id, report, first, "龙示河")


def test_a_final_report_waits_for_the_close_and_a_first_one_comes_once(
    desk: Reporting, fire: Incident
) -> None:
    with refused("not_closed"):
        drafted(desk, fire, FINAL)
    with refused("no_first"):
        drafted(desk, fire, FOLLOW_UP)
    assert desk.writing.next_kind(fire) is FIRST
    drafted(desk, fire)
    with refused("first_exists"):
        drafted(desk, fire)
    room = desk.room
    closed = room.intake.move(room.watch, room.shift.id, fire, IncidentStatus.CLOSED, "")
    assert desk.writing.next_kind(closed) is FINAL
    drafted(desk, closed, FINAL)


def test_missing_elements_are_named_and_hold_nothing_back(desk: Reporting, fire: Incident) -> None:
    report = drafted(desk, fire)
    assert "影响范围" in desk.writing.missing(report)
    assert issued(desk, report).stage is Stage.SEND


def test_what_an_officer_typed_is_never_written_over_by_a_redraft(
    desk: Reporting, fire: Incident
) -> None:
    room = desk.room
    report = drafted(desk, fire)
    report = desk.writing.edit(room.watch, report, {Form.FULL: "本人写的正文。"})
    room.intake.count(room.watch, fire, {Count.DEAD: (1, False)}, "医生确认")
    _, told = desk.writing.fresh(report)
    kinds = {piece.kind for piece in compared(report.body, told.body)}
    assert "new" in kinds
    report = desk.writing.redraft(room.watch, report)
    assert report.body == "本人写的正文。"
    assert "死亡1人" in report.message
    report = desk.writing.redraft(room.watch, report, frozenset({Form.FULL}))
    assert "死亡1人" in report.body
    assert not report.own(Form.FULL)


def test_a_correction_names_what_it_puts_right_and_goes_the_whole_way(
    desk: Reporting, fire: Incident
) -> None:
    room = desk.room
    report = issued(desk, drafted(desk, fire))
    desk.sender.send(room.watch, room.shift.id, report, "市应急管理局", SendWay.FAX)
    report = desk.store.report(report.id)
    assert report is not None
    with refused("sent_already"):
        ready = replace(report, stage=Stage.SEND)
        desk.flow.cancel(desk.leader, room.shift.id, ready, "错了")
    fixed = desk.writing.correct(room.watch, room.shift.id, report, "受伤应为2人")
    assert (fixed.corrects, fixed.stage, fixed.year_no) == (report.id, Stage.DRAFT, 0)
    assert fixed.body.startswith("更正初报（2026年第1期）：受伤应为2人。")
    with refused("not_issued"):
        desk.sender.send(room.watch, room.shift.id, fixed, "市应急管理局", SendWay.FAX)
    assert issued(desk, fixed).year_no == 2


def test_a_superior_urges_us_and_we_urge_a_recipient(desk: Reporting, fire: Incident) -> None:
    room = desk.room
    desk.sender.urge(
        room.watch, room.shift.id, Direction.IN, "市应急管理局", "龙示河", "书面何时到", fire
    )
    report = issued(desk, drafted(desk, fire))
    desk.sender.urge(
        room.watch, room.shift.id, Direction.OUT, "县委总值班室", "", "请确认收到", report=report
    )
    found = desk.store.urgings(fire.id)
    assert [(one.direction, one.unit) for one in found] == [
        (Direction.IN, "市应急管理局"),
        (Direction.OUT, "县委总值班室"),
    ]


def test_two_officers_on_one_report_do_not_overwrite_each_other(
    desk: Reporting, fire: Incident
) -> None:
    report = drafted(desk, fire)
    desk.writing.edit(desk.room.watch, report, {Form.FULL: "甲写的"})
    with pytest.raises(Conflict):
        desk.writing.edit(desk.room.chief, report, {Form.FULL: "乙写的"})
    desk.writing.edit(desk.room.chief, report, {Form.MESSAGE: "乙写的短文本"})


def test_a_statement_is_put_right_with_a_reason_only(desk: Reporting, fire: Incident) -> None:
    watch, state = desk.room.watch, desk.writing.state
    first = state(watch, fire, Element.SCOPE, "过火约2公顷")
    with refused("empty"):
        state(watch, fire, Element.SCOPE, "0.9公顷", replaces=first)
    state(watch, fire, Element.SCOPE, "0.9公顷", replaces=first, reason="实测")
    facts = desk.gathering.facts(fire, desk.room.clock.now())
    [told] = facts.of(Element.SCOPE)
    assert (told.text, told.was, told.reason) == ("0.9公顷", "过火约2公顷", "实测")


@pytest.mark.parametrize(
    "words", ["<b>粗</b><script>alert(1)</script>", "𠮷家湾" * 3000, "第\n二行"]
)
def test_any_text_is_kept_as_it_was_typed(desk: Reporting, fire: Incident, words: str) -> None:
    report = desk.writing.edit(desk.room.watch, drafted(desk, fire), {Form.FULL: words})
    kept = desk.store.report(report.id)
    assert kept is not None
    assert kept.body == words
    with refused("too_long"):
        desk.writing.edit(desk.room.watch, report, {Form.FULL: "长" * 60_000})
    with refused("lone_surrogate"):
        desk.writing.edit(desk.room.watch, report, {Form.FULL: "\ud800"})


def test_who_could_issue_it_is_asked_to_review_last_and_never_both(
    desk: Reporting, fire: Incident
) -> None:
    room, shift = desk.room, desk.room.shift.id
    report = desk.flow.submit(room.watch, shift, drafted(desk, fire))
    assert desk.desk.look(report.id).barred == {str(room.watch.id)}
    report = desk.flow.review(desk.leader, shift, report)
    assert desk.desk.look(report.id).barred == {str(room.watch.id), str(desk.leader.id)}


def test_a_call_made_meanwhile_is_no_news_for_a_first_report(
    desk: Reporting, fire: Incident
) -> None:
    room = desk.room
    report = drafted(desk, fire)
    room.clock.forward(timedelta(minutes=3))
    desk.sender.phone(room.watch, room.shift.id, fire, "市应急管理局", "龙示河")
    assert not desk.desk.look(report.id).stale
    room.intake.count(room.watch, fire, {Count.DEAD: (1, False)}, "医生确认")
    assert desk.desk.look(report.id).stale


def test_what_place_and_course_both_say_is_said_once(desk: Reporting) -> None:
    room = desk.room
    said = Said(place="己塘镇演示路12号演示家具厂", course="演示家具厂车间起火", kind="火灾")
    fire = room.intake.register(room.watch, room.shift.id, new_id(), said)
    assert "己塘镇演示路12号演示家具厂车间起火" in drafted(desk, fire).body


def test_a_correction_that_is_not_issued_yet_is_no_report_to_follow(
    desk: Reporting, fire: Incident
) -> None:
    room, shift = desk.room, desk.room.shift.id
    first = issued(desk, drafted(desk, fire))
    fix = desk.writing.correct(room.watch, shift, first, "起火部位有误")
    assert desk.writing.previous(fix).id == first.id
    follow = drafted(desk, fire, FOLLOW_UP)
    assert follow.seq == 1
    assert desk.writing.previous(follow).id == first.id
    issued(desk, fix)
    again = drafted(desk, fire, FOLLOW_UP)
    assert desk.writing.previous(again).id == follow.id
