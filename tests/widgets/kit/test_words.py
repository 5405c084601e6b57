"""The officer's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QWidget

from widgets.kit.words import Words, install, read_words

FOLDER = Path(__file__).parents[3] / "resources" / "translations"


@pytest.fixture
def installed(qapp, monkeypatch):
    """Translators put in by the test, taken out after it."""
    put_in: list[QTranslator] = []
    real = qapp.installTranslator
    monkeypatch.setattr(
        type(qapp), "installTranslator", lambda self, t: (put_in.append(t), real(t))[1]
    )
    yield put_in
    for translator in put_in:
        qapp.removeTranslator(translator)


def test_a_word_is_found_in_any_context(qapp, installed, theme):
    install(qapp, FOLDER, "zh_CN")
    assert QWidget().tr("unknown") == "不详"
    assert QCoreApplication.translate("Anywhere", "unknown") == "不详"
    assert QCoreApplication.translate("Anywhere", "No such words") == "No such words"


def test_qts_own_dialogs_speak_chinese_too(qapp, installed, theme):
    install(qapp, FOLDER, "zh_CN")
    assert "取消" in QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_english_is_the_source(qapp, installed, theme):
    install(qapp, FOLDER, "en")
    assert installed == []
    assert QWidget().tr("unknown") == "unknown"


def test_two_senses_of_one_string_are_refused(tmp_path):
    (tmp_path / "a.toml").write_text('[words]\n"Call" = "呼叫"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[words]\n"Call" = "电话"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="Call"):
        read_words(tmp_path)


def test_an_unknown_string_falls_through_to_the_next_translator(qapp):
    assert Words({"a": "甲"}).translate("", "b") is None
