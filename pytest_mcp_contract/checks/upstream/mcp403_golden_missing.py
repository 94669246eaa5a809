from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, reply_of
from pytest_mcp_contract.model import Ended, Finding, Replay, Unchecked


@replay_check(
    code="MCP403",
    title="A cassette has no golden rendering",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        Without a golden nobody has read what the model gets from this recording, and a change of the
        renderer goes unseen.
    """,
    fix="""
        Write it with `pytest --mcp-contract --mcp-update-goldens`, read it as the model will, and commit
        it beside the cassette.
    """,
    bad=(replace(example(), golden=None),),
    good=(
        example(),
        # An empty golden is one: it is held against the rendering.
        replace(example(""), golden="\n"),
        replace(example(ended=Ended.DIED), rendering=None, golden=None),
    ),
)
def golden_missing(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    if replay.golden is None and replay.rendering is not None:
        yield Finding(
            at=replay.header.case,
            saw=f"`{replay.path.with_suffix('.md').name}` does not stand beside the cassette",
            tool=replay.header.tool,
            file=str(replay.path),
        )
