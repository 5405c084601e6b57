"""Camera passwords in a file of their own, readable by this account only."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.base.errors import Refused, Unreachable, disk_reason
from app.video.address import Login

EVERY = "*"
"""The code under which the login of all other cameras stands."""


class LoginFile:
    """{code: [user, password]} as JSON, mode 0600, written aside and renamed.

    It is neither in the record nor in the directory, so no export, no journal and no other desk gets
    it. `Refused("logins", "broken")` when the file is damaged, `Unreachable("logins", why)` when it
    cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = self._read()

    def of(self, code: str) -> Login | None:
        return self._held.get(code) or self._held.get(EVERY)

    def keep(self, code: str, login: Login | None) -> None:
        """None forgets it."""
        held = {key: one for key, one in self._held.items() if key != code}
        if login is not None:
            held[code] = login
        text = json.dumps({key: [one.user, one.password] for key, one in held.items()})
        aside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside.unlink(missing_ok=True)
            with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            os.replace(aside, self._path)
        except OSError as error:
            raise Unreachable("logins", disk_reason(error)) from error
        self._held = held

    def _read(self) -> dict[str, Login]:
        try:
            held = json.loads(self._path.read_text(encoding="ascii"))
            return {str(code): Login(str(user), str(pin)) for code, (user, pin) in held.items()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise Unreachable("logins", disk_reason(error)) from error
        except (ValueError, TypeError, AttributeError):
            raise Refused("logins", "broken", file=self._path.name) from None
