"""A small county with a contact book, a committee and a headquarters, for tests of plans."""

from __future__ import annotations

from dataclasses import dataclass

from app.base.marks import Mark
from app.people.book import Book
from app.people.contacts import Card, Org, OrgKind, PointKind
from app.people.posts import Posts
from app.plans.headquarters import HeadquartersBook, HqTold, Pair
from app.plans.planbook import Library, Told
from app.plans.records import Plan, PlanKind
from db.stores.contacts import ContactRows
from db.stores.plans import PlanRows
from tests.rooms import Room

FLOOD = Told(
    "示范县防汛应急预案", PlanKind.SPECIAL, "示范县", "县防指", ("山洪", "洪水"), ("Ⅲ级", "Ⅳ级")
)


@dataclass(slots=True)
class County:
    room: Room
    book: Book
    posts: Posts
    contacts: ContactRows
    planbook: Library
    commanding: HeadquartersBook
    top: Org

    def plan(self, told: Told) -> Plan:
        return self.planbook.enter(self.room.chief, told)

    def headquarters(self, told: HqTold) -> Org:
        return self.commanding.enter(self.room.chief, told)


def open_county(room: Room) -> County:
    """示范县, three departments, 云洛镇 with 老榆塘村, and three leaders with a number each."""
    contacts, store = ContactRows(room.db), PlanRows(room.db)
    book = Book(room.db, contacts, room.clock, Mark.TEST)
    top = book.add_unit(room.chief, None, "示范县", OrgKind.COUNTY)
    for n, name in enumerate(("县应急管理局", "县水利局", "县气象局"), 1):
        unit = book.add_unit(room.chief, top, name, OrgKind.BODY)
        owner = Card(None, unit, name, ())
        book.add_number(room.chief, owner, PointKind.DUTY, f"000-0002-000{n}")
    town = book.add_unit(room.chief, top, "云洛镇", OrgKind.TOWNSHIP)
    book.add_unit(room.chief, town, "老榆塘村", OrgKind.VILLAGE)
    leaders = (("周试甲", "县长"), ("钱试乙", "副县长"), ("孙试丙", "人武部部长"))
    for n, (name, duty) in enumerate(leaders, 1):
        person = book.add_person(room.chief, top, name, duty)
        owner = Card(person, top, top.name, ())
        book.add_number(room.chief, owner, PointKind.MOBILE, f"1390743000{n}")
    made = (room.db, store, contacts, room.clock, Mark.TEST)
    posts = Posts(room.db, contacts, room.clock, Mark.TEST)
    return County(room, book, posts, contacts, Library(*made), HeadquartersBook(*made), top)


def set_up_flood(county: County) -> Org:
    """县防指 under the committee, as in the county's tree."""
    county.headquarters(HqTold("县应急委员会", OrgKind.COMMITTEE))
    return county.headquarters(
        HqTold("县防汛抗旱指挥部", also="县防指", lead=("县水利局",), office=("县应急管理局",),
               members=("县应急管理局", "县气象局", "云洛镇"), commander=Pair("周试甲", "钱试乙"))
    )  # fmt: skip
