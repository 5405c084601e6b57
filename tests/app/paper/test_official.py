"""Official paper after GB/T 9704-2012."""

from __future__ import annotations

from datetime import date

import pytest

from app.base.errors import Refused
from app.paper import official
from app.paper.faces import Style
from app.paper.official import Fault


def test_the_type_area_leaves_what_the_standard_says() -> None:
    area = official.TYPE_AREA
    assert (area.left, area.top, area.width, area.height) == (28, 37, 156, 225)
    assert (area.right, area.bottom) == (26, 35)


def test_the_grid_is_filled_by_its_advance_not_by_the_size_of_the_glyphs() -> None:
    grid = official.GRID
    assert (grid.lines, grid.chars) == (22, 28)
    assert round(grid.advance_pt, 2) == 15.79
    assert round(grid.pitch_pt, 2) == 28.99
    assert round(grid.natural_width, 1) == 158.0 > official.TYPE_AREA.width


def test_a_number_has_the_year_in_six_cornered_brackets() -> None:
    assert official.document_number(" 示应急 ", 2026, 7) == "示应急〔2026〕7号"
    for org, year, number, field in (
        ("", 2026, 7, "org"),
        ("示", 26, 7, "year"),
        ("示", 2026, 0, "number"),
    ):
        with pytest.raises(Refused) as told:
            official.document_number(org, year, number)
        assert told.value.field == field


@pytest.mark.parametrize(
    ("typed", "faults"),
    [
        ("示应急〔2026〕7号", ()),
        ("示应急[2026]7号", (Fault.BRACKETS,)),
        ("示应急（2026）7号", (Fault.BRACKETS,)),
        ("示应急〔2026〕第7号", (Fault.ORDINAL,)),
        ("示应急〔2026〕07号", (Fault.ZERO,)),
        ("示应急〔26〕7号", (Fault.YEAR,)),
        ("示应急(26)第007号", (Fault.BRACKETS, Fault.ORDINAL, Fault.ZERO, Fault.YEAR)),
        ("随便写的", (Fault.FORM,)),
    ],
)
def test_each_fault_of_a_typed_number_is_named(typed: str, faults: tuple[Fault, ...]) -> None:
    assert official.faults_of_number(typed) == faults


def test_page_numbers_change_sides() -> None:
    odd, even = official.page_number(1), official.page_number(2)
    assert (odd.text, odd.side, odd.chars_in) == ("— 1 —", "right", 1)
    assert (even.text, even.side) == ("— 2 —", "left")
    with pytest.raises(Refused):
        official.page_number(0)


def test_levels_and_dates_and_copies() -> None:
    assert [official.heading(level, 12) for level in (1, 2, 3, 4)] == [
        ("十二、", Style.HEI),
        ("（十二）", Style.KAI),
        ("12.", Style.FANGSONG),
        ("（12）", Style.FANGSONG),
    ]
    assert [official.chinese_count(n) for n in (1, 10, 20, 35)] == ["一", "十", "二十", "三十五"]
    assert official.document_date(date(2026, 6, 5)) == "2026年6月5日"
    assert official.copy_number(3) == "000003"


def test_name_and_date_at_the_end() -> None:
    day = date(2026, 6, 5)  # 4 + 1 + 1 figures of half a character, 3 whole ones: 6 wide
    sealed = official.signature(True, "示范县应急管理局", day)
    assert (sealed.name_chars_in, sealed.date_chars_in) == (3, 4)
    plain = official.signature(False, "示范县应急管理局", day)
    assert (plain.name_chars_in, plain.date_chars_in) == (2, 2)
    short = official.signature(False, "县防指", day)
    assert (short.name_chars_in, short.date_chars_in) == (7, 2)


def test_upward_documents_name_their_signer() -> None:
    assert [part.side for part in official.numbering_row(False)] == ["centre"]
    number, signer, name = official.numbering_row(True)
    assert (number.side, number.chars_in) == ("left", 1)
    assert (signer.side, name.style) == ("right", Style.KAI)


def test_receivers_end_in_a_full_width_colon_and_nothing_secret_is_set() -> None:
    assert official.salutation(["市应急管理局", " 县委值班室"]) == "市应急管理局、县委值班室："
    assert official.classification_refused("机密")
    assert not official.classification_refused("非涉密")
