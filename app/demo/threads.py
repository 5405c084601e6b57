"""What belongs to the demonstration's events: who told of each, levels judged, the acts for one fire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.base.marks import Mark
from app.demo.ground import key
from app.demo.watch import Watch
from app.duty.records import Channel
from app.incidents.acts import (
    CommandOrder,
    Consultation,
    ConsultationKind,
    ConsultationTask,
    Force,
    Headquarters,
)
from app.incidents.grading import word_of
from app.incidents.records import Contact, Graded, Incident, IncidentStatus, Level, Source
from app.people.records import Officer, Role

MINUTE = timedelta(minutes=1)
FIRE = "房屋火灾"


def make_threads(
    incidents: list[Incident], watch: Watch
) -> tuple[list[Incident], dict[str, list[Any]]]:
    """The incidents as they were judged, and table -> what belongs to them."""
    fire = next(
        one for one in incidents if one.kind == FIRE and one.status is IncidentStatus.HANDLING
    )
    burning = replace(fire, level=Level.IV, commander="青岩渡镇镇长")
    judged = [burning if one is fire else one for one in incidents]
    chief = next(crew[Role.CHIEF] for crew in watch.crews if str(crew[Role.CHIEF].id) == fire.by)
    acts = _Acts(burning, chief)
    return judged, {
        "incident_contact": [*map(_contact, judged), _second(burning)],
        "grading": [_graded(one) for one in judged if one.level is not Level.NONE],
        "force": list(acts.forces()),
        "headquarters": [acts.headquarters()],
        "command_order": list(acts.orders()),
        "consultation": [acts.consultation()],
        "consultation_task": [acts.task()],
    }


def _contact(one: Incident) -> Contact:
    return Contact(
        id=key("contact", one.no),
        incident_id=one.id,
        at=one.received_at,
        source=one.source,
        unit=one.reporter_unit,
        name=one.reporter_name,
        phone=one.reporter_phone,
        callback=one.callback,
        alarm_no="",
        words=one.course,
        repeated=one.repeated,
        called_back=one.called_back,
        log_entry_id=None,
        by=one.by,
        by_name=one.by_name,
        mark=Mark.DEMO,
    )


def _second(one: Incident) -> Contact:
    return replace(
        _contact(one),
        id=key("contact", f"{one.no}/2"),
        at=one.received_at + 7 * MINUTE,
        source=Source.TOWNSHIP,
        unit=one.township,
        name="",
        phone="",
        callback="",
        words="镇应急队已到现场，住户已全部撤出，正在清点。",
        called_back=False,
    )


def _graded(one: Incident) -> Graded:
    return Graded(
        id=key("grading", one.no),
        incident_id=one.id,
        scale="",
        confirmed=word_of(None, one.level),
        possible="",
        level=one.level,
        level_possible=one.level_possible,
        clause="",
        reason="房屋受损，无人员死亡失联" if one.kind == FIRE else "有人受轻伤，无死亡失联",
        at=one.received_at + 25 * MINUTE,
        by=one.by,
        by_name=one.by_name,
        mark=Mark.DEMO,
    )


class _Acts:
    """What was done for the fire, minutes after it was told."""

    def __init__(self, incident: Incident, chief: Officer) -> None:
        self._incident = incident
        self._by: dict[str, Any] = {"by": str(chief.id), "by_name": chief.name, "mark": Mark.DEMO}

    def _at(self, minutes: int) -> Any:
        return self._incident.received_at + minutes * MINUTE

    def forces(self) -> Iterable[Force]:
        rows = (
            ("县消防救援大队一中队", "县消防救援大队", 18, 3, "水罐车 2、抢险车 1", 2, 4, 21, 170),
            ("镇应急救援队", self._incident.township, 12, None, "水泵 2", 3, 5, 9, 150),
            ("村义务消防队", self._incident.place, None, None, "灭火器", 3, None, 4, None),
        )
        for n, (team, unit, people, vehicles, gear, called, left, there, back) in enumerate(rows):
            yield Force(
                id=key("force", f"{self._incident.no}/{n}"),
                incident_id=self._incident.id,
                team=team,
                unit=unit,
                people=people,
                vehicles=vehicles,
                gear=gear,
                leader="",
                phone="",
                called_at=self._at(called),
                left_at=None if left is None else self._at(left),
                arrived_at=self._at(there),
                returned_at=None if back is None else self._at(back),
                note="",
                **self._by,
            )

    def headquarters(self) -> Headquarters:
        return Headquarters(
            id=key("headquarters", self._incident.no),
            incident_id=self._incident.id,
            name=f"{self._incident.township}火灾现场指挥部",
            place=self._incident.place,
            lat=self._incident.lat,
            lon=self._incident.lon,
            commander=self._incident.commander,
            commander_phone="",
            deputy="",
            members=f"消防、供电、{self._incident.township}",
            set_up_at=self._at(24),
            ended_at=None,
            **self._by,
        )

    def orders(self) -> Iterable[CommandOrder]:
        rows = (
            ("县供电公司", "切断起火房屋及毗邻供电。", 8, 9, 12, "已断电，留人看守。", 30),
            (self._incident.township, "安置受灾住户，今晚报安置情况。", 40, 42, 60, "", None),
        )
        for n, (unit, text, sent, heard, began, feedback, done) in enumerate(rows):
            yield CommandOrder(
                id=key("order", f"{self._incident.no}/{n}"),
                incident_id=self._incident.id,
                no=f"{self._incident.no}-令{n + 1}",
                giver="带班领导",
                unit=unit,
                person="",
                text=text,
                channel=Channel.PHONE,
                urgent=n == 0,
                due=self._at(sent + 30 if n == 0 else 600),
                sent_at=self._at(sent),
                received_at=self._at(heard),
                started_at=self._at(began),
                feedback=feedback,
                feedback_at=self._at(28) if feedback else None,
                done_at=None if done is None else self._at(done),
                **self._by,
            )

    def consultation(self) -> Consultation:
        begins = self._at(75)
        return Consultation(
            id=key("consultation", self._incident.no),
            incident_id=self._incident.id,
            no=f"{begins.year}-1",
            kind=ConsultationKind.HANDLING,
            begins_at=begins,
            ends_at=self._at(95),
            place="县应急局会商室",
            chair="带班领导",
            attending=f"县消防救援大队\n县供电公司\n{self._incident.township}（视频）",
            materials="现场照片\n住户名单",
            opinions="消防：明火已灭，留一车看守余火。\n镇：住户投亲安置。",
            conclusions="看守余火至次日；查明起火原因；做好安置。",
            next_at=None,
            signed_by="",
            **self._by,
        )

    def task(self) -> ConsultationTask:
        return ConsultationTask(
            id=key("task", self._incident.no),
            consultation_id=key("consultation", self._incident.no),
            incident_id=self._incident.id,
            what="查明起火原因，报县应急局",
            who="县消防救援大队",
            due=self._at(60 * 24 * 5),
            done_at=None,
            result="",
            mark=Mark.DEMO,
        )
