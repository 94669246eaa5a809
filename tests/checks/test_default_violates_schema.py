"""MCP203: defaults that a caller must not send."""

import pytest

from pytest_mcp_contract.checks.surface.mcp203_default_violates_schema import default_violates_schema
from pytest_mcp_contract.model import JSON, Finding, Tool

DRAFT_07 = "http://json-schema.org/draft-07/schema#"


def findings(tool: Tool) -> list[Finding]:
    return [finding for finding in default_violates_schema(tool) if isinstance(finding, Finding)]


def places(**root: JSON) -> list[str]:
    return [finding.at for finding in findings(Tool("t", input_schema={"type": "object", **root}))]


def test_a_default_of_a_nested_parameter_is_judged() -> None:
    inner: JSON = {"type": "array", "items": {"properties": {"n": {"type": "integer", "default": "1"}}}}

    assert places(properties={"x": inner}) == ["/inputSchema/properties/x/items/properties/n/default"]


def test_a_default_in_a_definition_is_found_once_where_it_stands() -> None:
    root: dict[str, JSON] = {
        "properties": {"a": {"$ref": "#/$defs/Page"}, "b": {"$ref": "#/$defs/Page"}},
        "$defs": {"Page": {"properties": {"size": {"maximum": 100, "default": 500}}}},
    }

    assert places(**root) == ["/inputSchema/$defs/Page/properties/size/default"]


def test_a_name_that_needs_escaping_is_found() -> None:
    assert places(properties={"a/b c~%": {"type": "integer", "default": "1"}}) == [
        "/inputSchema/properties/a~1b c~0%/default"
    ]


@pytest.mark.parametrize("name", ["properties", "$defs", "definitions", "x"])
def test_a_parameter_is_called_what_it_is_called(name: str) -> None:
    """Provenance: ours. Names of keywords are names of parameters as well."""
    schema: JSON = {"type": "object", "properties": {name: {"type": "integer", "default": "1"}}}

    (finding,) = findings(Tool("t", input_schema=schema))

    assert finding.at == f"/inputSchema/properties/{name}/default"
    assert f"`{name}`" in finding.saw


def test_a_definition_is_followed_through_the_root() -> None:
    definitions: JSON = {"A": {"$ref": "#/definitions/B"}, "B": {"type": "integer"}}
    all_of: JSON = {"allOf": [{"$ref": "#/definitions/A"}], "default": "1"}

    assert places(properties={"x": all_of}, definitions=definitions)
    assert places(properties={"x": all_of}, definitions=definitions, **{"$schema": DRAFT_07})


def test_a_default_beside_a_ref_of_draft_07_means_nothing() -> None:
    beside: JSON = {"$ref": "#/definitions/A", "default": "1"}
    definitions: JSON = {"A": {"type": "integer"}}

    assert not places(properties={"x": beside}, definitions=definitions, **{"$schema": DRAFT_07})
    assert places(properties={"x": beside}, definitions=definitions)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "default": None},
        {"type": "string", "nullable": True, "default": None},
        {"enum": ["a", "b"], "default": None},
        {"type": "string", "contentEncoding": "base64", "default": "?"},
        {"type": ["string", "null"], "default": ""},
        {"type": "integer", "default": 1.0},
        {"const": "a", "default": "a"},
        {"default": "anything"},
        {"not": {"type": "string", "default": 5}},
        {"if": {"properties": {"kind": {"const": "a", "default": "b"}}}},
        {"type": "string", "pattern": "[\\w-.]", "default": "~"},
        {"type": "string", "pattern": "(", "default": "~"},
    ],
)
def test_a_default_that_is_sound_or_doubtful_is_left_alone(schema: JSON) -> None:
    assert not places(properties={"x": schema})


def test_a_schema_that_leads_outside_is_not_fetched_and_not_judged() -> None:
    remote: JSON = {"$ref": "https://acme.example/x.json", "default": 1}

    assert not places(properties={"x": remote, "y": {"type": "integer", "default": 1}})


def test_an_empty_object_is_refused_where_a_missing_part_has_no_default() -> None:
    schema: JSON = {
        "type": "object",
        "properties": {"size": {"type": "integer", "default": 10}, "page": {"type": "integer"}},
        "required": ["size", "page"],
        "default": {},
    }

    assert places(properties={"x": schema}) == ["/inputSchema/properties/x/default"]


def test_the_finding_names_the_parameter_the_value_and_what_is_wanted() -> None:
    tool = Tool("t", input_schema={"properties": {"verbose": {"type": "boolean", "default": "false"}}})

    (finding,) = findings(tool)

    assert finding.saw == 'the default of `verbose` is "false"'
    assert finding.want == "a JSON boolean"
