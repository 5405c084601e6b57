"""Codes of the radio room in the officer's words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.radio.events import CallKind, Linked, Talking, TextStep
from app.radio.roster import Presence
from app.radio.talk import OwnCall


def linked(state: Linked) -> str:
    return {
        Linked.OPENING: tr("Connecting"),
        Linked.UP: tr("Link well"),
        Linked.DEGRADED: tr("Link unsteady"),
        Linked.DOWN: tr("Link down"),
    }[state]


def what_to_do(why: str) -> str:
    """Cause and next step of a link that is not well."""
    return {
        "missing": tr("Port not found. Check the cable and the power of the gateway."),
        "taken": tr("Another program holds the port. Close it; the link comes back by itself."),
        "denied": tr("No right to open the port. Ask the administrator to grant serial ports."),
        "not_serial": tr("This is no serial port. Choose another one in the settings."),
        "unplugged": tr("The cable was pulled out. Plug it in; the link comes back by itself."),
        "silent": tr("The gateway does not answer. Check its power and its baud rate."),
        "stuck": tr("The gateway takes no data. Switch it off and on again."),
        "rejected": tr("The gateway refuses us. Check which console it is set up for."),
        "closed": tr("The gateway ended the connection. It is asked again every 2 seconds."),
        "refused": tr(
            "The device server refuses. Check its address, its port number and whether another desk holds it."
        ),
        "no_host": tr("The device server is not known. Check the address in the settings."),
        "unreachable": tr("No way to the device server. Check the network and its power."),
        "cut": tr("The connection to the device server broke. It comes back by itself."),
        "unsupported": tr(
            "The device server does not speak RFC 2217. Use socket:// in the settings."
        ),
        "bad_address": tr(
            "The port is written wrongly in the settings: a device, socket://host:port or rfc2217://host:port."
        ),
        "not_record": tr("This file is no raw record of a gateway."),
        "no_network": tr("The radio is not on its network. Check its antenna and where it stands."),
        "pin_wanted": tr(
            "The radio asks for its PIN. Enter it at the radio, then switch it on again."
        ),
        "played": tr("The recording has been played to its end."),
        "stopped": tr("Stopped with the program."),
    }.get(why, tr("The reason stands in the run log. Tell the administrator."))


def presence(state: Presence) -> str:
    return {
        Presence.ONLINE: tr("On the air"),
        Presence.OFFLINE: tr("Off the air"),
        Presence.UNKNOWN: tr("Not known"),
    }[state]


def gateway(name: str) -> str:
    """Most places call theirs so already."""
    return name if "网关" in name else tr("gateway {id}").format(id=name)


def step(state: TextStep) -> str:
    return {
        TextStep.QUEUED: tr("Queued"),
        TextStep.ACCEPTED: tr("Gateway has it"),
        TextStep.SENT: tr("Sent out"),
        TextStep.DELIVERED: tr("Delivered"),
        TextStep.FAILED: tr("Not sent"),
    }[state]


def failure(code: str) -> str:
    """Why a text failed."""
    known = {
        "no_ack": tr("gateway did not confirm"),
        "unconfirmed": tr("link broke on the way, not sure whether it went out"),
        "no_answer": tr("no receipt in time"),
        "unreached": tr("radio does not answer"),
        "refused": tr("the gateway refuses"),
        "bad_parameter": tr("this gateway cannot carry the text, or does not know the target"),
        "queue_full": tr("too many texts waiting"),
        "unsupported": tr("this gateway cannot"),
        "restarted": tr("program restarted, not sure whether it went out"),
        "tmp_4": tr("channel busy"),
        "tmp_6": tr("radio battery low"),
        "tmp_8": tr("radio does not answer"),
        "tmp_10": tr("radio not known to the net"),
        "tmp_11": tr("radio may not transmit"),
        "dds_4": tr("radio does not answer"),
        "dds_5": tr("radio does not answer"),
        "dds_9": tr("radio may not transmit"),
        "cme_0": tr("could not be sent by air"),
        "cme_24": tr("too long for the gateway"),
        "cme_30": tr("radio has no network"),
        "cme_31": tr("radio does not answer"),
        "cme_35": tr("the gateway complained, not sure whether it went out"),
        "cme_41": tr("radio may not transmit"),
        "cme_42": tr("channel busy"),
        "not_sent": tr("could not be sent by air"),
        "sds_4b": tr("radio not known to the net"),
        "sds_4c": tr("the radio's memory is full"),
        "sds_53": tr("the radio takes no texts"),
        "sds_5a": tr("radio does not answer"),
    }
    return known.get(code) or tr("gateway code {code}").format(code=code)


def own_talk(call: OwnCall | None, now: datetime) -> tuple[str, str]:
    """How our own call stands, in a few large words, and what is to be known besides."""
    if call is None:
        return "", ""
    if call.state == Talking.REFUSED:
        return tr("Refused: {why}").format(why=talk_reason(call.code)), ""
    if call.state == Talking.ENDED:
        over = {"limit": tr("Time is over"), "tot": tr("Time is over")}
        why = talk_reason(call.code) if call.code and call.code not in over else ""
        return over.get(call.code, tr("Call ended")), why
    if call.state in (Talking.ON_AIR, Talking.ENDING):
        passed = max(0, round((now - call.since).total_seconds()))
        left = tr("time is nearly over") if call.state == Talking.ENDING else ""
        if call.until is not None and not left:
            rest = max(0, round((call.until - now).total_seconds()))
            left = tr("{n} s left").format(n=rest)
        return tr("Talking {n} s").format(n=passed), left
    if call.state == Talking.HANG:
        limit = tr("Time is over") if call.code in ("limit", "tot") else ""
        return limit or tr("Call stands"), tr("hold again to go on")
    told = {Talking.CALLING: tr("Calling"), Talking.QUEUED: tr("In the queue")}
    return told[call.state], ""


def talk_reason(code: str) -> str:
    """Why a call was refused or has ended."""
    known = {
        "": tr("no reason given"),
        "hold": tr("this window stood still"),
        "limit": tr("the minute is over"),
        "tot": tr("the gateway's own limit"),
        "lost": tr("the link broke"),
        "down": tr("the link is down"),
        "signed_out": tr("signed out"),
        "stopped": tr("the program ended"),
        "quiet": tr("the gateway says nothing"),
        "busy": tr("the net is busy"),
        "refused": tr("the gateway refuses"),
        "released": tr("let go too early"),
        "no_answer": tr("nobody answers"),
        "no_ack": tr("gateway did not confirm"),
        "unsupported": tr("this gateway cannot"),
        "queue_full": tr("too many wait for the gateway"),
        "bad_parameter": tr("the gateway does not know this target"),
        "unconfirmed": tr("not sure whether it went out"),
        "not_granted": tr("somebody else talks"),
        "other_talks": tr("somebody else talks"),
        "interrupted": tr("a call of higher priority"),
        "no_carrier": tr("the radio cannot be reached"),
        "cme_30": tr("radio has no network"),
        "cause_2": tr("the other side is busy"),
        "cause_3": tr("the radio cannot be reached"),
        "cause_5": tr("the net is busy"),
        "cause_9": tr("a call of higher priority"),
        "cause_11": tr("the other side refuses"),
        "cause_13": tr("nobody answers"),
        "cause_15": tr("nobody answers"),
        "same_person": tr("both were the same person"),
        "chief_needed": tr("neither may answer for it"),
        "restarted": tr("program restarted, not sure whether it went out"),
        "earlier_run": tr("program restarted, not sent; propose it anew"),
        "cause_16": tr("the gateway does not know this target"),
    }
    return known.get(code) or tr("gateway code {code}").format(code=code)


def call_named(call: OwnCall) -> str:
    if call.kind is CallKind.ALL:
        return call.kind.value
    return f"{call.kind.value} {call.target}"


def refusals() -> dict[str, str]:
    """This page's own refusals, for `kit.explain`."""
    return {
        "empty": tr("Write the text first."),
        "too_long": tr("{length} characters; at most {limit} fit in one text."),
        "too_many": tr("At most {most} in one go."),
        "bad_target": tr("Enter the number of a radio or group."),
        "no_gateway": tr("No gateway is set up."),
        "queue_full": tr("Too many are waiting for the gateway. Try again in a minute."),
        "already_answered": tr("{name} has answered already."),
        "not_open": tr("No shift is open."),
        "cannot": tr("No gateway here can do this."),
        "down": tr("The link of the gateway is down; nobody would hear it."),
        "talking": tr("Another call is being talked in. Let go first."),
        "already_proposed": tr("This is already proposed for the radio."),
        "confirmed": tr("{name} has confirmed it already."),
        "apart": tr(
            "The desks do not hear each other. Confirm it at {desk}, where it was proposed."
        ),
        "other_desk": tr("It was proposed at {desk}; it is withdrawn there."),
        "same_person": tr("{name} proposed it; another person has to confirm."),
        "chief_needed": tr("One of the two has to be {roles}."),
        "not_waiting": tr("It waits no longer: {step}."),
        "expired": tr("Nobody confirmed it in time. Propose it anew."),
        "taken": tr("This number is in the list already: {name}."),
        "code_range": tr("A status code is a number from 0 to 65535."),
    }


def tr(text: str) -> str:
    """The officer's word for an English source string."""
    return QCoreApplication.translate("Radio", text)
