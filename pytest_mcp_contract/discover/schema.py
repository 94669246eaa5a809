"""The JSON Schema of the registry format, for editors and for products that export theirs."""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from pytest_mcp_contract.model import Entry, Registry

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_READERS = {"Entry": {"name"}}
"""Fields that a file does not write, beside those that are never exported."""


class _Schema(GenerateJsonSchema):
    """A file holds no callables: where one may stand in Python, a file has the other alternatives."""

    def callable_schema(self, schema: core_schema.CallableSchema) -> JsonSchemaValue:
        return {"not": {}}

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        return {"not": {}}

    def union_schema(self, schema: core_schema.UnionSchema) -> JsonSchemaValue:
        made = super().union_schema(schema)
        alternatives = [one for one in made.get("anyOf", ()) if one != {"not": {}}]
        if not alternatives:
            return made
        return alternatives[0] if len(alternatives) == 1 else {**made, "anyOf": alternatives}


def registry_schema() -> dict[str, Any]:
    """The schema of `mcp_contract.toml` and `mcp_contract.json`, draft 2020-12."""
    made = Registry.model_json_schema(schema_generator=_Schema)
    tables = {"Registry": made, **made["$defs"]}
    for model in (Registry, Entry):
        unwritten = {name for name, info in model.model_fields.items() if info.exclude}
        _leave_out(tables[model.__name__], unwritten | _READERS.get(model.__name__, set()))
    used = _used(made)
    made["$defs"] = {name: table for name, table in made["$defs"].items() if name in used}
    return {"$schema": DIALECT, **made, "title": "Registry of MCP servers, for pytest-mcp-contract"}


def _leave_out(table: dict[str, Any], names: set[str]) -> None:
    table["properties"] = {name: one for name, one in table["properties"].items() if name not in names}


def _used(schema: dict[str, Any]) -> set[str]:
    """Names of the definitions that are reached from the registry."""
    found: set[str] = set()
    ahead: list[Any] = [schema["properties"]]
    while ahead:
        one = ahead.pop()
        if isinstance(one, list):
            ahead += one
        elif isinstance(one, dict):
            ahead += one.values()
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                ahead.append(schema["$defs"][name])
    return found
