"""A proxy with a few pages: the whole web, as far as mcp-server-fetch can tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

_LETTER = """<!doctype html>
<html><head><title>A letter</title></head>
<body><article><h1>A letter</h1><p>Hello, reader. This page has been written to be read by a machine.</p>
<ul><li>One thing</li><li>Another thing</li></ul></article></body></html>
"""
PAGES = {
    "/": ("text/plain; charset=utf-8", "Welcome. There is a letter, and there are data."),
    "/letter.html": ("text/html; charset=utf-8", _LETTER),
    "/data.json": ("application/json", '{"answer": 42}'),
    "/private/diary.html": ("text/html; charset=utf-8", "<html><body>Nobody reads this.</body></html>"),
    "/robots.txt": ("text/plain; charset=utf-8", "User-agent: *\nDisallow: /private/\n"),
}
HOST = "pages.example"


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A page of the one host that there is."""
        asked = urlsplit(self.path)
        if asked.hostname != HOST:
            self._answer(502, "text/plain; charset=utf-8", "There is no such host.")
            return
        found = PAGES.get(asked.path or "/")
        if found is None:
            self._answer(404, "text/plain; charset=utf-8", "There is no such page.")
        else:
            self._answer(200, *found)

    def do_CONNECT(self) -> None:
        """No tunnel leads anywhere."""
        self._answer(502, "text/plain; charset=utf-8", "There is no such host.")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said of requests."""

    def _answer(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def pages() -> Iterator[str]:
    """The address of the proxy, while it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Proxy)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
