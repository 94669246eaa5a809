"""A registry in TypeScript of which not everything can be read: nothing of that is a finding."""

import pytest

from tests.discover.typescript.layouts import CONSTANTS, LAYOUTS, write
from tests.plugin.conftest import Contract

REGISTRY = f"--mcp-registry={CONSTANTS}"
METADATA = "actions/servers/tickets/metadata.ts"
UNREAD = [
    ("id: 2,", "id: nextId(),", "MCP551"),
    ('availability: "auto"', "availability: kindOf(plan)", "MCP555"),
    ("timeoutMs: 120_000", "timeoutMs: timeoutOf(plan)", "MCP528"),
    ("isRestricted: ({ plan }) => !plan.isPaid", "isRestricted: restriction", "MCP541"),
    ('tools_retry_policies: { default: "retry_on_interrupt" }', "tools_retry_policies: policies()", "MCP527"),
    ("metadata: TICKETS_SERVER", "metadata: metadataOf(plan)", "MCP501"),
    ("metadata: TICKETS_SERVER", "metadata: metadataOf(plan)", "MCP531"),
    ("    metadata: TICKETS_SERVER,", "    metadata: TICKETS_SERVER, ...overrides(),", "MCP528"),
    ("  tickets: {", "  ...rowsOf(plan), disused: {", "MCP554"),
]


def _locked(project: pytest.Pytester, contract: Contract) -> dict[str, str]:
    write(project.path, LAYOUTS["today"])
    assert contract(REGISTRY, "--mcp-select", "MCP5", "--mcp-update-lock").ret == 0
    return dict(LAYOUTS["today"])


@pytest.mark.parametrize(("old", "new", "code"), UNREAD, ids=[f"{code}-{new}" for _, new, code in UNREAD])
def test_what_can_no_longer_be_read_is_no_drift(
    project: pytest.Pytester, contract: Contract, old: str, new: str, code: str
) -> None:
    """Provenance: ours. It may have changed, and it may not: nobody passes, nobody fails."""
    files = _locked(project, contract)
    assert old in files[CONSTANTS]
    files[CONSTANTS] = files[CONSTANTS].replace(old, new)
    write(project.path, files)

    result = contract(REGISTRY, "--mcp-select", code)

    result.stdout.no_fnmatch_line("*error[[]*")
    result.stdout.no_fnmatch_line("*warning[[]*")
    result.stdout.fnmatch_lines(["*could not * read*", "mcp-contract: * 1 not exercised*"])
    assert result.ret == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('stake: "high"', "stake: stakeOf(plan)"),
        ('  {\n    name: "post_reply"', "  ...shared(),\n  {\n    name: named()"),
    ],
)
def test_a_stake_that_can_no_longer_be_read_is_no_drift(
    project: pytest.Pytester, contract: Contract, old: str, new: str
) -> None:
    """Provenance: ours."""
    files = _locked(project, contract)
    assert old in files[METADATA]
    files[METADATA] = files[METADATA].replace(old, new)
    write(project.path, files)

    result = contract(REGISTRY, "--mcp-select", "MCP531")

    result.stdout.fnmatch_lines(["mcp-contract: * 1 not exercised*"])
    assert result.ret == 0


def test_a_stake_that_is_read_and_lower_is_drift_beside_what_is_not_read(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours. The near miss: an unread stake hides no other one."""
    files = _locked(project, contract)
    files[METADATA] = files[METADATA].replace('stake: "never_ask"', "stake: stakeOf(plan)")
    files[METADATA] = files[METADATA].replace('stake: "high"', 'stake: "low"')
    write(project.path, files)

    result = contract(REGISTRY, "--mcp-select", "MCP531")

    result.stdout.fnmatch_lines(["*stake of `post_reply` is `low`, and was `high`*"])
    assert result.ret == 1


def test_what_is_read_only_later_is_no_drift(project: pytest.Pytester, contract: Contract) -> None:
    """Provenance: ours. A lock that was written when it could not be read says nothing of it."""
    files = dict(LAYOUTS["today"])
    files[CONSTANTS] = files[CONSTANTS].replace("timeoutMs: 120_000", "timeoutMs: timeoutOf(plan)")
    files[CONSTANTS] = files[CONSTANTS].replace("metadata: TICKETS_SERVER", "metadata: metadataOf(plan)")
    write(project.path, files)
    assert contract(REGISTRY, "--mcp-select", "MCP5", "--mcp-update-lock").ret == 0
    write(project.path, LAYOUTS["today"])

    result = contract(REGISTRY, "--mcp-select", "MCP5")

    result.stdout.no_fnmatch_line("*error[[]*")
    result.stdout.no_fnmatch_line("*warning[[]*")
    assert result.ret == 0


def test_a_restriction_that_is_formatted_otherwise_is_no_drift(
    project: pytest.Pytester, contract: Contract
) -> None:
    """Provenance: ours."""
    files = _locked(project, contract)
    files[CONSTANTS] = files[CONSTANTS].replace(
        "({ plan }) => !plan.isPaid", "({ plan }) =>\n      !plan.isPaid"
    )
    write(project.path, files)

    assert contract(REGISTRY, "--mcp-select", "MCP5").ret == 0
