from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import called, data, given, refusal, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.checks.calls._outputs import output_of
from pytest_mcp_contract.checks.calls._refusals import error_told
from pytest_mcp_contract.model import Call, Finding, Reply, Tool, ToolCalls, Unchecked

_BARE = text('{"highs": [21.5]}', structured=None)


@calls_check(
    code="MCP312",
    title="The tool declares an output schema, and its result has no structured content",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#output-schema",
    why="""
        With an output schema, servers MUST provide structured results that conform to it. Clients that
        rely on it raise an error instead of showing the result; the SDKs' own clients do.
    """,
    fix="Return the data in `structuredContent` beside the text, or take `outputSchema` out of the tool.",
    bad=(called(valid(_BARE)), called(given(_BARE)), called(given(Reply()))),
    good=(
        called(valid(data({"highs": [21.5]}))),
        # An empty object is one; whether it fits is another question.
        called(valid(text("Sunny")), tool=Tool("get_forecast", output_schema={"type": "object"})),
        called(
            valid(text("Sunny", structured={})), tool=Tool("get_forecast", output_schema={"type": "object"})
        ),
        # Errors need none, and an error that is told as success is another defect.
        called(valid(refusal("No city is called Oslo")), given(text("Sunny"))),
        called(valid(text("Error: timed out", structured=None), city="Bergen"), given(text("Sunny"))),
        called(valid(_BARE), tool=Tool("get_forecast")),
        called(valid(_BARE), tool=Tool("get_forecast", output_schema={"type": "record"})),
        called(valid(None)),
    ),
)
def structured_content_missing(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    output = output_of(calls.tool)
    if isinstance(output, Unchecked):
        yield output
        return

    def failure(call: Call) -> Failure | None:
        reply = call.reply
        if (
            reply is None
            or not reply.succeeded
            or reply.structured is not None
            or error_told(calls.tool, call)
        ):
            return None
        return Failure(
            "a result without `structuredContent`", want="what `outputSchema` promises", at="reply"
        )

    yield from told(calls, calls.calls, failure)
