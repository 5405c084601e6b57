"""Which acts the code behind a page demands: followed from its widgets into the services they call."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from PySide6.QtCore import QObject

from app.people.rights import Act
from widgets.kit.desk import Desk
from widgets.kit.theme import Theme
from widgets.shell.page import Page

ASKS = ("demand", "_may", "_demand")
_LEFT_OUT = (Desk, Theme, type, FunctionType, MethodType)


def acts_behind(page: Page) -> dict[Act, set[str]]:
    """Act -> the methods that led there, as "Class.method"."""
    found: dict[Act, set[str]] = {}
    for one in _parts(page):
        for name, function in _functions(type(one)):
            for act in _asked(function) | _called(one, function, ()):
                found.setdefault(act, set()).add(f"{type(one).__name__}.{name}")
    return found


def _parts(page: Page) -> list[Any]:
    """The page, its widgets, and what of the window side they hold."""
    seen: dict[int, Any] = {}
    waiting: list[Any] = [page, *page.findChildren(QObject)]
    while waiting:
        one = waiting.pop()
        ours = type(one).__module__.startswith("widgets.") and not isinstance(one, _LEFT_OUT)
        if id(one) in seen or not ours or (isinstance(one, Page) and one is not page):
            continue
        seen[id(one)] = one
        waiting += list(getattr(one, "__dict__", {}).values())
    return list(seen.values())


def _functions(kind: type) -> Iterator[tuple[str, FunctionType]]:
    for base in kind.__mro__:
        if base.__module__.startswith(("widgets.", "app.")):
            for name, one in vars(base).items():
                if isinstance(one, FunctionType) and not one.__code__.co_filename.startswith("<"):
                    yield name, one


@cache
def _nodes(function: FunctionType) -> tuple[ast.AST, ...]:
    """All of its source; nothing of a lambda, which no page's class has."""
    code = inspect.unwrap(function).__code__
    made = _defined(code.co_filename).get(code.co_firstlineno)
    return () if made is None else tuple(ast.walk(made))


@cache
def _defined(file: str) -> dict[int, ast.AST]:
    """The functions of a file by the line where Python says that they begin: at the first decorator."""
    if file.startswith("<"):  # made by a decorator
        return {}
    return {
        min(one.lineno for one in (node, *node.decorator_list)): node
        for node in ast.walk(ast.parse(Path(file).read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@cache
def _asked(function: FunctionType) -> frozenset[Act]:
    """Acts named in a question of the function itself."""
    named = set()
    for call in _nodes(function):
        if isinstance(call, ast.Call) and _last(call.func) in ASKS:
            for word in (w for a in call.args for w in ast.walk(a) if isinstance(w, ast.Attribute)):
                if isinstance(word.value, ast.Name) and word.value.id in ("Act", "Right"):
                    named.add(Act[word.attr])
    return frozenset(named)


def _last(called: ast.AST) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _called(owner: Any, function: FunctionType, path: tuple[FunctionType, ...]) -> set[Act]:
    """Acts demanded by the services the function reaches through `self`."""
    acts: set[Act] = set()
    for chain in _chains(function):
        met = owner
        for step in chain:
            met = getattr(met, step, None)
        if isinstance(met, MethodType) and type(met.__self__).__module__.startswith("app."):
            inner = met.__func__
            if inner not in path and not inner.__code__.co_filename.startswith("<"):
                acts |= _asked(inner) | _called(met.__self__, inner, (*path, inner))
    return acts


@cache
def _chains(function: FunctionType) -> tuple[tuple[str, ...], ...]:
    """self.a.b.c as ("a", "b", "c"), also where `self.a` was given a shorter name before."""
    known: dict[str, tuple[str, ...]] = {"self": ()}
    found = []
    for node in _nodes(function):
        if isinstance(node, ast.Assign):
            for target, value in _pairs(node.targets[0], node.value):
                chain = _chain(value, known)
                if isinstance(target, ast.Name) and chain:
                    known[target.id] = chain
    for node in _nodes(function):
        if isinstance(node, ast.Attribute) and (chain := _chain(node, known)):
            found.append(chain)
    return tuple(dict.fromkeys(found))


def _pairs(target: ast.AST, value: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        yield from zip(target.elts, value.elts, strict=False)
    else:
        yield target, value


def _chain(node: ast.AST, known: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    steps: list[str] = []
    while isinstance(node, ast.Attribute):
        steps.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name) and node.id in known:
        return known[node.id] + tuple(reversed(steps))
    return None
