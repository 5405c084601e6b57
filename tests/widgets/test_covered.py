"""Whoever only looks on (领导查看): on no page a name or number of people, by no search, on no paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel

from app.duty.log import Line
from app.duty.records import Handling, Way
from app.incidents.said import Said
from app.people.contacts import Card, OrgKind, PointKind
from app.people.records import Role
from app.people.rights import Act, may
from tests.desktops import Opened, open_desktop
from tests.rooms import officer
from widgets.handover.items import ItemList
from widgets.kit.gate import Gate
from widgets.kit.lines import LineList
from widgets.kit.table import RecordTable
from widgets.shell.page import Page

NAME, NUMBER = "周试用", "13907430001"


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory) -> Iterator[Opened]:
    """One desktop for all; an officer has looked at everything before the observer sits down."""
    with open_desktop(qapp, tmp_path_factory.mktemp("covered")) as made:
        room, office = made.room.room, made.desktop._office
        chief = made.duty.out[Role.CHIEF]
        said = Said(course=f"两人被困，联系 {NUMBER}", place="云洛镇", reporter_name=NAME,
                    reporter_phone=NUMBER, commander=NAME, commander_phone=NUMBER)  # fmt: skip
        office.intake.register(
            room.watch, made.duty.room.shift.id, officer("x", Role.CHIEF).id, said
        )
        line = Line(f"回电 {NUMBER}", Way.IN, person=NAME, phone=NUMBER, status=Handling.TODO)
        room.log.write(room.watch, room.shift.id, line)
        room.instructions.take(room.watch, room.shift.id, "赵示范", "局长", f"请与 {NUMBER} 联系")
        unit = office.book.add_unit(chief, None, "示范县", OrgKind.COUNTY)
        town = office.book.add_unit(chief, unit, "云洛镇", OrgKind.TOWNSHIP)
        person = office.book.add_person(chief, town, NAME, "副镇长")
        office.book.add_number(chief, Card(person, town, town.name, ()), PointKind.MOBILE, NUMBER)
        session = made.desktop.desk.session
        session.sign_in(chief)
        made.desktop.shell.unlock()
        made.desktop.go("handover")
        made.desktop.handover.go_on()
        for page in _pages(made):
            _look(made, page)
        yield made


def _pages(opened: Opened) -> list[Page]:
    return list(opened.desktop.shell.pages.values())


def _look(opened: Opened, page: Page) -> None:
    """What an officer opens: the first of every list, and the person in the contacts."""
    opened.desktop.shell.go(page.key)
    if page.key == "contacts":
        page.search.set_value(NAME)
        page.read()
    for table in page.findChildren(RecordTable):
        if table.records:
            table.view.selectRow(0)


def _words(page: Page) -> list[str]:
    """All that stands on it, seen or about to be."""
    found = []
    for one in page.findChildren(QObject):
        if isinstance(one, QLabel):
            found.append(one.text())
        elif isinstance(one, LineList):
            found += [f"{line.title} {line.text} {line.lead} {line.right}" for line in one.lines]
        elif isinstance(one, ItemList):
            found += [f"{item.text} {item.detail}" for item in one.items]
        elif isinstance(one, RecordTable):
            for record in one.records:
                for column in one.model.columns:
                    found.append(column.text(record))
                    found.append(column.second(record) if column.second else "")
    return found


def _leaks(page: Page) -> list[str]:
    return [words for words in _words(page) if NAME in words or NUMBER in words]


READ_BY_ALL = ["console", "log", "radio", "video", "map", "incidents", "plans", "drills", "rollcall",
               "handover", "roster", "trips", "study", "statistics", "contacts", "people"]  # fmt: skip


@pytest.mark.parametrize("key", READ_BY_ALL)
def test_no_name_and_no_number_stands_on_a_page(opened: Opened, key: str) -> None:
    desktop = opened.desktop
    page, session = desktop.shell.pages[key], desktop.desk.session
    session.sign_in(opened.duty.out[Role.CHIEF])
    _look(opened, page)
    plain = _leaks(page)
    if key in ("console", "log", "incidents", "contacts"):
        assert plain  # what is covered below stands there
    session.sign_in(officer("某领导", Role.OBSERVER))
    assert _leaks(page) == []
    _look(opened, page)
    assert _leaks(page) == []
    session.sign_in(opened.duty.out[Role.CHIEF])
    assert bool(_leaks(page)) == bool(plain)


def test_every_page_is_either_covered_or_shut(opened: Opened) -> None:
    observer = officer("某领导", Role.OBSERVER)
    opened.desktop.desk.session.sign_in(observer)
    barred = {page.key for page in _pages(opened) if opened.desktop.shell.barred(page.key)}
    assert {"intake", "reconcile"} <= barred
    assert {page.key for page in _pages(opened)} - barred <= set(READ_BY_ALL)


def test_a_covered_number_is_not_tried_out_by_searching(qtbot, opened: Opened) -> None:
    desktop, session = opened.desktop, opened.desktop.desk.session
    bar, page = desktop.shell.main.bar, desktop.contacts
    found = {}
    for who in (opened.duty.out[Role.CHIEF], officer("某领导", Role.OBSERVER)):
        session.sign_in(who)
        bar.toggle()
        bar.field.set_value("0743")
        bar._ask()
        page.search.set_value("0743")
        page.read()
        found[who.role] = (len(bar._answer.offers), len(page.table.records))
        bar.field.set_value(NAME)
        bar._ask()
        shown = " ".join(f"{line.title} {line.right}" for line in bar.list.lines)
        assert (NAME in shown) == (who.role is Role.CHIEF)
        bar.leave()
    assert found == {Role.CHIEF: (1, 1), Role.OBSERVER: (0, 0)}
    session.sign_in(opened.duty.out[Role.CHIEF])
    desktop.go("log")
    desktop.log.sieve.search.set_value(NUMBER)
    desktop.log.read(now=True)
    assert desktop.log.table.records
    session.sign_in(officer("某领导", Role.OBSERVER))
    assert desktop.log.sieve.words() == ""
    desktop.log.sieve.search.set_value(NUMBER)
    desktop.log.read(now=True)
    assert "covered" in desktop.log._trouble.text()


def test_no_paper_and_no_copy_bears_what_is_covered(opened: Opened) -> None:
    desktop, session = opened.desktop, opened.desktop.desk.session
    session.sign_in(officer("某领导", Role.OBSERVER))
    asked = []
    desktop.shell.print_asked.connect(asked.append)
    desktop.go("log")
    desktop.shell.main.print_page()
    assert asked == []
    assert "领导查看" in desktop.status.toast.text
    assert not desktop.handover.preview._view.isVisibleTo(desktop.handover.preview)
    gated = {g.widget.text() for p in _pages(opened) for g in p.findChildren(Gate)
             if Act.UNCOVERED in g.acts}  # fmt: skip
    assert {"Export", "Print", "Print …", "Hand out"} <= gated
    desktop.go("incidents")
    desktop.incidents.detail.overview.copy_facts()
    assert NUMBER not in QApplication.clipboard().text()
    assert not may(officer("某", Role.OBSERVER), Act.UNCOVERED)
