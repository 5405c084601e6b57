"""Commands to the lines a table writes for them, and which answer is whose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.radio.driver import Length
from app.radio.events import (
    AskPosition,
    AskPositions,
    CallKind,
    CheckOnline,
    CheckRadio,
    CheckReply,
    ChooseGroup,
    Command,
    EndCall,
    Event,
    Monitor,
    Offline,
    Online,
    Position,
    PressTalk,
    ReleaseTalk,
    Revive,
    SendStatus,
    SendText,
    StopEmergency,
    Stun,
)
from app.radio.table.framer import written
from app.radio.table.layout import Does, Order, Table
from app.radio.table.patterns import LONGEST_LINE

BRACES = re.compile(r"\{(\w+)(?::(0?\d{1,2}|x|0\d{1,2}x|hex|name))?\}", re.ASCII)
_PRESS = {
    CallKind.PRIVATE: Does.PRESS_PRIVATE,
    CallKind.GROUP: Does.PRESS_GROUP,
    CallKind.ALL: Does.PRESS_ALL,
}
_AIR: dict[Does, tuple[tuple[type, ...], frozenset[str]]] = {
    Does.LOCATE: ((Position,), frozenset({"position"})),
    Does.ONLINE_CHECK: ((CheckReply, Online, Offline), frozenset({"check", "online"})),
    Does.RADIO_CHECK: ((CheckReply,), frozenset({"check"})),
}
"""What a radio says by air to such a question, where the table hears it."""

Values = Mapping[str, int | str]


@dataclass(slots=True)
class Waiting:
    """A command the gateway has taken, whose end comes later."""

    command: Command
    order: Order
    ref: int
    radio: int
    until_s: float


def asked(command: Command) -> tuple[Does, Values]:
    """What a command is called in a table, and what it has to say."""
    match command:
        case SendText(_, target, group, text):
            does = Does.GROUP_TEXT if group else Does.TEXT
            return does, {"group" if group else "radio": target, "text": text}
        case SendStatus(_, target, group, code):
            does = Does.GROUP_STATUS if group else Does.STATUS
            return does, {"group" if group else "radio": target, "code": code}
        case AskPositions(_, radio, every_s):
            return Does.LOCATE_EVERY, {"radio": radio, "every_s": every_s}
        case PressTalk(_, kind, target):
            name = {CallKind.PRIVATE: "radio", CallKind.GROUP: "group"}.get(kind)
            return _PRESS[kind], {name: target} if name else {}
        case ReleaseTalk():
            return Does.RELEASE, {}
        case EndCall():
            return Does.HANG_UP, {}
        case ChooseGroup(_, group):
            return Does.CHOOSE_GROUP, {"group": group}
        case AskPosition(_, radio):
            return Does.LOCATE, {"radio": radio}
        case CheckOnline(_, radio):
            return Does.ONLINE_CHECK, {"radio": radio}
        case CheckRadio(_, radio):
            return Does.RADIO_CHECK, {"radio": radio}
        case StopEmergency(_, radio):
            return Does.EMERGENCY_STOP, {"radio": radio}
        case Stun(_, radio):
            return Does.STUN, {"radio": radio}
        case Revive(_, radio):
            return Does.REVIVE, {"radio": radio}
        case Monitor(_, radio):
            return Does.MONITOR, {"radio": radio}


def clean(table: Table, words: str) -> str:
    """A text with what would break its line replaced."""
    for old, new in table.texts.replace:
        words = words.replace(old, new)
    return words


def measure(table: Table, words: str) -> Length:
    """In characters, or in bytes of the encoding, where a 汉字 takes two or three."""
    words, limit = clean(table, words), table.texts.limit
    if not table.texts.in_bytes:
        return Length(len(words), limit, limit - len(words))
    encoding = table.line.encoding
    used = len(words.encode(encoding, "replace"))
    wide = max(len("汉".encode(encoding, "replace")), 1)
    return Length(used, limit, (limit - used) // wide)


def line_of(table: Table, order: Order, values: Values, ref: int) -> bytes:
    """Raises `ValueError`: a text that is empty, too long or not of this encoding; a number below 0; a
    radio that has no name where names are needed."""
    given = dict(values)
    if "text" in given:
        words = clean(table, str(given["text"]))
        if not words.strip() or measure(table, words).left_hanzi < 0:
            raise ValueError("text")
        words.encode(table.line.encoding)
        given["text"] = words
    given["ref"] = ref
    names = {number: name for name, number in table.names.items()}

    def filled(found: re.Match[str]) -> str:
        value, form = given[found[1]], found[2] or ""
        if isinstance(value, str):
            return value.encode(table.line.encoding).hex().upper() if form == "hex" else value
        if value < 0:
            raise ValueError(found[1])
        if form == "name":
            if value not in names:
                raise ValueError(found[1])
            return names[value]
        return f"{value:{form.upper() if form.endswith('x') else form}}"

    text = BRACES.sub(filled, order.send)
    if len(text) > LONGEST_LINE:
        raise ValueError("too long")
    return written(table.line, text)


def by_air(table: Table, does: Does) -> bool:
    """The end of such a command is what its radio says."""
    heard = {hear.event for hear in table.hears}
    return does in _AIR and bool(_AIR[does][1] & heard)


def ends(event: Event, waiting: Waiting) -> bool:
    """Whether this event is what its radio was asked for."""
    kinds = _AIR.get(waiting.order.does, ((), frozenset()))[0]
    return isinstance(event, kinds) and event.radio == waiting.radio  # type: ignore[union-attr]


def fits(pattern: re.Pattern[str] | None, text: str, ref: int, radio: int) -> bool:
    """The line is this answer, and where it names a reference, a radio or a group, those of the command."""
    found = pattern.fullmatch(text) if pattern is not None else None
    if found is None:
        return False
    said = found.groupdict()
    for name, mine in (("ref", ref), ("radio", radio), ("group", radio)):
        told = said.get(name)
        if told is not None and not (told.isascii() and told.isdigit() and int(told) == mine):
            return False
    return True
