"""审核 and 签发 by another officer than the one who sits here: by his PIN, in his name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.base.errors import Refused
from app.people.records import Officer
from app.people.rights import Act, may
from app.reports.desk import Look, ReportDesk
from app.reports.records import Report, Stage
from widgets.kit.ask import ask
from widgets.kit.desk import Desk
from widgets.kit.fields import ComboField, NumberField, TextField
from widgets.kit.theme import Theme
from widgets.reports.cards import StepCard
from widgets.reports.doing import Doing

if TYPE_CHECKING:
    from widgets.reports.page import ReportsPage

ACTS = {Stage.REVIEW: Act.REVIEW, Stage.ISSUE: Act.ISSUE}


@dataclass(frozen=True, slots=True)
class Signers:
    """`officers` lists who may be asked, those on duty first; `check` gives the officer of a PIN. Both on
    the store thread."""

    officers: Callable[[], list[Officer]]
    check: Callable[[UUID, str], Officer]


def signs(officer: Officer | None, look: Look | None) -> bool:
    """Whether whoever sits here may take the step that is due on the report."""
    act = ACTS.get(look.report.stage) if look is not None else None
    if officer is None or look is None or act is None:
        return False
    return may(officer, act) and str(officer.id) not in look.barred


def offered(officers: Sequence[Officer], act: Act, look: Look) -> list[Officer]:
    """Who may take the step, in their order; who could issue it reviews it only when nobody else can."""
    held = [one for one in officers if may(one, act) and str(one.id) not in look.barred]
    return sorted(held, key=lambda one: act is Act.REVIEW and may(one, Act.ISSUE))


class SignCard(StepCard):
    """Who signs, and his PIN; for 签发 the issue number as well."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme,
            page,
            {
                "year_no": NumberField(theme, self.tr("Issue no.")),
                "officer": ComboField(theme, self.tr("Signed by"), []),
                "pin": TextField(theme, "PIN", secret=True),
            },
        )
        self.twice: int | None = None

    def offer(self, officers: Sequence[Officer], number: int | None) -> None:
        self.options("officer", [(str(one.id), f"{one.name} {one.role.value}") for one in officers])
        self.twice = None
        self.fill(year_no=number, pin="")
        self.fields["year_no"].setVisible(number is not None)

    def officer(self) -> UUID:
        words = self.text("officer")
        if not words:
            raise Refused("officer", "empty")
        return UUID(words)


class Signing(Doing):
    """Ctrl+Enter where the step is another's."""

    def __init__(
        self, desk: Desk, page: ReportsPage, reports: ReportDesk, signers: Signers
    ) -> None:
        super().__init__(desk, page)
        self._reports = reports
        self._signers = signers
        self.card = SignCard(desk.theme, page)
        self._tie_card(self.card)

    def sign_here(self) -> None:
        """Those who may take the step are offered, and the cursor stands at the PIN."""
        look = self._page.look
        act = ACTS.get(look.report.stage) if look is not None else None
        if look is None or act is None:
            return

        def read() -> tuple[list[Officer], int | None]:
            number = self._reports.flow.numbering(look.report.kind).next
            held = offered(self._signers.officers(), act, look)
            return held, number if act is Act.ISSUE else None

        def show(answer: Any) -> None:
            self.card.offer(*answer)
            words = {Act.REVIEW: self.tr("Reviewed"), Act.ISSUE: self.tr("Issue")}
            note = self.tr("{title}\nWhoever signs enters his own PIN; nobody changes seats.")
            self._ask(self.card, words[act], note.format(title=look.report.title), words[act],
                      lambda: self._sign(act), look)  # fmt: skip
            self.card.fields["pin"].setFocus()

        ask(self, self._desk.store, read, then=show, fail=self._failed)

    def _sign(self, act: Act) -> None:
        card, look, flow = self.card, self._page.look, self._reports.flow
        if look is None:
            return
        pin, number = card.text("pin"), card.fields["year_no"].value()
        twice = card.twice is not None and card.twice == number

        def work(_by: Officer, shift: UUID, report: Report) -> Report:
            signer = self._signers.check(card.officer(), pin)
            if act is Act.REVIEW:
                return flow.review(signer, shift, report)
            return flow.issue(signer, shift, report, number, twice)

        def refused(error: Exception) -> None:
            if isinstance(error, Refused) and error.code == "number_used":
                card.twice = number
            if not isinstance(error, Refused) or error.field == "pin":
                card.fill(pin="")

        self._do(work, look.report, card=card, then=self._signed, refused=refused)

    def _signed(self, report: Report) -> None:
        self.card.fill(pin="")
        self._page.show_report(report)
