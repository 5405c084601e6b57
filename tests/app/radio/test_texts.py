"""One text to several: rows that never go back, room that is waited for, the sum, once more, other desks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.base.errors import Refused
from app.radio import facts
from app.radio.batches import KEPT, Outcome, Recipient
from app.radio.board import Gateway
from app.radio.driver import Capability, Length
from app.radio.events import Online, SendText, TextState, TextStep
from app.radio.texts import AT_ONCE, MOST
from tests.app.radio.room import FakeLine, Room

WHO = ("7", "彭例安")
WORDS = "请立即转移"


def radios(count: int) -> list[Recipient]:
    return [Recipient(371000 + n) for n in range(count)]


def written(room: Room) -> list[SendText]:
    return [one for one in room.line.commands if isinstance(one, SendText)]


def told(room: Room, key: UUID, step: TextStep, code: str = "") -> None:
    room.service.hear(TextState(room.heard(), key, step, code))


def outcome(room: Room, batch: UUID) -> Outcome:
    found = room.service.texts.outcome(batch)
    assert found is not None
    return found


def figures(room: Room, batch: UUID) -> tuple[int, ...]:
    """Recipients: all, delivered, sent, failed, unknown, waiting."""
    one = outcome(room, batch)
    return one.total, one.delivered, one.sent, one.failed, one.unknown, one.waiting


def test_each_recipient_has_its_own_row_on_record(room: Room) -> None:
    to = [Recipient(371105), Recipient(931, group=True), Recipient(371105)]
    batch = room.service.texts.send_all(to, f" {WORDS} ", *WHO)
    rows = room.rows.latest_texts(9)
    assert sorted((row.target, row.to_group, row.text) for row in rows) == [
        (931, True, WORDS),
        (371105, False, WORDS),
    ]
    assert {row.batch_id for row in rows} == {batch}
    assert len(written(room)) == 2


def test_more_recipients_than_places_are_fed_as_places_get_free_and_each_once(room: Room) -> None:
    batch = room.service.texts.send_all(radios(100), WORDS, *WHO)
    assert len(written(room)) == AT_ONCE
    assert outcome(room, batch).waiting == 100
    done = 0
    while done < len(written(room)):
        told(room, written(room)[done].id, TextStep.ACCEPTED)
        done += 1
    numbers = [one.target for one in written(room)]
    assert numbers == [one.number for one in radios(100)]
    for one in written(room):
        told(room, one.id, TextStep.DELIVERED)
    assert outcome(room, batch).delivered == 100


def test_a_line_without_room_refuses_nobody_in_the_middle(room: Room) -> None:
    room.line.full = True
    batch = room.service.texts.send_all(radios(3), WORDS, *WHO)
    assert (outcome(room, batch).waiting, written(room)) == (3, [])
    room.line.full = False
    room.service.tick()
    assert [one.target for one in written(room)] == [371000, 371001, 371002]


def test_a_gateway_that_had_no_place_after_all_gets_it_again(room: Room) -> None:
    batch = room.service.texts.send_all(radios(2), WORDS, *WHO)
    first = written(room)[0]
    told(room, first.id, TextStep.FAILED, "queue_full")
    assert outcome(room, batch).waiting == 2
    room.service.tick()
    assert [one.target for one in written(room)] == [371000, 371001, 371000]
    assert written(room)[-1].id == first.id


def test_a_single_text_goes_past_what_waits(room: Room) -> None:
    room.service.texts.send_all(radios(60), WORDS, *WHO)
    single = room.service.send_text(371105, "请回话", *WHO)
    assert written(room)[-1].id == single.id


def test_the_sum_tells_certain_failures_and_unknown_apart(room: Room) -> None:
    batch = room.service.texts.send_all(radios(6), WORDS, *WHO)
    ends = (
        (TextStep.DELIVERED, ""),
        (TextStep.SENT, ""),
        (TextStep.FAILED, "tmp_10"),
        (TextStep.FAILED, "unconfirmed"),
        (TextStep.FAILED, "no_answer"),
    )
    for one, (step, code) in zip(written(room), ends, strict=False):
        told(room, one.id, step, code)
    assert figures(room, batch) == (6, 1, 1, 1, 2, 1)
    told(room, written(room)[0].id, TextStep.SENT)
    told(room, written(room)[2].id, TextStep.DELIVERED)
    assert figures(room, batch) == (6, 1, 1, 1, 2, 1)


def test_once_more_goes_to_those_who_did_not_get_it_and_counts_in_the_same_sum(room: Room) -> None:
    batch = room.service.texts.send_all(radios(3), WORDS, *WHO)
    first, second, third = written(room)
    told(room, first.id, TextStep.DELIVERED)
    told(room, second.id, TextStep.FAILED, "tmp_4")
    told(room, third.id, TextStep.FAILED, "unconfirmed")
    room.clock.forward(timedelta(seconds=9))
    assert room.service.texts.again(batch, *WHO) == 2
    assert [one.target for one in written(room)[3:]] == [371001, 371002]
    assert figures(room, batch) == (3, 1, 0, 0, 0, 2)
    told(room, written(room)[3].id, TextStep.DELIVERED)
    told(room, second.id, TextStep.FAILED, "tmp_4")
    assert outcome(room, batch).delivered == 2
    assert room.service.texts.again(batch, *WHO) == 0


def test_the_narrowest_gateway_measures_and_nothing_goes_when_it_is_too_long(room: Room) -> None:
    held = room.service.gateways()[0].gateway.driver

    def narrow(words: str) -> Length:
        return Length(len(words), 10, 10 - len(words))

    slow = replace(held, measure=narrow)
    room.service.attach(Gateway("B", "网关 B", "/dev/none", slow), FakeLine())
    room.service.hear(Online(replace(room.heard(), gateway="B"), 371102, 300))
    room.service.hear(Online(room.heard(), 371105, 300))
    both = [Recipient(371105), Recipient(371102)]
    texts = room.service.texts
    assert texts.measure(both[:1], WORDS).limit == 140
    assert texts.measure(both, WORDS).limit == 10
    with pytest.raises(Refused) as long:
        texts.send_all(both, "汛" * 11, *WHO)
    assert long.value.figures == {"limit": 10, "length": 11}
    assert written(room) == []
    assert room.rows.latest_texts(9) == []


@pytest.mark.parametrize(
    ("to", "code"),
    [([], "bad_target"), ([Recipient(0)], "bad_target"), (radios(MOST + 1), "too_many")],
)
def test_nothing_goes_when_one_recipient_is_none(
    room: Room, to: list[Recipient], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        room.service.texts.send_all([*radios(2), *to] if to else [], WORDS, *WHO)
    assert refused.value.code == code
    assert written(room) == []


def test_who_cannot_be_reached_by_any_gateway_fails_alone(room: Room) -> None:
    held = room.service.gateways()[0].gateway
    plain = replace(held.driver, capabilities=held.driver.capabilities - {Capability.GROUP_TEXT})
    room.service.attach(replace(held, driver=plain), room.line)
    to = [Recipient(371105), Recipient(931, group=True)]
    batch = room.service.texts.send_all(to, WORDS, *WHO)
    assert [one.target for one in written(room)] == [371105]
    assert (outcome(room, batch).failed, outcome(room, batch).waiting) == (1, 1)


def test_after_a_restart_the_sum_stands_and_nobody_claims_what_went_out(
    room: Room, make_room: Callable[[], Room]
) -> None:
    batch = room.service.texts.send_all(radios(3), WORDS, *WHO)
    told(room, written(room)[0].id, TextStep.DELIVERED)
    again = make_room()
    again.service.load()
    assert figures(again, batch) == (3, 1, 0, 0, 2, 0)
    assert again.service.texts.again(batch, *WHO) == 2


def test_a_late_receipt_of_a_text_no_longer_at_hand_is_not_shown_as_the_last(room: Room) -> None:
    first = room.service.texts.send_all(radios(2), WORDS, *WHO)
    late = written(room)[0].id
    for _ in range(KEPT):
        room.clock.forward(timedelta(minutes=1))
        last = room.service.texts.send_all(radios(2), WORDS, *WHO)
    told(room, late, TextStep.DELIVERED)
    assert room.service.texts.outcome(first) is None
    latest = room.service.texts.latest()
    assert latest is not None
    assert latest.batch == last
    assert late not in {row.id for row in room.rows.open_texts()}, "on record it has arrived"


def test_texts_of_another_desk_are_shown_with_their_sum_and_left_alone(
    room: Room, make_room: Callable[[], Room], make_desk: Callable[[str], Any]
) -> None:
    other = make_desk("县局二席")
    batch = other.service.texts.send_all(radios(2), WORDS, *WHO)
    room.service.record.follow_texts(None)
    assert outcome(room, batch).waiting == 2
    told(other, written(other)[0].id, TextStep.DELIVERED)
    room.service.record.follow_texts(written(other)[0].id)
    assert outcome(room, batch).delivered == 1
    assert room.last(facts.RadioTextStateChanged).step is TextStep.DELIVERED
    again = make_room()
    again.service.load()
    assert [row.step for row in again.rows.latest_texts(9)].count(TextStep.FAILED) == 0
    assert figures(again, batch) == (2, 1, 0, 0, 0, 1)
    assert written(again) == []
