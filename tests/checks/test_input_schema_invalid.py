"""MCP201: where a schema is broken, and what only looks so."""

import pytest

from pytest_mcp_contract.checks.surface.mcp201_input_schema_invalid import input_schema_invalid
from pytest_mcp_contract.model import JSON, Finding, Tool, Unchecked

DRAFT_04 = "http://json-schema.org/draft-04/schema#"
DRAFT_07 = "http://json-schema.org/draft-07/schema"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"


def findings(tool: Tool) -> list[Finding]:
    return [finding for finding in input_schema_invalid(tool) if isinstance(finding, Finding)]


def places(schema: JSON) -> list[str]:
    return [finding.at for finding in findings(Tool("t", input_schema=schema))]


def parameter(schema: JSON, root: dict[str, JSON] | None = None) -> dict[str, JSON]:
    """The schema of a tool with one parameter `x`."""
    return {**(root or {}), "type": "object", "properties": {"x": schema}}


@pytest.mark.parametrize("schema", [None, True, [], "object", 5])
def test_a_schema_that_is_no_object_is_one_finding(schema: JSON) -> None:
    assert places(schema) == ["/inputSchema"]


def test_an_absent_schema_is_told_from_a_null() -> None:
    absent, null = (Tool.from_raw(raw) for raw in ({"name": "a"}, {"name": "a", "inputSchema": None}))

    assert [finding.saw for finding in findings(absent)] == ["`inputSchema` is absent"]
    assert [finding.saw for finding in findings(null)] == ["`inputSchema` is null"]


@pytest.mark.parametrize("dialect", ["", DRAFT_04, DRAFT_07, DRAFT_07 + "#", DRAFT_2020])
@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ({"type": "strng"}, "/type"),
        ({"type": "array", "items": {"type": "object", "properties": {"n": {"minLength": -1}}}}, None),
        ({"enum": "open"}, "/enum"),
        ({"maximum": "10"}, "/maximum"),
        ({"properties": []}, "/properties"),
    ],
)
def test_the_pointer_leads_to_the_keyword(dialect: str, schema: JSON, place: str | None) -> None:
    root = parameter(schema, {"$schema": dialect} if dialect else {})

    assert places(root) == [f"/inputSchema/properties/x{place or '/items/properties/n/minLength'}"]


def test_each_broken_place_is_one_finding() -> None:
    root = parameter({"type": "strng", "minLength": -1, "anyOf": [{"enum": 1}, {"required": True}]})

    assert sorted(places(root)) == [
        "/inputSchema/properties/x/anyOf/0/enum",
        "/inputSchema/properties/x/anyOf/1/required",
        "/inputSchema/properties/x/minLength",
        "/inputSchema/properties/x/type",
    ]


@pytest.mark.parametrize(
    ("schema", "refused_by", "accepted_by"),
    [
        ({"minimum": 1, "exclusiveMinimum": True}, DRAFT_07, DRAFT_04),
        ({"items": [{"type": "string"}]}, DRAFT_2020, DRAFT_07),
        ({"if": 5}, DRAFT_07, DRAFT_04),
    ],
)
def test_the_dialect_decides(schema: JSON, refused_by: str, accepted_by: str) -> None:
    assert places(parameter(schema, {"$schema": refused_by}))
    assert not places(parameter(schema, {"$schema": accepted_by}))


def test_a_schema_without_dialect_is_read_as_2020_12() -> None:
    assert places(parameter({"items": [{"type": "string"}]}))


def test_a_part_in_another_dialect_leaves_the_schema_unjudged() -> None:
    root = parameter({"$schema": DRAFT_04, "minimum": 1, "exclusiveMinimum": True})

    (told,) = input_schema_invalid(Tool("t", input_schema=root))

    assert isinstance(told, Unchecked)


@pytest.mark.parametrize(
    "ref",
    [
        "#/$defs/Nothing",
        "#/definitions/Repo",
        "#nowhere",
        "other.json",
        "https://a.example/x#/y",
        "#/$defs/Repo/0",
    ],
)
def test_a_ref_that_leads_nowhere_is_found(ref: str) -> None:
    assert places(parameter({"$ref": ref}, {"$defs": {"Repo": {}}})) == ["/inputSchema/properties/x/$ref"]


def test_a_definition_of_the_same_name_elsewhere_is_offered() -> None:
    root = parameter({"$ref": "#/definitions/Repo"}, {"$defs": {"Repo": {}}})

    (finding,) = findings(Tool("t", input_schema=root))

    assert finding.want.startswith("`#/$defs/Repo`")


@pytest.mark.parametrize(
    "root",
    [
        parameter({"$ref": "#"}),
        parameter({"$ref": "#/properties/y"}) | {"properties": {"x": {"$ref": "#/properties/y"}, "y": True}},
        parameter(
            {"$ref": "https://a.example/s#/$defs/R"}, {"$id": "https://a.example/s", "$defs": {"R": {}}}
        ),
        parameter({"$ref": "r.json"}, {"$id": "https://a.example/s", "$defs": {"R": {"$id": "r.json"}}}),
        parameter({"$ref": "https://json-schema.org/draft/2020-12/schema"}),
        parameter({"allOf": [{"$ref": "#/allOf/0"}]}, {"allOf": [{"type": "object"}]}),
        # Beside a `$ref` of draft-07 nothing counts.
        parameter(
            {"$ref": "#/definitions/R", "pattern": "("}, {"$schema": DRAFT_07, "definitions": {"R": {}}}
        ),
    ],
)
def test_a_ref_that_leads_somewhere_is_left_alone(root: JSON) -> None:
    assert not places(root)


@pytest.mark.parametrize(
    "pattern",
    ["(", "a)", "[a", "*a", "a|*", "a***", "(+a)", "[z-a]", "a{3,1}", "a\\", "(a(b)", "[a\\]", "(?:a"],
)
def test_a_pattern_that_no_engine_takes_is_found(pattern: str) -> None:
    assert places(parameter({"pattern": pattern})) == ["/inputSchema/properties/x/pattern"]
    assert places(parameter({"patternProperties": {pattern: {}}}))


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "^[\\w-.]+@[\\w-]+$",
        "[\\d-x]",
        "a{",
        "{x}",
        "a]",
        "}",
        "a[]",
        "[^]*",
        "a\\Z",
        "(?<year>\\d{4})-\\k<year>",
        "(?<=\\$)\\d+",
        "(?!a)b",
        "\\u{1F600}",
        "\\p{L}+",
        "\\cA",
        "[[]",
        "[]abc]",
        "a*?b+?c??",
        "a++",
        "\\(",
        "[(*]",
        "(a{1000}){1000}",
        "^(?:[a-z0-9]+\\.)*$",
        "(?i)abc",
        "(?#a comment with ( in it)b",
        "(?x) a # ( not closed",
        "(?P<name>a)",
        "[\\x41-\\x5A]",
        "[+-]?\\d",
        "[a\\-Z]",
        "^*",
        "\\",
    ][:-1],
)
def test_a_pattern_that_ecma_takes_or_that_is_doubtful_is_left_alone(pattern: str) -> None:
    assert not places(parameter({"pattern": pattern}))


def test_a_deep_schema_is_judged_to_the_bottom() -> None:
    schema: JSON = {"type": "strng"}
    for _ in range(60):
        schema = {"properties": {"x": schema}}

    assert places(schema) == ["/inputSchema" + "/properties/x" * 60 + "/type"]


def test_an_element_is_named_with_its_list() -> None:
    """Provenance: ours."""
    (finding,) = findings(Tool("t", input_schema={"type": "object", "required": ["a", 1]}))

    assert finding.at == "/inputSchema/required/1"
    assert finding.saw == "element 1 of `required` is 1"


@pytest.mark.parametrize("pattern", ["a+?", "a++", "a*+b", "a{1,2}+", "(a+)?+", "a++[\\w-.]"])
def test_a_second_mark_is_another_reading_of_the_first(pattern: str) -> None:
    """Provenance: ours. Lazy here, possessive elsewhere."""
    assert not places(parameter({"pattern": pattern}))


@pytest.mark.parametrize("pattern", ["a+++", "+a", "(*)", "a|?"])
def test_a_third_mark_and_one_behind_nothing_have_nothing_to_repeat(pattern: str) -> None:
    """Provenance: ours."""
    (finding,) = findings(Tool("t", input_schema=parameter({"pattern": pattern})))

    assert finding.saw.endswith("has nothing to repeat")
