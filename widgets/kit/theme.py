"""Colours, sizes and fonts of the tokens, for one of three looks: day, night, wall."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from widgets.kit.dress import Dress
from widgets.kit.sheet import sheet

MODES = ("day", "night", "wall")


class Theme(QObject):
    """Asked at paint time: `colour("now")`, `font("title", strong=True)`, `px("space.m")`.

    `changed` is emitted after `apply` set another look; widgets that painted into pixmaps paint anew.
    """

    changed = Signal()
    _worn = Signal()

    def __init__(self, tokens: dict[str, Any], mode: str = "day", platform: str = "") -> None:
        super().__init__()
        self.tokens = tokens
        self._platform = platform or sys.platform
        self._fixed: dict[str, Theme] = {}
        self._lengths: dict[str, int] = {}
        self._look(mode)

    @classmethod
    def load(cls, path: Path, mode: str = "day") -> Theme:
        """Reads tokens.toml. OSError and tomllib.TOMLDecodeError pass: without tokens nothing can run."""
        return cls(tomllib.loads(path.read_text(encoding="utf-8")), mode)

    @property
    def mode(self) -> str:
        return self._mode

    def colour(self, name: str) -> QColor:
        """A colour of the present look by its token name; KeyError for a name that is no token."""
        made = self._made_colours.get(name)
        if made is None:
            made = self._made_colours[name] = QColor(self._colours[name])
        return QColor(made)

    def font(self, size: str = "body", *, strong: bool = False) -> QFont:
        """`size` is a name of [size], or of [wall] for the look of the wall.

        Made once: a copy shares what Qt found out about it, which delegates draw a hundred times.
        """
        made = self._fonts.get((size, strong))
        if made is None:
            made = self._fonts[size, strong] = self._make_font(size, strong)
        return QFont(made)

    def _make_font(self, size: str, strong: bool) -> QFont:
        font = QFont()
        font.setFamilies(list(self._families()))
        font.setPixelSize(self.size(size))
        weights = self.tokens["font"]["weights"]
        font.setWeight(QFont.Weight(weights["strong" if strong else "text"]))
        for feature in self.tokens["font"]["features"]:
            font.setFeature(QFont.Tag(feature), 1)
        return font

    def size(self, name: str) -> int:
        """Pixels of a type size."""
        sizes = self.tokens["wall"] if self._mode == "wall" else self.tokens["size"]
        found = sizes.get(name, self.tokens["size"].get(name))
        return int(found)

    def px(self, path: str) -> int:
        """A length by its path: `px("row.table")`, `px("control.field_h")`.

        Logical pixels: the officer's own scale is Qt's (QT_SCALE_FACTOR, set before the start), so
        that type, rows and drawings grow alike.
        """
        found = self._lengths.get(path)
        if found is None:
            found = self._lengths[path] = int(self.number(path))
        return found

    def number(self, path: str) -> float:
        """Any number by its path: `number("duration_ms.toast")`."""
        found: Any = self.tokens
        for part in path.split("."):
            found = found[part]
        return float(found)

    def in_mode(self, mode: str) -> Theme:
        """The same tokens held in one look whatever the rest wears: the wall stays black."""
        if mode not in self._fixed:
            self._fixed[mode] = Theme(self.tokens, mode, self._platform)
        return self._fixed[mode]

    def apply(self, app: QApplication, mode: str) -> None:
        """Style, palette and font of the whole application, and the sheet of every root that is seen.

        The application itself has no sheet: with one, each widget there is would be dressed anew,
        and each part of a page anew with every parent it gets while it is built (decision 0147).
        """
        self._look(mode)
        if app.style().name() != "fusion":
            app.setStyle(QStyleFactory.create("Fusion"))
        if app.palette() != self.palette():
            app.setPalette(self.palette())
        if app.font() != self.font():
            app.setFont(self.font())
        self._worn.emit()
        self.changed.emit()

    def dress(self, root: QWidget) -> None:
        """`root` and what hangs below it wear the style sheet from the moment they are seen.

        For what hangs below no other root: pages, strips, cards laid over a window, windows, the
        lists of completers. Call it when `root` is built; a second time does nothing.
        """
        if root.findChild(Dress, options=Qt.FindChildOption.FindDirectChildrenOnly) is None:
            Dress(root, self.sheet, self._worn)

    def sheet(self) -> str:
        """The style sheet of the present look."""
        if not self._sheet:
            self._sheet = sheet(self)
        return self._sheet

    def palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for where, name in (
            (role.Window, "base"),
            (role.WindowText, "text"),
            (role.Base, "raised"),
            (role.AlternateBase, "raised"),
            (role.Text, "text"),
            (role.Button, "raised"),
            (role.ButtonText, "text"),
            (role.BrightText, "on_accent"),
            (role.Highlight, "select"),
            (role.HighlightedText, "text"),
            (role.ToolTipBase, "raised"),
            (role.ToolTipText, "text"),
            (role.PlaceholderText, "text3"),
            (role.Link, "accent"),
            (role.LinkVisited, "accent"),
            (role.Light, "line"),
            (role.Mid, "line"),
            (role.Dark, "line_strong"),
            (role.Shadow, "line_strong"),
            (role.Accent, "accent"),
        ):
            palette.setColor(where, self.colour(name))
        for where in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.colour("text3"))
        return palette

    def _look(self, mode: str) -> None:
        if mode not in MODES:
            raise ValueError(f"no look called {mode!r}")
        self._mode = mode
        self._sheet = ""
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._made_colours: dict[str, QColor] = {}
        self._colours: dict[str, str] = self.tokens["color"][mode]

    def _families(self) -> list[str]:
        fonts = self.tokens["font"]
        if self._platform.startswith("win"):
            return fonts["windows"]
        return fonts["macos" if self._platform == "darwin" else "linux"]
