"""Digest sign-in as cameras ask for it (RFC 2617, MD5, without qop)."""

from __future__ import annotations

import hashlib
import hmac
import re

_PART = re.compile(r'(\w+)="([^"]*)"')


class Digest:
    """Checks the Authorization header; an empty user lets everybody in."""

    def __init__(self, user: str, password: str, nonce: str, realm: str = "camera") -> None:
        self._user = user
        self._password = password
        self._nonce = nonce
        self._realm = realm

    @property
    def challenge(self) -> str:
        return f'Digest realm="{self._realm}", nonce="{self._nonce}"'

    def allows(self, method: str, header: str) -> bool:
        if not self._user:
            return True
        said = dict(_PART.findall(header))
        if said.get("username") != self._user or said.get("nonce") != self._nonce:
            return False
        who = _md5(f"{self._user}:{self._realm}:{self._password}")
        what = _md5(f"{method}:{said.get('uri', '')}")
        want = _md5(f"{who}:{self._nonce}:{what}")
        return hmac.compare_digest(want, said.get("response", ""))


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
