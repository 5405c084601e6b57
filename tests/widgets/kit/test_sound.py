"""Alarms sound as the tokens say, repeat until answered, and need no loudspeaker to work."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest
from PySide6.QtMultimedia import QMediaDevices

from widgets.kit.sound import Sounds
from widgets.kit.tones import samples, wav


class Heard:
    """Stands in for the loudspeaker."""

    available = True

    def __init__(self) -> None:
        self.played: list[tuple[int, float]] = []

    def play(self, pcm: bytes, gain_db: float) -> None:
        self.played.append((len(pcm), gain_db))


@pytest.mark.parametrize("name", ["emergency", "now", "new", "fault"])
def test_each_pattern_has_its_pitches_in_their_order(theme, name):
    sound = theme.tokens["sound"]
    rate, pattern = sound["sample_rate_hz"], sound[name]
    heard = np.frombuffer(samples(sound, name), "<i2").astype(float)
    pitches, at = pattern["pulses_hz"], 0
    pulse, gap = rate * pattern["pulse_ms"] // 1000, rate * pattern["gap_ms"] // 1000
    assert len(heard) == len(pitches) * pulse + (len(pitches) - 1) * gap
    for pitch in pitches:
        part = heard[at : at + pulse]
        found = np.argmax(np.abs(np.fft.rfft(part, rate)))
        assert found == pytest.approx(pitch, abs=4)
        assert abs(part[0]) < 50
        assert abs(part[-1]) < 50
        at += pulse + gap
    assert np.max(np.abs(heard)) < 32767


def test_the_wav_file_is_sixteen_bit_mono(theme):
    with wave.open(io.BytesIO(wav(theme.tokens["sound"], "new"))) as held:
        assert (held.getnchannels(), held.getsampwidth()) == (1, 2)
        assert held.getframerate() == theme.tokens["sound"]["sample_rate_hz"]


def test_an_alarm_repeats_until_it_is_answered(theme, qtbot):
    theme.tokens["sound"]["fault"]["repeat_s"] = 0.03
    speaker = Heard()
    sounds = Sounds(theme, speaker)
    sounds.repeat("fault")
    sounds.repeat("fault")
    assert len(speaker.played) == 1
    qtbot.waitUntil(lambda: len(speaker.played) >= 3)
    sounds.quiet()
    count = len(speaker.played)
    with qtbot.assertNotEmitted(sounds.rang, wait=120):
        pass
    assert len(speaker.played) == count
    assert sounds.repeating == ""


def test_the_night_is_quieter_but_not_for_an_emergency(theme, qtbot):
    speaker = Heard()
    sounds = Sounds(theme, speaker)
    sounds.gain_db = theme.number("sound.night_db")
    sounds.play("now")
    sounds.play("emergency")
    assert [gain for _, gain in speaker.played] == [-6, 0]


def test_a_desk_without_loudspeaker_says_so_and_goes_on(theme, qtbot):
    sounds = Sounds(theme)
    with qtbot.waitSignal(sounds.rang):
        sounds.play("new")
    assert sounds.available is not QMediaDevices.defaultAudioOutput().isNull()
