"""One clause about people: which numbers of people stand in it, and which kinds it speaks of or denies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.incidents.hearing.figures import CORE, FIGURE, read
from app.incidents.hearing.records import People
from app.incidents.hearing.rules import Rules

CASUALTIES = (People.DEAD, People.HEAVY, People.LIGHT, People.HURT)
ALL_HARM = "伤亡"

_PERSON = (
    r"人(?!家|民|行|工湖|字|多高)|大人|小(?!时|区|店|山|车|桥|河|学|型|组|坑|洞|厂|卖|超)|娃|伢|崽|妹|老(?!房|屋|鼠)|"
    r"年轻|男|女|学生|工(?!地|厂|棚|程|房)|村民|司机|乘客|游客|职员|职工|病人|孩|同(?:事|学)|驴友|矿工|"
    r"护|师傅|农民|群众|妇|婆|爷|爹|娘|伤|死|重(?!要|点)|轻|受|被|困|失(?!火)|联系|找|跑|爬|掉|摔|"
    r"埋|压|卡|救|抬|拉|拖|吊|接|捞|挖|没|不(?!同)|还|已|都|也|就|有|送|是|在|走|去|来|到|自己|烧|烫|触电|呛|"
    r"晕|昏|中毒|溺|淹|沉|冲(?!锋)|让|给|手(?!机|续|扶)|脚(?!手)|腿|头|胳膊|脸|腰|肋|骨|肩|背|说|讲|喊|叫|能|"
    r"从|站|坐|躺|趴|呕|吐|发烧|发热|发病|咳|住院|住(?!户)|转(?!盘|弯)|疏|撤|搬|安(?!全帽|置点)|里面|里头|左右|"
    r"上(?!午|月|下水)|下(?!午|水)|进|出(?!口|租)|前后|当|很|比|正|全|一起|确|刚|又|再|摸|外地|本地|的|了|吧|呢|啊|"
    r"嘛|哦|咯|样子|关|夹|清|放|骑|开车|打工|擦|皮外|登记|甩|躲|先|后(?!院|山)|最|插|醒|休克|落|滚|滑|翻"
)
_UNIT = rf"(?:个|名|位|条|号)(?=$|[,、。;)]|{_PERSON})|个?人(?!家|民|行|多高)|口(?![井锅子水气号])(?:人|子)?|(?=死(?!了)|伤(?![了口心]))"
PEOPLE = re.compile(
    rf"(?<![第每哪某十百千万零一二两三四五六七八九\d.:点])(?:{FIGURE.pattern})(?P<more>好几)?(?P<unit>{_UNIT})"
    rf"|(?P<pair>[俩仨])|(?P<those>(?:那|这|有)个)(?=$|[,、。]|{_PERSON})|(?P<couple>老两口|两口子|小两口|两(?:爷崽|娘崽|父子|母子|夫妻|夫妇|兄弟|姐妹|姊妹|爷孙|婆孙|公婆|父女|母女|老)(?!俩))"
)
_SOME = {"俩": 2, "仨": 3}
_CORE = re.compile(CORE)


@dataclass(slots=True)
class Number:
    """People counted at a spot of a clause. `value` None = 几个; `those`: 那个, one that was spoken of;
    `used`: the kinds it was taken for."""

    start: int
    end: int
    value: int | None
    about: bool
    those: bool = False
    used: set[People] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Named:
    """A kind of people spoken of. `denied`: said not to exist; `unsure`: 没看到有人受伤."""

    start: int
    end: int
    kind: str
    denied: bool
    unsure: bool


def numbers(text: str, rules: Rules) -> list[Number]:
    words = rules.words["people"]
    gone = [found.span() for found in words["denied.none_at_all"].finditer(text)]
    held = []
    for found in PEOPLE.finditer(text):
        number = _number(found)
        if any(start <= number.start < end for start, end in gone):
            continue
        before = text[max(0, number.start - 4) : number.start]
        if any(m.end() == len(before) for m in words["adds.first"].finditer(before)):
            continue
        if re.search(r"不(?:是|止)$", before) and not number.those:
            continue
        held.append(number)
    return held


def _number(found: re.Match[str]) -> Number:
    if found["pair"]:
        return Number(found.start(), found.end(), _SOME[found["pair"]], False)
    if found["couple"]:
        return Number(found.start(), found.end(), 2, False)
    if found["those"]:
        start = found.start() + (found["those"][0] == "有")
        return Number(start, found.end(), 1, False, found["those"][0] != "有")
    figure = read(found)
    value = figure.one
    about = figure.about or bool(found["more"])
    return Number(found.start(), found.end(), value, about and value is not None)


def named(text: str, rules: Rules, health: bool) -> list[Named]:
    """In order; of words that overlap the one that begins first, then the longest."""
    words = rules.words["people"]
    spans = sorted(_spans(text, rules, health), key=lambda one: (one[0], -one[1]))
    held: list[tuple[int, int, str]] = []
    for span in spans:
        if not held or span[0] >= held[-1][1]:
            held.append(span)
    found = []
    for start, end, kind in held:
        denied = _denied_before(text, start, held, rules) or _denied_after(text, end, held, rules)
        unsure = bool(words["denied.not_denied"].search(text[:start]))
        found.append(Named(start, end, kind, denied, unsure))
    return found


def _spans(text: str, rules: Rules, health: bool) -> Iterator[tuple[int, int, str]]:
    for name in (*People, ALL_HARM):
        pattern = rules.words["people"].get(f"words.{name}")
        if pattern is None or (name == People.ILL and not health):
            continue
        if name == People.HURT and health:
            continue
        for found in pattern.finditer(text):
            yield found.start(), found.end(), str(name)


_FILL = re.compile(
    r"(?:[、和或的与跟及/了]|人员?|任何|其他|其它|发现|出现|造成|一个|情况|在|再|还|里面|里头|山上|现场|上面|下面|哪个|什么|被|过|明显|大的|谁|有)*"
)


def _denied_before(text: str, at: int, held: list[tuple[int, int, str]], rules: Rules) -> bool:
    last = None
    for found in rules.words["people"]["denied.before"].finditer(text[:at]):
        if not any(start <= found.start() < end for start, end, _ in held):
            last = found
    return last is not None and bool(_FILL.fullmatch(_without(text, last.end(), at, held)))


def _denied_after(text: str, at: int, held: list[tuple[int, int, str]], rules: Rules) -> bool:
    rest = _without(text, at, len(text), held)
    words = rules.words["people"]
    return bool(words["denied.after"].match(rest)) or bool(
        re.match(r"^(?:的|人)*一个(?:都|也)(?:没|无)", rest)
    )


def _without(text: str, start: int, end: int, held: list[tuple[int, int, str]]) -> str:
    """The piece without the words of kinds in it."""
    return "".join(
        char
        for n, char in enumerate(text[start:end], start)
        if not any(one[0] <= n < one[1] for one in held)
    )
