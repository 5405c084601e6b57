"""The quick line: nothing is shown before COMMIT, nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.duty.log import Line
from app.duty.records import Channel, Handling, Way
from tests.deskroom import DeskRoom, open_desk
from widgets.duty.quickline import QuickEntry
from widgets.tour.hands import write

CTRL = Qt.KeyboardModifier.ControlModifier


def draft(office: DeskRoom) -> str:
    """The name of the draft of who sits here."""
    return f"quick-test-{office.desk.session.demand().id}"


@pytest.fixture
def quick(qtbot, office: DeskRoom) -> QuickEntry:
    return made(qtbot, office)


def made(qtbot, office: DeskRoom) -> QuickEntry:
    entry = QuickEntry(
        office.desk, office.room.log, office.room.instructions, office.drafts, "quick-test"
    )
    qtbot.addWidget(entry)
    entry.show()
    return entry


def lines(office: DeskRoom) -> list[str]:
    return [line.text for line in office.room.log.latest(9)]


def test_a_slash_word_opens_its_template_and_ctrl_enter_records(qtbot, office, quick):
    write(quick.edit, "/电 ")
    assert quick.edit.text() == ""
    quick.set_words("/电 己塘镇值班室 周试用:明火已控制 在办")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return, CTRL)
    line = office.room.log.latest(1)[0]
    assert (line.way, line.channel, line.status) == (Way.IN, Channel.PHONE, Handling.DOING)
    assert (line.unit, line.person, line.text) == ("己塘镇值班室", "周试用", "明火已控制")
    assert quick.words == ""


def test_backspace_at_the_left_takes_the_template_away(qtbot, office, quick):
    write(quick.edit, "/传 平安")
    assert quick.words == "/传 平安"
    quick.edit.setCursorPosition(0)
    qtbot.keyClick(quick.edit, Qt.Key.Key_Backspace)
    assert quick.words == "平安"


def test_enter_alone_records_nothing(qtbot, office, quick):
    quick.set_words("平安无事")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return)
    assert lines(office) == []
    assert quick.words == "平安无事"


def test_the_words_stay_until_they_are_committed(qtbot, office, quick):
    office.store.hold = True
    quick.set_words("平安无事")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return, CTRL)
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return, CTRL)
    assert quick.words == "平安无事"
    assert lines(office) == []
    quick.edit.setText("平安无事之后又写")
    office.store.finish()
    assert lines(office) == ["平安无事"]
    assert quick.words == "之后又写"


def test_a_store_that_cannot_be_written_keeps_the_words_and_says_why(qtbot, office, quick):
    office.room.db.read_only_why = "disk_full"
    quick.set_words("水位41.20米")
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return, CTRL)
    assert quick.words == "水位41.20米"
    assert "disk is full" in quick.note
    kept = office.drafts.load(draft(office))
    assert kept is not None
    assert kept.fields["line"] == "水位41.20米"
    office.room.db.read_only_why = None
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return, CTRL)
    assert lines(office) == ["水位41.20米"]
    assert office.drafts.load(draft(office)) is None
    assert quick.note == ""


def test_without_an_officer_the_words_stay(qtbot, office, quick):
    office.desk.session.sign_in(None)
    quick.set_words("平安无事")
    quick.submit()
    assert lines(office) == []
    assert "sign in" in quick.note


def test_an_instruction_is_taken_verbatim_with_its_limit(qtbot, office, quick):
    quick.set_words("/示 田演平 带班领导:马上叫应七个乡镇,20:15前反馈")
    quick.submit()
    (taken,) = office.room.instructions.open()
    assert (taken.leader, taken.post) == ("田演平", "带班领导")
    assert taken.text == "马上叫应七个乡镇,20:15前反馈"
    assert taken.due is not None
    assert len(lines(office)) == 1


def test_an_instruction_without_its_leader_is_asked_for(qtbot, office, quick):
    quick.set_words("/示 马上叫应七个乡镇")
    quick.submit()
    assert office.room.instructions.open() == []
    assert "whose instruction" in quick.note
    assert quick.words == "/示 马上叫应七个乡镇"


def test_a_half_typed_line_is_there_again_after_a_restart(
    qtbot, office: DeskRoom, tmp_path: Path, theme
):
    quick = made(qtbot, office)
    quick.set_words("/电 乙岭乡:三组路段塌方")
    quick.save_draft()
    again = made(qtbot, open_desk(tmp_path, theme))
    assert again.words == "/电 乙岭乡:三组路段塌方"
    assert "向示月" in again.note


def test_the_draft_is_written_by_itself_two_seconds_after_the_last_key(qtbot, office, quick):
    qtbot.keyClicks(quick.edit, "abc")
    assert office.drafts.load(draft(office)) is None
    qtbot.waitUntil(lambda: office.drafts.load(draft(office)) is not None, timeout=4000)
    assert "20:00:00" in quick.note


def test_a_line_of_somebody_else_does_not_touch_the_field(qtbot, office, quick):
    quick.edit.setText("正在写")
    office.room.log.note(office.room.shift.id, Line("镜头中断", Way.INSIDE))
    assert quick.words == "正在写"


def test_words_half_typed_stay_with_their_author(office, quick):
    """Another officer takes over: an empty field; the author comes back and finds his words."""
    quick.set_words("/电 乙岭乡:三组路段塌")
    office.desk.session.sign_in(office.room.chief)
    assert quick.words == ""
    quick.set_words("我的话")
    office.desk.session.sign_in(office.room.watch)
    assert quick.words == "/电 乙岭乡:三组路段塌"
    quick.submit()
    (line,) = office.room.log.latest(1)
    assert line.by_name == office.room.watch.name
    office.desk.session.sign_in(office.room.chief)
    assert quick.words == "我的话"


def test_enter_while_an_input_method_composes_submits_nothing_and_loses_nothing(
    qtbot, office, quick
):
    for key, held in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_Enter, CTRL),
    ):
        quick.set_words("水位")
        QApplication.sendEvent(quick.edit, QInputMethodEvent("shangzhang", []))
        qtbot.keyClick(quick.edit, key, held)
        assert lines(office) == []
        done = QInputMethodEvent("", [])
        done.setCommitString("上涨")
        QApplication.sendEvent(quick.edit, done)
        assert quick.words == "水位上涨"
    qtbot.keyClick(quick.edit, Qt.Key.Key_Return, CTRL)
    assert lines(office) == ["水位上涨"]
