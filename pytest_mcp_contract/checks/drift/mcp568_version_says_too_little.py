from collections.abc import Iterator

from pytest_mcp_contract.catalogue import Severity, lock_check
from pytest_mcp_contract.checks.drift._locks import SOUND
from pytest_mcp_contract.model import Finding, LockState


@lock_check(
    code="MCP568",
    title="The version of a server says less than has changed",
    severity=Severity.ERROR,
    since="0.1.0",
    source="https://semver.org",
    why="""
        Whoever pins or reads the version goes by it: a breaking change under a patch version reaches
        everybody who asked for none.
    """,
    fix="State the version that is named, or a later one, as `server_info.version`.",
    bad=(
        LockState("github", version="1.2.3", least_version="2.0.0"),
        LockState("github", version=None, least_version="1.3.0"),
    ),
    requires=("lock",),
    good=(SOUND, LockState("github", version="2.0.0"), LockState("github", version="1.2.3")),
)
def version_says_too_little(state: LockState) -> Iterator[Finding]:
    if state.least_version is not None:
        less = f"`{state.version}` says less than has changed"
        yield Finding(
            at=f"servers.{state.server}.server_info.version",
            saw=less if state.version else "no version is stated, and something has changed",
            want=f"`{state.least_version}`, or a later one",
        )
