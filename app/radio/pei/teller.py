"""What one step of the conversation tells, and that every command ends once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.radio.driver import Out
from app.radio.events import (
    Command,
    ControlReply,
    Heard,
    SendText,
    TextState,
    TextStep,
)

_LAST = (TextStep.DELIVERED, TextStep.FAILED)


class Teller:
    """The session sets time and bytes of the step, and takes what was told."""

    def __init__(self, gateway: str) -> None:
        self.gateway = gateway
        self.now_s = 0.0
        self.at: datetime | None = None
        self.raw = b""
        self._outs: list[Out] = []
        self._open: dict[UUID, Command] = {}

    def heard(self) -> Heard:
        assert self.at is not None
        return Heard(self.gateway, self.at, self.raw.hex())

    def say(self, *outs: Out) -> None:
        self._outs += outs

    def begin(self, command: Command) -> None:
        self._open[command.id] = command

    def is_open(self, command: Command) -> bool:
        return command.id in self._open

    def end(self, command: Command, code: str) -> None:
        """Not for a text that has arrived: that is a step. Ends it once."""
        if isinstance(command, SendText):
            self.step(command, TextStep.FAILED, code)
        elif self._open.pop(command.id, None) is not None:
            self.say(ControlReply(self.heard(), command.id, code))

    def step(self, command: SendText, step: TextStep, code: str = "") -> None:
        if command.id not in self._open:
            return
        if step in _LAST:
            del self._open[command.id]
        self.say(TextState(self.heard(), command.id, step, code))

    def close(self, command: Command) -> None:
        """Nothing more is known of it: what was told last stays."""
        self._open.pop(command.id, None)

    def taken(self) -> list[Out]:
        outs, self._outs = self._outs, []
        return outs
