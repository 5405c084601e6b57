"""What a person is told of a table's file: what it was understood as, and whether its samples hold."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.radio.driver import Capability
from app.radio.table.driver import PREFIX, capabilities
from app.radio.table.layout import Does, Table
from app.radio.table.reading import read_file
from app.radio.table.samples import Trial

_CAN = {
    Capability.PRIVATE_CALL: "单呼",
    Capability.GROUP_CALL: "组呼",
    Capability.ALL_CALL: "全呼",
    Capability.TALK: "按键讲话",
    Capability.TEXT: "短信",
    Capability.GROUP_TEXT: "群发短信",
    Capability.DELIVERY: "送达回执",
    Capability.STATUS: "发状态码",
    Capability.LOCATE: "查位置",
    Capability.PERIODIC_LOCATE: "定时报位置",
    Capability.ONLINE_CHECK: "查在线",
    Capability.RADIO_CHECK: "空口检查",
    Capability.STUN: "遥晕",
    Capability.REVIVE: "复活",
    Capability.MONITOR: "监听",
    Capability.EMERGENCY: "收紧急报警",
    Capability.EMERGENCY_STOP: "停止报警",
    Capability.PRESENCE: "上线离线",
    Capability.RSSI: "场强",
    Capability.BATTERY: "电量",
    Capability.GROUPS: "通话组",
}
_HEARD = {
    "online": "上线",
    "offline": "离线",
    "position": "位置",
    "text": "短信",
    "status": "状态码",
    "emergency": "紧急报警",
    "emergency_cleared": "报警解除",
    "check": "检测应答",
    "rssi": "场强",
    "battery": "电量",
    "group": "当前通话组",
    "talk_start": "开始讲话",
    "talk_end": "讲话结束",
}
_DOES = {
    Does.TEXT: "短信",
    Does.GROUP_TEXT: "群发短信",
    Does.STATUS: "状态码",
    Does.GROUP_STATUS: "对组状态码",
    Does.LOCATE: "查位置",
    Does.LOCATE_EVERY: "定时报位置",
    Does.ONLINE_CHECK: "查在线",
    Does.RADIO_CHECK: "空口检查",
    Does.EMERGENCY_STOP: "停止报警",
    Does.PRESS_PRIVATE: "单呼讲话",
    Does.PRESS_GROUP: "组呼讲话",
    Does.PRESS_ALL: "全呼讲话",
    Does.RELEASE: "松键",
    Does.HANG_UP: "挂断",
    Does.STUN: "遥晕",
    Does.REVIVE: "复活",
    Does.MONITOR: "监听",
    Does.CHOOSE_GROUP: "换通话组",
}
_SUMS = {
    "none": "无校验",
    "xor": "异或校验",
    "sum": "累加和校验",
    "crc16": "CRC-16/MODBUS 校验",
    "ccitt": "CRC-16/CCITT 校验",
}


def check(place: Path, at: datetime) -> tuple[bool, list[str]]:
    """Whether it can be used as it stands, and what to print. `at` is when the samples arrive."""
    table, problems = read_file(place)
    if table is None:
        told = [str(problem) for problem in problems]
        return False, [*told, f"共 {len(problems)} 处问题，此表不能用"]
    trial = Trial(table, at)
    faults = [trial.fault(sample) for sample in table.samples]
    told = _understood(table)
    for sample, fault in zip(table.samples, faults, strict=True):
        told.append(
            f"  {'不符' if fault else '相符'}  {sample.line}" + (f"：{fault}" if fault else "")
        )
    bad = sum(bool(fault) for fault in faults)
    told.append(f"样例 {len(faults)} 条，相符 {len(faults) - bad} 条，不符 {bad} 条")
    if not faults:
        told.append("提示：没有 [[sample]]，写几条网关说明书上的原文，改动后便可核对")
    return not bad, told


def _understood(table: Table) -> list[str]:
    line, times = table.line, table.times
    can = capabilities(table)
    words = [word for capability, word in _CAN.items() if capability in can]
    beat = f"，每 {times.heartbeat_s:g} 秒心跳" if times.heartbeat_s else ""
    patience = f"，{times.patience_s:g} 秒无声报链路不稳" if times.patience_s else ""
    return [
        table.title,
        *([f"  依据：{table.source}"] if table.source else []),
        f'  设置里写 driver = "{PREFIX}{table.name}"，波特率 {table.baud}',
        f"  {line.encoding} 编码，{_SUMS[line.checksum]}，应答限 {times.answer_s:g} 秒{beat}{patience}",
        f"  听得懂：{'、'.join(dict.fromkeys(_HEARD[hear.event] for hear in table.hears)) or '无'}",
        f"  发得出：{'、'.join(_DOES[does] for does in table.orders) or '无'}",
        f"  窗口里可用：{'、'.join(words) or '无'}",
    ]
