"""What a diagnosis found, in plain words, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.base.findings import Mark
from app.video.diagnosis import Finding, Step
from app.video.states import Reason
from widgets.video.reasons import reason_words
from widgets.video.words import camera_refusals

_STEPS = {
    Step.ADDRESS: QT_TRANSLATE_NOOP("Diagnosis", "Camera address"),
    Step.NAME: QT_TRANSLATE_NOOP("Diagnosis", "Name lookup"),
    Step.PORT: QT_TRANSLATE_NOOP("Diagnosis", "Network port"),
    Step.TALK: QT_TRANSLATE_NOOP("Diagnosis", "Answers as a camera"),
    Step.LOGIN: QT_TRANSLATE_NOOP("Diagnosis", "User and password"),
    Step.PATH: QT_TRANSLATE_NOOP("Diagnosis", "Picture at the address"),
    Step.CODING: QT_TRANSLATE_NOOP("Diagnosis", "Coding"),
    Step.PICTURES: QT_TRANSLATE_NOOP("Diagnosis", "Pictures arrive"),
}

_FIGURES = QT_TRANSLATE_NOOP(
    "Diagnosis",
    "{size}, {fps} a second, {kbps} kbit/s, whole picture every {gop_s} s; first after {key_s} s",
)

_MEANS = {
    (Step.ADDRESS, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "Device {host}, port {port}"),
    (Step.NAME, "number"): QT_TRANSLATE_NOOP(
        "Diagnosis", "It is an IP address: nothing to look up"
    ),
    (Step.NAME, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "{host} is {where}"),
    (Step.NAME, "no_name"): QT_TRANSLATE_NOOP("Diagnosis", "Nobody knows the name {host}"),
    (Step.PORT, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "Port {port} is open"),
    (Step.PORT, "refused"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The device is there, but port {port} is closed"
    ),
    (Step.PORT, "silent"): QT_TRANSLATE_NOOP(
        "Diagnosis", "No answer from the device at port {port}"
    ),
    (Step.PORT, "no_way"): QT_TRANSLATE_NOOP(
        "Diagnosis", "This desk's network has no way to the device"
    ),
    (Step.PORT, "not_secure"): QT_TRANSLATE_NOOP("Diagnosis", "The port speaks no encrypted RTSP"),
    (Step.TALK, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "It answers ({status}) {server}"),
    (Step.LOGIN, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "Let in ({way}, {realm})"),
    (Step.LOGIN, "open"): QT_TRANSLATE_NOOP("Diagnosis", "The device asks for no password"),
    (Step.LOGIN, "open_kept"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The device asks for no password; the one kept was not needed"
    ),
    (Step.LOGIN, "no_login"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The device asks for a password ({realm}), and none is kept"
    ),
    (Step.LOGIN, "wrong_login"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Wrong user or password for {realm}"
    ),
    (Step.LOGIN, "forbidden"): QT_TRANSLATE_NOOP("Diagnosis", "The device lets this desk not in"),
    (Step.LOGIN, "unknown_way"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The device asks for a password in a way that is not known"
    ),
    (Step.PATH, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "There is a picture at this address"),
    (Step.PATH, "missing"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The device has no picture at this path"
    ),
    (Step.PATH, "busy"): QT_TRANSLATE_NOOP("Diagnosis", "The device takes no further viewer now"),
    (Step.PATH, "status"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The device answers with the code {status}"
    ),
    (Step.CODING, "ok"): QT_TRANSLATE_NOOP("Diagnosis", "Coded in {coding}"),
    (Step.CODING, "unusual"): QT_TRANSLATE_NOOP("Diagnosis", "Coded in {coding}, which is unusual"),
    (Step.CODING, "no_video"): QT_TRANSLATE_NOOP("Diagnosis", "The device describes no video"),
    (Step.PICTURES, "ok"): _FIGURES,
    (Step.PICTURES, "few"): _FIGURES,
    (Step.PICTURES, "uneven"): QT_TRANSLATE_NOOP(
        "Diagnosis",
        "Packets come unevenly (±{jitter_ms} ms): {size}, {fps} a second, {kbps} kbit/s",
    ),
    (Step.PICTURES, "long_groups"): _FIGURES,
}

_ANY = {
    "silent": QT_TRANSLATE_NOOP("Diagnosis", "The port is open, but nobody answers"),
    "cut": QT_TRANSLATE_NOOP("Diagnosis", "The device cut the connection"),
    "garbage": QT_TRANSLATE_NOOP("Diagnosis", "What answers there is no camera"),
}

_NEXT = {
    (Step.ADDRESS, "any"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Correct the address (Alt+E in the list)"
    ),
    (Step.NAME, "no_name"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Check the spelling, or enter the IP address instead of the name"
    ),
    (Step.PORT, "refused"): QT_TRANSLATE_NOOP(
        "Diagnosis",
        "Check the port (554 is usual); switch RTSP on in the device; it may still be starting",
    ),
    (Step.PORT, "silent"): QT_TRANSLATE_NOOP(
        "Diagnosis",
        "The device may be off, its cable out or its address another; ask on site for power and network",
    ),
    (Step.PORT, "no_way"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Check this desk's cable and network (VPN, gateway); ask the network's keeper"
    ),
    (Step.PORT, "not_secure"): QT_TRANSLATE_NOOP("Diagnosis", "Use rtsp:// instead of rtsps://"),
    (Step.LOGIN, "no_login"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Enter user and password (Alt+P in the list)"
    ),
    (Step.LOGIN, "wrong_login"): QT_TRANSLATE_NOOP(
        "Diagnosis",
        "Ask who keeps the device for the right one, enter it with Alt+P; too many tries lock some devices",
    ),
    (Step.LOGIN, "forbidden"): QT_TRANSLATE_NOOP(
        "Diagnosis",
        "Have this desk's IP address allowed in the device, or this account's right to look",
    ),
    (Step.LOGIN, "unknown_way"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Set the device's RTSP sign-in to digest"
    ),
    (Step.PATH, "missing"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Check the path and the number of the channel; read it from the device (ONVIF)"
    ),
    (Step.PATH, "busy"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Close other viewers, or put a media server between (see docs/media-server.md)"
    ),
    (Step.PATH, "status"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Restart the device; tell its keeper the code"
    ),
    (Step.CODING, "unusual"): QT_TRANSLATE_NOOP("Diagnosis", "Set the device to H.264 or H.265"),
    (Step.CODING, "no_video"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Switch this stream's video on in the device, or take another path"
    ),
    (Step.PICTURES, "few"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Few pictures a second: raise the rate in the device, or look at the line"
    ),
    (Step.PICTURES, "uneven"): QT_TRANSLATE_NOOP(
        "Diagnosis", "The line is crowded: take a lower bit rate, or have the network looked at"
    ),
    (Step.PICTURES, "long_groups"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Set a whole picture (I-frame) every 1 or 2 s: it opens sooner"
    ),
    (Step.PICTURES, "any"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Restart the device, then test again; if it stays so, report a fault"
    ),
    (Step.TALK, "any"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Check IP address and port: another device may stand there; restart the camera"
    ),
    (Step.LOGIN, "any"): QT_TRANSLATE_NOOP(
        "Diagnosis", "Restart the device, then test again; if it stays so, report a fault"
    ),
}


def step_words(step: Step) -> str:
    return tr(_STEPS[step])


def means(one: Finding) -> str:
    if one.step is Step.ADDRESS and one.mark is Mark.BAD:
        return camera_refusals()[one.code].format(scheme="—")
    words = _MEANS.get((one.step, one.code)) or _ANY.get(one.code)
    if words is not None and (one.step is not Step.PICTURES or one.mark is not Mark.BAD):
        return tr(words).format(**one.figures).strip()
    return reason_words(Reason(one.code))


def what_next(one: Finding) -> str:
    """ "" when nothing needs to be done."""
    if one.mark is Mark.GOOD:
        return ""
    words = _NEXT.get((one.step, one.code)) or _NEXT.get((one.step, "any"), "")
    return tr(words) if words else ""


def tr(words: str) -> str:
    return QCoreApplication.translate("Diagnosis", words)
