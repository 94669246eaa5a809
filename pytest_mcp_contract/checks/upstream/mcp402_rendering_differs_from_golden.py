from collections.abc import Iterator
from dataclasses import replace
from difflib import unified_diff
from itertools import takewhile, zip_longest

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, reply_of
from pytest_mcp_contract.model import Ended, Finding, Replay, Unchecked, brief

_BEFORE, _AFTER = 2, 8  # lines around the first difference
_LEAD = 15  # characters before it


@replay_check(
    code="MCP402",
    title="The rendering of a recorded answer is not the golden one",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        The golden file is the text that a person has read and found good for the model. The same
        recorded traffic now gives another text, so a change of the code has changed what the model
        sees, wanted or not.
    """,
    fix="""
        Read the difference. If it is wanted, accept it with `pytest --mcp-contract
        --mcp-update-goldens` and commit the golden; else repair the renderer.
    """,
    bad=(
        replace(example("# Broken\n\nopen"), golden="# Broken\n\nclosed\n"),
        replace(example("# Broken"), golden="# Broken\n\nclosed\n"),
        replace(example("# Broken"), golden=""),
        replace(example("key 17"), golden="key REDACTED.\n", rendering_redacted="key REDACTED"),
    ),
    good=(
        example("# Broken\n\nopen"),
        # No golden is a finding of its own (MCP403).
        replace(example(), golden=None),
        # An editor that takes away the closing newline has changed no rendering.
        replace(example("# Broken"), golden="# Broken"),
        replace(example(ended=Ended.HANG), rendering=None, golden="# Broken\n"),
        # A secret of the environment stands in no golden.
        replace(example("key 17"), golden="key REDACTED\n", rendering_redacted="key REDACTED"),
    ),
)
def rendering_differs_from_golden(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    now, golden = replay.rendering, replay.golden
    if replay.rendering_redacted is not None:
        now = replay.rendering_redacted
    if now is None or golden is None:
        yield Unchecked(f"cassette {replay.header.case} has no golden; MCP403 says how to write it")
        return
    if golden in (f"{now}\n", now):
        return
    yield Finding(
        at=replay.header.case,
        saw=_difference(golden.removesuffix("\n").split("\n"), now.split("\n")),
        tool=replay.header.tool,
        file=str(replay.path.with_suffix(".md")),
    )


def _difference(golden: list[str], now: list[str]) -> str:
    index = next((index for index, (old, new) in enumerate(zip_longest(golden, now)) if old != new), 0)
    old, new = golden[index : index + 1], now[index : index + 1]
    pairs = zip("".join(old), "".join(new), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start, end = max(index - _BEFORE, 0), index + _AFTER
    excerpt = unified_diff(golden[start:end], now[start:end], "golden", "now", lineterm="", n=_BEFORE)
    first = f"line {index + 1} is {_shown(new, same)}, and {_shown(old, same)} in the golden"
    return "\n".join([first, *excerpt])


def _shown(line: list[str], same: int) -> str:
    """The line as text, cut so that the first difference is seen."""
    if not line:
        return "missing"
    start = same - _LEAD if same > _LEAD + 1 else 0
    return brief(("…" if start else "") + line[0][start:], width=50)
