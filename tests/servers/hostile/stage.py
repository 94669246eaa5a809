"""What the servers that do harm over stdio share: the sound answers, and ways around them."""

import json
import os
import sys
import time

from sound import TOOL, answer, raw, requests, send

KIND, NAME = sys.argv[1], sys.argv[2]
LONG = 600
"""Seconds that something outlasts any run."""


def serve(*tools, **on):
    """Answer soundly, but for what `on` has for a method (`tools_list=...`), which may write by itself."""
    for message in requests():
        special = on.get(message["method"].replace("/", "_"))
        reply = special(message) if special else answer(message, NAME, *tools)
        if reply is not None:
            send(reply)


def result(message, value):
    return {"jsonrpc": "2.0", "id": message["id"], "result": value}


def spelled(message, *tools):
    """The list of tools as text, to be spoilt."""
    return json.dumps(answer(message, NAME, *tools))


def listing(text):
    """Answer `tools/list` with bytes; `text` gets the sound line and gives what is written."""

    def write(message):
        data = text(spelled(message))
        raw(data if isinstance(data, bytes) else data.encode())

    serve(tools_list=write)


def with_city(**schema):
    """The tool, its parameter's schema widened."""
    city = TOOL["inputSchema"]["properties"]["city"] | schema
    return TOOL | {"inputSchema": TOOL["inputSchema"] | {"properties": {"city": city}}}


def with_defs(ref, **defs):
    """The tool, its parameter behind a `$ref`."""
    city = {"description": "Name of a city.", "$ref": ref}
    return TOOL | {"inputSchema": TOOL["inputSchema"] | {"properties": {"city": city}, "$defs": defs}}


def sleep(*_):
    time.sleep(LONG)


def leave(*_):
    os._exit(9)
