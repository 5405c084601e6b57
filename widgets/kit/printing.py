"""A PDF to the system's printer: its own dialog, the pages drawn away from the Qt thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.base.errors import Unreachable
from app.base.jobs import Jobs
from widgets.kit.ask import ask

DPI = 300
"""Finer than any office printer shows on text; a page is 26 MB while it is drawn."""


def a4_printer() -> QPrinter:
    """The system's own printer, a whole sheet of A4: margins are in the paper already."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setResolution(DPI)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
    printer.setPageLayout(layout)
    printer.setFullPage(True)
    return printer


def print_pdf(pdf: bytes, printer: QPrinter) -> int:
    """Draw the pages the dialog asked for; how many. Takes a fifth of a second a page: not on the Qt
    thread. `Unreachable("printer", ...)` when the document or the printer cannot be opened."""
    document = QPdfDocument()
    data = QBuffer()
    data.setData(QByteArray(pdf))
    data.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(data)
    if document.pageCount() < 1:
        raise Unreachable("printer", "no_paper")
    first = max(printer.fromPage(), 1)
    last = min(printer.toPage() or document.pageCount(), document.pageCount())
    painter = QPainter()
    if not painter.begin(printer):
        raise Unreachable("printer", "printer_away")
    try:
        for number in range(first - 1, last):
            if number >= first:
                printer.newPage()
            room = printer.pageLayout().fullRectPixels(printer.resolution())
            size = document.pagePointSize(number)
            scale = min(room.width() / size.width(), room.height() / size.height())
            drawn = QSize(round(size.width() * scale), round(size.height() * scale))
            painter.drawImage(0, 0, document.render(number, drawn))
    finally:
        painter.end()
        document.close()
    return last - first + 1


class PrintOut(QObject):
    """Opens the system's dialog over `parent`; `say(words)` tells how it went."""

    def __init__(self, jobs: Jobs, say: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._say = say
        self._over = parent
        self.dialog: QPrintDialog | None = None

    def open(self, pdf: bytes, pages: int, title: str) -> None:
        """Not blocking: alarms go on while the dialog stands. Nothing is printed by itself."""
        printer = a4_printer()
        printer.setDocName(title)
        dialog = QPrintDialog(printer, self._over)
        dialog.setWindowTitle(title)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
        dialog.accepted.connect(lambda: self.send(pdf, printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self.dialog = dialog
        dialog.show()

    def send(self, pdf: bytes, printer: QPrinter) -> None:
        self._say(self.tr("Printing …"))
        ask(self, self._jobs, print_pdf, pdf, printer, then=self._sent, fail=self._failed)

    def _sent(self, pages: int) -> None:
        self._say(self.tr("{n} pages sent to the printer").format(n=pages))

    def _failed(self, error: Exception) -> None:
        why = error.why if isinstance(error, Unreachable) else ""
        words = {
            "no_paper": self.tr("There is no paper to print."),
            "printer_away": self.tr("The printer cannot be reached; save the PDF instead."),
        }
        self._say(words.get(why, self.tr("Not printed; it is in the log file.")))
