"""What a fake camera can be told to do wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Mood:
    """How one path behaves now. `status` is what DESCRIBE answers, 200 when well; `odd` describes a
    coding that nobody knows."""

    frozen: bool = False
    black: bool = False
    silent: bool = False
    odd: bool = False
    status: int = 200


class Moods:
    """Faults by path. A path is `01-F-07` (all its streams), `01-F-07/sub` or `*` (every camera).

    The latest matching verb wins: `404 *` and then `clear 01-F-07` leaves one camera working.
    """

    def __init__(self) -> None:
        self._told: list[tuple[str, Callable[[Mood], None]]] = []

    def of(self, path: str) -> Mood:
        mood = Mood()
        for where, change in self._told:
            if matches(where, path):
                change(mood)
        return mood

    def tell(self, verb: str, where: str) -> bool:
        """False when there is no such verb."""
        change = _VERBS.get(verb)
        if change is None:
            return False
        if verb == "clear":
            self._told = [held for held in self._told if where not in ("*", held[0])]
        self._told.append((where, change))
        return True


def matches(where: str, path: str) -> bool:
    return where in ("*", path) or path.startswith(where + "/")


def _freeze(mood: Mood) -> None:
    mood.frozen = True


def _resume(mood: Mood) -> None:
    mood.frozen = False


def _black(mood: Mood) -> None:
    mood.black = True


def _light(mood: Mood) -> None:
    mood.black = False


def _silent(mood: Mood) -> None:
    mood.silent = True


def _odd(mood: Mood) -> None:
    mood.odd = True


def _clear(mood: Mood) -> None:
    mood.frozen = mood.black = mood.silent = mood.odd = False
    mood.status = 200


def _refuse(status: int) -> Callable[[Mood], None]:
    def change(mood: Mood) -> None:
        mood.status = status

    return change


_VERBS: dict[str, Callable[[Mood], None]] = {
    "freeze": _freeze,
    "resume": _resume,
    "black": _black,
    "light": _light,
    "silent": _silent,
    "lose": _silent,
    "odd": _odd,
    "clear": _clear,
    "401": _refuse(401),
    "404": _refuse(404),
    "453": _refuse(453),
}
