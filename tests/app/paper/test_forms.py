"""Blank forms for the three cuts: everything asked for is there, on as few pages as it needs."""

from __future__ import annotations

import unicodedata

import pytest

from app.base.marks import Mark
from app.paper.fonts import Fonts
from app.paper.forms import Form, form_pdf
from tests.app.paper.test_sheet import NOW, read

UNIT = "示范县应急管理局值班室"
ASKED = {
    Form.PHONE: "来电时间 对方单位 对方姓名 对方职务 对方电话 事发地点 起因和经过 已采取措施 记录人",
    Form.INTAKE: "报告单位 回拨电话 事发时间 死亡 失踪/失联 涉险 转移安置 指挥人 复述确认",
    Form.ROLL_CALL: "呼叫时间 应答人 用时 与值班表一致 带班领导在岗 在岗率 没有应答不等于平安",
}


@pytest.mark.parametrize("form", list(Form))
def test_a_form_asks_for_everything_on_one_page(fonts: Fonts, form: Form) -> None:
    made = form_pdf(fonts, form, UNIT, Mark.REAL, NOW)
    text = read(made.pdf)
    assert made.missing == ()
    assert made.pages == 1
    assert form.value in text
    assert "补录" in text
    for asked in ASKED[form].split():
        assert asked in text, asked
    assert form_pdf(fonts, form, UNIT, Mark.REAL, NOW).sha256 == made.sha256


def test_units_to_be_called_are_printed_with_their_rare_characters(fonts: Fonts) -> None:
    units = ["丙湖镇", "䶮溪乡", "𠮷塘镇", "㛃坪街道"]
    made = form_pdf(fonts, Form.ROLL_CALL, UNIT, Mark.DEMO, NOW, units)
    text = unicodedata.normalize("NFC", read(made.pdf))
    assert made.missing == ()
    assert "演示数据" in text
    for unit in units:
        assert unit in text


@pytest.mark.parametrize(("towns", "pages"), [(16, 1), (17, 1), (28, 1), (29, 2), (64, 2), (65, 3)])
def test_a_roll_call_of_many_has_no_page_with_a_few_rows_left_over(
    fonts: Fonts, towns: int, pages: int
) -> None:
    made = form_pdf(fonts, Form.ROLL_CALL, UNIT, Mark.REAL, NOW, [f"第{n}镇" for n in range(towns)])
    assert made.pages == pages
    last = read(made.pdf).split(f"第{pages - 1}页共{pages}页")[-1]
    assert sum(f"第{n}镇" in last for n in range(towns)) >= min(towns // pages, 28)
