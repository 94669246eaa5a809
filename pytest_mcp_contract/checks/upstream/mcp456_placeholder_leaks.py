from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._placeholders import words
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.checks.upstream._texts import Recorded, answered, found, is_json, refused, texts_of
from pytest_mcp_contract.model import Ended, Finding, Replay, Unchecked, brief

_UNASSIGNED = b'{"number": 1, "title": "Broken", "assignee": null, "labels": [], "user": {"login": null}}'
_SAYS_NONE = b'{"number": 1, "priority": "None", "body": "x is null or undefined", "assignee": null}'
_ASSOCIATION = b'{"number": 1, "association": "NONE", "assignee": null}'


@replay_check(
    code="MCP456",
    title="A placeholder of the programming language stands in a reply",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        `None`, `null`, `undefined`, `NaN` and `[object Object]` are what code prints for a missing value. A
        model takes them at their word: "opened by None" names an author.
    """,
    fix='Leave out what is not there, or say so in words: "nobody", "no date".',
    bad=(
        answered("# Broken\n\n- Assignee: None", _UNASSIGNED),
        answered("# Broken\n\n| title | assignee |\n|---|---|\n| Broken | None |", _UNASSIGNED),
        answered("# Broken\n\nOpened by None.", _UNASSIGNED),
        answered("# Broken\n\nhttps://example.com/None/issues/1", _UNASSIGNED),
        answered("Created issue #7: None", _UNASSIGNED),
        example("None"),
        example("# None\n\n- number: 1"),
        example("# Broken\n\n- **Author:** null"),
        example("# Broken\n\n- Author: undefined (since 2026)"),
        example("# Broken\n\nAverage: NaN days"),
        example("# Broken\n\nLabels: [object Object],[object Object]"),
    ),
    good=(
        example("# Broken\n\n- number: 1"),
        answered("# Broken\n\n- Assignee: nobody\n- Milestone: none", _UNASSIGNED),
        # English that somebody wrote: no field is null there.
        answered("# Broken\n\n- Labels: None\n- Blocked by: None", _UNASSIGNED),
        answered("# Broken\n\n## Labels\n\nNone\n\nNone of the 3 comments is shown.", _UNASSIGNED),
        answered("# Broken\n\n- Priority: None\n- Note: null", _SAYS_NONE),
        answered("# Broken\n\n- Association: None", _ASSOCIATION),
        example("# Broken\n\nA number may be null; `null` clears it.\n\n```\nnull\n```"),
        example("# Broken\n\nIt was set to null, a non-null field."),
        example('# Broken\n\n{"number": 1, "user": null}'),
        example('{\n  "user": null\n}'),
        refused("user: null"),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def placeholder_leaks(replay: Replay) -> Iterator[Finding | Unchecked]:
    texts = texts_of(replay)
    if isinstance(texts, Unchecked):
        yield texts
        return
    recorded = Recorded(replay)
    for text in texts:
        leaks = [] if is_json(text) else [word for word in words(text) if word.leaks(recorded)]
        for said in dict.fromkeys(word.said for word in leaks):
            first, *others = [word for word in leaks if word.said == said]
            more = f" (and {len(others)} more)" if others else ""
            saw = f"line {first.number} holds `{said}`: {brief(first.line.strip())}{more}"
            yield found(replay, saw, "what is missing left out, or told in words")
