"""制度与培训 by its keys, over a real record: periods, responses, trainings, cards, rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl

from app.base import spreadsheet
from app.base.marks import Mark
from app.duty.regulations import Standing
from app.duty.special import Phase
from app.paper.fonts import Fonts
from app.paper.training_sheet import training_pdf
from app.people.records import Officer, Role
from db.attachments import Files
from tests.deskroom import DeskRoom
from tests.rooms import officer as officer_of
from widgets.kit.fields import ComboField
from widgets.study.page import StudyPage, rules_finder

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def leader(office: DeskRoom) -> Officer:
    made = officer_of("田演平", Role.LEADER)
    with office.room.db.change("system", "officer.add", ("officer", str(made.id))) as change:
        change.put("officer", made)
    return made


@pytest.fixture
def page(qtbot, office: DeskRoom) -> StudyPage:
    room, fonts = office.room, Fonts()
    office.desk.session.sign_in(room.chief)
    made = StudyPage(
        office.desk,
        room.study,
        Files(room.db.path.parent / "blobs"),
        office.drafts,
        lambda look: training_pdf(fonts, "示范县应急管理局", Mark.TEST, look, room.clock.now()),
    )
    qtbot.addWidget(made)
    made.resize(1516, 808)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Hands:
    """Presses keys on the page."""

    def __init__(self, qtbot, page: StudyPage) -> None:
        self._qtbot, self._page = qtbot, page

    def press(self, key: Key, modifier: Qt.KeyboardModifier = ALT) -> None:
        self._qtbot.keyClick(self._page.window(), key, modifier)

    def keep(self) -> None:
        self.press(Key.Key_Return, CTRL)

    def tap(self, widget, key: Key) -> None:
        self._qtbot.keyClick(widget, key)


@pytest.fixture
def hands(qtbot, page: StudyPage) -> Hands:
    return Hands(qtbot, page)


def test_a_period_is_entered_ticked_changed_and_withdrawn_by_keys(
    office: DeskRoom, page: StudyPage, hands: Hands
) -> None:
    counts: list[int] = []
    page.badge.connect(counts.append)
    view = page.periods
    hands.keep()
    assert view._form.fields["first"].error()
    view._form.fill({"name": "高考", "first": "6-29", "last": "6-28", "source": "县教育局通知"})
    hands.keep()
    assert view._form.fields["last"].error() != ""
    view._form.fill({"last": "6月30日", "kind": "重大活动", "template": "节日双干部"})
    hands.keep()
    (look,) = office.room.study.periods.look()
    assert (look.period.first, look.period.until) == (date(2026, 6, 29), date(2026, 7, 1))
    assert look.period.template == "节日双干部"
    assert look.period.checklist == office.room.study.periods.rules.checklist
    assert counts[-1] == 3
    assert view.table.current().period.id == look.period.id
    view.items.setCurrentIndex(view.items.model().index(1, 0))
    hands.tap(view.items, Key.Key_Return)
    assert list(office.room.study.periods.look()[0].ticks) == [look.period.checklist[1]]
    assert view.items.lines[1].icon == "check"
    hands.press(Key.Key_F)
    view._form.fill({"name": "高考中考"})
    hands.keep()
    assert [one.period.name for one in view.table.records] == ["高考中考"]
    hands.press(Key.Key_X)
    assert view.table.records[0].phase is Phase.WITHDRAWN
    assert counts[-1] == 1


def test_what_a_role_may_not_is_barred(office: DeskRoom, page: StudyPage, hands: Hands) -> None:
    office.desk.session.sign_in(office.room.watch)
    page.periods._form.fill({"name": "高考", "first": "6-29", "last": "6-30", "source": "通知"})
    hands.keep()
    assert page.periods.table.records == ()
    assert page.periods._form.values()["name"] == "高考"


def test_a_response_runs_by_keys(
    office: DeskRoom, page: StudyPage, hands: Hands, leader: Officer
) -> None:
    office.desk.session.sign_in(leader)
    hands.press(Key.Key_6)
    view = page.responses
    view._form.fill({"plan": "防汛抗旱", "level": "Ⅳ级", "confirmed_by": "田演平"})
    hands.keep()
    assert view._form.fields["reason"].error() != ""
    view._form.fill({"reason": "暴雨", "document": "示防指〔2026〕6号", "at": "19:30"})
    hands.keep()
    (on,) = office.room.study.responses.in_force() or []
    assert (on.level, f"{on.started_at:%H:%M}") == ("Ⅳ级", "11:30")
    view._form.fill({"level": "Ⅱ级", "confirmed_by": "田演平", "reason": "险情扩大"})
    hands.press(Key.Key_R)
    assert [line.title for line in view.turns.lines] == ["启动 Ⅳ级", "调整 Ⅱ级"]
    view._form.fill({"confirmed_by": "田演平", "reason": "雨停"})
    hands.press(Key.Key_X)
    assert office.room.study.responses.in_force() == []
    assert office.room.log.count(office.room.shift.id) == 3
    hands.press(Key.Key_5)
    page.open(("response", "示范县防汛应急预案", "2026-0624-01 山洪"))
    assert (page.turned, view._form.values()["plan"]) == ("responses", "示范县防汛应急预案")
    page.open(("response", "示范县森林火灾应急预案", "2026-0624-02 火灾"))
    assert view._form.values()["plan"] == "示范县防汛应急预案"
    assert "示范县森林火灾应急预案" in office.said[-1]


def test_a_training_is_kept_with_people_period_and_file(
    office: DeskRoom, page: StudyPage, hands: Hands, tmp_path: Path
) -> None:
    hands.press(Key.Key_7)
    view = page.training
    view._form.fill({"topic": "卫星电话开机", "trainer": "彭例安", "device": "卫星电话"})
    hands.keep()
    assert view.trouble.isVisible()
    view.people.select(office.room.watch.id)
    hands.tap(view.people.view, Key.Key_Space)
    assert "1" in view._count.text()
    signed = tmp_path / "签到表.txt"
    signed.write_text("向示月", encoding="utf-8")
    view.attach(str(signed))
    hands.keep()
    (held,) = office.room.study.trainings.year().held
    assert (held.names, held.training.device) == (office.room.watch.name, "卫星电话")
    assert held.file is not None
    view.save_file(str(tmp_path / "copy.txt"))
    assert (tmp_path / "copy.txt").read_text(encoding="utf-8") == "向示月"
    view.hand_out(str(tmp_path / "year"))
    rows = spreadsheet.read(tmp_path / "year.xlsx")
    assert rows[1][:2] == ["2026-06-24", "卫星电话开机"]
    hands.press(Key.Key_F)
    view._form.fill({"topic": "卫星电话开机与试通"})
    office.desk.session.sign_in(officer_of("另一值班长", Role.CHIEF))
    assert view._editing is None  # what they type is a training of its own
    office.desk.session.sign_in(office.room.chief)
    hands.keep()
    assert view.table.records[0].training.topic == "卫星电话开机与试通"
    assert view.table.records[0].file is not None
    assert page.print_page()
    assert view.preview.isVisible()
    assert view.preview.paper is not None
    assert view.preview.paper.missing == ()
    assert page.print_page()
    assert not view.preview.isVisible()
    hands.press(Key.Key_X)
    assert view.table.records == ()


def test_a_months_mark_stands_over_the_list(
    office: DeskRoom, page: StudyPage, hands: Hands
) -> None:
    hands.press(Key.Key_7)
    assert "6月" in page.training._panel._note.text()


def test_cards_are_asked_and_answered_by_keys(
    office: DeskRoom, page: StudyPage, hands: Hands
) -> None:
    hands.press(Key.Key_8)
    view = page.knowledge
    first = view.asked
    assert first is not None
    hands.press(Key.Key_1)
    assert office.room.study.knowledge.scores() == []
    hands.press(Key.Key_Q)
    assert view._answer.text() == first.card.answer
    hands.press(Key.Key_2)
    second = view.asked
    assert second is not None
    assert second.id != first.id
    assert view._answer.text() == ""
    hands.press(Key.Key_Q)
    hands.press(Key.Key_1)
    (score,) = office.room.study.knowledge.scores()
    assert (score.name, score.asked, score.knew) == (office.room.chief.name, 2, 1)
    assert view.asked is not None
    assert view.asked.id == first.id
    office.desk.session.sign_in(office.room.watch)
    assert view.asked is not None
    assert view.asked.times == 0


def test_a_card_gets_the_rooms_own_words(office: DeskRoom, page: StudyPage, hands: Hands) -> None:
    hands.press(Key.Key_8)
    view = page.knowledge
    view.table.select(view.table.records[2].id)
    hands.press(Key.Key_F)
    view._form.fill({"answer": "提前 15 分钟。", "source": "本局值班制度"})
    hands.keep()
    assert view.table.records[2].card.answer == "提前 15 分钟。"
    count = len(view.table.records)
    view.table.select(view.table.records[2].id)
    hands.press(Key.Key_X)
    assert len(view.table.records) == count - 1


def test_the_provincial_module_opens_in_the_browser(
    office: DeskRoom, page: StudyPage, hands: Hands
) -> None:
    opened: list[QUrl] = []
    view = page.knowledge
    view._open = lambda url: opened.append(url) or True
    hands.press(Key.Key_8)
    hands.press(Key.Key_W)
    assert "No address" in view._link_said.text()
    view._link_form.fill({"name": "省应知应会", "url": "ftp://x"})
    view.keep_link()
    assert view._link_form.fields["url"].error() != ""
    view._link_form.fill({"url": "https://example.invalid/yzyh"})
    view.keep_link()
    hands.press(Key.Key_W)
    assert [url.toString() for url in opened] == ["https://example.invalid/yzyh"]


def test_a_text_and_a_pdf_are_read_inside_and_versions_follow(
    qtbot, office: DeskRoom, page: StudyPage, hands: Hands, tmp_path: Path
) -> None:
    hands.press(Key.Key_9)
    view = page.regulations
    hands.press(Key.Key_J)
    view._form.fill({"title": "交接班制度", "kind": "交接班", "version": "2025版",
                     "effective": "2025-01-01"})  # fmt: skip
    hands.keep()
    assert view.trouble.isVisible()
    text = tmp_path / "交接班制度.txt"
    text.write_bytes("第一条 双方签字以前责任在交班一方".encode("gb18030"))
    view.file.choose(str(text))
    hands.keep()
    assert "双方签字" in view._text.toPlainText()
    view._search.set_value("签字以前")
    view._search.changed.emit()
    assert [one.document.version for one in view.table.records] == ["2025版"]
    hands.press(Key.Key_F)
    view._form.fill({"version": "2026版", "effective": "2026-06-01"})
    pdf = tmp_path / "交接班制度2026.pdf"
    paper = training_pdf(
        Fonts(), "示范县", Mark.TEST, office.room.study.trainings.year(), office.room.clock.now()
    )
    pdf.write_bytes(paper.pdf)
    view.file.choose(str(pdf))
    view._search.set_value("")
    hands.keep()
    standing = {one.document.version: one.standing for one in view.table.records}
    assert standing == {"2026版": Standing.VALID, "2025版": Standing.REPLACED}
    assert view._inside.currentWidget() is view._pdf
    assert view._pdf.document.pageCount() >= 1
    opened: list[QUrl] = []
    view._open = lambda url: opened.append(url) or True
    hands.press(Key.Key_W)
    assert Path(opened[0].toLocalFile()).read_bytes() == paper.pdf
    page.open(("place", "handover"))
    assert view.table.current().document.version == "2026版"
    page.open(("place", "callout"))
    assert view.table.records == ()


def test_ctrl_k_finds_what_is_valid(office: DeskRoom, page: StudyPage) -> None:
    from app.duty.regulations import Told

    regulations = office.room.study.regulations
    told = Told("交接班制度", "交接班", "2025版", date(2025, 1, 1), "第一条")
    made = regulations.enter(office.room.chief, told)
    regulations.enter(office.room.chief, Told("待行制度", "人员", "一", date(2027, 1, 1), "第一条"))
    find = rules_finder(regulations)
    assert [one.title for one in find("jjb")] == ["交接班制度"]
    assert [one.title for one in find("制度")] == ["交接班制度"]
    page.open(find("交接")[0].subject)
    assert page.regulations.shown is not None
    assert page.regulations.shown.document == made


def test_crews_that_the_office_makes_can_be_chosen(page: StudyPage) -> None:
    field = page.periods._form.fields["template"]
    assert isinstance(field, ComboField)
    assert [field.combo.itemData(n) for n in range(field.combo.count())] == [
        "",
        "3+1",
        "节日双干部",
    ]


def test_what_is_typed_outlives_a_change_of_person(
    office: DeskRoom, page: StudyPage, hands: Hands
) -> None:
    page.periods._form.fill({"name": "高考"})
    page.periods._form.changed.emit()
    office.desk.session.sign_in(office.room.watch)
    assert page.periods._form.values()["name"] == ""
    office.desk.session.sign_in(office.room.chief)
    assert page.periods._form.values()["name"] == "高考"
