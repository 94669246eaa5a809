import json
from collections.abc import Iterator
from dataclasses import replace

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import called, data, given, refusal, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.model import Call, Finding, Reply, ToolCalls, Unchecked

_WIDEST = 4
"""Bytes of one character of UTF-8; what JSON escapes, Python writes out no shorter."""


def _small(calls: ToolCalls) -> ToolCalls:
    return replace(calls, most_bytes=100)


@calls_check(
    code="MCP316",
    title="A reply is larger than a client can use",
    severity=Severity.WARNING,
    since="0.1.0",
    source="house",
    why="""
        What a tool answers goes into the model's context as it is. A reply of a mebibyte is more than
        most models can hold; clients cut it off or fail, and nobody sees the end.
    """,
    fix="Answer with a page, say how many there are in all, and take an argument for the next one.",
    bad=(
        _small(called(valid(text("Sunny. " * 20)))),
        _small(called(given(text("\u2600" * 34)))),
        _small(called(valid(data({"highs": list(range(60))})))),
        _small(called(valid(refusal("No such city. " * 10)))),
    ),
    good=(
        _small(called(valid(text("Sunny")))),
        _small(called(given(text("\u2600" * 20)))),
        called(valid(text("Sunny. " * 20))),
        # It says again what it was told.
        _small(called(valid(text("Oslo" * 40), city="Oslo" * 40))),
        _small(called(valid(None))),
    ),
)
def reply_too_large(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    def failure(call: Call) -> Failure | None:
        most = calls.most_bytes
        if call.reply is None or _at_most(call.reply) <= most:
            return None
        size = _bytes(call.reply)
        if (
            size <= most
            or len(json.dumps(dict(call.arguments), ensure_ascii=False).encode(errors="replace")) > most
        ):
            return None
        return Failure(f"a reply of {size:,} bytes", f"at most {most:,} bytes", at="reply")

    yield from told(calls, calls.calls, failure)


def _at_most(reply: Reply) -> int:
    """How many bytes there are at most, reckoned quickly."""
    characters = sum(map(len, reply.texts())) + (len(reply.error.message) if reply.error else 0)
    if reply.structured is not None:
        characters += len(repr(reply.structured))
    return characters * _WIDEST


def _bytes(reply: Reply) -> int:
    texts = [*reply.texts(), reply.error.message if reply.error else ""]
    if reply.structured is not None:
        texts.append(json.dumps(reply.structured, ensure_ascii=False))
    return sum(len(text.encode(errors="replace")) for text in texts)
