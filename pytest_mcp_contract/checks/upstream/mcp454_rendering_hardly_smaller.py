from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, reply_of
from pytest_mcp_contract.checks.upstream._texts import Recorded, answered, found, refused
from pytest_mcp_contract.model import Ended, Experiment, Finding, Replay, Response, Unchecked

_LEAST_SAVED = 0.3
_SMALL = 200
"""Tokens of an answer below which nothing is worth saving."""
_PROSE = 200
"""Characters from which on a string is content that a model may well have been sent to read."""
_ESSAY = "The engine weaves algebraic patterns as the loom weaves flowers and leaves. " * 20


@replay_check(
    code="MCP454",
    title="A reply is hardly smaller than what the API sent",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        Most of what an API sends is of no use to a model: links to itself, ids, flags, empty fields. A reply
        that keeps nearly all of it was not rendered, only written in another way.
    """,
    fix="Select the fields that matter for what the tool is for, and leave out the empty ones.",
    needs=(Experiment.TOKENS,),
    bad=(
        replace(example(), raw_tokens=1_000, tokens=701),
        replace(example(), raw_tokens=1_000, tokens=1_200),
    ),
    good=(
        replace(example(), raw_tokens=1_000, tokens=700),
        replace(example(), raw_tokens=199, tokens=190),
        # Nothing was answered in JSON: there is nothing to compare with.
        replace(example(), raw_tokens=0, tokens=500),
        # A long text that the tool is there to show cannot be saved on.
        replace(
            answered(f"# Broken\n\n{_ESSAY}", f'{{"title": "Broken", "body": "{_ESSAY}"}}'.encode()),
            raw_tokens=310,
            tokens=305,
        ),
        # What the API refused, the reply must tell in words of its own.
        replace(
            example("# Broken\n\nThe comments could not be read."),
            exchanges=(ISSUE, replace(ISSUE, response=Response(403, "Forbidden"))),
            played=frozenset({0, 1}),
            raw_tokens=250,
            tokens=340,
        ),
        replace(refused(), raw_tokens=300, tokens=290),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def rendering_hardly_smaller(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    raw, rendered = replay.raw_tokens, replay.tokens
    if raw is None or rendered is None:
        yield Unchecked("tokens were not counted")
        return
    was_refused = any(replay.exchanges[index].response.status >= 400 for index in replay.played)
    if not reply.succeeded or was_refused or raw < _SMALL or _saved(raw, rendered) >= _LEAST_SAVED:
        return
    prose = int(raw * _share_of_prose(replay))
    if raw - prose >= _SMALL and _saved(raw - prose, max(rendered - prose, 0)) < _LEAST_SAVED:
        saved = _saved(raw, rendered)
        share = f"{int(saved * 100)} % fewer than" if saved >= 0 else f"{round(-saved * 100)} % more than"
        yield found(
            replay,
            f"the reply takes {rendered:,} tokens, {share} the {raw:,} that the API sent",
            f"at least {int(_LEAST_SAVED * 100)} % fewer",
        )


def _saved(raw: int, rendered: int) -> float:
    return 1 - rendered / raw


def _share_of_prose(replay: Replay) -> float:
    """How much of the answers are long texts that stand in the rendering, too, by characters."""
    bodies = [one.response.body for one in replay.exchanges if one.response.answers_in_json]
    size = sum(len(body.decode("utf-8", "replace")) for body in bodies)
    text = "".join((replay.rendering or "").split())
    kept = sum(
        len(value)
        for value in Recorded(replay).answered
        if len(value) >= _PROSE and "".join(value.split())[: _PROSE // 2] in text
    )
    return min(kept / size, 1.0) if size else 0.0
