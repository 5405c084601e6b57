"""A form that keeps a file beside its words: chosen, named, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from app.people.rights import Act
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.panel import Panel
from widgets.study.view import StudyView


class FileOfForm:
    """`file` is what was chosen and not yet kept, None = nothing. `kinds` as a file dialog wants them."""

    def __init__(self, view: StudyView, kinds: str) -> None:
        self._view, self._kinds = view, kinds
        self.file: Path | None = None
        self._name = ElidedLabel(view.theme, "", "small", tone="text2")

    def choose(self, file: str = "") -> None:
        title = tr("Choose the file")
        file = file or QFileDialog.getOpenFileName(self._view, title, "", self._kinds)[0]
        if file:
            self.file = Path(file)
            self._name.setText(self.file.name)

    def blank(self, held: str = "") -> None:
        """Nothing is chosen; `held` names the file that is filed already."""
        self.file = None
        self._name.setText(held)

    def foot(
        self,
        panel: Panel,
        trouble: QWidget,
        note: str,
        leave: Callable[[], None],
        keep: Callable[[], None],
    ) -> None:
        """The end of the form: the file's name, what is wrong, the buttons, where the words come from."""
        theme = self._view.theme
        panel.add(self._name)
        panel.add(trouble)
        back = PlainButton(theme, tr("Back"), "Alt+B")
        file = PlainButton(theme, tr("Choose the file"), "Alt+T")
        main = MainButton(theme, tr("Keep it"), "Ctrl+Enter")
        self._view.buttons(
            panel,
            (back, None, leave),
            (file, Act.DICTIONARIES, lambda: self.choose()),
            (main, Act.DICTIONARIES, keep),
        )
        source = Label(theme, note, "caption", tone="text3")
        source.setWordWrap(True)
        panel.add(source)


def tr(words: str) -> str:
    return QCoreApplication.translate("FileOfForm", words)
