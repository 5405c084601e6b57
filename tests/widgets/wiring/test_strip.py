"""The strip shows the responses in force before the warnings, and the special periods with the shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from app.base.clock import local_day
from app.callout.warnings import WarningRegister
from app.duty.responses import Basis
from app.duty.special import Told
from app.people.records import Role
from db.stores.callout import WarningRows
from tests.deskroom import DeskRoom
from widgets.kit.chips import Pennant
from widgets.kit.sound import Sounds
from widgets.shell.status import Status
from widgets.wiring.lamps import Lamps


class _Wall:
    def __init__(self) -> None:
        self.response = ""

    def show_notices(self, _notices: object) -> None: ...

    def show_response(self, words: str) -> None:
        self.response = words


def test_responses_and_periods_stand_in_the_strip(qtbot, office: DeskRoom) -> None:
    room, desk, status, wall = office.room, office.desk, Status("示范县"), _Wall()
    held = SimpleNamespace(
        study=room.study,
        shifts=room.shifts,
        warnings=WarningRegister(room.db, WarningRows(room.db), room.clock, desk.bus.publish),
        radio=SimpleNamespace(gateways=list),
    )
    lamps = Lamps(desk, status, held, Sounds(desk.theme), wall, lambda: 0)  # type: ignore[arg-type]
    assert status.marks == ()
    chief = replace(room.chief, role=Role.LEADER)
    basis = Basis("田演平", "示防指〔2026〕6号", "暴雨")
    made = room.study.responses.start(chief, room.shift.id, "防汛抗旱", "Ⅱ级", basis)
    assert status.marks == (Pennant("防汛抗旱 Ⅱ级"),)
    assert wall.response == "防汛抗旱 Ⅱ级响应"
    room.study.responses.end(chief, room.shift.id, made, basis)
    assert status.marks == ()
    assert wall.response == ""
    today = local_day(room.clock.now())
    told = Told("主汛期", "汛期", today, today + timedelta(days=3), "", False, (), "市防指")
    room.study.periods.enter(room.chief, None, told)
    assert status.shift.endswith("主汛期")
    lamps.deleteLater()
