"""The preview is the PDF itself, whichever was made last."""

from __future__ import annotations

from PySide6.QtPdf import QPdfDocument

from app.base.clock import SteeredClock
from app.paper.fonts import Fonts
from app.paper.sheet import Printed, Sheet
from tests.rooms import EVENING
from widgets.handover.preview import PaperPreview


def paper(fonts: Fonts, words: str) -> Printed:
    sheet = Sheet(fonts)
    sheet.text(words)
    return sheet.finish("测试", "示范县", SteeredClock(EVENING).now(), lambda *_: None)


def shown(preview: PaperPreview) -> str:
    return preview.document.getAllText(0).text().strip()


def test_many_sheets_in_a_row_leave_the_last_one_and_no_document_behind(
    qtbot, theme, fonts
) -> None:
    """Each sheet comes while the pages of the former are still being painted in Qt's thread."""
    preview = PaperPreview(theme)
    qtbot.addWidget(preview)
    preview.resize(500, 700)
    preview.show()
    for number in range(12):
        preview.show_paper(paper(fonts, f"值班 {number}"))
        qtbot.wait(5)
    assert shown(preview) == "值班 11"
    qtbot.waitUntil(lambda: len(preview.findChildren(QPdfDocument)) == 1)


def test_the_page_is_painted(qtbot, theme, fonts) -> None:
    preview = PaperPreview(theme)
    qtbot.addWidget(preview)
    preview.resize(500, 700)
    preview.show()
    preview.show_paper(paper(fonts, "█" * 200))

    def black() -> bool:
        picture = preview._view.grab().toImage()
        return any(
            picture.pixelColor(x, y).lightness() < 60
            for y in range(0, picture.height() // 2, 2)
            for x in range(0, picture.width(), 8)
        )

    qtbot.waitUntil(black, timeout=10_000)


def test_the_same_sheet_is_not_loaded_twice(qtbot, theme, fonts) -> None:
    preview = PaperPreview(theme)
    qtbot.addWidget(preview)
    made = paper(fonts, "值班")
    preview.show_paper(made)
    held = preview.document
    preview.show_paper(paper(fonts, "值班"))
    assert preview.document is held
    assert made.sha256 in preview._hash.text()
