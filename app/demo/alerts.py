"""The warnings of the thirty days before the start; none of them holds when it begins."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.base.clock import local
from app.base.marks import Mark
from app.callout.records import Colour, Stage, Warning
from app.demo.ground import Ground, key


def make_warnings(ground: Ground, first: datetime) -> list[Warning]:
    """`first` is 00:00 of the first of the thirty days."""
    plan = ground.data["history"]["warnings"]
    names = [town.name for town in ground.towns]
    made: list[Warning] = []
    for n, (day, hour, event, code, colour, stage, hours, count, t, before) in enumerate(
        plan["rows"]
    ):
        minutes = ground.draw(f"warning/{n}", 60)
        sent = first + timedelta(days=day, hours=hour, minutes=minutes)
        lifted = stage == Stage.LIFTED
        sender, level = plan["sender"][event], plan["level"][colour]
        area = tuple(names[(t - 1 + i) % len(names)] for i in range(count))
        text = plan["text"][event].format(areas=words(area, len(names)))
        made.append(
            Warning(
                id=key("warning", n),
                identifier=f"439901{plan['unit'][sender]}00000_{local(sent):%Y%m%d%H%M%S}_0",
                sender=sender,
                event=event,
                event_code=code,
                colour=Colour(colour),
                stage=Stage(stage),
                headline=f"{sender}{'解除' if lifted else '发布'}{event}{level}预警",
                text=f"解除{event}{level}预警。" if lifted else text,
                instruction="" if lifted else plan["instruction"][event],
                area=area,
                sent=sent,
                effective=sent,
                expires=None if lifted else sent + timedelta(hours=hours),
                references=() if before < 0 else (made[before].identifier,),
                received_at=sent + timedelta(minutes=1),
                mark=Mark.DEMO,
            )
        )
    return made


def words(area: tuple[str, ...], all_towns: int) -> str:
    """云洛镇、青岩渡镇, or 全县."""
    return "全县" if len(area) == all_towns else "、".join(area)
