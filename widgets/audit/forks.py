"""Where the record of a desk divides: the trace of a restored desk or a copied machine."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt

from app.audit.facts import NameSeenTwice, RunningDeskCloned
from app.audit.reconcile import Reconciling
from app.audit.records import Fork, Side
from app.audit.words import act_word, hand_word
from app.base.clock import day_hhmm
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.reread import Reread
from widgets.kit.table import RecordTable

ROWS = 2


class ForkList(Panel):
    """Not there while there are none. Nothing is decided here: every side is kept, and holds."""

    def __init__(self, desk: Desk, reconciling: Reconciling) -> None:
        super().__init__(desk.theme, self.tr("Branches"), flush=True)
        self._service = reconciling
        self._again = Reread(self, desk.store, self._show, lambda _: None)
        titles = (self.tr("Desk and cause"), self.tr("The sides begin with"))
        self.table = RecordTable(
            desk.theme,
            _columns(titles),
            key=lambda fork: fork.entry,
            row="list_two_line",
            name="forks",
            memory=desk.memory,
        )
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.table.view.setHorizontalScrollBarPolicy(never)
        self.add(self.table, 1)
        head = desk.theme.px("control.min_target") * 2
        self.setFixedHeight(head + desk.theme.px("row.list_two_line") * ROWS)
        self.hide()
        for kind in (NameSeenTwice, RunningDeskCloned):
            listen(self, desk.bus, kind, lambda _: self.read())

    def read(self) -> None:
        self._again.ask(self._service.forks)

    def _show(self, forks: list[Fork]) -> None:
        self.table.show_records(forks)
        self.set_note(self.tr("{n}; every side is kept").format(n=len(forks)))
        self.setVisible(bool(forks))


def _columns(titles: tuple[str, str]) -> tuple[Column, ...]:
    where, sides = titles
    return (
        Column(where, lambda fork: fork.stem.by.desk, width=180, second=_cause),
        Column(
            sides,
            lambda fork: _begins(fork.sides[0]),
            stretch=True,
            second=lambda fork: "；".join(_begins(side) for side in fork.sides[1:]),
        ),
    )


def _cause(fork: Fork) -> str:
    tr = partial(QCoreApplication.translate, "Reconcile")
    return tr("copied while running") if fork.cloned else tr("restored, or two of one name")


def _begins(side: Side) -> str:
    """ "06-24 20:03 向示月 记日志"."""
    return f"{day_hhmm(side.by.at)} {hand_word(side.by.name)} {act_word(side.what)}"
