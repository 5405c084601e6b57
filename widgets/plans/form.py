"""The form of a plan: what is typed, and a plan as it stands put back into the fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.people.days import day
from app.plans.planbook import Shelved, Told
from app.plans.records import PlanKind
from app.plans.units import several
from widgets.kit.fields import AreaField, ComboField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.theme import Theme
from widgets.study.view import options

LABEL_W = 84
DAYS = ("issued", "revised", "revise_by")


class PlanForm(Form):
    """`told(now)` is what was typed; `Refused` names a day that is none."""

    def __init__(self, theme: Theme, levels: Sequence[str]) -> None:
        super().__init__(theme)
        self._known, self._others = frozenset(levels), tuple[str, ...]()
        look: dict[str, Any] = {"label_w": LABEL_W}
        kinds = [one.value for one in PlanKind]
        self.owner = TextField(theme, tr("Kept by"), required=True, **look)
        self.headquarters = TextField(theme, tr("Headquarters"), **look)
        self.row(name=TextField(theme, tr("Name of the plan"), required=True, **look))
        self.row(kind=ComboField(theme, tr("Kind"), options(kinds), **look), owner=self.owner)
        self.row(headquarters=self.headquarters)
        every = tr("kinds or classes of events; empty = all")
        self.row(covers=TextField(theme, tr("For events"), placeholder=every, **look))
        self.row(levels=SegmentField(theme, tr("Levels"), options(levels), many=True, **look))
        self.row(document_no=TextField(theme, tr("Paper no."), **look))
        unknown = tr("unknown")
        self.row(
            issued=TextField(theme, tr("Issued"), placeholder=unknown, share=9, **look),
            revised=TextField(theme, tr("Revised"), placeholder=unknown, share=7, label_w=36),
            revise_by=TextField(theme, tr("Next by"), placeholder=unknown, share=8, label_w=60),
        )
        by_level = tr("when and by whose word, a level to a line")
        self.row(starts=AreaField(theme, tr("Starts when"), lines=3, placeholder=by_level, **look))
        self.row(flow=AreaField(theme, tr("Course of response"), lines=3, **look))
        one_page = tr("what everybody must know, on one page: where to go, whom to ring")
        self.row(card=AreaField(theme, tr("One page"), lines=5, placeholder=one_page, **look))
        self.blank()

    def blank(self) -> None:
        self._others = ()
        self.clear()
        self.fill({"kind": PlanKind.SPECIAL.value})

    def told(self, now: datetime) -> Told:
        values = self.values()
        issued, revised, revise_by = (day(name, values[name], now) for name in DAYS)
        return Told(
            values["name"],
            PlanKind(values["kind"]),
            values["owner"],
            values["headquarters"],
            several(values["covers"]),
            (*(values["levels"] or ()), *self._others),
            values["document_no"],
            issued,
            revised,
            revise_by,
            values["starts"],
            values["flow"],
            values["card"],
        )

    def show_plan(self, one: Shelved) -> None:
        """Levels that the county does not have, from a table, are kept as they are."""
        plan = one.plan
        self._others = tuple(word for word in plan.levels if word not in self._known)
        days = {name: at.isoformat() if (at := getattr(plan, name)) else "" for name in DAYS}
        self.fill(
            {
                "name": plan.name,
                "kind": plan.kind.value,
                "owner": one.owner_name,
                "headquarters": one.headquarters.full_name if one.headquarters else "",
                "covers": "、".join(plan.covers),
                "levels": list(plan.levels),
                "document_no": plan.document_no,
                "starts": plan.starts,
                "flow": plan.flow,
                "card": plan.card,
                **days,
            }
        )


def tr(words: str) -> str:
    return QCoreApplication.translate("Plans", words)
