"""Special periods, responses in force, trainings, cards of knowledge, and the rules of the room."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.base.marks import Mark
from app.duty.knowledge import CardAnswer, KnowledgeCard, StudyLink
from app.duty.regulations import RuleDocument
from app.duty.responses import Response, ResponseTurn, Turn
from app.duty.special import PeriodTick, SpecialPeriod
from app.duty.training import Training, TrainingGuest
from db.tables.base import feature_table, refers
from db.types import Choice, Day, Flag, Id, UtcTime, WordList, Words


def _words(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, Words, nullable=False) for name in names)


def _mark() -> sa.Column[Mark]:
    return sa.Column("mark", Choice(Mark), nullable=False)


def _hand() -> tuple[sa.Column[Any], ...]:
    """Who wrote it, and for which world."""
    return (*_words("by", "by_name"), _mark())


special_period = feature_table(
    "special_period",
    SpecialPeriod,
    *_words("name", "kind"),
    sa.Column("first", Day, nullable=False),
    sa.Column("until", Day, nullable=False),
    *_words("template"),
    sa.Column("zero_daily", Flag, nullable=False),
    sa.Column("checklist", WordList, nullable=False),
    *_words("source"),
    sa.Column("active", Flag, nullable=False),
    *_hand(),
    groups=(frozenset({"first", "until"}),),
    indexes=(("first",),),
)

period_tick = feature_table(
    "period_tick",
    PeriodTick,
    sa.Column("period_id", Id, refers("special_period"), nullable=False),
    *_words("item"),
    sa.Column("done", Flag, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    *_hand(),
    indexes=(("period_id",), ("at",)),
)

response = feature_table(
    "response",
    Response,
    *_words("plan", "level"),
    sa.Column("started_at", UtcTime, nullable=False),
    sa.Column("ended_at", UtcTime),
    _mark(),
    indexes=(("started_at",),),
)

response_turn = feature_table(
    "response_turn",
    ResponseTurn,
    sa.Column("response_id", Id, refers("response"), nullable=False),
    sa.Column("turn", Choice(Turn), nullable=False),
    *_words("level"),
    sa.Column("at", UtcTime, nullable=False),
    *_words("confirmed_by", "document", "reason"),
    sa.Column("written_at", UtcTime, nullable=False),
    *_hand(),
    indexes=(("response_id",), ("written_at",)),
)

training = feature_table(
    "training",
    Training,
    sa.Column("day", Day, nullable=False),
    *_words("topic", "kind", "device", "trainer", "remarks"),
    sa.Column("period_id", Id, refers("special_period")),
    sa.Column("attachment_id", Id, refers("attachment")),
    sa.Column("active", Flag, nullable=False),
    *_hand(),
    indexes=(("day",), ("period_id",), ("attachment_id",)),
)

training_guest = feature_table(
    "training_guest",
    TrainingGuest,
    sa.Column("training_id", Id, refers("training"), nullable=False),
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    *_words("name"),
    sa.Column("active", Flag, nullable=False),
    _mark(),
    indexes=(("training_id",), ("officer_id",)),
)

knowledge_card = feature_table(
    "knowledge_card",
    KnowledgeCard,
    *_words("seed", "topic", "question", "answer", "clause", "source"),
    sa.Column("active", Flag, nullable=False),
    *_hand(),
)

card_answer = feature_table(
    "card_answer",
    CardAnswer,
    *_words("card"),
    sa.Column("officer_id", Id, refers("officer"), nullable=False),
    sa.Column("knew", Flag, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    _mark(),
    indexes=(("officer_id",), ("at",)),
)

study_link = feature_table(
    "study_link",
    StudyLink,
    *_words("name", "url"),
    sa.Column("active", Flag, nullable=False),
    *_hand(),
)

rule_document = feature_table(
    "rule_document",
    RuleDocument,
    *_words("title", "kind", "version"),
    sa.Column("effective", Day, nullable=False),
    sa.Column("replaced_by", Id, refers("rule_document")),
    *_words("text"),
    sa.Column("attachment_id", Id, refers("attachment")),
    sa.Column("active", Flag, nullable=False),
    *_hand(),
    indexes=(("kind",), ("replaced_by",), ("attachment_id",)),
)
