"""One gateway's line: the thread of a port, and what of it stands in the run log."""

from __future__ import annotations

import logging
from collections.abc import Callable

from app.base.clock import Clock
from app.base.ports.line import Port, PortLine, Recorder
from app.radio.driver import Framer, Session
from app.radio.events import Command, Event, LinkState, TextState

_log = logging.getLogger(__name__)


class RadioLink(PortLine[Command, Event]):
    """Open it early. `hear` gets every event on the link's thread and must return soon.

    Reason codes: those of `LinkState`.
    """

    def __init__(
        self,
        port: Port,
        framer: Framer,
        session: Session,
        hear: Callable[[Event], None],
        clock: Clock,
        recorder: Recorder | None = None,
    ) -> None:
        def logged(event: Event) -> None:
            if isinstance(event, LinkState):
                _log.info("gateway %s: %s %s", session.gateway, event.state, event.why)
            elif isinstance(event, TextState):
                _log.info("text %s: %s %s", event.command, event.step.value, event.code)
            hear(event)

        super().__init__(session.gateway, port, framer, session, logged, clock, recorder)
