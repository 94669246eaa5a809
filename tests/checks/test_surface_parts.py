"""What the checks of tools/list are made of: patterns, sub-schemas, pointers, and values held to them."""

import pytest

from pytest_mcp_contract.checks.surface._patterns import broken
from pytest_mcp_contract.checks.surface._schemas import (
    Parts,
    UnresolvedError,
    at_pointer,
    dialect_of,
    followed,
    has_inner_base,
    is_closed,
    is_meta_schema,
    nearest_property,
    subschemas,
    undefined,
)
from pytest_mcp_contract.checks.surface._validity import defects
from pytest_mcp_contract.checks.surface._values import owner, refused, stands_for_itself
from pytest_mcp_contract.model import JSON, Finding, Unchecked

DRAFT_04 = "http://json-schema.org/draft-04/schema#"
DRAFT_06 = "http://json-schema.org/draft-06/schema#"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
DRAFT_2019 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"
TYPES = "one of array, boolean, integer, null, number, object, string, or a list of them"
OPEN_GROUP = "a `(` is never closed"


def walked(root: JSON, uri: str = DRAFT_2020) -> list[tuple[Parts, JSON]]:
    """Place and schema of every sub-schema."""
    dialect = dialect_of({"$schema": uri})
    assert dialect is not None
    return [(at, schema) for at, schema in subschemas(root, dialect)]


def told(schema: dict[str, JSON], where: str = "inputSchema") -> list[tuple[str, str, str]]:
    """Place, what is seen and what is wanted, of everything that is wrong with a schema."""
    found = list(defects(schema, where, "t"))
    assert all(isinstance(one, Finding) for one in found)
    return [(one.at, one.saw, one.want) for one in found if isinstance(one, Finding)]


def parameter(schema: JSON, **root: JSON) -> dict[str, JSON]:
    """A schema with one parameter `x`."""
    return {"type": "object", "properties": {"x": schema}, **root}


# -- patterns


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("ab\\", "it ends in a backslash"),
        ("(?\\", "it ends in a backslash"),
        ("[a", "a `[` is never closed"),
        ("[a\\]", "a `[` is never closed"),
        ("[a\\", "a `[` is never closed"),
        ("[z-a]", "the range `z-a` runs backwards"),
        ("x[ab9-0]", "the range `9-0` runs backwards"),
        ("[z-a\\d]", "the range `z-a` runs backwards"),
        ("[a-z]b[Z-A]", "the range `Z-A` runs backwards"),
        ("ab)", "a `)` has no `(`"),
        ("(a))", "a `)` has no `(`"),
        ("())", "a `)` has no `(`"),
        ("a|)", "a `)` has no `(`"),
        ("\\()", "a `)` has no `(`"),
        ("\\a)", "a `)` has no `(`"),
        ("a*)", "a `)` has no `(`"),
        ("a*?)", "a `)` has no `(`"),
        ("[a])", "a `)` has no `(`"),
        ("a{1,2})", "a `)` has no `(`"),
        ("((a)", OPEN_GROUP),
        ("(a)(b", OPEN_GROUP),
        ("(?:a", OPEN_GROUP),
        ("\\d*(", OPEN_GROUP),
        ("[a]*(", OPEN_GROUP),
        ("(a)*(", OPEN_GROUP),
        ("a{1,2}*(", OPEN_GROUP),
        ("a{2,2}(", OPEN_GROUP),
        ("a{9,10}(", OPEN_GROUP),
        ("a{(", OPEN_GROUP),
        ("a\\((", OPEN_GROUP),
        ("[](", OPEN_GROUP),
        ("[\\]](", OPEN_GROUP),
        ("[a-a](", OPEN_GROUP),
        ("a{3,1}", "the bounds `{3,1}` run backwards"),
        ("a{10,9}", "the bounds `{10,9}` run backwards"),
        ("*a", "a `*` has nothing to repeat"),
        ("(+a)", "a `+` has nothing to repeat"),
        ("a|?", "a `?` has nothing to repeat"),
        ("a*?*", "a `*` has nothing to repeat"),
        ("a*+*", "a `*` has nothing to repeat"),
        ("a**", "a `*` has nothing to repeat"),
    ],
)
def test_the_first_defect_of_a_pattern_is_named(pattern: str, why: str) -> None:
    """Provenance: ours."""
    assert broken(pattern) == why


@pytest.mark.parametrize(
    "pattern", ["\\Q(\\E", "(?#()", "(?(1)a|b", "(?x)(", "(?i-x)(", "[\\d z-a]", "(?)", "a{3,1", "a{,1}"]
)
def test_what_another_engine_may_take_has_no_defect(pattern: str) -> None:
    """Provenance: ours. Comments, literal text, ranges behind an escape: the reader is not certain."""
    assert broken(pattern) == ""


# -- dialects and sub-schemas


@pytest.mark.parametrize(
    ("stated", "uri", "ref_stands_alone"),
    [
        (DRAFT_04, DRAFT_04, True),
        ("https://json-schema.org/draft-04/schema", DRAFT_04, True),
        (DRAFT_06, DRAFT_06, True),
        (DRAFT_07, DRAFT_07, True),
        (DRAFT_07.rstrip("#"), DRAFT_07, True),
        (DRAFT_2019, DRAFT_2019, False),
        (DRAFT_2020, DRAFT_2020, False),
        (f"{DRAFT_2020}#", DRAFT_2020, False),
        (None, DRAFT_2020, False),
        (5, DRAFT_2020, False),
    ],
)
def test_the_dialect_is_the_one_that_is_stated(stated: JSON, uri: str, ref_stands_alone: bool) -> None:
    """Provenance: ours. With or without an empty fragment, and by http or https."""
    dialect = dialect_of({"$schema": stated})

    assert dialect is not None
    assert (dialect.uri, dialect.ref_stands_alone) == (uri, ref_stands_alone)
    assert dialect == dialect_of({} if stated is None else {"$schema": uri})


@pytest.mark.parametrize(
    ("uri", "is_one"),
    [
        (DRAFT_07, True),
        (f"{DRAFT_07}/definitions/nonNegativeInteger", True),
        (f"{DRAFT_2020}#/$defs/x", True),
        (DRAFT_2020, True),
        ("https://json-schema.org/draft/2020-12/meta/core", False),
        ("#/$defs/x", False),
        ("", False),
    ],
)
def test_a_meta_schema_is_known_by_its_address(uri: str, is_one: bool) -> None:
    """Provenance: ours."""
    assert is_meta_schema(uri) is is_one


def test_every_place_of_a_schema_is_walked_in_the_order_in_which_it_is_written() -> None:
    """Provenance: ours. What is no schema is stepped over, and what follows it is not."""
    leaf: JSON = {"type": "string"}
    root: dict[str, JSON] = {
        "properties": {"not": True, "a": {"items": leaf}},
        "patternProperties": {"^x": leaf},
        "dependencies": {"a": ["b"], "c": leaf},
        "anyOf": [True, leaf, {"allOf": [leaf]}],
        "prefixItems": [leaf],
        "additionalProperties": leaf,
        "not": leaf,
        "contains": True,
        "oneOf": {"type": "string"},
        "enum": [{"type": "int"}],
        "default": {"items": leaf},
        "$defs": {"D": leaf},
    }

    assert [at for at, _ in walked(root)] == [
        (),
        ("properties", "a"),
        ("properties", "a", "items"),
        ("patternProperties", "^x"),
        ("dependencies", "c"),
        ("anyOf", 1),
        ("anyOf", 2),
        ("anyOf", 2, "allOf", 0),
        ("prefixItems", 0),
        ("additionalProperties",),
        ("not",),
        ("$defs", "D"),
    ]
    assert walked(root)[0] == ((), root)
    assert walked([root]) == walked(None) == []


@pytest.mark.parametrize("uri", [DRAFT_04, DRAFT_06, DRAFT_07])
def test_beside_a_ref_of_an_older_dialect_only_definitions_count(uri: str) -> None:
    """Provenance: the drafts, "All other properties in a $ref object MUST be ignored"."""
    root: dict[str, JSON] = {
        "$ref": "#/definitions/A",
        "pattern": "(",
        "properties": {"x": {}},
        "definitions": {"A": {"$ref": 5, "title": "A"}},
        "$defs": {"B": {}},
    }

    assert walked(root, uri) == [
        ((), {"$ref": "#/definitions/A"}),
        (("definitions", "A"), {"$ref": 5, "title": "A"}),
        (("$defs", "B"), {}),
    ]


def test_beside_a_ref_of_a_newer_dialect_everything_counts() -> None:
    """Provenance: JSON Schema 2019-09, section 8.2.4.1."""
    root: dict[str, JSON] = {"$ref": "#/$defs/A", "properties": {"x": {"title": "X"}}, "$defs": {"A": {}}}

    for uri in (DRAFT_2019, DRAFT_2020):
        assert walked(root, uri) == [
            ((), root),
            (("properties", "x"), {"title": "X"}),
            (("$defs", "A"), {}),
        ]


@pytest.mark.parametrize(
    ("root", "is_there"),
    [
        ({"$id": "https://a.example/s"}, False),
        (parameter({"$id": "inner.json"}), True),
        (parameter({"$id": "#inner"}), False),
        (parameter({"id": "inner.json"}), True),
        (parameter({"$id": "#inner", "id": "inner.json"}), False),
        (parameter({"$id": 5}), False),
        (parameter({}), False),
    ],
)
def test_a_part_with_an_address_of_its_own_is_another_resource(root: dict[str, JSON], is_there: bool) -> None:
    """Provenance: ours."""
    dialect = dialect_of(root)
    assert dialect is not None

    assert has_inner_base(root, dialect) is is_there


TREE: dict[str, JSON] = {
    "a/b": {"c d": 1},
    "~1": 2,
    "list": ["x", {"n": 3}],
    "word": "abc",
    "flag": True,
    "$defs": {"R": {"type": "string"}},
}


@pytest.mark.parametrize(
    ("fragment", "value"),
    [
        ("", TREE),
        ("/a~1b/c%20d", 1),
        ("/~01", 2),
        ("/list/0", "x"),
        ("/list/1/n", 3),
        ("/$defs/R", {"type": "string"}),
        ("/%24defs/R/type", "string"),
    ],
)
def test_a_pointer_leads_to_its_value(fragment: str, value: JSON) -> None:
    """Provenance: RFC 6901, sections 4 and 6."""
    assert at_pointer(TREE, fragment) == value


@pytest.mark.parametrize("fragment", ["/x", "/list/2", "/list/x", "/list/-1", "/word/0", "/$defs/R/type/0"])
def test_a_pointer_to_nothing_is_unresolved(fragment: str) -> None:
    """Provenance: ours. The element after the last is none, and a text has no elements."""
    with pytest.raises(UnresolvedError):
        at_pointer(TREE, fragment)


@pytest.mark.parametrize(
    ("ref", "target"),
    [
        ("#", TREE),
        ("#/$defs/R", {"type": "string"}),
        ("#/flag", {}),
        ("#/nowhere", {}),
        ("#R", {}),
        ("other.json#/$defs/R", {}),
        ("/$defs/R", {}),
        (None, {}),
        (5, {}),
    ],
)
def test_a_local_ref_is_followed_and_no_other(ref: JSON, target: JSON) -> None:
    """Provenance: ours."""
    assert followed(TREE, ref) == target


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ({"required": ["a", 5, "b", "c"], "properties": {"b": {}}}, [(0, "a"), (3, "c")]),
        ({"required": ["a"]}, [(0, "a")]),
        ({"required": ["a"], "properties": []}, []),
        ({"required": "a", "properties": {}}, []),
        ({"properties": {"a": {}}}, []),
    ],
)
def test_required_names_without_a_definition_are_told_with_their_index(
    schema: dict[str, JSON], names: list[tuple[int, str]]
) -> None:
    """Provenance: ours."""
    assert list(undefined(schema)) == names


@pytest.mark.parametrize(
    ("schema", "is_so"),
    [
        ({"additionalProperties": False}, True),
        ({"additionalProperties": {"not": {}}}, True),
        ({"additionalProperties": {"not": True}}, True),
        ({"additionalProperties": False, "patternProperties": {}}, True),
        ({"additionalProperties": False, "patternProperties": {"^x": {}}}, False),
        ({"additionalProperties": True}, False),
        ({"additionalProperties": {}}, False),
        ({}, False),
    ],
)
def test_an_object_is_closed_where_nothing_else_may_be_sent(schema: dict[str, JSON], is_so: bool) -> None:
    """Provenance: ours."""
    assert is_closed(schema) is is_so


@pytest.mark.parametrize(
    ("names", "name", "nearest"),
    [
        (["repo", "issueNumber"], "issue_number", "issueNumber"),
        (["LIMIT"], "limit", "LIMIT"),
        (["limits", "limit"], "Limit", "limit"),
        (["limit"], "owner", ""),
        ([], "owner", ""),
    ],
)
def test_the_nearest_name_is_found_whatever_its_case(names: list[str], name: str, nearest: str) -> None:
    """Provenance: ours."""
    assert nearest_property({"properties": {one: {} for one in names}}, name) == nearest
    assert nearest_property({"properties": None}, name) == ""


# -- what makes a schema none


@pytest.mark.parametrize(
    ("schema", "at", "saw", "want"),
    [
        ({"type": "strng"}, "/type", '`type` is "strng"', TYPES),
        ({"type": 5}, "/type", "`type` is 5", TYPES),
        ({"properties": []}, "/properties", "`properties` is []", "a JSON object"),
        ({"minLength": -1}, "/minLength", "`minLength` is -1", "a number that is at least 0"),
        ({"required": ["a", "a"]}, "/required", '`required` is ["a", "a"]', "no element twice"),
        ({"anyOf": []}, "/anyOf", "`anyOf` is []", "at least one element"),
        (
            {"required": ["a", 1]},
            "/required/1",
            "element 1 of `required` is 1",
            "a JSON string",
        ),
        ({"items": 5}, "/items", "`items` is 5", "a JSON object or a JSON boolean"),
        ({"minLength": -1.5}, "/minLength", "`minLength` is -1.5", "a JSON integer"),
    ],
)
def test_a_keyword_of_the_wrong_kind_is_told_with_what_is_wanted(
    schema: JSON, at: str, saw: str, want: str
) -> None:
    """Provenance: ours. Each place is one finding, however many rules it breaks."""
    assert told(parameter(schema)) == [(f"/inputSchema/properties/x{at}", saw, want)]


@pytest.mark.parametrize(
    ("dialect", "schema", "at", "saw", "want"),
    [
        (
            DRAFT_07,
            {"items": 5},
            "/items",
            "`items` is 5",
            "another value: the meta-schema allows none of this kind here",
        ),
        (
            DRAFT_07,
            {"items": [True, {"minLength": "1"}]},
            "/items/1/minLength",
            '`minLength` is "1"',
            "a JSON integer",
        ),
        (
            DRAFT_07,
            {"dependencies": {"a": ["b", 1]}},
            "/dependencies/a/1",
            "element 1 of `a` is 1",
            "a JSON string",
        ),
        (DRAFT_04, {"required": []}, "/required", "`required` is []", "at least one element"),
    ],
)
def test_of_several_readings_of_a_keyword_the_one_that_was_meant_is_told(
    dialect: str, schema: JSON, at: str, saw: str, want: str
) -> None:
    """Provenance: ours. A list of schemas with one broken element was meant as a list of schemas."""
    assert told(parameter(schema, **{"$schema": dialect})) == [(f"/inputSchema/properties/x{at}", saw, want)]


def test_a_rule_about_two_keywords_is_told_at_the_schema_that_holds_them() -> None:
    """Provenance: draft 4, in which `exclusiveMinimum` wants a `minimum` beside it."""
    root: dict[str, JSON] = {"$schema": DRAFT_04, "exclusiveMinimum": True}

    ((at, saw, want),) = told(root)

    assert (at, saw) == ("/inputSchema", '{"$schema": "http://json-schema.org/draft-04/schema#", "exc…')
    assert '"minimum"' in want


def test_a_reason_of_more_than_120_characters_is_cut() -> None:
    """Provenance: ours. It quotes what stands there, which can be of any length."""

    def reason(length: int) -> str:
        ((_, _, want),) = told(parameter({"$anchor": "1" * length}))
        return want

    most = 120 - len(reason(1)) + 1

    assert len(reason(most)) == len(reason(most + 1)) == 120
    assert not reason(most).endswith("…")
    assert reason(most + 1).endswith("…")


@pytest.mark.parametrize(
    ("where", "spelled"), [("inputSchema", "input schema"), ("outputSchema", "output schema")]
)
def test_a_schema_that_cannot_be_taken_in_is_not_judged(where: str, spelled: str) -> None:
    """Provenance: ours. Half of a pair of UTF-16 is no character."""
    (said,) = defects({"type": "object", "properties": {"\ud800": {}}}, where, "t")

    assert isinstance(said, Unchecked)
    assert said.reason.startswith(f"the {spelled} of `t` cannot be taken in: ")


@pytest.mark.parametrize(
    "root",
    [
        {"$schema": "https://acme.example/dialect", "type": "record"},
        parameter({"$schema": "https://acme.example/dialect", "type": "record"}),
        parameter({"$schema": DRAFT_04, "type": "record"}),
    ],
)
def test_another_dialect_leaves_the_schema_unjudged(root: dict[str, JSON]) -> None:
    """Provenance: ours."""
    assert list(defects(root, "inputSchema", "t")) == [
        Unchecked("`t` names a dialect of JSON Schema that is not known here")
    ]


@pytest.mark.parametrize("inner", [{"$schema": DRAFT_07}, {}])
def test_a_part_in_the_same_dialect_is_judged(inner: dict[str, JSON]) -> None:
    """Provenance: ours. The root may state its own, and a part may state it again."""
    root = parameter({**inner, "type": "record"}, **{"$schema": DRAFT_07.rstrip("#")})

    assert [at for at, _, _ in told(root)] == ["/inputSchema/properties/x/type"]


@pytest.mark.parametrize("schema", [{"pattern": "(?(1)a|b)"}, {"$id": "a b%"}])
@pytest.mark.parametrize("dialect", [DRAFT_04, DRAFT_07, DRAFT_2020])
def test_a_format_of_the_meta_schema_is_no_rule(dialect: str, schema: JSON) -> None:
    """Provenance: JSON Schema 2020-12, section 7.2.1: formats are annotations."""
    assert told(parameter(schema, **{"$schema": dialect})) == []


# -- references


OUT = "a `$ref` into the schema itself, like `#/$defs/Repo`; nothing is fetched"


@pytest.mark.parametrize(
    ("ref", "root", "saw", "want"),
    [
        ("#/$defs/No", {}, '`$ref` leads to nothing: "#/$defs/No"', ""),
        (
            "#/definitions/Repo",
            {"$defs": {"Repo": {}}},
            '`$ref` leads to nothing: "#/definitions/Repo"',
            "`#/$defs/Repo`, where a schema of this name stands",
        ),
        (
            "#/components/Repo",
            {"$defs": {"Other": {}}, "definitions": {"Repo": {}}},
            '`$ref` leads to nothing: "#/components/Repo"',
            "`#/definitions/Repo`, where a schema of this name stands",
        ),
        ("#repo", {}, '`$ref` leads to nothing: no anchor is called "repo"', ""),
        ("other.json", {}, '`$ref` leads out of the schema: "other.json"', OUT),
        ("https://b.example/", {}, '`$ref` leads out of the schema: "https://b.example/"', OUT),
        (
            "https://b.example/#/$defs/R",
            {"$id": "https://a.example/s", "$defs": {"R": {}}},
            '`$ref` leads out of the schema: "https://b.example/#/$defs/R"',
            OUT,
        ),
        (
            "https://a.example/s#/$defs/R",
            {"$id": "https://a.example/s"},
            '`$ref` leads to nothing: "https://a.example/s#/$defs/R"',
            "",
        ),
        ("#/required", {"required": ["a"]}, '`$ref` leads to ["a"], which is no schema', ""),
    ],
)
def test_a_ref_that_leads_nowhere_says_where_it_leads(
    ref: str, root: dict[str, JSON], saw: str, want: str
) -> None:
    """Provenance: ours."""
    assert told(parameter({"$ref": ref}, **root)) == [("/inputSchema/properties/x/$ref", saw, want)]


@pytest.mark.parametrize(
    ("ref", "root"),
    [
        ("#", {}),
        ("", {}),
        ("#/$defs/R", {"$defs": {"R": True}}),
        ("#/$defs/R", {"$defs": {"R": False}}),
        ("#r", {"$defs": {"R": {"$anchor": "r"}}}),
        ("#r", {"$defs": {"R": {"$dynamicAnchor": "r"}}}),
        ("#r", {"$schema": DRAFT_07, "definitions": {"R": {"$id": "#r"}}}),
        ("#r", {"$schema": DRAFT_04, "definitions": {"R": {"id": "#r"}}}),
        ("other.json", {"$id": "https://a.example/s"}),
        ("https://a.example/s#/$defs/R", {"$id": "https://a.example/s", "$defs": {"R": {}}}),
        ("https://a.example/s#/definitions/R", {"$id": "https://a.example/s#", "definitions": {"R": {}}}),
        ("s.json#/definitions/R", {"$schema": DRAFT_04, "id": "s.json", "definitions": {"R": {}}}),
        (DRAFT_07, {}),
        ("#/nowhere", {"$defs": {"R": {"$id": "inner.json"}}}),
    ],
)
def test_a_ref_that_leads_somewhere_or_may_is_silent(ref: str, root: dict[str, JSON]) -> None:
    """Provenance: ours."""
    sound = parameter({"$ref": ref}, **root)

    assert [one for one in told(sound) if one[0].endswith("$ref")] == []


def test_each_ref_that_leads_nowhere_is_told() -> None:
    """Provenance: ours. One that is sound, or that is told, hides none behind it."""
    refs: list[JSON] = ["#", 5, DRAFT_07, "#/$defs/No", "#no", "#/required", "other.json", "#/$defs/Nor"]
    root: dict[str, JSON] = {
        "properties": {f"p{index}": {"$ref": ref} for index, ref in enumerate(refs)},
        "required": ["p0"],
    }

    assert [at for at, _, _ in told(root) if at.endswith("$ref")] == [
        f"/inputSchema/properties/p{index}/$ref" for index in (1, 3, 4, 5, 6, 7)
    ]


def test_each_pattern_is_told_at_its_place() -> None:
    """Provenance: ours."""
    root: dict[str, JSON] = {
        "properties": {
            "w": {"pattern": "a**"},
            "x": {"pattern": "a", "patternProperties": {"a": {}, "*b": {}, "c(": {}}},
        }
    }

    assert told(root, "outputSchema") == [
        (
            "/outputSchema/properties/w/pattern",
            '`pattern` is no regular expression: "a**", a `*` has nothing to repeat',
            "",
        ),
        (
            "/outputSchema/properties/x/patternProperties/*b",
            'the key "*b" is no regular expression: a `*` has nothing to repeat',
            "",
        ),
        (
            "/outputSchema/properties/x/patternProperties/c(",
            f'the key "c(" is no regular expression: {OPEN_GROUP}',
            "",
        ),
    ]


# -- values


def offered(
    schema: JSON, keyword: str = "default", *, defs: dict[str, JSON] | None = None
) -> list[tuple[str, str, JSON, str]]:
    """Place within the parameter, whose, value and what is wanted."""
    found = list(refused(parameter(schema, **{"$defs": defs or {}}), keyword))
    return [("/".join(map(str, at)), whose, value, want) for at, whose, value, want in found]


@pytest.mark.parametrize(
    ("schema", "value", "want"),
    [
        ({"type": "integer"}, "1", "a JSON integer"),
        ({"type": ["integer", "boolean"]}, "1", "a JSON boolean or a JSON integer"),
        ({"enum": ["open", "closed"]}, "all", 'one of ["open", "closed"]'),
        (
            {"anyOf": [{"type": "integer"}, {"type": "null"}]},
            "1",
            "a value that one of the alternatives accepts",
        ),
        (
            {"oneOf": [{"type": "integer"}, {"type": "null"}]},
            "1",
            "a value that one of the alternatives accepts",
        ),
    ],
)
def test_a_refused_default_is_told_with_what_the_schema_wants(
    schema: dict[str, JSON], value: JSON, want: str
) -> None:
    """Provenance: ours."""
    assert offered({**schema, "default": value}) == [("properties/x/default", "`x`", value, want)]


def test_what_the_schema_wants_is_cut_at_120_characters() -> None:
    """Provenance: ours."""

    def wanted(length: int) -> str:
        ((_, _, _, want),) = offered({"const": "c" * length, "default": "d"})
        return want

    most = 120 - len(wanted(1)) + 1

    assert len(wanted(most)) == len(wanted(most + 1)) == 120
    assert not wanted(most).endswith("…")
    assert wanted(most + 1).endswith("…")


def test_many_choices_are_cut_at_100_characters() -> None:
    """Provenance: ours."""
    ((_, _, _, want),) = offered({"enum": [*range(100)], "default": "x"})

    assert want.startswith("one of [0, 1, 2, ")
    assert len(want) == len("one of ") + 100


@pytest.mark.parametrize(
    ("keyword", "schema", "told"),
    [
        ("examples", {"type": "integer", "examples": [1, "2", None, "3"]}, [("1", "2"), ("3", "3")]),
        ("examples", {"type": "integer", "examples": "2"}, []),
        ("enum", {"type": "integer", "enum": ["1", 2]}, [("0", "1")]),
        ("default", {"type": "integer", "default": None}, []),
    ],
)
def test_each_value_of_a_list_is_judged_by_itself(
    keyword: str, schema: JSON, told: list[tuple[str, JSON]]
) -> None:
    """Provenance: ours. null is nobody's value."""
    assert [(at.rpartition("/")[2], value) for at, _, value, _ in offered(schema, keyword)] == told


WRONG: JSON = {"type": "string", "default": 5}


@pytest.mark.parametrize(
    ("root", "places"),
    [
        ({"default": 5, "type": "object"}, []),
        ({"not": WRONG}, []),
        ({"if": WRONG, "then": WRONG}, ["then/default"]),
        ({"properties": {"not": WRONG, "if": WRONG}}, ["properties/not/default", "properties/if/default"]),
        ({"properties": {"x": {"not": WRONG}}}, []),
        ({"properties": {"properties": {"not": WRONG}}}, []),
        ({"properties": {"x": {"items": {"if": WRONG}}}}, []),
        ({"$defs": {"if": WRONG}}, ["$defs/if/default"]),
        ({"properties": {"x": WRONG, "y": {"$id": "https://a.example/inner.json"}}}, []),
        ({"properties": {"x": WRONG}, "$schema": "https://acme.example/dialect"}, []),
        ([WRONG], []),
        (None, []),
    ],
)
def test_what_is_negated_or_of_another_resource_is_not_offered(root: JSON, places: list[str]) -> None:
    """Provenance: ours. A parameter may be called `not` or `if`."""
    assert ["/".join(map(str, at)) for at, _, _, _ in refused(root, "default")] == places


@pytest.mark.parametrize(
    "schema",
    [
        {"contentEncoding": "base64", "default": "?"},
        {"contentMediaType": "application/json", "default": "{"},
        {"format": "date", "default": "tomorrow"},
    ],
)
@pytest.mark.parametrize("dialect", [DRAFT_06, DRAFT_07, DRAFT_2020])
def test_formats_and_encodings_of_a_value_are_annotations(dialect: str, schema: JSON) -> None:
    """Provenance: JSON Schema 2020-12, sections 7.2.1 and 8.2."""
    assert list(refused({"$schema": dialect, "properties": {"x": schema}}, "default")) == []


SIZE: JSON = {"type": "integer", "default": 10}


@pytest.mark.parametrize(
    ("schema", "defs", "is_told"),
    [
        ({"properties": {"size": SIZE}, "required": ["size"], "default": {}}, {}, False),
        ({"properties": {"size": {"type": "integer"}}, "required": ["size"], "default": {}}, {}, True),
        ({"properties": {}, "required": ["size"], "default": {}}, {}, True),
        ({"required": ["size"], "default": {}}, {}, True),
        ({"properties": {"size": True}, "required": ["size"], "default": {}}, {}, True),
        (
            {"properties": {"size": {"$ref": "#/$defs/Size"}}, "required": ["size"], "default": {}},
            {"Size": SIZE},
            False,
        ),
        (
            {"$ref": "#/$defs/Page", "default": {}},
            {"Page": {"properties": {"size": SIZE}, "required": ["size"]}},
            False,
        ),
        # Another error at the same place, and the same error further inside.
        ({"type": "object", "properties": {"size": SIZE}, "default": "all"}, {}, True),
        (
            {"properties": {"page": {"required": ["size"]}, "size": SIZE}, "default": {"page": {}}},
            {},
            True,
        ),
    ],
)
def test_a_missing_part_counts_only_where_it_has_no_default_of_its_own(
    schema: JSON, defs: dict[str, JSON], is_told: bool
) -> None:
    """Provenance: ours. pydantic fills in what has a default, and lists it as required all the same."""
    found = offered(schema, defs=defs)

    assert [at for at, *_ in found] == (["properties/x/default"] if is_told else [])


@pytest.mark.parametrize(
    ("at", "whose"),
    [
        (("properties", "x"), "`x`"),
        (("properties", "x", "items"), "`x`"),
        (("properties", "x", "properties", "y", "anyOf", 0), "`y`"),
        (("$defs", "Page"), "`Page`"),
        (("allOf", 0), "a part of the schema"),
        (("items",), "a part of the schema"),
    ],
)
def test_a_place_belongs_to_the_parameter_around_it(at: Parts, whose: str) -> None:
    """Provenance: ours."""
    assert owner(at) == whose


@pytest.mark.parametrize(
    ("at", "alone", "through_all_of"),
    [
        ((), True, True),
        (("properties", "x"), True, True),
        (("properties", "anyOf", "items"), True, True),
        (("$defs", "Page", "properties", "if"), True, True),
        (("definitions", "Page"), True, True),
        (("items", "items"), True, True),
        (("properties", "x", "allOf", 0), False, True),
        (("allOf", 1, "properties", "y"), False, True),
        (("anyOf", 0), False, False),
        (("properties", "x", "allOf", 0, "anyOf", 0), False, False),
        (("patternProperties", "^x"), False, False),
        (("additionalProperties",), False, False),
    ],
)
def test_a_branch_does_not_stand_for_itself(at: Parts, alone: bool, through_all_of: bool) -> None:
    """Provenance: ours. All branches of `allOf` hold, so each may be said to."""
    assert stands_for_itself(at) is alone
    assert stands_for_itself(at, through=("allOf",)) is through_all_of
