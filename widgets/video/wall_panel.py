"""The page's panel for the walls: which one, its sketch, its layout, its tour, its scenes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.people.rights import Act
from app.video.layouts import LAYOUTS
from app.video.layouts import words as layout_words
from app.video.tour import Going
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.gate import gates
from widgets.kit.panel import Panel
from widgets.kit.segments import Segments
from widgets.video.boards import Boards
from widgets.video.sketch import WallSketch


class WallPanel(Panel):
    """Signals: `picked(number)`, a place of the sketch was clicked; `down`, the chosen camera is to
    leave the wall; `wall_wanted`, the chosen wall's window is to be shown; `scenes_wanted`."""

    picked = Signal(int)
    down = Signal()
    wall_wanted = Signal()
    scenes_wanted = Signal()

    def __init__(self, desk: Desk, boards: Boards, parent: QWidget | None = None) -> None:
        theme = desk.theme
        words = self.tr("Wall"), self.tr("Alt+1 to 9 puts the camera there")
        super().__init__(theme, *words, parent=parent)
        self._boards = boards
        walls = [(str(one.number), str(one.number)) for one in boards.boards]
        self.walls = Segments(theme, walls)
        self.walls.setAccessibleName(self.tr("Which wall"))
        self.walls.setFixedWidth(theme.px("control.min_target") * len(walls))
        self.walls.picked.connect(lambda: boards.choose(int(self.walls.chosen[0])))
        self.tools.addWidget(self.walls)
        self.sketch = WallSketch(theme, boards)
        self.sketch.picked.connect(self.picked)
        self.add(self.sketch)
        self.layouts = Segments(theme, [(str(one), layout_words(one)) for one in LAYOUTS])
        self.layouts.setAccessibleName(self.tr("Tiles of the wall"))
        self.layouts.picked.connect(lambda: boards.show_layout(int(self.layouts.chosen[0])))
        gates(desk, Act.WALL, self.layouts)
        self.add(self.layouts)
        self._buttons(desk)
        boards.changed.connect(self._follow)
        self._follow()

    def _buttons(self, desk: Desk) -> None:
        theme = desk.theme
        line = QHBoxLayout()
        line.setSpacing(theme.px("space.s"))
        for text, key, act, step in (
            (self.tr("Fewer tiles"), "F6", self._step, -1),
            (self.tr("More tiles"), "F7", self._step, 1),
        ):
            button = PlainButton(theme, text, key)
            button.clicked.connect(lambda _=False, do=act, n=step: do(n))
            gates(desk, Act.WALL, button)
            line.addWidget(button, 1)
        self.tour = PlainButton(theme, self.tr("Tour"), "F8")
        self.tour.clicked.connect(lambda: self._boards.chosen.start_tour())
        scenes = PlainButton(theme, self.tr("Scenes"), "Alt+O")
        scenes.clicked.connect(self.scenes_wanted)
        gates(desk, Act.WALL, self.tour, scenes)
        line.addWidget(self.tour, 1)
        line.addWidget(scenes, 1)
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

    def _step(self, step: int) -> None:
        """To the layout that is offered next."""
        at = LAYOUTS.index(self._boards.layout) + step
        if 0 <= at < len(LAYOUTS):
            self._boards.show_layout(LAYOUTS[at])

    def _follow(self) -> None:
        self.layouts.set_chosen((str(self._boards.layout),))
        self.walls.set_chosen((str(self._boards.chosen.number),))
        going = self._boards.chosen.tour.going
        self.tour.setEnabled(going is not Going.NONE)
        self.tour.setText(self.tr("Pause") if going is Going.RUNNING else self.tr("Tour"))
