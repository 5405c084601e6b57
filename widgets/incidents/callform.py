"""The form of a call, in the order the caller speaks. Knows words, not what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.incidents.form import DANGERS
from app.incidents.kinds import KINDS, counts_of, named, written
from app.incidents.records import Count, EventClass, Source, Trend
from app.incidents.said import Said
from widgets.incidents.counts import CountBox
from widgets.kit.fields import (
    AreaField,
    ComboBox,
    ComboField,
    Field,
    SegmentField,
    TextField,
    typable,
)
from widgets.kit.form import Form
from widgets.kit.panel import Panel
from widgets.kit.scroll import scrolling
from widgets.kit.theme import Theme

_LABEL = {Count.MISSING: "失联", Count.AT_RISK: "涉险"}


class CallForm(Form):
    """`left` when a field was left: the moment to keep the draft. `number_given` with the caller's
    number when its field is left; `map_wanted` when the pin at the place is pressed."""

    left = Signal()
    number_given = Signal(str)
    map_wanted = Signal()

    def __init__(self, theme: Theme, asked: frozenset[str] = frozenset()) -> None:
        """`asked`: names of the fields that bear a star."""
        super().__init__(theme)
        self._asked = asked
        self._number = ""
        self._who(theme)
        self._what(theme)
        self._people(theme)
        self._scene(theme)
        self.stretch()
        self.layout().setSpacing(theme.px("space.xs") + 1)
        for field in self.fields.values():
            _watch(field, self)
        self.show_counts()

    @property
    def first(self) -> QWidget:
        """The field of the first key."""
        return self._phone.edit

    def values(self) -> dict[str, Any]:
        """Empty fields are left out: a draft holds what was typed."""
        return {name: value for name, value in super().values().items() if value}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Exactly these words: fields not named become empty."""
        self.clear()
        for name, value in values.items():
            self.fill_in(name, value)
        self._number = str(values.get("reporter_phone", ""))
        self.show_counts()

    def fill_in(self, name: str, value: Any) -> None:
        """Words that were not typed here: shown from their beginning. Unknown names are passed over."""
        field = self.fields.get(name)
        if field is not None:
            field.set_value(value)
            if isinstance(field, TextField):
                field.edit.setCursorPosition(0)

    def show_received(self, at: str, said: Said) -> None:
        """When it was taken, "" = not yet, and where it stands on the map if that is known."""
        told = self.tr("Received {time}").format(time=at or "—")
        if said.lat is not None:
            told += self.tr(" · on the map {lat}, {lon}").format(
                lat=f"{said.lat:.5f}", lon=f"{said.lon:.5f}"
            )
        self.received.setText(told)

    def panel(self) -> Panel:
        """The form in a frame of its own that scrolls."""
        panel = Panel(self._theme, flush=True)
        panel.body.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        edge = self._theme.px("space.l")
        inner.setContentsMargins(edge, edge // 2, edge, edge // 4)
        inner.addWidget(self)
        panel.add(scrolling(QScrollArea(), holder), 1)
        return panel

    def show_counts(self) -> None:
        """The boxes of the class of event, and any other that already holds a figure."""
        event_class, _ = named(str(self.fields["kind"].value()))
        asked = counts_of(event_class)
        for kind in Count:
            box = self.fields[kind.name.lower()]
            box.setVisible(kind in asked or not box.is_empty())

    def _text(self, name: str, label: str, **look: Any) -> TextField:
        return TextField(self._theme, label, required=name in self._asked, **look)

    def _who(self, theme: Theme) -> None:
        self.known = self.section(self.tr("Who calls"), number="1")
        self._phone = self._text(
            "reporter_phone", self.tr("Caller's number"), icon="phone", share=5
        )
        sources = [("", self.tr("by the unit")), *((s.value, s.value) for s in Source)]
        self.row(
            reporter_phone=self._phone,
            reporter_unit=self._text("reporter_unit", self.tr("Unit"), share=5),
            source=ComboField(theme, self.tr("Source"), sources, share=5),
        )
        self.row(
            reporter_name=self._text("reporter_name", self.tr("Name, post"), share=5),
            callback=self._text("callback", self.tr("Call back"), share=5),
            alarm_no=self._text("alarm_no", self.tr("Alarm no."), share=5),
        )

    def _what(self, theme: Theme) -> None:
        self.received = self.section(self.tr("What, when, where"), number="2")
        self._kind = KindField(
            theme, self.tr("Kind of event"), required="kind" in self._asked, share=5
        )
        self._kind.changed.connect(self.show_counts)
        about = SegmentField(theme, "", [("1", self.tr("about"))], many=True, share=1)
        self.row(
            kind=self._kind,
            happened=self._text(
                "happened",
                self.tr("Happened"),
                placeholder=self.tr("14:50, 06-18 14:50; empty = unknown"),
                share=4,
            ),
            happened_about=about,
        )
        place = self._text("place", self.tr("Place"), icon="map-pin")
        for action in place.edit.actions():
            action.triggered.connect(self.map_wanted)
        self.row(place=place)
        course = AreaField(theme, self.tr("Course"), lines=3, required="course" in self._asked)
        self.row(course=course)

    def _people(self, theme: Theme) -> None:
        self.section(self.tr("People"), self.tr("Empty = unknown, never taken for 0"), "3")
        boxes = {
            kind.name.lower(): CountBox(theme, kind.name.lower(), _LABEL.get(kind, kind.value))
            for kind in Count
        }
        self.row(**boxes)

    def _scene(self, theme: Theme) -> None:
        self.section(self.tr("Scene and needs"), number="4")
        self.row(
            commander=self._text("commander", self.tr("In command")),
            commander_phone=self._text("commander_phone", self.tr("Phone")),
        )
        trends = [(word.value, word.value) for word in Trend]
        dangers = [(word, word) for word in DANGERS]
        self.row(
            trend=SegmentField(theme, self.tr("Trend"), trends),
            dangers=SegmentField(theme, self.tr("Dangers"), dangers, many=True),
        )
        self.row(
            measures=self._text("measures", self.tr("Measures")),
            needs=self._text("needs", self.tr("Needs")),
        )
        self.row(told=self._text("told", self.tr("Told")))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
            number = self._phone.value()
            if watched is self._phone.edit and number and number != self._number:
                self._number = number
                self.number_given.emit(number)
        return super().eventFilter(watched, event)


class KindField(Field):
    """Class and kind: pick, or type any word (火灾) and the class is found when the field is left."""

    def __init__(self, theme: Theme, label: str, **look: Any) -> None:
        self.combo = ComboBox(theme)
        super().__init__(theme, label, self.combo, **look)
        typable(self.combo, self)
        self.combo.setFixedHeight(theme.px("control.field_h"))
        for event_class, kinds in KINDS.items():
            if event_class is not EventClass.UNKNOWN:
                self.combo.addItems([written(event_class, kind) for kind in kinds])
        self.combo.setCurrentIndex(-1)
        self.combo.activated.connect(lambda _: self._edited())
        self.combo.lineEdit().textEdited.connect(lambda _: self._edited())
        self.combo.lineEdit().editingFinished.connect(self._settle)

    def value(self) -> str:
        return self.combo.currentText().strip()

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.combo.findText(value or ""))
        self.combo.setEditText(value or "")

    def _settle(self) -> None:
        event_class, kind = named(self.value())
        if event_class is not EventClass.UNKNOWN:
            words = written(event_class, kind)
            if words != self.combo.currentText():
                self.combo.setEditText(words)
                self._edited()


def _watch(field: Field, form: CallForm) -> None:
    for widget in (field.editor, *field.editor.findChildren(QWidget)):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            widget.installEventFilter(form)
