"""Where it happened, by the names of the county."""

from __future__ import annotations

import pytest

from tests.app.incidents.hearing.conftest import Ear


def test_a_township_follows_from_a_village_whose_name_is_unique(ear: Ear) -> None:
    where = ear("老桂岭起火了。").where
    assert (where.village, where.town, where.towns_possible) == ("老桂岭村", "梨子坪镇", ())


def test_a_name_of_two_townships_has_to_be_asked(ear: Ear) -> None:
    where = ear("我是老榆塘村的,山洪下来了。").where
    assert (where.village, where.town) == ("老榆塘村", "")
    assert where.towns_possible == ("野鹿溪乡", "铜鼓坪镇")
    said = ear("老榆塘村山洪下来了。", ("哪个乡镇的?", "野鹿溪的。")).where
    assert (said.town, said.towns_possible) == ("野鹿溪乡", ())
    other = ear("下桂井村烧山了,是我们高望坪的下桂井,不是落溪坝那个。").where
    assert other.town == "高望坪镇"


def test_a_corrected_place_is_replaced(ear: Ear) -> None:
    assert ear("在白杉坳村,不对,是小栗坨村起火了。").where.village == "小栗坨村"


def test_several_villages_at_once_are_no_one_village(ear: Ear) -> None:
    where = ear("野鹿溪乡青栗冲、新竹坪两个村没水吃。").where
    assert (where.town, where.village) == ("野鹿溪乡", "")


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("省道901双叉河镇新椿洞村,K23那里翻了一辆车。", ("省道901K23", "双叉河镇新椿洞村")),
        ("石垭口镇白枫垭村四组滑坡了。", ("石垭口镇白枫垭村四组",)),
        ("小樟湾社区三栋二单元炸了。", ("小樟湾社区三栋二单元",)),
        ("石垭口锰矿三号井冒顶。", ("石垭口锰矿三号井",)),
        ("云洛镇人民路红星超市后门起火了。", ("云洛镇人民路红星超市后门",)),
        ("县城河西大道的金色年华KTV着火了。", ("河西大道金色年华KTV",)),
        ("石垭口镇的仙人洞景区,缆车停了。", ("石垭口镇仙人洞景区",)),
        ("下枫坡村六组大水井边上,翻了台车。", ("下枫坡村六组大水井边上",)),
    ],
)
def test_road_group_house_and_pit_stand_in_the_text(
    ear: Ear, words: str, parts: tuple[str, ...]
) -> None:
    text = ear(words).where.text
    assert all(part in text for part in parts), text


def test_those_who_come_and_where_the_hurt_are_taken_are_no_place(ear: Ear) -> None:
    heard = ear("石垭口锰矿冒顶,送镇卫生院了,请调矿山救护队。")
    assert (heard.where.text, heard.where.town) == ("石垭口锰矿", "石垭口镇")


def test_nothing_said_is_nothing_suggested(ear: Ear) -> None:
    heard = ear("起火了,快来人!")
    assert (heard.where.text, heard.where.town, heard.where.village) == ("", "", "")
    assert "具体地点" in heard.missing
