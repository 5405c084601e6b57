"""Refusals about officers in words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication


def refusals() -> dict[str, str]:
    tr = partial(QCoreApplication.translate, "People")
    return {
        "too_long": tr("At most {most} letters"),
        "pin_too_short": tr("A PIN has at least {least} figures or letters"),
        "pins_differ": tr("The two PINs differ"),
        "not_first": tr("Somebody is registered already; start again and sign in"),
        "office_only": tr("Only an administrator may do this to a post of the office"),
        "yourself": tr("You cannot do this to yourself"),
        "last_one": tr("Nobody would be left who may enter officers"),
    }


def contact_refusals() -> dict[str, str]:
    tr = partial(QCoreApplication.translate, "Contacts")
    return {
        "too_long": tr("At most {most} letters"),
        "there_already": tr("{name} is there already"),
        "cannot_stand_there": tr("{kind} cannot stand under {under}"),
        "inside_itself": tr("It cannot stand under itself"),
        "commanding": tr("A headquarters is dissolved on the page of plans"),
        "not_empty": tr("There are people or units in it; move them first"),
        "unknown_unit": tr("No unit is called {typed}"),
        "several_units": tr("Several are called so: {names}; write the township too"),
        "same_name_and_post": tr("{name} with this post is there already; name the post"),
        "holds_post": tr("They hold a post still ({posts}); give it to somebody else first"),
        "ends_before": tr("It ends before it begins"),
        "not_a_day": tr("Not a day: {typed}; write 6-24 or 2026-06-24"),
        "not_a_number": tr("Not a telephone number: {value}"),
        "mobile_figures": tr("A mobile number has {want} figures, this has {got}"),
        "number_figures": tr("A number has {least} to {most} figures"),
        "number_there": tr("This number is noted here already"),
        "same_person": tr("A and B must be two people"),
        "to_come": tr("This day is still to come"),
        "before_since": tr("It was held only since {since}"),
        "post_ended": tr("This post has ended already"),
        "several_of_name": tr("Several here are called {name}; add the post"),
        "several_people": tr("Several are called so: {names}; add unit or post"),
        "unknown_person": tr("Nobody in the book is called {name}"),
        "unknown_person_here": tr("Nobody in this unit is called {name}"),
        "kind": tr("Only .xlsx and .csv files can be read, not {kind}"),
        "old_xls": tr("This is an old .xls, or one with a password: save it as .xlsx first"),
        "damaged": tr("The file is damaged, or is no table"),
        "encoding": tr("The file is neither UTF-8 nor GB 18030"),
        "too_large": tr("The table has more than {most} rows"),
        "empty": tr("The table is empty"),
        "columns": tr("Columns are missing: {missing}. The table has: {found}"),
        "book_changed": tr("The book changed meanwhile; look at the new result, then write"),
        "nothing_new": tr("Nothing in it is new"),
    }
