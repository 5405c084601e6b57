"""`python -m app.video.simulator`: fake cameras until standard input closes."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from pathlib import Path

from app.base.clock import SystemClock
from app.video.simulator.digest import Digest
from app.video.simulator.server import CameraServer
from app.video.simulator.source import Sources


def main() -> None:
    ask = argparse.ArgumentParser(prog="python -m app.video.simulator", description=__doc__)
    ask.add_argument("--port", type=int, default=0, help="0 takes a free one")
    ask.add_argument("--folder", type=Path, default=Path("build/cameras"))
    ask.add_argument("--warm", default="", help="scene/shape,scene/shape: encode before 'ready'")
    ask.add_argument("--user", default="")
    ask.add_argument("--password-from-stdin", action="store_true", help="first line of stdin")
    given = ask.parse_args()
    password = sys.stdin.readline().rstrip("\n") if given.password_from_stdin else ""
    digest = Digest(given.user, password, secrets.token_hex(8))
    sources = Sources(given.folder)
    for wish in filter(None, given.warm.split(",")):
        scene, _, shape = wish.partition("/")
        sources.get(scene, shape or "main")
    server = CameraServer(sources, digest, SystemClock().monotonic_s)
    asyncio.run(_run(server, given.port))


async def _run(server: CameraServer, port: int) -> None:
    try:
        await server.start(port)
    except OSError as error:
        return _say(f"failed {error.strerror}")
    _say(f"ready {server.port}")
    while line := await asyncio.to_thread(sys.stdin.readline):
        _say(await _obey(server, line.split()))
    await server.kill()
    return None


async def _obey(server: CameraServer, words: list[str]) -> str:
    match words:
        case ["kill"]:
            await server.kill()
        case ["start"]:
            try:
                await server.start(0)
            except OSError as error:
                return f"no {error.strerror}"
        case ["drop", where]:
            server.drop(where)
        case ["lose", where]:
            server.moods.tell("lose", where)
            server.drop(where)
        case [verb, where] if server.moods.tell(verb, where):
            pass
        case _:
            return "no such verb"
    return "ok"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
