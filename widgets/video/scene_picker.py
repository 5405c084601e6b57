"""The scenes in a list: open, keep the wall as one, rename, move, take off and back, all by keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.video.layouts import words
from app.video.records import WallPlan
from widgets.kit.explain import explain
from widgets.kit.fields import LineEdit
from widgets.kit.ownkeys import OwnKeys
from widgets.kit.theme import Theme
from widgets.video.board import Board
from widgets.video.boards import Boards
from widgets.video.picker import Choice, Picker

SEPARATOR = "/"
"""Between the name of a scene and what it is for, when both are typed in one line."""


class ScenePicker(Picker):
    """Enter opens a scene on the wall of `ask_about`. N keeps what hangs there under a name, F2 gives the
    scene another one ("汛期 / 防汛预案"), F4 has it show what hangs there now, Alt+Up and Down move
    it, Delete takes it off the list and U brings the last one back. With `trades` Alt+I takes scenes in from
    a table and Alt+X gives them out: `import_wanted`, `export_wanted`.
    """

    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self, theme: Theme, boards: Boards, parent: QWidget, *, trades: bool = False
    ) -> None:
        super().__init__(theme, parent)
        self._trades = trades
        self._boards = boards
        self._board: Board = boards.chosen
        self._gone: WallPlan | None = None
        self._naming: WallPlan | None = None
        self.edit = LineEdit()
        self.edit.setParent(self)
        self.edit.stays = True
        self.edit.setAccessibleName(self.tr("Name / what it is for"))
        self.edit.setPlaceholderText(self.tr("Name / what it is for"))
        self.edit.returnPressed.connect(self._named)
        self.edit.hide()
        self.taken.connect(self._open_scene)
        OwnKeys(
            self,
            {
                "F2": lambda: self._with(self._ask_name),
                "F4": lambda: self._with(self._renew),
                "Alt+Up": lambda: self._move(-1),
                "Alt+Down": lambda: self._move(1),
                "Alt+I": lambda: self._trade(self.import_wanted),
                "Alt+X": lambda: self._trade(self.export_wanted),
                "Esc": self.leave,
            },
        )
        boards.scenes_changed.connect(self._follow)

    def ask_about(self, board: Board) -> None:
        self._board, self._gone, self._naming = board, None, None
        self.edit.hide()
        self.open(self.tr("Scenes"), (), help=self._help())
        self._follow()

    def _help(self) -> str:
        keys = self.tr(
            "Enter opens  N keeps this wall  F2 name  F4 renew  Alt+↑↓ order  Del off the list"
        )
        more = self.tr("Alt+I takes scenes in from a table  Alt+X gives them out for another desk")
        return f"{keys}\n{more}" if self._trades else keys

    def _trade(self, wanted: SignalInstance) -> None:
        """A file is asked for by the page: over a wall nobody looks for files."""
        if self._trades and not self.edit.isVisible():
            super().leave()
            wanted.emit()

    def _follow(self) -> None:
        if self.isVisible():
            marked = self.marked.key if self.marked else self._of(self._board.scene)
            self.show_choices([_choice(scene) for scene in self._boards.scenes], marked)
            if not self._boards.scenes:
                none = self.tr("No scene is kept yet: N keeps what hangs on this wall")
                self.help = "\n".join([none, *self._help().split("\n")[1:]])

    def _of(self, name: str) -> str:
        return next((str(one.id) for one in self._boards.scenes if one.name == name), "")

    def _scene(self) -> WallPlan | None:
        marked = self.marked
        scenes = self._boards.scenes
        return next((one for one in scenes if marked and str(one.id) == marked.key), None)

    def keyPressEvent(self, event) -> None:
        if event.isAutoRepeat() and event.key() == Qt.Key.Key_Delete:
            event.accept()  # a key that is held takes one off, not all
            return
        if event.key() == Qt.Key.Key_N:
            self._ask_name(None)
        elif event.key() == Qt.Key.Key_U and self._gone is not None:
            self._boards.restore_scene(self._gone, then=self._restored, fail=self._refused)
        elif event.key() == Qt.Key.Key_Delete:
            self._with(lambda one: self._boards.end_scene(
                one, then=self._ended, fail=self._refused))  # fmt: skip
        else:
            super().keyPressEvent(event)
        event.accept()

    def _with(self, act: Callable[[WallPlan], None]) -> None:
        scene = self._scene()
        if scene is not None and not self.edit.isVisible():
            act(scene)

    def _renew(self, scene: WallPlan) -> None:
        said = self.tr("{name} shows this wall from now on").format(name=scene.name)
        self._boards.arrange_scene(
            scene, self._board.kept(), then=lambda _: self._say(said), fail=self._refused
        )

    def _move(self, step: int) -> None:
        self._with(lambda one: self._boards.move_scene(one, step, fail=self._refused))

    def _open_scene(self, key: str) -> None:
        scene = next((one for one in self._boards.scenes if str(one.id) == key), None)
        if scene is not None:
            self._boards.open_scene(scene, self._board)

    # -- naming --------------------------------------------------------------------------------

    def _ask_name(self, scene: WallPlan | None) -> None:
        self._naming = scene
        held = [scene.name, scene.occasion] if scene else []
        self.edit.setText(f" {SEPARATOR} ".join(one for one in held if one))
        self.edit.setFont(self.font_of("body"))
        self._dress()
        pad, high = self.px("space.s"), self.px("row.table_compact") - 4
        self.edit.setGeometry(pad, self.height() - self.foot(), self.width() - 2 * pad, high)
        self.edit.show()
        self.edit.setFocus()

    def _dress(self) -> None:
        """As the list, which on the wall is black whatever the console wears."""
        colours = {
            one: self.theme.colour(one).name() for one in ("raised", "text", "accent", "select")
        }
        self.edit.setStyleSheet(
            "QLineEdit {{ background: {raised}; color: {text}; border: 1px solid {accent};"
            " selection-background-color: {select}; selection-color: {text}; }}".format(**colours)
        )

    def _named(self) -> None:
        name, _, occasion = self.edit.text().partition(SEPARATOR)
        answers = {"then": self._kept, "fail": self._refused}
        if self._naming is None:
            self._boards.keep_scene(name, occasion, self._board.kept(), **answers)
        else:
            self._boards.change_scene(self._naming, name, occasion, **answers)

    def _kept(self, scene: WallPlan) -> None:
        self._end_naming()
        self._say(self.tr("{name} is kept").format(name=scene.name))

    def _end_naming(self) -> None:
        self.edit.hide()
        if self.isVisible():
            self.setFocus()

    def _ended(self, gone: WallPlan) -> None:
        self._gone = gone
        self._say(self.tr("{name} is off the list; U brings it back").format(name=gone.name))

    def _restored(self, scene: WallPlan) -> None:
        self._gone = None
        self._say(self.tr("{name} is back").format(name=scene.name))

    def _refused(self, error: Exception) -> None:
        own = {
            "taken": self.tr("There is a scene of this name already"),
            "too_long": self.tr("At most {most} letters"),
        }
        self.help = explain(error, own if isinstance(error, Refused) else None)
        if self.edit.isVisible():
            self.title = self.help
        self.update()

    def _say(self, said: str) -> None:
        self.title, self.help = self.tr("Scenes"), said
        self.update()

    def leave(self) -> None:
        """Esc leaves the field first, then the list."""
        if self.edit.isVisible():
            self.title = self.tr("Scenes")
            self._end_naming()
            self.update()
            return
        super().leave()


def _choice(scene: WallPlan) -> Choice:
    translate = QCoreApplication.translate
    told = translate("Scene", "{layout} tiles, {n} cameras").format(
        layout=words(scene.layout), n=sum(1 for one in scene.cameras if one)
    )
    if scene.dwell_s:
        told += translate("Scene", ", a page {seconds} s").format(seconds=scene.dwell_s)
    return Choice(str(scene.id), scene.name, f"{scene.occasion}  {told}".strip())
