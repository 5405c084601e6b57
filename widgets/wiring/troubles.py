"""What went wrong while starting, as messages that wait beside the work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.base.errors import Refused
from app.base.ledger import StoreFailed
from widgets.kit.desk import Desk
from widgets.shell.messages import Kind, Messages
from widgets.wiring.lamps import store_cause

_FEW = 3
_ASK = QT_TRANSLATE_NOOP("Troubles", "Write on paper, call the administrator, then start again")
_MEND = {
    "disk_full": QT_TRANSLATE_NOOP("Troubles", "Make room on the disk, then start again"),
    "upgrade_failed": QT_TRANSLATE_NOOP(
        "Troubles", "Nothing was changed in it. Start the version you had, call the administrator"
    ),
    "not_a_record": QT_TRANSLATE_NOOP(
        "Troubles", "Check the data folder (--data), then start again"
    ),
    **dict.fromkeys(
        ("damaged", "emptied"),
        QT_TRANSLATE_NOOP(
            "Troubles",
            "Write on paper; the administrator restores the last backup (main.py restore)",
        ),
    ),
    "newer_schema": QT_TRANSLATE_NOOP("Troubles", "Install the newer version, then start again"),
    "cannot_open": QT_TRANSLATE_NOOP(
        "Troubles", "Check the data folder (--data), then start again; until then write on paper"
    ),
}


def tell_trouble(
    desk: Desk,
    messages: Messages,
    broken: Refused | None,
    rejected: tuple[str, ...],
    read_only_why: str | None,
) -> None:
    """Settings that cannot be used, windows that lost their places, a record that cannot be written."""
    tell, memory = messages.tell, desk.memory
    if broken is not None:
        text = tr("{file} cannot be read; defaults hold. Mend it and start again")
        tell(
            Kind.DEVICE,
            tr("Settings file is broken"),
            text.format(file=broken.figures.get("file", "")),
            "settings",
            True,
        )
    elif rejected:
        text = tr("Not usable, the default holds: {names}")
        names = "、".join(rejected)
        tell(Kind.DEVICE, tr("Settings"), text.format(names=names), "settings", True)
    if memory.trouble:
        text = tr("Windows stand where they stood at first")
        tell(Kind.DEVICE, tr("Screen positions are lost"), text, "screens")
    if read_only_why is not None:
        desk.bus.publish(StoreFailed(read_only_why))
        text = f"{store_cause(read_only_why)}。{tr(_MEND.get(read_only_why, _ASK))}"
        tell(Kind.STORE, tr("The record cannot be written"), text, "store", True)


def tell_tables(messages: Messages, problems: Sequence[str]) -> None:
    """Tables of gateways that cannot be used; the first few, for one mistake often makes several."""
    if problems:
        text = tr("Not usable: {problems}. Check with: main.py radio-table FILE")
        told = text.format(problems="；".join(problems[:_FEW]))
        messages.tell(Kind.DEVICE, tr("Tables of gateways"), told, "tables", True)


def tr(words: str) -> str:
    return QCoreApplication.translate("Troubles", words)
