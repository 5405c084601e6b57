"""The word lists and rules of resources/rules/hearing, read once; patterns stand ready to be sought."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base.errors import Refused
from app.incidents.hearing.figures import counted
from app.incidents.levels import Scales, load_scales

Pattern = re.Pattern[str]
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of kinds.toml. `signs`: points and the pattern that earns them;
    `both`: pairs that earn points where both stand anywhere in the call."""

    key: str
    names: tuple[str, ...]
    event_class: str
    scale: str
    signs: tuple[tuple[int, Pattern], ...]
    both: tuple[tuple[Pattern, Pattern], ...]
    never: Pattern
    work: Pattern
    private: Pattern
    tell: tuple[str, ...]
    road: tuple[str, ...]
    young: tuple[str, ...]
    pay: tuple[str, ...]
    follows: bool
    partly: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """All of it. `words` holds the patterns of a file by section and name:
    words["people"]["denied.bare"]; `lists` what the files say, as it stands."""

    kinds: tuple[Kind, ...]
    words: Mapping[str, Mapping[str, Pattern]]
    lists: Mapping[str, Mapping[str, Any]]
    people: Pattern
    scales: Scales

    def kind(self, key: str) -> Kind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)


FILES = ("people", "calls", "places", "elements", "grading", "telling")


def load_hearing(folder: Path) -> Rules:
    """Reads resources/rules/hearing, and the scales beside it.

    `Refused("rules", ...)` names the file and what is wrong with it.
    """
    held = {name: _read(folder / f"{name}.toml") for name in ("kinds", *FILES)}
    try:
        kinds = tuple(_kind(row) for row in held["kinds"]["kind"])
        words = {name: dict(_patterns(held[name])) for name in FILES}
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise Refused("rules", "incomplete", file=folder.name, why=str(error)) from error
    subjects = held["people"]["subjects"]
    people = counted(
        *(subjects[name] for name in ("person", "pair", "kin", "and", "group", "couple"))
    )
    return Rules(kinds, words, held, people, load_scales(folder.parent / "levels.toml"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused("rules", "unreadable", file=path.name, why=str(error)) from error


def _kind(row: Mapping[str, Any]) -> Kind:
    signs = [
        (points, re.compile(sign))
        for name, points in (("heavy", 6), ("signs", 3), ("weak", 1))
        for sign in row.get(name, ())
    ]
    return Kind(
        row["key"],
        tuple(row["names"]),
        row["class"],
        row["scale"],
        tuple(signs),
        tuple((re.compile(one), re.compile(other)) for one, other in row.get("both", ())),
        re.compile(row["never"]) if "never" in row else NEVER,
        re.compile(row["work"]) if "work" in row else NEVER,
        re.compile(row["private"]) if "private" in row else NEVER,
        tuple(row["tell"]),
        tuple(row.get("road", ())),
        tuple(row.get("young", ())),
        tuple(row.get("pay", ())),
        bool(row.get("follows")),
        bool(row.get("partly")),
    )


def _patterns(held: Mapping[str, Any], head: str = "") -> list[tuple[str, Pattern]]:
    """Every text below a section is a pattern; lists of texts are one pattern of alternatives."""
    found: list[tuple[str, Pattern]] = []
    for name, value in held.items():
        if isinstance(value, dict):
            found += _patterns(value, f"{head}{name}.")
        elif head and isinstance(value, str):
            found.append((head + name, re.compile(value)))
        elif head and isinstance(value, list) and all(isinstance(one, str) for one in value):
            found.append((head + name, re.compile("|".join(f"(?:{one})" for one in value))))
    return found
