"""How many people: what callers say, and what of it is a number."""

from __future__ import annotations

import pytest

from app.incidents.hearing import People
from tests.app.incidents.hearing.conftest import Ear

D, HEAVY, LIGHT, HURT = People.DEAD, People.HEAVY, People.LIGHT, People.HURT
MISSING, TRAPPED, ABOARD = People.MISSING, People.TRAPPED, People.AT_RISK
RESCUED = People.RESCUED
NONE = {D: 0, HEAVY: 0, LIGHT: 0, HURT: 0}

SAID: list[tuple[str, dict[People, int]]] = [
    ("死了两个,伤了三个。", {D: 2, HURT: 3}),
    ("一死两伤。", {D: 1, HURT: 2}),
    ("五个人,不对,六个,还有个小孩,六个人爬到屋顶上下不来。", {TRAPPED: 6}),
    ("冲走了三个人,不,不是三个,是两个。", {MISSING: 2}),
    ("里面困了俩,后来又困了仨,一共五个人困着。", {TRAPPED: 5}),
    ("桥头六个人爬到屋顶上,下不来。", {TRAPPED: 6}),
    ("一家三口没出来。", {TRAPPED: 3}),
    ("两爷崽还没出来。", {TRAPPED: 2}),
    ("没有死的,没有人受伤。", NONE),
    ("没得死没得伤。", NONE),
    ("死的伤的都没有,也没有失联的。", {**NONE, MISSING: 0}),
    ("有四十多个人困在车上。", {TRAPPED: 40}),
    ("司机坐在路边,说腿动不了。", {HURT: 1}),
    ("有个老头被车撞了。人当场死亡。", {D: 1}),
    ("抬出来两个人,身上烧得厉害。", {HURT: 2}),
    ("五个人受伤,医生看了,两个重伤,三个轻伤。", {HURT: 0, HEAVY: 2, LIGHT: 3}),
    ("车上一共九个人,两个受伤。", {ABOARD: 9, HURT: 2}),
    ("车上十一个小孩,两个老师。", {ABOARD: 13}),
    ("两户七口人被困。", {TRAPPED: 7}),
    ("有三个人困在车里。后来人都救出来了。", {TRAPPED: 0, People.RESCUED: 3}),
    ("失联的有一个。", {MISSING: 1}),
    ("两个人上山没下来,电话也打不通。", {MISSING: 2}),
    ("船上六个人,两个冲下去了,看不到了。", {ABOARD: 6, MISSING: 2}),
    ("消防员背出来两个,都烧伤了。", {RESCUED: 2, HURT: 2}),
    ("隔壁有三个煤气罐,我们拖出来两个。", {}),
    ("五个自己跑出来了,没伤。", {}),
    ("四个被玻璃划了,轻伤,医生包的。", {LIGHT: 4}),
    ("一个肚子挨了一刀;一个手砍断了。", {HURT: 2}),
    ("各班点了名,一个不少。", {MISSING: 0}),
    ("没有人病。", {People.ILL: 0}),
    ("我们八个人一起来的。", {ABOARD: 8}),
    ("围墙倒了,人没压着。", {}),
    ("他崽是我们挖出来的。", {RESCUED: 1}),
    ("我爸和我弟困在屋里出不来。", {TRAPPED: 2}),
    ("我爸、我妈跟我妹妹还没出来。", {TRAPPED: 3}),
    ("有个妇女和她两个孩子困在楼上。", {TRAPPED: 3}),
    ("我和我弟跑出来了,我爸还在里面。", {TRAPPED: 1}),
    (
        "老板自己滚出来的,手上起了泡;老板娘是我们拿棉被裹着拖出来的,烧得不成样子。",
        {HURT: 2, RESCUED: 1},
    ),
    ("还差老王没出来。", {TRAPPED: 1}),
    ("我父母被困在楼上。", {TRAPPED: 2}),
    ("老张和他儿子埋在里面。", {TRAPPED: 2}),
    ("三个大人两个小孩困在车里。", {TRAPPED: 5}),
    ("困了五个,救出来三个,还有两个没出来。", {TRAPPED: 2, RESCUED: 3}),
    ("失踪三个,找到一个,还有两个没找到。", {MISSING: 2}),
    ("埋了两个人,挖出来了,都受伤了。", {TRAPPED: 0, RESCUED: 2, HURT: 2}),
    ("又死了一个,一共三个。", {D: 3}),
    ("里面没有人了。", {TRAPPED: 0}),
    ("失踪的两个,一个三点零五找到了,医生确认死亡,还有一个没找到。", {D: 1, MISSING: 1}),
    ("一个维修工,腰以下都夹在里面。", {TRAPPED: 1}),
    ("一户老两口,男的抱着树,我们拿绳子拉上来的。", {RESCUED: 1}),
    ("三个人被围在石墩子上,水齐腰。", {TRAPPED: 3}),
    ("我儿子掉到机井里了,拉不上来。", {TRAPPED: 1}),
    ("下面当时有七个人在焊,压了三个。", {ABOARD: 7, TRAPPED: 3}),
    ("车上十九个学生、一个老师、一个司机,二十一个,随车老师头撞晕了。", {ABOARD: 21, HURT: 1}),
    ("十五个没事,随车老师头撞晕了。", {HURT: 1}),
    ("他们那个孙子,五岁,在屋里睡觉,没抱出来。", {TRAPPED: 1}),
    ("没有一个受伤的。", {HURT: 0, HEAVY: 0, LIGHT: 0}),
    ("我没事,我老婆腿断了。", {HURT: 1}),
    ("点名点了,少了一个人。", {MISSING: 1}),
    ("还有仨没看到人。", {MISSING: 3}),
    ("捞起来五个,还有一个自己游上来的。", {RESCUED: 5}),
    ("车上七个人,加司机八个。", {ABOARD: 8}),
    ("拉他那个手上烧了两块,医生讲是轻伤。", {LIGHT: 1}),
    ("抬出来一具尸体。", {D: 1}),
]

NOTHING = [
    "死了五头牛,淹了三百只鸡。",
    "听说死了两个。",
    "三个气瓶,我们搬出来两个。",
    "还有十几个看热闹的围在路边。",
    "看热闹的人都在讲烧死了两个。",
    "捞上来的有一个没气了,我看是死了,医生还没到。",
    "他们讲好像倒了俩,有个没气了,打死了。",
    "网上说翻了一辆车,死了四五个人。",
    "里面还有几个没出来,七八户进水。",
    "我家没事,人没事,别人家我不晓得。",
    "没看到有人受伤。",
    "死没死不晓得,有没有人受伤我不敢讲。",
    "堵了十几台车,两个集装箱被冲走了。",
    "来了两个医生,老房子被埋了。",
    "怕是压到人了,可能有三个。",
    "烧得吓死人了。",
    "核载七个人。",
    "要不要疏散三百人?",
    "我摸了脉,摸不到。",
    "司机跑了,撞死了人。",
    "老师在旁边哭,学生受伤了。",
    "我爸去喊人了,里面埋了人。",
    "我和我老公在外面打工。",
    "当时有三个人在旁边看热闹。",
    "车上拉了二十个人的货。",
    "上个月也翻过车,死了两个。",
    "要是垮了,下面三十个人都危险。",
    "河滩上有个炮弹,挖机司机挖出来的。",
    "有个孕妇快生了,要想办法接出来。",
    "路断死了,动不了。",
    "我没受伤。",
    "说是困了五个。",
    "村里人讲埋了四个。",
    "去年也死了一个。",
    "再不来要死人了。",
    "二十个民兵在救,村里去了三十个人打火。",
    "里面至少有几个人,说不准。",
]


@pytest.mark.parametrize(("words", "expected"), SAID, ids=[words for words, _ in SAID])
def test_what_is_said_as_fact_is_counted(ear: Ear, words: str, expected: dict[People, int]) -> None:
    heard = ear("双叉河镇小茶桥村出车祸了。" + words)
    assert {kind: one.number for kind, one in heard.counts.items()} == expected


@pytest.mark.parametrize("words", NOTHING)
def test_hearsay_things_beasts_and_some_are_no_number(ear: Ear, words: str) -> None:
    assert ear("双叉河镇小茶桥村出车祸了。" + words).counts == {}


def test_the_question_gives_a_short_answer_its_meaning(ear: Ear) -> None:
    said = ear("面包车翻到沟里了。", ("车上多少人?", "九个。"), ("有没有人被困?", "没有。"))
    assert said.counts[ABOARD].number == 9
    assert said.counts[TRAPPED].number == 0
    asked = ear("翻车了。", ("几个人受伤?", "三个。"), ("有没有人死亡、失联?", "没得。"))
    assert [asked.counts[kind].number for kind in (HURT, D, MISSING)] == [3, 0, 0]
    unknown = ear("翻车了。", ("有没有人死亡?", "没有,我不晓得,没看清。"))
    assert D not in unknown.counts


def test_nobody_else_says_nothing_of_those_whose_fate_is_unknown(ear: Ear) -> None:
    sure = ear("翻车了,一个人轻伤。", ("还有没有其他人伤亡?", "没有了。"))
    assert (sure.counts[LIGHT].number, sure.counts[D].number) == (1, 0)
    unsure = ear("泥石流下来了,三个人找不到。", ("有没有其他人伤亡?", "没有了。"))
    assert D not in unsure.counts


def test_only_the_medical_may_judge_by_breath_and_how_bad_it_is(ear: Ear) -> None:
    lay = ear("翻车了。有一个老奶奶没呼吸了。")
    assert (D in lay.counts, lay.counts[HURT].number) == (False, 1)
    doctor = ear("我是后栗田村的村医,姓覃。翻车了,两个没有呼吸心跳,三个皮外伤。")
    assert (doctor.counts[D].number, doctor.counts[LIGHT].number) == (2, 3)


def test_moved_away_before_a_flood_and_told_to_leave_after_a_leak(ear: Ear) -> None:
    flood = ear("河水漫进村了,转移了四十六户一百五十三人。")
    assert {kind: one.number for kind, one in flood.counts.items()} == {People.MOVED: 153}
    leak = ear("化工厂液氯漏了,下风口的都撤了,五百二十几个人。")
    assert leak.counts[People.LEFT].number == 520
    assert leak.counts[People.LEFT].about


def test_the_ill_are_summed_as_the_caller_corrects_herself(ear: Ear) -> None:
    heard = ear(
        "我是铜鼓坪镇中心小学的校医,学生吃完饭呕吐、拉肚子。",
        ("多少人?", "一共,二十一个,不,刚又来两个,二十三个。"),
    )
    assert {kind: one.number for kind, one in heard.counts.items()} == {People.ILL: 23}


def test_every_number_carries_the_words_it_came_from(ear: Ear) -> None:
    heard = ear("翻车了。", ("有人受伤吗?", "有两个受伤,在路边。"))
    assert heard.counts[HURT].basis[0].said == "有两个受伤"
    assert heard.counts[HURT].basis[0].turn == 2


def test_who_is_asked_for_is_found_in_the_answer(ear: Ear) -> None:
    def told(question: str, said: str) -> dict[People, int]:
        heard = ear("双叉河镇小茶桥村着火了。", (question, said))
        return {kind: one.number for kind, one in heard.counts.items()}

    assert told("有没有人受伤?", "有,三个。") == {HURT: 3}
    assert told("有没有人被困?", "有两个老人家。") == {TRAPPED: 2}
    assert told("还有没有人在里面?", "还有我爸。") == {TRAPPED: 1}
    assert told("里面还有人吗?", "我妈和我儿子还在三楼。") == {TRAPPED: 2}
    assert told("车上几个人?", "七个,加开船的八个。") == {ABOARD: 8}
    assert told("出来的有没有受伤的?", "出来的都没受伤。") == {HURT: 0}


def test_a_train_has_people_of_its_own(ear: Ear) -> None:
    heard = ear("火车撞了一台农用车。", ("农用车上几个人?", "两个。"))
    assert ABOARD not in heard.counts
