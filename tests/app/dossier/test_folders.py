"""Folders of a real incident, and its archive: papers drawn, files taken in, names covered when asked."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.base.attachments import attach
from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.dossier.archive import Verdict, Wish, examine
from app.dossier.folders import filled, load_folders
from app.dossier.review import TO_RESPONSE
from app.dossier.service import Dossiers, Look
from app.duty.responses import Basis
from app.incidents.command import Command, Sent
from app.incidents.records import Incident
from app.incidents.said import Said
from app.paper.dossier_export import DossierExport
from app.paper.fonts import Fonts
from app.people.covering import covered_text
from app.people.records import Role
from db.attachments import Files
from db.stores.command import CommandRows
from db.stores.dossier import DossierRows
from tests.rooms import RULES, Room, officer

FONTS = Fonts()


def pdf_text(pdf: bytes) -> str:
    return "".join("".join(one.extract_text().split()) for one in PdfReader(BytesIO(pdf)).pages)


@dataclass
class Desk:
    room: Room
    files: Files
    dossiers: Dossiers
    flood: Incident

    def look(self) -> Look:
        found = self.dossiers.look(self.flood.id)
        assert found is not None
        return found

    def drawer(self, no: str) -> list[str]:
        shown = next(one for one in self.look().drawers if one.folder.no == no)
        return [item.title for item in shown.items]

    def attach(self, name: str, content: bytes) -> None:
        filed = self.files.keep(content, name)
        with self.room.db.change("x", "test", ("incident", str(self.flood.id))) as change:
            attach(
                change,
                [filed],
                by="x",
                by_name="向示月",
                mark=Mark.TEST,
                incident_id=self.flood.id,
            )


@pytest.fixture
def desk(room: Room, tmp_path: Path) -> Desk:
    folders = load_folders(RULES.parent / "dossier.toml")
    said = Said(
        course="六个人爬到屋顶上去了",
        place="铜鼓坪镇老榆塘村",
        reporter_unit="老榆塘村",
        reporter_name="田示坤",
        reporter_phone="000-0000-7250",
    )
    flood = room.intake.register(room.watch, room.shift.id, new_id(), said)
    store = DossierRows(room.db)
    return Desk(
        room,
        Files(tmp_path / "blobs"),
        Dossiers(room.db, store, folders, room.log, room.db.head, room.clock, Mark.TEST),
        flood,
    )


@pytest.fixture
def export(desk: Desk, tmp_path: Path) -> Callable[[bool], Path]:
    def make(masked: bool) -> Path:
        def no_report(_report: object) -> object:
            raise AssertionError("no report was issued")

        maker = DossierExport(FONTS, "示范县应急管理局", desk.files, no_report, covered_text)  # type: ignore[arg-type]
        to = tmp_path / f"{masked}.zip"
        look = desk.look()
        wish = Wish(to, "向示月", desk.room.clock.now(), masked)
        assert maker.size(look, masked) >= 0
        maker.make(look, wish, lambda *_: None, lambda: False)
        return to

    return make


def test_every_folder_stands_there_and_an_empty_one_says_who_owes_it(desk: Desk) -> None:
    shown = desk.look().drawers
    assert [one.folder.no for one in shown] == [f"{n:02d}" for n in range(1, 16)]
    assert desk.drawer("02") == ["接报记录"]
    owed = {one.folder.no: one.owed for one in shown}
    assert owed["03"] == "值班长"
    assert owed["02"] == ""
    assert filled(shown) == 3


def test_files_go_where_their_kind_belongs_and_an_officer_knows_better(desk: Desk) -> None:
    desk.attach("屋顶.png", b"png")
    desk.attach("通话.wav", b"wav")
    desk.attach("通报.docx", b"docx")
    assert desk.drawer("10") == ["屋顶.png"]
    assert "通话.wav" in desk.drawer("02")
    assert desk.drawer("15") == ["通报.docx"]
    file = desk.look().case.files[2]
    desk.dossiers.file(desk.room.watch, desk.flood, file, "12", "情况通报第1号")
    assert desk.drawer("12") == ["情况通报第1号"]
    assert desk.drawer("15") == []
    with pytest.raises(Refused):
        desk.dossiers.file(desk.room.watch, desk.flood, file, "99")


def test_where_the_paper_lies_is_noted_for_one_folder_or_all(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.dossiers.put_away(desk.room.watch, desk.flood, "", "  ", "7")
    assert refused.value.field == "place"
    desk.dossiers.put_away(desk.room.watch, desk.flood, "", "档案柜 3", "2026-7")
    desk.dossiers.put_away(desk.room.watch, desk.flood, "03", "机要室", "")
    places = {one.folder.no: one.paper for one in desk.look().drawers}
    assert (places["02"].place, places["03"].place) == ("档案柜 3", "机要室")  # type: ignore[union-attr]


def test_a_review_is_the_chiefs_and_every_version_stays(desk: Desk) -> None:
    room = desk.room
    with pytest.raises(Refused):
        desk.dossiers.write_review(room.watch, desk.flood, "a", "b", "c", "d")
    with pytest.raises(Refused):
        desk.dossiers.write_review(room.chief, desk.flood, "", " ", "", "")
    desk.dossiers.write_review(room.chief, desk.flood, "", "26 分钟到场", "", "")
    desk.dossiers.write_review(room.chief, desk.flood, "", "24 分钟到场", "桥断绕行", "")
    action = desk.dossiers.charge(room.chief, desk.flood, "备皮筏 2 艘", "铜鼓坪镇", None)
    desk.dossiers.finish(room.watch, desk.flood, action)
    look = desk.look()
    assert look.review is not None
    assert look.review.happened == "24 分钟到场"
    assert look.actions[0].done_at is not None
    assert desk.drawer("14") == ["复盘报告"]


def test_the_archive_holds_every_piece_and_proves_itself(
    desk: Desk, export: Callable[[bool], Path]
) -> None:
    picture = bytes(range(256)) * 100
    desk.attach("屋顶.png", picture)
    command = Command(
        desk.room.db, CommandRows(desk.room.db), desk.room.log, desk.room.clock, Mark.TEST
    )
    command.send(desk.room.watch, desk.room.shift.id, desk.flood, Sent("县消防救援大队"))
    command.order(desk.room.watch, desk.room.shift.id, desk.flood, "田演平", "铜鼓坪镇", "转移两户")
    desk.dossiers.write_review(desk.room.chief, desk.flood, "", "x", "", "")
    archive = export(False)
    told = examine(archive)
    assert told.verdict is Verdict.WHOLE, told.lines
    with zipfile.ZipFile(archive) as held:
        names = held.namelist()
        assert held.read("10 现场影像/屋顶.png") == picture
        papers = [name for name in names if name.endswith(".pdf")]
        assert all(held.read(name).startswith(b"%PDF") for name in papers)
    assert {name.partition("/")[0] for name in papers} == {
        "01 目录",
        "02 接报记录",
        "08 指令与回复",
        "09 力量物资调用单",
        "13 大事记",
        "14 复盘报告",
    }


def test_a_masked_archive_shows_no_number_and_names_what_it_left_out(
    desk: Desk, export: Callable[[bool], Path]
) -> None:
    desk.attach("屋顶.png", b"a face")
    whole, masked = export(False), export(True)
    with zipfile.ZipFile(whole) as held:
        (index,) = [name for name in held.namelist() if name.startswith("01 ")]
        assert "未收入" not in pdf_text(held.read(index))
        assert "000-0000-7250" in pdf_text(held.read("02 接报记录/接报记录.pdf"))
    with zipfile.ZipFile(masked) as held:
        assert "10 现场影像/屋顶.png" not in held.namelist()
        text = "".join(
            pdf_text(held.read(name)) for name in held.namelist() if name.endswith(".pdf")
        )
    assert "7250" not in text
    index = text.replace("\n", "")
    assert "无法遮盖的1件只列题名，未收入本卷" in index.replace(" ", "")
    assert "屋顶.png（未收入）" in index
    told = examine(masked)
    assert told.verdict is Verdict.WHOLE
    assert any("遮盖归档不收" in line for line in told.lines)


def test_a_broken_rule_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "dossier.toml"
    file.write_text('source = "x"\n[[folder]]\nno = "01"\n', encoding="utf-8")
    with pytest.raises(Refused):
        load_folders(file)


def test_a_response_counts_for_the_incident_its_reason_names(desk: Desk) -> None:
    room, started = desk.room, desk.room.clock.now()
    leader = officer("翟例领", Role.LEADER)
    with room.db.change("system", "officer.add", ("officer", str(leader.id))) as change:
        change.put("officer", leader)
    begin = room.study.responses.start
    begin(leader, room.shift.id, "森林火灾", "Ⅳ级", Basis("县长", "", "卫星热点"))
    assert desk.drawer("06") == ["响应启动调整终止"]
    taken = {one.name: one.at for one in desk.look().intervals}
    assert taken[TO_RESPONSE] is None, "another matter's response is no measure"
    why = Basis("县长", "示防〔2026〕7号", f"{desk.flood.no} 内涝")
    begin(leader, room.shift.id, "防汛抗旱", "Ⅳ级", why)
    taken = {one.name: one.at for one in desk.look().intervals}
    assert taken[TO_RESPONSE] == started
