"""Reads one message of a server that may mean harm: within bounds, and only what every client reads alike."""

import json
from collections.abc import Callable
from typing import NoReturn

import mcp_types as types
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

MOST_BYTES = 8 * 1024 * 1024
"""Bytes that one message may have. Read into objects it takes several times as much memory."""
MOST_CONTAINERS = 250_000
"""Lists and objects that one message may hold: each takes a hundred times its two bytes when it is read."""
_REASONS = {"recursion limit exceeded": "it nests more than 200 levels deep"}


class UnreadableError(Exception):
    """What is meant as a message, and not every client can read; the text says why, as a phrase."""


def message(line: bytes, repeats: Callable[[str], None]) -> SessionMessage | None:
    """The message on a line; None where the line is none. `repeats` is told of each key written twice.

    Raises:
        UnreadableError: it is meant as one.
    """
    if len(line) > MOST_BYTES:
        raise UnreadableError(TOO_LONG)
    if line.count(b"[") + line.count(b"{") > MOST_CONTAINERS:
        raise UnreadableError(f"has more than {MOST_CONTAINERS:,} lists and objects")
    try:
        read = types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError as error:
        why = _why_no_json(error)
        if why is None or b'"jsonrpc"' not in line:
            return None
        raise UnreadableError(f"cannot be read: {why}") from error
    _look_closely(line, repeats)
    return SessionMessage(read)


TOO_LONG = f"has more than {MOST_BYTES // 1024**2} MB"


def _why_no_json(error: ValidationError) -> str | None:
    for one in error.errors(include_url=False, include_input=False):
        if one["type"] == "json_invalid":
            why = str(one.get("ctx", {}).get("error", one["msg"]))
            return _REASONS.get(why.partition(" at line ")[0], why.replace("line 1 column", "character"))
    return None


def _look_closely(line: bytes, repeats: Callable[[str], None]) -> None:
    """Find what the parsers of most languages read each in its own way.

    Raises:
        UnreadableError: it is no JSON, or means another number.
    """

    def number(digits: str) -> None:
        if float(digits) in (float("inf"), float("-inf")):
            raise UnreadableError(f"has the number {digits[:40]}, which clients read as infinity")

    def word(spelled: str) -> NoReturn:
        raise UnreadableError(f"has the value {spelled}, which JSON does not have")

    def pairs(found: list[tuple[str, None]]) -> None:
        if len(names := [name for name, _ in found]) > len(set(names)):
            repeats(next(name for index, name in enumerate(names) if name in names[:index]))

    json.loads(line, parse_float=number, parse_constant=word, object_pairs_hook=pairs)
