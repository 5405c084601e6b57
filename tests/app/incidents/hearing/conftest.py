"""What a caller says, put to the hearing of the demonstration county."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from app.incidents.hearing import Call, Heard, Open, Turn, hear
from tests.calls import county, rules

Ear = Callable[..., Heard]


@pytest.fixture
def ear() -> Ear:
    """Answers to `ear("words of the caller", ("question", "answer"), ...)`; `at` Beijing time."""

    def listen(
        *said: str | tuple[str, str],
        at: str = "2026-08-12T15:05",
        number: str = "000-0000-4127",
        earlier: tuple[Open, ...] = (),
    ) -> Heard:
        turns: list[Turn] = []
        for one in said:
            if isinstance(one, tuple):
                turns += [Turn(False, one[0]), Turn(True, one[1])]
            else:
                turns.append(Turn(True, one))
        call = Call("now", datetime.fromisoformat(f"{at}:00+08:00"), number, tuple(turns))
        return hear(call, county(), rules(), earlier)

    return listen
