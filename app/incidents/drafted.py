"""Drafts of incidents that nobody typed: the room begins one, an officer finishes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.base.drafts import Draft, Drafts

PREFIX = "intake-"
"""Keys of intake drafts: this and the id that the incident will have."""


@dataclass(frozen=True, slots=True)
class IncidentDrafted:
    """Fact: a draft of an incident lies on the disk and waits on the intake page."""

    key: UUID


@dataclass(frozen=True, slots=True)
class DraftPlaced:
    """Fact: the place of a draft's incident became known; `heard` as `app.incidents.alarm_draft.place_of`."""

    key: UUID
    heard: Mapping[str, Any]


def draft_incident(drafts: Drafts, key: UUID, by_name: str, words: Mapping[str, Any]) -> Draft:
    """`words` by the names of the intake form; `by_name` says who began it."""
    kept = {name: value for name, value in words.items() if value not in (None, "")}
    return drafts.save(f"{PREFIX}{key}", "system", {"by_name": by_name, "words": kept})
