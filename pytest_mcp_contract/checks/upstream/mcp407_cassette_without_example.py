from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.model import Finding, Replay


@replay_check(
    code="MCP407",
    title="A cassette is the recording of no example",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        Calls come from the examples of the registry. A cassette that no example names is never recorded
        again, so it grows old without anybody noticing.
    """,
    fix="Give the tool an example with this name and these arguments, or remove the cassette and its golden.",
    bad=(replace(example(), example=None),),
    good=(example(),),
)
def cassette_without_example(replay: Replay) -> Iterator[Finding]:
    if replay.example is None:
        yield Finding(
            at=replay.header.case,
            saw=f"cassette `{replay.header.case}` is the recording of no example",
            tool=replay.header.tool,
            file=str(replay.path),
        )
