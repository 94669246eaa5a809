"""What the checks of calls are made of: places, validators' words, refusals in words, and what is shown."""

from dataclasses import replace

import jsonschema_rs
import pytest

from pytest_mcp_contract.checks.calls._accepted import is_strict
from pytest_mcp_contract.checks.calls._examples import (
    FORECAST,
    broken,
    called,
    given,
    refusal,
    rpc_error,
    text,
    valid,
)
from pytest_mcp_contract.checks.calls._failing import (
    Failure,
    failing,
    label,
    not_reached,
    place,
    replied,
    runs_as_task,
    shown,
    size,
    why_not_reached,
)
from pytest_mcp_contract.checks.calls._outputs import admits, output_of
from pytest_mcp_contract.checks.calls._places import (
    ABSENT,
    argument_names,
    given_in,
    parts_of,
    place_of,
    texts_in,
    value_at,
)
from pytest_mcp_contract.checks.calls._refusals import error_told, is_about_errors, refuses, words_of
from pytest_mcp_contract.checks.calls._validation import Rejection, error_text, rejection_of
from pytest_mcp_contract.checks.calls._waiting import asks_to_wait
from pytest_mcp_contract.model import (
    JSON,
    Call,
    Ended,
    Failing,
    Fuzzed,
    JSONObject,
    Reply,
    Stage,
    Tool,
    ToolCalls,
    Trial,
    Unchecked,
)

SUNNY = text("Sunny")
NO = refusal("No")


def taking(properties: JSON, **root: JSON) -> Tool:
    """A tool with these arguments."""
    return Tool("t", input_schema={"type": "object", "properties": properties, **root})


# -- places


NESTED = Tool(
    "t",
    input_schema={
        "properties": {
            "filter": {"$ref": "#/$defs/Filter"},
            "ids": {"type": "array", "items": {"type": "integer"}},
            "a/b": {"title": "slash"},
            "never": False,
            "0": {"title": "zero"},
        },
        "required": ["ids", "free"],
        "anyOf": [{"properties": {"kind": {"title": "kind"}}, "required": ["kind"]}, True],
        "$defs": {
            "Filter": {
                "properties": {"state": {"oneOf": [{"type": "string"}, {"type": "null"}]}},
                "required": ["state"],
                "allOf": [{"properties": {"label": {"title": "label"}}}],
            },
        },
    },
)


@pytest.mark.parametrize(
    ("at", "schemas", "is_required"),
    [
        ("/ids", [{"type": "array", "items": {"type": "integer"}}], True),
        ("/ids/3", [{"type": "integer"}], True),
        ("/ids/x", [], False),
        ("/0", [{"title": "zero"}], False),
        ("/a~1b", [{"title": "slash"}], False),
        ("/kind", [{"title": "kind"}], True),
        ("/free", [], True),
        ("/never", [], False),
        (
            "/filter/state",
            [{"oneOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string"}, {"type": "null"}],
            True,
        ),
        ("/filter/label", [{"title": "label"}], False),
        ("/filter/nothing", [], False),
        ("/nothing/state", [], False),
    ],
)
def test_a_place_has_the_schemas_that_lead_to_it(
    at: str, schemas: list[JSONObject], is_required: bool
) -> None:
    """Provenance: ours."""
    found = place_of(NESTED, at)

    assert (list(found.schemas), found.is_required) == (schemas, is_required)


def test_of_a_tool_without_a_schema_nothing_is_known() -> None:
    """Provenance: ours. The arguments as a whole are there in every call, where there is a schema."""
    for tool in (None, Tool("t", input_schema=[])):
        assert (place_of(tool, "").schemas, place_of(tool, "").is_required) == ((), False)
        assert argument_names(tool) == frozenset()
    assert place_of(taking({}), "").is_required


@pytest.mark.parametrize(("links", "is_found"), [(12, True), (13, False)])
def test_a_chain_of_references_is_followed_to_a_depth(links: int, is_found: bool) -> None:
    """Provenance: ours. Some lead in a circle."""
    defs: dict[str, JSON] = {f"D{one}": {"$ref": f"#/$defs/D{one + 1}"} for one in range(1, links)}
    defs[f"D{links}"] = {"title": "end"}
    tool = taking({"a": {"$ref": "#/$defs/D1"}}, **{"$defs": defs})

    assert ({"title": "end"} in place_of(tool, "/a").schemas) is is_found


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
@pytest.mark.parametrize(("levels", "is_found"), [(12, True), (13, False)])
def test_branches_are_followed_to_the_same_depth(keyword: str, levels: int, is_found: bool) -> None:
    """Provenance: ours."""
    schema: JSON = {"title": "end"}
    for _ in range(levels):
        schema = {keyword: [True, schema]}

    assert ({"title": "end"} in place_of(taking({"a": schema}), "/a").schemas) is is_found


def test_the_arguments_are_those_that_any_part_of_the_schema_declares() -> None:
    """Provenance: ours."""
    assert argument_names(NESTED) == {"filter", "ids", "a/b", "never", "0", "kind"}
    assert argument_names(Tool("t", input_schema={"properties": ["a"]})) == frozenset()


ARGUMENTS: JSONObject = {"a/b": {"~": [1, {"n": None}]}, "word": "ab"}


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("", ARGUMENTS),
        ("/a~1b/~0/0", 1),
        ("/a~1b/~0/1/n", None),
        ("/a~1b/~0/2", ABSENT),
        ("/a~1b/~0/n", ABSENT),
        ("/word/0", ABSENT),
        ("/x", ABSENT),
    ],
)
def test_what_stands_at_a_place_is_told_from_nothing(at: str, value: object) -> None:
    """Provenance: ours. null is a value."""
    assert value_at(ARGUMENTS, at) == value


def test_every_text_that_a_caller_gave_is_found() -> None:
    """Provenance: ours. The names of the arguments are the server's own."""
    value: JSON = {"b": ["c", 5, {"d": "e"}], "f": None}

    assert list(texts_in(value)) == ["b", "c", "d", "e", "f"]
    assert list(given_in({"a": value, "g": "h", "i": True})) == ["b", "c", "d", "e", "f", "h"]
    assert parts_of("/a~1b/~01") == ["a/b", "~1"]


# -- strictness


def sends(rule: str, value: JSON, at: str = "/a") -> Call:
    """A call that breaks a rule at one argument."""
    return broken(SUNNY, rule, at, arguments={"a": value})


@pytest.mark.parametrize(
    ("rule", "schema", "value", "is_so"),
    [
        ("maximum", {"type": "integer"}, 17, True),
        ("minItems", {"type": "array"}, [], True),
        ("const", {"const": 1}, 2, True),
        ("format", {"type": "string"}, "x", False),
        ("pattern", {"type": "string"}, "x", False),
        ("additionalProperties", {}, 1, False),
        ("type", {"type": "string"}, {"k": 1}, True),
        ("type", {"type": "string"}, ["x"], True),
        ("type", {"type": "string"}, 5, False),
        ("type", {"type": "string"}, True, False),
        ("type", {"type": "string"}, None, False),
        ("type", {"type": "integer"}, "many", True),
        ("type", {"type": "integer"}, "5 or so", False),
        ("type", {"type": ["integer", "number"]}, "many", True),
        ("type", {"type": ["integer", "null"]}, "many", False),
        ("type", {"type": "boolean"}, "many", False),
        ("type", {"anyOf": [{"type": "integer"}, {"type": "number"}]}, "many", True),
        ("type", {"type": "array"}, "x", True),
        ("type", {"type": "array"}, "", True),
        ("type", {"type": "array"}, "[1]", False),
        ("type", {"type": "object"}, "{}", False),
        ("type", {"type": "object"}, 5, True),
        ("type", {"type": ["array", "string"]}, 5, False),
        ("type", {}, "x", False),
        ("type", {"type": 5}, 5, False),
        ("type", {"type": ["array", 5]}, 5, True),
    ],
)
def test_a_broken_rule_is_strict_where_no_reader_takes_the_value(
    rule: str, schema: JSON, value: JSON, is_so: bool
) -> None:
    """Provenance: ours. A text of digits may be read as a number, and a list written as text as a list."""
    assert is_strict(taking({"a": schema}), sends(rule, value)) is is_so


@pytest.mark.parametrize(
    ("rule", "required", "is_so"),
    [("null", ["a"], True), ("null", [], False), ("type", ["a"], True), ("type", [], False)],
)
def test_null_for_an_argument_that_may_be_left_out_is_lenience(
    rule: str, required: JSON, is_so: bool
) -> None:
    """Provenance: ours."""
    tool = taking({"a": {"type": "string"}}, required=required)

    assert is_strict(tool, sends(rule, None)) is is_so


def test_what_has_a_default_is_not_missing() -> None:
    """Provenance: ours."""
    assert not is_strict(taking({"a": {"default": None}}, required=["a"]), sends("required", 1))
    assert is_strict(taking({"a": {}}, required=["a"]), sends("required", 1))
    assert not is_strict(taking({"a": {}}), given(SUNNY))


# -- what a finding shows


def test_a_call_is_shown_with_how_it_should_end() -> None:
    """Provenance: ours. An example that keeps the call has to say it; one that is given says it already."""
    assert shown(valid(SUNNY, city="a"), failing=2, tried=3) == Failing(
        {"city": "a"}, "boundary: at the maximum, 16", '"Sunny"', 2, 3, expect="success"
    )
    assert shown(broken(NO)) == Failing(
        {"city": "Oslo", "days": 17}, "invalid: 17, too high", '"<!-- error -->\\nNo"', expect="error"
    )
    assert shown(given(None)) == Failing({"city": "Oslo"}, "example normal", "replied")


@pytest.mark.parametrize(
    ("call", "words", "at"),
    [
        (given(SUNNY), "example normal", "example normal"),
        (valid(SUNNY), "boundary: at the maximum, 16", "arguments/days"),
        (valid(SUNNY, label=""), "boundary", "arguments/days"),
        (valid(SUNNY, at=""), "boundary: at the maximum, 16", ""),
        (
            replace(valid(SUNNY), trial=Trial(Stage.SHRINKING, "17", "/days")),
            "random, made smaller: 17",
            "arguments/days",
        ),
        (replace(valid(SUNNY), trial=Trial(Stage.RANDOM)), "random", ""),
        (
            replace(given(SUNNY), trial=Trial(Stage.GIVEN, "without `city`", "/city", "required")),
            "example normal: without `city`",
            "example normal",
        ),
    ],
)
def test_a_call_is_named_by_what_it_tries(call: Call, words: str, at: str) -> None:
    """Provenance: ours."""
    assert (label(call), place(call)) == (words, at)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (given(rpc_error(-32602, "No")), 'JSON-RPC error -32602: "No"'),
        (given(rpc_error(-32602, "n" * 299)), f'JSON-RPC error -32602: "{"n" * 298}…'),
        (given(refusal("No")), '"<!-- error -->\\nNo"'),
        (given(text("n" * 298)), f'"{"n" * 298}"'),
        (given(text("n" * 299)), f'"{"n" * 298}…'),
        (replace(given(None), ended=Ended.HANG), "hang"),
        (replace(given(None), ended=Ended.DIED, detail="exit code 1"), "exit code 1"),
    ],
)
def test_what_came_back_is_on_one_line_of_300_characters(call: Call, words: str) -> None:
    """Provenance: ours."""
    assert replied(call) == words


def test_the_shorter_call_is_the_smaller_and_of_two_the_first_by_its_letters() -> None:
    """Provenance: ours."""
    calls: list[JSONObject] = [{"a": "bb"}, {"a": "c"}, {"a": "b"}, {}, {"a": "x" * 500}]

    assert sorted(calls, key=size) == [{}, {"a": "b"}, {"a": "c"}, {"a": "bb"}, {"a": "x" * 500}]


def failed(*calls: Call, unsteady: tuple[tuple[str, Call], ...] = ()) -> list[tuple[str, JSON, int, int]]:
    """Place, arguments, failing and tried of each finding, where every error fails."""

    def judge(call: Call) -> Failure | None:
        return Failure("no") if call.reply is not None and not call.reply.succeeded else None

    found = list(failing(replace(called(*calls), unsteady=unsteady), calls, judge))
    assert all(one.tool == "get_forecast" for one in found)
    return [(one.at, dict(one.call.arguments), one.call.failing, one.call.tried) for one in found if one.call]


def shrunk(call: Call) -> Call:
    """The call as one that was made in search of a smaller one."""
    assert call.trial is not None
    return replace(call, trial=replace(call.trial, stage=Stage.SHRINKING))


def test_each_place_is_a_finding_and_random_calls_count_for_the_first() -> None:
    """Provenance: ours."""
    loose = valid(NO, at="", city="r")
    one, two = valid(NO, at="/city", city="aa"), valid(NO, at="/days", city="b", days=1)

    assert failed(loose, one, two, valid(SUNNY)) == [
        ("arguments/city", {"city": "aa"}, 2, 4),
        ("arguments/days", {"city": "b", "days": 1}, 1, 4),
    ]
    assert failed(loose, one) == [("arguments/city", {"city": "aa"}, 2, 2)]
    assert failed(loose, loose, valid(SUNNY)) == [("arguments", {"city": "r"}, 2, 3)]
    assert failed(given(NO, city="x"), one) == [
        ("example normal", {"city": "x"}, 1, 2),
        ("arguments/city", {"city": "aa"}, 1, 2),
    ]


def test_a_call_made_while_shrinking_is_counted_as_one_where_there_is_no_other() -> None:
    """Provenance: ours."""
    small = shrunk(valid(NO, city=""))

    assert failed(small) == [("arguments/days", {"city": ""}, 1, 1)]
    assert failed(small, valid(NO, city="a"), valid(NO, city="b"), shrunk(valid(SUNNY))) == [
        ("arguments/days", {"city": ""}, 2, 2)
    ]


def test_a_call_that_did_not_fail_again_makes_no_finding() -> None:
    """Provenance: ours. It counts as tried."""
    once = valid(NO, city="once")

    assert failed(once, valid(NO, city="often"), unsteady=(("MCP306", once),)) == [
        ("arguments/days", {"city": "often"}, 1, 2)
    ]
    assert failed(once, unsteady=(("MCP306", once),)) == []


GIVE = "not reached: give an example that works"


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        (called(), [GIVE]),
        (called(valid(NO)), [GIVE]),
        (called(valid(SUNNY)), []),
        (called(valid(NO, requests=1)), []),
        (called(broken(SUNNY)), [GIVE]),
        (called(broken(SUNNY), valid(SUNNY)), []),
        (called(given(NO)), []),
        (called(valid(NO), given(NO)), []),
        (
            called(replace(given(NO), trial=Trial(Stage.GIVEN, at="/city", rule="required"))),
            [GIVE],
        ),
        (called(fuzzed=Fuzzed("boundary")), [GIVE]),
        (
            called(fuzzed=Fuzzed("boundary", wanted=("city", "days"))),
            ["not reached: give `values` for `city` and `days`, or an example"],
        ),
        (
            called(tool=Tool("t", raw={"execution": {"taskSupport": "required"}})),
            ["not reached: the tool runs only as a task, and calls are made without one"],
        ),
    ],
)
def test_a_tool_is_reached_by_a_valid_call_that_works_or_is_given(calls: ToolCalls, said: list[str]) -> None:
    """Provenance: ours."""
    assert list(not_reached(calls)) == [Unchecked(one) for one in said]
    assert not said or why_not_reached(calls) == said[0]


@pytest.mark.parametrize(
    ("execution", "is_so"),
    [
        ({"taskSupport": "required"}, True),
        ({"taskSupport": "optional"}, False),
        ({"taskSupport": "forbidden"}, False),
        ({}, False),
        ("required", False),
        (None, False),
    ],
)
def test_a_tool_runs_as_a_task_where_it_says_that_it_must(execution: JSON, is_so: bool) -> None:
    """Provenance: MCP 2025-11-25, `execution.taskSupport`."""
    assert runs_as_task(Tool("t", raw={"execution": execution})) is is_so
    assert not runs_as_task(Tool("t"))
    assert not runs_as_task(None)


# -- schemas of results and arguments


@pytest.mark.parametrize(
    ("schema", "why"),
    [
        (None, "the tool declares no output schema"),
        (5, "the output schema is not valid itself"),
        ({"type": "objekt"}, "the output schema is not valid itself"),
        ({"$ref": "https://acme.example/x.json"}, "the output schema is not valid itself"),
        ({"pattern": "("}, "the output schema is not valid itself"),
        ({"$schema": "https://acme.example/"}, "the output schema is of a dialect that is not known"),
    ],
)
def test_an_output_schema_that_judges_nothing_says_why(schema: JSON, why: str) -> None:
    """Provenance: ours."""
    assert output_of(Tool("t", output_schema=schema)) == Unchecked(why)


def test_formats_are_no_rules_of_an_output_schema() -> None:
    """Provenance: JSON Schema 2020-12, section 7.2.1."""
    judge = output_of(Tool("t", output_schema={"type": "string", "format": "date"}))

    assert isinstance(judge, jsonschema_rs.Validator)
    assert judge.is_valid("tomorrow")
    assert not judge.is_valid(5)
    assert output_of(None) == Unchecked("the tool declares no output schema")


@pytest.mark.parametrize(
    ("schema", "arguments", "is_so"),
    [
        ({"required": ["a"]}, {"a": 1}, True),
        ({"required": ["a"]}, {"b": 1}, False),
        ({"type": "objekt"}, {}, False),
        ([], {}, False),
        (None, {}, False),
    ],
)
def test_a_schema_that_cannot_be_used_admits_nothing(
    schema: JSON, arguments: JSONObject, is_so: bool
) -> None:
    """Provenance: ours."""
    assert admits(Tool("t", input_schema=schema), arguments) is is_so
    assert not admits(None, arguments)


# -- the words of validators


PYDANTIC = (
    "1 validation error for {model}\n{place}\n"
    "  Input should be a valid integer [type={kind}, input_value='a', input_type=str]"
)


def pydantic(model: str = "get_forecastArguments", place: str = "days", kind: str = "int_type") -> str:
    return PYDANTIC.format(model=model, place=place, kind=kind)


INTEGER = "Input should be a valid integer"
TWO = pydantic(place="nothing") + "\ndates.0\n  Too short [type=string_too_short, input_value='']"
ZOD = '[{"code": "too_big", "path": ["days"], "message": "Too big"}]'
ZOD_DATES = (
    '[{"code": "custom", "path": ["city"], "message": "No"}, '
    '{"code": "x", "path": ["dates", 0], "message": "Bad"}]'
)


@pytest.mark.parametrize(
    ("said", "rejection"),
    [
        (pydantic(), Rejection("/days", INTEGER)),
        (f"Error executing tool get_forecast: {pydantic()}", Rejection("/days", INTEGER)),
        (f"Error: {pydantic()}", Rejection("/days", INTEGER)),
        (pydantic("call[get_forecast]"), Rejection("/days", INTEGER)),
        (pydantic("GetForecastInput"), Rejection("/days", INTEGER)),
        (pydantic("get-forecast-params"), Rejection("/days", INTEGER)),
        (pydantic("Forecast"), None),
        (pydantic("get_issueArguments"), None),
        (pydantic(place="dates.0"), Rejection("/dates", INTEGER)),
        (pydantic(place="nothing"), None),
        (pydantic(kind="value_error"), None),
        (pydantic(kind="assertion_error"), None),
        (TWO, Rejection("/dates", "Too short")),
        (f"Invalid arguments for tool get_forecast: {ZOD}", Rejection("/days", "Too big")),
        (f"MCP error -32602: Invalid params: {ZOD}", Rejection("/days", "Too big")),
        (ZOD, Rejection("/days", "Too big")),
        (f"Invalid params {ZOD_DATES}", Rejection("/dates", "Bad")),
        (ZOD.replace("too_big", "custom"), None),
        (ZOD.replace('"days"', '"temperature"'), None),
        (ZOD.replace('["days"]', "[]"), None),
        (ZOD.replace('"Too big"', "5"), None),
        (ZOD.replace('"too_big"', "5"), None),
        (ZOD.replace('["days"]', '"days"'), None),
        (ZOD.replace("}]", "}"), None),
        (ZOD.replace("days", "units"), None),
        (ZOD.replace("days", "units").replace("Too big", "Required"), Rejection("/units", "Required")),
        (
            ZOD.replace("days", "units").replace("Too big", "expected text, received undefined"),
            Rejection("/units", "expected text, received undefined"),
        ),
        (ZOD.replace("Too big", "Required"), None),
        ('["path", 5]', None),
        ("data/days must be integer", Rejection("/days", "must be integer")),
        ("Invalid: .days must be integer", Rejection("/days", "must be integer")),
        ("/dates/0 must match pattern", Rejection("/dates", "must match pattern")),
        ("data/nothing must be integer; /days must NOT be 5", Rejection("/days", "must NOT be 5")),
        ("data/nothing must be integer", None),
        ("must have required property 'units'", Rejection("/units", "must have required property 'units'")),
        ("must have required property 'city'", None),
        ("must have required property 'nothing'", None),
        ("Input validation error: 16 is\n too   big", Rejection("", "16 is too big")),
        (
            "Input validation error: Invalid arguments for tool get_forecast: bad",
            Rejection("", "bad"),
        ),
        ("No: Input validation error: bad", None),
        (f"Input validation error: {ZOD.replace('too_big', 'custom')}", None),
        ("days must be integer", None),
        ("No city is called Oslo", None),
        ("", None),
    ],
)
def test_the_argument_that_a_validator_refuses_is_read_from_its_words(
    said: str, rejection: Rejection | None
) -> None:
    """Provenance: pydantic, zod, ajv and jsonschema, as servers hand their words on; the rest ours."""
    call = valid(refusal(said), city="Oslo", days=16, dates=["a"])

    assert rejection_of(FORECAST, call) == rejection
    assert rejection_of(FORECAST, replace(call, reply=rpc_error(-32602, said))) == rejection
    assert rejection_of(FORECAST, replace(call, reply=text(said))) is None


def test_a_place_is_told_as_far_as_the_schema_declares_it() -> None:
    """Provenance: ours."""
    inner: JSON = {"type": "object", "properties": {"n": {"type": "integer"}}}
    tool = taking({"filter": inner, "list": {"items": inner}})

    def at(place: str) -> str:
        found = rejection_of(tool, valid(refusal(pydantic("t", place)), tool="t", filter={}, list=[{}]))
        assert found is not None
        return found.at

    assert at("filter.n") == "/filter/n"
    assert at("filter.made-up.n") == "/filter"
    assert at("list.0.n") == "/list"


def test_the_text_of_an_error_is_its_message_or_its_blocks() -> None:
    """Provenance: ours."""
    blocks: tuple[JSON, ...] = (
        {"type": "text", "text": "a"},
        {"type": "image"},
        {"type": "text", "text": "b"},
    )

    assert error_text(rpc_error(-32603, "No")) == "No"
    assert error_text(Reply(content=blocks, is_error=True)) == "a\nb"
    assert error_text(Reply(content=blocks)) == ""
    assert error_text(None) == ""


# -- refusals in words


def saying(words: str, **arguments: JSON) -> Call:
    """A valid call that was answered with words and nothing else."""
    return replace(valid(text(words, structured=None)), arguments=arguments or {"city": "Oslo"})


LINES = "Error: late\n" + "x\n" * 4 + "x"


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Error: " + "x" * 1992, True),
        ("Error: " + "x" * 1993, False),
        (LINES, True),
        (LINES + "\n", False),
        ("KeyError: 'a'" + "\n" * 9, True),
        ("Error calling tool: late", True),
        ("Error calling tool", False),
        ("An error occurred", True),
        ("an unknown exception has occurred", True),
        ("a.b.KeyError: x", True),
        ("KeyError:x", False),
        ("Error: none", False),
        ("Error: n/a.", False),
        ("Error: 0.5 %", False),
        ("Error:\nno such city", True),
        ("Error: \n", False),
        ("Error: none\nno such city", False),
        ("Error reading: late", True),
        ("Error rate: late", False),
        ("database error: late", True),
        ("the last error: late", False),
        ("Failed to fetch", True),
        ("failed to x", False),
        ("Fatal: late", True),
        ("Exception: late", True),
        ("Fatal: none", False),
        ('{"error": "late"}', True),
        ('{"error": "none"}', False),
        ('{"error": {"code": 1}}', True),
        ('{"error": ["a"]}', True),
        ('{"error": {}}', False),
        ('{"error": 5}', False),
        ('{"error": "late", "code": 5, "message": "m"}', True),
        ('{"error": "late", "highs": [1]}', False),
        ('{"error": "late", "city": "Oslo"}', True),
        ('{"error": "late", "city": "Rome"}', False),
        ('{"isError": true}', True),
        ('{"isError": false}', False),
        ('{"success": false, "reason": "late"}', True),
        ('{"success": false, "errors": ["late"]}', True),
        ('{"success": false}', False),
        ('{"success": true, "message": "done"}', False),
        ('{"status": "error", "message": "late"}', True),
        ('{"status": "error"}', False),
        ('{"status": "ok", "message": "late"}', False),
        ('{"message": "late"}', False),
        ('["error"]', False),
        ("", False),
        ("Unknown days: 17", False),
    ],
)
def test_a_success_is_an_error_message_where_nothing_else_is_meant(words: str, is_told: bool) -> None:
    """Provenance: ours."""
    assert error_told(None, saying(words)) == (words if is_told else "")


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("Unknown days: 17", True),
        ("\u274c Invalid days", True),
        ("Unsupported" + "\n" * 5, True),
        ("Unsupported" + "\n" * 6, False),
        ("Sunny", False),
        ("All valid", False),
        ("Error: late", True),
    ],
)
def test_a_call_that_breaks_a_rule_is_refused_by_the_first_word(words: str, is_told: bool) -> None:
    """Provenance: ours."""
    assert error_told(None, broken(text(words, structured=None))) == (words if is_told else "")


@pytest.mark.parametrize(
    ("structured", "is_told"),
    [
        (None, True),
        ("Error: late", True),
        ({"result": "Error: late"}, True),
        ({"error": "late"}, True),
        ({"result": "Error: late", "highs": []}, False),
        ({"result": "Sunny"}, False),
        (["Error: late"], False),
        ({}, False),
    ],
)
def test_structured_content_has_to_be_the_error_too(structured: JSON, is_told: bool) -> None:
    """Provenance: ours."""
    assert bool(error_told(None, valid(text("Error: late", structured=structured)))) is is_told


def test_an_error_that_the_caller_gave_is_handed_on() -> None:
    """Provenance: ours."""
    assert error_told(None, saying("Error: late", city="An ERROR")) == ""
    assert error_told(None, saying("Error: late", city="Oslo", days=[{"error": 1}])) == ""
    assert error_told(None, saying("Error: late", error="Oslo")) == "Error: late"
    assert error_told(Tool("get_logs"), saying("Error: late")) == ""
    assert error_told(None, valid(None)) == error_told(None, valid(refusal("Error: late"))) == ""
    assert error_told(None, valid(Reply(content=({"type": "image"},)))) == ""


@pytest.mark.parametrize(
    ("name", "title", "is_so"),
    [
        ("get_logs", None, True),
        ("getLogs", None, True),
        ("t", "Check the build", True),
        ("diagnostics", None, True),
        ("HTTPErrors", None, True),
        ("catalogs", None, False),
        ("get_forecast", "Forecast", False),
    ],
)
def test_a_tool_is_about_errors_where_a_word_of_its_name_is(
    name: str, title: str | None, is_so: bool
) -> None:
    """Provenance: ours."""
    assert is_about_errors(Tool(name, title=title)) is is_so
    assert not is_about_errors(None)


def test_a_name_falls_into_words_however_they_are_joined() -> None:
    """Provenance: ours."""
    assert words_of("getHTTPLogs_of-two Days3") == ["get", "http", "logs", "of", "two", "days"]


@pytest.mark.parametrize(
    ("reply", "is_so"),
    [
        (text("Error: late"), True),
        (text("`days` must be 16"), True),
        (text("Sunny"), False),
        (text("a" * 196 + " must"), False),
        (text("a" * 195 + " must"), True),
        (Reply(structured="it is unknown"), True),
        (Reply(structured={"note": "not found"}), True),
        (Reply(structured={"a": "a" * 200, "note": "not found"}), False),
        (Reply(structured={"highs": [1]}), False),
        (Reply(), False),
        (text("Sunny", structured={"note": "not found"}), False),
        (
            Reply(content=({"type": "text", "text": "Sunny"}, {"type": "text", "text": "Error: not found"})),
            False,
        ),
        (None, False),
    ],
)
def test_a_success_refuses_by_its_beginning(reply: Reply | None, is_so: bool) -> None:
    """Provenance: ours. The first text counts, and structured content where there is none."""
    assert refuses(broken(reply)) is is_so


# -- waiting


@pytest.mark.parametrize(
    ("arguments", "is_so"),
    [
        ({"delay": 5}, True),
        ({"delay": 4.99}, False),
        ({"delay": "5"}, True),
        ({"delay": " 5s "}, True),
        ({"delay": "5m"}, True),
        ({"delay": "soon"}, False),
        ({"delay": None}, False),
        ({"delay": [5]}, False),
        ({"delay": True}, False),
        ({"delay_ms": 5000}, True),
        ({"delay_ms": 4999}, False),
        ({"pause_minutes": 1}, True),
        ({"pause_hours": 0.001}, False),
        ({"hours": 1}, True),
        ({"seconds": 5}, True),
        ({"min": 60}, False),
        ({"s": 60}, False),
        ({"interval": 5}, True),
        ({"deadline": 5}, True),
        ({"steps": [{"wait": 5}]}, True),
        ({"steps": [5, {"n": 5}]}, False),
        ({"count": 5}, False),
    ],
)
def test_a_call_asks_to_wait_as_long_as_its_limit(arguments: dict[str, JSON], is_so: bool) -> None:
    """Provenance: ours."""
    assert asks_to_wait(None, Call("t", arguments, "generated", within=5.0)) is is_so


@pytest.mark.parametrize(
    ("arguments", "within", "is_so"),
    [
        ({"wait_minutes": 2}, 120.0, True),
        ({"wait_minutes": 1.99}, 120.0, False),
        ({"wait_hours": 1}, 3600.0, True),
        ({"wait_hours": 0.9999}, 3600.0, False),
        ({"wait_ms": 1000}, 1.0, True),
        ({"wait_ms": 999}, 1.0, False),
        ({"wait_sec": 60}, 60.0, True),
        ({"wait_sec": 59.9}, 60.0, False),
        ({"wait": 0}, 0.0, True),
        ({"count": 5}, 0.0, False),
        ({"wait": "soon"}, 0.0, False),
        ({"wait": False}, 0.0, False),
    ],
)
def test_the_unit_is_in_the_name_of_the_argument(
    arguments: dict[str, JSON], within: float, is_so: bool
) -> None:
    """Provenance: ours. What is no time asks for nothing, whatever the limit."""
    assert asks_to_wait(None, Call("t", arguments, "generated", within=within)) is is_so


@pytest.mark.parametrize(
    ("properties", "arguments", "is_so"),
    [
        ({"delay": {"default": 5}}, {}, True),
        ({"delay": {"default": 4}}, {}, False),
        ({"delay": {"default": 5}}, {"delay": None}, True),
        ({"delay": {"default": 5}}, {"delay": 1}, False),
        ({"delay": {}}, {}, True),
        ({"delay": {}}, {"delay": 1}, False),
        ({"timeout": {}}, {}, False),
        ({"timeout": {"default": 5}}, {}, True),
        ({"count": {"default": 5}}, {}, False),
        ({"count": {}, "timeout": {"default": 1}, "delay": {"default": 5}}, {}, True),
        ({"count": {}, "wait": {}}, {"count": 1}, True),
    ],
)
def test_a_call_waits_by_default_as_its_schema_says(
    properties: JSON, arguments: dict[str, JSON], is_so: bool
) -> None:
    """Provenance: ours. One argument that is no time hides none behind it."""
    assert asks_to_wait(taking(properties), Call("t", arguments, "generated", within=5.0)) is is_so
