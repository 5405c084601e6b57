"""The fields of forms: one line, several lines, a number, a choice as segments or as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QInputMethodEvent,
    QPainter,
    QTextCursor,
    QValidator,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.kit.enter import is_enter
from widgets.kit.icons import icon as lucide
from widgets.kit.icons import paint_icon
from widgets.kit.labels import Label, restyle
from widgets.kit.segments import Segments
from widgets.kit.theme import Theme

LABEL_W = 84
MOST_DIGITS = 7
"""Of a number typed into a field: more than anything a county counts. [choice]"""
_NEVER_CUT = 2**24
"""Letters until Qt would drop the rest without a word; its own default is 32,767."""
MOST_LINE, MOST_AREA = 4_000, 20_000
"""Letters that may be pasted into a line, and into several lines. [choice]"""


class Field(QWidget):
    """Label, editor and error line. `changed` only for edits by hand; `value` is plain JSON."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        label: str,
        editor: QWidget,
        *,
        required: bool = False,
        share: int = 1,
        label_w: int = LABEL_W,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.editor = editor
        self.required = required
        self.share = share
        gap = theme.px("space.s")
        line = QHBoxLayout()
        line.setSpacing(gap)
        line.setContentsMargins(0, 0, 0, 0)
        if label:
            words = Label(theme, f"{label}*" if required else label, tone="text2")
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            wide = theme.px("size.body") * label_w // 15
            words.setFixedWidth(max(wide, words.sizeHint().width()))  # never cut, if never aligned
            words.setMinimumHeight(theme.px("control.field_h"))
            line.addWidget(words, 0, Qt.AlignmentFlag.AlignTop)
        self.line = line
        line.addWidget(editor, 1)
        self._error = Label(theme, "", "small", tone="now")
        self._error.setContentsMargins((label_w + gap) if label else 0, 0, 0, 0)
        self._error.setWordWrap(True)
        self._error.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(line)
        box.addWidget(self._error)
        editor.setAccessibleName(label)
        self.setFocusProxy(editor)

    def value(self) -> Any:
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        raise NotImplementedError

    def clear(self) -> None:
        self.set_value("")
        self.show_error("")

    def is_empty(self) -> bool:
        return self.value() in ("", None, [])

    def error(self) -> str:
        return self._error.text()

    def show_error(self, text: str) -> None:
        """Under the field, magenta; "" takes it away. Never moves the focus."""
        self._error.setText(text)
        self._error.setVisible(bool(text))
        self.editor.setProperty("wrong", bool(text))
        self.editor.setAccessibleDescription(text)
        restyle(self.editor)

    def refuse_length(self, letters: int, most: int) -> None:
        """What was pasted is still in the clipboard."""
        words = self.tr(
            "{letters} characters; at most {most}. Attach it as a file; nothing was taken"
        )
        self.show_error(words.format(letters=letters, most=most))

    def _edited(self) -> None:
        if self._error.text():
            self.show_error("")
        self.changed.emit()


class LineEdit(QLineEdit):
    """Enter goes to the next field; while an input method composes, Enter only commits.

    With `stays` Enter is an act of its own and the cursor does not go on to the button that leaves.
    `too_long(letters, most)`: what was pasted is not taken, not even a part of it.
    """

    too_long = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.stays = False
        self._composing = False
        self.setMaxLength(_NEVER_CUT)
        self._bound = Bounded(self, self.too_long.emit)
        self.setValidator(self._bound)

    @property
    def composing(self) -> bool:
        """Whether an input method is at a word that is not in the text yet."""
        return self._composing

    def setText(self, text: str) -> None:
        """What the record holds is shown whole, however long it is."""
        self._bound.had = len(text)
        super().setText(text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event) -> None:
        if is_enter(event):
            if self._composing:
                QGuiApplication.inputMethod().commit()
            else:
                self.returnPressed.emit()
                if self.hasFocus() and not self.stays:  # whoever listened may have moved it already
                    self.focusNextChild()
            event.accept()
            return
        super().keyPressEvent(event)


class Bounded(QValidator):
    """What would make a line too long is undone as a whole, whichever way it came: key, menu, drop.

    `tell(letters, most)`. `had` letters were there before: what is too long already may be shortened.
    """

    def __init__(self, edit: QLineEdit, tell: Callable[[int, int], None]) -> None:
        super().__init__(edit)
        self._tell = tell
        self.had = 0

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        if len(text) <= max(MOST_LINE, self.had):
            self.had = len(text)
            return QValidator.State.Acceptable, text, at
        self._tell(len(text), MOST_LINE)
        return QValidator.State.Invalid, text, at


class AreaEdit(QPlainTextEdit):
    """Enter goes on to the next field, Shift+Enter breaks the line, Tab leaves. `too_long` as of a line."""

    too_long = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._composing = False
        self.setTabChangesFocus(True)

    @property
    def composing(self) -> bool:
        """Whether an input method is at a word that is not in the text yet."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source) -> None:
        letters = self.document().characterCount() - 1 + len(source.text())
        if letters > MOST_AREA:
            self.too_long.emit(letters, MOST_AREA)
            return
        super().insertFromMimeData(source)

    def keyPressEvent(self, event) -> None:
        if is_enter(event):
            if self._composing:
                QGuiApplication.inputMethod().commit()
            else:
                self.focusNextChild()
            event.accept()
            return
        super().keyPressEvent(event)


class TextField(Field):
    """One line. `icon` is a Lucide name painted at its right end."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        *,
        placeholder: str = "",
        secret: bool = False,
        icon: str = "",
        **look: Any,
    ) -> None:
        editor = LineEdit()
        editor.setFixedHeight(theme.px("control.field_h"))
        editor.setPlaceholderText(placeholder)
        editor.setMinimumWidth(60)
        if secret:
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(theme, label, editor, **look)
        self.edit = editor
        editor.textEdited.connect(lambda _: self._edited())
        editor.too_long.connect(self.refuse_length)
        if icon:
            self._sign = editor.addAction(
                lucide(theme, icon), QLineEdit.ActionPosition.TrailingPosition
            )
            self._icon = icon
            theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self._sign.setIcon(lucide(self.theme, self._icon))

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))


class AreaField(Field):
    """Several lines; `lines` sets its height."""

    def __init__(
        self, theme: Theme, label: str, *, lines: int = 3, placeholder: str = "", **look: Any
    ) -> None:
        editor = AreaEdit()
        editor.setFont(theme.font())
        height = theme.size("body") * theme.number("font.line_height") * lines
        editor.setFixedHeight(round(height) + theme.px("space.m"))
        editor.setPlaceholderText(placeholder)
        super().__init__(theme, label, editor, **look)
        self.edit = editor
        self._setting = False
        editor.textChanged.connect(self._typed)
        editor.too_long.connect(self.refuse_length)

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self._setting = True
        self.edit.setPlainText("" if value is None else str(value))
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self._setting = False

    def _typed(self) -> None:
        if not self._setting:
            self._edited()


class NumberField(TextField):
    """A whole number of zero or more; empty is unknown (None), and shown as such, never as 0."""

    def __init__(self, theme: Theme, label: str, **look: Any) -> None:
        super().__init__(theme, label, **look)
        if not look.get("required"):
            self.edit.setPlaceholderText(self.tr("unknown"))
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)

    def value(self) -> int | None:
        """None when empty or not a number (see `is_valid`)."""
        text = self.edit.text().strip()
        return int(text) if text and self.is_valid() else None

    def is_valid(self) -> bool:
        text = self.edit.text().strip()
        return not text or (text.isdecimal() and len(text) <= MOST_DIGITS)

    def demand_valid(self) -> bool:
        """Said at the field when it is not, also for what was not typed by hand."""
        if not self.is_valid():
            self.show_error(self.tr("A whole number, or empty for unknown"))
        return self.is_valid()

    def _edited(self) -> None:
        super()._edited()
        self.demand_valid()


class ComboField(Field):
    """One of many. `options` are (value, words); the empty first option means nothing chosen."""

    def __init__(
        self, theme: Theme, label: str, options: Sequence[tuple[str, str]], **look: Any
    ) -> None:
        editor = ComboBox(theme)
        editor.setFixedHeight(theme.px("control.field_h"))
        for value, words in options:
            editor.addItem(words, value)
        super().__init__(theme, label, editor, **look)
        self.combo = editor
        editor.activated.connect(lambda _: self._edited())

    def value(self) -> str:
        return self.combo.currentData() or ""

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.combo.findData(value or ""))


def typable(combo: QComboBox, field: Field) -> None:
    """What is not in the list may be typed, in a line that refuses what is too long like any other.

    Without a completer: its window would take the keyboard from the input method.
    """
    combo.setEditable(True)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    line = LineEdit()
    line.too_long.connect(field.refuse_length)
    combo.setLineEdit(line)
    combo.setCompleter(None)


class ComboBox(QComboBox):
    """Painted arrow; the wheel does not change a choice that only lay under the pointer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(60)

    def wheelEvent(self, event) -> None:
        event.ignore()

    def keyPressEvent(self, event) -> None:
        if is_enter(event):
            self.focusNextChild()
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event) -> None:
        super().paintEvent(event)
        size = self._theme.px("icon.normal")
        painter = QPainter(self)
        x, y = self.width() - size - 10, (self.height() - size) / 2
        paint_icon(painter, "chevron-down", self._theme.colour("text2"), x, y, size)


class SegmentField(Field):
    """A few options side by side. With `many` several may be chosen and the value is a list."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        many: bool = False,
        **look: Any,
    ) -> None:
        self.segments = Segments(theme, options, many=many)
        super().__init__(theme, label, self.segments, **look)
        self.segments.picked.connect(self._edited)

    def value(self) -> Any:
        chosen = self.segments.chosen
        return list(chosen) if self.segments.many else (chosen[0] if chosen else "")

    def set_value(self, value: Any) -> None:
        if isinstance(value, str) or value is None:
            value = [value] if value else []
        self.segments.set_chosen(tuple(value))
