from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from posixpath import commonprefix

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, reply_of
from pytest_mcp_contract.checks.upstream._texts import found, refused
from pytest_mcp_contract.model import Ended, Experiment, Finding, Repeat, Replay, Unchecked, brief

_LEAD = 12  # characters before the first difference
_AGAIN = Repeat("the same circumstances", "# Broken")
_ELSEWHERE = Repeat("another process", "# Broken")


@replay_check(
    code="MCP455",
    title="The same answer is rendered to another text",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        The text depends on where and when it is made, not only on what the API sent: times in the zone of
        the machine, a locale's words, sets in the order of the hash seed, addresses in memory. A golden file
        that fits here fails on another machine, and models read times that are nobody's.
    """,
    fix="""
        Render times in UTC with the zone written out, dates and numbers without the locale, and sort what
        comes from a set. Show nothing that is random or the time of the call.
    """,
    needs=(Experiment.REPEATS,),
    bad=(
        replace(example(), repeats=(Repeat("the same circumstances", "# Broken 2"), _ELSEWHERE)),
        replace(
            example("# Broken\n\nOpened 09:00"),
            repeats=(
                Repeat("the same circumstances", "# Broken\n\nOpened 09:00"),
                Repeat("another time zone", "# Broken\n\nOpened 22:00"),
            ),
        ),
        replace(example("bug, ui"), repeats=(Repeat("another process", "ui, bug"),)),
    ),
    good=(
        replace(example(), repeats=(_AGAIN, _ELSEWHERE)),
        # What cannot be repeated is not judged.
        replace(example(), repeats=(), untried={Experiment.REPEATS: "no other process can be started"}),
        replace(
            example(), repeats=(_AGAIN,), untried={Experiment.REPEATS: "no other process can be started"}
        ),
        replace(refused(), repeats=(Repeat("another locale", "no"),)),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def rendering_not_deterministic(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    if not reply.succeeded:
        return
    repeats = [repeat for repeat in replay.repeats or () if repeat.rendering is not None]
    now = replay.rendering or ""
    others = [repeat for repeat in repeats if repeat.rendering != now]
    if others:
        first, *rest = others
        also = f" (also in {', '.join(repeat.circumstances for repeat in rest)})" if rest else ""
        saw = _difference(now.split("\n"), (first.rendering or "").split("\n"))
        yield found(replay, f"differs in {first.circumstances}: {saw}{also}", "the same text")
    if len(repeats) < 2:
        yield Unchecked(replay.why_not(Experiment.REPEATS) or "the call was not repeated")


def _difference(now: list[str], then: list[str]) -> str:
    """The first line that differs, from shortly before the place where it does."""
    pairs = enumerate(zip_longest(now, then), 1)
    number, old, new = next((number, old, new) for number, (old, new) in pairs if old != new)
    same = len(commonprefix([old or "", new or ""]))
    return f"line {number} is {_shown(new, same)}, and {_shown(old, same)} at first"


def _shown(line: str | None, same: int) -> str:
    if line is None:
        return "missing"
    return brief(f"…{line[same - _LEAD :]}" if same > _LEAD + 1 else line, width=35)
