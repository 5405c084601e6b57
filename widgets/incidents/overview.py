"""概况: the facts, who told of it, and the level with what proposes it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.base.clock import day_hhmm, hhmm
from app.base.errors import Refused
from app.incidents.records import CallMark, Contact, Graded, Level
from app.people.rights import Act
from widgets.incidents.correcting import Correcting
from widgets.incidents.head import higher_possible
from widgets.incidents.refused import said
from widgets.incidents.seen import Seen
from widgets.incidents.tab import Tab
from widgets.incidents.told import as_text, facts_of
from widgets.kit.buttons import PlainButton
from widgets.kit.chips import Chip, LevelBox, Tag
from widgets.kit.gate import gates
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.panel import Panel

ROWS_SHOWN = 4
MOST_FACTS = 13
"""Twelve that may be known, and the names of those that are not."""


class Overview(Tab):
    """Alt+Y judges the level, Alt+E corrects the facts, Alt+C copies them. `past_wanted(id)` when the officer
    asks how they came to be so."""

    past_wanted = Signal(object)
    judge_wanted = Signal()

    def show_seen(self, seen: Seen | None) -> None:
        rows = facts_of(seen.incident, self.desk.session) if seen else []
        known = [row for row in rows if row[1]]
        unknown = "、".join(title for title, words in rows if not words)
        shown = [*known, (self.tr("unknown"), unknown)] if unknown else known
        for n, pair in enumerate(self._cells):
            for label, words in zip(pair, shown[n] if n < len(shown) else ("", ""), strict=True):
                label.setText(words)
                label.setVisible(bool(words))
        self.text = as_text(rows)
        self._contacts(seen.case.contacts if seen else ())
        self._level(seen)
        self.correcting.take(seen)
        for button in (self._copy, self._past, self._correct, self._judge, *self._marks):
            button.setEnabled(seen is not None)

    def copy_facts(self) -> None:
        if self.seen is not None:
            QGuiApplication.clipboard().setText(self.text)
            self.desk.say(self.tr("Facts copied"))

    def judge(self) -> None:
        """The card, with what the numbers propose and the clause that gives it."""
        if self.seen is None:
            return
        if self._judge.isEnabled():
            self.judge_wanted.emit()
        else:
            self.desk.say(self._judge.toolTip())

    def correct(self) -> None:
        if self.seen is not None:
            self.correcting.begin()
            self._stack.setCurrentWidget(self.correcting)
            self.correcting.first_focus().setFocus()

    def _corrected(self) -> None:
        self._stack.setCurrentIndex(0)

    def _contacts(self, contacts: tuple[Contact, ...]) -> None:
        self.sources.show_lines([self._contact(one) for one in contacts])
        row = self.theme.px("row.list_two_line") + 4
        self.sources.setFixedHeight(row * min(max(1, len(contacts)), ROWS_SHOWN) + 2)
        self._source_panel.set_note(
            self.tr("{n}, all of them kept").format(n=len(contacts)) if len(contacts) > 1 else ""
        )

    def _contact(self, one: Contact) -> Line:
        marks = [
            self.tr("repeated back") if one.repeated else self.tr("not repeated back"),
            self.tr("called back") if one.called_back else self.tr("not called back"),
        ]
        number = self.tr("alarm no. {no}").format(no=one.alarm_no) if one.alarm_no else ""
        who = " ".join(w for w in (one.unit, one.name, one.phone, number) if w)
        return Line(
            str(one.id),
            who or one.source.value,
            one.words or self.tr("no words were taken down"),
            lead=hhmm(one.at),
            lead2=one.source.value,
            right=" · ".join(marks),
            look="log",
        )

    def _level(self, seen: Seen | None) -> None:
        one = seen.incident if seen else None
        self._confirmed.show_mark(_mark(one.level) if one else None)
        possible = one.level_possible if one else Level.NONE
        words = self.tr("possibly {level}").format(level=possible.value)
        told = one is not None and higher_possible(one.level, possible)
        self._possible.show_mark(Tag(words, round=False) if told else None)
        self._proposed.setText(self.proposal_words(seen) if seen else "")
        history = seen.case.gradings[::-1] if seen else ()
        self.history.show_lines([self._graded(g) for g in history])
        row = self.theme.px("row.list_two_line") + 4
        self.history.setFixedHeight(row * min(len(history), ROWS_SHOWN) + 2)
        self.history.setVisible(bool(history))

    def proposal_words(self, seen: Seen) -> str:
        """By the numbers: … with the clause; it is never put down by itself."""
        found = seen.proposal
        if found.scale is None:
            told = self.tr("No scale is known for this kind of event: nothing is proposed.")
        elif not found.clause:
            told = self.tr("No number stated so far gives a level ({source}).")
            told = told.format(source=found.scale.source)
        else:
            told = self.tr("By the numbers: {clause}").format(clause=found.clause)
        if found.at_risk:
            told += self.tr(" It is also {name}.").format(name=found.at_risk)
        return "\n".join((told, *found.starts))

    def _graded(self, one: Graded) -> Line:
        words = one.level.value
        if higher_possible(one.level, one.level_possible):
            words += f"  {self.tr('possibly {level}').format(level=one.level_possible.value)}"
        told = " ".join(w for w in (one.reason, one.clause) if w)
        at = day_hhmm(one.at)
        return Line(str(one.id), words, told, lead=at[6:], lead2=at[:5], right=one.by_name)

    # building

    def build(self, box: QVBoxLayout) -> None:
        self.text = ""
        self._stack = QStackedWidget()
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px("space.m"))
        column.addWidget(self._build_level())
        column.addWidget(self._build_facts())
        column.addWidget(self._build_sources())
        column.addStretch(1)
        self.correcting = Correcting(self.desk, self.services)
        self.correcting.left.connect(self._corrected)
        self.forms.update(self.correcting.forms)
        self._stack.addWidget(facts)
        self._stack.addWidget(self.correcting)
        box.addWidget(self._stack, 1)

    def _build_facts(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Facts"))
        self._past = PlainButton(theme, self.tr("Changes so far"), "Alt+H")
        self._past.clicked.connect(self._look_back)
        self._correct = PlainButton(theme, self.tr("Correct"), "Alt+E")
        self._correct.clicked.connect(self.correct)
        gates(self.desk, Act.INTAKE, self._correct)
        self._copy = PlainButton(theme, self.tr("Copy"), "Alt+C")
        self._copy.clicked.connect(self.copy_facts)
        for button in (self._past, self._copy, self._correct):
            panel.tools.addWidget(button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space.m"))
        grid.setVerticalSpacing(theme.px("space.xs"))
        grid.setColumnStretch(1, 1)
        self._cells: list[tuple[Label, Label]] = []
        for n in range(MOST_FACTS):
            title, words = Label(theme, "", tone="text2"), Label(theme, "")
            title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(title, n, 0)
            grid.addWidget(words, n, 1)
            self._cells.append((title, words))
        panel.body.addLayout(grid)
        return panel

    def _build_sources(self) -> Panel:
        self._source_panel = Panel(self.theme, self.tr("Sources"), flush=True)
        empty = self.tr("Who told of it comes here.")
        self.sources = LineList(self.theme, lead_w=84, empty=empty)
        self._source_panel.add(self.sources)
        self._marks = []
        for words, key, done in (
            (self.tr("Repeated back"), "Alt+R", CallMark.REPEATED),
            (self.tr("Called back"), "Alt+B", CallMark.CALLED_BACK),
        ):
            button = PlainButton(self.theme, words, key)
            button.clicked.connect(partial(self.mark_call, done))
            self._source_panel.tools.addWidget(button)
            self._marks.append(button)
        gates(self.desk, Act.INTAKE, *self._marks)
        return self._source_panel

    def mark_call(self, done: CallMark) -> None:
        """Alt+R, Alt+B: the source chosen, or the first that lacks the mark, was repeated or called back."""
        seen = self.seen
        if seen is None:
            return
        name = {CallMark.REPEATED: "repeated", CallMark.CALLED_BACK: "called_back"}[done]
        line = self.sources.current()
        lacking = [one for one in seen.case.contacts if not getattr(one, name)]
        chosen = [one for one in seen.case.contacts if line is not None and str(one.id) == line.key]
        if chosen and chosen[0] not in lacking:
            self.desk.say(said(Refused("mark", "done_already")))
            return
        if not lacking:
            self.desk.say(self.tr("All of them are: {mark}").format(mark=done.value))
            return
        one = (chosen or lacking)[0]
        self.act(
            None,
            lambda who, shift, incident: self.services.intake.mark(who, shift, incident, one, done),
            lambda _: self.desk.say(
                self.tr("{at} {who}: {mark}").format(
                    at=hhmm(one.at), who=one.unit or one.source.value, mark=done.value
                )
            ),
            lambda error: self.desk.say(said(error)),
        )

    def _build_level(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Level"), self.tr("Judged by the shift chief"))
        self._judge = PlainButton(theme, self.tr("Judge"), "Alt+Y", bind=False)
        self._judge.clicked.connect(self.judge)
        gates(self.desk, Act.CONFIRM_LEVEL, self._judge)
        panel.tools.addWidget(self._judge)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space.s"))
        self._confirmed, self._possible = Chip(theme), Chip(theme)
        row.addWidget(self._confirmed, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._possible, 0, Qt.AlignmentFlag.AlignTop)
        self._proposed = Label(theme, "", "small", tone="text2")
        self._proposed.setWordWrap(True)
        row.addWidget(self._proposed, 1)
        panel.body.addLayout(row)
        self.history = LineList(theme, lead_w=60)
        panel.add(self.history)
        return panel

    def _look_back(self) -> None:
        if self.seen is not None:
            self.past_wanted.emit(self.seen.incident.id)


def _mark(level: Level) -> LevelBox | Tag:
    return Tag(level.value) if level is Level.NONE else LevelBox(level.value)
