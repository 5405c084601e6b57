"""The refusals of log, instructions and intake in the officer's words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from widgets.kit.explain import explain


def words_for(error: Exception) -> str:
    """One sentence: what is wrong, and how to mend it."""
    return explain(
        error,
        {
            "empty": tr("Still empty: write it first."),
            "too_long": tr("{length} characters; at most {most}. Attach the rest as a file."),
            "in_the_future": tr("This time has not come yet."),
            "in_future": tr("This time has not come yet."),
            "not_a_time": tr("Write the time as 14:50 or 06-18 14:50."),
            "vague_time": tr("This is no time of day: ask for hour and minute."),
            "after_received": tr(
                "The call came at {received}: it cannot have happened after that."
            ),
            "before_received": tr("We heard of it at {received}: nothing was known here before."),
            "not_a_number": tr("“{words}” is no number: write a figure, or leave it empty."),
            "absurd_number": tr("{number} cannot be right."),
            "absurd_position": tr("This position is not on the map."),
            "position_wgs": tr("Coordinates taken as WGS-84."),
            "position_unsaid": tr("Coordinates taken as WGS-84; ask from which map they are."),
            "position_gcj": tr("Coordinates of GCJ-02 brought to WGS-84."),
            "position_baidu": tr(
                "Baidu's coordinates cannot be used: ask for those of another map."
            ),
            "digits_missing": tr("{digits} digits missing; may be added later."),
            "place_or_course": tr("Write the place or what happened; one of them is enough."),
            "nobody_signed_in": tr("Nobody is signed in: sign in, the words stay here."),
            "not_open": tr("No shift is open: take over the shift first."),
            "wrong_step": tr("This step was already done; the list shows the newest state."),
            "shift_closed": tr(
                "This shift was signed over: correct its lines with a reason, or enter this one late."
            ),
            "before_shift": tr(
                "The shift began at {begins}: earlier lines belong to the shift before."
            ),
            "after_written": tr("It was written down at {written}: it cannot be later than that."),
            "nothing_changed": tr("Nothing is different from the line as it stands."),
            "not_chosen": tr("“{words}” names nothing: choose from the list, or leave it empty."),
            "is_past": tr("This time is over: write one to come."),
            "corrected_already": tr("Corrected by no. {seq} already: correct that line."),
            "told_already": tr("{who} was told already."),
            "no_feedback": tr("{who} has not given feedback yet."),
            "unacknowledged": tr("{who} has not acknowledged it yet."),
            "has_answered": tr("{who} has given feedback already."),
            "slot_open": tr("{slot} is still to be filled, or to be deleted."),
            "same": tr("It is in this state already."),
        },
    )


def tr(words: str) -> str:
    return QCoreApplication.translate("DeskRefused", words)
