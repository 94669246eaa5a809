"""What is read off the nodes of a schema, and what is told of a schema that cannot be used."""

from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.fuzz import boundary, invalid, prepare, strategy
from pytest_mcp_contract.fuzz.arrays import contained, least_contained, places_of, sizes
from pytest_mcp_contract.fuzz.document import Document, fits, listed, mapped, without_dialects
from pytest_mcp_contract.fuzz.filling import varied
from pytest_mcp_contract.fuzz.guesses import guesses
from pytest_mcp_contract.fuzz.harvest import Harvest
from pytest_mcp_contract.fuzz.known import Known, Source
from pytest_mcp_contract.fuzz.objects import members
from pytest_mcp_contract.fuzz.patterns import LETTERS, joined, translated, within
from pytest_mcp_contract.fuzz.simplest import simplest
from pytest_mcp_contract.fuzz.strategies import _may_starve
from pytest_mcp_contract.fuzz.texts import formats_of, lengths, of_length, patterns_of
from pytest_mcp_contract.model import JSON, Reply
from tests.fuzz.drawing import drawn
from tests.fuzz.test_drawn import FLAG, INTEGER, TEXT, recursive
from tests.fuzz.test_values import about, at, of_another_type

Names = dict[str, JSON]
NAME: Names = {"type": "string"}


def document_of(schema: JSON = True) -> Document:
    return Document(schema, jsonschema_rs.Draft202012, schema)


# -- objects


@pytest.mark.parametrize(
    ("node", "required", "optional", "extra"),
    [
        pytest.param({}, {}, {}, [(NAME, {})], id="nothing said"),
        pytest.param(
            {"properties": {"a": FLAG, "b": True}, "required": ["b", 3]},
            {"b": {}},
            {"a": FLAG},
            [(NAME, {})],
            id="declared ones",
        ),
        pytest.param({"required": ["a"]}, {"a": {}}, {}, [(NAME, {})], id="demanded, and not declared"),
        pytest.param(
            {"required": ["a"], "additionalProperties": FLAG}, {"a": FLAG}, {}, [(NAME, FLAG)], id="of others"
        ),
        pytest.param(
            {
                "propertyNames": {"enum": ["a", "b"]},
                "properties": {"a": FLAG},
                "additionalProperties": INTEGER,
            },
            {},
            {"a": FLAG, "b": INTEGER},
            [],
            id="of a few names",
        ),
        pytest.param(
            {"required": ["ab"], "patternProperties": {"^a": FLAG, "c$": INTEGER}},
            {"ab": FLAG},
            {},
            [
                ({"type": "string", "pattern": "^a"}, FLAG),
                ({"type": "string", "pattern": "c$"}, INTEGER),
                (NAME, {}),
            ],
            id="by a pattern",
        ),
        pytest.param(
            {"propertyNames": {"type": "string", "pattern": "^a"}, "patternProperties": {"^a": FLAG}},
            {},
            {},
            [({"type": "string", "pattern": "^a"}, FLAG)],
            id="by the only pattern",
        ),
        pytest.param(
            {
                "propertyNames": {"anyOf": [{"pattern": "^a"}, {"pattern": "^b"}]},
                "patternProperties": {"^a": FLAG, "^b": FLAG},
            },
            {},
            {},
            2,
            id="by one of two patterns",
        ),
        pytest.param(
            {"propertyNames": {"type": "string", "pattern": "^b"}, "patternProperties": {"^a": FLAG}},
            {},
            {},
            2,
            id="others are bound to another pattern",
        ),
        pytest.param(
            {"propertyNames": {"type": "string", "maxLength": 3}, "patternProperties": {"^a": FLAG}},
            {},
            {},
            2,
            id="others are bound to no pattern",
        ),
    ],
)
def test_the_properties_of_an_object_are_read(
    node: dict[str, JSON], required: Names, optional: Names, extra: Any
) -> None:
    """Provenance: ours."""
    found = members({"type": "object", **node}, document_of(), is_root=False)

    assert (found.required, found.optional) == (required, optional)
    assert found.declared == {**required, **optional}
    assert (len(found.extra) if isinstance(extra, int) else list(found.extra)) == extra


@pytest.mark.parametrize(
    ("node", "is_root", "is_map"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"additionalProperties": FLAG}, True, True),
        ({"propertyNames": {"maxLength": 3}}, True, True),
        ({"properties": {"a": FLAG}}, False, False),
        ({"properties": {"a": FLAG}, "additionalProperties": FLAG}, False, False),
        ({"properties": {"a": FLAG}, "patternProperties": {"^b": FLAG}}, True, True),
        ({"propertyNames": {"enum": ["a"]}}, False, False),
    ],
)
def test_an_object_without_declared_names_is_a_map(
    node: dict[str, JSON], is_root: bool, is_map: bool
) -> None:
    """Provenance: ours. The arguments of a tool that says nothing of them are none."""
    assert members({"type": "object", **node}, document_of(), is_root=is_root).is_map is is_map


@pytest.mark.parametrize(
    ("bounds", "least", "most", "needs_more"),
    [
        ({}, 0, None, False),
        ({"minProperties": 1}, 1, None, False),
        ({"minProperties": 2}, 2, None, True),
        ({"maxProperties": 2}, 0, 2, False),
        ({"maxProperties": 1}, 0, 1, True),
        ({"minProperties": 1.0, "maxProperties": 2.0}, 1, 2, False),
        ({"minProperties": "1", "maxProperties": None}, 0, None, False),
    ],
)
def test_the_sizes_of_an_object_may_ask_for_a_choice(
    bounds: dict[str, JSON], least: int, most: int | None, needs_more: bool
) -> None:
    """Provenance: ours."""
    node: dict[str, JSON] = {"properties": {"a": FLAG, "b": FLAG}, "required": ["a"], **bounds}

    found = members(node, document_of(), is_root=False)

    assert (found.least, found.most, found.needs_more) == (least, most, needs_more)


def test_a_kind_of_property_that_cannot_be_made_is_left_out() -> None:
    """Provenance: ours. The others are drawn."""
    unsaid: JSON = {"type": "string", "pattern": "(?<=a+)b"}
    prepared = about(
        {"type": "object", "patternProperties": {"^a": unsaid, "^b": FLAG}, "additionalProperties": False}
    )

    found: list[Any] = drawn(strategy(prepared), 6)
    names = {str(name) for value in found for name in value["v"]}

    assert names
    assert all(name.startswith("b") for name in names)
    assert len(prepared.unsupported) == 1
    assert prepared.unsupported[0].startswith("`pattern` of the argument /v/*: ")


def test_a_map_of_a_recursion_is_small() -> None:
    """Provenance: ours. Else what is drawn grows without end."""
    prepared = recursive(
        {"$ref": "#/$defs/node"},
        {"anyOf": [INTEGER, {"type": "object", "additionalProperties": {"$ref": "#/$defs/node"}}]},
    )

    found = [value["v"] for value in drawn(strategy(prepared), 40)]

    assert {len(value) for value in found if isinstance(value, dict)} == {0, 1, 2, 3}


def test_a_name_of_a_recursion_that_allows_everything_is_drawn() -> None:
    """Provenance: ours."""
    node: JSON = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}, "x": {}}}

    found: list[Any] = drawn(strategy(recursive({"$ref": "#/$defs/node"}, node)), 20)

    assert "x" in {name for value in found for name in value["v"]}


# -- lists


@pytest.mark.parametrize(
    ("node", "first", "others"),
    [
        ({}, [], {}),
        ({"items": FLAG}, [], FLAG),
        ({"items": False}, [], None),
        ({"prefixItems": [FLAG, True]}, [FLAG, {}], {}),
        ({"prefixItems": [FLAG], "items": TEXT}, [FLAG], TEXT),
        ({"prefixItems": [FLAG], "items": False}, [FLAG], None),
        ({"prefixItems": [FLAG], "items": TEXT, "maxItems": 1}, [FLAG], None),
        ({"prefixItems": [FLAG], "items": TEXT, "maxItems": 2}, [FLAG], TEXT),
        ({"items": TEXT, "maxItems": 0}, [], TEXT),
        ({"items": [FLAG]}, [FLAG], {}),
        ({"items": [FLAG], "additionalItems": TEXT}, [FLAG], TEXT),
        ({"items": [FLAG], "additionalItems": False}, [FLAG], None),
    ],
)
def test_the_places_of_a_list_are_read(node: dict[str, JSON], first: list[JSON], others: JSON) -> None:
    """Provenance: ours."""
    assert places_of(node) == (first, others)


def test_the_sizes_of_a_list_and_of_a_text_are_read() -> None:
    """Provenance: ours. A bound that is no number is none."""
    assert sizes({"minItems": 2, "maxItems": 3.0}) == lengths({"minLength": 2, "maxLength": 3.0}) == (2, 3)
    assert sizes({}) == lengths({}) == (0, None)
    assert sizes({"minItems": "2", "maxItems": "3"}) == (0, None)
    assert lengths({"minLength": "2", "maxLength": "3"}) == (0, None)
    assert (least_contained({}), least_contained({"minContains": 0})) == (1, 0)
    assert least_contained({"minContains": 2.0}) == 2
    one: JSON = {"contains": FLAG}
    assert contained({"contains": TEXT, "allOf": [one, TEXT]}) == [
        {"contains": TEXT, "allOf": [one, TEXT]},
        one,
    ]
    assert contained({"allOf": [TEXT]}) == []
    assert (listed({"a": [1]}, "a"), listed({"a": {}}, "a"), listed({}, "a")) == ([1], [], [])
    assert (mapped({"a": {"b": 1}}, "a"), mapped({"a": []}, "a"), mapped({}, "a")) == ({"b": 1}, {}, {})


def test_several_patterns_of_a_text_stand_beside_each_other() -> None:
    """Provenance: ours."""
    node: dict[str, JSON] = {
        "pattern": "^a",
        "format": "date",
        "allOf": [{"pattern": "b"}, {"format": "uuid"}, {"pattern": 3}, FLAG],
    }

    assert patterns_of(node) == ["^a", "b"]
    assert formats_of(node) == ["date", "uuid"]
    assert fits("^a", "ab")
    assert not fits("^a", "ba")


def test_a_text_of_one_length_is_made_where_a_pattern_says_how() -> None:
    """Provenance: ours."""
    found = of_length({"pattern": "^[a-z]+$"}, 4)

    assert found is not None
    assert {len(text) for text in drawn(found, 10)} == {4}
    assert of_length({"pattern": "^(ab)+$"}, 4) is None
    assert of_length({"pattern": "^abc$"}, 4) is None


@pytest.mark.parametrize(
    ("schema", "sizes_of_texts"),
    [
        ({"minLength": 2, "maxLength": 4}, {2, 3, 4}),
        ({"maxLength": 1}, {0, 1}),
        ({"pattern": "^[ab]+$", "maxLength": 3}, {1, 2, 3}),
        ({"pattern": "^[ab]*$", "minLength": 3, "maxLength": 4}, {3, 4}),
        ({"minLength": 201}, {201}),
    ],
)
def test_texts_have_every_length(schema: dict[str, JSON], sizes_of_texts: set[int]) -> None:
    """Provenance: ours. A long one is filled up."""
    found = drawn(strategy(about({"type": "string", **schema})), 25)

    assert {len(str(value["v"])) for value in found} == sizes_of_texts


def test_letters_are_those_of_a_few_scripts() -> None:
    """Provenance: ours. Both ends of each block, and none of their neighbours."""
    ends = [0x20, 0x17F, 0x370, 0x45F, 0x5D0, 0x5EA, 0x621, 0x64A, 0x3041, 0x3096, 0x4E00, 0x4E2F]
    beside = [0x1F, 0x180, 0x36F, 0x460, 0x5CF, 0x5EB, 0x620, 0x64B, 0x3040, 0x3097, 0x4DFF, 0x4E30]

    assert [code for code in ends + beside if chr(code) in LETTERS] == ends


# -- what cannot be used


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        pytest.param("text", 'the schema is no object: `"text"`', id="a text"),
        pytest.param(None, "the schema is no object: `null`", id="null"),
        pytest.param(
            {"properties": {"pattern": {"type": "string"}, "a": {"pattern": "a"}, "b": {"pattern": "("}}},
            '`pattern` at /properties/b/pattern: invalid regular expression: "("',
            id="a pattern, beside one that is none and an argument of that name",
        ),
        pytest.param(
            {"anyOf": [{"pattern": "a"}, {"pattern": "("}]},
            '`pattern` at /anyOf/1/pattern: invalid regular expression: "("',
            id="a pattern in a list",
        ),
        pytest.param(
            {"patternProperties": {"(": {}}},
            '`patternProperties`: invalid regular expression: "("',
            id="a pattern of names",
        ),
        pytest.param({"properties": {"a": {"type": "text"}}}, "`type` at /properties/a/type: ", id="a type"),
        pytest.param({"properties": {"a": 5}}, "`a` at /properties/a: 5 is not of types", id="no schema"),
        pytest.param(
            {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"minimum": "x"}]},
            "`items` at /items: ",
            id="a list of draft 7",
        ),
        pytest.param({"$ref": "#/$defs/x"}, "`$ref`: Pointer '/$defs/x' does not exist", id="nowhere"),
        pytest.param(
            {"$ref": "https://x.example/y"}, "`$ref`: Resource 'https://x.example/y' ", id="outside"
        ),
    ],
)
def test_a_schema_that_cannot_be_used_is_named_with_its_place(schema: JSON, reason: str) -> None:
    """Provenance: ours."""
    prepared = prepare(schema)

    assert prepared.values is None
    assert [told.startswith(reason) for told in prepared.unsupported] == [True]
    assert not prepared.validator.is_valid({})
    assert prepared.original == schema


@pytest.mark.parametrize(
    ("schema", "draft"),
    [
        ({}, jsonschema_rs.Draft202012),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, jsonschema_rs.Draft202012),
        ({"$schema": "https://json-schema.org/draft/2019-09/schema"}, jsonschema_rs.Draft201909),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, jsonschema_rs.Draft7),
        ({"$schema": "http://json-schema.org/draft-06/schema#"}, jsonschema_rs.Draft6),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, jsonschema_rs.Draft4),
        ({"$schema": "http://x.example/mine"}, jsonschema_rs.Draft202012),
        ({"properties": {"a": {"items": [{}]}}}, jsonschema_rs.Draft7),
        (True, jsonschema_rs.Draft202012),
    ],
)
def test_a_schema_is_read_as_the_draft_that_it_names(schema: JSON, draft: int) -> None:
    """Provenance: ours. A list under `items` is draft 7, whatever else is said."""
    prepared = prepare(schema)

    assert (prepared.draft, prepared.unsupported) == (draft, ())
    assert all(isinstance(value, dict) for value in drawn(strategy(prepared), 3))


@pytest.mark.parametrize(
    ("schema", "keyword"),
    [
        pytest.param({"type": "string", "pattern": "^(ab|cd)$", "minLength": 3}, "pattern", id="a length"),
        pytest.param({"type": "string", "pattern": "^a$", "format": "date"}, "pattern", id="a format"),
    ],
)
def test_a_pattern_that_lets_nothing_through_is_named(schema: JSON, keyword: str) -> None:
    """Provenance: ours. What can be made of the same keywords is not."""
    assert about(schema).unsupported == (
        f"`{keyword}` of the argument /v: no value that was tried satisfies it",
    )
    assert about({"type": "string", "pattern": "^(ab|cd)$", "minLength": 2}).unsupported == ()


def test_what_is_no_schema_is_merged_with_nothing() -> None:
    """Provenance: ours."""
    document = document_of()

    assert document.both({"type": "nonsense"}) == {"allOf": [{"type": "nonsense"}]}
    assert document.both({"type": "integer", "minimum": 1}, {"minimum": 3}) == {
        "type": "integer",
        "minimum": 3,
    }


def test_a_recursion_is_known_from_afar() -> None:
    """Provenance: ours. By any way of references; a reference that comes back to nothing is none."""
    schema: JSON = {
        "type": "object",
        "$defs": {
            "a": {"properties": {"b": {"$ref": "#/$defs/b"}}},
            "b": {"items": {"$ref": "#/$defs/a"}},
            "c": {"anyOf": [{"$ref": "#/$defs/d"}, {"$ref": "#/$defs/a"}]},
            "d": {"type": "null"},
        },
        "properties": {"a": {"$ref": "#/$defs/a"}, "c": {"$ref": "#/$defs/c"}},
    }
    document = document_of(schema)

    assert document.recursive in ({"#/$defs/a"}, {"#/$defs/b"})
    assert document.recurs({"items": {"$ref": "#/$defs/c"}})
    assert document.recurs({"$ref": "#/$defs/b"})
    assert not document.recurs({"not": {"$ref": "#/$defs/d"}})
    assert not document.recurs(dict(FLAG) if isinstance(FLAG, dict) else {})
    assert document_of({"$defs": {"d": FLAG}, "$ref": "#/$defs/d"}).recursive == frozenset()


# -- calls


def test_the_simplest_call_is_one_of_known_values() -> None:
    """Provenance: ours. What fails is shown by a call that looks like a real one."""
    schema: JSON = {"type": "object", "properties": {"city": TEXT, "n": INTEGER}, "required": ["city"]}
    known = Known(by_name={"city": (("Rome", Source.REGISTRY), ("Oslo", Source.REGISTRY))})

    assert simplest(varied(prepare(schema), known)) == ({"city": "Rome"}, ("registry",))
    tied: JSON = {**schema, "maxProperties": 2} if isinstance(schema, dict) else schema
    assert simplest(varied(prepare(tied), known)) == ({"city": "Rome"}, ("registry",))
    cities = [arguments["city"] for (arguments, _) in drawn(varied(prepare(tied), known), 30)]
    assert 0.6 < len([city for city in cities if city in ("Rome", "Oslo")]) / len(cities) < 1


# -- both sides of a bound

BIG = 2**52
SIDES: dict[str, tuple[JSON, list[JSON], list[JSON]]] = {
    "a number that still has halves": (
        {"type": "integer", "minimum": BIG - 1, "maximum": BIG},
        [BIG - 1, BIG],
        [BIG - 2, BIG + 1, BIG - 0.5],
    ),
    "a number that has none": (
        {"type": "integer", "minimum": BIG, "maximum": BIG + 1},
        [BIG, BIG + 1],
        [BIG - 1, BIG + 2],
    ),
    "from a fraction on": (
        {"type": "number", "minimum": 2.5},
        [3, 2**31, 2**53 + 1, 2**63, 4, 2.5, 1e300],
        [2],
    ),
    "up to a fraction": ({"type": "number", "maximum": -2.5}, [-3, -(2**63), -4, -2.5], [-2]),
    "between two that are excluded": (
        {"type": "number", "exclusiveMinimum": 2, "exclusiveMaximum": 3},
        [2.5],
        [2, 3],
    ),
    "one number alone": ({"type": "number", "minimum": 0.5, "maximum": 0.5}, [0.5], [1.5]),
    "a place, and others after it": (
        {"type": "array", "prefixItems": [FLAG], "items": {"const": 3}},
        [[True], [], [False], [True, 3]],
        [[True, 4]],
    ),
    "more places than may be": (
        {"type": "array", "prefixItems": [FLAG, FLAG, {"const": "c"}], "minItems": 1, "maxItems": 2},
        [[True, True], [False, True], [True, False]],
        [[]],
    ),
    "one element that differs from none": (
        {"type": "array", "items": FLAG, "uniqueItems": True, "maxItems": 1},
        [[True], [], [False]],
        [],
    ),
    "names by a pattern, and others": (
        {
            "type": "object",
            "patternProperties": {"^a$": FLAG},
            "additionalProperties": {"const": 3},
            "maxProperties": 2,
        },
        [{}, {"a": True}, {"a": False}],
        [{"a": True, "extra0": 3, "extra1": 3}],
    ),
    "a map of two": (
        {"type": "object", "additionalProperties": {"const": 3}, "maxProperties": 2},
        [{}, {"": 3}, {"é日👩": 3}, {"a.b/c~d": 3}, {"__proto__": 3}, {"text": 3}],
        [{"extra0": 3, "extra1": 3, "extra2": 3}, {"text": 4}],
    ),
    "a pattern of two or three": (
        {"type": "string", "pattern": "^[ab]+$", "minLength": 2, "maxLength": 3},
        ["aa", "aaa"],
        ["a", "aaaa", " a", "a b"],
    ),
}
"""A schema, all boundary values in their order, and all that break another rule than that of the type."""


@pytest.mark.parametrize(("schema", "edges", "broken"), SIDES.values(), ids=SIDES)
def test_what_is_tried_stands_on_both_sides_of_a_bound(
    schema: JSON, edges: list[JSON], broken: list[JSON]
) -> None:
    """Provenance: ours."""
    prepared = about(schema)

    valid = [each.arguments["v"] for each in boundary(prepared)]
    wrong = [each.arguments["v"] for each in invalid(prepared) if each.arguments.keys() == {"v"}]

    assert valid == edges
    assert [value for value in wrong if not of_another_type(value)] == broken


def test_a_name_at_a_place_of_a_list_is_drawn() -> None:
    """Provenance: ours. At each place its own, and after them that of the others."""

    def named(name: str, constant: int) -> JSON:
        return {"type": "object", "properties": {name: {}, "k": {"const": constant}}, "required": ["k"]}

    schema: JSON = {
        "type": "array",
        "prefixItems": [named("x", 1), named("y", 2)],
        "items": named("z", 3),
        "minItems": 3,
        "maxItems": 3,
    }

    found: list[Any] = drawn(strategy(about(schema)), 12)

    names = [{name for value in found for name in value["v"][place]} for place in range(3)]
    assert names == [{"x", "k"}, {"y", "k"}, {"z", "k"}]


@pytest.mark.parametrize(
    ("node", "keywords"),
    [
        ({"uniqueItems": True, "minItems": 2}, ["uniqueItems"]),
        ({"uniqueItems": False, "minItems": 2}, []),
        ({"uniqueItems": True}, []),
        ({"minProperties": 2, "propertyNames": {}}, ["minProperties"]),
        ({"minProperties": 2, "patternProperties": {}}, ["minProperties"]),
        ({"minProperties": 2}, []),
        ({"propertyNames": {}}, []),
        ({"contains": {}, "maxContains": 2}, ["contains"]),
        ({"contains": {}, "maxItems": 2}, ["contains"]),
        ({"contains": {}, "uniqueItems": True}, ["contains"]),
        ({"contains": {}, "prefixItems": []}, ["contains"]),
        ({"contains": {}, "minItems": 2}, []),
        ({"maxItems": 2}, []),
        ({"pattern": "a", "minLength": 2}, ["pattern"]),
        ({"pattern": "a", "maxLength": 2}, ["pattern"]),
        ({"pattern": "a", "format": "date"}, ["pattern"]),
        ({"pattern": "a"}, []),
        ({"allOf": []}, ["pattern"]),
        ({"minLength": 2}, []),
        ({"format": "date", "minLength": 2}, ["format"]),
        ({"format": "date", "maxLength": 2}, ["format"]),
        ({"format": "date"}, []),
    ],
)
def test_keywords_that_may_ask_for_too_much_are_known(node: dict[str, JSON], keywords: list[str]) -> None:
    """Provenance: ours. Only of these it is tried whether anything gets through."""
    assert _may_starve(node) == keywords


def test_a_pattern_that_was_made_has_no_choice() -> None:
    """Provenance: ours. So its anchors count."""
    narrowed = within(translated("^a+$"), 1, 2)

    assert narrowed is not None
    assert (narrowed.has_choice, narrowed.from_start, narrowed.to_end) == (False, True, True)
    assert joined([translated("^a"), translated("b")]).from_start


def test_what_a_schema_says_of_items_is_read_down_to_a_depth() -> None:
    """Provenance: ours."""

    def nested(depth: int) -> JSON:
        schema: JSON = {"type": "string", "format": "email"}
        for _ in range(depth):
            schema = {"anyOf": [{"type": "string"}], "items": schema}
        return schema

    assert guesses("zorble", nested(4)) == ("ada@example.com",)
    assert guesses("zorble", nested(5)) == ()


def test_a_schema_that_cannot_be_used_has_a_form_that_admits_nothing() -> None:
    """Provenance: ours."""
    assert prepare("text").document.root == {"not": {}}


def test_dialects_are_left_out_of_dependencies() -> None:
    """Provenance: ours. One of them may be called so."""
    table: JSON = {"dependencies": {"$schema": {"$schema": "x", "type": "null"}}}
    named: JSON = {"dependencies": {"$schema": "x"}}

    assert without_dialects(table) == {"dependencies": {"$schema": {"type": "null"}}}
    assert without_dialects(named) == named


def test_of_one_key_fifty_values_are_kept() -> None:
    """Provenance: ours. The first ones, whatever comes later."""
    harvest = Harvest()
    for start in (0, 40, 80):
        harvest.take("x", Reply(structured={"colors": list(range(start, start + 40))}))

    (kept,) = harvest._values.values()
    assert [seen.value for seen in kept.values()] == list(range(50))


def test_what_comes_after_the_first_places_keeps_its_own_names() -> None:
    """Provenance: ours. The normal form drops `b`, of which the schema says nothing but the name."""
    schema: JSON = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "array",
        "items": [{"type": "object", "properties": {"a": {}}}],
        "additionalItems": {"type": "object", "properties": {"b": {}, "c": {"type": "string"}}},
    }

    root = prepare({"type": "object", "properties": {"v": schema}}).document.root

    assert at(root, "/properties/v/items/0/properties").keys() == {"a"}
    assert at(root, "/properties/v/additionalItems/properties").keys() == {"b", "c"}
