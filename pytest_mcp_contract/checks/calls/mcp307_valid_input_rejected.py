from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, calls_check
from pytest_mcp_contract.checks.calls._examples import (
    broken,
    called,
    given,
    refusal,
    rpc_error,
    text,
    valid,
)
from pytest_mcp_contract.checks.calls._failing import Failure, told
from pytest_mcp_contract.checks.calls._outputs import admits
from pytest_mcp_contract.checks.calls._validation import name_at, rejection_of
from pytest_mcp_contract.model import Call, Finding, ToolCalls, Unchecked, brief

_PYDANTIC = (
    "Error executing tool get_forecast: 1 validation error for get_forecastArguments\ndays\n"
    "  Input should be less than or equal to 14 [type=less_than_equal, input_value=16, input_type=int]\n"
    "    For further information visit https://errors.pydantic.dev/2.14/v/less_than_equal"
)
_ZOD = (
    "MCP error -32602: Input validation error: Invalid arguments for tool get_forecast: "
    '[{"code": "too_big", "maximum": 14, "path": ["days"], "message": "Too big: expected number to be <=14"}]'
)
_OF_THE_API = '[{"code": "invalid_type", "expected": "number", "path": ["days", 0], "message": "Required"}]'


@calls_check(
    code="MCP307",
    title="Arguments that the input schema allows are refused as not valid",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://modelcontextprotocol.io/specification/2025-11-25/server/tools#tool",
    why="""
        The server validates by another schema than the one that it shows. The input schema is all that a
        model knows of the arguments, so it sends what is allowed there, and is told that it is wrong.
    """,
    fix="""
        Make both from one source, or write into the input schema what the validation demands: the bound, the
        pattern, the required argument.
    """,
    bad=(
        called(valid(refusal(_PYDANTIC))),
        called(valid(refusal(_PYDANTIC.replace("get_forecastArguments", "call[get_forecast]")))),
        called(given(rpc_error(-32602, _PYDANTIC.replace("get_forecastArguments", "GetForecastInput")))),
        called(valid(refusal(_ZOD))),
        called(valid(refusal("Input validation error: 16 is greater than the maximum of 14"))),
        called(valid(refusal("Validation failed: data/days must be equal to one of the allowed values"))),
    ),
    good=(
        called(valid(text("Sunny"))),
        # The domain refuses, not the schema.
        called(valid(refusal("No city is called Oslo"))),
        called(valid(rpc_error(-32602, "Invalid timezone: Mars"))),
        called(valid(refusal("/srv/forecasts must be a directory"))),
        called(valid(refusal("days must be a weekday"))),
        # Only code can say this, and pydantic or zod merely carries it.
        called(
            valid(
                refusal(
                    "1 validation error for get_forecastArguments\ncity\n"
                    "  Value error, no such city [type=value_error, input_value='Oslo', input_type=str]"
                )
            )
        ),
        called(valid(refusal(_ZOD.replace("too_big", "custom")))),
        # What the API answered does not fit, or may not.
        called(valid(refusal(_PYDANTIC.replace("get_forecastArguments", "Forecast")))),
        called(valid(refusal(_PYDANTIC), requests=1)),
        called(valid(refusal(_OF_THE_API))),
        called(valid(refusal(_PYDANTIC.replace("\ndays\n", "\ntemperature\n")))),
        # Rightly refused; also where nobody has looked at the arguments yet.
        called(broken(refusal(_PYDANTIC))),
        called(given(rpc_error(-32602, _PYDANTIC), city="Oslo", days=17)),
    ),
)
def valid_input_rejected(calls: ToolCalls) -> Iterator[Finding | Unchecked]:
    def failure(call: Call) -> Failure | None:
        if call.crash or call.requests:
            return None
        rejection = rejection_of(calls.tool, call)
        if rejection is None:
            return None
        name = f"`{name_at(rejection.at)}`" if rejection.at else "a valid call"
        return Failure(
            f"{name} fits the input schema and is refused: {brief(rejection.said, width=60)}",
            want="a result, or an input schema that says so",
            at=f"arguments{rejection.at}" if rejection.at else "",
        )

    def is_valid(call: Call) -> bool:
        return call.is_valid and (call.trial is not None or admits(calls.tool, call.arguments))

    yield from told(calls, [call for call in calls.calls if is_valid(call)], failure)
