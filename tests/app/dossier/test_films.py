"""Recordings of an incident in its dossier: taken in, or named with their hash; the archive proves itself."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.base.marks import Mark
from app.dossier.archive import Verdict, Wish, examine
from app.dossier.folders import load_folders
from app.dossier.service import Dossiers
from app.paper import dossier_export
from app.paper.dossier_export import DossierExport
from app.people.covering import covered_text
from db.attachments import Files
from db.stores.dossier import DossierRows
from tests.app.dossier.test_folders import FONTS
from tests.app.incidents.test_filming import Set, fire
from tests.app.video.conftest import a_camera
from tests.rooms import RULES, Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = open_room(tmp_path / "duty.db")
    yield made
    made.db.close()


def test_films_are_taken_in_or_named_with_their_hash_and_the_archive_is_whole(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = a_camera("rtsp://127.0.0.1/x")
    with room.db.change("system", "camera.enter", ("camera", camera.code)) as change:
        change.put("camera", camera)
    filming, incident = Set(tmp_path / "录像", room), fire(room)
    clip = filming.film(camera, incident_id=incident.id)
    footage = filming.book.footage(clip.id)
    assert footage is not None
    (part,) = footage.parts
    folders = load_folders(RULES.parent / "dossier.toml")
    dossiers = Dossiers(
        room.db, DossierRows(room.db), folders, room.log, room.db.head, room.clock, Mark.TEST
    )

    def make(name: str, masked: bool = False) -> tuple[Path, dict[str, str]]:
        maker = DossierExport(
            FONTS, "示范县应急管理局", Files(tmp_path / "blobs"), None,  # type: ignore[arg-type]
            covered_text, filming.films.stream,
        )  # fmt: skip
        look = dossiers.look(incident.id)
        assert look is not None
        (item,) = next(one for one in look.drawers if one.folder.no == "10").items
        assert item.film == part
        to = tmp_path / name
        assert maker.size(look, masked) > 0
        wish = Wish(to, "向示月", room.clock.now(), masked)
        maker.make(look, wish, lambda *_: None, lambda: False)
        with zipfile.ZipFile(to) as held:
            rows = json.loads(held.read("manifest.json"))["files"]
        return to, next(row for row in rows if "录像" in row["path"])

    whole, row = make("whole.zip")
    assert row["sha256"] == row["film_sha256"] == part.sha256
    assert row["kept_at"] == f"desk-a：{part.file}"
    assert examine(whole).verdict is Verdict.WHOLE
    masked, row = make("masked.zip", masked=True)
    assert row["left_out"] == "masked"
    monkeypatch.setattr(dossier_export, "LARGEST", 10)
    large, row = make("large.zip")
    assert (row["left_out"], row["film_sha256"]) == ("too_large", part.sha256)
    monkeypatch.undo()
    filming.films.place(part).write_bytes(b"another")
    changed, row = make("changed.zip")
    assert row["left_out"] == "changed"
    for archive in (masked, large, changed):
        told = examine(archive)
        assert told.verdict is Verdict.WHOLE, "what is not in it is named, and the rest is whole"
        (said,) = [line for line in told.lines if "录像" in line and "未收入" in line]
        assert part.sha256 in said
        assert "desk-a" in said
