"""Starts a process of its own, which outlives it. Both hold a connection to a port, so their ends are seen.

Arguments: the port, and

- `leaves`: ends when stdin closes;
- `exits`: ends by itself when a tool is called;
- `shares`: as `exits`, and the grandchild keeps stdout and stderr open;
- `fails`: ends before it answers anything;
- `stubborn`: ignores a closed stdin and SIGTERM, and so does the grandchild.
"""

import signal
import socket
import subprocess
import sys
import time

from wire import serve

PORT, KIND = int(sys.argv[1]), sys.argv[2]
GRANDCHILD = f"""
import os, socket, time
connection = socket.create_connection(("127.0.0.1", {PORT}))
os.close(0)
time.sleep(600)
"""

if KIND == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
connection = socket.create_connection(("127.0.0.1", PORT))
output = None if KIND in ("leaves", "shares", "stubborn") else subprocess.DEVNULL
grandchild = subprocess.Popen(
    [sys.executable, "-c", GRANDCHILD], bufsize=0, stdin=subprocess.PIPE, stdout=output, stderr=output
)
if KIND == "fails":
    try:  # until the grandchild is connected: then it closes its end
        while True:
            grandchild.stdin.write(b"\n" * 65536)
    except BrokenPipeError:
        sys.exit(5)


def leave(method):
    if KIND in ("exits", "shares") and method == "tools/call":
        sys.exit(5)


serve(before=leave)
if KIND == "stubborn":
    time.sleep(600)
