"""The log on paper holds every row, and says what was corrected."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from app.base.clock import hhmmss
from app.base.ids import new_id
from app.paper.fonts import Fonts
from app.paper.log_sheet import log_pdf
from app.people.records import Role
from tests.app.paper.test_handover_sheet import read
from tests.nights import UNIT, Night
from tests.rooms import reword


def test_every_row_of_the_shift_is_there_and_corrections_name_each_other(
    duty: Night, fonts: Fonts
) -> None:
    room = duty.room
    for number in range(60):
        duty.line(f"雨量{number}毫米")
    wrong = duty.line("水位41.53米")
    reword(room.log, duty.out[Role.CHIEF], wrong, "水位41.35米", "听错")
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


def test_rare_surnames_and_words_come_out_as_they_went_in(duty: Night, fonts: Fonts) -> None:
    room = duty.room
    words = ("䶮某某报：𠮷家湾㙍上水位41.35米", "㛃、𬭎、𬍛三人已转移", "喆旻仝禤逄亓昝爨夔厍")
    for text in words:
        duty.line(text)
    entries = room.log.latest(9, room.shift.id)
    crew = [replace(place, name="爨龑昝") for place in room.shifts.crew(room.shift.id)]
    made = log_pdf(fonts, UNIT, room.shift, crew, entries, room.clock.now())
    text = unicodedata.normalize("NFC", read(made.pdf))
    assert made.missing == ()
    for wanted in (*words, "爨龑昝"):
        assert wanted in text
    assert made.faces


def test_times_of_the_gravest_incident_are_printed_with_seconds(duty: Night, fonts: Fonts) -> None:
    room = duty.room
    duty.line("增援到达")
    (entry,) = room.log.latest(1)
    grave = replace(entry, incident_id=new_id())
    crew, now = room.shifts.crew(room.shift.id), room.clock.now()
    plain = log_pdf(fonts, UNIT, room.shift, crew, [grave], now)
    exact = log_pdf(
        fonts, UNIT, room.shift, crew, [grave], now, grave=frozenset({grave.incident_id})
    )
    assert hhmmss(entry.at) in read(exact.pdf)
    assert hhmmss(entry.at) not in read(plain.pdf).split("制表")[0]
