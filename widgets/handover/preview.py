"""The paper as it will be printed: the PDF itself."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QLabel, QWidget

from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import Gate, why_not
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.printers import PrinterLook, PrinterState, look_at_printer, printer_words
from widgets.kit.printing import PrintOut
from widgets.kit.theme import Theme

VEIL_MS = 500


class Paper(Protocol):
    """A finished document, as `app.paper` gives it."""

    @property
    def pdf(self) -> bytes: ...

    @property
    def sha256(self) -> str: ...

    @property
    def pages(self) -> int: ...

    @property
    def missing(self) -> tuple[str, ...]: ...

    @property
    def faces(self) -> tuple[str, ...]: ...


class PaperPreview(Panel):
    """Shows a PDF from memory, its fonts, its hash, and the glyphs that no font has."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            theme, self.tr("Print preview"), self.tr("what you see is what is printed")
        )
        if parent is not None:
            self.setParent(parent)
        self._theme = theme
        self.paper: Paper | None = None
        self.printing: PrintOut | None = None
        self._desk: Desk | None = None
        self._view = self._new_view()
        self._trouble = Label(theme, "", "small", strong=True, tone="now")
        self._trouble.setWordWrap(True)
        self._trouble.hide()
        self._fonts = ElidedLabel(theme, "", "caption", tone="text2")
        self._hash = ElidedLabel(theme, "", "caption", tone="text2")
        self.add(self._view, 1)
        self.add(self._trouble)
        self.add(self._hash)
        self.add(self._fonts)

    def show_paper(self, paper: Paper) -> None:
        """Keeps the place on the page when the same sheet is shown anew."""
        if self.paper is not None and self.paper.sha256 == paper.sha256:
            return
        self.paper = paper
        place = self._view.verticalScrollBar().value()
        old, old_document = self._view, self.document
        view = self._new_view()
        data = QBuffer(self.document)
        data.setData(QByteArray(paper.pdf))
        data.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(data)
        view.setDocument(self.document)
        self.body.insertWidget(self.body.indexOf(old), view, 1)
        self.body.removeWidget(old)
        view.show()
        self.layout().activate()
        if old.isVisible():
            self._veil(view, old)
        old.hide()
        old.destroyed.connect(
            old_document.deleteLater
        )  # a document outlives its view, or Qt crashes
        old.deleteLater()
        self._view = view
        bar = view.verticalScrollBar()
        bar.setValue(min(place, bar.maximum()))
        self._fonts.setText(self.tr("Fonts: {names}").format(names="、".join(paper.faces)))
        self._hash.setText(self.tr("File SHA-256 {digest}").format(digest=paper.sha256))
        self._cover()

    def clear(self) -> None:
        """Another document is on its way: the one that lies here must not be printed for it."""
        self.paper = None
        self._view.hide()
        self._fonts.setText("")
        self._hash.setText("")

    def _cover(self) -> None:
        """Paper bears names and numbers as they are: it is not for who sees them covered."""
        desk = getattr(self, "_desk", None)
        barred = why_not(desk.session.officer, Act.UNCOVERED) if desk is not None else ""
        self._view.setVisible(not barred)
        missing = self.paper.missing if self.paper is not None else ()
        self.say_trouble(barred or (_missing(self, missing) if missing else ""))

    def allow_print(self, desk: Desk) -> None:
        """A button that opens the system's print dialog for the paper shown."""
        self._desk = desk
        listen(self, desk.bus, SignedIn, lambda _: self._cover())
        self.printing = PrintOut(desk.paper, desk.say, self)
        button = PlainButton(self._theme, self.tr("Print …"))
        button.clicked.connect(self.print_out)
        Gate(desk, button, Act.UNCOVERED)
        self.tools.addWidget(button)

    def print_out(self) -> bool:
        """False when there is no paper yet, or no print dialog here."""
        if self.paper is None or self.printing is None:
            return False
        if self._desk is not None:
            ask(self, self._desk.paper, look_at_printer, then=self._printer, fail=lambda _: None)
        self.printing.open(self.paper.pdf, self.paper.pages, self.accessibleName())
        return True

    def _printer(self, look: PrinterLook) -> None:
        if self._desk is not None and look.state is not PrinterState.READY:
            self._desk.say(printer_words(look))

    def say_trouble(self, words: str) -> None:
        """Glyphs without a font, or why there is no paper."""
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _new_view(self) -> QPdfView:
        """A view of its own for each document: QPdfView paints pages in a thread, and one that is
        given another document goes on showing pages of the old one, or none at all (Qt 6.11)."""
        view = _View(self._theme, self)
        self.document = QPdfDocument(self)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        room = view.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        view.setSizePolicy(room)
        view.setAccessibleName(self.tr("Print preview"))
        return view

    def _veil(self, view: QPdfView, old: QPdfView) -> None:
        """The old picture stays a moment over the new view, which begins white."""
        veil = QLabel(view)
        veil.setPixmap(old.grab())
        veil.adjustSize()
        veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        veil.show()
        QTimer.singleShot(VEIL_MS, veil, veil.deleteLater)


class _View(QPdfView):
    """The desk under the sheet has the colour of the look; the sheet itself stays paper."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """The style sheet, when it is put on, takes a palette of one's own away."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._colour()

    def _colour(self) -> None:
        palette = self.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, self._theme.colour("sunken"))
        self.setPalette(palette)


def _missing(widget: QWidget, chars: tuple[str, ...]) -> str:
    return widget.tr("No font here has {glyphs}: drawn as a box; install fonts-hanazono").format(
        glyphs=" ".join(f"U+{ord(char):04X}" for char in chars)
    )
