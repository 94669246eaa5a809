"""A described answer as JSON Schema: what OpenAPI says in its own way is not lost."""

from typing import Any

import pytest

from pytest_mcp_contract.observe.upstream.vendor_promise import promised
from pytest_mcp_contract.observe.upstream.vendor_schema import answer_schema, describes, media_type, validator


def document(schema: Any, version: str = "3.0.3", **components: Any) -> dict[str, Any]:
    """A description with one operation that answers so."""
    return {
        "openapi": version,
        "paths": {
            "/a": {"get": {"responses": {"200": {"content": {"application/vnd.x+json": {"schema": schema}}}}}}
        },
        "components": {"schemas": components},
    }


def takes(described: dict[str, Any], value: Any) -> bool:
    """Whether the described answer may be that value."""
    schema = answer_schema(described, "/a", "GET", 200)
    assert schema is not None
    return validator(schema).is_valid(value)


THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
REFERENCE = {"$ref": "#/components/schemas/thing"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "nullable": True},
        {"type": "string", "nullable": True, "enum": ["a"]},
        {**REFERENCE, "nullable": True},
        {"nullable": True, "allOf": [REFERENCE]},
        {"nullable": True, "oneOf": [REFERENCE, {"type": "string"}]},
        {"type": "object", "nullable": True, "required": ["id"], "properties": {"id": {}}},
    ],
)
def test_null_is_taken_where_an_old_description_says_so(schema: dict[str, Any]) -> None:
    """Provenance: GitHub's descriptions have all of these."""
    strict = {key: value for key, value in schema.items() if key != "nullable"}

    assert takes(document(schema, thing=THING), None)
    assert not takes(document(schema, thing=THING), 7)
    assert not takes(document(strict, thing=THING), None)
    assert not takes(document(schema, "3.1.0", thing=THING), None), "3.1 has no such keyword"


def test_null_is_taken_where_the_definition_itself_says_so() -> None:
    """Provenance: GitHub's `nullable-simple-user`."""
    assert takes(document(REFERENCE, thing={**THING, "nullable": True}), None)


@pytest.mark.parametrize(
    ("schema", "sound", "broken"),
    [
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, 1, 0),
        ({"type": "integer", "maximum": 9, "exclusiveMaximum": True}, 8, 9),
        ({"type": "integer", "minimum": 0, "exclusiveMinimum": False}, 0, -1),
        ({"type": "array", "items": REFERENCE}, [{"id": 1}], [{}]),
        ({"type": "string", "enum": ["a"], "example": 7, "xml": {}}, "a", "b"),
        ({"properties": {"example": {"type": "string"}}}, {"example": "a"}, {"example": 1}),
        ({"type": "object", "required": True, "properties": {"a": {"type": "string"}}}, {}, {"a": 1}),
        ({"type": "string", "pattern": "(a"}, "anything", 1),
    ],
)
def test_what_is_described_is_what_is_taken(schema: dict[str, Any], sound: Any, broken: Any) -> None:
    """Provenance: ours, and slips of real descriptions: a property's `required`, a pattern that is none."""
    assert takes(document(schema, thing=THING), sound)
    assert not takes(document(schema, thing=THING), broken)


def test_a_tag_decides_between_members_that_look_alike() -> None:
    """Provenance: ours. Both members take it, which `oneOf` alone would refuse."""
    member = {"type": "object", "properties": {"kind": {"type": "string"}}}
    tagged = {"oneOf": [member, member], "discriminator": {"propertyName": "kind"}}

    assert takes(document(tagged), {"kind": "a"})
    assert not takes(document({"oneOf": [member, member]}), {"kind": "a"})


def test_what_only_requests_have_is_not_demanded_of_answers() -> None:
    """Provenance: OpenAPI 3.0.3, `writeOnly`."""
    schema = {"type": "object", "required": ["secret"], "properties": {"secret": {"writeOnly": True}}}

    assert takes(document(schema), {})


@pytest.mark.parametrize("reference", ["other.json#/thing", "#/components/schemas/gone", "https://x/y"])
def test_what_cannot_be_looked_up_may_be_anything(reference: str) -> None:
    """Provenance: ours. Nothing is fetched."""
    assert takes(document({"type": "object", "properties": {"a": {"$ref": reference}}}), {"a": 1})


def test_a_schema_may_refer_to_itself() -> None:
    """Provenance: ours. A tree of comments."""
    tree = {"type": "object", "properties": {"children": {"type": "array", "items": REFERENCE}}}

    assert takes(document(REFERENCE, thing=tree), {"children": [{"children": []}]})
    assert not takes(document(REFERENCE, thing=tree), {"children": [{"children": 1}]})


def test_a_status_is_found_by_its_class_and_by_default() -> None:
    """Provenance: OpenAPI 3.0.3, responses object."""
    described: dict[str, Any] = {"paths": {"/a": {"get": {"responses": {"2XX": {}, "404": {}}}}}}
    with_default: dict[str, Any] = {"paths": {"/a": {"get": {"responses": {"default": {}}}}}}

    assert [describes(described, "/a", "GET", status) for status in (201, 404, 500)] == [True, True, False]
    assert describes(with_default, "/a", "GET", 500)
    assert media_type(document({}), "/a", "GET", 200) == "application/vnd.x+json"


def test_swagger_is_read_too() -> None:
    """Provenance: Swagger 2.0."""
    described: dict[str, Any] = {
        "swagger": "2.0",
        "paths": {"/a": {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/thing"}}}}}},
        "definitions": {"thing": {"type": "string", "x-nullable": True}},
    }

    assert takes(described, None)
    assert not takes(described, 1)


class TestPromised:
    """What goes without saying is said, and no more."""

    @staticmethod
    def takes(schema: dict[str, Any], value: Any, **components: Any) -> bool:
        """Whether the value is promised."""
        alone = answer_schema(document(schema, **components), "/a", "GET", 200)
        assert alone is not None
        return validator(promised(alone)).is_valid(value)

    def test_an_object_without_a_list_has_all_that_it_names(self) -> None:
        schema = {"type": "object", "properties": {"a": {"type": "integer"}}}

        assert self.takes(schema, {"a": 1})
        assert not self.takes(schema, {})
        assert not self.takes(schema, {"a": 1, "b": 1})
        assert not self.takes(schema, {"a": 2**63})

    def test_what_a_list_leaves_out_may_be_absent(self) -> None:
        schema = {"type": "object", "required": ["a"], "properties": {"a": {}, "b": {}}}

        assert self.takes(schema, {"a": 1})
        assert not self.takes(schema, {"b": 1})

    def test_a_list_in_one_part_speaks_for_the_others(self) -> None:
        more = {"type": "object", "properties": {"b": {"type": "integer"}}}
        schema = {"allOf": [REFERENCE, more]}

        assert self.takes(schema, {"id": 1}, thing=THING)
        assert self.takes(schema, {"id": 1, "b": 2}, thing=THING)
        assert not self.takes({"allOf": [more, {"properties": {"c": {}}}]}, {"b": 2})

    def test_a_definition_that_also_stands_alone_keeps_both_readings(self) -> None:
        plain = {"type": "object", "properties": {"id": {"type": "integer"}}}
        parts = {"allOf": [REFERENCE, {"required": ["x"], "properties": {"x": {}}}]}
        schema = {"type": "object", "properties": {"alone": REFERENCE, "both": parts}}

        assert self.takes(schema, {"alone": {"id": 1}, "both": {"x": 1}}, thing=plain)
        assert not self.takes(schema, {"alone": {}, "both": {"x": 1}}, thing=plain)
