"""The folders of an incident on the screen: looked at, filed, archived, checked, cancelled."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.dossier.archive import Verdict, examine
from app.people.records import Role
from bench import dossier as bench
from tests.deskroom import DeskRoom
from tests.rooms import officer
from tests.widgets.dossier.case import cabinet, filled
from widgets.dossier.cards import MASKED
from widgets.dossier.folders import DossierView


@pytest.fixture
def view(qtbot, office: DeskRoom) -> DossierView:
    made = DossierView(office.desk, cabinet(office))
    qtbot.addWidget(made)
    made.resize(1020, 640)
    made.show()
    made.show_incident(filled(office).id)
    return made


def titles(view: DossierView, no: str) -> list[str]:
    view.drawers.select(no)
    return [one.title for one in view.pieces.records]


def choose_file(monkeypatch: pytest.MonkeyPatch, to: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(to), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(to), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(to)], ""))


def test_every_folder_stands_there_with_its_count_or_who_owes_it(view: DossierView) -> None:
    held = {one.folder.no: view._held(one) for one in view.drawers.records}
    assert len(held) == 15
    assert (held["02"], held["11"]) == ("2", "—")
    assert "值班长" in held["14"]
    assert "5" not in held["05"]
    assert titles(view, "03") == ["初报"]
    assert "15" in view._count.text()


def test_a_paper_a_picture_and_words_are_shown(view: DossierView) -> None:
    titles(view, "03")
    assert view._piece.currentWidget() is view._piece.paper
    assert view._piece.paper.paper is not None
    assert titles(view, "10") == ["屋顶截图 21:58.png"]
    assert view._piece.picture.isVisible()
    assert titles(view, "15") == ["乡镇情况.txt"]
    assert "六人全部转移" in view._piece.text.toPlainText()
    assert titles(view, "02")[1] == "通话录音.wav"


def test_alt_e_archives_and_the_record_knows_it_when_it_is_checked(
    view: DossierView, office: DeskRoom, monkeypatch, tmp_path: Path
) -> None:
    to = tmp_path / "d.zip"
    choose_file(monkeypatch, to)
    view.export.click()
    assert view.acts.export_card.isVisible()
    view.acts.export_card.go.click()
    assert examine(to).verdict is Verdict.WHOLE
    assert view.look is not None
    (row,) = view.look.exports
    assert row.by_name == office.room.watch.name
    assert row.left_out == 0
    assert row.seal == examine(to).seal
    assert any("封口" in line.text for line in view.look.case.lines)
    assert row.seal[:16] in view._seal.text()
    view.acts.verify()
    assert office.room.watch.name in view._piece.text.toPlainText()
    changed = bytearray(to.read_bytes())
    changed[len(changed) // 2] ^= 1
    to.write_bytes(changed)
    view.acts.verify()
    assert "不符" in view._piece.text.toPlainText()


def test_an_archive_is_never_written_over_the_record(
    view: DossierView, office: DeskRoom, monkeypatch, tmp_path: Path
) -> None:
    record = tmp_path / "duty.db"
    held = record.read_bytes()
    (tmp_path / "a.zip").symlink_to(record)
    said: list[str] = []
    view.acts.said.connect(lambda words, _wrong: said.append(words))
    for place in (tmp_path / "a.zip", tmp_path / "blobs" / "b.zip", tmp_path / "drafts" / "c"):
        choose_file(monkeypatch, place)
        view.export.click()
        view.acts.export_card.go.click()
        assert "program's own files" in said[-1]
    assert record.read_bytes()[:4096] == held[:4096]
    assert (tmp_path / "a.zip").is_symlink()
    assert not list(tmp_path.glob("*/*.zip"))


def test_who_only_looks_on_takes_nothing_uncovered_away(
    view: DossierView, office: DeskRoom, monkeypatch, tmp_path: Path
) -> None:
    who = officer("例一", Role.OBSERVER)
    with office.room.db.change("system", "officer.add", ("officer", str(who.id))) as change:
        change.put("officer", who)
    office.desk.session.sign_in(who)
    to = tmp_path / "d.zip"
    choose_file(monkeypatch, to)
    view.export.click()
    card = view.acts.export_card
    assert card.what.value() == MASKED
    card.what.set_value("whole")
    card.go.click()
    assert card.what.error()
    assert not to.exists()
    card.what.set_value(MASKED)
    card.go.click()
    assert examine(to).verdict is Verdict.WHOLE
    assert b"000-0000-7250" not in to.read_bytes()
    assert view.look is not None
    assert view.look.exports[-1].masked
    assert "4" in view._note.text()


def test_a_file_goes_into_another_folder_and_the_paper_has_its_place(
    view: DossierView, office: DeskRoom
) -> None:
    titles(view, "15")
    view._refile()
    card = view.acts.filing_card
    card.fields["folder"].set_value("12")
    card.fields["title"].set_value("情况通报")
    card.go.click()
    assert titles(view, "12") == ["情况通报"]
    view.acts.note_place(view.drawers.current())
    place = view.acts.place_card
    place.go.click()
    assert place.fields["place"].error()
    place.fields["place"].set_value("档案柜 3")
    place.fields["number"].set_value("2026-7")
    place.go.click()
    assert not place.isVisible()
    assert view._paper_at(view.pieces.records[0]) == "档案柜 3 2026-7"
    first = view.look.case.incident.id
    view.acts.note_place(None)
    place.fields["place"].set_value("档案柜 9")
    view.show_incident(filled(office).id)  # by a message or Ctrl+K while the card lies open
    place.go.click()
    assert all(one.paper is None for one in view.look.drawers)
    view.show_incident(first)
    assert "档案柜 9" in {one.paper.place for one in view.look.drawers if one.paper is not None}


def test_files_are_added_to_the_folder_that_is_open(
    view: DossierView, monkeypatch, tmp_path: Path
) -> None:
    named = tmp_path / "口径.txt"
    named.write_text("<b>统一口径</b>", encoding="utf-8")
    choose_file(monkeypatch, named)
    view.drawers.select("12")
    view._add()
    assert titles(view, "12") == ["口径.txt"]
    assert view._piece.text.toPlainText() == "<b>统一口径</b>"


def test_esc_cancels_and_nothing_is_left(
    view: DossierView, office: DeskRoom, tmp_path: Path
) -> None:
    office.disk.hold = True
    view.acts.export_to(tmp_path / "d.zip", False)
    bar = view.acts.bar
    assert bar.isVisible()
    view.activateWindow()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    office.disk.finish()
    assert not bar.isVisible()
    assert not list(tmp_path.glob("*d.zip*"))
    assert view.look is not None
    assert not view.look.exports
    assert view._note.text()


def test_an_archive_is_on_record_though_who_took_it_has_signed_out(
    office: DeskRoom, view: DossierView, tmp_path: Path
) -> None:
    who = office.desk.session.officer
    assert who is not None
    office.disk.hold = True
    view.acts.export_to(tmp_path / "d.zip", False)
    office.desk.session.sign_in(None)
    office.disk.finish()
    office.desk.session.sign_in(who)
    view.read()
    assert view.look is not None
    (row,) = view.look.exports
    assert row.by_name == who.name


def test_the_bench_measures_a_small_dossier(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "SETTLE_S", 0.05)
    monkeypatch.setattr(bench.Window, "stand_a_while", lambda *_: None)
    told = bench.run(tmp_path, 6, 4, 24_000_000)
    assert told["whole"]
    assert told["changed_told"]
    assert told["nothing_left"]
    assert told["events"] > 6
    assert told["block_ms"]["own_worst"] > 0
    assert {"export_s", "copy_mb_s", "memory_mb", "cancel_s", "reached"} <= set(told)
