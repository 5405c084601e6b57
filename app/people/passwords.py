"""Who may enter the passwords of devices."""

from __future__ import annotations

from app.base.secrets import Login, SecretKind, Secrets
from app.people.records import Officer
from app.people.rights import Act, demand


class DevicePasswords:
    """Runs on the store thread; it only writes. `holder`: a camera's id, a gateway's name."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def keep(self, by: Officer, kind: SecretKind, holder: str, login: Login | None) -> None:
        """None forgets it. `Refused`: not_allowed, user or password missing or too_long."""
        demand(by, Act.DEVICES)
        self._secrets.keep(str(by.id), kind, holder, login)
