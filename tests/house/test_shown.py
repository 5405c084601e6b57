"""What somebody typed is never taken for markup by Qt, and files are saved through one door.

Qt guesses: a label or a tooltip whose words look like markup becomes rich text, and loads its pictures.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUESSING = {
    "QLabel": ("widgets/kit/labels.py", "widgets/handover/preview.py"),  # the latter shows pictures
    "QMessageBox": (), "QErrorMessage": (), "QTextBrowser": (), "QProgressDialog": (), "QSplashScreen": (),
    "setHtml": (), "insertHtml": (), "appendHtml": (), "QSystemTrayIcon": (), "setWhatsThis": (),
    "setStatusTip": (), "setTextFormat": ("widgets/kit/labels.py", "widgets/kit/text.py"),
}  # fmt: skip
"""What guesses or interprets, and who alone may name it."""
SAVING = {
    "getSaveFileName": ("widgets/kit/saving.py",),
    "write_text": ("widgets/kit/memory.py",),
    "write_bytes": ("widgets/tour/night.py", "widgets/tour/event.py"),
}
ENDS_BADLY = {"setMimeData": ()}
"""What Python puts into the clipboard is deleted after the interpreter has ended: PySide 6.11 then ends with
a segmentation fault, every time. `setText` and `setImage` make it on Qt's side."""
BANNED = GUESSING | SAVING | ENDS_BADLY
TIPS = {"setToolTip": 0, "showText": 1}


def complaints(name: str, text: str) -> Iterator[str]:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            if name not in BANNED.get(_word(node), (name,)):
                yield f"{name}:{node.lineno}: {_word(node)}"
        elif isinstance(node, ast.Call):
            place = TIPS.get(_word(node.func))
            if place is not None and not _plain(node.args[place]):
                yield f"{name}:{node.lineno}: a tooltip without tip()"


def _word(node: ast.AST) -> str:
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _plain(words: ast.AST) -> bool:
    """tip(…), a word of our own, or nothing; one or the other of them; a tooltip put back."""
    if isinstance(words, ast.IfExp):
        return _plain(words.body) and _plain(words.orelse)
    if isinstance(words, ast.Constant):
        return True
    if isinstance(words, ast.Call):
        word = _word(words.func)
        own = word in ("tr", "translate") and all(isinstance(a, ast.Constant) for a in words.args)
        return own or word == "tip"
    return isinstance(words, ast.Attribute) and words.attr == "_tip_before"


def test_no_words_are_taken_for_markup_and_no_file_is_saved_past_the_door() -> None:
    found = [
        one
        for path in sorted((ROOT / "widgets").rglob("*.py"))
        for one in complaints(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "label = QLabel(name)",
        "class Title(QLabel): pass",
        "QMessageBox.warning(self, title, name)",
        "self.setToolTip(record.title)",
        "self.setToolTip(tip(a) if a else record.title)",
        "self.setToolTip(self.tr('{n}').format(n=name))",
        "QToolTip.showText(at, name, self)",
        "view.setHtml(name)",
        "to = QFileDialog.getSaveFileName(self)[0]",
        "Path(to).write_bytes(pdf)",
        "QGuiApplication.clipboard().setMimeData(held)",
    ],
)
def test_a_forgotten_one_is_found(planted: str) -> None:
    assert len(list(complaints("widgets/planted.py", planted))) == 1
