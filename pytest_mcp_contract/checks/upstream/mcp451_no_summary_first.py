import re
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, replayed, reply_of
from pytest_mcp_contract.checks.upstream._texts import FENCE, Recorded, answered, as_key, found, is_json
from pytest_mcp_contract.model import Ended, Finding, Replay, Reply, Unchecked, brief

_SHORT = 3
"""Lines that can be taken in at a glance, in whatever order."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BULLET = re.compile(r"(?:[-*+•]|\d+[.)])\s+\S")
_RULE = re.compile(r"(?:[-*_] ?){3,}")
_ROW = re.compile(r"\|.*\|")
_FIELD = re.compile(r"\**([A-Za-z][\w /()-]{0,40}?)\**:\**\s+\S")
_SUMS_UP = frozenset({"summary", "result", "results", "found", "total", "count", "note", "showing"})
"""Labels of what is a summary although it looks like a field."""
_VALUE = re.compile(
    r"[{\[]\{?(?:[\"'].*)?|<(?:\?xml|!doctype|html|div|table|ul|p)\b.*|https?://\S+|[\d.,]+"
    r"|\d{4}-\d\d-\d\d[T \d:.Z+-]*|[0-9a-f]{8}-[0-9a-f-]{27}",
    re.IGNORECASE,
)
_CSV = re.compile(r"\w+(?:,\w+){2,}|\w[\w ]*(?:\t[\w ]+)+")
_BODY = b'{"number": 1, "title": "Broken", "state": "open", "url": "https://example.com/1"}'


@replay_check(
    code="MCP451",
    title="A long reply begins without a summary",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        A model reads from the top. A first line that says what this is, and how many of it, tells it at once
        whether the call was the right one; a list or a table alone leaves it to guess what was left out.
    """,
    fix="""
        Begin with one line that sums up: `3 open issues in octocat/hello-world:`, or a heading that names the
        thing: `# Issue #1 (open): Crash when saving`.
    """,
    bad=(
        example("- #1 Broken\n- #2 Slow\n- #3 Ugly\n- #4 Old"),
        example("1. Broken\n2. Slow\n3. Ugly\n4. Old"),
        example("| number | title |\n|---|---|\n| 1 | Broken |\n| 2 | Slow |"),
        answered("number: 1\ntitle: Broken\nstate: open\nurl: https://example.com/1", _BODY),
        answered("**Title:** Broken\n**State:** open\n**Number:** 1\n**URL:** https://example.com/1", _BODY),
        example("```\nBroken\nSlow\n```\n\n2 issues"),
        example("https://example.com/1\n\nBroken\n\nopen\n\nbug"),
        example("number,title,state\n1,Broken,open\n2,Slow,open\n3,Ugly,closed"),
    ),
    good=(
        example("# Issue #1: Broken\n\n- state: open\n- author: octocat\n- labels: bug"),
        example("4 issues:\n\n- Broken\n- Slow\n- Ugly\n- Old"),
        example("The table of issues:\n\n| number |\n|---|\n| 1 |"),
        example("- #1 Broken\n- #2 Slow\n- #3 Ugly"),
        answered("Issue 1: Broken\nstate: open\nnumber: 1\nurl: https://example.com/1", _BODY),
        answered("Created issue: Broken\nstate: open\nnumber: 1\nurl: https://example.com/1", _BODY),
        example("Total: 4\n- Broken\n- Slow\n- Ugly\n- Old"),
        example("[#1](https://example.com/1) is open.\n\nBroken\n\nSlow\n\nUgly"),
        # A text that the tool is there to hand on.
        answered("- a\n- b\n- c\n- d", b'{"content": "- a\\n- b\\n- c\\n- d\\n"}'),
        # Raw JSON is another finding; and data in the form that the protocol asks for is none.
        example('{\n  "number": 1,\n  "title": "Broken",\n  "state": "open"\n}'),
        example('```json\n{\n  "number": 1,\n  "title": "Broken",\n  "state": "open"\n}\n```'),
        replace(replayed(Reply(structured={"result": 1})), declares_output=True),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def no_summary_first(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    if not reply.succeeded or (replay.declares_output and reply.structured is not None):
        return
    text = _COMMENT.sub("", "\n".join(reply.texts()))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    lines = lines[1:] if lines and _RULE.fullmatch(lines[0]) else lines
    if len(lines) <= _SHORT or is_json(text):
        return
    recorded = Recorded(replay)
    kind = _kind(lines, recorded)
    if kind and not recorded.holds(text):
        yield found(
            replay, f"the first of {len(lines)} lines is {kind}: {brief(lines[0])}", "a line that sums up"
        )


def _kind(lines: list[str], recorded: Recorded) -> str:
    """What the first line is, where it surely sums up nothing; else ""."""
    first, second = lines[0], lines[1]
    if _ROW.fullmatch(first) and _ROW.fullmatch(second):
        return "a row of a table"
    if _BULLET.match(first):
        return "an element of a list"
    if FENCE.match(first):
        return "a fence"
    if _VALUE.fullmatch(first):
        return "a bare value"
    separator = "\t" if "\t" in first else ","
    if _CSV.fullmatch(first) and all(line.count(separator) >= first.count(separator) for line in lines[1:3]):
        return "a row of values"
    labels = [match[1] for line in lines[:3] if (match := _FIELD.match(line))]
    is_dump = len(labels) == 3 and as_key(labels[0]) in recorded.keys - _SUMS_UP
    return "a field of the API's" if is_dump else ""
