"""The counters of a gateway's port, and its raw record to take away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.base.clock import local, span
from app.base.ports.counters import Counters
from app.base.ports.record import RawRecord
from app.base.saving import Saving
from app.people.rights import Act
from app.radio.board import Gateway
from widgets.duty.files import size_words
from widgets.kit.ask import ask
from widgets.kit.buttons import PlainButton
from widgets.kit.desk import Desk
from widgets.kit.explain import explain
from widgets.kit.gate import gates
from widgets.kit.labels import ElidedLabel, Label
from widgets.kit.saving import place_for

_LOOK_MS = 200


class GatewayDetails(QWidget):
    """`saved(path)` when the record was written where the officer wanted it."""

    saved = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._gateway: Gateway | None = None
        self._size: int | None = None
        self._asked_at: datetime | None = None
        self._done: _Done | None = None
        theme = desk.theme
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.px("space.m"))
        self._rows.setVerticalSpacing(2)
        self._rows.setColumnStretch(1, 1)
        self._values: list[ElidedLabel] = []
        for row, title in enumerate(self._titles()):
            self._rows.addWidget(Label(theme, title, "small", tone="text2"), row, 0)
            value = ElidedLabel(theme, "", "small")
            self._rows.addWidget(value, row, 1)
            self._values.append(value)
        self.export_button = PlainButton(theme, self.tr("Export raw record"))
        self.export_button.clicked.connect(self.export)
        gates(desk, Act.UNCOVERED, self.export_button)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.export_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, theme.px("space.s"), 0, 0)
        box.setSpacing(theme.px("space.s"))
        box.addLayout(self._rows)
        box.addLayout(foot)
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self._show_progress)

    def show_details(self, gateway: Gateway, counters: Counters, now: datetime) -> None:
        self._gateway = gateway
        for label, value in zip(self._values, self._told(gateway, counters, now), strict=True):
            label.setText(value)
        if self._done is None:
            self.export_button.setEnabled(gateway.record is not None and bool(self._size))
        if gateway.record is not None and (
            self._asked_at is None or (now - self._asked_at).total_seconds() > 5
        ):
            self._asked_at = now
            ask(self, self._desk.shooting, gateway.record.size, then=self._measured)

    def export(self, to: str = "") -> None:
        """Asks for the place unless `to` says it. Texts and positions of people are in it."""
        gateway = self._gateway
        if gateway is None or gateway.record is None or self._done is not None:
            return
        desk = self._desk
        day = local(desk.clock.now())
        name = self.tr("Raw record {gateway} {day}.raw").format(
            gateway=gateway.name, day=f"{day:%Y%m%d-%H%M}"
        )
        place = place_for(self, desk, self.tr("Export raw record"), name, self._failed, "*.raw", to)
        if place is None:
            return
        self._done = _Done(max(1, self._size or 1))
        self.export_button.setEnabled(False)
        self._tick.start()
        work = (_write, desk.saving, place, gateway.record, self._done)
        ask(self, desk.shooting, *work, then=lambda _: self._wrote(str(place)), fail=self._failed)

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("Bytes received"),
            self.tr("Bytes sent"),
            self.tr("Whole frames"),
            self.tr("Thrown away"),
            self.tr("Bad checksums"),
            self.tr("Line errors"),
            self.tr("Opened anew"),
            self.tr("Raw record"),
        )

    def _told(self, gateway: Gateway, counters: Counters, now: datetime) -> tuple[str, ...]:
        line = counters.line
        errors = "—"
        if line is not None:
            errors = self.tr("frame {frame}, overrun {overrun}, parity {parity}").format(
                frame=line.frame, overrun=line.overrun, parity=line.parity
            )
        received = size_words(counters.bytes_in)
        if counters.last_byte is not None:
            received += " · " + self.tr("{span} ago").format(span=span(now - counters.last_byte))
        bad = f"{counters.bad_checksum}"
        if counters.bad_message or counters.timeouts:
            bad += " · " + self.tr("contents {bad}, cut {cut}").format(
                bad=counters.bad_message, cut=counters.timeouts
            )
        return (
            received,
            size_words(counters.bytes_out),
            f"{counters.frames}",
            size_words(counters.dropped),
            bad,
            errors,
            self.tr("{n} times").format(n=counters.reopened),
            self._recorded(gateway.record),
        )

    def _recorded(self, record: RawRecord | None) -> str:
        if record is None:
            return "—"
        if record.trouble:
            return self.tr("cannot be written")
        return "—" if self._size is None else size_words(self._size)

    def _measured(self, size: int) -> None:
        self._size = size

    def _show_progress(self) -> None:
        if self._done is not None:
            share = min(99, 100 * self._done.bytes // self._done.total)
            self.export_button.setText(self.tr("Exporting {share} %").format(share=share))

    def _wrote(self, place: str) -> None:
        self._end()
        self._desk.say(self.tr("Exported: {place}").format(place=place))
        self.saved.emit(place)

    def _failed(self, error: Exception) -> None:
        self._end()
        self._desk.say(explain(error))

    def _end(self) -> None:
        self._done = None
        self._tick.stop()
        self.export_button.setText(self.tr("Export raw record"))
        self.export_button.setEnabled(True)


class _Done:
    """Written by the thread that works, read by the one that shows."""

    def __init__(self, total: int) -> None:
        self.total, self.bytes = total, 0


def _write(saving: Saving, place: Path, record: RawRecord, done: _Done) -> None:
    def pieces() -> Iterator[bytes]:
        for piece in record.whole():
            done.bytes += len(piece)
            yield piece

    saving.write(place, pieces())
