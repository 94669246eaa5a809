"""One schema, made ready to be compared: its draft, its formats, its normal form, its closed twin."""

import json
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.drift import inlined as inlined_module
from pytest_mcp_contract.drift.declared import as_declared, closes
from pytest_mcp_contract.drift.forms import (
    Form,
    NotComparableError,
    comparable,
    form,
    made_ready,
    modern,
    text_of,
    without_annotations,
)
from pytest_mcp_contract.drift.inlined import inlined
from pytest_mcp_contract.model import JSON

Node = dict[str, Any]
TEXT: Node = {"type": "string"}
WHOLE: Node = {"type": "integer"}
OBJECT: Node = {"type": "object"}
LIST: Node = {"type": "array"}
A: Node = {"$ref": "#/$defs/A"}
NEWEST = jsonschema_rs.Draft202012
DRAFTS: dict[str, int] = {
    "http://json-schema.org/draft-04/schema#": jsonschema_rs.Draft4,
    "http://json-schema.org/draft-06/schema#": jsonschema_rs.Draft6,
    "http://json-schema.org/draft-07/schema#": jsonschema_rs.Draft7,
    "https://json-schema.org/draft/2019-09/schema": jsonschema_rs.Draft201909,
    "https://json-schema.org/draft/2020-12/schema": jsonschema_rs.Draft202012,
}


def ready(schema: JSON, *, is_input: bool = True, is_declared: bool = False) -> Form:
    """The form of a schema."""
    return form(json.dumps(schema), is_input=is_input, is_declared=is_declared)


def normal(schema: JSON, *, is_input: bool = True, is_declared: bool = False) -> JSON:
    """The normal form without its draft."""
    found = ready(schema, is_input=is_input, is_declared=is_declared).normal()
    return (
        {key: value for key, value in found.items() if key != "$schema"} if isinstance(found, dict) else found
    )


def admitted(found: Form, *values: JSON) -> list[JSON]:
    """Those of the values that a form admits."""
    return [value for value in values if found.admits(value)]


def of(**properties: Any) -> Node:
    """An object with these properties."""
    return {"type": "object", "properties": properties}


# -- drafts


@pytest.mark.parametrize(("stated", "draft"), DRAFTS.items(), ids=DRAFTS)
def test_a_schema_is_read_as_the_draft_that_it_states(stated: str, draft: int) -> None:
    """Provenance: ours."""
    found = ready({"$schema": stated, **OBJECT})

    assert (found.draft, found.schema) == (draft, OBJECT)
    assert found.normal() == {"$schema": stated, **OBJECT}


@pytest.mark.parametrize("schema", [OBJECT, {"$schema": "https://acme.example/own", **OBJECT}, True])
def test_what_states_no_known_draft_is_of_the_newest(schema: JSON) -> None:
    """Provenance: MCP, where 2020-12 is the default."""
    assert ready(schema).draft == NEWEST


def test_a_list_under_items_is_of_draft_7_where_no_draft_is_stated() -> None:
    """Provenance: ours. Many servers write it so, and 2020-12 has no such list."""
    found = ready({"type": "array", "items": [TEXT]}, is_input=False)

    assert found.draft == jsonschema_rs.Draft7
    assert admitted(found, [], ["a"], [1], ["a", 1], {}) == [[], ["a"], ["a", 1]]


def test_a_list_under_items_is_wrong_in_another_draft_that_is_stated() -> None:
    """Provenance: ours. What is stated is not passed over."""
    older: Node = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": [5]}

    with pytest.raises(NotComparableError, match="`items` at /items: "):
        ready(older, is_input=False)
    with pytest.raises(NotComparableError, match="`items` at /items: "):
        ready({"type": "array", "items": [5]}, is_input=False)


@pytest.mark.parametrize("is_input", [True, False])
@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        (5, "one is no schema: neither an object nor a boolean"),
        ([TEXT], "one is no schema: neither an object nor a boolean"),
        (None, "one is no schema: neither an object nor a boolean"),
        ({"$ref": "#/nowhere"}, "`$ref`: Pointer '/nowhere' does not exist"),
        ({"pattern": "("}, '`pattern` at /pattern: invalid regular expression: "("'),
    ],
)
def test_what_has_no_normal_form_says_why(schema: JSON, reason: str, is_input: bool) -> None:
    """Provenance: ours."""
    with pytest.raises(NotComparableError) as raised:
        ready(schema, is_input=is_input)

    assert str(raised.value) == reason


def test_a_reference_to_elsewhere_is_not_followed() -> None:
    """Provenance: ours. A schema must not make anybody ask the network."""
    with pytest.raises(NotComparableError, match="cannot fetch"):
        ready({"$ref": "https://schemas.invalid/a"})


# -- what is admitted


@pytest.mark.parametrize(
    ("schema", "results"),
    [
        (True, [{}, {"a": 1}, None, "a", 5]),
        ({}, [{}, {"a": 1}, None, "a", 5]),
        (OBJECT, [{}, {"a": 1}]),
        ({"type": ["object", "null"]}, [{}, {"a": 1}, None]),
        ({"anyOf": [OBJECT, TEXT]}, [{}, {"a": 1}, "a"]),
    ],
    ids=["true", "anything", "objects", "objects or null", "objects or texts"],
)
def test_arguments_are_objects_and_results_need_not_be(schema: JSON, results: list[JSON]) -> None:
    """Provenance: MCP: `arguments` is an object."""
    values: list[JSON] = [{}, {"a": 1}, None, "a", 5]

    assert normal(schema) == OBJECT
    assert admitted(ready(schema), *values) == [{}, {"a": 1}]
    assert admitted(ready(schema, is_input=False), *values) == results


def test_a_schema_of_texts_admits_no_arguments() -> None:
    """Provenance: ours."""
    assert normal(TEXT) == {"not": {}}
    assert admitted(ready(TEXT), {}, "a") == []
    assert admitted(ready(TEXT, is_input=False), {}, "a") == ["a"]


FORMATS: dict[str, tuple[str, str]] = {
    "date": ("2024-02-29", "2023-02-29"),
    "email": ("a@b.example", "a"),
    "ipv4": ("127.0.0.1", "127.0.0.256"),
    "uuid": ("8b6ad1d4-2f4c-4a3c-9f2b-0e5b1a6a1f00", "8b6ad1d4"),
    "regex": ("a+", "("),
}


@pytest.mark.parametrize(("name", "texts"), FORMATS.items(), ids=FORMATS)
def test_formats_that_are_judged_count(name: str, texts: tuple[str, str]) -> None:
    """Provenance: ours. Servers refuse what is none of the format."""
    found = ready({"type": "string", "format": name}, is_input=False)

    assert normal(found.schema, is_input=False) == {"type": "string", "format": name}
    assert admitted(found, *texts) == [texts[0]]


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        pytest.param({**TEXT, "format": "colour"}, TEXT, id="a text"),
        pytest.param(of(a={**TEXT, "format": "colour"}), of(a=TEXT), id="a property"),
        pytest.param(of(format={**TEXT, "format": "date"}), None, id="a property called format"),
        pytest.param({**LIST, "items": {**TEXT, "format": "colour"}}, {**LIST, "items": TEXT}, id="elements"),
        pytest.param(
            {**LIST, "items": {"enum": [{"format": "colour"}]}}, None, id="a value in a list of elements"
        ),
        pytest.param({"enum": [{"format": "colour"}, {}]}, None, id="a value in a list"),
        pytest.param({"const": {"format": "colour"}}, None, id="a value"),
        pytest.param(
            {"type": "array", "prefixItems": [{**TEXT, "format": "int32"}, {**TEXT, "format": "date"}]},
            {"type": "array", "prefixItems": [TEXT, {**TEXT, "format": "date"}]},
            id="in a list of schemas",
        ),
        pytest.param({**OBJECT, "required": ["format"]}, None, id="a name"),
        pytest.param(of(const={**TEXT, "format": "colour"}), of(const=TEXT), id="a property called const"),
        pytest.param(
            of(properties=of(a={**TEXT, "format": "colour"})), of(properties=of(a=TEXT)), id="a name of a map"
        ),
    ],
)
def test_formats_that_nobody_judges_only_tell(schema: JSON, want: JSON) -> None:
    """Provenance: ours. `int32` and the like are passed over by every validator; values never are."""
    expected = normal(schema if want is None else want, is_input=False)

    assert normal(schema, is_input=False) == expected
    assert want is None or expected == want


def test_formats_of_a_list_of_draft_7_only_tell_too() -> None:
    """Provenance: ours. It is read as another draft than the one that was looked at first."""
    schema: Node = {**LIST, "items": [{**TEXT, "format": "colour"}]}

    assert normal({**schema, "format": "colour"}, is_input=False) == {**LIST, "items": [TEXT]}


def test_a_format_that_came_with_a_later_draft_only_tells_before() -> None:
    """Provenance: JSON Schema 2019-09, which added `uuid` and `duration`."""
    older: Node = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "string", "format": "uuid"}

    assert normal(older, is_input=False) == TEXT


# -- two drafts


def test_forms_of_two_drafts_are_compared_in_the_newest() -> None:
    """Provenance: ours. The same list, as draft 7 and as 2020-12 spell it."""
    older = ready({"type": "array", "items": [TEXT], "additionalItems": False}, is_input=False)
    newer = ready({"type": "array", "prefixItems": [TEXT], "items": False}, is_input=False)

    one, other = comparable(older, newer)

    assert (older.draft, newer.draft) == (jsonschema_rs.Draft7, NEWEST)
    assert one == other
    assert comparable(newer, older) == (other, one)
    assert (int(one.draft), int(other.draft)) == (NEWEST, NEWEST)


def test_forms_of_one_draft_are_compared_as_they_are() -> None:
    """Provenance: ours."""
    one, other = (ready({"type": "array", "items": [each]}, is_input=False) for each in (TEXT, WHOLE))

    assert comparable(one, other) == (one.canonical, other.canonical)


OLDER: dict[str, tuple[JSON, JSON]] = {
    "true": (True, True),
    "a list of schemas": ([{"items": [TEXT]}], [{"prefixItems": [TEXT]}]),
    "the draft": ({"$schema": "x", **TEXT}, TEXT),
    "a property called $schema": (of(**{"$schema": TEXT}), of(**{"$schema": TEXT})),
    "one schema of all elements": ({"items": TEXT}, {"items": TEXT}),
    "elements": ({"items": [TEXT, WHOLE]}, {"prefixItems": [TEXT, WHOLE]}),
    "further elements": (
        {"items": [TEXT], "additionalItems": WHOLE},
        {"prefixItems": [TEXT], "items": WHOLE},
    ),
    "none but these": ({"items": [], "additionalItems": False}, {"prefixItems": [], "items": False}),
    "elements of each element": ({"items": {"items": [TEXT]}}, {"items": {"prefixItems": [TEXT]}}),
    "elements of a schema that is denied": (
        {"not": {"$schema": "x", "items": [TEXT], "enum": [{"items": []}]}},
        {"not": {"prefixItems": [TEXT], "enum": [{"items": []}]}},
    ),
    "elements in elements": ({"items": [{"items": [TEXT]}]}, {"prefixItems": [{"prefixItems": [TEXT]}]}),
    "a property called items": (of(items=TEXT), of(items=TEXT)),
    "elements of a property": (of(items={"items": [TEXT]}), of(items={"prefixItems": [TEXT]})),
    "a value": ({"const": {"items": [1]}}, {"const": {"items": [1]}}),
    "values": ({"enum": [{"items": [1], "$schema": 1}]}, {"enum": [{"items": [1], "$schema": 1}]}),
    "a property called const": (of(const={"items": [TEXT]}), of(const={"prefixItems": [TEXT]})),
    "elements of a definition": (
        {"definitions": {"enum": {"items": [TEXT]}}},
        {"definitions": {"enum": {"prefixItems": [TEXT]}}},
    ),
    "over": ({"minimum": 3, "exclusiveMinimum": True}, {"exclusiveMinimum": 3}),
    "below": ({"maximum": 3, "exclusiveMaximum": True}, {"exclusiveMaximum": 3}),
    "at least": ({"minimum": 3, "exclusiveMinimum": False}, {"minimum": 3}),
    "at most": ({"maximum": 3, "exclusiveMaximum": False}, {"maximum": 3}),
    "between": (
        {"minimum": 1, "exclusiveMinimum": True, "maximum": 3, "exclusiveMaximum": False},
        {"exclusiveMinimum": 1, "maximum": 3},
    ),
    "over nothing": ({"exclusiveMinimum": True}, {}),
    "a bound of a later draft": (
        {"exclusiveMinimum": 3, "minimum": 1},
        {"exclusiveMinimum": 3, "minimum": 1},
    ),
    "a bound that is 1": ({"minimum": 5, "exclusiveMinimum": 1}, {"minimum": 5, "exclusiveMinimum": 1}),
}


@pytest.mark.parametrize(("older", "want"), OLDER.values(), ids=OLDER)
def test_an_older_draft_in_the_words_of_the_newest(older: JSON, want: JSON) -> None:
    """Provenance: JSON Schema, release notes of draft 6 and of 2020-12."""
    before = json.dumps(older)

    assert modern(older) == want
    assert json.dumps(older) == before


# -- what only tells


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        (True, True),
        ({"title": "A", "description": "B", "default": 1, "examples": [], **TEXT}, TEXT),
        ({"deprecated": True, "readOnly": True, "writeOnly": False, "$comment": "c", **TEXT}, TEXT),
        (of(title=TEXT, description={**TEXT, "title": "x"}), of(title=TEXT, description=TEXT)),
        ({"enum": [{"title": "x"}]}, {"enum": [{"title": "x"}]}),
        ({"const": {"default": 1}}, {"const": {"default": 1}}),
        (of(const={"title": "x"}), of(const={})),
        ({"anyOf": [{"title": "x"}, {"items": {"title": "y", **TEXT}}]}, {"anyOf": [{}, {"items": TEXT}]}),
        ({"$defs": {"title": {"title": "x"}}}, {"$defs": {"title": {}}}),
        ({"dependentSchemas": {"title": {"title": "x"}}}, {"dependentSchemas": {"title": {}}}),
        (of(properties=of(title={"title": "x"})), of(properties=of(title={}))),
        ({"anyOf": [{"properties": {"title": TEXT}}]}, {"anyOf": [{"properties": {"title": TEXT}}]}),
    ],
    ids=range(12),
)
def test_annotations_are_left_out_names_and_values_stay(schema: JSON, want: JSON) -> None:
    """Provenance: JSON Schema 2020-12, section 9 of validation."""
    assert without_annotations(schema) == want


def test_a_schema_is_the_same_in_any_order() -> None:
    """Provenance: ours."""
    assert text_of({"b": 1, "a": [{"d": 1, "c": 2}]}) == '{"a": [{"c": 2, "d": 1}], "b": 1}'


# -- values


@pytest.mark.parametrize(
    ("schema", "want"),
    [
        (WHOLE, {"value": WHOLE}),
        ({**A, "$defs": {"A": TEXT}, "definitions": {}}, {"value": A}),
        ({**WHOLE, "$schema": "x", "#": 1, "title": "A"}, {"value": {**WHOLE, "#": 1, "title": "A"}}),
        (True, {"value": True}),
    ],
)
def test_values_that_are_no_objects_are_made_under_a_name(schema: JSON, want: JSON) -> None:
    """Provenance: ours. Definitions stay where references look for them."""
    found = made_ready(text_of(schema), NEWEST, is_wrapped=True)

    tables = (
        {key: value for key, value in schema.items() if key in ("$defs", "definitions")}
        if isinstance(schema, dict)
        else {}
    )
    assert found.original == {
        "$schema": "https://json-schema.org/2020-12",
        "type": "object",
        "properties": want,
        "required": ["value"],
        "additionalProperties": False,
        **tables,
    }
    assert found.unsupported == ()


@pytest.mark.parametrize(
    ("draft", "stated"),
    [
        (jsonschema_rs.Draft4, "https://json-schema.org/draft-04"),
        (jsonschema_rs.Draft7, "https://json-schema.org/draft-07"),
        (jsonschema_rs.Draft202012, "https://json-schema.org/2020-12"),
    ],
)
def test_values_are_made_in_the_draft_of_the_schema(draft: int, stated: str) -> None:
    """Provenance: ours."""
    found = made_ready(text_of(of(a=TEXT)), draft, is_wrapped=False)

    assert (found.draft, found.original) == (draft, {"$schema": stated, **of(a=TEXT)})


# -- definitions written out


INLINED: dict[str, tuple[JSON, JSON]] = {
    "no object": (True, True),
    "no reference": (of(a=TEXT), of(a=TEXT)),
    "a property": ({**of(a=A), "$defs": {"A": TEXT}}, of(a=TEXT)),
    "the root": ({**A, "$defs": {"A": TEXT}}, TEXT),
    "elements": ({"prefixItems": [A, WHOLE], "$defs": {"A": TEXT}}, {"prefixItems": [TEXT, WHOLE]}),
    "one in another": (
        {**of(a=A), "$defs": {"A": {"items": {"$ref": "#/$defs/B"}}, "B": TEXT}},
        of(a={"items": TEXT}),
    ),
    "something beside it": (
        {**of(a={**A, "minLength": 1}), "$defs": {"A": TEXT}},
        of(a={"allOf": [{"minLength": 1}, TEXT]}),
    ),
    "a reference beside it": (
        {**of(a={**A, "not": {"$ref": "#/$defs/B"}}), "$defs": {"A": TEXT, "B": {"const": ""}}},
        of(a={"allOf": [{"not": {"const": ""}}, TEXT]}),
    ),
    "a value like a reference": (
        {**of(a={"const": A}, b={"enum": [A]}), "$defs": {"A": TEXT}},
        of(a={"const": A}, b={"enum": [A]}),
    ),
    "a property called $ref": ({**of(**{"$ref": A}), "$defs": {"A": TEXT}}, of(**{"$ref": TEXT})),
    "a property called const": ({**of(const=A), "$defs": {"A": TEXT}}, of(const=TEXT)),
    "a name of a map": ({**of(properties=of(const=A)), "$defs": {"A": TEXT}}, of(properties=of(const=TEXT))),
    "itself": (
        {**A, "$defs": {"A": of(next=A, v={"$ref": "#/$defs/B"}), "B": TEXT}},
        {**A, "$defs": {"A": of(next=A, v=TEXT), "B": TEXT}},
    ),
    "in the older table": (
        {**of(a={"$ref": "#/definitions/A"}), "definitions": {"A": TEXT}},
        of(a=TEXT),
    ),
}


@pytest.mark.parametrize(("schema", "want"), INLINED.values(), ids=INLINED)
def test_definitions_that_do_not_lead_back_are_written_out(schema: JSON, want: JSON) -> None:
    """Provenance: ours."""
    assert inlined(schema, NEWEST) == want


def test_what_would_grow_too_large_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours. Ten definitions, each with the next one twice, are a thousand."""
    schema: Node = {**of(a=A, b=A), "$defs": {"A": {"items": TEXT}}}
    written = of(a={"items": TEXT}, b={"items": TEXT})

    monkeypatch.setattr(inlined_module, "_MOST", 13)
    assert inlined(schema, NEWEST) == schema
    monkeypatch.setattr(inlined_module, "_MOST", 14)
    assert inlined(schema, NEWEST) == written


# -- declared names alone


def closed(**properties: Any) -> Node:
    """An object with these properties and no others."""
    return {**of(**properties), "additionalProperties": False}


DECLARED: dict[str, tuple[Node, Node]] = {
    "open": (of(a=TEXT), closed(a=TEXT)),
    "no names": (OBJECT, {**OBJECT, "additionalProperties": False}),
    "a free map inside": (of(a=OBJECT), closed(a=OBJECT)),
    "inside": (of(a=of(b=TEXT)), closed(a=closed(b=TEXT))),
    "anything inside": (of(a={}), closed(a={})),
    "a boolean inside": (of(a=True, b=False), closed(a=True, b=False)),
    "others of one type": (
        {**of(a=TEXT), "additionalProperties": WHOLE},
        {**of(a=TEXT), "additionalProperties": WHOLE},
    ),
    "others that are objects": (
        {**OBJECT, "additionalProperties": of(a=TEXT)},
        {**OBJECT, "additionalProperties": closed(a=TEXT)},
    ),
    "names of a pattern": (
        {**of(a=TEXT), "patternProperties": {"^x": TEXT}},
        {**of(a=TEXT), "patternProperties": {"^x": TEXT}},
    ),
    "names of a kind": (
        {**of(a=TEXT), "propertyNames": {"maxLength": 1}},
        {**of(a=TEXT), "propertyNames": {"maxLength": 1}},
    ),
    "elements": ({"type": "array", "items": of(a=TEXT)}, {"type": "array", "items": closed(a=TEXT)}),
    "free maps as elements": ({"type": "array", "items": OBJECT}, {"type": "array", "items": OBJECT}),
    "the first elements": (
        {"type": "array", "prefixItems": [of(a=TEXT), OBJECT]},
        {"type": "array", "prefixItems": [closed(a=TEXT), OBJECT]},
    ),
    "elements of draft 7": (
        {"type": "array", "items": [of(a=TEXT), OBJECT], "additionalItems": of(a=WHOLE)},
        {"type": "array", "items": [closed(a=TEXT), OBJECT], "additionalItems": closed(a=WHOLE)},
    ),
    "alternatives of the root": (
        {"anyOf": [OBJECT, TEXT]},
        {"anyOf": [{**OBJECT, "additionalProperties": False}, TEXT]},
    ),
    "alternatives inside": (
        of(v={"anyOf": [OBJECT, TEXT]}, w={"anyOf": [of(a=TEXT), WHOLE]}),
        closed(v={"anyOf": [OBJECT, TEXT]}, w={"anyOf": [closed(a=TEXT), WHOLE]}),
    ),
    "alternatives of alternatives": (
        {"anyOf": [{"anyOf": [OBJECT, TEXT]}, WHOLE]},
        {"anyOf": [{"anyOf": [{**OBJECT, "additionalProperties": False}, TEXT]}, WHOLE]},
    ),
    "a definition": (
        {**of(v=A), "$defs": {"A": of(a=TEXT), "B": OBJECT}},
        {**closed(v=A), "$defs": {"A": closed(a=TEXT), "B": OBJECT}},
    ),
    "a definition where something is denied": (
        {**of(v=A, w={"not": A}), "$defs": {"A": of(a=TEXT)}},
        {**closed(v=A, w={"not": A}), "$defs": {"A": of(a=TEXT)}},
    ),
}


@pytest.mark.parametrize(("schema", "want"), DECLARED.values(), ids=DECLARED)
def test_objects_are_closed_that_name_their_properties(schema: Node, want: Node) -> None:
    """Provenance: ours. A map of any names stays one, unless it is all that a tool takes."""
    before = text_of(schema)

    found = as_declared(json.loads(before), NEWEST, schema, spelled=before)

    assert found == want
    assert text_of(schema) == before


def test_the_closed_twin_refuses_what_is_not_declared() -> None:
    """Provenance: ours."""
    schema = of(a=WHOLE, b=of(c=TEXT))
    values: list[JSON] = [{}, {"a": 1}, {"z": 1}, {"b": {"c": "x"}}, {"b": {"d": 1}}, {"a": "x"}]

    assert admitted(ready(schema), *values) == values[:5]
    assert admitted(ready(schema, is_declared=True), *values) == [{}, {"a": 1}, {"b": {"c": "x"}}]


@pytest.mark.parametrize(
    ("old", "new", "is_closed"),
    [
        (of(a=TEXT), True, False),
        (True, closed(a=TEXT), False),
        (of(a=TEXT), closed(a=TEXT), True),
        (closed(a=TEXT), of(a=TEXT), False),
        ({"additionalProperties": True}, {"additionalProperties": TEXT}, True),
        ({"additionalProperties": TEXT}, {"additionalProperties": False}, False),
        ({"unevaluatedProperties": {}}, {"unevaluatedProperties": False}, True),
        ({}, {"propertyNames": {"maxLength": 3}}, True),
        ({}, {"patternProperties": {"^x": TEXT}}, False),
        ({"items": of(a=TEXT)}, {"items": closed(a=TEXT)}, True),
        ({"items": [of(a=TEXT)]}, {"items": [closed(a=TEXT)]}, False),
        (of(a=of(), b=TEXT), of(b=TEXT, a=closed()), True),
        (of(a=of()), of(b=closed()), False),
        (of(a=of()), {"properties": True}, False),
        ({"properties": True}, of(a=closed()), False),
        (of(a=of(b={"items": of()})), of(a=of(b={"items": closed()})), True),
    ],
    ids=range(16),
)
def test_an_object_that_took_any_name_and_takes_some_is_closed(old: JSON, new: JSON, is_closed: bool) -> None:
    """Provenance: ours. Where both schemas spell it out."""
    assert closes(old, new) is is_closed
