"""The gateways that were kept at the desk, in a file of their own beside settings.toml."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.base.errors import Refused
from app.base.ports.transport import Flow
from app.base.saving import Saving
from app.base.settings import Gateway, Plain, gateways_of
from app.base.tomls import Unread, parsed, unread

FILE = "gateways.toml"
_HEAD = """\
# 370M 网关。由值守台“电台—端口测试”写入，在那里增加、修改、移除。
# 手写的网关放在 settings.toml；两处同名时以 settings.toml 为准。
"""
_BEGIN = re.compile(r"\s*\[\[\s*gateway\s*\]\]")


@dataclass(frozen=True, slots=True)
class Kept:
    """`problems` are said with file, line and key, in Chinese; while there are any nothing is written over
    the file, for it says something that somebody has to mend."""

    gateways: tuple[Gateway, ...] = ()
    problems: tuple[str, ...] = ()


def read(folder: Path) -> Kept:
    """Not on the Qt thread. A file that is not there holds none; of a bad value the default holds."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return Kept()
    except UnicodeDecodeError:
        return Kept(problems=(f"{FILE}：不是 UTF-8 文本",))
    except OSError as error:
        return Kept(problems=(f"{FILE}：{unread(error)}",))
    held = parsed(text)
    if isinstance(held, Unread):
        where = f" 第 {held.line} 行" if held.line else ""
        return Kept(problems=(f"{FILE}{where}：{held.why}",))
    rejected: list[str] = []
    found = gateways_of(held.pop("gateway", []), rejected)
    lines = text.splitlines()
    problems = [_said(lines, one) for one in rejected]
    problems += [f"{FILE}{_where(lines, 0, name)}（{name}）：这里只放 [[gateway]]" for name in held]
    return Kept(found, tuple(problems))


def write(folder: Path, gateways: Sequence[Gateway]) -> None:
    """Not on the Qt thread; whole or not at all. Raises `Unreachable`."""
    told = _HEAD + "".join(f"\n{_section(one)}" for one in gateways)
    Saving().write(folder / FILE, told.encode())


def together(by_hand: Sequence[Gateway], kept: Kept) -> tuple[tuple[Gateway, ...], tuple[str, ...]]:
    """Those of settings.toml first; of one name they hold. With what has to be said of the file."""
    names = {one.name for one in by_hand}
    twice = [one.name for one in kept.gateways if one.name in names]
    said = [f"{FILE}：网关“{name}”在 settings.toml 里也有，以那里为准" for name in twice]
    more = [one for one in kept.gateways if one.name not in names]
    return (*by_hand, *more), (*kept.problems, *said)


def checked(one: Gateway) -> Gateway:
    """As it will be read again. Raises `Refused` with the name of what cannot be kept."""
    if not one.name.strip():
        raise Refused("name", "missing")
    rejected: list[str] = []
    try:
        found = gateways_of(tomllib.loads(_section(one)).get("gateway"), rejected)
        _section(one).encode()
    except (tomllib.TOMLDecodeError, UnicodeEncodeError):
        raise Refused("name", "bad_value") from None
    if rejected or found != (one,):
        key = "".join(rejected).partition(".")[2].partition(".")[0]
        raise Refused(key or "name", "bad_value")
    return one


def _section(one: Gateway) -> str:
    lines = ["[[gateway]]", f"name = {_value(one.name)}", f"port = {_value(one.port)}"]
    lines.append(f"driver = {_value(one.driver)}")
    if one.baud:
        lines.append(f"baud = {one.baud}")
    if one.flow is not Flow.NONE:
        lines.append(f"flow = {_value(one.flow.value)}")
    if one.profile:
        lines.append("[gateway.profile]")
        lines += [f"{_value(name)} = {_value(value)}" for name, value in one.profile]
    return "\n".join(lines) + "\n"


def _value(value: Plain | tuple[Plain, ...]) -> str:
    """Text as JSON writes it is text as TOML reads it, but for one control character."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)


def _said(lines: list[str], rejected: str) -> str:
    """`gateway 2.baud` with its line."""
    section, _, key = rejected.partition(".")
    number = int(section.split()[1])
    begins = [at for at, line in enumerate(lines, 1) if _BEGIN.match(line)]
    begin = begins[number - 1] if number <= len(begins) else 0
    why = "不能用" if key else "缺名称或端口"
    why = "这个名称已经用过" if key == "name" else why
    at = _where(lines, begin, key.removeprefix("profile."))
    return f"{FILE}{at}（第 {number} 个网关{' ' if key else ''}{key}）：{why}"


def _where(lines: list[str], begin: int, key: str) -> str:
    """The line where `key` is said in the section that begins at line `begin`, else that begin."""
    wanted: Any = re.compile(rf'\s*\[*"?{re.escape(key)}"?\s*[=.\]]') if key else None
    for number, line in enumerate(lines[begin:], begin + 1):
        if _BEGIN.match(line) and begin:
            break
        if wanted is not None and wanted.match(line):
            return f" 第 {number} 行"
    return f" 第 {begin} 行" if begin else ""
