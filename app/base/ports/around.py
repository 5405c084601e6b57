"""What around a port may go wrong: a name that changes, other programs that take serial ports."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from app.base.ports.transport import Closed, Kind, place_of

_CHANGING = re.compile(r"/dev/tty(USB|ACM)\d+")
_GRABBERS = ("ModemManager", "brltty")
BY_ID = Path("/dev/serial/by-id")
_PROC = Path("/proc")
_MASTERS = {"/dev/ptmx", "/dev/pts/ptmx"}


@dataclass(frozen=True, slots=True)
class Around:
    """`changing`: the device may have another name after a replug; `stable` is one that stays, "" when
    none is known. `grabbers` are running programs that try out such ports."""

    changing: bool = False
    stable: str = ""
    grabbers: tuple[str, ...] = ()


def look_around(port: str, by_id: Path = BY_ID, proc: Path = _PROC) -> Around:
    """Reads /dev and /proc: not on the Qt thread. Nothing is changed, nobody is ended."""
    with contextlib.suppress(Closed):
        if place_of(port).kind is Kind.DEVICE:
            real = os.path.realpath(port)
            if not _CHANGING.fullmatch(real):
                return Around()
            changing = _CHANGING.fullmatch(port) is not None
            return Around(changing, _stable(real, by_id) if changing else "", _running(proc))
    return Around()


def place_key(port: str) -> object:
    """The same for two names of one port; a link is followed on the disk: not on the Qt thread."""
    try:
        place = place_of(port)
    except Closed:
        return port
    if place.kind is Kind.DEVICE:
        return os.path.realpath(place.path)
    return replace(place, kind=Kind.SOCKET) if place.remote else place


def holders(path: str, proc: Path = _PROC) -> tuple[str, ...]:
    """Other programs that have this device open, as "name (number)"; those of other accounts are not seen.
    Who made a pseudo terminal is none of them. Reads /proc: not on the Qt thread."""
    real, found = os.path.realpath(path), []
    with contextlib.suppress(OSError):
        for process in sorted(proc.iterdir()):
            if process.name.isdigit() and process.name != str(os.getpid()):
                with contextlib.suppress(OSError):
                    files = {_target(one) for one in (process / "fd").iterdir()}
                    if real in files and not files & _MASTERS:
                        name = (process / "comm").read_text(errors="replace").strip()
                        found.append(f"{name} ({process.name})")
    return tuple(found)


def _target(link: Path) -> str:
    with contextlib.suppress(OSError):
        return os.readlink(link)
    return ""


def _stable(real: str, by_id: Path) -> str:
    with contextlib.suppress(OSError):
        for link in sorted(by_id.iterdir()):
            if os.path.realpath(link) == real:
                return str(link)
    return ""


def _running(proc: Path) -> tuple[str, ...]:
    """Names of processes are cut to 15 letters by the system."""
    found = set()
    with contextlib.suppress(OSError):
        for process in proc.iterdir():
            if process.name.isdigit():
                with contextlib.suppress(OSError):
                    found.add((process / "comm").read_text(errors="replace").strip())
    return tuple(name for name in _GRABBERS if name[:15] in found)
