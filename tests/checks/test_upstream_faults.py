"""MCP420 to MCP425 and MCP436: what is told of runs with a fault, to the letter."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._faults import NO_NUMBER, NOT_FOUND, NULL_USER, SILENT, faulted
from pytest_mcp_contract.checks.upstream._replays import ISSUE
from pytest_mcp_contract.model import (
    Ended,
    Experiment,
    Fault,
    FaultKind,
    FaultRun,
    Finding,
    Miss,
    Replay,
    Reply,
    Request,
    Response,
    RpcError,
    Terms,
)
from tests.checks.upstream_told import CHECKS, told

LINE = "GET /repos/o/r/issues/1"
NOT_FOUND_AT = f"normal: status 404 from {LINE}"
COMMENTS = Request("GET", "https://api.example.com/comments")
FORBIDDEN = replace(NOT_FOUND, answer=Response(403, "Forbidden"), at="403")
GONE = replace(NOT_FOUND, answer=Response(410, "Gone"), at="410")
LONG = replace(NULL_USER, kind=FaultKind.LONG_LIST, at="/labels")


def run_of(replay: Replay) -> FaultRun:
    """The one run of an example."""
    (run,) = replay.faults or ()
    return run


def of(*runs: FaultRun) -> Replay:
    """A sound replay with these runs."""
    return replace(faulted(NOT_FOUND), faults=runs)


def success(fault: Fault, text: str = "No issues.") -> FaultRun:
    """A run in which the tool says that all went well."""
    return run_of(faulted(fault, text, is_error=False))


def refusing(fault: Fault, error: RpcError) -> FaultRun:
    """A run that the protocol answers with an error."""
    run = run_of(faulted(fault))
    return replace(run, call=replace(run.call, reply=Reply(error=error)))


# -- which runs are judged


@pytest.mark.parametrize(
    ("code", "run"),
    [
        ("MCP420", success(NOT_FOUND)),
        ("MCP421", run_of(faulted(NOT_FOUND, crash="KeyError: 1"))),
        ("MCP422", run_of(faulted(SILENT, ended=Ended.HANG))),
        ("MCP424", run_of(faulted(NULL_USER))),
        ("MCP425", replace(success(LONG), tokens=9_000)),
        ("MCP434", run_of(faulted(NOT_FOUND, "404"))),
        ("MCP436", replace(run_of(faulted(NOT_FOUND)), again="another")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_run_that_did_not_meet_its_fault_or_missed_something_is_not_judged(
    code: str, run: FaultRun
) -> None:
    """Provenance: ours. The runs beside it are."""
    unmet = replace(run, asked=0)
    missed = replace(run, misses=(Miss(COMMENTS, "not recorded"),))

    assert len(told(code, of(unmet, run, missed))) == 1
    assert told(code, of(unmet, missed)) == []


def test_runs_are_judged_also_where_others_could_not_be_made() -> None:
    """Provenance: ours."""
    replay = of(success(NOT_FOUND)).without(Experiment.FAULTS, "the other answers are no JSON")

    assert told("MCP420", replay) == [(NOT_FOUND_AT, 'success: "No issues."')]


# -- success although the API failed


def test_a_success_is_told_once_for_each_request_with_the_others_counted() -> None:
    """Provenance: ours."""
    runs = (
        success(NOT_FOUND),
        replace(success(GONE), request=COMMENTS),
        success(FORBIDDEN, "Nothing."),
        success(GONE),
    )

    assert told("MCP420", of(*runs)) == [
        (NOT_FOUND_AT, f'success: "No issues." (and 2 more, status 403 from {LINE})'),
        ("normal: status 410 from GET /comments", 'success: "No issues."'),
    ]


@pytest.mark.parametrize(
    ("fault", "is_found"),
    [
        (NOT_FOUND, True),
        (replace(NOT_FOUND, tolerable=True), False),
        (replace(NOT_FOUND, may_be_empty=True), False),
        (replace(NOT_FOUND, is_optional=True), False),
        (replace(NOT_FOUND, steers=True), True),
    ],
    ids=["plain", "tolerable", "may be empty", "optional", "steers"],
)
def test_only_a_fault_that_must_fail_is_told(fault: Fault, is_found: bool) -> None:
    """Provenance: ours."""
    assert bool(told("MCP420", of(success(fault)))) is is_found
    assert told("MCP420", of(run_of(faulted(fault)))) == []


@pytest.mark.parametrize("kind", list(FaultKind), ids=str)
def test_the_sound_text_is_no_defect_where_only_a_field_was_spoilt(kind: FaultKind) -> None:
    """Provenance: ours. The tool has no use for the field; an answer that fails as a whole it needs."""
    fault = replace(NO_NUMBER, kind=kind)
    of_a_field = kind in (FaultKind.REMOVED, FaultKind.NULLED, FaultKind.OTHER_TYPE, FaultKind.EXTRA)

    assert bool(told("MCP420", of(success(fault, "# Broken")))) is not of_a_field
    assert told("MCP420", of(success(fault, "# None")))


def test_a_run_without_a_reply_is_no_success() -> None:
    """Provenance: ours."""
    assert told("MCP420", faulted(NOT_FOUND, is_error=False, ended=Ended.HANG)) == []


@pytest.mark.parametrize(
    ("code", "run", "saw"),
    [
        ("MCP420", success(NOT_FOUND, "x" * 80), f'success: "{"x" * 58}…'),
        ("MCP424", run_of(faulted(NULL_USER, "x" * 80)), f'an error: "{"x" * 58}…'),
    ],
    ids=["success", "error"],
)
def test_of_a_long_text_the_beginning_is_shown(code: str, run: FaultRun, saw: str) -> None:
    """Provenance: ours."""
    assert [one[1] for one in told(code, of(run))] == [saw]


# -- crashes


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (run_of(faulted(NOT_FOUND, crash="KeyError: 1 at a.py:3")), ["KeyError: 1 at a.py:3"]),
        (run_of(faulted(NOT_FOUND, ended=Ended.DIED, crash="KeyError")), ["the call ended the server"]),
        (run_of(faulted(NOT_FOUND, ended=Ended.DIED)), ["the call ended the server"]),
        (refusing(NOT_FOUND, RpcError(-32603, "boom")), ["JSON-RPC error -32603: boom"]),
        (
            replace(
                refusing(NOT_FOUND, RpcError(-32603, "boom")),
                call=replace(refusing(NOT_FOUND, RpcError(-32603, "boom")).call, crash="KeyError"),
            ),
            ["KeyError"],
        ),
        (refusing(NOT_FOUND, RpcError(-32602, "boom")), []),
        (run_of(faulted(NOT_FOUND, ended=Ended.HANG)), []),
        (run_of(faulted(NOT_FOUND)), []),
    ],
    ids=["crash", "died with a crash", "died", "internal", "both", "refused", "hang", "error"],
)  # fmt: skip
def test_what_the_tool_raised_is_told(run: FaultRun, expected: list[str]) -> None:
    """Provenance: ours."""
    assert told("MCP421", of(run)) == [(NOT_FOUND_AT, saw) for saw in expected]


def test_one_cause_is_told_once() -> None:
    """Provenance: ours."""
    runs = (
        run_of(faulted(NOT_FOUND, crash="KeyError: 1")),
        run_of(faulted(GONE, crash="KeyError: 2")),
        run_of(faulted(FORBIDDEN)),
        run_of(faulted(FORBIDDEN, crash="KeyError: 1")),
        refusing(NOT_FOUND, RpcError(-32603, "no such issue")),
        refusing(GONE, RpcError(-32603, "gone")),
    )

    assert told("MCP421", of(*runs)) == [
        (NOT_FOUND_AT, f"KeyError: 1 (and 1 more, status 403 from {LINE})"),
        (f"normal: status 410 from {LINE}", "KeyError: 2"),
        (NOT_FOUND_AT, f"JSON-RPC error -32603: no such issue (and 1 more, status 410 from {LINE})"),
    ]


# -- hangs


def test_a_client_that_waits_forever_is_told_apart_from_one_that_waits_too_long() -> None:
    """Provenance: ours."""
    forever = run_of(faulted(SILENT, waits_forever=True))
    long = run_of(faulted(NOT_FOUND, ended=Ended.HANG))
    no_timeout = "the HTTP client has no timeout and waits forever"
    limit = "no reply within 10 s, its own waits counted"
    silent_at = f"normal: timeout of {LINE}"

    assert told("MCP422", of(run_of(faulted(GONE)), long, forever)) == [
        (silent_at, no_timeout),
        (NOT_FOUND_AT, limit),
    ]
    assert told("MCP422", of(long, long)) == [(NOT_FOUND_AT, f"{limit} (and 1 more, status 404 from {LINE})")]
    assert told("MCP422", of(forever)) == [(silent_at, no_timeout)]


# -- retries


def test_the_most_requests_are_told_first_and_five_are_no_storm() -> None:
    """Provenance: ours."""
    runs = (
        run_of(faulted(GONE, asked=5)),
        run_of(faulted(FORBIDDEN, asked=6)),
        run_of(faulted(NOT_FOUND, asked=9)),
        replace(run_of(faulted(SILENT, asked=7)), request=COMMENTS),
    )

    assert told("MCP423", of(*runs)) == [
        (NOT_FOUND_AT, f"asked 9 times (and 1 more, status 403 from {LINE})"),
        ("normal: timeout of GET /comments", "asked 7 times"),
    ]
    assert told("MCP423", of(runs[0])) == []


# -- answers that a tool must take


def test_a_refusal_of_an_answer_that_the_schema_takes_is_told() -> None:
    """Provenance: ours. An error of the protocol is read as its message."""
    enum = replace(NULL_USER, kind=FaultKind.UNKNOWN_ENUM, at="/state")
    rpc = replace(refusing(NULL_USER, RpcError(-32602, "user: null")), request=COMMENTS)
    blocks = run_of(faulted(NULL_USER, "No user."))
    two = Reply(
        content=({"type": "text", "text": "No user."}, {"type": "text", "text": "None."}), is_error=True
    )
    blocks = replace(blocks, call=replace(blocks.call, reply=two))

    assert told("MCP424", of(blocks, run_of(faulted(enum, "State?")), rpc)) == [
        (
            f"normal: field null at /user of {LINE}",
            f'an error: "No user.\\nNone." (and 1 more, unknown enum value at /state of {LINE})',
        ),
        ("normal: field null at /user of GET /comments", 'an error: "user: null"'),
    ]


@pytest.mark.parametrize(
    "run",
    [
        run_of(faulted(replace(NULL_USER, tolerable=False))),
        run_of(faulted(replace(NULL_USER, steers=True))),
        run_of(faulted(replace(NULL_USER, is_optional=True))),
        run_of(faulted(NULL_USER, crash="TypeError")),
        run_of(faulted(NULL_USER, ended=Ended.HANG)),
        run_of(faulted(NULL_USER, is_error=False)),
    ],
    ids=["not tolerable", "steers", "optional", "crash", "no reply", "success"],
)
def test_a_refusal_that_is_right_or_another_checks_business_is_left_alone(run: FaultRun) -> None:
    """Provenance: ours."""
    assert told("MCP424", of(run)) == []
    assert told("MCP424", of(run, run_of(faulted(NULL_USER)))) != []


def test_an_answer_that_floods_is_told_once_for_each_request() -> None:
    """Provenance: ours."""
    long, text = success(LONG), replace(LONG, kind=FaultKind.LONG_TEXT, at="/body")
    runs = (
        replace(long, tokens=4_000),
        replace(long, tokens=90_000),
        replace(success(text), tokens=4_001),
        replace(long, tokens=5_000, request=COMMENTS),
        replace(success(replace(LONG, tolerable=False)), tokens=9_000),
        long,
    )
    at, comments = (
        f"normal: list of 10,000 at /labels of {LINE}",
        "list of 10,000 at /labels of GET /comments",
    )
    found = [
        (at, f"90,000 tokens (and 1 more, very long text at /body of {LINE})"),
        (f"normal: {comments}", "5,000 tokens"),
    ]

    assert told("MCP425", of(*runs)) == found
    assert told("MCP425", replace(of(*runs), tokens=4_000)) == found
    assert told("MCP425", replace(of(*runs), tokens=4_001)) == []
    assert told("MCP425", replace(of(*runs), terms=Terms(max_tokens=90_000))) == []


# -- the same failure twice


def twice(first: str | None, again: str | None, fault: Fault = NOT_FOUND) -> FaultRun:
    """A run that was made twice, and what reached the model each time."""
    return replace(run_of(faulted(fault)), rendering=first, again=again)


@pytest.mark.parametrize(
    ("first", "again", "saw"),
    [
        ("trace 1", "trace 2", '"trace 1", and then "trace 2"'),
        (
            "GitHub found no issue (5e0f)",
            "GitHub found no issue (71bc)",
            '"Hub found no issue (5e0f)", and then "Hub found no issue (71bc)"',
        ),
        (f"{'x' * 20}1", f"{'x' * 20}2", f'"{"x" * 20}1", and then "{"x" * 20}2"'),
        (f"{'x' * 21}1", f"{'x' * 21}2", f'"{"x" * 20}1", and then "{"x" * 20}2"'),
        ("", "now", '"", and then "now"'),
        ("now", "", '"now", and then ""'),
        ("a", "a" * 60, f'"a", and then "{"a" * 48}…'),
    ],
    ids=["short", "cut", "20 alike", "21 alike", "empty", "then empty", "long"],
)
def test_both_texts_are_told_from_shortly_before_the_place_where_they_differ(
    first: str, again: str, saw: str
) -> None:
    """Provenance: ours."""
    assert told("MCP436", of(twice(first, again))) == [(NOT_FOUND_AT, saw)]


@pytest.mark.parametrize(
    ("first", "again"), [("same", "same"), ("one", None), (None, "one"), (None, None), ("", "")]
)
def test_equal_texts_and_such_as_were_not_made_twice_are_left_alone(
    first: str | None, again: str | None
) -> None:
    """Provenance: ours."""
    assert told("MCP436", of(twice(first, again))) == []


def test_the_other_faults_whose_texts_differ_are_counted() -> None:
    """Provenance: ours."""
    runs = (twice("same", "same", FORBIDDEN), twice("1", "2"), twice("3", "4", GONE), twice("5", "6", SILENT))

    (found,) = CHECKS["MCP436"](of(*runs))

    assert isinstance(found, Finding)
    assert found.saw == f'"1", and then "2" (and 2 more, status 410 from {LINE})'
    assert (found.tool, found.file) == ("get_issue", "cassettes/github/get_issue/normal.yaml")


def test_a_fault_is_told_of_the_request_whose_answer_it_spoilt() -> None:
    """Provenance: ours."""
    run = replace(success(NOT_FOUND), request=COMMENTS)

    assert ISSUE.request.path not in str(told("MCP420", of(run)))
    assert told("MCP420", of(run))[0][0] == "normal: status 404 from GET /comments"
