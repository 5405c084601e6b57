"""Spreadsheets of other offices: read as text, refused with a reason, written so that zeros stay."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from app.base.errors import Refused
from app.base.spreadsheet import MOST_LETTERS, as_named, csv_bytes, read, xlsx
from tests import hostile

MORNING = datetime(2026, 11, 22, 8, 30)  # noqa: DTZ001  a cell knows no zone
ROWS = [["姓名", "电话"], ["彭例安", "0123"], ["㛃䶮", "=1+1"]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(xlsx(ROWS, "通讯录", (12, 20)) if name.endswith("xlsx") else csv_bytes(ROWS))
    assert read(file) == ROWS


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx(ROWS, "通讯录"))
    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet["B3"].data_type == "s"
    assert b"'=1+1" in csv_bytes(ROWS)


def test_dates_and_numbers_become_the_text_an_officer_sees(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([date(2026, 11, 22), MORNING, 12.0, 0.5, None, " 甲 "])
    sheet.append([])
    file = tmp_path / "a.XLSX"
    book.save(file)
    assert read(file) == [["2026-11-22", "2026-11-22 08:30", "12", "0.5", "", "甲"]]


def test_the_csv_of_a_chinese_excel_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("姓名,电话\r\n田,1\r\n".encode("gb18030"))
    assert read(file) == [["姓名", "电话"], ["田", "1"]]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_workbook_with_a_broken_part_is_refused(tmp_path: Path, part: str) -> None:
    file = tmp_path / "a.xlsx"
    with ZipFile(io.BytesIO(xlsx(ROWS, "通讯录"))) as whole, ZipFile(file, "w") as broken:
        for name in whole.namelist():
            data = whole.read(name)
            broken.writestr(name, data[: len(data) // 2] if name == part else data)
    with pytest.raises(Refused, match="damaged"):
        read(file)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.doc", b"", "kind"),
        ("a.xlsx", b"no zip", "damaged"),
        ("a.csv", b"\xff\xff\xff", "encoding"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    tmp_path: Path, name: str, data: bytes, why: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read(file)
    assert (refused.value.field, refused.value.code) == ("file", why)


def test_an_old_workbook_with_a_new_name_is_told_apart_from_damage(tmp_path: Path) -> None:
    file = tmp_path / "名册.xlsx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(Refused, match="old_xls"):
        read(file)


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_hostile_words_come_back_letter_for_letter(tmp_path: Path, name: str) -> None:
    words = [*hostile.KEPT.values(), "_x0041_", "'quoted", "＝1+1", "-5", "00123"]
    file = tmp_path / name
    file.write_bytes(as_named(file, [[word] for word in words], "甲/乙:[丙]*?"))
    assert read(file) == [[word] for word in words]
    if name == "a.csv":
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        assert not [line for line in lines if line.lstrip('"')[:1] in ("=", "+", "-", "@", "＝")]
    else:
        sheet = load_workbook(file).active
        assert sheet is not None
        assert {cell.data_type for row in sheet.rows for cell in row} == {"s"}


def test_what_no_workbook_can_hold_stands_there_as_a_sign(tmp_path: Path) -> None:
    words = [hostile.CONTROL, hostile.NUL, hostile.HALF, "\ufffe", "洪" * 40_000]
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx([[word] for word in words], "''"))
    (control,), (nul,), (half,), (sign,), (long,) = read(file)
    assert (nul, half, sign) == ("甲␀乙", "甲?乙", "\ufffd")
    assert control.startswith("甲␁␛[31m")
    assert len(long) <= MOST_LETTERS
    assert "全文共 40000 字" in long
    csv_bytes([words])
