"""Answers a call of an unknown tool in one of four ways.

Argument: `error` (isError true), `rpc` (JSON-RPC error), `success` (isError false: the defect), `absent`
(isError absent: the same defect), `exit` (ends with code 7), `silent` (no answer at all).
"""

import sys
import time

from wire import RpcError, serve, text, unknown

KIND = sys.argv[1]


def call(params):
    name = params["name"]
    if KIND == "rpc":
        raise RpcError(-32602, f"Unknown tool: {name}")
    if KIND == "exit":
        sys.stderr.write("last words of unknown_tool\n")
        sys.exit(7)
    if KIND == "silent":
        time.sleep(600)
    return {"success": text("ok", isError=False), "absent": text('{"error": "?"}')}.get(KIND, unknown(name))


serve(call_tool=call)
