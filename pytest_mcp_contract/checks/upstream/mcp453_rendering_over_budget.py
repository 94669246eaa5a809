from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, reply_of
from pytest_mcp_contract.checks.upstream._texts import found, refused
from pytest_mcp_contract.model import Ended, Experiment, Finding, Replay, Terms, Unchecked


@replay_check(
    code="MCP453",
    title="A reply takes more tokens than its budget",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        A reply stays in the model's context for the rest of the conversation: it costs money on every later
        turn and drives out what was said before. Clients cut one that is too long, mostly in silence.
    """,
    fix="""
        Show fewer fields, cut long texts and lists, and say how to get the rest. A tool that rightly needs
        more states `max_tokens`.
    """,
    needs=(Experiment.TOKENS,),
    bad=(
        replace(example(), raw_tokens=30_000, tokens=4_001),
        replace(example(), raw_tokens=300, tokens=101, terms=Terms(max_tokens=100)),
    ),
    good=(
        replace(example(), raw_tokens=30_000, tokens=4_000),
        replace(example(), raw_tokens=30_000, tokens=5_000, terms=Terms(max_tokens=6_000)),
        replace(refused(), raw_tokens=0, tokens=9_000),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def rendering_over_budget(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    if replay.tokens is None:
        yield Unchecked("tokens were not counted")
        return
    most = replay.terms.max_tokens
    if reply.succeeded and replay.tokens > most:
        yield found(replay, f"the reply takes {replay.tokens:,} tokens", f"at most {most:,} tokens")
