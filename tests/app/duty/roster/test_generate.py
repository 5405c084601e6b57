"""A roster drawn up is whole, even, without conflicts, and the same again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.errors import Refused
from app.duty.holidays import Calendar, DayKind
from app.duty.roster.conflicts import Around, conflicts
from app.duty.roster.generate import Drawing, Place, draw, turns_of
from app.people.records import Officer, Role
from tests.app.duty.roster.people import RULES, SIZES, days, drawing, leave, officers, slots_of

CALENDAR = Calendar()


def spread(places: list[Place], given: Drawing, kind: DayKind) -> dict[Role, int]:
    """Per rotation: most turns on such days less fewest."""
    counts = Counter((p.post, p.officer_id) for p in places if CALENDAR.kind(p.span.day) is kind)
    return {
        post: max(counts[post, one] for one in group) - min(counts[post, one] for one in group)
        for post, group in given.groups.items()
        if group and any(p.post is post for p in places)
    }


@pytest.mark.parametrize("month", [2, 5, 6, 10])
def test_a_month_for_forty_people(month: int) -> None:
    everybody = officers()
    table = drawing(everybody)
    begun = perf_counter()
    places = draw(days(2026, month), table)
    took = perf_counter() - begun
    assert len(places) == 4 * len(days(2026, month))
    assert conflicts(slots_of(places), table.around) == []
    for kind in (DayKind.HOLIDAY, DayKind.WEEKEND, DayKind.WORKDAY):
        assert max(spread(places, table, kind).values()) <= 1, kind
    assert took < 1


def test_the_same_again() -> None:
    everybody = officers()
    first, second = (draw(days(2026, 10), drawing(everybody)) for _ in range(2))
    assert first == second


def test_a_year_is_even_too_and_each_month_goes_on_where_the_last_ended() -> None:
    everybody = officers()
    slots = []
    for month in range(1, 13):
        table = drawing(everybody, before=turns_of(slots))
        slots += slots_of(draw(days(2026, month), table))
    whole = drawing(everybody)
    assert conflicts(slots, whole.around) == []
    holidays = Counter(
        s.officer_id for s in slots if CALENDAR.kind(s.starts_at.date()) is DayKind.HOLIDAY
    )
    for post in (Role.LEADER, Role.CHIEF, Role.PROFESSIONAL, Role.DRIVER):
        held = [holidays[one] for one in whole.groups[post]]
        assert max(held) - min(held) <= 1, post


def test_what_is_kept_stays_and_the_rest_is_drawn_around_it() -> None:
    everybody = officers()
    table = drawing(everybody)
    span = RULES.periods.of_day(date(2026, 6, 10))[0]
    chosen = table.groups[Role.CHIEF][7]
    kept = {(span.starts_at, 1): (chosen, None)}
    table = drawing(everybody, kept=kept)
    places = draw(days(2026, 6), table)
    (place,) = [p for p in places if p.span == span and p.sort == 1]
    assert place.officer_id == chosen
    assert conflicts(slots_of(places), table.around) == []


def test_a_year_without_a_notice_is_refused_not_guessed() -> None:
    with pytest.raises(Refused) as told:
        draw(days(2027, 1), drawing(officers()))
    assert (told.value.field, told.value.code) == ("month", "year_unknown")
    assert told.value.figures["year"] == 2027


def test_a_post_nobody_may_hold_stays_empty() -> None:
    everybody = officers({Role.LEADER: 4, Role.CHIEF: 4, Role.PROFESSIONAL: 4})
    places = draw(days(2026, 6), drawing(everybody))
    assert {p.post for p in places if p.officer_id is None} == {Role.DRIVER}


groups_of_people = st.fixed_dictionaries(
    {role: st.integers(3, 12) for role in SIZES if role is not Role.RESERVE}
)
absences = st.lists(
    st.tuples(st.integers(0, 47), st.integers(1, 28), st.integers(0, 6)), max_size=8
)


@settings(max_examples=40, deadline=None)
@given(groups_of_people, absences, st.sampled_from([1, 2, 4, 5, 6, 9, 10]))
def test_no_error_whoever_is_away(
    sizes: dict[Role, int], away: list[tuple[int, int, int]], month: int
) -> None:
    """Nobody on leave, nobody twice, no post empty while somebody is there; even where nobody is away."""
    everybody = officers(sizes)
    gone = [
        leave(who.id, first, first + timedelta(days=more))
        for n, start, more in away
        for who, first in [(everybody[n % len(everybody)], date(2026, month, start))]
    ]
    by_id: dict[object, Officer] = {one.id: one for one in everybody}
    around = Around(by_id, gone, (), RULES.permanent_posts(), RULES.a_week)  # type: ignore[arg-type]
    table = drawing(everybody, around=around)
    places = draw(days(2026, month), table)
    errors = [c for c in conflicts(slots_of(places), around) if c.error]
    assert errors == [] or _nobody_left(places, table)
    if not gone:
        for kind in (DayKind.HOLIDAY, DayKind.WEEKEND):
            assert max(spread(places, table, kind).values()) <= 1


def _nobody_left(places: list[Place], given: Drawing) -> bool:
    """An empty post is empty only because its whole rotation is on leave that day."""
    empty = [p for p in places if p.officer_id is None]
    absent: Callable[[Place], bool] = lambda p: all(  # noqa: E731
        given.around.absence(one, p.span.day) for one in given.groups[p.post]
    )
    return bool(empty) and all(absent(p) for p in empty)
