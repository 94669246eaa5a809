"""Schemas that contradict themselves: what is certain is told, what may be meant is not."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import jsonschema_rs
import pytest

from pytest_mcp_contract.catalogue import Scope
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import Finding, Tool

CHECKS = {check.code: check for check in all_checks()}
NODE = {"$ref": "#/$defs/Node"}


def places(code: str, schema: Any, **tool: Any) -> list[str]:
    """Where one check finds something in a tool with this input schema."""
    told = CHECKS[code](Tool("t", input_schema=schema, **tool))
    return [finding.at for finding in told if isinstance(finding, Finding)]


def within(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "number", "exclusiveMinimum": 1, "maximum": 1},
        {"type": "array", "minItems": 3, "maxItems": 2},
        {"allOf": [{"enum": ["a"]}, {"enum": ["b"]}]},
        {"type": "object", "minProperties": 1, "additionalProperties": False},
        {"type": "array", "items": {"type": "integer"}, "contains": {"type": "string"}},
    ],
)
def test_what_is_called_unsatisfiable_refuses_everything_that_is_tried(schema: dict[str, Any]) -> None:
    """Provenance: ours. The proof is of one engine part, the refusals of another."""
    tried: list[Any] = [None, True, 0, 1, 1.5, -7, "", "a", "b", [], [1], [1, 2, 3], ["a"], {}, {"a": 1}]

    assert places("MCP213", within(x=schema)) == ["/inputSchema/properties/x"]
    assert not any(jsonschema_rs.is_valid(schema, value) for value in tried)


def test_an_unsatisfiable_type_is_told_once_where_it_is_defined() -> None:
    """Provenance: ours. One mistake, used three times, is one line to correct."""
    size = {"type": "integer", "minimum": 2, "maximum": 1}
    schema = {
        **within(a={"$ref": "#/$defs/Size"}, b={"$ref": "#/$defs/Size"}),
        "required": ["a"],
        "$defs": {"Size": size},
    }

    assert places("MCP213", schema) == ["/inputSchema/$defs/Size"]


@pytest.mark.parametrize("dialect", ["http://json-schema.org/draft-07/schema#", None])
def test_schemas_that_can_be_satisfied_are_left_alone(dialect: str | None) -> None:
    """Provenance: ours."""
    schema = within(
        never=False,
        none={"type": "object", "additionalProperties": False},
        union={"oneOf": [{"type": "string"}, {"type": "string", "minLength": 3, "maxLength": 1}]},
        tree={"type": "object", "properties": {"child": {"$ref": "#/properties/tree"}}},
    )

    assert places("MCP213", {"$schema": dialect, **schema} if dialect else schema) == []


@pytest.mark.parametrize(
    ("node", "is_endless"),
    [
        ({"type": "object", "properties": {"n": NODE}, "required": ["n"]}, True),
        ({"type": "object", "properties": {"n": {"anyOf": [NODE, NODE]}}, "required": ["n"]}, True),
        (
            {"type": "object", "properties": {"n": {"anyOf": [NODE, {"type": "null"}]}}, "required": ["n"]},
            False,
        ),
        ({"type": "object", "properties": {"n": NODE}, "required": []}, False),
        ({"type": ["object", "null"], "properties": {"n": NODE}, "required": ["n"]}, False),
        ({"type": "array", "items": NODE, "minItems": 2}, True),
        ({"type": "array", "items": NODE}, False),
        ({"not": NODE}, False),
    ],
)
def test_recursion_is_told_only_where_no_way_ends(node: dict[str, Any], is_endless: bool) -> None:
    """Provenance: ours."""
    schema = {**within(root=NODE), "$defs": {"Node": node}}

    assert bool(places("MCP214", schema)) is is_endless


def test_two_types_that_require_each_other_are_both_told() -> None:
    """Provenance: ours."""
    parts = {
        one: {"type": "object", "properties": {"x": {"$ref": f"#/$defs/{two}"}}, "required": ["x"]}
        for one, two in (("A", "B"), ("B", "A"))
    }
    parts["C"] = {"type": "object", "properties": {"x": {"$ref": "#/$defs/D"}}, "required": ["x"]}
    parts["D"] = {"type": "string"}

    found = places("MCP214", {**within(a={"$ref": "#/$defs/A"}, c={"$ref": "#/$defs/C"}), "$defs": parts})

    assert found == ["/inputSchema/properties/a/$ref", "/inputSchema/$defs/A/properties/x/$ref"]


def test_a_parameter_called_like_a_keyword_does_not_hide_a_branch() -> None:
    """Provenance: ours. `anyOf` below a parameter named `properties` is a branch all the same."""
    branch = {"type": "object", "properties": {}, "required": ["a"]}

    assert places("MCP210", within(anyOf=branch)) == ["/inputSchema/properties/anyOf/required/0"]
    assert places("MCP210", within(properties={"anyOf": [branch]})) == []
    assert places("MCP210", {"type": "object", "anyOf": [within(properties=branch)]}) == []


def test_the_definition_that_was_meant_is_named() -> None:
    """Provenance: ours. Mostly one of two places was renamed."""
    schema = {**within(issueNumber={"type": "integer"}), "required": ["issue_number"]}

    (finding,) = CHECKS["MCP210"](Tool("t", input_schema=schema))

    assert isinstance(finding, Finding)
    assert "`issueNumber`" in finding.want


def test_values_are_judged_through_references_and_at_any_depth() -> None:
    """Provenance: ours."""
    schema = {
        **within(
            filter={"type": "object", "properties": {"state": {"$ref": "#/$defs/S", "examples": ["x"]}}}
        ),
        "$defs": {"S": {"type": "string", "enum": ["open", 5]}},
    }

    assert places("MCP211", schema) == ["/inputSchema/properties/filter/properties/state/examples/0"]
    assert places("MCP212", schema) == ["/inputSchema/$defs/S/enum/1"]


def test_the_output_schema_is_judged_as_the_input_schema_is() -> None:
    """Provenance: ours. The same rules, and the place is the output's."""
    broken = {"type": "object", "properties": {"n": {"type": "int"}, "p": {"pattern": "("}}}

    found = places("MCP216", {"type": "object"}, output_schema=broken)

    assert found == ["/outputSchema/properties/n/type", "/outputSchema/properties/p/pattern"]
    assert places("MCP216", broken) == []


@pytest.mark.parametrize("schema", [None, [], "x", 5, {"properties": 5, "required": 5, "enum": 5, "$ref": 5}])
@pytest.mark.parametrize("check", [check for check in all_checks() if check.code.startswith("MCP2")])
def test_no_check_breaks_on_a_schema_that_is_none(check: Any, schema: Any) -> None:
    """Provenance: ours. One broken tool must not end the judgement of the others."""
    tool = Tool("t", description=5, title=[], input_schema=schema, output_schema=schema)

    if check.scope.value == "tool":
        check(tool)


@pytest.mark.parametrize(
    ("closed", "code"), [(False, "MCP213"), ({"not": {}}, "MCP213"), (None, "MCP210"), (True, None)]
)
def test_a_required_parameter_that_is_not_defined_is_told_by_one_check(closed: Any, code: str | None) -> None:
    """Provenance: ours. Where nothing else may be sent no call can be right; else the call is a guess."""
    schema = {**within(number={"type": "integer"}), "required": ["Number"]}
    if closed is not None:
        schema["additionalProperties"] = closed

    told = {check: places(check, schema) for check in ("MCP210", "MCP213")}

    assert {check: at for check, at in told.items() if at} == (
        {code: ["/inputSchema/required/0"]} if code else {}
    )


@pytest.mark.parametrize(
    ("identifier", "is_told"),
    [({}, True), ({"id": "#inner"}, True), ({"id": "inner.json"}, False), ({"id": 1}, True)],
)
def test_a_part_that_is_a_resource_of_its_own_leaves_references_unjudged(
    identifier: dict[str, Any], is_told: bool
) -> None:
    """Provenance: ours. In draft 4 the keyword is `id`."""
    looped = {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/definitions/N"}}}
    root = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        **within(x={"$ref": "#/definitions/N"}, y=identifier),
        "definitions": {"N": looped},
    }

    assert bool(places("MCP214", root)) is is_told


def test_no_check_fetches_what_a_schema_refers_to() -> None:
    """Provenance: ours. A server could have any address asked for, from inside the network of its user."""
    asked: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        ref = {"$ref": f"http://127.0.0.1:{server.server_port}/schema.json"}
        schema = within(x={**ref, "default": 1}, y={"type": "string", "enum": []}, z={"allOf": [ref, ref]})
        for check in CHECKS.values():
            if check.scope is Scope.TOOL:
                check(Tool("t", input_schema=schema, output_schema=schema))
        server.shutdown()

    assert asked == []
