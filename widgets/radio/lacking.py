"""What no gateway of this desk can do is shut, and says which gateway lacks what."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.radio.driver import Capability
from app.radio.service import RadioService
from widgets.kit.gate import Gate
from widgets.kit.text import tip
from widgets.radio.words import tr


def able(capability: Capability) -> str:
    """What it is to be able to do that, for "gateway A cannot …"."""
    return {
        Capability.PRIVATE_CALL: tr("call one radio"),
        Capability.GROUP_CALL: tr("call a talk-group"),
        Capability.ALL_CALL: tr("call all radios"),
        Capability.TALK: tr("press the key to talk"),
        Capability.TEXT: tr("send texts"),
        Capability.GROUP_TEXT: tr("send texts to a group"),
        Capability.STATUS: tr("send a status"),
        Capability.LOCATE: tr("ask where a radio is"),
        Capability.PERIODIC_LOCATE: tr("ask for positions again and again"),
        Capability.ONLINE_CHECK: tr("ask whether a radio is registered"),
        Capability.RADIO_CHECK: tr("check a radio by air"),
        Capability.STUN: tr("stun a radio"),
        Capability.REVIVE: tr("revive a radio"),
        Capability.MONITOR: tr("listen in at a radio"),
        Capability.GROUPS: tr("choose its talk-group"),
    }.get(capability, capability.value)


def why_not(
    service: RadioService, target: int | None, *needs: Capability, to_group: bool = False
) -> str:
    """ "" when some gateway can; else which gateways there are and what they lack."""
    gateways = [seen.gateway for seen in service.gateways()]
    if not gateways:
        return tr("No gateway is set up.")
    for need in needs:
        if not service.can(need, target, to_group=to_group):
            lack = [one.name for one in gateways if need not in one.driver.capabilities]
            names = "、".join(lack or [one.name for one in gateways])
            return tr("{gateway} cannot {what}").format(gateway=names, what=able(need))
    return ""


def shut(widget: QWidget, why: str) -> None:
    """Open when `why` is empty. What the officer's role bars stays barred, with its own words."""
    gate = widget.findChild(Gate)
    if gate is None:
        widget.setEnabled(not why)
    else:
        gate.allow(not why)
    if gate is None or not gate.barred:
        widget.setToolTip(tip(why))
        widget.setAccessibleDescription(why)
