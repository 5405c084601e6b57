"""What a calling by radio says of itself: how it stands, what Ctrl+Enter does now, why it stands still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.base.clock import day_hhmm, hhmm
from app.radio.rollcall import RollBook
from app.radio.rollcall_engine import RollEngine, Stage
from app.radio.rollcall_rules import Figures, figures, next_after
from widgets.checks.radiorows import Row, tr


def asking(engine: RollEngine) -> bool:
    """Somebody is asked by data, or will be."""
    return any(
        one.stage is Stage.ASKED or (one.stage is Stage.WAITING and one.why != "link_down")
        for one in engine.turns.values()
    )


def found_of(book: RollBook | None, rows: Sequence[Row]) -> Figures:
    """Of what is known now: the engine is ahead of the record."""
    if book is None:
        return figures(())
    turns = {row.post: row.turn for row in rows}
    return figures([
        replace(one, result=turns[one.post_id].result, why=turns[one.post_id].why)
        if one.turn == 1 and one.post_id in turns
        else one
        for one in book.answers
    ])  # fmt: skip


def state_words(book: RollBook | None, found: Figures, now: datetime, *, here: bool) -> str:
    """Of the calling under way, or the last result and the next time. `here`: this desk calls."""
    if book is None:
        return ""
    following = next_after(book.one, now)
    later = tr("; next {time}").format(time=hhmm(following)) if following else ""
    if book.roll is None:
        return tr("“{name}” has not been called yet").format(name=book.one.name) + later
    when, who = day_hhmm(book.roll.started_at), book.roll.by_name
    if book.running:
        told, later = tr("Calling of {when}, {who}").format(when=when, who=who), ""
        told += "" if here else tr(", on desk {desk}").format(desk=book.roll.desk)
    else:
        told = tr("Last calling {when}, {who}").format(when=when, who=who)
    silent = tr("; silent: {names}").format(names="、".join(found.silent))
    cut = tr("; gateway down: {names}").format(names="、".join(found.cut_off))
    return told + (silent if found.silent else "") + (cut if found.cut_off else "") + later


def main_words(book: RollBook | None, engine: RollEngine | None) -> str:
    """What Ctrl+Enter does now."""
    if book is None or not book.running:
        return tr("Start calling")
    if engine is not None and engine.paused:
        return tr("Go on calling")
    if engine is not None and engine.calling is not None:
        return tr("Note the answer")
    if engine is not None and asking(engine):
        return tr("Asking by data")
    if engine is not None and engine.by_voice:
        return tr("Call the next")
    return tr("All called: end and sign")


def paused_words(why: str) -> str:
    return {
        "emergency": tr("Emergency: calling stands still"),
        "officer": tr("Calling stands still"),
        "restart": tr("The program began anew: calling stands still"),
    }.get(why, "")
