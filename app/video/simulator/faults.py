"""What a fake camera can be told to do wrong, as a table of verbs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.video.simulator.brush import FPS
from app.video.simulator.scenes import VARIANTS


@dataclass(frozen=True, slots=True)
class Mood:
    """How one path behaves now.

    `status` is what every request is answered, 200 when well; `sessions` how many may look at a camera
    at once. `odd` describes a coding that nobody knows, `bare` leaves the parameter sets out, `zero`
    sends pictures of no bytes, `side_px` claims a picture that large. `variant` and `shape` change the
    picture sent; `keyless` is the number of the telling and how many key frames go missing from then on.
    `share` of the packets is damaged.
    """

    status: int = 200
    sessions: int | None = None
    silent: bool = False
    frozen: bool = False
    garbage: bool = False
    odd: bool = False
    bare: bool = False
    zero: bool = False
    side_px: int = 0
    variant: str = ""
    shape: str = ""
    keyless: tuple[int, int] = (0, 0)
    share: float = 0.0
    fps: float = FPS
    burst_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Verb:
    """`usual` is taken when no word follows the path; None: no word may follow."""

    change: Callable[[Mood, str, int], Mood]
    words: str
    usual: str | None = None


class Moods:
    """Faults by path. A path is `01-F-07` (all its streams), `01-F-07/sub` or `*` (every camera).

    The latest matching verb wins: `404 *` and then `clear 01-F-07` leaves one camera working.
    """

    def __init__(self) -> None:
        self._told: list[tuple[str, str, str, int]] = []
        self._number = 0
        self._held: dict[str, Mood] = {}

    def of(self, path: str) -> Mood:
        """The same object until something is told."""
        mood = self._held.get(path)
        if mood is None:
            mood = Mood()
            for verb, where, word, number in self._told:
                if matches(where, path):
                    mood = VERBS[verb].change(mood, word, number)
            self._held[path] = mood
        return mood

    def tell(self, verb: str, where: str, word: str = "") -> str:
        """Empty when it was understood, else why not."""
        told = VERBS.get(verb)
        if told is None:
            return "no such verb"
        if word and told.usual is None:
            return f"{verb} takes a path only"
        word = word or told.usual or ""
        self._number += 1
        try:
            told.change(Mood(), word, self._number)
        except ValueError:
            return f"{verb} cannot be {word}"
        if verb == "clear":
            self._told = [held for held in self._told if where not in ("*", held[1])]
        self._told.append((verb, where, word, self._number))
        self._held.clear()
        return ""


def matches(where: str, path: str) -> bool:
    return where in ("*", path) or path.startswith(where + "/")


def _set(**changes: object) -> Callable[[Mood, str, int], Mood]:
    return lambda mood, _word, _number: replace(mood, **changes)  # type: ignore[arg-type]


def _variant(mood: Mood, word: str, _number: int) -> Mood:
    if word not in (*VARIANTS, "normal"):
        raise ValueError(word)
    return replace(mood, variant="" if word == "normal" else word)


def _sessions(mood: Mood, word: str, _number: int) -> Mood:
    return replace(mood, sessions=int(word))


def _keyless(mood: Mood, word: str, number: int) -> Mood:
    return replace(mood, keyless=(number, int(word)))


def _share(mood: Mood, word: str, _number: int) -> Mood:
    return replace(mood, share=min(1.0, max(0.0, float(word))))


def _slow(mood: Mood, word: str, _number: int) -> Mood:
    return replace(mood, fps=min(float(FPS), max(0.2, float(word))))


def _burst(mood: Mood, word: str, _number: int) -> Mood:
    return replace(mood, burst_s=min(5.0, max(0.0, float(word) / 1000)))


def _switch(mood: Mood, word: str, _number: int) -> Mood:
    return replace(mood, shape=word)


def _huge(mood: Mood, word: str, _number: int) -> Mood:
    return replace(mood, side_px=min(65_536, max(16, int(word))))


VERBS: dict[str, Verb] = {
    "freeze": Verb(_set(frozen=True), "连接不断，不再发送"),
    "resume": Verb(_set(frozen=False), "继续发送，中间的画面已丢失"),
    "silent": Verb(_set(silent=True), "接受连接，从不应答"),
    "lose": Verb(_set(silent=True), "断开，不再应答，直到 clear"),
    "401": Verb(_set(status=401), "口令错误"),
    "404": Verb(_set(status=404), "没有这一路"),
    "453": Verb(_sessions, "最多允许几个会话，其余拒绝", "0"),
    "nokey": Verb(_keyless, "其后几个关键帧丢失", "4"),
    "damage": Verb(_share, "损坏的数据包占比", "0.1"),
    "corrupt": Verb(_share, "同 damage", "0.1"),
    "slow": Verb(_slow, "每秒几帧", "5"),
    "burst": Verb(_burst, "每隔多少毫秒一阵地到达", "500"),
    "switch": Verb(_switch, "途中换一种码流（分辨率、SPS）", "sub"),
    "picture": Verb(_variant, "画面：normal " + " ".join(VARIANTS), "normal"),
    "black": Verb(_set(variant="black"), "同 picture … black"),
    "light": Verb(_set(variant=""), "同 picture … normal"),
    "garbage": Verb(_set(garbage=True), "以乱码代替画面"),
    "odd": Verb(_set(odd=True), "编码无人认识"),
    "bare": Verb(_set(bare=True), "描述里没有参数集，只在画面里带"),
    "zero": Verb(_set(zero=True), "画面为零字节，没有尺寸"),
    "huge": Verb(_huge, "自称画面宽多少像素", "7680"),
    "clear": Verb(lambda _mood, _word, _number: Mood(), "一切正常"),
}
