"""A table's file to its records; everything wrong with it is told, with file, line and reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.base.tomls import Unread, parsed, unread
from app.radio.driver import ENCODINGS
from app.radio.table.asking import BRACES
from app.radio.table.fields import UNITS
from app.radio.table.framer import SUMS, written
from app.radio.table.hearing import FIELDS, KINDS
from app.radio.table.layout import (
    GIVEN,
    PRESSES,
    Asking,
    Does,
    Hear,
    Line,
    Order,
    Sample,
    Table,
    Texts,
    Times,
)
from app.radio.table.section import Page, Problem, Section, rows

_LARGEST = 256 * 1024
_ENDS = {"crlf": b"\r\n", "cr": b"\r", "lf": b"\n"}
_MOST_ROWS = 60
_ANSWERS = ("ref", "radio", "group", "code")
_ALWAYS = frozenset({"valid_s", "group", "kind", "fix_when", "ok_when"})
"""Fields that are never in a line: `always` says them."""


def read_file(place: Path) -> tuple[Table | None, list[Problem]]:
    """None when it cannot be used."""
    try:
        if place.stat().st_size > _LARGEST:
            return None, [Problem(place.name, 0, "", "文件过大")]
        text = place.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, [Problem(place.name, 0, "", "不是 UTF-8 文字文件，请另存为 UTF-8")]
    except OSError as error:
        return None, [Problem(place.name, 0, "", unread(error))]
    return read(place.name, text)


def read(file: str, text: str) -> tuple[Table | None, list[Problem]]:
    page = Page(file, text)
    held = parsed(text)
    if isinstance(held, Unread):
        return None, [Problem(file, held.line, "", held.why)]
    table = _Reader(page, held).table()
    return (None if page.problems else table), page.problems


class _Reader:
    def __init__(self, page: Page, held: Mapping[str, Any]) -> None:
        self._page = page
        self._held = held
        self._top = Section(page, held, "")
        self._line = Line()
        self._names: dict[str, int] = {}

    def table(self) -> Table:
        top = self._top
        name = top.needed("name")
        if name and not (name.replace("-", "").replace("_", "").isalnum() and len(name) <= 40):
            top.wrong("name", "只能用文字、数字、- 和 _，不超过 40 字")
        self._line = self._lines()
        self._names = self._numbers()
        hears = tuple(hear for one in self._many("hear") if (hear := self._hear(one)))
        orders = self._orders()
        if not hears and not orders and not self._page.problems:
            top.wrong("hear", "没有任何 [[hear]] 或 [[command]]，这个网关什么也做不了")
        table = Table(
            name=name,
            title=top.needed("title"),
            source=top.text("source"),
            baud=top.whole("baud", 9600, 50, 4_000_000),
            refs=top.whole("refs", 255, 1, 2**31 - 1),
            line=self._line,
            times=self._times(),
            texts=self._texts(),
            init=tuple(self._asking(one) for one in self._many("init")),
            heartbeat=self._asking(self._one("heartbeat")) if top.has("heartbeat") else None,
            ignore=tuple(
                pattern for text in top.words("ignore") if (pattern := top.compiled("ignore", text))
            ),
            hears=hears,
            orders=orders,
            names=self._names,
            groups=self._groups(),
            samples=tuple(self._sample(one) for one in self._many("sample")),
        )
        top.rest()
        self._agree(table)
        return table

    # --- sections -----------------------------------------------------------------------

    def _one(self, head: str) -> Section:
        return Section(self._page, self._top.any(head, {}), head)

    def _many(self, head: str) -> list[Section]:
        self._top.any(head)
        found = rows(self._page, self._held, head)
        if len(found) > _MOST_ROWS:
            self._top.wrong(head, f"[[{head}]] 不能超过 {_MOST_ROWS} 个")
        return found[:_MOST_ROWS]

    def _lines(self) -> Line:
        said = self._one("line")
        encoding = said.choice("encoding", ENCODINGS, "gbk")
        line = Line(
            encoding,
            _ENDS[said.choice("end", _ENDS, "crlf")],
            said.choice("checksum", ("none", *SUMS), "none"),
            self._mark(said, "start", b""),
            self._mark(said, "mark", b"*"),
            said.truth("needed", True),
        )
        said.rest()
        return line

    def _mark(self, said: Section, key: str, default: bytes) -> bytes:
        text = said.text(key, default.decode("ascii"), 8)
        if not text.isascii():
            said.wrong(key, "只能用 ASCII 字符")
            return default
        return text.encode("ascii")

    def _times(self) -> Times:
        said = self._one("times")
        plain = Times()
        times = Times(
            answer_s=said.number("answer_s", plain.answer_s, 0.1, 120),
            air_s=said.number("air_s", plain.air_s, 0.5, 600),
            delivery_s=said.number("delivery_s", plain.delivery_s, 1, 3600),
            gap_s=said.number("gap_s", plain.gap_s, 0, 60),
            heartbeat_s=said.number("heartbeat_s", plain.heartbeat_s, 0, 3600),
            patience_s=said.number("patience_s", plain.patience_s, 0, 86400),
            reopen_s=said.number("reopen_s", plain.reopen_s, 1, 86400),
            repeat_s=said.number("repeat_s", plain.repeat_s, 0, 600),
            talk_limit_s=said.number("talk_limit_s", plain.talk_limit_s, 5, 3600),
        )
        said.rest()
        return times

    def _texts(self) -> Texts:
        said = self._one("text")
        swap = said.any("replace", {})
        sound = isinstance(swap, dict) and all(
            isinstance(new, str) and old for old, new in swap.items()
        )
        if not sound:
            said.wrong("replace", '须写成 { "," = "，" } 这样的对照')
        texts = Texts(
            said.whole("limit", 140, 1, 2000),
            said.choice("limit_in", ("characters", "bytes"), "characters") == "bytes",
            tuple(swap.items()) if sound else (),
        )
        said.rest()
        return texts

    def _numbers(self) -> dict[str, int]:
        said = self._one("names")
        return {name: said.whole(name, 0, 0, 2**31 - 1) for name in said.held}

    def _groups(self) -> tuple[tuple[int, str], ...]:
        """Written by name, as people do: "防汛组" = 901."""
        said = self._one("groups")
        return tuple((said.whole(name, 0, 0, 2**31 - 1), name) for name in said.held)

    def _asking(self, said: Section) -> Asking:
        asking = Asking(self._sent(said, ()), said.pattern("ok"))
        said.rest()
        return asking

    def _sent(self, said: Section, may: tuple[str, ...]) -> str:
        """The line written: its braces are known, and it can be encoded."""
        text = said.needed("send")
        plain = BRACES.sub("0", text)
        if "{" in plain or "}" in plain:
            said.wrong("send", "花括号只能写成 {radio}、{radio:08}、{code:04x}、{text:hex} 这样")
        for found in BRACES.finditer(text):
            form = found[2] or ""
            if found[1] not in (*may, "ref") or (not may):
                known = "、".join(f"{{{name}}}" for name in (*may, "ref")) if may else "花括号"
                said.wrong("send", f"不能用 {found[0]}" + (f"，只能用 {known}" if may else ""))
            elif (found[1] == "text") != (form in ("", "hex")) and form:
                said.wrong("send", f"{found[0]} 的格式不适用")
            elif form == "name" and not self._names:
                said.wrong("send", "用 :name 须有 [names] 一节")
        if text:
            try:
                written(self._line, plain)
            except ValueError:
                said.wrong("send", f"不能用 {self._line.encoding} 编码")
        return text

    def _hear(self, said: Section) -> Hear | None:
        event = said.choice("event", FIELDS, "")
        if not event:
            said.pattern("pattern")
            return None
        needs, may = FIELDS[event]
        every = (needs | may) - _ALWAYS
        pattern = said.pattern("pattern", every)
        if not said.has("pattern"):
            said.wrong("pattern", "缺少 pattern")
        fixed = self._fixed(said, needs | may)
        units = said.any("units", {})
        if not isinstance(units, dict):
            said.wrong("units", '须写成 { lat = "ddmm" } 这样')
            units = {}
        for name, unit in units.items():
            if unit not in UNITS.get(name, ()):
                known = "、".join(UNITS.get(name, ()))
                said.wrong("units", f"{name} 只能是 {known}" if known else f"{name} 没有单位可选")
        said.rest()
        if pattern is None:
            return None
        missing = needs - set(pattern.groupindex) - set(fixed)
        if missing:
            told = "、".join(f"(?P<{name}>…)" for name in sorted(missing))
            said.wrong("pattern", f"{event} 还缺 {told}")
        return Hear(event, pattern, fixed, units)

    def _fixed(self, said: Section, may: frozenset[str]) -> dict[str, Any]:
        """`always`: fields that the line does not say."""
        fixed = said.any("always", {})
        if not isinstance(fixed, dict):
            said.wrong("always", "须写成 { group = true } 这样")
            return {}
        for name, value in fixed.items():
            sound = {
                "group": isinstance(value, bool),
                "kind": isinstance(value, str) and value in KINDS,
                "fix_when": _words(value),
                "ok_when": _words(value),
                "ok": isinstance(value, bool),
            }.get(
                name, isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
            )
            if name not in may:
                said.wrong("always", f"{name} 用不上；可用的有 {'、'.join(sorted(may))}")
            elif not sound:
                said.wrong("always", f"{name} 的值不对" + _HINTS.get(name, "，须为不小于 0 的整数"))
        return fixed

    def _orders(self) -> dict[Does, Order]:
        orders: dict[Does, Order] = {}
        for said in self._many("command"):
            does = said.choice("does", (one.value for one in Does), "")
            if not does:
                continue
            kind = Does(does)
            if kind in orders:
                said.wrong("does", f"{does} 写了两次")
            send = self._sent(said, GIVEN[kind])
            answers = [said.pattern(key, _ANSWERS) for key in ("ok", "fail", "done", "undone")]
            if answers[2] is not None and kind is not Does.TEXT:
                said.wrong("done", "done 只用于 text")
            if kind in PRESSES and answers[0] is None:
                said.wrong("ok", "按键讲话须有网关的应答 ok，否则不知道是否已在讲话")
            if not said.has("ok") and said.has("fail"):
                said.wrong("fail", "有 fail 就须有 ok")
            said.rest()
            orders[kind] = Order(kind, send, *answers)
        return orders

    def _sample(self, said: Section) -> Sample:
        line = said.needed("line")
        expect = said.any("expect", [])
        expect = [expect] if isinstance(expect, dict) else expect
        if not isinstance(expect, list) or not all(isinstance(one, dict) for one in expect):
            said.wrong("expect", '须写成 { event = "position", radio = 1 }，可以有几个')
            expect = []
        ask = said.any("ask")
        if ask is not None and not isinstance(ask, dict):
            said.wrong("ask", '须写成 { does = "text", radio = 1, text = "好" }')
            ask = None
        if not said.has("expect") and not said.has("ask"):
            said.wrong(
                "expect", "须有 expect（收到时）或 ask（发出时）；什么都不该有时写 expect = []"
            )
        said.rest()
        return Sample(line, tuple(expect), ask)

    def _agree(self, table: Table) -> None:
        """What only makes sense together."""
        times, orders = table.times, table.orders
        beat, page = table.heartbeat, self._page
        if (beat is None) != (not times.heartbeat_s):
            page.wrong(
                page.begin("heartbeat"), "heartbeat", "[heartbeat] 和 times.heartbeat_s 须同时有"
            )
        if beat and times.patience_s and times.patience_s <= times.heartbeat_s:
            why = "patience_s 须大于 heartbeat_s，否则总是报链路不稳"
            page.wrong(page.begin("times"), "times patience_s", why)
        if any(press in orders for press in PRESSES) and Does.RELEASE not in orders:
            why = "有 press_… 就须有 release：按下的键必须放得开"
            page.wrong(page.begin("command"), "command", why)
        if table.line.checksum != "none" and not table.line.mark and not table.line.needed:
            page.wrong(page.begin("line"), "line", "needed = false 时须有 mark，否则分不清校验码")


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


_HINTS = {
    "group": "，须为 true 或 false",
    "ok": "，须为 true 或 false",
    "kind": f"，只能是 {'、'.join(KINDS)}",
    "fix_when": '，须为文字的列表，如 ["A"]',
    "ok_when": '，须为文字的列表，如 ["1"]',
}
