"""What gateways say of themselves: how their line is, their talk-groups, their own radio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.base.clock import span
from app.radio import facts
from app.radio.board import Board, GatewaySeen
from app.radio.calls import Calls
from app.radio.events import Battery, Event, Groups, Linked, LinkState, RawUnknown, Rssi
from app.radio.records import HeardKind, link_words


class GatewayStates:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self, board: Board, calls: Calls) -> None:
        self._board = board
        self._own = calls
        self._away: dict[str, datetime] = {}
        """Since when a gateway is down."""

    def hear(self, event: Event) -> list[object]:
        """The facts to tell, in order."""
        act = _HEARING.get(type(event))
        return act(self, event) if act is not None else []

    def _link(self, event: LinkState) -> list[object]:
        board = self._board
        held = board.gateways.get(event.heard.gateway)
        if held is None:
            return []
        if (held.state, held.why) != (event.state, event.why):
            held = replace(held, state=event.state, why=event.why, since=event.heard.at)
            board.gateways[event.heard.gateway] = held
            if event.state != Linked.OPENING:
                self._note_link(event)
        lost_at = self._away.pop(held.gateway.id, None) if event.state is Linked.UP else None
        if event.state is Linked.DOWN:
            self._away.setdefault(held.gateway.id, event.heard.at)
        told: list[object] = [
            facts.RadioLinkChanged(
                held.gateway.id, held.gateway.name, event.state, event.why, event.heard.at, lost_at
            )
        ]
        if event.state in (Linked.DOWN, Linked.DEGRADED):
            told += self._own.lost(held.gateway.id)
        return told

    def _note_link(self, event: LinkState) -> None:
        """A line that says the gateway is back tells how long it was away."""
        words, seconds = link_words(event.state, event.why), None
        lost_at = self._away.get(event.heard.gateway)
        if event.state is Linked.UP and lost_at is not None:
            away = event.heard.at - lost_at
            words, seconds = f"{words}，中断 {span(away)}", round(away.total_seconds())
        self._board.note(event.heard, HeardKind.LINK, None, text=words, seconds=seconds)

    def _groups(self, event: Groups) -> list[object]:
        board = self._board
        if not board.groups.told(event):
            return []
        chosen = board.groups.chosen(event.heard.gateway)
        self._gateway(event, lambda held: replace(held, chosen=chosen))
        return [facts.RadioGroupsChanged()]

    def _rssi(self, event: Rssi) -> list[object]:
        self._gateway(event, lambda held: replace(held, bars=event.bars, dbm=event.dbm))
        return []

    def _battery(self, event: Battery) -> list[object]:
        self._gateway(event, lambda held: replace(held, battery=event.percent))
        return []

    def _gateway(
        self, event: Rssi | Battery | Groups, told: Callable[[GatewaySeen], GatewaySeen]
    ) -> None:
        held = self._board.gateways.get(event.heard.gateway)
        if held is not None:
            self._board.gateways[event.heard.gateway] = told(held)

    def _strange(self, event: RawUnknown) -> list[object]:
        self._board.note(event.heard, HeardKind.UNKNOWN, None)
        return []


_HEARING: dict[type, Callable[..., list[object]]] = {
    LinkState: GatewayStates._link,
    Groups: GatewayStates._groups,
    Rssi: GatewayStates._rssi,
    Battery: GatewayStates._battery,
    RawUnknown: GatewayStates._strange,
}
