from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, server, tools, was
from pytest_mcp_contract.model import JSON, Change, Finding

_NONE = object()


def _defaults(schema: JSON, at: str = "", depth: int = 0) -> Iterator[tuple[str, object]]:
    """Every declared property with its default, by its place."""
    if depth > 8 or not isinstance(schema, dict):
        return
    properties = schema.get("properties")
    for name, sub in (properties if isinstance(properties, dict) else {}).items():
        place = f"{at}/properties/{name}"
        if isinstance(sub, dict):
            yield place, sub.get("default", _NONE)
            yield from _defaults(sub, place, depth + 1)
            yield from _defaults(sub.get("items"), f"{place}/items", depth + 1)


@change_check(
    code="MCP523",
    title="The default of a parameter has changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Calls that leave the parameter out mean something else now, and nobody has changed them.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(tools(inputSchema={"properties": {"number": {"type": "integer", "default": 1}}}),),
    good=(
        tools(),
        of_tool(server(None), server(), input=None),
        tools(inputSchema={"properties": {"other": {"default": 1}}}),
    ),
)
def default_changed(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    if before is None or after is None:
        return
    old, new = (dict(_defaults(tool.input_schema)) for tool in (before, after))
    for at in sorted(old.keys() & new.keys()):
        if old[at] != new[at]:
            was_, is_ = (None if value is _NONE else value for value in (old[at], new[at]))
            yield was(change, f"/inputSchema{at}/default", was_, is_, "the default")
