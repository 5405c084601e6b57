"""Which printer the system would use, and how it stands, before anything is sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo


class PrinterState(StrEnum):
    NONE = "none"
    READY = "ready"
    BUSY = "busy"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PrinterLook:
    """`name` is the system's own for its default printer, else for the first; "" for none."""

    state: PrinterState
    name: str = ""


_STATES = {
    QPrinter.PrinterState.Idle: PrinterState.READY,
    QPrinter.PrinterState.Active: PrinterState.BUSY,
    QPrinter.PrinterState.Aborted: PrinterState.STOPPED,
    QPrinter.PrinterState.Error: PrinterState.STOPPED,
}


def look_at_printer() -> PrinterLook:
    """Asks the system, which may wait for a print server: on the paper thread."""
    names = QPrinterInfo.availablePrinterNames()
    if not names:
        return PrinterLook(PrinterState.NONE)
    default = QPrinterInfo.defaultPrinterName()
    name = default if default in names else names[0]
    return PrinterLook(_STATES[QPrinterInfo.printerInfo(name).state()], name)


def printer_words(look: PrinterLook) -> str:
    """One sentence for the officer: what will happen, and what else can be done."""
    words = {
        PrinterState.NONE: tr("This desk has no printer: save the PDF, print it elsewhere."),
        PrinterState.READY: tr("Printer {name} is ready"),
        PrinterState.BUSY: tr("Printer {name} is printing; this one waits"),
        PrinterState.STOPPED: tr("Printer {name} does not answer: look at it, or save the PDF."),
    }
    return words[look.state].format(name=look.name)


def tr(words: str) -> str:
    return QCoreApplication.translate("Printers", words)
