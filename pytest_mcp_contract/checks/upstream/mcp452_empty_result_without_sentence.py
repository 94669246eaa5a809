import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, replayed, reply_of
from pytest_mcp_contract.checks.upstream._texts import found, refused
from pytest_mcp_contract.model import Ended, Finding, JSONObject, Replay, Reply, Unchecked, brief

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"\s*#{1,6}\s+|\*\*(?=.*\*\*:?\s*$)")
_ANNOUNCES = re.compile(
    r"(?:(?:here (?:are|is)|the|all|your|search|query|matching|found|list of)\s+)*"
    r"(?:results?|items?|list|matches|records?|entries|output|response|data|found)",
    re.IGNORECASE,
)
"""Words that say that something follows, and not what."""
_SAYS_SO = re.compile(r"\d|\b(?:no|none|nothing|not|empty|without|zero)\b", re.IGNORECASE)
_DELIMITER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_IMAGE: JSONObject = {"type": "image", "data": "iVBORw==", "mimeType": "image/png"}


@replay_check(
    code="MCP452",
    title="A tool answers with nothing to read",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        A model that gets an empty text, `[]` or a heading with nothing below cannot tell "there is nothing"
        from a failure: it tries again, or makes something up.
    """,
    fix="Say in a sentence what was looked for and that there is none of it, or what was done.",
    bad=(
        example(""),
        example(" \n\n"),
        example("[]"),
        example("# Results"),
        example("Issues:\n"),
        example("| number | title |\n|---|---|"),
        replayed(Reply()),
    ),
    good=(
        example(),
        example("No issues match."),
        example("# Results\n\nNone found."),
        example("0 issues:"),
        example("# Labels of issue #1\n\n- bug"),
        example("| number | title |\n|---|---|\n| 1 | Broken |"),
        example("42"),
        example("✅"),
        replayed(Reply(content=(dict(_IMAGE),))),
        # What a caller of declared data gets stands beside the text.
        replace(replayed(Reply(structured={"result": []})), declares_output=True),
        refused(),
        replace(example(ended=Ended.HANG), rendering=None),
    ),
)
def empty_result_without_sentence(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    holds_more = any(isinstance(block, Mapping) and block.get("type") != "text" for block in reply.content)
    is_data = replay.declares_output and reply.structured is not None
    if not reply.succeeded or holds_more or is_data:
        return
    text = _COMMENT.sub("", "\n".join(reply.texts())).strip()
    if not _says_something(text):
        saw = f"the reply says nothing but {brief(text)}" if text else "the reply has no text"
        yield found(replay, saw, "a sentence that says so")


def _says_something(text: str) -> bool:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    bare = [index for index, line in enumerate(lines) if "|" in line and _DELIMITER.fullmatch(line)]
    heads = {line for index in bare for line in (index - 1, index)}
    return any(
        _is_visible(line) and not _only_announces(line)
        for index, line in enumerate(lines)
        if index not in heads
    )


def _is_visible(line: str) -> bool:
    """Whether a line holds a letter, a number, or a sign that means something: an emoji, a currency."""
    return any(unicodedata.category(character) in _MEANS for character in line)


_MEANS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "So", "Sc"})


def _only_announces(line: str) -> bool:
    """Whether a line only says that something follows: a general heading, or words before a colon."""
    words = _HEADING.sub("", line).strip(" *_#")
    label = words.rstrip(" :*_")
    return bool(_ANNOUNCES.fullmatch(label)) or (words.endswith(":") and not _SAYS_SO.search(label))
