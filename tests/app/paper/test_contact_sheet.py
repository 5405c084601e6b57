"""The contact list and tree on paper hold every number, and say who acts, what is stale and what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.base.ids import new_id
from app.base.marks import Mark
from app.paper.contact_sheet import list_pdf, tree_pdf
from app.paper.fonts import Fonts
from app.people.contacts import OrgKind, PointKind, PointState, Post, UnitPage
from app.people.numbers import load_rules
from db.stores.contacts import ContactRows
from tests.app.paper.test_handover_sheet import read
from tests.app.people.test_book import RULES
from tests.db.test_contacts import number, person, unit
from tests.rooms import EVENING, Room

UNIT = "示范县应急管理局值班室"


@pytest.fixture
def pages(room: Room) -> list[UnitPage]:
    """A township whose mayor is on leave, and many villages."""
    town = unit("丁山镇")
    villages = [unit(f"{n}号村", OrgKind.VILLAGE, town) for n in range(60)]
    gone = (EVENING - timedelta(days=1), EVENING + timedelta(days=1))
    a = replace(person("单演达", town, "镇长"), leave_from=gone[0], leave_to=gone[1])
    b = person("龘㵘", town, "副镇长", 2)
    heads = [person(f"支书{n}", one, "支书", n + 3) for n, one in enumerate(villages)]
    points = [number(f"000-0000-{n:04d}", one) for n, one in enumerate((a, b, *heads))]
    points[1] = replace(points[1], state=PointState.WRONG)
    points[2] = replace(points[2], verified_at=EVENING - timedelta(days=200))
    points.append(number("000-0002-0003", town, kind=PointKind.DUTY))
    points.append(number("000-0009-0003", town, 1, PointKind.SATELLITE))
    with room.db.change("system", "test", ("book", "all")) as change:
        change.put_many("org", [town, *villages])
        change.put_many("person", [a, b, *heads])
        change.put_many("contact_point", points)
        change.put("post", Post(new_id(), town.id, "镇长", a.id, b.id, 1, Mark.TEST))
    keys: list[UUID] = [town.id, *(one.id for one in villages)]
    return ContactRows(room.db).pages(keys)


def test_the_list_holds_every_name_and_number(pages: list[UnitPage], fonts: Fonts) -> None:
    made = list_pdf(fonts, UNIT, load_rules(RULES), pages, EVENING)
    text = read(made.pdf)
    assert made.missing == ()
    assert made.pages > 1
    for page in pages:
        assert page.org.full_name in text
        for card in page.people:
            assert card.name in text
            assert card.points[0].value in text
    assert "A角单演达请假，B角龘㵘代行" in text
    assert "000-0000-0001（有误）" in text
    assert "000-0000-0002＊" in text
    assert f"第{made.pages}页共{made.pages}页" in text
    again = list_pdf(fonts, UNIT, load_rules(RULES), pages, EVENING)
    assert again.sha256 == made.sha256


def test_the_tree_goes_from_the_duty_room_down_with_a_and_b(
    pages: list[UnitPage], fonts: Fonts
) -> None:
    made = tree_pdf(fonts, UNIT, load_rules(RULES), pages, EVENING)
    text = read(made.pdf)
    assert made.missing == ()
    for said in ("丁山镇联络树", "000-0002-0003", "卫星000-0009-0003", "单演达（假）000-0000-0000"):
        assert said in text
    assert "59号村" in text
    assert text.index("000-0002-0003") < text.index("单演达") < text.index("0号村")
