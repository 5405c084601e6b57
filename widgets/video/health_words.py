"""The health board's cells: what is told of a camera, its stream and its troubles."""

from __future__ import annotations

from datetime import datetime

from app.base.clock import day_hhmm, hhmmss, span
from app.video.health import Health, Row
from app.video.states import State
from app.video.troubles import CameraTrouble, Ended, TroubleKind, lasted
from widgets.video.reasons import reason_words, state_words


def bad(row: Row) -> bool:
    return row.health in (Health.DOWN, Health.DOUBTED)


def tone(row: Row) -> str:
    if row.health is Health.DOWN:
        return "now"
    return {Health.DOUBTED: "text", Health.LIVE: "text"}.get(row.health, "text3")


def seen(row: Row) -> bool:
    return row.status is not None and row.status.state is not State.IDLE


def why(row: Row) -> str:
    if row.health is Health.DOWN and row.status is not None:
        return f"{state_words(row.status.state)}，{reason_words(row.status.reason)}"
    if row.health is Health.OUT:
        return row.camera.out_of_service
    return row.doubted or "—"


def since(row: Row) -> str:
    return day_hhmm(row.status.since) if seen(row) and row.status else "—"


def tries(row: Row) -> str:
    return str(row.status.tries) if seen(row) and row.status and row.status.tries else "—"


def reconnects(row: Row) -> str:
    return str(row.status.reconnects) if seen(row) and row.status else "—"


def last_picture(row: Row) -> str:
    return hhmmss(row.status.last_at) if row.status and row.status.last_at else "—"


def today(row: Row) -> str:
    """0 only for a camera that somebody has watched."""
    if row.outages:
        return f"{row.outages} / {span(row.outage_s)}"
    return "0" if row.shares[0].watched_s >= 1 else "—"


def rate(row: Row) -> str:
    status = row.status
    if status is None or status.state is not State.LIVE or status.fps is None:
        return "—"
    return f"{status.fps:.0f} fps {status.kbit_s or 0:.0f} k"


def key_every(row: Row) -> str:
    every_s = row.status.key_every_s if seen(row) and row.status else None
    return f"{every_s:.1f} s" if every_s is not None else "—"


def lost(row: Row) -> str:
    return str(row.status.lost) if seen(row) and row.status else "—"


def until(trouble: CameraTrouble) -> str:
    if trouble.until is not None:
        return f"{day_hhmm(trouble.until)}:{hhmmss(trouble.until)[-2:]}"
    return "…" if trouble.ended is Ended.OPEN else "不详"


def lasted_words(trouble: CameraTrouble, now: datetime) -> str:
    length = lasted(trouble, now)
    if length is None:
        return "不详"
    least = "≥ " if trouble.ended in (Ended.LEFT, Ended.STOPPED) else ""
    seconds = length.total_seconds()
    short = seconds < 60 and trouble.kind is TroubleKind.OUTAGE
    return least + (f"{seconds:.1f} s" if short else span(length))
