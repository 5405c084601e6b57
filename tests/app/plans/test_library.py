"""The plans and headquarters of a county: what is kept, what fits an event, who commands now, what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.base.errors import Conflict, Refused
from app.people.contacts import COMMANDING, Org, OrgKind
from app.plans.fitting import Event, Ground, fitting
from app.plans.headquarters import HqTold, Pair
from app.plans.planbook import DutyTold, Standing, Told
from app.plans.records import Part, PlanKind
from tests.planning import FLOOD, County


def test_a_headquarters_is_a_unit_under_the_committee_with_posts_held_by_others(
    county: County, flood: Org
) -> None:
    committee, look = county.commanding.look()
    assert (committee.org.kind, committee.above) == (OrgKind.COMMITTEE, county.top)
    assert (look.above, look.org.id) == (committee.org, flood.id)
    assert [one.name for one in look.of(Part.LEAD)] == ["县水利局"]
    assert [one.name for one in look.of(Part.OFFICE)] == ["县应急管理局"]
    assert [one.name for one in look.of(Part.MEMBER)] == ["县气象局", "云洛镇"]
    now = county.room.clock.now()
    held = look.commander
    assert held is not None
    acting = held.acting(now)
    assert acting is not None
    assert (acting.name, bool(acting.points)) == ("周试甲", True)
    county.book.set_leave(
        county.room.chief,
        held.a.person,
        now,
        now + timedelta(days=2),  # type: ignore[arg-type]
    )
    held = county.commanding.look(flood.id)[0].commander
    assert held is not None
    assert held.acting(now).name == "钱试乙"  # type: ignore[union-attr]
    assert [one.name for one in county.contacts.units() if one.kind in COMMANDING]
    assert county.contacts.posts(flood.id)[0].unit.name == "县防汛抗旱指挥部"


def test_a_new_commander_from_a_day_on_ends_the_old_post_and_what_was_typed_wrong_is_put_right(
    county: County, flood: Org
) -> None:
    seen = county.commanding.look(flood.id)[0]
    told = HqTold("县防汛抗旱指挥部", lead=("县应急管理局",), commander=Pair("周试甲", "孙试丙"))
    county.commanding.enter(county.room.chief, told, seen)
    after = county.commanding.look(flood.id)[0]
    assert len(county.contacts.posts(flood.id, ended=True)) == 1
    assert after.commander.b.name == "孙试丙"  # type: ignore[union-attr]
    assert [one.name for one in after.of(Part.LEAD)] == ["县应急管理局"]
    assert after.of(Part.MEMBER) == after.of(Part.OFFICE) == ()
    day = date(2026, 6, 20)
    told = replace(told, commander=Pair("孙试丙 人武部部长", "周试甲"), since=day)
    county.commanding.enter(county.room.chief, told, after)
    now, over = county.contacts.posts(flood.id, ended=True)
    assert (now.a.name, now.post.since) == ("孙试丙", day)
    assert (over.post.until, bool(over.post.ended)) == (day - timedelta(days=1), True)
    earlier, was = day - timedelta(days=3), county.commanding.look(flood.id)[0]
    put_right = replace(told, commander=Pair("孙试丙", "钱试乙"), since=earlier)
    county.commanding.enter(county.room.chief, put_right, was)
    (right, _) = county.contacts.posts(flood.id, ended=True)
    assert (right.b.name, right.post.since) == ("钱试乙", earlier)
    with pytest.raises(Conflict):  # another desk wrote meanwhile: shown, never overwritten
        county.commanding.enter(county.room.chief, replace(told, name="县防指一", since=None), seen)


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        (HqTold("县防汛抗旱指挥部"), "name", "there_already"),
        (HqTold("县甲指挥部", lead=("县水文局",)), "lead", "unknown_unit"),
        (HqTold("县甲指挥部", members=("县气象局", "县气象局")), "members", "twice"),
        (HqTold("县甲指挥部", commander=Pair("周试甲", "周试甲")), "commander_b", "same_person"),
        (HqTold("县甲指挥部", commander=Pair("赵无人", "周试甲")), "commander_a", "unknown_person"),
        (HqTold("县甲指挥部", commander=Pair("周试甲")), "commander_b", "missing"),
        (HqTold("县甲指挥部", since=date(2027, 1, 1)), "since", "to_come"),
        (HqTold("县甲指挥部", under="县水利局"), "kind", "cannot_stand_there"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    county: County, flood: Org, told: HqTold, field: str, code: str
) -> None:
    with pytest.raises(Refused) as no:
        county.headquarters(told)
    assert (no.value.field, no.value.code) == (field, code)


def test_one_that_stands_is_moved_and_who_holds_it_stays_though_another_is_called_so(
    county: County, flood: Org
) -> None:
    chief, names = county.room.chief, [one.name for one in county.contacts.units()]
    water = next(one for one in county.contacts.units() if one.name == "县水利局")
    county.book.add_person(chief, water, "周试甲", "县长")
    seen = county.commanding.look(flood.id)[0]
    told = HqTold("县防汛抗旱指挥部", under="示范县", commander=Pair("周试甲 县长", "钱试乙"))
    county.commanding.enter(chief, told, seen)
    after = county.commanding.look(flood.id)[0]
    assert (after.above, after.commander.post) == (county.top, seen.commander.post)  # type: ignore[union-attr]
    for wrong, said in (
        (replace(told, kind=OrgKind.COMMITTEE), ("kind", "stays")),
        (replace(told, under="县水利局"), ("under", "cannot_stand_there")),
        (replace(told, commander=Pair("孙试", "钱试乙")), ("commander_a", "unknown_person")),
    ):
        with pytest.raises(Refused) as no:
            county.commanding.enter(chief, wrong, after)
        assert (no.value.field, no.value.code) == said
    assert [one.name for one in county.contacts.units()] == names


def test_a_plan_is_kept_found_by_event_or_place_changed_with_trace_and_repealed(
    county: County, flood: Org
) -> None:
    plan = county.plan(FLOOD)
    village = county.plan(Told("老榆塘村应急预案", PlanKind.VILLAGE, "老榆塘村", card="先跑后报"))
    assert [one.plan.name for one in county.planbook.look("山洪")] == [plan.name]
    assert [one.plan.name for one in county.planbook.look("云洛")] == [village.name]
    assert [one.id for one in county.planbook.look(kind=PlanKind.VILLAGE)] == [village.id]
    assert county.planbook.names() == (plan.name,)
    assert county.commanding.look(flood.id)[0].plans == (plan,)
    lead = county.planbook.charge(
        county.room.chief, plan, DutyTold("县水利局", "调度水库", "Ⅳ级", is_lead=True)
    )
    words = county.planbook.charge(county.room.chief, plan, DutyTold("最先到场的队伍", "先救人"))
    assert (lead.org_id is not None, words.org_id, words.sort) == (True, None, 2)
    county.planbook.take_out(county.room.chief, words)
    assert county.planbook.duties(plan.id) == [lead]
    assert county.planbook.look("防汛")[0].duties == 1
    assert [one.id for one in county.planbook.look("县水利局 水库")] == [plan.id]
    changed = county.planbook.enter(
        county.room.chief, replace(FLOOD, document_no="示政办〔2026〕3号"), None, plan
    )
    with pytest.raises(Conflict):
        county.planbook.enter(
            county.room.chief, replace(FLOOD, document_no="示政办〔2026〕4号"), None, plan
        )
    county.planbook.repeal(county.room.chief, changed)
    assert county.planbook.look("防汛")[0].standing is Standing.REPEALED
    with pytest.raises(Refused) as no:
        county.planbook.enter(county.room.watch, FLOOD)
    assert no.value.code == "not_allowed"


def test_the_plan_that_names_the_kind_comes_first_and_a_village_has_its_own(
    county: County, flood: Org
) -> None:
    for told in (
        Told("总体预案", PlanKind.OVERALL, "示范县"),
        FLOOD,
        Told("自然灾害救助预案", PlanKind.SPECIAL, "示范县", covers=("自然灾害",)),
        Told("危化品预案", PlanKind.SPECIAL, "示范县", covers=("危化品泄漏",)),
        Told("云洛镇多案合一预案", PlanKind.TOWNSHIP, "云洛镇"),
        Told("老榆塘村应急预案", PlanKind.VILLAGE, "老榆塘村"),
    ):
        county.plan(told)
    plans = county.planbook.store.plans()
    units = county.planbook.store.units({one.owner_id for one in plans})
    there = fitting(plans, units, Event("自然灾害", "山洪", "云洛镇", "云洛镇老榆塘村三组"))
    assert [one.plan.name for one in there] == [
        "示范县防汛应急预案", "老榆塘村应急预案", "云洛镇多案合一预案", "自然灾害救助预案", "总体预案",
    ]  # fmt: skip
    assert there[0].ground is Ground.KIND
    other = fitting(plans, units, Event("自然灾害", "山洪", "己塘镇", "己塘镇老榆塘村"))
    assert "老榆塘村应急预案" not in [one.plan.name for one in other]
    assert [one.plan.name for one in fitting(plans, units, Event("不详", "", "", ""))] == [
        "总体预案"
    ]


def test_plans_to_be_revised_are_told_a_month_before_and_when_their_day_is_over(
    county: County,
) -> None:
    today = county.planbook.today()
    for name, days in (("甲", 29), ("乙", -1), ("丙", 90)):
        county.plan(
            Told(name, PlanKind.OVERALL, "示范县", revise_by=today + timedelta(days=days),
                 issued=date(2020, 1, 1))
        )  # fmt: skip
    county.plan(Told("丁", PlanKind.OVERALL, "示范县"))
    assert [(one.plan.name, one.left) for one in county.planbook.due()] == [("乙", -1), ("甲", 29)]
    stands = {one.plan.name: one.standing for one in county.planbook.look()}
    assert stands == {
        "甲": Standing.SOON, "乙": Standing.OVERDUE, "丙": Standing.VALID, "丁": Standing.NO_DAY,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("told", "field", "code"),
    [
        (replace(FLOOD, name=" "), "name", "missing"),
        (replace(FLOOD, owner="云洛乡"), "owner", "unknown_unit"),
        (replace(FLOOD, headquarters="县水利局"), "headquarters", "no_headquarters"),
        (
            replace(FLOOD, issued=date(2026, 1, 2), revised=date(2025, 1, 2)),
            "revised",
            "before_issued",
        ),
        (
            replace(FLOOD, revised=date(2026, 1, 2), revise_by=date(2026, 1, 2)),
            "revise_by",
            "before_revised",
        ),
        (replace(FLOOD, name="长" * 201), "name", "too_long"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(
    county: County, flood: Org, told: Told, field: str, code: str
) -> None:
    with pytest.raises(Refused) as no:
        county.plan(told)
    assert (no.value.field, no.value.code) == (field, code)


def test_a_headquarters_with_plans_cannot_be_dissolved_and_its_posts_end_with_it(
    county: County, flood: Org
) -> None:
    plan = county.plan(FLOOD)
    with pytest.raises(Refused) as no:
        county.commanding.dissolve(county.room.chief, county.commanding.look(flood.id)[0])
    assert no.value.code == "has_plans"
    county.planbook.repeal(county.room.chief, plan)
    with pytest.raises(Refused, match="not_empty"):
        county.commanding.dissolve(county.room.chief, county.commanding.look()[0])
    with pytest.raises(Refused, match="commanding"):  # its posts and seats would stay without it
        county.book.dissolve(county.room.chief, flood)
    clerk = county.book.add_person(county.room.chief, flood, "李试丁", "联络员")
    with pytest.raises(Refused, match="not_empty"):
        county.commanding.dissolve(county.room.chief, county.commanding.look(flood.id)[0])
    county.book.leave_book(county.room.chief, clerk)
    county.commanding.dissolve(county.room.chief, county.commanding.look(flood.id)[0])
    assert county.commanding.look(flood.id) == []
    assert county.contacts.posts(flood.id) == []
