"""The schemas that a tool declares, as something that judges."""

from functools import lru_cache

import jsonschema_rs

from pytest_mcp_contract.checks.surface._schemas import dialect_of, meta_validator
from pytest_mcp_contract.model import JSON, JSONObject, Tool, Unchecked

NOT_DECLARED = Unchecked("the tool declares no output schema")
_NOT_USABLE = Unchecked("the output schema is not valid itself")
_UNKNOWN = Unchecked("the output schema is of a dialect that is not known")


class _This:
    """A key for one very schema: writing it out for every call would cost more than to validate."""

    __slots__ = ("schema",)

    def __init__(self, schema: dict[str, JSON]) -> None:
        self.schema = schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and self.schema is other.schema


def output_of(tool: Tool | None) -> jsonschema_rs.Validator | Unchecked:
    """What judges structured content, or why nothing can; formats are left alone, as annotations."""
    schema = tool.output_schema if tool else None
    if schema is None:
        return NOT_DECLARED
    if not isinstance(schema, dict):
        return _NOT_USABLE
    return _validator(_This(schema))


def admits(tool: Tool | None, arguments: JSONObject) -> bool:
    """Whether the input schema admits arguments; not where it cannot be used."""
    schema = tool.input_schema if tool else None
    validator = _validator(_This(schema)) if isinstance(schema, dict) else None
    return isinstance(validator, jsonschema_rs.Validator) and validator.is_valid(dict(arguments))


@lru_cache(maxsize=512)
def _validator(key: _This) -> jsonschema_rs.Validator | Unchecked:
    dialect = dialect_of(key.schema)
    if dialect is None:
        return _UNKNOWN
    if not meta_validator(dialect).is_valid(key.schema):
        return _NOT_USABLE
    try:
        return dialect.validator(key.schema, validate_formats=False, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError):
        return _NOT_USABLE
