from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._accepted import accepted, is_strict
from pytest_mcp_contract.checks.calls._examples import broken, called, refusal, rpc_error, text, valid
from pytest_mcp_contract.model import Finding, ToolCalls, Unchecked

_SUNNY = text("Sunny")


@calls_check(
    code="MCP308",
    title="Arguments that the input schema forbids are accepted",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#security-considerations",
    why="""
        Servers MUST validate all tool inputs. A model that leaves out an argument, or sends a value out of
        bounds, is told that all went well and never learns of its mistake; what the tool made of the value is
        anybody's guess.
    """,
    fix="""
        Validate the arguments against the input schema before the tool runs: the high-level servers of
        the SDKs do, a low-level handler has to. Where the tool rightly takes the value, widen the schema.
    """,
    bad=(
        called(broken(_SUNNY)),
        called(
            broken(_SUNNY, "required", "/city", label='without the required "city"', arguments={"days": 1})
        ),
        called(broken(_SUNNY, "enum", "/units", arguments={"city": "Oslo", "units": "not-a-member"})),
        called(broken(_SUNNY, "type", "/city", arguments={"city": ["unexpected list"]})),
        called(broken(_SUNNY, "null", "/city", label="null instead of a text", arguments={"city": None})),
    ),
    good=(
        called(broken(refusal("`days` must be at most 16")), valid(_SUNNY)),
        called(broken(rpc_error(-32602, "Invalid params")), valid(_SUNNY)),
        called(valid(_SUNNY)),
        # Refused in words, which is another defect.
        called(broken(text("Error: `days` must be at most 16", structured=None))),
        called(broken(text("Oslo has no such day: 17 is out of range"))),
        # What a lenient reader takes is a warning's business.
        called(broken(_SUNNY, "type", "/days", arguments={"city": "Oslo", "days": 1.5})),
        called(broken(_SUNNY, "null", "/days", arguments={"city": "Oslo", "days": None})),
        called(broken(_SUNNY, "format", "/dates/0", arguments={"city": "Oslo", "dates": ["a"]})),
        called(broken(_SUNNY, "additionalProperties", "/extra", arguments={"city": "Oslo", "extra": 1})),
        called(broken(None)),
    ),
)
def invalid_input_accepted(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    tool = calls.tool
    yield from accepted(calls, lambda call: is_strict(tool, call))
