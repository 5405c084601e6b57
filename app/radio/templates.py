"""Texts that are sent again and again: resources/wording/radio_texts.toml, for the place to change."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TextTemplate:
    """`text` holds slots as ［时间］, as the templates of the duty log do."""

    name: str
    text: str


def load_texts(path: Path) -> tuple[TextTemplate, ...]:
    """Raises `ValueError` when the file does not hold them."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["template"]
        return tuple(TextTemplate(str(row["name"]), str(row["text"])) for row in rows)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {error}") from error
