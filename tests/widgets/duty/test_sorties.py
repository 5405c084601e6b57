"""无人机架次 by keys: off, noted, down, changed and given out; what is typed is kept, names are covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.base import spreadsheet
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.sortie import NoteKind, SortieEnd, SortieKind
from app.incidents.sortie_told import load_rules
from app.incidents.sorties import Flight, SortieBook
from app.paper.fonts import Fonts
from app.paper.sortie_sheet import sortie_pdf
from app.people.records import Role
from app.rescue.gear import GearBook, GearKind, Told
from app.video.records import Camera, CameraKind
from db.stores.gear import GearRows
from db.stores.sorties import SortieRows
from tests.deskroom import DeskRoom
from tests.rooms import officer
from tests.widgets.reading import said_by
from widgets.duty.sortie_rooms import SortieRooms
from widgets.duty.sorties import SortieView
from widgets.video.badges import Badges
from widgets.wiring.sorties import FlightBadges, sorties_of

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
MINUTE = timedelta(minutes=1)
RULES = load_rules(Path(__file__).parents[3] / "resources" / "rules" / "sorties.toml")
EYE = Camera(
    new_id(), "U-01", "机载", CameraKind.DRONE, "", "rtsp://h/1", "", None, None, Mark.TEST
)
DRILL = (new_id(), "汛前演练")


@pytest.fixture
def book(office: DeskRoom) -> SortieBook:
    room = office.room
    return SortieBook(room.db, SortieRows(room.db), RULES, room.clock, Mark.TEST, lambda *_: None)


@pytest.fixture
def view(qtbot, office: DeskRoom, book: SortieBook) -> SortieView:
    room = office.room
    gear = GearBook(
        room.db, GearRows(room.db), room.clock, Mark.TEST, lambda *_: None, lambda _: None
    )
    gear.enter(room.chief, None, Told(GearKind.UAV, "四旋翼", "U-01", "县队"))
    with room.db.change("system", "camera.enter", ("camera", str(EYE.id))) as change:
        change.put("camera", EYE)
    fonts = Fonts()
    rooms = SortieRooms(
        book, gear, lambda: [EYE], list, lambda: [DRILL],
        lambda *told: sortie_pdf(fonts, "示范县", Mark.TEST, *told, room.clock.now()),
    )  # fmt: skip
    made = SortieView(office.desk, rooms, office.drafts)
    qtbot.addWidget(made)
    made.resize(1500, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_a_flight_by_keys_from_take_off_to_the_workbook(
    qtbot, office, book, view, tmp_path
) -> None:
    clock, form = office.room.clock, view.entry.form
    qtbot.keyClick(view, Qt.Key.Key_N, ALT)
    assert view.entry.isVisible()
    view.begin_flight(camera_id=EYE.id)
    assert (form.values()["drone"], form.values()["unit"]) == ("U-01 四旋翼", "县队")
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert form.fields["purpose"].error(), "what it flies for must be said"
    form.fill(
        {"purpose": "人员搜寻", "lat": "28.5 109.6", "pilot": "周试飞", "took_off_at": "20:03"}
    )
    clock.forward(5 * MINUTE)
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    (look,) = view.table.records
    made = look.sortie
    assert (made.camera_id, made.lat, clock.now() - made.took_off_at) == (EYE.id, 28.5, 2 * MINUTE)
    assert view.side.isVisible()
    assert form.values()["purpose"] == "", "entered: the next one begins blank"
    view.begin_flight(camera_id=EYE.id)
    form.fill({"purpose": "复飞"})
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    assert made.no in form.fields["drone"].error(), "one drone flies once at a time"
    qtbot.keyClick(view.entry, Qt.Key.Key_Escape)
    view.side.form.fill({"kind": NoteKind.LOST.value})
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    column = view.table.model.columns[3]
    assert column.text(view.table.records[0]) == "失联 0 分钟"
    assert [line.title for line in view.side.lines.lines] == ["失联"]
    view.side.form.fill({"kind": NoteKind.FOUND.value})
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    clock.forward(10 * MINUTE)
    assert column.text(view.table.records[0]) == "在飞 12 分钟"
    view.side.land.fill({"landed_at": "不详"})
    qtbot.keyClick(view, Qt.Key.Key_B, ALT)
    assert view.table.records[0].sortie.ended is SortieEnd.LANDED
    assert "1 架次（其中 1 架次时长不详）" in view._sums.text()
    qtbot.keyClick(view, Qt.Key.Key_E, ALT)
    form.fill({"landed_at": "20:13", "remark": "补"})
    qtbot.keyClick(view, Qt.Key.Key_Return, CTRL)
    changed = view.table.records[0].sortie
    assert (changed.flown, changed.remark) == (10 * MINUTE, "补")
    assert changed.took_off_at == made.took_off_at
    qtbot.keyClick(view, Qt.Key.Key_R, ALT)
    qtbot.keyClick(view, Qt.Key.Key_U, ALT)
    view.ending.why.set_value("坠入水库")
    view.ending.extra.click()
    assert view.table.records[0].stands == "未收回"
    view.export(str(tmp_path / "x.xlsx"))
    assert spreadsheet.read(tmp_path / "x.xlsx")[1][0] == made.no
    view.print_page()
    assert view.preview.isVisible()


def test_words_half_typed_come_back_each_to_its_flight(qtbot, office, book, view) -> None:
    room, form = office.room, view.entry.form
    for drone in ("甲", "乙"):
        told = Flight(drone, room.clock.now(), purpose="巡查")
        book.open(room.watch, room.shift.id, told)
        room.clock.forward(MINUTE)
    later, first = view.table.records
    view.begin_flight()
    form.fill({"purpose": "投送物资"})
    view.entry._draft.save()
    view.table.select(first.id)
    view.change()
    assert (form.values()["drone"], form.values()["purpose"]) == ("甲", "巡查")
    form.fill({"weather": "大雾"})
    view.entry._draft.save()
    view.table.select(later.id)
    view.change()
    assert form.values()["weather"] == ""
    view.table.select(first.id)
    view.change()
    assert form.values()["weather"] == "大雾"
    view.begin_flight()
    assert form.values()["purpose"] == "投送物资"
    view.side.form.fill({"text": "桥下有人"})
    view.side._draft.save()
    view.table.select(later.id)
    assert view.side.form.values()["text"] == ""
    view.table.select(first.id)
    assert view.side.form.values()["text"] == "桥下有人"


def test_a_list_is_sieved_a_drill_is_one_and_names_are_covered(office, book, view) -> None:
    room, session = office.room, office.desk.session
    told = Flight(
        "U-01 四旋翼", room.clock.now(), purpose="巡查", pilot="周试飞", pilot_phone="000-1234",
        observer="吴观察", airspace_by="彭某某",
    )  # fmt: skip
    book.open(room.watch, room.shift.id, told)
    view.begin_flight()
    view.entry.form.fields["tied"].set_value(f"drill:{DRILL[0]}")
    view.entry.form.fields["tied"].changed.emit()
    assert view.entry.form.values()["kind"] == SortieKind.DRILL.value
    view.turn_back()
    view._find.set_value("没有")
    view._find.changed.emit()
    assert view.table.records == ()
    view._find.set_value("")
    view._stretch.which.set_value("typed")
    view._stretch.which.changed.emit()
    view._stretch.first.set_value("13-45")
    view._stretch.changed.emit()
    assert view._stretch.first.error()
    view._stretch.which.set_value("today")
    view._stretch.which.changed.emit()
    assert len(view.table.records) == 1
    session.sign_in(officer("看", Role.OBSERVER))
    view.table.view.selectRow(0)
    shown = said_by(view.table)
    shown.append(view.side.told.text())
    secret = ("周试飞", "000-1234", "吴观察", "彭某某")
    assert [words for words in shown for word in secret if word in words] == []
    session.sign_in(officer("李示车", Role.DRIVER, 8))
    assert (view.table.records, view.side.lines.lines) == ((), ())


class _Cameras(QWidget):
    """The page of the cameras as far as the marks of flights know it."""

    def __init__(self) -> None:
        super().__init__()
        self.list, self.told_of, self.said = self, lambda _: "", ""
        self.chosen: Camera | None = EYE

    def act(self, _words: str, _key: str, do, _right) -> None:
        self.press = do

    def camera(self) -> Camera | None:
        return self.chosen

    def note_words(self, words: str) -> None:
        self.said = words


def test_the_camera_of_a_drone_in_the_air_is_marked(qtbot, office, book) -> None:
    room, page, gone = office.room, _Cameras(), []
    qtbot.addWidget(page)
    with room.db.change("system", "camera.enter", ("camera", str(EYE.id))) as change:
        change.put("camera", EYE)
    board = SimpleNamespace(badges=Badges())
    asked = SimpleNamespace(sorties=book)
    marks = FlightBadges(office.desk, board, asked, page, lambda *to: gone.append(to))
    page.press()
    assert gone.pop() == ("trips", {"camera_id": EYE.id})
    told = Flight("甲", room.clock.now(), purpose="巡查", camera_id=EYE.id)
    made = book.open(room.watch, room.shift.id, told)
    room.clock.forward(12 * MINUTE)
    marks.look()
    (badge,) = board.badges.of(EYE.id)
    assert (badge.words, badge.alarm, page.told_of(EYE.id)) == (
        "在飞 12 分钟", False, "在飞 12 分钟",
    )  # fmt: skip
    page.press()
    assert gone.pop() == ("trips", made.id)
    book.note(room.watch, made, NoteKind.LOST, "")
    assert board.badges.of(EYE.id)[0].alarm
    book.land(room.watch, made, None)
    assert (board.badges.of(EYE.id), page.told_of(EYE.id)) == ((), "")
    page.chosen = replace(EYE, kind=CameraKind.FIXED)
    page.press()
    assert page.said
    assert gone == []


def test_a_drill_to_come_is_not_told(office, book) -> None:
    now = office.room.clock.now()
    begun = SimpleNamespace(id=new_id(), title="已开始", started_at=now)
    blind = SimpleNamespace(id=new_id(), title="双盲", started_at=None)
    drills = SimpleNamespace(store=SimpleNamespace(latest=lambda _: [blind, begun]))
    around = SimpleNamespace(
        sorties=book, gear=None, cameras=SimpleNamespace(cameras=list), drills=drills, intake=None
    )
    assert sorties_of(around, lambda *_: None).drills() == [(begun.id, "已开始")]
