from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.registry._stakes import is_open, stakes_of
from pytest_mcp_contract.model import Entry, Finding, Served, StartFailure, Surface, Tool, Unchecked

_STAKES = Entry(name="github", tools_stakes={"get_issue": "never_ask", "delete_repo": "high"})


@server_check(
    code="MCP121",
    title="A stake is stated for a tool that the server does not offer",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        A stake works by name alone. One that names no tool protects nothing; mostly the tool was
        renamed, and now runs under whatever is assumed for tools without a stake.
    """,
    fix="Write the stake under the tool's present name, or take it out with the tool.",
    bad=(Served(Surface("github", tools=(Tool("get_issue"),)), _STAKES),),
    good=(
        Served(Surface("github", tools=(Tool("get_issue"), Tool("delete_repo"))), _STAKES),
        Served(Surface("github", failure=StartFailure("does not start", "")), _STAKES),
        # The tool may be the element that could not be read.
        Served(Surface("github", tools=(Tool("get_issue"),), malformed=((1, "delete_repo"),)), _STAKES),
        Served(Surface("github", tools=(Tool("get_issue"), Tool(""))), _STAKES),
    ),
)
def stake_without_tool(served: Served) -> Iterator[Finding | Unchecked]:
    if not is_open(served):
        return
    stakes = stakes_of(served)
    if isinstance(stakes, Unchecked):
        yield stakes
        return
    offered = [tool.name for tool in served.surface.tools]
    orphans = [name for name in stakes if name not in offered]
    if orphans and (served.surface.malformed or "" in offered):
        yield Unchecked("the server lists a tool whose name cannot be read, and a stake may be for that one")
        return
    for name in orphans:
        near = get_close_matches(name, [tool for tool in offered if tool not in stakes], n=1, cutoff=0.7)
        yield Finding(
            at=f"servers.{served.surface.server}.tools_stakes.{name}",
            saw=f"stake `{stakes[name]}` for `{name}`, which the server does not offer",
            want=f"`{near[0]}`, which it offers without a stake" if near else "",
            tool=name,
        )
