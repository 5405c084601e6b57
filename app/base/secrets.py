"""Passwords of devices and of the hub: kept in the record as sealed tokens, never as they are."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.base.errors import Refused, Unreachable
from app.base.ids import new_id
from app.base.keyfile import KeyFile
from app.base.ledger import Ledger

MOST_LETTERS = 200
HUB = "hub"
"""The holder of the hub's password."""


@dataclass(frozen=True, slots=True)
class Login:
    """What a device wants to hear. Neither field shows in a repr."""

    user: str
    password: str

    def __repr__(self) -> str:
        return "Login(***)"


class SecretKind(StrEnum):
    CAMERA = "摄像头"
    GATEWAY = "网关"
    HUB = "中心库"


@dataclass(frozen=True, slots=True)
class Secret:
    """A sealed login. `holder`: whose (a camera's id, a gateway's name, "hub"); `key_id` names the
    key that opens `token`; an empty token: forgotten. Every desk has the tokens, only those with the
    key can read them.
    """

    id: UUID
    kind: SecretKind
    holder: str
    key_id: str
    token: str = field(repr=False)


class SecretStore(Protocol):
    def secrets(self, kind: SecretKind | None = None) -> list[Secret]:
        """One for each holder: of several made on different desks the last."""
        ...


class Secrets:
    """Runs on the store thread. `by` is the officer's id, or "system"."""

    def __init__(self, ledger: Ledger, store: SecretStore, keys: KeyFile) -> None:
        self._ledger = ledger
        self._store = store
        self._keys = keys

    def keep(self, by: str, kind: SecretKind, holder: str, login: Login | None) -> None:
        """Seal it and write the token; None forgets. `Refused`: user or password missing, too_long."""
        key_id, token = "", ""
        if login is not None:
            for name, value in (("user", login.user), ("password", login.password)):
                if not value and not (name == "user" and kind is SecretKind.HUB):
                    raise Refused(name, "missing")
                if len(value) > MOST_LETTERS:
                    raise Refused(name, "too_long", most=MOST_LETTERS)
            key_id, token = self._keys.seal(_told(kind, holder, login))
        held = next((one for one in self._store.secrets(kind) if one.holder == holder), None)
        if held is None and login is None:
            return
        made = Secret(held.id if held else new_id(), kind, holder, key_id, token)
        what = "secret.keep" if login is not None else "secret.forget"
        with self._ledger.change(by, what, ("secret", str(made.id))) as change:
            change.put("secret", made, seen=held)

    def read(self, kind: SecretKind) -> dict[str, Login | Unreachable]:
        """By holder: the login, or why it cannot be opened here."""
        found: dict[str, Login | Unreachable] = {}
        for one in self._store.secrets(kind):
            if one.token:
                try:
                    found[one.holder] = self._open(one)
                except Unreachable as why:
                    found[one.holder] = why
        return found

    def renew_key(self, by: str) -> tuple[int, int]:
        """A new key; every token that can be opened is sealed anew with it. How many, and how many not."""
        tokens = [one for one in self._store.secrets() if one.token]
        opened = []
        for one in tokens:
            try:
                opened.append((one, self._open(one)))
            except Unreachable:
                continue
        self._keys.renew()
        with self._ledger.change(by, "secret.renew", ("secret", "all")) as change:
            for one, login in opened:
                key_id, token = self._keys.seal(_told(one.kind, one.holder, login))
                change.put("secret", replace(one, key_id=key_id, token=token), seen=one)
        return len(opened), len(tokens) - len(opened)

    def hub_password(self) -> str:
        """What is sealed in the record, else "". `Unreachable("secret", why)` when it cannot be opened."""
        held = self.read(SecretKind.HUB).get(HUB)
        if isinstance(held, Unreachable):
            raise held
        return held.password if held else ""

    def _open(self, one: Secret) -> Login:
        """A token that was moved to another holder opens nothing."""
        told = json.loads(self._keys.open(one.key_id, one.token))
        if told["for"] != f"{one.kind} {one.holder}":
            raise Unreachable("secret", "damaged")
        return Login(told["user"], told["password"])


def _told(kind: SecretKind, holder: str, login: Login) -> str:
    return json.dumps({"for": f"{kind} {holder}", "user": login.user, "password": login.password})
