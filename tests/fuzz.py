"""How long the tests by hypothesis look: RADIO_FUZZ says how many examples, many in `make faults`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("RADIO_FUZZ", "25"))
QUICK = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
