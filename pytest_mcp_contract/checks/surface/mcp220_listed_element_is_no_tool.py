from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.model import JSON, Finding, JSONObject, Served, Surface, Tool, brief


def _served(*raw: JSONObject, malformed: tuple[tuple[int, JSON], ...] = ()) -> Served:
    return Served(Surface("weather", tools=tuple(map(Tool.from_raw, raw)), malformed=malformed))


@server_check(
    code="MCP220",
    title="An element of the list of tools is no tool",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/schema#tool",
    why="""
        Clients read the list as a whole: with one element that is no object, or has no name, the official
        clients refuse all tools of the server. What is left of the list was checked.
    """,
    fix="List only objects that have a `name`, a text, and an `inputSchema`.",
    bad=(
        _served(malformed=((0, "get_issue"),)),
        _served({"name": "get_issue", "inputSchema": {"type": "object"}}, malformed=((1, None),)),
        _served({"inputSchema": {"type": "object"}}),
        _served({"name": 5, "inputSchema": {"type": "object"}}),
    ),
    good=(
        _served(),
        _served({"name": "get_issue", "inputSchema": {"type": "object"}}),
        # A name that is empty is a name: MCP204.
        _served({"name": "", "inputSchema": {"type": "object"}}),
    ),
)
def listed_element_is_no_tool(served: Served) -> Iterator[Finding]:
    at = f"servers.{served.surface.server}"
    for index, element in served.surface.malformed:
        yield Finding(at=at, saw=f"lists {brief(element)} as element {index} of its tools", want="a tool")
    for tool in served.surface.tools:
        if tool.raw and not isinstance(tool.raw.get("name"), str):
            name = f"the name {brief(tool.raw['name'])}" if "name" in tool.raw else "no name"
            yield Finding(at=at, saw=f"lists a tool with {name}", want="a `name` that is a text")
