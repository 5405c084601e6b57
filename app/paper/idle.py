"""The letters of the next paper, made ready while nobody waits for one."""

from __future__ import annotations

from collections.abc import Callable

from app.base.jobs import Jobs
from app.paper.faces import Style
from app.paper.fonts import Fonts

_HEADINGS = (
    "值班交接表日志通讯录轮次第号附页续一二三四五六七八九十年月星期至演示数据、：（）0123456789"
)


def prepare_letters(fonts: Fonts, store: Jobs, paper: Jobs, words: Callable[[], str]) -> None:
    """What the room wrote lately (`words`, asked on the store thread) is what it will print: most of the
    first paper's time is turning the outlines of its letters."""

    def turn(written: str) -> None:
        for style, text in (
            (Style.SONG, written + _HEADINGS),
            (Style.SONG_BOLD, _HEADINGS),
            (Style.TITLE, _HEADINGS),
        ):
            paper.run(fonts.prepare, style, text)

    store.run(words, then=turn)
