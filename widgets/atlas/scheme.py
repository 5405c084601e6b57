"""The scheme `duty:`: the only place from which the map's page may read anything."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

SCHEME = "duty"
START = QUrl("duty://map/page/index.html")
POLICY = (
    "default-src 'none'; script-src duty:; style-src duty: 'unsafe-inline'; "
    "img-src duty: data: blob:; font-src duty:; connect-src duty:; frame-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)

_KINDS = {
    ".html": b"text/html; charset=utf-8",
    ".js": b"text/javascript; charset=utf-8",
    ".css": b"text/css; charset=utf-8",
    ".json": b"application/json",
}

_log = logging.getLogger(__name__)

Answer = bytes | Path | str
"""Bytes as they are, a file on disk, or the name of a Qt resource (":/…")."""


def register_scheme() -> None:
    """Call once, before the QApplication is made. As root the engine runs only without its sandbox."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    if QWebEngineUrlScheme.schemeByName(SCHEME.encode()).name():
        return
    scheme = QWebEngineUrlScheme(SCHEME.encode())
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)


@dataclass(frozen=True, slots=True)
class Answers:
    """What `duty://map/<name>` answers. A name that is not listed does not exist, whatever its shape.

    One host for everything, so that nothing of the page is of another origin.
    """

    by_name: Mapping[str, Answer]
    policy: str = POLICY


class PageScheme(QWebEngineUrlSchemeHandler):
    """Answers on the Qt thread; files are opened here and read by the engine's own threads."""

    def __init__(self, answers: Answers, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers = answers

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        try:
            self._answer(job)
        except Exception:  # noqa: BLE001  an unanswered request would hang the page
            _log.exception("no answer to %s", job.requestUrl().toString())
            job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)

    def _answer(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        name = url.path().lstrip("/")
        body = self._answers.by_name.get(name) if url.host() == START.host() else None
        device = None if body is None else _opened(body, job)
        if device is None:
            _log.warning("the map's page asked for %s, which is not there", url.toString())
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        job.setAdditionalResponseHeaders(
            {
                QByteArray(b"Content-Security-Policy"): [QByteArray(self._answers.policy.encode())],
                QByteArray(b"X-Content-Type-Options"): [QByteArray(b"nosniff")],
            }
        )
        job.reply(_KINDS[Path(name).suffix], device)


def _opened(body: Answer, job: QWebEngineUrlRequestJob) -> QIODevice | None:
    """A device that lives as long as the job."""
    if isinstance(body, bytes):
        buffer = QBuffer(job)
        buffer.setData(body)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        return buffer
    file = QFile(str(body), job)
    return file if file.open(QIODevice.OpenModeFlag.ReadOnly) else None
