"""A tour goes on only as the officer wants it."""

from __future__ import annotations

from app.video.tour import Going, Tour

NONE: frozenset[str] = frozenset()


def running() -> Tour:
    tour = Tour()
    tour.lay(3, 20, anew=True)
    tour.tick(0.0, NONE, NONE, False)
    tour.toggle()
    return tour


def after(tour: Tour, seconds: int, causes: frozenset[str] = NONE, held: bool = False) -> list[int]:
    """The pages taken, in looks of half a second."""
    begun_s = tour._at_s or 0.0
    taken = []
    for n in range(1, seconds * 2 + 1):
        if tour.tick(begun_s + n / 2, causes, NONE, held):
            taken.append(tour.page)
    return taken


def test_it_waits_to_be_started_and_goes_round() -> None:
    tour = Tour()
    tour.lay(3, 20, anew=True)
    assert tour.going is Going.READY
    assert after(tour, 60) == []
    tour.toggle()
    assert after(tour, 61) == [1, 2, 0]
    tour.toggle()
    left_s = tour.left_s
    assert after(tour, 30) == []
    assert (tour.going, tour.left_s) == (Going.PAUSED, left_s)
    assert tour.step(-1)
    assert tour.page == 2
    tour.lay(1, 20)
    assert (tour.going, tour.page) == (Going.NONE, 0)


def test_an_alert_stops_it_until_the_officer_goes_on() -> None:
    tour, red = running(), frozenset({"暴雨红 03:10"})
    assert after(tour, 10, red) == []
    assert (tour.going, tour.causes) == (Going.ALERT, red)
    assert after(tour, 60) == [], "not by itself, even when it is over"
    tour.toggle()
    assert after(tour, 21, red) == [1], "known: it stops once"
    assert after(tour, 1, red | {"云洛镇单兵1号"}) == []
    assert tour.causes == {"云洛镇单兵1号"}
    tour.toggle()
    tour.tick(500.0, NONE, {"云洛镇单兵1号"}, False)
    after(tour, 1, frozenset({"云洛镇单兵1号"}))
    assert tour.going is Going.ALERT, "it was well meanwhile"


def test_it_is_held_while_somebody_looks_at_one_picture() -> None:
    tour = running()
    assert after(tour, 100, held=True) == []
    assert tour.going is Going.HELD
    assert after(tour, 21) == [1]
