"""Area handover: who may sign, what is carried, how exact a time is, put to the rules of app/handover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from app.base.clock import SHANGHAI
from app.base.errors import Refused
from app.base.marks import Mark
from app.duty.records import Channel, CrewPlace, Instruction, InstructionState, Shift
from app.handover.collect import collect
from app.handover.records import (
    Handover,
    HandoverItem,
    HandoverNote,
    HandoverState,
    Need,
    NoteKind,
    Section,
    Side,
    Signature,
    SourceKind,
)
from app.handover.rules import load_rules
from app.handover.sections import INSTRUCTION_UNTIL, log_time
from app.handover.snapshot import Matter, Snapshot
from app.handover.states import Act, after, check_signature
from app.handover.unsigned import late_by
from app.incidents.records import (
    Deadline,
    EventClass,
    Incident,
    IncidentStatus,
    Level,
    Source,
    Trend,
)
from app.people.records import Role
from tests.cases import CannotEvaluate, Given

RULES = load_rules(Path(__file__).parents[2] / "resources" / "rules" / "handover.toml")
END = datetime(2026, 6, 25, 8, 30, tzinfo=SHANGHAI)
NO: tuple[object, ...] = (False, None, "", "无", "没有", "否", 0)
YES: tuple[object, ...] = (True, "是", "有")


def answer(given: Given, names: frozenset[str]) -> Mapping[str, Any]:
    """By what the example speaks of; the first that fits."""
    for about, say in _ABOUT:
        if any(name in given for name in about):
            return say(given)
    raise CannotEvaluate(f"no rule for {'、'.join(given)}")


def _key(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


def _place(name: str, post: Role = Role.CHIEF) -> CrewPlace:
    return CrewPlace(_key(f"place {name}"), _key("shift"), post, _key(name), name, 0, Mark.TEST)


def _signed(side: Side, name: str) -> Signature:
    return Signature(_key(side), _key("h"), side, Role.CHIEF, _key(name), name, END, Mark.TEST)


def _sheet() -> Handover:
    return Handover(
        _key("h"), 1, _key("shift"), _key("next"), HandoverState.DRAFT, "", "", "", END,
        None, "", None, "", None, "", "", Mark.TEST,
    )  # fmt: skip


def _room(**more: Any) -> Snapshot:
    day = timedelta(days=1)
    return Snapshot(
        at=END,
        shift=Shift(_key("shift"), END - day, END, END - day, None, Mark.TEST),
        next_shift=Shift(_key("next"), END, END + day, None, None, Mark.TEST),
        crew_out=(_place("交班人"),),
        crew_in=(_place("接班人"),),
        **{"incidents": (), "deadlines": (), "log": (), "unfinished": (), "instructions": ()}
        | more,
    )


def _items(room: Snapshot, section: Section, kind: SourceKind) -> list[HandoverItem]:
    held = collect(room, _sheet(), RULES, "示范县应急管理局")
    return [item for item in held if item.section is section and item.source_kind is kind]


def _outcome(sign: Any) -> dict[str, Any]:
    """Whether the signature is let through, and by which code it is not."""
    try:
        sign()
    except Refused as why:
        return {"ok": False, "blocked": True, "may_sign": False, "why": why.code, **why.figures}
    return {"ok": True, "blocked": False, "may_sign": True, "why": ""}


def _two_people(given: Given) -> Mapping[str, Any]:
    out, into = _place(str(given["交班人"])), _place(str(given["接班人"]))
    return _outcome(lambda: check_signature(Side.IN, into, [], [_signed(Side.OUT, out.name)]))


def _signing(given: Given) -> Mapping[str, Any]:
    """Who signs, and whether everything is known: either may bar it."""
    if given.get("接班人", "") in NO:
        return _no_show({"incoming_present": False, **given})
    told = _two_people(given)
    if told["ok"] and any(name in given for name in (*_ITEMS, *_UNKNOWN, *_KNOWN)):
        return _acknowledged(given)
    return told


def _acknowledged(given: Given) -> Mapping[str, Any]:
    """Items as a list of what is known, or as numbers."""
    known = [bool(_first(one, _KNOWN)) if isinstance(one, Mapping) else one not in NO
             for one in _list(given)]  # fmt: skip
    items = [
        HandoverItem(
            _key(str(n)), _key("h"), Section.UNFINISHED, n, "", "", "", None, False,
            SourceKind.LOG, str(n), Need.EACH, None, "", END if done else None, Mark.TEST,
        )
        for n, done in enumerate(known)
    ]  # fmt: skip
    signed = [_signed(Side.OUT, "交班人")]
    told = _outcome(lambda: check_signature(Side.IN, _place("接班人"), items, signed))
    left = known.count(False)
    return told | dict.fromkeys(("left", "missing", "unacknowledged", "remaining"), left)


_KNOWN = (
    "acknowledged", "确认", "已确认", "confirmed", "ticked", "ack", "items_acknowledged",
    "acknowledged_items", "confirmed_items", "逐项确认", "已确认事项",
)  # fmt: skip


def _first(given: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((given[name] for name in names if name in given), None)


def _list(given: Given) -> list[Any]:
    """Whether each item is known, from lists or from counts."""
    items = _first(given, _ITEMS)
    known, unknown = _first(given, _KNOWN), _first(given, _UNKNOWN)
    if isinstance(items, list):
        return items
    if isinstance(unknown, list | str):
        unknown = len(unknown) if isinstance(unknown, list) else int(unknown not in NO)
    if isinstance(known, list):
        known = len(known)
    if isinstance(known, bool):
        return [known]
    if isinstance(items, Mapping):
        items = len(items)
    if unknown is None and items is None:
        raise CannotEvaluate("how many items?")
    if unknown is None:
        unknown = int(items) - int(known or 0)
    return [False] * int(unknown) + [True] * int(known or 0)


_ITEMS = (
    "items", "事项", "未办结事项", "open_items", "unfinished", "unfinished_items", "items_total",
    "total", "未办结", "事项数",
)  # fmt: skip
_UNKNOWN = (
    "unacknowledged",
    "未确认",
    "未确认事项",
    "unticked",
    "unacknowledged_items",
    "unconfirmed",
    "not_acknowledged",
)


def _draft(given: Given) -> Mapping[str, Any]:
    """An urgent draft that was not sent blocks the outgoing signature until a reason is given."""
    draft = _first(given, _DRAFTS)
    inner = draft if isinstance(draft, Mapping) else given
    urgent = _first(inner, ("urgent", "急", "紧急", "urgency")) not in (
        False,
        "平",
        "一般",
        "normal",
    )
    sent = _first(inner, ("sent", "已发", "已报送")) in YES
    room = _room()
    if draft not in NO and not sent:
        matter = Matter(
            Section.UNFINISHED, str(draft), SourceKind.DRAFT, "draft", due=None, urgent=urgent
        )
        room = _room(matters=(matter,))
    items = _items(room, Section.UNFINISHED, SourceKind.DRAFT)
    reason = _first(given, _REASONS) or _first(inner, _REASONS)
    notes = [
        HandoverNote(
            _key("n"), _key("h"), item.id, NoteKind.CARRIED, str(reason), _key("a"), "", END, Mark.TEST
        )
        for item in items
        if reason not in NO
    ]  # fmt: skip
    told = _outcome(lambda: check_signature(Side.OUT, _place("交班人"), items, [], notes))
    return told | {
        "carried": bool(items),
        "reason_required": not _outcome(
            lambda: check_signature(Side.OUT, _place("交班人"), items, [], [])
        )["ok"],
        "needs": "reason" if not told["ok"] else "",
    }


_DRAFTS = (
    "draft", "unsent_draft", "urgent_draft", "unsent_urgent_draft", "urgent_drafts_unsent",
    "unsent_urgent_drafts", "drafts", "unsent_drafts", "urgent_draft_unsent", "urgent_unsent_draft",
    "未发紧急草稿", "未报送急件", "紧急草稿", "草稿", "未发急件", "急件草稿", "未报送草稿",
)  # fmt: skip
_REASONS = ("reason", "理由", "原因", "why")


def _deadline(given: Given) -> Mapping[str, Any]:
    """A report that is due goes to the incoming crew, marked when its time is nearly up or over."""
    due = END + timedelta(minutes=float(given["deadline_in_min"]))
    running = Deadline(_key("d"), _key("i"), "r", "续报", "", END, due, None, Mark.TEST)
    room = _room(incidents=(_incident(),), deadlines=(running,))
    items = _items(room, Section.INCIDENTS, SourceKind.INCIDENT)
    into = {place.name for place in room.crew_in}
    return {
        "ok": True,
        "carried": bool(items),
        "highlight": "red" if items[0].urgent else "none",
        "who": "incoming" if items[0].owner in into else "outgoing",
        "acknowledge": items[0].need is Need.EACH,
    }


def _incident(level: Level = Level.NONE) -> Incident:
    return Incident(
        _key("i"), "2026-0001", "事件", EventClass.NATURAL, "", IncidentStatus.HANDLING, level, level,
        None, False, END, "", "", None, None, Source.TOWNSHIP, "", "", "", "", "", "", "",
        Trend.UNKNOWN, (), "", "", "", False, False, "", "", None, Mark.TEST,
    )  # fmt: skip


def _instruction(given: Given) -> Mapping[str, Any]:
    """Carried in every handover until closed; feedback alone does not close it."""
    text = str(_first(given, _INSTRUCTIONS))
    feedback = str(_first(given, ("feedback", "反馈")) or "")
    closed = _first(given, ("closed", "办结", "done")) in YES
    closed = closed or _first(given, ("status", "state", "状态")) == InstructionState.CLOSED

    def carried(state: InstructionState) -> bool:
        told = Instruction(
            _key("t"), _key("shift"), "领导", "", END, Channel.FACE, text, "", None, state, END,
            feedback, None, None, "", "", Mark.TEST,
        )  # fmt: skip
        room = _room(instructions=(told,))
        return bool(_items(room, Section.INSTRUCTIONS, SourceKind.INSTRUCTION))

    ends = [state for state in InstructionState if not carried(state)]
    now = InstructionState.ANSWERED if feedback else InstructionState.RELAYED
    now = InstructionState.CLOSED if closed else now
    return {
        "carried": carried(now),
        "open": carried(now),
        "carried_every_shift_until": INSTRUCTION_UNTIL
        if ends == [InstructionState.CLOSED]
        else "、".join(ends),
    }


_INSTRUCTIONS = ("批示", "指示", "instruction", "领导批示", "领导指示")


def _precision(given: Given) -> Mapping[str, Any]:
    """How exactly a time is written, by the level of the event."""
    named = str(given["event"])
    level = next((one for one in Level if _LEVELS.get(named, named) in one.value.split(" ")), None)
    if level is None:
        raise CannotEvaluate(f"no level {named}")
    return {"precision": {1: "minute", 2: "second"}[log_time(END, level).count(":")]}


_LEVELS = {"特大": "特别重大", "特别重大": "特别重大"}


def _no_show(given: Given) -> Mapping[str, Any]:
    """Nobody takes over: the outgoing crew stays, the leader is told."""
    there = _first(given, _ABSENT) in YES if any(n in given for n in _PRESENT) else False
    late = timedelta(minutes=float(_first(given, ("minutes_late", "late_min", "after_min")) or 0))
    told = 0 if there else RULES.reminders_due(late)
    stays = not there and late_by(_room().shift, END + late) is not None
    return {
        "ok": there,
        "outgoing_stays": stays,
        "outgoing": "stays" if stays else "leaves",
        "outgoing_may_leave": not stays,
        "responsible": "outgoing" if stays else "incoming",
        "who": "outgoing" if stays else "incoming",
        "escalate": bool(told),
        "escalate_to": Role.LEADER.value if told else "",
    }


_PRESENT = ("incoming_present", "incoming_arrived", "接班人到岗", "接班人已到")
_ABSENT = (
    *_PRESENT,
    "incoming",
    "no_show",
    "接班人未到",
    "incoming_absent",
    "接班人缺席",
    "接班人",
    "absent",
)


def _state(given: Given) -> Mapping[str, Any]:
    """A step of the state table."""
    state = HandoverState(str(_first(given, ("state", "状态"))))
    acts = [act for act in Act if act is not Act.LEADER_SEEN]
    locked = not any(_outcome(lambda act=act: after(state, act))["ok"] for act in acts)  # type: ignore[misc]
    act = _first(given, ("act", "action", "动作"))
    told: dict[str, Any] = {"locked": locked, "editable": not locked}
    if act is not None:
        told |= _outcome(lambda: after(state, Act(str(act))))
    return told


_ABOUT: tuple[tuple[tuple[str, ...], Any], ...] = (
    (("交班人",), _signing),
    (("deadline_in_min",), _deadline),
    (_INSTRUCTIONS, _instruction),
    (_DRAFTS, _draft),
    (("event",), _precision),
    (_ABSENT, _no_show),
    ((*_ITEMS, *_UNKNOWN, *_KNOWN), _acknowledged),
    (("state", "状态"), _state),
)
