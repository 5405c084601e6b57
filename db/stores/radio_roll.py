"""Roll calls by radio, read back; answers `app.radio.rollcall.RadioRollStore`."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from app.radio.rollcall_records import RadioList, RadioPost, RadioRoll, RadioRollAnswer
from db.stores.reader import Reader
from db.tables.radio_roll import radio_list, radio_post, radio_roll, radio_roll_answer


class RadioRollRows(Reader):
    """Reads on the store thread."""

    def lists(self) -> list[RadioList]:
        query = sa.select(radio_list).where(radio_list.c.active)
        return self._all("radio_list", query.order_by(radio_list.c.sort, radio_list.c.id))

    def posts(self, list_id: UUID) -> list[RadioPost]:
        query = sa.select(radio_post).where(radio_post.c.list_id == list_id, radio_post.c.active)
        return self._all("radio_post", query.order_by(radio_post.c.sort, radio_post.c.id))

    def roll(self, key: UUID) -> RadioRoll | None:
        return self._one("radio_roll", sa.select(radio_roll).where(radio_roll.c.id == key))

    def open_rolls(self) -> list[RadioRoll]:
        query = sa.select(radio_roll).where(radio_roll.c.ended_at.is_(None))
        return self._all("radio_roll", query.order_by(radio_roll.c.started_at.desc()))

    def last_rolls(self, list_id: UUID | None, count: int) -> list[RadioRoll]:
        newest = (radio_roll.c.started_at.desc(), radio_roll.c.id.desc())
        query = sa.select(radio_roll).order_by(*newest).limit(count)
        if list_id is not None:
            query = query.where(radio_roll.c.list_id == list_id)
        return self._all("radio_roll", query)

    def answers(self, roll_id: UUID) -> list[RadioRollAnswer]:
        table = radio_roll_answer
        query = sa.select(table).where(table.c.roll_id == roll_id)
        return self._all(
            "radio_roll_answer", query.order_by(table.c.turn, table.c.sort, table.c.id)
        )
