"""Something is tested step by step, on a thread of its own: how each step came out."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    GOOD = "good"
    ODD = "odd"
    BAD = "bad"


SIGNS = {Mark.GOOD: "√", Mark.ODD: "！", Mark.BAD: "×"}
"""Before the words of a step, on the screen and in a text that is sent on."""


class Stopped(Exception):
    """The officer has called it off."""
