"""MCP401 to MCP415, MCP460, MCP461 and MCP470 to MCP477: what is told of a cassette, to the letter."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from pytest_mcp_contract.catalogue import AnyCheck, Scope
from pytest_mcp_contract.checks.upstream._files import SOUND, broken
from pytest_mcp_contract.checks.upstream._replays import ISSUE, example, replayed
from pytest_mcp_contract.checks.upstream._vendor import HELD, held
from pytest_mcp_contract.model import (
    JSON,
    CassetteFault,
    CassetteHeader,
    Contradiction,
    Ended,
    Exchange,
    Experiment,
    Finding,
    Miss,
    Narrower,
    Reach,
    Refusal,
    Registry,
    Replay,
    Reply,
    Request,
    Response,
    SchemaVerdict,
    Terms,
    Unchecked,
    VendorVerdict,
)
from tests.checks.upstream_told import CHECKS, told

LINE = "GET /repos/o/r/issues/1"
COMMENTS = Exchange(
    Request("GET", "https://api.example.com/repos/o/r/issues/1/comments"), Response(200, "OK", body=b"[]")
)
OF_REPLAYS = [check for check in CHECKS.values() if check.scope is Scope.REPLAY]
OF_FAULTS = [f"MCP{number}" for number in (*range(420, 426), *range(430, 437))]
OF_FIELDS = ["MCP440", "MCP441", "MCP457"]
OF_REPLIES = [f"MCP{number}" for number in (*range(401, 407), *range(450, 457), 458)]
FITS = SchemaVerdict(ISSUE, "GET /repos/{owner}/{repo}/issues/{number}", "schemas:Issue")


# -- what holds for all of them


@pytest.mark.parametrize("check", OF_REPLAYS, ids=lambda check: check.code)
def test_a_finding_names_the_tool_and_a_file_of_the_cassette(check: AnyCheck) -> None:
    """Provenance: ours. CI systems link to the file."""
    for subject in check.bad:
        findings = [one for one in check(subject) if isinstance(one, Finding)]

        assert isinstance(subject, Replay)
        assert {one.tool for one in findings} == {subject.header.tool}
        assert {Path(one.file or "").with_suffix("") for one in findings} == {subject.path.with_suffix("")}


@pytest.mark.parametrize(
    ("replay", "how"),
    [
        (replace(example(), call=None), "was not made"),
        (example(ended=Ended.HANG), "got no reply"),
        (example(ended=Ended.DIED), "ended the server"),
    ],
    ids=["no call", "hang", "died"],
)
@pytest.mark.parametrize("code", OF_REPLIES)
def test_without_a_reply_nothing_is_judged(code: str, replay: Replay, how: str) -> None:
    """Provenance: ours. It should have been possible, so it is lost."""
    assert told(code, replace(replay, golden=None)) == [f"lost: the call of cassette normal {how}"]


def test_a_reply_that_did_not_come_is_none_though_the_call_ended_well() -> None:
    """Provenance: ours."""
    replay = example()
    assert replay.call is not None

    empty = replace(replay, call=replace(replay.call, reply=None))

    assert told("MCP401", empty) == ["lost: the call of cassette normal got no reply"]


@pytest.mark.parametrize(
    ("experiment", "codes", "why"),
    [
        (Experiment.FAULTS, OF_FAULTS, "no fault was tried"),
        (Experiment.PROVENANCE, OF_FIELDS, "no field was marked"),
        (Experiment.REPEATS, ["MCP455"], "the call was not repeated"),
    ],
    ids=str,
)
def test_what_was_not_tried_is_not_judged(experiment: Experiment, codes: list[str], why: str) -> None:
    """Provenance: ours. The reason is the one that the experiment gives, where it gives one."""
    untried = replace(example(), terms=Terms(shows=("/title",)))
    excused = untried.without(experiment, "the server is no process")

    assert [(code, told(code, untried)) for code in codes] == [(code, [why]) for code in codes]
    assert [told(code, excused) for code in codes] == [["the server is no process"]] * len(codes)


@pytest.mark.parametrize("code", OF_FAULTS)
def test_an_empty_list_of_faults_is_judged_unless_something_stood_in_the_way(code: str) -> None:
    """Provenance: ours."""
    none_to_try = replace(example(), faults=())

    assert told(code, none_to_try) == []
    assert told(code, none_to_try.without(Experiment.FAULTS, "no answer is JSON")) == ["no answer is JSON"]


@pytest.mark.parametrize("code", ["MCP453", "MCP454"])
@pytest.mark.parametrize("raw", [None, 1000])
def test_without_the_tokens_of_the_reply_nothing_is_judged(code: str, raw: int | None) -> None:
    """Provenance: ours."""
    assert told(code, replace(example(), raw_tokens=raw)) == ["tokens were not counted"]


def test_without_the_tokens_of_the_answer_nothing_is_compared() -> None:
    """Provenance: ours. The budget needs those of the reply only."""
    counted = replace(example(), tokens=10)

    assert told("MCP454", counted) == ["tokens were not counted"]
    assert told("MCP453", counted) == []


# -- goldens


@pytest.mark.parametrize(
    ("now", "golden", "first"),
    [
        ("# Broken", "# Whole\n", 'line 1 is "# Broken", and "# Whole" in the golden'),
        ("a\nb", "a\nb\nc\n", 'line 3 is missing, and "c" in the golden'),
        ("a\nb\nc", "a\nb\n", 'line 3 is "c", and missing in the golden'),
        ("a", "a\n\n", 'line 2 is missing, and "" in the golden'),
        (
            "0123456789abcdef X",
            "0123456789abcdef Y",
            'line 1 is "…23456789abcdef X", and "…23456789abcdef Y" in the golden',
        ),
        ("0123456789abcdeX", "0123456789abcdeY",
         'line 1 is "0123456789abcdeX", and "0123456789abcdeY" in the golden'),
        ("0123456789abcdefX", "0123456789abcdefY",
         'line 1 is "0123456789abcdefX", and "0123456789abcdefY" in the golden'),
        ("x" * 70, "y" * 70, f'line 1 is "{"x" * 48}…, and "{"y" * 48}… in the golden'),
    ],
    ids=["line", "lost", "new", "blank", "cut", "15 alike", "16 alike", "long"],
)  # fmt: skip
def test_the_first_line_that_differs_from_the_golden_is_told(now: str, golden: str, first: str) -> None:
    """Provenance: ours. Of a long line the part around the first difference is shown."""
    (found,) = CHECKS["MCP402"](replace(example(now), golden=golden))

    assert isinstance(found, Finding)
    assert (found.at, found.saw.partition("\n")[0]) == ("normal", first)
    assert found.file == "cassettes/github/get_issue/normal.md"


def test_the_excerpt_holds_two_lines_before_and_eight_from_the_difference_on() -> None:
    """Provenance: ours."""
    now = [f"line {number}" for number in range(20)]
    golden = [*now[:5], "other", *now[6:]]

    (found,) = told("MCP402", replace(example("\n".join(now)), golden="\n".join(golden)))

    assert found[1].splitlines() == [
        'line 6 is "line 5", and "other" in the golden',
        "--- golden",
        "+++ now",
        "@@ -1,5 +1,5 @@",
        " line 3",
        " line 4",
        "-other",
        "+line 5",
        " line 6",
        " line 7",
    ]


def test_differences_far_below_the_first_are_left_out_of_the_excerpt() -> None:
    """Provenance: ours."""
    golden = [f"line {number}" for number in range(20)]

    (near,) = told("MCP402", replace(example("\n".join(["x", *golden[1:7], "y"])), golden="\n".join(golden)))
    (far,) = told(
        "MCP402", replace(example("\n".join(["x", *golden[1:8], "y", *golden[9:]])), golden="\n".join(golden))
    )

    assert "+y" in near[1].splitlines()
    assert "+y" not in far[1].splitlines()


@pytest.mark.parametrize(
    "replay",
    [
        replace(example(), golden=None),
        replace(example(), rendering=None),
        replace(example(), golden=None, rendering_redacted="# x"),
    ],
    ids=["no golden", "no rendering", "redacted"],
)
def test_without_a_golden_nothing_is_compared(replay: Replay) -> None:
    """Provenance: ours."""
    assert told("MCP402", replay) == ["cassette normal has no golden; MCP403 says how to write it"]


def test_a_secret_of_this_environment_is_compared_as_the_golden_has_it() -> None:
    """Provenance: ours."""
    replay = replace(example("key 17"), golden="key 17\n", rendering_redacted="key REDACTED")

    (found,) = told("MCP402", replay)

    assert found[1].startswith('line 1 is "key REDACTED", and "key 17" in the golden')
    assert told("MCP402", replace(replay, golden="key REDACTED\n")) == []


def test_a_golden_that_is_absent_is_told_where_there_is_something_to_write() -> None:
    """Provenance: ours."""
    absent = replace(example(), golden=None)

    assert told("MCP403", absent) == [("normal", "`normal.md` does not stand beside the cassette")]
    assert told("MCP403", replace(absent, rendering=None)) == []
    assert told("MCP403", replace(absent, golden="")) == []


# -- raw JSON


@pytest.mark.parametrize(
    ("text", "saw"),
    [
        ('{"number": 1}', 'text block 1 is a JSON object of 13 characters: {"number": 1}'),
        ("[1, 2]", "text block 1 is a JSON array of 6 characters: [1, 2]"),
        ("```json\n{}\n```", "text block 1 is a JSON object of 14 characters: {}"),
        ("[" + "1," * 600 + "1]", "text block 1 is a JSON array of 1,203 characters: [" + "1, " * 19 + "1…"),
    ],
    ids=["object", "array", "fence", "long"],
)
def test_raw_json_is_told_with_its_kind_and_length(text: str, saw: str) -> None:
    """Provenance: ours."""
    assert told("MCP404", example(text)) == [("normal", saw)]


@pytest.mark.parametrize(
    ("structured", "text", "is_found"),
    [
        ({"result": {"a": 1}}, '{"a": 1}', False),
        ({"result": {"a": 1}}, '{"result": {"a": 1}}', False),
        ({"result": [[1], [2]]}, "[2]", False),
        ({"result": [[1], [2]]}, "[[1], [2]]", False),
        ({"result": [[1], [2]]}, "[3]", True),
        ({"result": [1], "next": 2}, "[1]", True),
        ({"results": [1]}, "[1]", True),
        ({"result": "x"}, "[]", True),
        (None, "{}", True),
    ],
    ids=["wrapped", "whole", "element", "list", "no element", "two keys", "another key", "text", "nothing"],
)
def test_only_the_text_form_of_the_declared_data_may_be_json(
    structured: JSON, text: str, is_found: bool
) -> None:
    """Provenance: ours."""
    reply = Reply(content=({"type": "text", "text": text},), structured=structured)

    assert bool(told("MCP404", replace(replayed(reply), declares_output=True))) is is_found
    assert told("MCP404", replayed(reply)) != []


# -- requests


def test_a_request_that_misses_is_told_once_and_a_refused_connection_too() -> None:
    """Provenance: ours."""
    labels = Miss(Request("GET", "https://api.example.com/repos/o/r/labels"), "not recorded")
    network = Refusal(Reach.NETWORK, "socket.connect", "203.0.113.5:443")
    process = Refusal(Reach.PROCESS, "subprocess.Popen", "git status")
    replay = replace(
        example(),
        misses=(labels, replace(labels, why="played out"), labels),
        refusals=(network, process, network),
    )

    assert told("MCP405", replay) == [
        ("normal: GET /repos/o/r/labels", "no recorded exchange answers it: not recorded"),
        ("normal: GET /repos/o/r/labels", "no recorded exchange answers it: played out"),
        ("normal", "a connection outside the cassette: `socket.connect` to 203.0.113.5:443"),
    ]


def test_exchanges_that_were_not_asked_for_are_told_with_their_number() -> None:
    """Provenance: ours."""
    replay = replace(example(), exchanges=(ISSUE, COMMENTS, ISSUE), played=frozenset({0, 2}))

    assert told("MCP406", replay) == [
        (
            "normal: exchange 2 of 3",
            "cassette `normal` holds `GET /repos/o/r/issues/1/comments`, never asked for",
        )
    ]
    assert told("MCP406", replace(replay, played=frozenset({0, 1, 2}))) == []
    assert told("MCP406", replace(replay, misses=(Miss(ISSUE.request, "played out"),))) == []


# -- the example that was recorded


@pytest.mark.parametrize(
    ("arguments", "expect", "recorded", "want"),
    [
        ({"number": 2}, "success", '{"number": 1}', '{"number": 2}'),
        ({"number": 2}, "error", '{"number": 1}', '{"number": 2}'),
        ({"number": 1.0}, "success", '{"number": 1}', '{"number": 1.0}'),
        ({"number": 1}, "error", "expect `success`", "expect `error`, as the example says"),
    ],
    ids=["arguments", "both", "a decimal", "expectation"],
)
def test_an_example_that_was_changed_is_told_with_both_forms(
    arguments: Mapping[str, JSON], expect: str, recorded: str, want: str
) -> None:
    """Provenance: ours."""
    (found,) = CHECKS["MCP408"](replace(example(), example=(arguments, expect)))

    assert isinstance(found, Finding)
    assert (found.at, found.saw) == ("normal", f"cassette `normal` was recorded with {recorded}")
    assert found.want == want


def test_the_order_of_arguments_is_no_change_and_letters_are_shown_as_they_are() -> None:
    """Provenance: ours."""
    replay = example()
    header = replace(replay.header, arguments={"b": "é", "a": 1})

    assert told("MCP408", replace(replay, header=header, example=({"a": 1, "b": "é"}, "success"))) == []
    assert told("MCP408", replace(replay, header=header, example=({"a": 1}, "success"))) == [
        ("normal", 'cassette `normal` was recorded with {"a": 1, "b": "é"}')
    ]


def test_a_cassette_of_no_example_is_told() -> None:
    """Provenance: ours."""
    saw = "cassette `normal` is the recording of no example"

    assert told("MCP407", replace(example(), example=None)) == [("normal", saw)]
    assert told("MCP407", example()) == []


@pytest.mark.parametrize(("days", "is_found"), [(None, False), (-1, False), (30, False), (31, True)])
def test_a_cassette_is_stale_from_the_day_after_the_last_one_allowed(
    days: int | None, is_found: bool
) -> None:
    """Provenance: ours."""
    found = told("MCP409", replace(example(), days_old=days, most_days=30))

    assert found == [("normal", f"cassette `normal` was recorded {days} days ago")] * is_found


def test_each_folder_of_no_tool_is_told() -> None:
    """Provenance: ours."""
    registry = Registry(cassettes="tapes", cassettes_of_no_tool=("github/get_isue", "gitlab/a/b"))

    assert told("MCP410", registry) == [
        ("tapes/github/get_isue", "cassettes for `get_isue` of `github`, which the registry does not have"),
        ("tapes/gitlab/a/b", "cassettes for `a/b` of `gitlab`, which the registry does not have"),
    ]


# -- response schemas


def test_an_answer_that_no_schema_speaks_of_is_told_once_for_each_request() -> None:
    """Provenance: ours."""
    replay = replace(example(), exchanges=(ISSUE, ISSUE, COMMENTS))
    issue = (f"normal: {LINE}", f"no key of `responses` speaks of `{LINE}`")
    comments = (f"normal: {LINE}/comments", f"no key of `responses` speaks of `{LINE}/comments`")

    assert told("MCP411", replay) == [issue, comments]
    assert told("MCP411", replace(replay, schemas=(FITS,))) == [comments]
    assert told("MCP411", replace(replay, schemas=(FITS, replace(FITS, exchange=COMMENTS)))) == []


def test_a_request_that_changes_something_is_told_once_where_nobody_is_asked() -> None:
    """Provenance: ours."""
    patch = Request("PATCH", ISSUE.request.uri, body=b"{}")
    replay = replace(example(), changing=(patch, replace(patch, body=b"[]"), replace(patch, method="PUT")))

    assert told("MCP412", replay) == []
    assert told("MCP412", replace(replay, never_asks=True)) == [
        (
            f"normal: {method} /repos/o/r/issues/1",
            f"`{method} /repos/o/r/issues/1` is sent, and nobody is asked",
        )
        for method in ("PATCH", "PUT")
    ]


@pytest.mark.parametrize(
    ("closed", "place", "saw"),
    [
        (("",), "", "the answer"),
        (("/user",), " /user", "`/user`"),
        (
            ("/user", "/labels/0", "/x"),
            " /user",
            "`/user` (and in 2 more places, next `/labels/0`)",
        ),
    ],
    ids=["whole", "one", "three"],
)
def test_a_closed_schema_is_told_with_its_first_place(closed: tuple[str, ...], place: str, saw: str) -> None:
    """Provenance: ours."""
    replay = replace(example(), schemas=(FITS, replace(FITS, closed=closed)))

    assert told("MCP413", replay) == [
        (f"normal: {LINE}{place}", f"`schemas:Issue` takes no unknown field in {saw}")
    ]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (
            replace(FITS, unusable="no `Issue`", errors=(("/a", "is null"),)),
            [(f"normal: {LINE}", "the schema `schemas:Issue` cannot be used: no `Issue`")],
        ),
        (replace(FITS, errors=(("", "is null"),)), [(f"normal: {LINE}", "is null")]),
        (
            replace(FITS, errors=(("/a", "is null"), ("/b", "is gone"))),
            [(f"normal: {LINE} /a", "is null (and 1 more, next at `/b`)")],
        ),
        (FITS, []),
    ],
    ids=["unusable", "whole", "two", "fits"],
)
def test_each_verdict_of_a_schema_is_told_alone(
    verdict: SchemaVerdict, expected: list[tuple[str, str]]
) -> None:
    """Provenance: ours."""
    assert told("MCP401", replace(example(), schemas=(FITS, verdict))) == expected


@pytest.mark.parametrize("schemas", [(), (FITS,)], ids=["none", "one"])
def test_an_answer_without_data_needs_no_key(schemas: tuple[SchemaVerdict, ...]) -> None:
    """Provenance: ours."""
    gone = replace(ISSUE, response=Response(204, "No Content"))

    assert told("MCP401", replace(example(), exchanges=(gone,), schemas=schemas)) == []


# -- the vendor's description


@pytest.mark.parametrize("code", ["MCP414", "MCP415"])
@pytest.mark.parametrize(
    ("vendor", "expected"),
    [
        (None, ["nothing was held against the vendor's description"]),
        (Unchecked("no `openapi`"), ["no `openapi`"]),
        (
            (replace(HELD, operation=None, contradictions=(Contradiction("/a", "b", "c"),)),),
            ["the vendor's description has no operation that the recorded requests ask for"],
        ),
        ((), []),
        ((HELD, replace(HELD, operation=None, key=None)), []),
    ],
    ids=["not held", "no description", "no operation", "no exchange", "one of two"],
)
def test_only_what_the_vendor_describes_is_judged(
    code: str, vendor: tuple[VendorVerdict, ...] | Unchecked | None, expected: list[str]
) -> None:
    """Provenance: ours."""
    assert told(code, replace(example(), vendor=vendor)) == expected


def test_each_value_that_the_schema_refuses_is_told_and_what_could_not_be_proved() -> None:
    """Provenance: ours."""
    user = Narrower("/user", "`user: null`", "Issue.user", "not null")
    whole = Narrower("", "a list", "Issue", "no object")
    verdict = replace(HELD, narrower=(user, whole), not_proved="`oneOf` is left open")

    assert told("MCP414", held(verdict)) == [
        (f"normal: {LINE} /user", "github may send `user: null`; `Issue.user` refuses it: not null"),
        (f"normal: {LINE}", "github may send a list; `Issue` refuses it: no object"),
        "`oneOf` is left open",
    ]


def test_one_answer_that_a_key_speaks_for_is_enough_to_hold_against_the_vendor() -> None:
    """Provenance: ours."""
    unspoken = replace(HELD, key=None)

    assert told("MCP414", replace(example(), vendor=(unspoken, HELD))) == []
    assert told("MCP414", replace(example(), vendor=(unspoken, unspoken))) == [
        "no `responses` key speaks for what the vendor describes"
    ]


@pytest.mark.parametrize(
    ("contradictions", "place", "saw"),
    [
        ((("/a", "text", "null"),), " /a", "`/a` is described as text, and recorded as null"),
        ((("", "no 202", "202"),), "", "the answer is described as no 202, and recorded as 202"),
        (
            (("/a", "x", "y"), ("/b", "x", "y"), ("/c", "x", "y")),
            " /a",
            "`/a` is described as x, and recorded as y (and 2 more, next at `/b`)",
        ),
    ],
    ids=["one", "whole", "three"],
)  # fmt: skip
def test_the_first_contradiction_of_an_exchange_is_told(
    contradictions: tuple[tuple[str, str, str], ...], place: str, saw: str
) -> None:
    """Provenance: ours. An exchange that is in order hides none of those after it."""
    verdict = replace(HELD, contradictions=tuple(Contradiction(*one) for one in contradictions))

    assert told("MCP415", replace(example(), vendor=(HELD, verdict))) == [(f"normal: {LINE}{place}", saw)]


# -- stakes and hints


def test_a_tool_that_only_reads_is_told_with_its_first_request_and_its_recordings() -> None:
    """Provenance: ours."""
    terms = Terms(stake="low", shown_by="normal.yaml")
    replay = replace(example(), exchanges=(COMMENTS, ISSUE, COMMENTS), played=frozenset({2, 1}), terms=terms)
    saw = "stake `low`, and nothing that changes data in"

    assert told("MCP460", replay) == [("get_issue", f"{saw} its recording: `{LINE}`")]
    assert told("MCP460", replace(replay, terms=replace(terms, cassettes=2))) == [
        ("get_issue", f"{saw} 2 recordings: `{LINE}`")
    ]


@pytest.mark.parametrize(
    "terms",
    [
        Terms(shown_by="normal.yaml"),
        Terms(stake="low", shown_by="normal.yaml", sends_changes=True),
        Terms(stake="low", shown_by="other.yaml"),
        Terms(stake="low"),
    ],
    ids=["no stake", "changes", "another cassette", "none"],
)
def test_a_stake_is_left_alone_where_something_changes_or_another_cassette_speaks(terms: Terms) -> None:
    """Provenance: ours."""
    sound = Terms(stake="low", shown_by="normal.yaml")

    assert told("MCP460", replace(example(), terms=terms)) == []
    assert told("MCP460", replace(example(), terms=sound, never_asks=True)) == []
    assert told("MCP460", replace(example(), terms=sound)) != []


def test_each_post_that_adds_is_told_once() -> None:
    """Provenance: ours."""
    issues = Request("POST", "https://api.example.com/repos/o/r/issues")
    pull = Request("post", "https://api.example.com/repos/o/r/pulls")
    keyed = replace(pull, headers=(("X-Idempotency-Key", "5e0f4a"),))
    replay = replace(
        example(), changing=(issues, issues, pull, keyed), terms=Terms(hints={"idempotentHint": True})
    )

    assert told("MCP461", replay) == [
        (f"normal: {line}", f"`idempotentHint: true`, and `{line}` adds something each time")
        for line in ("POST /repos/o/r/issues", "post /repos/o/r/pulls")
    ]
    assert told("MCP461", replace(replay, changing=(keyed,))) == []
    assert told("MCP461", replace(replay, terms=Terms(hints={"readOnlyHint": True}))) == []


@pytest.mark.parametrize(
    ("path", "argument", "is_found"),
    [
        ("/channels/general", "general", False),
        ("/channels/general", "random", True),
        ("/channels/caf%C3%A9", "café", False),
        ("/channels/{name}", "x", False),
        ("/users/a@b.example", "x", False),
        ("/tags/1/comments", "x", False),
        ("/comments", "x", True),
        ("/---", "x", False),
    ],
)
def test_a_post_to_one_thing_adds_none(path: str, argument: str, is_found: bool) -> None:
    """Provenance: ours."""
    replay = example()
    posting = replace(
        replay,
        header=replace(replay.header, arguments={"name": argument}),
        changing=(Request("POST", f"https://api.example.com{path}"),),
        terms=Terms(hints={"idempotentHint": True}),
    )

    assert bool(told("MCP461", posting)) is is_found


# -- files


@pytest.mark.parametrize(
    ("fault", "code"),
    [(fault, f"MCP{number}") for number, fault in enumerate(CassetteFault, 470)],
    ids=str,
)
def test_each_fault_of_a_file_is_one_checks_business(fault: CassetteFault, code: str) -> None:
    """Provenance: ours. Why it cannot be played is told with the line."""
    file = broken(fault, "is no good", 3)

    told_by = {f"MCP{number}": told(f"MCP{number}", file) for number in range(470, 478)}
    (found,) = CHECKS[code](file)

    assert told_by == {one: [("normal", "`normal.yaml` is no good")] * (one == code) for one in told_by}
    assert isinstance(found, Finding)
    assert (found.tool, found.file, found.line) == ("get_issue", str(SOUND.path), 3)


@pytest.mark.parametrize(("length", "is_cut"), [(125, False), (126, True)])
def test_what_is_told_of_a_file_fits_a_line(length: int, is_cut: bool) -> None:
    """Provenance: ours."""
    said = "x" * (length - 1) + "y"

    (found,) = told("MCP471", broken(CassetteFault.NOT_YAML, said))

    assert found[1] == (f"`normal.yaml` {'x' * 124}…" if is_cut else f"`normal.yaml` {said}")
    assert len(found[1]) == 139


@pytest.mark.parametrize(
    ("header", "saw"),
    [
        (("github", "get_pull", "other"), "was recorded for `get_pull` of `github`"),
        (("gitlab", "get_issue", "normal"), "was recorded for `get_issue` of `gitlab`"),
        (("github", "get_issue", "other"), "was recorded as case `other`"),
        (("github", "get_issue", "normal"), ""),
    ],
    ids=["tool", "server", "case", "sound"],
)
def test_a_cassette_is_told_where_its_place_says_something_else(
    header: tuple[str, str, str], saw: str
) -> None:
    """Provenance: ours."""
    file = replace(SOUND, header=CassetteHeader(*header, arguments={"number": 1}))

    assert told("MCP477", file) == [("normal", f"`normal.yaml` {saw}")] * bool(saw)
    assert told("MCP477", replace(file, header=None)) == []
