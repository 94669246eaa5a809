from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.registry._stakes import is_open, is_unread, stakes_of
from pytest_mcp_contract.model import Entry, Finding, Served, StartFailure, Surface, Tool, Unchecked

_TWO_TOOLS = Surface("github", tools=(Tool("get_issue"), Tool("create_issue")))


@server_check(
    code="MCP120",
    title="A tool has no stake",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The stake decides whether a person is asked before the tool runs. For a tool without one the
        platform has to guess: it either runs a write that nobody approved, or asks on every call
        until people stop reading the question.
    """,
    fix="Add the tool to `tools_stakes` of its server: `never_ask` only if it does nothing but read.",
    bad=(
        Served(_TWO_TOOLS, Entry(name="github", tools_stakes={"get_issue": "never_ask"})),
        Served(_TWO_TOOLS, Entry(name="github")),
    ),
    good=(
        Served(
            _TWO_TOOLS,
            Entry(name="github", tools_stakes={"get_issue": "never_ask", "create_issue": "low"}),
        ),
        Served(_TWO_TOOLS),
        Served(_TWO_TOOLS, Entry(name="github", dropped=frozenset({"tools_stakes"}))),
        Served(Surface("github", failure=StartFailure("does not start", "")), Entry(name="github")),
    ),
)
def tool_without_stake(served: Served) -> Iterator[Finding | Unchecked]:
    if not is_open(served):
        return
    stakes = stakes_of(served)
    if isinstance(stakes, Unchecked):
        yield stakes
        return
    for name in dict.fromkeys(tool.name for tool in served.surface.tools if tool.name):
        if name not in stakes and not is_unread(served, name):
            yield Finding(
                at=f"servers.{served.surface.server}.tools_stakes",
                saw=f"`{name}` has no stake",
                want="one of " + ", ".join(f"`{stake}`" for stake in served.registry.stakes),
                tool=name,
            )
