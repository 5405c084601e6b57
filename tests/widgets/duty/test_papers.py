"""Ctrl+P: the paper is shown as it will be printed, and goes through the system's dialog."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from app.base.errors import Unreachable
from app.base.marks import Mark
from app.duty.log import Line
from app.paper.duty_papers import DutyPapers
from app.paper.fonts import Fonts
from tests.deskroom import DeskRoom, attached
from widgets.duty.papers import PaperCard
from widgets.kit.lamps import ACT, KNOWN
from widgets.kit.printers import PrinterLook, PrinterState, look_at_printer
from widgets.kit.printing import a4_printer, print_pdf
from widgets.shell.status import Status
from widgets.wiring.printer import PrinterLamp


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture
def card(qtbot, office: DeskRoom, fonts: Fonts) -> PaperCard:
    room = office.room
    papers = DutyPapers(
        fonts, "示范县应急管理局值班室", Mark.TEST, room.clock, room.shifts, room.log,
        attached(office).rows, lambda: ["丙湖镇", "䶮溪乡"],
    )  # fmt: skip
    page = QWidget()
    page.resize(1200, 800)
    qtbot.addWidget(page)
    page.show()
    card = PaperCard(office.desk, papers.offered())
    qtbot.addWidget(card)
    card.page = page
    return card


def words(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_the_log_of_the_shift_is_shown_with_its_fonts_and_the_same_input_gives_the_same_bytes(
    office, card
):
    office.room.log.write(office.room.watch, office.room.shift.id, Line("𠮷家湾水位41.35米"))
    card.come(card.page, "log")
    assert card.paper.missing == ()
    assert "𠮷家湾水位41.35米" in words(card.paper.pdf)
    assert card.preview._fonts.text() != ""
    assert card.go.isEnabled()
    first = card.paper.sha256
    card.choose("log")
    assert card.paper.sha256 == first


def test_every_paper_is_a_choice_away(card):
    card.come(card.page, "intake")
    assert "突发事件信息接报单" in words(card.paper.pdf)
    card.choose("rollcall")
    assert "䶮溪乡" in words(card.paper.pdf)
    card.choose("phone")
    assert "电话记录" in words(card.paper.pdf)


def test_the_paper_is_saved(card, tmp_path: Path):
    card.come(card.page, "phone")
    card.save(str(tmp_path / "电话记录.pdf"))
    assert (tmp_path / "电话记录.pdf").read_bytes() == card.paper.pdf


def test_the_pages_asked_for_reach_the_printer_through_the_dialog(qtbot, office, card, tmp_path):
    for n in range(60):
        office.room.log.write(office.room.watch, office.room.shift.id, Line(f"雨量 {n} 毫米"))
    card.come(card.page, "log")
    pages = card.paper.pages
    assert pages > 1
    card.print_out()
    dialog = card.printing.dialog
    assert (dialog.fromPage(), dialog.toPage()) == (1, pages)
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 2)
    dialog.accepted.emit(printer)  # what stands in its fields is Qt's own business
    dialog.close()
    printed = PdfReader(tmp_path / "printed.pdf")
    assert len(printed.pages) == 1
    box = printed.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert "1" in card._note.text()


def test_a_paper_that_cannot_be_opened_is_said(tmp_path):
    printer = a4_printer()
    printer.setOutputFileName(str(tmp_path / "no.pdf"))
    with pytest.raises(Unreachable) as told:
        print_pdf(b"", printer)
    assert told.value.why == "no_paper"


def test_escape_takes_it_away(qtbot, card):
    card.come(card.page, "phone")
    card.page.activateWindow()
    qtbot.waitUntil(card.page.isActiveWindow)
    qtbot.keyClick(card.go, Qt.Key.Key_Escape)
    assert not card.isVisible()


@pytest.mark.parametrize(
    ("state", "told"),
    [("none", "no printer"), ("stopped", "does not answer"), ("busy", "waits"), ("ready", "ready")],
)
def test_how_the_printer_stands_is_said_before_anything_is_sent(office, card, state, told):
    name = "" if state == "none" else "HP"
    card.look = lambda: PrinterLook(PrinterState(state), name)
    card.come(card.page, "phone")
    assert told in card._state.text()


def test_the_lamp_of_the_printer(qtbot, office):
    status = Status("示范县应急管理局值班室")
    looks = [PrinterLook(PrinterState.NONE), PrinterLook(PrinterState.STOPPED, "HP")]
    lamp = PrinterLamp(office.desk, status, lambda: looks[0])
    (shown,) = status.lamps
    assert (shown.state, shown.figure) == (KNOWN, "no printer")
    looks.pop(0)
    lamp.look()
    (shown,) = status.lamps
    assert (shown.state, shown.figure) == (ACT, "offline")
    assert "HP" in shown.cause
    assert look_at_printer().state in PrinterState  # asks this machine's own system
