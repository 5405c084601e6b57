"""Which elements a call holds, and which are asked next."""

from __future__ import annotations

import pytest

from tests.app.incidents.hearing.conftest import Ear


@pytest.mark.parametrize(
    "words",
    [
        "姓覃,覃演芝。",
        "免贵姓单,单位的单。",
        "我是项目经理瞿示东。",
        "我后樟垭村的,村主任梁范海。",
        "高望坪林业站,贾演山。",
        "麻栗溪乡值班室,我欧阳示波。",
    ],
)
def test_a_name_or_a_surname_is_the_reporter(ear: Ear, words: str) -> None:
    assert "报告人" in ear(words).given


@pytest.mark.parametrize("words", ["快来人!", "我路过的,不留名了。", "我在上面坡上。"])
def test_who_gives_no_name_is_asked(ear: Ear, words: str) -> None:
    assert "报告人" in ear("着火了。", words).missing


def test_casualties_are_given_only_with_the_dead_and_every_severity(ear: Ear) -> None:
    assert "伤亡" in ear("翻车了,没有死亡,医生说两个轻伤。").given
    assert "伤亡" in ear("翻车了,没有死亡,两个受伤。").missing
    assert "伤亡" in ear("翻车了,两个轻伤。").missing
    assert "伤亡" in ear("翻车了,死了两个,伤了好几个,没数。").missing


def test_who_is_on_the_way_does_not_command(ear: Ear) -> None:
    assert "现场负责人" in ear("翻车了,乡里书记正往这边赶。").missing
    assert "现场负责人" in ear("翻车了,乡长麻范山在现场。").given
    assert "现场负责人" in ear("翻车了。", ("谁在现场?", "副镇长滕演福。")).given
    assert "现场负责人" in ear("翻车了。", ("谁在现场?", "不晓得。")).missing


def test_what_nobody_counted_is_no_scope(ear: Ear) -> None:
    assert "影响范围" in ear("河水漫进来了,淹了二十三家铺面。").given
    assert "影响范围" in ear("山体滑坡,有几户我没数。").missing


def test_given_and_missing_share_all_elements_out(ear: Ear) -> None:
    heard = ear("双叉河镇小茶桥村起火了,我姓梁。")
    assert not set(heard.given) & set(heard.missing)
    assert len(heard.given) + len(heard.missing) == 13
