from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Authorization, Entry, Finding, ServerInfo

_OAUTH = Authorization(provider="github")


@entry_check(
    code="MCP130",
    title="A server that people must connect has no documentation",
    severity=Severity.WARNING,
    since="0.1.0",
    source="GUIDE.md: Step 1: Add Server to Constants",
    why="""
        Who connects a platform has to know which rights are asked for and who must grant them, and
        the tools do not say it.
    """,
    fix="Write the address of the page that tells how to connect, as `documentation_url`.",
    bad=(
        row(name="github", server_info=ServerInfo(authorization=_OAUTH)),
        row(name="github", server_info=ServerInfo(authorization=_OAUTH, documentation_url="")),
    ),
    good=(
        row(
            name="github",
            server_info=ServerInfo(
                authorization=_OAUTH, documentation_url="https://docs.acme.example/github"
            ),
        ),
        # Nothing to connect; and a value that could not be read is there.
        row(name="clock", server_info=ServerInfo(name="clock")),
        row(
            name="github",
            server_info=ServerInfo(authorization=_OAUTH),
            dropped=frozenset({"server_info"}),
        ),
    ),
)
def documentation_missing(entry: Entry) -> Iterator[Finding]:
    info = entry.server_info
    if info is None or info.authorization is None or "server_info" in entry.dropped:
        return
    if not (info.documentation_url and info.documentation_url.strip()):
        yield Finding(
            at=f"servers.{entry.name}.server_info",
            saw=f"OAuth by `{info.authorization.provider}`, and no `documentation_url` is stated",
        )
