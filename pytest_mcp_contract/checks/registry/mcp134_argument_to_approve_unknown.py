from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.registry._approval import KEY
from pytest_mcp_contract.model import JSON, Entry, Finding, Served, StartFailure, Surface, Tool

_ENTRY = Entry(
    name="slack",
    tools_stakes={"post_message": "medium"},
    arguments_requiring_approval={"post_message": ["channel"]},
)
_OPEN = ("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "patternProperties")
"""Keywords by which a schema can have properties that `properties` does not list."""


def _served(schema: JSON) -> Served:
    return Served(Surface("slack", tools=(Tool("post_message", input_schema=schema),)), _ENTRY)


@server_check(
    code="MCP134",
    title="An argument to approve is none of the tool's arguments",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        What is never sent is never asked about: the approval is bound to a value that no call has, so it
        stands for all of them. Mostly the argument was renamed in the server.
    """,
    fix="Write the argument as the tool's input schema spells it.",
    bad=(
        _served({"type": "object", "properties": {"channelId": {"type": "string"}}}),
        _served({"type": "object"}),
    ),
    good=(
        _served({"type": "object", "properties": {"channel": {"type": "string"}, "text": {}}}),
        _served({"type": "object", "properties": {"channel": True}}),
        # Arguments may be named elsewhere, or be any.
        _served({"properties": {"text": {}}, "allOf": [{"properties": {"channel": {}}}]}),
        _served({"properties": {"text": {}}, "additionalProperties": {"type": "string"}}),
        _served({"properties": {"text": {}}, "additionalProperties": True}),
        _served(None),
        # A tool that is not offered is another finding.
        Served(Surface("slack", failure=StartFailure("does not start", "")), _ENTRY),
        Served(Surface("slack", tools=(Tool("post_message"),))),
    ),
)
def argument_to_approve_unknown(served: Served) -> Iterator[Finding]:
    if served.entry is None or served.registry.is_bare or served.surface.failure is not None:
        return
    for name, arguments in served.entry.arguments_requiring_approval.items():
        tool = served.surface.tool(name)
        known = None if tool is None else _arguments(tool)
        if known is None:
            continue
        for argument in arguments:
            if argument not in known:
                near = get_close_matches(argument, known, n=1)
                yield Finding(
                    at=f"servers.{served.entry.name}.{KEY}.{name}",
                    saw=f"`{argument}`, which is no argument of `{name}`",
                    want=f"`{near[0]}`" if near else "",
                    tool=name,
                )


def _arguments(tool: Tool) -> list[str] | None:
    """The arguments that the tool takes; None where the schema does not say all of them."""
    schema = tool.input_schema
    if not isinstance(schema, dict) or any(keyword in schema for keyword in _OPEN):
        return None
    if schema.get("additionalProperties", False) is not False:
        return None
    properties = schema.get("properties", {})
    return list(properties) if isinstance(properties, dict) else None
