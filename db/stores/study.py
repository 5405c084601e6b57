"""Special periods, responses, trainings, cards and rules of the room, read back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.base.attachments import Attachment
from app.duty.knowledge import CardAnswer, KnowledgeCard, StudyLink
from app.duty.regulations import RuleDocument
from app.duty.responses import Response, ResponseTurn
from app.duty.special import PeriodTick, SpecialPeriod
from app.duty.training import Training, TrainingGuest
from app.people.records import Officer
from db.stores.reader import Reader
from db.tables.attachments import attachment
from db.tables.people import officer
from db.tables.study import (
    card_answer,
    knowledge_card,
    period_tick,
    response,
    response_turn,
    rule_document,
    special_period,
    study_link,
    training,
    training_guest,
)


class StudyRows(Reader):
    """Answers `app.duty.study.StudyStore`."""

    def special_periods(self) -> list[SpecialPeriod]:
        order = (special_period.c.first, special_period.c.id)
        return self._all("special_period", sa.select(special_period).order_by(*order))

    def period_ticks(self) -> list[PeriodTick]:
        order = (period_tick.c.at, period_tick.c.id)
        return self._all("period_tick", sa.select(period_tick).order_by(*order))

    def trained_for(self) -> list[tuple[UUID, date]]:
        held = training.c.active & training.c.period_id.is_not(None)
        with self._db.read() as connection:
            rows = connection.execute(sa.select(training.c.period_id, training.c.day).where(held))
            return [(key, day) for key, day in rows]

    def responses(self) -> list[Response]:
        order = (response.c.started_at.desc(), response.c.id.desc())
        return self._all("response", sa.select(response).order_by(*order))

    def response_turns(self) -> list[ResponseTurn]:
        order = (response_turn.c.written_at, response_turn.c.id)
        return self._all("response_turn", sa.select(response_turn).order_by(*order))

    def trainings(self) -> list[Training]:
        order = (training.c.day.desc(), training.c.id.desc())
        return self._all("training", sa.select(training).where(training.c.active).order_by(*order))

    def guests(self) -> list[TrainingGuest]:
        query = (
            sa.select(training_guest)
            .join(officer, officer.c.id == training_guest.c.officer_id)
            .where(training_guest.c.active)
            .order_by(officer.c.sort, training_guest.c.name, training_guest.c.id)
        )
        return self._all("training_guest", query)

    def files_of_trainings(self) -> dict[UUID, Attachment]:
        return self._files(training.c.attachment_id)

    def period_names(self) -> dict[UUID, str]:
        return {one.id: one.name for one in self.special_periods()}

    def everybody(self) -> list[Officer]:
        official = (officer.c.sort, officer.c.name, officer.c.id)
        return self._all("officer", sa.select(officer).order_by(*official))

    def knowledge_cards(self) -> list[KnowledgeCard]:
        return self._all("knowledge_card", sa.select(knowledge_card).order_by(knowledge_card.c.id))

    def card_answers(self) -> list[CardAnswer]:
        order = (card_answer.c.at, card_answer.c.id)
        return self._all("card_answer", sa.select(card_answer).order_by(*order))

    def study_links(self) -> list[StudyLink]:
        held = sa.select(study_link).where(study_link.c.active)
        return self._all("study_link", held.order_by(study_link.c.id))

    def rule_documents(self) -> list[RuleDocument]:
        order = (rule_document.c.kind, rule_document.c.title, rule_document.c.effective.desc())
        return self._all("rule_document", sa.select(rule_document).order_by(*order))

    def files_of_documents(self) -> dict[UUID, Attachment]:
        return self._files(rule_document.c.attachment_id)

    def _files(self, of: sa.Column[UUID]) -> dict[UUID, Attachment]:
        query = sa.select(attachment).where(attachment.c.id.in_(sa.select(of)))
        return {one.id: one for one in self._all("attachment", query)}
