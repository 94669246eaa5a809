"""What each check of calls says: the place, what is seen and what is wanted, word for word."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.calls._examples import (
    UNREACHED,
    broken,
    called,
    data,
    given,
    refusal,
    rpc_error,
    text,
    valid,
)
from pytest_mcp_contract.checks.calls._sequences import create, get, notes
from pytest_mcp_contract.model import (
    FIXED_TOKEN,
    JSON,
    Call,
    Ended,
    Finding,
    Fuzzed,
    JSONObject,
    Promise,
    Reply,
    RpcError,
    Sequence,
    Sequences,
    Served,
    Stage,
    StartFailure,
    Surface,
    Tool,
    ToolCalls,
    Trial,
    Unchecked,
)

CHECKS = {check.code: check for check in all_checks()}
SUNNY = text("Sunny")
NO = refusal("No")
NOT_REACHED = "not reached: give an example that works"
GIVE = "not reached: give `values` for `city`, or an example"
DOWN = StartFailure("does not start", "")


def said(code: str, subject: ToolCalls | Served | Sequences) -> list[tuple[str, str, str] | Unchecked]:
    """Place, what is seen and what is wanted of each finding, and what could not be judged."""
    return [
        one if isinstance(one, Unchecked) else (one.at, one.saw, one.want) for one in CHECKS[code](subject)
    ]


def found(code: str, subject: ToolCalls) -> list[Finding]:
    return [one for one in CHECKS[code](subject) if isinstance(one, Finding)]


# -- questions about what does not exist


@pytest.mark.parametrize(
    ("reply", "saw", "stated"),
    [
        (
            {"content": [{"type": "text", "text": "No"}]},
            'answers a tool that does not exist with success: "No"',
            "absent",
        ),
        ({"content": [], "isError": False}, "answers a tool that does not exist with success", "false"),
        ({"content": [], "isError": None}, "answers a tool that does not exist with success", "absent"),
    ],
)
def test_a_tool_that_does_not_exist_and_answers_is_told(reply: JSONObject, saw: str, stated: str) -> None:
    """Provenance: ours."""
    served = Served(Surface("s", unknown_tool=Reply.from_raw(reply)))

    assert said("MCP301", served) == [
        ("servers.s", saw, f"a JSON-RPC error, or `isError: true`; `isError` is {stated}")
    ]


def test_a_reply_that_was_not_raw_is_judged_by_what_it_says() -> None:
    """Provenance: ours."""
    want = "a JSON-RPC error, or `isError: true`; `isError` is false"
    saw = "answers a tool that does not exist with success"

    assert said("MCP301", Served(Surface("s", unknown_tool=Reply()))) == [("servers.s", saw, want)]
    assert said("MCP301", Served(Surface("s", unknown_tool=Reply(is_error=True)))) == []
    assert said("MCP301", Served(Surface("s", unknown_tool=Reply.from_raw({"isError": 0.5})))) == []


@pytest.mark.parametrize(("code", "what"), [("MCP301", "a tool"), ("MCP318", "a method")])
def test_no_answer_is_a_loss_where_the_server_died(code: str, what: str) -> None:
    """Provenance: ours. A server that did not start is told by another check."""
    why = f"the server gave no answer about {what} that does not exist"

    assert said(code, Served(Surface("s"))) == [Unchecked(why)]
    assert said(code, Served(Surface("s", died=DOWN))) == [Unchecked(why, lost=True)]
    assert said(code, Served(Surface("s", failure=DOWN))) == []


def test_a_method_that_does_not_exist_and_answers_is_told() -> None:
    """Provenance: ours."""
    served = Served(Surface("s", unknown_method=Reply.from_raw({"ok": True})))

    assert said("MCP318", served) == [
        (
            "servers.s",
            'answers a method that does not exist with success: {"ok": true}',
            "JSON-RPC error -32601",
        )
    ]
    assert said("MCP318", Served(Surface("s", unknown_method=Reply(error=RpcError(-32601, "No"))))) == []


# -- hangs and ends


HUNG = replace(given(None, tool="t", n=1), ended=Ended.HANG, within=0.5)
DIED = replace(given(None), ended=Ended.DIED, detail="exit code 1")
GENERATED = Trial(Stage.BOUNDARY, "16", "/days")


def test_a_hang_is_told_with_its_limit() -> None:
    """Provenance: ours."""
    hang = ("example normal", 'no reply within 0.5 s to {"n": 1}', "a reply, or an error")

    assert said("MCP302", called(HUNG)) == [hang]
    assert said("MCP302", called(HUNG, fuzzed=Fuzzed("boundary"))) == [hang]
    assert said("MCP302", called(given(NO))) == []
    assert said("MCP302", called(valid(NO), fuzzed=UNREACHED)) == [Unchecked(GIVE)]
    assert said("MCP302", called(valid(NO))) == []
    assert said("MCP302", called(valid(SUNNY), fuzzed=UNREACHED)) == []


@pytest.mark.parametrize(
    ("calls", "is_lost"),
    [
        ((DIED,), True),
        ((given(SUNNY), DIED), True),
        ((replace(DIED, trial=GENERATED), DIED, given(SUNNY)), False),
        ((replace(DIED, trial=GENERATED),), True),
        ((replace(DIED, trial=GENERATED), replace(DIED, trial=GENERATED)), True),
        ((replace(DIED, trial=GENERATED), given(SUNNY)), False),
        ((given(SUNNY),), False),
    ],
)
def test_where_the_server_died_a_hang_could_not_be_seen(calls: tuple[Call, ...], is_lost: bool) -> None:
    """Provenance: ours. A generated call that kills it is made again, and the others go on."""
    lost = Unchecked("the server died during the call of example normal", lost=True)

    assert said("MCP302", called(*calls)) == ([lost] if is_lost else [])


def test_a_server_that_ends_is_told_with_its_last_words() -> None:
    """Provenance: ours."""
    saw = 'server ended in reply to {"city": "Oslo"}'

    assert said("MCP303", called(DIED)) == [("example normal", f"{saw}: exit code 1", "an error result")]
    assert said("MCP303", called(replace(DIED, detail=""))) == [("example normal", saw, "an error result")]
    assert said("MCP303", called(replace(DIED, trial=GENERATED), fuzzed=UNREACHED)) == [
        ("arguments/days", f"{saw}: exit code 1", "an error result"),
        Unchecked(GIVE),
    ]
    assert said("MCP303", called(HUNG)) == said("MCP303", called(valid(NO))) == []


# -- examples


def promised(reply: Reply | None, expect: str = "success") -> Call:
    return replace(given(reply), expect=expect)


@pytest.mark.parametrize(
    ("calls", "outcome"),
    [
        (
            called(promised(refusal("No\nway"))),
            [("example normal", 'an error: "No\\nway"', 'success for {"city": "Oslo"}')],
        ),
        (
            called(promised(rpc_error(-32603, "n" * 79))),
            [
                (
                    "example normal",
                    f'an error: JSON-RPC error -32603, "{"n" * 78}…',
                    'success for {"city": "Oslo"}',
                )
            ],
        ),
        (
            called(promised(text("n" * 79), "error")),
            [("example normal", f'success: "{"n" * 78}…', 'an error for {"city": "Oslo"}')],
        ),
        (called(promised(SUNNY)), []),
        (called(promised(NO, "error")), []),
        (called(promised(NO, "either")), [Unchecked("no example says how a call ends")]),
        (called(promised(None)), [Unchecked("no call of an example got a reply", lost=True)]),
        (called(promised(None), promised(SUNNY)), []),
        (called(valid(NO)), [Unchecked("no example says how a call ends")]),
        (replace(called(), not_made="it writes"), [Unchecked("it writes")]),
    ],
)
def test_an_example_ends_as_it_says(calls: ToolCalls, outcome: list[tuple[str, str, str]]) -> None:
    """Provenance: ours."""
    assert said("MCP304", calls) == outcome


# -- a tool that is not reached


def fuzzed(*, stopped: str = "", unsupported: tuple[str, ...] = (), is_promised: bool = True) -> Fuzzed:
    return Fuzzed("boundary", valid=1, stopped=stopped, unsupported=unsupported, is_promised=is_promised)


SHRUNK = replace(valid(refusal("No"), city=""), trial=Trial(Stage.SHRINKING, "", "/city"))


@pytest.mark.parametrize(
    ("calls", "outcome"),
    [
        (
            called(valid(refusal("N" * 70)), fuzzed=fuzzed()),
            [
                (
                    "arguments",
                    f'the one valid call does not get through to the tool: "{"N" * 58}…',
                    "give an example that works",
                )
            ],
        ),
        (
            called(valid(rpc_error(-32602, "No")), valid(None), SHRUNK, fuzzed=UNREACHED),
            [
                (
                    "arguments",
                    'none of 2 valid calls gets through to the tool: "JSON-RPC error -32602: \\"No\\""',
                    "give `values` for `city`, or an example",
                )
            ],
        ),
        (
            called(fuzzed=fuzzed(unsupported=("`pattern` of /city: no", "`format`"))),
            [
                (
                    "arguments",
                    "no valid call can be made: `pattern` of /city: no",
                    "give an example that works",
                )
            ],
        ),
        (called(fuzzed=fuzzed()), [Unchecked("no valid call was generated")]),
        (called(valid(None), fuzzed=fuzzed()), [Unchecked("no valid call got a reply")]),
        (called(valid(None), fuzzed=fuzzed(unsupported=("x",))), [Unchecked("no valid call got a reply")]),
        (called(valid(None), fuzzed=fuzzed(stopped="2 hung")), [Unchecked("2 hung")]),
        (called(SHRUNK, fuzzed=fuzzed()), [Unchecked("no valid call was generated")]),
        (called(valid(NO), fuzzed=Fuzzed("boundary", valid=2, reached=1)), []),
        (called(valid(NO), valid(SUNNY), fuzzed=fuzzed()), []),
        (called(valid(NO, crash="KeyError: 1"), fuzzed=fuzzed()), []),
        (
            called(
                valid(NO), tool=Tool("t", raw={"execution": {"taskSupport": "required"}}), fuzzed=fuzzed()
            ),
            [Unchecked("not reached: the tool runs only as a task, and calls are made without one")],
        ),
        (called(valid(NO)), [Unchecked("no calls were generated")]),
    ],
)
def test_a_tool_that_no_valid_call_reaches_is_told(
    calls: ToolCalls, outcome: list[tuple[str, str, str]]
) -> None:
    """Provenance: ours."""
    assert said("MCP305", calls) == outcome


def test_what_is_not_reached_is_told_of_its_tool_with_every_valid_call() -> None:
    """Provenance: ours."""
    (refused,) = found("MCP305", called(valid(NO), valid(NO, city="a"), SHRUNK, fuzzed=fuzzed()))
    (mild,) = found("MCP305", called(fuzzed=fuzzed(unsupported=("x",), is_promised=False), tool=None))

    assert refused.call is not None
    assert (refused.tool, refused.call.failing, refused.call.tried) == ("get_forecast", 2, 2)
    assert not refused.is_mild
    assert (mild.tool, mild.is_mild) == (None, True)


# -- crashes


RESULT = "an error result that says what is wrong, or a result"


@pytest.mark.parametrize(
    ("call", "outcome"),
    [
        (
            valid(NO, crash="KeyError: 'a' at server.py:3"),
            ("server.py:3", "raises `KeyError: 'a'` at server.py:3"),
        ),
        (valid(NO, crash="KeyError: `a`"), ("reply", "raises `KeyError: 'a'`")),
        (valid(NO, crash="KeyError: " + "a" * 80), ("reply", f"raises `KeyError: {'a' * 80}`")),
        (valid(NO, crash="KeyError: " + "a" * 81), ("reply", f"raises `KeyError: {'a' * 79}…`")),
        (broken(NO, crash="KeyError: 'a'"), ("reply", "raises `KeyError: 'a'`")),
        (
            valid(refusal("No city here"), crash="KeyError: No city here"),
            ("reply", "raises `KeyError: No city here`"),
        ),
        (valid(refusal("No city here"), crash="ValueError: No city here at a.py:1"), None),
        (valid(rpc_error(-32603, "x: No city"), crash="ValueError: No city"), None),
        (valid(refusal("city"), crash="ValueError: city"), ("reply", "raises `ValueError: city`")),
        (
            valid(refusal("Failed"), crash="ValueError: No city here"),
            ("reply", "raises `ValueError: No city here`"),
        ),
        (valid(None, crash="ValueError: No city here"), ("reply", "raises `ValueError: No city here`")),
        (
            valid(refusal("list index out of range"), crash="ValueError: list index out of range"),
            ("reply", "raises `ValueError: list index out of range`"),
        ),
        (
            valid(rpc_error(-32603, "Internal error.")),
            ("reply", "JSON-RPC error -32603 to a valid call: Internal error"),
        ),
        (valid(rpc_error(-32603, "")), ("reply", "JSON-RPC error -32603 to a valid call")),
        (
            valid(rpc_error(-32603, "a" * 95 + ".py:1:in `x' .rb:3:in `x'")),
            ("reply", f"JSON-RPC error -32603 to a valid call: {'a' * 89}…"),
        ),
        (
            valid(rpc_error(-32603, "x is not a function")),
            ("reply", "JSON-RPC error -32603 to a valid call: x is not a function"),
        ),
        (valid(rpc_error(-32603, "No city is called Oslo")), None),
        (valid(rpc_error(-32602, "Internal error")), None),
        (broken(rpc_error(-32603, "Internal error")), None),
        (valid(SUNNY), None),
    ],
)
def test_what_a_tool_raises_is_told_at_its_line(call: Call, outcome: tuple[str, str] | None) -> None:
    """Provenance: ours. A sentence that the caller gets is a refusal, whatever carries it."""
    told = [one for one in said("MCP306", called(call)) if not isinstance(one, Unchecked)]

    assert told == ([] if outcome is None else [(*outcome, RESULT)])


# -- arguments that are refused, and that are not


def test_a_valid_argument_that_is_refused_is_named() -> None:
    """Provenance: ours."""
    want = "a result, or an input schema that says so"
    schema = "Input validation error: 16 is too high"
    at_dates = f"data/dates/0 must be {'x' * 60}"

    assert said("MCP307", called(valid(refusal(schema)))) == [
        ("arguments/days", 'a valid call fits the input schema and is refused: "16 is too high"', want)
    ]
    assert said("MCP307", called(valid(refusal(at_dates), dates=["a"]))) == [
        ("arguments/dates", f'`dates` fits the input schema and is refused: "must be {"x" * 50}…', want)
    ]
    assert said("MCP307", called(given(refusal(schema)))) == [
        ("example normal", 'a valid call fits the input schema and is refused: "16 is too high"', want)
    ]
    assert said("MCP307", called(given(refusal(schema), city=5))) == []
    assert said("MCP307", called(valid(refusal(schema), crash="ValueError: x y"))) == [Unchecked(NOT_REACHED)]
    assert said("MCP307", called(valid(refusal(schema), requests=1))) == []
    assert said("MCP307", called(broken(refusal(schema)), valid(SUNNY))) == []


INSTEAD = "an error that names the argument and what is wrong with it"


@pytest.mark.parametrize(
    ("code", "call", "at", "saw"),
    [
        ("MCP308", broken(SUNNY), "/days", "success with 17 for `days`, against its `maximum`"),
        (
            "MCP308",
            broken(SUNNY, "required", "/city", arguments={"days": 1}),
            "/city",
            "success without `city`, which is required",
        ),
        (
            "MCP308",
            broken(SUNNY, "null", "/city", arguments={"city": None}),
            "/city",
            "success with null for `city`, against its `type`",
        ),
        (
            "MCP308",
            broken(SUNNY, "minProperties", "", arguments={}),
            "",
            "success with {} for the arguments, against its `minProperties`",
        ),
        (
            "MCP308",
            broken(SUNNY, "minLength", "/city", arguments={}),
            "/city",
            "success against the rule `minLength` of `city`",
        ),
        (
            "MCP308",
            broken(SUNNY, "maxLength", "/city", arguments={"city": "a" * 40}),
            "/city",
            f'success with "{"a" * 38}… for `city`, against its `maxLength`',
        ),
        (
            "MCP309",
            broken(SUNNY, "format", "/dates/0", arguments={"city": "Oslo", "dates": ["a"]}),
            "/dates/0",
            'success with "a" for `dates/0`, against its `format`',
        ),
        (
            "MCP309",
            broken(SUNNY, "additionalProperties", "/x", arguments={"x": 1}),
            "/x",
            "success with `x`, which is not declared",
        ),
        (
            "MCP309",
            broken(SUNNY, "unevaluatedProperties", "/a/x", arguments={"a": {"x": 1}}),
            "/a/x",
            "success with `x`, which is not declared",
        ),
        (
            "MCP309",
            broken(SUNNY, "propertyNames", "/x", arguments={"x": 1}),
            "/x",
            "success with `x`, which is not declared",
        ),
    ],
)
def test_a_broken_rule_that_is_not_noticed_is_told(code: str, call: Call, at: str, saw: str) -> None:
    """Provenance: ours. By one of the two checks, and by the other as not tried."""
    other = {"MCP308": "MCP309", "MCP309": "MCP308"}[code]

    assert said(code, called(call)) == [(f"arguments{at}", saw, INSTEAD)]
    assert said(other, called(call)) == [Unchecked("no call that breaks such a rule got a reply")]


@pytest.mark.parametrize(
    ("default", "value", "is_told"),
    [(None, None, False), (1, 1, False), (1, True, True), (2, 1, True), ("1", "1", False)],
)
def test_the_default_that_the_schema_states_is_rightly_taken(
    default: JSON, value: JSON, is_told: bool
) -> None:
    """Provenance: ours. 1 and true are two values."""
    tool = Tool("t", input_schema={"properties": {"a": {"enum": ["x"], "default": default}}})
    call = broken(SUNNY, "enum", "/a", arguments={"a": value})

    assert bool(found("MCP308", called(call, tool=tool))) is is_told


def test_refusals_are_no_findings_and_no_proof_where_nothing_is_reached() -> None:
    """Provenance: ours."""
    assert said("MCP308", called(broken(NO))) == [Unchecked(NOT_REACHED)]
    assert said("MCP308", called(broken(NO), valid(SUNNY))) == []
    assert said("MCP308", called(broken(text("Invalid days")), valid(SUNNY))) == []
    assert said("MCP308", called(broken(None), valid(SUNNY))) == [
        Unchecked("no call that breaks such a rule got a reply")
    ]


# -- refusals that name nothing


def unnamed(said_by_tool: str, at: str = "/colours", value: JSON = 5, **others: JSON) -> bool:
    """Whether the refusal is told as one that does not say which argument it is of."""
    name = at.split("/")[1]
    tool = Tool("t", input_schema={"properties": {name: {}, "other": {}}})
    arguments: dict[str, JSON] = {name: value, **others}
    call = broken(refusal(said_by_tool), "type", at, arguments=arguments)
    return bool(found("MCP310", called(call, valid(SUNNY), tool=tool)))


@pytest.mark.parametrize(
    ("words", "at", "value", "is_told"),
    [
        ("Validation failed", "/colours", 5, True),
        ("COLOURS is wrong", "/colours", 5, False),
        ("The colour is wrong", "/colours", 5, False),
        ("The colo is wrong", "/colours", 5, True),
        ("The name is wrong", "/userName", 5, False),
        ("The user is wrong", "/userName", 5, False),
        ("The issue is wrong", "/issue_id", 5, False),
        ("The id is wrong", "/issue_id", 5, True),
        ("The idea is wrong", "/id", 5, True),
        ("The id is wrong", "/id", 5, False),
        ("`id` is wrong", "/id", 5, False),
        ("Element 0 is wrong", "/colours/0", [5], True),
        ("The shade is wrong", "/colours/0/shade", [{"shade": 5}], False),
        ("Cannot read abc", "/colours", "abc", False),
        ("Cannot read ABC", "/colours", "aBc", False),
        ("Cannot read ab", "/colours", "ab", True),
        ("Cannot read b", "/colours", ["x", "xyz"], True),
        ("Cannot read xyz", "/colours", ["x", "xyz"], False),
        ("Cannot read 123456789012 and so on", "/colours", "12345 6789012345", False),
        ("Cannot read 12345678901 and so on", "/colours", "12345 6789012345", True),
        ("Cannot read " + "z" * 12, "/colours", "y" * 188 + "z" * 20, False),
        ("Cannot read " + "z" * 12, "/colours", "y" * 189 + "z" * 20, True),
    ],
)
def test_a_refusal_names_its_argument_by_a_word_or_by_the_value(
    words: str, at: str, value: JSON, is_told: bool
) -> None:
    """Provenance: ours. Two letters come up in any text; twelve in a row are no coincidence."""
    assert unnamed(words, at, value) is is_told


@pytest.mark.parametrize(
    ("calls", "outcome"),
    [
        (called(valid(SUNNY)), [Unchecked("no call that breaks a rule was refused")]),
        (called(valid(NO)), [Unchecked("no call that breaks a rule was refused")]),
        (called(broken(SUNNY)), [Unchecked("no call that breaks a rule was refused")]),
        (called(broken(None)), [Unchecked("no call that breaks a rule was refused")]),
        (called(broken(refusal(" "))), [Unchecked("no call that breaks a rule was refused")]),
        (called(broken(NO, at="")), [Unchecked("no call that breaks a rule was refused")]),
        (called(broken(NO, crash="KeyError: 1")), [Unchecked("no call that breaks a rule was refused")]),
        (called(replace(broken(NO), requests=1)), [Unchecked("no call that breaks a rule was refused")]),
        (called(broken(rpc_error(-32603, "No"))), [Unchecked("no call that breaks a rule was refused")]),
        (
            called(broken(rpc_error(-32602, "No"))),
            [("reply", '"No" does not name `days`', "the argument, and what is allowed")],
        ),
        (called(broken(NO)), [("reply", '"No" does not name `days`', "the argument, and what is allowed")]),
        (called(broken(NO), broken(NO)), [Unchecked(NOT_REACHED)]),
        (
            called(broken(NO), valid(SUNNY)),
            [("reply", '"No" does not name `days`', "the argument, and what is allowed")],
        ),
        (called(broken(NO), valid(SUNNY), valid(NO)), []),
        (
            called(broken(NO), valid(SUNNY), broken(NO, "enum", "/units")),
            [("reply", '"No" does not name `days`', "the argument, and what is allowed")],
        ),
        (
            called(broken(NO, "format", "/dates/0", arguments={"dates": ["a"], "city": "x"})),
            [("reply", '"No" does not name `dates/0`', "the argument, and what is allowed")],
        ),
    ],
)
def test_a_refusal_that_names_nothing_is_told(
    calls: ToolCalls, outcome: list[tuple[str, str, str] | Unchecked]
) -> None:
    """Provenance: ours."""
    assert said("MCP310", calls) == outcome


@pytest.mark.parametrize(
    ("properties", "arguments", "at", "is_told"),
    [
        ({"a": {}}, {"a": 1}, "/a", False),
        ({"a": {}}, {}, "/a", False),
        ({}, {"a": 1}, "/a", False),
        ({"a": {}}, {"a": 1, "b": 2}, "/a", True),
        ({"a": {}, "b": {}}, {"a": 1}, "/a", True),
        ({"a": {}}, {"a": [1]}, "/a/0", True),
    ],
)
def test_the_only_argument_needs_no_name(
    properties: JSON, arguments: dict[str, JSON], at: str, is_told: bool
) -> None:
    """Provenance: ours."""
    tool = Tool("t", input_schema={"properties": properties})

    assert bool(found("MCP310", called(broken(NO, "type", at, arguments=arguments), tool=tool))) is is_told


# -- results


def test_an_error_that_is_told_as_success_is_quoted() -> None:
    """Provenance: ours."""
    assert said("MCP311", called(given(text("Error: late", structured=None)))) == [
        ("reply", 'success: "Error: late"', "the same with `isError: true`")
    ]
    assert said("MCP311", called(given(text("Error: " + "x" * 70, structured=None)))) == [
        ("reply", f'success: "Error: {"x" * 61}…', "the same with `isError: true`")
    ]


PROMISED = "what `outputSchema` promises"


def test_a_result_without_data_is_told() -> None:
    """Provenance: ours."""
    assert said("MCP312", called(given(Reply()))) == [
        ("reply", "a result without `structuredContent`", PROMISED)
    ]
    assert said("MCP312", called(given(NO))) == said("MCP312", called(given(None))) == []
    assert said("MCP312", called(given(text("Error: late", structured=None)))) == []


def unfit(value: JSON, tool: Tool | None = None) -> Finding:
    """What is said of structured content that does not fit."""
    calls = called(given(data(value)))
    (told,) = found("MCP313", replace(calls, tool=tool) if tool else calls)
    return told


def test_data_that_does_not_fit_is_told_with_its_place() -> None:
    """Provenance: ours."""
    inside, missing = unfit({"highs": ["x"]}), unfit({})

    assert (inside.at, inside.want) == ("/outputSchema/properties/highs/items/type", PROMISED)
    assert inside.saw.startswith("`structuredContent` does not fit at /highs/0: ")
    assert missing.at == "/outputSchema/required"
    assert missing.saw.startswith("`structuredContent` does not fit at the whole: ")


def test_data_that_does_not_fit_is_told_in_80_characters() -> None:
    """Provenance: ours."""

    def saw(length: int) -> str:
        schema: JSON = {"properties": {"x" * length: {"type": "string"}}}
        return unfit({"x" * length: 1}, Tool("t", output_schema=schema)).saw

    most = 80 - len(saw(1)) + 1

    assert len(saw(most)) == len(saw(most + 1)) == 80
    assert not saw(most).endswith("…")
    assert saw(most + 1).endswith("…")


STACK = 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in run\nKeyError: 1'
NO_ERROR = "no call was answered with an error"


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (given(refusal(STACK)), '"Traceback (most recent call last)"'),
        (given(rpc_error(-32000, STACK)), '"Traceback (most recent call last)"'),
        (given(text(STACK, structured=None)), '"Traceback (most recent call last)"'),
        (given(refusal("Cannot load /srv/app/main.py")), '"/srv/app/main.py"'),
        (given(refusal(f"Cannot load /srv/{'a' * 70}.py")), f'"/srv/{"a" * 63}…'),
        (given(refusal("Cannot load /srv/app/main.py"), city="main.py"), ""),
        (given(refusal("Cannot load /srv/app/main.py"), city="py"), '"/srv/app/main.py"'),
        (given(refusal("Cannot load /srv/app/main.py"), city="app"), ""),
        (given(refusal("Cannot read notes\n/srv/app/main.py"), city="notes"), ""),
        (given(refusal("Cannot read\n/srv/app/main.py: notes"), city="notes"), '"/srv/app/main.py"'),
        (given(refusal("Cannot load /srv/app/main.py"), city="see /srv/app/main.py"), ""),
        (given(refusal("No such city")), ""),
    ],
)
def test_what_an_error_shows_of_the_code_is_quoted(call: Call, shown: str) -> None:
    """Provenance: ours. What the caller gave is none of it, and what it leads to."""
    assert said("MCP314", called(call)) == (
        [("reply", f"the error shows {shown}", "a sentence that says what happened")] if shown else []
    )


@pytest.mark.parametrize(
    ("name", "title", "code", "is_judged"),
    [
        ("get_forecast", None, "MCP314", True),
        ("run_python", None, "MCP314", False),
        ("t", "Run a script", "MCP314", False),
        ("get_forecast", None, "MCP315", True),
        ("get_token", None, "MCP315", False),
        ("t", "Show the settings", "MCP315", False),
    ],
)
def test_what_a_tool_is_there_for_is_not_judged(
    name: str, title: str | None, code: str, is_judged: bool
) -> None:
    """Provenance: ours."""
    reply = refusal(f"{STACK}\n{FIXED_TOKEN}")
    tool = Tool(name, title=title)

    told = said(code, called(given(reply, tool=name), tool=tool))

    assert (not any(isinstance(one, Unchecked) for one in told)) is is_judged
    assert len(told) == 1


def test_without_a_tool_a_reply_is_judged_all_the_same() -> None:
    """Provenance: ours."""
    reply = refusal(f"{STACK}\n{FIXED_TOKEN}")

    assert len(found("MCP314", called(given(reply), tool=None))) == 1
    assert len(found("MCP315", called(given(reply), tool=None))) == 1
    assert said("MCP314", called(given(SUNNY))) == [Unchecked(NO_ERROR)]


REAL = "ghp" + "_kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe1oVa"
FIXED = "the token that the server was given"


@pytest.mark.parametrize(
    ("call", "secret"),
    [
        (given(refusal(FIXED_TOKEN)), FIXED),
        (given(rpc_error(-32000, FIXED_TOKEN)), FIXED),
        (given(text(f"Signed in with {REAL}")), "a GitHub token"),
        (given(text("Sunny", structured={"a": [{"b": FIXED_TOKEN}]})), FIXED),
        (given(text("Sunny", structured={FIXED_TOKEN: 1})), FIXED),
        (given(Reply(structured=FIXED_TOKEN)), FIXED),
        (given(data({"a": FIXED_TOKEN})), FIXED),
        (given(text("{}", structured={"a": FIXED_TOKEN})), ""),
        (
            given(
                Reply(
                    content=({"type": "text", "text": "{"}, {"type": "text", "text": "}"}),
                    structured=FIXED_TOKEN,
                )
            ),
            FIXED,
        ),
        (given(text(REAL), city=REAL), ""),
        (given(text(REAL), city="Oslo"), "a GitHub token"),
        (given(text("Sunny")), ""),
        (given(None), ""),
    ],
)
def test_a_secret_in_a_reply_is_told_without_a_letter_of_it(call: Call, secret: str) -> None:
    """Provenance: ours. A text that is the data again is not read twice."""
    assert said("MCP315", called(call)) == (
        [("reply", f"the reply shows {secret}", "a reply without it")] if secret else []
    )


@pytest.mark.parametrize(
    ("reply", "size"),
    [
        (text("a" * 1000, structured=None), None),
        (text("a" * 1001, structured=None), "1,001"),
        (text("\u2600" * 334, structured=None), "1,002"),
        (text("a", structured={"b": "c" * 990}), None),
        (text("a", structured={"b": "c" * 991}), "1,001"),
        (rpc_error(1, "a" * 1001), "1,001"),
        (text("\ud800" * 1001, structured=None), "1,001"),
        (None, None),
    ],
)
def test_a_reply_that_is_too_large_is_told_with_its_size(reply: Reply | None, size: str | None) -> None:
    """Provenance: ours."""
    calls = replace(called(given(reply)), most_bytes=1000)

    assert said("MCP316", calls) == (
        [("reply", f"a reply of {size} bytes", "at most 1,000 bytes")] if size else []
    )


@pytest.mark.parametrize(
    ("city", "is_told"),
    [
        ("a" * 988, True),
        ("a" * 989, False),
        ("é" * 494, True),
        ("é" * 495, False),
        ("\ud800" * 988, True),
        ("\ud800" * 989, False),
    ],
    ids=["ASCII", "too long", "é", "too much é", "half a character", "too many halves"],
)
def test_a_reply_may_be_as_large_as_what_was_sent(city: str, is_told: bool) -> None:
    """Provenance: ours. Both are counted in bytes of UTF-8."""
    calls = called(given(text("a" * 2000), city=city))

    assert bool(found("MCP316", replace(calls, most_bytes=1000))) is is_told


# -- once, and in sequence


def test_a_call_that_failed_once_is_told_for_itself() -> None:
    """Provenance: ours."""
    once = valid(refusal("No"), city="a")
    calls = replace(
        called(valid(NO)), unsteady=(("MCP306", once), ("MCP311", replace(once, trial=Trial(Stage.RANDOM))))
    )
    same = "the same end for the same call"

    assert said("MCP317", calls) == [
        ("arguments/days", '`MCP306` failed once, and not again, for {"city": "a"}', same),
        ("arguments", '`MCP311` failed once, and not again, for {"city": "a"}', same),
    ]
    assert [one.tool for one in found("MCP317", calls)] == ["get_forecast"] * 2
    assert all(one.call and one.call.arguments == {"city": "a"} for one in found("MCP317", calls))
    assert said("MCP317", called(valid(NO))) == [Unchecked("no calls were generated")]
    assert said("MCP317", called(valid(NO), fuzzed=UNREACHED)) == [Unchecked(GIVE)]
    assert said("MCP317", called(valid(SUNNY), fuzzed=UNREACHED)) == []


PROMISES = [
    (
        "MCP320",
        Promise.CREATED_IS_FOUND,
        "`r` does not find what `t` says it created: i",
        "no tool was asked for what was created",
    ),
    (
        "MCP321",
        Promise.DELETED_IS_GONE,
        "`r` still finds what `t` says it deleted: i",
        "nothing was deleted: no tool deletes, or none may be called",
    ),
    (
        "MCP322",
        Promise.ID_IS_USABLE,
        "`r` does not take the id that `t` gives: i",
        "no tool takes an id that the reply of another gives",
    ),
]


@pytest.mark.parametrize(("code", "promise", "first", "why"), PROMISES)
def test_a_promise_is_broken_kept_or_never_put_to_the_test(
    code: str, promise: Promise, first: str, why: str
) -> None:
    """Provenance: ours."""
    steps = (create(), get("x", note="n" * 200))
    failing = Sequence(promise, steps, "t", "r", "i", "w")
    others = [
        Sequence(other, steps, "t", "r", "i", "w") for _, other, _, _ in PROMISES if other is not promise
    ]
    lines = (
        first,
        '1. create_note {"name": "bcd100z"} -> Created',
        f'2. get_note {{"note": "{"n" * 149}… -> x',
    )

    assert said(code, notes(*others, failing)) == [("sequence", "\n".join(lines), "w")]
    assert said(code, notes(kept=promise)) == []
    assert said(code, notes()) == said(code, notes(*others)) == [Unchecked(why)]
    assert said(code, notes(reason="it writes")) == [Unchecked("it writes")]
