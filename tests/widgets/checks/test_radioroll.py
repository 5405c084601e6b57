"""Roll call by radio by its keys, over a real record: data, voice, emergency, other means, who looks on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.base.marks import Mark
from app.duty.records import Category
from app.people.records import Role
from app.radio.board import Gateway
from app.radio.driver import Capability
from app.radio.drivers import DRIVERS
from app.radio.events import (
    AlarmKind,
    CallKind,
    CheckOnline,
    CheckReply,
    Command,
    Emergency,
    Heard,
    Linked,
    LinkState,
    PressTalk,
    ReleaseTalk,
)
from app.radio.rollcall import RadioRolls
from app.radio.rollcall_lists import RadioLists, Told
from app.radio.rollcall_records import Means, RadioList, RollMode, RollResult
from app.radio.rollcall_rules import load_rules
from app.radio.rollcall_runner import RollRunner
from app.radio.service import RadioService
from db.stores.radio import RadioRows
from db.stores.radio_roll import RadioRollRows
from tests.deskroom import DeskRoom
from tests.rooms import officer
from widgets.checks.radiorows import RadioRollRooms
from widgets.checks.rollsheet import RollSheet
from widgets.checks.rollview import RollView

RULES = Path(__file__).parents[3] / "resources" / "rules"
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


class Line:
    def __init__(self) -> None:
        self.commands: list[Command] = []

    def submit(self, command: Command) -> bool:
        self.commands.append(command)
        return True


class Stage:
    """The sheet over one gateway, and a list of four posts: one without a radio."""

    def __init__(self, office: DeskRoom, qtbot) -> None:
        self.office, self.clock, self._qtbot = office, office.room.clock, qtbot
        room, desk = office.room, office.desk
        self.radio = RadioService(
            RadioRows(room.db), room.db, desk.store, desk.bus, room.clock, Mark.TEST
        )
        self.line = Line()
        self.radio.attach(Gateway("A", "网关 A", "/dev/none"), self.line)
        self.radio.hear(LinkState(self.heard(), Linked.UP, ""))
        rules = load_rules(RULES / "radio_roll.toml")
        rows = RadioRollRows(room.db)

        def note(change, by, text: str) -> None:
            entry = room.log.make(room.shift.id, self.line_of(text), str(by.id), by.name)
            room.log.put(change, entry)

        self.rolls = RadioRolls(room.db, rows, room.clock, Mark.TEST, rules, "desk-a", note)
        self.lists = RadioLists(room.db, rows, room.clock, Mark.TEST, rules)
        self.runner = RollRunner(self.radio, self.rolls, desk.store, desk.bus, room.clock)
        rooms = RadioRollRooms(self.radio, self.rolls, self.lists, self.runner)
        self.sheet = RollSheet(desk, RollView(desk, room.checks.rolls, "示范县"), rooms, "示范县")
        self.sheet.turn("radio")
        qtbot.addWidget(self.sheet)
        self.sheet.resize(1516, 808)
        self.sheet.show()
        self.sheet.activateWindow()
        qtbot.waitUntil(self.sheet.isActiveWindow)

    @staticmethod
    def line_of(text: str):
        from app.duty.log import Line as LogLine

        return LogLine(text, category=Category.SPOT_CHECK)

    def heard(self) -> Heard:
        return Heard("A", self.clock.now(), "7e")

    def enter(self, mode: RollMode) -> RadioList:
        by = self.office.room.chief
        one = self.lists.keep_list(by, None, "值守点", mode, "20:30")
        for n, name in enumerate(("水库", "渡口", "隧道", "林场")):
            radio = None if n == 3 else 371001 + n
            self.lists.keep_post(
                by, one.id, None, Told(name, "试用乡", radio, 931, f"000-0009-100{n}")
            )
        return one

    def press(self, key: Key, modifier: Qt.KeyboardModifier = ALT) -> None:
        self._qtbot.keyClick(self.sheet.window(), key, modifier)

    def go_on(self) -> None:
        self.press(Key.Key_Return, CTRL)

    def pass_time(self, seconds: float, answering: frozenset[int] = frozenset()) -> None:
        for _ in range(int(seconds * 2)):
            self.clock.forward(timedelta(seconds=0.5))
            self.runner.tick()
            asked, self.line.commands = self.line.commands, []
            for one in asked:
                if isinstance(one, CheckOnline) and one.radio in answering:
                    self.radio.hear(CheckReply(self.heard(), one.radio, True, -78))

    def shown(self) -> list[str]:
        view = self.sheet.radio
        return [view.board.result(row) for row in view.board.table.records]


@pytest.fixture
def stage(office: DeskRoom, qtbot) -> Stage:
    return Stage(office, qtbot)


def test_mixed_by_its_keys_to_the_line_in_the_log(stage: Stage) -> None:
    stage.enter(RollMode.MIXED)
    view = stage.sheet.radio
    assert "下次" not in view.board.progress.main.text()
    stage.go_on()
    assert view.board.progress.mode.value() == "混合"
    stage.pass_time(2.0, frozenset({371001}))
    stage.radio.hear(Emergency(stage.heard(), 370999, AlarmKind.BUTTON, 1, None))
    assert view.board.matrix.paused.isVisible()
    stage.pass_time(30.0)
    assert stage.shown().count("未应答") == 0, "nobody is asked during an emergency"
    stage.go_on()
    stage.pass_time(30.0, frozenset({371001}))
    assert stage.shown() == ["正常", "未应答", "未应答", "未呼"]
    stage.go_on()
    assert view.board.side.name.text() == "渡口"
    stage.clock.forward(timedelta(seconds=6))
    stage.press(Key.Key_3)
    assert view.board.side.name.text() == "隧道", "one key an answer: the next is called at once"
    stage.press(Key.Key_2)
    stage.press(Key.Key_4)
    assert stage.shown() == ["正常", "代答", "未应答", "信号差"]
    assert view.board.table.records[1].turn.seconds == 6.0
    view.board.table.select(view.board.table.records[2].post)
    assert view.board.side.by is Means.PHONE
    assert "000-0009-1002" in view.board.side.number.text()
    stage.press(Key.Key_1)
    assert view.board.table.records[2].second.result is RollResult.OK
    stage.go_on()
    (entry,) = stage.office.room.log.latest(1)
    assert entry.by_name == stage.office.room.watch.name
    assert entry.text.endswith(
        "应点4个，已呼4个，正常1个，信号差1个，代答1个；应答率 3/4 75%；"
        "未应答1个（隧道）；二轮补呼通1个（隧道 电话）"
    )
    assert stage.runner.engine is None


def test_a_gateway_that_cannot_ask_is_told_before_anybody_is_called(stage: Stage) -> None:
    stage.enter(RollMode.DATA)
    deaf = replace(DRIVERS["nmea"], capabilities=frozenset({Capability.TEXT}))
    stage.radio.attach(Gateway("A", "网关 A", "/dev/none", deaf), stage.line)
    stage.radio.hear(LinkState(stage.heard(), Linked.UP, ""))
    view = stage.sheet.radio
    stage.go_on()
    assert stage.runner.roll is None, "nothing has begun"
    assert view.trouble.text().startswith("网关 A cannot ask by data")
    assert view.board.progress.mode.value() == "语音"
    stage.go_on()
    assert stage.runner.roll is not None
    assert stage.runner.roll.mode is RollMode.VOICE
    assert not view.trouble.isVisible()


def test_a_list_of_which_some_can_be_asked_is_offered_by_both_ways(stage: Stage) -> None:
    stage.enter(RollMode.DATA)
    deaf = replace(DRIVERS["nmea"], capabilities=frozenset({Capability.TEXT}))
    stage.radio.attach(Gateway("B", "网关 B", "/dev/none", deaf), stage.line)
    at = stage.clock.now()
    stage.radio.hear(LinkState(Heard("B", at), Linked.UP, ""))
    stage.radio.hear(CheckReply(Heard("B", at), 371002, True))
    view = stage.sheet.radio
    stage.go_on()
    assert view.trouble.text().startswith("1 radios cannot be asked by data (网关 B)")
    assert view.board.progress.mode.value() == "混合"
    view.board.progress.mode.set_value("数据")
    stage.go_on()
    assert stage.runner.roll is not None
    assert stage.runner.roll.mode is RollMode.DATA
    stage.pass_time(5.0, frozenset({371001, 371003}))
    assert stage.shown() == ["正常", "未呼", "正常", "未呼"]


def test_the_key_talks_on_the_group_of_who_is_called(stage: Stage, qtbot) -> None:
    stage.enter(RollMode.VOICE)
    view = stage.sheet.radio
    stage.go_on()
    stage.go_on()
    assert view.board.side.name.text() == "水库"
    view.board.table.view.setFocus()
    qtbot.keyPress(view.board.table.view, Key.Key_F12)
    assert view.talk.down
    (pressed,) = [one for one in stage.line.commands if isinstance(one, PressTalk)]
    assert (pressed.kind, pressed.target) == (CallKind.GROUP, 931)
    assert "F12" in view.board.side.elapsed.text()
    stage.press(Key.Key_R)
    assert not view.talk.down, "another part: the key is up"
    assert [one for one in stage.line.commands if isinstance(one, ReleaseTalk)]


def test_who_looks_on_sees_numbers_covered_and_calls_nobody(stage: Stage) -> None:
    stage.enter(RollMode.VOICE)
    stage.office.desk.session.sign_in(officer("石工", Role.OBSERVER))
    view = stage.sheet.radio
    assert not view.board.progress.main.isEnabled()
    view.board.side.means.set_value(Means.PHONE.value)
    view.board.show_side()
    assert "000-0009" not in view.board.side.number.text()
    stage.sheet.turn("lists")
    texts = [column.text(post) for column in stage.sheet.lists.posts.model.columns
             for post in stage.sheet.lists.posts.records]  # fmt: skip
    assert not [text for text in texts if "000-0009" in text]


def test_lists_by_their_cards(stage: Stage, tmp_path: Path) -> None:
    one = stage.enter(RollMode.DATA)
    stage.office.desk.session.sign_in(stage.office.room.chief)
    lists = stage.sheet.lists
    stage.sheet.turn("lists")
    lists.posts.select(lists.posts.records[0].id)
    lists.change_post()
    lists.post_card.name.set_value("渡口")
    lists.post_card.submit()
    assert lists.post_card.isVisible()
    lists.post_card.name.set_value("大水库")
    lists.post_card.until.set_value("2026-06-25 08:00")
    lists.post_card.submit()
    assert lists.posts.records[0].name == "大水库"
    assert lists.posts.records[0].on_leave(stage.clock.now())
    lists.posts.select(lists.posts.records[0].id)
    stage.press(Key.Key_4)
    assert [post.name for post in lists.posts.records][:2] == ["渡口", "大水库"]
    lists.choose_export(str(tmp_path / "out.xlsx"))
    lists.choose_import(str(tmp_path / "out.xlsx"))
    assert lists.imports.plan is not None
    assert len(lists.imports.plan.rows) == 4
    lists.imports.left.emit()
    lists.new_list()
    lists.list_card.name.set_value("抢险队")
    lists.list_card.times.set_value("8：30")
    lists.list_card.submit()
    assert [held.name for held in lists.lists.records] == [one.name, "抢险队"]
