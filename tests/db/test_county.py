"""The demonstration county in a real store."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.atlas.places import Gazetteer, PlaceKind
from app.base.bus import Changed
from app.base.clock import SteeredClock
from app.base.marks import Mark
from app.demo.seed import BATCH, seed
from app.demo.watch import DEMO_PIN
from app.duty.shifts import Shifts
from app.people.contacts import Card, OrgKind, PointKind
from app.people.signin import SignIn
from app.rescue.records import RescueKind
from db.engine import Database
from db.fold import differences
from db.stores.atlas import PlaceRows
from db.stores.contacts import ContactRows
from db.stores.demo import KeyRows
from db.stores.duty import ShiftRows
from db.stores.log import LogRows
from db.stores.people import OfficerRows
from db.stores.rescue import RescueRows
from tests.counties import EVENING, county, seeded

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def facts() -> list[object]:
    return []


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory, facts: list[object]) -> Iterator[Database]:
    made = seeded(tmp_path_factory.mktemp("county") / "duty.db", facts)
    yield made
    made.close()


@pytest.fixture(scope="module")
def book(db: Database) -> ContactRows:
    return ContactRows(db)


def test_everything_is_kept_and_the_chain_is_whole(db: Database) -> None:
    for table, rows in county().tables.items():
        assert KeyRows(db).keys(table) == {row.id for row in rows}
    verdict = db.verify()
    assert verdict.bad is None
    assert verdict.entries == sum(-(-len(rows) // BATCH) for rows in county().tables.values())


def test_what_was_put_in_pieces_is_the_fold_of_its_effects(db: Database) -> None:
    with db.read() as connection:
        assert list(differences(connection)) == []


def test_many_rows_are_told_once_per_piece(db: Database, facts: list[object]) -> None:
    told = [fact for fact in facts if fact == Changed("person", "")]
    assert len(told) == 10_000 // BATCH


def test_a_second_time_writes_nothing(db: Database) -> None:
    before = db.head()
    said: list[tuple[int, int]] = []
    assert seed(db, KeyRows(db), county(), lambda *at: said.append(at) is None)
    assert db.head() == before
    assert said == [(county().size, county().size)]


def test_stopped_half_way_and_gone_on_with(tmp_path: Path) -> None:
    db = Database(tmp_path / "duty.db", "desk-a", SteeredClock(EVENING), lambda fact: None)
    said: list[int] = []

    def stop_soon(done: int, total: int) -> bool:
        said.append(done)
        return len(said) < 4

    assert not seed(db, KeyRows(db), county(), stop_soon)
    assert len(KeyRows(db).keys("org")) + len(KeyRows(db).keys("person")) == said[-1] < 2_000
    assert db.verify().bad is None
    goes_on: list[int] = []
    seed(db, KeyRows(db), county(), lambda done, total: goes_on.append(done) or len(goes_on) < 2)
    assert goes_on[0] >= said[-1]
    db.close()


def _unit_is_meant(card: Card, said: str) -> bool:
    """Whether the caller's own words name the unit of the card."""
    names = {card.unit} | ({card.org.name, card.org.also} if card.org else set())
    return any(name and name in said for name in names)


def _numbers() -> list[tuple[str, str]]:
    night = json.loads((DATA / "flood-night.json").read_text(encoding="utf-8"))
    calls = json.loads((DATA / "calls.json").read_text(encoding="utf-8"))
    told = [
        (item["who"]["number"], item["who"]["unit"])
        for item in night["items"]
        if item["door"] == "phone"
    ]
    return sorted({*told, *((call["number"], call["caller"]) for call in calls["calls"])})


_NOBODYS = {"不详", "过路司机", "过路司机(未报姓名)", "号码不在通讯录,小孩笑声"}


@pytest.mark.parametrize(("number", "said"), _numbers())
def test_every_number_of_the_scripts_finds_its_unit(
    book: ContactRows, number: str, said: str
) -> None:
    cards = book.by_number(number)
    assert len(cards) == 1
    if said in _NOBODYS:
        assert cards[0].unit == ""
    else:
        plain = said.removeprefix("示范县").replace("政府", "")
        assert _unit_is_meant(cards[0], plain), (cards[0].unit, said)


def test_persons_of_the_scripts_hold_their_posts(book: ContactRows) -> None:
    night: dict[str, Any] = json.loads((DATA / "flood-night.json").read_text(encoding="utf-8"))
    desks = {
        (item["who"]["name"], item["who"]["unit"].removesuffix("值班室"))
        for item in night["items"]
        if item["door"] == "phone" and item["who"]["unit"].endswith("值班室")
    }
    assert len(desks) == 16
    for name, unit in desks:
        assert unit in {card.unit for card in book.find(name)}
    assert [card.person.duty for card in book.find("龙示凯") if card.person] == [
        "县长(防指指挥长)A角"
    ]


def test_a_number_is_found_however_it_is_written(book: ContactRows) -> None:
    for written in ("000-0000-7250", "00000007250", "000 0000 7250"):
        (card,) = book.by_number(written)
        assert (card.name, card.unit) == ("田示坤", "铜鼓坪镇老榆塘村")
        assert [p.kind for p in card.points] == [PointKind.MOBILE, PointKind.CALLER]
    assert book.by_number("") == []
    assert book.by_number("119") == []


def test_people_are_found_by_hanzi_initials_unit_and_digits(book: ContactRows) -> None:
    assert "田示坤" in [card.name for card in book.find("tsk")]
    assert {card.unit for card in book.find("老榆塘 支书")} == {
        "铜鼓坪镇老榆塘村",
        "野鹿溪乡老榆塘村",
    }
    assert "田示坤" in [card.name for card in book.find("7250")]
    assert len(book.find("lytc", limit=7)) == 7
    assert book.find("铜鼓坪镇老榆塘村 支书")[0].name == "田示坤"
    assert book.find("彭例生")[0].name == "彭例生"
    assert {card.unit for card in book.find("市应急管理局")} == {"市应急管理局指挥中心"}
    assert book.find("  ") == []
    assert book.find("100%") == []


def test_a_unit_comes_before_its_people_with_its_own_numbers(book: ContactRows) -> None:
    unit, *people = book.find("lxbz", limit=5)
    assert (unit.person, unit.unit, unit.name) == (None, "落溪坝镇", "值班室")
    assert [point.value for point in unit.points] == [
        "000-0002-0003",
        "000-0009-0003",
        "000-0009-0103",
    ]
    assert len(people) == 4
    assert book.find("县防办")[0].unit == "县防汛抗旱指挥部办公室"
    assert book.find("0002-0003")[0].unit == "落溪坝镇"


def test_posts_of_a_unit_with_both_cards(book: ContactRows) -> None:
    town = next(org for org in book.orgs(OrgKind.TOWNSHIP) if org.name == "麻栗溪乡")
    posts = book.posts(town.id)
    assert [held.post.name for held in posts] == ["党委书记/乡长", "常务副指挥", "应急办主任"]
    a = posts[0].a
    assert posts[0].b.name == "麻范山"
    assert [point.value for point in a.points][-1] == "000-0000-1108"
    assert a.person is not None
    assert book.card(a.person.id) == a
    assert book.card(town.id) is None


def test_townships_in_official_order(book: ContactRows) -> None:
    assert [org.name for org in book.orgs(OrgKind.TOWNSHIP)][:2] == ["云洛镇", "青岩渡镇"]


def test_the_gazetteer_names_564_places(db: Database) -> None:
    places = PlaceRows(db).places()
    assert Counter(place.kind for place in places) == {
        PlaceKind.TOWNSHIP: 12,
        PlaceKind.VILLAGE: 158,
        PlaceKind.COMMUNITY: 14,
        PlaceKind.FIRM: 58,
        PlaceKind.SHELTER: 72,
        PlaceKind.HAZARD: 186,
        PlaceKind.RESERVOIR: 64,
    }
    assert len(places) == 564
    assert {place.mark for place in places} == {Mark.DEMO}
    towns = {place.name for place in places if place.kind is PlaceKind.TOWNSHIP}
    assert {place.township for place in places} == towns
    gazetteer = Gazetteer(places)
    for town in gazetteer.places[:12]:
        assert gazetteer.near(town.lat, town.lon).township_name() == town.name
    assert [p.township for p in gazetteer.named("老榆塘村", 2)] == ["铜鼓坪镇", "野鹿溪乡"]


def test_what_can_be_called_upon_is_counted_and_listed(db: Database) -> None:
    rescue = RescueRows(db)
    assert rescue.counts()[RescueKind.TEAM] == 200
    assert rescue.counts()[RescueKind.STOCK] == 368
    teams = rescue.listed(RescueKind.TEAM)
    assert [team.name for team in teams[:2]] == ["县综合性应急救援队", "县森林消防专业队"]
    assert teams == list(county().tables["team"])


def test_the_crew_of_the_night_is_on_duty_and_signs_in(db: Database) -> None:
    clock = SteeredClock(EVENING)
    shifts = Shifts(db, ShiftRows(db), clock, Mark.DEMO)
    now = shifts.current()
    assert now is not None
    assert [place.name for place in shifts.crew(now.id)] == ["田演平", "彭例安", "向示月", "吴范顺"]
    assert LogRows(db).next_seq(now.id) == 1
    sign_in = SignIn(db, OfficerRows(db), clock, Mark.DEMO)
    officers = sign_in.officers()
    assert len(officers) == 40
    assert sign_in.check(officers[0].id, DEMO_PIN).name == "田演平"
