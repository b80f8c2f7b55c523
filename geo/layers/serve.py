"""Show the page on this machine only, reload it when it changes, and take in what is drawn on it."""

from __future__ import annotations

import json
import secrets
import sys
import threading
from collections import deque
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from geo.errors import GeoError, LayerError
from geo.layers.drawn import save_drawn
from geo.layers.folder import lock_folder

__all__ = ["PageServer"]

_MOST_BYTES = 2 * 1024 * 1024
_MOST_NEWS = 64
"""Changes that a page may miss, while it loads or sleeps, and still take in without a reload."""
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a page go that was closed while it loaded; anything else is a fault of ours, and is raised."""
        if not isinstance(sys.exception(), OSError):
            raise


class PageServer:
    """A page on the loopback address, under a path nobody can guess.

    `show` puts a new page up and reloads the open ones; `renew` tells them what changed instead; `tell` shows them a
    message. Drawings are saved into `folder` only; with `folder=None` nothing can be saved.
    """

    def __init__(self, folder: Path | None = None, *, port: int = 0) -> None:
        self.folder = folder
        self.token = secrets.token_urlsafe(24)
        self._page = b""
        self._page_version = 0
        self._version = 0
        self._news: deque[tuple[int, str]] = deque(maxlen=_MOST_NEWS)
        self._message = ""
        self._changed = threading.Condition(threading.RLock())
        self._closed = False
        try:
            self._server = _Server(("127.0.0.1", port), self._handler())
        except OSError as error:
            raise LayerError(f"port {port} cannot be used ({error.strerror}). Give another, or none.") from error
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def url(self) -> str:
        """Where the page is; the path is the secret."""
        return f"http://127.0.0.1:{self.port}/{self.token}/"

    def start(self) -> None:
        """Begin to answer, in a thread of its own."""
        self._thread.start()

    def close(self) -> None:
        """Stop answering, and let every open page go."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()

    def show(self, html: str) -> None:
        """Put a page up; pages that are open reload, and keep their view."""
        with self._changed:
            self._version += 1
            self._news.clear()
            self._message = ""
            self.keep(html)
            self._changed.notify_all()

    def renew(self, news: str) -> None:
        """Tell pages that are open what changed, for them to show in place; give `keep` the whole page soon after."""
        with self._changed:
            self._version += 1
            self._news.append((self._version, news))
            self._message = ""
            self._changed.notify_all()

    def keep(self, html: str) -> None:
        """Put a page up for those who come now; pages that are open show the same already."""
        with self._changed:
            self._page = html.encode("utf-8", "replace")
            self._page_version = self._version

    def tell(self, message: str) -> None:
        """Show a message on the open pages, such as why the last change could not be built. The page stays."""
        with self._changed:
            self._message = message
            self._changed.notify_all()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            server_version = "sitmap"
            sys_version = ""
            timeout = 60

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the path holds the secret."""

            def do_GET(self) -> None:
                server._get(self)

            def do_POST(self) -> None:
                server._post(self)

        return Handler

    # --- requests ----------------------------------------------------------------------------------------------------

    def _path(self, request: BaseHTTPRequestHandler) -> str | None:
        """Return the path below the secret one, None where the request is not for us.

        The Host header is looked at because another site's name can be made to point to this machine.
        """
        if request.headers.get("Host", "") not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            return None
        _, _, rest = urlsplit(request.path).path.partition("/")
        token, _, path = rest.partition("/")
        return path if secrets.compare_digest(token.encode("utf-8", "replace"), self.token.encode()) else None

    def _get(self, request: BaseHTTPRequestHandler) -> None:
        path = self._path(request)
        if path == "":
            with self._changed:
                mark = f'<html data-version="{self._page_version}" '.encode()
                page = self._page.replace(b"<html ", mark, 1)
            _answer(request, HTTPStatus.OK, page, "text/html; charset=utf-8")
        elif path == "events":
            self._events(request)
        else:
            _answer(request, HTTPStatus.NOT_FOUND, b"not here\n", "text/plain")

    def _events(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(HTTPStatus.OK)
        for key, value in {**_HEADERS, "Content-Type": "text/event-stream", "Connection": "close"}.items():
            request.send_header(key, value)
        request.end_headers()
        request.close_connection = True
        given = parse_qs(urlsplit(request.path).query).get("version", [""])[0]
        version, message = int(given) if given.isdecimal() and len(given) < 10 else 0, ""
        try:
            while not self._closed:
                with self._changed:
                    if (version, message) == (self._version, self._message):
                        self._changed.wait(timeout=15)
                    line = self._line(version, message)
                    version, message = self._version, self._message
                request.wfile.write(line)
                request.wfile.flush()
        except OSError:
            return  # the page was closed

    def _line(self, version: int, message: str) -> bytes:
        """Return what a page needs to hear that shows this version and message."""
        if (version, message) == (self._version, self._message):
            return b": still here\n\n"
        news = [one for one in self._news if one[0] > version]
        whole = len(news) == self._version - version
        data = {"version": self._version, "message": self._message, "news": news if whole else []}
        return f"data: {json.dumps(data)}\n\n".encode()

    def _post(self, request: BaseHTTPRequestHandler) -> None:
        path = self._path(request)
        fault = self._fault(request, path)
        if fault:
            request.close_connection = True  # its body was not read
            _answer(request, fault[0], fault[1].encode() + b"\n", "text/plain; charset=utf-8")
            return
        assert path is not None  # or there was a fault
        assert self.folder is not None
        data = request.rfile.read(int(request.headers["Content-Length"]))
        try:
            with lock_folder(self.folder):
                saved = save_drawn(data, unquote(path.removeprefix("layers/")), self.folder)
        except GeoError as error:
            _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, f"{error}\n".encode(), "text/plain; charset=utf-8")
            return
        _answer(request, HTTPStatus.CREATED, json.dumps({"file": saved.name}).encode(), "application/json")

    def _fault(self, request: BaseHTTPRequestHandler, path: str | None) -> tuple[HTTPStatus, str] | None:
        """Return why a drawing is not taken, None where it is: only our own page may send one, and only one layer's."""
        if path is None:
            return HTTPStatus.NOT_FOUND, "not here"
        origins = (f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}")
        if (
            request.headers.get("Origin") not in origins
            or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        ):
            return HTTPStatus.FORBIDDEN, "only this page may save"
        if self.folder is None or not path.startswith("layers/"):
            return HTTPStatus.NOT_FOUND, "nothing can be saved here"
        if request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/geo+json":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send GeoJSON"
        length = request.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal() and len(length) <= 12):
            return HTTPStatus.LENGTH_REQUIRED, "say how long it is"
        if int(length) > _MOST_BYTES:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the drawing is too large"
        return None


def _answer(request: BaseHTTPRequestHandler, status: HTTPStatus, body: bytes, kind: str) -> None:
    request.send_response(status)
    for key, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
        request.send_header(key, value)
    if request.close_connection:
        request.send_header("Connection", "close")
    request.end_headers()
    request.wfile.write(body)
