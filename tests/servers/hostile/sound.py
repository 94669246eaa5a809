"""The sound server that every hostile one is a variation of, written with `json` and `sys` alone."""

import json
import sys

TOOL = {
    "name": "get_forecast",
    "description": "Say what the weather will be.",
    "inputSchema": {
        "type": "object",
        "properties": {"city": {"type": "string", "description": "Name of a city.", "default": "Oslo"}},
        "additionalProperties": False,
    },
    "annotations": {"readOnlyHint": True, "openWorldHint": True},
}


def handshake(message, name):
    """The sound answer to `initialize`."""
    return {
        "protocolVersion": message["params"]["protocolVersion"],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": name, "version": "1.0.0"},
    }


def call(message):
    """The sound answer to `tools/call`."""
    params = message["params"]
    arguments = params.get("arguments") or {}
    wrong = sorted(arguments.keys() - {"city"})
    if not isinstance(arguments.get("city", "Oslo"), str):
        wrong = ["city"]
    if params["name"] != "get_forecast" or wrong:
        text = (
            f"Nothing for `{params['name']}` with {wrong}: there is `get_forecast`, and its `city`, a text."
        )
        return {"content": [{"type": "text", "text": text}], "isError": True}
    return {"content": [{"type": "text", "text": "Sunny."}], "isError": False}


def answer(message, name, *tools):
    """The sound answer to any request of a server of that name."""
    results = {
        "initialize": lambda: handshake(message, name),
        "ping": dict,
        "tools/list": lambda: {"tools": list(tools or (TOOL,))},
        "tools/call": lambda: call(message),
    }
    reply = {"jsonrpc": "2.0", "id": message["id"]}
    method = message["method"]
    if method not in results:
        return reply | {"error": {"code": -32601, "message": f"no method {method}"}}
    return reply | {"result": results[method]()}


def send(message):
    """Write one message on stdout."""
    raw(json.dumps(message).encode() + b"\n")


def raw(data):
    """Write bytes on stdout."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def requests():
    """Every request, until stdin closes."""
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if "id" in message and "method" in message:
            yield message
