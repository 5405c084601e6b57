"""Letters made ready while nobody waits: the first paper turns no outline that stands ready."""

from __future__ import annotations

import pytest

from app.base.jobs import Worker
from app.paper.faces import Face, Style
from app.paper.fonts import Fonts
from app.paper.idle import prepare_letters


def test_what_the_room_wrote_lately_stands_ready(monkeypatch):
    fonts, written = Fonts(), "乙河镇中学门前积水𠮷"
    store, paper = (Worker(name, lambda call: call()) for name in ("store", "paper"))
    prepare_letters(fonts, store, paper, lambda: written)
    store.close()
    paper.close(30)
    monkeypatch.setattr(Face, "_open", _read_again)
    for run in fonts.runs(written, Style.SONG):
        if run.face is not None:
            assert run.face.glyphs(map(ord, run.text))


def _read_again(face: Face) -> None:
    pytest.fail(f"{face.name} is read again")
