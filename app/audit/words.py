"""What tables, fields, values and acts are called before an officer; else a column keeps its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.base.clock import full

TABLES = {
    "incident": "事件",
    "figure": "人员数字",
    "deadline": "时限",
    "lateness": "超时说明",
    "rule_choice": "规则启用",
    "log_entry": "值班日志",
    "instruction": "领导批示指示",
    "shift": "班次",
    "crew_place": "班次人员",
    "officer": "值班人员",
    "attachment": "附件",
    "warning": "预警",
    "camera": "摄像机",
    "wall_plan": "视频墙布局",
    "radio": "电台终端",
    "radio_event": "电台来话",
    "radio_text": "电台短信",
    "radio_alarm": "电台报警",
    "handover": "交接班",
    "handover_item": "交接事项",
    "handover_signature": "交接签字",
    "handover_note": "交接问答",
    "handover_reminder": "逾时未接班提醒",
    "org": "单位",
    "person": "联系人",
    "contact_point": "联系方式",
    "post": "岗位",
    "support_turn": "技术保障值班",
    "secret": "设备口令",
    "settlement": "对账结论",
    "mended_entry": "修补记录",
    "roster_month": "月值班表",
    "roster_slot": "排班岗位",
    "roster_change": "串班代班",
    "absence": "不在岗登记",
    "deputy": "AB角",
    "calendar_day": "节假日",
    "crew_post": "班次编组",
    "group_member": "轮值组",
    "zero_report": "零报告",
    "zero_chase": "零报告催报",
    "roll_call": "点名",
    "spot_check": "查岗",
    "self_check": "设备自检",
    "paper": "收发文",
    "relay": "指示传达",
    "special_period": "重要时段",
    "period_tick": "重要时段检查",
    "response": "应急响应",
    "response_turn": "应急响应启动终止",
    "training": "值守培训",
    "training_guest": "培训到场",
    "knowledge_card": "应知应会卡片",
    "card_answer": "应知应会答题",
    "study_link": "外部链接",
    "rule_document": "制度",
}

_COMMON = {
    "name": "名称",
    "title": "标题",
    "no": "编号",
    "kind": "种类",
    "status": "状态",
    "state": "状态",
    "place": "地点",
    "township": "乡镇",
    "lat": "纬度",
    "lon": "经度",
    "source": "来源",
    "unit": "单位",
    "person": "人员",
    "phone": "电话",
    "text": "内容",
    "at": "时间",
    "by": "经手人",
    "by_name": "经手人姓名",
    "answered_by": "应答人账号",
    "acknowledged_by": "签认人账号",
    "mark": "标志",
    "sort": "次序",
    "active": "在用",
    "code": "编号",
    "seq": "序号",
    "due": "期限",
    "reason": "理由",
    "incident_id": "所属事件",
    "shift_id": "所属班次",
    "starts_at": "开始时间",
    "ends_at": "结束时间",
    "closed_at": "办结时间",
}
_OF = {
    "incident": {
        "event_class": "类别",
        "level": "级别",
        "level_possible": "可能级别",
        "happened_at": "发生时间",
        "happened_about": "时间为约数",
        "received_at": "接报时间",
        "reporter_unit": "报告单位",
        "reporter_name": "报告人",
        "reporter_phone": "报告人电话",
        "callback": "回拨电话",
        "course": "经过",
        "commander": "现场负责人",
        "commander_phone": "现场负责人电话",
        "trend": "趋势",
        "dangers": "次生危险",
        "measures": "已采取措施",
        "needs": "需要支援",
        "told": "已通知",
        "repeated": "已复述",
        "called_back": "已回拨",
    },
    "figure": {"number": "数字", "about": "约数"},
    "deadline": {
        "rule": "规定",
        "due_at": "到期时间",
        "met_at": "完成时间",
        "way": "方式",
        "profile": "规则",
        "to": "报送对象",
        "level": "按级别",
        "note": "说明",
        "met_by": "完成依据",
    },
    "lateness": {"reason": "超时原因", "at": "说明时间", "by_name": "说明人"},
    "rule_choice": {"profile": "规则", "on": "启用", "reason": "理由", "at": "时间"},
    "log_entry": {
        "at": "发生时间",
        "written_at": "记录时间",
        "way": "来往",
        "channel": "方式",
        "category": "类别",
        "handling": "处理",
        "status": "办理",
        "corrects": "更正的条目",
        "late": "补录",
        "file_name": "附件名",
        "post": "对方职务",
        "responsible": "责任人",
        "due": "时限",
        "warning_id": "关联预警",
        "instruction_id": "关联指示",
        "reason": "更正理由",
    },
    "instruction": {
        "spoken": "批示或指示",
        "paper_id": "关联公文",
        "leader": "领导",
        "post": "职务",
        "receiver": "承办",
        "channel": "方式",
        "relayed_at": "传达时间",
        "feedback": "反馈",
        "feedback_at": "反馈时间",
    },
    "relay": {
        "receiver": "接收单位",
        "channel": "方式",
        "told_at": "传达时间",
        "acknowledged_at": "签收时间",
        "acknowledged_by": "接收人",
        "feedback": "反馈",
        "feedback_at": "反馈时间",
        "reminders": "催办次数",
        "reminded_at": "催办时间",
    },
    "zero_report": {"slot_at": "时点", "channel": "方式", "note": "情况"},
    "zero_chase": {"slot_at": "时点", "channel": "方式", "note": "说明"},
    "roll_call": {
        "started_at": "开始时间",
        "ended_at": "结束时间",
        "channel": "方式",
        "total": "应到",
    },
    "spot_check": {
        "asked": "方向",
        "checker": "查岗单位",
        "channel": "方式",
        "unit": "被查单位",
        "presence": "在岗情况",
        "person": "应答人",
        "seconds": "接通用时（秒）",
        "crew_right": "与值班表一致",
        "leader_there": "带班领导在岗",
        "problem": "问题",
        "rectified": "整改",
        "rectified_at": "整改时间",
    },
    "self_check": {"item": "项目代号", "name": "项目", "condition": "状态", "remark": "说明"},
    "paper": {
        "no": "文号",
        "way": "收发",
        "unit": "来（去）文单位",
        "urgency": "紧急程度",
        "at": "收发时间",
        "holder": "现存",
        "leader": "待批示领导",
        "note": "批示",
        "done_at": "办结时间",
    },
    "officer": {"name": "姓名", "initials": "首字母", "role": "岗位", "permanent": "专职"},
    "camera": {"url_main": "主码流", "url_sub": "子码流"},
    "wall_plan": {"layout": "画面数", "cameras": "摄像机"},
    "shift": {"opened_at": "接班时间"},
    "roster_month": {
        "month": "月份",
        "made_at": "排出时间",
        "published_at": "发布时间",
        "published_by": "发布人",
    },
    "roster_slot": {"post": "岗位", "officer_id": "值班人员"},
    "roster_change": {
        "applicant_id": "申请人",
        "counterpart_id": "对方",
        "asked_by": "提出人",
        "asked_at": "提出时间",
        "approver_id": "审批人",
        "decided_at": "审批时间",
        "undone_by": "撤销人",
        "undone_at": "撤销时间",
    },
    "absence": {"officer_id": "人员", "first": "起", "last": "止", "cancelled": "已取消"},
    "deputy": {"a_id": "A角", "b_id": "B角"},
    "calendar_day": {"day": "日期", "rule": "类别"},
    "crew_post": {
        "template": "编组",
        "post": "岗位",
        "count": "人数",
        "permanent": "须在编",
        "roles": "可任人员",
    },
    "group_member": {"post": "岗位", "officer_id": "人员"},
    "special_period": {
        "first": "首日",
        "until": "止（不含）",
        "template": "编组",
        "zero_daily": "每日零报告",
        "checklist": "事前检查",
    },
    "period_tick": {"item": "检查项", "done": "已办"},
    "response": {"plan": "预案", "level": "响应级别", "started_at": "启动", "ended_at": "终止"},
    "response_turn": {
        "turn": "启动调整终止",
        "level": "响应级别",
        "confirmed_by": "确认人",
        "document": "文号",
        "written_at": "登记时间",
    },
    "training": {
        "day": "日期",
        "topic": "主题",
        "device": "演练设备",
        "trainer": "授课人",
        "remarks": "备注",
        "period_id": "所备重要时段",
        "attachment_id": "附件",
    },
    "training_guest": {"officer_id": "人员", "active": "在场"},
    "knowledge_card": {
        "seed": "原卡",
        "topic": "主题",
        "question": "问题",
        "answer": "答案",
        "clause": "依据",
    },
    "card_answer": {"card": "卡片", "officer_id": "人员", "knew": "会"},
    "study_link": {"url": "地址"},
    "rule_document": {
        "version": "版本",
        "effective": "施行日期",
        "replaced_by": "替代版本",
        "attachment_id": "文件",
    },
    "handover": {"weather": "天气", "important": "重要事项", "remarks": "备注"},
    "handover_item": {
        "detail": "说明",
        "owner": "责任人",
        "need": "须签认",
        "acknowledged_name": "签认人",
        "acknowledged_at": "签认时间",
    },
    "radio": {"number": "终端号", "holder": "持有人", "talkgroup": "通话组"},
    "radio_alarm": {"answered_name": "应答人", "answered_at": "应答时间", "cleared_at": "解除时间"},
}
HANDS = frozenset({"by", "answered_by", "acknowledged_by"})
"""Fields that hold an officer's id, or "system" for the room itself."""
_HIDDEN = frozenset({"pin_hash", "token"})
_TITLES = {
    "incident": ("no", "title"),
    "log_entry": ("seq", "text"),
    "instruction": ("leader", "text"),
    "camera": ("code", "name"),
    "figure": ("kind", "number"),
    "warning": ("headline",),
    "officer": ("name",),
    "radio": ("number", "unit", "holder"),
    "attachment": ("name",),
    "zero_report": ("unit", "state"),
    "spot_check": ("unit", "presence"),
    "self_check": ("name", "condition"),
    "paper": ("no", "title"),
    "relay": ("receiver",),
    "period_tick": ("item",),
    "response": ("plan", "level"),
    "response_turn": ("turn", "level"),
    "training": ("day", "topic"),
    "knowledge_card": ("question",),
    "rule_document": ("title", "version"),
}
ACTS = {
    "incident.register": "登记事件",
    "incident.edit": "修改事件",
    "incident.move": "变更事件状态",
    "log.write": "记日志",
    "log.correct": "更正日志",
    "log.settle": "办结日志",
    "log.attach": "附文件",
    "conflict.settle": "对账",
    "handover.prepare": "拟交接班",
    "handover.edit": "修改交接班",
    "handover.take_effect": "交接班生效",
    "handover.acknowledge": "确认交接事项",
    "handover.asked": "问交接事项",
    "handover.answered": "答交接事项",
    "handover.carried": "结转交接事项",
    "handover.remind": "报带班领导无人接班",
    "shift.open": "开班",
    "shift.plan": "排班",
    "camera.enter": "登记摄像机",
    "wall.hang": "调整视频墙",
    "warning.receive": "收到预警",
    "journal.mend": "另记损坏的条目",
    "instruction.take": "记指示",
    "instruction.relay": "传达指示",
    "instruction.acknowledge": "签收指示",
    "instruction.answer": "反馈指示",
    "instruction.remind": "催办指示",
    "instruction.close": "办结指示",
    "zero.nothing": "登记零报告",
    "zero.event": "登记零报告（有事）",
    "zero.chase": "零报告催报",
    "rollcall.start": "开始点名",
    "rollcall.end": "结束点名",
    "spotcheck.enter": "登记查岗",
    "spotcheck.rectify": "查岗整改",
    "selfcheck.tick": "设备自检",
    "paper.enter": "登记收发文",
    "paper.route": "流转公文",
    "paper.done": "办结公文",
    "roster.generate": "排班",
    "roster.assign": "调整排班",
    "roster.publish": "发布值班表",
    "roster.reopen": "值班表退回草稿",
    "roster.import": "导入值班表",
    "roster.ask": "申请串班代班",
    "roster.agree": "同意串班代班",
    "roster.turn_down": "不同意串班代班",
    "roster.undo": "撤销串班代班",
    "roster.deputise": "B角代行",
    "absence.enter": "登记不在岗",
    "absence.cancel": "取消不在岗登记",
    "deputy.enter": "指定B角",
    "deputy.end": "取消B角",
    "calendar.set": "修改节假日",
    "crew.set": "修改班次编组",
    "group.set": "修改轮值组",
    "special.enter": "登记重要时段",
    "special.change": "修改重要时段",
    "special.withdraw": "撤下重要时段",
    "special.tick": "重要时段检查",
    "response.start": "启动应急响应",
    "response.change": "调整应急响应",
    "response.end": "终止应急响应",
    "training.enter": "登记培训",
    "training.change": "修改培训",
    "training.take_out": "撤下培训",
    "card.answer": "答应知应会",
    "card.write": "修改应知应会",
    "card.take_out": "撤下应知应会",
    "link.enter": "修改外部链接",
    "link.take_out": "撤下外部链接",
    "rules.enter": "登记制度",
    "rules.withdraw": "撤下制度",
}
"""Use cases by their name in the journal."""


def field_word(table: str, column: str) -> str:
    return _OF.get(table, {}).get(column) or _COMMON.get(column) or column


def table_word(table: str) -> str:
    return TABLES.get(table, table)


def title(table: str, values: Mapping[str, Any]) -> str:
    """What the record is about, in one line: "事件 2026-003 丁山镇山洪"."""
    names = _TITLES.get(table, ("name", "title", "text"))
    told = [spoken(values[name]) for name in names if values.get(name)]
    return " ".join([table_word(table), *told])


def act_word(what: str) -> str:
    return ACTS.get(what, what)


def hand_word(name: str) -> str:
    """An officer's name as it is, and the room itself."""
    return "系统" if name == "system" else name


def spoken(value: Any, column: str = "") -> str:
    """A value as it is read out; — for none."""
    if column in _HIDDEN:
        return "（不显示）"
    if value is None or value == "" or value == ():
        return "—"
    if column in HANDS:
        return hand_word(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return full(value)
    if isinstance(value, StrEnum):
        return str(value.value)
    if isinstance(value, tuple):
        return "、".join(str(one) for one in value)
    if isinstance(value, UUID):
        return f"…{str(value)[-6:]}"
    return str(value)
