"""The after-action review: measured by the record, written by the chief, charged and done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton

from app.base.marks import Mark
from app.incidents.planned import Planned
from db.stores.plans import PlanRows
from tests.deskroom import DeskRoom
from tests.planning import FLOOD, open_county
from tests.widgets.dossier.case import cabinet, filled, flood
from widgets.dossier.folders import DossierView
from widgets.dossier.review import TEXTS, ReviewSheet


@pytest.fixture
def view(qtbot, office: DeskRoom) -> DossierView:
    made = DossierView(office.desk, cabinet(office))
    qtbot.addWidget(made)
    made.resize(1020, 640)
    made.show()
    made.show_incident(flood(office).id)
    office.desk.session.sign_in(office.room.chief)
    made.show_review()
    return made


def button(sheet: ReviewSheet, words: str) -> QAbstractButton:
    return next(one for one in sheet.findChildren(QAbstractButton) if one.text() == words)


def test_what_was_not_written_down_is_unknown_and_blames_nobody(view: DossierView) -> None:
    told = {one.name: view.review._took(one) for one in view.review.intervals.records}
    assert set(told.values()) == {"unknown"}
    assert {view.review._compared(one) for one in view.review.intervals.records} == {"—"}


def test_the_chief_writes_it_and_it_stands_in_its_folder(view: DossierView) -> None:
    sheet = view.review
    button(sheet, "Keep the review").click()
    assert sheet._trouble.text() or any(field.error() for field in sheet.form.fields.values())
    sheet.form.fill({"planned": "三十分钟到场", "why": "<script>桥断</script>"})
    button(sheet, "Keep the review").click()
    assert view.look is not None
    assert view.look.review is not None
    assert view.look.review.why == "<script>桥断</script>"
    assert not any(sheet.form.fields[name].value() for name in TEXTS)
    button(sheet, "Take the newest").click()
    assert sheet.form.fields["planned"].value() == "三十分钟到场"
    button(sheet, "Back to the folders").click()
    view.drawers.select("14")
    assert [one.title for one in view.pieces.records] == ["复盘报告"]


def test_what_the_plan_taken_says_is_put_below_what_stands_there(
    qtbot, view: DossierView, office: DeskRoom
) -> None:
    sheet, room = view.review, office.room
    assert not button(sheet, "As the plan says").isEnabled()
    county = open_county(room)
    plan = county.plan(replace(FLOOD, headquarters=""))
    planned = Planned(room.db, PlanRows(room.db), room.log, room.clock, Mark.TEST)
    planned.take(room.chief, room.shift.id, view.look.case.incident, plan)
    qtbot.waitUntil(lambda: view.look.case.taken != ())
    sheet.form.fill({"planned": "三十分钟到场"})
    button(sheet, "As the plan says").click()
    assert sheet.form.fields["planned"].value() == f"三十分钟到场\n{plan.name}"


def test_somebody_is_charged_until_then_and_it_is_done(view: DossierView, office: DeskRoom) -> None:
    sheet = view.review
    sheet.charging.fill({"what": "备皮筏 2 艘", "owner": "铜鼓坪镇", "due": "昨天"})
    button(sheet, "Charge").click()
    assert sheet.charging.fields["due"].error()
    sheet.charging.fill({"due": "06-30 17:00"})
    button(sheet, "Charge").click()
    (action,) = sheet.actions.records
    assert action.due is not None
    assert [one.what for one in cabinet(office).dossiers.open_actions()] == ["备皮筏 2 艘"]
    sheet.actions.select(action.id)
    button(sheet, "Done now").click()
    assert sheet.actions.records[0].done_at is not None
    assert not cabinet(office).dossiers.open_actions()


def test_words_half_typed_wait_for_their_incident(view: DossierView, office: DeskRoom) -> None:
    first = view.look
    assert first is not None
    view.review.form.fields["why"].edit.setPlainText("桥断绕行")
    view.review._draft.save()
    view.show_incident(filled(office).id)
    view.show_review()
    assert view.review.form.fields["why"].value() == ""
    view.show_incident(first.case.incident.id)
    view.show_review()
    assert view.review.form.fields["why"].value() == "桥断绕行"


def test_a_review_kept_late_clears_no_words_of_another_incident(
    view: DossierView, office: DeskRoom
) -> None:
    sheet, first = view.review, view.look.case.incident.id
    sheet.form.fields["why"].edit.setPlainText("桥断绕行")
    office.store.hold = True
    sheet.keep()
    kept = office.store.waiting.pop()
    office.store.hold = False
    view.show_incident(filled(office).id)
    view.show_review()
    sheet.form.fields["why"].edit.setPlainText("路滑")
    kept()
    assert sheet.form.fields["why"].value() == "路滑"
    view.show_incident(first)
    assert view.look.review.why == "桥断绕行"
