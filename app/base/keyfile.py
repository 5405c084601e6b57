"""The key that device passwords are sealed with: a small file apart from the record."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.base.errors import Unreachable, disk_reason

NAME = "dutyroom.key"


def users_key() -> Path:
    """Where the key of this account lies when the settings name no other place."""
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "dutyroom" / NAME


class KeyFile:
    """One Fernet key a line, the newest first: it seals, all of them open. Only this account reads it.

    Read anew each time, so a key that is put in its place counts at once. `place` None: a key that is
    gone with this process, for the demonstration. `Unreachable("secret", why)`: key_missing,
    other_key, damaged (no keys in the file, or a token that was changed), or what the disk says.
    """

    def __init__(self, place: Path | None) -> None:
        self._place = place
        self._fleeting: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return "KeyFile(***)"

    def seal(self, words: str) -> tuple[str, str]:
        """(name of the key, token). Makes the first key when there is none yet."""
        keys = self._read() or self.renew()
        return _name(keys[0]), Fernet(keys[0]).encrypt(words.encode()).decode("ascii")

    def open(self, key_id: str, token: str) -> str:
        keys = self._read()
        if not keys:
            raise Unreachable("secret", "key_missing")
        if key_id not in map(_name, keys):
            raise Unreachable("secret", "other_key")
        try:
            return MultiFernet([Fernet(key) for key in keys]).decrypt(token).decode()
        except InvalidToken:
            raise Unreachable("secret", "damaged") from None

    def newest(self) -> str:
        """The name of the key that seals now, "" without any."""
        keys = self._read()
        return _name(keys[0]) if keys else ""

    def renew(self) -> tuple[bytes, ...]:
        """A new key seals from now on; the older ones still open. All keys, the newest first."""
        keys = (Fernet.generate_key(), *self._read())
        if self._place is None:
            self._fleeting = keys
        else:
            try:
                _write(self._place, b"\n".join(keys) + b"\n")
            except OSError as error:
                raise Unreachable("secret", disk_reason(error)) from error
        return keys

    def _read(self) -> tuple[bytes, ...]:
        if self._place is None:
            return self._fleeting
        try:
            lines = self._place.read_bytes().split()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise Unreachable("secret", disk_reason(error)) from error
        try:
            for line in lines:
                Fernet(line)
        except ValueError:
            raise Unreachable("secret", "damaged") from None
        if not lines:
            raise Unreachable("secret", "damaged")
        with suppress(OSError):
            self._place.chmod(0o600)
        return tuple(lines)


def _name(key: bytes) -> str:
    """What is written beside a token: tells the key, does not give it away."""
    return hashlib.sha256(b"dutyroom/key/" + key).hexdigest()[:12]


def _write(place: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else's eyes at any moment."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = place.with_suffix(".new")
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    os.replace(aside, place)
