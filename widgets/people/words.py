"""Refusals about officers in words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication


def refusals() -> dict[str, str]:
    tr = partial(QCoreApplication.translate, "People")
    return {
        "too_long": tr("At most {most} letters"),
        "pin_too_short": tr("A PIN has at least {least} figures or letters"),
        "pins_differ": tr("The two PINs differ"),
        "not_first": tr("Somebody is registered already; start again and sign in"),
        "office_only": tr("Only an administrator may do this to a post of the office"),
        "yourself": tr("You cannot do this to yourself"),
        "last_one": tr("Nobody would be left who may enter officers"),
    }
