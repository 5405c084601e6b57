"""What each field of a drone's flight is called."""

from __future__ import annotations

OF_SORTIES = {
    "sortie": {
        "no": "架次号",
        "gear_id": "通信装备",
        "camera_id": "摄像头",
        "drone": "无人机",
        "pilot": "飞手",
        "pilot_phone": "飞手电话",
        "observer": "观察员",
        "observer_phone": "观察员电话",
        "purpose": "任务",
        "drill_id": "可视化演练",
        "place": "起飞地点",
        "airspace": "空域报备",
        "airspace_to": "向谁报备",
        "airspace_no": "报备编号",
        "airspace_by": "报备人",
        "airspace_at": "报备时间",
        "weather": "天气",
        "battery": "电池",
        "remark": "备注",
        "opened_at": "登记时间",
        "took_off_at": "起飞时间",
        "landed_at": "降落时间",
        "ended": "结束",
        "ended_why": "结束说明",
    },
    "sortie_note": {"sortie_id": "架次", "attachment_id": "图片", "clip_id": "录像"},
}
