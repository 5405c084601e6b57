"""串班, 代班, B角代行 over a published roster: the shift's crew follows, and goes back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.duty.roster.changes import consent_words
from app.duty.roster.conflicts import Fault
from app.duty.roster.records import AbsenceKind, ChangeKind, ChangeState, Consent
from app.duty.roster.spreadsheets import rows_out
from app.people.records import Role
from tests.app.duty.roster.conftest import JULY, Bureau


@pytest.fixture
def published(bureau: Bureau) -> Bureau:
    bureau.publish()
    return bureau


def test_a_swap_holds_once_a_leader_agrees_and_can_be_undone(published: Bureau) -> None:
    b = published
    mine, other = b.slot(6, Role.PROFESSIONAL), b.slot(9, Role.PROFESSIONAL)
    before = b.crew(6), b.crew(9)
    asked = b.amending.swap(b.chief, mine, other, "家中有事")
    assert asked.state is ChangeState.ASKED
    assert (b.crew(6), b.crew(9)) == before
    agreed = b.amending.decide(b.leader, asked, True)
    assert agreed.approver_id == b.leader.id
    assert b.crew(6)[Role.PROFESSIONAL] == before[1][Role.PROFESSIONAL]
    assert b.crew(9)[Role.PROFESSIONAL] == before[0][Role.PROFESSIONAL]
    marks = [s.mark for r in b.view().rows for s in r.served if s.mark]
    assert marks == ["调", "调"]
    line = b.room.log.latest(1)[0]
    assert "串班" in line.text
    assert "家中有事" in line.text
    b.amending.undo(b.chief, agreed)
    assert (b.crew(6), b.crew(9)) == before
    with pytest.raises(Refused, match="over"):
        b.amending.undo(b.chief, b.view().changes[0])


def test_a_stand_in_is_one_way_and_nobody_owes(published: Bureau) -> None:
    b = published
    mine = b.slot(6, Role.PROFESSIONAL)
    busy = {b.slot(d, Role.PROFESSIONAL).officer_id for d in (5, 6, 7)}
    who = next(o for o in b.officers if o.role is Role.PROFESSIONAL and o.id not in busy)
    b.amending.decide(b.leader, b.amending.substitute(b.chief, mine, who.id, "体检"), True)
    assert b.crew(6)[Role.PROFESSIONAL] == who.name
    august = b.roster.generate(b.chief, date(2026, 8, 1))
    first = [s.slot.officer_id for r in august.rows for s in r.served]
    b.amending.undo(b.chief, b.view().changes[0])
    again = b.roster.redraw(b.chief, date(2026, 8, 1), date(2026, 8, 1)).view
    assert [s.slot.officer_id for r in again.rows for s in r.served] == first


def test_what_is_refused(published: Bureau) -> None:
    b = published
    mine, other = b.slot(6, Role.LEADER), b.slot(10, Role.LEADER)
    with pytest.raises(Refused, match="missing"):
        b.amending.swap(b.chief, mine, other, " ")
    with pytest.raises(Refused, match="not_allowed"):
        b.amending.swap(b.of(Role.DRIVER, 5), mine, other, "事由")
    with pytest.raises(Refused) as told:
        b.amending.substitute(b.chief, b.slot(6, Role.CHIEF), b.of(Role.PROFESSIONAL).id, "事由")
    assert told.value.code == "would_conflict"
    assert told.value.figures["words"] == "值班长须为在编干部"
    asked = b.amending.swap(b.chief, mine, other, "事由")
    applicant = next(o for o in b.officers if o.id == mine.officer_id)
    with pytest.raises(Refused, match="own_change"):
        b.amending.decide(applicant, asked, True)
    with pytest.raises(Refused, match="not_allowed"):
        b.amending.decide(b.chief, asked, True)
    leader = next(
        o for o in b.officers
        if o.role is Role.LEADER and o.id not in (mine.officer_id, other.officer_id)
    )  # fmt: skip
    no = b.amending.decide(leader, asked, False)
    assert no.state is ChangeState.TURNED_DOWN
    with pytest.raises(Refused, match="decided"):
        b.amending.decide(leader, no, True)
    b.room.clock.forward_to(datetime(2026, 7, 6, 8, 30, tzinfo=SHANGHAI))
    with pytest.raises(Refused, match="begun"):
        b.amending.swap(b.chief, mine, other, "事由")


def test_a_draft_is_changed_itself(bureau: Bureau) -> None:
    bureau.roster.generate(bureau.chief, date(2026, 7, 1))
    with pytest.raises(Refused, match="draft"):
        bureau.amending.swap(
            bureau.chief, bureau.slot(6, Role.DRIVER), bureau.slot(8, Role.DRIVER), "事由"
        )


def test_a_place_under_a_change_is_freed_by_undoing_it_first(published: Bureau) -> None:
    b = published
    busy = {b.slot(d, Role.PROFESSIONAL).officer_id for d in (5, 6, 7)}
    who, other = [o for o in b.officers if o.role is Role.PROFESSIONAL and o.id not in busy][:2]
    asked = b.amending.substitute(b.chief, b.slot(6, Role.PROFESSIONAL), who.id, "体检")
    agreed = b.amending.decide(b.leader, asked, True)
    b.roster.reopen(b.chief, b.month(), "补充")
    with pytest.raises(Refused, match="under_change"):
        b.roster.assign(b.chief, b.slot(6, Role.PROFESSIONAL), other.id)
    rows = rows_out(b.view())
    assert b.roster.take_sheet(b.chief, JULY, rows).refused == ()
    rows[6][rows[0].index("专业值班员")] = other.name
    refused = b.roster.take_sheet(b.chief, JULY, rows).refused
    assert [(one.number, one.code) for one in refused] == [(7, "under_change")]
    b.amending.undo(b.chief, agreed)
    b.roster.assign(b.chief, b.slot(6, Role.PROFESSIONAL), other.id)
    assert b.slot(6, Role.PROFESSIONAL).officer_id == other.id


def test_what_was_built_upon_cannot_be_taken_away_below(published: Bureau) -> None:
    b = published
    mine, other = b.slot(6, Role.DRIVER), b.slot(9, Role.DRIVER)
    lower = b.amending.decide(b.leader, b.amending.swap(b.chief, mine, other, "一"), True)
    held = b.slot(6, Role.DRIVER)
    free = next(
        o for o in b.officers
        if o.role is Role.DRIVER and o.id not in {b.slot(d, Role.DRIVER).officer_id for d in (5, 6, 7)}
    )  # fmt: skip
    upper = b.amending.decide(b.leader, b.amending.substitute(b.chief, held, free.id, "二"), True)
    with pytest.raises(Refused, match="not_as_asked"):
        b.amending.undo(b.chief, lower)
    b.amending.undo(b.chief, upper)
    b.amending.undo(b.chief, lower)
    assert b.slot(6, Role.DRIVER).officer_id == mine.officer_id


def test_b_acts_for_a_and_the_log_says_so(published: Bureau) -> None:
    b = published
    slot = b.slot(8, Role.LEADER)
    assert slot.officer_id is not None
    with pytest.raises(Refused, match="not_away"):
        b.amending.deputise(b.chief, slot)
    b.keeping.absent(
        b.chief, slot.officer_id, date(2026, 7, 8), date(2026, 7, 8), AbsenceKind.TRIP, "市里开会"
    )
    with pytest.raises(Refused, match="no_deputy"):
        b.amending.deputise(b.chief, slot)
    busy = {b.slot(d, Role.LEADER).officer_id for d in (7, 8, 9)}
    deputy = next(o for o in b.officers if o.role is Role.LEADER and o.id not in busy)
    b.keeping.pair(b.chief, slot.officer_id, deputy.id)
    made = b.amending.deputise(b.chief, slot)
    assert (made.kind, made.state) == (ChangeKind.DEPUTY, ChangeState.IN_FORCE)
    assert b.crew(8)[Role.LEADER] == deputy.name
    assert "B角代行" in b.room.log.latest(1)[0].text
    assert "07-08 08:30 至 07-09 08:30" in b.room.log.latest(1)[0].text
    assert b.view().conflicts == ()
    b.keeping.absent(b.chief, deputy.id, date(2026, 7, 8), date(2026, 7, 8), AbsenceKind.LEAVE)
    assert [c.fault for c in b.view().conflicts] == [Fault.AB_ABSENT]


def test_a_leader_changed_late_in_a_month_made_a_draft_again_is_a_warning(
    published: Bureau,
) -> None:
    b = published
    b.room.clock.forward_to(datetime(2026, 7, 5, 20, 0, tzinfo=SHANGHAI))
    b.roster.reopen(b.chief, b.month(), "临时调整")
    busy = {b.slot(d, Role.LEADER).officer_id for d in range(3, 10)}
    free = next(o for o in b.officers if o.role is Role.LEADER and o.id not in busy)
    b.roster.assign(b.chief, b.slot(8, Role.LEADER), free.id)
    assert b.late() == []
    b.roster.assign(b.chief, b.slot(6, Role.LEADER), free.id)
    assert b.late() == ["带班领导变更距上班不足24小时"]
    b.roster.publish(b.chief, b.month(), "临时调整")
    assert b.crew(6)[Role.LEADER] == free.name
    assert b.late() == []


def test_the_leader_changed_late_is_a_warning(published: Bureau) -> None:
    b = published
    b.room.clock.forward_to(datetime(2026, 7, 5, 20, 0, tzinfo=SHANGHAI))
    mine = b.slot(6, Role.LEADER)
    busy = {b.slot(d, Role.LEADER).officer_id for d in range(4, 9)}
    free = next(o for o in b.officers if o.role is Role.LEADER and o.id not in busy)
    b.amending.substitute(b.chief, mine, free.id, "发烧")
    assert [c.words for c in b.view().conflicts] == ["带班领导变更距上班不足24小时"]


def test_a_leader_who_is_not_at_the_desk_agrees_by_telephone(published: Bureau) -> None:
    b = published
    asked = b.amending.swap(b.chief, b.slot(6, Role.DRIVER), b.slot(9, Role.DRIVER), "陪护老人")
    watch, now = b.of(Role.PROFESSIONAL), b.room.clock.now()
    for by, leader, at, field, code in (
        (b.of(Role.DRIVER, 5), b.leader, now, "officer", "not_allowed"),
        (watch, b.of(Role.CHIEF, 1), now, "approver", "not_a_leader"),
        (watch, b.leader, now + timedelta(minutes=1), "heard_at", "in_the_future"),
        (watch, b.leader, now - timedelta(minutes=1), "heard_at", "before_asked"),
    ):
        with pytest.raises(Refused) as told:
            b.amending.consent(by, asked, leader.id, Consent.PHONE, at)
        assert (told.value.field, told.value.code) == (field, code)
    made = b.amending.consent(watch, asked, b.leader.id, Consent.PHONE, now)
    assert (made.approver_id, made.how, made.heard_at, made.taken_by) == (
        b.leader.id, Consent.PHONE, now, watch.name,
    )  # fmt: skip
    assert b.crew(6)[Role.DRIVER] == b.view().name(asked.counterpart_id)
    assert consent_words(made, {b.leader.id: "张试用"}) == (
        f"张试用同意（电话，06-24 20:00，{watch.name}记录）"
    )
    assert f"同意（电话，06-24 20:00，{watch.name}记录）" in b.room.log.latest(1)[0].text
    with pytest.raises(Refused, match="decided"):
        b.amending.consent(watch, made, b.leader.id, Consent.PHONE, now)


def test_nobody_takes_down_a_consent_in_their_own_matter(published: Bureau) -> None:
    b, now = published, published.room.clock.now()
    mine, other = b.slot(6, Role.LEADER), b.slot(10, Role.LEADER)
    asked = b.amending.swap(b.chief, mine, other, "事由")
    assert mine.officer_id is not None
    with pytest.raises(Refused) as told:
        b.amending.consent(b.chief, asked, mine.officer_id, Consent.PHONE, now)
    assert (told.value.field, told.value.code) == ("approver", "own_change")
    applicant = next(o for o in b.officers if o.id == mine.officer_id)
    with pytest.raises(Refused) as told:
        b.amending.consent(applicant, asked, b.of(Role.LEADER, 3).id, Consent.PHONE, now)
    assert (told.value.field, told.value.code) == ("taken_by", "own_change")
    no = b.amending.consent(
        b.chief, asked, next(
            o.id for o in b.officers
            if o.role is Role.LEADER and o.id not in (mine.officer_id, other.officer_id)
        ), Consent.IN_PERSON, now, False,
    )  # fmt: skip
    assert no.state is ChangeState.TURNED_DOWN
