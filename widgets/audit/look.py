"""How a contested change and the life of a record read."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from app.audit.records import Contested, Hand, Past
from app.audit.words import act_word, field_word, hand_word, spoken, title
from app.base.clock import day_hhmm
from widgets.kit.columns import Column

SHORT = 40
"""Letters of a value where many stand on one line."""


def about(one: Contested) -> str:
    """The record it is about, in one line."""
    return title(one.table, one.now or one.wanted)


def about_past(table: str, steps: list[Past]) -> str:
    """The record whose life this is, as it stands."""
    stands = {column: after for one in steps if one.fitted for column, _, after in one.changes}
    return title(table, stands)


def hand_words(hand: Hand | None) -> str:
    """ "向示月 · desk-2 · 06-24 20:03"."""
    if hand is None:
        return "—"
    return f"{hand_word(hand.name)} · {hand.desk} · {day_hhmm(hand.at)}"


def columns_of(one: Contested) -> list[str]:
    """The fields that were to be changed, without those that a group only carries along."""
    now = one.now or {}
    return [
        name
        for name, value in one.wanted.items()
        if name != "id" and (one.was.get(name) != value if one.was else now.get(name) != value)
    ]


def settled_words(one: Contested) -> str:
    tr = partial(QCoreApplication.translate, "Reconcile")
    if one.settled is not None:
        return str(one.settled.choice.value)
    return tr("to be decided") if one.confirmed else tr("not final")


def list_columns(titles: tuple[str, str, str]) -> tuple[Column, ...]:
    """What it is about and which fields; who and when; how it stands."""
    what, who, state = titles
    return (
        Column(
            what,
            about,
            stretch=True,
            tone=_tone,
            strong=_open,
            second=lambda one: "、".join(field_word(one.table, c) for c in columns_of(one)),
        ),
        Column(
            who,
            lambda one: hand_word(one.by.name),
            width=150,
            tone=_tone,
            second=lambda one: f"{one.by.desk} {day_hhmm(one.by.at)}",
        ),
        Column(
            state,
            settled_words,
            width=100,
            tone=_tone,
            strong=_open,
            second=lambda one: one.settled_by,
        ),
    )


def past_columns(table: str, titles: tuple[str, str, str]) -> tuple[Column, ...]:
    when, act, changed = titles
    return (
        Column(when, lambda past: hand_words(past.by), width=290, tone=_past_tone),
        Column(act, _act, width=170, tone=_past_tone),
        Column(changed, partial(_changes, table), stretch=True, tone=_past_tone),
    )


def _open(one: Contested) -> bool:
    return one.settled is None


def _tone(one: Contested) -> str:
    return "text" if one.settled is None else "text3"


def _past_tone(past: Past) -> str:
    return "text" if past.fitted else "text3"


def _act(past: Past) -> str:
    word = act_word(past.what)
    if past.fitted:
        return word
    refused = QCoreApplication.translate("Reconcile", "{act}, not let through")
    return refused.format(act=word)


def _changes(table: str, past: Past) -> str:
    told = []
    for column, before, after in past.changes:
        if column == "id" or (before is None and after in (None, "", ())):
            continue
        value = spoken(after, column)[:SHORT]
        if _is_new(past):
            told.append(f"{field_word(table, column)} {value}")
        else:
            told.append(f"{field_word(table, column)} {spoken(before, column)[:SHORT]} → {value}")
    return "；".join(told)


def _is_new(past: Past) -> bool:
    """The step that made the row."""
    return any(column == "id" for column, _, _ in past.changes)
