"""Examples of misreporting: put to resources/rules/misreport.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.reports.misreport import load_terms
from tests.cases import CannotEvaluate, Given

TERMS = load_terms(Path(__file__).parents[2] / "resources" / "rules" / "misreport.toml")


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    term = TERMS.of(str(given["facts"]))
    if term is None:
        raise CannotEvaluate("none of the terms fits these facts")
    return {
        "type": term.name,
        "meaning": term.meaning,
        "auto": term.name in TERMS.automatic,
        "automatic": term.name in TERMS.automatic,
    }
