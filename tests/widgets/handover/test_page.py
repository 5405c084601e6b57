"""The officer hands over: Space knows an item, two people sign, the paper is the PDF itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt

from app.duty.records import Handling
from app.handover.records import HandoverState, Section, Side, SourceKind
from app.handover.snapshot import Matter
from app.handover.states import unacknowledged
from app.people.records import Role
from tests.nights import Night
from tests.rooms import PIN
from widgets.handover.look import Extra
from widgets.handover.page import HandoverPage


def settled(qtbot, page: HandoverPage) -> None:
    """The page asks a moment after it was shown or something changed."""
    qtbot.waitUntil(lambda: not page._later.isActive())


def prepare(qtbot, page: HandoverPage, duty: Night) -> None:
    settled(qtbot, page)
    page._desk.session.sign_in(duty.out[Role.CHIEF])
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.sheet is not None


def type_pin(qtbot, page: HandoverPage, pin: str = PIN) -> None:
    edit = page.signing.pin.edit
    assert edit.hasFocus() or not page.isActiveWindow()
    qtbot.keyClicks(edit, pin)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def choose(page: HandoverPage, name: str) -> None:
    combo = page.signing.person.combo
    (row,) = [n for n in range(combo.count()) if name in combo.itemText(n)]
    combo.setCurrentIndex(row)


def signed_over(qtbot, page: HandoverPage, duty: Night) -> None:
    prepare(qtbot, page, duty)
    page.go_on()
    type_pin(qtbot, page)
    assert page.sheet.handover.state is HandoverState.HANDED


def seated(qtbot, page: HandoverPage, duty: Night) -> None:
    signed_over(qtbot, page, duty)
    page._desk.session.sign_in(duty.into[Role.CHIEF])


def test_nothing_is_written_before_the_officer_asks(qtbot, page, duty) -> None:
    settled(qtbot, page)
    assert page.sheet is None
    assert duty.service.find(duty.room.shift.id) is None
    prepare(qtbot, page, duty)
    assert page.sheet.handover.state is HandoverState.DRAFT
    assert not page.items.ticking


def test_the_whole_way_from_draft_to_effect(qtbot, page, duty) -> None:
    duty.incident("云洛镇内涝", timedelta(minutes=12))
    duty.line("丙湖水库加密巡查", Handling.TODO)
    seated(qtbot, page, duty)
    assert not page.main.isEnabled()
    left = len(unacknowledged(page.sheet.items))
    assert str(left) in page.reason.text()

    page.acknowledge_rest()
    for _ in unacknowledged(page.sheet.items):
        qtbot.keyClick(page.items, Qt.Key.Key_Space)
    assert unacknowledged(page.sheet.items) == []
    assert page.main.isEnabled()
    page.go_on()
    type_pin(qtbot, page)
    assert page.sheet.in_force
    qtbot.waitUntil(lambda: page.sheet.handover.sheet_sha256 != "")
    assert page.sheet.handover.sheet_sha256 == page.preview.paper.sha256
    assert [held.name for held in page.sheet.signed(Side.IN)] == ["翟示梅"]


def test_space_knows_one_item_and_goes_to_the_next(qtbot, page, duty) -> None:
    for number in range(2):
        duty.line(f"待办 {number}", Handling.TODO)
    seated(qtbot, page, duty)
    page.outline.go_to(Section.UNFINISHED)
    qtbot.keyClick(page.items, Qt.Key.Key_Space)
    first, second = page.items.items
    assert first.acknowledged_name == "翟示梅"
    assert page.items.current() == second
    qtbot.keyClick(page.items, Qt.Key.Key_Space)
    assert page.outline.section() is not Section.UNFINISHED


def test_somebody_of_the_outgoing_crew_is_asked_to_give_up_the_chair(qtbot, page, duty) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    signed_over(qtbot, page, duty)
    page.outline.go_to(Section.UNFINISHED)
    qtbot.keyClick(page.items, Qt.Key.Key_Space)
    assert page.signing.isVisible()
    assert unacknowledged(page.items.items)
    choose(page, "翟示梅")
    type_pin(qtbot, page)
    assert page._desk.session.officer.name == "翟示梅"
    assert not unacknowledged(page.sheet.of(Section.UNFINISHED))


def test_a_wrong_pin_is_said_under_the_field_and_the_panel_stays(qtbot, page, duty) -> None:
    prepare(qtbot, page, duty)
    page.go_on()
    type_pin(qtbot, page, "0000")
    assert page.signing.isVisible()
    assert page.signing.pin.error()
    assert page.signing.pin.edit.text() == ""
    qtbot.keyClick(page.signing, Qt.Key.Key_Escape)
    assert not page.signing.isVisible()
    assert page._body.isEnabled()
    assert page.sheet.signatures == ()


def test_enter_without_a_pin_says_so_and_does_not_leave(qtbot, page, duty) -> None:
    prepare(qtbot, page, duty)
    page.go_on()
    for _ in range(3):
        type_pin(qtbot, page, "")
    assert page.signing.isVisible()
    assert page.signing.pin.error()
    assert page.signing.focusWidget() is page.signing.pin.edit


def test_the_same_person_is_not_offered_twice_and_cannot_sign_both_sides(qtbot, page, duty) -> None:
    stays = duty.into[Role.CHIEF]
    with duty.room.db.change("test", "crew", ("shift", "x")) as change:
        change.put("crew_place", duty.room.shifts._place(duty.room.shift.id, Role.CHIEF, stays, 9))
    prepare(qtbot, page, duty)
    page.go_on()
    choose(page, stays.name)
    type_pin(qtbot, page)
    assert [held.name for held in page.sheet.signatures] == [stays.name]
    duty.service.acknowledge_rest(page.sheet.handover.id, duty.into[Role.PROFESSIONAL])
    page.reload()
    page.go_on()
    choose(page, stays.name)
    type_pin(qtbot, page)
    assert stays.name in page.signing.person.error()
    assert not page.sheet.in_force


def test_own_words_are_written_and_printed(qtbot, page, duty) -> None:
    prepare(qtbot, page, duty)
    field = page.own_words.form.fields["important"]
    page.outline.go_to(Section.IMPORTANT)
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "dam")
    with qtbot.waitSignal(page.own_words.settled, timeout=5000):
        pass
    qtbot.waitUntil(lambda: [item.text for item in page.items.items] == ["dam"])
    qtbot.waitUntil(lambda: "dam" in page.preview.document.getAllText(0).text())


def test_own_words_that_could_not_be_kept_stay_in_their_field(qtbot, page, duty, desk) -> None:
    prepare(qtbot, page, duty)
    page.outline.go_to(Section.IMPORTANT)
    field = page.own_words.form.fields["important"]
    officer = desk.session.officer
    desk.session.sign_in(None)
    field.edit.selectAll()
    with qtbot.waitSignal(page.own_words.settled, timeout=5000):
        qtbot.keyClicks(field.edit, "dam")
    assert field.error()
    duty.line("丙湖水库加密巡查", Handling.TODO)
    page.reload()
    assert field.value() == "dam"
    desk.session.sign_in(officer)
    with qtbot.waitSignal(page.own_words.settled, timeout=5000):
        qtbot.keyClicks(field.edit, "s")
    qtbot.waitUntil(lambda: [item.text for item in page.items.items] == [field.value()])
    edited = replace(page.sheet.handover, important="from another desk")
    with duty.room.db.change("t", "handover.edit", ("handover", str(edited.id))) as change:
        change.put("handover", edited, seen=page.sheet.handover)
    qtbot.waitUntil(lambda: field.value() == "from another desk")


def test_a_draft_follows_the_room(qtbot, page, duty) -> None:
    prepare(qtbot, page, duty)
    page.outline.go_to(Section.UNFINISHED)
    duty.line("丙湖水库加密巡查", Handling.TODO)
    qtbot.waitUntil(lambda: [item.text for item in page.items.items] == ["丙湖水库加密巡查"])


def test_the_record_behind_an_item_is_asked_for(qtbot, page, duty) -> None:
    made = duty.incident("云洛镇内涝")
    prepare(qtbot, page, duty)
    page.outline.go_to(Section.INCIDENTS)
    with qtbot.waitSignal(page.open_source) as asked:
        qtbot.keyClick(page.items, Qt.Key.Key_Return)
    assert asked.args == ["事件", str(made.id)]


def test_a_glyph_without_a_font_is_told_beside_the_paper(qtbot, page, duty) -> None:
    duty.line("找\U0003fffe某核实", Handling.TODO)
    prepare(qtbot, page, duty)
    qtbot.waitUntil(lambda: "U+3FFFE" in page.preview._trouble.text())


def test_without_anybody_at_the_desk_nothing_is_prepared(qtbot, page, said) -> None:
    settled(qtbot, page)
    page.go_on()
    assert page.sheet is None
    assert said


def test_what_came_up_meanwhile_is_shown_before_the_signature(qtbot, page, duty) -> None:
    seated(qtbot, page, duty)
    page.acknowledge_rest()
    for _ in range(len(unacknowledged(page.sheet.items))):
        qtbot.keyClick(page.items, Qt.Key.Key_Space)
    late = duty.incident("铜鼓坪镇山洪围困 6 人")
    page.go_on()
    type_pin(qtbot, page)
    assert not page.signing.isVisible()
    assert [item.source_id for item in unacknowledged(page.sheet.items)] == [str(late.id)]
    assert not page.main.isEnabled()
    qtbot.keyClick(page.items, Qt.Key.Key_Space)
    page.go_on()
    type_pin(qtbot, page)
    assert page.sheet.in_force


def test_ten_open_items_are_taken_over_with_fourteen_keys_besides_the_sign_ins(
    qtbot, page, duty
) -> None:
    """From the outgoing signature to the incoming one; PINs are the sign-ins."""
    for number in range(10):
        duty.line(f"待办 {number}", Handling.TODO)
    prepare(qtbot, page, duty)
    keys: list[Qt.Key] = []

    def press(key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        keys.append(key)
        qtbot.keyClick(page.items, key, modifier)

    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    type_pin(qtbot, page)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)  # asks who takes over, then goes on
    type_pin(qtbot, page)
    while unacknowledged(page.sheet.items):
        press(Qt.Key.Key_Space)
        assert len(keys) < 20
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    type_pin(qtbot, page)
    assert page.sheet.in_force
    assert len(keys) <= 14
    assert len(page.sheet.signatures) == 2


def words_for(qtbot, page: HandoverPage, text: str) -> None:
    edit = page.talk.card.words.edit
    edit.setText(text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def alt(qtbot, page: HandoverPage, key: Qt.Key) -> None:
    qtbot.keyClick(page.items, key, Qt.KeyboardModifier.AltModifier)


def test_a_question_back_stands_under_its_item_until_it_is_answered(qtbot, page, duty) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    seated(qtbot, page, duty)
    page.outline.go_to(Section.UNFINISHED)
    alt(qtbot, page, Qt.Key.Key_Q)
    assert page.talk.card.isVisible()
    qtbot.keyClick(page.talk.card.words.edit, Qt.Key.Key_Return)
    assert page.talk.card.words.error()
    words_for(qtbot, page, "谁在巡查？")
    assert not page.talk.card.isVisible()
    item = page.items.current()
    (said,) = page.items.said[item.id]
    assert "谁在巡查？" in said
    qtbot.keyClick(page.items, Qt.Key.Key_Space)
    assert "Alt+Q" in page.reason.text()
    alt(qtbot, page, Qt.Key.Key_Q)
    words_for(qtbot, page, "水利站")
    qtbot.keyClick(page.items, Qt.Key.Key_Space)
    assert page.sheet.item(item.id).acknowledged_name == "翟示梅"


def test_an_item_goes_on_with_its_reason(qtbot, page, duty) -> None:
    seated(qtbot, page, duty)
    page.outline.go_to(Section.OBJECTS)
    item = page.items.current()
    alt(qtbot, page, Qt.Key.Key_K)
    words_for(qtbot, page, "送修未归")
    assert page.sheet.item(item.id).acknowledged_name == "翟示梅"
    assert [note.text for note in page.sheet.said(item.id)] == ["送修未归"]


def test_the_outgoing_crew_is_asked_to_give_up_the_chair_before_a_question(
    qtbot, page, duty
) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    signed_over(qtbot, page, duty)
    page.outline.go_to(Section.UNFINISHED)
    alt(qtbot, page, Qt.Key.Key_Q)
    assert not page.talk.card.isVisible()
    assert page.signing.isVisible()


def test_an_unsent_urgent_draft_is_refused_at_the_signature_and_carried_with_a_reason(
    qtbot, page, duty
) -> None:
    duty.matters.append(
        Matter(Section.UNFINISHED, "接报草稿", SourceKind.DRAFT, "intake-1", urgent=True)
    )
    prepare(qtbot, page, duty)
    page.go_on()
    type_pin(qtbot, page)
    assert "Alt+K" in page.signing._trouble.text()
    assert page.sheet.signatures == ()
    qtbot.keyClick(page.signing, Qt.Key.Key_Escape)
    page.outline.go_to(Section.UNFINISHED)
    alt(qtbot, page, Qt.Key.Key_K)
    words_for(qtbot, page, "正在核实")
    page.go_on()
    type_pin(qtbot, page)
    assert page.sheet.handover.state is HandoverState.HANDED


def test_a_band_says_who_stays_responsible_after_the_hour(qtbot, page, duty) -> None:
    prepare(qtbot, page, duty)
    assert not page._body.band.isVisible()
    page._desk.clock.forward_to(duty.room.shift.ends_at)
    duty.room.clock.forward_to(duty.room.shift.ends_at)
    page.reload()
    assert page._body.band.isVisible()
    assert "彭例安" in page._body.band.text()


def test_whoever_sits_down_is_shown_what_changed_since_they_left(qtbot, page, duty) -> None:
    made = duty.incident("云洛镇内涝")
    seated(qtbot, page, duty)
    first = page.outline.entries[0]
    assert first.section is Extra.SINCE
    assert first.count == len(page.away.now.told) >= 1
    page.outline.go_to(Extra.SINCE)
    assert "云洛镇内涝" in page.items.items[0].text
    assert not page.items.ticking
    with qtbot.waitSignal(page.open_source) as asked:
        qtbot.keyClick(page.items, Qt.Key.Key_Return)
    assert asked.args == ["事件", str(made.id)]
    page.acknowledge_rest()
    page.outline.go_to(Section.INCIDENTS)
    assert page.items.ticking
