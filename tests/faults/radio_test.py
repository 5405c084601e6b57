"""What one of the sixteen tests of bad luck with radios is: figures, or the reason why they are missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Figures = dict[str, object]
"""Names and plain values, as JSON takes them."""


class Missed(Exception):
    """A figure was not reached; `figures` are told all the same."""

    def __init__(self, why: str, figures: Figures | None = None) -> None:
        super().__init__(why)
        self.figures = figures or {}


@dataclass(frozen=True, slots=True)
class Plant:
    """`put` breaks one guard of the running process; the test must then miss."""

    name: str
    put: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Test:
    """`number` as in radio.md 10. `run` has a process of its own, so that it may leave one in disorder;
    whatever it raises, it has failed."""

    __test__ = False  # of pytest

    number: int
    name: str
    run: Callable[[], Figures]
    plants: tuple[Plant, ...] = ()


def demand(holds: bool, why: str, figures: Figures | None = None) -> None:
    """Raises `Missed` when it does not hold."""
    if not holds:
        raise Missed(why, figures)
