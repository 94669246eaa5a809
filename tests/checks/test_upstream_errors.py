"""MCP430 to MCP435: which error texts are read, what is told of them, and what helps, to the letter."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.checks.upstream._error_words import helps, page_in, says_nothing, trace_in
from pytest_mcp_contract.checks.upstream._errors import ErrorText, error_texts, refused
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, SILENT, faulted
from pytest_mcp_contract.checks.upstream._replays import ISSUE, replayed
from pytest_mcp_contract.model import (
    JSON,
    CassetteHeader,
    Ended,
    Exchange,
    Fault,
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


def run_of(text: str, fault: Fault = NOT_FOUND) -> FaultRun:
    """A run with this fault that is answered by an error."""
    (run,) = faulted(fault, text).faults or ()
    return run


def of(*texts: str) -> Replay:
    """A sound replay whose runs are answered by these errors."""
    return replace(faulted(NOT_FOUND), faults=tuple(map(run_of, texts)))


def error(
    text: str,
    *,
    tool: str = "get_issue",
    server: str = "github",
    parameters: tuple[str, ...] = (),
    exchanges: tuple[Exchange, ...] = (ISSUE,),
    **arguments: JSON,
) -> ErrorText:
    """The text of a recorded error, of a call with these arguments."""
    replay = replace(
        refused(text),
        header=CassetteHeader(server, tool, "normal", arguments),
        exchanges=exchanges,
        terms=Terms(parameters=parameters),
    )
    return ErrorText(text, replay)


def texts(replay: Replay) -> list[tuple[str, str]]:
    """Place and text of each error that a cassette has shown."""
    errors = error_texts(replay)
    assert isinstance(errors, list)
    return [(one.place, one.text) for one in errors]


# -- which texts are read


def test_the_error_of_the_recorded_call_is_read_before_those_of_the_faults() -> None:
    """Provenance: ours."""
    replay = replace(refused("no issue"), faults=(run_of("404"), run_of("", SILENT)))

    assert texts(replay) == [
        ("normal", "no issue"),
        (f"normal: status 404 from {LINE}", "404"),
        (f"normal: timeout of {LINE}", ""),
    ]


@pytest.mark.parametrize(
    ("reply", "read"),
    [
        (Reply(({"type": "text", "text": "a"}, {"type": "text", "text": "b"}), is_error=True), "a\nb"),
        (Reply(structured={"why": "é"}, is_error=True), '{"why": "é"}'),
        (Reply(content=({"type": "text", "text": "a"},), structured={"why": 1}, is_error=True), "a"),
        (Reply(is_error=True), ""),
        (Reply(error=RpcError(-32602, "not found")), "not found"),
        (Reply(structured={}, is_error=True), "{}"),
    ],
    ids=["texts", "structured", "both", "nothing", "protocol", "empty"],
)  # fmt: skip
def test_the_text_of_an_error_is_what_reaches_the_model(reply: Reply, read: str) -> None:
    """Provenance: ours."""
    assert texts(replace(replayed(reply), faults=())) == [("normal", read)]


def test_no_text_is_read_where_no_error_came() -> None:
    """Provenance: ours."""
    silent, run = refused("404"), run_of("404")
    assert silent.call is not None
    hung = replace(run, call=replace(run.call, ended=Ended.HANG))
    well = replace(run, call=replace(run.call, reply=Reply()))
    lost = replace(run, call=replace(run.call, reply=None))

    assert texts(replace(silent, call=None, faults=())) == []
    assert texts(replace(silent, call=replace(silent.call, ended=Ended.DIED), faults=())) == []
    assert texts(replace(silent, misses=(Miss(ISSUE.request, "played out"),), faults=())) == []
    assert texts(replace(faulted(NOT_FOUND), faults=(hung, well, lost))) == []


@pytest.mark.parametrize(
    ("reply", "crash", "is_hidden"),
    [
        (Reply(is_error=True), "", False),
        (Reply(is_error=True), "KeyError", True),
        (Reply(error=RpcError(-32603, "")), "", True),
        (Reply(error=RpcError(-32602, "")), "", False),
        (Reply(error=RpcError(-32602, "")), "KeyError", True),
        (None, "", False),
    ],
    ids=["error", "crash", "internal", "refusal", "crash and refusal", "no reply"],
)
def test_a_crash_under_a_fault_is_hidden_by_its_text(
    reply: Reply | None, crash: str, is_hidden: bool
) -> None:
    """Provenance: ours. Of the recorded call no check of crashes speaks."""
    run = run_of("404")
    changed = replace(run, call=replace(run.call, reply=reply, crash=crash))

    assert ErrorText("404", refused("404"), changed).hides_crash is is_hidden
    assert ErrorText("404", refused("404")).hides_crash is False


@pytest.mark.parametrize("code", ["MCP434", "MCP435"])
def test_a_text_under_a_crash_is_left_to_the_check_of_crashes(code: str) -> None:
    """Provenance: ours."""
    text = "Access denied" if code == "MCP435" else "404"
    run = run_of(text)
    crashed = replace(run, call=replace(run.call, crash="KeyError"))

    assert told(code, replace(of(), faults=(crashed,))) == []
    assert len(told(code, replace(of(), faults=(crashed, run)))) == 1


# -- how it is told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No issue #12", "No issue #345"),
        ("No `a b`", "No `c`"),
        ('No "a b"', 'No "c"'),
        ("No 'a b'", "No 'c'"),
        ("Down (a b)", "Down (c)"),
        ("No /home/a", "No /srv/b.c"),
        ("NOT here", "Not here"),
        ("No a_b", "No c_d"),
    ],
)
def test_texts_that_differ_in_names_and_numbers_have_one_shape(one: str, other: str) -> None:
    """Provenance: ours."""
    assert error(one).shape == error(other).shape
    assert error(one).shape != error(f"{other} now").shape


def test_three_findings_are_told_and_the_last_counts_the_rest() -> None:
    """Provenance: ours."""
    words = ("Access one", "Access two", "Access one", "Access three", "Access three", "Access four",
             "Access four", "Access five")  # fmt: skip

    assert [one[1] for one in told("MCP435", of(*words))] == [
        'the text "Access one" (and 1 more)',
        'the text "Access two"',
        'the text "Access three" (and 4 more)',
    ]
    assert [one[1] for one in told("MCP435", of(*words[:4]))] == [
        'the text "Access one" (and 1 more)',
        'the text "Access two"',
        'the text "Access three"',
    ]


def test_a_finding_names_the_fault_the_file_and_what_would_be_right() -> None:
    """Provenance: ours."""
    assert CHECKS["MCP434"](of("404")) == [
        Finding(
            at=f"normal: status 404 from {LINE}",
            saw='the status alone: "404"',
            want="what failed, for which thing, and what to do next",
            tool="get_issue",
            file="cassettes/github/get_issue/normal.yaml",
        )
    ]


@pytest.mark.parametrize(
    ("code", "text", "saw"),
    [
        ("MCP430", "boom at node:internal/a:95:5", 'the text shows "at node:internal/a:95:5"'),
        ("MCP430", "boom /home/me/.env", 'the text shows "/home/me/.env"'),
        ("MCP432", "Oh <h1>Whoa</h1> no", 'the text holds a page: "<h1>Whoa</h1>"'),
        ("MCP433", "x" * 501, "501 characters"),
        ("MCP433", "x" * 1001, "1,001 characters"),
        ("MCP434", " Error \n", 'a text that would fit every failure: "Error"'),
        ("MCP434", "Error 500", 'the status alone: "Error 500"'),
        ("MCP434", "Error: Not Found", 'the status alone: "Error: Not Found"'),
        ("MCP434", "  ", 'an error without text: ""'),
        ("MCP434", "KeyError: 'a'", "what the code raised, as it is: \"KeyError: 'a'\""),
        ("MCP435", " Access denied\n", 'the text "Access denied"'),
        ("MCP430", "/home/me/" + "x" * 80, f'the text shows "/home/me/{"x" * 59}…'),
        ("MCP432", f"<p>{'x' * 80}</p>", f'the text holds a page: "<p>{"x" * 55}…'),
        ("MCP434", "Error" + "." * 80, f'a text that would fit every failure: "Error{"." * 53}…'),
        ("MCP435", "Access denied" + "." * 80, f'the text "Access denied{"." * 65}…'),
    ],
)
def test_what_is_wrong_with_a_text_is_told(code: str, text: str, saw: str) -> None:
    """Provenance: ours. Of a recorded error and of one that a fault brought about."""
    assert told(code, replace(refused(text), faults=())) == [("normal", saw)]
    assert told(code, of(text)) == [(f"normal: status 404 from {LINE}", saw)]


@pytest.mark.parametrize(
    "text",
    ["x" * 500, 'File "a.py", line 3 ' + "x" * 500, "<h1>Whoa</h1>" + "x" * 500],
    ids=["500", "stack", "page"],
)
def test_a_long_text_is_left_alone_up_to_500_characters_and_where_more_is_wrong(text: str) -> None:
    """Provenance: ours."""
    assert told("MCP433", of(text)) == []


@pytest.mark.parametrize(
    "text",
    ['Access: File "a.py", line 3', "Access <h1>Whoa</h1>"],
    ids=["stack", "page"],
)
@pytest.mark.parametrize("code", ["MCP434", "MCP435"])
def test_a_stack_and_a_page_are_told_as_such(code: str, text: str) -> None:
    """Provenance: ours."""
    assert told(code, of(text)) == []
    assert told(code, of(text.replace("Access", "Error"))) == []


# -- what it gives away


def test_a_path_is_the_servers_own_unless_somebody_else_named_it() -> None:
    """Provenance: ours. In whatever case; the first that nobody named is told."""
    text = "No /home/me/a.py and no /home/me/b.py"
    asked = replace(ISSUE, request=Request("GET", "https://api.example.com/home/me/a.py"))
    sent = replace(ISSUE, response=Response(200, body=b"/HOME/ME/A.PY"))

    assert trace_in(error(text)) == "/home/me/a.py"
    assert trace_in(error(text, path="/home/me/A.py")) == "/home/me/b.py"
    assert trace_in(error(text, exchanges=(asked,))) == "/home/me/b.py"
    assert trace_in(error(text, exchanges=(ISSUE, sent))) == "/home/me/b.py"
    assert trace_in(error(text, paths=["/home/me/a.py", {"b": "/home/me/b.py"}])) == ""


def test_a_stack_is_told_before_a_path() -> None:
    """Provenance: ours."""
    assert trace_in(error('/home/me/a.py: File "b.py", line 3')) == 'File "b.py", line 3'
    assert trace_in(error("all is well")) == ""


def test_a_path_in_letters_of_any_script_is_known_from_the_arguments() -> None:
    """Provenance: ours."""
    assert trace_in(error("No /home/me/é.py", path="/home/me/é.py")) == ""
    assert page_in(error("No <p>é</p>", body="<p>é</p>")) == ""


def test_the_first_page_that_the_caller_did_not_give_is_told() -> None:
    """Provenance: ours."""
    text = "<p>a</p> and <P>b</P >"

    assert page_in(error(text)) == "<p>a</p>"
    assert page_in(error(text, body="x <p>a</p>")) == "<P>b</P >"
    assert page_in(error("<p>a</q>")) == ""
    assert page_in(error("<p>a\nb</p>")) == "<p>a\nb</p>"


# -- whether it says anything


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("", "an error without text"),
        ("\n \t", "an error without text"),
        ("'number'", "what the code raised, as it is"),
        ("get_issue failed", "a text that would fit every failure"),
        ("get_issues failed", ""),
        ("GitHub error", "a text that would fit every failure"),
        ("Example API error", "a text that would fit every failure"),
        ("Gitlab error", ""),
        ("error 404", "the status alone"),
        ("error 503", "the status alone"),
        ("error 4040", "a text that would fit every failure"),
        ("error 304", "a text that would fit every failure"),
        ("Too Many Requests", "the status alone"),
        ("ReadTimeout", "a text that would fit every failure"),
        ("error: https://a.example/some/page", "a text that would fit every failure"),
        ("Unauthorized: token", ""),
        ("...", "a text that would fit every failure"),
    ],
)
def test_how_a_text_says_nothing(text: str, how: str) -> None:
    """Provenance: ours. Names of the tool, the server, the API, of exceptions and links are no news."""
    assert says_nothing(error(text)) == how


def test_the_name_of_the_api_is_that_of_its_hosts() -> None:
    """Provenance: ours."""
    notion = replace(ISSUE, request=Request("GET", "https://api.notion.com/v1"))

    assert says_nothing(error("Notion failed")) == ""
    assert says_nothing(error("Notion failed", exchanges=(ISSUE, notion))) != ""
    assert says_nothing(error("Notion failed", server="notion")) != ""


# -- whether it helps


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("Access denied", False),
        ("Zugriff verweigert", True),
        ("Zugriff denied", False),
        ("Access verweigert für", True),
        ("Zugriff Not Found", False),
        ("Access denied, wait", True),
        ("Access denied. Ask them", True),
        ("Access denied asked them", False),
        ("Access denied\nOpen it", True),
        ("Access denied in 3 seconds", True),
    ],
)
def test_a_text_helps_that_says_what_to_do_or_is_in_another_language(text: str, does: bool) -> None:
    """Provenance: ours."""
    assert helps(error(text)) is does


@pytest.mark.parametrize(
    ("value", "text", "does"),
    [
        ("octo", "Access denied: OCTO", True),
        ("OCTO", "Access denied: octo", True),
        ("oct", "Access denied: octo", True),
        ("oc", "Access denied: octo", False),
        ("oc", "Access denied: #oc", True),
        ("oc", "Access denied: `oc`", True),
        ("oc", "Access denied: 'oc'", True),
        ("oc", 'Access denied: "oc"', True),
        ("oc", "Access denied: #octo", False),
        ("a.c", "Access denied: abc", False),
        ("a.", "Access denied: #ab", False),
        (7, "Access denied: #7", True),
        (7, "Access denied: #77", False),
        (1234, "Access denied: 1234", True),
        (True, "Access denied: true", False),
        (None, "Access denied: none", False),
        ("", "Access denied: #", False),
        (["octo", "cat"], "Access denied: cat", True),
        ({"a": {"b": ["octo"]}}, "Access denied: octo", True),
        ({"octo": "x"}, "Access denied: octo", False),
    ],
)
def test_the_value_of_an_argument_names_the_thing(value: JSON, text: str, does: bool) -> None:
    """Provenance: ours. One of two letters does where it is quoted."""
    assert helps(error(text, tool="run", argument=value)) is does


@pytest.mark.parametrize(
    ("tool", "parameters", "text", "does"),
    [
        ("get_issue", (), "Access to issue denied", True),
        ("get_issue", (), "Access to issues denied", True),
        ("list_issues", (), "Access to ISSUE denied", True),
        ("listIssues", (), "Access to issue denied", True),
        ("list_repositories", (), "Access to repository denied", True),
        ("get_issue", (), "Access to tissue denied", False),
        ("fetch_issue", (), "Access to fetch denied", False),
        ("fetch", (), "Access to fetch denied", True),
        ("get_pr", (), "Access to pr denied", False),
        ("get_tag", (), "Access to tag denied", True),
        ("get_pull", (), "Access to pull denied", True),
        ("search_users_api", (), "Access to api denied", False),
        ("search_users_api", (), "Access to user denied", True),
        ("get_data", (), "Access to data denied", False),
        ("run", ("milestoneNumber",), "Access to milestone denied", True),
        ("run", ("milestone_number",), "Access to numbers denied", True),
        ("run", ("page_token",), "Access to token denied", False),
        ("run", ("a", "owner"), "Access to owner denied", True),
        ("", (), "Access denied", False),
    ],
)
def test_the_noun_of_the_tool_and_the_name_of_an_argument_name_the_thing(
    tool: str, parameters: tuple[str, ...], text: str, does: bool
) -> None:
    """Provenance: ours. The verb does where the name has no noun; words such as `data` name nothing."""
    assert helps(error(text, tool=tool, parameters=parameters)) is does
