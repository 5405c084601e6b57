"""Kinds of events offered at intake, by class. domain.md 2.3; places add their own."""

from __future__ import annotations

from app.incidents.records import Count, EventClass, Source

KINDS: dict[EventClass, tuple[str, ...]] = {
    EventClass.ACCIDENT: (
        "火灾",
        "道路交通事故",
        "危化品泄漏",
        "爆炸",
        "烟花爆竹事故",
        "矿山事故",
        "建筑施工事故",
        "燃气事故",
        "工贸事故",
        "特种设备事故",
        "溺水",
        "水上交通事故",
        "停电停水",
        "环境污染",
    ),
    EventClass.NATURAL: (
        "山洪",
        "洪水",
        "城市内涝",
        "暴雨",
        "雷雨大风",
        "冰雹",
        "低温雨雪冰冻",
        "滑坡",
        "泥石流",
        "崩塌落石",
        "道路塌方",
        "地震",
        "森林火灾",
        "干旱",
    ),
    EventClass.HEALTH: ("聚集性疫情", "食物中毒", "食源性疾病", "职业中毒", "动物疫情"),
    EventClass.SECURITY: ("群体性事件", "刑事案件", "网络安全事件"),
    EventClass.UNKNOWN: ("情况待核实",),
}

_ALWAYS = (
    Count.DEAD,
    Count.MISSING,
    Count.BADLY_HURT,
    Count.HURT,
    Count.HURT_UNKNOWN,
    Count.TRAPPED,
)


def counts_of(event_class: EventClass) -> tuple[Count, ...]:
    """The people asked for at intake. Moved people are counted apart, never added up."""
    if event_class is EventClass.HEALTH:
        return (Count.ILL, *_ALWAYS)
    if event_class is EventClass.NATURAL:
        return (*_ALWAYS, Count.RESCUED, Count.EVACUATED, Count.RESETTLED)
    return (*_ALWAYS, Count.AT_RISK, Count.LEFT)


def named(words: str) -> tuple[EventClass, str]:
    """Class and kind of `事故灾难 / 火灾` or of a bare `火灾`; an unknown kind keeps its words,
    and its class when it is part of kinds of one class only (内涝 of 城市内涝)."""
    head, slash, tail = (part.strip() for part in words.partition("/"))
    known = next((one for one in EventClass if one == head), None)
    if slash and known:
        return known, tail
    for event_class, kinds in KINDS.items():
        if head in kinds:
            return event_class, head
    if known:
        return known, ""
    alike = {cls for cls, kinds in KINDS.items() if head and any(head in kind for kind in kinds)}
    return (alike.pop() if len(alike) == 1 else EventClass.UNKNOWN), words.strip()


def written(event_class: EventClass, kind: str) -> str:
    return " / ".join(part for part in (event_class.value, kind) if part)


_SOURCES = (
    (Source.FIRE, ("119", "消防")),
    (Source.POLICE, ("110", "公安", "派出所")),
    (Source.AMBULANCE, ("120", "医院", "卫生院")),
    (Source.TRAFFIC, ("122", "交警")),
    (Source.HOTLINE, ("12345",)),
    (Source.SUPERIOR, ("市应急", "省应急", "市防指", "省防指", "市局", "省厅")),
    (Source.VILLAGE, ("村", "社区")),
    (Source.ENTERPRISE, ("公司", "厂", "矿", "企业", "加油站")),
    (Source.TOWNSHIP, ("镇", "乡", "街道")),
    (Source.DEPARTMENT, ("局", "办", "大队", "中心", "所")),
    (Source.CITIZEN, ("群众", "路人", "居民", "匿名")),
)


def source_of(unit: str) -> Source:
    """Which kind of source a unit's name points to; the officer may say otherwise."""
    for source, words in _SOURCES:
        if any(word in unit for word in words):
            return source
    return Source.OTHER
