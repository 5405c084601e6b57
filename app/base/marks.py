"""What kind of world a record belongs to."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """Stands on every record, so that a drill or a demonstration can never pass for the real thing."""

    REAL = "实战"
    DRILL = "演练"
    TEST = "测试"
    DEMO = "演示"
