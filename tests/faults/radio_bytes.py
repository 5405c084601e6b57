"""Bytes that come cut, merged, noisy, senseless: tests 1 to 5 of radio.md 10."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import tempfile
import tty
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from app.base.clock import SystemClock
from app.base.ports.line import Port
from app.radio.driver import Framer, Out, Send
from app.radio.events import Event, TextIn
from app.radio.hytera import hdap, hrnp
from app.radio.hytera.hrnp import Frame, Op
from app.radio.hytera.messages import Registration
from app.radio.hytera.wire import RadioIp
from app.radio.link import RadioLink
from app.radio.simulator.line import Line
from app.radio.simulator.scenario import happen, radios_of
from app.radio.simulator.world import World
from tests import vectors
from tests.faults.radio_loop import BEGIN, TRIED, Loop, said, spoken
from tests.faults.radio_test import Figures, Missed, Plant, Test, demand

FRAMES = 20_000
RATES = (1e-3, 1e-2, 5e-2)
GARBAGE = 10 << 20
HELD_MAX = 64 << 10
SHARDS = 20_000
FUZZED = 300
APP = Path(__file__).parents[1] / "app"
HOSTILE = [
    str(APP / name)
    for name in (
        "radio/test_hostile_bytes.py",
        "radio/test_hostile_messages.py",
        "radio/test_hostile_talks.py",
        "phone/test_hostile_modem.py",
    )
]
LINE_BYTES_S = 11_520
"""A line of 115200 baud."""
EVERYTHING = {"position": 0.4, "text": 0.3, "status": 0.1, "talk": 0.1, "emergency": 0.1}


# --- 1: the examples ----------------------------------------------------------------------


def examples() -> Figures:
    figures: Figures = {}
    failed = []
    for vector in vectors.load():
        family = str(vector.get("protocol"))
        passed, count = figures.get(family, (0, 0))  # type: ignore[misc]
        why = vectors.fault(vector)
        figures[family] = (passed + (not why), count + 1)
        if why:
            failed.append(f"{vector['id']}: {why}")
    again = sum(_again(raw) for raw in hrnp_frames(2_000, 17))
    figures["other_frames"] = (again, 2_000)
    demand(not failed, "; ".join(failed[:5]), figures)
    demand(again == 2_000, "other valid frames are not written as they were read", figures)
    return figures


def _again(raw: bytes) -> bool:
    """A frame that no example has: read and written it is the same."""
    frame = hrnp.decode(raw)
    if isinstance(frame, hdap.Damaged) or hrnp.encode(frame) != raw:
        return False
    packet = hdap.decode(frame.body)
    if isinstance(packet, hdap.Damaged) or isinstance(packet.body, hdap.Unknown):
        return False
    return hdap.encode(packet) == frame.body


def hrnp_frames(count: int, seed: int) -> list[bytes]:
    """DATA frames of a busy county, each different."""
    loop = Loop("hrnp", radios_of(range(370001, 370201), seed), seed, hear=False)
    loop.up()
    loop.go_on(30)
    loop.speaker.quirk("window", str(1 << 20))
    loop.wire.clear()
    while len(loop.wire) < count:
        happen(loop.world, EVERYTHING)
    return loop.wire[:count]


# --- 2: however it is split ---------------------------------------------------------------


def split() -> Figures:
    figures: Figures = {}
    for key in _all_spoken():
        wire = said(key, varied())
        whole = b"".join(wire)
        want = _heard(key, wire)
        demand(bool(want), f"{key}: no events", figures)
        ways = {"1 byte": [whole[at : at + 1] for at in range(len(whole))], "merged": [whole]}
        for name, pieces in ways.items():
            demand(_heard(key, pieces) == want, f"{key}: {name} gives other events", figures)
        for at in range(1, len(whole)):
            if _heard(key, [whole[:at], whole[at:]]) != want:
                raise Missed(f"{key}: split at {at} gives other events", figures)
        figures[key] = {"splits": len(whole) + 1, "events": len(want)}
    return figures


def varied() -> list[Callable[[World], object]]:
    """One of everything a radio does."""
    return [
        lambda world: world.come(370003),
        lambda world: world.move(370004, 28.7985, 109.4712, 12, -88),
        lambda world: world.say(370005, "老榆塘6人全部救出 无伤亡 00:16"),
        lambda world: world.say(370006, "收到", 901),
        lambda world: world.report(370007, 3),
        lambda world: world.alarm(370008, 28.5011, 109.7342),
        lambda world: world.talk(370009, 901, 1),
        lambda world: world.clear(370008),
        lambda world: world.go(370003),
    ]


def _heard(key: str, pieces: list[bytes]) -> list[Event]:
    """The frames too, as their raw bytes stand in the events."""
    framer, session = TRIED[key].framer(), TRIED[key].session("A")
    events: list[Event] = []

    def take(outs: list[Out]) -> None:
        events.extend(out for out in outs if not isinstance(out, Send))  # type: ignore[misc]

    take(session.opened(0.0, BEGIN))
    for piece in pieces:
        for frame, raw in framer.feed(piece, 0.0):
            take(session.on_frame(frame, raw, 0.0, BEGIN))
    for frame, raw in framer.tick(10.0):
        take(session.on_frame(frame, raw, 10.0, BEGIN))
    return events


def _all_spoken() -> list[str]:
    """A driver nobody can try must not pass unseen."""
    mute = set(TRIED) - set(spoken())
    demand(not mute, f"no simulator speaks {', '.join(sorted(mute))}")
    return spoken()


# --- 3: noise -----------------------------------------------------------------------------


def noise() -> Figures:
    frames = hrnp_frames(FRAMES, 370)
    figures: Figures = {"frames": FRAMES}
    damaged = wrong = 0
    found_least = 1.0
    for seed, rate in enumerate(RATES, 1):
        clean, bad, found, false = _noisy(frames, rate, seed)
        damaged, wrong = damaged + bad, wrong + false
        found_least = min(found_least, found / clean)
        figures[f"{rate:g}"] = {
            "undamaged": clean, "found": found, "damaged": bad, "wrong": false
        }  # fmt: skip
    figures |= {"found_least": round(found_least, 5), "wrong_of_damaged": round(wrong / damaged, 6)}
    for key in spoken():
        if key != "hrnp":
            figures[f"texts_{key}_at_0.001"] = _noisy_texts(key, 1_000, 1e-3)
    demand(found_least >= 0.999, "undamaged frames are lost", figures)
    demand(wrong / damaged <= 5e-4, "too many wrong frames are believed", figures)
    return figures


def _noisy(frames: list[bytes], rate: float, seed: int) -> tuple[int, int, int, int]:
    """Undamaged frames, damaged ones, undamaged that came out, and what came out that nobody sent."""
    out: list[bytes] = []
    world = World(SystemClock(), lambda _: None, seed=seed)
    line = Line(world, lambda data: out.append(data) or len(data))  # type: ignore[func-returns-value]
    line.noise(rate)
    framer, now_s = hrnp.Framer(), 0.0
    sent, clean, came = set(frames), set(), set()
    wrong = 0
    for frame in frames:
        out.clear()
        line.put(frame)
        noisy = b"".join(out)
        if noisy == frame:
            clean.add(frame)
        now_s += len(noisy) / LINE_BYTES_S
        for _, raw in framer.feed(noisy, now_s):
            came.add(raw)
            wrong += raw not in sent
    came |= {raw for _, raw in framer.tick(now_s + 1)}
    return len(clean), len(frames) - len(clean), len(clean & came), wrong


def _noisy_texts(key: str, count: int, rate: float) -> dict[str, int]:
    """Without a checksum: how many texts come exact, wrong, or not at all. No bar is set for that."""
    loop = Loop(key, radios_of(range(370001, 370021), 3), 3)
    loop.up()
    loop.go_on(5)
    loop.line.noise(rate)
    sent = [f"第{n}条 水位{n % 97}厘米" for n in range(count)]
    for words in sent:
        loop.world.say(370001 + len(words) % 20, words)
        loop.go_on(0.3, 0.05)
    loop.line.noise(0)
    loop.go_on(30, 0.1)
    heard = [event.text for event in loop.of(TextIn)]
    exact = len(set(heard) & set(sent))
    return {
        "sent": count,
        "exact": exact,
        "wrong": sum(words not in sent for words in heard),
        "lost": count - exact,
    }


# --- 4: garbage ---------------------------------------------------------------------------


def garbage() -> Figures:
    figures: Figures = {"bytes": GARBAGE}
    for key, driver in TRIED.items():
        framer, session = driver.framer(), driver.session("A")
        session.opened(0.0, BEGIN)
        frames, held = _swallow(framer, session, _random(GARBAGE, key))
        shards, more = _swallow(framer, session, _shards(key))
        figures[key] = {"frames": frames, "shards": shards, "held_max": max(held, more)}
        demand(max(held, more) < HELD_MAX, f"{key} holds {max(held, more)} bytes", figures)
        demand(framer.stats.bytes_in >= GARBAGE, f"{key} was not fed", figures)
        if key == "hrnp":
            demand(frames == 0, f"{frames} false frames", figures)
    figures["fuzzed_examples"] = FUZZED
    demand(_fuzz() == 0, "hypothesis has found something", figures)
    return figures


def _fuzz() -> int:
    """The tests of hostile bytes, messages and talks, with many more examples."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *HOSTILE]
    env = {**os.environ, "RADIO_FUZZ": str(FUZZED)}
    return subprocess.run(words, env=env, stdout=sys.stderr, check=False).returncode


def _random(count: int, seed: str) -> Iterator[bytes]:
    chance, done = Random(seed), 0
    while done < count:
        data = chance.randbytes(min(chance.randint(1, 4096), count - done))
        done += len(data)
        yield data


def _shards(key: str) -> Iterator[bytes]:
    """Broken pieces of real traffic, which look much more like frames than chance does."""
    chance = Random(key)
    whole = b"".join(said(key, varied())) if key in spoken() else b""
    for _ in range(SHARDS if whole else 0):
        at = chance.randrange(len(whole))
        yield whole[at : at + chance.randint(1, 60)] + chance.randbytes(chance.randint(0, 3))


def _swallow(framer: Framer, session: Any, pieces: Iterator[bytes]) -> tuple[int, int]:
    """Frames that came out, and the most bytes that were held at a time."""
    frames = most = 0
    now_s = 0.0
    for n, data in enumerate(pieces):
        now_s += len(data) / LINE_BYTES_S
        for frame, raw in framer.feed(data, now_s):
            frames += 1
            session.on_frame(frame, raw, now_s, BEGIN)
        if n % 16 == 0:
            most = max(most, held_bytes(framer))
    return frames, most


def held_bytes(thing: object, depth: int = 0) -> int:
    """Bytes of text and data that hang on `thing`."""
    if isinstance(thing, bytes | bytearray | str):
        return len(thing)
    if depth > 4:
        return 0
    parts: list[object] = []
    if isinstance(thing, dict):
        parts = [*thing.keys(), *thing.values()]
    elif isinstance(thing, list | tuple | set | frozenset):
        parts = list(thing)
    elif type(thing).__module__ == "collections":
        parts = list(thing)  # type: ignore[call-overload]
    elif hasattr(thing, "__dict__"):
        parts = list(vars(thing).values())
    elif hasattr(thing, "__slots__"):
        parts = [getattr(thing, name) for name in thing.__slots__]
    return sum(held_bytes(part, depth + 1) for part in parts)


# --- 5: a cut frame -----------------------------------------------------------------------


def cut_frame() -> Figures:
    """On a real pty and a real link: a header that claims 1500 bytes, and frames right behind it."""
    clock = SystemClock()
    delays, rounds = [], 12
    with _link(clock) as (master, heard):
        for n in range(rounds):
            registered = Registration(RadioIp(10, 370001 + n))
            data = hrnp.encode(Frame(Op.DATA, 0x10, 0x20, n, hdap.encode(hdap.Packet(registered))))
            head = bytearray(data[:12])
            head[8:10] = (1500).to_bytes(2, "big")
            os.write(master, bytes(head) + bytes(n))
            begun_s = clock.monotonic_s()
            os.write(master, data)
            number = heard.get(timeout=5)
            delays.append(clock.monotonic_s() - begun_s)
            demand(number == 370001 + n, "another frame than the one sent")
    figures: Figures = {
        "frames": rounds,
        "delay_max_ms": round(max(delays) * 1000, 1),
        "without_pause_lost": _without_pause(),
    }
    demand(max(delays) <= 0.1, "a frame behind a cut one is kept back too long", figures)
    demand(not figures["without_pause_lost"], "frames behind a cut one are lost", figures)
    return figures


def _without_pause() -> int:
    """The same on a line that is never silent: nothing may be lost either."""
    frames = hrnp_frames(200, 5)
    head = bytearray(frames[0][:12])
    head[8:10] = (1500).to_bytes(2, "big")
    framer, now_s, came = hrnp.Framer(), 0.0, 0
    for raw in (bytes(head), *frames[1:]):
        now_s += len(raw) / LINE_BYTES_S
        came += len(framer.feed(raw, now_s))
    return len(frames) - 1 - came - len(framer.tick(now_s + 1))


@contextlib.contextmanager
def _link(clock: SystemClock) -> Iterator[tuple[int, queue.Queue[int]]]:
    """A pty whose master is ours; the radios that were heard on it."""
    heard: queue.Queue[int] = queue.Queue()

    def hear(event: Event) -> None:
        if hasattr(event, "radio"):
            heard.put(event.radio)

    master, slave = os.openpty()
    tty.setraw(slave)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "gateway"
        place.symlink_to(os.ttyname(slave))
        driver = TRIED["hrnp"]
        link = RadioLink(Port(str(place)), driver.framer(), driver.session("A"), hear, clock)
        link.start()
        try:
            os.read(master, 12)  # CONNECT: it listens
            os.write(master, hrnp.encode(Frame(Op.ACCEPT, 0x10, 0x20, 0)))
            yield master, heard
        finally:
            link.stop()
            os.close(master)
            os.close(slave)


# --- guards taken away --------------------------------------------------------------------


def _blind_checksum() -> None:
    """Every HRNP checksum is believed."""
    hrnp.checksum = lambda raw: int.from_bytes(raw[10:12], "big")  # type: ignore[assignment]
    hdap.fault = lambda raw: ""  # type: ignore[assignment]


def _whole_frame_thrown() -> None:
    """A frame that is not sound is thrown away whole, with what hides in it."""
    take = hrnp.Framer._take

    def greedy(framer: hrnp.Framer, raw: bytes) -> Any:
        found = take(framer, raw)
        if found is None:
            framer._held[: framer._held.find(raw) + len(raw)] = bytes(len(raw))
        return found

    hrnp.Framer._take = greedy  # type: ignore[method-assign]


def _never_given_up() -> None:
    """A begun frame waits for ever."""
    hrnp.Framer.tick = lambda framer, now_s: []  # type: ignore[method-assign]


def _keeps_everything() -> None:
    """A framer that remembers all it ever got."""
    feed = hrnp.Framer.feed

    def hoarding(framer: Any, data: bytes, now_s: float) -> Any:
        framer._hoard = getattr(framer, "_hoard", b"")[-HELD_MAX:] + data
        return feed(framer, data, now_s)

    hrnp.Framer.feed = hoarding  # type: ignore[method-assign]


def _forgets_between() -> None:
    """Every read begins anew."""
    feed = hrnp.Framer.feed

    def forgetful(framer: Any, data: bytes, now_s: float) -> Any:
        found = feed(framer, data, now_s)
        framer.forget()
        return found

    hrnp.Framer.feed = forgetful  # type: ignore[method-assign]


def _wrong_byte_order() -> None:
    """RCP is read as the other services are."""
    hdap._order = lambda first: "big"  # type: ignore[assignment]


TESTS = (
    Test(1, "examples", examples, (Plant("wrong byte order", _wrong_byte_order),)),
    Test(2, "split", split, (Plant("forgets between reads", _forgets_between),)),
    Test(
        3,
        "noise",
        noise,
        (
            Plant("believes every checksum", _blind_checksum),
            Plant("throws whole frames away", _whole_frame_thrown),
        ),
    ),
    Test(4, "garbage", garbage, (Plant("keeps everything", _keeps_everything),)),
    Test(5, "cut frame", cut_frame, (Plant("never gives up", _never_given_up),)),
)
