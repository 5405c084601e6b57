"""档案: the folders of one incident, their pieces, one of them looked at, and all of it as an archive."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.base.bus import Changed
from app.base.clock import day_hhmm
from app.dossier.archive import Told, Verdict
from app.dossier.folders import Drawer, Item, filled
from app.dossier.records import DossierExported
from app.dossier.service import Look
from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.dossier.acts import Acts
from widgets.dossier.cabinet import Cabinet
from widgets.dossier.itemview import ItemView
from widgets.dossier.review import ReviewSheet
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.flow import Flow
from widgets.kit.gate import Gate
from widgets.kit.labels import Label
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable

REREAD_MS = 400
"""What changes is read when nothing has changed for so long."""
NARROW = 900
"""px: below this the piece is shown under the list, not beside it."""
NARROWEST = 640
FOLDERS_W, NARROW_FOLDERS_W = 264, 216


class DossierView(QStackedWidget):
    """Follows one incident while it is seen. The folder and piece chosen stay chosen."""

    def __init__(self, desk: Desk, cabinet: Cabinet) -> None:
        super().__init__()
        self._desk = desk
        self._cabinet = cabinet
        self._key: UUID | None = None
        self._stale = False
        self.look: Look | None = None
        self._body = QWidget()
        self.acts = Acts(desk, cabinet, self, self._body, lambda: self.look)
        self.acts.said.connect(self.say)
        self.acts.examined.connect(self._examined)
        self.acts.written.connect(self.read)
        self._again = Reread(self, desk.store, self._show, self._not_read)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(REREAD_MS)
        self._quiet.timeout.connect(self.read)
        self._build()
        listen(self, desk.bus, Changed, self._changed)
        listen(self, desk.bus, SignedIn, lambda _: self._choose(self.pieces.current()))
        self.show_incident(None)

    def first_focus(self) -> QWidget:
        return self.drawers.view

    def show_incident(self, key: UUID | None) -> None:
        """None: no incident is chosen. An archive under way goes on."""
        if key == self._key and key is not None:
            return
        self._key, self.look = key, None
        self.setCurrentWidget(self._body)
        self.drawers.show_records((), now=True)
        self.pieces.show_records((), now=True)
        self._piece.show_nothing()
        self._count.setText("")
        self._seal.setText("")
        for gate in self._gates:
            gate.allow(False)
        if not self.acts.bar.busy:
            self.say("", False)
        self.read()

    def read(self) -> None:
        if self._key is None:
            return
        if self.isVisible():
            self._stale = False
            self._again.ask(self._cabinet.dossiers.look, self._key)
        else:
            self._stale = True

    def say(self, words: str, wrong: bool = False) -> None:
        self._note.setText(words)
        self._note.set_tone("now" if wrong else "text2")

    def minimumSizeHint(self) -> QSize:
        """As high as what is shown needs: the review lies behind the folders and is higher."""
        wide = super().minimumSizeHint().width()
        return QSize(wide, self.currentWidget().minimumSizeHint().height())

    def hasHeightForWidth(self) -> bool:
        """No: a tab that scrolls would give it the height it likes best, not the one there is."""
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least = self.width() < NARROWEST
        wide = NARROW_FOLDERS_W if least else FOLDERS_W
        self._folders.setFixedWidth(self._desk.theme.px("size.body") * wide // 15)
        narrow = self.width() < NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
            self._split.setSizes([400, 600])

    # what is shown

    def _show(self, look: Look | None) -> None:
        if look is None or look.case.incident.id != self._key:
            return
        first, drawer = self.look is None, self.drawers.current()
        self.look = look
        self.drawers.show_records(look.drawers, now=True)
        if first:
            drawer = next((one for one in look.drawers if one.items), None)
        if drawer is not None:
            self.drawers.select(drawer.folder.no)
        self._open_drawer(self.drawers.current())
        all_of_it = sum(len(one.items) for one in look.drawers)
        words = self.tr("{n} of {all} folders filled, {pieces} pieces")
        self._count.setText(
            words.format(n=filled(look.drawers), all=len(look.drawers), pieces=all_of_it)
        )
        self._seal.setText(self._sealed(look))
        for gate in self._gates:
            gate.allow(True)
        if self.currentWidget() is self.review:
            self.review.show_look(look)
        self._first_piece()

    def _sealed(self, look: Look) -> str:
        if not look.exports:
            return self.tr("Not archived yet")
        last: DossierExported = look.exports[-1]
        words = self.tr("Archived {time} by {who}\nSeal {seal}…").format(
            time=day_hhmm(last.at), who=last.by_name, seal=last.seal[:16]
        )
        if last.masked:
            words += "\n" + self.tr("Names and numbers covered")
        if last.left_out:
            words += "\n" + self.tr("{n} pieces left out").format(n=last.left_out)
        if later(look, last):
            words += "\n" + self.tr("More has come since")
        return words

    def _open_drawer(self, drawer: Drawer | None) -> None:
        items = drawer.items if drawer is not None else ()
        self._pieces.set_title(drawer.folder.title if drawer else self.tr("Pieces"))
        owed = drawer.owed if drawer is not None else ""
        empty = self.tr("Empty. {post} is asked for it.").format(post=owed) if owed else ""
        self.pieces.set_empty(empty or self.tr("Nothing in this folder."))
        self.pieces.show_records(items, now=True)
        chosen = self.pieces.current()
        if chosen is None:
            self._piece.show_nothing()
        elif chosen.file is None:
            self._choose(chosen)

    def _first_piece(self) -> None:
        if self.pieces.records and self.pieces.current() is None:
            self.pieces.select(item_key(self.pieces.records[0]))

    def _choose(self, item: Item | None) -> None:
        if item is None or self.look is None:
            self._piece.show_nothing()
        else:
            self._piece.show_item(self.look, item)

    def _examined(self, file: Path, told: Told) -> None:
        verdicts = {
            Verdict.WHOLE: self.tr("Whole and unchanged"),
            Verdict.CHANGED: self.tr("Changed or incomplete"),
            Verdict.CANNOT_TELL: self.tr("Cannot be told"),
        }
        wrong = told.verdict is not Verdict.WHOLE
        lines = "\n".join(told.lines)
        self._piece.show_lines(file.name, verdicts[told.verdict], lines, wrong=wrong)

    def _changed(self, _fact: Changed) -> None:
        if self._key is not None:
            self._quiet.start()

    def _not_read(self, error: Exception) -> None:
        self.say(explain(error), True)

    # building

    def _build(self) -> None:
        theme = self._desk.theme
        box = QVBoxLayout(self._body)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.m"))
        row.addWidget(self._build_folders())
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(theme.px("space.m"))
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._build_pieces())
        self._piece = ItemView(self._desk, self._cabinet)
        self._split.addWidget(self._piece)
        self._split.setSizes([400, 600])
        row.addWidget(self._split, 1)
        box.addLayout(row, 1)
        self._note = Label(theme, "", "small", tone="text2")
        self._note.setWordWrap(True)
        box.addWidget(self._note)
        box.addWidget(self.acts.bar)
        box.addLayout(self._build_acts())
        self.addWidget(self._body)
        self.review = ReviewSheet(self._desk, self._cabinet)
        self.review.left.connect(lambda: self.setCurrentWidget(self._body))
        self.review.written.connect(self.read)
        self.addWidget(self.review)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def _build_folders(self) -> Panel:
        theme = self._desk.theme
        panel = self._folders = Panel(theme, self.tr("One event, one file"), flush=True)
        columns = (
            Column(self.tr("Folder"), lambda one: one.folder.title, stretch=True, tone=_tone),
            Column(self.tr("Pieces"), self._held, 98, right=True, tone=_tone),
        )
        self.drawers = RecordTable(
            theme, columns, key=lambda one: one.folder.no, row="table_compact"
        )
        self.drawers.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.drawers.view.setAccessibleName(self.tr("Folders"))
        self.drawers.chosen.connect(self._drawer_chosen)
        panel.add(self.drawers, 1)
        self._count = Label(theme, "", "small", tone="text2")
        self._seal = Label(theme, "", "small")
        for label in (self._count, self._seal):
            label.setWordWrap(True)
            label.setContentsMargins(
                theme.px("space.l"), 0, theme.px("space.m"), theme.px("space.xs")
            )
            panel.add(label)
        return panel

    def _held(self, drawer: Drawer) -> str:
        if drawer.items:
            return str(len(drawer.items))
        return self.tr("{post} owes it").format(post=drawer.owed) if drawer.owed else "—"

    def _drawer_chosen(self, drawer: Drawer | None) -> None:
        self._open_drawer(drawer)
        self._first_piece()

    def _build_pieces(self) -> Panel:
        theme = self._desk.theme
        self._pieces = Panel(theme, self.tr("Pieces"), flush=True)
        covered = self._desk.session.covered
        columns = (
            Column(self.tr("Title"), lambda one: covered(one.title), stretch=True),
            Column(self.tr("Time"), lambda one: day_hhmm(one.at) if one.at else "—", 104),
            Column(self.tr("Kind"), self._kind, 68, tone="text2", fold=True),
            Column(self.tr("Paper at"), self._paper_at, 110, tone="text2", fold=True),
        )
        self.pieces = RecordTable(theme, columns, key=item_key, row="table_compact")
        self.pieces.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pieces.view.setAccessibleName(self.tr("Pieces"))
        self.pieces.chosen.connect(self._choose)
        self._pieces.add(self.pieces, 1)
        return self._pieces

    def _kind(self, item: Item) -> str:
        if item.film is not None:
            return self.tr("film")
        if item.file is None:
            return self.tr("paper")
        kinds = {
            "image": self.tr("picture"),
            "video": self.tr("film"),
            "audio": self.tr("sound"),
            "text": self.tr("text file"),
        }
        return kinds.get(item.file.mime.partition("/")[0], self.tr("file"))

    def _paper_at(self, _item: Item) -> str:
        drawer = self.drawers.current()
        if drawer is None or drawer.paper is None:
            return "—"
        return f"{drawer.paper.place} {drawer.paper.number}".strip()

    def _build_acts(self) -> Flow:
        theme = self._desk.theme
        row = Flow(theme.px("space.s"))
        acts, current = self.acts, self.drawers.current
        offered = (
            (self.tr("Check an archive"), "Alt+V", acts.verify, Act.READ),
            (self.tr("Another folder"), "Alt+F", self._refile, Act.INTAKE),
            (self.tr("Paper place"), "Alt+S", lambda: acts.note_place(current()), Act.INTAKE),
            (self.tr("Add files"), "Alt+T", self._add, Act.INTAKE),
            (self.tr("Review sheet"), "Alt+R", self.show_review, Act.READ),
        )
        self._gates: list[Gate] = []
        for words, key, do, act in offered:
            button = PlainButton(theme, words, key)
            button.clicked.connect(do)
            row.addWidget(button)
            gate = Gate(self._desk, button, act)
            if do is not acts.verify:
                self._gates.append(gate)
        self.export = MainButton(theme, self.tr("Make the archive"), "Alt+E")
        self.export.clicked.connect(acts.export)
        row.addWidget(self.export)
        self._gates.append(Gate(self._desk, self.export, Act.READ))
        return row

    def show_review(self) -> None:
        """Alt+R: the after-action review in place of the folders, and back."""
        if self.look is not None:
            self.review.show_look(self.look)
            self.setCurrentWidget(self.review)

    def _refile(self) -> None:
        self.acts.refile(self.pieces.current())

    def _add(self) -> None:
        drawer = self.drawers.current()
        if drawer is not None:
            self.acts.add_files(drawer.folder.no)


def item_key(item: Item) -> tuple[object, ...]:
    return item.part, item.key, item.file.id if item.file is not None else None


def later(look: Look, last: DossierExported) -> bool:
    """Whether the dossier has other pieces than were archived, or something happened since."""
    pieces = sum(len(one.items) for one in look.drawers)
    if pieces != last.files + last.left_out:
        return True
    return any(line.written_at > last.at for line in look.case.lines)


def _tone(drawer: Drawer) -> str:
    return "text" if drawer.items else "text2"
