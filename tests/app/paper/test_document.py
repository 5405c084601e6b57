"""Official paper, measured from the file: margins, grid, red head, ends, page numbers."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime

import pypdfium2 as pdfium
import pytest

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.marks import Mark
from app.paper import document as document_sheet
from app.paper.document import DocForm, Document, document_pdf
from app.paper.fonts import Fonts
from app.paper.official import GRID, PAGE_H, TYPE_AREA
from app.reports.rules import Sides

PRINTED = datetime(2026, 6, 25, 9, 0, tzinfo=SHANGHAI)
PT = 72 / 25.4
NEAR = 0.5
"""Millimetres."""
PLAIN = Document(
    form=DocForm.DOWN,
    office="示范县应急管理局",
    number="示应急〔2026〕7号",
    title="关于做好强降雨防范应对工作的通知",
    body="一、总体要求。各乡镇：\n（一）加强值守。落实责任。",
    day=date(2026, 6, 25),
    receivers=("各乡镇人民政府",),
)

Box = tuple[str, float, float, float, float]
"""A character with left, top, right, bottom in millimetres from the top left corner."""


def pages(fonts: Fonts, document: Document) -> list[list[Box]]:
    file = pdfium.PdfDocument(document_pdf(fonts, document, PRINTED).pdf)
    found = []
    for page in file:
        words = page.get_textpage()
        boxes = []
        for n in range(words.count_chars()):
            char = words.get_text_range(n, 1)
            if char.strip():
                left, bottom, right, top = words.get_charbox(n, loose=False)
                box = (left / PT, PAGE_H - top / PT, right / PT, PAGE_H - bottom / PT)
                boxes.append((char, *box))
        found.append(boxes)
    return found


def text(boxes: list[Box]) -> str:
    return "".join(box[0] for box in boxes)


def test_a_full_page_has_22_lines_of_28_characters_on_the_grid(fonts: Fonts) -> None:
    page = pages(fonts, replace(PLAIN, body="国" * 28 * 60))[1]
    body = [box for box in page if box[0] == "国"]
    rows: dict[int, list[Box]] = {}
    for box in body:
        rows.setdefault(round(box[2]), []).append(box)
    assert len(rows) == GRID.lines
    assert all(len(row) == GRID.chars for row in rows.values())
    middles = [(row[0][2] + row[0][4]) / 2 for row in rows.values()]
    pitch = GRID.pitch_pt / PT
    for upper, lower in itertools.pairwise(middles):
        assert lower - upper == pytest.approx(pitch, abs=NEAR)
    assert middles[-1] - middles[0] == pytest.approx(21 * pitch, abs=NEAR)


def test_margins_and_character_pitch(fonts: Fonts) -> None:
    page = pages(fonts, replace(PLAIN, body="国" * 28 * 60))[1]
    first = [box for box in page if box[0] == "国"][: GRID.chars]
    lefts = [box[1] for box in first]
    advance = GRID.advance_pt / PT
    steps = [after - before for before, after in itertools.pairwise(lefts)]
    assert max(abs(step - advance) for step in steps) < NEAR
    bearing = (advance - (first[0][3] - first[0][1])) / 2
    assert first[0][1] - bearing == pytest.approx(TYPE_AREA.left, abs=NEAR)
    assert first[-1][3] + bearing == pytest.approx(TYPE_AREA.left + TYPE_AREA.width, abs=NEAR)
    body = [box for box in page if box[0] == "国"]
    half = GRID.pitch_pt / PT / 2
    top = (body[0][2] + body[0][4]) / 2 - half
    bottom = (body[-1][2] + body[-1][4]) / 2 + half
    assert top == pytest.approx(TYPE_AREA.top, abs=NEAR)
    assert bottom == pytest.approx(TYPE_AREA.top + TYPE_AREA.height, abs=NEAR)


def test_the_red_name_begins_35_mm_below_the_type_area(fonts: Fonts) -> None:
    page = pages(fonts, replace(PLAIN, office="国国国国"))[0]
    name = next(box for box in page if box[0] == "国")
    assert name[2] == pytest.approx(TYPE_AREA.top + 35, abs=2)


def test_a_letter_has_its_name_30_mm_from_the_page_and_no_number_on_page_one(
    fonts: Fonts,
) -> None:
    letter = replace(PLAIN, form=DocForm.LETTER, office="国国国国", body="字" * 28 * 30)
    first, second, *_ = pages(fonts, letter)
    assert first[0][2] == pytest.approx(30, abs=2)
    assert "—1—" not in text(first)
    assert "—2—" in text(second)


def test_page_numbers_stand_at_the_right_on_odd_pages_and_left_on_even_ones(fonts: Fonts) -> None:
    found = pages(fonts, replace(PLAIN, body="字" * 28 * 60))
    for n, page in enumerate(found, 1):
        number = [box for box in page if box[2] > TYPE_AREA.top + TYPE_AREA.height]
        assert text(number) == f"—{n}—"
        top = TYPE_AREA.top + TYPE_AREA.height + 7
        digit = number[1]
        assert top - NEAR <= digit[2] <= top + 2
        if n % 2:
            assert number[-1][3] == pytest.approx(184 - GRID.advance_pt / PT, abs=1)
        else:
            assert number[0][1] == pytest.approx(28 + GRID.advance_pt / PT, abs=1)


def test_upward_documents_bear_their_signer_on_the_row_of_the_number(fonts: Fonts) -> None:
    page = pages(fonts, replace(PLAIN, form=DocForm.UPWARD, signer="田演平"))[0]
    said = text(page)
    assert "签发人：田演平" in said
    number = next(box for box in page if box[0] == "〔")
    signer = next(box for box in page if box[0] == "签")
    assert (number[2] + number[4]) / 2 == pytest.approx((signer[2] + signer[4]) / 2, abs=1)
    assert page[said.index("示应急〔")][1] == pytest.approx(28 + GRID.advance_pt / PT, abs=1)
    assert "签发人" not in text(pages(fonts, PLAIN)[0])


def test_date_and_name_stand_as_the_standard_says(fonts: Fonts) -> None:
    cell = GRID.advance_pt / PT
    page = pages(fonts, PLAIN)[0]
    said = text(page)
    name = page[said.rindex("示范县应急管理局") + 7]
    assert name[3] == pytest.approx(184 - 2 * cell, abs=1.5)
    sealed = pages(fonts, replace(PLAIN, sealed=True))[0]
    day = sealed[text(sealed).rindex("2026年6月25日") + 9]
    assert day[3] == pytest.approx(184 - 4 * cell, abs=1.5)


def test_the_foot_ends_with_the_type_area_and_never_stands_alone(fonts: Fonts) -> None:
    document = replace(
        PLAIN, copied_to=("县委办公室", "县政府办公室"), issued_by="示范县应急管理局办公室",
        sides=Sides.ONE,
    )  # fmt: skip
    for lines in range(8, 40, 7):
        found = pages(fonts, replace(document, body="字" * 28 * lines))
        assert "字" in text(found[-1]), lines
        assert "抄送" in text(found[-1])
        if lines == 8:
            last = [box for box in found[-1] if box[2] < TYPE_AREA.top + TYPE_AREA.height]
            assert max(box[4] for box in last) < TYPE_AREA.top + TYPE_AREA.height


def test_minutes_list_who_was_there(fonts: Fonts) -> None:
    minutes = replace(
        PLAIN, form=DocForm.MINUTES, office="示范县会商纪要", receivers=(),
        present=("田演平", "彭例安"), excused=("向示月",), invited=("龙示河",),
    )  # fmt: skip
    said = text(pages(fonts, minutes)[0])
    assert said.index("出席：田演平、彭例安") < said.index("请假：向示月")
    assert "列席：龙示河" in said


def test_nothing_classified_is_put_on_paper_and_marks_stand_on_every_page(fonts: Fonts) -> None:
    with pytest.raises(Refused, match="classified"):
        document_pdf(fonts, replace(PLAIN, secrecy="机密"), PRINTED)
    for page in pages(fonts, replace(PLAIN, mark=Mark.DRILL, draft=True, body="字" * 28 * 40)):
        assert "演练数据" in text(page)
        assert "未签发稿" in text(page)


def test_markup_is_text_and_the_same_document_gives_the_same_bytes(fonts: Fonts) -> None:
    odd = replace(PLAIN, body="<script>alert(1)</script>&amp;", title="<b>标题</b>")
    assert "<script>alert(1)</script>&amp;" in text(pages(fonts, odd)[0])
    once = document_pdf(fonts, odd, PRINTED)
    assert once.sha256 == document_pdf(fonts, odd, PRINTED).sha256


def foot_page(shown: list[list[Box]]) -> int:
    """On which page, counted from 1, the row of the issuing office stands."""
    return 1 + next(n for n, page in enumerate(shown) if "印发" in text(page))


@pytest.mark.parametrize(
    ("lines", "sides", "stands_on", "total"),
    [
        (3, Sides.AUTO, 1, 1),  # one page is printed on one side
        (3, Sides.BOTH, 2, 2),
        (25, Sides.AUTO, 2, 2),
        (48, Sides.ONE, 3, 3),
        (48, Sides.AUTO, 4, 4),  # the back of the last page of text
        (48, Sides.BOTH, 4, 4),
    ],
)
def test_the_foot_stands_on_the_last_even_page_of_paper_printed_on_both_sides(
    fonts: Fonts, lines: int, sides: Sides, stands_on: int, total: int
) -> None:
    document = replace(
        PLAIN, body="\n".join(["国" * 20] * lines), issued_by="示范县应急管理局办公室", sides=sides
    )
    shown = pages(fonts, document)
    assert (foot_page(shown), len(shown)) == (stands_on, total)
    assert all(f"—{n}—" in text(page) for n, page in enumerate(shown, 1))
    rows = [box for box in shown[stands_on - 1] if box[0] == "发"]
    assert abs(rows[-1][4] - (TYPE_AREA.top + TYPE_AREA.height)) < 4


def test_a_blank_page_before_the_foot_has_no_number_nor_has_the_foot(
    fonts: Fonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_sheet, "PITCHES", (GRID.pitch_pt,))  # nothing can be set closer
    whole = "国" * 20
    for lines in range(28, 42):
        document = replace(
            PLAIN, body="\n".join([whole] * lines), copied_to=("甲" * 60,) * 8,
            issued_by="示范县应急管理局办公室", sides=Sides.BOTH,
        )  # fmt: skip
        shown = pages(fonts, document)
        assert foot_page(shown) == len(shown)
        assert len(shown) % 2 == 0
        blank = [n for n, page in enumerate(shown, 1) if not text(page)]
        if blank:
            assert blank == [len(shown) - 1]
            assert f"—{len(shown)}—" not in text(shown[-1])
            return
    raise AssertionError("no layout had a blank page")
