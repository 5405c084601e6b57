"""Devices of the room in the tour: the telephone rings, a gateway loses its network, the key is held."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.demo.opening import UNLISTED
from app.demo.radios import HILL_GATEWAY
from app.people.numbers import figures
from app.radio.events import Linked, Talking
from app.radio.service import RadioService
from widgets.tour.doors import Doors
from widgets.tour.film import Film
from widgets.tour.hands import click, hold, let_go, press, write
from widgets.tour.play import Script, Until

PAINTED = 24
HILL_BASE = 370501
"""A base radio that the gateway on the mountain hears."""


def hills(doors: Doors) -> Script:
    """A township behind the ridge speaks up through the second gateway."""
    room = doors.desktop.rooms.office.radio
    yield Until("both gateways up", lambda: all(g.state is Linked.UP for g in room.gateways()))
    doors.stage.radio(f"group {HILL_BASE} 901 狮子垭到位，雨小")
    yield Until(
        "the township behind the ridge", lambda: room.seen(HILL_BASE).gateway == HILL_GATEWAY
    )


def unsteady(doors: Doors, film: Film, mode: str) -> Script:
    """The gateway on the mountain is off its network for a while; the other works on."""
    yield from doors.page("radio")
    doors.stage.gateway(HILL_GATEWAY, "network off")
    yield Until("the gateway unsteady", lambda: _link(doors) is Linked.DEGRADED)
    yield doors.settle(PAINTED)
    film.take(f"radio-unsteady-{mode}", doors.desktop.shell.where("radio"))
    doors.stage.gateway(HILL_GATEWAY, "network on")
    yield Until("the gateway well again", lambda: _link(doors) is Linked.UP)


def put_aside(doors: Doors, film: Film, mode: str) -> Script:
    """A number that nobody knows rings beside a line that is being typed; Shift+F5 puts it aside."""
    yield from doors.page("console")
    quick = doors.desktop.console.quick
    quick.setFocus()
    write(quick.edit, "云洛镇值班室 ")
    yield from _rings(doors, UNLISTED)
    yield doors.settle(PAINTED)
    film.take(f"ring-unknown-{mode}", doors.desktop.shell.where("console"))
    if not quick.edit.hasFocus() or not quick.edit.text().startswith("云洛镇值班室"):
        raise AssertionError("the telephone took the focus or the words")
    doors.stage.telephone("hang")
    yield Until("the telephone quiet", lambda: not doors.ringing)
    press(quick.edit, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    yield Until("the card put aside", lambda: not doors.desktop.phone.card.isVisible())
    quick.edit.clear()


def called(doors: Doors, film: Film, item_id: str, typed: dict[str, str]) -> Script:
    """A known number rings: F5 begins its sheet, the unit is there, the officer types the rest."""
    item = doors.at(item_id)
    yield from doors.page("console")
    yield from _rings(doors, str(item.who["number"]))
    yield doors.settle(PAINTED)
    film.take("ring-night", doors.desktop.shell.where("console"))
    press(doors.desktop.shell.main, Qt.Key.Key_F5)
    page = doors.desktop.intake
    yield Until("the sheet of the call", page.isVisible)
    unit = page.form.fields["reporter_unit"]
    yield Until(f"the unit of {item.who['number']}", lambda: not unit.is_empty())
    doors.stage.telephone("hang")
    yield doors.settle(PAINTED)
    film.take("intake-called-night", doors.desktop.shell.where("intake"))
    for name, words in typed.items():
        yield from doors.fill(page.form.fields[name], words)


def spoken(doors: Doors, film: Film) -> Script:
    """The key is held until the township hears us, and let go again."""
    page, room = doors.desktop.radio, doors.desktop.rooms.office.radio
    talk = page.keypad.talk
    yield Until("the window of the radio in front", page.isActiveWindow)
    hold(talk.button)
    yield Until("our voice on the air", lambda: _stands(room, Talking.ON_AIR))
    film.take("radio-talking", page)
    let_go(talk.button)
    yield Until("the key let go", lambda: _stands(room, Talking.HANG))
    click(talk.end_button)
    yield Until("the call ended", lambda: _stands(room, Talking.ENDED))


def _rings(doors: Doors, number: str) -> Script:
    card = doors.desktop.phone.card
    doors.stage.telephone(f"call {number}")
    yield Until(
        f"the card of {number}",
        lambda: card.isVisible() and card.number.text() == figures(number) and card.who.isVisible(),
    )


def _link(doors: Doors) -> Linked:
    gateways = doors.desktop.rooms.office.radio.gateways()
    return next(one.state for one in gateways if one.gateway.name == HILL_GATEWAY)


def _stands(room: RadioService, state: Talking) -> bool:
    call = room.own_call()
    return call is not None and call.state is state
