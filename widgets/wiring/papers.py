"""Ctrl+P: which paper comes first on which page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from widgets.duty.papers import PaperCard, Printable
from widgets.kit.desk import Desk
from widgets.shell.shell import Shell

FIRST = {"intake": "intake", "incidents": "intake", "rollcall": "rollcall", "radio": "rollcall"}
"""Page -> paper; a page with a paper of its own shows that, every other the log of the shift."""


class Papers(QObject):
    """The card over the window in which Ctrl+P was pressed."""

    def __init__(self, desk: Desk, shell: Shell, papers: Mapping[str, Printable]) -> None:
        super().__init__()
        self.card = PaperCard(desk, papers)
        self._shell = shell
        shell.print_asked.connect(self._come)

    def _come(self, window: str) -> None:
        shown = self._shell.windows[window]
        page = shown.page.key if shown.page is not None else ""
        self.card.come(shown.body, FIRST.get(page, "log"))
