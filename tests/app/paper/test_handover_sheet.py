"""The paper says what the record says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import cv2
import pypdfium2
from pypdf import PdfReader

from app.duty.records import Category, Handling
from app.handover.records import Section, Side
from app.handover.sheet import HandoverSheet, content_sha256, qr_words, short_code
from app.incidents.records import Level
from app.paper.fonts import Fonts
from app.paper.handover_sheet import handover_pdf
from app.people.records import Role
from tests.app.paper.test_sheet import RARE
from tests.nights import Night


def read(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def signed(duty: Night) -> HandoverSheet:
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    duty.room.clock.forward(timedelta(minutes=7))
    duty.acknowledge_all(sheet)
    duty.sign(sheet, Side.IN, duty.into[Role.CHIEF])
    return duty.service.sheet(sheet.handover.id)


def test_a_busy_night_fits_on_two_pages_and_nothing_is_lost(duty: Night, fonts: Fonts) -> None:
    for number in range(10):
        duty.incident(f"第{number}起内涝", timedelta(hours=number), Level.IV)
    for number in range(290):
        category = list(Category)[number % len(Category)]
        duty.line(f"日志{number}", Handling.DONE, category)
    for number in range(8):
        duty.line(f"待办{number}找{RARE[number]}某核实", Handling.TODO)
    duty.instruction("危险区转移人员9时前不得回流。", timedelta(hours=2))
    sheet = signed(duty)
    made = handover_pdf(fonts, sheet)
    assert made.pages <= 2
    assert made.missing == ()
    text = read(made.pdf)
    for item in sheet.items:
        words = item.text.split()[-1] if item.section is Section.CREW else item.text
        assert "".join(words.split()) in text, words
    for words in (
        "交班：值班长彭例安",
        "接班：值班长翟示梅",
        "第1页共2页",
        "示范县应急管理局值班交接表（测试）",
    ):
        assert words in text, words


def test_hash_and_head_stand_on_the_paper(duty: Night, fonts: Fonts) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    sheet = signed(duty)
    digest = content_sha256(sheet)
    made = handover_pdf(fonts, sheet)
    text = read(made.pdf)
    assert digest[:32] in text
    assert digest[32:] in text
    assert short_code(sheet.handover) in text
    assert f"链首{sheet.handover.head_hash[:16].upper()}" in text
    assert f"链{sheet.handover.head_ws}第{sheet.handover.head_seq}条" in text
    assert "✓翟示梅" in text
    kept = duty.service.keep_sheet(sheet.handover.id, made.sha256)
    again = handover_pdf(fonts, duty.service.sheet(sheet.handover.id))
    assert again.sha256 == kept.sheet_sha256


def test_the_order_of_all_desks_stands_on_the_paper(duty: Night, fonts: Fonts) -> None:
    sheet = signed(duty)
    handover = replace(sheet.handover, order_no=4711, order_hash="ab" * 32)
    text = read(handover_pdf(fonts, replace(sheet, handover=handover)).pdf)
    assert "中心序4711ABABABABABABABAB" in text
    assert "中心序" not in read(handover_pdf(fonts, sheet).pdf)


def test_a_draft_cannot_pass_for_a_signed_sheet(duty: Night, fonts: Fonts) -> None:
    text = read(handover_pdf(fonts, duty.prepare()).pdf)
    assert "未生效" in text
    assert "（未签）" in text
    assert "测试数据" in text


def test_what_finds_no_room_on_two_pages_stands_in_the_annex(duty: Night, fonts: Fonts) -> None:
    for number in range(40):
        duty.line(f"待办{number}：{'下游河段加密巡查，' * 6}", Handling.TODO)
    sheet = signed(duty)
    made = handover_pdf(fonts, sheet)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made.pdf)).pages]
    assert "交班：值班长彭例安" in pages[1]
    assert "项见附页" in pages[0] + pages[1]
    assert pages[2].startswith("第1号交接表附页")
    text = "".join(pages)
    assert [f"待办{number}：" in text for number in range(40)] == [True] * 40


def test_the_qr_code_says_what_is_printed_under_it(duty: Night, fonts: Fonts) -> None:
    """Read from a picture of the page, as a telephone reads it from the paper."""
    sheet = signed(duty)
    made = handover_pdf(fonts, sheet)
    page = pypdfium2.PdfDocument(made.pdf)[0]
    picture = page.render(scale=200 / 72).to_numpy()
    read_, _, _ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert read_ == qr_words(sheet, content_sha256(sheet))
    assert short_code(sheet.handover) in read_
    assert qr_words(sheet, content_sha256(sheet)).encode() in made.pdf


def test_questions_and_reasons_are_printed(duty: Night, fonts: Fonts) -> None:
    duty.line("丙湖水库加密巡查", Handling.TODO)
    sheet = duty.prepare()
    duty.sign(sheet, Side.OUT, duty.out[Role.CHIEF])
    (item,) = sheet.of(Section.UNFINISHED)
    key, new = sheet.handover.id, duty.into[Role.CHIEF]
    duty.service.ask(key, item.id, new, "谁在巡查？")
    duty.service.answer(key, item.id, duty.out[Role.CHIEF], "水利站")
    duty.service.carry(key, item.id, new, "等水位回落")
    text = read(handover_pdf(fonts, duty.service.sheet(key)).pdf)
    for words in ("【问】谁在巡查？（翟示梅", "【答】水利站（彭例安", "【结转】等水位回落（翟示梅"):
        assert words in text, words
