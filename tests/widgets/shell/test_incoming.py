"""What nobody took waits beside every page; over no content, without the cursor, folded, mute at will."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.base.marks import Mark
from app.people.records import Officer, Role
from app.radio.board import Gateway
from app.radio.events import (
    AlarmKind,
    CallEnd,
    CallKind,
    ControlReply,
    Emergency,
    Heard,
    Linked,
    LinkState,
    Position,
    StatusIn,
    TalkerStart,
    TextIn,
)
from app.radio.service import RadioService
from db.engine import Database
from db.stores.radio import RadioRows
from tests.blank import blank
from tests.widgets.wiring.conftest import Line, Speaker
from widgets.kit.sound import Sounds
from widgets.shell.shell import Shell
from widgets.wiring.incoming import RadioIncoming


class Waiting:
    """A shell with the stack wired to a real radio room."""

    def __init__(self, shell: Shell, db: Database) -> None:
        desk = shell.desk
        self.shell, self.desk, self.went = shell, desk, []
        self.radio = RadioService(
            RadioRows(db), db, desk.store, desk.bus, desk.clock, Mark.TEST, guarded=False
        )
        self.radio.attach(Gateway("A", "值班室", "/dev/none"), Line())
        self.at_radio = False
        self.sounds = Sounds(desk.theme, Speaker())
        self.rang: list[str] = []
        self.sounds.rang.connect(self.rang.append)
        self.muted: list[Any] = []
        self.wired = RadioIncoming(
            desk, shell, self.radio, self.sounds, self.muted.append,
            lambda *told: self.went.append(told), lambda: self.at_radio,
        )  # fmt: skip
        self.slot, self.card = shell.main.slot, shell.main.waiting

    def heard(self) -> Heard:
        self.desk.clock.forward(timedelta(seconds=1))
        return Heard("A", self.desk.clock.now(), "7e")

    def text(self, words: str, radio: int = 370602) -> None:
        self.radio.hear(TextIn(self.heard(), radio, 370000, False, words, 1))
        self.wired.look()

    def press(self, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.shell.main, key, modifiers)

    def whos(self) -> list[tuple[str, str]]:
        return [(line.title, line.text) for line in self.card.list.lines]


@pytest.fixture
def stack(open_shell: Shell, tmp_path: Path) -> Iterator[Waiting]:
    desk = open_shell.desk
    db = Database(blank(tmp_path / "duty.db"), "desk", desk.clock, desk.bus.publish)
    yield Waiting(open_shell, db)
    db.close()


def test_it_stands_in_the_lamp_bar_of_every_page_and_takes_no_cursor(
    stack: Waiting, qtbot: Any
) -> None:
    shell = stack.shell
    assert not stack.slot.isVisible()
    shell.go("log")
    field = QLineEdit(shell.main.page)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "half typed")
    stack.text("六人全部救出")
    assert stack.slot.isVisible()
    assert "六人全部救出" in stack.slot.words()
    assert not stack.card.isVisible()
    assert QApplication.focusWidget() is field
    slot = QRect(stack.slot.mapTo(shell.main, QPoint()), stack.slot.size())
    body = QRect(shell.main.body.mapTo(shell.main, QPoint()), shell.main.body.size())
    assert not slot.intersects(body), "over no content"
    place = slot.topRight()
    shell.go("console")
    stack.text("又一条", 370601)
    assert "又一条" in stack.slot.words(), "the newest, at the same place"
    assert stack.slot.mapTo(shell.main, stack.slot.rect().topRight()) == place


def test_by_keys_it_is_opened_taken_from_and_left_where_the_cursor_was(
    stack: Waiting, qtbot: Any
) -> None:
    shell = stack.shell
    shell.go("log")
    field = QLineEdit(shell.main.page)
    field.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for words in ("一", "二", "三"):
        stack.text(words)
    stack.press(Qt.Key.Key_F3)
    assert [text for _, text in stack.whos()] == ["一", "二", "三"], "the longest waiting first"
    stack.text("四")
    assert [text for _, text in stack.whos()] == ["一", "二", "三", "四"], "none has moved"
    stack.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    taken = [one for one in stack.radio.lines() if one.answered_at is not None]
    assert [(one.text, one.answered_name) for one in taken] == [("一", "孙演示")]
    stack.press(Qt.Key.Key_Return)
    assert stack.went == [("radio", ("line", stack.radio.lines()[2].id))]
    field.setFocus()
    stack.press(Qt.Key.Key_F3)
    for _ in range(3):
        stack.press(Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    assert not stack.card.isVisible(), "nothing waits any more"
    assert not stack.slot.isVisible()
    assert QApplication.focusWidget() is field
    stack.text("五")
    stack.press(Qt.Key.Key_F3)
    stack.press(Qt.Key.Key_Escape)
    assert not stack.card.isVisible()
    assert QApplication.focusWidget() is field


def test_calls_and_statuses_wait_too_and_a_storm_is_folded_radio_by_radio(stack: Waiting) -> None:
    stack.radio.hear(TalkerStart(stack.heard(), 1, 371105, 911, True))
    stack.radio.hear(CallEnd(stack.heard(), 1))
    stack.radio.hear(StatusIn(stack.heard(), 371106, 0, False, 32774))
    for n in range(30):
        stack.text(f"第 {n} 条", 370600 + n % 3)
    stack.card.come()
    rows = stack.whos()
    assert len(rows) == 5
    assert rows[2] == ("not in the roster 370600 ×10", "第 27 条")
    assert stack.shell.incoming.count == 32
    stack.card.list.setCurrentIndex(stack.card.list.model().index(2, 0))
    stack.card.take()
    assert stack.shell.incoming.count == 22, "a row is taken with all it holds"


def test_new_ones_can_be_mute_for_a_while_but_not_an_emergency(
    stack: Waiting, people: list[Officer]
) -> None:
    stack.text("一")
    assert stack.rang == ["new"]
    stack.text("二")
    assert stack.rang == ["new"], "not with each of a storm"
    stack.shell.incoming.mute_asked.emit()
    until = stack.shell.incoming.muted_until
    assert until is not None
    assert "muted until" in stack.slot.words()
    stack.desk.clock.forward(timedelta(minutes=1))
    stack.text("三")
    assert stack.rang == ["new"]
    assert stack.shell.incoming.count == 3, "counted all the same"
    stack.radio.hear(Emergency(stack.heard(), 370602, AlarmKind.BUTTON, 1, None))
    assert stack.radio.alarms()[0].answered_at is None
    assert stack.radio.unanswered() == 4
    stack.desk.session.sign_in(people[1])
    assert stack.shell.incoming.muted_until is None, "who sits down hears what comes"
    stack.text("四")
    assert stack.rang == ["new", "new"]


def test_the_key_talks_back_to_the_row_and_is_let_go_with_the_card(stack: Waiting) -> None:
    stack.radio.hear(LinkState(stack.heard(), Linked.UP))
    stack.text("请回话", 370602)
    stack.radio.hear(TalkerStart(stack.heard(), 1, 371105, 911, True))
    stack.radio.hear(CallEnd(stack.heard(), 1))
    stack.wired.look()
    stack.shell.go("log")
    stack.press(Qt.Key.Key_F3)
    place = stack.card.list
    for row, kind, target in ((0, CallKind.PRIVATE, 370602), (1, CallKind.GROUP, 911)):
        place.setCurrentIndex(place.model().index(row, 0))
        QTest.keyPress(place, Qt.Key.Key_F12)
        call = stack.radio.own_call()
        assert call is not None
        assert (call.pressed, call.kind, call.target) == (True, kind, target)
        QTest.keyRelease(place, Qt.Key.Key_F12)
        assert not stack.radio.own_call().pressed
        stack.radio.hang_up()
    QTest.keyPress(place, Qt.Key.Key_F12)
    stack.press(Qt.Key.Key_Escape)
    assert not stack.card.isVisible()
    assert not stack.radio.own_call().pressed


def test_where_a_radio_is_comes_to_who_asked_and_left_the_page_and_waits_for_nobody(
    stack: Waiting,
) -> None:
    stack.radio.hear(LinkState(stack.heard(), Linked.UP))

    def ask(result: str = "ok") -> None:
        asked = stack.radio.ask_position(370602, "7", "彭例安")
        heard = stack.heard()
        if result == "ok":
            stack.radio.hear(Position(heard, 370602, 28.5, 109.7, None, True, None, None, None))
        stack.radio.hear(ControlReply(heard, asked, result))
        stack.wired.look()

    stack.radio.hear(Position(stack.heard(), 370602, 28.4, 109.7, None, True, None, None, None))
    stack.wired.look()
    assert stack.shell.incoming.count == 0, "nobody asked"
    ask()
    ask("no_answer")
    assert [row.text for row in stack.shell.incoming.rows] == [
        "28.50000, 109.70000  查位置（彭例安）：已应答，用时 1 秒",
        "查位置（彭例安）：无应答，用时 1 秒",
    ]
    assert stack.radio.unanswered() == 0
    stack.card.take()
    assert stack.shell.incoming.count == 1
    stack.at_radio = True
    stack.wired.look()
    assert stack.shell.incoming.count == 0
    ask()
    stack.at_radio = False
    stack.wired.look()
    assert stack.shell.incoming.count == 0, "he has seen it"


def test_a_locked_desk_counts_and_tells_nothing(stack: Waiting) -> None:
    stack.text("六人全部救出")
    stack.shell.lock()
    assert "六人" not in stack.slot.words()
    assert "六人" not in stack.slot.accessibleName()
    stack.press(Qt.Key.Key_F3)
    QTest.mouseClick(stack.slot, Qt.MouseButton.LeftButton)
    assert not stack.card.isVisible()
    stack.shell.unlock()
    assert "六人" in stack.slot.words()


def test_who_may_not_read_sees_nothing_and_who_may_not_answer_takes_nothing(
    stack: Waiting, said: list[str]
) -> None:
    stack.text("联系 13907430001")
    sit = stack.desk.session.sign_in
    officer = stack.desk.session.officer
    assert officer is not None
    sit(replace(officer, role=Role.OBSERVER))
    assert "13907430001" not in stack.slot.words()
    stack.card.take()
    assert stack.shell.incoming.count == 1
    assert said
    sit(replace(officer, role=Role.DRIVER))
    assert not stack.slot.isVisible()
