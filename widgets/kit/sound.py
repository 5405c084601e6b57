"""Plays the alarm sounds until somebody answers; a desk without loudspeaker says so."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from widgets.kit.theme import Theme
from widgets.kit.tones import samples

URGENT_AFTER_MS = 60_000
URGENT_REPEAT_MS = 2_500
"""An emergency that nobody has answered for a minute sounds twice as often. tokens.toml [sound]"""


class Speaker(Protocol):
    @property
    def available(self) -> bool: ...

    def play(self, pcm: bytes, gain_db: float) -> None: ...


class Sounds(QObject):
    """Patterns by their names in the tokens: emergency, now, new, fault.

    `rang(name)` each time a pattern is begun, with or without a loudspeaker; `urgent` once when an
    emergency has sounded for a minute (external sounder); `available_changed` when a device comes
    or goes. `gain_db` is set lower while the receiver is up and at night (not for emergencies).
    """

    rang = Signal(str)
    urgent = Signal()
    available_changed = Signal(bool)

    def __init__(
        self, theme: Theme, speaker: Speaker | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tokens = theme.tokens["sound"]
        self._speaker = speaker or QtSpeaker(int(self._tokens["sample_rate_hz"]), self)
        self._pcm: dict[str, bytes] = {}
        self.gain_db = 0.0
        self.repeating = ""
        self._again = QTimer(self)
        self._again.timeout.connect(self._ring)
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.setInterval(URGENT_AFTER_MS)
        self._minute.timeout.connect(self._press)
        if isinstance(self._speaker, QtSpeaker):
            self._speaker.changed.connect(self.available_changed)

    @property
    def available(self) -> bool:
        """False: the alarm is on the screen only; the lamp bar must say so."""
        return self._speaker.available

    def play(self, name: str) -> None:
        """Once."""
        if name not in self._pcm:
            self._pcm[name] = samples(self._tokens, name)
        gain = 0.0 if name == "emergency" and self.gain_db > -10 else self.gain_db
        self._speaker.play(self._pcm[name], gain)
        self.rang.emit(name)

    def repeat(self, name: str) -> None:
        """At once and then at the pattern's pace, until `quiet` or another pattern; a pattern that
        is repeating already goes on undisturbed."""
        if name == self.repeating:
            return
        self.quiet()
        self.repeating = name
        pause_s = float(self._tokens[name]["repeat_s"])
        if pause_s > 0:
            self._again.start(round(pause_s * 1000))
        if name == "emergency":
            self._minute.start()
        self._ring()

    def quiet(self) -> None:
        """Somebody answered."""
        self.repeating = ""
        self._again.stop()
        self._minute.stop()

    def _ring(self) -> None:
        self.play(self.repeating)

    def _press(self) -> None:
        self._again.start(URGENT_REPEAT_MS)
        self.urgent.emit()


class QtSpeaker(QObject):
    """The default loudspeaker of the machine, found anew when one is plugged in."""

    changed = Signal(bool)

    def __init__(self, rate_hz: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._format = QAudioFormat()
        self._format.setSampleRate(rate_hz)
        self._format.setChannelCount(1)
        self._format.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._look)
        self._device = QAudioDevice()
        self._sink: QAudioSink | None = None
        self._buffer: QBuffer | None = None
        self._look()

    @property
    def available(self) -> bool:
        return not self._device.isNull()

    def play(self, pcm: bytes, gain_db: float) -> None:
        if self._sink is None:
            return
        self._sink.stop()
        self._buffer = QBuffer(self)
        self._buffer.setData(pcm)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._sink.setVolume(10 ** (gain_db / 20))
        self._sink.start(self._buffer)

    def _look(self) -> None:
        had = self.available
        self._device = QMediaDevices.defaultAudioOutput()
        self._sink = QAudioSink(self._device, self._format, self) if self.available else None
        if had != self.available:
            self.changed.emit(self.available)
