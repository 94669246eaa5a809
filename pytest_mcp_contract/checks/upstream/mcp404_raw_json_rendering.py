import json
import re
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, replay_check
from pytest_mcp_contract.checks.upstream._replays import example, replayed, reply_of
from pytest_mcp_contract.model import JSON, Ended, Finding, Replay, Reply, Unchecked, brief

_FENCE = re.compile(r"```[\w+-]*[ \t]*\n(.*?)\n?[ \t]*```", re.DOTALL)
_RAW = '{"number": 1, "title": "Broken", "url": "https://api.example.com/repos/o/r/issues/1"}'


def _structured(text: str, structured: JSON, *, declares_output: bool = True) -> Replay:
    reply = Reply(content=({"type": "text", "text": text},), structured=structured)
    return replace(replayed(reply), declares_output=declares_output)


@replay_check(
    code="MCP404",
    title="A tool answers with raw JSON",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Response Rendering",
    why="""
        API objects are full of links, ids and empty fields. Handed on as they are, they fill the
        model's context, cost money on every later turn, and bury the few facts it was asked for.
    """,
    fix="""
        Render the fields that matter as Markdown, with a short summary first. A tool whose callers need
        data declares an output schema and returns the data as `structuredContent`.
    """,
    bad=(
        example(_RAW),
        example(f"```json\n{_RAW}\n```"),
        example(f"[{_RAW}]\n"),
        _structured(_RAW, {"number": 2}),
        _structured('{"number": 1}', {"number": 1}, declares_output=False),
    ),
    good=(
        example("# Broken\n\n- number: 1\n- state: open"),
        example(f"The webhook sends:\n\n```json\n{_RAW}\n```"),
        example("42"),
        example('"done"'),
        example("[#1](https://example.com/1) is open"),
        example("{owner} is not set"),
        replayed(Reply(content=({"type": "text", "text": _RAW},), is_error=True), expect="error"),
        # The protocol asks for the text form beside structured content; SDKs wrap what is no object.
        _structured('{"number": 1, "labels": []}', {"labels": [], "number": 1}),
        _structured('[{"number": 1}]', {"result": [{"number": 1}]}),
        _structured('{"number": 1}', {"result": [{"number": 1}, {"number": 2}]}),
        replace(example(_RAW, ended=Ended.HANG), rendering=None),
    ),
)
def raw_json_rendering(replay: Replay) -> Iterator[Finding | Unchecked]:
    reply = reply_of(replay)
    if isinstance(reply, Unchecked):
        yield reply
        return
    if not reply.succeeded:
        return
    structured = _forms(reply.structured) if replay.declares_output else []
    for number, text in enumerate(reply.texts(), 1):
        value = _whole(text)
        if value is not None and value not in structured:
            kind = "object" if isinstance(value, dict) else "array"
            yield Finding(
                at=replay.header.case,
                saw=f"text block {number} is a JSON {kind} of {len(text):,} characters: {brief(value)}",
                want="Markdown with the fields that matter",
                tool=replay.header.tool,
                file=str(replay.path),
            )


def _whole(text: str) -> JSON:
    """The JSON object or array that the text is, as a whole or as one code fence; else None."""
    text = text.strip()
    fenced = _FENCE.fullmatch(text)
    text = fenced[1].strip() if fenced else text
    if text[:1] not in ("{", "["):
        return None
    try:
        value: JSON = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def _forms(structured: JSON) -> list[JSON]:
    """The values whose text form may stand beside this structured content."""
    forms = [structured]
    if isinstance(structured, dict) and list(structured) == ["result"]:
        result = structured["result"]
        forms += [result, *(result if isinstance(result, list) else ())]
    return forms
