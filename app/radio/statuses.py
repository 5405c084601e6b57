"""What status codes mean: the rule file's, over which stands what the county entered."""

from __future__ import annotations

from app.radio.records import RadioStatus
from app.radio.rules import StatusRule


class StatusBook:
    """Not safe for threads by itself: the service holds the lock."""

    def __init__(self, rules: dict[int, StatusRule]) -> None:
        self._rules = rules
        self._known = dict(rules)

    def load(self, rows: list[RadioStatus]) -> None:
        """Every row, oldest first: one that is no longer active takes the code of the file away too."""
        known = dict(self._rules)
        for row in rows:
            if row.active:
                known[row.code] = StatusRule(row.words, row.urgent)
            else:
                known.pop(row.code, None)
        self._known = known

    def words(self) -> dict[int, str]:
        """By code."""
        return {code: self._known[code].words for code in sorted(self._known)}

    def of(self, code: int) -> StatusRule:
        """The number alone where the table has no words; such a code is never urgent."""
        return self._known.get(code) or StatusRule(str(code), False)
