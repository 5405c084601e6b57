"""What changed for whoever sits here, since they left: asked again when somebody signs in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid5

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.base.clock import day_hhmm
from app.handover.records import HandoverItem, Need, Section
from app.handover.sheet import HandoverSheet
from app.handover.since import Away
from app.people.records import Officer
from app.people.signin import SignedIn
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.listen import listen


class AwayLook(QObject):
    """`now` is None while nobody sits here; `changed` when it was asked anew."""

    changed = Signal()

    def __init__(self, desk: Desk, since: Callable[[Officer], Away] | None, page: QWidget) -> None:
        """`since` runs on the store thread."""
        super().__init__(page)
        self._desk = desk
        self._since = since
        self.now: Away | None = None
        self._page = page
        listen(self, desk.bus, SignedIn, lambda _: self.look())

    def look(self) -> None:
        """Only for a page that is seen: it is asked again when it is shown."""
        if not self._page.isVisible():
            return
        officer = self._desk.session.officer
        if self._since is None or officer is None:
            self._take(None)
        else:
            ask(self, self._desk.store, self._since, officer, then=self._take, fail=self._cannot)

    def _cannot(self, _error: Exception) -> None:
        self._take(None)

    def _take(self, away: Away | None) -> None:
        self.now = away
        self.changed.emit()


def away_items(away: Away, sheet: HandoverSheet) -> list[HandoverItem]:
    """As rows of the list: nothing to be ticked, the record behind each can be opened."""
    return [
        HandoverItem(
            id=uuid5(sheet.handover.id, f"since/{one.kind}/{one.key}/{number}"),
            handover_id=sheet.handover.id,
            section=Section.HEAD,
            seq=number,
            text=one.text,
            detail=f"{one.field} {day_hhmm(one.at)}",
            owner="",
            due=None,
            urgent=False,
            source_kind=one.kind,
            source_id=one.key,
            need=Need.FREE,
            acknowledged_by=None,
            acknowledged_name="",
            acknowledged_at=None,
            mark=sheet.handover.mark,
        )
        for number, one in enumerate(away.told, 1)
    ]


def away_words(widget: QWidget, away: Away) -> str:
    """Since when, and what that moment was."""
    words = f"{away.basis} {day_hhmm(away.since)}"
    return widget.tr("{words}, older ones left out").format(words=words) if away.cut else words
