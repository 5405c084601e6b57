"""The duty log of the thirty days before the start: five thousand lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from app.base.clock import local
from app.base.marks import Mark
from app.callout.records import Warning
from app.demo.alerts import words
from app.demo.book import Book
from app.demo.ground import Ground, Town, key
from app.demo.units import Units
from app.demo.watch import DAYS, Watch
from app.duty.records import Category, Channel, Handling, LogEntry, Shift, Way
from app.incidents.records import Incident, IncidentStatus
from app.people.contacts import Person
from app.people.records import Role

FEWER, MORE, FEWER_DAYS = 166, 168, 20
"""Lines of a day: 166 on the first twenty, 168 on the last ten."""

NIGHT_FROM_MIN, NIGHT_TO_MIN = 810, 1290
"""22:00 to 06:00 in minutes of a shift that begins at 08:30."""

_ROOM = "县应急管理局值班室"
_CITY = "市应急管理局指挥中心"
_WEAK = frozenset({7, 9, 10, 11, 12})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line before it has its number. `minute` counts from the beginning of the shift."""

    minute: int
    row: dict[str, Any]
    text: str
    unit: str
    person: str = ""
    phone: str = ""
    handling: str = ""
    status: Handling = Handling.DONE
    incident_id: UUID | None = None


@dataclass(slots=True)
class _Writer:
    """Writes the lines of one shift after the other."""

    ground: Ground
    units: Units
    book: Book
    watch: Watch
    desks: list[Person] = field(init=False)
    plan: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.desks = [self.book.at(unit, "值班室")[0] for unit in self.units.towns]
        self.plan = self.ground.data["history"]

    def shift(
        self, n: int, incidents: list[Incident], warnings: list[Warning]
    ) -> Iterator[LogEntry]:
        """All lines of the n-th shift in order."""
        shift = self.watch.shifts[n]
        lines = [*self._fixed(n), *self._events(n, incidents), *self._warned(n, warnings)]
        nights = 8 + self.ground.draw(f"log/{n}/nights", 13)
        for i in range(max(0, nights - sum(_is_night(line.minute) for line in lines))):
            lines.append(self._night(n, i))
        total = FEWER if n < FEWER_DAYS else MORE
        for i in range(total - len(lines)):
            lines.append(self._routine(n, i))
        lines.sort(key=lambda line: line.minute)
        for seq, line in enumerate(lines, 1):
            yield self._entry(n, shift, seq, line)

    def _entry(self, n: int, shift: Shift, seq: int, line: _Line) -> LogEntry:
        label = f"{n}/{seq}"
        at = shift.starts_at + timedelta(minutes=line.minute)
        role = Role.CHIEF if self.ground.draw(f"log/{label}/by", 3) == 0 else Role.PROFESSIONAL
        by = self.watch.crews[n][role]
        return LogEntry(
            id=key("log_entry", label),
            shift_id=shift.id,
            seq=seq,
            at=at,
            written_at=at + timedelta(seconds=20 + self.ground.draw(f"log/{label}/s", 40)),
            way=Way(line.row["way"]),
            channel=Channel(line.row["channel"]),
            unit=line.unit,
            person=line.person,
            phone=line.phone,
            category=Category(line.row["category"]),
            text=line.text,
            handling=line.handling,
            status=line.status,
            by=str(by.id),
            by_name=by.name,
            incident_id=line.incident_id,
            corrects=None,
            late=False,
            file_sha256="",
            file_name="",
            mark=Mark.DEMO,
        )

    def _fixed(self, n: int) -> Iterator[_Line]:
        """Change of shift, checks, roll call, and the two zero reports."""
        fixed, watch = self.plan["fixed"], self.watch
        begins = watch.shifts[n].starts_at
        gaps = {
            "out": watch.crews[n - 1][Role.CHIEF].name if n else "上一班",
            "into": watch.crews[n][Role.CHIEF].name,
            "m": 2 + self.ground.draw(f"log/{n}/m", 7),
            "date": f"{local(begins):%m月%d日}",
        }
        yield _room(0, fixed["change"].format(**gaps))
        for i, text in enumerate(fixed["checks"]):
            yield _room(2 + i, text.format(**gaps), "设备")
        for town in self.ground.towns:
            by_radio = self.ground.draw(f"log/{n}/roll/{town.no}", 3) == 0
            text = fixed["roll"]
            if by_radio:
                text = fixed["roll_weak" if town.no in _WEAK else "roll_radio"]
            row = _row("去", "对讲370M" if by_radio else "电话", "点名查岗")
            yield self._desk(7 + town.no, row, text, town, "在岗")
        yield _room(20, fixed["roll_sum"], "点名查岗")
        yield _room(28, fixed["bulletin"].format(**gaps), "公文")
        for minute, hour in ((510, "17时"), (1410, "08时")):
            for i, town in enumerate(self.ground.towns):
                row = _row("来", "电话", "其他")
                text = fixed["zero"].replace("{hour}", hour)
                yield self._desk(minute + i, row, text, town, "已登记")
            yield _room(minute + 14, fixed["zero_sum"].format(hour=hour), "其他")
            if hour == "17时":
                text = fixed["zero_city"].format(hour=hour)
                yield _Line(minute + 16, _row("去", "电话", "其他"), text, _CITY, handling="已记录")
        yield _room(1430, fixed["prepare"].format(**gaps))

    def _desk(self, minute: int, row: dict[str, Any], text: str, town: Town, done: str) -> _Line:
        """A call with the duty room of a township."""
        who = self.desks[town.no - 1]
        said = text.format(town=town.name, name=who.name)
        unit, phone = f"{town.name}值班室", f"000-0002-{town.no:04d}"
        return _Line(minute, row, said, unit, who.name, phone, done)

    def _events(self, n: int, incidents: list[Incident]) -> Iterator[_Line]:
        begins, leader = self.watch.shifts[n].starts_at, self.watch.crews[n][Role.LEADER]
        for incident in incidents:
            minute = _minute(begins, incident.received_at)
            if minute is None:
                continue
            town = next(t for t in self.ground.towns if t.name == incident.township)
            desk = self.desks[town.no - 1]
            tellers = {
                "reporter": (
                    incident.reporter_unit,
                    incident.reporter_name,
                    incident.reporter_phone,
                ),
                "room": (_ROOM, leader.name, ""),
                "town": (f"{town.name}值班室", desk.name, f"000-0002-{town.no:04d}"),
                "city": (_CITY, "", "000-0002-9001"),
            }
            gaps = {
                "course": incident.course,
                "no": incident.no,
                "title": incident.title,
                "town": town.name,
                "name": desk.name,
                "leader": leader.name,
                "measures": incident.measures or "现场处置正在进行,后续情况续报。",
            }
            done = incident.status is IncidentStatus.CLOSED
            for row in self.plan["event_line"]:
                yield _Line(
                    minute + row["after"],
                    row,
                    row["text"].format(**gaps),
                    *tellers[row["unit"]],
                    row["handling"].format(**gaps),
                    Handling.DONE if done or row["after"] < 20 else Handling.DOING,
                    incident.id,
                )

    def _warned(self, n: int, warnings: list[Warning]) -> Iterator[_Line]:
        begins = self.watch.shifts[n].starts_at
        for warning in warnings:
            minute = _minute(begins, warning.received_at)
            if minute is None:
                continue
            areas = words(warning.area, len(self.ground.towns))
            gaps = {"headline": warning.headline, "text": warning.text, "areas": areas}
            for row in self.plan["warning_line"]:
                unit = warning.sender if row["unit"] == "sender" else areas
                text = row["text"].format(**gaps)
                yield _Line(minute + row["after"], row, text, unit, handling=row["handling"])

    def _night(self, n: int, i: int) -> _Line:
        label = f"log/{n}/night/{i}"
        rows = self.plan["night"]
        row = rows[self.ground.draw(label, len(rows))]
        span = NIGHT_TO_MIN - NIGHT_FROM_MIN
        minute = NIGHT_FROM_MIN + self.ground.draw(f"{label}/at", span)
        return self._drawn(n, label, row, minute)

    def _routine(self, n: int, i: int) -> _Line:
        label = f"log/{n}/day/{i}"
        rows = [row for row in self.plan["routine"] for _ in range(row["weight"])]
        row = rows[self.ground.draw(label, len(rows))]
        return self._drawn(n, label, row, self._daytime(label))

    def _daytime(self, label: str) -> int:
        """Most between 08:30 and 09:00 and between 17:00 and 18:00, the others by day."""
        when, at = self.ground.draw(f"{label}/when", 100), self.ground.draw(f"{label}/at", 780)
        if when < 35:
            return at % 30
        if when < 65:
            return 510 + at % 60
        return 30 + at

    def _drawn(self, n: int, label: str, row: dict[str, Any], minute: int) -> _Line:
        """A line of which everything is drawn: township, village, body, numbers."""
        draw = self.ground.draw
        town = self.ground.town(1 + draw(f"{label}/t", 12))
        village = town.village(draw(f"{label}/v", len(town.villages)))
        others = [one for one in self.units.bodies if one.name != "县应急管理局"]
        body = others[draw(f"{label}/b", len(others))]
        papers: list[str] = self.plan["papers"]
        desk = self.desks[town.no - 1]
        at = self.watch.shifts[n].starts_at + timedelta(minutes=minute)
        unit, name, phone = row["unit"], "", ""
        if unit == "town":
            unit, name, phone = f"{town.name}值班室", desk.name, f"000-0002-{town.no:04d}"
        elif unit == "village":
            unit = village.township + village.name
        elif unit in ("room", "city"):
            unit = _ROOM if unit == "room" else _CITY
        else:
            home = body if unit == "body" else self.units.body(unit)
            unit, name = home.name, self.book.at(home, "值班室")[0].name
        gaps = {
            "town": town.name,
            "village": village.name,
            "body": body.name,
            "name": name or desk.name,
            "n": 1 + draw(f"{label}/n", 60),
            "m": 2 + draw(f"{label}/m", 8),
            "few": 1 + draw(f"{label}/m", 3),
            "warm": 21 + draw(f"{label}/m", 5),
            "hour": f"{local(at + timedelta(hours=2)).hour}时",
            "paper": papers[draw(f"{label}/paper", len(papers))],
            "road": self.plan["roads"][town.no - 1],
            "leader": self.watch.crews[n][Role.LEADER].name,
        }
        return _Line(
            minute,
            row,
            row["text"].format(**gaps),
            unit,
            name,
            phone,
            row["handling"].format(**gaps),
        )


def make_log(
    ground: Ground,
    units: Units,
    book: Book,
    watch: Watch,
    incidents: list[Incident],
    warnings: list[Warning],
) -> list[LogEntry]:
    writer = _Writer(ground, units, book, watch)
    return [line for n in range(DAYS) for line in writer.shift(n, incidents, warnings)]


def first_moment(start: datetime) -> datetime:
    """00:00 of the first of the thirty days, when `start` is that of the start date."""
    return start - timedelta(days=DAYS)


def _minute(begins: datetime, at: datetime) -> int | None:
    """Minute of the shift, None when it is of another one."""
    minute = int((at - begins).total_seconds() // 60)
    return minute if 0 <= minute < 1440 else None


def _is_night(minute: int) -> bool:
    return NIGHT_FROM_MIN <= minute < NIGHT_TO_MIN


def _row(way: str, channel: str, category: str) -> dict[str, str]:
    return {"way": way, "channel": channel, "category": category}


def _room(minute: int, text: str, category: str = "其他") -> _Line:
    return _Line(minute, _row("内", "当面", category), text, _ROOM, handling="")
