"""Worked examples of official paper, put to `app.paper.official`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.paper import official
from tests.cases import CannotEvaluate, Given

LONG_NAME = "示范县应急管理局办公室"
"""Longer than its date, where an example names nobody."""


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    """What the standard says about whatever the example gives."""
    said: dict[str, Any] = {}
    for knows in _KNOWERS:
        said.update(knows(given))
    if not names & set(said):
        raise CannotEvaluate(f"no rule of paper for {'、'.join(sorted(names))}")
    return said


def _page(given: Given) -> Mapping[str, Any]:
    """Type area and grid: they are the same for every page of the standard."""
    area, grid = official.TYPE_AREA, official.GRID
    advance, pitch = round(grid.advance_pt, 2), round(grid.pitch_pt, 2)
    wide = round(grid.natural_width, 1)
    return {
        "page_mm": [_plain(official.PAGE_W), _plain(official.PAGE_H)],
        "left_mm": _plain(area.left),
        "top_mm": _plain(area.top),
        "width_mm": _plain(area.width),
        "height_mm": _plain(area.height),
        "right_mm": _plain(area.right),
        "bottom_mm": _plain(area.bottom),
        "tolerance_mm": _plain(area.tolerance),
        **dict.fromkeys(("lines", "lines_per_page", "rows"), grid.lines),
        **dict.fromkeys(("chars", "chars_per_line", "characters_per_line", "columns"), grid.chars),
        **dict.fromkeys(("font", "typeface"), "仿宋"),
        **dict.fromkeys(("size", "font_size"), "3号"),
        **dict.fromkeys(("size_pt", "font_pt", "font_size_pt", "pt"), _plain(grid.size_pt)),
        **dict.fromkeys(("advance_pt", "char_pitch_pt", "pitch_x_pt", "char_advance_pt"), advance),
        **dict.fromkeys(("line_pitch_pt", "pitch_y_pt", "pitch_pt", "leading_pt"), pitch),
        **dict.fromkeys(("natural_width_mm", "line_width_mm"), wide),
        **dict.fromkeys(("overflows", "overflow"), grid.natural_width > area.width),
        "one_line_pt": _plain(official.ONE_LINE_PT),
    }


def _number(given: Given) -> Mapping[str, Any]:
    if "org" in given and "year" in given:
        number = given.get("n", given.get("number"))
        return {"text": official.document_number(given["org"], int(given["year"]), int(number))}
    typed = given.get("text", given.get("doc_no", given.get("文号")))
    if not isinstance(typed, str):
        return {}
    faults = official.faults_of_number(typed)
    words = [fault.value for fault in faults]
    good = dict.fromkeys(("ok", "valid", "accepted"), not faults)
    return {**good, "faults": words, "errors": words, "problems": words}


def _issue(given: Given) -> Mapping[str, Any]:
    """An issue number (期号) among those of the year."""
    used = given.get("used", given.get("existing", given.get("issued")))
    if not isinstance(used, list):
        return {}
    said: dict[str, Any] = {"next": official.next_number(used)}
    number = given.get("n", given.get("number", given.get("issue")))
    if number is not None:
        twice = official.number_is_used(number, used)
        said |= {"duplicate": twice, "warning": twice, "warn": twice, "unique": not twice}
    return said


def _pages(given: Given) -> Mapping[str, Any]:
    pages = given.get("pages", [given["page_no"]] if "page_no" in given else [])
    if isinstance(pages, int):
        pages = range(1, pages + 1)
    said: dict[str, Any] = {}
    for page in pages:
        number = official.page_number(int(page))
        said[str(page)] = f"{number.side}, 空一字"
        said.setdefault("form", number.text)
    return said


def _date(given: Given) -> Mapping[str, Any]:
    value = given.get("date", given.get("日期"))
    if not isinstance(value, str):
        return {}
    text = official.document_date(date.fromisoformat(value[:10]))
    said: dict[str, Any] = {"text": text, "date": text, "date_text": text, "成文日期": text}
    if "seal" in given or "sealed" in given:
        sealed = bool(given.get("seal", given.get("sealed")))
        at = official.signature(sealed, given.get("org", given.get("name", LONG_NAME)), _day(value))
        said |= {"date_right_chars": _plain(at.date_chars_in), "右空": _plain(at.date_chars_in)}
        said["name_right_chars"] = _plain(at.name_chars_in)
    return said


def _copies(given: Given) -> Mapping[str, Any]:
    copy = given.get("份号", given.get("copy", given.get("copy_no")))
    if copy is None:
        return {}
    return dict.fromkeys(("text", "份号"), official.copy_number(int(copy)))


def _heads(given: Given) -> Mapping[str, Any]:
    """The red head, the levels, the end of the document, the letter."""
    upward = bool(given.get("upward", given.get("上行文", False)))
    number = official.numbering_row(upward)[0]
    return {
        "head_top_mm": _plain(official.NAME_BELOW_TOP),
        "red_line_mm": _plain(official.RED_LINE_W),
        "red_line_width_mm": _plain(official.RED_LINE_W),
        "red_line_below_mm": _plain(official.RED_LINE_BELOW),
        "number_position": number.side,
        "signer_shown": upward,
        "签发人": upward,
        **dict.fromkeys(("thick_mm", "first_mm", "last_mm"), official.END_RULE_THICK),
        **dict.fromkeys(("thin_mm", "middle_mm"), official.END_RULE_THIN),
        "page_number_below_mm": _plain(official.PAGE_NUMBER_BELOW),
        "levels": [official.heading(level, 1)[0] for level in range(1, 5)],
        "level_fonts": [style.value for style in official.LEVEL_STYLES],
        **{
            str(level): f"{official.heading(level, 1)[0]} {style.value}"
            for level, style in enumerate(official.LEVEL_STYLES, 1)
            if "levels" in given
        },
    }


def _secret(given: Given) -> Mapping[str, Any]:
    words = given.get("密级", given.get("classification"))
    if not isinstance(words, str):
        return {}
    refused = official.classification_refused(words)
    return {**dict.fromkeys(("ok", "accepted", "allowed"), not refused), "refused": refused}


_KNOWERS: tuple[Callable[[Given], Mapping[str, Any]], ...] = (
    _page,
    _heads,
    _number,
    _issue,
    _copies,
    _date,
    _pages,
    _secret,
)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


def _plain(number: float) -> float | int:
    return int(number) if float(number).is_integer() else round(number, 2)
