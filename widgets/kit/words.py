"""The officer's language: English source strings to the words of resources/translations."""

from __future__ import annotations

import tomllib
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator


class Words(QTranslator):
    """One sense per English string, whatever the context."""

    def __init__(self, words: dict[str, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words

    def isEmpty(self) -> bool:
        return not self._words

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return self._words.get(source)


def read_words(folder: Path) -> dict[str, str]:
    """All pairs of the folder's files. ValueError names a string that two files translate differently."""
    words: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        held = tomllib.loads(path.read_text(encoding="utf-8"))
        for source, word in held["words"].items():
            if words.setdefault(source, word) != word:
                raise ValueError(f"{path.name}: {source!r} has another sense elsewhere")
    return words


def install(app: QCoreApplication, folder: Path, language: str) -> None:
    """`folder` holds one folder per language; "en" is the source and needs none."""
    if language == "en":
        return
    own = QTranslator(app)
    place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if own.load(f"qtbase_{language}", place):
        app.installTranslator(own)
    app.installTranslator(Words(read_words(folder / language), app))
