"""Every English string on the screen has its Chinese, and no Chinese lies about unused."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from widgets.kit.words import read_words

ROOT = Path(__file__).parents[2]
CHINESE = ROOT / "resources" / "translations" / "zh_CN"
# Which argument of each call is the source string.
CALLS = {"tr": 0, "translate": 1, "QT_TRANSLATE_NOOP": 1}


def strings(tree: ast.AST) -> Iterator[tuple[int, str | None]]:
    """(line, string) of each call for a translation; None when it is glued together, not literal."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        place = CALLS.get(name)
        if place is None or len(node.args) <= place:
            continue
        said = node.args[place]
        if isinstance(said, ast.Constant) and isinstance(said.value, str):
            yield node.lineno, said.value
        elif isinstance(said, ast.JoinedStr | ast.BinOp):
            yield node.lineno, None


def sources() -> list[Path]:
    return [*sorted((ROOT / "widgets").rglob("*.py")), *ROOT.glob("*.py")]


def complaints(files: list[tuple[str, str]], words: dict[str, str]) -> list[str]:
    """What is wrong between these (name, text) sources and these words."""
    found: list[str] = []
    used: set[str] = set()
    for name, text in files:
        for number, said in strings(ast.parse(text)):
            if said is None:
                found.append(f"{name}:{number}: not a literal string; use gaps and .format")
                continue
            used.add(said)
            word = words.get(said, "")
            if not word.strip():
                found.append(f"{name}:{number}: no Chinese for {said!r}")
            elif set(_gaps(said)) != set(_gaps(word)):
                found.append(f"{name}:{number}: other gaps in the Chinese of {said!r}")
    return found + [f"unused: {said!r}" for said in words if said not in used]


def _gaps(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def test_every_string_has_its_chinese_and_none_lies_unused():
    files = [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sources()]
    assert complaints(files, read_words(CHINESE)) == []


def test_the_check_bites():
    code = 'self.tr("New word"); self.tr(f"{n} rows"); self.tr("{n} left"); tr("Empty")'
    words = {"{n} left": "剩 {m}", "Empty": " ", "Old word": "旧词"}
    found = complaints([("planted.py", code)], words)
    assert [line.split(": ", 1)[1] for line in found] == [
        "no Chinese for 'New word'",
        "not a literal string; use gaps and .format",
        "other gaps in the Chinese of '{n} left'",
        "no Chinese for 'Empty'",
        "'Old word'",
    ]
