"""The record of the radio: sifted, raw bytes on demand, tied by hand, taken away; it only grows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.base import spreadsheet
from app.base.ids import new_id
from app.base.marks import Mark
from app.incidents.said import Said
from app.paper.fonts import Fonts
from app.paper.radio_sheet import radio_pdf
from app.radio.board import Gateway
from app.radio.events import (
    AlarmKind,
    Emergency,
    Heard,
    Linked,
    LinkState,
    Position,
    TalkerEnd,
    TalkerStart,
    TextIn,
)
from app.radio.history import OURS, Sieve, dump
from app.radio.records import HeardKind, RadioEvent
from db.stores.radio import RadioRows
from tests.deskroom import DeskRoom, open_desk
from tests.jobs import JobsInOrder
from tests.widgets.wiring.conftest import Line
from widgets.radio.record_rooms import RecordRooms
from widgets.radio.record_view import RecordView

FIRST, SECOND = 16770105, 371102


class Net:
    """A sheet over a real record, and the air."""

    def __init__(self, office: DeskRoom) -> None:
        from app.radio.service import RadioService

        self.office, self.room, self.desk = office, office.room, office.desk
        self.rows = RadioRows(self.room.db)
        self.radio = RadioService(
            self.rows, self.room.db, self.desk.store, self.desk.bus, self.room.clock, Mark.TEST
        )
        self.radio.attach(Gateway("A", "值班室", "/dev/none"), Line())
        self.radio.record.enter_shift(self.room.shift.id)
        self.fonts = Fonts()
        self.view = RecordView(self.desk, self.rooms())

    def rooms(self) -> RecordRooms:
        intake = self.room.intake
        return RecordRooms(
            self.radio, self.rows, intake.open, intake.incident, lambda _: "06-24 08:30",
            lambda *told: radio_pdf(self.fonts, "示范县", Mark.TEST, *told, self.room.clock.now()),
        )  # fmt: skip

    def hear(self) -> None:
        """A night: a text, a call, positions, an outage, an emergency, a text of ours."""
        clock, radio = self.room.clock, self.radio

        def heard(raw: str) -> Heard:
            clock.forward(timedelta(seconds=20))
            return Heard("A", clock.now(), raw)

        radio.hear(LinkState(heard(""), Linked.UP))
        radio.hear(TextIn(heard("0980a1"), FIRST, 931, True, "水位 %上涨", 1))
        radio.hear(TalkerStart(heard("0244b8"), 1, SECOND, 931, True))
        radio.hear(TalkerEnd(heard("0245"), 1, SECOND))
        radio.hear(LinkState(heard(""), Linked.DOWN, "unplugged"))
        radio.hear(LinkState(heard(""), Linked.UP))
        for n in range(3):
            radio.hear(
                Position(heard("08a002"), SECOND, 28.5 + n / 100, 109.7, None, True, 4.0, 9, -81)
            )
        radio.hear(Emergency(heard("08b003414f"), FIRST, AlarmKind.BUTTON, 1, None))
        clock.forward(timedelta(seconds=5))
        radio.send_text(FIRST, "请回话", str(self.room.watch.id), self.room.watch.name)


@pytest.fixture
def net(tmp_path: Path, theme, qtbot) -> Iterator[Net]:
    office = open_desk(tmp_path, theme, JobsInOrder)
    made = Net(office)
    qtbot.addWidget(made.view)
    made.hear()
    office.desk.session.sign_in(made.room.watch)
    office.desk.session.enter(made.room.shift.id)
    made.view.resize(1500, 800)
    made.view.show()
    office.store.finish() if hasattr(office.store, "finish") else None
    yield made
    office.room.db.close()


def kinds(net: Net) -> list[str]:
    return [
        one.kind.value if isinstance(one, RadioEvent) else OURS for one in net.view.table.records
    ]


def test_the_record_is_sifted_shown_with_its_bytes_tied_and_taken_away(
    net: Net, qtbot: Any, tmp_path: Path
) -> None:
    view, store = net.view, net.office.store
    qtbot.waitUntil(lambda: len(view.table.records) == 7)
    assert kinds(net)[:2] == [OURS, HeardKind.EMERGENCY], "newest first"
    view.kind.set_value("")
    view.kind.changed.emit()
    qtbot.waitUntil(lambda: len(view.table.records) == 10)
    for field, text, left in (
        (view.words_field, "%上", 1),
        (view.radio, str(FIRST), 3),
        (view.group, "931", 2),
    ):
        field.set_value(text)
        view.read()
        qtbot.waitUntil(lambda left=left: len(view.table.records) == left)
        field.set_value("")
    view.radio.set_value("甲")
    view.read()
    assert view.trouble.isVisible()
    view.radio.set_value("")
    view.read()
    qtbot.waitUntil(lambda: len(view.table.records) == 10)

    alarm = next(one for one in view.table.records if getattr(one, "kind", "") == "紧急报警")
    view.table.select(alarm.id)
    assert not view._raw.isVisible()
    view.turn_raw()
    assert "08 b0 03 41 4f" in view._raw.text()
    assert view._raw.text().endswith("...AO")

    case = net.room.intake.register(
        net.room.watch, net.room.shift.id, new_id(), Said(course="山洪", place="老榆塘村")
    )
    view._offer([case])
    view.incident.set_value(str(case.id))
    view.tie()
    store.finish()
    assert net.rows.lines_of([alarm.id])[0].incident_id == case.id
    qtbot.waitUntil(lambda: case.no in view._about.text())
    view.take_off()
    store.finish()
    assert net.rows.lines_of([alarm.id])[0].incident_id is None
    view.tie()
    store.finish()

    view.export(str(tmp_path / "记录.xlsx"))
    store.finish()
    qtbot.waitUntil((tmp_path / "记录.xlsx").exists)
    rows = spreadsheet.read(tmp_path / "记录.xlsx")
    assert len(rows) == 11
    row = next(one for one in rows if "紧急报警" in one)
    assert row[-1] == "08b003414f"
    assert any(case.no in cell for cell in row)
    view.print_page()
    qtbot.waitUntil(view.preview.isVisible)
    assert view.preview.paper.pages == 1
    view.print_page()
    assert not view.preview.isVisible()


def test_a_part_of_the_record_follows_the_other_and_nobody_uncovered_takes_it_away(
    net: Net, qtbot: Any, tmp_path: Path
) -> None:
    whole = net.rows.history(Sieve(), 100)
    assert len(whole) == 10
    first = net.rows.history(Sieve(), 4)
    rest = net.rows.history(Sieve(), 100, first[-1])
    assert [one.id for one in (*first, *rest)] == [one.id for one in whole]
    shift = Sieve(shift_id=net.room.shift.id)
    assert len(net.rows.history(shift, 100)) == 10
    assert net.rows.history(Sieve(shift_id=new_id()), 100) == []
    assert net.rows.history(Sieve(until=whole[-1].at), 100) == []
    (back,) = [one for one in whole if getattr(one, "seconds", None) and one.kind == "网关"]
    assert "中断 00′20″" in back.text
    assert dump(whole[0]) == ""
    net.desk.session.sign_in(None)
    net.view.export(str(tmp_path / "x.xlsx"))
    assert not (tmp_path / "x.xlsx").exists()
    assert net.view.trouble.isVisible()
