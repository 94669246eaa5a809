from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, server_check
from pytest_mcp_contract.checks.registry._names import namesake
from pytest_mcp_contract.model import Entry, Finding, Registry, Served, ServerInfo, StartFailure, Surface


def _served(wire: str | None, entry: Entry, *others: Entry) -> Served:
    registry = Registry(servers={row.name: row for row in (entry, *others)})
    return Served(Surface(entry.name, server_name=wire), entry, registry)


_GITHUB = Entry(name="github", python="acme.servers:create_github")
_GITLAB = Entry(name="gitlab", python="acme.servers:create_gitlab")
_DRIVE = Entry(name="gdrive", url="https://a.example/mcp", server_info=ServerInfo(name="google_drive"))


@server_check(
    code="MCP142",
    title="A row starts a server that carries the name of another row",
    severity=Severity.ERROR,
    since="0.1.0",
    on_wire=True,
    source="GUIDE.md: Step 5: Register Server in Index",
    why="""
        Two rows are swapped, or one was copied and still starts what its neighbour does. Users who connect
        one platform get the tools of another, under the stakes of the first.
    """,
    fix="""
        Correct what the row starts: `python`, `command` or `url`, or the branch of the function that makes
        servers by name. If it is the right server, give it the row's name in its code.
    """,
    bad=(
        _served("gitlab", _GITHUB, _GITLAB),
        _served("GitLab", _GITHUB, _GITLAB),
        _served("google_drive", _GITHUB, _DRIVE),
        _served("gitlab", _GITHUB, Entry(name="gitlab", url="https://gitlab.example/mcp")),
        _served(
            "gitlab",
            Entry(name="github", command=["uvx", "mcp-server-gitlab"]),
            Entry(name="gitlab", command=["uvx", "mcp-server-github"]),
        ),
        # Copied, and still what its neighbour is.
        _served("github", Entry(name="gitlab", python="acme.servers:create_github"), _GITHUB),
    ),
    good=(
        _served("github", _GITHUB, _GITLAB),
        _served("GitHub", _GITHUB, _GITLAB),
        # A name that no row has is MCP110.
        _served("Acme Chat", _GITHUB, _GITLAB),
        _served("github-enterprise", _GITHUB, Entry(name="github_enterprise_cloud")),
        _served(None, _GITHUB, _GITLAB),
        _served("google_drive", _DRIVE, Entry(name="google_drive", python="acme.servers:drive")),
        # One server in two rows, with other settings.
        _served(
            "github",
            Entry(name="enterprise", python="acme:github", upstream={"API": "https://github.acme.example"}),
            Entry(name="github", python="acme:github"),
        ),
        _served(
            "mysql",
            Entry(name="reports", command=["mysql-mcp", "mysql://reports"]),
            Entry(name="mysql", command=["mysql-mcp", "mysql://live"]),
        ),
        _served(
            "postgres",
            Entry(name="postgres_test", command=["npx", "-y", "server-postgres", "postgresql://test"]),
            Entry(name="postgres", command=["npx", "-y", "server-postgres", "postgresql://live"]),
        ),
        Served(Surface("github", failure=StartFailure("does not start", "")), _GITHUB),
    ),
)
def wire_name_of_another_entry(served: Served) -> Iterator[Finding]:
    other = None if served.registry.is_bare or served.surface.failure else namesake(served)
    if served.entry is not None and other is not None:
        yield Finding(
            at=f"servers.{served.entry.name}",
            saw=f"`{served.entry.name}` starts a server that calls itself `{served.surface.server_name}`",
            want=f"a server called `{served.entry.name}`; `{other.name}` is another row",
        )
