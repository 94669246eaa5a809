from collections.abc import Iterator
from difflib import get_close_matches

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._approval import KEY
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding

_STAKES = {"post_message": "medium"}


@entry_check(
    code="MCP135",
    title="Arguments to approve are stated for a tool that no stake names",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        Approval is looked up by the tool's name, and only where its stake asks for it. Under a name
        without a stake the arguments protect nothing, while they look as if they did: the tool was
        renamed, or the server offers it and nobody has given it a stake.
    """,
    fix="""
        Write them under the tool's present name, give a tool that the server offers its stake, or take
        them out with the tool.
    """,
    bad=(row(name="slack", tools_stakes=_STAKES, arguments_requiring_approval={"post_mesage": ["channel"]}),),
    good=(
        row(name="slack", tools_stakes=_STAKES, arguments_requiring_approval={"post_message": ["channel"]}),
        # Without stakes, or where one could not be read, the tools are not known.
        row(name="slack", arguments_requiring_approval={"post_message": ["channel"]}),
        row(
            name="slack",
            tools_stakes=_STAKES,
            arguments_requiring_approval={"schedule_message": ["channel"]},
            dropped=frozenset({"tools_stakes"}),
        ),
    ),
)
def approval_without_tool(entry: Entry) -> Iterator[Finding]:
    stakes = entry.tools_stakes
    if stakes is None or "tools_stakes" in entry.dropped:
        return
    for tool in entry.arguments_requiring_approval:
        if tool not in stakes:
            near = get_close_matches(tool, stakes, n=1)
            yield Finding(
                at=f"servers.{entry.name}.{KEY}.{tool}",
                saw=f"arguments of `{tool}`, which has no stake",
                want=f"`{near[0]}`" if near else "",
                tool=tool,
            )
