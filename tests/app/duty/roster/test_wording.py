"""Crews, rotations and shifts as lines of text, there and back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.base.errors import Refused
from app.duty.holidays import DayKind
from app.duty.roster.wording import crew_lines, crew_of, group_lines, group_of, shift_text
from app.people.records import Role
from tests.app.duty.roster.conftest import JULY, Bureau
from tests.app.duty.roster.people import RULES, officers

PEOPLE = {one.id: one for one in officers()}


def test_a_crew_is_typed_as_it_is_told() -> None:
    for template in RULES.templates.values():
        assert tuple(crew_of(crew_lines(template))) == template.posts
    assert crew_lines(RULES.template(DayKind.WORKDAY)).splitlines()[1] == "值班长 1 在编 值班长"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("值班长 1 在编", "crew_line"),
        ("值班长 一 在编 值班长", "crew_line"),
        ("值班长 1 在编 值班长\n厨师 1 不限 厨师", "unknown_post"),
        ("值班长 0 在编 值班长", "count"),
    ],
)
def test_a_crew_that_is_none_is_refused_at_its_line(text: str, code: str) -> None:
    with pytest.raises(Refused) as told:
        crew_of(text)
    assert (told.value.field, told.value.code) == ("posts", code)
    if code == "unknown_post":
        assert told.value.figures == {"n": 2, "word": "厨师"}


def test_a_rotation_is_typed_as_it_is_told(bureau: Bureau) -> None:
    view = bureau.view()
    text = group_lines(view, Role.DRIVER)
    assert group_of(text, view.officers) == list(view.groups[Role.DRIVER])
    assert group_of("\n", view.officers) == []


def test_two_of_one_name_and_nobody_are_refused() -> None:
    one, other = list(PEOPLE.values())[:2]
    twins = {**PEOPLE, other.id: replace(other, name=one.name)}
    for text, code in (
        (one.name, "two_of_name"),
        ("没有此人", "unknown_person"),
        ("驾驶员1\n\n驾驶员1", "named_twice"),
    ):
        with pytest.raises(Refused) as told:
            group_of(text, twins)
        assert told.value.code == code
    assert group_of(f"{one.name}（第{other.sort}）", twins) == [other.id]


def test_a_shift_as_it_is_sent_on(bureau: Bureau) -> None:
    view = bureau.roster.generate(bureau.chief, JULY)
    row = view.rows[3]
    leader = view.name(row.served[0].slot.officer_id)
    text = shift_text(row, view, {leader: "000-0000-0001"})
    assert text.startswith("7月4日 周六 08:30 至 次日08:30 值班：")
    assert f"带班领导 {leader} 000-0000-0001；值班长 " in text
