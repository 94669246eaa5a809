import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, Status, server_check
from pytest_mcp_contract.checks.registry._names import names_of, namesake
from pytest_mcp_contract.model import Entry, Finding, Registry, Served, ServerInfo, StartFailure, Surface

_SAYS_NOTHING = frozenset({"mcp", "server", "servers", "fastmcp"})
_WORD = re.compile(r"[^\W_]+")


def _served(key: str, wire: str | None) -> Served:
    return Served(Surface(key, server_name=wire), Entry(name=key))


@server_check(
    code="MCP110",
    title="A server calls itself by another name than the registry does",
    severity=Severity.WARNING,
    status=Status.PREVIEW,
    since="0.1.0",
    on_wire=True,
    source="https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle",
    why="""
        A server says its name in the handshake. Where that is not the name of the entry, the entry may
        start the wrong server, and logs of the two sides cannot be brought together.
    """,
    fix="Look at what the entry starts; if it is the right server, give it the entry's name in its code.",
    bad=(_served("gitlab", "github"), _served("slack_bot", "Acme Chat")),
    good=(
        _served("github", "github"),
        # Case, separators, and the words that every server could carry.
        _served("github", "GitHub MCP Server"),
        _served("web_search", "mcp-server-web-search"),
        _served("google_drive", "googleDrive"),
        # One is a part of the other, or a word is the same: two names for one thing.
        _served("filesystem", "secure-filesystem-server"),
        _served("everything", "example-servers/everything"),
        _served("monday_api", "monday.com"),
        # A name that no author chose, or none.
        _served("github", "FastMCP-3f2a"),
        _served("github", None),
        Served(
            Surface("gdrive", server_name="Google Drive"),
            Entry(name="gdrive", server_info=ServerInfo(name="google_drive")),
        ),
        Served(Surface("gitlab", server_name="github")),
        # The name of another row is MCP142.
        Served(
            Surface("gitlab", server_name="github"),
            Entry(name="gitlab", python="acme:gitlab"),
            Registry(servers={"github": Entry(name="github", python="acme:github")}),
        ),
        Served(Surface("gitlab", failure=StartFailure("does not start", "")), Entry(name="gitlab")),
    ),
)
def wire_name_is_another(served: Served) -> Iterator[Finding]:
    entry, wire = served.entry, served.surface.server_name
    if entry is None or served.registry.is_bare or served.surface.failure is not None or not wire:
        return
    said = _telling(wire)
    if namesake(served) or not said:
        return
    if not any(_are_alike(said, _telling(name)) for name in names_of(entry)):
        yield Finding(
            at=f"servers.{entry.name}",
            saw=f"calls itself `{wire}`",
            want=f"`{entry.name}`",
        )


def _telling(name: str) -> list[str]:
    """The words of a name that tell one server from another, without case."""
    words = [word.lower() for word in _WORD.findall(name)]
    if words and words[0].startswith("fastmcp"):
        return []
    return [word for word in words if word not in _SAYS_NOTHING]


def _are_alike(said: list[str], known: list[str]) -> bool:
    """Whether one name holds the other, or they share a word."""
    if not known or set(said) & set(known):
        return True
    here, there = "".join(said), "".join(known)
    return here in there or there in here
