"""What integrations of Jira are known to get wrong, and what this one does instead."""

import asyncio
import json
import time
from collections.abc import Iterator

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Result
from pytest_mcp_contract.reference.servers.jira import api_helper
from pytest_mcp_contract.reference.servers.jira.adf_to_markdown import markdown_of
from pytest_mcp_contract.reference.servers.jira.jql import Filter, jql_of, quoted
from pytest_mcp_contract.reference.servers.jira.markdown_to_adf import document_of
from pytest_mcp_contract.reference.servers.jira.rendering import render_issue
from pytest_mcp_contract.reference.servers.jira.schemas import Issue, Site
from pytest_mcp_contract.reference.servers.jira.sites import JiraSite, chosen_site
from pytest_mcp_contract.reference.servers.jira.utils import PLATFORM
from tests.reference.sessions import TOKEN, call, emulated


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A Jira server that talks to an emulator of its own."""
    with emulated("jira", monkeypatch) as server:
        yield server


def answered(method: str, body: JSON) -> Result[Issue]:
    """What comes of reading an issue that Jira answers so."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.method == method
        return httpx.Response(200, json=body)

    async def main() -> Result[Issue]:
        async with HttpApi(
            PLATFORM, "https://api.atlassian.com", transport=httpx.MockTransport(answer)
        ) as api:
            site = JiraSite(api, "1324a887", "https://example.atlassian.net")
            return await api_helper.get_issue(TOKEN, site, "EX-1", more_fields=())

    return asyncio.run(main())


def text_node(text: str) -> JSON:
    return {"type": "text", "text": text}


def paragraph(*content: JSON) -> JSON:
    return {"type": "paragraph", "content": list(content)}


def document(*content: JSON) -> JSON:
    return {"type": "doc", "version": 1, "content": list(content)}


def nested(depth: int, kind: str) -> JSON:
    node: JSON = paragraph(text_node("at the bottom"))
    for _ in range(depth):
        node = {"type": kind, "content": [node]}
    return document(node)


# -- Atlassian documents


def test_status_and_date_keep_their_text() -> None:
    """Provenance: PLATFORMS.md 4.1: both fall to unknown there, and their text is lost."""
    shown = markdown_of(
        document(
            paragraph(
                {"type": "status", "attrs": {"text": "In review", "color": "blue"}},
                text_node(" until "),
                {"type": "date", "attrs": {"timestamp": "1772442000000"}},
            )
        )
    )

    assert "In review" in shown
    assert "2026-03-02" in shown


@pytest.mark.parametrize("kind", ["blockquote", "expand", "nobodyKnowsThis", "bulletList", "panel"])
@pytest.mark.parametrize("depth", [40, 1_000])
def test_depth_costs_no_more_than_length(kind: str, depth: int) -> None:
    """Provenance: PLATFORMS.md 4.1: 11 levels of an unknown node took 18 s there."""
    shown = markdown_of(nested(depth, kind))

    assert "at the bottom" in shown
    assert len(shown) < 100 * depth


@pytest.mark.parametrize("broken", [None, 7, "text", [], {"type": 3}, {"type": "text"}, {"content": 5}])
def test_one_malformed_node_does_not_fail_the_document(broken: JSON) -> None:
    """Provenance: PLATFORMS.md 4.1."""
    shown = markdown_of(document(paragraph(text_node("before")), broken, paragraph(text_node("after"))))

    assert shown.index("before") < shown.index("after")
    assert "None" not in shown


@pytest.mark.parametrize("timestamp", ["", "soon", "9" * 30, "-1e400"])
def test_a_bad_date_does_not_raise(timestamp: str) -> None:
    """Provenance: PLATFORMS.md 4.1: a bad date raises RangeError there."""
    node: JSON = {"type": "date", "attrs": {"timestamp": timestamp}}

    assert "after" in markdown_of(document(paragraph(node, text_node(" after"))))


def test_markdown_becomes_a_document_and_comes_back() -> None:
    """Provenance: ours."""
    written = (
        "## Steps\n\n1. Open *it*\n2. Save **it**\n\n- `code` and [a link](https://example.com)\n\n> quoted"
    )
    made = document_of(written)

    assert isinstance(made, Ok)
    shown = markdown_of(made.value)
    assert made.value["type"] == "doc"
    for part in ("Steps", "1. Open", "2. Save **it**", "`code`", "https://example.com", "> quoted"):
        assert part in shown


# -- queries

TRICKY = ['a"b', "a\\b", 'x" OR project = SECRET OR "y', "( ) = ! < > ~ & { } :", "a\nb", "AND"]


@pytest.mark.parametrize("value", TRICKY)
def test_a_value_can_be_nothing_but_a_value(value: str) -> None:
    """Provenance: PLATFORMS.md 4.1: these characters are not quoted there."""
    text = quoted(value)

    assert text[0] == text[-1] == '"'
    assert "\n" not in text
    inside = text[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside


@pytest.mark.parametrize("name", ['Team" OR project = X OR "', "Story [points]"])
def test_the_name_of_a_custom_field_is_quoted_too(name: str) -> None:
    """Provenance: PLATFORMS.md 4.1: it is put into the query as it is there."""
    condition = Filter(field="custom_field", custom_field=name, operator="~", value="x")
    made = jql_of([condition], "updated", "desc")

    if isinstance(made, Ok):
        assert made.value.startswith(quoted(name))
    else:
        assert "custom" in made.message


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_value_is_refused_and_not_sent(value: str) -> None:
    """Provenance: PLATFORMS.md 4.1: it becomes `field = ` there."""
    assert isinstance(jql_of([Filter(field="status", value=value)], "updated", "desc"), Err)


# -- replies


def test_not_found_is_an_error_also_for_writes(server: MCPServer) -> None:
    """Provenance: PLATFORMS.md 4.1: a comment on no issue is a success there."""
    replies = call(
        server,
        ("get_issue", {"issue_key": "EX-9999"}),
        ("create_comment", {"issue_key": "EX-9999", "body": "Me too"}),
        ("update_issue", {"issue_key": "EX-9999", "priority": "High"}),
        ("transition_issue", {"issue_key": "EX-9999", "transition_id": "31"}),
    )

    assert [is_error for _, is_error in replies] == [True] * 4
    assert all("EX-9999" in text for text, _ in replies)


def test_a_number_in_a_name_is_no_status(server: MCPServer) -> None:
    """Provenance: PLATFORMS.md 4.1: "404" anywhere in an error means "not found" there."""
    ((text, is_error),) = call(server, ("search_issues_jql", {"jql": "colour = 404"}))

    assert is_error
    assert "HTTP 400" in text
    assert "found no" not in text


@pytest.mark.parametrize("key", ["EX-1/comment", "EX-1?x=1", "../EX-1", "EX 1"])
def test_a_key_reaches_no_other_endpoint(server: MCPServer, key: str) -> None:
    """Provenance: PLATFORMS.md 4.1: keys are not encoded there."""
    ((_, is_error),) = call(server, ("get_issue", {"issue_key": key}))

    assert is_error


def test_no_reply_is_json(server: MCPServer) -> None:
    """Provenance: PLATFORMS.md 4.1: 15 of 22 tools answer in JSON there, five of them in a wrapper."""
    replies = call(
        server,
        ("list_projects", {}),
        ("get_transitions", {"issue_key": "EX-2"}),
        ("list_issue_types", {"project_key": "EX"}),
        ("get_create_fields", {"project_key": "EX", "issue_type_id": "10004"}),
    )

    for text, is_error in replies:
        assert not is_error
        with pytest.raises(ValueError):
            json.loads(text)


def test_more_issues_can_be_read_by_doing_what_the_text_says(server: MCPServer) -> None:
    """Provenance: ours."""
    asked: dict[str, JSON] = {"jql": "project = MANY ORDER BY key", "max_results": 5}

    ((first, _),) = call(server, ("search_issues_jql", asked))
    token = json.loads(first.rpartition("next_page_token=")[2].rstrip(".").partition(" and ")[0])
    ((second, is_error),) = call(server, ("search_issues_jql", {**asked, "next_page_token": token}))

    assert not is_error
    assert "MANY-1:" in first or "MANY-1 " in first
    assert first.splitlines()[2:] != second.splitlines()[2:]


STAMPS = [("2026-03-02T09:00:00.000+0000", "09:00"), ("2026-03-02T14:30:00.000+0530", "09:00")]


@pytest.mark.parametrize(("created", "shown"), STAMPS)
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_times_are_the_same_wherever_the_server_runs(
    monkeypatch: pytest.MonkeyPatch, zone: str, created: str, shown: str
) -> None:
    """Provenance: PLATFORMS.md 4.1: dates are shown in the time zone of the machine there."""
    issue = Issue.model_validate({"key": "EX-1", "fields": {"created": created}})
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        text = render_issue(issue, "https://example.atlassian.net/browse/EX-1", more_fields=())
    finally:
        monkeypatch.undo()
        time.tzset()

    assert f"- Created: 2026-03-02 {shown} UTC\n" in text


@pytest.mark.parametrize(
    "created", ["soon", "", "2026-13-45T00:00:00.000+0000", "0001-01-01T00:00:00.000+1400"]
)
def test_a_date_that_no_calendar_has_is_one_sentence(created: str) -> None:
    """Provenance: PLATFORMS.md 4.1: a bad date throws there."""
    reply = answered("GET", {"key": "EX-1", "fields": {"created": created}})

    assert isinstance(reply, Err)
    assert "unexpected shape" in reply.message
    assert "fields.created" in reply.message


def test_a_date_that_is_not_there_is_no_error() -> None:
    """Provenance: ours. The other half: most dates are null."""
    assert isinstance(answered("GET", {"key": "EX-1", "fields": {"created": None}}), Ok)


@pytest.mark.parametrize(
    ("project", "said"),
    [
        ("HOLLOW", "without readable JSON"),
        ("ODD", "an answer of an unexpected shape"),
        ("HTML", "without readable JSON"),
        ("LIMITED", "is limiting requests"),
        ("EXPIRED", "did not accept the access token"),
        ("FORBIDDEN", "does not allow this token"),
        ("CONFLICT", "HTTP 409"),
        ("BROKEN", "HTTP 500"),
        ("GATEWAY", "HTTP 502"),
    ],
)
def test_each_odd_answer_has_a_sentence_of_its_own(server: MCPServer, project: str, said: str) -> None:
    """Provenance: PLATFORMS.md 4.1: an empty body gives a TypeError there, and nobody looks at 429."""
    ((text, is_error),) = call(server, ("get_issue", {"issue_key": f"{project}-1"}))

    assert is_error
    assert said in text
    assert "found no" not in text
    assert text.count("\n") == 0


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("update_issue", {"priority": "High"}),
        ("transition_issue", {"transition_id": "31"}),
    ],
)
def test_a_write_that_answers_with_a_body_went_well_all_the_same(
    server: MCPServer, tool: str, arguments: dict[str, JSON]
) -> None:
    """Provenance: PLATFORMS.md 4.1: a body where none is promised fails the call there, after the change."""
    ((text, is_error),) = call(server, (tool, {"issue_key": "TALKATIVE-1", **arguments}))

    assert not is_error
    assert "TALKATIVE-1" in text


def test_a_write_that_was_refused_with_http_200_is_no_success(server: MCPServer) -> None:
    """Provenance: ours. The other half."""
    ((text, is_error),) = call(server, ("update_issue", {"issue_key": "REFUSED-1", "priority": "High"}))

    assert is_error
    assert "The change was not made" in text


def test_the_site_is_never_guessed() -> None:
    """Provenance: PLATFORMS.md 4.1: without a match the first site of the token is taken there."""
    two = [Site(id=name, url=f"https://{name}.atlassian.net") for name in ("one", "two")]

    assert isinstance(chosen_site(two, ""), Err)
    assert isinstance(chosen_site(two, "https://three.atlassian.net"), Err)
    assert chosen_site(two, "two.atlassian.net/") == Ok(two[1])
    assert chosen_site(two[:1], "") == Ok(two[0])
