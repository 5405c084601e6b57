"""Stun and revive by two persons: who proposed what and why, what waits for the second, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import hhmm, span
from app.people.records import Officer
from app.radio.records import ControlKind, ControlStep, RadioControl
from widgets.kit.buttons import NowButton, PlainButton
from widgets.kit.fields import ComboField, TextField
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.overcard import OverCard
from widgets.kit.theme import Theme
from widgets.radio import words
from widgets.radio.words import tr

SHOWN, ROWS = 8, 2
OLD = timedelta(hours=12)


class ControlPad(QWidget):
    """`propose(kind)`, `confirm(RadioControl)`, `drop(RadioControl)` for the row that is chosen."""

    propose = Signal(object)
    confirm = Signal(object)
    drop = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._controls: dict[str, RadioControl] = {}
        self.stun_button = PlainButton(theme, self.tr("Stun …"), "Alt+D", icon="radio-off")
        self.revive_button = PlainButton(theme, self.tr("Revive …"), "Alt+V")
        self.confirm_button = NowButton(theme, self.tr("Confirm as the second"), "Alt+C")
        self.drop_button = PlainButton(theme, self.tr("Withdraw"), "Alt+X")
        self.list = LineList(theme)
        self.list.setAccessibleName(self.tr("Stun and revive"))
        self.list.setFixedHeight(ROWS * (theme.px("row.list_two_line") + 4))
        self.list.chosen.connect(lambda _: self._look())
        self.rule = Label(theme, tr("Nothing is sent before a second person confirms."), "small",
                          tone="text2")  # fmt: skip
        self.rule.setWordWrap(True)
        self.stun_button.clicked.connect(lambda: self.propose.emit(ControlKind.STUN))
        self.revive_button.clicked.connect(lambda: self.propose.emit(ControlKind.REVIVE))
        self.confirm_button.clicked.connect(lambda: self._with_chosen(self.confirm))
        self.drop_button.clicked.connect(lambda: self._with_chosen(self.drop))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.s"))
        for parts in (
            (self.stun_button, self.revive_button),
            (self.rule,),
            (self.list,),
            (self.confirm_button, self.drop_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.px("space.s"))
            for part in parts:
                row.addWidget(part, 1)
            box.addLayout(row)
        self._look()

    @property
    def chosen(self) -> RadioControl | None:
        """The row with the cursor, else the first that waits."""
        line = self.list.current()
        if line is not None and line.key in self._controls:
            return self._controls[line.key]
        waiting = [one for one in self._controls.values() if waits_for_second(one)]
        return waiting[0] if waiting else None

    def show_controls(self, controls: Sequence[RadioControl], now: datetime) -> None:
        """Those that wait first; may be called every second."""
        fresh = [
            one for one in controls if one.step is ControlStep.PROPOSED or now - one.step_at < OLD
        ]
        self._controls = {str(one.id): one for one in fresh[:SHOWN]}
        self.list.show_lines([_line(one, now) for one in self._controls.values()])
        self.list.setVisible(bool(self._controls))
        self._look()

    def _with_chosen(self, ask) -> None:
        if self.chosen is not None:
            ask.emit(self.chosen)

    def _look(self) -> None:
        chosen = self.chosen
        waits = chosen is not None and waits_for_second(chosen)
        for button in (self.confirm_button, self.drop_button):
            button.setEnabled(waits)
            button.setVisible(bool(self._controls))


def waits_for_second(one: RadioControl) -> bool:
    return one.step is ControlStep.PROPOSED and one.confirmed_at is None


def _line(one: RadioControl, now: datetime) -> Line:
    title = f"{one.kind.value} {one.radio} {one.unit}".rstrip()
    if one.step is ControlStep.PROPOSED and one.confirmed_at is not None:
        told = tr("{name} confirmed it; {desk} sends it").format(
            name=one.confirmed_name, desk=one.desk
        )
        return Line(str(one.id), title, told, icon="hourglass", right=hhmm(one.confirmed_at))
    if one.step is ControlStep.PROPOSED:
        left = tr("{span} left").format(span=span(max(one.until - now, timedelta())))
        text = tr("{name} proposed {time}: {reason}")
        told = text.format(name=one.by_name, time=hhmm(one.at), reason=one.reason)
        return Line(str(one.id), title, told, icon="hourglass", right=left, look="now")
    why = f"：{words.talk_reason(one.code)}" if one.code else ""
    who = "、".join(filter(None, (one.by_name, one.confirmed_name)))
    icon = {ControlStep.DONE: "check", ControlStep.SENT: "send"}.get(one.step, "x")
    told = f"{one.step.value}{why}  {who}  {one.reason}"
    return Line(str(one.id), title, told, icon=icon, right=hhmm(one.step_at))


class ReasonCard(OverCard):
    """Why a radio is to be stunned or revived. `about` is what is proposed, `radio` for which one."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(theme, page, {"reason": TextField(theme, self.tr("Reason"))})
        self.about = ControlKind.STUN
        self.radio = 0


class ConfirmCard(OverCard):
    """Another person than the one who proposed it, with his own PIN; nobody changes seats."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(
            theme,
            page,
            {
                "person": ComboField(theme, self.tr("Confirmed by"), []),
                "pin": TextField(theme, "PIN", secret=True),
            },
        )
        self.control: RadioControl | None = None

    def offer(self, officers: Sequence[Officer]) -> None:
        field = self.fields["person"]
        assert isinstance(field, ComboField)
        field.combo.clear()
        for one in officers:
            field.combo.addItem(f"{one.name} {one.role.value}", str(one.id))
        self.fields["pin"].clear()
