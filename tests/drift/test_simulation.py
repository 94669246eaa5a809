"""Definitions that lead back to themselves: whether one admits all that the other does."""

from typing import Any

import pytest

from pytest_mcp_contract.drift import simulation as module
from pytest_mcp_contract.drift.simulation import simulates
from pytest_mcp_contract.model import JSON

Node = dict[str, Any]
TEXT: Node = {"type": "string"}
NUMBER: Node = {"type": "number"}
WHOLE: Node = {"type": "integer"}
N: Node = {"$ref": "#/$defs/N"}
M: Node = {"$ref": "#/$defs/M"}


def node(**properties: Any) -> Node:
    """An object with these properties."""
    return {"type": "object", "properties": properties}


def recursive(held: Node, root: Node = N) -> Node:
    """A schema with `N` as a definition."""
    return {**root, "$defs": {"N": held}}


def chain(value: Any, **more: Any) -> Node:
    """Nodes with a value, each of which may hold the next one."""
    return recursive({**node(next=N, v=value), **more})


def nested(*first: Any, **more: Any) -> Node:
    """Lists that may hold lists."""
    return recursive({"type": "array", "prefixItems": [*first], **more})


EQUAL: dict[str, tuple[JSON, JSON]] = {
    "the same": (chain(NUMBER), chain(NUMBER)),
    "another name": (chain(NUMBER), {**M, "$defs": {"M": node(next=M, v=NUMBER)}}),
    "the first one written out": (chain(NUMBER), recursive(node(next=N, v=NUMBER), node(next=N, v=NUMBER))),
    "two definitions by turns": (
        chain(NUMBER),
        {**N, "$defs": {"N": node(next=M, v=NUMBER), "M": node(next=N, v=NUMBER)}},
    ),
    "two alternatives the other way round": (
        recursive(node(a=N), {"anyOf": [N, TEXT]}),
        recursive(node(a=N), {"anyOf": [TEXT, N]}),
    ),
    "the root": (chain(NUMBER), {**node(next={"$ref": "#"}, v=NUMBER)}),
    "a property that allows everything": (recursive(node(next=N)), chain({})),
    "no element is more than none": (nested(N, items=N), recursive({"type": "array", "items": N})),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_the_same_in_other_words_admits_the_same(one: JSON, other: JSON) -> None:
    """Provenance: ours."""
    assert (simulates(one, other), simulates(other, one)) == (True, True)


WIDER: dict[str, tuple[JSON, JSON]] = {
    "everything": (True, chain(NUMBER)),
    "something": (chain(NUMBER), False),
    "a property": (chain(NUMBER), chain(WHOLE)),
    "a property that may be anything": (recursive(node(next=N)), chain(WHOLE)),
    "a property that may not be there": (recursive(node(next=N, v=N)), chain(False)),
    "the value may be the next node too": (recursive(node(next=N, v={"anyOf": [N, TEXT]})), chain(TEXT)),
    "fewest properties": (chain(TEXT), chain(TEXT, minProperties=1)),
    "a property that need not be there": (chain(TEXT), chain(TEXT, required=["v"])),
    "an open object": (chain(TEXT), chain(TEXT, additionalProperties=False)),
    "other properties": (
        chain(TEXT, additionalProperties=NUMBER),
        chain(TEXT, additionalProperties=WHOLE),
    ),
    "a map of itself": (
        recursive({"type": "object", "additionalProperties": N}),
        recursive({**node(a=N), "additionalProperties": False}),
    ),
    "fewer names": (chain(NUMBER), chain(TEXT, propertyNames={"enum": ["next"]})),
    "one name": (chain(NUMBER), chain(TEXT, propertyNames={"const": "next"})),
    "other properties that no name leads to": (
        recursive({**node(next=N), "additionalProperties": NUMBER}),
        recursive({**node(next=N), "propertyNames": {"enum": ["next"]}}),
    ),
    "a name that only the one declares": (
        recursive({**node(next=N), "additionalProperties": NUMBER}),
        recursive({**node(next=N, v=WHOLE), "propertyNames": {"enum": ["next", "v"]}}),
    ),
    "a pattern of names": (
        recursive(node(next=N)),
        recursive({**node(next=N), "patternProperties": {"^x": NUMBER}}),
    ),
    "one alternative more": (recursive(node(a=N), {"anyOf": [N, TEXT]}), recursive(node(a=N))),
    "one more of three": (
        recursive(node(a=N), {"anyOf": [WHOLE, N, TEXT]}),
        recursive(node(a=N), {"anyOf": [TEXT, N]}),
    ),
    "elements": (nested(N, items=NUMBER), nested(N, items=WHOLE)),
    "the first element": (nested(NUMBER, N), nested(WHOLE, N)),
    "the second element": (nested(N, NUMBER), nested(N, WHOLE)),
    "an element more that is told": (nested(N), nested(N, NUMBER)),
    "an element more, told as the others": (nested(N, items=NUMBER), nested(N, WHOLE, items=WHOLE)),
    "an element less, told as the others": (nested(N, NUMBER, items=NUMBER), nested(N, items=WHOLE)),
    "no elements beyond": (nested(N), nested(N, items=False)),
    "inside": (
        recursive({"type": "array", "items": node(below=N, v=NUMBER)}),
        recursive({"type": "array", "items": node(below=N, v=WHOLE)}),
    ),
    "lists of an older draft": (
        {
            "$ref": "#/definitions/N",
            "definitions": {"N": {"items": [NUMBER, {"$ref": "#/definitions/N"}], "type": "array"}},
        },
        {
            "$ref": "#/definitions/N",
            "definitions": {
                "N": {
                    "items": [WHOLE, {"$ref": "#/definitions/N"}],
                    "type": "array",
                    "additionalItems": False,
                }
            },
        },
    ),
    "a bound of draft 4": (
        chain({"type": "number", "minimum": 3}),
        chain({"type": "number", "minimum": 3, "exclusiveMinimum": True}),
    ),
}


@pytest.mark.parametrize(("wide", "narrow"), WIDER.values(), ids=WIDER)
def test_what_is_wider_admits_all_and_what_is_narrower_does_not(wide: JSON, narrow: JSON) -> None:
    """Provenance: ours."""
    assert (simulates(wide, narrow), simulates(narrow, wide)) == (True, False)


NEITHER: dict[str, tuple[JSON, JSON]] = {
    "other values": (chain(NUMBER), chain(TEXT)),
    "another name within": (recursive(node(a=N, v=TEXT)), recursive(node(b=N, v=NUMBER))),
    "texts and objects": (
        recursive(node(a=N), {"anyOf": [N, TEXT]}),
        recursive(node(a=N), {"anyOf": [N, WHOLE]}),
    ),
    "a name that others are told of": (
        recursive({**node(next=N), "additionalProperties": NUMBER}),
        recursive({**node(next=N), "propertyNames": {"enum": ["next", "v"]}}),
    ),
    "a pattern and a property": (
        chain(NUMBER),
        recursive({**node(next=N), "patternProperties": {"^v": TEXT}, "additionalProperties": NUMBER}),
    ),
    "an alternative that is only itself": (recursive({"anyOf": [N, TEXT]}), recursive(node(a=N))),
    "two that are only each other": (
        {**N, "$defs": {"N": M, "M": N}},
        chain(NUMBER),
    ),
    "a pattern that nobody can read": (
        recursive(node(next=N)),
        recursive(
            {**node(next=N), "patternProperties": {"(": NUMBER}, "minProperties": 1, "required": ["v"]}
        ),
    ),
    "names not evaluated": (
        chain(NUMBER, unevaluatedProperties=False),
        recursive({**node(next=N, v=WHOLE), "unevaluatedProperties": False}),
    ),
    "itself where parts are not told apart": (
        recursive({"type": "array", "contains": N}),
        {**M, "$defs": {"M": {"type": "array", "contains": M}}},
    ),
}


@pytest.mark.parametrize(("one", "other"), NEITHER.values(), ids=NEITHER)
def test_nothing_is_shown_where_it_is_not_so_or_cannot_be_told(one: JSON, other: JSON) -> None:
    """Provenance: ours. What is not shown may be so nevertheless; the other way round is never allowed."""
    assert (simulates(one, other), simulates(other, one)) == (False, False)


@pytest.mark.parametrize(("most", "shown"), [(1, False), (4, False), (5, True), (2_000, True)])
def test_it_does_not_go_on_for_ever(monkeypatch: pytest.MonkeyPatch, most: int, shown: bool) -> None:
    """Provenance: ours. Here it takes five steps: into each definition, and into what it holds."""
    monkeypatch.setattr(module, "_MOST_STEPS", most)

    assert (
        simulates(
            recursive({"type": "array", "items": N}), recursive({"type": "array", "items": N, "minItems": 1})
        )
        is shown
    )
