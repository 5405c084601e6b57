"""A device that was away is found again within a second, cheaply."""

from __future__ import annotations

import socket
from threading import Event

from app.video.knock import Knock


def looks(knock: Knock, begin_s: float, answer: socket.socket | None = None) -> bool:
    """Twenty looks within one second of the clock that the knock is shown; real time is less."""
    for n in range(20):
        if knock.answers(begin_s + n * 0.05):
            return True
        if answer is not None and n == 2:
            line, _ = answer.accept()
            with line:
                asked = line.recv(4096)
                assert asked.startswith(b"DESCRIBE rtsp://127.0.0.1")
                line.sendall(b"RTSP/1.0 401 Unauthorized\r\n\r\n")
        Event().wait(0.002)
    return False


def test_a_device_counts_only_when_it_was_shut_before() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        knock = Knock(f"rtsp://127.0.0.1:{port}/x", shut=False)
        assert not looks(knock, 0.0), "nobody listens"
        free.listen()
        assert not looks(knock, 1.0), "the connection is taken, nothing is answered"
        free.accept()[0].close()
        assert looks(knock, 2.1, free)
        assert not looks(knock, 3.2, free), "it was there before"
        knock.close()
        again = Knock(f"rtsp://127.0.0.1:{port}/x", shut=True)
        assert looks(again, 0.0, free)


def test_hosts_by_name_are_not_looked_up() -> None:
    assert not looks(Knock("rtsp://camera.example/x", shut=True), 0.0)
