"""Cameras entered and changed at the page: what is told at the field, and where a password never goes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.base import spreadsheet, trace
from app.base.bus import Changed
from app.base.ids import new_id
from app.base.keyfile import KeyFile
from app.base.marks import Mark
from app.base.secrets import Login, SecretKind, Secrets
from app.people.passwords import DevicePasswords
from app.people.records import Role
from app.video.coverage import RemoteTownships
from app.video.exchange import Exchange
from app.video.logins import CameraLogins
from app.video.records import CameraKind
from app.video.registry import Registry
from app.video.scene_exchange import SceneExchange
from db.stores.secrets import SecretRows
from db.stores.video import CameraRows
from tests.deskroom import DeskRoom
from tests.jobs import JobsInOrder
from tests.rooms import officer
from widgets.video.boards import Boards
from widgets.video.login import LoginCard
from widgets.video.page import VideoPage
from widgets.video.rooms import CameraRooms
from widgets.wiring.cameras import CameraPlaces

SECRET = "Zq7/w@rd:81"
PASTED = f"rtsp：//admin:{SECRET}@10.0.0.9:554/live"


@pytest.fixture
def secrets(room, tmp_path: Path) -> Secrets:
    return Secrets(room.db, SecretRows(room.db), KeyFile(tmp_path / "elsewhere" / "k"))


@pytest.fixture
def rooms(room, desk, secrets, office: DeskRoom) -> CameraRooms:
    reads = CameraRows(room.db)
    room.db._publish = desk.bus.publish
    logins = CameraLogins(lambda: secrets.read(SecretKind.CAMERA))
    return CameraRooms(
        Registry(room.db, reads), Exchange(room.db, reads, Mark.TEST),
        SceneExchange(room.db, reads, reads, Mark.TEST), DevicePasswords(secrets), logins,
        office.drafts, lambda: ["云洛镇"], Mark.TEST, desk.disk, desk.disk,
        RemoteTownships(room.db, reads, Mark.TEST),
    )  # fmt: skip


@pytest.fixture
def page(desk, wall, board: Boards, rooms, qtbot) -> Iterator[VideoPage]:
    made = VideoPage(
        desk, wall, board, lambda camera: None, lambda camera, shot: None,
        lambda page: LoginCard(desk, page, rooms.passwords, rooms.logins), rooms=rooms,
    )  # fmt: skip
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    yield made
    made.preview.hang(None)


def put(page: VideoPage, **typed: str) -> None:
    """As if typed, without the input method."""
    form = page.acts.form.form
    for name, text in typed.items():
        form.fields[name].set_value(text)
        form.fields[name].changed.emit()


def test_a_password_that_was_pasted_is_sealed_and_lies_in_no_file(
    page, room, secrets, office, tmp_path: Path, said
) -> None:
    log = logging.FileHandler(tmp_path / "duty.log", encoding="utf-8")
    log.setFormatter(trace._Masking("%(message)s"))
    logging.getLogger().addHandler(log)
    view = page.acts.form
    page.acts.new()
    put(page, code="77", name="东桥", url_main=PASTED)
    form = view.form
    assert form.fields["url_main"].value() == "rtsp://10.0.0.9:554/live"
    assert (form.user.value(), form.password.edit.text()) == ("admin", SECRET)
    assert "sealed" in view._said.text()
    view._draft.save()
    logging.getLogger("x").warning("cannot open %s", PASTED)
    logging.getLogger().removeHandler(log)
    log.close()
    view.submit()
    camera = next(c for c in page.board.cameras if c.code == "77")
    assert secrets.read(SecretKind.CAMERA)[str(camera.id)] == Login("admin", SECRET)
    assert (form.user.value(), form.password.edit.text()) == ("", "")
    page.acts.choose_export(str(tmp_path / "out.csv"))
    page.acts.choose_export(str(tmp_path / "out.xlsx"))
    page.grab().save(str(tmp_path / "page.png"))
    assert "10.0.0.9" in (tmp_path / "duty.log").read_text("utf-8")
    assert "rtsp" in (tmp_path / "out.csv").read_text("utf-8-sig")
    parts = (SECRET.encode(), b"w@rd", b"Zq7")
    held = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(held) > 4
    assert [p.name for p in held for part in parts if part in p.read_bytes()] == []


def test_an_answer_that_comes_late_touches_nothing_that_is_typed_since(
    page, desk, room, office, said
) -> None:
    """The store is slow; meanwhile another officer sits down, or the same one changes another camera."""
    view, jobs = page.acts.form, JobsInOrder()
    view._desk = replace(desk, store=jobs)

    def enter(code: str) -> None:
        page.acts.new()
        put(page, code=code, name="东桥", url_main="rtsp://10.0.0.9/a")
        jobs.hold = True
        view.submit()
        assert not view.form.isEnabled()

    enter("81")
    desk.session.sign_in(room.watch)
    view.ask_new()
    put(page, code="82", name="西桥")
    view._draft.save()
    jobs.finish()
    assert "81 is kept" in said
    assert view.form.fields["name"].value() == "西桥"
    assert "82" in {one.fields["code"] for one in office.drafts.all()}
    desk.session.sign_in(room.chief)
    other = next(one for one in page.board.cameras if one.code == "01-F-07")
    for code, name in (("83", "南桥"), ("83", "北桥")):
        put(page, name="")
        enter(code)
        view.ask_change(other)
        put(page, name=name)
        jobs.finish()
        assert (view.seen, view.form.fields["name"].value()) == (other, name)
        assert view.isVisible()
        assert view.form.isEnabled()
        view.leave()
    assert "83 was not kept" in said[-1], "the number is taken"


def test_while_an_address_is_typed_its_draft_holds_none_of_it(page, office) -> None:
    page.acts.new()
    put(page, code="78", url_main=f"rtsp://admin:{SECRET[:4]}")
    page.acts.form._draft.save()
    (draft,) = office.drafts.all()
    assert (draft.fields["code"], draft.fields["url_main"]) == ("78", "")
    assert not {"user", "password"} & draft.fields.keys()


def test_what_is_wrong_is_told_at_its_field_and_full_width_is_mended(page, qtbot) -> None:
    page.acts.new()
    view = page.acts.form
    put(page, code="79", name="x", url_main="rtsp：／／10．0．0．8／a b")
    view.form._settled("url_main")
    assert view.mend.isVisible()
    view.form.fields["url_main"].set_value("rtsp：／／10．0．0．8／a")
    view.submit()
    assert "full-width" in view.form.fields["url_main"].error()
    QTest.keyClick(page, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert view.form.fields["url_main"].value() == "rtsp://10.0.0.8/a"
    put(page, lat="north", lon="1")
    view.submit()
    assert "north" in view.form.fields["lat"].error()
    put(page, lat="28.5")
    view.fill_place(28.6, 109.6, "云洛镇")
    view.compass._turn(225)
    put(page, user="admin")
    view.submit()
    assert view.form.password.error()
    put(page, user="")
    view.submit()
    camera = next(c for c in page.board.cameras if c.code == "79")
    assert (camera.direction_deg, camera.township, camera.lat) == (225.0, "云洛镇", 28.6)
    assert page.list.camera() == camera
    assert page.views.currentWidget() is page.inside


def test_two_officers_at_one_camera_and_who_sits_down_meanwhile(
    page, rooms, four, desk, room
) -> None:
    page.list.table.select(four[0].id)
    page.acts.change()
    view = page.acts.form
    theirs = rooms.registry.keep(
        "other",
        replace(four[0], name="他们的名", remark="夜间无灯"),
        four[0],
    )
    desk.bus.publish(Changed("camera", str(theirs.id)))
    put(page, name="我的名")
    view.submit()
    assert "他们的名" in view.form.fields["name"].error()
    assert view.form.fields["remark"].value() == "夜间无灯", "what was not touched follows"
    view.submit()
    now = next(c for c in page.board.cameras if c.id == four[0].id)
    assert (now.name, now.remark) == ("我的名", "夜间无灯")
    page.acts.change()
    view.form.password.set_value(SECRET)
    desk.session.sign_in(room.watch)
    assert view.form.password.edit.text() == ""
    assert page.views.currentWidget() is page.inside
    page.acts.change()
    assert page.views.currentWidget() is page.inside, "who may not is told"
    assert room.watch.role.value in page.beside.said


def test_out_of_service_and_retired_and_a_table_taken_in(page, four, tmp_path: Path) -> None:
    page.list.table.select(four[1].id)
    page.acts.out_or_back()
    page.acts.out.submit()
    assert page.acts.out.why.error()
    page.acts.out.why.set_value("送修")
    page.acts.out.submit()
    assert page.list.camera().out_of_service == "送修"
    page.acts.out_or_back()
    assert page.list.camera().out_of_service == ""
    page.acts.out_or_back()
    page.acts.out.extra.click()
    assert page.list.camera() is None, "a retired one stands in no list"
    file = tmp_path / "in.csv"
    file.write_text(
        f"编号,名称,类别,主码流地址\n80,新桥,固定,rtsp://a:{SECRET}@h/x\n81,,固定,x\n", "utf-8"
    )
    page.acts.choose_import(str(file))
    assert page.views.currentWidget() is page.acts.imports
    assert len(page.acts.imports.plan.refused) == 1
    page.acts.imports.keep()
    made = next(c for c in page.board.cameras if c.code == "80")
    assert (
        page.acts._rooms.passwords._secrets.read(SecretKind.CAMERA)[str(made.id)].password == SECRET
    )


def test_scenes_go_out_and_come_in_by_keys_and_what_is_not_known_is_told(
    page, board, four, desk, room, tmp_path: Path, said, monkeypatch
) -> None:
    file = tmp_path / "场景.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    alt, view = Qt.KeyboardModifier.AltModifier, page.tables.imports

    def trade(key: Qt.Key) -> None:
        page.scenes.ask_about(board.chosen)
        QTest.keyClick(page.scenes, key, alt)
        assert not page.scenes.isVisible()

    board.hang(2, four[1])
    board.keep_scene("汛期", "", board.chosen.kept())
    trade(Qt.Key.Key_X)
    assert "1 scenes were written" in said[-1]
    rows = spreadsheet.read(file)
    board.end_scene(board.scenes[0])
    file.write_bytes(
        spreadsheet.as_named(file, [*rows, ["汛期", "", "4", "", "3", "99-Z-99", ""]], "x")
    )
    trade(Qt.Key.Key_I)
    assert page.views.currentWidget() is view
    (refused,) = view.plan.refused
    assert "99-Z-99" in refused.told
    view.keep()
    assert [(one.name, one.cameras) for one in board.scenes] == [("汛期", ("", str(four[1].id)))]
    desk.session.sign_in(officer("领导", Role.OBSERVER))
    trade(Qt.Key.Key_I)
    assert "may not" in page.beside.said


def test_a_test_of_a_camera_says_in_words_what_to_do_and_goes_into_a_ticket(page, four) -> None:
    page.list.table.select(four[3].id)
    page.acts.test()
    view = page.acts.diagnosis
    assert page.views.currentWidget() is view
    assert "port 1 is closed" in view.verdict.text()
    assert "switch RTSP on" in view.verdict.text()
    heights = [view.table.view.rowHeight(n) for n in range(len(view.table.records))]
    assert [60 if one.next else 36 for one in view.table.records] == heights, (
        "as many lines as told"
    )
    words: list[tuple[str, str]] = []
    page.fault_found.connect(lambda device, why: words.append((device, why)))
    page.list.table.select(four[0].id)
    view.report.click()
    assert four[3].code in words[0][0], "of the one that was tested"
    assert words == [(page.faulty(four[3]), view.verdict.text())]
    assert "127.0.0.1" in view.text(), "who mends it needs the place"
    assert four[3].code in view.text()


def test_a_place_is_for_the_form_only_until_it_is_left(page, desk, four) -> None:
    places = CameraPlaces(desk, page, lambda _: None)
    page.list.table.select(four[0].id)
    page.acts.change()
    page.place_wanted.emit()
    assert places.taken(30.5, 117.25, "")
    assert page.acts.form.form.fields["lat"].value() == "30.500000"
    page.place_wanted.emit()
    page.acts.form.leave()
    assert not places.taken(30.6, 117.3, ""), "it is of an incident by now"


def test_coverage_counts_what_works_in_townships_that_were_told_to_be_remote(
    page, rooms, four, desk, room
) -> None:
    body = replace(four[0], id=new_id(), code="90", kind=CameraKind.BODY)
    rooms.registry.keep("x", body, None)
    page.board.load()
    view = page.acts.coverage
    page.show_view(view)
    assert view.bodies.text().endswith("—（0/0）"), "nothing is remote that nobody told"
    view.table.select("云洛镇")
    view.turn_over()
    desk.bus.publish(Changed("remote_township", ""))
    assert view.bodies.text().endswith("100.0%（1/1）")
    rooms.registry.put_out("x", body, "送修")
    page.board.load()
    assert view.bodies.text().endswith("0.0%（0/1）")
    desk.session.sign_in(room.watch)
    view.turn_over()
    assert room.watch.role.value in view._said.text()


def test_every_finding_has_words() -> None:
    from app.base.findings import Mark
    from app.video.diagnosis import Finding, Step
    from app.video.records import Which
    from app.video.states import Reason
    from widgets.video.diagnosis_words import _MEANS, _NEXT, means, what_next

    names = ("host", "port", "where", "status", "server", "way", "realm", "coding", "size", "fps")
    figures = dict.fromkeys((*names, "kbps", "gop_s", "key_s", "jitter_ms"), "1")
    for step, code in _MEANS:
        assert "{" not in means(Finding(Which.MAIN, step, Mark.GOOD, code, 0.1, figures))
    for reason in Reason:
        one = Finding(Which.MAIN, Step.PICTURES, Mark.BAD, reason.value, 0.1)
        assert means(one)
        assert what_next(one)
    assert all(what_next(Finding(Which.MAIN, s, Mark.BAD, c, 0.1, figures)) for s, c in _NEXT)
