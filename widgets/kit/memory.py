"""What this desk remembers about its screens: one small JSON file, written aside and renamed."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

from app.base.errors import Unreachable, disk_reason
from app.base.jobs import Jobs

_log = logging.getLogger(__name__)


class ScreenMemory:
    """Read once at the start, kept in memory, written by `disk`. Without a path nothing is kept.

    `trouble` says why the defaults hold: "" (none), "broken" (set aside beside it) or "unreadable".
    """

    def __init__(self, path: Path | None = None, disk: Jobs | None = None) -> None:
        self._path = path
        self._disk = disk
        self.trouble = ""
        self._kept: dict[str, Any] = self._read()

    def get(self, key: str, default: Any = None) -> Any:
        return self._kept.get(key, default)

    def put(self, key: str, value: Any) -> None:
        """`value` must be plain JSON."""
        if self._kept.get(key) == value:
            return
        self._kept[key] = value
        if self._path is None:
            return
        text = json.dumps(self._kept, ensure_ascii=False, indent=1, sort_keys=True)
        if self._disk is None:
            write_text(self._path, text)
        else:
            self._disk.run(write_text, self._path, text, fail=self._not_written)

    def _read(self) -> dict[str, Any]:
        if self._path is None:
            return {}
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
            if not isinstance(held, dict):
                raise ValueError("not an object")
        except FileNotFoundError:
            return {}
        except (ValueError, UnicodeDecodeError) as error:
            _log.warning("设置文件损坏,已另存并恢复默认: %s: %s", self._path.name, error)
            self.trouble = "broken"
            self._set_aside()
            return {}
        except OSError as error:
            _log.warning("设置文件读不出,按默认设置: %s: %s", self._path.name, error)
            self.trouble = "unreadable"
            return {}
        return held

    def _set_aside(self) -> None:
        try:
            os.replace(self._path, self._path.with_suffix(".broken"))
        except OSError as error:
            _log.warning("损坏的设置文件未能另存: %s", error)

    def _not_written(self, error: Exception) -> None:
        _log.warning("设置未保存: %s", error)


def write_text(path: Path, text: str) -> None:
    """Atomic: whoever reads sees the old text or the new, never a half."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(path.suffix + ".new")
        with open(aside, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        os.replace(aside, path)
    except OSError as error:
        raise Unreachable("screen_memory", disk_reason(error)) from error
