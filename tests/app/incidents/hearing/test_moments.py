"""When it happened, as people say it."""

from __future__ import annotations

import pytest

from app.base.clock import local
from app.incidents.hearing import Precision
from tests.app.incidents.hearing.conftest import Ear

E, A, S = Precision.EXACT, Precision.ABOUT, Precision.SPAN

SAID = [
    ("两点,两点钟左右。", "08-12 14:00", A),
    ("一个小时前。", "08-12 14:05", A),
    ("也就七八分钟前。", "08-12 14:57", A),
    ("有半个钟头了。", "08-12 14:35", A),
    ("八点五十。", "08-12 08:50", E),
    ("中午十二点二十。", "08-12 12:20", E),
    ("昨晚十一点半。", "08-11 23:30", E),
    ("昨晚两点多。", "08-12 02:00", A),
    ("凌晨三点一刻。", "08-12 03:15", E),
    ("今早六点过几分。", "08-12 06:00", A),
    ("十二点半到十二点四十。", "08-12 12:30", S),
    ("两点,哦不对,一点半,一点半整。", "08-12 13:30", E),
    ("四点的样子。", "08-12 04:00", A),
    ("14:20。", "08-12 14:20", E),
    ("前天下午三点。", "08-10 15:00", E),
    ("三点差五分。", "08-12 14:55", E),
    ("十号早上六点二十。", "08-10 06:20", E),
    ("从两点五十打到三点一刻。", "08-12 14:50", S),
    ("十点,十点过五分。", "08-12 10:05", E),
    ("九点过一刻。", "08-12 09:15", E),
    ("差十分三点。", "08-12 14:50", E),
    ("一点到两点之间。", "08-12 13:00", S),
    ("大概两点四十五到五十。", "08-12 14:45", S),
    ("有个把小时了。", "08-12 14:05", A),
    ("刚过两点半。", "08-12 14:30", A),
    ("两点零几分。", "08-12 14:05", A),
]


@pytest.mark.parametrize(("words", "at", "precision"), SAID, ids=[one[0] for one in SAID])
def test_a_time_is_the_one_nearest_before_the_call(
    ear: Ear, words: str, at: str, precision: Precision
) -> None:
    when = ear("起火了。", ("什么时候的事?", words)).when
    assert when.at is not None
    assert (local(when.at).strftime("%m-%d %H:%M"), when.precision) == (at, precision)


@pytest.mark.parametrize(
    "words",
    [
        "刚才。",
        "刚刚,就刚才。",
        "中午吃完饭以后。",
        "快一点来!",
        "昨晚。",
        "不晓得几点。",
        "烧了一点点。",
        "三点水的那个。",
        "现在是三点。",
        "三点半之前要送到。",
    ],
)
def test_just_now_is_no_time(ear: Ear, words: str) -> None:
    assert ear("起火了。", ("什么时候的事?", words)).when.at is None


def test_times_of_other_things_are_not_the_time_of_the_event(ear: Ear) -> None:
    heard = ear(
        "工地塔吊倒了。", ("几点倒的?", "八点五十。我们八点五十二接的电话,车九点零四到的。")
    )
    assert heard.when.at is not None
    assert local(heard.when.at).strftime("%H:%M") == "08:50"
    assert ear("起火了,消防三点钟赶到的。").when.at is None


def test_a_call_at_midnight_means_the_evening_before(ear: Ear) -> None:
    heard = ear("起火了。", ("几点?", "十一点五十。"), at="2026-08-13T00:10")
    assert heard.when.at is not None
    assert local(heard.when.at).strftime("%m-%d %H:%M") == "08-12 23:50"
