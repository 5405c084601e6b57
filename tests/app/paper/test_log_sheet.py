"""The log on paper holds every row, and says what was corrected."""

from __future__ import annotations

from app.paper.fonts import Fonts
from app.paper.log_sheet import log_pdf
from app.people.records import Role
from tests.app.paper.test_handover_sheet import read
from tests.nights import UNIT, Night


def test_every_row_of_the_shift_is_there_and_corrections_name_each_other(
    duty: Night, fonts: Fonts
) -> None:
    room = duty.room
    for number in range(60):
        duty.line(f"雨量{number}毫米")
    wrong = duty.line("水位41.53米")
    room.log.correct(duty.out[Role.CHIEF], wrong, "水位41.35米", "听错")
    entries = room.log.latest(1000, room.shift.id)
    made = log_pdf(
        fonts, UNIT, room.shift, room.shifts.crew(room.shift.id), entries, room.clock.now()
    )
    text = read(made.pdf)
    assert made.pages > 1
    assert made.missing == ()
    for entry in entries:
        assert entry.text in text
    assert "已由第62条更正" in text
    assert "更正第61条" in text
    assert f"第{made.pages}页共{made.pages}页" in text
    again = log_pdf(
        fonts, UNIT, room.shift, room.shifts.crew(room.shift.id), entries, room.clock.now()
    )
    assert again.sha256 == made.sha256


def test_files_of_a_line_are_named(duty: Night, fonts: Fonts) -> None:
    room = duty.room
    duty.line("附现场照片")
    (entry,) = room.log.latest(1)
    crew, now = room.shifts.crew(room.shift.id), room.clock.now()
    files = {entry.id: ("现场.jpg", "方案.pdf")}
    made = log_pdf(fonts, UNIT, room.shift, crew, [entry], now, files)
    assert "（附件现场.jpg、方案.pdf）" in read(made.pdf)
