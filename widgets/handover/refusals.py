"""Why a handover is refused, in the officer's words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from widgets.kit.explain import explain

_OWN = {
    "not_now": QT_TRANSLATE_NOOP("Handover", "Not at this step ({state})"),
    "unknown_shift": QT_TRANSLATE_NOOP("Handover", "No shift is open; open one first"),
    "no_next_shift": QT_TRANSLATE_NOOP(
        "Handover", "The next shift is not in the roster; plan it first"
    ),
    "not_in_crew": QT_TRANSLATE_NOOP("Handover", "This person is not in that crew"),
    "wrong_post": QT_TRANSLATE_NOOP("Handover", "{post} does not sign here"),
    "same_person": QT_TRANSLATE_NOOP(
        "Handover", "{name} signed the other side; another person must sign"
    ),
    "already_signed": QT_TRANSLATE_NOOP("Handover", "{name} has signed already"),
    "unacknowledged": QT_TRANSLATE_NOOP("Handover", "{count} items are not acknowledged yet"),
    "newcomers": QT_TRANSLATE_NOOP(
        "Handover", "{count} items came up after the outgoing signature; acknowledge them first"
    ),
    "question_open": QT_TRANSLATE_NOOP(
        "Handover", "A question about this item waits for its answer (Alt+Q)"
    ),
    "nothing_asked": QT_TRANSLATE_NOOP("Handover", "Nothing was asked about this item"),
    "known_already": QT_TRANSLATE_NOOP("Handover", "This item is acknowledged already"),
    "no_reason": QT_TRANSLATE_NOOP(
        "Handover", "{count} urgent drafts were not sent: send them, or say why (Alt+K)"
    ),
    "empty": QT_TRANSLATE_NOOP("Handover", "Write a few words"),
    "too_long": QT_TRANSLATE_NOOP("Handover", "{length} characters; at most {most}"),
    "out_missing": QT_TRANSLATE_NOOP("Handover", "The outgoing crew has not signed"),
    "no_font": QT_TRANSLATE_NOOP(
        "Handover", "No Chinese font on this machine; install fonts-noto-cjk"
    ),
}


def own_words() -> dict[str, str]:
    """By the code of the refusal."""
    return {code: QCoreApplication.translate("Handover", words) for code, words in _OWN.items()}


def why(error: Exception) -> str:
    """One sentence that says what to do."""
    return explain(error, own_words())
