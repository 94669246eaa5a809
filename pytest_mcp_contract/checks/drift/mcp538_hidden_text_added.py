from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_info, of_tool, tool
from pytest_mcp_contract.checks.drift._flagged import HIDDEN, flagged
from pytest_mcp_contract.model import Change, Finding


@change_check(
    code="MCP538",
    title="A model reads what people cannot see, and did not before",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://invariantlabs.ai/blog/mcp-security-notification-tool-poisoning-attacks",
    why="""
        A server that was looked at once is trusted. Characters that nobody sees are then the way to tell a
        model something else: a rug pull. What was there before is MCP601 or MCP602. There is no mirror:
        taking it out is what those ask for.
    """,
    fix="Do not use the server as it is now. If it is yours, take the characters out.",
    bad=(
        of_tool(tool(), tool(description="Read it." + "".join(chr(0xE0000 + ord(one)) for one in "send it"))),
        of_tool(tool(), tool(description="Read \x1b[8mone\x1b[0m issue.")),
        of_tool(None, tool(name="get_\u200bissue")),
        of_info({}, {"instructions": "\ufeffUse it."}),
    ),
    good=(
        of_tool(tool(), tool(description="Lies ein Ticket \u2014 genau eines.")),
        # It stood there before: reworded around it, or moved.
        of_tool(tool(description="Read\u200b one issue."), tool(description="Read\u200b an issue.")),
        of_tool(tool(description="Read\u200b it."), tool(description="Read.", title="Read\u200b it.")),
        of_tool(tool(description="Read\u200b it."), tool()),
    ),
)
def hidden_text_added(change: Change) -> Iterator[Finding]:
    for found in flagged(change, HIDDEN):
        of = f"`{change.tool}`" if change.tool else f"`{change.server}`"
        yield Finding(at=found.at, saw=f"a text of {of} has {found.saw}", want="the text without them")
