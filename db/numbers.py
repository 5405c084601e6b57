"""Two writings of one telephone number are the same number, also in a query."""

from __future__ import annotations

from functools import reduce

import sqlalchemy as sa

from app.people.numbers import figures

CHINA = "86"


def writings(number: str) -> list[str]:
    """The figures it may be kept as, with and without the country; nothing for what has no figures."""
    digits = figures(number).removeprefix(CHINA if number.strip().startswith("+") else "")
    return [digits, CHINA + digits] if digits else []


def only_figures(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    return reduce(lambda held, mark: sa.func.replace(held, mark, ""), " -()+", column)
