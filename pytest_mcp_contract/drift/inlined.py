"""A normal form with every definition written out that does not lead back to itself.

jsonschema-rs leaves references in the less usual places, and does not see that two schemas are the same
where one of them has such a reference.
"""

from typing import Final

from pytest_mcp_contract.fuzz.document import Document
from pytest_mcp_contract.model import JSON

_MOST: Final = 20_000
"""Nodes beyond which the references are left: what refers to much, many times, grows without end."""
_VALUES: Final = frozenset({"const", "enum"})
_MAPS: Final = frozenset({"properties", "patternProperties", "dependentSchemas"})
_TABLES: Final = ("$defs", "definitions")


class _TooLargeError(Exception):
    """Written out, a schema has too many nodes."""


def inlined(normal: JSON, draft: int) -> JSON:
    """The schema with its definitions written out; as it is where that makes it too large."""
    if not isinstance(normal, dict):
        return normal
    document = Document(normal, draft, normal)
    writer = _Writer(document)
    try:
        root = writer.node(document.root)
        tables = {
            table: {name: writer.node(schema) for name, schema in below.items()}
            for table in _TABLES
            if isinstance(below := document.whole(document.root).get(table), dict)
        }
    except _TooLargeError:
        return normal
    kept = tables if document.recursive else {}
    return {**root, **kept} if isinstance(root, dict) else root


class _Writer:
    """Writes out the references of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.left = _MOST

    def node(self, schema: JSON, *, is_map: bool = False) -> JSON:
        """A schema, or a map of schemas, written out."""
        self.left -= 1
        if self.left < 0:
            raise _TooLargeError
        if isinstance(schema, list):
            return [self.node(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        ref = schema.get("$ref")
        if not is_map and isinstance(ref, str) and ref not in self.document.recursive:
            beside = {key: value for key, value in schema.items() if key != "$ref"}
            target = self.node(self.document.target(ref))
            return {"allOf": [self.node(beside), target]} if beside else target
        return {
            key: value
            if not is_map and key in _VALUES
            else self.node(value, is_map=not is_map and key in _MAPS)
            for key, value in schema.items()
        }
