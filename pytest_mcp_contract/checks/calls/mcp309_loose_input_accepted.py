from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._accepted import accepted, is_strict
from pytest_mcp_contract.checks.calls._examples import broken, called, refusal, text, valid
from pytest_mcp_contract.model import Finding, Tool, ToolCalls, Unchecked

_NULL_BY_DEFAULT = Tool(
    "get_forecast", input_schema={"properties": {"units": {"type": "string", "default": None}}}
)
_SUNNY = text("Sunny")


@calls_check(
    code="MCP309",
    title="The tool is more lenient than its input schema",
    severity=Severity.WARNING,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#security-considerations",
    why="""
        An argument that is not declared, a text that is not of the format, a fraction for an integer: the
        schema forbids it, and the tool takes it without a word. A model that misspells an optional
        argument gets a result that ignores it, and takes it for the answer to its question.
    """,
    fix="""
        Let the validation that the server uses refuse it (in pydantic `extra="forbid"`, in zod
        `.strict()`), or say in the schema that it is allowed.
    """,
    bad=(
        called(
            broken(
                _SUNNY,
                "additionalProperties",
                "/unexpected_extra",
                label="a property that is not declared",
                arguments={"city": "Oslo", "unexpected_extra": 1},
            )
        ),
        called(broken(_SUNNY, "format", "/dates/0", arguments={"city": "Oslo", "dates": ["a"]})),
        called(broken(_SUNNY, "type", "/days", arguments={"city": "Oslo", "days": 1.5})),
        called(broken(_SUNNY, "null", "/days", arguments={"city": "Oslo", "days": None})),
    ),
    good=(
        called(
            broken(
                refusal("Unexpected argument"),
                "additionalProperties",
                "/x",
                arguments={"city": "Oslo", "x": 1},
            ),
            valid(_SUNNY),
        ),
        called(valid(_SUNNY)),
        # Refused in words.
        called(
            broken(
                text("Not a valid date: a"), "format", "/dates/0", arguments={"city": "Oslo", "dates": ["a"]}
            )
        ),
        called(broken(None, "format", "/dates/0", arguments={"city": "Oslo", "dates": ["a"]})),
        # The schema forbids its own default: the schema is wrong, and the tool is right to take it.
        called(broken(_SUNNY, "null", "/units", arguments={"units": None}), tool=_NULL_BY_DEFAULT),
        # A value out of bounds is an error's business.
        called(broken(refusal("`days` must be at most 16")), valid(_SUNNY)),
    ),
)
def loose_input_accepted(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    tool = calls.tool
    yield from accepted(calls, lambda call: not is_strict(tool, call))
