"""Files of a log line or an incident: shown, opened, handed out, attached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.base.attachments import Attachment, AttachmentStore, FileArrived, Filed, FileDoor
from app.base.bus import Changed
from app.base.clock import day_hhmm
from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act
from widgets.duty.pasting import pasted
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import Gate, why_not
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.listen import listen
from widgets.kit.picture import PictureWindow
from widgets.kit.saving import place_for

MOST_ROWS = 3
Look = Callable[[], list[Attachment]]
Add = Callable[[Officer, Sequence[Filed]], None]


@dataclass(frozen=True, slots=True)
class Attached:
    """Rows of attachments, and the door to their content."""

    rows: AttachmentStore
    door: FileDoor


class FileList(QWidget):
    """`shown(n)` when it was read. What cannot be relied on is said, never shown as a picture.

    Takes files by choosing, pasting and dropping while something to attach them to is shown.
    """

    shown = Signal(int)

    def __init__(
        self, desk: Desk, attached: Attached, *, takes: bool, rows: int = MOST_ROWS
    ) -> None:
        """`rows`: so many are seen without scrolling."""
        super().__init__()
        self._rows = rows
        self._desk = desk
        self._door = attached.door
        self._look: Look | None = None
        self._add: Add | None = None
        self.files: tuple[Attachment, ...] = ()
        self.picture: PictureWindow | None = None
        self._build(takes)
        self.setAcceptDrops(takes)
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, FileArrived, self._arrived)

    def show_files(self, look: Look | None, add: Add | None = None) -> None:
        """`look` reads the files on the store thread; `add` attaches more, None when nothing may be."""
        if look is None or self._look is None:
            self._show(look, [])
        self._look, self._add = look, add
        self.say("")
        for button in self._buttons:
            button.allow(add is not None)
        self.read()

    def read(self) -> None:
        if self._look is not None:
            look = self._look
            ask(self, self._desk.store, look, then=lambda found: self._show(look, found),
                fail=self._failed)  # fmt: skip

    def open(self, key: str) -> None:
        """A picture in its window; anything else is handed out as a copy."""
        file = next((one for one in self.files if str(one.id) == key), None)
        if file is None:
            return
        if barred := why_not(self._desk.session.officer, Act.UNCOVERED):
            self._desk.say(barred)
            return
        if not file.mime.startswith("image/"):
            self.hand_out(file)
            return
        work, then = partial(_picture, self._door, file.sha256), partial(self._have, file)
        ask(self, self._desk.disk, work, then=then, fail=self._failed)

    def hand_out(self, file: Attachment, to: str = "") -> None:
        title = self.tr("Save a copy")
        place = place_for(self, self._desk, title, file.name, self._failed, to=to)
        if place is not None:
            done = self.tr("A copy of {name} was saved").format(name=file.name)
            args = (file.sha256, place)
            ask(self, self._desk.disk, self._door.hand_out, *args,
                then=lambda _: self.say(done), fail=self._failed)  # fmt: skip

    def choose(self) -> None:
        named, _ = QFileDialog.getOpenFileNames(self, self.tr("Attach files"))
        self.take([Path(name) for name in named])

    def paste(self) -> None:
        """What the clipboard holds: files, or a picture."""
        self._take_in(QGuiApplication.clipboard().mimeData())

    def take(self, places: Sequence[Path]) -> None:
        """Files of this machine: copied beside the record first, then attached."""
        if places:
            self._file(partial(_bring, self._door, tuple(places)))

    def say(self, words: str, *, wrong: bool = False) -> None:
        self._note.setText(words)
        self._note.set_tone("now" if wrong else "text2")
        self._note.setVisible(bool(words))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._add is not None and (event.mimeData().hasUrls() or event.mimeData().hasImage()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take_in(event.mimeData())
        event.acceptProposedAction()

    def _take_in(self, held: QMimeData | None) -> None:
        bring = pasted(held, self._door, self._desk.clock.now())
        if bring is not None:
            self._file(bring)
        else:
            self.say(self.tr("The clipboard holds no file and no picture."), wrong=True)

    def _file(self, bring: Callable[[], list[Filed]]) -> None:
        """On the disk first; only then the row, so that no row names what is not there."""
        add = self._add
        if add is None:
            return
        try:
            officer = self._desk.session.demand()
        except Refused as refused:
            self._failed(refused)
            return
        self.say(self.tr("Being kept …"))
        ask(self, self._desk.disk, bring, fail=self._failed,
            then=lambda filed: self._write(add, officer, filed))  # fmt: skip

    def _write(self, add: Add, officer: Officer, filed: list[Filed]) -> None:
        done = self.tr("{n} attached").format(n=len(filed))
        ask(self, self._desk.store, add, officer, filed,
            then=lambda _: self.say(done), fail=self._failed)  # fmt: skip

    def _show(self, look: Look | None, found: list[Attachment]) -> None:
        if look is not self._look and look is not None and self._look is not None:
            return
        self.files = tuple(found)
        self.list.show_lines([_line(file) for file in found])
        self.list.setFixedHeight(self._row_h * min(len(found), self._rows) + 2)
        self.list.setVisible(bool(found))
        self.shown.emit(len(found))

    def _have(self, file: Attachment, image: QImage) -> None:
        if image.isNull():
            self.say(self.tr("No picture this program can show; save a copy."), wrong=True)
            return
        note = f"{_facts(file)}  {day_hhmm(file.at)}  {file.by_name}"
        self.picture = PictureWindow(self._desk.theme, image, file.name, note, self)
        self.picture.saving.connect(lambda: self.hand_out(file))
        self.picture.show()

    def _changed(self, fact: Changed) -> None:
        if fact.kind == "attachment":
            self.read()

    def _arrived(self, fact: FileArrived) -> None:
        """What was missing a moment ago may have come from the desk that wrote it."""
        name = next((file.name for file in self.files if file.sha256 == fact.sha256), None)
        if name is not None:
            self.say(self.tr("{name} has come from another desk").format(name=name))

    def _failed(self, error: Exception) -> None:
        own = {
            "missing": self.tr("this file is not on this desk, only on the one that wrote it"),
            "changed": self.tr("this file is not the one that was filed, so it is not shown"),
            "too_large": self.tr("Files up to {most_mb} MB; note where a larger one lies."),
            "empty": self.tr("This file is empty."),
        }
        self.say(explain(error, own), wrong=True)

    def _build(self, takes: bool) -> None:
        theme = self._desk.theme
        self._row_h = theme.px("row.list_two_line") + 4
        self.list = LineList(theme, lead_w=34)
        self.list.setAccessibleName(self.tr("Attached files"))
        self.list.opened.connect(lambda line: self.open(line.key))
        self._note = Label(theme, "", "small")
        self._note.setWordWrap(True)
        self._note.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        box.addWidget(self.list)
        box.addWidget(self._note)
        self._buttons: list[Gate] = []
        if takes:
            row = QHBoxLayout()
            row.setSpacing(theme.px("space.s"))
            for words, key, do in (
                (self.tr("Attach"), "Alt+T", self.choose),
                (self.tr("Paste"), "Alt+V", self.paste),
            ):
                button = PlainButton(theme, words, key)
                button.clicked.connect(do)
                row.addWidget(button, 1)
                self._buttons.append(Gate(self._desk, button, Act.LOG))
            box.addLayout(row)


def _picture(door: FileDoor, sha256: str) -> QImage:
    return QImage.fromData(door.read(sha256))


def _bring(door: FileDoor, places: Sequence[Path]) -> list[Filed]:
    return [door.bring(place) for place in places]


def _line(file: Attachment) -> Line:
    icon = "image" if file.mime.startswith("image/") else "file-text"
    return Line(str(file.id), file.name, _facts(file), icon=icon)


def _facts(file: Attachment) -> str:
    return f"{size_words(file.size)}  sha256 {file.sha256[:12]}…"


def size_words(size: int) -> str:
    """1.4 MB, 310 KB, 87 B."""
    for unit, worth in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if size >= worth:
            figure = size / worth
            return f"{figure:.1f} {unit}" if figure < 10 else f"{figure:.0f} {unit}"
    return f"{size} B"
