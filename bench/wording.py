"""Made-up duty-log Chinese: standing phrases, a few words everywhere, and most hardly ever."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import accumulate

_COMMON = """
的 在 已 报告 情况 值班室 人员 现场 正常 通知 目前 县 镇 村 处置 乡镇 降雨 水位 道路 无 伤亡 联系
要求 电话 收到 继续 转移 群众 局 请 做好 应急 检查 隐患 一名 消防 救援 公安 医院 组织 上报 领导 值守
预警 发布 巡查 河 山 水库 超 警戒 米 下降 上涨 毫米 恢复 通行 中断 抢修 供电 车辆 事故 轻伤 送医 火情
扑灭 林场 滑坡 塌方 房屋 受损 安置 物资 到位
"""
_MARKS = "，" * 16 + "。" * 6 + "；：、（）"
_WORDS, _PHRASES = 20_000, 8_000
_MEAN, _SPREAD = 97, 45
"""Letters of one text, but never under `_LEAST`."""
_LEAST = 12


class Wording:
    """The same seed speaks the same words.

    Of running Chinese the hundred commonest words make up some 45 %, the first ten thousand 95 %; half
    of what a duty room writes down are phrases that it wrote before.
    """

    def __init__(self, seed: int = 1) -> None:
        self._draw = draw = random.Random(seed)
        hanzi = [
            bytes((a, b)).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)
        ]
        draw.shuffle(hanzi)
        often = _falling(len(hanzi), 12, 1.0)
        longer = draw.choices((2, 2, 2, 3, 4), k=_WORDS)
        rare = ["".join(draw.choices(hanzi, cum_weights=often, k=n)) for n in longer]
        self._words = [*_COMMON.split(), *rare]
        self._word_weights = _falling(len(self._words), 3, 1.07)
        self._phrases = ["".join(self._some(draw.randrange(2, 5))) for _ in range(_PHRASES)]
        self._phrase_weights = _falling(_PHRASES, 5, 1.0)

    def texts(self, count: int) -> Iterator[str]:
        """About 99 letters each; one in nine with a telephone number, every third with a figure."""
        for _ in range(count):
            length = max(_LEAST, round(self._draw.gauss(_MEAN, _SPREAD)))
            parts: list[str] = []
            held = 0
            while held < length:
                clause = self._clause()
                parts.append(clause)
                held += len(clause)
            yield "".join(parts)[:-1] + "。"

    def _clause(self) -> str:
        draw = self._draw
        chance = draw.random()
        if chance < 0.5:
            words = draw.choices(self._phrases, cum_weights=self._phrase_weights)
        else:
            words = self._some(draw.randrange(2, 6))
        if chance < 0.012:
            words.append(f"1{draw.randrange(3_000_000_000, 9_999_999_999)}")
        elif chance < 0.06:
            figure = draw.choice(("{}人轻伤", "{}时", "{}兆电台", "第{}号", "{}毫米"))
            words.append(figure.format(draw.randrange(1, 400)))
        return "".join(words) + draw.choice(_MARKS)

    def _some(self, count: int) -> list[str]:
        return self._draw.choices(self._words, cum_weights=self._word_weights, k=count)


def _falling(count: int, offset: float, steepness: float) -> list[float]:
    """Weights by rank after Zipf and Mandelbrot, summed up."""
    return list(accumulate((n + offset) ** -steepness for n in range(count)))
