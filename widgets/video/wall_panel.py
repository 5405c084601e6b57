"""What hangs on the wall, beside the list: the sketch, the layouts, on and off."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.people.rights import Act
from app.video.directory import LAYOUTS
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.panel import Panel
from widgets.video.board import Board
from widgets.video.sketch import WallSketch


class WallPanel(Panel):
    """`picked(number)`: hang the chosen camera there; `down`: take it off; `wall_wanted`: show the wall."""

    picked = Signal(int)
    down = Signal()
    wall_wanted = Signal()

    def __init__(self, desk: Desk, board: Board, parent: QWidget | None = None) -> None:
        theme = desk.theme
        super().__init__(theme, self.tr("Wall"), self.tr("Alt+1 to 9 puts the camera there"),
                         parent=parent)  # fmt: skip
        self.sketch = WallSketch(theme, board)
        self.sketch.picked.connect(self.picked)
        self.add(self.sketch)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        for layout, key in zip(LAYOUTS, ("F6", "F7", "F8"), strict=True):
            button = PlainButton(theme, self.tr("{n} tiles").format(n=layout), key)
            button.clicked.connect(lambda _=False, n=layout: board.show_layout(n))
            gates(desk, Act.WALL, button)
            line.addWidget(button, 1)
        self.body.addLayout(line)
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        down = PlainButton(theme, self.tr("Take off the wall"), "Alt+Q")
        down.clicked.connect(self.down)
        gates(desk, Act.WALL, down)
        show = PlainButton(theme, self.tr("Show the wall"), "F9", "layout-grid")
        show.clicked.connect(self.wall_wanted)
        line.addWidget(down, 1)
        line.addWidget(show, 1)
        self.body.addLayout(line)
