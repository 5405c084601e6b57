"""会商纪要 from the record of a consultation; what nobody wrote down is not made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.incidents.acts import ConsultationKind
from app.incidents.consulting import Consulting, Minutes
from app.incidents.intake import Said
from app.paper.fonts import Fonts
from app.paper.report_sheet import ReportPaper, report_pdf
from app.reports.minutes import parted
from app.reports.records import Report, ReportKind
from db.stores.command import CommandRows
from tests.reporting import Reporting, reporting
from tests.rooms import EVENING, open_room

HOUR = timedelta(hours=1)
WHOLE = Minutes(
    ConsultationKind.HANDLING,
    EVENING,
    "田演平",
    place="县应急指挥中心",
    ends_at=EVENING + timedelta(minutes=40),
    attending="县气象局 李测\n县水利局 王试\n请假：县交通运输局 赵例\n列席：县委宣传部 钱范",
    materials="1. 1小时降雨62毫米。\n2. 河道水位接近警戒",
    opinions="县气象局：未来3小时雨势减弱",
    conclusions="汛情总体可控\n低洼院落须连夜转移。",
    next_at=EVENING + 3 * HOUR,
)


@pytest.fixture
def desk(tmp_path: Path):
    room = open_room(tmp_path / "room.db", EVENING + HOUR)
    yield reporting(room)
    room.db.close()


def held(desk: Reporting, minutes: Minutes, tasks: bool = True):
    room = desk.room
    mark = room.shift.mark
    consulting = Consulting(room.db, CommandRows(room.db), room.log, room.clock, mark)
    flood = room.intake.register(
        room.watch, room.shift.id, new_id(), Said(place="丁山镇", kind="洪涝", course="进水")
    )
    made = consulting.consult(room.chief, room.shift.id, flood, minutes)
    if tasks:
        consulting.charge(room.chief, made, "转移低洼院落群众。", "丁山镇", EVENING + 2 * HOUR)
        consulting.charge(room.chief, made, "加密雨情通报", "县气象局", None)
    return flood, made


def test_people_opinions_decisions_and_tasks_become_the_minutes(desk: Reporting) -> None:
    flood, made = held(desk, WHOLE)
    room = desk.room
    report = desk.desk.minutes(room.watch, room.shift.id, flood, made.id)
    assert (report.kind, report.incident_id) == (ReportKind.MINUTES, flood.id)
    assert made.no in report.title
    for words in (
        "2026年6月24日20时至20时40分，田演平在县应急指挥中心主持召开处置会商",
        "（一）1小时降雨62毫米。",
        "县气象局：未来3小时雨势减弱。",
        "会议认为，汛情总体可控；低洼院落须连夜转移。",
        "会议要求：一是转移低洼院落群众（丁山镇，6月24日22时前）；二是加密雨情通报（县气象局）。",
        "下次会商时间：6月24日23时。",
        "出席：县气象局 李测、县水利局 王试",
    ):
        assert words in report.body, words
    text, lists = parted(report.body)
    assert lists["请假"] == ("县交通运输局 赵例",)
    assert lists["列席"] == ("县委宣传部 钱范",)
    assert "出席" not in text


def test_minutes_go_the_way_of_a_report_and_are_numbered_for_themselves(desk: Reporting) -> None:
    flood, made = held(desk, WHOLE)
    room, shift = desk.room, desk.room.shift.id
    first = desk.writing.draft(room.watch, shift, flood, ReportKind.FIRST)
    first = desk.flow.review(room.chief, shift, desk.flow.submit(room.watch, shift, first))
    assert desk.flow.issue(desk.leader, shift, first).year_no == 1
    report = desk.desk.minutes(room.watch, shift, flood, made.id)
    report = desk.flow.review(room.chief, shift, desk.flow.submit(room.watch, shift, report))
    assert desk.flow.issue(desk.leader, shift, report).year_no == 1


def test_what_was_not_written_down_is_left_to_be_filled_in(desk: Reporting) -> None:
    bare = Minutes(ConsultationKind.SITUATION, EVENING, "田演平")
    flood, made = held(desk, bare, tasks=False)
    room, shift = desk.room, desk.room.shift.id
    report = desk.desk.minutes(room.watch, shift, flood, made.id)
    assert report.body.count("（待补充）") == 4
    assert "会议未分派任务。" in report.body
    with pytest.raises(Refused) as refused:
        desk.flow.submit(room.watch, shift, report)
    assert (refused.value.field, refused.value.code) == ("body", "to_fill")
    with pytest.raises(Refused, match="not_here"):
        desk.desk.minutes(room.watch, shift, replace(flood, id=new_id()), made.id)


def test_on_paper_the_lists_stand_below_the_text_and_a_draft_says_so(desk: Reporting) -> None:
    flood, made = held(desk, WHOLE)
    room, shift = desk.room, desk.room.shift.id
    report = desk.desk.minutes(room.watch, shift, flood, made.id)
    fonts = Fonts()

    def printed(of: Report) -> str:
        paper = report_pdf(fonts, ReportPaper(of, "示范县应急管理局", ""), room.clock.now())
        pages = [page.get_textpage() for page in pdfium.PdfDocument(paper.pdf)]
        return "".join("".join(page.get_text_range().split()) for page in pages)

    draft = printed(report)
    assert "未签发稿" in draft
    assert draft.index("下次会商时间") < draft.index("出席：县气象局李测、县水利局王试")
    assert draft.index("出席：") < draft.index("请假：县交通运输局赵例") < draft.index("列席：")
    report = desk.flow.review(room.chief, shift, desk.flow.submit(room.watch, shift, report))
    issued = printed(desk.flow.issue(desk.leader, shift, report))
    assert "2026年第1期" in issued
    assert "未签发稿" not in issued


def test_a_figure_at_the_head_of_a_line_is_no_number_of_the_line(desk: Reporting) -> None:
    words = "3.5米水深淹没桥面\n12、13号楼已撤离\n三、四组待命\n（2）雨势减弱"
    flood, made = held(desk, replace(WHOLE, materials=words), tasks=False)
    report = desk.desk.minutes(desk.room.watch, desk.room.shift.id, flood, made.id)
    for line in ("（一）3.5米水深", "（二）12、13号楼", "（三）三、四组待命", "（四）雨势减弱"):
        assert line in report.body
