from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Finding, Served, Surface, Tool


def _served(*names: str) -> Served:
    tools = tuple(Tool(name, input_schema={"type": "object"}) for name in names)
    return Served(Surface("weather", tools=tools))


@server_check(
    code="MCP206",
    title="Two tools of a server differ only in upper and lower case",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool-names",
    why="""
        Names are compared with their case, so both tools exist. A model that writes one for the other
        calls the wrong tool and gets no error.
    """,
    fix="Rename one of them so that the names differ in a word.",
    bad=(_served("get_issue", "Get_Issue"), _served("getIssue", "getissue")),
    good=(
        _served(),
        # Two words, told apart by more than case.
        _served("get_issue", "getIssue"),
    ),
)
def tool_names_equal_but_for_case(served: Served) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for name in dict.fromkeys(tool.name for tool in served.surface.tools):
        first = seen.setdefault(name.lower(), name)
        if first != name:
            yield Finding(
                at=f"servers.{served.surface.server}",
                saw=f"`{name}` and `{first}` are two tools",
                tool=name,
            )
