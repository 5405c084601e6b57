"""Refusals about cameras in words: what is wrong, and how to mend it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from widgets.people.words import contact_refusals


def camera_refusals() -> dict[str, str]:
    tr = partial(QCoreApplication.translate, "CameraRefused")
    return contact_refusals() | {
        "taken": tr("Number {number} belongs to {whose}"),
        "full_width": tr("There are full-width characters in it, as chats make them: Alt+M mends"),
        "not_rtsp": tr("A camera's address begins with rtsp://, this with {scheme}"),
        "not_web": tr("The address of a device's service begins with http://, this with {scheme}"),
        "has_password": tr("User and password do not belong into the address"),
        "ipv6": tr("An IPv6 address stands in brackets: rtsp://[fe80::1]:554/…"),
        "bad_port": tr("The port is wrong: 1 to 65535, the usual one is 554"),
        "no_host": tr("There is no IP address or name of a device in it, or there are blanks"),
        "no_path": tr(
            "The path is missing, such as /Streaming/Channels/101; if there is none, a /"
        ),
        "half": tr("Latitude and longitude, or neither"),
        "range": tr("Between {least} and {most}"),
        "too_many": tr("At most {most}"),
        "not_a_figure": tr("Not a number: {typed}"),
        "login_half": tr("User and password, or neither"),
        "book_changed": tr("The directory changed meanwhile; look at the new result, then write"),
    }
