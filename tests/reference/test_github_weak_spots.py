"""What integrations of GitHub are known to get wrong, and what this one does instead."""

import asyncio
import json
import re
from collections.abc import Callable, Iterator, Mapping

import httpx
import pytest
from mcp.server import MCPServer

from pytest_mcp_contract.reference.http import HttpApi
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.results import Err, Ok, Page, Result
from pytest_mcp_contract.reference.servers.github import api_helper, discussions_helper
from pytest_mcp_contract.reference.servers.github.rendering import (
    render_comments,
    render_issue,
    render_issue_list,
    render_search,
)
from pytest_mcp_contract.reference.servers.github.rendering_discussions import (
    render_discussion,
    render_discussions,
)
from pytest_mcp_contract.reference.servers.github.rendering_pulls import render_pull_list, render_pull_request
from pytest_mcp_contract.reference.servers.github.schemas import (
    Issue,
    IssueComments,
    IssueList,
    IssueSearch,
    PullRequest,
    PullRequestList,
)
from pytest_mcp_contract.reference.servers.github.schemas_discussions import Discussion, Discussions
from pytest_mcp_contract.reference.servers.github.utils import PLATFORM
from tests.reference.sessions import TOKEN, call, emulated, tools_of

HELLO_WORLD: dict[str, JSON] = {"owner": "octocat", "repo": "hello-world"}
MOMENT = "2026-03-02T09:00:00Z"
GHOSTS: dict[str, JSON] = {"no account": None, "the account ghost": {"login": "ghost"}}
SHOWN = {"no account": "unknown", "the account ghost": "ghost"}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """A GitHub server that talks to an emulator of its own."""
    with emulated("github", monkeypatch) as server:
        yield server


def issue(**fields: JSON) -> dict[str, JSON]:
    """An issue as GitHub sends it."""
    made: dict[str, JSON] = {
        "number": 1,
        "title": "Crash",
        "state": "open",
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "html_url": "https://github.com/octocat/x/issues/1",
    }
    return {**made, **fields}


def pull(**fields: JSON) -> dict[str, JSON]:
    """A pull request as GitHub sends it."""
    return issue(head={"ref": "topic"}, base={"ref": "main"}, **fields)


def comment(**fields: JSON) -> dict[str, JSON]:
    """A comment as REST sends it."""
    return {
        "body": "Hi",
        "created_at": MOMENT,
        "html_url": "https://github.com/octocat/x/issues/1#1",
        **fields,
    }


def reply(author: JSON, **fields: JSON) -> dict[str, JSON]:
    """A comment on a discussion, or an answer to one, as GraphQL sends it."""
    return {
        "author": author,
        "body": "Hi",
        "createdAt": MOMENT,
        "url": "https://github.com/octocat/x/1",
        **fields,
    }


def discussion(author: JSON, *comments: JSON) -> dict[str, JSON]:
    """A discussion as GraphQL sends it."""
    return {
        **reply(author),
        "number": 1,
        "title": "How?",
        "updatedAt": MOMENT,
        "comments": {
            "totalCount": len(comments),
            "nodes": list(comments),
            "pageInfo": {"hasNextPage": False},
        },
    }


def in_search(one: dict[str, JSON]) -> IssueSearch:
    """A search that found it."""
    return IssueSearch.model_validate({"total_count": 1, "incomplete_results": False, "items": [one]})


PLACES: dict[str, Callable[[JSON], str]] = {
    "issue": lambda ghost: render_issue(Issue.model_validate(issue(user=ghost)), "octocat/x"),
    "closed issue": lambda ghost: render_issue(
        Issue.model_validate(issue(user=ghost, closed_at=MOMENT, closed_by=ghost)), "octocat/x"
    ),
    "issue comment": lambda ghost: render_comments(
        Page(IssueComments.model_validate([comment(user=ghost)]), has_next=False), 1
    ),
    "listed issue": lambda ghost: render_issue_list(
        Page(IssueList.model_validate([issue(user=ghost)]), has_next=False),
        "octocat/x",
        state="open",
        number=1,
    ),
    "found issue": lambda ghost: render_search(in_search(issue(user=ghost)), number=1),
    "pull request": lambda ghost: render_pull_request(
        PullRequest.model_validate(pull(user=ghost)), "octocat/x"
    ),
    "merger": lambda ghost: render_pull_request(
        PullRequest.model_validate(pull(user={"login": "hubot"}, merged_at=MOMENT, merged_by=ghost)),
        "octocat/x",
    ),
    "listed pull request": lambda ghost: render_pull_list(
        Page(PullRequestList.model_validate([pull(user=ghost)]), has_next=False),
        "octocat/x",
        state="open",
        number=1,
    ),
    "discussion": lambda ghost: render_discussion(Discussion.model_validate(discussion(ghost)), "octocat/x"),
    "discussion comment": lambda ghost: render_discussion(
        Discussion.model_validate(discussion({"login": "hubot"}, reply(ghost))), "octocat/x"
    ),
    "answer to a comment": lambda ghost: render_discussion(
        Discussion.model_validate(
            discussion(
                {"login": "hubot"},
                reply({"login": "hubot"}, replies={"totalCount": 1, "nodes": [reply(ghost)]}),
            )
        ),
        "octocat/x",
    ),
    "listed discussion": lambda ghost: render_discussions(
        Discussions.model_validate(
            {"totalCount": 1, "pageInfo": {"hasNextPage": False}, "nodes": [discussion(ghost)]}
        ),
        "octocat/x",
    ),
}


@pytest.mark.parametrize("ghost", GHOSTS)
@pytest.mark.parametrize("place", PLACES)
def test_a_deleted_account_fails_nothing_in_any_place(place: str, ghost: str) -> None:
    """Provenance: PLATFORMS.md 4.5: `author.login` without a look at null fails the whole call there."""
    text = PLACES[place](GHOSTS[ghost])

    assert SHOWN[ghost] in text
    assert "None" not in text


@pytest.mark.parametrize("place", PLACES)
def test_an_account_that_is_there_is_shown_by_its_login(place: str) -> None:
    """Provenance: ours. The other half."""
    text = PLACES[place]({"login": "monalisa"})

    assert "monalisa" in text
    assert "unknown" not in text


def test_null_among_the_nodes_of_graphql_is_passed_over() -> None:
    """Provenance: PLATFORMS.md B: null entries in `nodes` are legal."""
    hubot: JSON = {"login": "hubot"}
    answers: JSON = {"totalCount": 2, "nodes": [None, reply(hubot, body="inner")]}

    text = render_discussion(
        Discussion.model_validate(discussion(hubot, None, reply(hubot, body="outer", replies=answers))),
        "octocat/x",
    )

    assert "outer" in text
    assert "inner" in text


READS: dict[str, dict[str, JSON]] = {
    "get_issue": {**HELLO_WORLD, "number": 1, "include_comments": True},
    "list_issues": HELLO_WORLD,
    "search_issues": {"query": "repo:octocat/hello-world crash"},
    "get_pull_request": {**HELLO_WORLD, "number": 3, "include_diff": True},
    "list_pull_requests": HELLO_WORLD,
    "list_discussions": HELLO_WORLD,
    "get_discussion": {**HELLO_WORLD, "number": 7},
}


@pytest.mark.parametrize("tool", READS)
def test_no_reply_is_json_and_none_is_encoded_twice(server: MCPServer, tool: str) -> None:
    """Provenance: PLATFORMS.md 4.5: all tools answer in JSON there, two of them in a string in JSON."""
    ((text, is_error),) = call(server, (tool, READS[tool]))

    assert not is_error
    with pytest.raises(ValueError):
        json.loads(text)
    assert "\\n" not in text
    assert '"node_id"' not in text


def test_every_read_is_looked_at(server: MCPServer) -> None:
    """Provenance: ours."""
    assert set(READS) == {
        tool.name for tool in tools_of(server) if tool.annotations and tool.annotations.read_only_hint
    }


SENTENCES = {
    401: "did not accept the access token",
    403: "does not allow this token",
    404: "found no issue #1",
    410: "HTTP 410",
    422: "rejected what was sent",
    500: "HTTP 500",
    503: "HTTP 503",
}


def answered(status: int, body: JSON = None, headers: Mapping[str, str] | None = None) -> Result[Issue]:
    """What comes of one read that GitHub answers so."""
    return _run(lambda _: httpx.Response(status, json=body, headers=headers))


def _run(answer: Callable[[httpx.Request], httpx.Response]) -> Result[Issue]:
    async def main() -> Result[Issue]:
        async with HttpApi(PLATFORM, "https://api.github.com", transport=httpx.MockTransport(answer)) as api:
            return await api_helper.get_issue(TOKEN, api, "octocat", "x", 1)

    return asyncio.run(main())


@pytest.mark.parametrize("status", SENTENCES)
def test_each_status_has_a_sentence_of_its_own_with_a_next_step(status: int) -> None:
    """Provenance: PLATFORMS.md 4.5: one text for all there, whatever the status."""
    failed = answered(
        status, {"message": "No.", "status": str(status)}, {"retry-after": "3600"} if status > 500 else {}
    )

    assert isinstance(failed, Err)
    assert SENTENCES[status] in failed.message
    assert "; " in failed.message
    assert sum(sentence in failed.message for sentence in SENTENCES.values()) == 1


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"retry-after": "3600"}, "wait 3600 seconds"),
        (403, {"retry-after": "60", "x-ratelimit-remaining": "4000"}, "wait 60 seconds"),
        (
            403,
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1772445600"},
            "wait until 2026-03-02 10:00:00 UTC",
        ),
    ],
)
def test_a_rate_limit_says_how_long_to_wait(status: int, headers: dict[str, str], wait: str) -> None:
    """Provenance: PLATFORMS.md 4.7: nobody looks at 429 and Retry-After."""
    failed = answered(status, {"message": "Slow down."}, headers)

    assert isinstance(failed, Err)
    assert wait in failed.message
    assert "does not allow" not in failed.message


def test_a_limit_that_passes_at_once_is_waited_for() -> None:
    """Provenance: PLATFORMS.md 4.7: nobody looks at 429 and Retry-After."""
    answers = [httpx.Response(429, headers={"retry-after": "0"}), httpx.Response(200, json=issue())]

    assert isinstance(_run(lambda _: answers.pop(0)), Ok)
    assert answers == []


def test_pages_are_asked_for_forwards_only(server: MCPServer) -> None:
    """Provenance: PLATFORMS.md 4.5: `first` is sent together with `before` there, which GitHub refuses."""
    arguments = {name for tool in tools_of(server) for name in tool.input_schema["properties"]}

    assert not {"before", "last", "comments_before"} & arguments


@pytest.mark.parametrize("after", [None, "cursor_10"])
def test_a_cursor_is_sent_as_after_with_first_and_nothing_else(after: str | None) -> None:
    """Provenance: PLATFORMS.md 4.5."""
    sent: list[dict[str, JSON]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"data": None})

    async def main() -> None:
        async with HttpApi(PLATFORM, "https://api.github.com", transport=httpx.MockTransport(answer)) as api:
            await discussions_helper.list_discussions(TOKEN, api, "octocat", "x", first=10, after=after)

    asyncio.run(main())

    (body,) = sent
    expected: dict[str, JSON] = {"owner": "octocat", "repo": "x", "first": 10}
    assert body["variables"] == ({**expected, "after": after} if after else expected)
    assert not re.search(r"\b(before|last)\b", str(body["query"]))


def test_no_result_is_listed_twice(server: MCPServer) -> None:
    """Provenance: PLATFORMS.md 4.5: a search lists its results once by kind and once together there."""
    (searched, _), (listed, _) = call(
        server,
        ("search_issues", {"query": "repo:octocat/hello-world"}),
        ("list_issues", {**HELLO_WORLD, "state": "all"}),
    )

    for text in (searched, listed):
        numbers = re.findall(r"^- (?:[\w/-]+)?#(\d+) ", text, re.MULTILINE)
        assert len(numbers) > 3
        assert len(numbers) == len(set(numbers))


def test_data_beside_errors_is_told_from_errors_alone(server: MCPServer) -> None:
    """Provenance: PLATFORMS.md B: GraphQL answers 200 with `data` and `errors` at once."""
    ((text, is_error),) = call(server, ("get_discussion", {**HELLO_WORLD, "number": 999}))

    assert is_error
    assert "Could not resolve to a Discussion with the number of 999" in text


@pytest.mark.parametrize("field", ["created_at", "updated_at", "closed_at"])
def test_a_date_that_utc_does_not_have_is_one_sentence(field: str) -> None:
    """Provenance: ours. It used to pass the schema and to raise where it was shown."""
    refused = answered(200, issue(**{field: "0001-01-01T00:00:00+14:00"}))

    assert isinstance(refused, Err)
    assert "an unexpected shape" in refused.message
    assert isinstance(answered(200, issue(**{field: "2026-03-02T00:00:00+14:00"})), Ok)
