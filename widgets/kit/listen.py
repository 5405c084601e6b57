"""How a widget hears the bus: until it is destroyed, and not a moment longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakMethod, ref

import shiboken6
from PySide6.QtCore import QObject

from app.base.bus import Bus, Subscription

F = TypeVar("F")


def listen(widget: QObject, bus: Bus, kind: type[F], method: Callable[[F], None]) -> Subscription:
    """Calls `method(fact)` on the Qt thread. The bus does not keep the widget alive."""
    there = ref(widget)
    held: Callable[[], Callable[[F], None] | None]
    held = WeakMethod(method) if getattr(method, "__self__", None) is widget else lambda: method

    def hear(fact: F) -> None:
        call, owner = held(), there()
        if call is None or owner is None or not shiboken6.isValid(owner):
            subscription.cancel()
            return
        call(fact)

    subscription = bus.listen(kind, hear)
    widget.destroyed.connect(lambda *_: subscription.cancel())
    return subscription
