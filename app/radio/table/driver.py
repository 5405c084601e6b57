"""The driver that a table makes: its capabilities follow from what the table has."""

from __future__ import annotations

from functools import partial

from app.radio.driver import Capability, Driver
from app.radio.table.asking import by_air, measure
from app.radio.table.framer import Framer
from app.radio.table.layout import Does, Table
from app.radio.table.session import TableSession

PREFIX = "table:"
_HEARD = {
    "emergency": Capability.EMERGENCY,
    "online": Capability.PRESENCE,
    "rssi": Capability.RSSI,
    "battery": Capability.BATTERY,
}
_DOES = {
    Does.TEXT: (Capability.TEXT,),
    Does.GROUP_TEXT: (Capability.GROUP_TEXT,),
    Does.STATUS: (Capability.STATUS,),
    Does.LOCATE: (Capability.LOCATE,),
    Does.LOCATE_EVERY: (Capability.PERIODIC_LOCATE,),
    Does.ONLINE_CHECK: (Capability.ONLINE_CHECK,),
    Does.RADIO_CHECK: (Capability.RADIO_CHECK,),
    Does.EMERGENCY_STOP: (Capability.EMERGENCY_STOP,),
    Does.PRESS_PRIVATE: (Capability.PRIVATE_CALL, Capability.TALK),
    Does.PRESS_GROUP: (Capability.GROUP_CALL, Capability.TALK),
    Does.PRESS_ALL: (Capability.ALL_CALL, Capability.TALK),
    Does.STUN: (Capability.STUN,),
    Does.REVIVE: (Capability.REVIVE,),
    Does.MONITOR: (Capability.MONITOR,),
}


def capabilities(table: Table) -> frozenset[Capability]:
    """What it hears and what it can write, and no more."""
    heard = {_HEARD[hear.event] for hear in table.hears if hear.event in _HEARD}
    orders = (one for one in table.orders if one is not Does.LOCATE or by_air(table, one))
    does = {one for order in orders for one in _DOES.get(order, ())}
    text = table.orders.get(Does.TEXT)
    told = {Capability.DELIVERY} if text is not None and text.done is not None else set()
    if table.groups and Does.CHOOSE_GROUP in table.orders:
        told = told | {Capability.GROUPS}
    return frozenset(heard | does | told)


def driver_of(table: Table) -> Driver:
    return Driver(
        key=PREFIX + table.name,
        title=table.title,
        capabilities=capabilities(table),
        framer=partial(Framer, table.line),
        session=partial(TableSession, table=table),
        measure=partial(measure, table),
        baud=table.baud,
    )
