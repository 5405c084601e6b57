"""Nothing leaves: every request that is not for `duty:` is blocked and written down."""

from __future__ import annotations

import logging
from collections import deque

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import QWebEngineUrlRequestInfo, QWebEngineUrlRequestInterceptor

from widgets.atlas.scheme import SCHEME

_OPEN = frozenset({SCHEME, "data", "blob"})

_log = logging.getLogger(__name__)


class Gate(QWebEngineUrlRequestInterceptor):
    """`blocked` keeps the last addresses, without user, password and query."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocked: deque[str] = deque(maxlen=200)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme() in _OPEN:
            return
        info.block(True)
        self.note(url)

    def note(self, url: QUrl) -> None:
        """Write down an address that was blocked here or by the page's own policy."""
        port = f":{url.port()}" if url.port() != -1 else ""
        whole = f"{url.scheme()}://{url.host()}{port}{url.path()}"
        shown = whole if url.host() else f"{url.scheme()}:{url.path()[:40]}"  # data:, inline
        self.blocked.append(shown)
        _log.warning("blocked: the map's page wanted %s", shown)
