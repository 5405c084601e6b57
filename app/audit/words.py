"""What tables, fields, values and acts are called before an officer; else a column keeps its name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.audit.fields import COMMON, OF
from app.base.clock import full

TABLES = {
    "incident": "事件",
    "figure": "人员数字",
    "incident_contact": "信息来源",
    "grading": "初判级别",
    "review": "复盘",
    "review_action": "复盘整改",
    "dossier_export": "档案归档",
    "filed_by_hand": "归入档案",
    "paper_place": "纸质档存放",
    "consultation": "会商",
    "consultation_task": "会商任务",
    "command_order": "指令",
    "force": "力量",
    "headquarters": "现场指挥部",
    "help_request": "支援请求",
    "plan": "预案",
    "plan_duty": "预案职责",
    "membership": "指挥部成员单位",
    "plan_taken": "采用预案",
    "duty_ordered": "预案职责下达",
    "sitting": "坐镇指挥",
    "deadline": "时限",
    "lateness": "超时说明",
    "rule_choice": "规则启用",
    "report": "报告",
    "report_step": "报告流转",
    "sending": "报送",
    "urging": "催报",
    "statement": "报告要素",
    "log_entry": "值班日志",
    "instruction": "领导批示指示",
    "shift": "班次",
    "crew_place": "班次人员",
    "officer": "值班人员",
    "attachment": "附件",
    "warning": "预警",
    "camera": "摄像机",
    "wall_plan": "视频墙布局",
    "camera_trouble": "摄像机异常",
    "camera_watch": "摄像机观看时长",
    "clip": "录像",
    "clip_part": "录像分段",
    "clip_gap": "录像缺画面",
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
    "arrival": "到岗签到",
    "trip": "出车",
    "scan": "批示件、文件扫描",
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

HANDS = frozenset({"by", "answered_by", "acknowledged_by"})
"""Fields that hold an officer's id, or "system" for the room itself."""
_HIDDEN = frozenset({"pin_hash", "token"})
_TITLES = {
    "incident": ("no", "title"),
    "log_entry": ("seq", "text"),
    "instruction": ("leader", "text"),
    "camera": ("code", "name"),
    "clip": ("no", "camera"),
    "clip_part": ("number", "file"),
    "clip_gap": ("why",),
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
    "report": ("kind", "title"),
    "report_step": ("kind", "reason"),
    "sending": ("recipient",),
    "urging": ("direction", "unit"),
    "plan_duty": ("unit", "what"),
    "membership": ("part",),
    "plan_taken": ("plan",),
    "sitting": ("name", "headquarters"),
    "statement": ("element", "text"),
}
ACTS = {
    "incident.register": "登记事件",
    "incident.edit": "修改事件",
    "incident.move": "变更事件状态",
    "incident.merge": "并入来源",
    "incident.count": "记人员数字",
    "incident.mark": "补记复述回拨",
    "incident.grade": "初判级别",
    "deadline.meet": "时限办结",
    "deadline.picture": "首个现场画面",
    "deadline.explain": "说明超时",
    "rules.choose": "启用或停用规则",
    "dossier.file": "归入档案",
    "dossier.paper": "记纸质档存放",
    "dossier.export": "归档导出",
    "dossier.add": "档案添加文件",
    "review.write": "写复盘",
    "review.charge": "派整改事项",
    "review.finish": "整改完成",
    "consultation.open": "开始会商",
    "consultation.write": "写会商记录",
    "consultation.charge": "派会商任务",
    "consultation.finish": "会商任务办结",
    "order.give": "下达指令",
    "order.move": "指令进展",
    "force.call": "调派力量",
    "force.move": "力量动态",
    "headquarters.set_up": "成立现场指挥部",
    "headquarters.end": "撤销现场指挥部",
    "plan.enter": "登记预案",
    "plan.change": "修改预案",
    "plan.repeal": "废止预案",
    "plan.duty": "登记预案职责",
    "plan.duty_change": "修改预案职责",
    "plan.duty_out": "撤下预案职责",
    "plan.import": "导入预案",
    "plan.take": "采用预案",
    "plan.leave": "不再采用预案",
    "headquarters.enter": "登记指挥部",
    "headquarters.change": "修改指挥部",
    "headquarters.dissolve": "撤销指挥部",
    "sitting.begin": "坐镇指挥开始",
    "sitting.end": "坐镇指挥结束",
    "help.ask": "请求支援",
    "help.answer": "支援答复",
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
    "camera.change": "修改摄像机",
    "camera.out": "停用摄像机",
    "camera.back": "恢复摄像机",
    "camera.import": "导入摄像机",
    "wall.hang": "调整视频墙",
    "camera.trouble": "记摄像机异常",
    "camera.stopped": "值守台停后补记摄像机异常",
    "scene.keep": "保存视频墙场景",
    "scene.change": "修改视频墙场景名称",
    "scene.arrange": "更新视频墙场景",
    "scene.end": "撤下视频墙场景",
    "scene.restore": "恢复视频墙场景",
    "scene.move": "调整视频墙场景顺序",
    "clip.start": "开始录像",
    "clip.roll": "录像有画面",
    "clip.stop": "停止录像",
    "clip.seal": "封存录像",
    "clip.recover": "恢复录像",
    "clip.tie": "录像归入",
    "clip.protect": "录像设为证据",
    "clip.release": "录像不再作为证据",
    "clip.purge": "清理录像",
    "report.draft": "拟报告",
    "report.edit": "修改报告",
    "report.submit": "报告提交审核",
    "report.review": "审核报告",
    "report.return": "退回报告",
    "report.consent": "口头同意签发",
    "report.issue": "签发报告",
    "report.sign": "补签报告",
    "report.send": "报送报告",
    "report.phone": "电话报告",
    "report.confirm": "确认收到报告",
    "report.urge": "登记催报",
    "report.correct": "更正报告",
    "report.cancel": "作废报告",
    "report.file": "报告归档",
    "report.state": "登记报告要素",
    "warning.receive": "收到预警",
    "journal.mend": "另记损坏的条目",
    "instruction.take": "记指示",
    "instruction.relay": "传达指示",
    "instruction.attach": "附批示件",
    "paper.attach": "附文件",
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
    return OF.get(table, {}).get(column) or COMMON.get(column) or column


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
