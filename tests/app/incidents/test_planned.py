"""Plans taken for an incident, duties that went out as orders, and who sat in command: on its axis too."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.base.errors import Refused
from app.base.ids import new_id
from app.base.marks import Mark
from app.dossier.timeline import chronicle, timeline
from app.handover.told import in_command
from app.incidents.command import Command
from app.incidents.intake import Said
from app.incidents.planned import Planned
from app.people.book import Book
from app.people.contacts import OrgKind
from app.plans.planbook import DutyTold, Library, Told
from app.plans.records import PlanKind
from db.stores.command import CommandRows
from db.stores.contacts import ContactRows
from db.stores.dossier import DossierRows
from db.stores.plans import PlanRows
from tests.rooms import Room


def test_a_plan_is_taken_its_duty_ordered_and_its_commander_sits_from_when_to_when(
    room: Room,
) -> None:
    contacts, rows = ContactRows(room.db), PlanRows(room.db)
    book = Book(room.db, contacts, room.clock, Mark.TEST)
    book.add_unit(room.chief, None, "示范县", OrgKind.COUNTY)
    library = Library(room.db, rows, contacts, room.clock, Mark.TEST)
    plan = library.enter(room.chief, Told("防汛应急预案", PlanKind.SPECIAL, "示范县"))
    duty = library.charge(room.chief, plan, DutyTold("示范县", "会商研判"))
    flood = room.intake.register(room.watch, room.shift.id, new_id(), Said(course="山洪"))
    planned = Planned(room.db, rows, room.log, room.clock, Mark.TEST)
    command = Command(room.db, CommandRows(room.db), room.log, room.clock, Mark.TEST)
    at = room.watch, room.shift.id, flood

    taken = planned.take(*at, plan)
    with pytest.raises(Refused, match="taken_already"):
        planned.take(*at, plan)
    order = command.order(*at, "县防指", "示范县", "会商研判", duties=[duty.id])
    began = room.clock.now()
    sat = planned.sit(*at, "县防汛抗旱指挥部", "周试甲", duty="副县长", since=began)
    with pytest.raises(Refused, match="sits_already"):
        planned.sit(*at, "县防汛抗旱指挥部", "周试甲")
    with pytest.raises(Refused, match="before_sitting"):
        planned.rise(*at, sat, began - timedelta(minutes=1))
    (told,) = in_command(planned.store.seated())
    assert told.text == "坐镇指挥：副县长周试甲在县防汛抗旱指挥部"
    assert told.detail == "06-24 20:00 起"
    room.clock.forward(timedelta(hours=3))
    planned.rise(*at, sat)
    assert planned.store.seated() == []
    with pytest.raises(Refused, match="done_already"):
        planned.rise(*at, planned.store.sittings(flood.id)[0])
    planned.leave(*at, taken)

    case = DossierRows(room.db).case_file(flood.id)
    assert case is not None
    assert [(one.duty_id, one.order_id) for one in case.ordered] == [(duty.id, order.id)]
    assert [(one.since, one.until) for one in case.sittings] == [(began, room.clock.now())]
    words = [one.words for one in timeline(case) if one.table in ("sitting", "plan_taken")]
    assert sorted(words) == [
        "不再按《防汛应急预案》处置",
        "副县长周试甲坐镇县防汛抗旱指挥部指挥",
        "副县长周试甲离开县防汛抗旱指挥部",
        "按《防汛应急预案》处置",
    ]
    told = [one.words for one in chronicle(case) if "坐镇" in one.words]
    assert len(told) == 1  # by its line of the log, and not twice
