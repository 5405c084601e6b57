"""States and reasons of a camera's line in the officer's words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.base.errors import Refused, Unreachable
from app.video.states import Reason, State
from widgets.kit.explain import explain

_STATES = {
    State.CONNECTING: QT_TRANSLATE_NOOP("Camera", "connecting"),
    State.LIVE: QT_TRANSLATE_NOOP("Camera", "live"),
    State.STALE: QT_TRANSLATE_NOOP("Camera", "standing still"),
    State.LOST: QT_TRANSLATE_NOOP("Camera", "lost"),
    State.AUTH_FAILED: QT_TRANSLATE_NOOP("Camera", "wrong password"),
    State.NOT_FOUND: QT_TRANSLATE_NOOP("Camera", "no such picture"),
}

_REASONS = {
    Reason.NONE: QT_TRANSLATE_NOOP("Camera", "no picture yet"),
    Reason.REFUSED: QT_TRANSLATE_NOOP("Camera", "the device refuses the connection"),
    Reason.SILENT: QT_TRANSLATE_NOOP("Camera", "the device does not answer"),
    Reason.CUT: QT_TRANSLATE_NOOP("Camera", "the connection was cut"),
    Reason.FROZEN: QT_TRANSLATE_NOOP("Camera", "no new pictures arrive"),
    Reason.NO_KEY: QT_TRANSLATE_NOOP("Camera", "connected, but no whole picture comes"),
    Reason.DENIED: QT_TRANSLATE_NOOP("Camera", "user or password is wrong: correct it"),
    Reason.SEALED: QT_TRANSLATE_NOOP(
        "Camera", "the password cannot be opened here: see the key file, or enter it again"
    ),
    Reason.MISSING: QT_TRANSLATE_NOOP(
        "Camera", "the device has no such picture: check the address"
    ),
    Reason.BUSY: QT_TRANSLATE_NOOP("Camera", "the device takes no further viewer"),
    Reason.NO_HOST: QT_TRANSLATE_NOOP("Camera", "no way to the device"),
    Reason.GARBAGE: QT_TRANSLATE_NOOP("Camera", "what arrives is no video"),
    Reason.UNSUPPORTED: QT_TRANSLATE_NOOP("Camera", "this coding cannot be shown"),
    Reason.TOO_LARGE: QT_TRANSLATE_NOOP("Camera", "the picture is too large to be shown here"),
    Reason.BAD_ADDRESS: QT_TRANSLATE_NOOP("Camera", "the address is wrong: correct it"),
    Reason.FAULT: QT_TRANSLATE_NOOP("Camera", "fault, see the log file"),
}


def state_words(state: State | None) -> str:
    """ "—" for a camera that nobody has looked at: its state is not known."""
    if state is None or state is State.IDLE:
        return "—"
    return QCoreApplication.translate("Camera", _STATES[state])


def reason_words(reason: Reason) -> str:
    return QCoreApplication.translate("Camera", _REASONS[reason])


def trouble_words(error: Exception) -> str:
    """Why a snapshot or a change of the wall did not come about."""
    translate = QCoreApplication.translate
    if isinstance(error, Unreachable):
        if error.what == "camera":
            return reason_words(Reason(error.why))
        if error.what == "disk":
            return explain(error)
        return translate("Camera", "the store does not answer")
    if isinstance(error, Refused) and error.code == "nobody_signed_in":
        return translate("Camera", "nobody is signed in")
    if isinstance(error, Refused) and error.code == "asked_already":
        return translate("Camera", "the camera is being asked for a picture already")
    return reason_words(Reason.FAULT)
