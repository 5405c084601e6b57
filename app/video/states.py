"""The states of a camera's line as a table; a pair that is not in it is a bug."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    IDLE = "idle"
    CONNECTING = "connecting"
    WAIT_KEY = "wait_key"
    LIVE = "live"
    STALE = "stale"
    LOST = "lost"
    BACKOFF = "backoff"
    AUTH_FAILED = "auth_failed"
    NOT_FOUND = "not_found"


class Step(StrEnum):
    """What happened to the line."""

    ASKED = "asked"
    OPENED = "opened"
    PICTURE = "picture"
    QUIET = "quiet"
    ENDED = "ended"
    DENIED = "denied"
    MISSING = "missing"
    PAUSED = "paused"
    DUE = "due"
    LEFT = "left"


class Reason(StrEnum):
    """Why a line is not live; the window puts it into words."""

    NONE = "none"
    REFUSED = "refused"
    SILENT = "silent"
    CUT = "cut"
    FROZEN = "frozen"
    NO_KEY = "no_key"
    DENIED = "denied"
    SEALED = "sealed"
    MISSING = "missing"
    BUSY = "busy"
    NO_HOST = "no_host"
    GARBAGE = "garbage"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    BAD_ADDRESS = "bad_address"
    FAULT = "fault"


SLOW = (Reason.DENIED, Reason.SEALED, Reason.MISSING, Reason.UNSUPPORTED, Reason.TOO_LARGE,
        Reason.BAD_ADDRESS)  # fmt: skip
"""Reasons that need a person: no quick retry mends them."""

_S, _E = State, Step

TABLE: dict[tuple[State, Step], State] = {
    (_S.IDLE, _E.ASKED): _S.CONNECTING,
    (_S.CONNECTING, _E.OPENED): _S.WAIT_KEY,
    (_S.CONNECTING, _E.DENIED): _S.AUTH_FAILED,
    (_S.CONNECTING, _E.MISSING): _S.NOT_FOUND,
    (_S.CONNECTING, _E.ENDED): _S.LOST,
    (_S.WAIT_KEY, _E.PICTURE): _S.LIVE,
    (_S.WAIT_KEY, _E.ENDED): _S.LOST,
    (_S.LIVE, _E.QUIET): _S.STALE,
    (_S.LIVE, _E.ENDED): _S.LOST,
    (_S.STALE, _E.PICTURE): _S.LIVE,
    (_S.STALE, _E.ENDED): _S.LOST,
    (_S.LOST, _E.PAUSED): _S.BACKOFF,
    (_S.BACKOFF, _E.DUE): _S.CONNECTING,
    (_S.AUTH_FAILED, _E.DUE): _S.CONNECTING,
    (_S.NOT_FOUND, _E.DUE): _S.CONNECTING,
    **{(state, _E.LEFT): _S.IDLE for state in State},
}


class NoSuchStep(Exception):
    """A step that cannot happen in this state."""


def after(state: State, step: Step) -> State:
    try:
        return TABLE[state, step]
    except KeyError:
        raise NoSuchStep(f"{step} in {state}") from None


def shown(state: State, tries: int, reason: Reason) -> State:
    """What the officer is told: while a lost camera is tried again it stays lost, and says why."""
    if state in (State.LOST, State.BACKOFF) or (
        tries > 0 and state in (State.CONNECTING, State.WAIT_KEY)
    ):
        if reason is Reason.DENIED:
            return State.AUTH_FAILED
        return State.NOT_FOUND if reason is Reason.MISSING else State.LOST
    return State.CONNECTING if state is State.WAIT_KEY else state
