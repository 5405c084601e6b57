"""The talk-groups: who talks in which, who talked last, and which the gateway's radio stands on."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.base.clock import hhmm
from app.people.session import Session
from app.radio.groups import GroupSeen, Talker
from widgets.kit.buttons import PlainButton
from widgets.kit.columns import Column
from widgets.kit.icons import paint_icon
from widgets.kit.panel import inset
from widgets.kit.table import RecordTable
from widgets.kit.theme import Theme
from widgets.radio.roster_list import ICON_W
from widgets.radio.rowpicks import RowPicks, marked_sign
from widgets.radio.words import tr


class GroupList(QWidget):
    """`picked(GroupSeen)` on a click, `opened(GroupSeen)` on Enter; `tune` when the gateway's radio is to go
    there; `edit` when the lists are to be changed; `picks` when several are meant."""

    picked = Signal(object)
    opened = Signal(object)
    tune = Signal(object)
    edit = Signal()

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__()
        self._marked: frozenset[int] = frozenset()

        def who(talker: Talker) -> str:
            held = talker.holder if session.uncovered or not talker.radio else ""
            return " ".join(filter(None, (talker.unit, held))) or str(talker.radio)

        def second(seen: GroupSeen) -> str:
            if seen.talker is not None:
                return f"{who(seen.talker)}  " + tr("is talking")
            if seen.last is None:
                return tr("no call yet")
            told = f"{hhmm(seen.last.since)} {who(seen.last)}"
            span = (
                "" if seen.last.seconds is None else "  " + tr("{n} s").format(n=seen.last.seconds)
            )
            return told + span

        self.table = RecordTable(
            theme,
            (
                Column("", _sign, ICON_W, paint=marked_sign(_paint_sign, self._is_marked)),
                Column(
                    tr("Talk-group"),
                    lambda seen: f"{seen.number}  {seen.name}".rstrip(),
                    stretch=True,
                    strong=lambda seen: seen.talker is not None or self._is_marked(seen),
                    second=second,
                ),
            ),
            key=lambda seen: seen.number,
            row="list_two_line",
            empty=tr("No talk-group is known."),
        )
        self.table.view.horizontalHeader().hide()
        self.table.view.setAccessibleName(tr("Talk-groups"))
        self.tune_button = PlainButton(theme, tr("Put the gateway on it"), "Alt+I")
        self.edit_button = PlainButton(theme, tr("Lists …"))
        self.picks = RowPicks(self.table)
        self.picks.one.connect(self.picked)
        self.table.chosen.connect(lambda _: self._look())
        self.table.opened.connect(self.opened)
        self.tune_button.clicked.connect(self._tune)
        self.edit_button.clicked.connect(self.edit)
        row = inset(theme, self.tune_button, self.edit_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.px("space.s"))
        box.setSpacing(theme.px("space.s"))
        box.addWidget(self.table, 1)
        box.addLayout(row)

    def show_groups(self, groups: list[GroupSeen]) -> None:
        self.table.show_records(groups, now=True)

    def show_marked(self, numbers: frozenset[int]) -> None:
        """Those that are meant together."""
        self._marked = numbers
        self.table.view.viewport().update()

    def _is_marked(self, seen: GroupSeen) -> bool:
        return seen.number in self._marked

    def _look(self) -> None:
        self.tune_button.setEnabled(self.table.current() is not None)

    def _tune(self) -> None:
        seen = self.table.current()
        if seen is not None:
            self.tune.emit(seen)


def _sign(seen: GroupSeen) -> str:
    if seen.talker is not None:
        return tr("is talking")
    return tr("the gateway stands here") if seen.chosen else ""


def _paint_sign(painter: QPainter, rect: QRect, theme: Theme, seen: GroupSeen) -> None:
    """Who talks before where the gateway stands: the words of the row tell the other."""
    icon = "mic" if seen.talker is not None else "radio-receiver" if seen.chosen else ""
    if not icon:
        return
    size = theme.px("icon.small")
    tone = theme.colour("accent" if seen.talker is not None else "text2")
    painter.setBrush(Qt.BrushStyle.NoBrush)
    paint_icon(painter, icon, tone, rect.x() - 2, rect.center().y() - size / 2, size)
