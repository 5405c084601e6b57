"""Half-typed forms, kept as durable files until they are registered or thrown away."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.base.clock import Clock
from app.base.errors import Unreachable, disk_reason

_FORM = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """`fields` as the form gave them; `saved_at` aware UTC; `by` the officer who typed."""

    key: str
    by: str
    saved_at: datetime
    fields: dict[str, Any]


class Drafts:
    """One JSON file per draft: written beside, flushed to the disk, renamed. Survives kill -9."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def save(self, key: str, by: str, fields: dict[str, Any]) -> Draft:
        draft = Draft(key, by, self._clock.now(), fields)
        text = json.dumps(
            {"form": _FORM, "by": by, "saved_at": draft.saved_at.isoformat(), "fields": fields},
            ensure_ascii=True,
        )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            aside = self._place(key).with_suffix(".new")
            with open(aside, "w", encoding="ascii") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            os.replace(aside, self._place(key))
            self._sync_folder()
        except OSError as error:
            raise Unreachable("drafts", disk_reason(error)) from error
        return draft

    def load(self, key: str) -> Draft | None:
        """None when there is none or the file is damaged (a damaged file is set aside, not lost)."""
        place = self._place(key)
        try:
            held = json.loads(place.read_text(encoding="ascii"))
            return Draft(
                key, held["by"], datetime.fromisoformat(held["saved_at"]), dict(held["fields"])
            )
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreachable("drafts", disk_reason(error)) from error
        except (ValueError, KeyError, TypeError):
            os.replace(place, place.with_suffix(".damaged"))
            return None

    def all(self) -> list[Draft]:
        """Every draft, oldest first."""
        if not self._folder.is_dir():
            return []
        found = [self.load(path.stem) for path in sorted(self._folder.glob("*.json"))]
        return sorted((draft for draft in found if draft), key=lambda draft: draft.saved_at)

    def drop(self, key: str) -> None:
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as error:
            raise Unreachable("drafts", disk_reason(error)) from error

    def _place(self, key: str) -> Path:
        if not key or not all(c.isalnum() or c in "-_" for c in key):
            raise ValueError(f"not a draft key: {key!r}")
        return self._folder / f"{key}.json"

    def _sync_folder(self) -> None:
        if os.name == "posix":
            handle = os.open(self._folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
