"""`--mcp-server TARGET`: one server without a file, and the name it gets."""

import pytest

from pytest_mcp_contract.discover.target import read_target
from pytest_mcp_contract.errors import ConfigError
from pytest_mcp_contract.model import Entry, Source


def entry_of(text: str) -> Entry:
    registry = read_target(text)
    assert (registry.source, registry.file, registry.problems) == (Source.TARGET, None, ())
    ((name, entry),) = registry.servers.items()
    assert entry.name == name
    return entry


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("npx -y @scope/server-everything@1.2", "server-everything"),
        ("npx server-plain@latest", "server-plain"),
        ("npx -p pkg tool --flag", "tool"),
        ("uvx mcp-server-time", "mcp-server-time"),
        ("uvx 'mcp-server-time[all]==1.0' --local", "mcp-server-time"),
        ("uvx --from git+https://host/x srv", "srv"),
        ("uv run --directory folder python -m pkg.server", "pkg.server"),
        ("uv run srv.py", "srv"),
        ("pnpm dlx @scope/tool", "tool"),
        ("python -m pkg.server", "pkg.server"),
        ("python3.11 -u -X dev -m pkg.server -m other", "pkg.server"),
        ("python path/srv.py -m other", "srv"),
        ("python -c 'import x'", "python"),
        ("node build/tickets.js", "tickets"),
        ("deno run -A x.ts", "x"),
        ("/x/bin/foo --flag", "foo"),
        ("./srv.py", "srv"),
        ("foo.exe", "foo"),
        ("docker run --rm img/name:tag", "name"),
        ("docker run -i --rm -e TOKEN host:5000/team/name@sha256:00 stdio", "name"),
        ("docker run", "docker"),
        ("npx", "npx"),
        ("we/ird$na me", "ird-na"),
        ("/", "server"),
    ],
)
def test_a_command_is_named_by_what_it_runs(command: str, name: str) -> None:
    """Provenance: ours."""
    assert entry_of(command).name == name


def test_a_command_is_split_like_a_shell_does() -> None:
    """Provenance: ours."""
    entry = entry_of("python -m srv --title 'two words'")

    assert entry.command == ["python", "-m", "srv", "--title", "two words"]
    assert entry.starts == ("command",)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://mcp.example/mcp", "mcp.example"),
        ("http://127.0.0.1:8000/mcp", "127.0.0.1-8000"),
        ("HTTPS://user:secret@mcp.example/", "mcp.example"),
        ("http://[::1]:80/", "1-80"),
    ],
)
def test_a_url_is_named_by_its_host(url: str, name: str) -> None:
    """Provenance: ours. Never by the credentials before it."""
    entry = entry_of(url)

    assert (entry.name, entry.url, entry.starts) == (name, url, ("url",))


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("acme.github:create_server", "github"),
        ("acme.github:server", "github"),
        ("acme.server:tickets", "tickets"),
        ("weather.server:mcp", "weather"),
        ("server:app", "server"),
        ("a:b.tickets", "a"),
    ],
)
def test_an_object_is_named_by_the_word_that_says_most(target: str, name: str) -> None:
    """Provenance: ours."""
    entry = entry_of(target)

    assert (entry.name, entry.python, entry.starts) == (name, target, ("python",))


def test_surrounding_space_is_no_part_of_a_target() -> None:
    """Provenance: ours."""
    assert entry_of(" acme.github:server \n").python == "acme.github:server"


@pytest.mark.parametrize(
    "text", ["", "  ", "''", "python 'srv.py", "http://", "http://[x", "http://host:99999/", "https:///mcp"]
)
def test_text_that_starts_nothing_is_a_config_error(text: str) -> None:
    """Provenance: ours."""
    with pytest.raises(ConfigError) as caught:
        read_target(text)

    assert caught.value.at == "--mcp-server"
    assert len(caught.value.what) <= 100
