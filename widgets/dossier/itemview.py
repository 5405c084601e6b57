"""One piece of a dossier looked at: a paper as PDF, a picture, words; anything else is named."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from app.base.attachments import Attachment
from app.base.clock import day_hhmm, span
from app.dossier.folders import Item
from app.dossier.service import Look
from app.people.rights import Act
from widgets.dossier.cabinet import Cabinet
from widgets.duty.files import size_words
from widgets.handover.preview import PaperPreview
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import why_not
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.theme import Theme

LEAST_W = 220
LARGEST = QSize(1600, 1600)
MOST_TEXT = 64 * 1024
MOST_READ = 32 * 2**20
"""Bytes of a picture or text that is still shown here; a larger one is named and saved as a copy."""


class ItemView(QStackedWidget):
    """`wanted` is what is shown or on its way; an answer that comes too late is dropped."""

    def __init__(self, desk: Desk, cabinet: Cabinet) -> None:
        super().__init__()
        self._desk = desk
        self._cabinet = cabinet
        self.wanted: object = None
        theme = desk.theme
        self.paper = PaperPreview(theme)
        self.paper.allow_print(desk)
        self.panel = Panel(theme, self.tr("Piece"))
        self.verdict = Label(theme, "", strong=True)
        self.verdict.setWordWrap(True)
        self.words = Label(theme, "", tone="text2")
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(theme.font())
        self.picture = Picture(theme)
        for widget in (self.verdict, self.words):
            self.panel.add(widget)
        self.panel.add(self.text, 1)
        self.panel.add(self.picture, 1)
        self.panel.body.addStretch(0)
        self.addWidget(self.panel)
        self.addWidget(self.paper)
        self.show_nothing()

    def minimumSizeHint(self) -> QSize:
        """Narrower than the head of a paper would have it: its words are shortened first."""
        wide = self._desk.theme.px("size.body") * LEAST_W // 15
        return QSize(wide, super().minimumSizeHint().height())

    def show_nothing(self, words: str = "") -> None:
        self.wanted = None
        self._named(self.tr("Piece"), words or self.tr("Choose a piece to look at it."))

    def show_item(self, look: Look, item: Item) -> None:
        self.wanted = item
        if barred := why_not(self._desk.session.officer, Act.UNCOVERED):
            self._named(self._desk.session.covered(item.title), barred)
        elif item.film is not None:
            film = item.film
            facts = f"{span(film.seconds)}  {film.width}×{film.height}  {size_words(film.size)}"
            sealed = film.sha256 or self.tr("never sealed")
            self._named(item.title, f"{facts}\n{item.kept_at}\nsha256 {sealed}")
        elif item.file is not None:
            self._show_file(item, item.file)
        else:
            draw = partial(self._cabinet.archive.draw, look, item, self._desk.clock.now(), False)
            ask(self, self._desk.paper, draw, then=partial(self._drawn, item),
                fail=partial(self._failed, item))  # fmt: skip

    def show_lines(self, title: str, verdict: str, lines: str, *, wrong: bool) -> None:
        """What was found out about an archive."""
        self.wanted = None
        self._named(title, "")
        self.verdict.setText(verdict)
        self.verdict.set_tone("now" if wrong else "accent")
        self.verdict.show()
        self._text(lines)

    def _show_file(self, item: Item, file: Attachment) -> None:
        facts = f"{day_hhmm(file.at)}  {file.by_name}  {size_words(file.size)}"
        self._named(item.title, f"{facts}\n{file.mime}\nsha256 {file.sha256[:24]}…")
        kind, door = file.mime.partition("/")[0], self._cabinet.attached.door
        if file.size > MOST_READ or kind not in ("image", "text"):
            return
        work = partial(read_image if kind == "image" else _text, door, file.sha256)
        ask(self, self._desk.disk, work, then=partial(self._have, item),
            fail=partial(self._failed, item))  # fmt: skip

    def _have(self, item: Item, content: QImage | str) -> None:
        if item is not self.wanted:
            return
        if isinstance(content, str):
            self._text(content)
        elif not content.isNull():
            self.picture.show_image(content)
            self.picture.show()

    def _drawn(self, item: Item, paper: object) -> None:
        if item is self.wanted:
            self.paper.show_paper(paper)  # type: ignore[arg-type]
            self.setCurrentWidget(self.paper)

    def _failed(self, item: Item, error: Exception) -> None:
        own = {
            "missing": self.tr("this file is not on this desk, only on the one that wrote it"),
            "changed": self.tr("this file is not the one that was filed, so it is not shown"),
        }
        if item is self.wanted:
            self._named(item.title, "")
            self.verdict.setText(explain(error, own))
            self.verdict.set_tone("now")
            self.verdict.show()

    def _named(self, title: str, words: str) -> None:
        self.panel.set_title(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        for widget in (self.verdict, self.text, self.picture):
            widget.hide()
        self.setCurrentWidget(self.panel)

    def _text(self, words: str) -> None:
        self.text.setPlainText(words)
        self.text.show()


class Picture(QWidget):
    """As large as there is room, from the top."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._image = QImage()
        self.setMinimumSize(120, 90)

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def paintEvent(self, _event: object) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size.scale(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        place.moveTop(0)
        painter.drawImage(place, self._image)


def read_image(door: object, sha256: str) -> QImage:
    """No larger than a screen; on the disk thread."""
    image = QImage.fromData(door.read(sha256))  # type: ignore[attr-defined]
    if image.width() > LARGEST.width() or image.height() > LARGEST.height():
        return image.scaled(
            LARGEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image


def _text(door: object, sha256: str) -> str:
    return door.read(sha256)[:MOST_TEXT].decode("utf-8", "replace")  # type: ignore[attr-defined]
