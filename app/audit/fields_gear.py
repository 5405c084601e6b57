"""What each field of communication gear is called."""

from __future__ import annotations

OF_GEAR = {
    "gear": {
        "name": "名称型号",
        "number": "编号",
        "holder": "持有单位",
        "keeper": "保管人",
        "place": "存放地点",
        "test_days": "测试周期（天）",
        "remark": "备注",
        "stopped": "停用原因",
        "stopped_at": "停用时间",
    },
    "gear_test": {"gear_id": "通信装备", "result": "测试结果", "words": "测试情况"},
    "gear_outing": {
        "gear_id": "通信装备",
        "to": "去向",
        "purpose": "事由",
        "asked_by": "派出人",
        "taken_by": "携带人",
        "out_at": "外出时间",
        "back_at": "归队时间",
    },
}
