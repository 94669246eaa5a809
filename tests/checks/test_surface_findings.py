"""What each check of tools/list says: the place, what is seen and what is wanted, word for word."""

from collections.abc import Sequence

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.model import JSON, Finding, JSONObject, Relisted, Served, Surface, Tool, Unchecked

CHECKS = {check.code: check for check in all_checks()}
FAR: JSON = "https://acme.example/dialect"
ALLOWED = "1 to 128 of A-Z, a-z, 0-9, `_`, `-` and `.`"


def said(code: str, subject: Tool | Served) -> Sequence[Finding | Unchecked]:
    """All that one check says."""
    return CHECKS[code](subject)


def taking(properties: JSON, **root: JSON) -> Tool:
    """A tool with these parameters."""
    return Tool("t", input_schema={"type": "object", "properties": properties, **root})


def serving(*tools: Tool, **surface: str) -> Served:
    """A server with these tools."""
    return Served(Surface("s", tools=tools, **surface))  # type: ignore[arg-type]


def named(*names: str) -> Served:
    """A server with tools of these names."""
    return serving(*map(Tool, names))


@pytest.mark.parametrize(
    ("code", "tool", "findings"),
    [
        (
            "MCP201",
            Tool("t", input_schema=[]),
            [
                Finding(
                    "/inputSchema",
                    "`inputSchema` is []",
                    'a JSON object; {"type": "object"} for a tool without parameters',
                )
            ],
        ),
        (
            "MCP202",
            taking({"a": {}, "b": {"description": "B."}, "c": {}}),
            [
                Finding("/inputSchema/properties/a", "`a` has no description"),
                Finding("/inputSchema/properties/c", "`c` has no description"),
            ],
        ),
        (
            "MCP203",
            taking({"a": {"type": "integer", "default": "1"}}),
            [
                Finding("/inputSchema/properties/a/default", 'the default of `a` is "1"', "a JSON integer"),
            ],
        ),
        (
            "MCP203",
            taking({}, **{"$schema": FAR}),
            [Unchecked("`t` names a dialect of JSON Schema that is not known here")],
        ),
        ("MCP204", Tool(""), [Finding("/name", "the name is empty", ALLOWED)]),
        ("MCP204", Tool.from_raw({"name": ""}), [Finding("/name", "the name is empty", ALLOWED)]),
        ("MCP204", Tool.from_raw({"title": "T"}), []),
        ("MCP204", Tool.from_raw({"name": 5}), []),
        (
            "MCP204",
            Tool("get: an issue!"),
            [
                Finding(
                    "/name",
                    'the name "get: an issue!" holds " !:"',
                    ALLOWED,
                )
            ],
        ),
        ("MCP204", Tool("ä" * 128), [Finding("/name", f'the name "{"ä" * 58}… holds "ä"', ALLOWED)]),
        ("MCP204", Tool("a" * 129), [Finding("/name", f'the name "{"a" * 58}… has 129 characters', ALLOWED)]),
        ("MCP207", Tool("t"), [Finding("/description", "there is no description")]),
        ("MCP207", Tool("t", description=5), [Finding("/description", "the description is 5", "a text")]),
        ("MCP207", Tool("t", description=" \n"), [Finding("/description", "the description is blank")]),
        (
            "MCP208",
            Tool("get_issue", description="Get issue!"),
            [Finding("/description", 'the description is "Get issue!"')],
        ),
        ("MCP208", Tool("get_issue", description="Get an issue"), []),
        ("MCP208", Tool("_", description="-"), []),
        (
            "MCP209",
            Tool("t", input_schema={}),
            [Finding("/inputSchema/type", "`type` at the root of the input schema is absent", '"object"')],
        ),
        (
            "MCP209",
            Tool("t", input_schema={"type": "array"}),
            [Finding("/inputSchema/type", '`type` at the root of the input schema is "array"', '"object"')],
        ),
        ("MCP209", Tool("t", input_schema=None), []),
        (
            "MCP211",
            taking({"a": {"type": "integer", "examples": [1, "2"]}}),
            [
                Finding("/inputSchema/properties/a/examples/1", 'an example of `a` is "2"', "a JSON integer"),
            ],
        ),
        (
            "MCP212",
            taking({"a": {"type": "integer", "enum": [1, "2"]}}),
            [
                Finding("/inputSchema/properties/a/enum/1", 'a choice of `a` is "2"', "a JSON integer"),
            ],
        ),
        (
            "MCP215",
            taking({"a": {}, "b": {"type": "string"}, "c": {"title": "C"}}),
            [
                Finding("/inputSchema/properties/a", "`a` has no type"),
                Finding("/inputSchema/properties/c", "`c` has no type"),
            ],
        ),
        (
            "MCP216",
            Tool("t", output_schema=5),
            [Finding("/outputSchema", "`outputSchema` is 5", "a JSON object, or no `outputSchema` at all")],
        ),
        (
            "MCP216",
            Tool.from_raw({"name": "t", "outputSchema": None}),
            [
                Finding(
                    "/outputSchema", "`outputSchema` is null", "a JSON object, or no `outputSchema` at all"
                )
            ],
        ),
        (
            "MCP216",
            Tool("t", output_schema={"$schema": FAR}),
            [Unchecked("`t` names a dialect of JSON Schema that is not known here")],
        ),
        (
            "MCP218",
            Tool.from_raw(
                {
                    "name": "t",
                    "annotations": {"readOnlyHint": None, "title": 5, "destructiveHint": "no", "other": 1},
                }
            ),
            [
                Finding("/annotations/readOnlyHint", "`readOnlyHint` is null", "a JSON boolean"),
                Finding("/annotations/title", "`title` is 5", "a text"),
                Finding("/annotations/destructiveHint", '`destructiveHint` is "no"', "a JSON boolean"),
            ],
        ),
        (
            "MCP218",
            Tool.from_raw({"name": "t", "annotations": []}),
            [Finding("/annotations", "`annotations` is []", "a JSON object")],
        ),
        (
            "MCP218",
            Tool("t", annotations={"readOnlyHint": 1}),
            [Finding("/annotations/readOnlyHint", "`readOnlyHint` is 1", "a JSON boolean")],
        ),
        (
            "MCP219",
            Tool("t", annotations={"readOnlyHint": True, "destructiveHint": True}),
            [Finding("/annotations", "`readOnlyHint` and `destructiveHint` are both true")],
        ),
        ("MCP219", Tool("t", annotations={"readOnlyHint": 1, "destructiveHint": True}), []),
        ("MCP219", Tool("t", annotations={"destructiveHint": True}), []),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_tool_is_told_of_in_these_words(code: str, tool: Tool, findings: list[Finding | Unchecked]) -> None:
    """Provenance: ours."""
    assert list(said(code, tool)) == findings


SERVER = "servers.s"


@pytest.mark.parametrize(
    ("code", "served", "findings"),
    [
        (
            "MCP205",
            named("a", "b", "a", "a", "", "", "c", "c"),
            [
                Finding(SERVER, "lists 3 tools called `a`", tool="a"),
                Finding(SERVER, "lists 2 tools called `c`", tool="c"),
            ],
        ),
        (
            "MCP206",
            named("a", "b", "A", "a", "ab", "aB"),
            [
                Finding(SERVER, "`A` and `a` are two tools", tool="A"),
                Finding(SERVER, "`aB` and `ab` are two tools", tool="aB"),
            ],
        ),
        (
            "MCP217",
            serving(
                Tool("a"),
                Tool("b", output_schema={}),
                Tool("c", output_schema={"type": "array"}),
                Tool("d", output_schema={"type": "object"}),
                Tool("e", output_schema=[]),
                protocol_version="2025-06-18",
            ),
            [
                Finding(
                    "/outputSchema/type",
                    "`type` at the root of the output schema is absent, in protocol 2025-06-18",
                    '"object"',
                    "b",
                ),
                Finding(
                    "/outputSchema/type",
                    '`type` at the root of the output schema is "array", in protocol 2025-06-18',
                    '"object"',
                    "c",
                ),
            ],
        ),
        ("MCP217", serving(Tool("b", output_schema={}), protocol_version="2026-07-28"), []),
        ("MCP217", serving(Tool("b", output_schema={}), protocol_version="2026-07-29"), []),
        ("MCP217", serving(Tool("b", output_schema={})), []),
        (
            "MCP220",
            Served(
                Surface(
                    "s",
                    tools=(
                        Tool.from_raw({"title": "T"}),
                        Tool.from_raw({"name": 5}),
                        Tool(""),
                        Tool.from_raw({"name": ""}),
                    ),
                    malformed=((0, "x"), (3, None)),
                )
            ),
            [
                Finding(SERVER, 'lists "x" as element 0 of its tools', "a tool"),
                Finding(SERVER, "lists null as element 3 of its tools", "a tool"),
                Finding(SERVER, "lists a tool with no name", "a `name` that is a text"),
                Finding(SERVER, "lists a tool with the name 5", "a `name` that is a text"),
            ],
        ),
        (
            "MCP221",
            Served(Surface("s", notes=("offers no tools", "repeats the cursor 'a'; the list was cut there"))),
            [
                Finding(SERVER, "repeats the cursor 'a'; the list was cut there"),
            ],
        ),
        (
            "MCP221",
            Served(Surface("s", notes=("repeats the cursor " + "a" * 200,))),
            [
                Finding(SERVER, "repeats the cursor " + "a" * 121),
            ],
        ),
        (
            "MCP222",
            Served(Surface("s", noise=("on",))),
            [
                Finding(
                    SERVER,
                    'writes a line on stdout that is no JSON-RPC, first "on"',
                    "nothing but JSON-RPC messages; everything else on stderr",
                ),
            ],
        ),
        (
            "MCP222",
            Served(Surface("s", noise=("on", "off"))),
            [
                Finding(
                    SERVER,
                    'writes at least 2 lines on stdout that are no JSON-RPC, first "on"',
                    "nothing but JSON-RPC messages; everything else on stderr",
                ),
            ],
        ),
        (
            "MCP225",
            Served(
                Surface(
                    "s", relisted=Relisted(came=("a",), went=("b",), changed=(("c", "/title"), ("d", "")))
                )
            ),
            [
                Finding(SERVER, "`a` is in the second list only", tool="a"),
                Finding(SERVER, "`b` is in the first list only", tool="b"),
                Finding("/title", "`c` is another in the second list, first at `/title`", tool="c"),
                Finding(SERVER, "`d` is another in the second list", tool="d"),
            ],
        ),
        (
            "MCP226",
            Served(Surface("s", relisted=Relisted(is_reordered=True))),
            [
                Finding(SERVER, "lists the same tools in another order when it is asked again"),
            ],
        ),
        (
            "MCP227",
            Served(Surface("s", relisted=Relisted(refusal="an error: busy"))),
            [
                Finding(
                    SERVER,
                    "answers a second request for its tools with an error: busy",
                    "the list of tools",
                ),
            ],
        ),
        (
            "MCP227",
            Served(Surface("s", relisted=Relisted(refusal="x" * 200))),
            [
                Finding(
                    SERVER, "answers a second request for its tools with " + "x" * 96, "the list of tools"
                ),
            ],
        ),
        (
            "MCP228",
            Served(Surface("s", strays=("x" * 200, "y"))),
            [
                Finding(SERVER, "x" * 140, "one reply to each request, with its `id`"),
            ],
        ),
        (
            "MCP229",
            Served(Surface("s", repeated_keys=("name", "type"))),
            [
                Finding(SERVER, 'writes a JSON object with the key "name" twice', "each key once"),
                Finding(SERVER, 'writes a JSON object with the key "type" twice', "each key once"),
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_server_is_told_of_in_these_words(code: str, served: Served, findings: list[Finding]) -> None:
    """Provenance: ours."""
    assert list(said(code, served)) == findings


# -- descriptions of parameters


def is_undescribed(schema: JSON, description: JSON = None, **root: JSON) -> bool:
    """Whether the parameter `a` is told as one without a description."""
    root_schema: JSON = {"type": "object", "properties": {"a": schema}, **root}
    return bool(said("MCP202", Tool("t", description=description, input_schema=root_schema)))


@pytest.mark.parametrize(
    ("schema", "is_told"),
    [
        ({"description": "A."}, False),
        ({"description": "\t"}, True),
        ({"description": 5}, True),
        ({"allOf": [{"description": "A."}, True]}, False),
        ({"anyOf": [{"description": "A."}, "x"]}, False),
        ({"oneOf": [{"anyOf": [{"description": "A."}]}]}, False),
        ({"oneOf": {"description": "A."}}, True),
        ({"not": {"description": "A."}}, True),
        ({"$ref": "#/$defs/A"}, False),
        ({"$ref": "#/$defs/B"}, False),
        ({"$ref": "#/$defs/Loop"}, True),
        ({"$ref": "#/$defs/Nothing"}, True),
        ({"$ref": 5}, True),
    ],
)
def test_a_description_is_found_wherever_a_schema_leads(schema: JSON, is_told: bool) -> None:
    """Provenance: ours. One that leads to itself has none, and is left after the first round."""
    defs: JSON = {
        "A": {"description": "A."},
        "B": {"allOf": [{"$ref": "#/$defs/A"}]},
        "Loop": {"$ref": "#/$defs/Loop"},
    }

    assert is_undescribed(schema, **{"$defs": defs}) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Args:\n    a: The first.", False),
        ("Args:\n    a (int): The first.", False),
        ("- `a`: The first.", False),
        ("* **a** - the first", False),
        ("Reads. a \u2014 the first", False),
        ("Reads; a: the first", False),
        ("a:", True),
        ("Takes a: the first", True),
        ("ab: The first.", True),
        ("b: The first.", True),
        (["a: The first."], True),
        (None, True),
    ],
)
def test_a_parameter_may_be_described_in_the_text_of_the_tool(text: JSON, is_told: bool) -> None:
    """Provenance: docstrings of Python and JavaScript, which frameworks hand on whole."""
    assert is_undescribed({}, text) is is_told


# -- required, and never to be satisfied


@pytest.mark.parametrize(
    ("rest", "is_told"),
    [
        ({}, True),
        ({"additionalProperties": None}, True),
        ({"additionalProperties": True}, False),
        ({"additionalProperties": {}}, False),
        ({"additionalProperties": {"type": "string"}}, False),
        ({"additionalProperties": False}, False),
        ({"patternProperties": {"^x": {}}}, False),
        ({"allOf": []}, False),
        ({"unevaluatedProperties": False}, False),
        ({"type": ["object", "null"]}, False),
    ],
)
def test_a_required_name_may_be_defined_elsewhere(rest: JSONObject, is_told: bool) -> None:
    """Provenance: ours."""
    tool = Tool("t", input_schema={"type": "object", "required": ["a"], **rest})

    found = list(said("MCP210", tool))

    assert found == (
        [Finding("/inputSchema/required/0", '`required` names "a", which `properties` does not define')]
        if is_told
        else []
    )


def test_an_object_that_may_hold_more_hides_none_behind_it() -> None:
    """Provenance: ours."""
    lacking: dict[str, JSON] = {"type": "object", "properties": {"line": {}}, "required": ["Line"]}
    tool = taking({"open": {**lacking, "additionalProperties": True}, "shut": lacking})

    assert list(said("MCP210", tool)) == [
        Finding(
            "/inputSchema/properties/shut/required/0",
            '`required` names "Line", which `properties` does not define',
            "a definition, or `line`, which is defined",
        )
    ]
    assert said("MCP210", Tool("t", input_schema={"$schema": FAR, "required": ["a"], "type": "object"})) == []


NONE: JSON = {"type": "integer", "minimum": 5, "maximum": 3}
NONE_SPELLED = '{"type": "integer", "minimum": 5, "maximum": 3}'


@pytest.mark.parametrize(
    ("tool", "findings"),
    [
        (
            taking({"a": NONE}),
            [("properties/a", f"no value satisfies the schema of `a`: {NONE_SPELLED}")],
        ),
        (
            taking({"a": NONE, "b": {"type": "string"}, "c": NONE}),
            [
                ("properties/a", f"no value satisfies the schema of `a`: {NONE_SPELLED}"),
                ("properties/c", f"no value satisfies the schema of `c`: {NONE_SPELLED}"),
            ],
        ),
        (
            Tool("t", input_schema={"type": "object", "minProperties": 2, "maxProperties": 1}),
            [
                (
                    "",
                    "no value satisfies the whole input schema: "
                    '{"type": "object", "minProperties": 2, "maxProperties": 1}',
                )
            ],
        ),
        (
            taking({"a": {"type": "string", "format": "date", "const": "tomorrow"}}),
            [],
        ),
        (taking({"a": {"enum": ["a"], "type": "integer"}}), []),
        (taking({"a": {"anyOf": [NONE, {"type": "null"}]}}), []),
        (taking({"a": {"patternProperties": {"^x": NONE}}}), []),
        (taking({"a": NONE}, **{"$schema": FAR}), []),
        (taking({"a": NONE, "b": {"$id": "inner.json"}}), []),
        (taking({"a": NONE, "b": {"pattern": "("}}), []),
        (
            taking({"b": {"$ref": "#/$defs/B"}, "a": NONE}, **{"$defs": {"B": NONE}}),
            [
                ("$defs/B", f"no value satisfies the schema of `B`: {NONE_SPELLED}"),
                ("properties/a", f"no value satisfies the schema of `a`: {NONE_SPELLED}"),
            ],
        ),
    ],
)
def test_what_nothing_satisfies_is_told_where_it_stands(tool: Tool, findings: list[tuple[str, str]]) -> None:
    """Provenance: ours."""
    assert list(said("MCP213", tool)) == [
        Finding(f"/inputSchema/{at}".rstrip("/"), saw) for at, saw in findings
    ]


@pytest.mark.parametrize(
    ("names", "want"),
    [({"query": {}}, "a definition, or `query`, which is defined"), ({"limit": {}}, "a definition")],
)
def test_a_required_name_that_may_not_be_sent_is_told_at_its_index(names: JSON, want: str) -> None:
    """Provenance: ours."""
    tool = taking(names, required=["Query"], additionalProperties=False)

    assert list(said("MCP213", tool)) == [
        Finding(
            "/inputSchema/required/0",
            '`required` names "Query", and only what `properties` defines may be sent',
            want,
        )
    ]


# -- schemas without end


NODE: JSON = {"$ref": "#/$defs/Node"}
DRAFT_07: JSON = "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize(
    ("node", "is_endless"),
    [
        ({"allOf": [{"type": "object"}, NODE]}, True),
        ({"oneOf": [NODE]}, True),
        ({"oneOf": [NODE, {"type": "string"}]}, False),
        ({"anyOf": []}, False),
        ({"anyOf": NODE}, False),
        ({"anyOf": [NODE, True]}, False),
        ({"enum": ["a"], "allOf": [NODE]}, False),
        ({"const": "a", "allOf": [NODE]}, False),
        ({"type": "object", "properties": {"a": NODE, "b": {}}, "required": ["b", "a"]}, True),
        ({"type": "object", "properties": {"a": NODE, "b": {}}, "required": ["b", 5, "c"]}, False),
        ({"type": "object", "properties": {"a": NODE}, "required": "a"}, False),
        ({"type": "object", "properties": [NODE], "required": ["a"]}, False),
        ({"type": "array", "items": NODE, "minItems": 1}, True),
        ({"type": "array", "items": NODE, "minItems": 0}, False),
        ({"type": "array", "items": NODE, "minItems": "1"}, False),
        ({"type": "array", "items": NODE, "minItems": 1, "prefixItems": []}, False),
        ({"type": "array", "minItems": 1}, False),
        ({"items": NODE, "minItems": 1}, False),
        ({"$ref": "#/$defs/Other", "allOf": [NODE]}, True),
        (True, False),
    ],
)
def test_a_schema_ends_where_one_way_through_it_does(node: JSON, is_endless: bool) -> None:
    """Provenance: ours."""
    defs: JSON = {"Node": node, "Other": {"type": "object"}}
    tool = taking({"root": NODE}, **{"$defs": defs})

    assert list(said("MCP214", tool)) == (
        [Finding("/inputSchema/properties/root/$ref", '"#/$defs/Node" requires itself at every level')]
        if is_endless
        else []
    )


def test_beside_a_ref_of_draft_07_nothing_can_be_without_end() -> None:
    """Provenance: draft-07, section 8.3: what stands beside a `$ref` is ignored."""
    node: JSON = {"$ref": "#/definitions/Leaf", "allOf": [{"$ref": "#/definitions/Node"}]}
    parts: JSON = {"Node": node, "Leaf": {"type": "string"}}
    root: JSON = {"root": {"$ref": "#/definitions/Node"}}

    assert said("MCP214", taking(root, definitions=parts, **{"$schema": DRAFT_07})) == []
    assert len(said("MCP214", taking(root, definitions=parts))) == 1


@pytest.mark.parametrize("ref", ["", "#node", "other.json#/$defs/Node", "#/$defs/Nothing", "#/$defs/Always"])
def test_a_ref_that_cannot_be_followed_is_not_without_end(ref: str) -> None:
    """Provenance: ours."""
    defs: JSON = {"Node": {"$anchor": "node", "$ref": ref}, "Always": True}
    tool = taking({"root": {"$ref": ref}}, required=["root"], **{"$defs": defs})

    assert said("MCP214", tool) == []


def test_the_root_can_be_without_end() -> None:
    """Provenance: ours."""
    tool = taking({"self": {"$ref": "#"}}, required=["self"])

    assert list(said("MCP214", tool)) == [
        Finding("/inputSchema/properties/self/$ref", '"#" requires itself at every level')
    ]
    assert said("MCP214", taking({"self": {"$ref": "#"}}, required=["self"], **{"$schema": FAR})) == []


# -- texts


def unknown(*tools: Tool, instructions: str | None = None) -> list[Finding]:
    """Names that texts take for those of tools."""
    surface = Surface("s", tools=tools, instructions=instructions)
    return [one for one in said("MCP223", Served(surface)) if isinstance(one, Finding)]


def test_a_tool_that_is_not_there_is_told_wherever_it_is_named() -> None:
    """Provenance: ours."""
    schema: JSON = {"properties": {"a": {"description": "Call `list-as` first."}, "b": {"description": 5}}}
    saw = "the text names `{}`, and no tool is called so"

    found = unknown(
        Tool("list_issues", description="Call `list_bs`; or the `get_c` tool; or tool `get_d`."),
        Tool("t", description=["x"], input_schema=schema),
        instructions="Use the `list_issue` first. Call `list_issues`, then use `get_e`.",
    )

    assert found == [
        Finding("/instructions", saw.format("list_issue"), "`list_issues`, which is listed"),
        Finding("/instructions", saw.format("get_e")),
        Finding("/description", saw.format("list_bs"), tool="list_issues"),
        Finding("/description", saw.format("get_c"), tool="list_issues"),
        Finding("/description", saw.format("get_d"), tool="list_issues"),
        Finding("/inputSchema/properties/a/description", saw.format("list-as"), tool="t"),
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"dry_run": {}}},
        {"$defs": {"dry_run": {}}},
        {"definitions": {"dry_run": {}}},
        {"properties": {"mode": {"enum": [1, "dry_run"]}}},
        {"properties": {"mode": {"examples": ["dry_run"]}}},
        {"properties": {"mode": {"const": "dry_run"}}},
        {"properties": {"mode": {"default": "dry_run"}}},
        {"anyOf": [{"properties": {"mode": {"items": {"const": "dry_run"}}}}]},
    ],
)
def test_a_word_of_a_schema_is_no_tool_that_is_missing(schema: JSON) -> None:
    """Provenance: ours. Of the output as of the input, and of a neighbour as of the tool itself."""
    text = "Use `dry_run` first."

    assert unknown(Tool("t", description=text, input_schema=schema)) == []
    assert unknown(Tool("t", description=text), Tool("u", output_schema=schema)) == []
    assert len(unknown(Tool("t", description=text))) == 1


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Use `dry_run` parameter.", False),
        ("Use `dry_run`=true.", False),
        ("Call `dry_run`: it is safe.", False),
        ("Use `search`.", False),
        ("See `dry_run`.", False),
        ("Use `dry_run` if available.", False),
        ("Use `dry_run`, which requires a key.", False),
        ("Use `dry_run`. If available, it is faster.", True),
        ("use the `dry_run` to see.", True),
        ("The tool `dry_run` parameter.", True),
    ],
)
def test_a_name_is_that_of_a_tool_where_the_text_says_so(text: str, is_told: bool) -> None:
    """Provenance: ours."""
    assert bool(unknown(Tool("t", description=text))) is is_told


def contradictions(schema: JSON) -> list[Finding | Unchecked]:
    """What is said of the texts of a schema that stands for the parameter `a`."""
    return list(said("MCP224", taking({"a": schema})))


def of_default(told: str, stated: str) -> list[Finding]:
    return [
        Finding(
            "/inputSchema/properties/a/default", f"the text says the default is {told}, `default` is {stated}"
        )
    ]


def of_maximum(keyword: str, told: str, stated: str) -> list[Finding]:
    return [
        Finding(
            f"/inputSchema/properties/a/{keyword}",
            f"the text says that the maximum is {told}, `{keyword}` is {stated}",
        )
    ]


@pytest.mark.parametrize(
    ("text", "schema", "findings"),
    [
        ("Default: 10", {"default": 20}, of_default("10", "20")),
        ("Default: 10", {"default": 10.0}, []),
        ("Default: 0.5", {"default": 1}, of_default("0.5", "1")),
        ("Default: -1", {"default": 1}, of_default("-1", "1")),
        ("Default: 1", {"default": True}, []),
        ("Default: true", {"default": False}, of_default("true", "false")),
        ("Default: FALSE", {"default": True}, of_default("false", "true")),
        ("default=false", {"default": True}, of_default("false", "true")),
        ("Default: true", {"default": True}, []),
        ("Default: true", {"default": 1}, []),
        ("Default: 10", {"default": "20"}, []),
        ("Default: 10", {"default": None}, []),
        ("Default: 10", {}, []),
        ("Default: 10. Default: 11", {"default": 20}, []),
        ("Default: 10 when sorted", {"default": 20}, []),
        ("Default: 10. When sorted, all", {"default": 20}, of_default("10", "20")),
        ("Default: 10 (20 with a key)", {"default": 20}, []),
        ("max 100", {"type": "integer", "maximum": 50}, of_maximum("maximum", "100", "50")),
        ("max 0.5", {"type": "number", "maximum": 1}, of_maximum("maximum", "0.5", "1")),
        ("max 100", {"type": "number", "maximum": 100.0}, []),
        ("max 100", {"type": "integer", "maximum": 9007199254740991}, []),
        (
            "max 100",
            {"type": "integer", "maximum": 9007199254740990},
            of_maximum("maximum", "100", "9007199254740990"),
        ),
        ("max 1", {"type": "integer", "maximum": True}, []),
        ("max 100", {"type": "integer", "maximum": "50"}, []),
        ("max 100", {"type": "integer"}, []),
        ("max 100", {"type": "boolean", "maximum": 50}, []),
        ("max 100", {"maximum": 50}, []),
        ("max 100 rows", {"type": "integer", "maximum": 50}, []),
        ("max 100 characters", {"type": "string", "maxLength": 50}, of_maximum("maxLength", "100", "50")),
        ("max 100 letters", {"type": "string", "maxLength": 50}, of_maximum("maxLength", "100", "50")),
        ("max 100 words", {"type": "string", "maxLength": 50}, []),
        ("max 100", {"type": "string", "maxLength": 50}, []),
        ("max 100", {"type": "array", "maxItems": 50}, of_maximum("maxItems", "100", "50")),
        ("max 100 items", {"type": "array", "maxItems": 50}, of_maximum("maxItems", "100", "50")),
        ("max 100 chars", {"type": "array", "maxItems": 50}, []),
        ("max 100 tokens", {"type": "array", "maxItems": 50}, []),
        ("max 100 per page", {"type": "integer", "maximum": 50}, []),
        ("max 10, max 20", {"type": "integer", "maximum": 50}, []),
        ("default max: 100", {"type": "integer", "maximum": 50}, []),
        ("max. 100", {"type": "integer", "maximum": 50}, []),
        (5, {"type": "integer", "default": 1}, []),
    ],
)
def test_a_text_and_its_schema_are_held_against_each_other(
    text: JSON, schema: JSONObject, findings: list[Finding]
) -> None:
    """Provenance: ours."""
    assert contradictions({**schema, "description": text}) == findings


def test_a_parameter_can_contradict_its_text_twice_and_the_next_one_too() -> None:
    """Provenance: ours. A parameter without a text or without a bound hides none behind it."""
    wrong: JSON = {"type": "integer", "description": "Default: 1, max 2", "default": 3, "maximum": 4}

    found = said(
        "MCP224",
        taking(
            {"a": {}, "b": {"description": "B."}, "c": wrong, "d": wrong}, description="Default: 1", default=2
        ),
    )

    assert [finding.at for finding in found if isinstance(finding, Finding)] == [
        "/inputSchema/properties/c/default",
        "/inputSchema/properties/c/maximum",
        "/inputSchema/properties/d/default",
        "/inputSchema/properties/d/maximum",
    ]
    assert said("MCP224", taking({"c": wrong}, **{"$schema": FAR})) == []
