from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.model import Entry, Finding, ServerInfo

_WAYS = ("python", "command", "url")
_SOUND = Entry(
    name="github",
    id=1,
    availability="manual",
    python="acme.github:create_server",
    server_info=ServerInfo(name="github"),
)


@entry_check(
    code="MCP101",
    title="A registry entry leaves out what every entry must state",
    severity=Severity.ERROR,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        `id`, `availability` and `server_info` decide how the product stores, offers and shows a
        server, and there is no safe value to assume for any of them. Without exactly one way to
        start, the server cannot be asked anything.
    """,
    fix="State the field in the server's table; of `python`, `command` and `url` exactly one.",
    bad=(
        Entry(name="github", availability="manual", python="acme.github:server", server_info=ServerInfo()),
        Entry(name="github", id=1, availability="manual", server_info=ServerInfo()),
        Entry(
            name="github",
            id=1,
            availability="manual",
            python="acme.github:server",
            url="https://acme.example/mcp",
            server_info=ServerInfo(),
        ),
    ),
    good=(
        _SOUND,
        # A value that could not be read is stated; MCP002 speaks of it.
        _SOUND.model_copy(update={"id": None, "dropped": frozenset({"id"})}),
        _SOUND.model_copy(update={"python": None, "dropped": frozenset({"python"})}),
        Entry(name="zero", id=0, availability="auto", command=["npx", "x"], server_info=ServerInfo()),
    ),
)
def required_field_missing(entry: Entry) -> Iterator[Finding]:
    for key in ("id", "availability", "server_info"):
        if getattr(entry, key) is None and key not in entry.dropped:
            yield Finding(at=f"servers.{entry.name}.{key}", saw=f"`{key}` is not stated")
    stated = [key for key in _WAYS if key in entry.starts or key in entry.dropped]
    if not stated:
        yield Finding(
            at=f"servers.{entry.name}",
            saw="states no way to start",
            want="one of `python`, `command` and `url`",
        )
    elif len(stated) > 1:
        yield Finding(
            at=f"servers.{entry.name}.{stated[1]}",
            saw=f"{len(stated)} ways to start are stated: {', '.join(f'`{key}`' for key in stated)}",
            want="one of them",
        )
