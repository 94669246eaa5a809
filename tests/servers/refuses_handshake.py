"""Answers every request with the same JSON-RPC error, `initialize` too."""

import json
import sys

for line in sys.stdin:
    message = json.loads(line)
    if "id" in message:
        error = {"code": -32603, "message": "licence expired"}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "error": error}), flush=True)  # noqa: T201
