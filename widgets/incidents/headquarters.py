"""现场指挥部: the one that stands, who is under it, and those that ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from app.base.errors import Refused
from app.incidents.acts import Force
from app.incidents.acts import Headquarters as Record
from app.people.rights import Act
from widgets.incidents.refused import at_said
from widgets.incidents.seen import Seen
from widgets.incidents.steps import Steps, time_column
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.fields import TextField
from widgets.kit.form import Form
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.people.contact_cards import offer

LABEL_W = 60


class HeadquartersPart(Steps):
    """Ctrl+Enter sets one up while none stands; Alt+O ends the one that stands."""

    def show_seen(self, seen: Seen | None) -> None:
        held = seen.case.headquarters if seen else ()
        self.table.show_records(held[::-1], now=True)
        self.standing = next((one for one in held if one.ended_at is None), None)
        there = [f.team for f in seen.case.forces if _there(f)] if seen else []
        self._under.setText(self._under_words(there))
        self._end.setEnabled(self.standing is not None)
        self._set_up.setEnabled(seen is not None and self.standing is None)

    def _under_words(self, there: list[str]) -> str:
        if self.standing is None:
            return self.tr("No headquarters stands.")
        words = self.tr("Under {name}: {teams}") if there else self.tr("No team has arrived yet.")
        return words.format(name=self.standing.name, teams="、".join(there))

    def spot(self, words: str) -> tuple[float | None, float | None]:
        """Where it is drawn on the map: at the incident when no place or the same one is told, at the place
        that the words name; (None, None): nowhere, for nobody knows."""
        if self.seen is None:
            return None, None
        one = self.seen.incident
        if not words.strip() or words.strip() == one.place:
            return one.lat, one.lon
        return self.services.locate(words, one.township) or (None, None)

    def set_up(self) -> None:
        values = self._new.values()
        try:
            at = at_said("set_up_at", values["set_up_at"], self.desk.clock.now())
        except Refused as refused:
            self.refuse(self._new, refused)
            return
        spot = self.spot(str(values["place"]))
        self.act(
            self._new,
            lambda who, shift, one: self.services.command.set_up(
                who, shift, one, values["name"], values["commander"], place=values["place"],
                lat=spot[0], lon=spot[1],
                commander_phone=values["commander_phone"], deputy=values["deputy"],
                members=values["members"], set_up_at=at,
            ),
            lambda _: self._new.clear(),
        )  # fmt: skip

    def offer_names(self, names: Sequence[str]) -> None:
        """As the plans call their headquarters."""
        field = self._new.fields["name"]
        if isinstance(field, TextField):
            offer(field, names)

    def end(self) -> None:
        one = self.standing
        if one is not None:
            self.act(
                self._new,
                lambda who, shift, about: self.services.command.end(who, shift, about, one),
            )

    def build(self, box: QVBoxLayout) -> None:
        theme = self.theme
        self.standing: Record | None = None
        panel = self.list_panel(
            box,
            self.tr("On-site headquarters"),
            (
                Column(
                    self.tr("Headquarters"), lambda one: one.name, 180, stretch=True,
                    strong=lambda one: one.ended_at is None,
                    second=lambda one: one.place,
                ),
                Column(self.tr("Commander"), _commander, 170, second=_others),
                time_column(self.desk.clock, self.tr("Set up"), lambda one: one.set_up_at),
                time_column(self.desk.clock, self.tr("Stood down"), lambda one: one.ended_at),
            ),
            self.tr("No headquarters yet. One at a time: all who arrive are under it."),
            "incident-headquarters",
        )  # fmt: skip
        self._under = Label(theme, "", "small", tone="text2")
        self._under.setWordWrap(True)
        self._end = PlainButton(theme, self.tr("End the headquarters"), "Alt+O")
        self._end.clicked.connect(self.end)
        gates(self.desk, Act.CONVENE, self._end)
        panel.tools.addWidget(self._end)
        edge = theme.px("space.l")
        self._under.setContentsMargins(edge, 0, edge, 0)
        panel.add(self._under)
        form = self._new = self.forms["headquarters"] = Form(theme)
        form.row(
            name=TextField(theme, self.tr("Name of it"), required=True, label_w=LABEL_W),
            place=TextField(theme, self.tr("Place"), label_w=LABEL_W),
        )
        form.row(
            commander=TextField(theme, self.tr("Commander"), required=True, label_w=LABEL_W),
            commander_phone=TextField(theme, self.tr("Phone"), label_w=LABEL_W),
        )
        form.row(
            deputy=TextField(theme, self.tr("Deputy"), label_w=LABEL_W),
            set_up_at=TextField(
                theme, self.tr("At"), placeholder=self.tr("empty = now"), label_w=LABEL_W
            ),
        )
        form.row(members=TextField(theme, self.tr("Members"), label_w=LABEL_W))
        self._set_up = MainButton(theme, self.tr("Set it up"), "Ctrl+Enter")
        self._set_up.clicked.connect(self.set_up)
        gates(self.desk, Act.CONVENE, self._set_up)
        self.form_panel(box, self.tr("New headquarters"), form, self._set_up)


def _there(force: Force) -> bool:
    return force.arrived_at is not None and force.returned_at is None


def _commander(one: Record) -> str:
    return f"{one.commander} {one.commander_phone}".strip()


def _others(one: Record) -> str:
    return " ".join(word for word in (one.deputy, one.members) if word)
