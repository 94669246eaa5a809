"""Starts a process of its own, which outlives it. Both hold a connection to a port, so their ends are seen.

Arguments: the port, and `leaves` (ends when stdin closes), `exits` (ends by itself when a tool is called) or
`stubborn` (ignores a closed stdin and SIGTERM, and so does the grandchild).
"""

import signal
import socket
import subprocess
import sys
import time

from wire import serve

PORT, KIND = int(sys.argv[1]), sys.argv[2]
GRANDCHILD = "import socket, time; s = socket.create_connection(('127.0.0.1', {})); time.sleep(600)"

if KIND == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
connection = socket.create_connection(("127.0.0.1", PORT))
# It keeps our stdout and stderr open, as careless servers' helpers do.
subprocess.Popen([sys.executable, "-c", GRANDCHILD.format(PORT)], stdin=subprocess.DEVNULL)


def leave(method):
    if KIND == "exits" and method == "tools/call":
        sys.exit(5)


serve(before=leave)
if KIND == "stubborn":
    time.sleep(600)
