"""How a row says its server is reached."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from mcp.server import MCPServer, Server

from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry
from pytest_mcp_contract.observe.environment import FIXED_TOKEN
from pytest_mcp_contract.observe.target import Command, InProcess, Url, as_server, last_line, load, target_of


def entry(**fields: Any) -> Entry:
    return Entry(name="acme", **fields)


def test_each_way_to_start_gives_its_own_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("ACME_KEY", "filled")

    python = target_of(entry(python="acme:server", env={"MODE": "test"}), tmp_path)
    command = target_of(
        entry(command=["npx", "${ACME_KEY}"], workdir="server", env={"K": "${ACME_KEY}"}), tmp_path
    )
    url = target_of(entry(url="https://acme.example/mcp", headers={"X-Key": "${ACME_KEY}"}), tmp_path)

    assert python == InProcess("acme:server", {"MODE": "test"})
    assert isinstance(command, Command)
    assert (command.argv, command.folder) == (("npx", "filled"), tmp_path / "server")
    assert command.environment["K"] == "filled"
    assert url == Url("https://acme.example/mcp", {"X-Key": "filled"})


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({}, "has neither `python`, `command` nor `url`"),
        ({"python": "a:b", "url": "https://acme.example"}, "states `python` and `url`"),
    ],
)
def test_a_row_without_exactly_one_way_to_start_is_a_config_error(
    fields: dict[str, Any], what: str, tmp_path: Path
) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError) as caught:
        target_of(entry(**fields), tmp_path)

    assert (caught.value.at, caught.value.what) == ("servers.acme", what)
    assert caught.value.fix == "state exactly one of `python`, `command` and `url`"


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"python": "a:b", "env": {"K": "${MCP_TEST_UNSET}"}}, "servers.acme.env.K"),
        ({"command": ["x", "${MCP_TEST_UNSET}"]}, "servers.acme.command.1"),
        (
            {"url": "https://acme.example", "headers": {"A": "Bearer ${MCP_TEST_UNSET}"}},
            "servers.acme.headers.A",
        ),
    ],
)
def test_a_variable_that_is_not_set_is_named_with_its_place(
    fields: dict[str, Any], at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.delenv("MCP_TEST_UNSET", raising=False)

    with pytest.raises(ConfigError) as caught:
        target_of(entry(**fields), tmp_path)

    assert (caught.value.at, caught.value.what) == (at, "names `${MCP_TEST_UNSET}`, which is not set")


@pytest.mark.parametrize(("recording", "token"), [(False, FIXED_TOKEN), (True, "the-real-token")])
def test_a_child_gets_the_real_token_only_while_recording(
    recording: bool, token: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Provenance: ours."""
    monkeypatch.setenv("ACME_TOKEN", "the-real-token")

    target = target_of(entry(command=["x"], token_env="ACME_TOKEN"), tmp_path, recording=recording)

    assert isinstance(target, Command)
    assert target.environment["ACME_TOKEN"] == token


def test_a_targets_text_holds_no_value_of_its_environment() -> None:
    """Provenance: ours. It may stand in a traceback."""
    texts = repr(Command(("x",), {"K": "secret"})) + repr(Url("https://acme.example", {"K": "secret"}))

    assert "secret" not in texts


@pytest.mark.parametrize("name", ["sound", "create", "create_later", "lowlevel"])
def test_an_object_or_what_makes_one_gives_a_server(name: str) -> None:
    """Provenance: ours."""
    server = asyncio.run(load(f"tests.servers.in_process:{name}"))

    assert isinstance(server, (MCPServer, Server))


def test_a_fastmcp_server_gives_the_server_inside() -> None:
    """Provenance: ours."""
    pytest.importorskip("fastmcp", reason="fastmcp is not installed")
    from tests.servers.fast import sound

    assert isinstance(as_server(sound), Server)


@pytest.mark.parametrize("candidate", [None, 17, "server", MCPServer, object()])
def test_what_is_no_server_is_none(candidate: object) -> None:
    """Provenance: ours. The class itself is not one; it makes one."""
    assert as_server(candidate) is None


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("one\ntwo"), "ValueError: one"),
        (ValueError("\n  one\ntwo"), "ValueError: one"),
        (ValueError(), "ValueError"),
        (KeyError("name"), "KeyError: 'name'"),
    ],
)
def test_an_error_is_told_in_one_line(error: Exception, line: str) -> None:
    """Provenance: ours."""
    assert last_line(error) == line
