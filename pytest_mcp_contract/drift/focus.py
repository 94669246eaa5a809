"""Two schemas without the properties in which they are the same: values are made of what differs."""

from pytest_mcp_contract.drift.forms import text_of
from pytest_mcp_contract.fuzz.document import Node, mapped
from pytest_mcp_contract.model import JSON

_OTHERWISE = frozenset(
    {"allOf", "anyOf", "oneOf", "not", "if", "$ref", "dependentSchemas", "dependentRequired"}
)
"""Keywords by which what is said of one property depends on others."""


def focused(one: JSON, other: JSON) -> tuple[JSON, JSON]:
    """Both without the optional properties that both declare alike; as they are where that cannot be said."""
    if not isinstance(one, dict) or not isinstance(other, dict):
        return one, other
    tables = ("$defs", "definitions")
    is_self_contained = all(text_of(one.get(table)) == text_of(other.get(table)) for table in tables)
    return _focused(one, other, may_refer=is_self_contained)


def _focused(one: Node, other: Node, *, may_refer: bool) -> tuple[Node, Node]:
    if (one.keys() | other.keys()) & _OTHERWISE:
        return one, other
    first, second = dict(mapped(one, "properties")), dict(mapped(other, "properties"))
    needed = {*_names(one), *_names(other)}
    for name in list(first):
        if name not in second:
            continue
        spelled = text_of(first[name])
        if spelled != text_of(second[name]) or ('"$ref"' in spelled and not may_refer):
            below, beside = first[name], second[name]
            if isinstance(below, dict) and isinstance(beside, dict):
                first[name], second[name] = _focused(below, beside, may_refer=may_refer)
        elif name not in needed:
            del first[name], second[name]
    return _with(one, first), _with(other, second)


def _with(node: Node, properties: Node) -> Node:
    return {**node, "properties": properties} if "properties" in node else node


def _names(node: Node) -> list[str]:
    found = node.get("required")
    return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
