from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import REFUSED, of_tool, tool
from pytest_mcp_contract.checks.drift._sides import both_tools
from pytest_mcp_contract.model import JSON, Change, Finding, JSONObject


def _taking(*names: str) -> JSONObject:
    properties: JSON = {name: {"type": "integer"} for name in ("number", *names)}
    return tool(inputSchema={"type": "object", "properties": properties, "required": ["number"]})


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
        of_tool(_taking("page"), _taking()),
        of_tool(_taking("page", "size"), _taking("size")),
    ),
    good=(
        of_tool(_taking(), _taking()),
        of_tool(_taking(), _taking("page")),
        # It is refused: another finding.
        of_tool(_taking("page"), _taking(), input=REFUSED),
        of_tool(None, _taking()),
    ),
)
def parameter_no_longer_declared(change: Change) -> Iterator[Finding]:
    tools = both_tools(change)
    if tools is None or (change.input is not None and change.input.has_witness):
        return
    before, after = tools
    kept = {name for name, _ in after.properties()}
    for name, _ in before.properties():
        if name not in kept:
            yield Finding(
                at=f"/inputSchema/properties/{name}",
                saw=f"`{name}` of `{change.tool}` is taken, and no longer declared",
                want="a closed object, or the parameter",
                tool=change.tool,
            )
