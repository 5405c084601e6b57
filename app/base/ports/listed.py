"""The serial ports that this machine has just now, by the name that stays theirs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serial.tools.list_ports import comports

from app.base.ports.around import BY_ID

_NOBODY = ("", "n/a")


@dataclass(frozen=True, slots=True)
class ListedPort:
    """`path` is what to write down: the name under /dev/serial/by-id where there is one. `device` is what
    the system calls it today; `about` maker and description as its chip tells them, "" when it does not."""

    path: str
    device: str
    about: str = ""


def listed_ports(
    ports: Callable[[], Iterable[Any]] = comports, by_id: Path = BY_ID
) -> list[ListedPort]:
    """Reads /sys and /dev: not on the Qt thread. Those that tell what they are first."""
    stable: dict[str, str] = {}
    if by_id.is_dir():
        stable = {
            os.path.realpath(link): str(link) for link in sorted(by_id.iterdir(), reverse=True)
        }
    found = []
    for port in ports():
        told = [port.manufacturer or "", port.description or "", port.serial_number or ""]
        about = " ".join(dict.fromkeys(one.strip() for one in told if one.strip() not in _NOBODY))
        path = stable.get(os.path.realpath(port.device), port.device)
        found.append(ListedPort(path, port.device, about))
    return sorted(found, key=lambda one: (not one.about, one.path))
