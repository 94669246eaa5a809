"""What validators say of arguments: pydantic, jsonschema, zod and ajv, as servers hand it on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_mcp_contract.checks.calls._places import ABSENT, argument_names, parts_of, place_of, value_at
from pytest_mcp_contract.model import JSON, Call, Reply, Tool, pointer

_MARK = re.compile(r"validation error|arguments for|\"path\"|\bmust (?:be|have|match|NOT)\b")
_PYDANTIC = re.compile(r"\b\d+ validation errors? for (?P<model>[^\s:]+)\n")
_AT_ARGUMENT = re.compile(
    r"^(?P<place>[^\s\[][^\n]*)\n  (?P<said>[^\n]*?) \[type=(?P<kind>\w+)", re.MULTILINE
)
_OF_ITS_OWN = frozenset({"value_error", "assertion_error", "custom"})
"""Kinds of errors that a tool has written itself: JSON Schema has no words for them."""
_SUFFIX = re.compile(r"(?:arguments|args|inputs?|options|model|params|parameters|payload|request|schema)+$")
_PREFIX = re.compile(r"^(?:MCP error -?\d+: |Error: |Error executing tool \S+: )*")
_FROM_SDK = re.compile(r"Input validation error: ")
_INTRODUCED = re.compile(r"(?:Input validation error|Invalid arguments for (?:tool )?\S+|Invalid params)\b")
_AJV = re.compile(
    r"(?:^|[\s;,:'\"])(?:(?:arguments|args|body|data|input|instance|params))?[/.](?P<name>[\w-]+)(?P<below>[/.\w-]*)"
    r" (?P<said>must (?:be|have|match|NOT) [^\n;]{1,80})"
)
_AJV_ROOT = re.compile(r"must have required property '(?P<name>[^']+)'")


@dataclass(frozen=True, slots=True)
class Rejection:
    """That a validator did not take an argument."""

    at: str
    """A JSON Pointer into the arguments; "" where it is not said."""
    said: str


def rejection_of(tool: Tool | None, call: Call) -> Rejection | None:
    """What a validator of the arguments says in an error reply; None where none speaks."""
    text = error_text(call.reply)
    if not text or not _MARK.search(text):
        return None
    for reader in (_pydantic, _zod, _ajv, _jsonschema):
        found = reader(_PREFIX.sub("", text), tool, call)
        if found is not None:
            return found
    return None


def error_text(reply: Reply | None) -> str:
    """The text of an error reply; "" where there is no such reply or no text in it."""
    if reply is None or reply.succeeded:
        return ""
    return reply.error.message if reply.error else "\n".join(reply.texts())


def _pydantic(text: str, tool: Tool | None, call: Call) -> Rejection | None:
    found = _PYDANTIC.search(text)
    if found is None or not _is_named_like(found["model"], call.tool):
        return None
    names = argument_names(tool)
    for error in _AT_ARGUMENT.finditer(text, found.end()):
        parts = error["place"].split(".")
        if parts[0] in names and error["kind"] not in _OF_ITS_OWN:
            return Rejection(_declared(tool, parts), error["said"])
    return None


def _is_named_like(model: str, tool: str) -> bool:
    """Whether a model is that of a tool's arguments: `getIssueArguments`, `call[get_issue]`, `GetIssue`."""
    if model in (f"call[{tool}]", f"{tool}Arguments"):
        return True
    return _SUFFIX.sub("", _letters(model)) == _SUFFIX.sub("", _letters(tool))


def _letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _zod(text: str, tool: Tool | None, call: Call) -> Rejection | None:
    issues = list(_issues(text))
    if not issues:
        return None
    names = argument_names(tool)
    if not all(path and path[0] in names for _, path, _ in issues):
        return None
    if not _INTRODUCED.match(text) and any(not _is_of_the_call(path, said, call) for _, path, said in issues):
        return None
    return next(
        (Rejection(_declared(tool, path), said) for kind, path, said in issues if kind not in _OF_ITS_OWN),
        None,
    )


def _issues(text: str) -> Iterator[tuple[str, list[str], str]]:
    """Kind, path and message of each issue of zod in a text."""
    begin, end = text.find("["), text.rfind("]")
    try:
        found: JSON = json.loads(text[begin : end + 1]) if 0 <= begin < end else None
    except ValueError:
        return
    for issue in found if isinstance(found, list) else ():
        if not isinstance(issue, dict):
            return
        kind, path, said = issue.get("code"), issue.get("path"), issue.get("message")
        if not isinstance(kind, str) or not isinstance(path, list) or not isinstance(said, str):
            return
        yield kind, [str(part) for part in path], said


def _is_of_the_call(path: list[str], said: str, call: Call) -> bool:
    """Whether an issue can be of the arguments that were sent, and not of what an API answered."""
    if said != "Required" and not said.endswith("received undefined"):
        return value_at(call.arguments, pointer(*path)) is not ABSENT
    above = value_at(call.arguments, pointer(*path[:-1]))
    return isinstance(above, dict) and path[-1] not in above


def _ajv(text: str, tool: Tool | None, call: Call) -> Rejection | None:
    names = argument_names(tool)
    for found in _AJV.finditer(text):
        if found["name"] in names:
            below = re.findall(r"[\w-]+", found["below"])
            return Rejection(_declared(tool, [found["name"], *below]), found["said"])
    for found in _AJV_ROOT.finditer(text):
        if found["name"] in names and found["name"] not in call.arguments:
            return Rejection(_declared(tool, [found["name"]]), found[0])
    return None


def _jsonschema(text: str, _: Tool | None, call: Call) -> Rejection | None:
    """The words of the SDKs that say themselves that it is the input, whatever follows."""
    found = _FROM_SDK.match(text)
    if found is None or any(kind in _OF_ITS_OWN for kind, _, _ in _issues(text)):
        return None
    said = " ".join(text[found.end() :].split())
    return Rejection("", said.removeprefix(f"Invalid arguments for tool {call.tool}: "))


def _declared(tool: Tool | None, parts: list[str]) -> str:
    """The part of a place that the schema declares, up to the first index: not what a caller makes up."""
    at = ""
    for part in parts:
        below = at + pointer(part)
        if part.isdecimal() or not place_of(tool, below).schemas:
            break
        at = below
    return at


def name_at(at: str) -> str:
    """A place in the arguments, for a person."""
    return "/".join(parts_of(at))
