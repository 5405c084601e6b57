"""The telephone rings while an officer types: the card comes, the cursor stays, F5 begins the intake."""

from __future__ import annotations

import os
import tty
from collections.abc import Callable, Iterator
from datetime import timedelta
from queue import SimpleQueue
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication

from app.base.clock import SystemClock
from app.base.settings import Phone
from app.duty.log import Line
from app.people.contacts import OrgKind, PointKind
from app.people.records import Role
from app.phone.modem import ModemProfile, ModemState, Rang, RingEnded, Told
from app.phone.records import Heard
from app.phone.telephones import Telephones
from tests.desktops import Opened, open_desktop
from tests.rooms import officer
from widgets.tour.hands import write

NUMBER = "00000020006"
LINE = "值班电话"


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory) -> Iterator[Opened]:
    with open_desktop(qapp, tmp_path_factory.mktemp("phone")) as made:
        office, room = made.desktop._office, made.room.room
        chief = made.duty.out[Role.CHIEF]
        county = office.book.add_unit(chief, None, "示范县", OrgKind.COUNTY)
        town = office.book.add_unit(chief, county, "丙湖镇", OrgKind.TOWNSHIP)
        office.book.add_number(chief, office.contacts.unit_card(town.id), PointKind.DUTY, NUMBER)
        room.log.write(room.watch, room.shift.id, Line("丙湖镇报路面积水", phone="000-0002-0006"))
        room.clock.forward(timedelta(minutes=5))
        made.desktop.desk.session.sign_in(chief)
        made.desktop.shell.unlock()
        made.desktop.shell.main.resize(1366, 768)
        yield made


def ring(opened: Opened, no: int, number: str = NUMBER) -> None:
    book, now = opened.desktop._office.phone, opened.desktop.desk.clock.now()
    book.hear(LINE, Rang(no, now))
    book.hear(LINE, Told(no, now, number))


def test_it_comes_beside_the_work_and_takes_nothing(qtbot, opened) -> None:
    desktop = opened.desktop
    card, intake = desktop.phone.card, desktop.intake
    desktop.go("intake")
    desktop.shell.main.activateWindow()
    course = intake.form.fields["course"].editor
    course.setFocus()
    write(course, "正在记的话")
    ring(opened, 1)
    qtbot.waitUntil(lambda: card.number.text() == NUMBER)
    assert QApplication.focusWidget() is course
    body = desktop.shell.main.body
    typed = QRect(course.mapTo(body, QPoint(0, 0)), course.size())
    assert card.isVisible()
    assert not card.geometry().intersects(typed)
    assert body.rect().contains(card.geometry())
    assert "丙湖镇" in card.who.text()
    assert [line.title for line in card.earlier.lines] == ["丙湖镇报路面积水"]
    desktop._office.phone.hear(LINE, RingEnded(1, desktop.desk.clock.now(), 4))
    assert "quiet since" in card.state.text()
    assert card.isVisible()
    qtbot.keyClick(course, Qt.Key.Key_F5)
    assert not card.isVisible()
    assert intake.form.fields["reporter_phone"].value() == NUMBER
    qtbot.waitUntil(lambda: "丙湖镇" in str(intake.form.fields["reporter_unit"].value()))
    assert "正在记的话" in [one.fields.get("course") for one in intake.calls.sheets]
    kept = desktop._office.phone.latest(1)[0]
    assert (kept.number, kept.taken_name) == (NUMBER, opened.duty.out[Role.CHIEF].name)


def test_calls_wait_in_a_row_and_names_are_covered(qtbot, opened) -> None:
    desktop, card = opened.desktop, opened.desktop.phone.card
    ring(opened, 2)
    ring(opened, 3, "00000009999")
    assert card.number.text() == "00000009999"
    assert card._note.text().startswith("1 ")
    session = desktop.desk.session
    session.sign_in(officer("看", Role.OBSERVER))
    desktop.phone._show()
    assert "9999" not in card.number.text()
    assert not card.take.isEnabled()
    session.sign_in(opened.duty.out[Role.CHIEF])
    qtbot.keyClick(desktop.shell.main, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert card.number.text() == NUMBER
    qtbot.keyClick(desktop.shell.main, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert not card.isVisible()
    told = [one.title for one in desktop.shell.messages.all()]
    assert [one for one in told if "9999" in one or NUMBER in one] == []
    assert any("丙湖镇" in one for one in told)


def test_of_a_number_that_was_not_told_nothing_is_claimed(opened) -> None:
    desktop = opened.desktop
    book, now = desktop._office.phone, desktop.desk.clock.now()
    book.hear(LINE, Rang(4, now))
    book.hear(LINE, Told(4, now, "", Heard.WITHHELD))
    assert desktop.phone.card.number.text() == "主叫隐藏号码"
    (told,) = [one.title for one in desktop.shell.messages.all() if "隐藏" in one.title]
    assert "not in the contact book" not in told
    desktop.phone.put_aside()


def test_a_modem_on_a_real_line(qtbot, opened, tmp_path) -> None:
    """A pty, its bytes, the thread of the port, the book, the card; then the cable is pulled."""
    master, slave = os.openpty()
    tty.setraw(slave)
    place = tmp_path / "modem"
    place.symlink_to(os.ttyname(slave))
    desktop, heard = opened.desktop, SimpleQueue()
    book = desktop._office.phone
    into_queue = SimpleNamespace(
        hear=lambda *told: heard.put(told)
    )  # the test's bus has no post of its own
    phones = Telephones(
        into_queue, SystemClock(), (Phone(LINE, str(place)),), ModemProfile(answer_s=0.5)
    )

    def after(done: Callable[[], bool]) -> bool:
        while not heard.empty():
            book.hear(*heard.get())
        return done()

    phones.start()
    try:
        for said in (b"ATE0\r\n", b"AT+VCID=1\r\n"):
            asked = b""
            while not asked.endswith(said):
                asked += os.read(master, 64)
            os.write(master, b"\r\nOK\r\n")
        qtbot.waitUntil(
            lambda: after(lambda: [one.state for one in book.lines()] == [ModemState.UP])
        )
        os.write(master, b"\r\nRING\r\n\r\nNMBR = 000-0002-0006\r\n\r\nRING\r\n")
        qtbot.waitUntil(lambda: after(lambda: desktop.phone.card.number.text() == NUMBER))
        os.close(slave)
        os.close(master)
        place.unlink()
        qtbot.waitUntil(lambda: after(lambda: book.lines()[0].state is ModemState.DOWN))
        assert any("no callers" in one.title for one in desktop.shell.messages.all())
    finally:
        phones.stop()


def test_it_does_not_lie_on_the_key_to_talk_with(opened) -> None:
    """Nobody writes into the table of what was heard, however wide it is."""
    desktop, card = opened.desktop, opened.desktop.phone.card
    desktop.go("radio")
    desktop.shell.main.activateWindow()
    desktop.radio.lines.view.setFocus()
    ring(opened, 9)
    body, talk = desktop.shell.main.body, desktop.radio.keypad.talk.button
    key = QRect(talk.mapTo(body, QPoint(0, 0)), talk.size())
    assert card.isVisible()
    assert not card.geometry().intersects(key)
    words = desktop.radio.keypad.words.editor
    words.setFocus()
    card.place()
    assert not card.geometry().intersects(key)
    desktop.phone.put_aside()
