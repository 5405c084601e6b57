"""The demonstration set up: the county in the store, the simulators running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from secrets import token_urlsafe

from app.base.attachments import FileDoor
from app.base.clock import SHANGHAI
from app.base.ledger import Ledger
from app.base.secrets import Login, SecretKind, Secrets
from app.base.settings import Gateway, Phone, Settings
from app.demo.county import START, County, build
from app.demo.pictures import file_pictures
from app.demo.radios import HILL_GATEWAY, gateway_of
from app.demo.rounds import rounds
from app.demo.script import Item, load_script
from app.demo.seed import KeyStore, seed
from app.demo.stage import CAMERA_USER, GATEWAYS, Stage
from app.video.logins import EVERY
from app.video.scenes import Hung, Scenes

BEGIN = datetime(START.year, START.month, START.day, 20, 0, tzinfo=SHANGHAI)
"""The hour at which the flood night begins."""

UNIT = "示范县应急管理局值班室"
COUNTY_CODE = "156433125"
"""Whose border stands in for the demonstration county's; its real name is never shown."""

COUNTY_NAME = "示范县"

PHONE = "值班电话"
UNLISTED = "000-0007-0000"
"""A number that stands in no book."""

LIVELY = (
    (HILL_GATEWAY, "after 150 network off"),
    (HILL_GATEWAY, "after 240 network on"),
    (PHONE, "after 90 call 000-0002-0003"),
    (PHONE, f"after 300 call {UNLISTED}"),
)
"""What happens by itself while somebody looks around, with its second."""

WALL = (
    "01-F-07",
    "06-D-01",
    "00-U-01",
    "01-G-01",
    "00-B-01",
    "01-F-01",
    "02-F-02",
    "03-F-05",
    "08-F-03",
)
"""What hangs on the wall when the demonstration is opened for the first time."""


SCENES: tuple[tuple[str, str, int, int, tuple[str, ...]], ...] = (
    ("汛期", "防汛抗旱应急预案", 9, 0, WALL),
    ("林火", "森林防火期", 15, 0,
     ("01-G-01", "02-G-01", "03-G-01", "04-G-01", "00-U-01", "00-V-01")),
    ("云洛镇", "云洛镇", 4, 20,
     tuple(f"01-{one}" for one in ("F-01", "F-02", "F-03", "F-04", "F-07", "G-01", "D-01", "B-01"))),
)  # fmt: skip
"""Name, what it is for, layout, seconds per page, cameras."""


class Demonstration:
    """`prepare` runs on the store thread and takes some seconds the first time."""

    def __init__(self, resources: Path, folder: Path, pictures: Path) -> None:
        self._resources = resources
        self.stage = Stage(folder, pictures, WALL)

    def settings(self, held: Settings) -> Settings:
        """The desk's own settings with the county's name, border, simulated gateways and telephone."""
        return replace(
            held,
            unit=UNIT,
            gateways=tuple(
                Gateway(name, str(self.stage.ports[name]), driver=speaks)
                for name, (_, speaks) in GATEWAYS.items()
            ),
            phones=(Phone(PHONE, str(self.stage.modem_port)),),
            county_code=COUNTY_CODE,
            county_name=COUNTY_NAME,
        )

    def prepare(
        self,
        ledger: Ledger,
        store: KeyStore,
        scenes: Scenes,
        secrets: Secrets,
        files: FileDoor,
        progress: Callable[[int, int], bool],
    ) -> bool:
        """False when `progress` stopped it; the next start goes on from there.

        The cameras get a password that is new at every start.
        """
        county = build(self._resources / "demo", cameras_at=self.stage.cameras_at)
        if not seed(ledger, store, county, progress):
            return False
        file_pictures(ledger, store, files, county.pictures)
        ids = {camera.code: str(camera.id) for camera in county.tables["camera"]}
        if scenes.now() is None:
            scenes.hang("system", Hung(len(WALL), tuple(ids[code] for code in WALL)))
        if not scenes.scenes():
            for name, occasion, layout, dwell_s, codes in SCENES:
                hung = Hung(layout, tuple(ids[code] for code in codes if code in ids), dwell_s)
                scenes.keep("system", name, occasion, hung)
        login = Login(CAMERA_USER, token_urlsafe(12))
        secrets.keep("system", SecretKind.CAMERA, EVERY, login)
        self.stage.start(_switched_on(county), sorted(county.silent_cameras), login.password)
        for line in rounds(county):
            self.stage.radio(line)
        return True

    def enliven(self) -> None:
        """From now on something happens by itself now and then."""
        for where, line in LIVELY:
            if where == PHONE:
                self.stage.telephone(line)
            else:
                self.stage.gateway(where, line)

    def night(self) -> list[Item]:
        return load_script(self._resources / "demo" / "flood-night.json")


def _switched_on(county: County) -> dict[int, str]:
    """The radios that are on when the night begins, and the gateway that hears each."""
    return {
        radio.number: gateway_of(radio)
        for radio in county.tables["radio"]
        if radio.number not in county.silent_radios
    }
