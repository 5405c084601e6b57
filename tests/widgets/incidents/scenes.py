"""A fire with all its threads: sources, levels, orders, forces, a headquarters, a consultation."""

from __future__ import annotations

from datetime import timedelta

from app.base.ids import new_id
from app.duty.records import Spoken
from app.incidents.acts import ConsultationKind, ForceStep, HelpKind, OrderStep
from app.incidents.command import Sent
from app.incidents.consulting import Minutes
from app.incidents.records import Count, EventClass, Incident, Level, Source
from app.incidents.said import Said
from tests.deskroom import DeskRoom
from widgets.incidents.services import Services

MINUTE = timedelta(minutes=1)


def fill(office: DeskRoom, services: Services) -> Incident:
    """At the end the clock stands 47 minutes after the first call."""
    room = office.room
    by, shift, clock = room.watch, room.shift.id, room.clock
    said = Said(
        event_class=EventClass.ACCIDENT,
        kind="火灾",
        place="石垭口镇老街 31 号",
        township="石垭口镇",
        happened_at=clock.now() - 12 * MINUTE,
        happened_about=True,
        source=Source.FIRE,
        reporter_unit="县消防救援大队",
        reporter_name="周试用",
        reporter_phone="0743-0000119",
        course="老街一栋三层砖木房起火，火势较大，有人被困。",
        dangers=("毗邻民房", "液化气瓶"),
        repeated=True,
        called_back=True,
        alarm_no="119-0624-07",
        counts={Count.MISSING: (2, False), Count.TRAPPED: (6, True), Count.LEFT: (40, True)},
    )
    fire = services.intake.register(by, shift, new_id(), said)
    clock.forward(5 * MINUTE)
    again = Said(
        source=Source.TOWNSHIP,
        reporter_unit="石垭口镇值班室",
        reporter_name="吴范顺",
        reporter_phone="0743-0000202",
        place="石垭口镇老街",
        course="镇应急队已到，正在疏散周边群众。",
        repeated=True,
    )
    fire = services.intake.merge(by, shift, fire, again)
    clock.forward(6 * MINUTE)
    services.intake.count(by, fire, {Count.MISSING: (1, False)}, "一人已联系上（镇值班室）")
    services.intake.count(by, fire, {Count.DEAD: (3, False)}, "消防现场确认")
    fire = services.grading.judge(
        room.chief, shift, fire, Level.III, Level.II, "死亡 3 人，尚有 1 人失联"
    )
    room.instructions.take(
        by, shift, "赵示范", "县长", "全力搜救，防止次生灾害。", incident_id=fire.id,
        spoken=Spoken.SAID, due=clock.now() + 60 * MINUTE,
    )  # fmt: skip
    order = services.command.order(
        by, shift, fire, "赵示范", "县住建局", "切断老街片区燃气，20 分钟内反馈。",
        person="值班室", urgent=True, due=clock.now() + 20 * MINUTE,
    )  # fmt: skip
    clock.forward(2 * MINUTE)
    services.command.move_order(by, shift, fire, order, OrderStep.RECEIVED)
    services.command.order(by, shift, fire, "赵示范", "县卫健局", "派 3 辆救护车到老街口待命。")
    sent = Sent("县消防救援大队老街中队", "县消防救援大队", 24, 4, "水罐车 3、云梯车 1", "李范例")
    force = services.command.send(by, shift, fire, sent)
    force = services.command.move_force(by, shift, fire, force, ForceStep.LEFT)
    clock.forward(11 * MINUTE)
    services.command.move_force(by, shift, fire, force, ForceStep.ARRIVED)
    services.command.send(by, shift, fire, Sent("石垭口镇应急救援队", "石垭口镇"))
    services.command.set_up(
        room.chief, shift, fire, "“6·24”老街火灾现场指挥部", "赵示范", place="老街口停车场",
        commander_phone="13900000001", deputy="钱范例", members="消防、公安、住建、卫健、石垭口镇",
    )  # fmt: skip
    services.command.ask_for_help(
        by, shift, fire, HelpKind.TEAMS, "市消防救援支队", "增派搜救犬分队 1 支。"
    )
    minutes = Minutes(
        ConsultationKind.HANDLING,
        clock.now(),
        "赵示范",
        place="县应急指挥中心",
        attending="县消防救援大队\n县公安局\n石垭口镇（视频）",
        opinions="消防：二层仍有明火。\n住建：房屋有坍塌危险。",
        conclusions="先控火后搜救，划 50 米警戒区。",
        next_at=clock.now() + 60 * MINUTE,
    )
    held = services.consulting.consult(room.chief, shift, fire, minutes)
    services.consulting.charge(
        room.chief, held, "房屋安全鉴定", "县住建局", clock.now() + 40 * MINUTE
    )
    clock.forward(23 * MINUTE)
    return services.intake.incident(fire.id) or fire
