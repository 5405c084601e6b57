"""What a camera tells of itself, and turning it (ONVIF). Device file (onveef, httpx)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

import httpx
from onveef import OnvifClient
from onveef.exceptions import (
    OnvifAuthError,
    OnvifCapabilityMissingError,
    OnvifError,
    OnvifOperationNotSupportedError,
    OnvifTimeoutError,
    OnvifTransportError,
)
from onveef.wsdiscovery import DiscoveredDevice, discover, probe_device

from app.base.errors import Unreachable
from app.base.secrets import Login
from app.video.address import taken_apart

ANSWER_S = 4.0
LISTEN_S = 3.0
RUN_S = 2
"""A device that turns stops by itself after so many seconds unless it is told again: a desk that dies
leaves no camera turning."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A device that answered the search; `service` is the address to ask it at."""

    service: str
    name: str
    hardware: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One stream as the device describes it; `url` without a login, "" when it gives none."""

    token: str
    name: str
    coding: str
    size: str
    url: str
    turns: bool


@dataclass(frozen=True, slots=True)
class About:
    maker: str
    model: str
    firmware: str
    serial: str
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    token: str
    name: str


def seek(interfaces: Sequence[str] | None = None, listen_s: float = LISTEN_S) -> list[Answered]:
    """Devices of the networks this desk is in, by WS-Discovery; only when an officer asks for it.

    `interfaces` are addresses of this desk to ask from, None all. Blocks `listen_s` for each.
    """
    where = list(interfaces) if interfaces is not None else None
    return _answered(discover(timeout_s=listen_s, interface_ip=where))


def seek_at(host: str, listen_s: float = LISTEN_S, port: int = 3702) -> list[Answered]:
    """The one device at this address, also beyond the router. `Unreachable("onvif", "no_way")`."""
    try:
        return _answered(probe_device(host, timeout_s=listen_s, port=port))
    except (OSError, ValueError):
        raise Unreachable("onvif", "no_way") from None


def _answered(found: list[DiscoveredDevice]) -> list[Answered]:
    rows = {
        one.device_service: Answered(one.device_service, one.name, one.hardware)
        for one in found
        if urlsplit(one.device_service).scheme in ("http", "https")
    }
    return sorted(rows.values(), key=lambda one: one.service)


class OnvifDevice:
    """One device. Every method blocks for as long as it takes to answer: on a thread of its own.

    `Unreachable("onvif", why)`: denied, silent, no_way, cannot (not able to do it), garbage.
    """

    def __init__(self, service: str, login: Login | None) -> None:
        self._service, self._login = service, login

    @cached_property
    def _client(self) -> OnvifClient:
        login = self._login or Login("", "")
        line = httpx.Client(timeout=ANSWER_S, trust_env=False)
        return OnvifClient(self._service, username=login.user, password=login.password,
                           http_client=line, timeout_s=ANSWER_S)  # fmt: skip

    def about(self) -> About:
        with _told():
            who = self._client.get_device_information()
            profiles = [self._profile(one) for one in self._client.get_profiles()]
        return About(
            who.get("Manufacturer", ""), who.get("Model", ""), who.get("FirmwareVersion", ""),
            who.get("SerialNumber", ""), tuple(profiles),
        )  # fmt: skip

    def _profile(self, told: dict[str, object]) -> Profile:
        encoder = told.get("video_encoder")
        coder: dict[str, object] = encoder if isinstance(encoder, dict) else {}
        token = str(told.get("token", ""))
        try:
            url = taken_apart(self._client.get_stream_uri(profile_token=token)).url
        except (OnvifCapabilityMissingError, OnvifOperationNotSupportedError):
            url = ""
        wide, high = coder.get("width"), coder.get("height")
        size = f"{wide}×{high}" if wide and high else ""
        return Profile(token, str(told.get("name", "")), str(coder.get("encoding", "")), size, url,
                       "ptz" in told)  # fmt: skip

    def turn(self, profile: str, pan: float, tilt: float, zoom: float) -> None:
        """Speeds from -1 to 1; right, up and nearer are positive. Ends by itself after `RUN_S`."""
        with _told():
            self._client.ptz_continuous_move(
                profile_token=profile, pan=pan, tilt=tilt, zoom=zoom, timeout=f"PT{RUN_S}S"
            )

    def stop(self, profile: str) -> None:
        with _told():
            self._client.ptz_stop(profile_token=profile)

    def presets(self, profile: str) -> list[Preset]:
        with _told():
            held = self._client.ptz_get_presets(profile_token=profile)
        return [Preset(str(one.get("token", "")), str(one.get("name", ""))) for one in held]

    def go(self, profile: str, preset: str) -> None:
        with _told():
            self._client.ptz_goto_preset(profile_token=profile, preset_token=preset)

    def keep(self, profile: str, name: str) -> None:
        """Where it looks now becomes a preset of this name."""
        with _told():
            self._client.ptz_set_preset(profile_token=profile, preset_name=name)

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()


@contextmanager
def _told() -> Iterator[None]:
    """The library's errors in our words; none of them holds a login."""
    try:
        yield
    except OnvifAuthError:
        raise Unreachable("onvif", "denied") from None
    except OnvifTimeoutError:
        raise Unreachable("onvif", "silent") from None
    except (OnvifCapabilityMissingError, OnvifOperationNotSupportedError):
        raise Unreachable("onvif", "cannot") from None
    except OnvifTransportError:
        raise Unreachable("onvif", "no_way") from None
    except (OnvifError, httpx.HTTPError, ValueError, KeyError):
        raise Unreachable("onvif", "garbage") from None
