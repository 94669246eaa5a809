from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, request_line
from pytest_mcp_contract.model import Finding, Replay, Terms

_ASKS = Terms(stake="low", shown_by="normal.yaml")


@replay_check(
    code="MCP460",
    title="A tool that people are asked about only reads",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Tool Stakes Guide",
    why="""
        Whoever is asked too often stops reading the question. In no recording does this tool send anything
        that changes the vendor's data, so people are asked for nothing, and answer the next question, which
        matters, as quickly.
    """,
    fix="""
        Give the tool the weakest stake. If it does change something, record the call that does; if it reads
        what people should be asked about, keep the stake and waive this with the reason.
    """,
    bad=(
        replace(example(), terms=_ASKS),
        replace(example(), terms=replace(_ASKS, stake="high", cassettes=3)),
    ),
    good=(
        replace(example(), never_asks=True, terms=replace(_ASKS, stake="never_ask")),
        # Another cassette of the tool sends the change; this one shows a search before it, or an error.
        replace(example(), terms=replace(_ASKS, sends_changes=True)),
        # It asks its API for nothing: what it changes is elsewhere.
        replace(example(), exchanges=(), played=frozenset(), terms=replace(_ASKS, shown_by="")),
        # One cassette speaks for the tool.
        replace(example(), terms=replace(_ASKS, shown_by="closed.yaml")),
        # No registry says who is asked.
        replace(example(), terms=replace(_ASKS, stake=None)),
    ),
)
def asking_tool_only_reads(replay: Replay) -> Iterator[Finding]:
    terms = replay.terms
    if replay.never_asks or terms.stake is None or terms.sends_changes:
        return
    if terms.shown_by != replay.path.name:
        return
    recordings = f"{terms.cassettes} recordings" if terms.cassettes > 1 else "its recording"
    requests = [replay.exchanges[index].request for index in sorted(replay.played)]
    yield Finding(
        at=replay.header.tool,
        saw=f"stake `{terms.stake}`, and nothing that changes data in {recordings}: "
        f"`{request_line(requests[0])}`",
        want="the weakest stake, or a recording of what it changes",
        tool=replay.header.tool,
        file=str(replay.path),
    )
