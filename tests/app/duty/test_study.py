"""Trainings, cards of knowledge and the rules of the room."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.base.clock import local_day
from app.base.errors import Refused
from app.duty.regulations import RuleDocument, Standing, Told, plain_text
from app.duty.training import Told as Taught
from app.duty.training import Training, rows_out
from db.attachments import Files
from tests.rooms import Room


def teach(room: Room, day: date, **more: object) -> Training:
    told = Taught(day, "卫星电话开机", "每月业务培训", [room.watch, room.chief], trainer="彭例安")
    return room.study.trainings.enter(room.watch, None, replace(told, **more))


def test_figures_per_officer_and_year(room: Room) -> None:
    teach(room, date(2026, 5, 8), device="卫星电话")
    teach(room, date(2026, 6, 3), present=[room.watch])
    teach(room, date(2025, 6, 3))
    look = room.study.trainings.year()
    counts = {one.officer.name: (one.times, one.last) for one in look.officers}
    assert counts[room.watch.name] == (2, date(2026, 6, 3))
    assert counts[room.chief.name] == (1, date(2026, 5, 8))
    assert counts["翟示梅"] == (0, None)
    assert look.missing == (1, 2, 3, 4)
    rows = rows_out(look.held)
    assert rows[2][:6] == ["2026-05-08", "卫星电话开机", "每月业务培训",
                           f"{room.chief.name}、{room.watch.name}", "2", "卫星电话"]  # fmt: skip


def test_a_month_without_training_is_told_in_its_last_week_only(room: Room) -> None:
    trainings = room.study.trainings
    assert local_day(room.clock.now()) == date(2026, 6, 24)
    assert trainings.month_without() == date(2026, 6, 1)
    made = teach(room, date(2026, 6, 24))
    assert trainings.month_without() is None
    trainings.take_out(room.watch, trainings.year().held[0])
    assert trainings.month_without() == date(2026, 6, 1)
    assert made.id not in {one.id for one in trainings.year().held}
    room.clock.forward(timedelta(days=7))
    assert trainings.month_without() is None


def test_a_training_is_corrected_and_keeps_its_file(room: Room, tmp_path: Path) -> None:
    trainings = room.study.trainings
    file = Files(tmp_path / "blobs").keep("签到".encode(), "签到表.txt")
    told = Taught(date(2026, 6, 3), "点名", "每月业务培训", [room.watch], trainer="彭例安")
    trainings.enter(room.watch, None, told, file)
    (held,) = trainings.year().held
    trainings.enter(room.watch, held, replace(told, present=[room.chief], topic="点名与零报告"))
    (held,) = trainings.year().held
    assert (held.training.topic, held.names) == ("点名与零报告", room.chief.name)
    assert held.file is not None
    assert held.file.name == "签到表.txt"


def test_a_training_needs_people_and_a_day_that_came(room: Room) -> None:
    for code, more in (
        ("missing", {"present": []}),
        ("in_future", {"day": date(2026, 6, 25)}),
        ("unknown_word", {"kind": "团建"}),
        ("missing", {"topic": ""}),
    ):
        with pytest.raises(Refused, match=code):
            teach(room, date(2026, 6, 3)) if not more else teach(
                room, **{"day": date(2026, 6, 3), **more}
            )
    assert room.study.trainings.year().held == ()


def test_cards_are_answered_counted_and_asked_again(room: Room) -> None:
    knowledge = room.study.knowledge
    cards = knowledge.cards()
    assert len(cards) >= 20
    assert all(card.source and card.answer and card.question for card in cards)
    knowledge.answer(room.watch, cards[0], True)
    knowledge.answer(room.watch, cards[1], False)
    knowledge.answer(room.chief, cards[0], True)
    assert knowledge.deck(room.watch)[0].card == cards[1]
    assert knowledge.deck(room.watch)[-1].card == cards[0]
    knowledge.answer(room.watch, cards[1], True)
    scores = {one.name: (one.asked, one.knew, one.cards) for one in knowledge.scores()}
    assert scores == {room.watch.name: (3, 2, 2), room.chief.name: (1, 1, 1)}


def test_the_rooms_words_stand_over_those_of_the_file(room: Room) -> None:
    knowledge = room.study.knowledge
    seed = knowledge.cards()[0]
    knowledge.answer(room.watch, seed, True)
    told = (seed.topic, seed.question, "本县规定：交班人负责", "第三条", "本县值班制度")
    knowledge.write(room.chief, seed, *told)
    card = knowledge.cards()[0]
    assert (card.key, card.answer) == (seed.key, "本县规定：交班人负责")
    assert knowledge.known(room.watch)[0].knew == 1
    knowledge.take_out(room.chief, card)
    assert seed.key not in {one.key for one in knowledge.cards()}
    made = knowledge.write(room.chief, None, "值班值守", "值班室电话？", "8869036", "", "本单位")
    assert knowledge.cards()[-1].key == str(made.id)
    with pytest.raises(Refused, match="not_allowed"):
        knowledge.take_out(room.watch, seed)


def test_an_address_is_kept_and_must_be_one(room: Room) -> None:
    knowledge = room.study.knowledge
    with pytest.raises(Refused, match="not_an_address"):
        knowledge.link(room.chief, None, "省模块", "file:///etc/passwd")
    link = knowledge.link(room.chief, None, "省模块", "https://example.invalid/yzyh")
    assert knowledge.links() == [link]
    knowledge.unlink(room.chief, link)
    assert knowledge.links() == []


def shelve(room: Room, day: date, version: str, old: RuleDocument | None = None) -> RuleDocument:
    told = Told("交接班制度", "交接班", version, day, "第一条 双方签字以前责任在交班一方。")
    return room.study.regulations.enter(room.chief, told, None, old)


def test_a_version_holds_until_the_next_is_in_effect_and_stays(room: Room) -> None:
    regulations = room.study.regulations
    old = shelve(room, date(2025, 1, 1), "2025版")
    new = shelve(room, date(2026, 7, 1), "2026版", old)
    assert [one.document.version for one in regulations.of_place("handover")] == ["2025版"]
    standing = {one.document.version: one.standing for one in regulations.look()}
    assert standing == {"2025版": Standing.VALID, "2026版": Standing.AHEAD}
    room.clock.forward(timedelta(days=7))
    assert [one.id for one in regulations.of_place("handover")] == [new.id]
    held = {one.document.version: one for one in regulations.look()}
    assert held["2025版"].standing is Standing.REPLACED
    assert held["2025版"].next is not None
    with pytest.raises(Refused, match="replaced"):
        shelve(room, date(2027, 1, 1), "2027版", held["2025版"].document)


def test_words_in_a_text_are_found(room: Room) -> None:
    shelve(room, date(2025, 1, 1), "2025版")
    regulations = room.study.regulations
    assert [one.document.title for one in regulations.look("责任 交班")] == ["交接班制度"]
    assert regulations.look("物资") == []


def test_a_document_needs_a_file_or_words(room: Room, tmp_path: Path) -> None:
    regulations = room.study.regulations
    told = Told("报送制度", "信息报送", "试行", date(2026, 1, 1))
    with pytest.raises(Refused, match="missing"):
        regulations.enter(room.chief, told)
    file = Files(tmp_path / "blobs").keep(b"%PDF-1.4", "报送制度.pdf")
    regulations.enter(room.chief, told, file)
    (held,) = regulations.of_place("intake")
    assert held.file is not None
    assert held.file.sha256 == file.sha256
    with pytest.raises(Refused, match="not_allowed"):
        regulations.withdraw(room.watch, held.document)


def test_text_files_of_either_encoding_are_read() -> None:
    assert plain_text("值班".encode("gb18030"), "制度.TXT") == "值班"
    assert plain_text("值班".encode(), "制度.txt") == "值班"
    assert plain_text("值班".encode(), "制度.docx") == ""
    assert plain_text(b"\xff\xff\xff", "x.txt") == ""


def test_months_before_the_first_record_are_not_called_missing(room: Room) -> None:
    teach(room, date(2026, 4, 8))
    assert room.study.trainings.year().missing == (5, 6)


def test_what_was_not_known_last_time_is_asked_first_however_often_it_was(room: Room) -> None:
    knowledge = room.study.knowledge
    cards = knowledge.cards()
    for knew in (True, True, True, False):
        knowledge.answer(room.watch, cards[3], knew)
    assert knowledge.deck(room.watch)[0].card == cards[3]
