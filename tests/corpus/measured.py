"""What a check has looked at in the two corpora, and where it found something."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.model import JSON, Authorization, Entry, Tool
from tests.corpus import registry82, tools_lists
from tests.corpus.places import Place

SERVERS = "of 43 real servers"
ROWS = "of a registry of 82 servers"


@dataclass(frozen=True, slots=True)
class Measured:
    """One check over its corpus."""

    looked_at: int
    of: str
    """What was looked at, so that number and words read as one phrase."""
    places: Sequence[Place]


def measured(check: AnyCheck) -> Measured | None:
    """What the check says of its corpus; None where no corpus holds what it judges."""
    if tools_lists.judges(check):
        return Measured(*_looked_at_on_the_wire(check), tools_lists.places(check))
    if registry82.judges(check):
        return Measured(*_looked_at_in_rows(check), registry82.places(check))
    return None


def _looked_at_on_the_wire(check: AnyCheck) -> tuple[int, str]:
    surfaces = tools_lists.surfaces()
    words, has = _TOOLS.get(check.code, ("tools", None))
    if check.scope is Scope.SERVER and has is None:
        return len(surfaces), "real servers"
    tools = [tool for surface in surfaces for tool in surface.tools]
    return sum(has is None or has(tool) for tool in tools), f"{words} {SERVERS}"


def _looked_at_in_rows(check: AnyCheck) -> tuple[int, str]:
    words, number = _ROWS.get(check.code, ("rows", lambda _: 1))
    return sum(map(number, registry82.registry82().servers.values())), f"{words} {ROWS}"


def _states(*keywords: str) -> Callable[[Tool], bool]:
    """Whether one of the keywords stands anywhere in the tool's input schema."""

    def stands(value: JSON) -> bool:
        if isinstance(value, dict):
            return any(key in value for key in keywords) or any(map(stands, value.values()))
        return isinstance(value, list) and any(map(stands, value))

    return lambda tool: stands(tool.input_schema)


def _authorization(entry: Entry) -> Authorization | None:
    return entry.server_info.authorization if entry.server_info else None


def _is_documented(entry: Entry) -> bool:
    """Whether the row has OAuth and the data tells its documentation."""
    return _authorization(entry) is not None and "server_info" not in entry.dropped


def _stakes(entry: Entry) -> Iterable[str]:
    return (entry.tools_stakes or {}).values()


_TOOLS: dict[str, tuple[str, Callable[[Tool], bool]]] = {
    "MCP203": ("tools that state a default,", _states("default")),
    "MCP212": ("tools that state choices,", _states("enum")),
    "MCP216": ("tools with an output schema,", lambda tool: tool.output_schema is not None),
    "MCP217": ("tools with an output schema,", lambda tool: tool.output_schema is not None),
    "MCP218": ("tools with annotations,", lambda tool: bool(tool.annotations)),
    "MCP219": ("tools with annotations,", lambda tool: bool(tool.annotations)),
    "MCP224": (
        "tools that state a default or a maximum,",
        _states("default", "maximum", "maxLength", "maxItems"),
    ),
}
"""Checks that have nothing to say of most tools: the words, and the tools that they look at."""
_ROWS: dict[str, tuple[str, Callable[[Entry], int]]] = {
    "MCP113": ("rows with OAuth,", lambda entry: _authorization(entry) is not None),
    "MCP114": ("previews", lambda entry: bool(entry.is_preview)),
    "MCP116": ("rows with OAuth,", lambda entry: _authorization(entry) is not None),
    "MCP124": ("rows with a retry policy,", lambda entry: entry.tools_retry_policies is not None),
    "MCP130": ("rows with OAuth whose documentation is known,", _is_documented),
    "MCP131": (
        "rows with an address of documentation,",
        lambda entry: bool(entry.server_info and entry.server_info.documentation_url),
    ),
    "MCP132": ("stakes", lambda entry: len(list(_stakes(entry)))),
    "MCP133": ("tools at `medium`,", lambda entry: list(_stakes(entry)).count("medium")),
    "MCP135": ("tools with arguments to approve,", lambda entry: len(entry.arguments_requiring_approval)),
    "MCP136": ("tools with arguments to approve,", lambda entry: len(entry.arguments_requiring_approval)),
    "MCP137": ("stakes", lambda entry: len(list(_stakes(entry)))),
    "MCP138": ("stakes", lambda entry: len(list(_stakes(entry)))),
    "MCP139": ("stakes", lambda entry: len(list(_stakes(entry)))),
}
"""The same for rows: the words, and how many of them stand in a row."""
