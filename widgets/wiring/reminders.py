"""Every matter the room is reminded of while a shift is open."""

from __future__ import annotations

from app.office import Office
from widgets.kit.desk import Desk
from widgets.shell.messages import Messages
from widgets.wiring.gear import GearReminders
from widgets.wiring.plans import PlanReminders
from widgets.wiring.reminding import Reminding
from widgets.wiring.study import StudyReminders


def reminders(desk: Desk, messages: Messages, office: Office) -> tuple[Reminding, ...]:
    return (
        StudyReminders(desk, messages, office.study),
        PlanReminders(desk, messages, office.plans),
        GearReminders(desk, messages, office.gear),
    )
