"""Random histories hold, a state machine finds no other, and the planted faults are found."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.model.exchange import check
from tests.model.histories import History, run
from tests.model.planted import FAULTS
from tests.model.world import Kind, World

NUMBER = st.integers(0, 63)
OP = st.tuples(
    st.sampled_from(("edit", "incident", "line", "rewrite")), NUMBER, NUMBER, NUMBER, st.booleans()
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(8))
def test_random_histories_hold(part: int) -> None:
    """Ten of each of the eight kinds; `make faults` plays a thousand."""
    _, failed = check(range(part * 10, part * 10 + 10))
    told = [f"history {seed}: {one.why}\n" + "\n".join(one.lines) for seed, one in failed]
    assert not failed, "\n\n".join(told)


class Machine(RuleBasedStateMachine):
    """The same steps, chosen and shrunk by hypothesis."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(Kind(desks=3, clones=True))

    @rule(d=NUMBER, ops=st.lists(OP, min_size=1, max_size=3))
    def write(self, d: int, ops: list[Any]) -> None:
        self.world.run(("write", d, tuple(ops)))

    @rule(d=NUMBER)
    def exchange(self, d: int) -> None:
        self.world.run(("exchange", d))

    @rule(word=st.sampled_from(("pull", "replay")), d=NUMBER, limit=st.integers(0, 3))
    def one_way(self, word: str, d: int, limit: int) -> None:
        self.world.run((word, d, limit))

    @rule(d=NUMBER, which=NUMBER)
    def late(self, d: int, which: int) -> None:
        self.world.run(("late_batch", d, which))
        self.world.run(("late_parcel", which))

    @rule(word=st.sampled_from(("copy", "restore", "clone", "restart", "destroy")), d=NUMBER)
    def befalls_a_desk(self, word: str, d: int) -> None:
        self.world.run((word, d))

    @rule(
        d=NUMBER,
        where=st.integers(0, 1),
        kind=st.integers(0, 2),
        left=st.integers(0, 20),
        word=st.sampled_from(("exchange", "pull", "replay")),
    )
    def crash(self, d: int, where: int, kind: int, left: int, word: str) -> None:
        self.world.run(("crash", d, where, kind, left, (word, d)))

    @rule(d=NUMBER, which=NUMBER, column=NUMBER, bit=NUMBER)
    def damage(self, d: int, which: int, column: int, bit: int) -> None:
        self.world.run(("damage", d, which, column, bit))

    @rule()
    def copy_the_hub(self) -> None:
        self.world.run(("hub_copy",))

    @rule(which=NUMBER)
    def put_the_hub_back(self, which: int) -> None:
        self.world.run(("hub_restore", which))

    @rule()
    def quiesce(self) -> None:
        self.world.run(("quiesce",))

    def teardown(self) -> None:
        self.world.run(("quiesce",))
        self.world.close()


@pytest.mark.timeout(600)
def test_a_state_machine_finds_no_history_that_fails() -> None:
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


EDIT = ("edit", 0, 0)
NO_FOLD = History(
    Kind(desks=3),
    (
        ("write", 0, (("incident", 0, 0, 0, False),)),
        ("exchange", 0),
        ("exchange", 1),
        ("exchange", 2),
        ("hub_copy",),
        ("write", 0, ((*EDIT, 1, False),)),
        ("replay", 0),
        ("write", 1, ((*EDIT, 2, False),)),
        ("replay", 1),
        ("pull", 0),
        ("hub_restore", 1),
        ("replay", 1),
        ("quiesce",),
    ),
)
"""Two edit one field, both send, only one pulls; the hub is put back; the other one sends first."""


def test_an_entry_already_here_is_folded_anew_when_it_gets_another_place() -> None:
    assert run(NO_FOLD) is None
    for fault in FAULTS:
        if fault.name in (
            "no fold when an entry already here gets its hub_no",
            "conflict of a former fold kept",
        ):
            with fault.planted():
                assert run(NO_FOLD) is not None, fault.name


def test_what_stands_on_a_damaged_hash_from_another_start_is_not_held_up() -> None:
    """Found by the checker: a chain ended, the next began on its last entry, and that one's hash turned."""
    steps = (
        ("write", 0, (("incident", 0, 0, 0, False),)),
        ("restart", 0),
        ("write", 0, ((*EDIT, 1, False),)),
        ("damage", 0, 0, 49, 3),
        ("quiesce",),
    )
    assert run(History(Kind(), steps)) is None


@pytest.mark.parametrize("column", [3, 6])
def test_a_desk_starts_though_its_last_entry_is_no_text_any_more(column: int) -> None:
    """Found by the checker: a turned bit in the chain or the time of the last entry."""
    steps = (
        ("write", 0, (("incident", 0, 0, 0, False),)),
        ("damage", 0, 0, column, 50),
        ("restart", 0),
        ("write", 0, ((*EDIT, 1, False),)),
        ("quiesce",),
    )
    assert run(History(Kind(), steps)) is None


def test_mending_tells_nothing_that_a_later_change_set_to_what_it_was() -> None:
    """Two write the same value; before the one lies a change of his own that is damaged."""
    steps = (
        ("write", 0, (("incident", 0, 0, 0, False),)),
        ("exchange", 0),
        ("exchange", 1),
        ("write", 1, ((*EDIT, 1, False),)),
        ("exchange", 1),
        ("write", 0, (("edit", 0, 8, 1, False),)),
        ("write", 0, ((*EDIT, 1, False),)),
        ("pull", 0),
        ("damage", 0, 0, 48, 3),
        ("quiesce",),
    )
    assert run(History(Kind(), steps)) is None
