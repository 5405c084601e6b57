"""Lamps of backup and disk say how it stands, and what to do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTranslator

from app.keeping.facts import BackupChanged, DiskSeen
from app.keeping.records import BackupState, Failed, FilmsLeft, Kept, Stage
from widgets.kit import words
from widgets.kit.lamps import ACT, KNOWN, NORMAL, UNKNOWN, Lamp
from widgets.shell.lampbar import LampBar
from widgets.shell.status import Status
from widgets.tour.film import Film
from widgets.wiring.keeping import KEY, KeepingLamps, age

ROOT = Path(__file__).parents[3]


class FakeBackups(SimpleNamespace):
    """What the lamp reads and asks."""

    def now(self) -> None:
        self.asked.append("now")

    def stop(self) -> None:
        self.asked.append("stop")


@pytest.fixture
def backups() -> FakeBackups:
    return FakeBackups(state=BackupState(places=2), asked=[])


@pytest.fixture
def lamps(desk, qapp, backups):
    before = qapp.findChildren(QTranslator)
    words.install(qapp, ROOT / "resources" / "translations", "zh_CN")
    status = Status("示范县应急管理局")
    made = KeepingLamps(desk, status, backups)
    yield made
    made.deleteLater()
    for translator in set(qapp.findChildren(QTranslator)).difference(before):
        qapp.removeTranslator(translator)


def shown(lamps: KeepingLamps, key: str = KEY):
    return next((lamp for lamp in lamps._status.lamps if lamp.key == key), None)


def tell(lamps: KeepingLamps, backups: FakeBackups, **state: object) -> None:
    backups.state = BackupState(places=2, **state)
    lamps._desk.bus.publish(BackupChanged(backups.state))


def kept(lamps: KeepingLamps, hours: float, missing: int = 0) -> Kept:
    at = lamps._desk.clock.now() - timedelta(hours=hours)
    left = FilmsLeft(12, 3_400_000_000, 5, 1_200_000_000) if missing else None
    return Kept(Path("/b/20260624T030000Z"), at, 1204, 31, 9_000_000, missing, missing, left)


def test_no_backup_yet_asks_for_one(lamps, backups):
    lamp = shown(lamps)
    assert (lamp.name, lamp.state, lamp.figure) == ("备份", KNOWN, "尚无")
    assert lamp.act == "现在备份"


def test_a_good_one_shows_its_age(lamps, backups):
    tell(lamps, backups, last=kept(lamps, 17))
    lamp = shown(lamps)
    assert (lamp.state, lamp.figure, lamp.step) == (NORMAL, "17 小时前", "")
    assert lamp.cause == "上次完好 06-24 03:00：记录 1204 条，附件 31 个"


def test_an_old_one_needs_action(lamps, backups, clock):
    tell(lamps, backups, last=kept(lamps, 50, missing=1))
    lamp = shown(lamps)
    assert (lamp.state, lamp.figure) == (ACT, "2 天前")
    assert "一天多没有完好的备份" in lamp.cause
    assert "另有 1 个附件不在本机" in lamp.cause
    assert "证据录像 1 段在备份内\n录像 12 个（3.40 GB）不在备份内，其中证据 5 个" in lamp.cause


def test_a_failed_one_says_where_why_and_what_to_do(lamps, backups):
    failed = Failed("/mnt/nas", lamps._desk.clock.now(), "disk_full")
    tell(lamps, backups, last=kept(lamps, 3), failed=(failed,))
    lamp = shown(lamps)
    assert (lamp.state, lamp.figure) == (ACT, "未成")
    assert lamp.cause.splitlines()[0] == "06-24 20:00 备份未成（/mnt/nas）：该磁盘已满"
    assert lamp.step == "请腾出空间，再选“现在备份”"


@pytest.mark.parametrize("why", ["not_whole", "damaged", "failed", "read_only", "busy", "whatever"])
def test_every_reason_has_words(lamps, backups, why):
    failed = Failed("/mnt/nas", lamps._desk.clock.now(), why)
    tell(lamps, backups, failed=(failed,))
    assert why not in f"{shown(lamps).cause}{shown(lamps).step}"


def test_one_under_way_shows_how_far_it_is(lamps, backups):
    tell(lamps, backups, stage=Stage.FILES, done=9, of=20)
    assert (shown(lamps).figure, shown(lamps).act) == ("复制附件 45%", "停止备份")


def test_the_menu_of_the_lamp_makes_one_now(lamps, backups, qtbot, theme):
    bar = LampBar(theme, lamps._status)
    qtbot.addWidget(bar)
    bar.show()
    (lamp,) = bar.findChildren(Lamp)
    menu = lamp.menu()
    assert [one.text() for one in menu.actions() if one.isEnabled() and one.text()] == ["现在备份"]
    menu.actions()[-1].trigger()
    tell(lamps, backups, stage=Stage.CHECK)
    lamps._status.lamp_asked.emit(KEY)
    assert backups.asked == ["now", "stop"]
    menu.deleteLater()


def test_the_demonstration_has_none(desk, lamps):
    status = Status("")
    made = KeepingLamps(desk, status, None)
    (lamp,) = status.lamps
    assert (lamp.state, lamp.figure, lamp.act) == (UNKNOWN, "—", "")
    status.lamp_asked.emit(KEY)
    made.deleteLater()


def test_the_disk_has_a_lamp_once_room_is_short(lamps):
    bus = lamps._desk.bus
    bus.publish(DiskSeen(50 * 2**30, False))
    assert shown(lamps, "disk") is None
    bus.publish(DiskSeen(800 * 2**20, True))
    assert (shown(lamps, "disk").state, shown(lamps, "disk").figure) == (ACT, "余 0.8 GB")
    bus.publish(DiskSeen(50 * 2**30, False))
    assert shown(lamps, "disk").state == NORMAL


@pytest.mark.parametrize(
    ("length", "words_of_it"),
    [
        (timedelta(seconds=20), "刚刚"),
        (timedelta(minutes=59), "59 分钟前"),
        (timedelta(hours=47), "47 小时前"),
        (timedelta(days=3, hours=5), "3 天前"),
        (timedelta(seconds=-5), "刚刚"),
    ],
)
def test_an_age_is_one_figure(lamps, length, words_of_it):
    assert age(length) == words_of_it


@pytest.mark.parametrize("mode", ["day", "night"])
def test_it_is_looked_at(lamps, backups, qtbot, theme, qapp, tmp_path, mode):
    theme.apply(qapp, mode)
    failed = Failed("/mnt/nas", lamps._desk.clock.now(), "disk_full")
    tell(lamps, backups, last=kept(lamps, 3), failed=(failed,))
    lamps._desk.bus.publish(DiskSeen(800 * 2**20, True))
    bar = LampBar(theme, lamps._status)
    qtbot.addWidget(bar)
    bar.resize(1280, 36)
    bar.show()
    menu = bar.findChildren(Lamp)[0].menu()
    film = Film(tmp_path)
    film.take("bar", bar)
    film.take("menu", menu)
    assert all(lamp.width() >= lamp.sizeHint().width() for lamp in bar.findChildren(Lamp))
    menu.deleteLater()
