"""A schema as callers know it: objects with the properties it names, and no others.

Most tools leave their objects open. What they accept beyond the names they declare, nobody sends, and an
optional argument more would break whoever did.
"""

from collections.abc import Mapping
from typing import Final

from pytest_mcp_contract.fuzz.document import Document, Node, listed, mapped, node_of
from pytest_mcp_contract.model import JSON

_OPENED: Final = frozenset({"additionalProperties", "patternProperties", "propertyNames", "allOf", "$ref"})
_ANY: Final[tuple[JSON, ...]] = (True, {})
_CLOSING: Final = ("additionalProperties", "unevaluatedProperties", "propertyNames")
_ALSO_NEGATIVE: Final = ('"not"', '"allOf"', '"if"', '"oneOf"')


def as_declared(normal: JSON, draft: int, original: JSON, *, spelled: str) -> JSON:
    """The normal form with each object closed that names its properties and does not speak of others.

    `spelled`: the normal form as text. Where it holds negations, definitions stay as they are.
    """
    document = Document(normal, draft, original)
    whole = document.whole(document.root)
    tables = {table: mapped(whole, table) for table in ("$defs", "definitions") if table in whole}
    root = _closed({key: value for key, value in whole.items() if key not in tables}, is_root=True)
    if not any(word in spelled for word in _ALSO_NEGATIVE):
        tables = {
            table: {name: _closed(node_of(each), is_root=False) for name, each in below.items()}
            for table, below in tables.items()
        }
    return {**root, **{table: dict(below) for table, below in tables.items()}}


def closes(old: JSON, new: JSON) -> bool:
    """Whether an object that took any name takes only some now, at a place that both schemas spell out."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return False
    if any(old.get(keyword, True) in _ANY and new.get(keyword, True) not in _ANY for keyword in _CLOSING):
        return True
    below = [(old.get("items"), new.get("items"))]
    before, after = old.get("properties"), new.get("properties")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        below += [(before[name], after[name]) for name in before.keys() & after.keys()]
    return any(closes(one, other) for one, other in below)


def _closed(node: Node, *, is_root: bool) -> Node:
    found = dict(node)
    for keyword in ("items", "additionalItems", "additionalProperties"):
        below = found.get(keyword)
        if isinstance(below, dict):
            found[keyword] = _closed(below, is_root=False)
    for keyword in ("prefixItems", "anyOf", "items"):
        if isinstance(found.get(keyword), list):
            is_same = is_root and keyword == "anyOf"
            found[keyword] = [_closed(node_of(each), is_root=is_same) for each in listed(found, keyword)]
    properties = mapped(found, "properties")
    if properties:
        found["properties"] = {
            name: each if isinstance(each, bool) else _closed(node_of(each), is_root=False)
            for name, each in properties.items()
        }
    if found.get("type") == "object" and (properties or is_root) and not found.keys() & _OPENED:
        found["additionalProperties"] = False
    return found
