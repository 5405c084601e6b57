"""The papers of the desk, as its pages ask for them: each is drawn on the paper thread."""

from __future__ import annotations

from typing import Protocol

from app.handover.sheet import HandoverSheet
from widgets.checks.radiorows import PrintRoll
from widgets.drills.resultsview import PrintDrill
from widgets.duty.sortie_rooms import PrintSorties
from widgets.handover.preview import Paper
from widgets.people.papers import PrintContacts
from widgets.plans.rooms import PrintPlan
from widgets.radio.record_rooms import PrintRadio
from widgets.reports.papering import PrintReport
from widgets.roster.page import PrintMonth
from widgets.statistics.page import PrintStatistics
from widgets.study.trainingview import PrintTraining
from widgets.video.health_view import PrintHealth


class Prints(Protocol):
    """Answered by `app.paper.prints`, which no window imports."""

    contacts: PrintContacts
    drill: PrintDrill
    health: PrintHealth
    month: PrintMonth
    plan: PrintPlan
    radio: PrintRadio
    radio_roll: PrintRoll
    report: PrintReport
    sorties: PrintSorties
    statistics: PrintStatistics
    training: PrintTraining

    def handover(self, sheet: HandoverSheet) -> Paper: ...
