from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import TOOL, of_tool, refused, server, tools, way_out
from pytest_mcp_contract.model import JSON, Change, Finding, JSONObject


def _taking(*names: str) -> JSONObject:
    properties: JSON = {name: {"type": "integer"} for name in ("number", *names)}
    return {**TOOL, "inputSchema": {"type": "object", "properties": properties, "required": ["number"]}}


@change_check(
    code="MCP529",
    title="A parameter is no longer declared, and still taken",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The object is open, so calls that give the parameter are not refused: they are answered as if it had
        not been given. A filter that is no longer read returns everything.
    """,
    fix="""
        Close the object with `additionalProperties: false`, so that such a call is refused, or keep the
        parameter. If it is meant, agree on it with `pytest-mcp-contract lock`.
    """,
    bad=(
        of_tool(server(_taking("page")), server(_taking())),
        of_tool(server(_taking("page", "size")), server(_taking("size"))),
    ),
    good=(
        tools(),
        of_tool(server(_taking()), server(_taking("page"))),
        # It is refused: another finding.
        of_tool(server(_taking("page")), server(_taking()), input=refused({"number": 0, "page": 0}, "/page")),
        of_tool(server(None), server(_taking()), input=None),
    ),
)
def parameter_no_longer_declared(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    is_refused = change.input is not None and change.input.has_witness
    if before is None or after is None or is_refused:
        return
    kept = {name for name, _ in after.properties()}
    for name, _ in before.properties():
        if name not in kept:
            yield Finding(
                at=f"/inputSchema/properties/{name}",
                saw=f"`{name}` of `{change.tool}` is taken, and no longer declared",
                want=way_out(change),
                tool=change.tool,
            )
