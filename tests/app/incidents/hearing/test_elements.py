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


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ("报告人", "值班室吗,我镇上派出所的小张。"),
        ("影响范围", "一条街都淹了。"),
        ("影响范围", "路面塌了一个十来米的坑。"),
        ("发展趋势", "眼看要烧到隔壁了。"),
        ("发展趋势", "现在稳住了。"),
        ("危险源", "上面还有块大石头悬着。"),
        ("危险源", "墙要倒了。"),
        ("已采取措施", "我们把电闸拉了。"),
        ("已采取措施", "警戒线拉起来了。"),
        ("现场负责人", "矿长亲自下井了。"),
        ("需要支援", "希望县里派专家。"),
        ("需要支援", ("还缺什么?", "氧气瓶。")),
        ("现场负责人", ("谁在指挥?", "我们村支书。")),
        ("危险源", ("旁边有没有危险品?", "没有。")),
        ("已采取措施", ("采取了什么措施?", "大家散开了。")),
    ],
)
def test_an_element_is_given_by_words_or_by_an_answer(
    ear: Ear, element: str, said: str | tuple[str, str]
) -> None:
    assert element in ear("双叉河镇小茶桥村出事了。", said).given


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ("影响范围", "我不清楚多大。"),
        ("现场负责人", "镇长在县里开会。"),
        ("现场负责人", ("现场谁负责?", "不晓得。")),
        ("需要支援", ("还缺什么?", "不晓得。")),
        ("已采取措施", "还没有人来。"),
    ],
)
def test_what_was_not_told_is_asked(ear: Ear, element: str, said: str | tuple[str, str]) -> None:
    assert element in ear("双叉河镇小茶桥村出事了。", said).missing


def test_what_nobody_counted_is_no_scope(ear: Ear) -> None:
    assert "影响范围" in ear("河水漫进来了,淹了二十三家铺面。").given
    assert "影响范围" in ear("山体滑坡,有几户我没数。").missing


def test_given_and_missing_share_all_elements_out(ear: Ear) -> None:
    heard = ear("双叉河镇小茶桥村起火了,我姓梁。")
    assert not set(heard.given) & set(heard.missing)
    assert len(heard.given) + len(heard.missing) == 13
