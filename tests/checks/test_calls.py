"""The checks of calls, where an example alone does not show how they judge."""

from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis.strategies import from_regex

from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks._words import may_hold_secret, secret_in
from pytest_mcp_contract.checks.calls._examples import (
    UNREACHED,
    broken,
    called,
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
    SECRET_SHAPES,
    Call,
    Ended,
    Finding,
    Fuzzed,
    Promise,
    Reply,
    Sequence,
    Stage,
    Tool,
    ToolCalls,
    Trial,
    Unchecked,
)

CHECKS = {check.code: check for check in all_checks()}
SUNNY = text("Sunny")
HIDDEN = refusal("Error executing tool get_forecast")


def found(code: str, calls: ToolCalls) -> list[Finding]:
    return [said for said in CHECKS[code](calls) if isinstance(said, Finding)]


def unchecked(code: str, calls: ToolCalls) -> list[str]:
    return [said.reason for said in CHECKS[code](calls) if isinstance(said, Unchecked)]


def crashed(line: int, **arguments: JSON) -> Call:
    return replace(valid(HIDDEN, crash=f"KeyError: 'highs' at server.py:{line}"), arguments=arguments)


def at_stage(call: Call, stage: Stage, at: str = "") -> Call:
    assert call.trial is not None
    return replace(call, trial=replace(call.trial, stage=stage, at=at))


# -- one finding for each defect


def test_crashes_at_one_line_are_one_finding_with_the_smallest_call() -> None:
    """Provenance: ours. Forty calls that hit the same bug are one bug."""
    calls = called(
        crashed(24, city="Oslo", days=16), crashed(24, city="O"), crashed(31, city="Bergen"), valid(SUNNY)
    )

    first, second = found("MCP306", calls)

    assert (first.at, second.at) == ("server.py:24", "server.py:31")
    assert first.call is not None
    assert (first.call.arguments, first.call.failing, first.call.tried) == ({"city": "O"}, 2, 4)


def test_calls_made_while_shrinking_are_shown_and_not_counted() -> None:
    """Provenance: ours."""
    smallest = at_stage(crashed(24, city=""), Stage.SHRINKING)

    (finding,) = found("MCP306", called(crashed(24, city="Oslo"), smallest))

    assert finding.call is not None
    assert (finding.call.arguments, finding.call.failing, finding.call.tried) == ({"city": ""}, 1, 1)


def test_arguments_are_told_apart_where_each_is_accepted() -> None:
    """Provenance: ours."""
    calls = called(
        broken(SUNNY),
        broken(SUNNY, "enum", "/units", arguments={"city": "Oslo", "units": "not-a-member"}),
        broken(refusal("`city` is required"), "required", "/city", arguments={}),
        valid(SUNNY),
    )

    findings = found("MCP308", calls)

    assert [finding.at for finding in findings] == ["arguments/days", "arguments/units"]
    assert findings[1].saw == 'success with "not-a-member" for `units`, against its `enum`'


def test_a_random_call_is_a_finding_only_where_no_other_shows_the_defect() -> None:
    """Provenance: ours. It does not say which argument is at fault."""
    hangs = Call("get_forecast", {"city": "a"}, "generated", Ended.HANG, within=5.0)
    random = replace(hangs, trial=Trial(Stage.RANDOM))
    boundary = replace(hangs, trial=Trial(Stage.BOUNDARY, "1 character", "/city"))

    alone, both = found("MCP302", called(random)), found("MCP302", called(random, boundary))

    assert [finding.at for finding in alone] == ["arguments"]
    assert [finding.at for finding in both] == ["arguments/city"]


def test_what_does_not_fit_is_told_by_its_place_in_the_schema() -> None:
    """Provenance: ours. The third and the fifth element are wrong for one reason."""
    calls = called(
        valid(text("a", structured={"highs": [1, 2, "3"]}), city="a"),
        valid(text("b", structured={"highs": [1, 2, 3, 4, "5"]}), city="b"),
        valid(text("c", structured={}), city="c"),
    )

    assert [finding.at for finding in found("MCP313", calls)] == [
        "/outputSchema/properties/highs/items/type",
        "/outputSchema/required",
    ]


def test_a_call_that_failed_once_is_only_told_as_such() -> None:
    """Provenance: ours."""
    once = crashed(24, city="Oslo")
    calls = replace(called(once, valid(SUNNY, city="Bergen")), unsteady=(("MCP306", once),))

    assert found("MCP306", calls) == []
    assert [finding.saw for finding in found("MCP317", calls)] == [
        '`MCP306` failed once, and not again, for {"city": "Oslo"}'
    ]


# -- what was not exercised


@pytest.mark.parametrize(
    "code", ["MCP306", "MCP307", "MCP311", "MCP312", "MCP313", "MCP314", "MCP315", "MCP316"]
)
def test_a_tool_that_nothing_gets_through_to_passes_no_check_of_replies(code: str) -> None:
    """Provenance: ours."""
    calls = called(
        valid(refusal("No such city")), broken(refusal("`days` is out of range")), fuzzed=UNREACHED
    )

    assert unchecked(code, calls) == ["not reached: give `values` for `city`, or an example"]


def test_an_example_is_judged_where_no_calls_are_generated() -> None:
    """Provenance: ours."""
    calls = called(given(SUNNY))

    assert CHECKS["MCP311"](calls) == CHECKS["MCP313"](calls) == []
    assert unchecked("MCP308", calls) == ["no call that breaks such a rule got a reply"]
    assert unchecked("MCP305", calls) == ["no calls were generated"]


@pytest.mark.parametrize(
    "reply",
    [
        text("a" * 2**20, structured=None),
        text("é" * 2**19, structured=None),
        text("", structured=["a" * (2**20 - 4)]),
        refusal("a" * 2**20),
        rpc_error(-32603, "a" * 2**20),
    ],
    ids=["text", "characters of two bytes", "structured", "refusal", "JSON-RPC"],
)
def test_a_reply_of_a_mebibyte_is_left_alone_and_one_byte_more_is_not(reply: Reply) -> None:
    """Provenance: ours. The bound is the limit of a reply, in bytes of UTF-8, where no other is set."""
    told = replace(reply, content=(*reply.content, {"type": "text", "text": "a"}))

    assert found("MCP316", called(given(reply))) == []
    assert [each.want for each in found("MCP316", called(given(told)))] == ["at most 1,048,576 bytes"]


STACK = 'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in run\nKeyError: 1'


@pytest.mark.parametrize(
    ("code", "calls", "why"),
    [
        (
            "MCP314",
            called(valid(refusal(STACK), tool="run_python"), tool=Tool("run_python")),
            "the tool runs code or tells of it, so that a stack may be what was asked for",
        ),
        ("MCP314", called(valid(SUNNY)), "no call was answered with an error"),
        (
            "MCP315",
            called(valid(SUNNY, tool="create_token"), tool=Tool("create_token")),
            "the tool is asked for such things, so that a secret may be what was wanted",
        ),
        ("MCP317", called(given(SUNNY)), "no calls were generated"),
        ("MCP304", called(given(SUNNY)), "no example says how a call ends"),
        ("MCP312", called(valid(SUNNY), tool=Tool("no_schema")), "the tool declares no output schema"),
        (
            "MCP313",
            called(valid(SUNNY), tool=Tool("bad", output_schema={"type": "objekt"})),
            "the output schema is not valid itself",
        ),
        (
            "MCP313",
            called(valid(SUNNY), tool=Tool("new", output_schema={"$schema": "https://example.org/next"})),
            "the output schema is of a dialect that is not known",
        ),
    ],
)
def test_what_a_check_cannot_judge_is_told_and_passes_for_nothing(
    code: str, calls: ToolCalls, why: str
) -> None:
    """Provenance: ours. Silence would read as: looked at, and sound."""
    assert CHECKS[code](calls) == [Unchecked(why)]


def test_refusals_prove_nothing_where_everything_is_refused() -> None:
    """Provenance: ours. "Not signed in" is no validation."""
    calls = called(broken(refusal("Not signed in")), valid(refusal("Not signed in")), fuzzed=UNREACHED)

    assert unchecked("MCP308", calls) == ["not reached: give `values` for `city`, or an example"]
    assert CHECKS["MCP310"](calls) == [Unchecked("not reached: give `values` for `city`, or an example")]


def test_a_tool_that_is_not_reached_says_with_what_it_was_tried() -> None:
    """Provenance: ours."""
    no = refusal("No such city")
    calls = called(valid(no, city="aa"), valid(no, city="a"), broken(no), fuzzed=UNREACHED)

    (finding,) = found("MCP305", calls)

    assert finding.saw == 'none of 2 valid calls gets through to the tool: "No such city"'
    assert finding.want == "give `values` for `city`, or an example"
    assert finding.call is not None
    assert (finding.call.arguments, finding.is_mild) == ({"city": "a"}, False)


def test_a_tool_that_nobody_promised_is_only_warned_of() -> None:
    """Provenance: ours."""
    calls = called(valid(refusal("No")), fuzzed=Fuzzed("boundary", valid=1, is_promised=False))

    assert [finding.is_mild for finding in found("MCP305", calls)] == [True]


def test_a_crash_is_a_way_into_the_tool() -> None:
    """Provenance: ours. The exception is the finding, and no value would help."""
    assert found("MCP305", called(crashed(24, city="Oslo"), fuzzed=UNREACHED)) == []


# -- one call, as a run asks while it goes on


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("MCP302", replace(valid(None), ended=Ended.HANG)),
        ("MCP303", replace(valid(None), ended=Ended.DIED)),
        ("MCP306", crashed(24, city="Oslo")),
        ("MCP308", broken(SUNNY)),
        ("MCP310", broken(refusal("No"))),
        ("MCP311", valid(text("Error: timed out", structured=None))),
        ("MCP312", valid(text("Sunny", structured=None))),
    ],
)
def test_a_check_judges_one_call(code: str, call: Call) -> None:
    """Provenance: ours."""
    assert found(code, called(call))
    assert not found(code, called(valid(SUNNY)))


# -- waiting


@pytest.mark.parametrize(
    ("arguments", "is_hang"),
    [
        ({"timeout_ms": 4000}, True),
        ({"timeout_ms": 6000}, False),
        ({"timeout": 6000}, False),
        ({"waitSeconds": 5}, False),
        ({"waitSeconds": 4.9}, True),
        ({"sleep_minutes": 1}, False),
        ({"delay": "10s"}, False),
        ({"options": {"delay": 10}}, False),
        ({"items": 1000}, True),
        ({"admins": 60}, True),
        ({"duration": True}, True),
    ],
)
def test_a_call_that_asks_to_wait_is_no_hang(arguments: dict[str, JSON], is_hang: bool) -> None:
    """Provenance: a tool whose default duration was above the limit, the one finding of another fuzzer."""
    call = Call("wait", arguments, "generated", Ended.HANG, within=5.0, trial=Trial(Stage.RANDOM))

    assert bool(found("MCP302", called(call, tool=Tool("wait")))) is is_hang


def test_a_duration_of_which_nobody_knows_the_default_may_be_long() -> None:
    """Provenance: ours. A timeout that is left out says less: most tools have one."""
    call = Call("run", {}, "generated", Ended.HANG, within=5.0, trial=Trial(Stage.RANDOM))

    def hangs(schema: dict[str, JSON]) -> bool:
        return bool(found("MCP302", called(call, tool=Tool("run", input_schema={"properties": schema}))))

    assert not hangs({"duration": {"type": "number"}})
    assert hangs({"duration": {"type": "number", "default": 1}})
    assert hangs({"timeout": {"type": "number"}})


# -- words


@pytest.mark.parametrize(
    "message",
    [
        "Internal server error",
        "Internal error",
        "MCP error -32603: Internal error",
        "",
        "x is not a function",
    ],
)
def test_an_internal_error_without_words_is_a_crash(message: str) -> None:
    """Provenance: ours."""
    assert found("MCP306", called(valid(rpc_error(-32603, message))))


@pytest.mark.parametrize(
    "message",
    ["Issue 5 was not found", "Failed to fetch: 404", "city must not be empty", "Rate limit exceeded"],
)
def test_an_internal_error_with_words_may_be_a_refusal(message: str) -> None:
    """Provenance: low-level servers of the TypeScript SDK throw `InternalError` for whatever goes wrong."""
    assert not found("MCP306", called(valid(rpc_error(-32603, message))))


@pytest.mark.parametrize(
    "said",
    [
        'Database error: near "a": syntax error',
        "Error: Only SELECT queries are allowed",
        "error: pathspec 'main' did not match any file(s)",
        "**Error:** timed out",
        "\u26a0\ufe0f Error: timed out",
        "Error reading file: no such file",
        "Failed to connect",
        "failed to fetch the page: 503 Service Unavailable",
        "GitHub API error: Not Found",
        "sqlite3.OperationalError: no such table: days",
        "TypeError [ERR_INVALID_ARG_TYPE]: a text is wanted",
        "An unexpected error occurred",
        '{"error": {"code": 404, "message": "Not Found"}}',
        '{"isError": true, "content": [{"type": "text", "text": "timed out"}]}',
    ],
)
def test_an_error_message_is_told_from_its_beginning(said: str) -> None:
    """Provenance: mcp-server-sqlite, and what the servers of other SDKs answer."""
    assert found("MCP311", called(valid(text(said, structured=None)), tool=Tool("get_forecast")))


@pytest.mark.parametrize(
    "said",
    [
        "Error: 0",
        "Error: ",
        "Mean squared error: 0.3 after ten rounds",
        "Failed deployments: 3",
        "Errors and warnings",
        "Exceptions: Sundays and holidays",
        "The error: it was nobody's fault. " * 80,
        "ErrorBoundary: a component of React",
        "Erroneous",
        '{"error": "none"}',
        '{"error": ""}',
        '{"success": false}',
        '{"status": "error", "services": ["api"]}',
        '["error"]',
        '{"error": "timed out"',
    ],
)
def test_a_text_about_errors_is_no_error_message(said: str) -> None:
    """Provenance: ours. One false alarm costs more than ten that are missed."""
    assert not found("MCP311", called(valid(text(said, structured=None)), tool=Tool("get_forecast")))


def test_several_blocks_are_no_error_message() -> None:
    """Provenance: a tool that shows an error as a sample, beside an image."""
    reply = Reply(content=({"type": "text", "text": "Error: timed out"}, {"type": "image"}))

    assert not found("MCP311", called(valid(reply)))


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("data/dates/0 must match pattern", "arguments/dates"),
        ("Validation failed: must have required property 'units'", "arguments/units"),
        ('[{"code":"invalid_type","path":["units"],"message":"Required"}]', "arguments/units"),
        ("Input validation error: 'a' is not a 'date'", "arguments/days"),
    ],
)
def test_the_refused_argument_is_the_place_of_the_finding(said: str, at: str) -> None:
    """Provenance: ours. Without one, the argument that the call varies is."""
    call = valid(refusal(said), city="Oslo", dates=["a"])

    assert [finding.at for finding in found("MCP307", called(call))] == [at]


def test_names_that_a_caller_makes_up_make_no_findings_of_their_own() -> None:
    """Provenance: a mapping with keys of a pattern, which pydantic's schema does not demand."""
    tool = Tool("get_forecast", input_schema={"properties": {"values": {"additionalProperties": True}}})
    said = "1 validation error for get_forecastArguments\nvalues.{}.[key]\n  String should match [type=x, "
    calls = called(*(valid(refusal(said.format(key)), values={key: 1}) for key in "äö"), tool=tool)

    assert [finding.at for finding in found("MCP307", calls)] == ["arguments/values"]


@pytest.mark.parametrize(
    "said",
    [
        "must have required property 'city'",  # it was sent
        '[{"code":"invalid_type","path":["city"],"message":"Required"}]',
        '[{"code":"invalid_type","path":["data","items"],"message":"Required"}]',
        "response/body must be object",
        "The request must have a title",
    ],
)
def test_what_cannot_be_of_the_arguments_is_of_something_else(said: str) -> None:
    """Provenance: ours. Servers validate what their API answers with the same libraries."""
    assert not found("MCP307", called(valid(refusal(said), city="Oslo")))


def test_a_required_argument_with_a_default_is_a_slip_of_a_generator() -> None:
    """Provenance: schemas that zod writes of what comes out of it, where defaults are filled in."""
    tool = Tool("t", input_schema={"properties": {"n": {"type": "integer", "default": 1}}, "required": ["n"]})
    calls = called(broken(SUNNY, "required", "/n", arguments={}), tool=tool)

    assert not found("MCP308", calls)
    assert found("MCP309", calls)


def test_null_below_a_reference_is_judged_by_what_it_leads_to() -> None:
    """Provenance: ours. Pydantic puts every model behind one."""
    tool = Tool(
        "t",
        input_schema={
            "$defs": {"F": {"properties": {"a": {"type": "string"}, "b": {}}, "required": ["a"]}},
            "properties": {"f": {"anyOf": [{"$ref": "#/$defs/F"}, {"type": "null"}]}},
        },
    )

    def errors(name: str) -> bool:
        call = broken(SUNNY, "null", f"/f/{name}", arguments={"f": {"a": "", name: None}})
        return bool(found("MCP308", called(call, tool=tool)))

    assert errors("a")
    assert not errors("b")


@settings(max_examples=200, deadline=None)
@drawn(from_regex(SECRET_SHAPES, fullmatch=True))
def test_the_quick_look_misses_no_secret(secret: str) -> None:
    """Provenance: ours. Its list of beginnings has to follow the list of shapes."""
    assert may_hold_secret(secret)


@pytest.mark.parametrize("user", ["u", "us", "use"])
@pytest.mark.parametrize("is_padded", [True, False])
def test_the_token_of_the_run_is_found_in_base64_of_any_length(user: str, is_padded: bool) -> None:
    """Provenance: ours. Some clients leave the padding out, and logs cut it off."""
    spelled = b64encode(f"{user}:{FIXED_TOKEN}".encode()).decode()
    header = f"Authorization: Basic {spelled if is_padded else spelled.rstrip('=')}"

    assert secret_in(header) == "the token that the server was given, in Base64"
    assert secret_in(header[:25]) == ""


def test_a_failure_that_is_seen_each_time_is_not_one_that_was_seen_once() -> None:
    """Provenance: ours."""
    reached = Fuzzed("boundary", valid=1, reached=1)

    assert CHECKS["MCP317"](called(given(SUNNY), fuzzed=reached)) == []
    (told,) = CHECKS["MCP317"](replace(called(), unsteady=(("MCP306", crashed(3)),)))
    assert isinstance(told, Finding)
    assert told.saw.startswith("`MCP306` failed once, and not again, for ")


@pytest.mark.parametrize(
    ("identity", "shown"), [("n" * 40, "n" * 40), ("n" * 41, "n" * 39 + "…")], ids=["whole", "cut"]
)
def test_a_broken_promise_names_the_tools_the_thing_and_the_calls(identity: str, shown: str) -> None:
    """Provenance: ours."""
    steps = (create(), get("No such note", is_error=True))
    lost = Sequence(Promise.CREATED_IS_FOUND, steps, "create_note", "get_note", identity, "the note")

    (told,) = CHECKS["MCP320"](notes(lost))

    assert isinstance(told, Finding)
    assert told.saw.splitlines() == [
        f"`get_note` does not find what `create_note` says it created: {shown}",
        '1. create_note {"name": "bcd100z"} -> Created',
        '2. get_note {"name": "bcd100z"} -> error: No such note',
    ]
    assert (told.want, told.tool) == ("the note", "get_note")


def test_an_error_that_is_told_as_a_success_is_not_judged_by_its_form() -> None:
    """Provenance: ours. FastMCP wraps a text that a tool returns; another check tells of the error."""
    said = "Error: the service is down"
    calls = called(valid(text(said, structured={"result": said})))

    assert not found("MCP313", calls)
    assert found("MCP313", called(valid(text("Sunny", structured={"result": "Sunny"}))))


def test_a_secret_after_a_header_of_nothing_secret_is_found() -> None:
    """Provenance: ours. Messages quote the header that they want."""
    header = "send `Authorization: Bearer placeholder`"

    assert secret_in(header) == ""
    assert secret_in(f"{header}, got ghp_{'a1B2c3D4e5F6' * 3}") == "a GitHub token"
