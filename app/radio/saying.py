"""What every conversation says in the same words: how its link stands, and that a command has failed."""

from __future__ import annotations

from datetime import datetime

from app.radio.events import (
    Command,
    ControlReply,
    Event,
    Heard,
    Linked,
    LinkState,
    SendText,
    TextState,
    TextStep,
)


def failed(command: Command, code: str, heard: Heard) -> Event:
    """The one end of a command that was not done."""
    if isinstance(command, SendText):
        return TextState(heard, command.id, TextStep.FAILED, code)
    return ControlReply(heard, command.id, code)


class LinkSaid:
    """The state of a link, each time it is another."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway
        self._told: tuple[Linked, str] | None = None

    @property
    def silent(self) -> bool:
        """Nothing was said yet."""
        return self._told is None

    def say(self, state: Linked, why: str, at: datetime) -> list[Event]:
        if self._told == (state, why):
            return []
        self._told = (state, why)
        return [LinkState(Heard(self._gateway, at), state, why)]
