"""What each field of the radio's and the telephone's records is called."""

from __future__ import annotations

OF_RADIO = {
    "phone_ring": {
        "ended_at": "停振时间",
        "rings": "振铃次数",
        "heard": "来电显示",
        "number": "来电号码",
        "taken_name": "接报人",
        "taken_at": "转接报时间",
    },
    "radio": {"number": "终端号", "holder": "持有人", "talkgroup": "通话组"},
    "radio_event": {"shift_id": "班次"},
    "radio_text": {"shift_id": "班次"},
    "radio_group": {"number": "组号", "name": "组名"},
    "radio_status": {"code": "状态码", "words": "用语", "urgent": "紧急"},
    "radio_control": {
        "radio": "终端号",
        "gateway": "网关",
        "reason": "理由",
        "until": "确认时限",
        "confirmed_by": "第二人账号",
        "confirmed_name": "第二人",
        "confirmed_at": "确认时间",
        "step": "进展",
        "code": "原因码",
        "step_at": "进展时间",
    },
    "radio_alarm": {
        "shift_id": "班次",
        "placed_at": "定位时间",
        "answered_name": "应答人",
        "answered_at": "应答时间",
        "cleared_at": "解除时间",
    },
}
