from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, change_check
from pytest_mcp_contract.checks.drift._examples import of_tool, tool, unowned
from pytest_mcp_contract.checks.drift._hints import says, turned
from pytest_mcp_contract.checks.drift._sides import both_tools
from pytest_mcp_contract.checks.drift._wording import reworded
from pytest_mcp_contract.model import Change, Finding, pointer


@change_check(
    code="MCP540",
    title="A server that is not ours changed what a model reads, and does not say so",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://invariantlabs.ai/blog/mcp-security-notification-tool-poisoning-attacks",
    why="""
        Its own version is all by which such a server tells that it is another. Texts and hints that change
        under the same version were not meant to be noticed: a rug pull. Where it is not known what version
        was agreed on, it warns. There is no mirror, as there is no direction; servers that a registry states
        are reviewed as code, and have MCP521 and MCP533.
    """,
    fix="Do not use the server until somebody has read what it says now; then write the lock anew.",
    bad=(
        unowned(tool(), tool(description="Read one issue, and its neighbours."), versions=("1.0.0", "1.0.0")),
        unowned(tool(), tool(annotations={"openWorldHint": False}), versions=("1.0.0", "1.0.0")),
        unowned(
            tool(inputSchema={"properties": {"id": {"description": "Number."}}}),
            tool(inputSchema={"properties": {"id": {"description": "Number, and a note."}}}),
            versions=("1.0.0", "1.0.0"),
        ),
        unowned(tool(), tool(description="Read one issue, and its neighbours."), versions=(None, "1.0.0")),
    ),
    good=(
        unowned(tool(), tool(description="Read one issue, and its neighbours."), versions=("1.0.0", "1.0.1")),
        unowned(tool(), tool(description="Read one issue, and its neighbours."), versions=(None, None)),
        unowned(tool(), tool(description="Read  one\nissue."), versions=("1.0.0", "1.0.0")),
        unowned(tool(), tool(annotations={"destructiveHint": True}), versions=("1.0.0", "1.0.0")),
        # A registry states it.
        of_tool(tool(), tool(description="Read one issue, and its neighbours.")),
    ),
)
def changed_under_the_same_version(change: Change) -> Iterator[Finding]:
    tools, before, after = both_tools(change), change.before, change.after
    if tools is None or before is None or after is None or after.id is not None or after.entry:
        return
    version = after.version
    if version is None or before.version not in (None, version):
        return
    said = [(text.at, text.how, text.lines) for text in reworded(*tools)]
    said += [
        (pointer("annotations", name), f"`{change.tool}` says {says(name, value)}, and did not", "")
        for name, value, is_safer in turned(change)
        if is_safer
    ]
    under = f"under version `{version}`" if version else "without a version"
    under += ", as before" if before.version else ""
    for at, how, lines in said:
        yield Finding(
            at=at,
            saw=f"{how}, {under}{lines}",
            want="a version that says so, or a person who has read it",
            is_mild=before.version is None,
        )
