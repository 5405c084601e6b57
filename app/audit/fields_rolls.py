"""What each field of a roll call by radio is called."""

from __future__ import annotations

OF_ROLLS = {
    "radio_list": {"name": "名单", "mode": "方式", "times": "每日时间", "extra_at": "加点时间"},
    "radio_post": {
        "list_id": "名单",
        "name": "点位",
        "radio": "电台号",
        "talkgroup": "通话组",
        "phone": "电话",
        "poc": "公网对讲号",
        "satellite": "卫星电话",
        "leave_until": "请假至",
        "leave_why": "请假事由",
    },
    "radio_roll": {
        "list_id": "名单编号",
        "list_name": "名单",
        "mode": "方式",
        "started_at": "开始时间",
        "ended_at": "结束时间",
        "ended_by": "结束人编号",
        "ended_name": "结束人",
        "total": "应点",
    },
    "radio_roll_answer": {
        "roll_id": "点名",
        "post_id": "点位编号",
        "name": "点位",
        "radio": "电台号",
        "turn": "第几轮",
        "means": "方式",
        "why": "未呼原因",
        "seconds": "应答用时（秒）",
        "rssi_dbm": "场强（dBm）",
        "gateway": "网关",
        "tries": "呼叫次数",
    },
}
