"""Officers of the duty room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.base.marks import Mark


class Role(StrEnum):
    """Posts of a crew, the roles of the office, and who only looks. domain.md 1.1."""

    LEADER = "带班领导"
    CHIEF = "值班长"
    OFFICER = "值班员"
    PROFESSIONAL = "专业值班员"
    DRIVER = "驾驶员"
    SUPPORT = "技术保障"
    RESERVE = "备班"
    OBSERVER = "领导查看"
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


class Outcome(StrEnum):
    """How an attempt to sign in ended, or what ended a wait."""

    GOOD = "成功"
    WRONG = "密码错误"
    WAIT = "须等待"
    FREED = "解除等待"


@dataclass(frozen=True, slots=True)
class LoginAttempt:
    """Somebody tried to be `officer_id` at `at` (aware UTC). The PIN is not kept, right or wrong."""

    id: UUID
    officer_id: UUID
    at: datetime
    outcome: Outcome
    mark: Mark
