"""应知应会: cards asked one by one, own counts, own words for them, the way to the provincial module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.base.errors import Refused
from app.duty.knowledge import Knowledge, Known, Score, StudyLink
from app.people.rights import Act
from app.people.signin import SignedIn
from widgets.kit.buttons import MainButton, PlainButton
from widgets.kit.columns import Column
from widgets.kit.desk import Desk
from widgets.kit.fields import AreaField, SegmentField, TextField
from widgets.kit.form import Form
from widgets.kit.labels import Label
from widgets.kit.lines import Line, LineList
from widgets.kit.listen import listen
from widgets.kit.panel import Panel
from widgets.kit.scroll import column
from widgets.kit.table import RecordTable
from widgets.study.view import StudyView

LABEL_W = 76
QUIZ_H = 300
LINK_ROWS = 1
OpenAddress = Callable[[QUrl], bool]


@dataclass(frozen=True, slots=True)
class Look:
    cards: list[Known]
    deck: list[Known]
    scores: list[Score]
    links: list[StudyLink]


class KnowledgeView(StudyView):
    """Alt+Q shows the answer, Alt+1 it was known, Alt+2 it was not: the next card comes."""

    kinds = ("knowledge_card", "card_answer", "study_link", "officer")

    def __init__(
        self,
        desk: Desk,
        knowledge: Knowledge,
        open_address: OpenAddress = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(desk)
        self._knowledge, self._open = knowledge, open_address
        self._deck: list[Known] = []
        self.asked: Known | None = None
        self._editing: Known | None = None
        self._build()
        listen(self, desk.bus, SignedIn, self._signed_in)
        self.begin()

    def first_focus(self) -> QWidget:
        return self._answer_button

    def look(self) -> Look:
        officer = self.desk.session.officer
        held = self._knowledge
        deck = held.deck(officer) if officer is not None else []
        return Look(held.known(officer), deck, held.scores(), held.links())

    def show_look(self, look: Look) -> None:
        self.table.show_records(look.cards, now=True)
        self.scores.show_records(look.scores, now=True)
        self._deck = look.deck
        known = sum(one.last is True for one in look.cards)
        note = self.tr("{n} cards, you knew {known} when last asked")
        self._panel.set_note(note.format(n=len(look.cards), known=known))
        self._links.show_lines(
            [Line(str(one.id), one.name, one.url, icon="link") for one in look.links]
        )
        self._held_links = {str(one.id): one for one in look.links}
        if self.asked is None or self.asked.card.key not in {one.id for one in look.cards}:
            self._next()

    def reveal(self) -> None:
        """What the answer is, and where it stands."""
        if self.asked is None:
            self._next()
            return
        card = self.asked.card
        self._answer.setText(card.answer)
        self._clause.setText(
            "　".join(
                part
                for part in (card.clause, self.tr("Source: {words}").format(words=card.source))
                if part
            )
        )
        for button in (self._knew, self._not):
            button.setEnabled(True)

    def judge(self, knew: bool) -> None:
        """The officer's own judgement, after the answer was shown."""
        one = self.asked
        if one is None or not self._answer.text():
            self.reveal()
            return
        self.write(lambda by: self._knowledge.answer(by, one.card, knew), lambda _: self._next())

    def ask_this(self, one: Known | None) -> None:
        """The card that was chosen in the list, instead of the next of the deck."""
        if one is not None:
            self._ask(one)

    def edit(self) -> None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("card", "choose"))
            return
        self.take_up(one)
        card = one.card
        self._form.fill(
            {
                "topic": card.topic,
                "question": card.question,
                "answer": card.answer,
                "clause": card.clause,
                "source": card.source,
            }
        )
        self._side.ensureWidgetVisible(self._form_panel)
        self._form.fields["answer"].setFocus()

    def take_up(self, one: Known | None) -> None:
        self._editing = one
        words = self.tr("Other words for the card") if one else self.tr("A card of our own")
        self._form_panel.set_title(words)

    def blank(self) -> None:
        self.take_up(None)
        self._form.clear()

    def keep(self) -> None:
        values = self._form.values()
        seen = self._editing.card if self._editing else None
        names = ("topic", "question", "answer", "clause", "source")
        told = tuple(values[name] for name in names)

        def done(_made: object) -> None:
            self.blank()
            self.asked = None
            self.desk.say(self.tr("Card kept"))

        self.write(lambda by: self._knowledge.write(by, seen, *told), done)

    def take_out(self) -> None:
        one = self.table.current()
        if one is None:
            self.refuse(Refused("card", "choose"))
            return
        self.write(lambda by: self._knowledge.take_out(by, one.card), lambda _: None)

    def open_link(self, line: Line | None = None) -> None:
        """In the system's browser; nothing of it comes in here."""
        key = line.key if line is not None else next(iter(self._held_links), None)
        one = self._held_links.get(key) if key else None
        if one is None:
            self._link_trouble(self.tr("No address is kept yet."))
        elif not self._open(QUrl(one.url)):
            self._link_trouble(
                self.tr("No browser of this machine opens {url}").format(url=one.url)
            )

    def keep_link(self) -> None:
        values = self._link_form.values()

        def done(_made: object) -> None:
            self._link_form.clear()
            self._link_said.hide()

        self.write(lambda by: self._knowledge.link(by, None, values["name"], values["url"]), done)

    def drop_link(self) -> None:
        line = self._links.current()
        one = self._held_links.get(line.key) if line is not None else None
        if one is not None:
            self.write(lambda by: self._knowledge.unlink(by, one), lambda _: None)

    def refuse(self, error: Exception) -> None:
        if isinstance(error, Refused) and error.field in ("name", "url"):
            form, self.form = self.form, self._link_form
            super().refuse(error)
            self.form = form
        else:
            super().refuse(error)

    def clear_refusal(self) -> None:
        super().clear_refusal()
        self._link_form.clear_errors()

    def _link_trouble(self, words: str) -> None:
        self._link_said.setText(words)
        self._link_said.show()

    def _signed_in(self, _fact: SignedIn) -> None:
        self.asked = None
        self.read()

    def _next(self) -> None:
        """Another than the one just asked, when there is one."""
        last = self.asked.id if self.asked else None
        rest = [one for one in self._deck if one.id != last]
        if rest or self._deck:
            self._ask((rest or self._deck)[0])
            return
        self.asked = None
        self._question.setText(self.tr("Sign in to be asked."))
        self._topic.setText("")
        self._answer.setText("")
        self._clause.setText("")

    def _ask(self, one: Known) -> None:
        self.asked = one
        times = self.tr("asked {n} times, known {k}").format(n=one.times, k=one.knew)
        self._topic.setText(f"{one.card.topic}　{times}")
        self._question.setText(one.card.question)
        self._answer.setText("")
        self._clause.setText("")
        for button in (self._knew, self._not):
            button.setEnabled(False)

    # -- building ------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        self._held_links: dict[str, StudyLink] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.m"))
        self._panel = Panel(theme, self.tr("Cards"), flush=True)
        turned = SegmentField(
            theme, "", [("cards", self.tr("Cards")), ("scores", self.tr("Per officer"))]
        )
        turned.set_value("cards")
        turned.setFixedWidth(theme.px("size.body") * 13)
        turned.changed.connect(lambda: self._stack.setCurrentIndex(int(turned.value() == "scores")))
        self._panel.tools.addWidget(turned)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_table())
        self._stack.addWidget(self._build_scores())
        self._panel.add(self._stack, 1)
        change = PlainButton(theme, self.tr("Change it"), "Alt+F")
        gone = PlainButton(theme, self.tr("Take it out"), "Alt+X")
        self.buttons(
            self._panel,
            (change, Act.DICTIONARIES, self.edit),
            (gone, Act.DICTIONARIES, self.take_out),
            flush=True,
        )
        row.addWidget(self._panel, 1000)
        self._side = column(theme, self._build_quiz(), self._build_links(), self._build_form())
        row.addWidget(self._side, 508)

    def _build_table(self) -> RecordTable:
        marks = {True: self.tr("known"), False: self.tr("not known"), None: "—"}
        columns = (
            Column(self.tr("Topic"), lambda k: k.card.topic, 96, tone="text2"),
            Column(
                self.tr("Question"),
                lambda k: k.card.question,
                stretch=True,
                second=lambda k: k.card.clause,
            ),
            Column(self.tr("Asked"), lambda k: str(k.times) if k.times else "—", 64, right=True),
            Column(
                self.tr("Last time"),
                lambda k: marks[k.last],
                88,
                right=True,
                strong=lambda k: k.last is False,
            ),
        )
        self.table = RecordTable(
            self.theme,
            columns,
            row="list_two_line",
            empty=self.tr("No card. The form at the right writes one."),
            name="cards",
            memory=self.desk.memory,
        )
        self.table.opened.connect(self.ask_this)
        return self.table

    def _build_scores(self) -> RecordTable:
        columns = (
            Column(self.tr("Officer"), lambda s: s.name, stretch=True, strong=True),
            Column(self.tr("Asked"), lambda s: str(s.asked), 96, right=True),
            Column(self.tr("Known"), lambda s: str(s.knew), 96, right=True),
            Column(self.tr("Cards known"), lambda s: str(s.cards), 112, right=True),
        )
        self.scores = RecordTable(
            self.theme,
            columns,
            row="table_compact",
            empty=self.tr("Nobody was asked yet."),
            name="card-scores",
            memory=self.desk.memory,
        )
        return self.scores

    def _build_quiz(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Asked"))
        panel.setFixedHeight(round(QUIZ_H * theme.px("size.body") / 15))
        self._topic = Label(theme, "", "small", tone="text2")
        self._question = Label(theme, "", "lead", strong=True)
        self._answer = Label(theme, "")
        self._clause = Label(theme, "", "caption", tone="text2")
        for label in (self._topic, self._question, self._answer, self._clause):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            panel.add(label)
        panel.body.addStretch(1)
        self._answer_button = PlainButton(theme, self.tr("Show the answer"), "Alt+Q")
        self._knew = PlainButton(theme, self.tr("Knew it"), "Alt+1")
        self._not = PlainButton(theme, self.tr("Did not"), "Alt+2")
        self.buttons(
            panel,
            (self._answer_button, None, self.reveal),
            (self._knew, Act.PRESENCE, lambda: self.judge(True)),
            (self._not, Act.PRESENCE, lambda: self.judge(False)),
        )
        return panel

    def _build_links(self) -> Panel:
        theme = self.theme
        panel = Panel(theme, self.tr("Provincial module and other addresses"))
        self._links = LineList(
            theme, lead_w=34, empty=self.tr("Not known: ask the office, then enter it here.")
        )
        self._links.setAccessibleName(self.tr("Provincial module and other addresses"))
        self._links.setFixedHeight((theme.px("row.list_two_line") + 4) * LINK_ROWS)
        self._links.opened.connect(self.open_link)
        panel.add(self._links)
        self._link_form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        self._link_form.row(
            name=TextField(theme, self.tr("What it is"), **look),
            url=TextField(theme, self.tr("Address"), placeholder="https://", label_w=44),
        )
        panel.add(self._link_form)
        self._link_said = Label(theme, "", "small", tone="now")
        self._link_said.setWordWrap(True)
        self._link_said.hide()
        panel.add(self._link_said)
        drop = PlainButton(theme, self.tr("Drop it"))
        keep = PlainButton(theme, self.tr("Keep the address"))
        go = PlainButton(theme, self.tr("Open in the browser"), "Alt+W")
        self.buttons(
            panel,
            (drop, Act.DICTIONARIES, self.drop_link),
            (keep, Act.DICTIONARIES, self.keep_link),
            (go, None, lambda: self.open_link(self._links.current())),
        )
        return panel

    def _build_form(self) -> Panel:
        theme = self.theme
        panel = self._form_panel = Panel(theme, self.tr("A card of our own"))
        self._form = self.form = Form(theme)
        look: dict[str, Any] = {"label_w": LABEL_W}
        for fields in (
            {"topic": TextField(theme, self.tr("Topic"), required=True, **look)},
            {"question": TextField(theme, self.tr("Question"), required=True, **look)},
            {"answer": AreaField(theme, self.tr("Its answer"), lines=2, required=True, **look)},
            {"clause": TextField(theme, self.tr("Clause"), **look)},
            {"source": TextField(theme, self.tr("Source"), required=True, **look)},
        ):
            self._form.row(**fields)
        panel.add(self._form)
        panel.add(self.trouble)
        empty = PlainButton(theme, self.tr("Empty the form"), "Alt+N")
        keep = MainButton(theme, self.tr("Keep it"), "Ctrl+Enter")
        self.buttons(panel, (empty, None, self.blank), (keep, Act.DICTIONARIES, self.keep))
        return panel
