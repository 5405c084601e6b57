"""The radio side of a gateway's protocol: what the simulator asks of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.radio.simulator.happenings import Happening
from app.radio.simulator.world import World


class Write(Protocol):
    """Bytes for the console. `answer`: they acknowledge or answer something, so that a fault can lose,
    delay or repeat just these."""

    def __call__(self, data: bytes, *, answer: bool = False) -> None: ...


class Speaker(Protocol):
    """Made with the world and a way to write; has no port and no clock but the world's.

    Nothing it gets may make it raise, but for `quirk`.
    """

    def hear(self, what: Happening) -> None:
        """A radio did something: say so in this protocol, or nothing when it has no words for it."""
        ...

    def received(self, data: bytes) -> None:
        """From the console, in pieces of any size."""
        ...

    def beat(self) -> None:
        """Once a round: what is due by time."""
        ...

    def unplugged(self) -> None:
        """Nobody is at the other end any more."""
        ...

    def quirk(self, word: str, rest: str) -> None:
        """A bad habit that only this protocol knows, from the console's verbs.

        Raises ValueError when it has none of that name.
        """
        ...


MakeSpeaker = Callable[[World, Write], Speaker]
