"""What holds for each server of the reference registry."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.server import MCPServer
from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
from mcp.server.auth.middleware.bearer_auth import BearerAuthBackend
from mcp.server.auth.provider import AccessToken
from starlette.middleware.authentication import AuthenticationMiddleware

from pytest_mcp_contract.model import Example
from pytest_mcp_contract.reference.constants import OAUTH_PROVIDERS, REGISTRY, SERVER_NAMES, SERVERS
from pytest_mcp_contract.reference.servers import create_server
from tests.emulators import APPS
from tests.emulators.loopback import serve
from tests.reference.sessions import ENTRIES, TOKEN, call, emulated, reply, tools_of

EXAMPLES = [
    (server, tool, example)
    for server, entry in ENTRIES.items()
    for tool, config in entry.tools.items()
    for example in config.examples
]
EXAMPLE_IDS = [f"{server}-{tool}-{example.name}" for server, tool, example in EXAMPLES]


@pytest.fixture(params=SERVER_NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Each server in turn."""
    return str(request.param)


@pytest.fixture
def server(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[MCPServer]:
    """The server beside an emulator of its own."""
    with emulated(name, monkeypatch) as made:
        yield made


def test_the_registry_lists_what_it_registers() -> None:
    """Provenance: ours."""
    assert sorted(SERVERS) == SERVER_NAMES == REGISTRY["names"]
    assert {provider.name for provider in OAUTH_PROVIDERS.values()} == set(OAUTH_PROVIDERS)
    assert sorted(APPS) == SERVER_NAMES


def test_an_unknown_server_is_answered_with_the_known_names() -> None:
    """Provenance: ours."""
    with pytest.raises(ValueError, match=f"no reference server is named 'gitlab'.*{SERVER_NAMES[0]}"):
        create_server("gitlab")


def test_the_stakes_name_exactly_the_tools(name: str, server: MCPServer) -> None:
    """Provenance: ours."""
    entry = ENTRIES[name]

    assert {tool.name for tool in tools_of(server)} == set(entry.tools_stakes or {}) == set(entry.tools)


def test_each_stake_fits_what_the_tool_says_of_itself(name: str, server: MCPServer) -> None:
    """Provenance: ours."""
    stakes = ENTRIES[name].tools_stakes or {}

    for tool in tools_of(server):
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is (stakes[tool.name] == "never_ask"), tool.name
        assert tool.annotations.destructive_hint is (stakes[tool.name] == "high"), tool.name
        assert tool.annotations.open_world_hint is True


def test_every_parameter_is_described_and_every_tool_says_what_it_returns(server: MCPServer) -> None:
    """Provenance: ours."""
    for tool in tools_of(server):
        assert tool.output_schema is None
        for part in ("Required: ", "Returns ", "Limits: "):
            assert part in (tool.description or ""), f"{tool.name} lacks {part}"
        for name, schema in tool.input_schema["properties"].items():
            members = [schema, *schema.get("anyOf", ())]  # where it may be null
            assert any(member.get("description") for member in members), f"{tool.name}.{name}"


def test_every_declared_response_schema_exists(name: str) -> None:
    """Provenance: ours."""
    for reference in ENTRIES[name].responses.values():
        module, _, attribute = reference.partition(":")
        assert hasattr(import_module(module), attribute), reference


def test_every_tool_has_examples_and_each_of_them_a_cassette(name: str) -> None:
    """Provenance: ours."""
    cassettes = Path(__file__).resolve().parents[2] / "cassettes"
    for tool in ENTRIES[name].tools_stakes or {}:
        examples = ENTRIES[name].tools[tool].examples
        assert examples, tool
        for example in examples:
            assert (cassettes / name / tool / f"{example.name}.yaml").is_file(), f"{tool}/{example.name}"
            assert (cassettes / name / tool / f"{example.name}.md").is_file(), f"{tool}/{example.name}"


@pytest.mark.parametrize(("name", "tool", "example"), EXAMPLES, ids=EXAMPLE_IDS)
def test_an_example_of_the_registry_ends_as_it_says(server: MCPServer, tool: str, example: Example) -> None:
    """Provenance: ours."""
    ((text, is_error),) = call(server, (tool, dict(example.arguments)))

    assert is_error is (example.expect == "error"), text


@pytest.mark.parametrize("token", [None, "", "  "], ids=["absent", "empty", "blank"])
def test_without_a_token_a_call_says_how_to_connect(
    name: str, server: MCPServer, monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    """Provenance: ours."""
    variable = ENTRIES[name].token_env
    assert variable is not None
    monkeypatch.delenv(variable) if token is None else monkeypatch.setenv(variable, token)
    tool, example = next((tool, example) for owner, tool, example in EXAMPLES if owner == name)

    ((text, is_error),) = call(server, (tool, dict(example.arguments)))

    assert is_error
    assert "is not connected: there is no access token; set " + variable in text


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
    name: str, server: MCPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours. The variable holds a token that would be refused before anything is sent."""
    monkeypatch.setenv(ENTRIES[name].token_env or "", "not a token")
    tool, example = next(
        (tool, example) for owner, tool, example in EXAMPLES if owner == name and example.expect != "error"
    )

    async def main(url: str) -> tuple[str, bool]:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with (
            httpx2.AsyncClient(headers=headers) as http_client,
            Client(streamable_http_client(url, http_client=http_client)) as client,
        ):
            return await reply(client, tool, dict(example.arguments))

    with served_with_auth(server) as url:
        text, is_error = asyncio.run(main(url))

    assert not is_error, text
