import json
from collections.abc import Iterable, Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import (
    RESPELLED,
    WIDER,
    of_tool,
    tool,
)
from pytest_mcp_contract.checks.drift._places import places
from pytest_mcp_contract.checks.drift._proofs import brief_place
from pytest_mcp_contract.checks.drift._sides import (
    both_tools,
)
from pytest_mcp_contract.checks.surface._schemas import Parts, Schema
from pytest_mcp_contract.model import Change, Finding, pointer


@change_check(
    code="MCP523",
    title="Leaving an argument out means something else than before",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://json-schema.org/draft/2020-12/json-schema-validation#section-9.2",
    why="""
        Calls that leave the argument out are as valid as before, and do something else: read 100 rows
        instead of 20, or the other branch. No schema can refuse them. It is its own mirror.
    """,
    fix="Keep the default, and let callers state what they want otherwise.",
    bad=(
        of_tool(
            tool(inputSchema={"properties": {"limit": {"type": "integer", "default": 20}}}),
            tool(inputSchema={"properties": {"limit": {"type": "integer", "default": 100}}}),
            input=RESPELLED,
        ),
        of_tool(
            tool(inputSchema={"properties": {"page": {"properties": {"size": {"default": 20}}}}}),
            tool(
                inputSchema={
                    "properties": {"page": {"$ref": "#/$defs/P"}},
                    "$defs": {"P": {"properties": {"size": {}}}},
                }
            ),
        ),
    ),
    good=(
        of_tool(
            tool(inputSchema={"properties": {"limit": {"type": "integer", "default": 20}}}),
            tool(inputSchema={"properties": {"limit": {"allOf": [{"type": "integer", "default": 20}]}}}),
            input=RESPELLED,
        ),
        # No argument and `null` mean the same to nearly every server.
        of_tool(
            tool(inputSchema={"properties": {"limit": {}}}),
            tool(inputSchema={"properties": {"limit": {"default": None}}}),
            input=RESPELLED,
        ),
        # An argument that is new, or gone, has no default that changed.
        of_tool(
            tool(),
            tool(inputSchema={"type": "object", "properties": {"limit": {"default": 20}}}),
            input=WIDER,
        ),
    ),
)
def default_changed(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    if tools is None or tools[0].input_schema == tools[1].input_schema:
        return
    before, after = (places(tool.input_schema) for tool in tools)
    for place, schemas in after.items():
        old, new = _defaults(before.get(place, ())), _defaults(schemas)
        if place in before and old != new and {*old, *new} != {"null"}:
            at = next((at for at, schema in schemas if "default" in schema), schemas[0][0])
            of = brief_place(place) or "the arguments"
            yield Finding(
                at=pointer("inputSchema", *at, "default"),
                saw=f"the default of {of} of `{change.tool}` is {_said(new)}, and was {_said(old)}",
            )


def _defaults(schemas: Iterable[tuple[Parts, Schema]]) -> list[str]:
    """The defaults that are stated for one place, as JSON."""
    stated = (schema["default"] for _, schema in schemas if "default" in schema)
    return sorted({json.dumps(default, sort_keys=True) for default in stated})


def _said(defaults: list[str]) -> str:
    text = " or ".join(defaults)
    return f"`{text if len(text) <= 30 else text[:29] + '…'}`" if defaults else "none"
