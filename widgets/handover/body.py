"""How the handover page is laid out, and what its parts show of a sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.handover.records import HandoverState, Need, Section, Side
from app.handover.sheet import HandoverSheet
from app.handover.since import Away
from app.handover.states import unacknowledged
from widgets.handover.away import away_items, away_words
from widgets.handover.draft import OwnWords
from widgets.handover.itemrow import ItemHead
from widgets.handover.items import ItemList
from widgets.handover.look import Extra, next_side, other_sides, signature_line, waiting_for
from widgets.handover.outline import Outline
from widgets.handover.preview import PaperPreview
from widgets.handover.talk import note_words
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.labels import ElidedLabel, Label, hairline
from widgets.kit.panel import Panel
from widgets.kit.steps import StepRail
from widgets.kit.theme import Theme

OUTLINE_W, PREVIEW_W, PREVIEW_MIN, ITEMS_MIN = 232, 524, 340, 480


class HandoverBody(QWidget):
    """Outline, steps over items, preview; the bar with the signatures below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._build()

    def show_parts(self, there: bool) -> None:
        """The three columns, or the words that there is nothing yet."""
        for widget in (self._side, self._middle, self.preview):
            widget.setVisible(there)
        self._empty.setVisible(not there)

    def show_nothing(self) -> None:
        """No sheet was prepared yet."""
        self.show_parts(False)
        self.signed.setText(self.tr("No handover was prepared for this shift yet"))
        self.main.setText(self.tr("Prepare the handover"))
        self.main.setEnabled(True)
        self.reason.setText("")
        self.more.hide()

    def show_section(self, sheet: HandoverSheet, section: Section) -> None:
        """Its items, and what may be done with them in this state of the sheet."""
        items = sheet.of(section)
        draft = sheet.handover.state is HandoverState.DRAFT
        known = sum(item.acknowledged_at is not None for item in items)
        self.list.set_title(section.value)
        self.list.set_note(
            "" if draft else self.tr("{n} of {all} known").format(n=known, all=len(items))
        )
        self.own_words.setVisible(draft and section in (Section.IMPORTANT, Section.REMARKS))
        ticking = not draft and not sheet.in_force
        said = {one.id: [note_words(note) for note in sheet.said(one.id)] for one in items}
        self.items.show_items(items, ticking, said)
        self.question.setVisible(ticking)
        self.carry.setVisible(not sheet.in_force)
        self.rest.setVisible(
            ticking and any(item.need is Need.TOGETHER for item in unacknowledged(sheet.items))
        )
        left = self.left_to_know(sheet)
        self.left.setText(
            self.tr("Before taking over: {n} left").format(n=left)
            if left
            else self.tr("Known item by item, then signed")
        )

    @staticmethod
    def left_to_know(sheet: HandoverSheet) -> int:
        """Items the incoming crew has not acknowledged; none while the sheet is a draft."""
        draft = sheet.handover.state is HandoverState.DRAFT
        return 0 if draft else len(unacknowledged(sheet.items))

    def show_away(self, away: Away, sheet: HandoverSheet) -> None:
        """What changed while the officer was away, to be read only."""
        self.list.set_title(Extra.SINCE.value)
        self.list.set_note(away_words(self, away))
        for widget in (self.own_words, self.rest, self.question, self.carry):
            widget.hide()
        self.items.show_items(away_items(away, sheet), False)

    def show_bar(self, sheet: HandoverSheet) -> None:
        """Who has signed, whose signature is due, and what it still waits for."""
        self.signed.setText(signature_line(self, sheet))
        left = waiting_for(sheet)
        words = {
            Side.OUT: self.tr("Sign over"),
            Side.IN: self.tr("Sign and take over"),
            Side.LEADER: self.tr("Leader has seen it"),
            None: self.tr("Prepare the next handover"),
        }
        self.main.setText(words[next_side(sheet)])
        self.main.setEnabled(not left)
        self.reason.setText(
            self.tr("{n} items are not acknowledged").format(n=left) if left else ""
        )
        self.more.setVisible(bool(other_sides(sheet)))

    def offer(self, button: QWidget) -> None:
        """A button of another room, under the contents."""
        inner = self._theme.px("space.m")
        line = QHBoxLayout()
        line.setContentsMargins(inner, 0, inner, inner)
        line.addWidget(button)
        self._side.body.addLayout(line)

    def show_band(self, words: str) -> None:
        """Over everything; nothing when there are no words."""
        self.band.setText(words)
        self.band.setVisible(bool(words))

    def _build(self) -> None:
        theme = self._theme
        gap = theme.px("space.m")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(gap)
        self.band = Label(theme, "", strong=True, tone="now")
        self.band.setWordWrap(True)
        self.band.setContentsMargins(gap, 0, gap, 0)
        self.band.hide()
        box.addWidget(self.band)
        columns = QHBoxLayout()
        columns.setSpacing(gap)
        self._empty = Label(theme, self.tr("Nothing to hand over yet"), "lead", tone="text3")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        columns.addWidget(self._empty, 1)
        self._side = self._build_outline()
        columns.addWidget(self._side)
        self._middle = self._build_middle()
        columns.addWidget(self._middle, 3)
        self.preview = PaperPreview(theme)
        self.preview.setMinimumWidth(PREVIEW_MIN)
        self.preview.setMaximumWidth(theme.px("size.body") * PREVIEW_W // 15)
        columns.addWidget(self.preview, 2)
        box.addLayout(columns, 1)
        box.addWidget(self._build_bar())
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda by=by: self.outline.step(by))

    def _build_outline(self) -> Panel:
        theme = self._theme
        panel = Panel(theme, self.tr("Contents"), "", "Alt+↑↓", flush=True)
        panel.setFixedWidth(theme.px("size.body") * OUTLINE_W // 15)
        self.outline = Outline(theme)
        panel.add(self.outline, 1)
        panel.add(hairline())
        self.left = Label(theme, "", "small", strong=True)
        self.left.setWordWrap(True)
        inner = theme.px("space.m")
        self.left.setContentsMargins(inner, 0, inner, inner)
        panel.add(self.left)
        return panel

    def _build_middle(self) -> QWidget:
        theme = self._theme
        middle = QWidget()
        middle.setMinimumWidth(ITEMS_MIN)
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px("space.m"))
        self.top = Panel(theme, self.tr("Handover"))
        self.steps = StepRail(theme)
        self.top.add(self.steps)
        box.addWidget(self.top)
        self.list = Panel(theme, self.tr("Items"), flush=True)
        self.rest = PlainButton(theme, self.tr("Know all routine ones"), "Alt+E")
        self.question = PlainButton(theme, self.tr("Ask"), "Alt+Q")
        self.carry = PlainButton(theme, self.tr("Carry on"), "Alt+K")
        for button in (self.question, self.carry, self.rest):
            self.list.tools.addWidget(button)
        self.own_words = OwnWords(theme)
        self.items = ItemList(theme)
        self.list.add(self.own_words)
        self.list.add(ItemHead(theme))
        self.list.add(self.items, 1)
        box.addWidget(self.list, 1)
        return middle

    def _build_bar(self) -> QFrame:
        theme = self._theme
        bar = QFrame()
        bar.setProperty("role", "bar")
        box = QHBoxLayout(bar)
        side = theme.px("space.l")
        box.setContentsMargins(
            side, theme.px("space.xs"), theme.px("space.s"), theme.px("space.xs")
        )
        box.setSpacing(theme.px("space.m"))
        self.signed = ElidedLabel(theme)
        self.reason = Label(theme, "", tone="text2")
        self.more = PlainButton(theme, self.tr("Other signatures"), "Alt+O")
        self.main = MainButton(theme, "", "Ctrl+Enter")
        self.main.setMinimumWidth(PREVIEW_MIN // 2)
        box.addWidget(self.signed, 1)
        for widget in (self.reason, self.more, self.main):
            box.addWidget(widget)
        return bar
