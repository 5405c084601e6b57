"""What no widget may do: type a colour, size columns by content, steal the loop or the eye."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "a typed colour": re.compile(r"""["']#(?:[0-9A-Fa-f]{3,4}){1,2}["']|QColor\(\s*\d|\brgba?\("""),
    "a colour of Qt": re.compile(r"GlobalColor\.(?!transparent\b)\w+"),
    "columns sized by content": re.compile(r"ResizeToContents|resizeColumnsToContents"),
    "a second event loop": re.compile(r"processEvents|QEventLoop|\.exec\(\)"),
    "a window on top": re.compile(r"WindowStaysOnTopHint|QApplication\.alert"),
}
PLANTED = {
    "a typed colour": 'pen = QPen("#C3161C")',
    "a colour of Qt": "painter.fillRect(box, Qt.GlobalColor.red)",
    "columns sized by content": "head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)",
    "a second event loop": "QApplication.processEvents()",
    "a window on top": "self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)",
}


@pytest.mark.parametrize("what", list(FORBIDDEN))
def test_no_widget_has(what):
    pattern = FORBIDDEN[what]
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "widgets").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("what", list(PLANTED))
def test_the_check_bites(what):
    assert FORBIDDEN[what].search(PLANTED[what])
