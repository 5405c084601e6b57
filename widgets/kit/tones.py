"""The alarm sounds, rendered from the tokens: each pattern as 16-bit samples."""

from __future__ import annotations

import io
import wave
from typing import Any

import numpy as np

LOUDEST = 0.8
"""Of full scale, so that the sum of the partials never clips."""


def samples(sound: dict[str, Any], name: str) -> bytes:
    """Little-endian 16-bit mono at the tokens' rate: the pulses of one pattern, with their gaps."""
    rate, pattern = int(sound["sample_rate_hz"]), sound[name]
    gap = np.zeros(rate * int(pattern["gap_ms"]) // 1000)
    parts: list[Any] = []
    for pitch in pattern["pulses_hz"]:
        parts += [_pulse(sound, float(pitch), int(pattern["pulse_ms"])), gap]
    wave_form = np.concatenate(parts[:-1])
    return (wave_form * LOUDEST * 32767).astype("<i2").tobytes()


def wav(sound: dict[str, Any], name: str) -> bytes:
    """The pattern as a WAV file, for the test button of another player and for the drill's papers."""
    held = io.BytesIO()
    with wave.open(held, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(int(sound["sample_rate_hz"]))
        out.writeframes(samples(sound, name))
    return held.getvalue()


def _pulse(sound: dict[str, Any], pitch_hz: float, length_ms: int) -> Any:
    """Several partials, so that the ear finds the place; soft edges, so that nothing clicks."""
    rate, weights = int(sound["sample_rate_hz"]), sound["harmonics"]
    at_s = np.arange(rate * length_ms // 1000) / rate
    tone = sum(
        weight * np.sin(2 * np.pi * pitch_hz * n * at_s) for n, weight in enumerate(weights, 1)
    )
    rise = np.clip(at_s * 1000 / sound["attack_ms"], 0, 1)
    fall = np.clip((at_s[-1] - at_s) * 1000 / sound["release_ms"], 0, 1)
    return tone / sum(weights) * np.minimum(rise, fall)
