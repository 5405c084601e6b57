"""The sign-in card of a record that holds nobody: the form for the first officer, or why there is none."""

from __future__ import annotations

import pytest

from app.base.marks import Mark
from app.people.first import FirstOfficer
from db.stores.people import OfficerRows
from tests.rooms import PIN, QUICK, open_room
from widgets.shell.signin import SignInCard


@pytest.fixture
def room(tmp_path):
    made = open_room(tmp_path / "duty.db")
    yield made
    made.db.close()


class Nobody(OfficerRows):
    """A record that holds nobody yet."""

    def officers(self):
        return []


def card(qtbot, desk, room, why: str | None) -> SignInCard:
    room.sign_in._store = Nobody(room.db)
    first = FirstOfficer(room.db, Nobody(room.db), QUICK.hash, Mark.TEST, lambda: why)
    made = SignInCard(desk, room.sign_in, first)
    qtbot.addWidget(made)
    made.show()
    made.ask_for(None)
    return made


def test_an_empty_record_asks_for_the_first_officer(qtbot, desk, room) -> None:
    made = card(qtbot, desk, room, None)
    assert made.first.isVisible()
    assert not made.filter.isVisible()


def test_a_record_that_cannot_be_written_says_why_instead(qtbot, desk, room) -> None:
    made = card(qtbot, desk, room, "read_only")
    assert not made.first.isVisible()
    assert "read-only" in made.filter.error()
    made.filter.edit.setFocus()
    made.submit()
    assert desk.session.officer is None


def test_a_wait_and_a_stopped_officer_are_told_at_their_fields(qtbot, desk, room) -> None:
    made = SignInCard(desk, room.sign_in)
    qtbot.addWidget(made)
    made.show()
    made.ask_for(room.watch)
    for _ in range(6):
        qtbot.keyClicks(made.pin.edit, "0000")
        made.submit()
    assert "60 s" in made.pin.error()
    assert made.pin.edit.text() == ""
    room.sign_in.free(room.chief, room.watch.id)
    qtbot.keyClicks(made.pin.edit, PIN)
    made.submit()
    assert desk.session.officer == room.watch
