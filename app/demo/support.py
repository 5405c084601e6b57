"""Who is rung at the firms of the demonstration: this week's, the telecom's of the next, an old one."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.base.marks import Mark
from app.demo.book import Book
from app.demo.ground import key
from app.people.support import SupportTurn, Trade

_WEEK = timedelta(days=7)
_FIRMS = (
    (Trade.TELECOM, "甲通信公司(演示)", 0),
    (Trade.TELECOM, "乙通信公司(演示)", 0),
    (Trade.TELECOM, "甲通信公司(演示)", 1),
    (Trade.POWER, "电力抢修公司(演示)", 0),
    (Trade.TOWER, "铁塔维护公司(演示)", 0),
    (Trade.UAV, "无人机服务公司(演示)", -1),
)
"""Trade, firm, and how many weeks after that of the start date: the UAV firm's turn is over."""


def make_support(book: Book, midnight: datetime) -> list[SupportTurn]:
    """`midnight` is the first moment of the start date. People and numbers are those of the book."""
    monday = midnight - timedelta(days=midnight.weekday())
    mobiles = {one.person_id: one.value for one in reversed(book.points) if one.person_id}
    turns = []
    for n, (trade, firm, week) in enumerate(_FIRMS):
        there = [one for one in book.persons if one.unit == firm]
        who = there[week % len(there)]
        begins = monday + week * _WEEK
        turns.append(
            SupportTurn(
                id=key("support_turn", n),
                trade=trade,
                firm=firm,
                name=who.name,
                phones=(mobiles[who.id],),
                begins=begins,
                ends=begins + _WEEK,
                note="24 小时",
                active=True,
                mark=Mark.DEMO,
            )
        )
    return turns
