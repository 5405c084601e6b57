"""建议: what the caller's words suggest for empty fields; taken over by one key, never by itself."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal

from app.base.clock import day_hhmm
from app.incidents.listening import Suggested
from app.incidents.located import Position, System
from app.incidents.records import Count
from widgets.kit.buttons import PlainButton
from widgets.kit.labels import Label
from widgets.kit.panel import Panel
from widgets.kit.text import tip
from widgets.kit.theme import Theme

ASKED = 6
"""So many questions at once: more are not read while somebody speaks. [choice]"""
POSITION = "position"
"""Stands among the empty fields while the call has no place on the map."""
_NUMBERS = {kind.name.lower(): kind.value for kind in Count}


class SuggestionsPanel(Panel):
    """`take_wanted` by Alt+S. Hidden while nothing is suggested and nothing is missing."""

    take_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        title = QCoreApplication.translate("SuggestionsPanel", "Heard from the words")
        super().__init__(theme, title)
        self.take = PlainButton(theme, self.tr("Take over"), "Alt+S")
        self.take.clicked.connect(self.take_wanted)
        self.tools.addWidget(self.take)
        self._lines = {
            name: Label(
                theme, "", "body" if name in ("advice", "fields", "ask") else "small", tone=tone
            )
            for name, tone in (
                ("advice", "text"),
                ("fields", "text"),
                ("ask", "text"),
                ("level", "text2"),
                ("alarms", "text"),
                ("tell", "text2"),
                ("hearsay", "text2"),
            )
        }
        for label in self._lines.values():
            label.setWordWrap(True)
            self.add(label)
        self.hide()

    def show_suggested(self, told: Suggested | None, empty: frozenset[str]) -> None:
        """`empty`: fields nothing was typed into; only these are offered."""
        words = {} if told is None else self._words(told, empty)
        for name, label in self._lines.items():
            label.setText(words.get(name, ""))
            label.setVisible(name in words)
        self.take.setVisible(bool(words.get("fields")))
        basis = (
            ""
            if told is None
            else "\n".join(
                f"{field}：{said}" for field, said in told.because.items() if field in empty
            )
        )
        self._lines["fields"].setToolTip(tip(basis))
        self.setVisible(bool(words))

    def _words(self, told: Suggested, empty: frozenset[str]) -> dict[str, str]:
        words: dict[str, str] = {}
        if told.advice:
            words["advice"] = told.advice
            if told.reply_due is not None:
                words["advice"] += self.tr("; answer before {time}").format(
                    time=day_hhmm(told.reply_due)
                )
            if told.questions:
                words["advice"] += "：" + "、".join(told.questions)
        offered = [
            f"{_NUMBERS[name]} {value}" if name in _NUMBERS else value
            for name, value in told.fields.items()
            if name in empty
        ]
        if told.position is not None and POSITION in empty:
            offered.append(_where(told.position))
        if offered:
            words["fields"] = "  ".join(offered)
        ask = list(told.ask[:ASKED])
        if told.towns:
            ask.insert(0, self.tr("which township: {names}").format(names="、".join(told.towns)))
        if ask:
            words["ask"] = self.tr("Still to ask: {what}").format(what="、".join(ask))
        if told.level:
            words["level"] = self.tr("Proposed level: {level}, {clause}").format(
                level=told.level, clause=told.clause
            )
        if told.alarms:
            words["alarms"] = self.tr("Report whatever the level: {why}").format(
                why="、".join(told.alarms)
            )
        if told.tell:
            words["tell"] = self.tr("Tell: {units}").format(units="、".join(told.tell))
        if told.hearsay:
            words["hearsay"] = self.tr("Hearsay, not counted: {words}").format(
                words="；".join(told.hearsay)
            )
        return words


def _where(position: Position) -> str:
    if position.system is System.BAIDU:
        return tr("Baidu's coordinates: ask for others")
    if position.system is None:
        return tr("map: {name}, roughly").format(name=position.name)
    return tr("map: {lat}, {lon}").format(lat=f"{position.lat:.5f}", lon=f"{position.lon:.5f}")


def tr(words: str) -> str:
    return QCoreApplication.translate("SuggestionsPanel", words)
