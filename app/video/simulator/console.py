"""The fake cameras' command line: one command in, its answer out."""

from __future__ import annotations

import json

from app.video.simulator.cast import BY_KIND
from app.video.simulator.faults import VERBS, Moods
from app.video.simulator.server import CameraServer
from app.video.simulator.source import SHAPES


def _verbs() -> str:
    rows = [
        ("kill", "", "整台服务器消失"),
        ("start", "", "重新启动，端口不变"),
        ("drop", "PATH", "断开一次"),
    ]
    for name, verb in VERBS.items():
        word = "" if verb.usual is None else f" [{verb.usual}]"
        rows.append((name, f"PATH{word}", verb.words))
    rows += [
        ("list", "", "正在发送的各路、观看数和故障"),
        ("sent", "", "同上，一行 JSON，供程序读"),
        ("help", "", "本表"),
    ]
    return "\n".join(f"  {f'{name} {takes}':24}{words}" for name, takes, words in rows)


def _paths() -> str:
    streams = "\n".join(
        f"  {name:8}{shape.codec} {shape.width}x{shape.height} {shape.rate // 1000} kbit/s"
        for name, shape in SHAPES.items()
    )
    scenes = "  ".join(f"{kind}: {' '.join(scenes)}" for kind, scenes in BY_KIND.items())
    return f"  编号 TT-K-NN（乡镇-类别-序号），如 01-F-07；画面随类别：\n  {scenes}\n{streams}"


GUIDE = f"""地址 rtsp://127.0.0.1:PORT/编号/码流
{_paths()}

命令（PATH 为 01-F-07、01-F-07/main 或 * ；方括号内为不写时的值，后一条命令盖过前一条）
{_verbs()}
"""


def guide(port: int) -> str:
    return GUIDE.replace("PORT", str(port))


class Console:
    """Answers end with a line `ok`, `no …` for what the machine refuses, or why it was not understood."""

    def __init__(self, server: CameraServer) -> None:
        self._server = server

    async def obey(self, words: list[str]) -> str:
        server = self._server
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
            case ["list"]:
                return self._table() + "ok"
            case ["help"]:
                return guide(server.port) + "ok"
            case ["sent"]:
                return self._sent()
            case [verb, where, *rest] if len(rest) < 2:
                why = server.moods.tell(verb, where, *rest)
                if verb == "lose" and not why:
                    server.drop(where)
                return why or "ok"
            case _:
                return "no such verb"
        return "ok"

    def _table(self) -> str:
        rows = [f"{'PATH':24}{'观看':>4}{'已发':>8}  故障\n"]
        for path, cast in sorted(self._server.on_air().items()):
            told = " ".join(_faults(self._server.moods, path))
            rows.append(f"{path:24}{len(cast.viewers):>6}{cast.sent:>10}  {told or '-'}\n")
        return "".join(rows)

    def _sent(self) -> str:
        """Path -> viewers, pictures sent, monotonic seconds and place in the film of the last one."""
        return json.dumps(
            {
                path: [len(cast.viewers), cast.sent, round(cast.last_s, 4), cast.last_n]
                for path, cast in self._server.on_air().items()
            }
        )


def _faults(moods: Moods, path: str) -> list[str]:
    mood, well = moods.of(path), type(moods.of(path))()
    return [
        f"{name}={getattr(mood, name)}"
        for name in mood.__dataclass_fields__
        if getattr(mood, name) != getattr(well, name)
    ]
