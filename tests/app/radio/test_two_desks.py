"""Two desks over a hub: a stun confirmed at either is sent once by its own desk; texts are shown at both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from app.base.bus import Bus, Changed
from app.base.clock import SteeredClock
from app.base.errors import Refused
from app.radio import facts
from app.radio.batches import Recipient
from app.radio.events import ControlReply, Linked, LinkState, Stun, TextState, TextStep
from app.radio.records import ControlKind, ControlStep, RadioControl
from db.exchange.hub import Hub
from db.exchange.rounds import Rounds
from db.sqlite import sqlite_engine
from tests.app.radio.room import Room

COUNTY = "示范县"
CHIEF, OFFICER, THIRD = ("7", "彭例安"), ("8", "向示月"), ("9", "田值班")


class Station(Room):
    """A desk with its record, its gateway and its way to the hub."""

    def __init__(
        self, folder: Path, name: str, clock: SteeredClock, jobs: Any, file: str = ""
    ) -> None:
        bus = Bus(lambda call: call())
        super().__init__(folder / f"{file or name}.db", bus, clock, jobs, name)
        self.roles = {"7": "值班长", "8": "值班员", "9": "值班员"}
        self.rounds = Rounds(self.db, COUNTY)
        bus.listen(Changed, self.changed)
        self.service.load()
        self.service.hear(LinkState(self.heard(), Linked.UP))
        self.service.record.desks_meet(True)

    def changed(self, fact: Changed) -> None:
        """As `app.reactions` does it."""
        key = UUID(fact.key) if fact.key else None
        if fact.kind == "radio_control":
            self.service.record.follow_controls(key)
        elif fact.kind == "radio_text" and (key is None or not self.service.record.is_ours(key)):
            self.service.record.follow_texts(key)

    def stuns(self) -> list[int]:
        return [one.radio for one in self.line.commands if isinstance(one, Stun)]

    def control(self) -> RadioControl:
        return self.service.controls()[0]

    def kept(self) -> RadioControl:
        return self.rows.latest_controls(1)[0]


@pytest.fixture
def hub() -> Iterator[Hub]:
    engine: sa.Engine = sqlite_engine(
        Path(":memory:"), poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    made = Hub(engine)
    made.prepare(COUNTY, "hub-1")
    yield made
    engine.dispose()


@pytest.fixture
def make(tmp_path: Path, clock: SteeredClock, jobs: Any) -> Iterator[Callable[..., Station]]:
    opened: list[Station] = []

    def station(name: str, file: str = "") -> Station:
        opened.append(Station(tmp_path, name, clock, jobs, file))
        return opened[-1]

    yield station
    for one in opened:
        one.db.close()


@pytest.fixture
def a(make: Callable[..., Station]) -> Station:
    return make("a")


@pytest.fixture
def b(make: Callable[..., Station]) -> Station:
    return make("b")


def meet(hub: Hub, *stations: Station) -> None:
    for one in (*stations, *stations):
        one.rounds.exchange(hub)


def proposed(hub: Hub, a: Station, *others: Station) -> UUID:
    key = a.service.propose_control(ControlKind.STUN, 371105, "终端被盗", *CHIEF).id
    meet(hub, a, *others)
    return key


def test_the_second_person_confirms_at_another_desk_and_the_first_desk_sends_it_once(
    hub: Hub, a: Station, b: Station
) -> None:
    key = proposed(hub, a, b)
    assert b.last(facts.RadioControlChanged).elsewhere
    b.service.confirm_control(key, *OFFICER)
    assert (a.stuns(), b.stuns()) == ([], [])
    meet(hub, b, a)
    assert (a.stuns(), b.stuns()) == ([371105], [])
    a.service.hear(ControlReply(a.heard(), key, "ok"))
    meet(hub, a, b)
    for desk in (a, b):
        assert (desk.kept().step, desk.kept().confirmed_name) == (ControlStep.DONE, "向示月")
        assert desk.control().step is ControlStep.DONE
        assert desk.service.seen(371105).disabled
        assert desk.db.verify().bad is None
    meet(hub, a, b)
    assert (a.stuns(), b.stuns()) == ([371105], [])


def test_two_desks_that_confirm_at_the_same_moment_make_one_stun(
    hub: Hub, a: Station, b: Station, make: Callable[..., Station]
) -> None:
    c = make("c")
    key = proposed(hub, a, b, c)
    b.service.confirm_control(key, *OFFICER)
    c.service.confirm_control(key, *THIRD)
    meet(hub, b, c, a)
    assert (a.stuns(), b.stuns(), c.stuns()) == ([371105], [], [])
    assert {desk.kept().confirmed_name for desk in (a, b, c)} == {"向示月"}
    assert {desk.kept().step for desk in (a, b, c)} == {ControlStep.SENT}


def test_confirmed_here_and_elsewhere_at_the_same_moment_the_step_stays_on_record(
    hub: Hub, a: Station, b: Station
) -> None:
    key = proposed(hub, a, b)
    b.service.confirm_control(key, *OFFICER)
    b.rounds.exchange(hub)
    a.service.confirm_control(key, *THIRD)
    assert a.stuns() == [371105]
    meet(hub, a, b)
    a.service.hear(ControlReply(a.heard(), key, "ok"))
    meet(hub, a, b)
    assert a.stuns() == [371105]
    assert {desk.kept().step for desk in (a, b)} == {ControlStep.DONE}
    assert {desk.kept().confirmed_name for desk in (a, b)} == {"向示月"}


def test_a_confirmation_that_comes_after_the_five_minutes_is_never_sent(
    hub: Hub, a: Station, b: Station
) -> None:
    key = proposed(hub, a, b)
    b.service.confirm_control(key, *OFFICER)
    a.clock.forward(timedelta(minutes=5))
    meet(hub, b, a)
    assert a.stuns() == []
    assert a.kept().step is ControlStep.EXPIRED
    b.service.tick()
    meet(hub, a, b)
    assert (a.stuns(), b.control().step) == ([], ControlStep.EXPIRED)


def test_of_what_was_confirmed_and_never_heard_of_again_nobody_claims_anything(
    hub: Hub, a: Station, b: Station
) -> None:
    key = proposed(hub, a, b)
    b.service.confirm_control(key, *OFFICER)
    b.clock.forward(timedelta(minutes=5))
    b.service.tick()
    assert (b.control().step, b.control().code) == (ControlStep.FAILED, "unconfirmed")
    assert b.kept().step is ControlStep.PROPOSED
    b.service.record.follow_controls(None)
    assert b.control().step is ControlStep.FAILED, "its own row does not propose it anew"
    with pytest.raises(Refused) as again:
        b.service.confirm_control(key, *OFFICER)
    assert again.value.code == "not_waiting"


def test_a_desk_that_started_anew_does_not_send_what_it_proposed_before(
    hub: Hub, a: Station, b: Station, make: Callable[..., Station]
) -> None:
    key = proposed(hub, a, b)
    a.db.close()
    again = make("a")
    b.service.confirm_control(key, *OFFICER)
    meet(hub, b, again, b)
    with pytest.raises(Refused) as late:
        again.service.confirm_control(key, *OFFICER)
    assert late.value.code == "not_waiting"
    assert again.stuns() == []
    assert (b.kept().step, b.kept().code) == (ControlStep.FAILED, "earlier_run")


def test_of_two_programs_under_one_name_none_sends_what_the_other_proposed(
    hub: Hub, a: Station, b: Station, make: Callable[..., Station]
) -> None:
    copy = make("a", "copy")
    key = proposed(hub, a, b, copy)
    b.service.confirm_control(key, *OFFICER)
    meet(hub, b, copy, a)
    assert (a.stuns(), copy.stuns()) == ([], [])
    assert a.kept().code == "earlier_run"


def test_a_crash_after_it_was_kept_and_before_the_answer_sends_nothing_again(
    hub: Hub, a: Station, b: Station, make: Callable[..., Station]
) -> None:
    key = proposed(hub, a, b)
    b.service.confirm_control(key, *OFFICER)
    meet(hub, b, a)
    a.db.close()
    again = make("a")
    meet(hub, again, b)
    assert (a.stuns(), again.stuns()) == ([371105], [])
    assert (b.kept().step, b.kept().code) == (ControlStep.FAILED, "restarted")
    other = make("b2")
    meet(hub, other)
    assert other.kept().step is ControlStep.FAILED


def test_a_start_of_another_desk_ends_nothing_that_is_under_way_here(
    hub: Hub, a: Station, b: Station, make: Callable[..., Station]
) -> None:
    key = proposed(hub, a, b)
    a.service.confirm_control(key, *OFFICER)
    meet(hub, a, b)
    b.db.close()
    meet(hub, make("b"), a)
    assert (a.kept().step, a.kept().code) == (ControlStep.SENT, "")


def test_what_the_other_desk_may_not_do_is_refused_in_its_own_words(
    hub: Hub, a: Station, b: Station
) -> None:
    key = proposed(hub, a, b)
    b.service.record.desks_meet(False)
    with pytest.raises(Refused) as apart:
        b.service.confirm_control(key, *OFFICER)
    assert (apart.value.code, apart.value.figures) == ("apart", {"desk": "a"})
    b.service.record.desks_meet(True)
    with pytest.raises(Refused) as same:
        b.service.confirm_control(key, *CHIEF)
    assert same.value.code == "same_person"
    with pytest.raises(Refused) as other:
        b.service.drop_control(key, *OFFICER)
    assert other.value.code == "other_desk"
    b.service.confirm_control(key, *OFFICER)
    with pytest.raises(Refused) as twice:
        b.service.confirm_control(key, *THIRD)
    assert twice.value.code == "confirmed"
    meet(hub, a, b)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda a: a.service.hear(LinkState(a.heard(), Linked.DOWN, "unplugged")), "down"),
        (lambda a: a.roles.update({"7": "值班员"}), "chief_needed"),
    ],
)
def test_the_desk_that_sends_asks_everything_again(
    hub: Hub, a: Station, b: Station, spoil: Callable[[Station], None], code: str
) -> None:
    key = proposed(hub, a, b)
    b.service.confirm_control(key, *OFFICER)
    spoil(a)
    meet(hub, b, a, b)
    assert a.stuns() == []
    assert (b.control().step, b.control().code) == (ControlStep.FAILED, code)


def test_a_text_to_several_is_shown_with_its_sum_at_the_other_desk_and_sent_by_one(
    hub: Hub, a: Station, b: Station
) -> None:
    to = [Recipient(371105), Recipient(371102), Recipient(931, group=True)]
    batch = a.service.texts.send_all(to, "请立即转移", *CHIEF)
    meet(hub, a, b)
    shown = b.service.texts.outcome(batch)
    assert shown is not None
    assert (shown.total, shown.waiting, shown.by_name) == (3, 3, "彭例安")
    first = a.line.commands[0]
    a.service.hear(TextState(a.heard(), first.id, TextStep.DELIVERED))
    meet(hub, a, b)
    shown = b.service.texts.outcome(batch)
    assert shown is not None
    assert (shown.delivered, shown.waiting) == (1, 2)
    b.service.tick()
    assert b.line.commands == []
