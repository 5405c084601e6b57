"""Words of a form are on the disk soon after they were typed, and gone when they became a record."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.base.drafts import Drafts
from widgets.kit.desk import Desk
from widgets.kit.drafted import FormDraft
from widgets.kit.fields import SegmentField, TextField
from widgets.kit.form import Form


@pytest.fixture
def drafts(tmp_path: Path, clock) -> Drafts:
    return Drafts(tmp_path / "drafts", clock)


def made(qtbot, desk: Desk, drafts: Drafts) -> tuple[Form, FormDraft]:
    form = Form(desk.theme)
    qtbot.addWidget(form)
    form.row(note=TextField(desk.theme, "note"))
    form.row(way=SegmentField(desk.theme, "way", [("in", "in"), ("out", "out")]))
    form.fields["way"].set_value("in")
    return form, FormDraft(desk, drafts, form, "paper")


def test_what_is_typed_is_there_after_a_restart(qtbot, desk: Desk, drafts: Drafts) -> None:
    form, _ = made(qtbot, desk, drafts)
    qtbot.keyClicks(form.fields["note"].editor, "half a wor")
    qtbot.waitUntil(lambda: drafts.load("paper") is not None, timeout=5000)
    again, _ = made(qtbot, desk, drafts)
    assert again.values() == {"note": "half a wor", "way": "in"}


def test_an_untouched_form_has_no_draft(qtbot, desk: Desk, drafts: Drafts) -> None:
    _, draft = made(qtbot, desk, drafts)
    draft.save()
    assert drafts.all() == []


def test_what_became_a_record_is_no_draft(qtbot, desk: Desk, drafts: Drafts) -> None:
    form, draft = made(qtbot, desk, drafts)
    form.fields["note"].set_value("done")
    draft.save()
    draft.settle()
    assert drafts.all() == []


def test_a_full_disk_is_said(qtbot, desk: Desk, tmp_path: Path, clock, said: list[str]) -> None:
    (tmp_path / "drafts").write_text("a file where the folder should be")
    form, draft = made(qtbot, desk, Drafts(tmp_path / "drafts" / "x", clock))
    form.fields["note"].set_value("words")
    draft.save()
    assert said
    assert form.values()["note"] == "words"
