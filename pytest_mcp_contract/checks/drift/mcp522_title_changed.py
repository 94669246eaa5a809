from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._changes import of_tool, server, tools, was
from pytest_mcp_contract.model import JSON, Change, Finding


def _words(text: JSON) -> JSON:
    """White space is no change."""
    return text.split() if isinstance(text, str) else text  # type: ignore[return-value]


@change_check(
    code="MCP522",
    title="The title of a tool has changed",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        The description decides when a model calls the tool and with what; other words are another
        behaviour, though every schema is the same.
    """,
    fix="""
        Agree on it: write the lock anew with `pytest-mcp-contract lock`.
    """,
    bad=(tools(title="Show one issue, whole."),),
    good=(
        tools(),
        tools(title="Get  an issue"),
        of_tool(server(None), server(), input=None),
    ),
)
def title_changed(change: Change) -> Iterator[Finding]:
    before, after = change.tool_before, change.tool_after
    if before is not None and after is not None and _words(before.title) != _words(after.title):
        yield was(change, "/title", before.title, after.title, "the title")
