"""One browser page for the map: closed to the world, watched, and taken down in the right order."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile, QWebEngineSettings
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QWidget

from widgets.atlas.channel import Bridge
from widgets.atlas.interceptor import Gate
from widgets.atlas.scheme import SCHEME, START, Answers, PageScheme

PING_MS = 5000
MISSES = 2
MISSES_AT_START = 6

_log = logging.getLogger(__name__)
_page_log = logging.getLogger(f"{__name__}.page")

_OFF = (
    "LocalContentCanAccessRemoteUrls",
    "LocalContentCanAccessFileUrls",
    "LocalStorageEnabled",
    "PluginsEnabled",
    "JavascriptCanOpenWindows",
    "JavascriptCanAccessClipboard",
    "FocusOnNavigationEnabled",
    "ErrorPageEnabled",
    "DnsPrefetchEnabled",
    "HyperlinkAuditingEnabled",
    "NavigateOnDropEnabled",
    "PdfViewerEnabled",
    "WebGLEnabled",
)


class Engine(QObject):
    """`view` is the widget. `heard` gets the page's messages; `died` is emitted when its process ends.

    A profile that goes before its page ends the process with a fault, so `close` has to come first;
    at the end of the application it comes by itself.
    """

    died = Signal()

    def __init__(
        self, answers: Answers, heard: Callable[[str, list[Any]], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._profile = QWebEngineProfile()  # no name: nothing is kept
        self.gate = Gate(self._profile)
        self._scheme = PageScheme(answers, self._profile)
        self._profile.setUrlRequestInterceptor(self.gate)
        self._profile.installUrlSchemeHandler(SCHEME.encode(), self._scheme)
        self._profile.downloadRequested.connect(lambda download: download.cancel())
        self._page: QWebEnginePage | None = _ClosedPage(self._profile)
        self._page.renderProcessTerminated.connect(self._ended)
        self.bridge = Bridge(heard, self._page)
        self._channel = QWebChannel(self._page)
        self._channel.registerObject("duty", self.bridge)
        self._page.setWebChannel(self._channel)
        self.view = QWebEngineView(parent)
        self.view.setPage(self._page)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view.setAcceptDrops(False)
        self._watch = _Watch(self)
        QCoreApplication.instance().aboutToQuit.connect(self.close)

    def load(self) -> None:
        if self._page is not None:
            self._page.load(START)
            self._watch.begin()

    def say(self, name: str, *values: object) -> None:
        if self._page is not None:
            self.bridge.say(name, *values)

    def ask(self, code: str, answer: Callable[[Any], None]) -> None:
        """The value of a piece of JavaScript, as plain JSON. Never put a text of the store into it."""
        if self._page is not None:
            self._page.runJavaScript(
                f"JSON.stringify({code})", 0, lambda text: answer(json.loads(text or "null"))
            )

    def renderer(self) -> int:
        """Its process, 0 when there is none."""
        return 0 if self._page is None else self._page.renderProcessPid()

    def ping(self, answer: Callable[[Any], None]) -> None:
        if self._page is not None:
            self._page.runJavaScript("1", 0, answer)

    def kill(self) -> None:
        """End the page's process; `died` follows."""
        pid = self.renderer()
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def close(self) -> None:
        """View, page, profile, in this order and at once. May be called twice."""
        page, self._page = self._page, None
        if page is None:
            return
        self._watch.stop()
        page.renderProcessTerminated.disconnect(self._ended)
        self.view.hide()
        self.view.setPage(None)  # type: ignore[call-overload]
        for gone in (page, self.view, self._profile):
            gone.deleteLater()
            QCoreApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)

    def _ended(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        _log.warning("the map's page ended: %s, code %s", status.name, code)
        self._watch.stop()
        self.died.emit()


class _ClosedPage(QWebEnginePage):
    """Goes nowhere, opens nothing, is allowed nothing."""

    def __init__(self, profile: QWebEngineProfile) -> None:
        super().__init__(profile)
        for name in _OFF:
            self.settings().setAttribute(getattr(QWebEngineSettings.WebAttribute, name), False)
        self.permissionRequested.connect(lambda permission: permission.deny())

    def acceptNavigationRequest(
        self, url: QUrl, kind: QWebEnginePage.NavigationType, main_frame: bool
    ) -> bool:
        if url.scheme() != SCHEME:
            _log.warning("the map's page wanted to go to %s", url.host() or url.scheme())
            return False
        return main_frame

    def createWindow(self, kind: QWebEnginePage.WebWindowType) -> None:
        return None

    def javaScriptConsoleMessage(
        self, level: QWebEnginePage.JavaScriptConsoleMessageLevel, text: str, line: int, source: str
    ) -> None:
        bad = level is QWebEnginePage.JavaScriptConsoleMessageLevel.ErrorMessageLevel
        _page_log.log(logging.WARNING if bad else logging.INFO, "%s:%s %s", source, line, text)


class _Watch(QObject):
    """Asks the page for a sign of life; a page that gives none twice running is ended.

    A page that is only being loaded is given more time: the machine may be busy.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._engine = engine
        self._missed = 0
        self._allowed = MISSES_AT_START
        self._timer = QTimer(self)
        self._timer.setInterval(PING_MS)
        self._timer.timeout.connect(self._ping)

    def begin(self) -> None:
        self._missed, self._allowed = 0, MISSES_AT_START
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _ping(self) -> None:
        if self._missed >= self._allowed:
            _log.warning("the map's page does not answer")
            self._timer.stop()
            self._engine.kill()
            return
        self._missed += 1
        self._engine.ping(self._alive)

    def _alive(self, _answer: object) -> None:
        self._missed, self._allowed = 0, MISSES
