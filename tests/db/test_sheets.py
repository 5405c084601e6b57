"""Paper against record: what agrees is said so, and every planted fault is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.base import wanted
from app.duty.records import Handling
from app.handover.records import Section, Side
from app.handover.sheet import HandoverSheet, content_sha256, qr_words, short_code
from app.paper.fonts import Fonts
from app.paper.handover_sheet import handover_pdf
from app.people.records import Role
from db import tasks
from db.sheets import Told, Verdict, examine
from tests.db.test_journal import raw
from tests.nights import Night, night
from tests.rooms import open_room


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture(scope="module")
def once(
    tmp_path_factory: pytest.TempPathFactory, fonts: Fonts
) -> tuple[Path, Path, HandoverSheet]:
    return keep(tmp_path_factory.mktemp("sheets") / "here", fonts)


@pytest.fixture
def kept(
    tmp_path: Path, once: tuple[Path, Path, HandoverSheet]
) -> tuple[Path, Path, HandoverSheet]:
    """A record with a handover in force, the file that was printed, and the sheet itself; a copy."""
    record, file, sheet = once
    shutil.copytree(record.parent, tmp_path / "here")
    return tmp_path / "here" / record.name, tmp_path / "here" / file.name, sheet


def keep(
    folder: Path, fonts: Fonts, more: Callable[[Night, HandoverSheet], None] | None = None
) -> tuple[Path, Path, HandoverSheet]:
    folder.mkdir()
    duty = night(open_room(folder / "duty.db"))
    duty.incident("云洛镇内涝", timedelta(minutes=12))
    duty.line("丙湖水库加密巡查", Handling.TODO)
    duty.instruction("尽快核实")
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.service.ask(
        sheet.handover.id, sheet.of(Section.UNFINISHED)[0].id, duty.into[Role.CHIEF], "谁在巡查？"
    )
    duty.service.answer(
        sheet.handover.id, sheet.of(Section.UNFINISHED)[0].id, duty.out[Role.CHIEF], "水利站"
    )
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    file = folder / "sheet.pdf"
    printed(duty, sheet, fonts, file)
    if more is not None:
        more(duty, sheet)
    held = duty.service.sheet(sheet.handover.id)
    duty.room.db.close()
    return folder / "duty.db", file, held


def printed(duty: Night, sheet: HandoverSheet, fonts: Fonts, file: Path) -> None:
    made = handover_pdf(fonts, duty.service.sheet(sheet.handover.id))
    file.write_bytes(made.pdf)
    duty.service.keep_sheet(sheet.handover.id, made.sha256)


def wrong(told: Told) -> list[str]:
    return [line for line in told.lines if line.startswith("不符")]


def test_file_code_and_qr_words_agree_with_the_record(kept) -> None:
    record, file, sheet = kept
    code = short_code(sheet.handover)
    for given in (str(file), code, code.lower(), qr_words(sheet, content_sha256(sheet))):
        told = examine(record, given)
        assert (told.verdict, wrong(told)) == (Verdict.AGREES, [])
        assert code in told.lines[0]
        assert "示范县应急管理局" in told.lines[0]
        assert told.lines[-1] == "结论：纸与记录相符"


def test_an_earlier_print_agrees_after_the_leader_has_seen_it(tmp_path: Path, fonts: Fonts) -> None:
    def seen(duty: Night, sheet: HandoverSheet) -> None:
        duty.sign(sheet, Side.LEADER, duty.into[Role.LEADER])
        printed(duty, sheet, fonts, tmp_path / "later.pdf")

    record, first, _ = keep(tmp_path / "here", fonts, seen)
    for file in (first, tmp_path / "later.pdf"):
        told = examine(record, str(file))
        assert (told.verdict, wrong(told)) == (Verdict.AGREES, [])
    assert "较早打印" in "".join(examine(record, str(first)).lines)


@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.8, 0.999])
def test_one_changed_byte_of_the_file_is_found(kept, place: float) -> None:
    record, file, _ = kept
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= 1
    file.write_bytes(data)
    assert examine(record, str(file)).verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE handover_item SET text = '没有待办' WHERE section = '未办结事项'",
        "UPDATE handover_item SET acknowledged_name = '别人' WHERE section = '在办事件'",
        "UPDATE handover_signature SET name = '别人' WHERE side = '接班'",
        "UPDATE handover_note SET text = '没人'",
        "UPDATE handover SET weather = '晴'",
        "UPDATE log_entry SET text = '水库正常'",
        "UPDATE incident SET title = '无事'",
        "UPDATE instruction SET text = '不急'",
        "UPDATE shift SET ends_at = starts_at WHERE closed_at IS NOT NULL",
        "DELETE FROM handover_note",
        "DELETE FROM handover_item WHERE section = '未办结事项'",
        "INSERT INTO handover_signature SELECT lower(hex(randomblob(16))), handover_id, side, post,"
        " officer_id, name, at, mark FROM handover_signature WHERE side = '接班'",
        "UPDATE handover SET head_hash = 'ab' || substr(head_hash, 3)",
        "DELETE FROM effect WHERE tbl = 'handover_item'",
    ],
)
def test_a_record_changed_behind_the_journal_is_found(kept, sql: str) -> None:
    record, file, sheet = kept
    assert raw(record, (sql, ()), unguarded=True)
    for given in (str(file), qr_words(sheet, content_sha256(sheet))):
        told = examine(record, given)
        assert told.verdict is Verdict.DIFFERS, sql
        assert wrong(told)


def test_a_journal_written_anew_no_longer_bears_the_head(kept) -> None:
    record, file, sheet = kept
    assert raw(
        record,
        (
            "UPDATE journal SET effects = CAST(replace(CAST(effects AS TEXT), '内涝', '平安') AS BLOB)"
            " WHERE what = ?",
            ("handover.sign_out",),
        ),
        unguarded=True,
    )
    told = examine(record, str(file))
    assert told.verdict is Verdict.DIFFERS
    assert "链不完整" in "".join(wrong(told))
    raw(record, ("DELETE FROM journal WHERE what = 'handover.take_effect'", ()), unguarded=True)
    assert "不在记录中" in "".join(wrong(examine(record, short_code(sheet.handover))))


def test_a_sheet_with_other_words_under_a_true_code_is_found(
    tmp_path: Path, kept, fonts: Fonts
) -> None:
    record, _, sheet = kept
    first, *rest = sheet.items
    forged = replace(sheet, items=(replace(first, text="改过的单位"), *rest))
    file = tmp_path / "forged.pdf"
    file.write_bytes(handover_pdf(fonts, forged).pdf)
    told = examine(record, str(file))
    assert told.verdict is Verdict.DIFFERS
    assert len(wrong(told)) == 2


def test_another_countys_sheet_and_unknown_codes_do_not_agree(
    tmp_path: Path, kept, fonts: Fonts
) -> None:
    record, _, _ = kept
    _, foreign, other = keep(tmp_path / "there", fonts)
    for given in (str(foreign), short_code(other.handover), "2026-001-000000000000"):
        told = examine(record, given)
        assert told.verdict is Verdict.DIFFERS
        assert "不在本记录中" in wrong(told)[0]
    stray = tmp_path / "stray.pdf"
    stray.write_bytes(b"%PDF-1.4 something else")
    assert examine(record, str(stray)).verdict is Verdict.DIFFERS


def test_what_cannot_be_told_is_said_so(tmp_path: Path, kept, fonts: Fonts) -> None:
    record, file, sheet = kept
    for given in ("2026-1", "没有这个文件.pdf", ""):
        assert examine(record, given).verdict is Verdict.CANNOT_TELL
    assert examine(tmp_path / "gone.db", str(file)).verdict is Verdict.CANNOT_TELL
    (tmp_path / "broken.db").write_bytes(b"no database" * 999)
    assert examine(tmp_path / "broken.db", str(file)).verdict is Verdict.CANNOT_TELL
    draft = tmp_path / "draft.pdf"
    early = replace(sheet, handover=replace(sheet.handover, head_hash="", head_seq=None))
    draft.write_bytes(handover_pdf(fonts, early).pdf)
    assert examine(record, str(draft)).verdict is Verdict.CANNOT_TELL


def test_the_command_prints_and_gives_its_exit_code(
    kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, file, sheet = kept
    before = record.read_bytes()
    for given, code in (
        (str(file), 0),
        (short_code(sheet.handover), 0),
        ("2026-001-FFFFFFFFFFFF", 1),
        ("好", 2),
    ):
        asked = wanted.read(["verify-sheet", given, "--data", str(record.parent)])
        assert tasks.do(asked) == code
        assert (
            capsys.readouterr()
            .out.splitlines()[-1]
            .startswith(("结论：纸与记录相符", "结论：纸与记录不符", "无法判断")[code])
        )
    assert record.read_bytes() == before
