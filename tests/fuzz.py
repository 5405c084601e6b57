"""How long the tests by hypothesis look: RADIO_FUZZ says how many examples, many and ever new ones in
`make faults`; in `make test` a few that are the same each time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_ASKED = os.environ.get("RADIO_FUZZ")
EXAMPLES = int(_ASKED or 25)
QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=not _ASKED,
    suppress_health_check=[HealthCheck.too_slow],
)
