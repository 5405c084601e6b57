"""Text of messages: coding schemes, lengths, cutting into parts and putting together again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.radio.pei import udh
from app.radio.pei.length import measure, pieces
from app.radio.pei.schemes import CODECS, GSM, UTF16, Words, fitting, words
from app.radio.pei.udh import PartOf, Reassembly


@given(st.sampled_from([GSM, *CODECS]), st.text("Zahl 42 @ok", max_size=40))
@settings(max_examples=50)
def test_every_scheme_gives_back_what_it_can_say(scheme: int, text: str) -> None:
    made = words(text, scheme)
    assert (made.text, made.doubtful) == (text, False)


def test_text_that_cannot_be_read_is_shown_and_flagged() -> None:
    viscii = Words(27, "Đường".encode())
    assert viscii.doubtful
    assert viscii.text
    half = Words(UTF16, b"\x96\x32\x6c")
    assert half.doubtful
    assert half.text.startswith("防")
    assert Words(13, b"\x81\x8d").text == "\x81\x8d"
    for scheme, text in ((GSM, "防"), (1, "防"), (27, "a")):
        with pytest.raises(ValueError, match=r".+"):
            words(text, scheme)


def test_the_length_of_a_text() -> None:
    assert [len(pieces(fitting("汛" * count))) for count in (1, 72, 73, 138, 139, 276, 277)] == [
        1,
        1,
        2,
        2,
        3,
        4,
        5,
    ]
    assert [len(pieces(fitting("a" * count))) for count in (144, 145, 276, 552)] == [1, 2, 2, 4]
    assert measure("汛" * 72).left_hanzi == 204
    assert measure("汛" * 277).left_hanzi == -1
    assert measure("OK").left_hanzi == 274
    assert measure("a" * 552).left_hanzi == 0
    assert measure("a" * 553).left_hanzi < 0
    assert measure("").used == 0
    pairs = measure("𠮷" * 138)
    assert pairs.left_hanzi < 0, "no pair is parted, so a part holds 34 of them"
    assert measure("𠮷" * 136).left_hanzi == 1


@given(st.text("防汛值守𠮷ab", min_size=73, max_size=270), st.randoms())
@settings(max_examples=25)
def test_parts_in_any_order_give_the_text_once(text: str, chance: object) -> None:
    whole = words(text, UTF16)
    cut = pieces(whole)
    assert all(len(piece) <= 138 and len(piece) % 2 == 0 for piece in cut)
    assert all(not Words(UTF16, piece).doubtful for piece in cut)
    order = [(PartOf(7, len(cut), seq), Words(UTF16, piece)) for seq, piece in enumerate(cut, 1)]
    chance.shuffle(order)  # type: ignore[attr-defined]
    parts = Reassembly()
    told = [parts.add(1, 2, part, data, 0.0) for part, data in [order[0], *order]]
    assert [one.text for many in told for one in many] == ([text] if len(cut) > 1 else [text, text])


def test_a_character_cut_by_another_radio_is_whole_again() -> None:
    data = "𠮷".encode("utf-16-be")
    parts = Reassembly()
    assert parts.add(1, 2, PartOf(300, 2, 2, True), Words(UTF16, data[2:]), 0.0) == []
    (whole,) = parts.add(1, 2, PartOf(300, 2, 1, True), Words(UTF16, data[:2]), 1.0)
    assert (whole.text, whole.missing) == ("𠮷", ())
    assert udh.decode(udh.encode(PartOf(300, 2, 2, True))) == (PartOf(300, 2, 2, True), 7)


def test_what_is_missing_after_five_minutes_is_said() -> None:
    parts = Reassembly()
    parts.add(1, 2, PartOf(7, 3, 1), words("前段", UTF16), 0.0)
    parts.add(1, 2, PartOf(7, 3, 3), words("后段", UTF16), 1.0)
    parts.add(9, 2, PartOf(7, 3, 1), words("别人", UTF16), 1.0)
    assert parts.overdue(299.0) == []
    (told,) = parts.overdue(300.5)
    assert (told.source, told.text, told.missing) == (1, "前段〔第2段未收到〕后段", (2,))


def test_a_new_text_with_an_old_number_is_not_mixed_with_it() -> None:
    parts = Reassembly()
    parts.add(1, 2, PartOf(7, 2, 1), words("旧", UTF16), 0.0)
    (old,) = parts.add(1, 2, PartOf(7, 2, 1), words("新", UTF16), 60.0)
    assert old.text.startswith("旧")
    (new,) = parts.add(1, 2, PartOf(7, 2, 2), words("文", UTF16), 61.0)
    assert new.text == "新文"


def test_reassembly_is_bounded() -> None:
    parts = Reassembly()
    told = [
        parts.add(source, 2, PartOf(ref, 255, 1), Words(UTF16, bytes(250)), 0.0)
        for source in range(20)
        for ref in range(20)
    ]
    assert sum(len(many) for many in told) == 400 - 64
