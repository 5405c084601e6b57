"""What the program is built on may be built on: no GPL or AGPL among its requirements."""

from __future__ import annotations

import re
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = [
    (match[1], match[2])
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    if (match := re.match(r"([A-Za-z0-9._-]+)==(\S+)", line))
]
_GPL = re.compile(r"(?<!L)A?GPL|(?<!Lesser )General Public License", re.IGNORECASE)


def is_free_of_gpl(*statements: str) -> bool:
    """Whether at least one alternative of every statement is not GPL or AGPL (LGPL is)."""
    return all(
        any(not _GPL.search(choice) for choice in re.split(r"\s+OR\s+", statement))
        for statement in statements
    )


@pytest.mark.parametrize(
    ("statement", "free"),
    [
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("MIT", True),
        ("GNU Lesser General Public License v3", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("GPL-2.0-only OR AGPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("License :: OSI Approved :: GNU Affero General Public License v3", False),
    ],
)
def test_statements_are_told_apart(statement: str, free: bool) -> None:
    assert is_free_of_gpl(statement) is free


def test_the_pins_were_read() -> None:
    assert {"pyside6-essentials", "sqlalchemy", "av"} <= {name for name, _ in PINS}


@pytest.mark.parametrize(("name", "pinned"), PINS, ids=[name for name, _ in PINS])
def test_a_requirement_states_a_licence_we_may_use(name: str, pinned: str) -> None:
    told = metadata(name)
    assert told["Version"] == pinned
    statements = [
        text.splitlines()[0]
        for text in (
            told.get("License-Expression"),
            told.get("License"),
            *(c for c in told.get_all("Classifier", []) if c.startswith("License ::")),
        )
        if text
    ]
    assert statements, f"{name} states no licence"
    assert is_free_of_gpl(*statements), f"{name}: {statements}"
