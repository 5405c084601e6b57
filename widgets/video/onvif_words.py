"""Why a device's own service did not do what was asked, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.base.errors import Refused, Unreachable
from widgets.kit.explain import explain
from widgets.video.words import camera_refusals

_WHY = {
    "denied": QT_TRANSLATE_NOOP(
        "Onvif", "The device's service refuses user or password; ONVIF may have accounts of its own"
    ),
    "silent": QT_TRANSLATE_NOOP("Onvif", "The device's service does not answer"),
    "no_way": QT_TRANSLATE_NOOP(
        "Onvif", "The device's service cannot be reached: check its address"
    ),
    "cannot": QT_TRANSLATE_NOOP("Onvif", "The device cannot do this"),
    "garbage": QT_TRANSLATE_NOOP("Onvif", "What answers there is no service of a camera"),
}


def onvif_words(error: Exception) -> str:
    if isinstance(error, Unreachable) and error.why in _WHY:
        return QCoreApplication.translate("Onvif", _WHY[error.why])
    return explain(error, camera_refusals() if isinstance(error, Refused) else None)
