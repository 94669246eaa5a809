"""Servers that do harm over HTTP, one a path. Writes its port, and ends when stdin closes.

`GET /count` says how often a place was asked that nobody may ask.
"""

import gzip
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sound import answer

BOMB = gzip.compress(b" " * 50_000_000)
FORBIDDEN = ("/elsewhere", "/schema.json", "/meta.json")
asked = []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.note()
        self.message = json.loads(self.body) if self.body else {}
        self.name = kind = self.path.strip("/")
        if "id" not in self.message:
            return self.say(202, b"")
        special = getattr(self, kind.replace("-", "_"), None)
        return special() if special else self.sound()

    def do_GET(self):
        self.note()
        if self.path == "/count":
            return self.say(200, json.dumps(asked).encode())
        return self.say(405, b"")

    def do_DELETE(self):
        self.say(200, b"")

    def note(self):
        if self.path.startswith(FORBIDDEN):
            asked.append(self.path)

    def say(self, status, body, kind="application/json", **headers):
        self.send_response(status)
        if body is not None:
            self.send_header("content-length", str(len(body)))
        self.send_header("content-type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body or b"")

    def sound(self, **headers):
        self.say(200, self.reply(), **headers)

    def reply(self):
        return json.dumps(answer(self.message, self.name)).encode()

    @property
    def lists(self):
        return self.message["method"] == "tools/list"

    def drip(self, pieces, kind="application/json"):
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("connection", "close")
        self.end_headers()
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()

    # -- one a path

    def http_never_answers(self):
        time.sleep(600)

    def http_drips(self):
        self.drip(iter(lambda: time.sleep(0.05) or b" ", b""))

    def http_drips_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            self.wfile.write(b"x-%d: y\r\n" % number)
            self.wfile.flush()
            time.sleep(0.05)

    def http_endless_headers(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        while True:
            self.wfile.write(b"y" * 65_536)

    def http_endless_body(self):
        self.drip(iter(lambda: b" " * 65_536, b""))

    def http_endless_body_in_the_list(self):
        if not self.lists:
            return self.sound()
        return self.drip(iter(lambda: b"[]," * 20_000, b""))

    def http_endless_event(self):
        self.drip(iter(lambda: b"data: " + b"x" * 65_536 + b"\n", b""), "text/event-stream")

    def http_endless_events(self):
        event = {
            "jsonrpc": "2.0",
            "method": "notifications/message",
            "params": {"level": "info", "data": "x"},
        }
        line = b"event: message\ndata: " + json.dumps(event).encode() + b"\n\n"
        self.drip(iter(lambda: line * 100, b""), "text/event-stream")

    def http_events_that_end(self):
        if not self.lists:
            return self.sound()
        return self.drip([b": nothing\n\n"], "text/event-stream")

    def http_gzip_bomb(self):
        self.say(200, BOMB, content_encoding="gzip")

    def http_gzip_bomb_in_a_bomb(self):
        self.say(200, gzip.compress(BOMB), content_encoding="gzip, gzip")

    def http_web_page(self):
        self.say(200, b"<html>Welcome</html>", "text/html")

    def http_octets(self):
        self.say(200, self.reply(), "application/octet-stream") if self.lists else self.sound()

    def http_garbage(self):
        self.close_connection = True
        self.wfile.write(bytes(range(256)) * 20)

    def http_half_a_body(self):
        if not self.lists:
            return self.sound()
        self.close_connection = True
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "100000")
        self.end_headers()
        self.wfile.write(self.reply()[:40])
        return None

    def http_no_json(self):
        self.say(200, b"\xff\xfe{]") if self.lists else self.sound()

    def http_other_ids(self):
        self.say(200, json.dumps(answer(self.message, self.name) | {"id": 7_000_000}).encode())

    def http_redirects_elsewhere(self):
        port = self.server.elsewhere
        self.say(307, b"", location=f"http://127.0.0.1:{port}/elsewhere")

    def http_redirects_in_a_circle(self):
        self.say(307, b"", location=self.path)

    def http_fails(self):
        self.say(500, b"Internal Server Error: \x1b[2J", "text/plain")

    def http_wants_a_token(self):
        self.say(401, b"", www_authenticate='Bearer resource_metadata="http://127.0.0.1:9/elsewhere"')

    def http_accepts_only(self):
        self.say(202, b"")

    def http_same_session_for_all(self):
        self.sound(mcp_session_id="1")

    def http_forgets_its_session(self):
        if self.lists:
            return self.say(404, b"")
        return self.sound(mcp_session_id="1f6c7b52-0d7a-4d0c-8a59-0b5f0c4ad6c3")

    def http_session_with_escapes(self):
        self.sound(mcp_session_id="\x1b[2Jowned")

    def http_closes_without_a_word(self):
        self.close_connection = True

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # a client that was told nonsense goes away


servers = [Server(("127.0.0.1", 0), Handler) for _ in range(2)]
for server in servers:
    server.elsewhere = servers[1].server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdout.write(f"{servers[0].server_port}\n")
sys.stdout.flush()
sys.stdin.read()
