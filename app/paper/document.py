"""Official documents after GB/T 9704: red head, letter, minutes; body on the grid, ends in their rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.base.errors import Refused
from app.base.marks import Mark
from app.paper.faces import Style
from app.paper.fonts import Fonts
from app.paper.grid import INDENT, SMALL_PITCH_PT, GridSheet
from app.paper.lines import wrap
from app.paper.official import (
    END_RULE_THICK,
    END_RULE_THIN,
    GRID,
    LETTER_NAME_FROM_PAGE,
    LETTER_RULE_FROM_BOTTOM,
    LETTER_RULE_W,
    NAME_BELOW_TOP,
    ONE_LINE_PT,
    PAGE_H,
    PAGE_W,
    RED_LINE_BELOW,
    SIZE_3,
    SIZE_4,
    TYPE_AREA,
    classification_refused,
    copy_number,
    document_date,
    salutation,
    signature,
)
from app.paper.sheet import MM, Printed, Sheet
from app.reports.rules import Sides

PITCHES = (GRID.pitch_pt, 27.7, 26.5, 25.4, 31.0, 33.0)
"""Tried one after the other; the grid first. [choice]"""
NAME_SIZE_PT = 48.0
"""Of the red name, where the page is wide enough for it. [choice]"""


class DocForm(StrEnum):
    DOWN = "下行文"
    UPWARD = "上行文"
    LETTER = "信函"
    MINUTES = "纪要"


@dataclass(frozen=True, slots=True)
class Document:
    """What stands on an official document; empty = the part is not there.

    `office` is the red name without 文件; `signer` stands on upward documents. `present`, `excused` and
    `invited` are the lists of minutes.
    """

    form: DocForm
    office: str
    number: str
    title: str
    body: str
    day: date
    receivers: tuple[str, ...] = ()
    signer: str = ""
    secrecy: str = ""
    urgency: str = ""
    copy: int = 0
    attachments: tuple[str, ...] = ()
    sealed: bool = False
    note: str = ""
    copied_to: tuple[str, ...] = ()
    issued_by: str = ""
    issued_on: date | None = None
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    sides: Sides = Sides.AUTO
    draft: bool = False
    mark: Mark = Mark.REAL


def document_pdf(fonts: Fonts, document: Document, printed_at: datetime) -> Printed:
    """Runs on the paper thread. `Refused("secrecy", …)` for a classification: none may stand here."""
    if classification_refused(document.secrecy):
        raise Refused("secrecy", "classified", words=document.secrecy)
    page = whole(lambda pitch: _laid(fonts, document, pitch))
    return page.sheet.finish(
        document.title,
        document.office,
        printed_at,
        lambda sheet, number, pages: _each(page, document, sheet, number, pages),
    )


def whole(lay: Callable[[float], GridSheet]) -> GridSheet:
    """The first layout whose signature and foot do not stand alone; the lines are set a little closer, or
    a little wider, instead. A foot on the back of the last page of text is where it belongs."""
    first = None
    for pitch in PITCHES:
        page = lay(pitch)
        if page.end_page == page.body_page and (
            page.sheet.pages == page.end_page or page.on_the_back
        ):
            return page
        first = first or page
    assert first is not None
    return first


def _laid(fonts: Fonts, document: Document, pitch: float) -> GridSheet:
    page = GridSheet(fonts, pitch)
    _HEADS[document.form](page, document)
    if document.form is not DocForm.MINUTES:
        page.blank(1)
    page.title(document.title)
    page.blank(1)
    if document.receivers:
        page.paragraph(salutation(document.receivers))
    page.body(document.body)
    _attachments(page, document)
    if document.form is DocForm.MINUTES:
        _lists(page, document)
    else:
        _signature(page, document)
    if document.note:
        page.paragraph(f"{INDENT}（{document.note}）")
    _end(page, document)
    return page


def red_name(page: GridSheet, name: str, most: float = NAME_SIZE_PT) -> float:
    """The red name centred with its top edge at `y`; its size. `y` is below it after."""
    sheet = page.sheet
    natural = sheet.measure(name, Style.TITLE, 1.0)
    size = min(most, page.width / natural)
    x = page.left + (page.width - natural * size) / 2
    sheet.put(x, page.y + size * 0.86, name, Style.TITLE, size, 0.0, True)
    page.y += size
    return size


def red_rule(page: GridSheet, wide: float = 1.2) -> None:
    page.sheet.line(page.left, page.y, page.right, page.y, wide, True)


def stamp(sheet: Sheet, mark: Mark, right: float) -> None:
    """演示数据 in the head of every page: it can never pass for the real thing."""
    if mark is not Mark.REAL:
        sheet.stamp(right, 18 * MM, f"{mark}数据")


def draft_stamp(sheet: Sheet, left: float) -> None:
    """A draft can never pass for what was issued."""
    sheet.stamp(left + 30 * MM, 18 * MM, "未签发稿")


def _red_head(page: GridSheet, document: Document) -> None:
    top = page.y
    for line in (
        copy_number(document.copy) if document.copy else "",
        document.secrecy,
        document.urgency,
    ):
        if line:
            style = Style.FANGSONG if line.isdigit() else Style.HEI
            page.put(page.left, line, style)
            page.y += GRID.pitch_pt
    page.y = top + NAME_BELOW_TOP * MM
    red_name(page, f"{document.office}文件")
    page.y += 2 * ONE_LINE_PT - GRID.pitch_pt / 2
    if document.form is DocForm.UPWARD:
        page.put(page.left + GRID.advance_pt, document.number, Style.FANGSONG)
        name = document.signer
        page.at_right(name, Style.KAI, SIZE_3, 1)
        page.at_right("签发人：", Style.FANGSONG, SIZE_3, 1 + len(name))
        page.y += GRID.pitch_pt
    else:
        page.centred(document.number, Style.FANGSONG, SIZE_3, GRID.pitch_pt)
    page.y += RED_LINE_BELOW * MM - (GRID.pitch_pt - SIZE_3) / 2
    red_rule(page)
    page.y += ONE_LINE_PT


def _letter_head(page: GridSheet, document: Document) -> None:
    """Name 30 mm from the page's top, a double rule of 170 mm below, another near the page's foot."""
    page.y = LETTER_NAME_FROM_PAGE * MM
    red_name(page, document.office, 36.0)
    page.y += RED_LINE_BELOW * MM
    _double(page.sheet, page.y, thick_first=True)
    page.y += 1.5 * MM
    page.at_right(document.number, Style.FANGSONG, SIZE_3)
    if document.urgency:
        page.put(page.left, document.urgency, Style.HEI)
    page.y = max(page.y + GRID.pitch_pt, TYPE_AREA.top * MM + GRID.pitch_pt)
    _double(page.sheet, (PAGE_H - LETTER_RULE_FROM_BOTTOM) * MM, thick_first=False)


def _double(sheet: Sheet, y: float, thick_first: bool) -> None:
    left = (PAGE_W - LETTER_RULE_W) / 2 * MM
    right = left + LETTER_RULE_W * MM
    widths = (1.6, 0.5) if thick_first else (0.5, 1.6)
    for n, wide in enumerate(widths):
        sheet.line(left, y + 2.4 * n, right, y + 2.4 * n, wide, True)


def _minutes_head(page: GridSheet, document: Document) -> None:
    page.y += 8 * MM
    red_name(page, document.office)
    page.y += ONE_LINE_PT / 2
    page.centred(document.number, Style.FANGSONG, SIZE_3, GRID.pitch_pt)
    page.y += RED_LINE_BELOW * MM - (GRID.pitch_pt - SIZE_3) / 2
    red_rule(page)
    page.y += ONE_LINE_PT


_HEADS = {
    DocForm.DOWN: _red_head,
    DocForm.UPWARD: _red_head,
    DocForm.LETTER: _letter_head,
    DocForm.MINUTES: _minutes_head,
}


def _attachments(page: GridSheet, document: Document) -> None:
    if not document.attachments:
        return
    page.blank(1)
    one = len(document.attachments) == 1
    head = f"{INDENT}附件："
    for number, name in enumerate(document.attachments, 1):
        lead = head if number == 1 else INDENT + "　　　"
        hang = 5 * GRID.advance_pt
        page.paragraph(f"{lead}{'' if one else f'{number}.'}{name}", hang=hang)


def _lists(page: GridSheet, document: Document) -> None:
    """出席, 请假, 列席: the word in 黑体, the names after it."""
    page.blank(1)
    for word, names in (
        ("出席：", document.present),
        ("请假：", document.excused),
        ("列席：", document.invited),
    ):
        if names:
            words = f"{INDENT}{word}{'、'.join(names)}"
            page.paragraph(words, hang=5 * GRID.advance_pt, head=(5, Style.HEI))


def _signature(page: GridSheet, document: Document) -> None:
    """Two lines that stay together."""
    page.need(3 * page.pitch)
    page.y += page.pitch
    where = signature(document.sealed, document.office, document.day)
    page.at_right(document.office, Style.FANGSONG, SIZE_3, where.name_chars_in)
    page.y += page.pitch
    words = document_date(document.day)
    page.at_right(words, Style.FANGSONG, SIZE_3, where.date_chars_in)
    page.y += page.pitch


def _end(page: GridSheet, document: Document) -> None:
    """版记 at the foot of the last page: thick rules first and last, a thin one between."""
    if not document.copied_to and not document.issued_by:
        page.end_page = page.sheet.pages
        return
    copied = f"抄送：{'，'.join(document.copied_to)}。" if document.copied_to else ""
    day = document.issued_on or document.day
    foot(page, [copied] if copied else [], document.issued_by, day, sides=document.sides)


def foot(
    page: GridSheet,
    lines: list[str],
    left: str,
    day: date | None,
    right: str = "",
    sides: Sides = Sides.AUTO,
) -> None:
    """A block of small lines between rules, its lower edge at the bottom of the type area: of the last
    page of text, or of the last even page of paper printed on both sides."""
    inner = page.left + GRID.advance_pt * SIZE_4 / SIZE_3
    hang = 4 * GRID.advance_pt * SIZE_4 / SIZE_3
    told = [(line, _height(page, line, hang)) for line in lines]
    last = SMALL_PITCH_PT if left or right or day else 0.0
    high = sum(one for _, one in told) + last
    _go_to_foot(page, high + 4, sides)
    page.y = page.bottom - high
    page.sheet.line(page.left, page.y, page.right, page.y, END_RULE_THICK * MM)
    for line, _ in told:
        page.paragraph("　" + line, size=SIZE_4, pitch=SMALL_PITCH_PT, hang=hang)
    if last:
        if told:
            page.sheet.line(page.left, page.y, page.right, page.y, END_RULE_THIN * MM)
        page.put(inner, left, Style.FANGSONG, SIZE_4, SMALL_PITCH_PT)
        words = right or (f"{document_date(day)}印发" if day else "")
        x = page.right - page.cells(words, Style.FANGSONG, SIZE_4) - GRID.advance_pt * 7 / 8
        page.put(x, words, Style.FANGSONG, SIZE_4, SMALL_PITCH_PT)
        page.y += SMALL_PITCH_PT
    page.sheet.line(page.left, page.bottom, page.right, page.bottom, END_RULE_THICK * MM)


def _go_to_foot(page: GridSheet, high: float, sides: Sides) -> None:
    end = page.end_page = page.sheet.pages
    page.need(high)
    both = sides is Sides.BOTH or (sides is Sides.AUTO and page.sheet.pages > 1)
    if both and page.sheet.pages % 2:
        page.new_page()
    page.on_the_back = both and end > 1 and end % 2 == 1


def _height(page: GridSheet, line: str, hang: float) -> float:
    wide = page.width - hang + 0.01
    lines = wrap("　" + line, wide, lambda t: page.cells(t, Style.FANGSONG, SIZE_4))
    return len(lines) * SMALL_PITCH_PT


def _each(page: GridSheet, document: Document, sheet: Sheet, number: int, pages: int) -> None:
    if document.form is not DocForm.LETTER or number > 1:
        page.number_pages(sheet, number, pages)
    stamp(sheet, document.mark, page.right)
    if document.draft:
        draft_stamp(sheet, page.left)
