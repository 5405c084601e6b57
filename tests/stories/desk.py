"""A console process as the test holds it: commands, answers, and the end that nobody announced."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.base.clock import SystemClock

ROOT = Path(__file__).resolve().parents[2]
ANSWER_S = 60.0
State = dict[str, Any]


class DeskProcess:
    """Started by the constructor, with its windows open when the first answer comes. `module` moves them."""

    def __init__(self, folder: Path, module: str = "tests.stories.console") -> None:
        self._clock = SystemClock()
        self._answers: queue.SimpleQueue[State | None] = queue.SimpleQueue()
        self._errors = folder.with_name("console.txt").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, "--data", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, name="console", daemon=True)
        self._reader.start()

    def do(self, verb: str, *args: Any) -> State:
        """What the desk answers when it is done; fails when it could not be done."""
        self._process.stdin.write(json.dumps([verb, *args]) + "\n")
        self._process.stdin.flush()
        try:
            answer = self._answers.get(timeout=ANSWER_S)
        except queue.Empty:
            raise AssertionError(f"{verb}: no answer in {ANSWER_S:g} s") from None
        assert answer is not None, f"{verb}: the console has ended"
        assert "failed" not in answer, f"{verb}: {answer.get('failed')}"
        return answer

    def until(self, seen: Callable[[State], bool], wait_s: float = 20.0) -> State:
        """Look at the windows again and again until it is `seen`; the last look."""
        end_s = self._clock.monotonic_s() + wait_s
        while not seen(state := self.do("look")):
            assert self._clock.monotonic_s() < end_s, f"not seen in {wait_s:g} s: {state}"
        return state

    def kill(self) -> None:
        """kill -9: the console hears nothing of it."""
        self._process.send_signal(signal.SIGKILL)
        assert self._process.wait(ANSWER_S) == -signal.SIGKILL
        self._clean()

    def quit(self) -> int:
        """The officer closes the main window; what the process ends with."""
        self._process.stdin.write('["quit"]\n')
        self._process.stdin.close()
        result = self._process.wait(ANSWER_S)
        self._clean()
        return result

    def close(self) -> None:
        """However the test ended, nothing of it is left."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(ANSWER_S)
        self._clean()

    def _clean(self) -> None:
        with contextlib.suppress(ProcessLookupError):  # the map's helpers, if they linger
            os.killpg(self._process.pid, signal.SIGKILL)
        self._reader.join(ANSWER_S)
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._errors.close()

    def _read(self) -> None:
        for line in self._process.stdout:
            if line.startswith("@"):
                self._answers.put(json.loads(line[1:]))
        self._answers.put(None)
