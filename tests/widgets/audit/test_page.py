"""对账 over two real records: what is seen, and what an officer's key does to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.audit.facts import ConflictsShown
from app.audit.reconcile import Reconciling
from app.base.bus import Changed
from app.base.ids import new_id
from app.incidents.records import Incident
from db.engine import Database
from db.exchange.rounds import Rounds
from db.stores.audit import ConflictRows
from tests.db.samples import incident, kept
from tests.deskroom import DeskRoom
from tests.quarrels import Neighbour, change
from widgets.audit.look import about
from widgets.audit.page import ReconcilePage
from widgets.kit.labels import Label
from widgets.shell.messages import Messages, State
from widgets.wiring.hub import LONG, HubAlerts

TWO, FIVE, ONE = "冲锋舟 2 艘", "冲锋舟 5 艘", "直升机 1 架"


@pytest.fixture
def neighbour(office: DeskRoom, tmp_path: Path) -> Iterator[Neighbour]:
    made = Neighbour(office.room, tmp_path)
    yield made
    made.close()


@pytest.fixture
def flood(neighbour: Neighbour) -> Incident:
    made = neighbour.flood(needs=TWO)
    neighbour.contest(made, {"needs": FIVE}, {"needs": ONE})
    return made


def reconciling(office: DeskRoom) -> Reconciling:
    return Reconciling(office.room.db, ConflictRows(office.room.db))


@pytest.fixture
def page(qtbot, office: DeskRoom, flood: Incident) -> ReconcilePage:
    made = ReconcilePage(office.desk, reconciling(office))
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    return made


def shown(page: ReconcilePage) -> list[str]:
    return [label.text() for label in page.detail.findChildren(Label) if label.isVisible()]


def test_both_values_stand_side_by_side_in_chinese(page: ReconcilePage, office: DeskRoom) -> None:
    (one,) = page.table.records
    assert about(one) == "事件 2026-003 丁山镇山洪"
    words = shown(page)
    for word in ("需要支援", TWO, FIVE, ONE):
        assert word in words
    assert any(office.room.chief.name in word and "desk-b" in word for word in words)
    assert any(office.room.watch.name in word and "desk-a" in word for word in words)


def test_a_key_keeps_what_stands(
    qtbot, page: ReconcilePage, office: DeskRoom, flood: Incident
) -> None:
    office.desk.session.sign_in(office.room.chief)
    counts: list[int] = []
    page.badge.connect(counts.append)
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    (one,) = page.table.records
    assert one.settled is not None
    assert one.settled_by == office.room.chief.name
    assert counts[-1] == 0
    assert not page.detail.keep.isVisible()
    found = kept(office.room.db, flood.id)
    assert found is not None
    assert found.needs == FIVE


def test_a_key_takes_the_change(
    qtbot, page: ReconcilePage, office: DeskRoom, flood: Incident
) -> None:
    office.desk.session.sign_in(office.room.chief)
    qtbot.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    found = kept(office.room.db, flood.id)
    assert found is not None
    assert found.needs == ONE


def test_who_may_not_decide_is_told_so(qtbot, page: ReconcilePage, office: DeskRoom) -> None:
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    (one,) = page.table.records
    assert one.settled is None
    for button in (page.detail.keep, page.detail.take):
        assert not button.isEnabled()
        assert office.room.watch.role.value in button.toolTip()


def test_a_change_from_elsewhere_is_seen_before_it_is_decided(
    page: ReconcilePage, office: DeskRoom, flood: Incident
) -> None:
    seen = kept(office.room.db, flood.id)
    assert seen is not None
    change(office.room.db, office.room.chief, replace(seen, needs="不需要"), seen)
    assert "不需要" in shown(page)


def test_a_change_of_a_row_that_is_not_there_can_only_be_put_aside(
    qtbot, page: ReconcilePage, office: DeskRoom, neighbour: Neighbour
) -> None:
    key = str(new_id())
    with neighbour.db.change("system", "incident.edit", ("incident", key)) as opened:
        body = {"table": "incident", "key": key, "from": {"needs": TWO}, "to": {"needs": ONE}}
        opened.effects.append(body)
    neighbour.meet()
    (one,) = [found for found in page.table.records if found.key == key]
    page.table.select(one.name)
    assert not page.detail.take.isVisible()
    assert any("put aside" in word for word in shown(page))
    office.desk.session.sign_in(office.room.chief)
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    (one,) = [found for found in page.table.records if found.key == key]
    assert one.settled is not None


def test_the_life_of_any_record_is_shown(page: ReconcilePage, flood: Incident) -> None:
    page.open(("incident", str(flood.id)))
    assert page.detail.past is not None
    first, *rest = reversed(page.detail.past.records)
    assert first.what == "incident.register"
    assert [past.fitted for past in rest] == [True, False]
    assert not page.detail.keep.isVisible()


def test_a_hand_is_told_as_a_person_and_the_room_itself_as_such(
    page: ReconcilePage, office: DeskRoom, flood: Incident
) -> None:
    seen = kept(office.room.db, flood.id)
    assert seen is not None
    change(office.room.db, office.room.chief, replace(seen, by=str(office.room.chief.id)), seen)
    page.open(("incident", str(flood.id)))
    table = page.detail.past
    assert table is not None
    told = [str(table.view.model().index(row, 2).data()) for row in range(len(table.records))]
    assert f"经手人 系统 → {office.room.chief.name}" in told
    assert "system" not in "".join(told)


def test_a_contested_hand_is_told_by_name_too(
    page: ReconcilePage, office: DeskRoom, neighbour: Neighbour
) -> None:
    made = neighbour.flood(by="system")
    chief, watch = office.room.chief, office.room.watch
    neighbour.contest(made, {"by": str(chief.id)}, {"by": str(watch.id)})
    (one,) = [found for found in page.table.records if found.key == str(made.id)]
    page.table.select(one.name)
    words = shown(page)
    for name in ("系统", chief.name, watch.name):
        assert name in words
    assert str(watch.id) not in words
    assert one.wanted["by"] == str(watch.id)  # what is written back stays the id


def test_where_the_record_divides_is_listed_and_is_not_there_before(
    page: ReconcilePage, office: DeskRoom, neighbour: Neighbour, tmp_path: Path
) -> None:
    """The other desk is restored from a copy: what it wrote after the copy comes back from the hub."""
    assert not page.forks.isVisible()
    neighbour.db.close()
    shutil.copy(neighbour.db.path, tmp_path / "copy.db")
    lost = incident(no="2026-004")
    change(neighbour.db, office.room.chief, lost)
    neighbour.meet()
    again = Database(tmp_path / "copy.db", "desk-b", office.room.clock, lambda _: None)
    change(again, office.room.watch, incident(no="2026-005"))
    Rounds(again, "433125").exchange(neighbour.hub)
    again.close()
    neighbour.meet()
    page.hide()
    page.show()
    assert page.forks.isVisible()
    (one,) = page.forks.table.records
    assert (one.stem.by.desk, one.cloned) == ("desk-b", False)
    told = page.forks.table.view.model().index(0, 1).data()
    assert "登记事件" in told


def test_an_own_conflict_is_a_message_until_it_is_decided(
    qtbot, page: ReconcilePage, office: DeskRoom
) -> None:
    messages = Messages(office.desk.clock)
    alerts = HubAlerts(office.desk, messages, reconciling(office))
    office.desk.bus.publish(ConflictsShown(1))
    found = messages.find("conflicts")
    assert found is not None
    assert found.place == "reconcile"
    office.desk.session.sign_in(office.room.chief)
    messages.answer("conflicts", office.room.chief.name)
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    found = messages.find("conflicts")
    assert found is not None
    assert found.state is State.OVER
    alerts.deleteLater()


def test_what_another_desk_leaves_undecided_is_raised_where_somebody_may_decide(
    office: DeskRoom, neighbour: Neighbour
) -> None:
    seen = neighbour.flood(needs=TWO)
    change(neighbour.room.db, office.room.watch, _needing(seen, FIVE), seen)
    change(neighbour.db, office.room.watch, _needing(seen, ONE), seen)
    neighbour._ours.exchange(neighbour.hub)
    neighbour.meet()
    messages = Messages(office.desk.clock)
    alerts = HubAlerts(office.desk, messages, reconciling(office))
    office.room.clock.forward(LONG)
    alerts.look()
    assert messages.find("old-conflicts") is None
    office.desk.session.sign_in(office.room.chief)
    assert messages.find("old-conflicts") is not None
    alerts.deleteLater()


def test_what_has_waited_elsewhere_is_raised_when_it_comes_and_not_by_the_minute(
    office: DeskRoom, neighbour: Neighbour
) -> None:
    """The line was down for an hour: what comes with it has waited long enough already."""
    seen = neighbour.flood(needs=TWO)
    change(neighbour.room.db, office.room.watch, _needing(seen, FIVE), seen)
    change(neighbour.db, office.room.watch, _needing(seen, ONE), seen)
    office.room.clock.forward(LONG)
    office.desk.session.sign_in(office.room.chief)
    messages = Messages(office.desk.clock)
    alerts = HubAlerts(office.desk, messages, reconciling(office))
    alerts._timer.stop()
    neighbour._ours.exchange(neighbour.hub)
    neighbour.meet()
    assert messages.find("old-conflicts") is not None
    alerts.deleteLater()


def test_own_ones_that_nobody_decided_are_raised_again_after_a_restart(
    qtbot, page: ReconcilePage, office: DeskRoom
) -> None:
    """They were shown once, when they came; the messages of that run are gone with it."""
    messages = Messages(office.desk.clock)
    alerts = HubAlerts(office.desk, messages, reconciling(office))
    found = messages.find("conflicts")
    assert found is not None
    assert found.state is State.UNANSWERED
    assert found.title.startswith("1 ")
    assert found.place == "reconcile"
    alerts.look()
    assert messages.find("conflicts") == found
    office.desk.session.sign_in(office.room.chief)
    qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    messages.answer("conflicts", office.room.chief.name)
    again = Messages(office.desk.clock)
    after = HubAlerts(office.desk, again, reconciling(office))
    assert again.find("conflicts") is None
    alerts.deleteLater()
    after.deleteLater()


def _needing(seen: Incident, needs: str) -> Incident:
    return replace(seen, needs=needs)


def test_the_page_counts_what_arrives_while_it_is_open(
    page: ReconcilePage, office: DeskRoom
) -> None:
    counts: list[int] = []
    page.badge.connect(counts.append)
    office.desk.bus.publish(Changed("conflict", ""))
    assert counts == [1]
