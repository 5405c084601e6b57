"""Tables of contacts: looked at first, every refused row told, and nothing written by halves."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base import spreadsheet
from app.base.dryrun import ImportPlan, Verdict, report
from app.base.errors import Conflict, Refused
from app.base.marks import Mark
from app.people.book import Book
from app.people.contacts import OrgKind, PointKind
from app.people.exporting import TITLE, table
from app.people.importing import Importing
from app.people.numbers import load_rules
from db.stores.contacts import ContactRows
from tests import hostile
from tests.app.people.test_book import RULES
from tests.rooms import Room

HEADS = ["序号", "单位名称", "姓名*", "职务", "手机号码", "办公室电话", "备注"]
M = "000-0000-000"


class Desk:
    def __init__(self, room: Room) -> None:
        self.room, self.rows = room, ContactRows(room.db)
        self.rules = load_rules(RULES)
        self.book = Book(room.db, self.rows, room.clock, Mark.TEST)
        self.importing = Importing(room.db, self.rows, self.rules, Mark.TEST)
        by = room.chief
        self.county = self.book.add_unit(by, None, "示范县", OrgKind.COUNTY)
        self.town = self.book.add_unit(by, self.county, "丁山镇", OrgKind.TOWNSHIP)
        other = self.book.add_unit(by, self.county, "乙岭乡", OrgKind.TOWNSHIP)
        for home in (self.town, other):
            self.book.add_unit(by, home, "老榆塘村", OrgKind.VILLAGE)
        self.head = self.book.add_person(by, self.town, "单演达", "镇长")
        card = self.rows.card(self.head.id)
        assert card is not None
        self.book.add_number(by, card, PointKind.MOBILE, f"{M}1")

    def plan(self, *rows: list[str], heads: list[str] = HEADS) -> ImportPlan:
        self.sheet = [heads, *rows]
        return self.importing.plan(self.sheet)

    def write(self, plan: ImportPlan) -> ImportPlan:
        return self.importing.write(self.room.chief, self.sheet, plan)

    def whole(self) -> list[list[str]]:
        return table(self.rules, self.rows.units(), self.rows.everybody())


@pytest.fixture
def desk(room: Room) -> Desk:
    return Desk(room)


def row(unit: str, name: str, duty: str = "", mobile: str = "", office: str = "") -> list[str]:
    return ["1", unit, name, duty, mobile, office, "x"]


def told(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(one.row, one.verdict.value, one.told) for one in plan.rows]


def test_a_dry_run_says_what_is_new_and_what_changes_and_writes_nothing(desk: Desk) -> None:
    before = desk.whole()
    plan = desk.plan(
        row("丁山镇", "欧 范明", "副镇长", f"{M}2、{M}3"),
        row("丁山镇", "单演达", "书记", f"{M}1"),
        [""] * 7,
        row("丁山镇", "", "", "", "0000-8869036"),
    )
    assert told(plan) == [
        (2, "新增", f"副镇长，手机 {M}2，手机 {M}3"),
        (3, "更改", "职务 镇长 → 书记"),
        (5, "更改", "办公电话 0000-8869036"),
    ]
    assert plan.passed_over == ()
    assert desk.whole() == before
    desk.write(plan)
    assert told(desk.plan(*desk.sheet[1:])) == [(2, "不变", ""), (3, "不变", ""), (5, "不变", "")]
    assert [c.name for c in desk.rows.find("ofm")] == ["欧范明"]


BAD = (
    (row("", "甲例"), "单位名称", "单位空着"),
    (row("丙镇", "甲例"), "单位名称", "通讯录里没有“丙镇”"),
    (row("老榆塘村", "甲例"), "单位名称", "丁山镇老榆塘村、乙岭乡老榆塘村"),
    (row("丁山镇", ""), "姓名*", "都空着"),
    (row("丁山镇", "甲例1"), "姓名*", "数字"),
    (row("丁山镇", "甲例", "", "1380000"), "手机号码", "应为 11 位，这里 7 位：1380000"),
    (row("丁山镇", "甲例", "", f"{M}5、无"), "手机号码", "不是电话号码：无"),
    (row("丁山镇", "甲例", "", "", "12"), "办公室电话", "应为 3 至 18 位"),
    (row("丁山镇", "甲" * 61), "姓名*", "超过 60 个字"),
)


def test_every_refused_row_is_told_with_its_column_and_nothing_of_it_is_written(
    desk: Desk, tmp_path: Path
) -> None:
    plan = desk.plan(*(bad for bad, _, _ in BAD), row("丁山镇", "乙例", "", f"{M}6"))
    assert len(plan.refused) == len(BAD)
    for one, (number, (_, head, why)) in zip(plan.refused, enumerate(BAD, 2), strict=True):
        assert (one.row, one.head) == (number, head)
        assert why in one.told
    desk.write(plan)
    assert [c.name for c in desk.rows.members(desk.town.id)] == ["单演达", "乙例"]
    file = tmp_path / "退回.xlsx"
    file.write_bytes(spreadsheet.xlsx(report(plan), "退回"))
    back = spreadsheet.read(file)
    assert back[0] == ["行号", "列", "原因", *HEADS]
    assert back[6][:2] == ["7", "手机号码"]
    assert back[6][3:] == BAD[5][0]


def test_wrong_columns_are_named(desk: Desk) -> None:
    with pytest.raises(Refused) as no:
        desk.plan(["1", "2"], heads=["姓名", "住址"])
    assert no.value.code == "columns"
    assert no.value.figures == {"missing": "单位、手机", "found": "姓名、住址"}
    with pytest.raises(Refused, match="empty"):
        desk.importing.plan([[""]])
    plan = desk.plan(["丁山镇", "甲例", f"{M}7", "a"], heads=["单位", "姓名", "手机", "血型"])
    assert plan.passed_over == ("血型",)


def test_a_title_may_stand_above_the_heads(desk: Desk) -> None:
    sheet = [["丁山镇通讯录（2026年）", "", ""], ["单位", "姓名", "联系电话"]]
    sheet += [["丁山镇", "甲例", "13800000000"], ["丁山镇", "乙例", "0000-8869036"]]
    plan = desk.importing.plan(sheet)
    assert [one.row for one in plan.rows] == [3, 4]
    assert [one.told for one in plan.rows] == [
        "职务不详，手机 13800000000",
        "职务不详，办公电话 0000-8869036",
    ]


def test_people_of_one_name_are_told_apart_by_post_and_never_guessed(desk: Desk) -> None:
    plan = desk.plan(
        row("丁山镇", "单演达", "镇长", f"{M}8"),
        row("丁山镇", "单演达", "司机", f"{M}9"),
        row("丁山镇", "单演达", ""),
        row("丁山镇", "单演达", "司机"),
    )
    assert [one.verdict for one in plan.rows] == [
        Verdict.CHANGED,
        Verdict.ADDED,
        Verdict.REFUSED,
        Verdict.REFUSED,
    ]
    assert plan.rows[2].told == "这个单位有几位单演达，请用职务区分"
    assert plan.rows[3].told.startswith("与第 3 行同名同职务而号码不同")


def test_new_units_come_with_their_place_in_the_tree(desk: Desk) -> None:
    heads = ["单位", "单位类型", "上级单位", "姓名", "手机"]
    plan = desk.plan(
        ["丁山镇新塘村", "村社区", "丁山镇", "甲例", f"{M}1"],
        ["新塘村", "", "", "乙例", ""],
        ["丙网格", "网格", "示范县", "丙例", ""],
        ["丁网格", "组", "示范县", "丁例", ""],
        heads=heads,
    )
    assert [one.verdict.value for one in plan.rows] == ["新增", "新增", "退回", "退回"]
    assert plan.rows[2].told == "网格不能设在县下面"
    desk.write(plan)
    assert [c.unit for c in desk.rows.find("乙例")] == ["丁山镇新塘村"]
    assert not desk.rows.find("丙网格")


def test_what_is_exported_can_be_imported_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    card = desk.rows.card(desk.head.id)
    assert card is not None
    desk.book.add_number(desk.room.chief, card, PointKind.SATELLITE, "000-0009-0001")
    rang = desk.rows.unit_card(desk.town.id)
    assert rang is not None
    desk.book.add_number(desk.room.chief, rang, PointKind.CALLER, "000-0000-7777")
    for name, data in (
        ("a.xlsx", spreadsheet.xlsx(desk.whole(), TITLE)),
        ("a.csv", spreadsheet.csv_bytes(desk.whole())),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        plan = desk.importing.plan(spreadsheet.read(file))
        assert [one.verdict for one in plan.rows] == [Verdict.SAME]
        assert plan.passed_over == ()


def test_a_book_that_changed_since_the_dry_run_is_not_overwritten(desk: Desk) -> None:
    plan = desk.plan(row("丁山镇", "甲例", "", f"{M}7"))
    desk.book.add_person(desk.room.watch, desk.town, "甲例", "文书")
    with pytest.raises(Refused, match="book_changed"):
        desk.write(plan)
    with pytest.raises(Refused, match="not_allowed"):
        desk.importing.write(desk.room.watch, desk.sheet, plan)


def test_a_failure_half_way_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = desk.plan(row("丁山镇", "甲例", "", f"{M}7"), row("丁山镇", "单演达", "书记", f"{M}1"))
    before = desk.whole()
    monkeypatch.setattr(desk.importing, "plan", lambda rows: plan)
    desk.book.change_person(desk.room.watch, desk.head, "单演达", "县长", "丁山镇")
    with pytest.raises(Conflict):
        desk.write(plan)
    assert [c[3] for c in desk.whole()[1:]] == [c[3] for c in before[1:]]


def test_two_of_one_name_in_a_table_are_asked_apart(desk: Desk) -> None:
    plan = desk.plan(row("丁山镇", "甲乙", "", f"{M}5"), row("丁山镇", "甲乙", "", f"{M}6"))
    assert [one.verdict.value for one in plan.rows] == ["新增", "退回"]
    assert plan.rows[1].told == (
        "与第 2 行同名同职务而号码不同：两个人请用职务区分，一个人请并成一行"
    )


def test_heads_in_two_rows_under_a_merged_one(desk: Desk) -> None:
    """As a merged cell comes in: its words in the first of its columns, the others blank."""
    plan = desk.importing.plan(
        [
            ["丁山镇通讯录", "", "", "", ""],
            ["单位", "姓名", "联系方式", "", ""],
            ["", "", "手机", "办公电话", ""],
            ["丁山镇", "欧范明", f"{M}2", "0000-8869036", "A型"],
        ]
    )
    assert told(plan) == [(4, "新增", f"职务不详，手机 {M}2，办公电话 0000-8869036")]
    assert plan.passed_over == ("第 5 列（没有表头）",)


def test_a_new_number_is_said_to_stand_behind_the_old_ones(desk: Desk) -> None:
    (found,) = desk.plan(row("丁山镇", "单演达", "镇长", f"{M}2")).rows
    assert found.told == f"手机 {M}2（排在原有 1 个号码之后，原号码不停用）"
    (fresh,) = desk.plan(row("丁山镇", "欧范明", "镇长", f"{M}3")).rows
    assert fresh.told == f"镇长，手机 {M}3"


def test_hostile_cells_are_kept_letter_for_letter_or_their_rows_are_told(
    desk: Desk, tmp_path: Path
) -> None:
    """In every column, by way of a file: the people of the good rows come in, the others are named."""
    file = tmp_path / "a.csv"
    words = [*hostile.KEPT.values(), hostile.NUL, hostile.CONTROL, "9" * 5000, "洪" * 9000]
    rows = [row("丁山镇", f"周{word}") for word in words]
    rows += [
        row("丁山镇", f"吴示{n}", word) for n, word in zip("甲乙丙丁戊己庚辛", words, strict=False)
    ]
    rows += [row("丁山镇", "郑示一", "干部", word) for word in words]
    rows += [row(word, "郑示二") for word in words]
    file.write_bytes(spreadsheet.csv_bytes([HEADS, *rows]))
    desk.sheet = spreadsheet.read(file)
    plan = desk.importing.plan(desk.sheet)
    assert len(plan.rows) == len(rows)
    for refused in (one for one in plan.rows if one.verdict is Verdict.REFUSED):
        assert refused.told
    desk.write(plan)
    kept = {cell for line in desk.whole() for cell in line}
    assert {
        hostile.KEPT[one] for one in ("paragraph", "rare", "overrides", "quotes", "braces")
    } <= kept
    file = tmp_path / "b.xlsx"
    file.write_bytes(spreadsheet.xlsx(report(plan), "退回"))
    assert len(spreadsheet.read(file)) == len(report(plan))
