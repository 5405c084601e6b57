"""The films of the video bench: a moving pattern with noise, made by ffmpeg once and never committed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "build" / "bench"
FPS = 25
LENGTH_S = 20
FILMS = {
    "film1080": ("1920x1080", "libx264", "4M"),
    "film720": ("1280x720", "libx264", "2M"),
    "film360": ("640x360", "libx264", "500k"),
    "film265": ("1920x1080", "libx265", "3M"),
}
_CODERS = {
    "libx264": ("h264", ["-preset", "veryfast", "-x264-params", "aud=1"]),
    "libx265": (
        "hevc",
        [
            "-preset",
            "superfast",
            "-x265-params",
            "aud=1:repeat-headers=1:log-level=error:bframes=0",
        ],
    ),
}
_SUFFIX = {"h264": ".h264", "hevc": ".h265"}


def films() -> Path:
    """The folder with all of them; what is missing is made first (a minute or two)."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (size, coder, rate) in FILMS.items():
        kind, options = _CODERS[coder]
        place = FOLDER / (name + _SUFFIX[kind])
        if not place.exists():
            aside = place.with_suffix(".making")
            picture = f"testsrc2=size={size}:rate={FPS}:duration={LENGTH_S},noise=alls=14:allf=t"
            command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", picture]
            command += ["-pix_fmt", "yuv420p", "-c:v", coder, *options, "-g", "50", "-bf", "0"]
            command += ["-b:v", rate, "-maxrate", rate, "-bufsize", rate, "-f", kind, str(aside)]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
            os.replace(aside, place)
    return FOLDER
