"""Hearing: what a caller's words suggest for the intake. Pure functions; the officer's word stands above."""

from app.incidents.hearing.county import County, county_of
from app.incidents.hearing.hear import hear
from app.incidents.hearing.records import (
    Call,
    Counted,
    Disposition,
    Heard,
    Open,
    People,
    Precision,
    Turn,
    Words,
)
from app.incidents.hearing.rules import Rules, load_hearing

__all__ = [
    "Call",
    "Counted",
    "County",
    "Disposition",
    "Heard",
    "Open",
    "People",
    "Precision",
    "Rules",
    "Turn",
    "Words",
    "county_of",
    "hear",
    "load_hearing",
]
