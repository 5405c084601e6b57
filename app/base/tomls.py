"""TOML files that people write by hand: what they say, or in Chinese why they cannot be read."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

_AT = re.compile(r"line (\d+)")
_UNREAD = {
    FileNotFoundError: "没有这个文件",
    PermissionError: "没有读取的权限",
    IsADirectoryError: "这是文件夹，不是文件",
}


@dataclass(frozen=True, slots=True)
class Unread:
    """`line` counts from 1; 0: nobody can say which."""

    why: str
    line: int = 0


def parsed(text: str) -> dict[str, Any] | Unread:
    """Never raises."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        return Unread("写法不对，不是有效的 TOML", int(at[1]) if at else 0)
    except RecursionError:
        return Unread("写法不对，不是有效的 TOML：括号套得太深")


def unread(error: OSError) -> str:
    """Why the file itself was not read."""
    return f"读不出来：{_UNREAD.get(type(error), '磁盘出错')}"
