"""Worked examples of the domain, put to the product's own rules.

`python -m tests.cases FILE [--areas A,B]`.

A file tells `{"cases": [{"id", "area", "given", "expect", ...}]}`. Each area has a module of its name here
with `answer(given, names) -> dict`: what the product says, under the names that `expect` asks for. It never
sees the values that are expected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from unicodedata import normalize

Given = Mapping[str, Any]
Answer = Callable[[Given, frozenset[str]], Mapping[str, Any]]


class CannotEvaluate(Exception):
    """The example asks something this area has no rule for."""


def answer_of(area: str) -> Answer:
    if not area.isidentifier() or find_spec(f"{__name__}.{area}") is None:
        raise CannotEvaluate(f"no rules for the area {area}")
    answer: Answer = import_module(f"{__name__}.{area}").answer
    return answer


def judge(case: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether the product says what the example expects, and what it said."""
    expect = case["expect"]
    try:
        got = answer_of(case["area"])(case["given"], frozenset(expect))
    except CannotEvaluate as why:
        return False, f"cannot be evaluated: {why}"
    except (KeyError, TypeError, ValueError, LookupError) as why:
        return False, f"cannot be evaluated: {type(why).__name__} {why}"
    missing = [name for name in expect if name not in got]
    if missing:
        return False, f"cannot be evaluated: nothing is said of {'、'.join(missing)}"
    wrong = {name: got[name] for name in expect if not fits(name, got[name], expect[name])}
    return not wrong, f"got {wrong}, wanted { {name: expect[name] for name in wrong} }"


def fits(name: str, got: Any, wanted: Any) -> bool:
    """Equal; under a name that ends in _contains the words wanted stand somewhere in what is said."""
    if name.endswith("_contains") and isinstance(wanted, str) and isinstance(got, str):
        return plain(wanted) in plain(got)
    return bool(plain(got) == plain(wanted))


def plain(value: Any) -> Any:
    """Texts in one width and without blanks: the house writes full-width punctuation, files do not."""
    if isinstance(value, str):
        return "".join(normalize("NFKC", value).split())
    if isinstance(value, Mapping):
        return {plain(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
