from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import Entry, Example, Finding, Served, Surface, Tool, ToolConfig

_SURFACE = Surface(server="git", tools=(Tool(name="git_status"),))
_EXAMPLES = ToolConfig(examples=[Example(name="normal")])


@server_check(
    code="MCP007",
    title="The registry configures a tool that the server does not offer",
    severity=Severity.ERROR,
    since="0.1.0",
    source="house",
    why="""
        What is written for a tool works by its name alone. Under a name that no tool has, its examples are
        never called and its schemas never asked, and nothing tells the person who wrote them.
    """,
    fix="Write the table under the tool's present name, or take it out with the tool.",
    bad=(Served(_SURFACE, Entry(name="git", tools={"git_statu": _EXAMPLES})),),
    good=(
        Served(_SURFACE, Entry(name="git", tools={"git_status": _EXAMPLES})),
        Served(_SURFACE, Entry(name="git")),
        Served(_SURFACE),
    ),
)
def tool_configured_but_not_offered(served: Served) -> Iterator[Finding]:
    if served.entry is None or served.surface.failure is not None:
        return
    offered = {tool.name for tool in served.surface.tools}
    for name in served.entry.tools:
        if name not in offered:
            yield Finding(
                at=f"servers.{served.entry.name}.tools.{name}",
                saw=f"`{name}` has settings, and the server does not offer it",
            )
