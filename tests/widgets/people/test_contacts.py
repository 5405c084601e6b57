"""The contact book's page over a real record: found, copied, edited, and refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from app.base import spreadsheet
from app.base.marks import Mark
from app.paper.contact_sheet import contacts_pdf
from app.paper.fonts import Fonts
from app.paper.sheet import Printed
from app.people.book import Book
from app.people.contacts import OrgKind, Person, PointKind, PointState, UnitPage
from app.people.importing import Importing
from app.people.numbers import load_rules
from app.people.onpaper import Form
from app.people.posts import Posts
from app.people.records import Role
from app.people.support import Support
from app.people.support_sheets import SupportImporting
from db.stores.contacts import ContactRows
from db.stores.support import SupportRows
from tests.app.paper.test_handover_sheet import read
from tests.app.people.test_book import RULES
from tests.deskroom import DeskRoom
from tests.rooms import EVENING, officer
from widgets.people.contacts import ContactsPage
from widgets.people.finding import support_finder
from widgets.people.rooms import ContactRooms

FONTS = Fonts()


class Shown:
    """The page, and the few people behind it."""

    def __init__(self, qtbot, office: DeskRoom) -> None:
        room, self.office, self.qtbot = office.room, office, qtbot
        office.desk.session.sign_in(room.chief)
        self.rows = ContactRows(room.db)
        self.book = Book(room.db, self.rows, room.clock, Mark.TEST)
        county = self.book.add_unit(room.chief, None, "示范县", OrgKind.COUNTY)
        self.town = self.book.add_unit(room.chief, county, "丁山镇", OrgKind.TOWNSHIP)
        self.village = self.book.add_unit(room.chief, self.town, "老榆塘村", OrgKind.VILLAGE)
        self.head = self.person(self.town, "单演达", "镇长", "000-0000-0001")
        self.other = self.person(self.village, "单演达", "村支书", "000-0000-0002")
        rules = load_rules(RULES)
        importing = Importing(room.db, self.rows, rules, Mark.TEST)
        support = Support(room.db, SupportRows(room.db), room.clock, Mark.TEST)
        reads = SupportRows(room.db)
        turns = SupportImporting(room.db, reads, room.clock, Mark.TEST)
        posts = Posts(room.db, self.rows, room.clock, Mark.TEST)
        rooms = ContactRooms(
            self.rows, self.book, posts, importing, support, turns, rules, self.printed
        )
        self.page = ContactsPage(office.desk, rooms)
        qtbot.addWidget(self.page)
        self.page.resize(1400, 760)
        self.page.show()
        qtbot.waitExposed(self.page)

    def person(self, unit, name: str, duty: str, *numbers: str) -> Person:
        by = self.office.room.chief
        made = self.book.add_person(by, unit, name, duty)
        for number in numbers:
            card = self.rows.card(made.id)
            assert card is not None
            self.book.add_number(by, card, PointKind.MOBILE, number)
        return made

    def printed(self, form: Form, pages: list[UnitPage]) -> Printed:
        return contacts_pdf(FONTS, "值班室", load_rules(RULES), form, pages, EVENING)

    def names(self) -> list[str]:
        return [f"{card.unit} {card.name}" for card in self.page.table.records]

    def search(self, words: str) -> None:
        self.page.search.edit.setFocus()
        self.page.search.edit.clear()
        if words.isascii():
            self.qtbot.keyClicks(self.page.search.edit, words)
        else:
            self.page.search.edit.insert(words)
            self.page.search.edit.textEdited.emit(words)
        self.qtbot.waitUntil(lambda: self.page._asked.words == words)

    def give(self, *texts: tuple[QLineEdit, str]) -> None:
        for edit, text in texts:
            edit.setText(text)


@pytest.fixture
def shown(qtbot, office: DeskRoom) -> Shown:
    return Shown(qtbot, office)


@pytest.fixture
def clipboard() -> str:
    QGuiApplication.clipboard().clear()
    return ""


def clip() -> str:
    return QGuiApplication.clipboard().text()


def test_the_tree_shows_who_is_in_a_unit(shown: Shown) -> None:
    shown.page.tree.select(shown.town.id)
    assert shown.names() == ["丁山镇 单演达"]
    shown.page.tree.select(shown.village.id)
    assert shown.names() == ["丁山镇老榆塘村 单演达"]


def test_two_of_one_name_stand_with_unit_and_post(shown: Shown) -> None:
    shown.search("syd")
    assert shown.names() == ["丁山镇 单演达", "丁山镇老榆塘村 单演达"]
    assert "丁山镇" in shown.page.card._where.text()
    shown.qtbot.keyClick(shown.page.search.edit, Qt.Key.Key_Down)
    shown.qtbot.keyClick(shown.page.table.view, Qt.Key.Key_Down)
    assert "丁山镇老榆塘村  村支书" in shown.page.card._where.text()


def test_a_number_is_copied_by_its_key_by_ctrl_c_and_by_the_right_button(
    shown: Shown, clipboard: str
) -> None:
    shown.book.add_number(
        shown.office.room.chief, shown.rows.card(shown.head.id), PointKind.OFFICE, "8869036"
    )
    shown.search("syd")
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert clip() == "8869036"
    assert "8869036" in shown.office.said[-1]
    shown.page.table.view.setFocus()
    shown.qtbot.keyClick(shown.page.table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clip() == "000-0000-0001"
    QGuiApplication.clipboard().clear()
    numbers = shown.page.card.numbers
    at = numbers.visualRect(numbers.model().index(1, 0)).center()
    shown.qtbot.mouseClick(numbers.viewport(), Qt.MouseButton.RightButton, pos=at)
    assert clip() == "8869036"


def test_verified_today_is_one_key(shown: Shown) -> None:
    shown.page.open(shown.head.id)
    (line,) = shown.page.card.numbers.lines
    assert line.right == "stale"
    shown.qtbot.keyClick(shown.page, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    (line,) = shown.page.card.numbers.lines
    assert line.right == ""
    assert "verified 2026-06-24" in line.text
    shown.page.acts.wrong()
    card = shown.rows.card(shown.head.id)
    assert card is not None
    assert card.points[0].state is PointState.WRONG
    assert shown.page.card.numbers.lines[0].struck


def test_stale_numbers_are_listed(shown: Shown) -> None:
    card = shown.rows.card(shown.head.id)
    assert card is not None
    shown.book.verify(shown.office.room.chief, card.points)
    shown.page.show_stale()
    assert shown.names() == ["丁山镇老榆塘村 单演达"]
    shown.office.room.clock.forward(timedelta(days=181))
    shown.page.read()
    assert len(shown.names()) == 2


def test_leave_shows_b_as_acting(shown: Shown) -> None:
    shown.person(shown.town, "欧范明", "副镇长")
    shown.page.open(shown.head.id)
    shown.page.acts.ask_post()
    view = shown.page.posts
    shown.qtbot.keyClick(view.table.view, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    card = view.card
    assert card.a.value() == "单演达 镇长"
    shown.give((card.name.edit, "镇长"), (card.b.edit, "单演达 镇长"))
    card.submit()
    assert card.b.error()
    shown.give((card.b.edit, "欧范明"))
    card.submit()
    assert not card.isVisible()
    shown.qtbot.keyClick(view.table.view, Qt.Key.Key_Escape)
    assert not view.isVisible()
    shown.page.acts.ask_leave()
    leave = shown.page.acts.leave
    shown.give((leave.begin.edit, "6.24"), (leave.end.edit, "2月30日"))
    leave.submit()
    assert leave.end.error()
    shown.give((leave.end.edit, "6-26"))
    leave.submit()
    assert "B 欧范明 acts" in shown.page.card._posts.text()
    assert "06-24 00:00" in shown.page.card._posts.text()
    shown.page.acts.ask_leave()
    assert leave.end.value() == "2026-06-26"


def test_all_posts_of_a_person_are_listed_changed_and_ended(shown: Shown) -> None:
    shown.person(shown.town, "欧范明", "副镇长")
    posts, by = shown.page._rooms.posts, shown.office.room.chief
    for name, a, b in (("防汛责任人", "单演达", "欧范明"), ("林长", "欧范明", "单演达")):
        posts.keep(by, shown.town, None, name, a, b, date(2026, 1, 5))
    shown.page.open(shown.head.id)
    shown.page.acts.ask_post()
    view = shown.page.posts
    assert [(one.post.name, view._role(one)) for one in view.table.records] == [
        ("防汛责任人", "A"),
        ("林长", "B"),
    ]
    first = view.table.records[0]
    view.table.select(first.post.id)
    shown.qtbot.keyClick(view.table.view, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    shown.give((view.ending.until.edit, "2026-06-30"), (view.ending.why.edit, "调离"))
    view.ending.submit()
    assert view.ending.until.error()
    shown.give((view.ending.until.edit, "6-24"))
    view.ending.submit()
    assert not view.ending.isVisible()
    assert [one.post.name for one in view.table.records] == ["林长", "防汛责任人"]
    assert view._state(view.table.records[1]) == "ended: 调离"
    assert view._days(view.table.records[1]) == "2026-01-05 至 2026-06-24"
    view.table.select(view.table.records[0].post.id)
    shown.qtbot.keyClick(view.table.view, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    assert view.card.since.value() == "2026-01-05"
    shown.give((view.card.name.edit, "河长"))
    view.card.submit()
    assert view.table.records[0].post.name == "河长"


def test_turns_of_the_firms_are_taken_in_after_a_look(shown: Shown, tmp_path: Path) -> None:
    firms, file = shown.page.firms, tmp_path / "保障.xlsx"
    shown.page.show_support()
    heads = ["类别", "单位", "姓名", "电话", "开始", "结束", "备注"]
    good = ["电力", "县供电公司", "欧范明", "000-0000-0001", "2026-06-24", "2026-06-26", ""]
    file.write_bytes(spreadsheet.xlsx([heads, good, ["电", *good[1:]]], "保障"))
    firms.choose_import(str(file))
    assert firms.currentWidget() is firms.imports
    assert [(one.row, one.head) for one in firms.imports.table.records] == [(3, "类别")]
    firms.imports.keep()
    assert firms.currentWidget() is firms.view
    assert [one.name for one in firms.view.table.records] == ["欧范明"]
    out = tmp_path / "出.xlsx"
    firms.view.choose_export(str(out))
    assert spreadsheet.read(out) in ([heads, good], [heads[:6], good[:6]])
    file.write_bytes(b"no sheet")
    firms.choose_import(str(file))
    assert "damaged" in firms.view._said.text()


def test_units_are_added_renamed_and_moved(shown: Shown) -> None:
    page, card = shown.page, shown.page.acts.unit
    page.tree.select(shown.town.id)
    page.acts.new_unit()
    assert (card.parent_unit.value(), card.kind.value()) == ("丁山镇", "村社区")
    shown.give((card.name.edit, "老榆塘村"))
    card.submit()
    assert card.name.error()
    shown.give((card.name.edit, "新塘村"))
    card.submit()
    current = page.tree.current()
    assert current is not None
    assert current.full_name == "丁山镇新塘村"
    page.acts.change_unit()
    shown.give((card.name.edit, "新湖村"), (card.parent_unit.edit, "老榆塘村"))
    card.submit()
    assert card.parent_unit.error()
    shown.give((card.parent_unit.edit, "dsz"))
    card.submit()
    assert "丁山镇新湖村" in [one.full_name for one in page.tree.units]


def test_people_and_numbers_are_entered_and_a_mistake_is_told_at_its_field(shown: Shown) -> None:
    page, person, number = shown.page, shown.page.acts.person, shown.page.acts.number
    page.tree.select(shown.town.id)
    page.acts.new_person()
    shown.give((person.name.edit, "单演达"), (person.duty.edit, "镇长"))
    person.submit()
    assert person.duty.error()
    assert person.name.value() == "单演达"
    shown.give((person.duty.edit, "司机"))
    person.submit()
    assert page.card.seen is not None
    assert page.card.seen.card.name == "单演达"
    page.acts.add_number()
    shown.give((number.value.edit, "123"))
    number.submit()
    assert number.value.error()
    shown.give((number.value.edit, "000-0000-0009"))
    number.submit()
    assert [line.title for line in page.card.numbers.lines] == ["000-0000-0009"]
    page.acts.change_person()
    person.extra.click()
    assert "司机" not in [c.person.duty for c in page.table.records if c.person]


def test_the_order_of_names_and_of_numbers_is_the_officers(shown: Shown) -> None:
    shown.person(shown.town, "安范明", "副镇长", "000-0000-0004", "000-0000-0005")
    page = shown.page
    page.tree.select(shown.town.id)
    assert [c.name for c in page.table.records] == ["单演达", "安范明"]
    page.order.segments.pick("pinyin")
    assert [c.name for c in page.table.records] == ["安范明", "单演达"]
    page.order.segments.pick("official")
    page.table.select(page.table.records[1].person.id)
    page.acts.move_person(-1)
    assert [c.name for c in page.table.records] == ["安范明", "单演达"]
    page.card.numbers.setCurrentIndex(page.card.numbers.model().index(1, 0))
    page.acts.dial_earlier()
    assert [line.title for line in page.card.numbers.lines] == ["000-0000-0005", "000-0000-0004"]


def test_who_may_not_is_told_and_who_may_only_look_sees_no_numbers(
    shown: Shown, clipboard: str
) -> None:
    page, desk = shown.page, shown.office.desk
    desk.session.sign_in(shown.office.room.watch)
    page.acts.new_unit()
    assert not page.acts.unit.isVisible()
    assert shown.office.room.watch.role.value in page._trouble.text()
    desk.session.sign_in(officer("某", Role.OBSERVER))
    page.open(shown.head.id)
    assert page.card.numbers.lines[0].title == "•••"
    page.card.copy(0)
    page.copy_current()
    assert clip() == ""


def test_a_table_is_looked_at_before_it_is_written(shown: Shown, tmp_path: Path) -> None:
    page, file, back = shown.page, tmp_path / "名册.xlsx", tmp_path / "退回.xlsx"
    rows = [["单位", "姓名", "职务", "手机", "血型"], ["丁山镇", "欧范明", "", "123", "A"]]
    rows += [["丁山镇", "单演达", "书记", "", ""], ["丁山镇", "安范明", "", "000-0000-0007", ""]]
    file.write_bytes(spreadsheet.xlsx(rows, "名册"))
    page.acts.choose_import(str(file))
    view = page.imports
    assert view.isVisible()
    assert "血型" in view._over.text()
    assert [(r.row, r.head) for r in view.table.records] == [(2, "手机")]
    view.save_report(str(back))
    assert spreadsheet.read(back)[1][:3] == ["2", "手机", "手机号应为 11 位，这里 3 位：123"]
    assert not shown.rows.find("安范明")
    shown.qtbot.keyClick(view.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not view.isVisible()
    assert [c.name for c in shown.rows.members(shown.town.id)] == ["单演达", "安范明"]
    assert not shown.rows.find("欧范明")


def test_a_table_that_cannot_be_read_is_refused_in_words(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "名册.csv"
    file.write_bytes(spreadsheet.csv_bytes([["姓名", "住址"], ["甲", "乙"]]))
    shown.page.acts.choose_import(str(file))
    assert not shown.page.imports.isVisible()
    assert "单位、手机" in shown.page._trouble.text()
    shown.page.acts.choose_import(str(tmp_path / "nothing.xlsx"))
    assert "Not written or read" in shown.page._trouble.text()


def test_the_whole_book_goes_out_as_a_table(shown: Shown, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.csv"):
        shown.page.acts.choose_export(str(tmp_path / name))
        rows = spreadsheet.read(tmp_path / name)
        assert [row[3] for row in rows] == ["姓名", "单演达", "单演达"]
        assert rows[1][5] == "000-0000-0001"


def test_list_and_tree_of_a_unit_are_printed(shown: Shown, tmp_path: Path) -> None:
    page, file = shown.page, tmp_path / "通讯录.pdf"
    page.tree.select(shown.town.id)
    assert page.print_page()
    assert page.paper.isVisible()
    page.paper.save(str(file))
    assert "丁山镇老榆塘村" in read(file.read_bytes())
    page.paper.form.segments.pick(Form.TREE.value)
    assert "丁山镇联络树" in read(page.paper.preview.paper.pdf)
    shown.qtbot.keyClick(page.paper.form.segments, Qt.Key.Key_Escape)
    assert not page.paper.isVisible()


def test_who_is_rung_at_a_firm_is_entered_copied_and_found(shown: Shown, clipboard: str) -> None:
    page, view = shown.page, shown.page.firms.view
    page.show_support()
    assert "通信、电力、铁塔、无人机" in view._nobody.text()
    view.enter()
    card = view.card
    shown.give((card.firm.edit, "县供电公司"), (card.name.edit, "欧范明"))
    card.trade.set_value("电力")
    shown.give((card.phones.edit, "12"), (card.begins.edit, "6-24"), (card.ends.edit, ""))
    card.submit()
    assert card.ends.error()
    shown.give((card.ends.edit, "6-30"))
    card.submit()
    assert card.phones.error()
    shown.give((card.phones.edit, "000-0000-0008、000-0000-0009"))
    card.submit()
    assert not card.isVisible()
    assert "电力" not in view._nobody.text()
    (turn,) = view.table.records
    view.table.select(turn.id)
    view.copy()
    assert clip() == "000-0000-0008"
    for words in ("电力", "dl", "ofm", "供电 欧"):
        (offer,) = support_finder(page._rooms.support)(words)
        assert offer.number == "000-0000-0008"
    page.open(shown.head.id)
    page.open(offer.subject)
    assert view.isVisible()
    assert view.table.current() == turn


def test_who_is_chosen_among_the_found_stays_chosen_when_the_book_changes(shown: Shown) -> None:
    shown.search("syd")
    shown.page.table.select(shown.other.id)
    shown.page.acts.verify()
    assert shown.page.table.current().person.id == shown.other.id
    assert shown.page.card.seen is not None
    assert shown.page.card.seen.card.person.id == shown.other.id


def test_what_is_shown_is_told_by_its_own_question(shown: Shown) -> None:
    """Letters typed while the store answers do not give the old answer a new title."""
    store = shown.office.store
    shown.page.tree.select(shown.town.id)
    shown.page.order.segments.pick("pinyin")
    store.hold = True
    shown.page.read()
    shown.page.search.set_value("syd")
    shown.page.read()
    store.waiting.pop(0)()
    assert shown.page._list._title.text() == "丁山镇"
    store.finish()
    assert shown.page._list._title.text() == "Found"
