"""`python -m app.video.simulator`: fake cameras until standard input closes."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
from pathlib import Path

from app.base.clock import SystemClock
from app.video.simulator.console import GUIDE, Console, guide
from app.video.simulator.digest import Digest
from app.video.simulator.server import CameraServer
from app.video.simulator.source import Sources


def main() -> None:
    given = _asked()
    password = sys.stdin.readline().rstrip("\n") if given.password_from_stdin else ""
    digest = Digest(given.user, password, secrets.token_hex(8))
    sources = Sources(given.folder, given.films)
    for wish in filter(None, given.warm.split(",")):
        scene, _, shape = wish.partition("/")
        sources.get(scene, shape or "main")
    server = CameraServer(sources, digest, SystemClock().monotonic_s)
    asyncio.run(_run(server, given.port))


def _asked() -> argparse.Namespace:
    ask = argparse.ArgumentParser(
        prog="python -m app.video.simulator",
        description="模拟摄像头：RTSP 服务，仅本机可达，供训练、演示和测试。"
        "标准输入每行一条命令，输入关闭即退出。",
        epilog=GUIDE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    ask.add_argument("--port", type=int, default=0, help="端口；0 为任一空闲端口")
    ask.add_argument(
        "--folder", type=Path, default=Path("build/cameras"), help="已编码画面的存放处"
    )
    ask.add_argument(
        "--films", type=Path, help="另有片源的目录：NAME.h264 或 NAME.h265，以 /任意编号/NAME 取用"
    )
    ask.add_argument("--warm", default="", help="先编好再就绪的画面：scene/shape,scene/shape")
    ask.add_argument("--user", default="", help="摘要认证的用户名；空为不认证")
    ask.add_argument("--password-from-stdin", action="store_true", help="口令为标准输入的第一行")
    return ask.parse_args()


async def _run(server: CameraServer, port: int) -> None:
    try:
        await server.start(port)
    except OSError as error:
        return _say(f"failed {error.strerror}")
    _say(f"ready {server.port}")
    if sys.stdin.isatty():
        _say(guide(server.port))
    console = Console(server)
    while line := await asyncio.to_thread(sys.stdin.readline):
        _say(await console.obey(line.split()))
    await server.kill()
    return None


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
