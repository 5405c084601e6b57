"""Officers of the duty room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class Role(StrEnum):
    """Posts of a crew, and the two roles of the office. domain.md 1.1."""

    LEADER = "带班领导"
    CHIEF = "值班长"
    OFFICER = "值班员"
    PROFESSIONAL = "专业值班员"
    DRIVER = "驾驶员"
    RESERVE = "备班"
    ADMIN = "管理员"
    AUDITOR = "审计"


@dataclass(frozen=True, slots=True)
class Officer:
    """`initials` are all pinyin initials of the name, divided by blanks; `pin_hash` is argon2 only.

    `permanent` is 在编; `sort` the official order of names (officials care about it).
    """

    id: UUID
    name: str
    initials: str
    role: Role
    permanent: bool
    sort: int
    pin_hash: str
    active: bool
    mark: Mark
