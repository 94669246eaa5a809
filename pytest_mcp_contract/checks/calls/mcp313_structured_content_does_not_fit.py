from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import called, data, given, refusal, text, valid
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.checks.calls._outputs import output_of
from pytest_mcp_contract.checks.calls._refusals import error_told
from pytest_mcp_contract.model import JSON, Call, Finding, Tool, ToolCalls, Unchecked, pointer

_LIKE_A_DATE = Tool(
    "get_forecast", output_schema={"properties": {"day": {"type": "string", "format": "date"}}}
)
_SHOWN = 80


def _data(value: JSON) -> ToolCalls:
    return called(valid(data(value)))


@calls_check(
    code="MCP313",
    title="Structured content does not fit the output schema",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#output-schema",
    why="""
        Servers MUST provide structured results that conform to the output schema. Clients validate them
        and raise an error in place of the result, so a value that is null once takes the whole answer
        away.
    """,
    fix="""
        Make schema and result from one model. Where the value is right, widen the output schema: allow
        null, take the property out of `required`.
    """,
    bad=(
        _data({"highs": ["21.5"]}),
        _data({"highs": None}),
        _data({}),
        called(given(data({"lows": [3.5]}))),
        called(
            valid(data({"day": 1})),
            tool=Tool(
                "get_forecast",
                output_schema={
                    "$schema": "http://json-schema.org/draft-07/schema#",
                    "definitions": {"day": {"type": "string"}},
                    "properties": {"day": {"$ref": "#/definitions/day"}},
                },
            ),
        ),
    ),
    good=(
        _data({"highs": [21.5]}),
        _data({"highs": []}),
        # More than was promised.
        _data({"highs": [21], "lows": [3.5]}),
        called(valid(data({"day": "tomorrow"})), tool=_LIKE_A_DATE),
        # Nothing to judge, or nothing to judge it by.
        called(valid(refusal("No city is called Oslo")), given(text("Sunny"))),
        called(valid(data({"highs": None})), tool=Tool("get_forecast")),
        called(valid(data({"highs": None})), tool=Tool("get_forecast", output_schema={"type": "record"})),
        called(
            valid(data({"day": 1})), tool=Tool("t", output_schema={"$ref": "https://acme.example/day.json"})
        ),
    ),
)
def structured_content_does_not_fit(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    output = output_of(calls.tool)
    if isinstance(output, Unchecked):
        yield output
        return

    def failure(call: Call) -> Failure | None:
        reply = call.reply
        if (
            reply is None
            or not reply.succeeded
            or reply.structured is None
            or output.is_valid(reply.structured)
        ):
            return None
        if error_told(calls.tool, call):
            return None
        error = next(output.iter_errors(reply.structured))
        place = pointer(*error.instance_path) or "the whole"
        said = f"`structuredContent` does not fit at {place}: {error.message}"
        return Failure(
            said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…",
            want="what `outputSchema` promises",
            at=f"/outputSchema{pointer(*error.schema_path)}",
        )

    yield from told(calls, calls.calls, failure)
