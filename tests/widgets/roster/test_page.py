"""The roster page over the demonstration county: by keys only, from a draft to a published month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.base import spreadsheet
from app.base.marks import Mark
from app.duty.log import DutyLog
from app.duty.roster.amending import Amending
from app.duty.roster.conflicts import Fault
from app.duty.roster.keeping import Keeping
from app.duty.roster.records import ChangeState, Consent, PlanState
from app.duty.roster.service import Roster
from app.duty.roster.spreadsheets import rows_out
from app.duty.shifts import Shifts
from app.paper.fonts import Fonts
from app.paper.roster_sheet import roster_pdf
from app.people.printed import mobiles
from app.people.records import Officer, Role
from db.engine import Database
from db.stores.contacts import ContactRows
from db.stores.duty import ShiftRows
from db.stores.log import LogRows
from db.stores.roster import RosterRows
from db.stores.search import SearchRows
from tests.app.duty.roster.people import RULES
from tests.app.paper.test_handover_sheet import read
from tests.counties import EVENING, duty_only
from tests.jobs import JobsInOrder
from widgets.kit.overcard import OverCard
from widgets.roster.page import RosterPage, Rota

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@dataclass(slots=True)
class Opened:
    page: RosterPage
    db: Database
    session: object
    said: list[str]

    def officer(self, role: Role, nth: int = 0) -> Officer:
        return [o for o in RosterRows(self.db).everybody() if o.role is role][nth]


@pytest.fixture
def jobs() -> JobsInOrder:
    """A drawn month is some hundred rows, and the page hears of each."""
    return JobsInOrder()


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "duty.db"
    duty_only(path).close()
    return path


@pytest.fixture
def opened(qtbot, desk, bus, county: Path, tmp_path: Path, said) -> Iterator[Opened]:
    from shutil import copyfile

    copyfile(county, tmp_path / "duty.db")
    db = Database(tmp_path / "duty.db", "desk-a", desk.clock, bus.publish)
    store, mark, clock = RosterRows(db), Mark.DEMO, desk.clock
    shifts = Shifts(db, ShiftRows(db), clock, mark)
    log = DutyLog(db, LogRows(db), SearchRows(db), clock, mark)
    fonts = Fonts()
    rota = Rota(
        Roster(db, store, RULES, clock, mark),
        Amending(db, store, RULES, shifts, log, clock, mark),
        Keeping(db, store, clock, mark),
        lambda officers: mobiles(ContactRows(db), officers),
        lambda view, phones: roster_pdf(fonts, "示范县应急管理局", view, phones, EVENING),
    )
    page = RosterPage(desk, rota)
    made = Opened(page, db, desk.session, said)
    desk.session.sign_in(made.officer(Role.CHIEF))
    qtbot.addWidget(page)
    page.resize(1440, 800)
    page.show()
    qtbot.waitExposed(page)
    page.grid.setFocus()
    yield made
    db.close()


def press(qtbot, widget: QWidget, key: Qt.Key, mods=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(widget, key, mods)


def test_it_opens_on_the_shift_of_the_hour(opened: Opened) -> None:
    page = opened.page
    assert page.view is not None
    assert page.view.first == date(2026, 6, 1)
    assert page.grid.row().span.day == date(2026, 6, 24)
    assert page.view.conflicts == ()
    assert "Published" in page._panel._note.text()


def test_a_swap_is_asked_for_and_decided_by_keys(qtbot, opened: Opened) -> None:
    page = opened.page
    for _ in range(3):
        press(qtbot, page.grid, Qt.Key.Key_Down)
    press(qtbot, page.grid, Qt.Key.Key_Right)
    press(qtbot, page.grid, Qt.Key.Key_Right)
    mine = page.grid.served().slot
    press(qtbot, page.grid, Qt.Key.Key_W, ALT)
    card = page.acts.swap_card
    assert card.isVisible()
    press(qtbot, card.counterpart.combo, Qt.Key.Key_Return)
    qtbot.keyClick(card.reason.edit, Qt.Key.Key_Return)
    assert card.isVisible()
    assert card.reason.error()
    card.reason.edit.setText("陪护老人")
    press(qtbot, card.reason.edit, Qt.Key.Key_Return)
    assert not card.isVisible()
    asked = next(c for c in page.view.changes if c.slot_id == mine.id)
    assert asked.state is ChangeState.ASKED
    page.side.changes.setCurrentIndex(page.side.changes.model().index(0, 0))
    press(qtbot, page.grid, Qt.Key.Key_Y, ALT)
    assert not page.side.deciders[0].isEnabled()
    assert "值班长" in page.side.deciders[0].toolTip()
    opened.session.sign_in(opened.officer(Role.LEADER))
    press(qtbot, page.grid, Qt.Key.Key_Y, ALT)
    served = page.view.rows[26].at((mine.post, 0))
    assert served.mark == "调"
    press(qtbot, page.grid, Qt.Key.Key_U, ALT)
    assert page.view.rows[26].at((mine.post, 0)).mark == ""


def test_a_published_place_is_not_written_over(qtbot, opened: Opened) -> None:
    page = opened.page
    press(qtbot, page.grid, Qt.Key.Key_Return)
    assert not page.acts.person.isVisible()
    assert "published" in page._said.text()
    press(qtbot, page.grid, Qt.Key.Key_Delete)
    assert page.grid.served().slot.officer_id is not None


def test_a_draft_is_mended_and_published_by_keys(qtbot, opened: Opened) -> None:
    page = opened.page
    press(qtbot, page.grid, Qt.Key.Key_Right, ALT)
    assert page.view.first == date(2026, 7, 1)
    faults = {c.fault for c in page.view.conflicts}
    assert faults == {Fault.ABSENT, Fault.LEAVE_NEXT}
    press(qtbot, page.grid, Qt.Key.Key_Return, CTRL)
    assert "1 errors" in page._said.text()
    page.side.conflicts.setCurrentIndex(page.side.conflicts.model().index(0, 0))
    press(qtbot, page.side.conflicts, Qt.Key.Key_Return)
    wrong = page.grid.served().slot
    assert wrong.id in page.view.conflicts[0].slots
    press(qtbot, page.grid, Qt.Key.Key_Delete)
    assert page.grid.served().slot.officer_id is None
    press(qtbot, page.grid, Qt.Key.Key_G, ALT)
    assert page.grid.served().slot.officer_id not in (None, wrong.officer_id)
    assert {c.fault for c in page.view.conflicts} == {Fault.LEAVE_NEXT}
    press(qtbot, page.grid, Qt.Key.Key_Return, CTRL)
    card = page.acts.reason
    assert card.isVisible()
    card.reason.edit.setText("年休假已批准")
    press(qtbot, card.reason.edit, Qt.Key.Key_Return)
    assert page.view.month.state is PlanState.PUBLISHED
    assert page.view.month.reason == "年休假已批准"


def test_somebody_is_put_into_a_place_of_a_draft(qtbot, opened: Opened) -> None:
    page = opened.page
    page.go_month(1)
    press(qtbot, page.grid, Qt.Key.Key_Return)
    card = page.acts.person
    assert card.isVisible()
    other = opened.officer(Role.LEADER, 6)
    card.person.set_value(str(other.id))
    press(qtbot, card.person.combo, Qt.Key.Key_Return)
    assert not card.isVisible()
    assert page.grid.served().slot.officer_id == other.id


def test_who_may_not_is_told(qtbot, opened: Opened) -> None:
    page = opened.page
    opened.session.sign_in(opened.officer(Role.PROFESSIONAL))
    page.go_month(1)
    for key in (Qt.Key.Key_R, Qt.Key.Key_P, Qt.Key.Key_K):
        press(qtbot, page.grid, key, ALT)
    assert not any(card.isVisible() for card in page.findChildren(OverCard))
    barred = [one for one in page.findChildren(QAbstractButton) if one.accessibleDescription()]
    assert len(barred) == 13
    for button in barred:
        assert not button.isEnabled()
        assert "专业值班员" in button.toolTip()
    opened.session.sign_in(opened.officer(Role.CHIEF))
    left = [one for one in barred if one.accessibleDescription()]
    assert left == page.side.deciders


def test_the_paper_stands_beside_the_grid(qtbot, opened: Opened) -> None:
    page = opened.page
    assert page.print_page()
    assert page.preview.isVisible()
    assert page.preview.paper.pages == 1
    press(qtbot, page.grid, Qt.Key.Key_Escape)
    assert not page.preview.isVisible()
    assert page.side.isVisible()


def test_a_sheet_goes_out_and_comes_in_with_what_was_refused(
    qtbot, opened: Opened, tmp_path: Path
) -> None:
    page = opened.page
    page.go_month(1)
    file = tmp_path / "七月.xlsx"
    page.sheets.hand_out(str(file))
    rows = spreadsheet.read(file)
    assert rows == rows_out(page.view)
    rows[1][4] = "查无此人"
    file.write_bytes(spreadsheet.xlsx(rows, "七月"))
    page.sheets.take_in(str(file))
    assert "row 2 带班领导 “查无此人”" in page._said.text()
    file.write_bytes(spreadsheet.xlsx([["姓名", "电话"]], "x"))
    page.sheets.take_in(str(file))
    assert "日期、时段" in page._said.text()


def test_a_year_without_a_notice_and_the_notice_taken_in(
    qtbot, opened: Opened, tmp_path: Path
) -> None:
    page = opened.page
    for _ in range(7):
        page.go_month(1)
    assert page.view.first == date(2027, 1, 1)
    assert "2027" in page._panel._note.text()
    press(qtbot, page.grid, Qt.Key.Key_G, ALT)
    assert "2027" in page._said.text()
    file = tmp_path / "notice.csv"
    rows = [["日期", "类别", "名称", "来源"]]
    rows += [
        [f"2027-{d}", "放假", name, "例"] for d, name in (("01-01", "元旦"), ("10-01", "国庆节"))
    ]
    file.write_bytes(spreadsheet.csv_bytes(rows))
    page.sheets.take_in(str(file))
    assert page.view.known
    press(qtbot, page.grid, Qt.Key.Key_G, ALT)
    assert page.view.month is not None
    assert [c for c in page.view.conflicts if c.error] == []


def test_leave_is_entered_by_keys(qtbot, opened: Opened) -> None:
    page = opened.page
    page.go_month(1)
    served = page.grid.served()
    press(qtbot, page.grid, Qt.Key.Key_E, ALT)
    card = page.office.absence
    assert card.person.value() == str(served.slot.officer_id)
    card.last.edit.setText("明天")
    press(qtbot, card.reason.edit, Qt.Key.Key_Return)
    assert card.last.error()
    card.last.edit.setText("2026-07-02")
    press(qtbot, card.reason.edit, Qt.Key.Key_Return)
    assert not card.isVisible()
    assert page.view.conflicts[0].words.endswith("请假")


def test_crews_and_rotations_are_typed(qtbot, opened: Opened) -> None:
    page = opened.page
    page.go_month(1)
    press(qtbot, page.grid, Qt.Key.Key_S, ALT)
    card = page.office.crew
    assert card.posts.value().startswith("带班领导 1 在编 带班领导")
    card.posts.set_value("值班长 1 在编")
    card.submit()
    assert "Line 1" in card.posts.error()
    card.posts.set_value("带班领导 1 在编 带班领导\n值班长 1 在编 值班长")
    card.submit()
    assert not card.isVisible()
    press(qtbot, page.grid, Qt.Key.Key_R, ALT)
    press(qtbot, page.acts.since.since.edit, Qt.Key.Key_Return)
    assert len(page.view.places) == 2
    press(qtbot, page.grid, Qt.Key.Key_J, ALT)
    group = page.office.group
    names = group.members.value().splitlines()
    assert len(names) == 10
    group.members.set_value("\n".join(reversed(names)))
    press(qtbot, group.members.edit, Qt.Key.Key_Return)  # to the button that keeps, not to 返回
    press(qtbot, group.go, Qt.Key.Key_Return)
    assert not group.isVisible()
    post = page.grid.served().slot.post
    assert page.view.name(page.view.groups[post][0]) == names[-1]


def test_a_pair_is_named_and_ended(qtbot, opened: Opened) -> None:
    page = opened.page
    press(qtbot, page.grid, Qt.Key.Key_P, ALT)
    card = page.office.pair
    a = card.a.value()
    card.b.set_value(str(opened.officer(Role.LEADER, 4).id))
    press(qtbot, card.b.combo, Qt.Key.Key_Return)
    assert card.isVisible()
    assert "already" in card.b.error()
    card.extra.click()
    assert not card.isVisible()
    assert a not in {str(one.a_id) for one in page.view.deputies}


def test_a_shift_is_copied_as_text(qtbot, opened: Opened) -> None:
    page = opened.page
    press(qtbot, page.grid, Qt.Key.Key_C, ALT)
    assert QGuiApplication.clipboard().text().startswith("6月24日 周三 08:30 至 次日08:30 值班：")


def test_who_only_looks_on_copies_nothing(
    qtbot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened.page
    known = replace(page.sheets._rota, phones=lambda them: {o.name: "000-1234-5678" for o in them})
    monkeypatch.setattr(page.sheets, "_rota", known)
    press(qtbot, page.grid, Qt.Key.Key_C, ALT)
    assert "000-1234-5678" in QGuiApplication.clipboard().text()
    opened.session.sign_in(replace(opened.officer(Role.CHIEF), role=Role.OBSERVER))
    QGuiApplication.clipboard().clear()
    press(qtbot, page.grid, Qt.Key.Key_C, ALT)
    assert QGuiApplication.clipboard().text() == ""


def test_an_absence_is_listed_and_taken_back(qtbot, opened: Opened) -> None:
    page = opened.page
    page.go_month(1)
    titles = [line.title for line in page.side.changes.lines]
    assert any(title.startswith("出差") for title in titles)
    wrong = next(n for n, title in enumerate(titles) if title.startswith("出差"))
    page.side.changes.setCurrentIndex(page.side.changes.model().index(wrong, 0))
    opened.session.sign_in(opened.officer(Role.LEADER))
    press(qtbot, page.grid, Qt.Key.Key_Y, ALT)
    assert page._said.text()
    opened.session.sign_in(opened.officer(Role.CHIEF))
    press(qtbot, page.grid, Qt.Key.Key_U, ALT)
    assert not any(conflict.error for conflict in page.view.conflicts)


def test_a_leader_agrees_by_telephone(qtbot, opened: Opened) -> None:
    page = opened.page
    asked = next(c for c in page.view.changes if c.state is ChangeState.ASKED)
    press(qtbot, page.grid, Qt.Key.Key_H, ALT)
    card = page.acts.consent
    assert card.isVisible()
    leader = opened.officer(Role.LEADER)
    card.leader.set_value(str(leader.id))
    card.at.edit.setText("明天")
    card.submit()
    assert card.at.error()
    card.at.edit.setText("20:00")
    press(qtbot, card.at.edit, Qt.Key.Key_Return)
    made = next(c for c in page.view.changes if c.id == asked.id)
    assert (made.state, made.how, made.approver_id) == (
        ChangeState.IN_FORCE, Consent.PHONE, leader.id,
    )  # fmt: skip
    told = f"{leader.name}同意（电话，06-24 20:00，{opened.officer(Role.CHIEF).name}记录）"
    assert told in "".join(line.text for line in page.side.changes.lines)
    assert page.print_page()
    assert told.replace(" ", "") in read(page.preview.paper.pdf)


def test_a_month_drawn_anew_tells_what_stayed(qtbot, opened: Opened) -> None:
    page = opened.page
    press(qtbot, page.grid, Qt.Key.Key_T, ALT)
    page.acts.reason.reason.edit.setText("有人调走")
    press(qtbot, page.acts.reason.reason.edit, Qt.Key.Key_Return)
    assert page.view.month.state is PlanState.DRAFT
    kept = [c for c in page.view.changes if c.state in (ChangeState.ASKED, ChangeState.IN_FORCE)]
    press(qtbot, page.grid, Qt.Key.Key_R, ALT)
    card = page.acts.since
    assert card.since.value() == "2026-06-24"
    card.since.edit.setText("六月")
    card.submit()
    assert card.since.error()
    card.since.edit.setText("2026-06-25")
    press(qtbot, card.since.edit, Qt.Key.Key_Return)
    assert not card.isVisible()
    assert f"{len(kept)} changes stay" in page._said.text()


def test_hours_are_set_from_a_day_on(qtbot, opened: Opened) -> None:
    page = opened.page
    for _ in range(2):
        page.go_month(1)
    press(qtbot, page.grid, Qt.Key.Key_A, ALT)
    card = page.office.hours
    assert card.periods.value() == "08:30-08:30"
    card.periods.edit.setText("8:00-19:00、20:00-8:00")
    press(qtbot, card.since.edit, Qt.Key.Key_Return)
    assert "without a gap" in card.periods.error()
    card.periods.edit.setText("8:00-20:00、20:00-8:00")
    press(qtbot, card.since.edit, Qt.Key.Key_Return)
    assert not card.isVisible()
    press(qtbot, page.grid, Qt.Key.Key_G, ALT)
    assert len(page.view.rows) == 62
    assert {row.span.hours for row in page.view.rows} == {12}


def test_figures_and_texts(qtbot, opened: Opened) -> None:
    page = opened.page
    press(qtbot, page.grid, Qt.Key.Key_F, ALT)
    assert page.shares.isVisible()
    table = page.shares.table
    share = table.records[0]
    shown = [column.text(share) for column in table.model.columns]
    figures = [share.month.shifts, share.month.weekends, share.month.holidays, share.month.nights]
    assert shown[2:6] == [str(n) for n in figures]
    press(qtbot, table.view, Qt.Key.Key_Escape)
    assert not page.shares.isVisible()
    press(qtbot, page.grid, Qt.Key.Key_M, ALT)
    card = page.sheets.texts
    assert card.words.value().startswith("2026年6月值班安排\n6月1日周一 ")
    card.kind.segments.pick("people")
    assert "：您6月值班 " in card.words.value()
    card.submit()
    assert QGuiApplication.clipboard().text().count("收到请回复") == len(
        {s.officer_id for s in page.view.slots.values()}
    )
