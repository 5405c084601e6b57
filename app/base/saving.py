"""Files written where an officer wants them: whole or not at all, never over what the program keeps."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.base.errors import Refused, Unreachable, disk_reason

_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\x00\r\n\t', "_"))
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Saving:
    """`own`: folders and files of the program and its record; nothing is written there."""

    own: tuple[Path, ...] = ()

    def checked(self, to: Path) -> Path:
        """Its whole path. Raises `Refused("file", "own_place")`, wherever a link leads."""
        to = Path(os.path.abspath(to))
        real = _real(to)
        for place in map(_real, self.own):
            if real == place or place in real.parents:
                raise Refused("file", "own_place", name=to.name)
        return to

    def write(self, to: Path, content: bytes | Iterable[bytes]) -> None:
        """Not on the Qt thread; a large content in pieces. What stood there is replaced only by a whole
        file.

        Raises `Refused("file", "own_place")`, `Unreachable`.
        """
        to = self.checked(to)
        aside = to.with_name(f".{to.name[:_LONGEST]}.part")
        try:
            with open(aside, "wb") as out:
                for piece in (content,) if isinstance(content, bytes) else content:
                    out.write(piece)
                out.flush()
                os.fsync(out.fileno())
            os.replace(aside, to)
        except OSError as error:
            raise Unreachable(to.name, disk_reason(error)) from error
        finally:
            with suppress(OSError):
                os.unlink(aside)


def named(chosen: Path, endings: Sequence[str]) -> Path:
    """With one of `endings` (".xlsx"), the first when it has none of them.

    `Refused("file", "exists")` when that is another file than the one chosen, and is there already:
    nobody was asked about it.
    """
    if not endings or chosen.suffix.lower() in endings:
        return chosen
    full = chosen.with_name(chosen.name + endings[0])
    if full.exists():
        raise Refused("file", "exists", name=full.name)
    return full


def safe(name: str) -> str:
    """A name that every system can keep; no path hides in it."""
    whole = name.encode("utf-8", "replace").decode().translate(_FORBIDDEN)
    plain = "".join(char for char in whole if char.isprintable()).strip(" .") or "未命名"
    if len(plain) <= _LONGEST:
        return plain
    stem, dot, end = plain.rpartition(".")
    tail = f"{dot}{end}" if stem and len(end) <= 8 else ""
    return plain[: _LONGEST - len(tail)] + tail


def _real(place: Path) -> Path:
    """Links followed, and one spelling where the system knows no difference of case."""
    return Path(os.path.normcase(os.path.realpath(place)))
