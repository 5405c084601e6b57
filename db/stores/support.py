"""Who is rung at the firms."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.support import SupportTurn
from db.stores.reader import Reader
from db.tables.support import support_turn


class SupportRows(Reader):
    """Answers `app.people.support.SupportStore`."""

    def turns(self) -> list[SupportTurn]:
        order = (support_turn.c.trade, support_turn.c.begins, support_turn.c.id)
        return self._all(
            "support_turn", sa.select(support_turn).where(support_turn.c.active).order_by(*order)
        )
