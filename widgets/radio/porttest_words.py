"""What the test of a port found, in plain words, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from app.base.findings import Mark
from app.base.ports.transport import Flow
from app.radio.porttest import Finding, Step
from widgets.radio.words import what_to_do

_STEPS = {
    Step.PLACE: QT_TRANSLATE_NOOP("PortTest", "How the port is written"),
    Step.OPEN: QT_TRANSLATE_NOOP("PortTest", "Opening the port"),
    Step.ALONE: QT_TRANSLATE_NOOP("PortTest", "Other programs"),
    Step.BYTES: QT_TRANSLATE_NOOP("PortTest", "What comes in"),
    Step.FRAMES: QT_TRANSLATE_NOOP("PortTest", "Sense of what comes"),
    Step.ANSWER: QT_TRANSLATE_NOOP("PortTest", "Answer of the gateway"),
    Step.SPEED: QT_TRANSLATE_NOOP("PortTest", "Bit rate"),
    Step.EMERGENCY: QT_TRANSLATE_NOOP("PortTest", "Emergency heard"),
}

_NO_FRAME = QT_TRANSLATE_NOOP(
    "PortTest", "Not one whole frame at {baud} bps; {dropped} bytes thrown away"
)

_MEANS = {
    (Step.OPEN, "opened"): QT_TRANSLATE_NOOP("PortTest", "It opens"),
    (Step.OPEN, "ours"): QT_TRANSLATE_NOOP(
        "PortTest",
        "The gateway {name} of this desk holds it, so it is not opened again; its counters follow",
    ),
    (Step.OPEN, "taken"): QT_TRANSLATE_NOOP("PortTest", "Another program holds the port: {who}"),
    (Step.OPEN, "missing"): QT_TRANSLATE_NOOP("PortTest", "There is no such port"),
    (Step.OPEN, "denied"): QT_TRANSLATE_NOOP(
        "PortTest", "This computer's account has no right to open it"
    ),
    (Step.OPEN, "not_serial"): QT_TRANSLATE_NOOP("PortTest", "It is no serial port"),
    (Step.OPEN, "refused"): QT_TRANSLATE_NOOP("PortTest", "The device server refuses"),
    (Step.OPEN, "no_host"): QT_TRANSLATE_NOOP("PortTest", "Nobody knows the device server's name"),
    (Step.OPEN, "unreachable"): QT_TRANSLATE_NOOP("PortTest", "No way to the device server"),
    (Step.OPEN, "unsupported"): QT_TRANSLATE_NOOP(
        "PortTest", "The device server does not speak RFC 2217"
    ),
    (Step.OPEN, "unplugged"): QT_TRANSLATE_NOOP(
        "PortTest", "The cable was pulled out during the test"
    ),
    (Step.OPEN, "cut"): QT_TRANSLATE_NOOP(
        "PortTest", "The device server broke the connection during the test"
    ),
    (Step.OPEN, "stuck"): QT_TRANSLATE_NOOP("PortTest", "The port takes no bytes from us"),
    (Step.ALONE, "shared"): QT_TRANSLATE_NOOP(
        "PortTest", "Another program has it open too: {who}. Bytes are lost between the two"
    ),
    (Step.BYTES, "came"): QT_TRANSLATE_NOOP("PortTest", "{bytes} bytes received, {sent} sent"),
    (Step.BYTES, "none"): QT_TRANSLATE_NOOP("PortTest", "{sent} bytes sent, and nothing came back"),
    (Step.BYTES, "quiet"): QT_TRANSLATE_NOOP(
        "PortTest", "Nothing came; this driver only listens, so that may be chance"
    ),
    (Step.FRAMES, "whole"): QT_TRANSLATE_NOOP(
        "PortTest", "{frames} whole frames; {dropped} bytes thrown away"
    ),
    (Step.FRAMES, "noisy"): QT_TRANSLATE_NOOP(
        "PortTest",
        "{frames} frames; {dropped} of {bytes} bytes lost (sums {checksum}, sense {contents}, cut {cut})",
    ),
    (Step.FRAMES, "none"): _NO_FRAME,
    (Step.FRAMES, "none_far"): _NO_FRAME,
    (Step.FRAMES, "senseless"): QT_TRANSLATE_NOOP(
        "PortTest",
        "Nothing is understood at {baud} bps: {dropped} of {bytes} bytes lost. The speed may be wrong",
    ),
    (Step.FRAMES, "senseless_far"): QT_TRANSLATE_NOOP(
        "PortTest",
        "Nothing is understood: {dropped} of {bytes} bytes lost. The server's speed may be wrong",
    ),
    (Step.ANSWER, "asked"): QT_TRANSLATE_NOOP("PortTest", "The gateway answers us"),
    (Step.ANSWER, "heard"): QT_TRANSLATE_NOOP(
        "PortTest", "The gateway is heard; this driver need not ask"
    ),
    (Step.ANSWER, "listens"): QT_TRANSLATE_NOOP(
        "PortTest", "Not known: this driver does not ask, it only listens"
    ),
    (Step.ANSWER, "none"): QT_TRANSLATE_NOOP("PortTest", "The gateway does not answer"),
    (Step.ANSWER, "rejected"): QT_TRANSLATE_NOOP("PortTest", "The gateway refuses this desk"),
    (Step.ANSWER, "closed"): QT_TRANSLATE_NOOP("PortTest", "The gateway ended the connection"),
    (Step.ANSWER, "ours_up"): QT_TRANSLATE_NOOP("PortTest", "The gateway {name} works"),
    (Step.ANSWER, "ours_down"): QT_TRANSLATE_NOOP("PortTest", "The gateway {name} is not well"),
    (Step.SPEED, "understood"): QT_TRANSLATE_NOOP(
        "PortTest", "{baud} bps: {frames} whole frames, the gateway is understood"
    ),
    (Step.SPEED, "nothing"): QT_TRANSLATE_NOOP(
        "PortTest", "{baud} bps: {bytes} bytes, not understood"
    ),
    (Step.SPEED, "no_bytes"): QT_TRANSLATE_NOOP("PortTest", "{baud} bps: nothing comes"),
    (Step.SPEED, "none"): QT_TRANSLATE_NOOP("PortTest", "Understood at none of the usual speeds"),
    (Step.EMERGENCY, "emergency"): QT_TRANSLATE_NOOP(
        "PortTest", "Radio {radio} raised an emergency during this test"
    ),
}

_WRITTEN = QT_TRANSLATE_NOOP(
    "PortTest",
    "Write a device like /dev/serial/by-id/…, or socket://host:port, or rfc2217://host:port",
)

_NEXT = {
    (Step.PLACE, "any"): _WRITTEN,
    (Step.OPEN, "taken"): QT_TRANSLATE_NOOP("PortTest", "Close that program, then test again"),
    (Step.OPEN, "missing"): QT_TRANSLATE_NOOP(
        "PortTest",
        "Check that the cable is in and the gateway has power, then choose from the ports found",
    ),
    (Step.OPEN, "denied"): QT_TRANSLATE_NOOP(
        "PortTest",
        "Have the account added to the group dialout, sign in to the computer anew, then test again",
    ),
    (Step.OPEN, "not_serial"): QT_TRANSLATE_NOOP("PortTest", "Choose from the ports found"),
    (Step.OPEN, "refused"): QT_TRANSLATE_NOOP(
        "PortTest",
        "Check address and port number; another desk may be connected, most servers take one only",
    ),
    (Step.OPEN, "no_host"): QT_TRANSLATE_NOOP(
        "PortTest", "Check the spelling, or write the IP address instead"
    ),
    (Step.OPEN, "unreachable"): QT_TRANSLATE_NOOP(
        "PortTest", "Check the server's power and this computer's network"
    ),
    (Step.OPEN, "unsupported"): QT_TRANSLATE_NOOP("PortTest", "Write socket:// instead"),
    (Step.OPEN, "any"): QT_TRANSLATE_NOOP("PortTest", "Check cable and power, then test again"),
    (Step.ALONE, "shared"): QT_TRANSLATE_NOOP("PortTest", "Close that program, then test again"),
    (Step.BYTES, "none"): QT_TRANSLATE_NOOP(
        "PortTest",
        "Check the gateway's power and the cable, then driver and flow control",
    ),
    (Step.BYTES, "quiet"): QT_TRANSLATE_NOOP(
        "PortTest", "Test again while somebody presses the key of a radio"
    ),
    (Step.FRAMES, "noisy"): QT_TRANSLATE_NOOP(
        "PortTest", "It works, but the line is bad: look at cable, plugs and grounding"
    ),
    (Step.FRAMES, "none"): QT_TRANSLATE_NOOP(
        "PortTest", "Try the other usual speeds; if none fits, choose another driver"
    ),
    (Step.FRAMES, "senseless"): QT_TRANSLATE_NOOP("PortTest", "Try the other usual speeds"),
    (Step.FRAMES, "none_far"): QT_TRANSLATE_NOOP(
        "PortTest", "Check the speed set in the device server, then the driver"
    ),
    (Step.FRAMES, "senseless_far"): QT_TRANSLATE_NOOP(
        "PortTest", "Set the gateway's speed in the device server"
    ),
    (Step.ANSWER, "none"): QT_TRANSLATE_NOOP(
        "PortTest", "Check whether the driver is that of this gateway"
    ),
    (Step.ANSWER, "rejected"): QT_TRANSLATE_NOOP(
        "PortTest", "Look in the gateway's settings which console it is set up for"
    ),
    (Step.ANSWER, "closed"): QT_TRANSLATE_NOOP(
        "PortTest", "Another console may be connected to it; end that one, then test again"
    ),
    (Step.ANSWER, "listens"): QT_TRANSLATE_NOOP(
        "PortTest", "Test again while somebody presses the key of a radio"
    ),
    (Step.SPEED, "none"): QT_TRANSLATE_NOOP(
        "PortTest", "Choose another driver, or look at cable and plugs"
    ),
    (Step.EMERGENCY, "emergency"): QT_TRANSLATE_NOOP(
        "PortTest", "See to it at once: what comes during a test stands in no record"
    ),
}


def step_words(step: Step) -> str:
    return tr(_STEPS[step])


def means(one: Finding) -> str:
    if one.step is Step.PLACE:
        return tr(QT_TRANSLATE_NOOP("PortTest", "This is no port"))
    if one.step is Step.OPEN and one.code == "taken" and not one.figures["who"]:
        return tr(QT_TRANSLATE_NOOP("PortTest", "Another program holds the port"))
    if one.step is Step.ANSWER and one.code == "told":
        return what_to_do(one.figures["why"])
    words = _MEANS.get((one.step, one.code))
    return tr(words).format(**one.figures) if words else what_to_do(one.code)


def what_next(one: Finding) -> str:
    """ "" when nothing needs to be done, or the meaning says it."""
    if one.mark is Mark.GOOD:
        return ""
    if one.code == "ours_down":
        return what_to_do(one.figures["why"]) if one.figures["why"] else ""
    words = _NEXT.get((one.step, one.code)) or _NEXT.get((one.step, "any"), "")
    return tr(words) if words else ""


def refusals() -> dict[str, str]:
    """Why a gateway is not kept or tested, for `kit.explain`."""
    return {
        "bad_value": tr("This cannot be kept; write it anew."),
        "name_taken": tr("There is a gateway {name} already."),
        "port_taken": tr("The gateway {name} has this port already."),
        "unknown_driver": tr("This driver is not known here; choose another one."),
        "unreadable": tr("Nothing was written: {why}. Mend the file first."),
        "changed": tr("{name} was changed in the file meanwhile; choose it anew."),
    }


def flow_words() -> tuple[tuple[str, str], ...]:
    return (
        (Flow.NONE.value, tr(QT_TRANSLATE_NOOP("PortTest", "none (flow)"))),
        (Flow.RTSCTS.value, "RTS/CTS"),
        (Flow.XONXOFF.value, "XON/XOFF"),
    )


def tr(words: str) -> str:
    return QCoreApplication.translate("PortTest", words)
