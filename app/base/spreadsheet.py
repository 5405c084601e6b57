"""Rows of text to and from xlsx and csv files, as other offices send and want them."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from app.base.errors import Refused

ENCODINGS = ("utf-8-sig", "gb18030")
"""How csv files are written here: UTF-8 with or without a mark, or what Excel in Chinese writes."""
_OLD_XLS = bytes.fromhex("d0cf11e0a1b11ae1")
"""How a workbook of before 2007 begins, whatever its name says; one with a password does too."""
MOST_ROWS, MOST_COLUMNS = 100_000, 200
MOST_LETTERS = 32_767
"""What a cell of a workbook can hold."""
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
_NO_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_SIGNS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
}
"""Control characters as their Unicode pictures, as on paper."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read(file: Path) -> list[list[str]]:
    """All rows as texts, blank cells "", all of one length; blank rows are kept, so numbers are those
    of the sheet.

    xlsx: the sheet that is in front; a formula counts as the value it last had, a date as 2026-11-22.
    Raises `Refused("file", ...)`: kind (neither .xlsx nor .csv), old_xls (renamed, or with a password),
    damaged, encoding, too_large; `OSError` as ever.
    """
    kind = file.suffix.lower()
    if kind == ".csv":
        return _csv(file.read_bytes())
    if kind == ".xlsx":
        with open(file, "rb") as opened:
            if opened.read(len(_OLD_XLS)) == _OLD_XLS:
                raise Refused("file", "old_xls")
        return _xlsx(file)
    raise Refused("file", "kind", kind=kind)


def xlsx(rows: Iterable[Sequence[str]], title: str, widths: Sequence[int] = ()) -> bytes:
    """A workbook with one sheet; its first row stays in sight. `widths` in letters of western text.

    Every cell is text: telephone numbers keep their zeros, and nothing is taken for a formula. What no
    workbook can hold stands there as a sign for it; what is too long for a cell is cut, and says so.
    """
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title.translate(_NO_TITLE).strip("' ")[:31] or "1"
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column, _held(value))
            cell.data_type = "s"
            cell.number_format = "@"
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_named(
    place: Path, rows: Iterable[Sequence[str]], title: str, widths: Sequence[int] = ()
) -> bytes:
    """A csv file when the name ends so, else a workbook."""
    if place.suffix.lower() == ".csv":
        return csv_bytes(rows)
    return xlsx(rows, title, widths)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark: what Excel opens without asking."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_harmless(value) for value in row] for row in rows)
    return out.getvalue().encode(ENCODINGS[0])


def _harmless(value: str) -> str:
    """A cell that a spreadsheet would run as a formula is marked as text, as `_csv` takes it off again."""
    value = value.encode("utf-8", "replace").decode()
    return f"'{value}" if value[:1] in _BEGINS_FORMULA else value


def _held(value: str) -> str:
    """As a workbook can hold it: `_x0041_` is an escape there, and some characters are none."""
    shown = _ESCAPE.sub("_x005F_", value.translate(_SIGNS).encode("utf-8", "replace").decode())
    if len(shown) <= MOST_LETTERS:
        return shown
    return f"{shown[: MOST_LETTERS - 40]}……（一格最多 {MOST_LETTERS} 字，全文共 {len(value)} 字）"


def _csv(data: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding).replace("\x00", "␀")
        except UnicodeDecodeError:
            continue
        try:
            rows = list(csv.reader(io.StringIO(text, newline="")))
        except csv.Error:
            raise Refused("file", "damaged") from None
        return _bounded([[value.strip().removeprefix("'") for value in row] for row in rows])
    raise Refused("file", "encoding")


def _xlsx(file: Path) -> list[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    broken = (BadZipFile, zlib.error, EOFError, InvalidFileException)
    try:
        with closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet = book.active
            if sheet is None or not hasattr(sheet, "iter_rows"):
                raise Refused("file", "damaged")
            rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            return _bounded([[_text(value) for value in row] for row in rows])
    except (*broken, ParseError, LookupError, ValueError, TypeError):
        raise Refused("file", "damaged") from None


def _bounded(rows: list[list[str]]) -> list[list[str]]:
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Refused("file", "too_large", most=MOST_ROWS)
    width = max((n for row in rows for n, value in enumerate(row, 1) if value), default=0)
    return [[*row, *[""] * (width - len(row))][:width] for row in rows]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        day = value.time() == value.time().min
        return value.date().isoformat() if day else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(_letter, str(value)).strip()


def _letter(found: re.Match[str]) -> str:
    """What an escape stands for, unless that is no character."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code <= 0xDFFF or not code else chr(code)
