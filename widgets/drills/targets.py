"""The table of the targets of a run under way."""

from __future__ import annotations

from collections.abc import Callable

from app.drills.metrics import TargetLook
from app.drills.records import DrillRules
from widgets.drills.words import at_words, signs, tr
from widgets.kit.chips import Pill, mark_cell
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.table import RecordTable


def target_table(
    desk: Desk,
    rules: DrillRules,
    clock: Callable[[TargetLook], str],
    alarm: Callable[[TargetLook], str],
) -> RecordTable:
    """`clock` what is told of a target's 30 minutes, `alarm` how urgent that is."""
    heads = " ".join(asked.words[:2] for asked in rules.checks)
    return RecordTable(
        desk.theme,
        (
            Column(tr("Target"), lambda t: t.target.name, stretch=True,
                   second=lambda t: f"{t.target.code}  {t.target.excluded or t.target.township}"),
            Column(tr("Kind"), lambda t: t.target.kind.value, 72, tone="text2", fold=True),
            Column(tr("Stands"), lambda t: t.standing.value, 76, strong=True),
            Column(tr("30 minutes"), clock, 132,
                   paint=mark_cell(lambda t: Pill(clock(t), alarm(t), "small"))),
            Column(tr("Ordered at"), lambda t: at_words(t.target.order_at), 84),
            Column(tr("First picture"), lambda t: at_words(t.target.picture_at), 84),
            Column(tr("Its sound"), lambda t: at_words(t.target.audio_at), 84),
            Column(tr("Calls"), lambda t: str(t.target.tries or "—"), 56, right=True, fold=True),
            Column(heads, signs, 196, right=True, fold=True),
        ),
        row="list_two_line",
        empty=tr("No targets"),
        name="drill-targets",
        memory=desk.memory,
    )  # fmt: skip
