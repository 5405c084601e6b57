"""What each role may do, on the real desktop: a button that leads to a refusal is disabled and says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.duty.records import Handling
from app.people import rights
from app.people.records import Officer, Role
from app.people.rights import Act, may
from app.video import onvif
from tests.desktops import Opened, open_desktop
from tests.rooms import officer
from tests.widgets.demanded import acts_behind
from widgets.kit.buttons import PlainButton
from widgets.kit.gate import Gate
from widgets.kit.overcard import OverCard
from widgets.shell.page import Page

WITHOUT_A_BUTTON = {
    ("handover", Act.SEEN_BY_LEADER): "the leader signs by PIN, whoever sits at the desk",
}
PRINTS = ("Print", "Print …")


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory) -> Iterator[Opened]:
    """One desktop for all: it is dear. With something in every list that has buttons beside it."""
    with open_desktop(qapp, tmp_path_factory.mktemp("gates")) as made:
        made.duty.incident("云洛镇内涝")
        made.duty.line("丙湖水库加密巡查", Handling.TODO)
        room = made.room.room
        room.instructions.take(room.watch, room.shift.id, "赵示范", "局长", "加密巡查")
        made.desktop.shell.unlock()
        yield made


def seat(opened: Opened, role: Role) -> Officer:
    who = officer("例一", role)
    with opened.room.room.db.change("system", "officer.add", ("officer", str(who.id))) as change:
        change.put("officer", who)
    opened.desktop.desk.session.sign_in(who)
    return who


def pages(opened: Opened) -> list[Page]:
    return list(opened.desktop.shell.pages.values())


@pytest.mark.parametrize("role", Role)
def test_a_gate_is_open_to_who_may_and_to_nobody_else(opened: Opened, role: Role) -> None:
    who = seat(opened, role)
    seen = 0
    for page in pages(opened):
        for gate in page.findChildren(Gate):
            barred = not any(may(who, act) for act in gate.acts)
            widget = gate.widget
            assert bool(gate.barred) == barred
            if barred:
                assert not widget.isEnabled(), (page.key, gate.acts)
                assert role.value in widget.toolTip()
            elif isinstance(widget, PlainButton):
                assert widget.isEnabledTo(widget.parentWidget()) == widget._possible
            seen += 1
    assert seen > 60


def test_every_act_a_page_leads_to_has_its_gate_there(opened: Opened) -> None:
    missing = {}
    for page in pages(opened):
        there = set(page.rights) | {act for gate in page.findChildren(Gate) for act in gate.acts}
        for act, ways in acts_behind(page).items():
            if act not in there and (page.key, act) not in WITHOUT_A_BUTTON:
                missing[page.key, act] = sorted(ways)
    assert not missing


def test_the_way_from_a_page_to_what_is_demanded_is_found(opened: Opened) -> None:
    desktop = opened.desktop
    assert set(acts_behind(desktop.incidents)) == {
        Act.READ, Act.LOG, Act.INTAKE, Act.RELAY, Act.CONVENE, Act.CONFIRM_LEVEL, Act.REVIEW, Act.UNCOVERED,
    }  # fmt: skip
    assert Act.TICKET in acts_behind(desktop.rollcall)
    assert set(acts_behind(desktop.reconcile)) == {Act.SETTLE}


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.SUPPORT, Role.RESERVE, Role.ADMIN])
def test_no_button_that_can_be_pressed_is_refused_for_the_role(
    opened: Opened, monkeypatch, role: Role
) -> None:
    who = seat(opened, role)
    pressed, refused = press_all(opened, monkeypatch)
    assert opened.desktop.desk.session.officer == who
    assert not refused
    assert pressed > 40


def test_a_forgotten_gate_is_found(opened: Opened, monkeypatch) -> None:
    seat(opened, Role.OBSERVER)
    detail = opened.desktop.incidents.detail
    forgotten = next(b for b in detail.findChildren(PlainButton) if b.text() == "Record")
    forgotten.bar("")
    _, refused = press_all(opened, monkeypatch)
    assert refused == [("incidents", "Record", Act.LOG)]


def press_all(opened: Opened, monkeypatch) -> tuple[int, list[tuple[str, str, Act]]]:
    """Whatever is enabled is pressed, with something chosen in every list and written in every field:
    how many, and which of them led to a refusal."""
    refused: list[tuple[str, str, Act]] = []
    pressed = [("", "")]

    def noted(who: Officer, act: Act) -> bool:
        allowed = may(who, act)
        if not allowed:
            refused.append((*pressed[-1], act))
        return allowed

    monkeypatch.setattr(rights, "may", noted)
    monkeypatch.setattr(onvif, "discover", lambda **_: [])  # no test calls out into the network
    for name in ("getOpenFileName", "getSaveFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    for page in pages(opened):
        opened.desktop.shell.go(page.key)
        _fill(page)
        for button in page.findChildren(QAbstractButton):
            if button.isEnabled() and button.text() not in PRINTS and not _in_a_hidden_card(button):
                pressed.append((page.key, button.text() or button.accessibleName()))
                button.click()
        for button in page.findChildren(QAbstractButton):  # cards that came over the page go
            if button.text() == "Back" and button.isVisible():
                button.click()
    return len(pressed), refused


def _in_a_hidden_card(button: QWidget) -> bool:
    one: QWidget | None = button
    while one is not None and not isinstance(one, OverCard):
        one = one.parentWidget()
    return one is not None and not one.isVisible()


def _fill(page: Page) -> None:
    for view in page.findChildren(QAbstractItemView):
        if view.model() is not None and view.model().rowCount():
            view.setCurrentIndex(view.model().index(0, 0))
    for edit in page.findChildren(QLineEdit):
        if not edit.text() and edit.isEnabled() and edit.isVisible():
            edit.setText("1")
    for area in page.findChildren(QPlainTextEdit):
        if not area.toPlainText() and area.isEnabled() and area.isVisible():
            area.setPlainText("1")
