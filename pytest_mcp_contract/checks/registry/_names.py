"""Whose name a server says in the handshake."""

import re

from pytest_mcp_contract.model import Entry, Served

_PROGRAM = re.compile(r"[/\\]")
_RUNNERS = re.compile(
    r"(?:npx|pnpm|yarn|bunx?|node|deno|uvx?|pipx|pythonw?|py|java|dotnet|docker|podman|env|sh|bash)"
    r"[\d.]*(?:\.(?:exe|cmd))?"
)
_PACKAGE = re.compile(r"(?!(?:run|exec|dlx|tool|x|compose|start)$)[^-].*")
"""The first word after a runner that is neither a flag nor a subcommand."""


def names_of(entry: Entry) -> list[str]:
    """The key of a row, and the name that its `server_info` shows."""
    shown = entry.server_info.name if entry.server_info else None
    return [entry.name, *([shown] if shown else [])]


def spelled_alike(name: str) -> str:
    """A name without case and separators: `Google Drive` is `google_drive`."""
    return "".join(filter(str.isalnum, name)).lower()


def namesake(served: Served) -> Entry | None:
    """The other row that the server carries the name of.

    None where both rows start one server with other settings: a database, and the same one for tests.
    """
    entry, wire = served.entry, spelled_alike(served.surface.server_name or "")
    if entry is None or not wire or wire in map(spelled_alike, names_of(entry)):
        return None
    for other in served.registry.servers.values():
        if other.name != entry.name and wire in map(spelled_alike, names_of(other)):
            is_variant = _server_of(entry) == _server_of(other) and _settings(entry) != _settings(other)
            return None if is_variant else other
    return None


def _server_of(entry: Entry) -> object:
    """What a row starts, without its settings: an object, an address without query, a program or package."""
    if entry.command:
        program = _PROGRAM.split(entry.command[0])[-1]
        if not _RUNNERS.fullmatch(program):
            return entry.command[0]
        return next((word for word in entry.command[1:] if _PACKAGE.fullmatch(word)), "")
    return entry.python or (entry.url or "").partition("?")[0]


def _settings(entry: Entry) -> object:
    return (
        entry.command,
        entry.url,
        entry.env,
        entry.headers,
        entry.workdir,
        entry.token_env,
        entry.upstream,
    )
