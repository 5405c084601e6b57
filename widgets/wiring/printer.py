"""The printer's lamp: whether what is printed will come out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.lamps import ACT, KNOWN, NORMAL, LampState
from widgets.kit.printers import PrinterLook, PrinterState, look_at_printer, printer_words
from widgets.shell.status import Status

KEY = "printer"
LOOK_MS = 60_000
_LEVELS = {
    PrinterState.NONE: KNOWN,
    PrinterState.READY: NORMAL,
    PrinterState.BUSY: NORMAL,
    PrinterState.STOPPED: ACT,
}


class PrinterLamp(QObject):
    """Looks every minute on the paper thread; a desk without a printer is known, not an alarm."""

    def __init__(
        self, desk: Desk, status: Status, look: Callable[[], PrinterLook] = look_at_printer
    ) -> None:
        super().__init__()
        self._desk, self._status, self._look = desk, status, look
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    def look(self) -> None:
        ask(self, self._desk.paper, self._look, then=self._show, fail=lambda _: None)

    def _show(self, look: PrinterLook) -> None:
        figures = {
            PrinterState.NONE: self.tr("no printer"),
            PrinterState.STOPPED: self.tr("offline"),
        }
        cause = printer_words(look)
        figure = figures.get(look.state, "")
        lamp = LampState(KEY, self.tr("Printer"), _LEVELS[look.state], figure, cause)
        self._status.set_lamp(lamp)
