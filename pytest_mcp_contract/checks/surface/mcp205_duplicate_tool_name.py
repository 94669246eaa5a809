from collections import Counter
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Served, Surface, Tool


def _served(*names: str) -> Served:
    tools = tuple(Tool(name, input_schema={"type": "object"}) for name in names)
    return Served(Surface("weather", tools=tools))


@server_check(
    code="MCP205",
    title="Two tools of a server have the same name",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-names",
    why="""
        A call carries nothing but the name. Which of the two is meant cannot be said, a client keeps the
        first or the last, and some model vendors refuse the whole request.
    """,
    fix="Rename one, or register it once: often a module is imported twice.",
    bad=(_served("get_issue", "get_issue"),),
    good=(_served(), _served("get_issue", "get_issues"), _served("get_issue", "Get_Issue")),
)
def duplicate_tool_name(served: Served) -> Iterator[Finding]:
    for name, count in Counter(tool.name for tool in served.surface.tools).items():
        if name and count > 1:
            yield Finding(
                at=f"servers.{served.surface.server}", saw=f"lists {count} tools called `{name}`", tool=name
            )
