"""The pairs that are child processes: `python fuzz_zoo_stdio.py NAME broken`, and `sound` for the twin.

Written without a server library, which would catch what a tool raises and validate what it is given.
"""

import os
import sys

import jsonschema_rs
from wire import RpcError, serve, text, unknown

NAME, KIND = sys.argv[1:3]
IS_SOUND = KIND == "sound"
TICKETS = ("T-1042", "T-1043")


def tool(name, properties, required=()):
    return {
        "name": name,
        "description": f"{name.replace('_', ' ').capitalize()}.",
        "inputSchema": {
            "type": "object",
            "properties": properties,
            "required": list(required),
            "additionalProperties": False,
        },
    }


def ends_the_process(arguments):
    """A level of zero leaves the process."""
    if arguments["level"] == 0 and not IS_SOUND:
        sys.stderr.write("assertion failed: level\n")
        sys.stderr.flush()
        os._exit(3)
    return text("It is set.")


def closes_the_connection(arguments):
    """An empty channel closes the connection."""
    if arguments["channel"] == "" and not IS_SOUND:
        sys.stdout.close()
        sys.exit(0)
    return text("It is playing.")


def hangs(arguments):
    """One kind of map waits for more, until the connection ends."""
    if arguments["kind"] == "relief" and not IS_SOUND:
        sys.stdin.read()
    return text("Here it is.")


def internal_error(arguments):
    """What a column that is not known raises reaches the caller as an internal error."""
    widths = {"name": 20, "age": 3, "town": 20 if IS_SOUND else None}
    width = widths[arguments["column"]]
    if width is None:
        raise RpcError(-32603, "Cannot read properties of undefined (reading 'width')")
    return text(f"It is {width} wide.")


def rejects_like_zod(arguments):
    """A limit beyond 50 is refused, which the schema does not say."""
    if arguments["limit"] > 50 and not IS_SOUND:
        issue = (
            '[{"code": "too_big", "maximum": 50, "path": ["limit"],'
            ' "message": "Too big: expected number to be <=50"}]'
        )
        said = f"MCP error -32602: Input validation error: Invalid arguments for tool list_songs: {issue}"
        return text(said, isError=True)
    return text("Some songs.")


def list_tickets(_):
    """The tickets that there are."""
    return text(f'{{"tickets": [{{"ticket_id": "{TICKETS[0]}"}}, {{"ticket_id": "{TICKETS[1]}"}}]}}')


def get_ticket(arguments):
    """Of a ticket that there is, attachments cannot be listed."""
    if arguments["ticket_id"] not in TICKETS:
        return text("There is no such ticket", isError=True)
    if arguments.get("attachments") and not IS_SOUND:
        raise RpcError(-32603, "Internal error")
    return text("The door is stuck.")


LEVEL = {"level": {"type": "integer", "minimum": 0, "maximum": 9}}
SERVERS = {
    "ends_the_process": [(tool("set_level", LEVEL, ["level"]), ends_the_process)],
    "closes_the_connection": [
        (tool("play_channel", {"channel": {"type": "string"}}, ["channel"]), closes_the_connection)
    ],
    "hangs": [(tool("draw_map", {"kind": {"enum": ["street", "relief", "sea"]}}, ["kind"]), hangs)],
    "internal_error": [
        (tool("measure_column", {"column": {"enum": ["name", "age", "town"]}}, ["column"]), internal_error)
    ],
    "rejects_like_zod": [
        (tool("list_songs", {"limit": {"type": "integer", "minimum": 1}}, ["limit"]), rejects_like_zod)
    ],
    "behind_a_reply": [
        (tool("list_tickets", {}), list_tickets),
        (
            tool(
                "get_ticket",
                {"ticket_id": {"type": "string"}, "attachments": {"type": "boolean"}},
                ["ticket_id"],
            ),
            get_ticket,
        ),
    ],
}


def call(params):
    for listed, answer in SERVERS[NAME]:
        if listed["name"] == params["name"]:
            arguments = params.get("arguments") or {}
            error = next(
                jsonschema_rs.Draft202012Validator(listed["inputSchema"]).iter_errors(arguments), None
            )
            if error is not None:
                names = [*map(str, error.instance_path), getattr(error.kind, "property", "")]
                names += getattr(error.kind, "unexpected", ())
                return text(f"`{'/'.join(filter(None, names))}`: {error.message}", isError=True)
            return answer(arguments)
    return unknown(params["name"])


serve(lambda params: {"tools": [listed for listed, _ in SERVERS[NAME]]}, call)
