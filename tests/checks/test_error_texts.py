"""MCP430 to MCP435: what an error text may not show, and what it has to say."""

from dataclasses import replace

import pytest

from pytest_mcp_contract.catalogue import AnyCheck
from pytest_mcp_contract.catalogue.walk import all_checks
from pytest_mcp_contract.checks.upstream._errors import refused
from pytest_mcp_contract.checks.upstream._faults import NOT_FOUND, SILENT, faulted
from pytest_mcp_contract.checks.upstream._replays import ISSUE
from pytest_mcp_contract.model import (
    FIXED_TOKEN,
    Ended,
    Experiment,
    Finding,
    Miss,
    Replay,
    Reply,
    Response,
    RpcError,
    Terms,
    Unchecked,
)

CHECKS: dict[str, AnyCheck] = {
    check.code: check for check in all_checks() if "MCP430" <= check.code <= "MCP435"
}
MISS = Miss(ISSUE.request, "not recorded")


def codes(replay: Replay) -> list[str]:
    """The checks that find something in the error texts of a replay."""
    return [
        code for code, check in CHECKS.items() if any(isinstance(item, Finding) for item in check(replay))
    ]


def findings(code: str, replay: Replay) -> list[Finding]:
    return [item for item in CHECKS[code](replay) if isinstance(item, Finding)]


# -- each text is one check's business


@pytest.mark.parametrize(
    "text",
    [
        'Error: Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nKeyError: 1',
        'File "/srv/app/tools.py", line 7',
        "Error: boom\n    at Object.handler (/srv/app/dist/index.js:10:11)",
        "boom at async getIssue (index.ts:3:9)",
        "boom at node:internal/process/task_queues:95:5",
        "java.lang.NullPointerException\n\tat com.acme.Tool.run(Tool.java:12)",
        "System.Exception: boom\n   at Acme.Tool.Run() in C:\\src\\Tool.cs:line 12",
        "goroutine 1 [running]:\nmain.main()",
        "tool.rb:12:in `run': boom",
        "thread 'main' panicked at src/main.rs:4:5",
        "#0 /srv/index.php(12): run()",
        "could not read /Users/me/acme/.env",
        "could not read C:\\Users\\me\\acme\\.env",
        "could not import /opt/acme/lib/tools.py",
        "boom in node_modules/axios/lib/core/settle.js",
        "boom in /usr/lib/python3.12/json/decoder.py",
        "boom in venv/lib/python3.12/site-packages/httpx/_client.py",
    ],
)
def test_a_stack_or_a_file_of_the_server_is_found_once(text: str) -> None:
    """Provenance: what the runtimes of ten languages print."""
    assert codes(refused(text)) == ["MCP430"]


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html>\n<html lang=en><title>404</title>",
        "HTTP 502 <html>\r\n<head><title>502 Bad Gateway</title></head>",
        "GitHub said <h1>Whoa there!</h1>",
        "<?xml version='1.0' encoding='UTF-8'?><Error><Code>AccessDenied</Code></Error>",
        "<html><body>" + "x" * 600,
    ],
)
def test_a_page_of_the_server_is_found_once(text: str) -> None:
    """Provenance: nginx, GitHub, S3."""
    assert codes(refused(text)) == ["MCP432"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "404",
        "HTTP 500",
        "HTTP 404: Not Found",
        "Error: 403 Forbidden",
        "Request failed with status code 404",
        "Request failed with status 401: Unauthorized",
        "API request failed: 502 Bad Gateway",
        "GitHub API error: 404",
        "404 Client Error: Not Found for url: https://api.example.com/repos/o/r/issues/1",
        "Server error '502 Bad Gateway' for url 'https://api.example.com/x'\n"
        "For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/502",
        "Internal server error",
        "An unexpected error occurred",
        "Something went wrong.",
        "Unknown error",
        "Tool execution failed",
        "Error executing tool get_issue",
        "Error executing tool get_issue: 404",
        "Error executing tool get_issue: HTTPStatusError",
        "KeyError: 'number'",
        "'number'",
        "ReadTimeout: ",
        "'NoneType' object is not subscriptable",
        "list index out of range",
        "Expecting value: line 1 column 1 (char 0)",
        "TypeError: Cannot read properties of undefined (reading 'login')",
        "Unexpected token '<', \"<!DOCTYPE\"... is not valid JSON",
        '{"message": "Not Found", "status": "404"}',
        "null",
    ],
)
def test_a_text_that_says_nothing_is_found_once(text: str) -> None:
    """Provenance: what httpx, requests, axios, Python and JavaScript say where nobody says more."""
    assert codes(refused(text)) == ["MCP434"]


@pytest.mark.parametrize(
    "text",
    [
        "Access denied",
        "The request timed out.",
        "The read operation timed out",
        "[Errno 104] Connection reset by peer",
        "Rate limit exceeded",
        "Validation failed",
        "GitHub API error: Bad credentials",
        "Failed to update the requested data",
        "Not Found: this is what the API says",
    ],
)
def test_a_text_without_thing_or_step_is_found_once(text: str) -> None:
    """Provenance: ours."""
    assert codes(refused(text)) == ["MCP435"]


@pytest.mark.parametrize(
    "text",
    [
        "No issue #1.",
        "Issue not found",
        "Failed to get issue",
        "Issue 1 was not found: HTTP 404",
        "Failed to fetch issues: HTTP 500 Internal Server Error",
        "Rate limited; retry after 30 seconds",
        "The token has expired. Reconnect GitHub.",
        "GitHub is down, try again later.",
        "title must not be empty",
        "Use `list_repositories` to find the name",
        "GitHub did not answer in time; call again.",
        "Ask the owner for access",
        "Unauthorized: set GITHUB_TOKEN",
        "Kein Zugriff auf dieses Projekt",
        "Доступ запрещён",
        "権限がありません",
        # Stakes, times and addresses that look like something else.
        "Issue 1 was closed at 10:30:00 by octocat (see https://example.com/home/octocat/notes)",
        "`src/home/main.py:31` is not part of the issue's diff; pick another line",
        "Issue 1: 3 < 5 and 7 > 5",
        "Issue 1 needs a `<summary>` tag; add one.",
        "The page token CAUQAA1234567890abcdef is not valid for issues",
        "Issue 3f2504e0-4f89-41d3-9a0c-0305e82c3301 does not exist",
        "Send `Authorization: Bearer <token>` with a token for this issue",
        "Issue 1: " + "x" * 491,
    ],
)
def test_a_text_that_helps_is_left_alone(text: str) -> None:
    """Provenance: ours. Near misses; MCP435 leaves alone what names the tool's noun."""
    assert codes(refused(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        f"Bad token {FIXED_TOKEN} for issue 1",
        "GET https://api.example.com/issues?key=mcp%2Dcontract%2Dtoken failed; check the issue",
        "Issue 1: Basic eDptY3AtY29udHJhY3QtdG9rZW4=",
        "Issue 1: {'Authorization': 'token kR7vQ2mZ9tLb4XcW8sJd3NfH6yPg5uKe'}",
        "Issue 1: xox" + "b-2314124412-kR7vQ2mZ9tLb4XcW8sJd",
    ],
)
def test_a_secret_is_found_and_not_shown(text: str) -> None:
    """Provenance: ours. The fixed word stands where the token of a user would."""
    found = findings("MCP431", refused(text))

    assert len(found) == 1
    assert FIXED_TOKEN not in found[0].saw
    assert "kR7v" not in found[0].saw


def test_more_than_500_characters_are_counted() -> None:
    """Provenance: ours."""
    assert [finding.saw for finding in findings("MCP433", refused("Issue 1: " + "x" * 492))] == [
        "501 characters"
    ]


# -- what is judged


def test_what_the_tool_was_given_or_the_api_sent_is_no_file_of_the_server() -> None:
    """Provenance: ours."""
    path = "/home/octocat/src/app.py"
    sent = replace(ISSUE, response=Response(200, "OK", body=f'{{"path": "{path}"}}'.encode()))
    text = f"Issue 1 has no file {path}; check it."

    assert codes(refused(text)) == ["MCP430"]
    assert codes(refused(text, path=path)) == []
    assert codes(replace(refused(text), exchanges=(sent,))) == []


@pytest.mark.parametrize("text", ["", "Internal error", 'File "a.py", line 3', "x" * 501, "Access denied"])
def test_a_reply_after_a_miss_is_not_judged(text: str) -> None:
    """Provenance: ours. What the tool says of a complete recording is not known."""
    broken = faulted(NOT_FOUND, text)
    (run,) = broken.faults or ()

    assert codes(replace(refused(text), misses=(MISS,))) == []
    assert codes(replace(broken, faults=(replace(run, misses=(MISS,)),))) == []
    assert codes(broken) != []


@pytest.mark.parametrize("text", ["Error executing tool get_issue", "Internal error"])
def test_a_crash_is_left_to_the_check_of_crashes(text: str) -> None:
    """Provenance: ours. MCP421 names the exception; one cause is one finding."""
    crashed = faulted(NOT_FOUND, text, crash="KeyError: 'number' at github.py:31")
    (run,) = crashed.faults or ()
    refusal = Reply(error=RpcError(-32603, "Internal error"))
    internal = replace(run, call=replace(run.call, crash="", reply=refusal))

    assert codes(crashed) == []
    assert codes(replace(crashed, faults=(internal,))) == []


def test_an_error_of_the_protocol_is_read_as_its_message() -> None:
    """Provenance: ours."""
    replay = faulted(NOT_FOUND)
    (run,) = replay.faults or ()
    refusal = Reply(error=RpcError(-32602, "Not Found"))

    assert codes(replace(replay, faults=(replace(run, call=replace(run.call, reply=refusal)),))) == ["MCP434"]


def test_a_success_and_a_hang_have_no_error_text() -> None:
    """Provenance: ours."""
    assert codes(faulted(NOT_FOUND, "404", is_error=False)) == []
    assert codes(faulted(SILENT, "404", ended=Ended.HANG)) == []


def test_a_cassette_without_faults_is_judged_by_its_own_reply_or_not_at_all() -> None:
    """Provenance: ours. A recorded error cannot be put through faults, and is a text all the same."""
    untried = replace(
        refused("404"), faults=(), untried={Experiment.FAULTS: "no call of a cassette succeeds"}
    )

    assert codes(untried) == ["MCP434"]
    assert codes(replace(untried, call=None)) == []
    assert all(isinstance(item, Unchecked) for item in CHECKS["MCP434"](replace(untried, call=None)))


def test_names_of_arguments_and_values_are_things() -> None:
    """Provenance: ours."""
    vague = refused("GitHub says that milestone was refused")

    assert codes(vague) == ["MCP435"]
    assert codes(replace(vague, terms=Terms(parameters=("milestoneNumber",)))) == []
    assert codes(refused("GitHub says that milestone was refused", title="Milestone")) == []


# -- how it is told


def test_texts_of_one_shape_are_one_finding() -> None:
    """Provenance: ours. Numbers, names and what stands in brackets differ from one fault to the next."""
    replay = faulted(NOT_FOUND, "HTTP 400")
    (run,) = replay.faults or ()
    texts = ("HTTP 400", "HTTP 401", "HTTP 500 (Internal Server Error)", "Unknown error")
    runs = [
        replace(run, call=replace(run.call, reply=Reply(({"type": "text", "text": text},), is_error=True)))
        for text in texts
    ]

    found = findings("MCP434", replace(replay, faults=tuple(runs)))

    assert [finding.saw for finding in found] == [
        'the status alone: "HTTP 400" (and 1 more)',
        'the status alone: "HTTP 500 (Internal Server Error)"',
        'a text that would fit every failure: "Unknown error"',
    ]
    assert found[0].at == "normal: status 404 from GET /repos/o/r/issues/1"


def test_the_findings_of_a_cassette_are_bounded_and_the_others_counted() -> None:
    """Provenance: ours."""
    replay = faulted(NOT_FOUND)
    (run,) = replay.faults or ()
    words = ("one", "two", "three", "four", "five")
    runs = [
        replace(
            run,
            call=replace(run.call, reply=Reply(({"type": "text", "text": f"Access {w}"},), is_error=True)),
        )
        for w in words
    ]

    found = findings("MCP435", replace(replay, faults=tuple(runs)))

    assert len(found) == 3
    assert found[-1].saw == 'the text "Access three" (and 2 more)'
