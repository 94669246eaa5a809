import re
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example
from pytest_mcp_contract.checks.upstream._texts import (
    Recorded,
    answered,
    found,
    is_json,
    own_lines,
    refused,
    texts_of,
)
from pytest_mcp_contract.model import Ended, Finding, Replay, Terms, Unchecked, brief

_THINGS = "(?:page|pages|results|matches|items|records|entries)"
_MORE = re.compile(
    rf"\bthere (?:are|is) (?:many |a lot )?more\b|\b(?:more|next|further|additional|remaining) {_THINGS}\b"
    r"|\bmore [\w ]{1,30}? (?:follow|exist|remain|are available|were found|not shown)\b"
    r"|(?:\band|\bplus|\bthere are|\.\.\.|^|[+…(;,:-])\s*\d[\d,.]* more\b"
    r"(?! (?:or|than|to)\b)(?! \w+ without\b)(?![^.]*:\s*$)"
    r"|\b\d[\d,.]* \w+ (?:are |were )?(?:not shown|left out|omitted|hidden)\b|\btruncated\b"
    r"|\b(?:list|output|results?|text|reply) (?:above |below )?(?:is|was|were|has been) (?:cut|clipped)\b",
    re.IGNORECASE,
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:no|not|nothing|none|never|without)\b|n't\b)[^.;:]{0,20}$", re.IGNORECASE
)
_DENIED_AFTER = re.compile(r"\W*(?:false|no|none)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:showing|displaying|listing|shown:?|here are)\b[^.\n\d]{0,30}?"
    r"(?:\d[\d,]* ?(?:-|to) ?)?(\d[\d,]*)(?: \w+)? (?:out )?of(?: the| about| at least)? (\d[\d,]*)"
    r"|\bpage (\d+) of (\d+)",
    re.IGNORECASE,
)
_PAGES = re.compile(r"cursor|offset|page|after|before|start|skip|token|from|since|until", re.IGNORECASE)
_ANOTHER_WAY = re.compile(
    r"\b(?:narrow|refine|restrict|filter by|more specific|ask for|raise|increase)\b"
    r"|\b(?:call|use|run|try|with|tool|see|by|via)\s+[`\"]?[a-z]+(?:_[a-z0-9]+|-[a-z]+_|[A-Z])\w*",
)
_PAGED = Terms(parameters=("owner", "page"))
_SAID_BY_USERS = (
    b'{"number": 1, "body": "Showing 20 of 57: there are more results, truncated by the server."}'
)


def _paged(text: str) -> Replay:
    return replace(example(text), terms=_PAGED)


@replay_check(
    code="MCP458",
    title="A reply says that there is more, and not how to get it",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        A model that knows only that something is missing guesses arguments, asks the same again, or goes on
        with a part as if it were the whole.
    """,
    fix="""
        Name the call that gets the rest, with its argument: `More issues follow: call list_issues again with
        page=3`. Where there is none, say how to narrow what is asked for.
    """,
    bad=(
        _paged("20 issues:\n\n- Broken\n\nThere are more results."),
        _paged("# Issues\n\n- Broken\n- ... and 37 more"),
        example("# Issues\n\nShowing 20 of 57 issues.\n\n- Broken"),
        example("# Broken\n\nA long text that (truncated)"),
        example("# Issues\n\n- Broken\n\nMore issues follow."),
    ),
    good=(
        _paged("20 issues:\n\n- Broken\n\nMore results: call list_issues again with page=3."),
        _paged("# Issues\n\nShowing 20 of 57; ask for page 2."),
        example("# Issues\n\nShowing 20 of 57; narrow the search to see others."),
        example("# Broken\n\nThe text was truncated; read the rest at https://example.com/1"),
        example("# Broken\n\nThe list is cut; get_issue_comments has all: call get_issue_comments."),
        example("# Issues\n\nShowing 57 of 57 issues.\n\n- Broken"),
        example("10 more issues:\n\n- Broken"),
        example("# Broken\n\n3 of 5 tasks are done; nothing was truncated.\n\nThere are no more results."),
        example("# Broken\n\n1 more field without a value."),
        answered(
            "# Issue 1\n\nShowing 20 of 57: there are more results, truncated by the server.", _SAID_BY_USERS
        ),
        refused("more results"),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def more_without_a_way(replay: Replay) -> Iterator[Finding | Unchecked]:
    texts = texts_of(replay)
    if isinstance(texts, Unchecked):
        yield texts
        return
    lines = [line for text in texts if not is_json(text) for _, line in own_lines(text) if line.strip()]
    recorded: Recorded | None = None
    for index, line in enumerate(lines):
        said = _says_more(line, replay)
        if not said:
            continue
        recorded = recorded or Recorded(replay)
        is_quoted = any(said.lower() in text.lower() for text in recorded.answered)
        if not is_quoted and not _has_way(replay, lines, index):
            yield found(
                replay,
                f"says `{said}`, and no way to get there: {brief(line.strip())}",
                "the argument or the tool that gets the rest",
            )
            return


def _says_more(line: str, replay: Replay) -> str:
    """The words by which a line says that something is missing; "" where it does not."""
    for match in _MORE.finditer(line):
        if not (_DENIED_BEFORE.search(line[: match.start()]) or _DENIED_AFTER.match(line, match.end())):
            return match[0].strip(" +…(;,:.-")
    part = _PART.search(line)
    if part is None:
        return ""
    shown, all_ = (int(number.replace(",", "")) for number in part.groups() if number)
    # On a later page it may be the earlier ones that are missing.
    is_first = not any(
        _PAGES.search(name) and value not in (None, "", 0, 1)
        for name, value in replay.header.arguments.items()
    )
    return part[0] if shown < all_ and is_first else ""


def _has_way(replay: Replay, lines: list[str], index: int) -> bool:
    """Whether the text names an argument, a tool or an address that leads on."""
    near = "\n".join(lines[max(index - 1, 0) : index + 2])
    everything = "\n".join(lines)
    names = [re.escape(name) for name in replay.terms.parameters]
    named = "|".join(names)
    return bool(
        "://" in near
        or replay.header.tool in everything
        or _ANOTHER_WAY.search(everything)
        or (named and re.search(rf"(?<![a-z])(?:{named})(?![a-z])", near, re.IGNORECASE))
        or (named and re.search(rf"[`\"](?:{named})[`\"]|\b(?:{named})\s*=", everything))
    )
