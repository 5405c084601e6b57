"""预案 by its keys, over a real record: plans, duties, the one page, a table taken in, headquarters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.base import spreadsheet
from app.base.marks import Mark
from app.paper.fonts import Fonts
from app.paper.plan_sheet import plan_pdf
from app.people.contacts import OrgKind, PointKind
from app.people.records import Role
from app.plans.planbook import DutyTold, Standing
from app.plans.records import Part, PlanKind
from app.plans.sheets import PlanImporting
from db.attachments import Files
from tests.deskroom import DeskRoom, HeldJobs
from tests.planning import FLOOD, County, open_county, set_up_flood
from tests.rooms import officer
from widgets.kit.buttons import PlainButton
from widgets.plans.page import PlansPage, plan_finder
from widgets.plans.planbook import FORM, PAPER, READ
from widgets.plans.rooms import PlanRooms

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def county(office: DeskRoom) -> County:
    made = open_county(office.room)
    set_up_flood(made)
    return made


@pytest.fixture
def page(qtbot, office: DeskRoom, county: County) -> PlansPage:
    room, fonts = office.room, Fonts()
    office.desk.session.sign_in(room.chief)
    rooms = PlanRooms(
        county.planbook,
        county.commanding,
        PlanImporting(room.db, county.planbook.store, county.contacts, room.clock, Mark.TEST),
        room.study.responses.rules.levels,
        Files(room.db.path.parent / "blobs"),
        lambda card: plan_pdf(fonts, "示范县应急管理局", Mark.TEST, card, room.clock.now()),
    )
    made = PlansPage(office.desk, rooms, office.drafts)
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Hands:
    """Presses keys on the page."""

    def __init__(self, qtbot, page: PlansPage) -> None:
        self._qtbot, self._page = qtbot, page

    def press(self, key: Key, modifier: Qt.KeyboardModifier = ALT) -> None:
        self._qtbot.keyClick(self._page.window(), key, modifier)

    def keep(self) -> None:
        self.press(Key.Key_Return, CTRL)


@pytest.fixture
def hands(qtbot, page: PlansPage) -> Hands:
    return Hands(qtbot, page)


def test_a_plan_is_entered_found_read_changed_and_repealed_by_keys(
    office: DeskRoom, county: County, page: PlansPage, hands: Hands, tmp_path: Path
) -> None:
    counts: list[int] = []
    page.badge.connect(counts.append)
    view = page.planbook
    hands.press(Key.Key_J)
    assert view._right.currentIndex() == FORM
    hands.keep()
    assert view._form.fields["owner"].error() or view._form.fields["name"].error()
    day = county.planbook.today() + timedelta(days=10)
    view._form.fill(
        {"name": "示范县防汛应急预案", "owner": "示范县", "headquarters": "县防指", "covers": "山洪、山红",
         "levels": ["Ⅲ级", "Ⅳ级"], "issued": "2024-3-1", "revise_by": "2024-2-1",
         "card": "先撤人，再报告。值班 13907430009"}
    )  # fmt: skip
    hands.keep()
    assert view._form.fields["revise_by"].error() != ""
    file = tmp_path / "全文.txt"
    file.write_text("总则", encoding="utf-8")
    view.file.choose(str(file))
    view._form.fill({"revise_by": day.isoformat()})
    hands.keep()
    assert view._right.currentIndex() == READ
    (one,) = county.planbook.look()
    assert (one.standing, one.plan.levels, one.file.name) == (
        Standing.SOON,
        ("Ⅲ级", "Ⅳ级"),
        "全文.txt",
    )
    assert counts[-1] == 1
    read = view._text.toPlainText()
    assert "县防汛抗旱指挥部" in read
    assert "指挥长　周试甲　13907430001" in read
    (leader,) = county.contacts.find("周试甲")
    county.book.change_number(
        office.room.chief, leader, leader.points[0], PointKind.MOBILE, "13907430088", ""
    )
    assert "指挥长　周试甲　13907430088" in view._text.toPlainText()
    assert view.card.headquarters.commander.a.points[0].value == "13907430088"  # for the paper
    assert read.count("山红") == 2  # told that no event at intake is called so
    hands.press(Key.Key_E)
    assert view._form.fields["headquarters"].value() == "县防汛抗旱指挥部"
    county.planbook.enter(
        office.room.chief,
        replace(FLOOD, name="示范县防汛应急预案", covers=("暴雨",)),
        None,
        one.plan,
    )
    view._form.fill({"covers": "山洪"})
    hands.keep()
    assert "暴雨" in view._form.fields["covers"].error()  # theirs, and nothing was overwritten
    hands.press(Key.Key_B)
    hands.press(Key.Key_E)
    view._form.fill({"covers": "山洪、洪水"})
    hands.keep()
    assert county.planbook.look()[0].plan.covers == ("山洪", "洪水")
    (led,) = plan_finder(county.planbook)("防指")
    assert (led.title, led.subject[0]) == ("县防汛抗旱指挥部", "headquarters")
    offers = plan_finder(county.planbook)("山洪")
    assert [one.title for one in offers] == ["示范县防汛应急预案"]
    view._search.set_value("己塘")
    view.read()
    assert view.table.records == ()
    page.open(one.id)
    hands.press(Key.Key_X)
    assert county.planbook.look()[0].standing is Standing.REPEALED
    assert counts[-1] == 0


def test_duties_are_a_checklist_of_units_and_stand_on_the_one_page(
    office: DeskRoom,
    county: County,
    page: PlansPage,
    hands: Hands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    county.plan(FLOOD)
    view, duties = page.planbook, page.planbook.duties
    view.read()
    duties._form.fill({"unit": "县水利局", "phase": "Ⅳ级", "what": "调度水库", "part": "lead"})
    hands.press(Key.Key_A)
    duties._form.fill({"unit": "县气象局", "phase": "", "what": "", "part": "member"})
    hands.press(Key.Key_A)
    assert duties._form.fields["what"].error() != ""
    duties._form.fill({"what": "滚动预报"})
    hands.press(Key.Key_A)
    lines = [(c.duty.unit, c.duty.phase, c.number) for c in duties.table.records]
    assert lines == [("县水利局", "Ⅳ级", "000-0002-0002"), ("县气象局", "", "000-0002-0003")]
    hands.press(Key.Key_G)
    duties._form.fill({"what": "滚动预报，每小时一报"})
    office.desk.session.sign_in(officer("另一值班长", Role.CHIEF))
    assert duties._editing is None  # what they type is a line of its own
    office.desk.session.sign_in(office.room.chief)
    assert duties._form.values()["what"] == "滚动预报，每小时一报"
    hands.press(Key.Key_A)
    assert [c.duty.what for c in duties.table.records] == ["调度水库", "滚动预报，每小时一报"]
    assert page.print_page()
    assert view._right.currentIndex() == PAPER
    assert view.preview.paper.pages == 1
    duties.table.view.selectRow(0)
    duties._form.fill({"what": "另一条，还没写完"})
    hands.press(Key.Key_Q)
    assert [c.duty.unit for c in duties.table.records] == ["县气象局"]
    assert duties._form.fields["what"].value() == "另一条，还没写完"
    jobs = HeldJobs()
    jobs.hold = True
    with monkeypatch.context() as slow:  # a second key before the answer is no second line
        slow.setattr(duties, "desk", replace(duties.desk, store=jobs))
        hands.press(Key.Key_A)
        hands.press(Key.Key_A)
    jobs.finish()
    assert [c.duty.what for c in duties.table.records] == [
        "滚动预报，每小时一报",
        "另一条，还没写完",
    ]
    page.print_page()
    assert view._right.currentIndex() == READ


def test_a_table_is_looked_at_before_it_is_written_and_the_library_handed_out(
    office: DeskRoom,
    county: County,
    page: PlansPage,
    hands: Hands,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [
        ["预案名称", "类别", "编制单位", "成员单位", "职责", "响应级别"],
        ["老榆塘村应急预案", "村级预案", "老榆塘村", "老榆塘村", "敲锣转移", "Ⅳ级、村级"],
        ["己塘镇应急预案", "乡镇预案", "己塘镇", "", "", ""],
    ]
    file = tmp_path / "预案.csv"
    file.write_bytes(spreadsheet.csv_bytes(rows))
    view = page.planbook
    none = tmp_path / "空.csv"
    none.write_bytes(b"")
    view.take_in(str(none))
    assert office.said[-1] == "The table is empty"
    view.take_in(str(file))
    assert view.imports.isVisible()
    assert [one.told for one in view.imports.table.records] == ["通讯录里没有“己塘镇”"]
    hands.keep()
    assert not view.imports.isVisible()
    (one,) = county.planbook.look()
    assert (one.plan.kind, one.duties) == (PlanKind.VILLAGE, 1)
    hands.press(Key.Key_E)
    view._form.fill({"card": "先跑后报"})
    monkeypatch.setattr("db.attachments.LARGEST", 3)
    view.file.choose(str(file))
    hands.keep()
    assert view.trouble.isVisible()  # the file is told to be too large
    view.file.choose(str(none))
    hands.keep()
    assert view.trouble.text() == "This file is empty."
    hands.press(Key.Key_B)
    hands.press(Key.Key_E)
    view._form.fill({"card": "先跑后报"})
    hands.keep()
    (one,) = county.planbook.look()
    assert (one.plan.levels, one.plan.card) == (("Ⅳ级", "村级"), "先跑后报")
    view.hand_out(str(tmp_path / "out.xlsx"))
    assert len(spreadsheet.read(tmp_path / "out.xlsx")) == 2


def test_a_headquarters_is_kept_with_its_posts_and_units_and_its_number_copied(
    office: DeskRoom, county: County, page: PlansPage, hands: Hands, qtbot
) -> None:
    page.open("headquarters")
    view = page.commanding
    committee, flood = view.table.records
    assert committee.org.kind is OrgKind.COMMITTEE
    view.table.select(flood.id)
    qtbot.keyClick(view.table.view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "13907430001"
    assert [s.unit.name for s in view.seats.records] == [
        "县水利局",
        "县应急管理局",
        "县气象局",
        "云洛镇",
    ]
    now = office.room.clock.now()
    away = flood.commander.a.person
    county.book.set_leave(office.room.chief, away, now, now + timedelta(days=1))
    view.read()
    assert view.commands_now(view.table.records[1]) == view.tr("{name} (acting)").format(
        name="钱试乙"
    )
    hands.press(Key.Key_E)
    assert view._form.fields["commander_a"].value() == "周试甲 县长"
    view._form.fill({"commander_b": "孙试丙", "deputy_a": "钱试乙", "deputy_b": "没有此人"})
    hands.keep()
    assert view._form.fields["deputy_b"].error() != ""
    view._form.fill({"deputy_b": "周试甲", "members": "县气象局"})
    hands.keep()
    look = county.commanding.look(flood.id)[0]
    assert [one.post.name for one in look.held] == ["指挥长", "副指挥长"]
    assert [one.name for one in look.of(Part.MEMBER)] == ["县气象局"]
    view._form.fill({"name": "县森林防灭火指挥部", "lead": "县应急管理局"})
    hands.keep()
    assert len(view.table.records) == 3
    county.plan(replace(FLOOD, headquarters="县防汛抗旱指挥部"))
    view.table.select(flood.id)
    hands.press(Key.Key_X)
    assert "示范县防汛应急预案" in view.trouble.text()
    hands.press(Key.Key_W)
    assert page.turned == "library"


def test_who_only_looks_on_sees_no_name_no_number_and_changes_nothing(
    office: DeskRoom, county: County, page: PlansPage, hands: Hands
) -> None:
    county.plan(replace(FLOOD, card="值班电话 13907430009", issued=date(2024, 1, 1)))
    county.planbook.charge(
        office.room.chief, county.planbook.look()[0].plan, DutyTold("县水利局", "调度")
    )
    page.planbook.read()
    assert page.print_page()
    assert page.planbook._right.currentIndex() == PAPER
    office.desk.session.sign_in(officer("某领导", Role.OBSERVER))
    assert page.planbook._right.currentIndex() == READ
    assert not any(
        one.isEnabled()
        for one in page.planbook._reader.findChildren(PlainButton)
        if one.text() in (page.planbook.tr("One page"), page.planbook.tr("Whole text"))
    )
    read = page.planbook._text.toPlainText()
    assert "周试甲" not in read
    assert "13907430001" not in read
    assert "13907430009" not in read
    assert not page.planbook._gates[0].widget.isEnabled()
    page.turn("headquarters")
    row = page.commanding.table.records[1]
    assert (page.commanding.commands_now(row), page.commanding.dialled(row)) == ("周**", "•••")
    assert "钱试乙" not in page.commanding._held.text()
