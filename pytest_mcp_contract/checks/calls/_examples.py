"""Calls to write the examples of checks with."""

import json

from pytest_mcp_contract.model import JSON, Call, Fuzzed, Reply, RpcError, Stage, Tool, ToolCalls, Trial

FORECAST = Tool(
    "get_forecast",
    input_schema={
        "type": "object",
        "properties": {
            "city": {"type": "string", "minLength": 1},
            "days": {"type": "integer", "minimum": 1, "maximum": 16},
            "units": {"enum": ["metric", "imperial"]},
            "dates": {"type": "array", "items": {"type": "string", "format": "date"}},
        },
        "required": ["city"],
        "additionalProperties": False,
    },
    output_schema={
        "type": "object",
        "properties": {"highs": {"type": "array", "items": {"type": "number"}}},
        "required": ["highs"],
    },
)
SUNNY: JSON = {"highs": [21.5]}
UNREACHED = Fuzzed("boundary", valid=4, wanted=("city",))


def text(words: str, *, structured: JSON = SUNNY) -> Reply:
    """Success, in words, and by default with the structured content that the tool promises."""
    return Reply(content=({"type": "text", "text": words},), structured=structured)


def data(value: JSON) -> Reply:
    """Success, with structured content that the text repeats."""
    return text(json.dumps(value), structured=value)


def refusal(words: str) -> Reply:
    """A result that is an error."""
    return Reply(content=({"type": "text", "text": words},), is_error=True)


def rpc_error(code: int, words: str) -> Reply:
    """A JSON-RPC error."""
    return Reply(error=RpcError(code, words))


def given(reply: Reply | None, *, tool: str = "get_forecast", **arguments: JSON) -> Call:
    """An example's call."""
    return Call(tool, arguments or {"city": "Oslo"}, "example normal", reply=reply, within=30.0)


def valid(
    reply: Reply | None,
    *,
    at: str = "/days",
    label: str = "at the maximum, 16",
    tool: str = "get_forecast",
    crash: str = "",
    requests: int = 0,
    **arguments: JSON,
) -> Call:
    """A call that was generated, and that the schema admits."""
    return Call(
        tool,
        arguments or {"city": "Oslo", "days": 16},
        "generated",
        reply=reply,
        within=30.0,
        crash=crash,
        requests=requests,
        trial=Trial(Stage.BOUNDARY, label, at),
    )


def broken(
    reply: Reply | None,
    rule: str = "maximum",
    at: str = "/days",
    *,
    label: str = "17, too high",
    tool: str = "get_forecast",
    crash: str = "",
    arguments: JSON = None,
) -> Call:
    """A call that was generated, and breaks a rule."""
    return Call(
        tool,
        arguments if isinstance(arguments, dict) else {"city": "Oslo", "days": 17},
        "generated",
        reply=reply,
        within=30.0,
        crash=crash,
        trial=Trial(Stage.INVALID, label, at, rule),
    )


def called(*calls: Call, tool: Tool | None = FORECAST, fuzzed: Fuzzed | None = None) -> ToolCalls:
    """All calls of one tool."""
    return ToolCalls("weather", tool, calls, fuzzed)
