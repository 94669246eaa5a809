"""The server as a client sees it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.server import MCPServer
from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
from mcp.server.auth.middleware.bearer_auth import BearerAuthBackend
from mcp.server.auth.provider import AccessToken
from mcp.types import TextContent, Tool
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from pytest_mcp_contract.model import Registry
from pytest_mcp_contract.reference.constants import OAUTH_PROVIDERS, REGISTRY, SERVER_NAMES, SERVERS
from pytest_mcp_contract.reference.json_value import JSON
from pytest_mcp_contract.reference.servers import create_server
from pytest_mcp_contract.reference.servers.github.utils import NOT_CONNECTED
from tests.emulators.github import create_app
from tests.emulators.loopback import serve

TOKEN = "ghp_secret0123456789"
HELLO_WORLD: dict[str, JSON] = {"owner": "octocat", "repo": "hello-world"}
ENTRY = Registry.model_validate(REGISTRY).servers["github"]


class Replaceable:
    """An app that is another one for each test, behind one listening socket."""

    def __init__(self) -> None:
        self.app: ASGIApp = create_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def emulator() -> Iterator[tuple[Replaceable, str]]:
    """The emulator and its base URL."""
    app = Replaceable()
    with serve(app) as url:
        yield app, url


@pytest.fixture
def server(emulator: tuple[Replaceable, str], monkeypatch: pytest.MonkeyPatch) -> MCPServer:
    """A GitHub server that talks to an emulator nobody has changed."""
    replaceable, url = emulator
    replaceable.app = create_app()
    monkeypatch.setenv("GITHUB_API_URL", url)
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    return create_server("github")


def call(server: MCPServer, *calls: tuple[str, dict[str, JSON]]) -> list[tuple[str, bool]]:
    """Text and error flag of each reply, in one session."""

    async def main() -> list[tuple[str, bool]]:
        async with Client(server) as client:
            return [await reply(client, name, arguments) for name, arguments in calls]

    return asyncio.run(main())


async def reply(client: Client, name: str, arguments: dict[str, JSON]) -> tuple[str, bool]:
    """Text and error flag of one reply, which holds nothing else."""
    result = await client.call_tool(name, arguments)
    (block,) = result.content
    assert isinstance(block, TextContent)
    assert result.structured_content is None
    assert TOKEN not in block.text
    return block.text, bool(result.is_error)


def tools_of(server: MCPServer) -> list[Tool]:
    """What the server offers."""

    async def main() -> list[Tool]:
        async with Client(server) as client:
            return (await client.list_tools()).tools

    return asyncio.run(main())


def test_the_registry_lists_what_it_registers() -> None:
    """Provenance: ours."""
    assert sorted(SERVERS) == SERVER_NAMES == REGISTRY["names"]
    assert {provider.name for provider in OAUTH_PROVIDERS.values()} == set(OAUTH_PROVIDERS)


def test_an_unknown_server_is_answered_with_the_known_names() -> None:
    """Provenance: ours."""
    with pytest.raises(ValueError, match="no reference server is named 'gitlab'; there are: github"):
        create_server("gitlab")


def test_the_stakes_name_exactly_the_tools(server: MCPServer) -> None:
    """Provenance: ours."""
    assert {tool.name for tool in tools_of(server)} == set(ENTRY.tools_stakes or {}) == set(ENTRY.tools)


def test_each_stake_fits_what_the_tool_says_of_itself(server: MCPServer) -> None:
    """Provenance: ours."""
    stakes = ENTRY.tools_stakes or {}

    for tool in tools_of(server):
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is (stakes[tool.name] == "never_ask")
        assert tool.annotations.idempotent_hint is tool.annotations.read_only_hint
        assert tool.annotations.destructive_hint is False
        assert tool.annotations.open_world_hint is True


def test_every_parameter_is_described_and_every_tool_says_what_it_returns(server: MCPServer) -> None:
    """Provenance: ours."""
    for tool in tools_of(server):
        assert tool.output_schema is None
        for part in ("Required: ", "Returns ", "Limits: "):
            assert part in (tool.description or ""), tool.name
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), f"{tool.name}.{name}"


def test_every_declared_response_schema_exists() -> None:
    """Provenance: ours."""
    for reference in ENTRY.responses.values():
        module, _, name = reference.partition(":")
        assert hasattr(import_module(module), name), reference


@pytest.mark.parametrize(
    ("tool", "example"),
    [(tool, example.name) for tool, config in ENTRY.tools.items() for example in config.examples],
)
def test_an_example_of_the_registry_ends_as_it_says(server: MCPServer, tool: str, example: str) -> None:
    """Provenance: ours."""
    chosen = next(known for known in ENTRY.tools[tool].examples if known.name == example)

    ((text, is_error),) = call(server, (tool, dict(chosen.arguments)))

    assert is_error is (chosen.expect == "error"), text


def test_get_issue_shows_comments_only_on_request(server: MCPServer) -> None:
    """Provenance: ours."""
    (without, _), (with_comments, _) = call(
        server,
        ("get_issue", {**HELLO_WORLD, "number": 1}),
        ("get_issue", {**HELLO_WORLD, "number": 1, "include_comments": True}),
    )

    assert "Happens on Linux too" not in without
    assert with_comments.startswith(without)
    assert "### unknown, 2026-03-04 09:00 UTC\n\n```markdown\nI had this" in with_comments


def test_get_issue_reads_any_page_of_comments(server: MCPServer) -> None:
    """Provenance: ours."""
    arguments: dict[str, JSON] = {"owner": "octocat", "repo": "many", "number": 1, "include_comments": True}

    (first, _), (second, _) = call(
        server, ("get_issue", arguments), ("get_issue", {**arguments, "comments_page": 2})
    )

    assert first.endswith("More comments follow: call get_issue again with comments_page=2.")
    assert "## 5 comments on page 2" in second
    assert "comments_page" not in second


def test_list_issues_marks_pull_requests_and_survives_deleted_authors(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("list_issues", HELLO_WORLD))

    assert not is_error
    assert text.startswith("4 open issues in octocat/hello-world, 2 pull requests among them:\n")
    assert "- #3 (pull request, open, by dependabot[bot], " in text
    assert "- #2 (open, by unknown, " in text


def test_list_issues_filters_by_state_and_labels(server: MCPServer) -> None:
    """Provenance: ours."""
    (closed, _), (labelled, _) = call(
        server,
        ("list_issues", {**HELLO_WORLD, "state": "closed"}),
        ("list_issues", {**HELLO_WORLD, "labels": ["bug", "good first issue"]}),
    )

    assert closed.startswith("2 closed issues in octocat/hello-world, 1 pull request among them:")
    assert labelled.startswith("1 open issue in octocat/hello-world:")


def test_list_issues_can_be_read_to_the_end_by_doing_what_it_says(server: MCPServer) -> None:
    """Provenance: ours."""
    many: dict[str, JSON] = {"owner": "octocat", "repo": "many"}

    pages = call(server, *(("list_issues", {**many, "page": page}) for page in (1, 2, 3)))

    assert [f"page={number}" in text for number, (text, _) in zip((2, 3, 4), pages, strict=True)] == [
        True,
        True,
        False,
    ]
    assert sum(text.count("\n- #") for text, _ in pages) == 65


def test_search_issues_refuses_what_lies_beyond_the_first_thousand(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, ("search_issues", {"query": "Task", "page": 11, "per_page": 100}))

    assert is_error
    assert "Only the first 1000 search results are available" in text


def test_search_issues_names_the_next_page(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, _),) = call(server, ("search_issues", {"query": "repo:octocat/many Task", "per_page": 20}))

    assert text.startswith("65 matches, 20 of them here:\n\n- octocat/many#1 (open, ")
    assert text.endswith("More matches follow: call search_issues again with page=2.")


def test_what_was_created_can_be_read(server: MCPServer) -> None:
    """Provenance: ours."""
    (created, _), (commented, _), (read, _) = call(
        server,
        ("create_issue", {**HELLO_WORLD, "title": "New", "labels": ["bug"], "assignees": ["hubot"]}),
        ("comment_on_issue", {**HELLO_WORLD, "number": 7, "body": "Me too"}),
        ("get_issue", {**HELLO_WORLD, "number": 7, "include_comments": True}),
    )

    assert created.startswith("Created issue #7 in octocat/hello-world: New\n")
    assert commented.startswith("Added a comment to issue #7 in octocat/hello-world: https://github.com/")
    assert "- Labels: bug\n" in read
    assert "```markdown\nMe too\n```" in read


def test_get_pull_request_shows_where_it_goes_and_whether_it_can(server: MCPServer) -> None:
    """Provenance: ours."""
    ((text, _),) = call(server, ("get_pull_request", {**HELLO_WORLD, "number": 3}))

    assert (
        "- From: octocat:dependabot/pip/requests-2.32.0\n- Into: main\n- Can be merged: yes (clean)\n" in text
    )


def test_an_error_sentence_reaches_the_caller_unchanged(server: MCPServer) -> None:
    """Provenance: ours. The SDK puts words before the text of an exception."""
    ((text, is_error),) = call(server, ("get_pull_request", {**HELLO_WORLD, "number": 1}))

    assert is_error
    assert text.startswith("GitHub found no pull request #1 in octocat/hello-world (HTTP 404: Not Found); ")


@pytest.mark.parametrize("token", [None, "", "  "], ids=["absent", "empty", "blank"])
def test_without_a_token_a_call_says_how_to_connect(
    server: MCPServer, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    """Provenance: ours."""
    monkeypatch.delenv("GITHUB_TOKEN") if token is None else monkeypatch.setenv("GITHUB_TOKEN", token)

    ((text, is_error),) = call(server, ("get_issue", {**HELLO_WORLD, "number": 1}))

    assert (text, is_error) == (NOT_CONNECTED, True)


def test_one_server_object_can_be_used_in_one_session_after_another(server: MCPServer) -> None:
    """Provenance: ours. The HTTP client of the first session is closed by then."""
    calls = [call(server, ("get_issue", {**HELLO_WORLD, "number": 1})) for _ in range(2)]

    assert calls[0] == calls[1]
    assert not calls[0][0][1]


class AnyToken:
    """A verifier that lets every token in."""

    async def verify_token(self, token: str) -> AccessToken:
        return AccessToken(token=token, client_id="client", scopes=[])


@contextmanager
def served_with_auth(server: MCPServer) -> Iterator[str]:
    """The URL of the server over HTTP, where each request brings its own token."""
    app = server.streamable_http_app()
    app.add_middleware(AuthContextMiddleware)
    app.add_middleware(AuthenticationMiddleware, backend=BearerAuthBackend(AnyToken()))
    with serve(app) as url:
        yield f"{url}/mcp"


def test_over_http_the_token_of_the_request_goes_before_the_environment(
    server: MCPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The variable holds a token that would be refused before anything is sent."""
    monkeypatch.setenv("GITHUB_TOKEN", "not a token")

    async def main(url: str) -> tuple[str, bool]:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http_client,
            Client(streamable_http_client(url, http_client=http_client)) as client,
        ):
            return await reply(client, "get_issue", {**HELLO_WORLD, "number": 1})

    with served_with_auth(server) as url:
        text, is_error = asyncio.run(main(url))

    assert not is_error, text
