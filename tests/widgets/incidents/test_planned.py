"""What the plans give the page of an incident: the plan that fits, duties as orders, who sits in command."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.base.ids import new_id
from app.incidents.records import EventClass, Incident
from app.incidents.said import Said
from app.people.records import Role
from app.plans.planbook import DutyTold
from app.plans.records import Plan
from tests.deskroom import DeskRoom
from tests.planning import FLOOD, County, open_county, set_up_flood
from tests.rooms import officer
from widgets.incidents.page import IncidentsPage

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def county(office: DeskRoom) -> County:
    made = open_county(office.room)
    set_up_flood(made)
    return made


@pytest.fixture
def plan(county: County) -> Plan:
    made = county.plan(replace(FLOOD, headquarters="县防指"))
    by = county.room.chief
    county.planbook.charge(by, made, DutyTold("县水利局", "调度水库", is_lead=True))
    county.planbook.charge(by, made, DutyTold("县气象局", "滚动预报"))
    county.planbook.charge(by, made, DutyTold("县水利局", "巡查堤防", "Ⅲ级"))
    return made


@pytest.fixture
def flash(office: DeskRoom, plan: Plan) -> Incident:
    said = Said(
        event_class=EventClass.NATURAL, kind="山洪", place="老榆塘村三组", township="云洛镇"
    )
    return office.room.intake.register(office.room.watch, office.room.shift.id, new_id(), said)


def test_the_plan_that_fits_becomes_orders_and_a_commander_who_sits(
    qtbot, office: DeskRoom, scene: IncidentsPage, county: County, plan: Plan, flash: Incident
) -> None:
    office.desk.session.sign_in(office.room.chief)
    detail = scene.detail
    detail.show_incident(flash.id)
    detail.turn("orders")
    for _ in range(3):
        qtbot.keyClick(scene, Key.Key_W, ALT)
    part = detail.planned
    assert part.isVisible()
    assert [fit.plan.name for fit in part.fits.records] == [plan.name]
    assert part._commander.text().endswith("指挥长 周试甲　13907430001")
    qtbot.keyClick(scene, Key.Key_C, ALT)
    assert QGuiApplication.clipboard().text() == "13907430001"

    qtbot.keyClick(scene, Key.Key_R, ALT)
    assert [one.plan for one in detail.seen.case.taken] == [plan.name]
    assert part._state(part.fits.records[0]) != "—"
    qtbot.keyClick(scene, Key.Key_R, ALT)
    assert part.trouble.isVisible()  # once is enough

    for row in range(3):
        part.duties.view.selectRow(row)
        qtbot.keyClick(part.duties.view, Key.Key_Space)
    qtbot.keyClick(scene, Key.Key_Return, CTRL)
    assert detail.orders._new.fields["unit"].value() == ""  # two units: no order goes to both
    part.duties.view.selectRow(1)
    qtbot.keyClick(part.duties.view, Key.Key_Space)
    qtbot.keyClick(scene, Key.Key_Return, CTRL)
    values = detail.orders._new.values()
    assert detail.orders.isVisible()
    assert (values["giver"], values["unit"]) == ("县防汛抗旱指挥部", "县水利局")
    assert values["text"] == "调度水库；巡查堤防"
    qtbot.keyClick(scene, Key.Key_Return, CTRL)
    (order,) = detail.seen.case.orders
    assert len(detail.seen.case.ordered) == 2
    marks = [part._orders().get(one.id, "") for one in part.duties.records]
    assert [bool(one) for one in marks] == [True, False, True]
    assert order.step.value in marks[0]
    assert detail.orders._new.fields["duties"].value() == ""

    detail.turn("orders")
    detail.tabs["orders"].turn("plans")
    office.desk.session.sign_in(officer("田演平", Role.LEADER))
    qtbot.keyClick(scene, Key.Key_V, ALT)
    (to,) = office.gone
    assert to == ("study", ("response", plan.name, f"{flash.no} {flash.title}"))
    office.desk.session.sign_in(office.room.chief)
    qtbot.keyClick(scene, Key.Key_Z, ALT)
    sittings = detail.sittings
    assert sittings.isVisible()
    assert sittings._new.fields["duty"].value() == "县长"
    qtbot.keyClick(scene, Key.Key_Return, CTRL)
    (sat,) = detail.seen.case.sittings
    assert (sat.name, sat.headquarters, sat.until) == ("周试甲", "县防汛抗旱指挥部", None)
    qtbot.keyClick(scene, Key.Key_O, ALT)
    assert detail.seen.case.sittings[0].until is not None
    detail.turn("axis")
    words = [one.text for one in office.room.log.of_incident(flash.id)]
    assert any("坐镇县防汛抗旱指挥部指挥" in one for one in words)

    office.desk.session.sign_in(officer("某领导", Role.OBSERVER))
    assert "周试甲" not in part._commander.text()
    assert "13907430001" not in part._commander.text()
    assert [one.name for one in sittings.table.records] == ["周**"]


def test_an_order_half_typed_stays_and_one_sent_elsewhere_marks_nothing(
    qtbot, office: DeskRoom, scene: IncidentsPage, plan: Plan, flash: Incident
) -> None:
    office.desk.session.sign_in(office.room.chief)
    detail = scene.detail
    detail.show_incident(flash.id)
    detail.turn("orders")
    detail.tabs["orders"].turn("plans")
    form = detail.orders._new
    form.fill({"text": "半句话", "unit": "县公安局"})
    detail.planned.duties.view.selectRow(0)
    detail.planned.order()
    assert (form.values()["text"], form.values()["unit"]) == ("半句话", "县公安局")
    assert form.fields["text"].error()
    form.clear()
    detail.planned.order()
    form.fill({"unit": "县公安局"})
    detail.orders.give()
    assert [one.unit for one in detail.seen.case.orders] == ["县公安局"]
    assert detail.seen.case.ordered == ()
    detail.planned.order()
    unit, editor = form.fields["unit"].value(), form.fields["text"].editor
    editor.selectAll()
    qtbot.keyClick(editor, Key.Key_Delete)
    form.fill({"unit": unit, "text": "另一件事"})
    detail.orders.give()
    assert detail.seen.case.orders[-1].text == "另一件事"
    assert detail.seen.case.ordered == (), "the duties went with their words"


def test_another_incident_gets_its_own_plans(
    office: DeskRoom, scene: IncidentsPage, plan: Plan, flash: Incident, fire: Incident
) -> None:
    scene.detail.show_incident(flash.id)
    assert len(scene.detail.planned.fits.records) == 1
    scene.detail.show_incident(fire.id)
    assert scene.detail.planned.fits.records == ()
    assert scene.detail.planned.duties.records == ()


def test_what_fits_another_incident_is_never_offered_for_this_one(
    office: DeskRoom, scene: IncidentsPage, plan: Plan, flash: Incident, fire: Incident
) -> None:
    part = scene.detail.planned
    scene.detail.show_incident(flash.id)
    assert len(part.fits.records) == 1
    office.store.hold = True
    part.read()
    answer = office.store.waiting.pop()
    office.store.hold = False
    scene.detail.show_incident(fire.id)
    office.store.hold = True
    answer()
    assert part.fits.records == ()
    office.store.finish()
    assert part.fits.records == ()
