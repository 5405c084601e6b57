"""What becomes of a call, which kind it is, its level, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.base.clock import local
from app.incidents.hearing import Disposition, Open, People
from tests.app.incidents.hearing.conftest import Ear

KNOWN = Open(
    "first",
    datetime.fromisoformat("2026-08-12T14:20:00+08:00"),
    "road_traffic",
    "事故灾难",
    "like_work",
    "麻栗溪乡",
    "后栗田村",
    "县道903麻栗溪乡后栗田村大弯",
    "000-0000-3345",
    {People.DEAD: 2, People.MISSING: 1},
    "较大",
)

KINDS = [
    ("后山坟山起火了,松树都烧着了。", "forest_fire"),
    ("云洛纸箱厂仓库着火了。", "fire"),
    ("煤气罐炸了。", "gas_blast"),
    ("罐车翻了,盐酸在漏。", "chemicals"),
    ("井下冒顶了。", "mine"),
    ("双叉河采石场,边坡垮了,埋了一台挖机。", "mine"),
    ("脚手架垮了。", "building_site"),
    ("化粪池里两个人没上来。", "confined"),
    ("面粉厂除尘房炸了,粉尘爆炸。", "dust"),
    ("叉车翻了,压到人了。", "lifting"),
    ("锅炉炸了,旁边甲醇罐在漏。", "boiler"),
    ("过山车停在高头,人挂在上面。", "ropeway"),
    ("一台小车冲到水库里去了。", "car_in_water"),
    ("掘进头垮了顶,瓦斯出来了。", "mine"),
    ("落了一夜雪,电线上结了凌,压断两根电杆。", "ice"),
    ("下雹子了,屋顶都打穿了,围墙倒了。", "storm"),
    ("好几个群里在传水库要垮坝,是不是真的?", "rumour"),
    ("栏里的猪不吃食,死了二十头。", "animal_disease"),
    ("喜酒吃坏了,好多人在呕。", "food_poisoning"),
    ("老板不给工钱,有人爬到塔吊上要跳。", "crowd"),
    ("河堤冒水,堤脚翻沙。", "reservoir"),
    ("前面拐弯的地方两车剐蹭了。", "road_traffic"),
    ("烤火煤气中毒,叫不醒了。", "co"),
    ("电梯卡住了。", "lift"),
    ("缆车停在半空。", "ropeway"),
    ("渡船翻了。", "boat"),
    ("火车撞了人。", "railway"),
    ("面包车翻到沟里了。", "road_traffic"),
    ("小孩掉河里了。", "drowning"),
    ("我们爬山迷路了,下不来。", "lost"),
    ("河里死鱼,水面一层油。", "pollution"),
    ("全镇停电了。", "blackout"),
    ("大风把瓦掀了,全村停电,高压线断了。", "storm"),
    ("山体滑坡埋了房子。", "landslide"),
    ("泥石流下来了。", "debris_flow"),
    ("滚石头下来砸了车。", "rockfall"),
    ("坝脚冒浑水,水库要垮。", "reservoir"),
    ("山洪冲下来了。", "flash_flood"),
    ("农贸市场淹了,下水道往外冒。", "waterlogging"),
    ("路上结冰,车动不了。", "ice"),
    ("半个月没下雨,没水吃,田干裂了。", "drought"),
    ("刚才是不是地震了?吊灯在摇,晃了几下。", "earthquake"),
    ("吃酒席的人又吐又拉肚子。", "food_poisoning"),
    ("班上好多学生发烧咳嗽。", "epidemic"),
    ("养猪场的猪成批死了,怕是猪瘟。", "animal_disease"),
    ("要工资的把大门堵了,拉横幅。", "crowd"),
    ("有人拿刀砍人。", "crime"),
    ("两个村的人为抽水打起来了。", "brawl"),
    ("尾矿库坝脚冒浑水。", "tailings"),
    ("我的猪一头接一头地死。", "animal_disease"),
    ("学生下楼踩到一起了。", "stampede"),
    ("粮仓里面埋了一个工人。", "confined"),
    ("玻璃栈道碎了。", "ropeway"),
    ("养老院凌晨四点着火了。", "fire"),
    ("围堰垮了,水灌进来。", "building_site"),
    ("球磨机检修的时候把人夹了。", "machine"),
    ("风太大,一棵大树倒了,压在电线上,一条街都停电了。", "storm"),
    ("水库闸门坏了,关不下去。", "reservoir"),
    ("我们在老矿洞里走岔了,手电快没电了。", "lost"),
    ("我们被水围住了,一下子就来了。", "flash_flood"),
]


@pytest.mark.parametrize(("words", "key"), KINDS, ids=[key for _, key in KINDS])
def test_the_kind_follows_from_the_callers_words(ear: Ear, words: str, key: str) -> None:
    assert ear(words).what.key == key


def test_denied_words_and_the_officers_words_are_no_sign(ear: Ear) -> None:
    heard = ear("后山起火了,松树在烧。", ("有没有电线、加油站?", "加油站没有。"))
    assert heard.what.key == "forest_fire"


def test_the_name_of_a_village_is_no_sign(ear: Ear) -> None:
    assert ear("麻栗溪乡长松桥村电断了,全村停电。").what.key == "blackout"
    assert ear("双叉河镇半柳塘村漏电,着火了。").what.key == "fire"


def test_a_follow_up_belongs_to_its_event_and_keeps_its_time(ear: Ear) -> None:
    heard = ear(
        "麻栗溪乡值班室,我田示兵。下午那个车祸,续报一下。那个人找到了,医生确认死亡,死亡是三个。没有失踪的了。",
        earlier=(KNOWN,),
    )
    assert (heard.disposition, heard.belongs_to) == (Disposition.UPDATE, "first")
    assert (heard.graded.confirmed, heard.when.at) == ("较大", None)
    assert heard.counts[People.MISSING].number == 0
    assert "省应急管理厅" in {one.what for one in heard.tell}
    assert heard.written_by == datetime.fromisoformat("2026-08-12T17:05:00+08:00")
    assert heard.phoned_by == datetime.fromisoformat("2026-08-12T16:05:00+08:00")


def test_the_same_again_is_merged_only_near_and_within_a_day(ear: Ear) -> None:
    words = "后栗田村那个弯翻了一台车。"
    assert ear(words, earlier=(KNOWN,)).disposition is Disposition.MERGE
    assert ear(words, earlier=(KNOWN,)).graded.possible == "较大"
    assert ear("双杉洞村翻了一台车。", earlier=(KNOWN,)).disposition is Disposition.NEW
    assert ear("后栗田村起火了。", earlier=(KNOWN,)).disposition is Disposition.NEW
    later = ear(words, earlier=(KNOWN,), at="2026-08-13T15:05")
    assert later.disposition is Disposition.NEW


def test_a_superior_asks_and_no_number_is_taken_from_the_net(ear: Ear) -> None:
    heard = ear(
        "市局指挥中心,我姓龙。网上说麻栗溪翻车死了四五个人,有没有这回事?三点半之前报过来,死亡人数要核准。",
        number="000-0002-9001",
        earlier=(KNOWN,),
    )
    assert (heard.disposition, heard.belongs_to) == (Disposition.QUERY, "first")
    assert heard.counts == {}
    assert heard.reply_due is not None
    assert local(heard.reply_due).strftime("%H:%M") == "15:30"
    assert {"是否属实", "死亡人数核准"} <= set(heard.questions)
    assert [one.what for one in heard.tell] == ["带班领导"]


def test_mistake_and_prank_leave_no_numbers(ear: Ear) -> None:
    mistake = ear("老桂岭起山火了!", ("确定吗?", "不好意思,看错了,是办喜事烧篝火。"))
    assert mistake.disposition is Disposition.FALSE_ALARM
    prank = ear("河里有一条恐龙,大人被吃了,死了三个。(笑)", ("小朋友?", "玩游戏输了打的,挂了。"))
    assert prank.disposition is Disposition.PRANK
    assert (prank.counts, prank.where.text, prank.tell) == ({}, "", ())


def test_who_counted_the_dead_and_corrects_himself_was_not_mistaken(ear: Ear) -> None:
    heard = ear("前竹寨村撞车了,死了三个,不不不,死了两个,我看错了。")
    assert heard.disposition is Disposition.NEW
    assert heard.counts[People.DEAD].number == 2


def test_illness_and_disorder_are_passed_on_and_not_graded(ear: Ear) -> None:
    heard = ear("双叉河镇政府大门被堵了,要工资的拉横幅。")
    assert (heard.disposition, heard.graded.confirmed) == (Disposition.FORWARD, "")
    assert {"县公安局", "县信访局", "县人社局"} <= {one.what for one in heard.tell}
    assert {"党政机关", "群体性事件"} <= {one.why for one in heard.report_anyway}


def test_possible_counts_those_caught_as_dead_and_the_hurt_as_badly_hurt(ear: Ear) -> None:
    heard = ear("石垭口锰矿冒顶了,两个人被压在里面,还有一个联系不上。")
    assert (heard.graded.confirmed, heard.graded.possible) == ("", "较大")
    assert heard.major_risk is True
    assert "493" in heard.graded.clause
    assert {"县人社局", "县总工会", "县检察院"} <= {one.what for one in heard.tell}


@pytest.mark.parametrize(
    ("words", "confirmed", "possible"),
    [
        ("估计有二三十亩。", "", "较大"),
        ("实测受害森林面积三十六亩。", "较大", "较大"),
        ("用仪器重新量了,十二亩三分,合零点八二公顷。", "一般", "一般"),
        ("看着有七八亩。", "", "一般"),
    ],
)
def test_an_area_is_confirmed_only_when_measured(
    ear: Ear, words: str, confirmed: str, possible: str
) -> None:
    graded = ear("老桂岭后山山火,松树在烧。" + words).graded
    assert (graded.confirmed, graded.possible) == (confirmed, possible)


def test_a_holiday_and_pupils_are_sensitive_whatever_the_level(ear: Ear) -> None:
    heard = ear("双叉河镇小茶桥村,一个学生溺水了。", at="2026-10-03T15:05")
    assert {one.what for one in heard.report_anyway} == {"敏感时间", "敏感人群"}
    assert ear("双叉河镇小茶桥村,有人溺水了。").report_anyway == ()


def test_who_asks_for_something_else_gives_nobody_to_tell(ear: Ear) -> None:
    heard = ear("我想问一下补助什么时候发?")
    assert (heard.what.key, heard.tell) == ("", ())


def test_the_same_number_again_is_a_follow_up(ear: Ear) -> None:
    again = ear("后栗田村翻车,吊车到了。", number=KNOWN.number, earlier=(KNOWN,))
    assert again.disposition is Disposition.UPDATE


def test_open_events_of_the_future_are_passed_over(ear: Ear) -> None:
    later = Open(
        "later",
        KNOWN.received_at + timedelta(days=2),
        KNOWN.key,
        KNOWN.event_class,
        KNOWN.scale,
        KNOWN.town,
        KNOWN.village,
    )
    assert ear("后栗田村翻车了。", earlier=(later,)).belongs_to == ""


def test_a_superior_may_ask_in_words_of_his_own(ear: Ear) -> None:
    heard = ear(
        "市应急局指挥中心,我姓熊。三点半之前回我:死伤准数、到底炸没炸、哪家公司的车、井下还有几个人。",
        number="000-0002-9001",
        earlier=(KNOWN,),
    )
    assert heard.disposition is Disposition.QUERY
    assert set(heard.questions) >= {"死伤准数", "是否炸", "哪家公司的车", "井下还有几个人"}
    assert not any("三点半" in one for one in heard.questions)


def test_a_duty_room_passes_on_what_the_front_says(ear: Ear) -> None:
    heard = ear(
        "麻栗溪乡值班室,前指用对讲机报下来的,张飞拐那里,两个人都接出来了。",
        number="000-0002-0011",
        earlier=(replace(KNOWN, place="后栗田村张飞拐大弯"),),
    )
    assert heard.disposition is Disposition.UPDATE
    assert heard.belongs_to == "first"
    assert heard.where.text == "张飞拐"


def test_a_private_boat_has_no_scale_of_work_safety(ear: Ear) -> None:
    assert ear("打鱼船翻了。").scale == "private"
    assert ear("渡船翻了。").scale == "like_work"


def test_what_may_still_come_is_no_mistake(ear: Ear) -> None:
    assert ear("房子墙裂了,还没垮,麻烦你们快来。").disposition is Disposition.NEW
    assert ear("昨天还好好的,今天就垮了,对不住,快来。").disposition is Disposition.NEW
    heard = ear("看错了,是倒土,搞错了搞错了。", ("没事吧?", "没事,坝上好好的。"))
    assert heard.disposition is Disposition.FALSE_ALARM


def test_a_hospital_may_be_the_first_to_tell(ear: Ear) -> None:
    heard = ear("县医院急诊科,我们核实了,车祸送来的死亡两个,重伤一个。")
    assert heard.disposition is Disposition.NEW
    assert heard.counts[People.DEAD].number == 2


def test_a_hospital_tells_of_those_brought_from_a_known_event(ear: Ear) -> None:
    words = "县医院急诊科,后栗田村车祸送来的三个伤员,一个抢救无效死亡。"
    heard = ear(words, earlier=(KNOWN,))
    assert (heard.disposition, heard.belongs_to) == (Disposition.UPDATE, "first")
    assert heard.counts[People.DEAD].number == 1


def test_an_office_that_tells_how_it_went_on_follows_up(ear: Ear) -> None:
    office = ear("麻栗溪乡值班室,后栗田那台面包车,找不到的那个人找到了。", earlier=(KNOWN,))
    assert (office.disposition, office.belongs_to) == (Disposition.UPDATE, "first")
    citizen = ear("麻栗溪乡后栗田村翻了一台面包车。", earlier=(KNOWN,))
    assert (citizen.disposition, citizen.belongs_to) == (Disposition.MERGE, "first")
    assert citizen.graded.confirmed == ""


def test_a_follow_up_without_a_name_means_the_one_event_there_is(ear: Ear) -> None:
    said = "县医院医务科,死亡人数我们跟中医院对了一遍,要更正,死亡一个。"
    assert ear(said, earlier=(KNOWN,)).belongs_to == "first"
    other = replace(KNOWN, id="second", village="", town="铜鼓坪镇", place="铜鼓坪镇")
    assert ear(said, earlier=(KNOWN, other)).belongs_to == ""


def test_a_superiors_own_questions_are_kept_in_his_words(ear: Ear) -> None:
    heard = ear(
        "市局值班室,姓汪。转移多少人,安置在哪里,渗水量是大了还是小了,六点四十以前报。",
        number="000-0002-9001",
    )
    assert {"转移人数", "安置在哪里", "渗水量变化"} <= set(heard.questions)
