"""JSON-RPC over stdio with the standard library alone: what the raw server scripts here share.

Raw, because a server library would repair the very defects that the scripts are for; and it starts in 50 ms.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

Result = dict[str, Any]
Handler = Callable[[dict[str, Any]], Result]

ECHO: Result = {
    "name": "echo",
    "description": "Give the text back.",
    "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}},
}


class RpcError(Exception):
    """Answer with a JSON-RPC error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def text(words: str, **more: Any) -> Result:
    """A tools/call result with one text block."""
    return {"content": [{"type": "text", "text": words}], **more}


def unknown(name: str) -> Result:
    """The sound answer to a call of a tool that does not exist."""
    return text(f"Unknown tool: {name}", isError=True)


def call_echo(params: dict[str, Any]) -> Result:
    """The sound tools/call of a server whose one tool is `ECHO`."""
    if params["name"] != "echo":
        return unknown(params["name"])
    return text(params.get("arguments", {}).get("text", ""), isError=False)


def serve(
    list_tools: Handler = lambda params: {"tools": [ECHO]},
    call_tool: Handler = call_echo,
    *,
    before: Callable[[str], None] = lambda method: None,
) -> None:
    """Answer requests until stdin closes; `before` sees each method first."""
    handlers: dict[str, Handler] = {
        "initialize": lambda params: {
            "protocolVersion": params["protocolVersion"],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "raw", "version": "1.2.3"},
            "instructions": "Ask away.",
        },
        "ping": lambda params: {},
        "tools/list": list_tools,
        "tools/call": call_tool,
    }
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        before(message["method"])
        answer: Result = {"jsonrpc": "2.0", "id": message["id"]}
        try:
            if message["method"] not in handlers:
                raise RpcError(-32601, f"no method {message['method']}")
            answer["result"] = handlers[message["method"]](message.get("params") or {})
        except RpcError as error:
            answer["error"] = {"code": error.code, "message": str(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
