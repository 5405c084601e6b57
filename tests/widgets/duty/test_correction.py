"""更正: every field of a line is put right by a new revision, and the difference is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.base.clock import full, hhmm
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.said import moment_to_come
from app.duty.log import Line, line_of
from app.duty.records import Category, Channel, Handling, Way
from app.incidents.said import Said
from tests.deskroom import DeskRoom, attached
from tests.rooms import reword
from widgets.duty.linking import Links
from widgets.duty.logpage import LogPage
from widgets.kit.picking import Candidate, matching
from widgets.tour.hands import write as write_words

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(qtbot, office: DeskRoom) -> QWidget:
    room = office.room
    links = Links(
        lambda: room.intake.latest(9),
        instructions=lambda: room.instructions.latest(9),
    )
    page = LogPage(
        office.desk,
        room.log,
        room.instructions,
        office.drafts,
        office.go,
        attached(office),
        links,
    )
    qtbot.addWidget(page)
    page.resize(1516, 808)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def begun(qtbot, office: DeskRoom, page, **more):
    room = office.room
    old = room.log.write(room.watch, room.shift.id, Line("姓名李某", **more))
    page.table.select(old.id)
    qtbot.keyClick(page, Qt.Key.Key_G, ALT)
    return old, page.entry.correction.form


def save(qtbot, form) -> None:
    qtbot.keyClick(form.text.edit, Qt.Key.Key_S, ALT)


def test_every_field_is_put_right_and_the_difference_is_shown(qtbot, office, page):
    room = office.room
    incident = room.intake.register(
        room.watch, room.shift.id, new_id(), Said(place="工业路", course="冒烟")
    )
    told = room.instructions.take(room.watch, room.shift.id, "田演平", "局长", "查清原因")
    room.clock.forward(timedelta(minutes=30))
    old, form = begun(qtbot, office, page, unit="丙湖镇", way=Way.IN)
    at = room.clock.now() - timedelta(minutes=20)
    form.fill(
        {
            "text": "姓名黎某",
            "unit": "己塘镇",
            "person": "周试用",
            "post": "值班员",
            "phone": "0790-0000001",
            "way": "去",
            "channel": "传真",
            "category": "公文",
            "status": "在办",
            "handling": "已转办",
            "responsible": "向示月",
            "due": "23:30",
            "at": hhmm(at),
            "late": ["1"],
            "reason": "听错",
        }
    )
    form.incident.setFocus()
    qtbot.waitUntil(form.incident.edit.hasFocus)
    write_words(form.incident.edit, "工业路")
    assert form.incident.shown() == [f"{incident.no} {incident.title}"]
    qtbot.keyClick(form.incident.edit, Qt.Key.Key_Return)
    form.told.setFocus()
    write_words(form.told.edit, "查清")
    qtbot.keyClick(form.told.edit, Qt.Key.Key_Return)
    save(qtbot, form)
    new = room.log.latest(1)[0]
    assert (new.corrects, new.reason) == (old.id, "听错")
    assert (new.way, new.channel, new.category) == (Way.OUT, Channel.FAX, Category.PAPER)
    assert (new.unit, new.person, new.post, new.phone) == (
        "己塘镇",
        "周试用",
        "值班员",
        "0790-0000001",
    )
    assert (new.status, new.handling, new.responsible) == (Handling.DOING, "已转办", "向示月")
    assert (new.incident_id, new.instruction_id, new.late) == (incident.id, told.id, True)
    assert new.due is not None
    assert hhmm(new.due) == "23:30"
    assert hhmm(new.at) == hhmm(at)
    assert room.log.entry(old.id) == old  # as it was written
    page.table.show_held()
    page.table.select(new.id)
    shown = page.entry._changed.text()
    for words in ("听错", "渠道 当面→传真", "对方单位 丙湖镇→己塘镇", "内容", "关联事件"):
        assert words in shown
    assert incident.no in page.entry._facts.text()


def test_what_is_not_touched_stays_to_the_microsecond(qtbot, office, page):
    old, form = begun(qtbot, office, page)
    form.text.set_value("姓名黎某")
    form.fields["reason"].set_value("听错")
    save(qtbot, form)
    assert office.room.log.latest(1)[0].at == old.at


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("at", "06-24 07:00", "began"),
        ("at", "23:59", "not a time"),
        ("at", "改天", "Write the time"),
        ("due", "改天", "Write the time"),
        ("due", "06-20 08:00", "is over"),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(qtbot, office, page, field, typed, words):
    _old, form = begun(qtbot, office, page)
    form.fields[field].set_value(typed)
    form.fields["reason"].set_value("听错")
    save(qtbot, form)
    if typed == "23:59":  # yesterday is meant: before the shift
        words = "began"
    assert words in form.fields[field].error()
    assert page.entry.correction.isVisible()
    assert len(office.room.log.latest(9)) == 1


def test_nothing_changed_or_a_link_not_chosen_is_refused(qtbot, office, page):
    _old, form = begun(qtbot, office, page)
    form.fields["reason"].set_value("听错")
    save(qtbot, form)
    assert "different" in form.text.error()
    form.incident.setFocus()
    write_words(form.incident.edit, "没有这件事")
    save(qtbot, form)
    assert "names nothing" in form.incident.error()


def test_a_time_after_the_line_was_written_is_refused(office):
    room = office.room
    old = room.log.write(room.watch, room.shift.id, Line("一"))
    room.clock.forward(timedelta(hours=1))
    later = replace(line_of(old), at=room.clock.now())
    with pytest.raises(Refused, match="after_written"):
        room.log.correct(room.watch, old.id, later, "记错")
    assert reword(room.log, room.watch, old.id, "二", "听错").at == old.at


def test_one_is_found_by_words_or_initials():
    known = [Candidate("a", "20260624-01 己塘镇火灾"), Candidate("b", "20260624-02 丁山镇内涝")]
    assert [one.key for one in matching(known, "")] == ["a", "b"]
    assert [one.key for one in matching(known, "dsz")] == ["b"]
    assert [one.key for one in matching(known, "0624 火灾")] == ["a"]


def test_a_limit_is_the_next_such_moment(office):
    now = office.room.clock.now()  # 06-24 20:00
    for typed, meant in (
        ("21:30", "2026-06-24 21:30:00"),
        ("8:00前", "2026-06-25 08:00:00"),
        ("06-26 09:00", "2026-06-26 09:00:00"),
        ("明天9点", "2026-06-25 09:00:00"),
        ("后天下午3点半", "2026-06-26 15:30:00"),
        ("01-02 09:00", "2027-01-02 09:00:00"),
        ("2小时内", "2026-06-24 22:00:00"),
        ("30分钟", "2026-06-24 20:30:00"),
        ("今晚11点", "2026-06-24 23:00:00"),
    ):
        found = moment_to_come("due", typed, now)
        assert found is not None
        assert full(found) == meant, typed
    assert moment_to_come("due", " ", now) is None
    for typed in ("06-20 09:00", "昨天9点", "25:00", "尽快"):
        with pytest.raises(Refused):
            moment_to_come("due", typed, now)
