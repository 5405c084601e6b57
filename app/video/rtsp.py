"""RTSP questions and answers as bytes, and what a description says, without I/O."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from dataclasses import dataclass, field

from app.base.secrets import Login

AGENT = "Dutyroom"
MOST_BYTES = 64_000
"""An answer longer than that is none."""
_PART = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_CODINGS = {"H264": "H.264", "H265": "H.265", "JPEG": "MJPEG", "MP4V-ES": "MPEG-4"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def challenges(self) -> list[str]:
        return self.headers.get("www-authenticate", "").split("\n")


def question(method: str, url: str, number: int, more: dict[str, str] | None = None) -> bytes:
    heads = {"CSeq": str(number), "User-Agent": AGENT, **(more or {})}
    lines = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"{method} {url} RTSP/1.0\r\n{lines}\r\n".encode()


@dataclass(slots=True)
class Reading:
    """Bytes that arrive, until they are an answer. `garbage`: they never will be."""

    _held: bytes = field(default=b"", repr=False)
    garbage: bool = False

    def take(self, data: bytes) -> Answer | None:
        self._held += data
        if not b"RTSP/".startswith(self._held[:5]) and not self._held.startswith(b"RTSP/"):
            self.garbage = True
            return None
        head, gap, body = self._held.partition(b"\r\n\r\n")
        if not gap:
            self.garbage = len(self._held) > MOST_BYTES
            return None
        lines = head.decode("utf-8", "replace").split("\r\n")
        status = lines[0].split(" ")
        if len(status) < 2 or not status[1].isdigit():
            self.garbage = True
            return None
        headers = _headers(lines[1:])
        said = headers.get("content-length", "0")
        length = int(said) if said.isdecimal() and len(said) < 8 else 0
        if length > MOST_BYTES:
            self.garbage = True
            return None
        if len(body) < length:
            return None
        self._held = b""
        return Answer(int(status[1]), headers, body[:length].decode("utf-8", "replace"))


def _headers(lines: list[str]) -> dict[str, str]:
    """By small name; of several the values stand in lines of their own."""
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            key = name.strip().lower()
            found[key] = f"{found[key]}\n{value.strip()}" if key in found else value.strip()
    return found


@dataclass(frozen=True, slots=True)
class Challenge:
    """How a device wants to be told who asks."""

    scheme: str
    realm: str
    nonce: str = field(default="", repr=False)
    qop: str = ""
    opaque: str = field(default="", repr=False)


def challenge_of(answer: Answer) -> Challenge | None:
    """Digest before Basic; None when it names no way that is known."""
    told: dict[str, Challenge] = {}
    for line in answer.challenges:
        scheme, _, rest = line.strip().partition(" ")
        said = {name.lower(): quoted or bare for name, quoted, bare in _PART.findall(rest)}
        told.setdefault(
            scheme.lower(),
            Challenge(scheme, said.get("realm", ""), said.get("nonce", ""), said.get("qop", ""),
                      said.get("opaque", "")),
        )  # fmt: skip
    return told.get("digest") or told.get("basic")


def authorization(one: Challenge, login: Login, method: str, url: str) -> str:
    """The header that answers a challenge (RFC 2617, MD5). Never shown, never logged."""
    if one.scheme.lower() == "basic":
        return "Basic " + b64encode(f"{login.user}:{login.password}".encode()).decode()
    who = _md5(f"{login.user}:{one.realm}:{login.password}")
    what = _md5(f"{method}:{url}")
    count, own = "00000001", "6475747972"
    parts = [
        f'username="{login.user}"',
        f'realm="{one.realm}"',
        f'nonce="{one.nonce}"',
        f'uri="{url}"',
    ]
    if "auth" in one.qop.split(","):
        response = _md5(f"{who}:{one.nonce}:{count}:{own}:auth:{what}")
        parts += ["qop=auth", f"nc={count}", f'cnonce="{own}"']
    else:
        response = _md5(f"{who}:{one.nonce}:{what}")
    parts.append(f'response="{response}"')
    if one.opaque:
        parts.append(f'opaque="{one.opaque}"')
    return "Digest " + ", ".join(parts)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def coding_of(description: str) -> str:
    """What the description (SDP) says the video is coded in; "" when it describes none."""
    video = False
    for line in description.splitlines():
        if line.startswith("m="):
            video = line.startswith("m=video")
        elif video and line.lower().startswith("a=rtpmap:"):
            name = line.partition(" ")[2].partition("/")[0].strip()
            return _CODINGS.get(name.upper(), name[:20])
    return "MJPEG" if re.search(r"^m=video \d+ \S+ 26\b", description, re.MULTILINE) else ""
