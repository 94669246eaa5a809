import re
from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, entry_check
from pytest_mcp_contract.checks.registry._rows import row
from pytest_mcp_contract.model import Entry, Finding, ServerInfo, brief

_SEMANTIC = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?",
    re.ASCII,
)


def _entry(version: str | None) -> Entry:
    return row(name="github", server_info=ServerInfo(version=version))


@entry_check(
    code="MCP119",
    title="The version of a server is not a semantic version",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://semver.org/spec/v2.0.0.html",
    why="""
        Tools that compare versions need three numbers to tell a repair from a change that breaks
        callers. What they cannot read they refuse, or sort wrongly.
    """,
    fix="Write three numbers with dots between: `1.0.0`; the first grows with a change that breaks callers.",
    bad=(_entry("1.0"), _entry("v1.0.0"), _entry("latest"), _entry("01.2.3"), _entry("")),
    good=(
        _entry("1.0.0"),
        _entry("0.1.0"),
        _entry("2.0.0-rc.1+build.5"),
        _entry("1.0.0-0a.x-y"),
        _entry(None),
        row(name="github", server_info=None, dropped=frozenset({"server_info"})),
    ),
)
def version_not_semantic(entry: Entry) -> Iterator[Finding]:
    version = entry.server_info.version if entry.server_info else None
    if version is not None and not _SEMANTIC.fullmatch(version):
        yield Finding(
            at=f"servers.{entry.name}.server_info.version",
            saw=f"version {brief(version)}",
            want='three numbers, as in "1.0.0"',
        )
