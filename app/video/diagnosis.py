"""Why a camera shows nothing: asked step by step, from its address to its pictures."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from app.base.clock import Clock
from app.base.errors import Refused
from app.base.findings import Mark, Stopped
from app.base.secrets import Login
from app.video.address import checked, with_login
from app.video.measuring import LISTEN_S, Measured, measure
from app.video.records import Which
from app.video.rtsp import Answer, Reading, authorization, challenge_of, coding_of, question
from app.video.states import Reason

ANSWER_S = 3.0
PORTS = {"rtsp": 554, "rtsps": 322}
SHOWN = ("H.264", "H.265")
FPS_LOW, GOP_LONG_S, JITTER_HIGH_MS = 10.0, 6.0, 120.0
"""Below or above, the picture works and is worth a look. [choice]"""


class Step(StrEnum):
    ADDRESS = "address"
    NAME = "name"
    PORT = "port"
    TALK = "talk"
    LOGIN = "login"
    PATH = "path"
    CODING = "coding"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one step came to: the window puts `code` with its `figures` into words. No figure holds a user
    or a password."""

    which: Which
    step: Step
    mark: Mark
    code: str
    took_s: float
    figures: dict[str, str] = field(default_factory=dict)
    served: bool = False
    """Of the media server's stream, not of the camera itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked at. `sub` "" for a camera with one stream; `served` what a media server hands out, ""
    without one: it is asked first, and without a login."""

    main: str
    sub: str
    login: Login | None
    slow_start: bool = False
    interval_s: float | None = None
    listen_s: float = LISTEN_S
    served: str = ""


class _Bad(Exception):
    """A step that bars those after it."""

    def __init__(self, code: str, **figures: str) -> None:
        super().__init__(code)
        self.code, self.figures = code, figures


class Diagnosis:
    """`run` blocks for seconds: on a thread of its own. `heard` gets each finding as it is made, on that
    thread; `stop` may be called from any other."""

    def __init__(self, clock: Clock, asked: Asked, heard: Callable[[Finding], None]) -> None:
        self._clock, self._asked, self._heard = clock, asked, heard
        self._which = Which.MAIN
        self._served, self._login = False, asked.login
        self._stopped = False

    def stop(self) -> None:
        self._stopped = True

    def run(self) -> None:
        """The streams one after the other; the first step that fails ends its stream."""
        asked = self._asked
        streams = (
            (Which.MAIN, asked.served, True),
            (Which.MAIN, asked.main, False),
            (Which.SUB, asked.sub, False),
        )
        for which, url, served in streams:
            if url:
                self._which, self._served = which, served
                self._login = None if served else asked.login
                with suppress(_Bad, Stopped):
                    self._stream(url)

    def _stream(self, url: str) -> None:
        with self._step(Step.ADDRESS) as say:
            try:
                text = checked("url", url)
            except Refused as refused:
                raise _Bad(refused.code) from None
            parts = urlsplit(text)
            host, port = parts.hostname or "", parts.port or PORTS[parts.scheme.lower()]
            say("ok", host=host, port=str(port))
        with self._step(Step.NAME) as say:
            place = self._named(host, port, say)
        with self._step(Step.PORT) as say:
            line = self._connect(place, host, secure=parts.scheme.lower() == "rtsps")
            say("ok", port=str(port))
        with line:
            self._talk(_Talk(line, self._check), text)
        with self._step(Step.PICTURES) as say:
            self._pictures(text, say)

    # -- the steps -----------------------------------------------------------------------------

    def _named(self, host: str, port: int, say: _Say) -> tuple[str, int]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise _Bad("no_name", host=host) from None
        where = str(found[0][4][0])
        say("number" if where == host else "ok", host=host, where=where)
        return where, port

    def _connect(self, place: tuple[str, int], host: str, *, secure: bool) -> socket.socket:
        try:
            line = socket.create_connection(place, ANSWER_S)
        except TimeoutError:
            raise _Bad("silent", port=str(place[1])) from None
        except ConnectionRefusedError:
            raise _Bad("refused", port=str(place[1])) from None
        except OSError:
            raise _Bad("no_way") from None
        if not secure:
            return line
        around = ssl.create_default_context()
        around.check_hostname, around.verify_mode = False, ssl.CERT_NONE
        try:
            return around.wrap_socket(line, server_hostname=host)
        except OSError:
            line.close()
            raise _Bad("not_secure") from None

    def _talk(self, talk: _Talk, url: str) -> None:
        with self._step(Step.TALK) as say:
            answer = talk.ask("OPTIONS", url)
            say("ok", status=str(answer.status), server=answer.headers.get("server", "")[:40])
        with self._step(Step.LOGIN) as say:
            described = self._described(talk, url, say)
        with self._step(Step.PATH) as say:
            if described.status != 200:
                raise _Bad({404: "missing", 453: "busy", 503: "busy"}.get(described.status, "status"),
                           status=str(described.status))  # fmt: skip
            say("ok")
        with self._step(Step.CODING) as say:
            coding = coding_of(described.body)
            if not coding:
                raise _Bad("no_video")
            say("ok" if coding in SHOWN else "unusual", coding=coding,
                mark=Mark.GOOD if coding in SHOWN else Mark.ODD)  # fmt: skip

    def _described(self, talk: _Talk, url: str, say: _Say) -> Answer:
        more = {"Accept": "application/sdp"}
        answer = talk.ask("DESCRIBE", url, more)
        login = self._login
        if answer.status == 403:
            raise _Bad("forbidden")
        if answer.status != 401:
            say("open_kept" if login is not None else "open")
            return answer
        wanted = challenge_of(answer)
        if wanted is None:
            raise _Bad("unknown_way")
        told = {"realm": wanted.realm[:40], "way": wanted.scheme.capitalize()}
        if login is None:
            raise _Bad("no_login", **told)
        more["Authorization"] = authorization(wanted, login, "DESCRIBE", url)
        answer = talk.ask("DESCRIBE", url, more)
        if answer.status in (401, 403):
            raise _Bad("wrong_login", **told)
        say("ok", **told)
        return answer

    def _pictures(self, url: str, say: _Say) -> None:
        asked = self._asked
        found = measure(
            with_login(url, self._login),
            self._clock,
            lambda: self._stopped,
            slow=asked.slow_start,
            interval_s=asked.interval_s,
            listen_s=asked.listen_s,
        )
        self._check()
        if found.reason is not Reason.NONE:
            raise _Bad(found.reason.value)
        told = told_of(found)
        odd = [
            code
            for code, so in (
                ("few", asked.interval_s is None and found.fps is not None and found.fps < FPS_LOW),
                ("uneven", asked.interval_s is None and found.jitter_ms > JITTER_HIGH_MS),
                ("long_groups", (found.gop_s or 0.0) > GOP_LONG_S),
            )
            if so
        ]
        say(odd[0] if odd else "ok", mark=Mark.ODD if odd else Mark.GOOD, **told)

    # -- how a step is told --------------------------------------------------------------------

    @contextmanager
    def _step(self, step: Step) -> Iterator[_Say]:
        self._check()
        begun_s = self._clock.monotonic_s()

        def took_s() -> float:
            return self._clock.monotonic_s() - begun_s

        def say(code: str, mark: Mark = Mark.GOOD, **figures: str) -> None:
            self._heard(Finding(self._which, step, mark, code, took_s(), figures, self._served))

        try:
            yield say
        except _Bad as bad:
            self._heard(
                Finding(self._which, step, Mark.BAD, bad.code, took_s(), bad.figures, self._served)
            )
            raise

    def _check(self) -> None:
        if self._stopped:
            raise Stopped


_Say = Callable[..., None]


class _Talk:
    """Questions on one connection."""

    def __init__(self, line: socket.socket, check: Callable[[], None]) -> None:
        self._line, self._check, self._number = line, check, 0

    def ask(self, method: str, url: str, more: dict[str, str] | None = None) -> Answer:
        self._number += 1
        reading = Reading()
        try:
            self._line.settimeout(ANSWER_S)
            self._line.sendall(question(method, url, self._number, more))
            while True:
                self._check()
                data = self._line.recv(4096)
                if not data:
                    raise _Bad("cut")
                answer = reading.take(data)
                if answer is not None:
                    return answer
                if reading.garbage:
                    raise _Bad("garbage")
        except TimeoutError:
            raise _Bad("silent") from None
        except OSError:
            raise _Bad("cut") from None


def told_of(found: Measured) -> dict[str, str]:
    """The figures of a stream as they are shown; "—" for what was not seen."""
    return {
        "first_s": f"{found.first_s:.1f}" if found.first_s is not None else "—",
        "key_s": f"{found.key_s:.1f}" if found.key_s is not None else "—",
        "fps": f"{found.fps:.1f}" if found.fps is not None else "—",
        "kbps": f"{found.kbps:.0f}" if found.kbps is not None else "—",
        "gop_s": f"{found.gop_s:.1f}" if found.gop_s is not None else "—",
        "jitter_ms": f"{found.jitter_ms:.0f}",
        "size": f"{found.width}×{found.height}" if found.width else "—",
    }
