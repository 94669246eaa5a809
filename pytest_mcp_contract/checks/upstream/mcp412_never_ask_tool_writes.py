from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, request_line
from pytest_mcp_contract.model import Finding, Replay, Request

_PATCH = Request("PATCH", ISSUE.request.uri, body=b'{"state": "closed"}')


@replay_check(
    code="MCP412",
    title="A tool that nobody is asked about changes something",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        The weakest stake is for tools that only read. In this recording the tool sent a request that
        changes something at the vendor's, and it does so whenever the model likes.
    """,
    fix="""
        Give the tool a stronger stake. If the request only reads although its method says otherwise, such
        as a search by POST, name it under `safe_requests` of the tool.
    """,
    bad=(replace(example(), never_asks=True, changing=(_PATCH,)),),
    good=(
        replace(example(), never_asks=True),
        # A tool with a stake may change things: that is what people are asked about.
        replace(example(), changing=(_PATCH,)),
    ),
)
def never_ask_tool_writes(replay: Replay) -> Iterator[Finding]:
    if not replay.never_asks:
        return
    for line in dict.fromkeys(map(request_line, replay.changing)):
        yield Finding(
            at=f"{replay.header.case}: {line}",
            saw=f"`{line}` is sent, and nobody is asked",
            want="a stake that asks, or the request under `safe_requests`",
            tool=replay.header.tool,
            file=str(replay.path),
        )
