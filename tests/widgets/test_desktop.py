"""All windows over one real record: what one page asks for, another shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.base.attachments import Filed
from app.base.clock import SystemClock
from app.base.ids import new_id
from app.base.marks import Mark
from app.dossier.timeline import Lane, Moment
from app.duty.log import Line
from app.duty.records import Handling
from app.handover.records import Section
from app.people.records import Role
from app.radio.board import Gateway
from app.radio.events import (
    AlarmKind,
    Emergency,
    EmergencyCleared,
    Heard,
    Linked,
    LinkState,
    Position,
    TextIn,
)
from app.video.records import Camera, CameraKind, Snapshot, Which
from db.stores.attachments import AttachmentRows
from db.stores.radio import RadioRows
from tests.deskroom import DeskRoom
from tests.desktops import Opened, open_desktop
from tests.rooms import PIN
from tests.widgets.wiring.conftest import Line as Line370
from widgets.kit.picture import PictureWindow
from widgets.radio.words import gateway, what_to_do
from widgets.shell.banner import Banner, EmergencyBorder
from widgets.video.wall_band import WallBand

CAMERA = Camera(
    new_id(), "01-F-07", "酉水大桥", CameraKind.FIXED, "云洛镇", "rtsp://127.0.0.1/1", "",
    None, None, Mark.TEST,
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(qapp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One desktop for all: it is dear."""
    with open_desktop(qapp, tmp_path_factory.mktemp("desktop")) as made:
        yield made


@pytest.fixture
def opened(whole: Opened) -> Opened:
    """As each finds it: the watch sits there on shift, nothing is locked, nothing has been said."""
    desktop, room = whole.desktop, whole.room.room
    whole.room.store.finish()
    desktop.desk.session.sign_in(room.watch)
    desktop.desk.session.enter(room.shift.id)
    desktop.shell.unlock()
    desktop.wall.hide()
    desktop.go("console")
    whole.said.clear()
    return whole


def sheet_of(qtbot, opened: Opened, section: Section) -> None:
    desktop = opened.desktop
    page = desktop.handover
    desktop.desk.session.sign_in(opened.duty.out[Role.CHIEF])
    desktop.go("handover")
    qtbot.waitUntil(lambda: not page._later.isActive())
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.sheet is not None)
    show_section(qtbot, opened, section)


def show_section(qtbot, opened: Opened, section: Section) -> None:
    page = opened.desktop.handover
    opened.desktop.go("handover")
    page.outline.go_to(section)
    qtbot.waitUntil(lambda: bool(page.items.items))


def test_what_the_sheet_names_is_opened_where_it_stands(qtbot, opened: Opened) -> None:
    for place in ("云洛镇内涝", "丙湖溃口", "铜鼓坪塌方"):
        opened.duty.incident(place)
    opened.duty.line("丙湖水库加密巡查", Handling.TODO)
    opened.duty.line("另一件", Handling.TODO)
    sheet_of(qtbot, opened, Section.INCIDENTS)
    items, table = opened.desktop.handover.items, opened.desktop.incidents.table
    chosen = str(table.current().id) if table.current() else ""
    other = next(item for item in items.items if item.source_id != chosen)
    items.go_to(other.id)
    qtbot.keyClick(items, Qt.Key.Key_Return)
    assert opened.desktop.incidents.isVisible()
    assert str(table.current().id) == other.source_id
    show_section(qtbot, opened, Section.UNFINISHED)
    first = items.items[0]
    qtbot.keyClick(items, Qt.Key.Key_Return)
    assert opened.desktop.log.isVisible()
    assert str(opened.desktop.log.table.current().id) == first.source_id


def shot(room: DeskRoom) -> Snapshot:
    file = Filed("ab" * 32, 9, "image/jpeg", "shot.jpg")
    return Snapshot(CAMERA.id, file, 4, 3, room.room.clock.now(), 0.1, Which.MAIN)


def test_a_picture_is_written_by_who_sat_there_when_it_was_taken(
    opened: Opened, tmp_path: Path
) -> None:
    desktop, room = opened.desktop, opened.room
    desktop.desk.session.sign_in(room.room.watch)
    room.store.hold = True
    desktop.snapshots.keep(CAMERA, shot(room))
    desktop.desk.session.sign_in(room.room.chief)
    room.store.finish()
    entry = room.room.log.latest(1)[0]
    assert entry.by_name == room.room.watch.name
    (file,) = AttachmentRows(room.room.db).of_entry(entry.id)
    assert (file.name, file.sha256) == ("shot.jpg", "ab" * 32)


def test_a_picture_before_any_shift_says_so_at_once(opened: Opened) -> None:
    desktop, room = opened.desktop, opened.room
    desktop.desk.session._shift_id = None
    room.store.hold = True
    desktop.snapshots.keep(CAMERA, shot(room))
    assert "no shift" in opened.said[-1]
    room.store.finish()


def test_the_life_of_an_incident_is_shown_from_its_page(qtbot, opened: Opened) -> None:
    opened.duty.incident("云洛镇内涝")
    desktop = opened.desktop
    desktop.desk.session.sign_in(opened.duty.out[Role.CHIEF])
    desktop.go("incidents")
    desktop.incidents.table.view.selectRow(0)
    qtbot.keyClick(desktop.incidents, Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    assert desktop.reconcile.isVisible()
    past = desktop.reconcile.detail.past
    assert past is not None
    assert [one.what for one in past.records] == ["incident.register"]


CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Hands:
    """Keys to whatever has the cursor, counted; words come from an input method and cost none."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot
        self.keys = 0

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        self._qtbot.keyClick(QApplication.focusWidget(), key, held)

    def words(self, text: str) -> None:
        done = QInputMethodEvent("", [])
        done.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), done)


def seated(qtbot, opened: Opened) -> None:
    main = opened.desktop.shell.main
    main.activateWindow()
    qtbot.waitUntil(main.isActiveWindow)


def test_a_line_of_the_log_costs_two_keys_and_its_text(qtbot, opened: Opened) -> None:
    """From any page: F2, words, Ctrl+Enter; or Ctrl+L, words, Ctrl+Enter on the page itself."""
    seated(qtbot, opened)
    desktop, room = opened.desktop, opened.room.room
    desktop.go("intake")
    desktop.intake.form.fields["place"].set_value("还没写完")
    hands = Hands(qtbot)
    hands.key(Qt.Key.Key_F2)
    hands.words("丙湖水位41.35米")
    hands.key(Qt.Key.Key_Return, CTRL)
    assert hands.keys == 2
    assert room.log.latest(1)[0].text == "丙湖水位41.35米"
    assert desktop.intake.form.fields["place"].value() == "还没写完"
    hands = Hands(qtbot)
    hands.key(Qt.Key.Key_L, CTRL)
    hands.words("/电 丙湖镇 周试用：堤脚渗水 待办")
    hands.key(Qt.Key.Key_Return, CTRL)
    assert hands.keys == 2
    line = room.log.latest(1)[0]
    assert (line.unit, line.text, line.status) == ("丙湖镇", "堤脚渗水", Handling.TODO)


def test_another_officer_takes_the_desk_over_within_three_seconds(
    qtbot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alt+L locks input only; initials, PIN, and he writes. Drafts stay with their author."""
    seated(qtbot, opened)
    desktop, room = opened.desktop, opened.room.room
    shell = desktop.shell
    monkeypatch.setattr(room.sign_in, "_hasher", PasswordHasher())  # as dear as at a real desk
    hashed = PasswordHasher().hash(PIN)
    with room.db.change("system", "test", ("officer", "pin")) as change:
        change.put("officer", replace(room.chief, pin_hash=hashed), seen=room.chief)
    desktop.wall.show()
    desktop.go("log")
    hands = Hands(qtbot)
    hands.words("写了一半")
    begun = SystemClock().monotonic_s()
    hands.key(Qt.Key.Key_L, ALT)
    assert shell.locked
    assert desktop.wall.isVisible()
    assert desktop.wall._timer.isActive()  # pictures go on
    assert not desktop.wall.isEnabled()  # and nobody moves them
    room.log.note(room.shift.id, Line("镜头中断"))  # so does what the room itself writes
    card = shell.main.cover.card
    card.filter.edit.setFocus()
    card.filter.edit.setText(room.chief.name)
    card.filter.changed.emit()
    hands.key(Qt.Key.Key_Return)
    card.pin.edit.setFocus()
    for digit in PIN:
        hands.key(Qt.Key(ord(digit)))
    hands.key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not shell.locked)
    spent = SystemClock().monotonic_s() - begun
    assert spent <= 3
    assert desktop.desk.session.demand().id == room.chief.id
    assert desktop.log.quick.words == ""
    hands.words("我接着写")
    hands.key(Qt.Key.Key_Return, CTRL)
    assert room.log.latest(1)[0].by_name == room.chief.name
    desktop.desk.session.sign_in(room.watch)
    assert desktop.log.quick.words == "写了一半"


def test_right_click_hands_picture_position_and_line_to_the_card(qtbot, opened: Opened) -> None:
    seated(qtbot, opened)
    desktop, room = opened.desktop, opened.room.room
    card = desktop.notes.card
    desktop.go("video")
    desktop.video.note_wanted.emit(CAMERA, shot(opened.room))
    assert card.isVisible()
    assert "酉水大桥（01-F-07）" in card.text.value()
    card.submit()
    entry = room.log.latest(1)[0]
    (file,) = AttachmentRows(room.db).of_entry(entry.id)
    assert file.name == "shot.jpg"
    desktop.map._clicked(28.5, 109.5)
    desktop.map._note()
    assert "北纬 28.50000° 东经 109.50000°" in card.text.value()
    card.leave()
    desktop.shell.lock()
    desktop.map._note()
    assert not card.isVisible()


def test_an_emergency_stands_on_every_window_and_wall_takes_no_focus_and_outlives_its_gateway(
    qtbot, opened: Opened
) -> None:
    """Torn-off pages, every wall, full screen, a picture seen large; nothing but an answer ends it."""
    desktop, radio = opened.desktop, opened.desktop._office.radio
    desktop.shell.tear_off("log")
    walls = [desktop.walls.window(number) for number in (1, 2)]
    for wall in walls:
        wall.show()
    desktop.shell.main.showFullScreen()
    qtbot.waitUntil(desktop.shell.main.isFullScreen)
    picture = PictureWindow(desktop.desk.theme, QImage(9, 9, QImage.Format.Format_RGB32), "", "",
                            desktop.console)  # fmt: skip
    picture.show()
    desktop.go("intake")
    before = QApplication.focusWidget()
    radio.attach(Gateway("A", "值班室", "/dev/none"), Line370())
    heard = Heard("A", desktop.desk.clock.now(), "08b003")
    radio.hear(Emergency(heard, 371105, AlarmKind.MAN_DOWN, 1, None))
    try:
        windows = [*desktop.shell.windows.values(), picture]
        for _ in range(2):
            for window in windows:
                banner, border = (window.findChild(one) for one in (Banner, EmergencyBorder))
                assert banner.isVisible(), window
                assert border.isVisible(), window
            for wall in walls:
                band = wall.findChild(WallBand)
                assert band.isVisible()
                assert wall.findChild(EmergencyBorder).isVisible()
                assert "倒地报警" in band.words()[0]
                assert "371105" in band.words()[0]
            assert desktop.sounds.repeating == "emergency"
            assert QApplication.focusWidget() is before
            radio.hear(LinkState(heard, Linked.DOWN, "unplugged"))
            desktop.messages.see(desktop.messages.unanswered()[0].key)
        radio.hear(Position(heard, 371105, 28.5, 109.7, None, True, None, None))
        assert "28.5000N" in walls[0].findChild(WallBand).words()[1]
        banner = picture.findChild(Banner)
        qtbot.mouseClick(banner, Qt.MouseButton.LeftButton, pos=banner.button().center())
        assert [one.answered_name for one in radio.alarms()] == ["向示月"]
        assert desktop.sounds.repeating == ""
        assert not any(wall.findChild(WallBand).isVisible() for wall in walls)
        kept = RadioRows(opened.room.room.db).open_alarms()
        assert [(one.answered_name, one.answered_at is not None) for one in kept] == [
            ("向示月", True)
        ]
    finally:
        desktop.shell.main.showNormal()
        desktop.shell.bring_back("log")
        picture.close()
        for _ in range(2):
            radio.hear(EmergencyCleared(heard, 371105))
        walls[1].hide()


def test_a_line_of_the_radio_is_found_in_its_record_from_the_axis_and_from_its_page(
    qtbot, opened: Opened
) -> None:
    desktop, radio = opened.desktop, opened.desktop._office.radio
    heard = Heard("A", desktop.desk.clock.now(), "0980a1")
    radio.attach(Gateway("A", "值班室", "/dev/none"), Line370())
    radio.hear(TextIn(heard, 371105, 931, True, "水位上涨", 1))
    line = next(one for one in radio.lines() if one.text == "水位上涨")
    moment = Moment(line.at, Lane.RADIO, "水位上涨", "", "radio_event", line.id)
    for go in (
        lambda: desktop.incidents.detail.open_moment(moment),
        lambda: desktop.radio.record_wanted.emit(line.id),
    ):
        desktop.go("console")
        go()
        assert desktop.shell.main.page is desktop.log
        sheet = desktop.log.radio
        qtbot.waitUntil(lambda sheet=sheet: sheet.table.current() is not None)
        assert sheet.table.current().id == line.id
        sheet.table.view.clearSelection()
        desktop.log._turn("log")


def test_the_lamp_of_several_gateways_tells_what_ails_each(
    opened: Opened,
) -> None:
    desktop, radio = opened.desktop, opened.desktop._office.radio
    now = desktop.desk.clock.now()
    for name, state, why in (
        ("A", Linked.UP, ""),
        ("高山网关", Linked.DOWN, "missing"),
        ("B", Linked.DOWN, "taken"),
        ("C", Linked.DOWN, "missing"),
    ):
        radio.attach(Gateway(name, name, "/dev/none"), Line370())
        radio.hear(LinkState(Heard(name, now, ""), state, why))
    lamp = next(one for one in desktop.status.lamps if one.key == "radio")
    assert lamp.figure == "1/4"
    told = dict(part.split("：", 1) for part in lamp.cause.split("；"))
    assert told == {
        f"高山网关、{gateway('C')}": what_to_do("missing"),
        gateway("B"): what_to_do("taken"),
    }
